"""Table lines: which lines of a document belong to tables, found from the lines that end in figures.

A table begins and ends with figures; column heads, captions, rules and headings next to them belong to it. Tags help
where they stand, but they open in front of prose, never close, or are not there at all, so the figures decide.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.read.lines import LineKind
from converter.read.prose import is_running

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.lines import PhysicalLine

_GAP_TEXT = 8
"""Lines of text between two rows of figures of one table: labels wrap over up to nine lines."""
_GAP_BLANK = 4
_GAP_PROSE = 3
"""Lines of prose in a row that part two tables; a long label looks like prose for a line or two."""
_HEAD_TEXT = 8
"""Lines of text above the first figures that may be column heads and captions."""
_HEAD_BLANK = 2
_COLUMNS_FROM = 24
"""Where text starts that stands above columns and not above labels."""
_TAIL_TEXT = 2
_CAPTION = re.compile(
    r"\b(?:thousands|millions|dollars|unaudited|audited|except|omitted|months|years?|weeks|quarters?|ended|ending|restated"
    r"|assets|revenues?|income|cash\s+flows?)\b|\b(?:19|20)\d\d\b|000",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"[$%(.,]|(?<![0-9])[0-9]{1,3}(?![0-9])|^\s*-")
_NO_COMMAS = re.compile(r"(?!19|20)[0-9]{4,9}|[0-9]{5,9}")
"""Amounts of filers who leave the commas out, two or more in a row."""
_SPACED_WORDS = re.compile(r"\S {3,}\S")


def is_prose(line: PhysicalLine) -> bool:
    """Whether a line of text is one of a paragraph."""
    return is_running(line.text.strip())


def has_figures(line: PhysicalLine) -> bool:
    """Whether a line is a row of figures: justified prose that happens to end in a number is none."""
    if not line.tokens:
        return False
    if all(token.loose for token in line.tokens):  # figures that single blanks part: `Cash 1,204 987`
        return len(line.tokens) > 1 and any("," in token.text for token in line.tokens) and not is_prose(line)
    if len(line.tokens) > 1 or not is_prose(line):
        return True
    token = line.tokens[0]
    label = line.text[: token.start].rstrip()
    return token.start - len(label) >= 4 or "$" in token.text or label.endswith(("..", ". ."))


def _has_amounts(line: PhysicalLine) -> bool:
    """Whether the figures of a line are amounts: cover pages print zip codes and telephone numbers in columns."""
    if not has_figures(line) or any(a.end == b.start and b.text[0] == "-" for a, b in pairwise(line.tokens)):
        return False
    return any(_AMOUNT.search(token.text) for token in line.tokens) or (
        len(line.tokens) > 1 and all(_NO_COMMAS.fullmatch(token.text) for token in line.tokens)
    )


def find_tables(lines: Sequence[PhysicalLine], titles: frozenset[int], apart: Sequence[bool]) -> list[bool]:
    """For each line whether it belongs to a table.

    `titles` are the indexes of lines that announce a statement; `apart` says of each line that it is a page break or a
    running head, which stands inside a table without being part of it.
    """
    inside = [False] * len(lines)
    for first, last in _runs(lines, titles, apart):
        figures = sum(1 for i in range(first, last + 1) if not apart[i] and _has_amounts(lines[i]))
        if figures < 2 and not _framed(lines, first, last):
            continue
        start, end = _head(lines, first, titles, apart), _tail(lines, last, apart)
        for index in range(start, end + 1):
            inside[index] = not apart[index]
    return inside


def _runs(lines: Sequence[PhysicalLine], titles: frozenset[int], apart: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches from a row of figures to another with nothing between them that parts tables."""
    runs: list[tuple[int, int]] = []
    first = last = -1
    text = blank = prose = 0
    for index, line in enumerate(lines):
        if index in titles and first >= 0:
            runs.append((first, last))
            first = -1
        if apart[index]:
            blank = prose = 0
        elif has_figures(line):
            first = index if first < 0 else first
            last = index
            text = blank = prose = 0
        elif first >= 0:
            blank = blank + 1 if line.kind is LineKind.BLANK else 0
            if line.kind is LineKind.TEXT or line.tokens:
                text += 1
                prose = prose + 1 if is_prose(line) else 0
            if blank > _GAP_BLANK or prose >= _GAP_PROSE or text > _GAP_TEXT:
                runs.append((first, last))
                first = -1
    if first >= 0:
        runs.append((first, last))
    return runs


def _framed(lines: Sequence[PhysicalLine], first: int, last: int) -> bool:
    """Whether a rule or a tag next to a single row of figures says that it is a table."""
    return any(
        lines[index].kind in (LineKind.RULE, LineKind.HEAD_END, LineKind.TABLE, LineKind.TABLE_END)
        for index in (first - 1, last + 1)
        if 0 <= index < len(lines)
    )


def _head(lines: Sequence[PhysicalLine], first: int, titles: frozenset[int], apart: Sequence[bool]) -> int:
    """The first line of a table: above its figures stand section headings, rules, column heads and captions."""
    start = index = first
    text = blank = 0
    while index and text < _HEAD_TEXT and blank <= _HEAD_BLANK:
        index -= 1
        line = lines[index]
        if apart[index] or index in titles:
            break
        if line.kind is LineKind.BLANK:
            blank += 1
            continue
        if line.kind is LineKind.TEXT or line.tokens:
            if is_prose(line) or not (blank == 0 or _heads_columns(line)):
                break
            text += 1
        blank = 0
        start = index
        if line.kind is LineKind.TABLE:
            break
    return start


def _heads_columns(line: PhysicalLine) -> bool:
    """Whether text over a blank line may be a column head or caption."""
    text = line.text
    indent = len(text) - len(text.lstrip())
    return indent >= _COLUMNS_FROM or bool(_CAPTION.search(text) or _SPACED_WORDS.search(text.strip()))


def _tail(lines: Sequence[PhysicalLine], last: int, apart: Sequence[bool]) -> int:
    """The last line of a table: below its figures stand rules, end tags and the rest of a wrapped label."""
    end = last
    text = 0
    for index in range(last + 1, len(lines)):
        line = lines[index]
        if apart[index]:
            break
        if line.kind in (LineKind.RULE, LineKind.TABLE_END):
            end = index
            if line.kind is LineKind.TABLE_END:
                break
        elif line.kind is LineKind.TEXT and text < _TAIL_TEXT and not is_prose(line) and _goes_on(line):
            text += 1
            end = index
        elif line.kind is not LineKind.BLANK or index > end + 1:
            break
    return end


def _goes_on(line: PhysicalLine) -> bool:
    text = line.text.lstrip()
    return text[0].islower() or text[0] == "("
