"""The lines that get facts: those with a concept, the extension concepts among them named for this filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import Concept, Status
from converter.taxonomy.names import words_of
from converter.write.names import local_name, unused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from converter.model import Line, MappedLine, MappedStatement, Period, Statement
    from converter.taxonomy.release import Taxonomy
    from converter.write.settings import ReportSettings


class TaggedLine(Struct, frozen=True, kw_only=True):
    """A statement line with the concept that its facts get."""

    statement: int
    """The index of its statement in the report."""
    line: Line
    mapped: MappedLine
    concept: Concept
    label_role: str
    """The preferred label role, its last path segment."""


def tag_lines(
    mapped: Sequence[MappedStatement], taxonomy: Taxonomy, prefix: str, settings: ReportSettings
) -> tuple[tuple[tuple[TaggedLine, ...], ...], tuple[Message, ...]]:
    """The tagged lines of each statement, and messages about concepts that cannot be used.

    An extension concept gets the prefix of the filing and a local name that neither the base taxonomy (EFM 6.07.16)
    nor another line of the filing has, unless both lines say the same: equal type, period type and balance, and equal
    values wherever they print the same period.
    """
    messages: list[Message] = []
    names = ExtensionNames(taxonomy, prefix)
    statements = []
    for index, each in enumerate(mapped):
        tagged = []
        for entry in each.lines:
            if entry.concept is None or entry.status is Status.UNTAGGED:
                continue
            if settings.only_accepted and entry.status is Status.REVIEW:
                continue
            line = each.statement.lines[entry.line]
            if entry.extension is not None:
                concept = names.concept(entry.extension, index, each.statement, line)
            else:
                found = taxonomy.concept(entry.concept)
                if found is None or found.abstract:
                    messages.append(_unusable(entry.concept, line, taxonomy, abstract=found is not None))
                    continue
                concept = found
            tagged.append(
                TaggedLine(statement=index, line=line, mapped=entry, concept=concept, label_role=entry.label_role)
            )
        statements.append(tuple(tagged))
    return tuple(statements), tuple(messages)


def _unusable(concept: str, line: Line, taxonomy: Taxonomy, *, abstract: bool) -> Message:
    reason = "abstract" if abstract else f"unknown in {taxonomy.release}"
    return Message(
        code="write.unusable-concept",
        severity=Severity.WARNING,
        text=f"{concept} is {reason}: {line.label!r} is not tagged",
        span=line.span,
        concept=concept,
    )


class ExtensionNames:
    """The names that extension concepts of one filing got so far."""

    def __init__(self, taxonomy: Taxonomy, prefix: str) -> None:
        self._taxonomy = taxonomy
        self._prefix = prefix
        self._concepts: dict[str, Concept] = {}
        self._owners: dict[str, list[tuple[int, dict[Period, Decimal]]]] = {}

    def concept(self, wanted: Concept, statement: int, source: Statement, line: Line) -> Concept:
        """The extension concept under its final name."""
        stem = local_name(wanted.name.rpartition(":")[2]) or local_name(line.label) or "Item"
        if any(self._taxonomy.concept(f"{space}:{stem}") for space in ("us-gaap", "dei")):
            stem = f"{stem}AsReported"
        printed = {
            source.columns[cell.column].period: cell.value
            for cell in line.cells
            if cell is not None and cell.value is not None
        }
        number = 1
        while True:
            local = stem if number == 1 else f"{stem}{number}"
            concept = replace(wanted, name=f"{self._prefix}:{local}", label=wanted.label or words_of(local))
            if local not in self._concepts:
                self._concepts[local] = concept
                self._owners[local] = [(statement, printed)]
                return concept
            if self._same(local, concept, statement, printed):
                self._owners[local].append((statement, printed))
                return self._concepts[local]
            number += 1

    def _same(self, local: str, concept: Concept, statement: int, printed: dict[Period, Decimal]) -> bool:
        first = self._concepts[local]
        if (first.type, first.period_type, first.balance) != (concept.type, concept.period_type, concept.balance):
            return False
        return all(
            owner != statement and all(printed.get(period, value) == value for period, value in values.items())
            for owner, values in self._owners[local]
        )

    def reserve(self, concepts: Iterable[Concept]) -> None:
        """Takes note of extension concepts that were named before."""
        for concept in concepts:
            if concept.name.startswith(f"{self._prefix}:"):
                self._concepts[concept.name.rpartition(":")[2]] = concept

    def cover(self, local: str) -> Concept:
        """The text concept for an item of the cover that the base taxonomy has no concept for."""
        concept = Concept(
            name=f"{self._prefix}:{unused(local, self._concepts)}",
            type="xbrli:normalizedStringItemType",
            period_type="duration",
            balance="",
            abstract=False,
            substitution_group="xbrli:item",
            label=words_of(local),
        )
        return self._concepts.setdefault(concept.name.rpartition(":")[2], concept)

    def abstract(self, wanted: Concept) -> Concept:
        """The abstract concept for a heading; headings that read the same share one."""
        local = wanted.name.rpartition(":")[2]
        if local in self._concepts and not self._concepts[local].abstract:
            local = unused(local, self._concepts)
        concept = replace(wanted, name=f"{self._prefix}:{local}")
        return self._concepts.setdefault(local, concept)
