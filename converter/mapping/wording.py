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

from converter.mapping.arrays import spread
from converter.mapping.labels import content_words, loose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.index import Postings
    from converter.mapping.labels import Vocabulary

WEIGHT_SCALE = 16.0
"""Weights are stored as whole sixteenths."""
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
    def _columns(self) -> NDArray[np.uint16]:
        # Millions of entries, of which a caption asks for a few: kept as small as they are stored.
        return np.searchsorted(self.classes, self.postings.numbers).astype(np.uint16)

    @cached_property
    def _usual(self) -> Floats:
        return np.asarray(self.usual, dtype=np.float64) / WEIGHT_SCALE

    def log_chances(self, captions: Sequence[str], vocabulary: Vocabulary) -> Floats:
        """A row for each normalised caption with the logarithm of the chance of each of `classes`.

        A caption without any known term says nothing: every chance is `UNHEARD`, not what is usual. An unlabelled total
        would else be taken for total assets.
        """
        width = len(self.classes)
        rows: list[int] = []
        whose: list[int] = []
        counts: list[float] = []
        known = self._rows
        for number, caption in enumerate(captions):
            for term, count in wording_terms(caption, vocabulary):
                row = known.get(term)
                if row is not None:
                    rows.append(row)
                    whose.append(number)
                    counts.append(count)
        starts = self.postings.starts
        asked = np.array(rows, dtype=np.int64)
        entries, of = spread(starts[asked], starts[asked + 1] - starts[asked])
        places = np.array(whose, dtype=np.int64)[of] * width + self._columns[entries]
        parts = self.weights[entries] * (np.array(counts) / WEIGHT_SCALE)[of]
        sums = np.bincount(places, weights=parts, minlength=len(captions) * width)
        scores = sums.reshape(len(captions), width) + self._usual
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        out: Floats = np.maximum(scores, UNHEARD)
        silent = np.ones(len(captions), dtype=bool)
        silent[whose] = False
        out[silent] = UNHEARD
        return out

    def of(self, chances: Floats, row: Ints, concept: Ints) -> Floats:
        """From what `log_chances` returned, that of some concepts in some rows; `UNHEARD` for what was never seen."""
        at = np.minimum(np.searchsorted(self.classes, concept), len(self.classes) - 1)
        return np.where(self.classes[at] == concept, chances[row, at], UNHEARD)
