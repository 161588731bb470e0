"""An index of labels: those nearest to a given one, by the words, stems and word pairs they share."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from converter.mapping.labels import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEM = 0.6
_PAIR = 0.8
_LEAST = 0.2


class LabelIndex:
    """The nearest labels by cosine over inverse document frequencies of words, stems and pairs."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels
        self.ids = {label: number for number, label in enumerate(labels)}
        terms = [tokens(label) for label in labels]
        frequency = Counter(term for each in terms for term in each)
        count = max(1, len(labels))
        self._weights = {
            term: math.log(1 + count / seen) * (_STEM if term[0] == "~" else _PAIR if "_" in term else 1.0)
            for term, seen in frequency.items()
        }
        self._unknown = 0.5 * math.log(1 + count)
        self._postings: dict[str, list[tuple[int, float]]] = {}
        weights = self._weights
        for number, each in enumerate(terms):
            norm = math.sqrt(sum(weights[term] ** 2 for term in each)) or 1.0
            for term in each:
                self._postings.setdefault(term, []).append((number, weights[term] / norm))

    def nearest(self, normal: str, count: int = 40) -> list[tuple[float, int]]:
        """Up to `count` pairs of similarity (above 0.2, at most 1) and label number, the nearest first."""
        known = self._weights
        found: dict[int, float] = {}
        square = 0.0
        for term in tokens(normal):
            weight = known.get(term)
            if weight is None:
                square += (self._unknown * (_STEM if term[0] == "~" else _PAIR if "_" in term else 1.0)) ** 2
                continue
            square += weight * weight
            for number, share in self._postings[term]:
                found[number] = found.get(number, 0.0) + weight * share
        norm = math.sqrt(square) or 1.0
        least = _LEAST * norm
        ranked = sorted(((-score, number) for number, score in found.items() if score > least))[:count]
        return [(min(1.0, -score / norm), number) for score, number in ranked]
