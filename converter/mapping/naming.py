"""Naming: what a caption and the name of a concept have in common, word by word."""

from __future__ import annotations

import math
import re
from functools import cached_property
from typing import TYPE_CHECKING

from converter.mapping.labels import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._known: dict[int, tuple[frozenset[str], float]] = {}

    @cached_property
    def _weights(self) -> dict[str, float]:
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

    def _weight(self, stems: frozenset[str]) -> float:
        weights = self._weights
        rare = weights[""]
        return sum([weights.get(stem, rare) for stem in sorted(stems)])

    def _name(self, number: int) -> tuple[frozenset[str], float]:
        found = self._known.get(number)
        if found is None:
            stems = _stems(content_words(" ".join(_WORD.findall(self._names[number])).lower()))
            found = self._known[number] = (stems, self._weight(stems))
        return found

    def compared(self, normal: str, concepts: Sequence[int]) -> list[tuple[float, ...]]:
        """For each concept (by number) the values of `NAMING` for a normalised caption."""
        said = _stems(content_words(normal))
        whole = self._weight(said) or 1.0
        out: list[tuple[float, ...]] = []
        for number in concepts:
            stems, weight = self._name(number)
            both = said & stems
            common = self._weight(both) if both else 0.0
            named, naming = common / whole, common / (weight or 1.0)
            mean = 2.0 * named * naming / (named + naming) if common else 0.0
            out.append((named, naming, mean, float(len(said - both)), float(len(stems - both))))
        return out
