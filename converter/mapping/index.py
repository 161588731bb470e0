"""An index of labels: those nearest to a given one, by the words, stems and word pairs they share."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from converter.mapping.labels import loose, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STEM = 0.6
_PAIR = 0.8
_LEAST = 0.2
_MANY = 200
_ENOUGH = 60
_KEPT = 40
"""Neighbours that are worth a look."""
_REMEMBERED = 20_000
"""Labels whose neighbours are kept at hand: the statements of a batch repeat each other."""


class LabelIndex:
    """The nearest labels by cosine over inverse document frequencies of words, stems and pairs."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = labels
        self.ids = {loose(label): number for number, label in enumerate(labels)}
        terms = [tokens(label) for label in labels]
        frequency = Counter(term for each in terms for term in each)
        count = max(1, len(labels))
        self._weights = {
            term: math.log(1 + count / seen) * (_STEM if term[0] == "~" else _PAIR if "_" in term else 1.0)
            for term, seen in frequency.items()
        }
        self._found: dict[str, list[tuple[float, int]]] = {}
        self._unknown = 0.5 * math.log(1 + count)
        self._postings: dict[str, dict[int, float]] = {}
        weights = self._weights
        for number, each in enumerate(terms):
            norm = math.sqrt(sum([weights[term] ** 2 for term in each])) or 1.0
            for term in each:
                weight = weights[term]
                self._postings.setdefault(term, {})[number] = weight * (weight / norm)

    def nearest(self, normal: str, count: int = _KEPT) -> list[tuple[float, int]]:
        """Up to `count` pairs of similarity (above 0.2, at most 1) and label number, the nearest first.

        The rarest terms are looked up first; a term of very many labels only adds to what they found.
        """
        if normal not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[normal] = self._nearest(normal)
        return self._found[normal][:count]

    def _nearest(self, normal: str) -> list[tuple[float, int]]:
        square = 0.0
        known: list[tuple[int, str]] = []
        for term in tokens(normal):
            weight = self._weights.get(term)
            if weight is None:
                weight = self._unknown * (_STEM if term[0] == "~" else _PAIR if "_" in term else 1.0)
            else:
                known.append((len(self._postings[term]), term))
            square += weight * weight
        norm = math.sqrt(square) or 1.0
        ranked = _ranked([self._postings[term] for _, term in sorted(known)], len(self.labels), _KEPT, _LEAST * norm)
        return [(min(1.0, -score / norm), number) for score, number in ranked]

    def same(self, key: str) -> int:
        """The number of the label with this loose form; -1 for none."""
        return self.ids.get(key, -1)


class ConceptIndex:
    """The concepts whose captions, over all filers and in the taxonomy, share most words with a label.

    What it is made of are counts per word: it also profits from captions that only one company uses.
    """

    def __init__(
        self, terms: Sequence[str], starts: Sequence[int], concepts: Sequence[int], shares: Sequence[int]
    ) -> None:
        self.terms = terms
        self.starts = starts
        self.concepts = concepts
        self.shares = shares
        self._rows = {term: number for number, term in enumerate(terms)}
        self._count = max(1, len(set(concepts)))
        self._postings: dict[int, dict[int, float]] = {}
        self._end = max(concepts, default=-1) + 1

    def nearest(self, normal: str, count: int) -> list[tuple[float, int]]:
        """Up to `count` pairs of similarity and concept number, the nearest first."""
        square = 0.0
        known: list[tuple[int, int, float]] = []
        for term in tokens(normal):
            row = self._rows.get(term)
            kind = _STEM if term[0] == "~" else _PAIR if "_" in term else 1.0
            if row is None:
                weight = 0.5 * kind * math.log(1 + self._count)
            else:
                size = self.starts[row + 1] - self.starts[row]
                weight = kind * math.log(1 + self._count / size)
                known.append((size, row, weight))
            square += weight * weight
        norm = 255.0 * math.sqrt(square) or 1.0
        ranked = _ranked([self._shares(row, weight) for _, row, weight in sorted(known)], self._end, count, 0.0)
        return [(-score / norm, concept) for score, concept in ranked]

    def _shares(self, row: int, weight: float) -> dict[int, float]:
        found = self._postings.get(row)
        if found is None:
            span = slice(self.starts[row], self.starts[row + 1])
            found = self._postings[row] = {
                concept: weight * share for concept, share in zip(self.concepts[span], self.shares[span], strict=True)
            }
        return found


def _ranked(postings: Sequence[Mapping[int, float]], end: int, count: int, least: float) -> list[tuple[float, int]]:
    """Up to `count` pairs of minus the score and number: those with the greatest sums of postings above `least`.

    The numbers are below `end`. The shortest postings come first; long ones only add to what the others found.
    """
    scores = [0.0] * end
    found: set[int] = set()
    for each in postings:
        if len(each) > _MANY and len(found) > _ENOUGH:
            for number in found & each.keys():
                scores[number] += each[number]
        else:
            found.update(each)
            for number, score in each.items():
                scores[number] += score
    if len(found) > count:
        least = max(least, sorted([scores[number] for number in found])[-count] * 0.999999)
    return sorted([(-scores[number], number) for number in found if scores[number] > least])[:count]


def concept_rows(
    words: Sequence[tuple[int, Sequence[tuple[str, float]]]],
) -> tuple[list[str], list[int], list[int], list[int]]:
    """The arguments of `ConceptIndex` for concepts with the share of their captions that holds each term."""
    frequency = Counter(term for _, shares in words for term, _ in shares)
    count = max(1, len(words))
    weights = {
        term: math.log(1 + count / seen) * (_STEM if term[0] == "~" else _PAIR if "_" in term else 1.0)
        for term, seen in frequency.items()
    }
    rows: dict[str, list[tuple[int, int]]] = {}
    for concept, shares in words:
        norm = math.sqrt(sum((share * weights[term]) ** 2 for term, share in shares)) or 1.0
        for term, share in shares:
            value = round(255 * share * weights[term] / norm)
            if value:
                rows.setdefault(term, []).append((concept, value))
    terms = sorted(rows)
    starts, concepts, values = [0], [], []
    for term in terms:
        for concept, value in sorted(rows[term]):
            concepts.append(concept)
            values.append(value)
        starts.append(len(concepts))
    return terms, starts, concepts, values
