"""Ratio tables: what each kind of evidence says about a concept, looked up for many lines and candidates at once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import chain, repeat
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import distinct, spread, starts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.evidence import Keys

SCALE = 20.0
"""Ratios are stored as whole twentieths of the natural logarithm."""
OWN = 65534
"""Stands, among the concept numbers of tables, for a concept that a company made up for itself."""
CAP = 5.0
"""No ratio counts for more than this, for or against."""
_LAID_OUT = 20_000
"""Rows that are kept laid out: a batch of filings must not grow without bound."""
_UNKNOWN = -1


@dataclass(slots=True, eq=False)
class RatioTable:
    """log P(concept | key) - log P(concept), shrunk, for the keys of one kind of evidence.

    Each key has a row: the concepts that were seen with it, their ratios in twentieths, and the one ratio of all other
    concepts.
    """

    keys: Mapping[str, int]
    """The row of each key, which is a pool and what was seen there; sorted."""
    starts: NDArray[np.uint32] | Ints
    """Where the concepts of each key begin; one more than there are keys."""
    concepts: NDArray[np.uint16]
    ratios: NDArray[np.int8]
    absent: NDArray[np.int8]


class Ratios:
    """The tables of several kinds of evidence, looked up together.

    Rows that are asked for are laid out with a column for every concept that was ever seen in their pool, one for a
    concept of the company's own and one for all others, so that the ratios of any number of pairs of row and concept
    are one look-up.
    """

    def __init__(self, tables: Mapping[str, RatioTable], pools: Sequence[str], size: int) -> None:
        """Of `size` concepts; pools are known by their number among `pools`."""
        self.own = size
        """What stands for `OWN` in look-ups."""
        self._keys = {name: table.keys for name, table in tables.items()}
        counts = [len(table.keys) for table in tables.values()]
        self._first = dict(zip(tables, starts_of(counts).tolist(), strict=False))
        self._sizes = np.concatenate([np.diff(table.starts.astype(np.int64)) for table in tables.values()])
        self._starts = starts_of(self._sizes)
        self._concepts = np.concatenate([table.concepts for table in tables.values()])
        self._ratios = np.concatenate([table.ratios for table in tables.values()])
        self._absent = np.concatenate([table.absent for table in tables.values()])
        self._pool = np.concatenate([_pool_of(list(table.keys), pools) for table in tables.values()])
        self._columns = self._seen(len(pools))
        self._width = int(self._columns.max(initial=0)) + 1
        self._slots = np.full(sum(counts), -1, dtype=np.int32)
        """Where each row is laid out; -1 where it is not."""
        self._used = 1
        # What is never written takes no memory.
        self._laid_out = np.zeros((_LAID_OUT, self._width), dtype=np.int8)
        """The first says nothing for or against any concept: it stands for keys that were never seen."""
        self._lock = Lock()  # the review page looks up from several threads

    def _seen(self, pools: int) -> Ints:
        """For each pool (a row) the column of each concept; the last is that of all that were never seen there."""
        seen = np.zeros((pools, self.own + 1), dtype=bool)
        # Rows of a pool stand together in their table.
        ends = [*(np.flatnonzero(np.diff(self._pool)) + 1).tolist(), len(self._pool)]
        for start, end in zip([0, *ends], ends, strict=False):
            entries = slice(self._starts[start], self._starts[end])
            seen[self._pool[start : start + 1], np.minimum(self._concepts[entries], self.own)] = True
        columns: Ints = np.where(seen, np.cumsum(seen, axis=1), 0)
        return columns

    def columns_of(self, pool: Ints | int, concept: Ints) -> Ints:
        """The column of each concept in rows of a pool."""
        out: Ints = self._columns[pool, concept]
        return out

    def values(self, asked: Mapping[str, Keys], line: Ints, column: Ints) -> Floats:
        """What each kind of evidence (a row) says for each pair of a line and a column, as a logarithm.

        Several keys of a line count as the root of their number, and no more than `CAP`.
        """
        lines = max((len(keys.counts) for keys in asked.values()), default=0)
        rows, owner = self._rows_of(asked)
        number = np.bincount(owner, minlength=len(asked) * lines)
        rank = np.arange(len(owner)) - (np.cumsum(number) - number)[owner]
        most = number.reshape(len(asked), lines).max(axis=1, initial=0)
        # The kinds with the most keys come first: those with a further key are always the first few.
        order = np.argsort(-most, kind="stable")
        deep = int(most.max(initial=0))
        places = np.zeros((deep, len(asked) * lines), dtype=np.int64)
        total = np.zeros((len(asked), len(line)), dtype=np.int32)
        with self._lock:
            places[rank, owner] = self._slots_of(rows) * self._width
            by_kind = places.reshape(deep, len(asked), lines)[:, order]
            flat = self._laid_out.reshape(-1)
            for at in range(deep):
                kinds = np.count_nonzero(most > at)
                total[:kinds] += flat.take(by_kind[at, :kinds].take(line, axis=1) + column)
        roots = np.sqrt(np.maximum(number, 1)).reshape(len(asked), lines)[order]
        out = np.empty(total.shape)
        out[order] = _cut(total / roots.take(line, axis=1))
        return out

    def shared(self, name: str, keys: Sequence[str], without: Sequence[str], line: Ints, column: Ints) -> Floats:
        """What keys that all lines share say about each pair of line and column, less one key of the line.

        `without` are those of the lines, empty for none; all keys are of the same pool.
        """
        known, first = self._keys[name], self._first[name]
        rows = np.array([known[key] for key in keys if key in known], dtype=np.int64) + first
        less = np.array([known.get(key, _UNKNOWN) for key in without], dtype=np.int64)
        left_out = less != _UNKNOWN
        with self._lock:
            slots = self._slots_of(np.concatenate((rows, less[left_out] + first)))
            total = self._laid_out[slots[: len(rows)]].astype(np.int32).sum(axis=0)
            places = np.zeros(len(without), dtype=np.int64)
            places[left_out] = slots[len(rows) :] * self._width
            own = self._laid_out.reshape(-1).take(places.take(line) + column)
        return _cut((total[column] - own) / np.sqrt(np.maximum(len(rows) - left_out, 1)).take(line))

    def _rows_of(self, asked: Mapping[str, Keys]) -> tuple[Ints, Ints]:
        """The rows of all keys that are known, and of each the number of its kind and line: kind by kind, in order."""
        found: list[int] = []
        for name, keys in asked.items():
            found += map(self._keys[name].get, keys.keys, repeat(_UNKNOWN))
        rows = np.array(found, dtype=np.int64)
        known = rows != _UNKNOWN
        rows += np.repeat([self._first[name] for name in asked], [len(keys.keys) for keys in asked.values()])
        counts = list(chain.from_iterable(keys.counts for keys in asked.values()))
        return rows[known], np.repeat(np.arange(len(counts)), counts)[known]

    def _slots_of(self, rows: Ints) -> Ints:
        """Where the rows are laid out."""
        slots = self._slots[rows]
        if slots.min(initial=0) < 0:
            missing = distinct(rows[slots < 0])
            if self._used + len(missing) > _LAID_OUT:
                missing = distinct(rows)
                self._slots[:] = -1
                self._used = 1
            self._lay_out(missing)
            slots = self._slots[rows]
        return slots.astype(np.int64)

    def _lay_out(self, rows: Ints) -> None:
        first, self._used = self._used, self._used + len(rows)
        if self._used > len(self._laid_out):
            grown = np.zeros((self._used, self._width), dtype=np.int8)
            grown[:first] = self._laid_out[:first]
            self._laid_out = grown
        slots = np.arange(first, self._used)
        self._slots[rows] = slots
        self._laid_out[first : self._used] = self._absent[rows][:, None]
        entries, of = spread(self._starts[rows], self._sizes[rows])
        concepts = np.minimum(self._concepts[entries], self.own)  # `OWN` comes after all others
        self._laid_out[slots[of], self._columns[self._pool[rows][of], concepts]] = self._ratios[entries]


def _pool_of(keys: Sequence[str], pools: Sequence[str]) -> NDArray[np.int8]:
    """The number of the pool of each of sorted keys: none of the pools begins like another."""
    out = np.zeros(len(keys), dtype=np.int8)
    for number, pool in enumerate(pools):
        out[bisect_left(keys, pool) : bisect_left(keys, f"{pool}~")] = number
    return out


def _cut(values: Floats) -> Floats:
    """Values in twentieths as logarithms, none beyond `CAP`."""
    cut = CAP * SCALE
    out: Floats = np.clip(values, -cut, cut) / SCALE
    return out
