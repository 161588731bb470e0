"""The same figures are read however a text was typed or sent: with blank lines, quoted, numbered, in capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus_reader import read_cases
from tests.read_checks import check_spans, read

if TYPE_CHECKING:
    from collections.abc import Callable

Figures = list[tuple[str, str, str, int]]

TEXTS = [
    pytest.param(case.given, id=f"{stage}: {case.title}")
    for stage in ("tables", "statements")
    for case in read_cases(stage)
    if case.expected.count("\n") > 8 and "<" not in case.given and "\f" not in case.given
][::3]


def spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def numbered(text: str) -> str:
    return "".join(f"{number:4}  {line}\n" for number, line in enumerate(text.splitlines(), 1))


def figures(text: str) -> Figures:
    """Kind, period and printed figure of every cell, and the scale of its line, in order."""
    submission, statements = read(text.encode())
    check_spans(submission, statements)
    return [
        (statement.kind, str(statement.columns[cell.column].period), cell.text.upper(), line.scale)
        for statement in statements
        for line in statement.lines
        for cell in line.cells
        if cell is not None
    ]


@pytest.mark.parametrize("typed", [spaced, quoted, numbered, str.upper])
@pytest.mark.parametrize("text", TEXTS)
def test_the_same_figures_are_read(text: str, typed: Callable[[str], str]) -> None:
    assert figures(typed(text)) == figures(text)
