"""Arrays of the mapping: all lines of a filing, and all candidates of all lines, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

DIGITS = 9
"""What differs in later digits only is equal: the last digits of a sum depend on the order of what is added."""
MANY_CONCEPTS = 1 << 16
"""More than there are concept numbers."""
_GROUP = 16


def spread(starts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """The numbers of all entries of some rows, one row after the other, and for each the position of its row.

    A row is its first entry and its size.
    """
    of = np.repeat(np.arange(len(sizes)), sizes)
    ends = np.cumsum(sizes)
    return np.arange(len(of)) + (starts - ends + sizes)[of], of


def starts_of(sizes: Sequence[int] | Ints) -> Ints:
    """Where groups of these sizes begin that follow each other, and where the last ends."""
    out = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=out[1:])
    return out


def ranks(groups: Ints) -> Ints:
    """For each entry of sorted groups its number within its group."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    fresh = np.concatenate(([True], groups[1:] != groups[:-1]))
    first = np.flatnonzero(fresh)
    return np.arange(len(groups)) - np.repeat(first, np.diff(np.append(first, len(groups))))


def distinct(values: Ints) -> Ints:
    """The different values, sorted. The first call of `np.unique` would load the masked arrays of numpy, for 15 ms."""
    values = np.sort(values)
    return values[np.diff(values, prepend=values[:1] - 1) > 0]


def among(values: Ints, known: Ints) -> Flags:
    """Whether each value is one of those known; `np.isin` costs what `np.unique` does."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    known = np.sort(known)
    found: Flags = known[np.minimum(known.searchsorted(values), len(known) - 1)] == values
    return found


def largest(values: Floats, count: int) -> Ints:
    """The places of the `count` largest values of each row, the largest first; of equal ones the first.

    Sorting whole rows for the sake of a few would cost as much as working them out. None of the few is less than the
    last of the `count` largest of the largest of some groups.
    """
    rows, width = values.shape
    groups = width // _GROUP
    if groups <= count:
        return np.argsort(-np.round(values, DIGITS), axis=1, kind="stable")[:, :count]
    tops = values[:, : groups * _GROUP].reshape(rows, _GROUP, groups).max(axis=1)
    least = np.partition(tops, groups - count, axis=1)[:, groups - count] - 10.0**-DIGITS
    row, place = np.nonzero(values >= least[:, None])
    order = np.lexsort((-np.round(values[row, place], DIGITS), row))
    out: Ints = place[order[ranks(row) < count]].reshape(rows, count)
    return out


def softmax(scores: Floats, starts: Ints) -> Floats:
    """The probability of each score among those of its group; `starts` has one more than there are groups."""
    first = starts[:-1][np.diff(starts) > 0]
    if not len(first):
        return np.zeros(0)
    sizes = np.diff(np.append(first, len(scores)))
    exponents = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
    out: Floats = exponents / np.repeat(np.add.reduceat(exponents, first), sizes)
    return out
