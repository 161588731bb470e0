"""Levels: the phrases of the lines above columns, and over which of the columns each of them stands."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROW = 7
"""Characters: a bare year, with a footnote mark."""
_MOST_GROUPS = 9
"""Phrases on one line that are fitted to columns, unless there is one for each."""

T = TypeVar("T")


class Item(NamedTuple, Generic[T]):
    """What a phrase says, and the positions (from 1) of its first and last character."""

    left: int
    right: int
    value: T

    @property
    def centre(self) -> float:
        """The position of its middle."""
        return (self.left + self.right) / 2


def _place(item: Item[T]) -> tuple[int, int]:
    return item.left, item.right


def _merge(levels: list[list[Item[T]]], edges: Sequence[tuple[int, int]]) -> list[list[Item[T]]]:
    """Levels of heads, lowest first; neighbouring lines whose phrases stand side by side make one level."""
    count = len(edges)
    merged: list[list[Item[T]]] = []
    for level in levels:
        if merged and len(merged[-1]) + len(level) <= count and len(merged[-1]) < count:
            both = sorted([*merged[-1], *level], key=_place)
            apart = all(a.right < b.left for a, b in itertools.pairwise(both))
            if apart and len(level) < count and (len(both) < count or _are_in_order(both, edges)):
                merged[-1] = both
                continue
        merged.append(sorted(level, key=_place))
    return merged


def _are_in_order(items: Sequence[Item[T]], edges: Sequence[tuple[int, int]]) -> bool:
    """Whether each phrase is as near to its own column as to any other: a day of the title, left of all, is not.

    ::

        For the years ended December 31, 1996           1996    1995
        1994
    """
    centres = [(left + right) / 2 for left, right in edges]
    return all(
        abs(item.centre - centre) <= min(abs(item.centre - other) for other in centres) + _NARROW
        for item, centre in zip(items, centres, strict=True)
    )


def extent(left: int, right: int, segments: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The positions that a phrase stands over: those of the rule printed under it, where there is one."""
    return next((rule for rule in segments if rule[0] - 2 <= left and right <= rule[1] + 2), (left, right))


def _nearest(items: Sequence[Item[T]], centre: float) -> Item[T]:
    return min(items, key=lambda item: abs(item.centre - centre))


def _repeats(years: Sequence[int | None], bounds: Sequence[int]) -> bool:
    """Whether a year stands over two columns of one group, which then are of different days or lengths."""
    for start, end in itertools.pairwise(bounds):
        known = [year for year in years[start:end] if year is not None]
        if len(set(known)) < len(known):
            return True
    return False


def _spread(
    items: Sequence[Item[T]], edges: Sequence[tuple[int, int]], years: Sequence[int | None] = ()
) -> list[T | None]:
    """One item for each column: in order where there are as many, else the contiguous grouping that lies nearest.

    `years` are those over the columns: no day and no length stands over one year twice. `1997  1996  1996  1995  1994`
    under two of them is a quarter of two years and three years, wherever the words stand.
    """
    centres = [(left + right) / 2 for left, right in edges]
    count, n = len(centres), len(items)
    if n == count:
        return [item.value for item in items]
    if n > count:
        return [_nearest(items, centre).value for centre in centres]
    if n == 1:
        return [items[0].value] * count
    if all(item.right - item.left < _NARROW for item in items):
        # A bare year stands over its own column, and says nothing about a neighbour with other words over it.
        own = [[item for item in items if item.left <= right + 3 and item.right >= left - 3] for left, right in edges]
        if sum(len(found) for found in own) == n and n > 1:
            return [found[0].value if found else None for found in own]
    over = [[item for item in items if item.left - 2 <= centre <= item.right + 2] for centre in centres]
    if all(len(found) == 1 for found in over):
        return [found[0].value for found in over]
    groupings = [(0, *cuts, count) for cuts in itertools.combinations(range(1, count), n - 1)]
    possible = [each for each in groupings if not _repeats(years, each)] or groupings
    share, rest = divmod(count, n)
    if not rest and tuple(range(0, count + 1, share)) in possible:
        # Heads over groups of equal size are centred only roughly: two heads over four columns part them in the middle.
        middle = [(centres[i * share - 1] + centres[i * share]) / 2 for i in range(1, n)]
        if all(items[i].centre < middle[i] and items[i + 1].centre > middle[i] for i in range(n - 1)):
            return [items[i // share].value for i in range(count)]

    def distance(bounds: Sequence[int]) -> float:
        groups = itertools.pairwise(bounds)
        return sum(
            abs((centres[a] + centres[b - 1]) / 2 - item.centre) for (a, b), item in zip(groups, items, strict=True)
        )

    best = min(possible, key=distance)
    return [items[i].value for i in range(n) for _ in range(best[i], best[i + 1])]


def _is_over(item: Item[T], column: tuple[int, int]) -> bool:
    return item.left <= column[1] and item.right >= column[0]


def fill(
    levels: list[list[Item[T]]], edges: Sequence[tuple[int, int]], edge: float, years: Sequence[int | None] = ()
) -> list[T | None]:
    """For each column the value of the lowest level that has one; phrases in the label's place count last."""
    count = len(edges)
    above: list[list[Item[T]]] = []
    beside: list[list[Item[T]]] = []
    for level in levels:
        over = [item for item in level if item.right >= edge]
        # A line that begins in the label's place and reaches over the columns is a title: "MARCH 31, 1995 AND 1994".
        if over and (len(over) == len(level) or len(over) == count):
            above.append(over)
        elif len(level) in (1, count):
            beside.append(level)
    values: list[T | None] = [None] * count
    merged = [*_merge(above, edges), *beside]
    for position, level in enumerate(merged):
        if all(value is not None for value in values):
            break
        if len(level) == 1 and any(len(other) > 1 for other in merged[position + 1 :]):
            # "Dec. 31, 1995" ends a stretch over its own column; the others have their days in the line above.
            spread = [level[0].value if _is_over(level[0], edge) else None for edge in edges]
        else:
            spread = _spread(level, edges, years) if len(level) in (count, *range(_MOST_GROUPS)) else [None] * count
        values = [value if value is not None else spread[i] for i, value in enumerate(values)]
    return values
