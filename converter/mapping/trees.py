"""Decision trees: small ones by the hundred, asked about many rows at once.

The value of a tree for a row is found without walking down: every question whose answer is no rules out the leaves on
its left, and the first leaf that no question rules out is the one that counts (QuickScorer: Lucchese et al., SIGIR
2015). What the questions about one column rule out depends on the column's value alone, so it is worked out beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from converter.mapping.arrays import starts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from converter.mapping.arrays import Floats, Ints

MOST_LEAVES = 64
_BLOCK = 1 << 17
"""Pairs of tree and row that are looked at a time: what is known of them stays near the processor."""


@dataclass(eq=False)
class Trees:
    """Binary trees over columns of numbers.

    The leaves of a tree are numbered from left to right. A question `value of the column <= threshold` splits the
    leaves from `firsts` on: `lefts` of them stand under yes, on its left. The questions of a tree are in the order in
    which a walk meets them that goes left before it goes right.
    """

    leaves: NDArray[Any]
    """How many leaves each tree has; it has one question fewer."""
    values: NDArray[Any]
    """The values of all leaves, tree by tree."""
    columns: NDArray[Any]
    thresholds: NDArray[Any]
    firsts: NDArray[Any]
    lefts: NDArray[Any]

    FORMS: ClassVar[Mapping[str, str]] = {
        "leaves": "<u1",
        "values": "<f8",
        "columns": "<u1",
        "thresholds": "<f8",
        "firsts": "<u1",
        "lefts": "<u1",
    }

    def __len__(self) -> int:
        return len(self.leaves)

    @cached_property
    def _leaf_starts(self) -> Ints:
        return starts_of(self.leaves.astype(np.int64))

    @cached_property
    def _questions(self) -> list[tuple[int, Floats, NDArray[Any]]]:
        """For each column that is asked for its thresholds, and what its questions leave of the leaves.

        The last has a row for each number of thresholds below a value, and a column for each tree.
        """
        tree_of = np.repeat(np.arange(len(self.leaves)), self.leaves.astype(np.int64) - 1)
        left = (np.uint64(1) << self.lefts.astype(np.uint64)) - np.uint64(1)
        kept = (~(left << self.firsts.astype(np.uint64))).astype(self._form)
        out: list[tuple[int, Floats, NDArray[Any]]] = []
        # All thresholds of the first column in ascending order, then those of the next; equal ones count once.
        order = np.lexsort((self.thresholds, self.columns))
        columns, thresholds = self.columns[order], self.thresholds[order]
        other = np.diff(columns, prepend=-1) != 0
        fresh = other | (np.diff(thresholds, prepend=np.nan) != 0)
        # Before the masks of each column stands one for values below all thresholds.
        place = np.cumsum(fresh) + np.cumsum(other) - 1
        masks = np.full((int(place[-1]) + 1 if len(place) else 0, len(self)), ~self._form(0))
        np.bitwise_and.at(masks, (place, tree_of[order]), kept[order])
        starts = np.flatnonzero(other).tolist()
        for start, end in zip(starts, [*starts[1:], len(columns)], strict=False):
            mine = masks[place[start] - 1 : place[end - 1] + 1]
            known = thresholds[start:end][fresh[start:end]]
            out.append((int(columns[start]), known, np.bitwise_and.accumulate(mine, axis=0)))
        return out

    def lay_out(self) -> None:
        """Work out now what questions need."""
        _ = self._questions, self._leaf_starts

    @cached_property
    def _form(self) -> type[np.uint16 | np.uint32 | np.uint64]:
        """A number with a bit for every leaf of a tree: the smaller, the more of them are looked at in one go."""
        most = self.leaves.max(initial=1)
        return np.uint16 if most <= 16 else np.uint32 if most <= 32 else np.uint64

    def sums(self, rows: Floats) -> Floats:
        """What the trees add up to for each row; `rows` has a row for each column and a column for each row."""
        out: Floats = self.sums_by((len(self),), rows)[0]
        return out

    def sums_by(self, counts: Sequence[int], rows: Floats) -> Floats:
        """The same for the first so many trees, the next so many and so on: a row for each of `counts`."""
        size = rows.shape[1]
        out = np.zeros((len(counts), size))
        bounds = starts_of(counts).tolist()
        # For each question column which of its masks counts for each row.
        which = [thresholds.searchsorted(rows[column]) for column, thresholds, _ in self._questions]
        block = max(1, _BLOCK // max(1, len(self)))
        for at in range(0, size if len(self) else 0, block):
            values = self._values([each[at : at + block] for each in which], min(block, size - at))
            for number, (start, end) in enumerate(pairwise(bounds)):
                out[number, at : at + block] = values[:, start:end].sum(axis=1)
        return out

    def _values(self, which: Sequence[Ints], size: int) -> Floats:
        """For each of some rows (a row) the value of each tree."""
        one = self._form(1)
        alive = np.full((size, len(self)), ~self._form(0))
        left = np.empty_like(alive)
        for each, (_, _, masks) in zip(which, self._questions, strict=True):
            masks.take(each, axis=0, out=left, mode="clip")
            np.bitwise_and(alive, left, out=alive)
        # As many bits as are zero before the first that is one.
        leaf = np.bitwise_count(~alive & (alive - one))
        out: Floats = self.values.take(leaf + self._leaf_starts[:-1], mode="clip")
        return out

    def contributions(self, row: Sequence[float]) -> dict[int, float]:
        """What each column adds to the sum: at each question, the change of the mean of what follows."""
        parts: dict[int, float] = {}
        question = 0
        for tree, leaves in enumerate(self.leaves.tolist()):
            values = self.values[self._leaf_starts[tree] : self._leaf_starts[tree + 1]].tolist()
            at, first, end = question, 0, leaves
            while end - first > 1:
                before = self._mean(at, first, end, values)
                column, left = int(self.columns[at]), int(self.lefts[at])
                if row[column] <= self.thresholds[at]:
                    at, end = at + 1, first + left
                else:
                    at, first = at + left, first + left
                parts[column] = parts.get(column, 0.0) + self._mean(at, first, end, values) - before
            question += leaves - 1
        return parts

    def _mean(self, at: int, first: int, end: int, values: Sequence[float]) -> float:
        """The mean of the means of both sides of a question, or the value of a leaf."""
        if end - first == 1:
            return values[first]
        left = int(self.lefts[at])
        return (self._mean(at + 1, first, first + left, values) + self._mean(at + left, first + left, end, values)) / 2


def joined(forests: Sequence[Trees]) -> Trees:
    """All trees of some forests, which are asked together faster than one forest after the other."""
    return Trees(**{name: np.concatenate([getattr(each, name) for each in forests]) for name in Trees.FORMS})


def planted(trees: Sequence[Any]) -> Trees:
    """The trees of a nested form: each is the value of a leaf, or `[column, threshold, tree at most, tree above]`."""
    leaves: list[int] = []
    values: list[float] = []
    questions: list[tuple[int, float, int, int]] = []

    def walk(node: Any, first: int) -> int:
        """The number of leaves under a node whose first leaf is given."""
        if not isinstance(node, list | tuple):
            values.append(float(node))
            return 1
        at = len(questions)
        questions.append((int(node[0]), float(node[1]), first, 0))
        left = walk(node[2], first)
        questions[at] = (*questions[at][:3], left)
        return left + walk(node[3], first + left)

    leaves = [walk(tree, 0) for tree in trees]
    if max(leaves, default=0) > MOST_LEAVES:
        raise ValueError(f"a tree has more than {MOST_LEAVES} leaves")
    columns, thresholds, firsts, lefts = zip(*questions, strict=True) if questions else ((), (), (), ())
    return Trees(
        leaves=np.array(leaves, dtype=np.uint8),
        values=np.array(values, dtype=np.float64),
        columns=np.array(columns, dtype=np.uint8),
        thresholds=np.array(thresholds, dtype=np.float64),
        firsts=np.array(firsts, dtype=np.uint8),
        lefts=np.array(lefts, dtype=np.uint8),
    )
