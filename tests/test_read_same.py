"""The same figures are read however a text was typed or sent: quoted, numbered, in capitals, with bars or tabs."""

from __future__ import annotations

import re
from calendar import month_name
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

MONTHS = [name.upper() for name in month_name]
_DAY = re.compile(rf"\b({'|'.join(MONTHS[1:])}) (\d{{1,2}}), (?:19|20)(\d\d)\b", re.IGNORECASE)


def spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


def numbered(text: str) -> str:
    return "".join(f"{number:4}  {line}\n" for number, line in enumerate(text.splitlines(), 1))


def barred(text: str) -> str:
    return "".join(f"| {line:<110} |\n" for line in text.splitlines())


def indented(text: str) -> str:
    return "".join(f"{'':7}{line}\n" if line else "\n" for line in text.splitlines())


def tabbed(text: str) -> str:
    """The text with tabs for blanks, as `unexpand -a` writes it."""
    stops = ([line[at : at + 8] for at in range(0, len(line), 8)] for line in text.splitlines())
    return "".join(
        "".join(f"{part.rstrip(' ')}\t" if len(part) == 8 and part.endswith("  ") else part for part in parts) + "\n"
        for parts in stops
    )


def folded(text: str) -> str:
    """The text with a title of one line, where it names a statement of something, on two lines."""
    return re.sub(r"^( *)((?:[A-Z]+ )*STATEMENTS? OF) (?=[A-Z ]+$)", r"\1\2\n\1", text, flags=re.MULTILINE)


def dashed(text: str) -> str:
    """The text with days of numbers: 12-31-96 for December 31, 1996."""
    return _DAY.sub(lambda match: f"{MONTHS.index(match[1].upper())}-{match[2]}-{match[3]}".center(len(match[0])), text)


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


@pytest.mark.parametrize(
    "typed",
    [spaced, quoted, numbered, barred, indented, tabbed, folded, dashed, str.upper],
    ids=lambda typed: typed.__name__,
)
@pytest.mark.parametrize("text", TEXTS)
def test_the_same_figures_are_read(text: str, typed: Callable[[str], str]) -> None:
    assert figures(typed(text)) == figures(text)
