"""Heads: the period of each column, from the lines printed above it.

Heads come in levels, and one phrase may stand over several columns::

         Three Months Ended        Twelve Months Ended
            December 31,              December 31,
          2003        2002          2003        2002
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from converter.periods import find_dates, find_lengths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Column
    from converter.periods import DatePhrase, LengthPhrase

_EXCLUDED = re.compile(
    r"pro[\s-]*forma|\bchange|\bvariance|percent|%|\badjustments?\b|\belimination|\bnotes?\b$", re.IGNORECASE
)
_RESTATED = re.compile(r"\brestated\b|\breclassified\b", re.IGNORECASE)


T = TypeVar("T")


class _Item(NamedTuple, Generic[T]):
    left: int
    right: int
    value: T

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnHead:
    """What is printed above one column; None where nothing is."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    length: LengthPhrase | None = None
    text: str = ""
    restated: bool = False
    excluded: bool = False


def _merge(levels: list[list[_Item[T]]], count: int) -> list[list[_Item[T]]]:
    """Levels of heads, lowest first; neighbouring lines whose phrases stand side by side make one level."""
    merged: list[list[_Item[T]]] = []
    for level in levels:
        if merged and len(merged[-1]) + len(level) <= count and len(merged[-1]) < count:
            both = sorted([*merged[-1], *level])
            if all(a.right < b.left for a, b in itertools.pairwise(both)) and len(level) < count:
                merged[-1] = both
                continue
        merged.append(sorted(level))
    return merged


def _nearest(items: Sequence[_Item[T]], centre: float) -> _Item[T]:
    return min(items, key=lambda item: abs(item.centre - centre))


def _spread(items: Sequence[_Item[T]], centres: Sequence[float]) -> list[T | None]:
    """One item for each column: in order where there are as many, else the contiguous grouping that lies nearest."""
    count, n = len(centres), len(items)
    if n == count:
        return [item.value for item in items]
    if n > count:
        return [_nearest(items, centre).value for centre in centres]
    if n == 1:
        return [items[0].value] * count
    best: tuple[float, tuple[int, ...]] | None = None
    for cuts in itertools.combinations(range(1, count), n - 1):
        bounds = (0, *cuts, count)
        cost = sum(abs((centres[bounds[i]] + centres[bounds[i + 1] - 1]) / 2 - items[i].centre) for i in range(n))
        if best is None or cost < best[0]:
            best = (cost, bounds)
    if best is None:
        return [None] * count
    return [items[i].value for i in range(n) for _ in range(best[1][i], best[1][i + 1])]


def _fill(levels: list[list[_Item[T]]], centres: Sequence[float], edge: float) -> list[T | None]:
    """For each column the value of the lowest level that has one; phrases in the label's place count last."""
    count = len(centres)
    above = [[item for item in level if item.right >= edge] for level in levels]
    beside = [[item for item in level if item.right < edge] for level in levels]
    values: list[T | None] = [None] * count
    for level in [*_merge([level for level in above if level], count), *[level for level in beside if level]]:
        if all(value is not None for value in values):
            break
        spread = _spread(level, centres) if len(level) <= 8 else [None] * count
        values = [value if value is not None else spread[i] for i, value in enumerate(values)]
    return values


def read_heads(head: Sequence[str], columns: Sequence[Column]) -> tuple[ColumnHead, ...]:
    """What the head lines of a table print above each of its columns."""
    if not columns or len(columns) > 12:
        return tuple(ColumnHead() for _ in columns)
    centres = [(column.left + column.right) / 2 for column in columns]
    edge = columns[0].left - max(10, (columns[0].right - columns[0].left))
    years: list[list[_Item[int]]] = []
    days: list[list[_Item[tuple[int, int | None]]]] = []
    lengths: list[list[_Item[LengthPhrase]]] = []
    for line in reversed(head):
        if not any(character.isalnum() for character in line):
            continue
        dates = find_dates(line)
        spans = find_lengths(line)
        years.append([_Item(d.start + 1, d.end, d.year) for d in dates if d.year is not None])
        days.append([_Item(d.start + 1, d.end, (d.month, d.day)) for d in dates if d.month is not None])
        lengths.append([_Item(s.start + 1, s.end, s) for s in spans])
    year_values = _fill([level for level in years if level], centres, edge)
    day_values = _fill([level for level in days if level], centres, edge)
    length_values = _fill([level for level in lengths if level], centres, edge)
    texts = _texts(head, columns)
    heads = []
    for i in range(len(columns)):
        month, day = day_values[i] or (None, None)
        heads.append(
            ColumnHead(
                year=year_values[i],
                month=month,
                day=day,
                length=length_values[i],
                text=texts[i],
                restated=bool(_RESTATED.search(texts[i])),
                excluded=bool(_EXCLUDED.search(texts[i])),
            )
        )
    return tuple(heads)


def _closest(columns: Sequence[Column], centre: float) -> int:
    return min(range(len(columns)), key=lambda i: abs((columns[i].left + columns[i].right) / 2 - centre))


def _texts(head: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The words printed above each column: those whose middle is nearer to it than to any other."""
    texts: list[list[str]] = [[] for _ in columns]
    low = columns[0].left - 12
    for line in head[-8:]:
        for match in re.finditer(r"\S+(?: \S+)*", line):
            if not any(character.isalnum() or character == "%" for character in match.group()) or match.end() < low:
                continue
            left, right = match.start() + 1, match.end()
            covered = [i for i, column in enumerate(columns) if column.right >= left - 1 and column.left <= right + 1]
            if not covered:
                centre = (left + right) / 2
                covered = [_closest(columns, centre)]
            for i in covered:
                texts[i].append(match.group())
    return [" ".join(" ".join(parts).split()) for parts in texts]


def first_date(texts: Sequence[str]) -> DatePhrase | None:
    """The first complete or month-and-day date of some lines of text."""
    for text in texts:
        for date in find_dates(text):
            if date.month is not None and date.day is not None:
                return date
    return None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """A date, the last day of the month where a filer wrote February 29 of a common year; None for nonsense."""
    for candidate in (day, 30, 29, 28):
        if candidate <= day:
            try:
                return dt.date(year, month, candidate)
            except ValueError:
                continue
    return None
