"""Hostile and damaged input: nothing but `InputError` is raised, everything comes to its end, and twice the text takes
twice the work.

`python -m tests.fuzz --rounds 5000` runs the damages at length, also over real filings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.read.blocks import read_blocks
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.effort import ends, in_step
from tests.fuzz import own_texts, run
from tests.hostile import LONG_TABLES, ROWS, SHAPES, TITLE, UNITS, long_line, long_table
from tests.read_checks import read_all, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("shape", SHAPES)
def test_long_hostile_lines_are_read_to_their_end(shape: str) -> None:
    for unit in UNITS:
        data = long_line(shape, unit, 200_000)
        with ends():
            whole(data)
            read_all(data)


@pytest.mark.parametrize("name", LONG_TABLES)
@pytest.mark.parametrize("before", ["", TITLE], ids=["", "under a title"])
def test_long_tables_take_as_much_work_as_they_are_long(name: str, before: str) -> None:
    def work(lines: int) -> Callable[[], None]:
        data = long_table(name, before, lines)
        return lambda: whole(data)

    with ends():
        assert in_step(work, 3_000)


@pytest.mark.parametrize("name", LONG_TABLES)
def test_long_statements_take_as_much_work_as_they_are_long(name: str) -> None:
    def work(lines: int) -> Callable[[], None]:
        data = long_table(name, TITLE + ROWS, lines)  # no longer than what is read of a statement
        return lambda: whole(data)

    with ends():
        assert in_step(work, 500)


@pytest.mark.parametrize("name", LONG_TABLES)
def test_blocks_of_long_tables_take_as_much_work_as_they_are_long(name: str) -> None:
    def work(lines: int) -> Callable[[], object]:
        submission, _ = read_submission(long_table(name, "x\n", lines))
        return lambda: read_blocks(submission, 0)

    with ends():
        assert in_step(work, 3_000)


@pytest.mark.parametrize("data", [b"1" * 50_000_000, (b"1" * 79 + b"\n") * 625_000], ids=["one line", "lines"])
def test_fifty_megabytes_of_digits_hold_no_statement(data: bytes) -> None:
    with ends():
        submission, _ = read_submission(data)
        assert read_statements(submission)[0] == ()


def test_damaged_texts_raise_nothing_else() -> None:
    with ends():
        trouble = [f"{name}, seed {seed}: {text}" for name, seed, _, text in run(own_texts(), range(300)) if text]
    assert not trouble


def test_damaged_real_filings_raise_nothing_else(real_filings: Path) -> None:
    paths = sorted(path for path in real_filings.rglob("*.txt") if path.stat().st_size < 200_000)[::20]
    texts = [(path.name, path.read_bytes()) for path in paths]
    with ends():
        trouble = [f"{name}, seed {seed}: {text}" for name, seed, _, text in run(texts, range(2 * len(texts))) if text]
    assert not trouble
