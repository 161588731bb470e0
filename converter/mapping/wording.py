"""Wording: what the words of a caption say together for each concept.

A maximum entropy model (Berger, Della Pietra and Della Pietra 1996) over words, stems, pairs of words, first and last
word and parts of words. It profits from captions that only one company uses, of which nothing but the weights of terms
that several companies use is carried on; and unlike a count of words it knows that `accounts` and `payable` say the
same thing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from converter.mapping.arrays import distinct, spread
from converter.mapping.labels import content_words, letters_of, loose, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.index import Postings
    from converter.mapping.labels import Vocabulary

WEIGHT_SCALE = 16.0
"""Weights are stored as whole sixteenths."""
UNHEARD = -12.0
"""The log chance of a concept that was never seen in statements of the kind."""
_UNKNOWN = -1
_PAIRED = 8
"""Words of a caption that are paired: more pairs say little and cost a lot."""
_WHOLE = 1.0
_PARTS = 1.5
_REMEMBERED = 2_000
"""Words that a table keeps at hand: captions are made of few, and a batch of filings must not grow without bound."""


def wording_terms(normal: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """The terms of a normalised caption with what each counts; rare words are left out.

    The parts together count the same in long and short captions, and the caption as a whole counts once.
    """
    common = vocabulary.common(normal)
    words = content_words(common)
    terms = [*words, *chain.from_iterable(map(stem_of, words)), *_joint_terms(words)]
    terms += chain.from_iterable(map(letters_of, words))
    count = _count_of(len(terms))
    out = [(term, count) for term in terms]
    whole = loose(common)
    if whole:
        out.append((f"={whole}", _WHOLE))
    return out


def _count_of(terms: int) -> float:
    """What each of so many terms counts."""
    return float(_PARTS / max(1, terms) ** 0.5)


def _joint_terms(words: Sequence[str]) -> list[str]:
    """The pairs of words, and the first and the last word."""
    terms = [f"{left}+{right}" for left, right in combinations(sorted(words[:_PAIRED]), 2)]
    return [*terms, f"^{words[0]}", f"${words[-1]}"] if words else terms


class _Word(NamedTuple):
    """What the terms of a word alone say, whatever stands beside it."""

    terms: int
    said: NDArray[np.int32] | None
    """For each of the classes, in sixteenths; None where no term is known."""


@dataclass(eq=False)
class WordingTable:
    """The weights of one kind of statement."""

    postings: Postings
    """For each term the concepts (`OWN` for one of the company's own) that it speaks for or against."""
    weights: NDArray[np.int8]
    """Of each entry, in sixteenths."""
    classes: Ints
    """The concepts that were seen in statements of the kind, sorted; `OWN`, the largest number, is among them."""
    usual: ArrayLike
    """What speaks for each of `classes` whatever the caption says, in sixteenths."""

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.postings.terms)}

    @cached_property
    def _sizes(self) -> Ints:
        return np.diff(self.postings.starts)

    @cached_property
    def _places(self) -> NDArray[np.uint16]:
        """Of each entry the place of its concept among `classes`."""
        place = np.zeros(1 + int(self.classes.max(initial=0)), dtype=np.uint16)
        place[self.classes] = np.arange(len(self.classes))
        return place[self.postings.numbers]

    @cached_property
    def _usual(self) -> Floats:
        return np.asarray(self.usual, dtype=np.float64) / WEIGHT_SCALE

    @cached_property
    def _words(self) -> dict[str, _Word]:
        return {}

    def lay_out(self) -> None:
        """Work out now what looking captions up needs."""
        _ = self._rows, self._sizes, self._places, self._usual

    def log_chances(self, captions: Sequence[str], vocabulary: Vocabulary) -> Floats:
        """A row for each normalised caption with the logarithm of the chance of each of `classes`.

        A caption without any known term says nothing: every chance is `UNHEARD`, not what is usual. An unlabelled total
        would else be taken for total assets.
        """
        scores, silent = self._scores(captions, vocabulary)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        out: Floats = np.maximum(scores, UNHEARD)
        out[silent] = UNHEARD
        return out

    def _scores(self, captions: Sequence[str], vocabulary: Vocabulary) -> tuple[Floats, Flags]:
        """What the terms of each caption say for each of `classes`; with them which captions have no known term.

        Nearly all that a caption says its words say each for itself, and captions are made of the same words again
        and again: what a word says is added up once. Sums of whole numbers are the same in any order.
        """
        commons = [vocabulary.common(caption) for caption in captions]
        words_of = [content_words(common) for common in commons]
        heard = self._heard(chain.from_iterable(words_of))
        joint = [_joint_terms(words) for words in words_of]
        sizes = [len(terms) for terms in joint]
        spoken = np.zeros((len(captions), len(self.classes)), dtype=np.int32)
        silent = np.ones(len(captions), dtype=bool)
        for number, words in enumerate(words_of):
            for each in [heard[word] for word in words]:
                sizes[number] += each.terms
                if each.said is not None:
                    spoken[number] += each.said
                    silent[number] = False
        counts = np.array([_count_of(size) for size in sizes])
        at, weights, speaking = self._entries(joint)
        silent[speaking] = False
        said: Floats = np.add(spoken, np.bincount(at, weights, spoken.size).reshape(spoken.shape), dtype=np.float64)
        said *= (counts / WEIGHT_SCALE)[:, None]
        said += self._usual
        at, weights, speaking = self._entries([[f"={loose(common)}"] for common in commons])
        silent[speaking] = False
        said.reshape(-1)[at] += weights * (_WHOLE / WEIGHT_SCALE)
        return said, silent

    def _heard(self, words: Iterable[str]) -> dict[str, _Word]:
        """What each of some words says; those that are not at hand are added up all at once."""
        at_hand = {word: self._words.get(word) for word in words}
        known = {word: found for word, found in at_hand.items() if found is not None}
        fresh = [word for word, found in at_hand.items() if found is None]
        if not fresh:
            return known
        terms = [[word, *stem_of(word), *letters_of(word)] for word in fresh]
        at, weights, speaking = self._entries(terms)
        said = np.bincount(at, weights, len(fresh) * len(self.classes)).astype(np.int32)
        rows: list[NDArray[np.int32] | None] = [None] * len(fresh)
        for number in distinct(speaking).tolist():
            rows[number] = said[number * len(self.classes) : (number + 1) * len(self.classes)]
        found = {word: _Word(len(each), row) for word, each, row in zip(fresh, terms, rows, strict=True)}
        if len(self._words) + len(found) > _REMEMBERED:
            self._words.clear()
        self._words.update(found)
        return known | found

    def _entries(self, terms: Sequence[Sequence[str]]) -> tuple[Ints, NDArray[np.int8], Ints]:
        """The entries of the terms of some things: places in a table of things and classes, and weights.

        With them for each known term the number of the thing that has it.
        """
        row = np.array(list(map(self._rows.get, chain.from_iterable(terms), repeat(_UNKNOWN))), dtype=np.int64)
        known = row != _UNKNOWN
        number = np.repeat(np.arange(len(terms)), [len(each) for each in terms])[known]
        row = row[known]
        sizes = self._sizes[row]
        entries, _ = spread(self.postings.starts[row], sizes)
        at: Ints = np.add(np.repeat(number * len(self.classes), sizes), self._places[entries], dtype=np.int64)
        return at, self.weights[entries], number

    def places_of(self, concepts: Ints) -> Ints:
        """The place of each concept among `classes`; the one after the last for what was never seen."""
        at = self.classes.searchsorted(concepts)
        return np.where(self.classes.take(at, mode="clip") == concepts, at, len(self.classes))

    def of(self, chances: Floats, row: Ints, concept: Ints) -> Floats:
        """From what `log_chances` returned, that of some concepts in some rows; `UNHEARD` for what was never seen."""
        at = self.places_of(concept)
        return np.where(at < len(self.classes), chances[row, np.minimum(at, len(self.classes) - 1)], UNHEARD)
