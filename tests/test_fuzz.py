"""Hostile and damaged input: nothing but `InputError` is raised, and twice the text takes twice the time.

`python -m tests.fuzz --rounds 5000` runs the damages at length, also over real filings.
"""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from converter.errors import InputError
from converter.read.blocks import read_blocks
from converter.read.cover import read_cover
from converter.read.schedule import read_schedules
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.fuzz import own_texts, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "TIN LANTERN WORKS\nCONSOLIDATED BALANCE SHEETS\n(in thousands)\n                       1995     1994\n"
ROWS = (
    "Cash                  1,204      987\n"
    "Receivables           5,310    4,876\n"
    "Inventories           3,422    3,650\n"
    "Total assets          9,936    9,513\n"
    "Liabilities           4,035    3,965\n"
    "Equity                5,901    5,548\n"
)
HEADER = "<SEC-DOCUMENT>\n<SEC-HEADER>\n{}\n</SEC-HEADER>\n<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n" + TITLE + ROWS

SHAPES: dict[str, Callable[[str], str]] = {
    "alone": lambda line: line,
    "between a title and its rows": lambda line: TITLE + line + "\n" + ROWS,
    "as a label": lambda line: TITLE + ROWS + "x " + line + "  1,234\n" + ROWS,
    "inside a label": lambda line: TITLE + ROWS + "Balance " + line + "x sheets  1,234\n" + ROWS,
    "behind a title": lambda line: "Consolidated balance sheets " + line + "x\n" + ROWS,
    "before a title": lambda line: "x" + line + " balance sheets\n" + ROWS,
    "as a field of the header": HEADER.format,
    "as the type of a document": lambda line: "<DOCUMENT>\n<TYPE>" + line + "\n<TEXT>\n" + TITLE + ROWS,
}
UNITS = [
    *("1", "1,", "1,234 ", "1 ", " ", "\t", "\f", "(", "( ", ".", ". ", "$", "$ ", "- ", "-", "_", "=", "%", "*", "'"),
    *("<", "</", "<S>", "<table ", "<TYPE>", "(1)", "-0- ", "x  ", "1/", "a", "A ", "s t ", "\u00e9", "\u0085"),
    *("statement of ", "consolidated ", "balance ", "cash flow", "notes to ", "to the ", "item 1 ", "(continued"),
    *("year ended ", "December 31, ", "1995 ", "three and ", "inception ", "in ", "(in ", "in thousands ", "except "),
    *("per ", "total ", "and ", "shares "),
]


def seconds(text: str) -> float:
    """Process time of everything that reads a text."""
    data = text.encode("utf-8")
    started = time.process_time()
    try:
        submission, _ = read_submission(data)
    except InputError:
        return time.process_time() - started
    read_cover(submission)
    read_schedules(submission)
    read_statements(submission)
    return time.process_time() - started


def grows_in_step(text: Callable[[int], str], size: int) -> bool:
    """Whether twice the size takes about twice the time; what takes next to no time is in step."""
    small = min(seconds(text(size)) for _ in range(2))
    if small < 0.15:
        return seconds(text(2 * size)) < 0.9 or seconds(text(2 * size)) < 0.9
    return min(seconds(text(2 * size)) for _ in range(2)) < 3.2 * small


@pytest.mark.parametrize("shape", SHAPES)
def test_long_hostile_lines_cost_what_their_length_costs(shape: str) -> None:
    shaped = SHAPES[shape]

    def in_step(unit: str) -> bool:
        return grows_in_step(lambda size: shaped(unit * (size // len(unit))), 200_000)

    assert [unit for unit in UNITS if not in_step(unit)] == []


LONG_TABLES = {
    "rows": "Cash and other things        1,234,567   1,234,567\n",
    "rows with tabs": "Cash\tand other things\t1,234,567\t1,234,567\n",
    "rules": "   ------------------   ----------------\n",
    "rules that are none": "-" * 78 + "x\n",
    "digits": "1" * 79 + "\n",
    "labels that go on": "and the cost of\n",
    "titles": "CONSOLIDATED BALANCE SHEETS\n",
    "titles with rows": "CONSOLIDATED BALANCE SHEETS\nCash  1,234  4,555\nAssets  1,000  5,000\n",
    "titles and notes": "CONSOLIDATED BALANCE SHEETS\nNOTES TO FINANCIAL STATEMENTS\nCash   1,234  1,234\n",
    "whole statements": TITLE + ROWS,
    "page breaks": "<PAGE>\n",
    "tags": "<TABLE>\n<S>  <C>\n</TABLE>\n",
    "blank lines": "\n",
    "dates": "December 31, 1995 and 1994\n",
}


@pytest.mark.parametrize("name", LONG_TABLES)
@pytest.mark.parametrize("before", ["", TITLE], ids=["", "under a title"])
def test_long_tables_cost_what_their_length_costs(name: str, before: str) -> None:
    unit = LONG_TABLES[name]
    lines = unit.count("\n")
    assert grows_in_step(lambda size: before + unit * (size // lines), 8_000)


@pytest.mark.parametrize("name", LONG_TABLES)
def test_blocks_of_long_tables_cost_what_their_length_costs(name: str) -> None:
    unit = LONG_TABLES[name]

    def cost(size: int) -> float:
        submission, _ = read_submission(("x\n" + unit * (size // unit.count("\n"))).encode("utf-8"))
        started = time.process_time()
        read_blocks(submission, 0)
        return time.process_time() - started

    costs = [min(cost(size) for _ in range(2)) for size in (8_000, 16_000)]
    assert all(large < max(3.2 * small, 0.1) for small, large in pairwise(costs))


def test_fifty_megabytes_of_digits_are_refused_or_read_in_time() -> None:
    for text in (b"1" * 50_000_000, (b"1" * 79 + b"\n") * 625_000):
        started = time.process_time()
        submission, _ = read_submission(text)
        assert read_statements(submission)[0] == ()
        assert time.process_time() - started < 8


def test_damaged_texts_raise_nothing_else() -> None:
    trouble = [f"{name}, seed {seed}: {text}" for name, seed, _, text in run(own_texts(), range(300)) if text]
    assert not trouble


def test_damaged_real_filings_raise_nothing_else(real_filings: Path) -> None:
    paths = sorted(path for path in real_filings.rglob("*.txt") if path.stat().st_size < 200_000)[::20]
    texts = [(path.name, path.read_bytes()) for path in paths]
    trouble = [f"{name}, seed {seed}: {text}" for name, seed, _, text in run(texts, range(2 * len(texts))) if text]
    assert not trouble
