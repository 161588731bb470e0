"""Regions: the lines that belong to a statement, page by page.

A title claims a statement; what follows decides. A region ends at the next title, at the notes, at a page of prose,
or at the end of the document, and a statement that runs on over pages stays one region of several pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.model import StatementKind
from converter.read.feet import drop_feet
from converter.read.lines import LineKind, PhysicalLine, read_line
from converter.read.prose import is_running

if TYPE_CHECKING:
    from converter.read.titles import Title

MAX_LINES = 1_200
"""Lines: the longest real statement (a cash flow with a blank line after each row) has about 300."""
_PROSE_LINES = 3

_END = re.compile(
    r"\s*+(?:notes?\s+to\s+(?:the\s+)?(?:\w+\s+){0,3}financial(?:\s+statements\s*(?:\W|\(?continued|$).{0,3}|\s*$)"
    r"|(?:report|opinion)\s+of\s+(?:independent|management|certified)|independent\s+auditors?'?s?'?\s+report"
    r"|management'?s\s+(?:discussion|responsibility|report)|item\s+\d+[a-c]?\s*[.:-]|selected\s+(?:consolidated\s+)?financial"
    r"|schedule\s+[ivx]+\b|exhibit\s+\d+|signatures?\s*$|quarterly\s+(?:financial\s+)?(?:data|results|information)"
    r"|summary\s+of\s+significant\s+accounting|to\s+the\s+(?:board|shareholders|stockholders).{0,60}$"
    r"|(?:note\s+)?(?:1|a)\s*[.:-]+\s+(?:summary|significant|basis|organization|nature|description|accounting\s+policies).*)",
    re.IGNORECASE,
)
_TORN = re.compile(r"(?:\$ ?)?\(?\d{1,4}(?: \d{3,4}){1,8}\)?")
_NARROW_YEARS = re.compile(r"\s(?:19|20)\d\d(?: (?:19|20)\d\d){1,8}\s*$")
"""Heads with a single blank between two columns; elsewhere `8 220` is a figure with a blank for its comma."""
_CENTURY = (" 19", " 20")
_FLOWS = re.compile(r"\b(?:years?|months|weeks|quarters?|periods?)\s+ended\b", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d\W{1,60}(?:19|20)\d\d")
_SHEET_ROWS = 6
"""Rows of figures of the shortest balance sheet."""
_HEAD_LINES = 5
_STOCK = re.compile(r"\bpar\s+value\b|\bshares\s+(?:authorized|issued|outstanding)\b", re.IGNORECASE)
"""Captions of classes of stock run over many lines, and are no sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A title and the lines that follow it, as pages: each page is a run of lines with its own column positions."""

    title: Title
    pages: tuple[tuple[PhysicalLine, ...], ...]
    end: int
    """The index of the first line behind the region."""
    value_lines: int
    cut: bool
    """Whether the region ends only because it is longer than any real statement."""
    other: int | None = None
    """The index of the line on which another statement begins below, of which no title that is known tells."""


def _is_prose(line: PhysicalLine) -> bool:
    text = line.text.strip()
    return line.kind is LineKind.TEXT and is_running(text) and _STOCK.search(text) is None


def _title_line(index: int, raw: str) -> PhysicalLine:
    """A line of a title; a year that ends it, `BALANCE SHEETS - 1996`, is no figure of a row."""
    line = read_line(index, raw)
    if line.tokens and all(token.loose for token in line.tokens):
        return replace(line, kind=LineKind.TEXT, tokens=[])
    return line


def _parted(pages: list[list[PhysicalLine]], lines: list[str]) -> list[list[PhysicalLine]]:
    """The pages, with single blanks between narrow columns told from those inside figures: `Cash   204 188`."""
    ended = [line.text for page in pages for line in page if line.tokens and line.text[-5:-2] in _CENTURY]
    if not any(map(_NARROW_YEARS.search, ended)):
        return pages
    torn = {line.at for page in pages for line in page if any(_TORN.fullmatch(token.text) for token in line.tokens)}
    return [
        [read_line(line.at, lines[line.at], parted=True) if line.at in torn else line for line in page]
        for page in pages
    ]


def _heads_flows(lines: list[str], index: int) -> bool:
    """Whether a line below a balance sheet heads columns of another statement, whose title is not known to be one.

    ::

        TOTAL LIABILITIES AND EQUITY                      $ 11,000    $ 10,230
        Where the money went
                                                       Years ended December 31,
                                                              1996        1995
    """
    return _FLOWS.search(lines[index]) is not None and any(map(_YEARS.search, lines[index : index + _HEAD_LINES]))


# Looking up the members of an enumeration takes longer than all else that is done with most lines.
_VALUES, _BLANK, _TEXT, _PAGE = LineKind.VALUES, LineKind.BLANK, LineKind.TEXT, LineKind.PAGE


def read_region(lines: list[str], title: Title, limit: int) -> Region:
    """The region of a title, at most up to the line `limit`."""
    # The title's own lines may carry column heads at their right.
    pages = [[_title_line(i, lines[i]) for i in range(title.line, title.last_line + 1)]]
    values = prose = 0
    sheet = title.kind is StatementKind.BALANCE_SHEET
    index = title.last_line + 1
    stop = min(limit, index + MAX_LINES)
    end = stop
    while index < stop:
        line = read_line(index, lines[index])
        kind = line.kind
        page = pages[-1]
        if sheet and values >= _SHEET_ROWS and "nded" in line.text.lower() and _heads_flows(lines, index):
            end = index
            break
        if "\f" in lines[index] and kind is not _PAGE and page:
            # A form feed on the line of the next page's running head.
            drop_feet(page)
            pages.append([])
            page = pages[-1]
        if kind is _VALUES:
            prose = 0
            values += 1
            page.append(line)
        elif kind is _BLANK:
            prose = 0
            if page:
                page.append(line)
        elif kind is _TEXT:
            if values >= 2 and _END.match(line.text):
                end = index
                break
            if _is_prose(line):
                prose += 1
                if prose >= _PROSE_LINES and (values >= 3 or prose >= 12):
                    end = index - prose + 1
                    break
            else:
                prose = 0
            if values < 2 and index - title.last_line > 60:
                end = index
                break
            page.append(line)
        elif kind is _PAGE or (kind is LineKind.TABLE and values):
            drop_feet(page)
            if page:
                pages.append([])
            prose = 0
        elif kind is not LineKind.FOOT:
            prose = 0
            page.append(line)
        index += 1
    trimmed = _parted([[line for line in page if line.at < end] for page in pages], lines)
    drop_feet(trimmed[-1])
    return Region(
        title=title,
        pages=tuple(tuple(page) for page in trimmed if any(line.kind is not LineKind.BLANK for line in page)),
        end=end,
        value_lines=values,
        cut=end == stop < limit,
    )
