"""Untitled statements: pages without a title whose rows leave no doubt which statement they are.

Annual reports that were set by hand print their titles as pictures, which the text has lost. A page is taken for a
balance sheet only where the assets equal what finances them, for another statement only near a balance sheet, where
every row is there that such a statement cannot do without, and where pages near it print its net income or its cash
too: the figures of an investee in a note stand there alone.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.read.candidates import Candidate
from converter.read.lines import LineKind, read_line
from converter.read.regions import read_region
from converter.read.table_lines import is_prose
from converter.read.titles import Title, find_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

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
        re.compile(
            r"(?:income|earnings|loss|\(loss\))\s+before\b|per\s+(?:common\s+|limited\s+partnership\s+)?(?:share|unit)\b",
            re.IGNORECASE,
        ),
        re.compile(r"net\s+(?:income|earnings|loss|\(loss\))", re.IGNORECASE),
        re.compile(r"interest|sales|revenues?|cost|expenses?", re.IGNORECASE),
    ),
    StatementKind.CASH_FLOW: (re.compile(r"\bend\b|ending", re.IGNORECASE),),
}
"""Rows of figures that the statement must have."""
_WORDS = {
    StatementKind.INCOME_STATEMENT: (re.compile(r"\btax(?:es)?\b|expenses?\b"),),
    StatementKind.CASH_FLOW: tuple(
        re.compile(rf"(?:activities|cash|change)\b[^.]{{0,60}}\b{word}|{word}\s+activities")
        for word in ("operati(?:ng|ons)", "invest(?:ing|ments)", "financing")
    ),
}
"""What the labels must have, in lower case, those over two lines and headings with them."""
_NONE_OF = {
    StatementKind.INCOME_STATEMENT: re.compile(
        r"^\s*(?:total\s+)?(?:current\s+)?assets\b|\bbalances?,?\s+(?:at\s+)?[a-z]+\s+\d|\binvesting\s+activities\b",
        re.MULTILINE,
    ),
    StatementKind.CASH_FLOW: re.compile(r"^\s*total\s+(?:current\s+)?(?:assets|liabilities)\b", re.MULTILINE),
}
"""Rows, in lower case, of other statements."""
_REPEATED = {
    StatementKind.INCOME_STATEMENT: re.compile(r"net\s+(?:income|earnings|loss|\(loss\))", re.IGNORECASE),
    StatementKind.CASH_FLOW: re.compile(r"\bend\b|ending", re.IGNORECASE),
}
"""The rows of which cash flow, equity or balance sheet print the figures again."""
_HEADS_ASSETS = re.compile(r"\s*assets\s*(?::|$|\s{3})", re.IGNORECASE)
_LIABILITIES = re.compile(r"\s*(?:(?:current\s+)?liabilities\b|capitalization\s+and\s+liabilities)", re.IGNORECASE)
"""The headings of both sides of a balance sheet."""
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
_BETWEEN = 2
"""Lines from the end of a page to the next one of a statement."""
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
        for start, end in _chosen(pages, partial(_is_sheet, lines)):
            candidate = _candidate(document, lines, start, end, StatementKind.BALANCE_SHEET)
            if candidate is not None:
                found.append(candidate)
                places.append(start)
    for kind in (StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW):
        if kind not in kinds:
            continue
        near = [page for page in pages if any(abs(page[0] - place) <= _NEAR for place in places)]
        for start, end in _chosen(near, partial(_has_rows, lines, kind)):
            candidate = _candidate(document, lines, start, end, kind)
            if candidate is not None:
                found.append(candidate)
    return tuple(found)


def _chosen(pages: Sequence[tuple[int, int]], is_one: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """The pages that are a statement, and the pairs of pages that are one together and neither of them alone."""
    alone = [is_one(*page) for page in pages]
    for index, (start, end) in enumerate(pages):
        if alone[index]:
            yield start, end
            continue
        if index + 1 < len(pages) and not alone[index + 1]:
            after, last = pages[index + 1]
            if after - end <= _BETWEEN and last - start <= _LONGEST and is_one(start, last):
                yield start, last


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


def _is_sheet(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether total assets equal the total of liabilities and equity, in every column.

    Both may have no label: they are the largest figures above the liabilities, and the last ones below them.
    """
    page = lines[start:end]
    lowered = "\n".join(page).lower()
    if "assets" not in lowered or "liabilit" not in lowered or _OTHER.search(lowered):
        return False
    assets = _figures(page, _ASSETS)
    whole = bool(assets) and assets == _figures(page, _BOTH)
    return (whole or _balances(page)) and _is_table(page)


def _balances(page: Sequence[str]) -> bool:
    """Whether the largest figures above the first liabilities are the last ones of the table, in every column."""
    first = next((index for index, text in enumerate(page) if _LIABILITIES.match(text)), 0)
    if not any(_HEADS_ASSETS.match(text) for text in page[:first]):
        return False
    rows = [(index, figures) for index, text in enumerate(page) if (figures := _amounts(text))]
    above = [figures for index, figures in rows if index < first]
    below = [figures for index, figures in rows if index > first]
    return len(above) > 2 and len(below) > 2 and max(above, key=lambda row: row[0]) == below[-1]


def _amounts(text: str) -> list[Decimal]:
    """The amounts that a line ends in."""
    tokens = [token for token in read_line(0, text).tokens if token.number and not token.loose]
    return [Decimal(figure.replace(",", "")) for token in tokens if _FIGURE.fullmatch(figure := token.text.strip("$ "))]


def _figures(page: Sequence[str], pattern: re.Pattern[str]) -> list[str]:
    for text in page:
        match = pattern.search(text)
        if match is not None:
            figures = [token.text.strip("$ ") for token in read_line(0, text).tokens if token.number]
            if figures:
                return figures
    return []


def _has_rows(lines: Sequence[str], kind: StatementKind, start: int, end: int) -> bool:
    page = list(lines[start:end])
    text = "\n".join(page)
    lowered = text.lower()
    if not _PERIOD.search(lowered) or _OTHER.search(lowered):
        return False
    if not all(pattern.search(text) for pattern in _ROWS[kind]):
        return False
    if _NONE_OF[kind].search(lowered):
        return False
    if any(title.primary for title in find_titles(lowered, page)):
        return False  # part of it is another statement
    rows = [line for index, each in enumerate(page) if _is_row(line := read_line(index, each))]
    labels = [line.text[: line.label_end] for line in rows]
    whole = "\n".join(
        text for line, label in zip(rows, labels, strict=True) for text in (*_above(page, line.at), label)
    ).lower()
    return (
        len(rows) >= _LEAST_ROWS
        and all(any(pattern.search(label) for label in labels) for pattern in _ROWS[kind])
        and all(pattern.search(whole) for pattern in _WORDS[kind])
        and _is_table(page)
        and _is_repeated(rows, _REPEATED[kind], [*lines[max(0, start - _NEAR) : start], *lines[end : end + _NEAR]])
    )


def _above(page: Sequence[str], row: int) -> Iterator[str]:
    """The line of text right above a row of a page: the first one of its label, or a heading."""
    if row and page[row - 1].strip() and not read_line(row - 1, page[row - 1]).tokens:
        yield page[row - 1]


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
    lines = (read_line(index, text) for index, text in enumerate(page))
    return sum(not line.tokens and is_prose(line) for line in lines) <= _MOST_PROSE


def _candidate(document: int, lines: list[str], start: int, end: int, kind: StatementKind) -> Candidate | None:
    title = Title(line=start, last_line=start, kind=kind, text=_NAMES[kind], scope=Scope.CONSOLIDATED, continued=False)
    region: Region = read_region(lines, title, end)
    return (
        Candidate(document=document, title=title, regions=(region,), scope=Scope.CONSOLIDATED, untitled=True)
        if region.value_lines >= _LEAST_ROWS
        else None
    )
