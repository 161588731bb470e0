"""An index of words: the labels or concepts nearest to a caption, by the words, stems and word pairs they share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import DIGITS, ranks, spread, starts_of
from converter.mapping.labels import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.arrays import Flags, Floats, Ints

_STEM = 0.6
_PAIR = 0.8
_MANY = 200
_ENOUGH = 60
_APART = 1 << 32
"""More than similarities differ by, in units of their last digit: what is nearest to one caption comes before all that
is near to the next."""
_BLOCK = 1 << 20
"""Scores that are held at a time."""


@dataclass(slots=True, eq=False)
class Postings:
    """For each term the numbers of what has it."""

    terms: Sequence[str]
    """Sorted."""
    starts: Ints
    """Where the entries of each term begin; one more than there are terms."""
    numbers: Ints


@dataclass(slots=True)
class Nearest:
    """What is nearest to each of some captions: numbers and similarities, the nearest first, caption by caption."""

    starts: Ints
    """One more than there are captions."""
    numbers: Ints
    similarities: Floats

    def of(self, caption: Ints, number: Ints) -> Floats:
        """The similarity of some things to some captions; zero where a thing is not among the nearest."""
        out = np.zeros(len(caption))
        for place, (of_caption, wanted) in enumerate(zip(caption.tolist(), number.tolist(), strict=True)):
            start, end = self.starts[of_caption], self.starts[of_caption + 1]
            at = np.flatnonzero(self.numbers[start:end] == wanted)
            if len(at):
                out[place] = self.similarities[start + at[0]]
        return out


class TermIndex:
    """The nearest by cosine over inverse document frequencies of words, stems and pairs."""

    def __init__(self, postings: Postings, count: int, shares: Floats | None = None) -> None:
        """Of `count` things; `shares` are the parts of the entries in things of length one, worked out where absent."""
        self._rows = {term: number for number, term in enumerate(postings.terms)}
        self._starts = postings.starts
        self._numbers = postings.numbers
        self._end = int(postings.numbers.max(initial=-1)) + 1
        self._sizes = np.diff(postings.starts)
        self._unknown = 0.5 * float(np.log(1 + max(1, count)))
        kinds = np.array(list(map(_kind, postings.terms)))
        self._weights = np.log(1 + max(1, count) / np.maximum(1, self._sizes)) * kinds
        weights = np.repeat(self._weights, self._sizes)
        if shares is None:
            norms = np.sqrt(np.bincount(self._numbers, weights=weights**2, minlength=self._end))
            shares = weights / np.maximum(norms, 1e-9)[self._numbers]
        self._scores = weights * shares
        self._weights = np.append(self._weights, 0.0)  # the last stands for terms that nothing has

    def nearest(self, captions: Sequence[str], count: int, least: float) -> Nearest:
        """For each caption up to `count` of what is nearest, with similarities above `least`."""
        block = max(1, _BLOCK // max(1, self._end))
        found = [self._nearest(captions[at : at + block], count, least) for at in range(0, len(captions), block)]
        if len(found) == 1:
            return found[0]
        sizes = np.concatenate([np.diff(each.starts) for each in found]) if found else np.zeros(0, dtype=np.int64)
        return Nearest(
            starts_of(sizes),
            np.concatenate([each.numbers for each in found]) if found else np.zeros(0, dtype=np.int64),
            np.concatenate([each.similarities for each in found]) if found else np.zeros(0),
        )

    def _nearest(self, captions: Sequence[str], count: int, least: float) -> Nearest:
        terms = [tokens(caption) for caption in captions]
        counts = [len(each) for each in terms]
        rows = np.array(list(map(self._rows.get, chain.from_iterable(terms), repeat(-1))), dtype=np.int64)
        caption_of = np.repeat(np.arange(len(captions)), counts)
        weights = self._weights[rows]
        unknown = np.flatnonzero(rows < 0).tolist()
        if unknown:
            every = list(chain.from_iterable(terms))
            weights[unknown] = [self._unknown * _kind(every[number]) for number in unknown]
        norms = np.sqrt(np.bincount(caption_of, weights * weights, minlength=len(captions)))
        norms[norms == 0.0] = 1.0
        known = rows >= 0
        rows, caption_of = rows[known], caption_of[known]
        # The terms of each caption, the rarest first.
        order = np.lexsort((rows, self._sizes[rows], caption_of))
        rows, caption_of = rows[order], caption_of[order]
        entries, of = spread(self._starts[rows], self._sizes[rows])
        places = (caption_of * self._end)[of] + self._numbers[entries]
        scores = np.bincount(places, weights=self._scores[entries], minlength=len(captions) * self._end)
        found = self._found(rows, caption_of, places[(self._sizes[rows] <= _MANY)[of]], len(captions))
        at: Ints = np.flatnonzero(found)
        whose = at // max(1, self._end)
        similarity: Floats = np.round(scores[at] / norms[whose], DIGITS)
        kept = similarity > least
        return _best(whose[kept], (at - whose * self._end)[kept], similarity[kept], len(captions), count)

    def _found(self, rows: Ints, caption_of: Ints, places: Ints, captions: int) -> Flags:
        """What is considered at all: a term of very many things only adds to what rarer terms found."""
        found = np.zeros(captions * self._end, dtype=bool)
        found[places] = True
        by_caption = found.reshape(captions, self._end)  # a view
        common = np.flatnonzero(self._sizes[rows] > _MANY)
        enough = -1
        for caption, term in zip(caption_of[common].tolist(), rows[common].tolist(), strict=True):
            if caption == enough:
                continue
            if np.count_nonzero(by_caption[caption]) > _ENOUGH:
                enough = caption
                continue
            by_caption[caption, self._numbers[self._starts[term] : self._starts[term + 1]]] = True
        return found


def _best(caption: Ints, number: Ints, similarity: Floats, captions: int, count: int) -> Nearest:
    """The `count` best of each caption; of equal ones the first. Captions and numbers come in ascending order.

    Caption, similarity and number make one whole number each: those are sorted several times as fast as positions.
    """
    scale = 10.0**DIGITS
    room = int(number.max(initial=0)) + 1
    keys = (caption * _APART - np.rint(similarity * scale).astype(np.int64)) * room + number
    keys.sort()
    keys = keys[ranks(caption) < count]
    units, number = np.divmod(keys, room)
    # Less than nothing up to the similarities of the first caption, and so on: the captions stay as they were.
    units = -(units % -_APART)
    sizes = np.minimum(np.bincount(caption, minlength=captions), count)
    return Nearest(starts_of(sizes), number, units / scale)


def _kind(term: str) -> float:
    return _STEM if term[0] == "~" else _PAIR if "_" in term else 1.0


def label_postings(labels: Sequence[str]) -> Postings:
    """The postings of the terms of labels."""
    rows: dict[str, list[int]] = {}
    for number, label in enumerate(labels):
        for term in tokens(label):
            rows.setdefault(term, []).append(number)
    terms = sorted(rows)
    return Postings(
        terms=terms,
        starts=starts_of([len(rows[term]) for term in terms]),
        numbers=np.array([number for term in terms for number in rows[term]], dtype=np.int64),
    )


def concept_postings(words: Sequence[tuple[int, Sequence[tuple[str, float]]]]) -> tuple[Postings, list[int]]:
    """The postings of concepts with the share of their captions that holds each term.

    With them the part of each entry in a concept of length one, in 255ths.
    """
    frequency = Counter(term for _, shares in words for term, _ in shares)
    count = max(1, len(words))
    weights = {term: float(np.log(1 + count / seen)) * _kind(term) for term, seen in frequency.items()}
    rows: dict[str, list[tuple[int, int]]] = {}
    for concept, shares in words:
        norm = sum((share * weights[term]) ** 2 for term, share in shares) ** 0.5 or 1.0
        for term, share in shares:
            value = round(255 * share * weights[term] / norm)
            if value:
                rows.setdefault(term, []).append((concept, value))
    terms = sorted(rows)
    entries = [entry for term in terms for entry in sorted(rows[term])]
    postings = Postings(
        terms=terms,
        starts=starts_of([len(rows[term]) for term in terms]),
        numbers=np.array([concept for concept, _ in entries], dtype=np.int64),
    )
    return postings, [value for _, value in entries]
