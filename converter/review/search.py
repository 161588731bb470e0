"""Search over the concepts of a taxonomy release, quick enough for every key stroke."""

from __future__ import annotations

import threading
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.mapping.choose import possible
from converter.taxonomy.names import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """The words of all concepts that can have values, by name and label."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._concepts: list[Concept] = []
        self._names: list[str] = []
        self._length: list[int] = []
        words: dict[str, set[int]] = {}
        for name, concept in taxonomy.concepts.items():
            if concept.abstract or not concept.substitution_group.endswith(":item"):
                continue
            number = len(self._concepts)
            self._concepts.append(concept)
            local = name.rpartition(":")[2]
            self._names.append(local.lower())
            text = _words(f"{words_of(local)} {concept.label}")
            self._length.append(len(set(_words(concept.label))))
            for word in set(text):
                words.setdefault(word, set()).add(number)
        self._words = sorted(words)
        self._postings = [words[word] for word in self._words]

    def __len__(self) -> int:
        return len(self._concepts)

    def find(
        self, text: str, *, kind: StatementKind | None = None, unit: UnitKind | None = None, limit: int = 40
    ) -> tuple[Hit, ...]:
        """The concepts that have every word of the text, each at least as a beginning; the best first.

        Concepts that can stand on a line of this unit in this kind of statement come first, then exact names, then
        those with few other words, and deprecated ones last.
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

        def rank(number: int) -> tuple[bool, bool, int, bool, int, str]:
            concept, name = self._concepts[number], self._names[number]
            fits = kind is None or possible(concept, kind, unit)
            place = 0 if name == compact else 1 if name.startswith(compact) else 2
            return (not fits, concept.deprecated, place, not concept.label, self._length[number], name)

        best = sorted((rank(number), number) for number in found)[: max(0, limit)]
        return tuple(Hit(concept=self._concepts[number], fits=not key[0]) for key, number in best)

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
            _built[taxonomy.release] = ConceptIndex(taxonomy)
        return _built[taxonomy.release]
