"""Search over the concepts of a taxonomy release, quick enough for every key stroke."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

from converter.errors import TaxonomyError
from converter.mapping.choose import possible
from converter.mapping.knowledge import load_knowledge
from converter.taxonomy.names import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.model import Concept, StatementKind, UnitKind
    from converter.taxonomy.release import Taxonomy

_LONGEST = 200
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A concept that was found, and whether it can stand on the line that is looked at."""

    concept: Concept
    fits: bool


class ConceptIndex:
    """The words of all concepts that can have values, by name and label.

    `uses` says how many companies are known to use a concept, by local name.
    """

    def __init__(self, taxonomy: Taxonomy, uses: Mapping[str, int]) -> None:
        self._fits: dict[tuple[StatementKind | None, UnitKind | None], list[bool]] = {}
        self._concepts: list[Concept] = []
        self._names: list[str] = []
        length: list[int] = []
        words: dict[str, set[int]] = {}
        for name, concept in taxonomy.concepts.items():
            if concept.abstract or not concept.substitution_group.endswith(":item"):
                continue
            number = len(self._concepts)
            self._concepts.append(concept)
            local = name.rpartition(":")[2]
            self._names.append(local.lower())
            text = _words(f"{words_of(local)} {concept.label}")
            length.append(len(set(_words(concept.label))))
            for word in set(text):
                words.setdefault(word, set()).add(number)
        plain = sorted(range(len(length)), key=lambda number: (length[number], self._names[number]))
        places = {number: place for place, number in enumerate(plain)}
        self._order = [
            (concept.deprecated, -uses.get(concept.name.rpartition(":")[2], 0).bit_length(), places[number])
            for number, concept in enumerate(self._concepts)
        ]
        """Whether it is deprecated, how little it is used, and its place by the number of its words."""
        self._words = sorted(words)
        self._postings = [words[word] for word in self._words]

    def __len__(self) -> int:
        return len(self._concepts)

    def find(
        self, text: str, *, kind: StatementKind | None = None, unit: UnitKind | None = None, limit: int = 40
    ) -> tuple[Hit, ...]:
        """The concepts that have every word of the text, each at least as a beginning; the best first.

        Concepts that can stand on a line of this unit in this kind of statement come first, deprecated ones last. Among
        them an exact name is first, then what many companies use, then what begins so and has few other words.
        """
        text = text[:_LONGEST].strip().lower()
        if not text:
            return ()
        local = text.rpartition(":")[2].strip()
        wanted = _words(text.replace("us-gaap:", " ").replace("dei:", " "))[:_MOST_WORDS]
        found: set[int] | None = None
        for word in wanted:
            some = self._beginning(word)
            found = some if found is None else found & some
            if not found:
                break
        found = set(found or ())
        compact = local.replace(" ", "")
        if len(compact) > 2:  # a name as it is written: `accountspay`
            found.update(number for number, name in enumerate(self._names) if compact in name)

        fits = self._fitting(kind, unit)

        def rank(number: int) -> tuple[bool, bool, bool, int, bool, int]:
            name = self._names[number]
            deprecated, use, order = self._order[number]
            return (not fits[number], deprecated, name != compact, use, not name.startswith(compact), order)

        best = nsmallest(max(0, limit), found, key=rank)
        return tuple(Hit(concept=self._concepts[number], fits=fits[number]) for number in best)

    def _fitting(self, kind: StatementKind | None, unit: UnitKind | None) -> Sequence[bool]:
        """For each concept whether it can stand on a line of this unit in this kind of statement."""
        key = (kind, unit)
        if key not in self._fits:
            self._fits[key] = [kind is None or possible(concept, kind, unit) for concept in self._concepts]
        return self._fits[key]

    def _beginning(self, word: str) -> set[int]:
        """The concepts with a word that begins so."""
        start = bisect_left(self._words, word)
        out: set[int] = set()
        for position in range(start, len(self._words)):
            if not self._words[position].startswith(word):
                break
            out |= self._postings[position]
        return out


def _words(text: str) -> Sequence[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


_built: dict[str, ConceptIndex] = {}
_building = threading.Lock()


def index_of(taxonomy: Taxonomy) -> ConceptIndex:
    """The index of a release, built once per process."""
    with _building:
        if taxonomy.release not in _built:
            _built[taxonomy.release] = ConceptIndex(taxonomy, _uses(taxonomy.release))
        return _built[taxonomy.release]


def _uses(release: str) -> dict[str, int]:
    """How many companies used each concept in the statements that the mapping learned from; empty for none."""
    try:
        knowledge = load_knowledge(release)
    except TaxonomyError:
        return {}
    uses: Counter[int] = Counter()
    for table in knowledge.labels.values():
        for concept, companies in zip(table.concepts.tolist(), table.companies.tolist(), strict=True):
            uses[concept] += companies
    return {knowledge.concepts[number]: count for number, count in uses.items() if number < len(knowledge.concepts)}
