"""Untitled statements: pages without a title whose rows leave no doubt which statement they are.

Annual reports that were set by hand print their titles as pictures, which the text has lost. A page is taken for a
balance sheet only where the assets equal what finances them, for another statement only near a balance sheet, where
every row is there that such a statement cannot do without, and where pages near it print its net income or its cash
too: the figures of an investee in a note stand there alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.read.candidates import Candidate
from converter.read.lines import LineKind, read_line
from converter.read.regions import read_region
from converter.read.table_lines import is_prose
from converter.read.titles import Title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from converter.read.lines import PhysicalLine
    from converter.read.regions import Region

_NAMES = {
    StatementKind.BALANCE_SHEET: "Balance sheet",
    StatementKind.INCOME_STATEMENT: "Statement of income",
    StatementKind.CASH_FLOW: "Statement of cash flows",
}
_ASSETS = re.compile(r"total\s+assets\b", re.IGNORECASE)
_BOTH = re.compile(
    r"total\s+liabilities\b.{0,40}\b(?:equity|deficit|deficiency|capital|investment)\b|total\s+equity\s+and\s+liabilities",
    re.IGNORECASE,
)
_ROWS = {
    StatementKind.INCOME_STATEMENT: (
        re.compile(r"(?:income|earnings|loss|\(loss\))\s+before\b.{0,60}\btax", re.IGNORECASE),
        re.compile(r"net\s+(?:income|earnings|loss|\(loss\))", re.IGNORECASE),
        re.compile(r"interest|sales|revenues?|cost|expenses?", re.IGNORECASE),
    ),
    StatementKind.CASH_FLOW: (
        re.compile(r"net\s+(?:cash|change).{0,40}operating", re.IGNORECASE),
        re.compile(r"net\s+(?:cash|change).{0,40}investing", re.IGNORECASE),
        re.compile(r"net\s+(?:cash|change).{0,40}financing", re.IGNORECASE),
        re.compile(r"\bend\b|ending", re.IGNORECASE),
    ),
}
"""Rows of figures that the statement must have."""
_REPEATED = {
    StatementKind.INCOME_STATEMENT: re.compile(r"net\s+(?:income|earnings|loss|\(loss\))", re.IGNORECASE),
    StatementKind.CASH_FLOW: re.compile(r"\bend\b|ending", re.IGNORECASE),
}
"""The rows of which cash flow, equity or balance sheet print the figures again."""
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")
_PERIOD = re.compile(r"\b(?:years?|months|quarters?|weeks|periods?)\s+ended\b")
_OTHER = re.compile(
    r"\b(?:(?:selected|summary|pro\s?forma|average\s+balances?|parent|quarterly|schedule|condensed|highlights)\b|percent"
    r"|yields?\b|interest[\s-]earning\s+assets|(?:five|six|ten|eleven)[\s-]+years?\b|notes?\s+to\b.{0,30}\bstatements\s*$)|(?:first|second|third|fourth)\s+quarter",
    re.MULTILINE,
)
"""Words (in lower case) of pages that show something else: "see notes to financial statements." is a footer."""
_LEAST_ROWS = 10
_MOST_PROSE = 2
"""Lines of sentences on the page of a statement: a footer that refers to the notes."""
_NEAR = 400
"""Lines between a balance sheet and the other statements."""
_LONGEST = 200
"""Lines of a page."""


def find_untitled(
    document: int, lines: list[str], kinds: Collection[StatementKind], sheets: Sequence[int]
) -> tuple[Candidate, ...]:
    """The pages of a document that are statements of the kinds asked for, though no title says so.

    `sheets` are the lines of the balance sheets that have titles.
    """
    found: list[Candidate] = []
    places = list(sheets)
    pages = list(_pages(lines))
    if StatementKind.BALANCE_SHEET in kinds:
        for start, end in pages:
            if _is_sheet(lines[start:end]):
                candidate = _candidate(document, lines, start, end, StatementKind.BALANCE_SHEET)
                if candidate is not None:
                    found.append(candidate)
                    places.append(start)
    for kind in (StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW):
        if kind not in kinds:
            continue
        for start, end in pages:
            if any(abs(start - place) <= _NEAR for place in places) and _has_rows(lines, start, end, kind):
                candidate = _candidate(document, lines, start, end, kind)
                if candidate is not None:
                    found.append(candidate)
    return tuple(found)


def _pages(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first line of each page of the document, and the one behind its last."""
    start = 0
    for index, text in enumerate(lines):
        if "\f" in text or "<PAGE>" in text or "<page>" in text:
            if index - start >= _LEAST_ROWS:
                yield start, min(index, start + _LONGEST)
            start = index + 1
    if len(lines) - start >= _LEAST_ROWS:
        yield start, min(len(lines), start + _LONGEST)


def _is_sheet(page: Sequence[str]) -> bool:
    """Whether total assets equal the total of liabilities and equity, in every column."""
    lowered = "\n".join(page).lower()
    if "assets" not in lowered or not any(map(_ASSETS.search, page)) or _OTHER.search(lowered):
        return False
    assets = _figures(page, _ASSETS)
    return bool(assets) and assets == _figures(page, _BOTH) and _is_table(page)


def _figures(page: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    for text in page:
        match = pattern.search(text)
        if match is not None:
            figures = [token.text.strip("$ ") for token in read_line(0, text).tokens if token.number]
            if figures:
                return figures
    return []


def _has_rows(lines: Sequence[str], start: int, end: int, kind: StatementKind) -> bool:
    page = lines[start:end]
    text = "\n".join(page)
    lowered = text.lower()
    if not _PERIOD.search(lowered) or _OTHER.search(lowered):
        return False
    if not all(pattern.search(text) for pattern in _ROWS[kind]):
        return False
    rows = [line for index, each in enumerate(page) if _is_row(line := read_line(index, each))]
    labels = [line.text[: line.label_end] for line in rows]
    return (
        len(rows) >= _LEAST_ROWS
        and all(any(pattern.search(label) for label in labels) for pattern in _ROWS[kind])
        and _is_table(page)
        and _is_repeated(rows, _REPEATED[kind], [*lines[max(0, start - _NEAR) : start], *lines[end : end + _NEAR]])
    )


def _is_repeated(rows: Sequence[PhysicalLine], pattern: re.Pattern[str], around: Sequence[str]) -> bool:
    """Whether the lines around a page print at least half of the figures of one of its rows."""
    printed = {figure for text in around for figure in _FIGURE.findall(text)}
    for line in rows:
        if pattern.search(line.text, 0, line.label_end):
            figures = _FIGURE.findall(line.text, line.label_end)
            if figures and 2 * sum(figure in printed for figure in figures) >= len(figures):
                return True
    return False


def _is_row(line: PhysicalLine) -> bool:
    return line.kind is LineKind.VALUES and any(character.isalpha() for character in line.text[: line.label_end])


def _is_table(page: Sequence[str]) -> bool:
    """Whether the page holds nothing but a table: a note of an investee's figures has sentences around it."""
    return sum(is_prose(read_line(index, text)) for index, text in enumerate(page)) <= _MOST_PROSE


def _candidate(document: int, lines: list[str], start: int, end: int, kind: StatementKind) -> Candidate | None:
    title = Title(line=start, last_line=start, kind=kind, text=_NAMES[kind], scope=Scope.CONSOLIDATED, continued=False)
    region: Region = read_region(lines, title, end)
    return (
        Candidate(document=document, title=title, regions=(region,), scope=Scope.CONSOLIDATED, untitled=True)
        if region.value_lines >= _LEAST_ROWS
        else None
    )
