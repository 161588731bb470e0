"""Naming: what a caption and the name of a concept have in common, word by word."""

from __future__ import annotations

import math
import re
from functools import cached_property
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from converter.mapping.labels import FILLERS, content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.index import Postings

NAMING = ("named", "naming", "named_both", "unnamed", "unsaid")
"""The share of the caption's words that the name has, of the name's words that the caption has, the harmonic mean of
both (words weigh by how rare they are); and how many words of the caption, and of the name, have no counterpart."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_STEM = 5
_SEEN = 3.0


def _stems(text: str) -> list[str]:
    return sorted({word[:_STEM] for word in content_words(text)})


def _stems_of_name(name: str) -> list[str]:
    return sorted({word[:_STEM] for word in map(str.lower, _WORD.findall(name)) if word not in FILLERS})


class _Split(NamedTuple):
    """The names of concepts, split into stems."""

    numbers: dict[str, int]
    """Of the stems of names, from one on."""
    weights: Floats
    """How much each stem weighs, by its number."""
    stems: Ints
    """For each name (a row) the numbers of its stems; zeros stand for none."""


class NameWords:
    """The names of concepts as sets of stems, and how much each stem weighs."""

    def __init__(self, names: Sequence[str], labels: Sequence[Postings]) -> None:
        """`labels` are the terms of the labels of each pool: what is in many labels weighs little."""
        self._names = names
        self._labels = labels

    @cached_property
    def _known(self) -> dict[str, float]:
        seen: dict[str, int] = {}
        count = 0
        for postings in self._labels:
            count += int(postings.numbers.max(initial=-1)) + 1
            for term, start, end in zip(
                postings.terms, postings.starts.tolist(), postings.starts.tolist()[1:], strict=False
            ):
                # `~amort` stands for all long words that begin so; short words stand for themselves.
                stem = term[1:] if term[0] == "~" else term if len(term) < _STEM and "_" not in term else ""
                if stem:
                    seen[stem] = seen.get(stem, 0) + end - start
        weights = {stem: math.log(1.0 + count / (often + _SEEN)) for stem, often in seen.items()}
        weights[""] = math.log(1.0 + count / _SEEN)
        return weights

    @cached_property
    def _split(self) -> _Split:
        rows = [_stems_of_name(name) for name in self._names]
        numbers = {stem: number for number, stem in enumerate(dict.fromkeys(chain.from_iterable(rows)), 1)}
        return _Split(
            numbers=numbers,
            weights=np.array([0.0, *(self._weight(stem) for stem in numbers)]),
            stems=_filled([[numbers[stem] for stem in row] for row in rows]),
        )

    def lay_out(self) -> None:
        """Work out now what comparing needs."""
        _ = self._split

    def _weight(self, stem: str) -> float:
        return self._known.get(stem, self._known[""])

    def compared(self, captions: Sequence[str], line: Ints, concept: Ints) -> Floats:
        """The values of `NAMING` (a row each) for pairs (a column each).

        `line` and `concept` are the number of the normalised caption and of the concept of each pair.
        """
        if not len(line):
            return np.zeros((len(NAMING), 0))
        said = [_stems(caption) for caption in captions]
        known, weights, stems = self._split
        numbers, names = _filled([[known[stem] for stem in each if stem in known] for each in said]), stems[concept]
        heard = np.zeros((len(captions), len(weights)), dtype=bool)
        np.put_along_axis(heard, numbers, values=True, axis=1)
        heard[:, 0] = False
        both = heard[line[:, None], names]
        common = _in_order(np.where(both, weights[names], 0.0))
        whole = np.array([sum([self._weight(stem) for stem in each]) for each in said])[line]
        name = _in_order(weights[names])
        counts = both.sum(axis=1)
        return np.stack(
            [
                named := common / np.where(whole > 0.0, whole, 1.0),
                naming := common / np.where(name > 0.0, name, 1.0),
                2.0 * named * naming / np.where(counts > 0, named + naming, 1.0),
                np.array([len(each) for each in said])[line] - counts,
                np.count_nonzero(names, axis=1) - counts,
            ]
        )


def _filled(rows: Sequence[Sequence[int]]) -> Ints:
    """The rows as one array, filled up with zeros."""
    return np.array(list(zip_longest(*rows, fillvalue=0)), dtype=np.int64).reshape(-1, len(rows)).T


def _in_order(values: Floats) -> Floats:
    """The sum of each row, one value after the other: the last digits do not depend on how far rows are filled up."""
    out: Floats = np.cumsum(values, axis=1)[:, -1]
    return out
