"""Ratio tables: what each kind of evidence says about a concept, looked up for many lines and candidates at once."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from converter.mapping.arrays import Floats, Ints

SCALE = 20.0
"""Ratios are stored as whole twentieths of the natural logarithm."""
OWN = 65534
"""Stands, among the concept numbers of tables, for a concept that a company made up for itself."""
CAP = 5.0
"""No ratio counts for more than this, for or against."""
_LAID_OUT = 900
"""Rows that are kept laid out: a batch of filings must not grow without bound."""


class RatioTable:
    """log P(concept | key) - log P(concept), shrunk, for the keys of one kind of evidence.

    Each key has a row: the concepts that were seen with it, their ratios in twentieths, and the one ratio of all other
    concepts. Rows that are asked for are laid out with a place for every concept, so that the ratios of any number of
    pairs of row and concept are one look-up.
    """

    def __init__(
        self,
        keys: Mapping[str, int],
        starts: NDArray[np.uint32] | Ints,
        concepts: NDArray[np.uint16],
        ratios: NDArray[np.int8],
        absent: NDArray[np.int8],
        size: int,
    ) -> None:
        """Of `size` concepts; `starts` has one more than there are keys: where the concepts of each begin."""
        self.keys = keys
        self.starts = starts
        self.concepts = concepts
        self.ratios = ratios
        self.absent = absent
        self.size = size
        self.own = size
        """What stands for `OWN` in look-ups."""
        self.unknown = len(keys)
        """The row of every key that was never seen: nothing speaks for or against any concept."""
        self._slots = np.full(len(keys) + 1, -1, dtype=np.int32)
        self._slots[self.unknown] = 0
        self._used = 1
        self._laid_out = np.zeros((1, size + 1), dtype=np.int8)
        self._lock = Lock()  # the review page looks up from several threads

    def rows(self, pool: str, keys: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
        """For each line the rows of its keys, without those never seen."""
        known = self.keys.get
        unknown = self.unknown
        head = f"{pool} "
        out: list[tuple[int, ...]] = []
        for each in keys:
            if len(each) == 1:
                row = known(head + each[0], unknown)
                out.append((row,) if row != unknown else ())
            else:
                out.append(tuple([row for key in each if (row := known(head + key, unknown)) != unknown]))
        return out

    def values(self, rows: Sequence[Sequence[int]], line: Ints, concept: Ints) -> Floats:
        """For each pair of line and concept what the rows of the line say together, as a logarithm.

        Several rows count as the root of their number, and no more than `CAP`.
        """
        sizes = [*map(len, rows)]
        most = max(sizes, default=0)
        if not most:
            return np.zeros(len(line))
        pad = (self.unknown,) * most
        if most == 1:
            table = np.array([each or pad for each in rows])
        else:
            table = np.array([(*each, *pad)[:most] for each in rows])
        with self._lock:
            # Of flat arrays what stands at some places is taken in a third of the time.
            starts = self._slots_of(table).astype(np.int64) * (self.size + 1)
            laid_out = self._laid_out.reshape(-1)
            if most == 1:
                return laid_out.take(starts[:, 0].take(line) + concept) / SCALE
            total = laid_out.take(starts[:, 0].take(line) + concept).astype(np.int32)
            for number in range(1, most):
                total += laid_out.take(starts[:, number].take(line) + concept)
        return self._together(total, np.maximum(sizes, 1)[line])

    def shared(self, rows: Sequence[int], without: Ints, concept: Ints) -> Floats:
        """What rows that all pairs share say about the concept of each, less one of the rows (`unknown` for none)."""
        with self._lock:
            shared = self._slots_of(np.concatenate((np.array(rows, dtype=np.int64), without)))[: len(rows)]
            total = self._laid_out[shared].sum(axis=0, dtype=np.int32)
            starts = self._slots[without].astype(np.int64) * (self.size + 1)
            less = self._laid_out.reshape(-1).take(starts + concept)
        return self._together(total[concept] - less, np.maximum(len(rows) - (without != self.unknown), 1))

    @staticmethod
    def _together(total: NDArray[np.int32], counts: Ints) -> Floats:
        cut = CAP * SCALE
        out: Floats = np.clip(total / np.sqrt(counts), -cut, cut) / SCALE
        return out

    def _slots_of(self, rows: Ints) -> NDArray[np.int32]:
        """Where the rows are laid out."""
        slots: NDArray[np.int32] = self._slots[rows]
        if slots.size and slots.min() < 0:
            missing = np.unique(rows[slots < 0])
            if self._used + len(missing) > _LAID_OUT:
                missing = np.unique(rows)
                missing = missing[missing != self.unknown]
                self._slots[: self.unknown] = -1
                self._used = 1
            self._lay_out(missing)
            slots = self._slots[rows]
        return slots

    def _lay_out(self, rows: Ints) -> None:
        first, self._used = self._used, self._used + len(rows)
        if self._used > len(self._laid_out):
            grown = np.zeros((max(self._used, min(2 * self._used, _LAID_OUT)), self.size + 1), dtype=np.int8)
            grown[:first] = self._laid_out[:first]
            self._laid_out = grown
        slots = np.arange(first, self._used)
        self._slots[rows] = slots
        self._laid_out[first : self._used] = self.absent[rows][:, None]
        starts = self.starts[rows].astype(np.int64)
        entries, of = spread(starts, self.starts[rows + 1] - starts)
        concepts = self.concepts[entries].astype(np.int64)
        concepts[concepts == OWN] = self.own
        self._laid_out[slots[of], concepts] = self.ratios[entries]
