"""Tagger: what all lines of a filing say together for each concept of each line.

A small network (`network.py`) that reads the captions of a filing in their order, as taggers of words in sentences do
(Collobert and others 2011). What it says is one kind of evidence among the others, with a weight of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from converter.mapping.arrays import DIGITS, ranks, softmax, starts_of
from converter.mapping.labels import content_words, letters_of, loose, stem_of
from converter.mapping.network import caption_vectors, read
from converter.mapping.ratios import OWN
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.labels import Vocabulary
    from converter.mapping.lines import MappingLine, Sheet

TAGGED = ("tagger", "tagger_lead", "tagger_share")
"""The features: the logarithm of the chance, what it is less than the greatest, and the chance among the candidates."""
KINDS = ("BS", "IS", "CF", "EQ", "")
"""The kinds of statement in the order of their numbers; the last is that of what stands between two statements."""
MOST_TERMS = 48
"""Terms of a caption that are heard."""
LONGEST = 320
"""Lines that are read at once: attention costs the square of their number."""
_NAMELESS = frozenset({"", "total"})
_REMEMBERED = 8_000
"""Captions whose vectors are kept at hand."""


Said = tuple["Ints", "NDArray[np.float32]"]
"""For a part the concepts of its kind, and a row for each line with the logarithms of their chances."""


class Part(NamedTuple):
    """What is read together of a statement: all of it, but for those of hostile length."""

    pool: str
    lines: Sequence[MappingLine]
    first: int
    """The position of the first line in the statement."""
    size: int
    """How many lines the statement has."""


def tagger_terms(normal: str, vocabulary: Vocabulary) -> list[str]:
    """The terms of a normalised caption, without rare words: words, stems, first and last, all, pairs, parts."""
    common = vocabulary.common(normal)
    words = content_words(common)
    terms = [*words, *chain.from_iterable(map(stem_of, words))]
    if words:
        terms += [f"^{words[0]}", f"${words[-1]}"]
    whole = loose(common)
    if whole:
        terms.append(f"={whole}")
    terms += [f"{left}_{right}" for left, right in pairwise(words)]
    terms += chain.from_iterable(map(letters_of, words))
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def industry_number(industry: str) -> int:
    """The number of an industry: the first two digits of its SIC code; zero for none."""
    return int(industry[:2]) if industry[:2].isascii() and industry[:2].isdigit() else 0


def block_of(parts: Sequence[Part], industry: str) -> dict[str, NDArray[Any]]:
    """The places of the lines of some parts, as `network.start` wants them; before each part stands an empty line."""
    kind: list[int] = []
    gap: list[int] = []
    position: list[float] = []
    for part in parts:
        kind += [len(KINDS) - 1] + [KINDS.index(part.pool)] * len(part.lines)
        gap += [0] + [int(line.gap) for line in part.lines]
        numbers = range(part.first, part.first + len(part.lines))
        position += [0.0] + [number / max(1, part.size - 1) for number in numbers]
    return {
        "kind": np.array(kind),
        "gap": np.array(gap),
        "position": np.array(position),
        "industry": np.array(industry_number(industry)),
    }


def blocks_of(sheets: Sequence[Sheet]) -> list[list[Part]]:
    """The statements of a filing in parts, in blocks that are read together."""
    blocks: list[list[Part]] = []
    room = 0
    for sheet in sheets:
        for first in range(0, len(sheet.lines), LONGEST - 1):
            lines = sheet.lines[first : first + LONGEST - 1]
            if room <= len(lines):
                blocks.append([])
                room = LONGEST
            blocks[-1].append(Part(sheet.pool, lines, first, len(sheet.lines)))
            room -= len(lines) + 1
    return blocks


def _read_as(line: MappingLine) -> str:
    """The caption; a total without a name has that of the heading above.

    Other short captions are read as they are: filers who tagged print headings too, and the lines around say the rest.
    """
    return line.variant if line.variant and line.normal in _NAMELESS else line.normal


def _starts(parts: Sequence[Part]) -> Ints:
    """Where the lines of each part begin in their block: after the line without a caption."""
    return starts_of([len(part.lines) + 1 for part in parts])[:-1] + 1


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


@dataclass(eq=False)
class Tagged:
    """What the tagger says of the lines of a filing."""

    parts: list[Said]
    """Of all lines, in their order."""

    @cached_property
    def own(self) -> Floats:
        """For each line the logarithm of the chance of a concept of the company's own."""
        said = [np.zeros(0)]
        for classes, scores in self.parts:
            known = bool(len(classes)) and classes[-1] == OWN
            said.append(scores[:, -1].astype(np.float64) if known else np.full(len(scores), UNHEARD))
        return np.concatenate(said)

    def of(self, starts: Ints, concept: Ints) -> Floats:
        """The logarithm of the chance of each candidate; `starts` has where those of each line begin in `concept`."""
        said = np.full(len(concept), UNHEARD)
        line = 0
        for classes, scores in self.parts:
            after = line + len(scores)
            first, last = starts[line], starts[after]
            wanted = concept[first:last]
            row = np.repeat(np.arange(len(scores)), np.diff(starts[line : after + 1]))
            place = np.minimum(np.searchsorted(classes, wanted), len(classes) - 1)
            said[first:last] = np.where(classes[place] == wanted, scores[row, place], UNHEARD)
            line = after
        return said

    def likely(self, most: int, least: float) -> list[list[int]]:
        """For each line up to `most` concepts that have at least a chance of `least`, the likeliest first."""
        out: list[list[int]] = []
        for classes, scores in self.parts:
            # Few concepts have such a chance: to find them costs less than to rank all.
            line, place = np.nonzero(scores >= np.log(least))
            order = np.lexsort((-np.round(scores[line, place].astype(np.float64), DIGITS), line))
            line, place = line[order], place[order]
            kept = (ranks(line) < most) & (classes[place] != OWN)
            found = classes[place[kept]].tolist()
            starts = starts_of(np.bincount(line[kept], minlength=len(scores))).tolist()
            out += [found[start:end] for start, end in pairwise(starts)]
        return out


def untagged(lines: int) -> Tagged:
    """What is said of some lines where no tagger was fitted: nothing."""
    return Tagged([(np.array([OWN]), np.full((lines, 1), UNHEARD, dtype=np.float32))])


@dataclass(eq=False)
class Tagger:
    """The network with its terms and concepts."""

    terms: list[str]
    classes: Ints
    """The concept numbers that it knows, sorted; `OWN`, the largest, stands for a concept of the company's own."""
    seen: Flags
    """For each of `KINDS` (a row) whether a concept was seen in statements of the kind."""
    weights: Mapping[str, NDArray[np.int8]]
    """The matrices of the network, in steps of `steps`."""
    steps: Mapping[str, NDArray[np.float32]]
    """For each matrix what a one in each of its columns stands for."""
    _vectors: dict[str, Floats] = field(default_factory=dict)

    def tagged(self, sheets: Sequence[Sheet], industry: str, vocabulary: Vocabulary) -> Tagged:
        """What all lines of the statements of a filing say together."""
        return Tagged(list(self._parts(sheets, industry, vocabulary)))

    def _parts(self, sheets: Sequence[Sheet], industry: str, vocabulary: Vocabulary) -> Iterator[Said]:
        for parts in blocks_of(sheets):
            captions = self._captions(parts, vocabulary)
            # Two threads take three times the work of one for matrices of this size.
            with _libraries().limit(limits=1, user_api="blas"):
                lines = read(self._matrices, captions, block_of(parts, industry), np)
                found = [
                    (classes, lines[at : at + len(part.lines)] @ matrix + bias)
                    for at, part in zip(_starts(parts), parts, strict=True)
                    for classes, matrix, bias in [self._last[KINDS.index(part.pool)]]
                ]
            for classes, scores in found:
                scores -= scores.max(axis=1, keepdims=True)
                scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
                yield classes, np.maximum(scores, UNHEARD).astype(np.float32)

    @cached_property
    def _matrices(self) -> dict[str, Floats]:
        """The weights; double precision, or the last digits would depend on the machine."""
        return {
            name: self.weights[name].astype(np.float64) * step
            for name, step in self.steps.items()
            if name != "terms"  # by far the largest; a filing needs few of its rows
        }

    @cached_property
    def _last(self) -> list[tuple[Ints, Floats, Floats]]:
        """For each of `KINDS` the concepts that stand there, and what turns what a line says into their scores."""
        out: list[tuple[Ints, Floats, Floats]] = []
        for kind in range(len(KINDS)):
            # What was learned from tables without such statements knows no candidates for them either.
            seen = np.flatnonzero(self.seen[kind] if self.seen[kind].any() else self.seen[-1])
            bias = self._matrices["usual"][seen] + self._matrices["usual_here"][kind, seen]
            out.append((self.classes[seen], self._matrices["concepts"].take(seen, axis=1), bias))
        return out

    def lay_out(self) -> None:
        """Work out now what reading a filing needs."""
        _ = self._last, self._rows, _libraries()

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.terms)}

    def _captions(self, parts: Sequence[Part], vocabulary: Vocabulary) -> Floats:
        """The vectors of the captions."""
        read_as = [[_read_as(line) for line in part.lines] for part in parts]
        found = self._vectors_of(chain.from_iterable(read_as), vocabulary)
        nothing = np.zeros(self.weights["terms"].shape[1])
        return np.stack([row for each in read_as for row in (nothing, *[found[caption] for caption in each])])

    def _vectors_of(self, captions: Iterable[str], vocabulary: Vocabulary) -> dict[str, Floats]:
        """The vector of each caption; those that are not at hand are worked out together."""
        at_hand = {caption: self._vectors.get(caption) for caption in captions}
        found = {caption: vector for caption, vector in at_hand.items() if vector is not None}
        known = self._rows
        rows = {
            caption: [row for term in tagger_terms(caption, vocabulary) if (row := known.get(term)) is not None]
            for caption, vector in at_hand.items()
            if vector is None
        }
        if not rows:
            return found
        fresh = list(rows)
        found.update(zip(fresh, self._heard([rows[caption] for caption in fresh]), strict=True))
        if len(self._vectors) + len(fresh) > _REMEMBERED:
            self._vectors.clear()
        self._vectors.update((caption, found[caption]) for caption in fresh)
        return found

    def _heard(self, rows: Sequence[Sequence[int]]) -> Floats:
        """The vectors of captions with terms in these rows.

        Whole numbers are added up before anything is scaled: that is faster, and the same in any order.
        """
        sizes = np.array([len(each) for each in rows])
        some = np.flatnonzero(sizes)
        sums = np.zeros((len(rows), self.weights["terms"].shape[1]), dtype=np.int32)
        if len(some):
            terms = self.weights["terms"].take(list(chain.from_iterable(rows)), axis=0).astype(np.int32)
            sums[some] = np.add.reduceat(terms, starts_of(sizes[some])[:-1], axis=0)
        vectors: Floats = caption_vectors(sums * self.steps["terms"].astype(np.float64), sizes, np)
        return vectors


def compared(said: Floats, starts: Ints) -> Floats:
    """The values of `TAGGED` (a row each) from the logarithms of the chances of the candidates of all lines."""
    if not len(said):
        return np.zeros((len(TAGGED), 0))
    sizes = np.diff(starts)
    first = starts[:-1][sizes > 0]
    lead = said - np.repeat(np.maximum.reduceat(said, first), sizes[sizes > 0])
    return np.stack((said, lead, softmax(said, starts)))
