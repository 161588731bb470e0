"""Candidates: the concepts that filers used for the labels nearest to that of a line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, pairwise
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from converter.mapping.arrays import DIGITS, MANY_CONCEPTS, among, largest, ranks, spread, starts_of
from converter.mapping.labels import loose
from converter.mapping.ratios import OWN
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.knowledge import Knowledge, LabelTable
    from converter.mapping.lines import MappingLine
    from converter.mapping.wording import WordingTable

MOST = 16
"""Candidates from the nearest labels."""
_BY_WORDS = 8
"""Candidates from the words of all captions of a concept."""
_BY_WORDING = 8
"""Candidates from the wording of the label."""
_BLOCK = 256
"""Captions whose chances for all concepts are held at a time."""
_ALIKE = 2
_NEAR = 0.5
_SPEAKING = 0.7
_MANY = 10
_AGREED = 0.7
_SILENT = frozenset({"", "total", "other"})
_POWER = 6
_EXACT = 3.0
_VARIANT = 0.8


@dataclass(slots=True)
class LineCandidates:
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


@dataclass(slots=True)
class _Asked:
    """A label that is asked for the sake of a line."""

    line: int
    normal: str
    weight: float
    same: int
    """The number of the same label among those of filers; -1 for none."""
    numbers: Sequence[int]
    """The nearest labels, the nearest first."""
    similarities: Sequence[float]


def candidates_of(
    lines: Sequence[MappingLine], pool: str, knowledge: Knowledge, more: Sequence[Sequence[int]] = ()
) -> list[LineCandidates]:
    """The candidates of each line by its label, and by heading and label where the label alone says too little.

    `more` are for each line concepts that are candidates whatever the label says.
    """
    table = knowledge.labels.get(pool)
    if table is None:
        return [no_candidates() for _ in lines]
    spoken = _captions(lines, table, knowledge)
    asked = [each for number, caption in enumerate(spoken) for each in _asked(number, caption, table, knowledge)]
    flat = _votes(asked, len(lines), table)
    flat.add(more)
    flat.add_words([max(caption, key=len) for caption in spoken], pool, knowledge)
    flat.add_wording(spoken, pool, knowledge)
    return flat.by_line(asked, table)


def _captions(lines: Sequence[MappingLine], table: LabelTable, knowledge: Knowledge) -> list[tuple[str, str]]:
    """For each line the label, and the heading and label together where both are asked.

    `Total` under `Interest charges` is `total interest charges`; alone it is any total.
    """
    table.learn([text for line in lines for text in (line.normal, line.variant) if text])
    return [_caption(line, table, knowledge) for line in lines]


def _caption(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> tuple[str, str]:
    if not line.variant or _is_plain(line, table, knowledge):
        return line.normal, ""
    return (line.variant, "") if _speaks(line, table, knowledge) else (line.normal, line.variant)


def _is_plain(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> bool:
    """Whether so many filers mean the same by the label alone that a heading can only mislead.

    `Interest income` under `Other income (expense)` is no other income.
    """
    same = table.same(knowledge.vocabulary.key(line.normal))
    if same < 0 or line.normal in _SILENT or table.users[same] < _MANY:
        return False
    entries = slice(table.starts[same], table.starts[same + 1])
    counts = table.companies[entries][table.concepts[entries] != OWN]
    return bool(counts.max(initial=0) >= _AGREED * table.users[same])


def _speaks(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> bool:
    """Whether filers have a caption like the heading and the label together."""
    if table.same(knowledge.vocabulary.key(line.variant)) >= 0:
        return True
    if line.normal not in _SILENT:
        return False
    _, similarities = table.nearest(line.variant)
    return bool(similarities) and similarities[0] >= _SPEAKING


def _asked(number: int, caption: tuple[str, str], table: LabelTable, knowledge: Knowledge) -> list[_Asked]:
    out: list[_Asked] = []
    for normal, weight in zip(caption, (1.0, _VARIANT), strict=True):
        if not normal:
            continue
        same = table.same(knowledge.vocabulary.key(normal))
        numbers: Sequence[int]
        similarities: Sequence[float]
        numbers, similarities = table.nearest(normal)
        if same >= 0:
            if same in numbers:
                similarities = [1.0 if each == same else own for each, own in zip(numbers, similarities, strict=True)]
            else:
                numbers, similarities = [same, *numbers], [1.0, *similarities]
        out.append(_Asked(number, normal, weight, same, numbers, similarities))
    return out


@dataclass(slots=True)
class _Flat:
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

    def add(self, concepts: Sequence[Sequence[int]]) -> None:
        """More concepts for each line, but for those that are candidates already."""
        line = np.repeat(np.arange(len(concepts)), [len(each) for each in concepts])
        if not len(line):
            return
        concept = np.array([number for each in concepts for number in each], dtype=np.int64)
        fresh = ~among(line * MANY_CONCEPTS + concept, self.line * MANY_CONCEPTS + self.concept)
        self._add(line[fresh], concept[fresh], np.zeros(int(fresh.sum())))

    def add_words(self, captions: Sequence[str], pool: str, knowledge: Knowledge) -> None:
        """What the words of all captions of a concept say, of the candidates and of a few more concepts."""
        index = knowledge.captions.get(pool)
        if index is None:
            return
        near = index.nearest(captions)
        line = np.repeat(np.arange(len(captions)), np.diff(near.starts))
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

    def add_wording(self, captions: Sequence[tuple[str, str]], pool: str, knowledge: Knowledge) -> None:
        """What the wording of each caption says, of the candidates and of the concepts that it says most for.

        Of a label and the same with its heading, the mean of both chances.
        """
        table = knowledge.wording.get(pool)
        if table is None:
            return
        lines, concepts = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        said: list[Floats] = []
        for start in range(0, len(captions), _BLOCK):
            chances = _said(captions[start : start + _BLOCK], table, knowledge)
            mine = (self.line >= start) & (self.line < start + len(chances))
            # A concept that was never seen is among the candidates, too, but not among those that are said most for.
            open_ = np.ones((len(chances), len(table.classes) + 1), dtype=bool)
            open_[self.line[mine] - start, table.places_of(self.concept[mine])] = False
            open_[:, table.places_of(np.array([OWN]))] = False
            best = largest(chances, _BY_WORDING + 1)
            row, order = np.nonzero(
                np.take_along_axis(open_, best, 1) & (np.take_along_axis(chances, best, 1) > UNHEARD)
            )
            lines.append(row + start)
            concepts.append(table.classes[best[row, order]])
            said.append(chances)
        line = np.concatenate(lines)
        self._add(line, np.concatenate(concepts), np.zeros(len(line)))
        if said:
            every = np.concatenate(said)
            self.wording = table.of(every, self.line, self.concept)
            count = np.arange(len(every))
            self.wording_own = table.of(every, count, np.full_like(count, OWN))

    def _add(self, line: Ints, concept: Ints, words: Floats) -> None:
        """More candidates, which nothing voted for; `by_line` puts all in the order of the lines."""
        self.line = np.concatenate((self.line, line))
        self.concept = np.concatenate((self.concept, concept))
        self.words = np.concatenate((self.words, words))

    def by_line(self, asked: Sequence[_Asked], table: LabelTable) -> list[LineCandidates]:
        """The candidates of each line."""
        count = len(self.own)
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
        own, extension, wording_own = self.own.tolist(), self.extension.tolist(), self.wording_own.tolist()
        starts = starts_of(np.bincount(self.line, minlength=count)).tolist()
        order = np.argsort(self.line, kind="stable")
        concept, words = self.concept[order], self.words[order]
        share, similarity = _filled(self.share, 0.0, order), _filled(self.similarity, 0.0, order)
        exact, wording = _filled(self.exact, 0, order), _filled(self.wording, UNHEARD, order)
        texts = table.texts
        labels = tuple([texts[number] for number in _filled(self.label, -1, order).tolist()])
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


_Array = TypeVar("_Array", "Ints", "Floats")


def _filled(values: _Array, nothing: float, order: Ints) -> _Array:
    """Values in an order, of more entries than have one."""
    out = np.full(len(order), nothing, dtype=values.dtype)
    out[: len(values)] = values
    return out[order]


def _votes(asked: Sequence[_Asked], lines: int, table: LabelTable) -> _Flat:
    """The concepts that the nearest labels vote for, at most `MOST` for each line."""
    sizes = [len(each.numbers) for each in asked]
    whose = np.repeat(np.arange(len(asked)), sizes)
    label = np.array([number for each in asked for number in each.numbers], dtype=np.int64)
    similarity = np.array([value for each in asked for value in each.similarities])
    exact = label == np.array([each.same for each in asked], dtype=np.int64)[whose]
    companies = table.users[label]
    weight = np.array([each.weight for each in asked])[whose]
    vote = weight * similarity**_POWER * np.log1p(companies) * np.where(exact, _EXACT, 1.0) / np.maximum(1, companies)
    entries, of = spread(table.starts[label], table.starts[label + 1] - table.starts[label])
    line = np.array([each.line for each in asked], dtype=np.int64)[whose][of]
    concept = table.concepts[entries]
    count = table.companies[entries]
    votes = vote[of] * count
    mine = concept == OWN
    own_votes = np.bincount(line[mine], weights=votes[mine], minlength=lines)
    own = np.bincount(line[mine], weights=(count * exact[of])[mine], minlength=lines).astype(np.int64)
    theirs = np.flatnonzero(~mine)
    # By line and concept, the nearest label first.
    key = (line * MANY_CONCEPTS + concept)[theirs]
    order = theirs[np.lexsort((-similarity[of[theirs]], key))]
    key = (line * MANY_CONCEPTS + concept)[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, dtype=np.int64)
    sums = np.add.reduceat(votes[order], first) if len(key) else np.zeros(0)
    exactly = np.add.reduceat((count * exact[of])[order], first) if len(key) else np.zeros(0, dtype=np.int64)
    nearest = order[first]
    line_of = line[nearest]
    totals = own_votes + np.bincount(line_of, weights=sums, minlength=lines)
    some = np.where(totals > 0.0, totals, 1.0)
    best = np.lexsort((concept[nearest], -np.round(sums, DIGITS), line_of))
    best = best[ranks(line_of[best]) < MOST]
    return _Flat(
        line=line_of[best],
        concept=concept[nearest][best],
        share=np.round((sums / some[line_of])[best], DIGITS),
        similarity=similarity[of[nearest]][best],
        label=label[of[nearest]][best],
        exact=exactly[best],
        words=np.zeros(len(best)),
        wording=np.full(len(best), UNHEARD),
        own=own,
        extension=own_votes / some,
        wording_own=np.full(lines, UNHEARD),
    )


def _said(captions: Sequence[tuple[str, str]], table: WordingTable, knowledge: Knowledge) -> Floats:
    """The logarithm of the chance of each of the table's concepts by the wording of each caption."""
    twice = [number for number, (_, variant) in enumerate(captions) if variant]
    asked = [normal for normal, _ in captions]
    every = table.log_chances([*asked, *[captions[number][1] for number in twice]], knowledge.vocabulary)
    said = every[: len(asked)]
    if twice:
        said[twice] = np.logaddexp(said[twice], every[len(asked) :]) - np.log(2.0)
    return said
