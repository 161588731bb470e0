"""Halves: a balance sheet printed with its two sides next to each other becomes two pages, one below the other.

::

    ASSETS                               LIABILITIES AND EQUITY
    Cash                    $ 2,310      Savings deposits       $ 61,240
    Mortgage loans, net      57,880      Other liabilities         1,115
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.read.cells import find_tokens
from converter.read.lines import LineKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.lines import PhysicalLine

_FIGURE_THEN_LABEL = re.compile(r"\d\)?\s{2,}+([A-Za-z])")
_LEAST_ROWS = 4
_SHARE = 0.4
"""Share of the rows with figures that have a label behind a figure."""


def split_halves(lines: Sequence[PhysicalLine]) -> list[Sequence[PhysicalLine]]:
    """The page itself, or its left and its right half with every character in the column where it is printed."""
    starts = [
        match.start(1)
        for line in lines
        if line.tokens and (match := _FIGURE_THEN_LABEL.search(line.text, 0, line.label_end))
    ]
    rows = sum(bool(line.tokens) for line in lines)
    if len(starts) < max(_LEAST_ROWS, rows * _SHARE):
        return [lines]
    common, count = Counter(starts).most_common(1)[0]
    if count * 2 < len(starts):
        return [lines]
    edge = min(start for start in starts if start >= common - 1)
    first = next(line.at for line in lines if line.tokens and _FIGURE_THEN_LABEL.search(line.text, 0, line.label_end))
    # Headings of the two sides stand above the first row; what crosses the edge there is a title.
    body = [line for line in lines if line.at >= first or _stands_apart(line, edge)]
    head = [line for line in lines if line.at < first and not _stands_apart(line, edge)]
    left = [_cut(line, 0, edge) for line in body]
    right = [_cut(line, edge, len(line.text)) for line in body]
    return [[*head, *left], [*head, *right]]


def _stands_apart(line: PhysicalLine, edge: int) -> bool:
    text = line.text
    return (
        len(text) > edge
        and text[max(0, edge - 2) : edge].strip() == ""
        and bool(text[:edge].strip())
        and text[edge] != " "
    )


def _cut(line: PhysicalLine, start: int, end: int) -> PhysicalLine:
    text = (" " * start + line.text[start:end]).rstrip()
    if not text:
        return replace(line, kind=LineKind.BLANK, text="", tokens=[])
    if line.kind is LineKind.RULE:
        return replace(line, text=text)
    tokens = find_tokens(text)
    return replace(line, kind=LineKind.VALUES if tokens else LineKind.TEXT, text=text, tokens=tokens)
