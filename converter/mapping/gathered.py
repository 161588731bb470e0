"""Gathered: the candidates of all lines of a pool while they are put together, and what is known of each line's."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from msgspec import Struct

from converter.mapping.arrays import MANY_CONCEPTS, among, distinct, largest, ranks, starts_of
from converter.mapping.labels import loose
from converter.mapping.ratios import OWN
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.index import Nearest
    from converter.mapping.knowledge import LabelTable
    from converter.mapping.wording import WordingTable

_BY_WORDS = 8
"""Candidates from the words of all captions of a concept."""
_BY_WORDING = 8
"""Candidates from the wording of the label."""
_ALIKE = 2
_NEAR = 0.5


class LineCandidates(Struct, eq=False):
    """The candidates of a line and what is known about its label as a whole; every array has one entry for each."""

    concepts: Ints
    """Concept numbers, the best first."""
    share: Floats
    """The votes of the nearest labels as a share of all votes for the line."""
    similarity: Floats
    """Of the nearest label that was used for the concept."""
    labels: Sequence[str]
    """That label; empty where none of the nearest was used for it."""
    exact: Ints
    """How many companies used this label for the concept."""
    words: Floats
    """The similarity of the label to the words in all captions of the concept."""
    wording: Floats
    """The logarithm of the chance of the concept by the wording of the label."""
    companies: int = 0
    """How many companies used exactly this label."""
    own: int = 0
    """How many of them with a concept of their own."""
    nearest: float = 0.0
    """The similarity of the nearest label."""
    keys: tuple[str, ...] = ()
    """The label in its loose form where filers use it; else those of the nearest labels that they use."""
    extension: float = 0.0
    """The share of votes for concepts that companies invented."""
    wording_own: float = UNHEARD
    """The logarithm of the chance of a concept of the company's own by the wording of the label."""

    def only(self, kept: Flags) -> LineCandidates:
        """The same with the flagged candidates only."""
        if kept.all():
            return self
        return LineCandidates(
            concepts=self.concepts[kept],
            share=self.share[kept],
            similarity=self.similarity[kept],
            labels=tuple(compress(self.labels, kept.tolist())),
            exact=self.exact[kept],
            words=self.words[kept],
            wording=self.wording[kept],
            companies=self.companies,
            own=self.own,
            nearest=self.nearest,
            keys=self.keys,
            extension=self.extension,
            wording_own=self.wording_own,
        )


def no_candidates() -> LineCandidates:
    """What is known of a label that nothing is known of."""
    nothing = np.zeros(0, dtype=np.int64)
    return LineCandidates(
        concepts=nothing,
        share=np.zeros(0),
        similarity=np.zeros(0),
        labels=(),
        exact=nothing,
        words=np.zeros(0),
        wording=np.zeros(0),
    )


class Asked(Struct, eq=False):
    """A label that is asked for the sake of a line."""

    line: int
    normal: str
    weight: float
    same: int
    """The number of the same label among those of filers; -1 for none."""
    numbers: Sequence[int]
    """The nearest labels, the nearest first."""
    similarities: Sequence[float]


_Array = TypeVar("_Array", "Ints", "Floats")


def _filled(values: _Array, nothing: float, size: int) -> _Array:
    """Values with nothing after them, up to a size."""
    return np.concatenate((values, np.full(size - len(values), nothing, dtype=values.dtype)))


@dataclass(slots=True)
class Gathered:
    """The candidates of several lines; per line the numbers about its label.

    Those that labels voted for come first, line by line. What is said of them alone (`share`, `similarity`, `label`,
    `exact`) has no entries for the others.
    """

    line: Ints
    concept: Ints
    share: Floats
    similarity: Floats
    label: Ints
    exact: Ints
    words: Floats
    wording: Floats
    own: Ints
    extension: Floats
    wording_own: Floats
    again: list[int] = field(default_factory=list)
    """The numbers of the lines that stand once more after all lines, with what is likely."""

    def add_words(self, near: Nearest) -> None:
        """What the words of all captions of a concept say, of the candidates and of a few more concepts.

        `near` are for each line the concepts whose captions are nearest to its own.
        """
        line = np.repeat(np.arange(len(near.starts) - 1), np.diff(near.starts))
        known = self.line * MANY_CONCEPTS + self.concept
        order = np.argsort(known)
        asked = line * MANY_CONCEPTS + near.numbers
        at = np.minimum(np.searchsorted(known, asked, sorter=order), max(0, len(known) - 1))
        place = order[at] if len(known) else np.zeros(len(asked), dtype=np.int64)
        listed = known[place] == asked if len(known) else np.zeros(len(asked), dtype=bool)
        self.words[place[listed]] = near.similarities[listed]
        fresh = np.flatnonzero(~listed)
        fresh = fresh[ranks(line[fresh]) < _BY_WORDS]
        self._add(line[fresh], near.numbers[fresh], near.similarities[fresh])

    def add_wording(self, said: Floats, table: WordingTable) -> None:
        """What the wording of each caption says, of the candidates and of the concepts that it says most for.

        `said` has for each line the logarithm of the chance of each of the table's concepts.
        """
        # A concept that was never seen is among the candidates, too, but not among those that are said most for.
        open_ = np.ones((len(said), len(table.classes) + 1), dtype=bool)
        open_[self.line, table.places_of(self.concept)] = False
        open_[:, table.places_of(np.array([OWN]))] = False
        best = largest(said, _BY_WORDING + 1)
        line, order = np.nonzero(np.take_along_axis(open_, best, 1) & (np.take_along_axis(said, best, 1) > UNHEARD))
        self._add(line, table.classes[best[line, order]], np.zeros(len(line)))
        self.wording = table.of(said, self.line, self.concept)
        count = np.arange(len(said))
        self.wording_own = table.of(said, count, np.full_like(count, OWN))

    def add_likely(
        self, likely: Sequence[Sequence[int]], near: Nearest | None, said: Floats | None, table: WordingTable | None
    ) -> None:
        """Add the lines that are likely to mean what is not among their candidates once more, with that.

        `likely` are concepts for each line; the others are as in `add_words` and `add_wording`.
        """
        line = np.repeat(np.arange(len(likely)), [len(each) for each in likely])
        concept = np.array([number for each in likely for number in each], dtype=np.int64)
        fresh = ~among(line * MANY_CONCEPTS + concept, self.line * MANY_CONCEPTS + self.concept)
        line, concept = line[fresh], concept[fresh]
        again = distinct(line)
        if not len(again):
            return
        count = len(self.own)
        number = np.full(count, -1)
        number[again] = np.arange(count, count + len(again))
        copied = np.flatnonzero(number[self.line] >= 0)
        # The likely concepts stand after those that labels voted for, before all others.
        voted, others = copied[copied < len(self.share)], copied[copied >= len(self.share)]
        words = np.zeros(len(line)) if near is None else near.of(line, concept)
        wording = np.full(len(line), UNHEARD) if said is None or table is None else table.of(said, line, concept)
        self._fill()

        def extended(values: _Array, new: _Array) -> _Array:
            return np.concatenate((values, values[voted], new, values[others]))

        nothing = np.zeros(len(line))
        self.line = np.concatenate((self.line, number[self.line[voted]], number[line], number[self.line[others]]))
        self.concept = extended(self.concept, concept)
        self.share, self.similarity = extended(self.share, nothing), extended(self.similarity, nothing)
        self.label = extended(self.label, np.full(len(line), -1))
        self.exact = extended(self.exact, np.zeros(len(line), dtype=np.int64))
        self.words, self.wording = extended(self.words, words), extended(self.wording, wording)
        self.own = np.concatenate((self.own, self.own[again]))
        self.extension = np.concatenate((self.extension, self.extension[again]))
        self.wording_own = np.concatenate((self.wording_own, self.wording_own[again]))
        self.again = again.tolist()

    def _fill(self) -> None:
        """Say of those that no label voted for that none did."""
        size = len(self.line)
        self.share, self.similarity = _filled(self.share, 0.0, size), _filled(self.similarity, 0.0, size)
        self.label, self.exact = _filled(self.label, -1, size), _filled(self.exact, 0, size)
        self.wording = _filled(self.wording, UNHEARD, size)

    def _add(self, line: Ints, concept: Ints, words: Floats) -> None:
        """More candidates, which nothing voted for; `by_line` puts all in the order of the lines."""
        self.line = np.concatenate((self.line, line))
        self.concept = np.concatenate((self.concept, concept))
        self.words = np.concatenate((self.words, words))

    def by_line(self, asked: Sequence[Asked], table: LabelTable) -> list[LineCandidates]:
        """The candidates of each line, then of each of `again`."""
        count = len(self.own) - len(self.again)
        companies, nearest, keys = [0] * count, [0.0] * count, [()] * count  # type: tuple[list[int], list[float], list[tuple[str, ...]]]
        for each in asked:
            line = each.line
            if each.same >= 0:
                companies[line] += int(table.users[each.same])
            nearest[line] = max(nearest[line], max(each.similarities, default=0.0))
            if not keys[line]:
                like = [
                    number
                    for number, similarity in zip(each.numbers[:_ALIKE], each.similarities, strict=False)
                    if similarity >= _NEAR and number < len(table.labels)
                ]
                known = 0 <= each.same < len(table.labels)
                keys[line] = tuple([loose(table.labels[number]) for number in ([each.same] if known else like)])
        companies += [companies[line] for line in self.again]
        nearest += [nearest[line] for line in self.again]
        keys += [keys[line] for line in self.again]
        own, extension, wording_own = self.own.tolist(), self.extension.tolist(), self.wording_own.tolist()
        self._fill()
        order = np.argsort(self.line, kind="stable")
        starts = starts_of(np.bincount(self.line, minlength=len(own))).tolist()
        concept, share, similarity = self.concept[order], self.share[order], self.similarity[order]
        exact, words, wording = self.exact[order], self.words[order], self.wording[order]
        texts = table.texts
        labels = tuple([texts[number] for number in self.label[order].tolist()])
        return [
            LineCandidates(
                concepts=concept[start:end],
                share=share[start:end],
                similarity=similarity[start:end],
                labels=labels[start:end],
                exact=exact[start:end],
                words=words[start:end],
                wording=wording[start:end],
                companies=companies[line],
                own=own[line],
                nearest=nearest[line],
                keys=keys[line],
                extension=extension[line],
                wording_own=wording_own[line],
            )
            for line, (start, end) in enumerate(pairwise(starts))
        ]
