"""Labels: what is printed, in the label role in which it is printed, unique where EFM 6.10 demands it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LONGEST = 511
"""Characters of the longest label (EFM 6.10.05)."""

STANDARD = ""
"""The standard label role; the other roles go by their last path segment."""

ROLES = {
    STANDARD: "http://www.xbrl.org/2003/role/label",
    "totalLabel": "http://www.xbrl.org/2003/role/totalLabel",
    "terseLabel": "http://www.xbrl.org/2003/role/terseLabel",
    "verboseLabel": "http://www.xbrl.org/2003/role/verboseLabel",
    "periodStartLabel": "http://www.xbrl.org/2003/role/periodStartLabel",
    "periodEndLabel": "http://www.xbrl.org/2003/role/periodEndLabel",
    "negatedLabel": "http://www.xbrl.org/2009/role/negatedLabel",
    "negatedTotalLabel": "http://www.xbrl.org/2009/role/negatedTotalLabel",
    "negatedTerseLabel": "http://www.xbrl.org/2009/role/negatedTerseLabel",
    "negatedNetLabel": "http://www.xbrl.org/2009/role/negatedNetLabel",
    "negatedPeriodStartLabel": "http://www.xbrl.org/2009/role/negatedPeriodStartLabel",
    "negatedPeriodEndLabel": "http://www.xbrl.org/2009/role/negatedPeriodEndLabel",
}
"""The URI of each label role that a filing may use."""

# A concept that is printed twice in other words, or twice in one statement (EFM 6.12.05), takes another role of its
# family.
_FAMILIES = (
    (STANDARD, "totalLabel", "verboseLabel", "terseLabel"),
    ("negatedLabel", "negatedTotalLabel", "negatedTerseLabel", "negatedNetLabel"),
    ("periodStartLabel",),
    ("periodEndLabel",),
    ("negatedPeriodStartLabel",),
    ("negatedPeriodEndLabel",),
)


@lru_cache(maxsize=4096)
def label_text(printed: str) -> str:
    """A printed label as a label may be: one trimmed line without `<`, colon or leader behind, up to 511 characters."""
    text = " ".join(printed.replace("<", " ").split()).rstrip(" .:_-") or " ".join(printed.replace("<", " ").split())
    return text[:_LONGEST].rstrip()


class Labels:
    """The labels of one report while its statements are being laid out."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._hints: dict[str, tuple[str, ...]] = {}

    def place(self, concept: str, wanted: str, printed: str, used: Collection[tuple[str, str]]) -> str | None:
        """The label role under which a concept is presented with a printed label.

        `used` are the (concept, role) pairs that the statement presents already. The role is the wanted one where it
        is free or says the same; else another of its family that does; else one that says something else. None where
        all of them are used: the concept is then presented elsewhere in the statement.
        """
        text = label_text(printed)
        if (concept, wanted) not in used and self._texts.get((concept, wanted), text) == text:
            if text:
                self._texts[concept, wanted] = text
            return wanted
        family = next((each for each in _FAMILIES if wanted in each), (STANDARD,))
        order = [wanted, *(role for role in family if role != wanted)]
        free = [role for role in order if (concept, role) not in used]
        fitting = next((role for role in free if self._texts.get((concept, role), text) == text), None)
        role = fitting if fitting is not None else next(iter(free), None)
        if role is not None and text:
            self._texts.setdefault((concept, role), text)
        return role

    def get(self, concept: str, role: str) -> str:
        """The label of a concept in a role, or an empty text."""
        return self._texts.get((concept, role), "")

    def hint(self, concept: str, *words: str) -> None:
        """Says what tells this concept from another one with the same printed label, the best first."""
        self._hints.setdefault(concept, words)

    def finish(self, concepts: Mapping[str, str]) -> dict[tuple[str, str], str]:
        """All labels, for the concepts in use with their fallback labels: each has a standard label, unique among them.

        Where several concepts are printed with the same words ("Deferred taxes" among assets and liabilities), each
        of them gets what tells it apart in parentheses: its section, or its label in the base taxonomy.
        """
        texts = {key: text for key, text in self._texts.items() if key[0] in concepts}
        first: dict[str, str] = {}
        for (concept, _), text in texts.items():
            first.setdefault(concept, text)
        for concept, fallback in concepts.items():
            if (concept, STANDARD) not in texts:
                text = first.get(concept, "") or label_text(fallback) or concept.rpartition(":")[2]
                texts[concept, STANDARD] = text
        shared: dict[str, list[str]] = {}
        for concept in concepts:
            shared.setdefault(texts[concept, STANDARD].casefold(), []).append(concept)
        taken = {text for text, names in shared.items() if len(names) == 1}
        for names in shared.values():
            if len(names) > 1:
                self._tell_apart(names, concepts, texts, taken)
        return texts

    def _tell_apart(
        self, names: list[str], fallbacks: Mapping[str, str], texts: dict[tuple[str, str], str], taken: set[str]
    ) -> None:
        for concept in names:
            text = texts[concept, STANDARD]
            hints = [*self._hints.get(concept, ()), fallbacks[concept], concept.rpartition(":")[2]]
            choices = [f"{text} ({hint})" for each in hints if (hint := label_text(each)) and hint != text]
            others = {
                f"{text} ({label_text(hint)})".casefold()
                for other in names
                if other != concept
                for hint in (*self._hints.get(other, ()), fallbacks[other])
            }
            chosen = next(
                (
                    choice
                    for choice in choices
                    if len(choice) <= _LONGEST and choice.casefold() not in taken and choice.casefold() not in others
                ),
                f"{text[:200]} ({concept.rpartition(':')[2]})",
            )
            taken.add(chosen.casefold())
            texts[concept, STANDARD] = chosen
