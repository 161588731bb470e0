"""Naming: what a caption and the name of a concept have in common, word by word."""

from __future__ import annotations

import math
import re
from functools import cached_property
from itertools import chain, zip_longest
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.labels import content_words

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


def _stems(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words)


class NameWords:
    """The names of concepts as sets of stems, and how much each stem weighs."""

    def __init__(self, names: Sequence[str], labels: Sequence[Postings]) -> None:
        """`labels` are the terms of the labels of each pool: what is in many labels weighs little."""
        self._names = names
        self._labels = labels
        self._numbers: dict[str, int] = {}
        self._stems = np.zeros((len(names), 1), dtype=np.int64)
        """For each name the numbers of its stems; zeros stand for none."""
        self._split = np.zeros(len(names), dtype=bool)
        """Whether a name was split into stems already: a filing asks for a few hundred of thousands."""
        self._weights = np.zeros(1)
        """How much each stem weighs, by its number."""
        self._lock = Lock()  # the review page compares from several threads

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

    def _numbered(self, texts: Sequence[str]) -> Ints:
        """The numbers of the stems of each text, a row each, filled up with zeros."""
        known = self._known
        numbers = self._numbers
        rows = [sorted(_stems(content_words(text))) for text in texts]
        fresh = [stem for stem in dict.fromkeys(chain.from_iterable(rows)) if stem not in numbers]
        numbers.update(zip(fresh, range(len(numbers) + 1, len(numbers) + len(fresh) + 1), strict=True))
        weights = [known.get(stem, known[""]) for stem in fresh]
        self._weights = np.concatenate((self._weights, weights))
        columns = zip_longest(*[[numbers[stem] for stem in row] for row in rows], fillvalue=0)
        return np.array(list(columns), dtype=np.int64).reshape(-1, len(texts)).T

    def _learn(self, concepts: Ints) -> None:
        fresh = np.unique(concepts[~self._split[concepts]])
        if not len(fresh):
            return
        texts = [" ".join(_WORD.findall(self._names[number])).lower() for number in fresh.tolist()]
        found = self._numbered(texts)
        wider = found.shape[1] - self._stems.shape[1]
        if wider > 0:
            self._stems = np.pad(self._stems, ((0, 0), (0, wider)))
        self._stems[fresh, : found.shape[1]] = found
        self._split[fresh] = True

    def compared(self, captions: Sequence[str], line: Ints, concept: Ints) -> Floats:
        """The values of `NAMING` (a row each) for pairs (a column each).

        `line` and `concept` are the number of the normalised caption and of the concept of each pair.
        """
        if not len(line):
            return np.zeros((len(NAMING), 0))
        with self._lock:
            self._learn(concept)
            said = self._numbered(captions)
            weights, names = self._weights, self._stems[concept]
        heard = np.zeros((len(captions), len(weights)), dtype=bool)
        np.put_along_axis(heard, said, values=True, axis=1)
        heard[:, 0] = False
        both = heard[line[:, None], names]
        common = np.where(both, weights[names], 0.0).sum(axis=1)
        whole, name = weights[said].sum(axis=1)[line], weights[names].sum(axis=1)
        counts = both.sum(axis=1)
        return np.stack(
            [
                named := common / np.where(whole > 0.0, whole, 1.0),
                naming := common / np.where(name > 0.0, name, 1.0),
                2.0 * named * naming / np.where(counts > 0, named + naming, 1.0),
                np.count_nonzero(said, axis=1)[line] - counts,
                np.count_nonzero(names, axis=1) - counts,
            ]
        )
