"""Touching figures: figures of neighbouring columns without a blank between them, in a row of columns that are known.

::

    Net sales                       $2,298,170$2,201,860
    Cost of sales                    1,900,2671,810,445
    Restructuring                          123456

They are parted where that can be done in one way only: a comma stands before three digits, and the parts end where
the figures of the columns do. Else the row is set aside: what could be a figure of either column is one of none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.read.cells import Token
from converter.read.columns import assign
from converter.read.fused import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.read.columns import Band, Placed
    from converter.read.lines import PhysicalLine

_COMMA = re.compile(r"\d,\d{3}(?!\d)")
_FUSED = re.compile(r"(?!\d{1,3}(?:,\d{3})*+(?![\d,]))\d{1,12}(?:,\d{3,12}){0,9}")
"""Digits and commas as no single amount has them, where amounts have commas; nor are they `4,7,10`, notes."""
_NEGATIVE = re.compile(r"\d ?\(\d{1,2}\)")
"""`1,234(56)`: a mark of a note, or a figure of the next column."""
_NEAR = 1
"""Positions between the last digit of a figure in parentheses and those of its column."""


def part_touching(lines: Sequence[PhysicalLine], bands: Sequence[Band]) -> tuple[list[PhysicalLine], dict[int, Placed]]:
    """The lines of a body with the figures of each parted that touch; `bands` are its columns.

    Second: where the values of these lines stand, by the index of the line; of those that could be parted otherwise
    none does.
    """
    changed: dict[int, Placed] = {}
    result = list(lines)
    if len(bands) < 2 or bands[0].ragged or not any(_COMMA.search(line.text) for line in lines if line.tokens):
        return result, changed
    for index, line in enumerate(lines):
        tokens = _parted(line, bands) if line.tokens else []
        if tokens is None:
            changed[line.at] = [], False
        elif len(tokens) > len(line.tokens):
            result[index] = replace(line, tokens=tokens)
            changed[line.at] = assign(tokens, bands)
    return result, changed


def _parted(line: PhysicalLine, bands: Sequence[Band]) -> list[Token] | None:
    """The values of a line, those that touch in their parts; None where these may be others."""
    tokens: list[Token] = []
    for token in line.tokens:
        if not token.number or token.loose:
            tokens.append(token)
            continue
        if "(" in token.text and _NEGATIVE.search(token.text):
            tokens.extend(_with_negative(token, bands, line.tokens))
        elif _FUSED.fullmatch(line.text, token.left, token.right) and any(
            token.left < band.right < token.right for band in bands
        ):
            parts = list(_parts(token, bands))
            if not parts:
                return None
            tokens.extend(parts)
        else:
            tokens.append(token)
    return tokens


def _parts(token: Token, bands: Sequence[Band]) -> Iterator[Token]:
    """The figures that a token is made of, each with its end where the figures of its column end."""
    digits = token.text[token.left - token.start : token.right - token.start]
    ends = [band.right - token.left for band in bands]
    fitting = [way for first in range(len(ends)) if len(way := _way(digits, ends[first:])) > 1]
    if len(fitting) != 1:
        return
    [way] = fitting
    for start, end in way:
        left, right = token.left + start, token.left + end
        first = start == 0
        last = right == token.right
        outer = token.start if first else left, token.end if last else right
        text = token.text[outer[0] - token.start : outer[1] - token.start]
        yield Token(*outer, left, right, text, number=True)


def _way(digits: str, ends: Sequence[int]) -> list[tuple[int, int]]:
    """The one way in which digits are figures that end where columns after each other do; empty where they are none."""
    way: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        if (start, end) not in figures(digits, start):
            return []
        way.append((start, end))
        if end == len(digits):
            return way
        start = end
    return []


def _with_negative(token: Token, bands: Sequence[Band], row: Sequence[Token]) -> Iterator[Token]:
    """The token, and the figure in parentheses that ends it where one of the next column does, which has no other."""
    opening = token.text.rindex("(")
    start = token.start + opening
    left, right = start + 1, token.end - 1
    under = next((band for band in bands if abs(band.right - right) <= _NEAR and token.right < band.left), None)
    if under is None or any(other is not token and abs(other.right - under.right) <= _NEAR for other in row):
        yield token
        return
    number = token.text[:opening].rstrip()
    yield replace(token, end=token.start + len(number), text=number)
    yield Token(start, token.end, left, right, token.text[opening:], number=True)
