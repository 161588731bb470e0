"""Fused columns: the blanks between the columns of a statement were lost.

::

    1995 1994
    Cash .$15,217$16,508
    Loans .27,21521,664
    Net income per share .$ 1.19$ .83

A row is read where its figures can be parted in one way only: commas stand before three digits, currency signs and
parentheses part figures. What could be a single figure as well (`41`), or parted elsewhere (`5951,325`), is left out.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.read.cells import Token
from converter.read.lines import LineKind, PhysicalLine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_FUSED = re.compile(r"\d,\d{4}")
_FOUR_DIGITS = re.compile(r",\d{4}")
"""Found many times faster than the one before, as it begins with a comma."""
_FIGURES_END = re.compile(r"\d,\d{3}[\d,]{0,20}\)?$")
_FIGURE_END = tuple("0123456789,)")
_FIGURE_LENGTH = 26
"""Characters of the longest of these."""
_TOUCHING = re.compile(r"\d\)?[$(]|[a-z]\$?\d{1,3},\d{3}")
_NEAR = 2
"""Positions between the last digits of two figures of one column."""
_SHARE = 5
"""One row of five with a group of four digits is more than typing errors."""
_YEARS = re.compile(r"(?:^|[\s,])((?:(?:19|20)\d\d\s{0,12}){2,6})$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAD = re.compile(r"(?:^|(?<=[^ .]))(?= {0,200}\.|  )[ .]{1,300}+(?=[$(\d-])|(?=\$)|(?<=[A-Za-z])(?=\d{1,3},\d{3})")
"""What stands before the figures: a leader, a wide gap, the currency sign of the first, the last letter of a label."""
_MOST_LEADS = 8
_LONGEST = 120
"""Characters of the figures of a row."""
_FIGURE_MARKS = frozenset("$(),.0123456789- ")
_CORES = (re.compile(r"\d{0,3}\.\d\d"), re.compile(r"-{1,2}"), re.compile(r"- -"), re.compile(r"0(?![\d,])"))
_WHOLE = re.compile(r"[1-9]\d{0,2}")
_GROUP = re.compile(r",\d{3}")
_OPENING = re.compile(r"[ ]{0,3}(?:\$[ ]{0,3})?(\(?)[ ]{0,3}(?:\$[ ]{0,3})?")
_CLOSING = re.compile(r"[ ]{0,3}\)")
_WIDTH = 20
"""Positions from the end of a column to that of the next one, as the rows are laid out."""
_LEAST_ROWS = 5
_LEAST = 0.6
"""Share of the rows of figures that must be parted in one way."""


def are_fused(lines: Sequence[PhysicalLine]) -> bool:
    """Whether the blanks between the columns of a statement were lost: `Loans .27,21521,664`.

    Figures that touch are no sign of it alone: `$(1,295)$ 674` may stand under columns. All rows end at one place then.
    """
    ending = [line.text for line in lines if line.text[-1:] in _FIGURE_END]
    texts = [text for text in ending if _FIGURES_END.search(text, max(0, len(text) - _FIGURE_LENGTH))]
    if _FOUR_DIGITS.search("\n".join(texts)) and sum(bool(_FUSED.search(text)) for text in texts) * _SHARE > len(texts):
        return True
    rows = [line for line in lines if line.tokens and line.tokens[-1].number]
    ends = [line.tokens[-1].right for line in rows]
    end = median(ends) if ends else 0
    if sum(abs(each - end) <= _NEAR for each in ends) >= _LEAST * len(rows):
        return False
    return sum(bool(_TOUCHING.search(line.text)) for line in rows) * _SHARE > len(rows)


def part_fused(pages: Sequence[Sequence[PhysicalLine]]) -> list[list[PhysicalLine]] | None:
    """The pages with their figures laid out in columns, or None where heads or rows do not say how.

    Rows that can be parted in several ways keep their figures outside of all columns.
    """
    years = [match for line in chain.from_iterable(pages) if (match := _years(line)) is not None]
    counts = {len(_YEAR.findall(match[1])) for match in years}
    if len(counts) != 1:
        return None
    [count] = counts
    runs = {line.at: run for line in chain.from_iterable(pages) if (run := _run(line)) is not None}
    parted = {at: parts for at, (start, text) in runs.items() if (parts := _parts(start, text, count))}
    if len(parted) < _LEAST_ROWS or len(parted) < _LEAST * len(runs):
        return None
    left = max(len(line.text) for line in chain.from_iterable(pages)) + _WIDTH
    result: list[list[PhysicalLine]] = []
    for page in pages:
        lines = []
        for line in page:
            heads = _years(line)
            if heads is not None:
                spans = [match.span() for match in _YEAR.finditer(line.text, heads.start(1))]
                lines.append(_laid_out(line, heads.start(1), spans, left))
            elif line.at in parted:
                lines.append(_laid_out(line, runs[line.at][0], parted[line.at], left))
            elif line.at in runs:
                start, text = runs[line.at]
                lines.append(_set_aside(line, start, start + len(text)))
            else:
                lines.append(replace(line, tokens=[], kind=LineKind.TEXT) if line.tokens else line)
        result.append(lines)
    return result


def _years(line: PhysicalLine) -> re.Match[str] | None:
    """The years that end a line of heads: `Years ended December 31, 1995 1994 1993`."""
    return _YEARS.search(line.text) if line.text and line.text[-1].isdigit() else None


def _run(line: PhysicalLine) -> tuple[int, str] | None:
    """Where the figures of a line begin, and their text."""
    if line.kind is LineKind.RULE:
        return None
    text = line.text
    last = next((index for index in range(len(text) - 1, -1, -1) if text[index] not in _FIGURE_MARKS), -1)
    leads = [lead.end() for lead in _LEAD.finditer(text, last + 1) if len(text) - lead.end() <= _LONGEST]
    starts = leads[:_MOST_LEADS] or [len(text) - len(text.lstrip())] * (last < 0)
    # "(cost $8,189 and $8,263) .8,7207,611": what is no row of figures from its beginning on has words in it.
    begins = _begins(text, starts[0]) if starts else frozenset()
    start = next((each for each in starts if each in begins), min(starts, default=-1))
    if not 0 <= start < len(text) - 1 or text.count("(", 0, start) > text.count(")", 0, start):
        return None  # "Preferred stock (par value $.01)"
    return start, text[start:]


def _parts(start: int, text: str, count: int) -> list[tuple[int, int]]:
    """Where each of the `count` figures of a run stands in the line; empty where it can be parted otherwise."""
    possible = _ways(text, count)
    first = next(possible, None)
    if first is None or len(first) != count or next(possible, None) is not None:
        return []
    figures = [text[left:right] for left, right in first if any(map(str.isdigit, text[left:right]))]
    if len({"." in figure for figure in figures}) > 1:
        return []  # the point of "....83$ .67" was taken for one of the leader
    return [(start + left, start + right) for left, right in first]


def _begins(text: str, start: int) -> Collection[int]:
    """The positions, from a first one on, from which on a text is made of figures to its end, however many."""
    begins = {len(text)}
    for position in range(len(text) - 1, start - 1, -1):
        if any(end in begins for _, end in figures(text, position)):
            begins.add(position)
    return begins


def _ways(text: str, most: int) -> Iterator[list[tuple[int, int]]]:
    """The ways in which a run is one to `most` figures."""
    end = len(text.rstrip())
    parts = [list(figures(text, position)) for position in range(end)]
    # From where so many figures reach the end: what leads nowhere is not gone into.
    reached = [{end}]
    for _ in range(most):
        reached.append({at for at, each in enumerate(parts) if any(part[1] in reached[-1] for part in each)})
    open_ways: list[list[tuple[int, int]]] = [[]]
    while open_ways:
        way = open_ways.pop()
        position = way[-1][1] if way else 0
        if position == end:
            yield way
        elif len(way) < most:
            near = reached[: most - len(way)]
            open_ways.extend([*way, part] for part in parts[position] if any(part[1] in each for each in near))


def figures(text: str, position: int) -> Iterator[tuple[int, int]]:
    """The figures that may begin at a position, each as it is printed with its sign and parentheses."""
    opening = _OPENING.match(text, position)
    if opening is None:
        return
    start = opening.end()
    ends = [match.end() for pattern in _CORES if (match := pattern.match(text, start)) is not None]
    whole = _WHOLE.match(text, start)
    if whole is not None:
        ends.extend(range(start + 1, whole.end() + 1))
        group = _GROUP.match(text, whole.end())
        while group is not None:
            ends.append(group.end())
            group = _GROUP.match(text, group.end())
    for end in ends:
        if opening[1]:
            closing = _CLOSING.match(text, end)
            if closing is not None:
                yield position, closing.end()
        else:
            yield position, end


def _laid_out(line: PhysicalLine, start: int, spans: Sequence[tuple[int, int]], left: int) -> PhysicalLine:
    """The line with its figures at the columns, and where each of them came from."""
    text = line.text[:start].rstrip(" .")
    tokens: list[Token] = []
    moves: list[tuple[int, int]] = []
    for number, (first, end) in enumerate(spans):
        printed = line.text[first:end]
        lead = len(printed) - len(printed.lstrip())
        printed = printed.strip()
        digits = len(printed.rstrip(" )"))
        place = left + _WIDTH * number - digits
        text = text.ljust(place) + printed
        moves.append((place, place - first - lead))
        inner = len(printed) - len(printed.lstrip("$( "))
        is_number = any(map(str.isdigit, printed))
        tokens.append(Token(place, place + len(printed), place + inner, place + digits, printed, is_number))
    return PhysicalLine(line.at, LineKind.VALUES, text, tokens, line.tabbed, moves=tuple(moves))


def _set_aside(line: PhysicalLine, start: int, end: int) -> PhysicalLine:
    """The line with its figures where they stand in no column: how many they are is not printed."""
    tokens = [
        Token(left, right, left, right, line.text[left:right], number=True)
        for left, right in pairwise((start, end - 1, end))
    ]
    return replace(line, kind=LineKind.VALUES, tokens=tokens)
