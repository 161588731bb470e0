"""Wording: what the words of a caption say together for each concept.

A maximum entropy model (Berger, Della Pietra and Della Pietra 1996) over words, stems, pairs of words, first and last
word and parts of words. It profits from captions that only one company uses, of which nothing but the weights of terms
that several companies use is carried on; and unlike a count of words it knows that `accounts` and `payable` say the
same thing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.labels import content_words, loose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.index import Postings
    from converter.mapping.labels import Vocabulary

WEIGHT_SCALE = 16.0
"""Weights are stored as whole sixteenths."""
_MIDDLE = 128
UNHEARD = -12.0
"""The log chance of a concept that was never seen in statements of the kind."""
_PAIRED = 8
"""Words of a caption that are paired: more pairs say little and cost a lot."""
_STEM = 5
_PART = 4
_WHOLE = 1.0
_PARTS = 1.5


def wording_terms(normal: str, vocabulary: Vocabulary) -> list[tuple[str, float]]:
    """The terms of a normalised caption with what each counts; rare words are left out.

    The parts together count the same in long and short captions, and the caption as a whole counts once.
    """
    common = vocabulary.common(normal)
    words = content_words(common)
    terms = list(words)
    terms += [f"~{word[:_STEM]}" for word in words if len(word) >= _STEM]
    terms += [f"{left}+{right}" for left, right in combinations(sorted(words[:_PAIRED]), 2)]
    if words:
        terms += [f"^{words[0]}", f"${words[-1]}"]
    for word in words:
        framed = f"<{word}>"
        terms += [f"#{framed[at : at + _PART]}" for at in range(len(framed) - _PART + 1)]
    count = _PARTS / max(1, len(terms)) ** 0.5
    out = [(term, count) for term in terms]
    whole = loose(common)
    if whole:
        out.append((f"={whole}", _WHOLE))
    return out


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
    def _starts(self) -> list[int]:
        starts: list[int] = self.postings.starts.tolist()
        return starts

    @cached_property
    def _entries(self) -> NDArray[np.int32]:
        """Of each entry the place of its concept among `classes`, and its weight in the lowest byte.

        Hundreds of thousands of entries, of which a caption asks for a few thousand: one array to cut from.
        """
        places = np.searchsorted(self.classes, self.postings.numbers).astype(np.int32)
        return (places << 8) | (np.asarray(self.weights).astype(np.int32) + _MIDDLE)

    @cached_property
    def _usual(self) -> Floats:
        return np.asarray(self.usual, dtype=np.float64) / WEIGHT_SCALE

    def log_chances(self, captions: Sequence[str], vocabulary: Vocabulary) -> Floats:
        """A row for each normalised caption with the logarithm of the chance of each of `classes`.

        A caption without any known term says nothing: every chance is `UNHEARD`, not what is usual. An unlabelled total
        would else be taken for total assets.
        """
        scores = np.empty((len(captions), len(self.classes)))
        silent = np.zeros(len(captions), dtype=bool)
        for number, caption in enumerate(captions):
            said = self._said(caption, vocabulary)
            silent[number] = said is None
            scores[number] = self._usual if said is None else said
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        out: Floats = np.maximum(scores, UNHEARD)
        out[silent] = UNHEARD
        return out

    def _said(self, caption: str, vocabulary: Vocabulary) -> Floats | None:
        """What the terms of a caption say for each of `classes`; None where no term is known."""
        known, starts = self._rows, self._starts
        rows: dict[float, list[int]] = {}
        for term, count in wording_terms(caption, vocabulary):
            row = known.get(term)
            if row is not None:
                rows.setdefault(count, []).append(row)
        said: Floats | None = None
        for count, some in rows.items():
            entries = np.concatenate([self._entries[starts[row] : starts[row + 1]] for row in some])
            sums = np.bincount(entries >> 8, (entries & 255) - _MIDDLE, minlength=len(self.classes))
            said = (self._usual if said is None else said) + sums * (count / WEIGHT_SCALE)
        return said

    def of(self, chances: Floats, row: Ints, concept: Ints) -> Floats:
        """From what `log_chances` returned, that of some concepts in some rows; `UNHEARD` for what was never seen."""
        at = np.minimum(np.searchsorted(self.classes, concept), len(self.classes) - 1)
        return np.where(self.classes[at] == concept, chances[row, at], UNHEARD)
