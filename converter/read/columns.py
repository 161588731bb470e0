"""Columns: where the figures of a table stand, found from the figures themselves.

The rows that fill every column say how many there are and where; every other value is then assigned by position, so
that a blank cell stays blank in its column. Splitting on runs of blanks would move it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.cells import Token

MAX_COLUMNS = 24
"""The widest real statement (an equity statement) has about a dozen."""


class Band(Struct, frozen=True):
    """A column: positions (from 0) of the usual first and last digit, and the limits of what counts as in it."""

    left: int
    right: int
    low: float
    high: float
    ragged: bool = False
    """The figures stand in order, but not below each other: single tabs or blanks part them."""


Placed = tuple[list[tuple[int, "Token"]], bool]
"""The values of a row that stand in a column, each with its index, and whether all of them found one of their own."""
REFERENCE = re.compile(r"\(?\d{1,2}(?:[,&-]\d{1,2}){0,3},?\)?")
"""A reference to one note, or to several."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_RATIO = re.compile(r"\d{1,3}\.\d{1,2}")
_FEW = 0.15
"""Share of the rows that must fill every column: an income statement with many blanks has no more."""
_RARE = 0.3
"""The same, as a share of the rows with the usual count: figures torn apart by a blank make a column too many."""
_INNER_GAP = 6
"""Positions between the ends of an inner and an outer column."""
_FAR = 12
"""Positions between the last digits of two figures of one column, in rows with a figure for every column."""
_SHIFTED = 18
"""Positions by which a tab too few or too many moves a whole row."""
_ALIKE = 6
"""Positions by which the figures of such a row are moved apart."""
_BEFORE = 14
"""Positions before the first column in which a figure may still be one of it."""
_ENDS_NEAR = 2
"""Positions between the last digits of two figures of one column."""
_RAGGED = 0.4
"""Share of the last column's numbers that stand below each other in a table that is laid out by hand."""
_LEAST_RAGGED = 4
_ALIGNED = 0.6
"""Share of a column's numbers that end within two positions of each other."""


def _counts(rows: Sequence[Sequence[Token]]) -> list[int]:
    """How many columns the rows may have, the likeliest first: the largest number of values that is no exception."""
    counts = Counter(len(row) for row in rows)
    needed = max(2, len(rows) * _FEW, max(counts.values()) * _RARE) if len(rows) > 3 else 1
    supported = sorted((count for count in counts if counts[count] >= needed and count <= MAX_COLUMNS), reverse=True)
    aligned = [count for count in supported if _is_aligned([row for row in rows if len(row) == count], count)]
    usual = max(
        (count for count in counts if count <= MAX_COLUMNS), key=lambda count: (counts[count], count), default=0
    )
    return [*aligned, usual] if usual else aligned


def _is_aligned(rows: Sequence[Sequence[Token]], count: int) -> bool:
    """Whether the numbers of each column end at one position; numbers that belong to labels do not."""
    for column in range(count):
        ends = [row[column].right for row in rows if row[column].number]
        if len(ends) > 1:
            middle = _middle(ends)
            if sum(abs(end - middle) <= 2 for end in ends) < _ALIGNED * len(ends):
                return False
    return True


def _middle(positions: Sequence[int]) -> float:
    """The median: that of the standard library takes three times as long for some dozens of numbers."""
    ordered = sorted(positions)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _bands(rows: Sequence[Sequence[Token]], count: int) -> tuple[Band, ...]:
    full = [row for row in rows if len(row) == count]
    lefts = [[row[i].left for row in full] for i in range(count)]
    rights = [[row[i].right for row in full] for i in range(count)]
    left = [int(_middle(each)) for each in lefts]
    right = [int(_middle(each)) for each in rights]
    far = {row for i in range(count) for row, end in enumerate(rights[i]) if abs(end - right[i]) > _FAR}
    edges = [min([left[i], *(start for row, start in enumerate(lefts[i]) if row not in far)]) for i in range(count)]
    bands = []
    for i in range(count):
        low = -1.0 if i == 0 else (right[i - 1] + edges[i]) / 2
        high = 1e9 if i == count - 1 else (right[i] + edges[i + 1]) / 2
        bands.append(Band(left[i], right[i], low, high))
    return tuple(bands)


def _inner_and_outer(rows: Sequence[Sequence[Token]]) -> tuple[Band, ...]:
    """Two columns of which most rows fill one: components further in, their sums further out; else none."""
    single = [row[0] for row in rows if len(row) == 1 and row[0].number]
    if len(single) * 2 < len(rows) or any(len(row) > 2 for row in rows):
        return ()
    ends = sorted(token.right for token in single)
    gaps = [(b - a, a) for a, b in itertools.pairwise(ends)]
    widest, split = max(gaps, default=(0, 0))
    inner = [[token] for token in single if token.right <= split]
    outer = [[token] for token in single if token.right > split]
    if widest < _INNER_GAP or min(len(inner), len(outer)) < 2 or not (_is_aligned(inner, 1) and _is_aligned(outer, 1)):
        return ()
    return _bands([[a[0], b[0]] for a, b in zip(inner, itertools.cycle(outer))], 2)


def find_bands(rows: Sequence[Sequence[Token]]) -> tuple[Band, ...]:
    """The columns of a table, left to right, from the values of its rows."""
    firm = [row for tokens in rows if (row := [token for token in tokens if not token.loose])]
    ragged = not firm
    if ragged:
        firm = [list(tokens) for tokens in rows if tokens]
    if not firm:
        return ()
    bands = _inner_and_outer(firm)
    if bands:
        return bands
    for count in _counts(firm):
        bands = _bands(firm, count)
        if all(a.right <= b.left + 1 for a, b in itertools.pairwise(bands)) and _holds_most(bands, firm):
            break
    else:
        ragged = ragged or _is_ragged(bands, firm)
    return tuple(replace(band, ragged=True) for band in bands) if ragged and len(bands) > 1 else bands


def _is_ragged(bands: Sequence[Band], rows: Sequence[Sequence[Token]]) -> bool:
    """Whether the rows that fill every column neither begin nor end below each other in the last one."""
    last = [row[-1] for row in rows if len(row) == len(bands) and row[-1].number]
    if len(last) < _LEAST_RAGGED:
        return False
    ends = sum(abs(token.right - bands[-1].right) <= _ENDS_NEAR for token in last)
    starts = sum(abs(token.left - bands[-1].left) <= _ENDS_NEAR for token in last)
    return max(ends, starts) < _RAGGED * len(last)


def _holds_most(bands: Sequence[Band], rows: Sequence[Sequence[Token]]) -> bool:
    """Whether most figures of all rows end where those of a column do: two rows of another table make none."""
    ends = [token.right for row in rows for token in row if token.number]
    places = {band.right + shift for band in bands for shift in range(-_ENDS_NEAR, _ENDS_NEAR + 1)}
    near = sum(end in places for end in ends)
    return near >= _ALIGNED * len(ends)


def assign(tokens: Sequence[Token], bands: Sequence[Band]) -> Placed:
    """(column index, token) for each value that stands in a column, and whether all of them found one of their own.

    A loose value (one blank before it) counts only where its last digit stands under those of the column.
    """
    count = len(bands)
    if not bands:
        return [], not tokens  # every row has more figures than any statement has columns
    if bands[0].ragged:
        return _in_order(tokens, count)
    firm = [token for token in tokens if not token.loose or _aligned(token, bands)]
    while firm and firm[-1].left > bands[-1].right + 1 and _is_ratio(firm[-1]) and not _is_shifted(firm, bands):
        firm.pop()  # the capitalization ratios of totals stand right of all amounts
    if len(firm) > count and 0 < len(amounts := [token for token in firm if not _is_ratio(token)]) <= count:
        firm = amounts  # ratios beside the totals alone, which make no column
    if len(firm) == count and _is_row(firm, bands):
        return list(enumerate(firm)), True
    if len(firm) == count > 1 and _is_large(firm[0]) and _column(firm[0], bands) is None:
        return [], False  # a figure for every column, the first of them far from all
    placed: list[tuple[int, Token]] = []
    clean = True
    apart = False
    for token in firm:
        column = _column(token, bands)
        if apart and token.number and column is not None and abs(token.right - bands[column].right) > _ENDS_NEAR:
            column = None  # the figures beside one of no column are of that other table
        if (
            column is not None
            and placed
            and placed[-1][0] == column
            and _is_beside(placed[-1][1], token, bands[column])
        ):
            placed[-1] = (column, token)
            continue
        if column is None or (placed and placed[-1][0] >= column) or _is_note(token, bands[column]):
            clean = False
            apart = apart or column is None
            if placed and column is not None and placed[-1][0] == column:
                placed.pop()
            continue
        placed.append((column, token))
    if count > 1 and sum(map(_is_amount, firm)) > count and not _is_filled(placed, bands):
        return [], False  # a row of more figures is one of another table
    return placed, clean


def _in_order(tokens: Sequence[Token], count: int) -> tuple[list[tuple[int, Token]], bool]:
    """What `assign` says of a row whose figures stand in order only: all of them, or none where one is missing."""
    row = [token for token in tokens if not token.loose]
    if not row and tokens and not (REFERENCE.fullmatch(tokens[0].text) or _YEAR.fullmatch(tokens[0].text)):
        row = list(tokens)
    return (list(enumerate(row)), True) if len(row) == count else ([], not tokens)


def _is_ratio(token: Token) -> bool:
    return "%" in token.text or _RATIO.fullmatch(token.text.strip()) is not None


def _is_amount(token: Token) -> bool:
    """Whether a value is a number in one piece, and no reference to a note."""
    text = token.text.strip()
    whole = text.count("(") == text.count(")") and not text.endswith(",")
    return token.number and whole and REFERENCE.fullmatch(text) is None


def _is_large(token: Token) -> bool:
    """Whether a value is an amount with a comma or a currency sign: no reference and no year of a label."""
    return token.number and ("," in token.text or "$" in token.text)


def _is_filled(placed: Sequence[tuple[int, Token]], bands: Sequence[Band]) -> bool:
    """Whether every column has a dash, or a figure that ends where those of the column do."""
    return len(placed) == len(bands) and all(
        not token.number or abs(token.right - bands[column].right) <= _ENDS_NEAR for column, token in placed
    )


def _is_shifted(tokens: Sequence[Token], bands: Sequence[Band]) -> bool:
    """Whether as many values as there are columns stand as far apart as these: earnings per share behind a tab."""
    shifts = [token.right - band.right for token, band in zip(tokens, bands, strict=False)]
    return len(tokens) == len(bands) and max(shifts) - min(shifts) <= _ALIKE


def _is_row(tokens: Sequence[Token], bands: Sequence[Band]) -> bool:
    """Whether as many values as there are columns stand near these, or as far apart as they do."""
    shifts = [token.right - band.right for token, band in zip(tokens, bands, strict=True)]
    least, most = min(shifts), max(shifts)
    if least >= -_SHIFTED and most <= _SHIFTED and most - least <= _ALIKE:
        return True
    return all(
        (abs(shift) <= _FAR or token.right > max(band.low, bands[0].left - _BEFORE)) and not _is_note(token, band)
        for shift, token, band in zip(shifts, tokens, bands, strict=True)
    )


def _is_note(token: Token, band: Band) -> bool:
    """Whether a value is like a reference to a note, and stands further left than any figure of its column."""
    return token.right < band.left and REFERENCE.fullmatch(token.text.strip()) is not None


def _is_beside(left: Token, right: Token, band: Band) -> bool:
    """Whether the first of two values in a column is a reference to a note: a column that only this page fills."""
    return (
        left.right < band.left
        and abs(right.right - band.right) <= 1
        and REFERENCE.fullmatch(left.text.strip()) is not None
    )


def _aligned(token: Token, bands: Sequence[Band]) -> bool:
    return any(abs(token.right - band.right) <= 1 for band in bands)


def _column(token: Token, bands: Sequence[Band]) -> int | None:
    for index, band in enumerate(bands):
        if abs(token.right - band.right) <= 1:
            return index
    centre = (token.left + token.right) / 2
    if centre < bands[0].left - _BEFORE:
        return None
    for index, band in enumerate(bands):
        if band.low < centre <= band.high:
            return index
    return None
