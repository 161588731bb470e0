"""Memory: what ledgers say about a caption: those of earlier filings of the company, and that of this very filing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.alignment import aligned
from converter.mapping.labels import loose, normalise
from converter.messages import Message, Severity
from converter.model import Concept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.messages import Span

_TRUSTED = frozenset({"accepted", "extension"})
_BY_PERSON = "ledger:"

Place = tuple[int, int, int, int]
"""First line, first column, last line, last column in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What an earlier ledger decided for a caption."""

    concept: str
    """Empty where a person left the line untagged."""
    status: str
    decided_by: str
    extension: Concept | None = None
    """What the extension concept was declared as, where a person declared it."""
    reason: str = ""
    """Who decided it, when and why; empty where no person did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A line of an earlier statement: its normalised caption, its unit, and what was decided, if that is reliable."""

    caption: str
    unit: str
    decision: Remembered | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """The earlier line that a line continues under another caption."""

    caption: str
    decision: Remembered


@dataclass(slots=True)
class Memory:
    """Decisions by statement, section, caption and unit; the later ledgers come first.

    A caption may stand twice in a statement (`Deferred taxes` among assets and among liabilities): each time counts
    for itself.
    """

    exact: dict[tuple[str, str, str, str, int], Remembered] = field(default_factory=dict)
    captions: dict[tuple[str, str, str], list[Remembered]] = field(default_factory=dict)
    places: dict[Place, Remembered] = field(default_factory=dict)
    """What people decided on the lines of this very text, by their place in it."""
    sequences: dict[str, list[list[Recorded]]] = field(default_factory=dict)
    """For each kind of statement, the lines of each ledger in their order."""

    def at(self, span: Span) -> Remembered | None:
        """What a person decided on the line of this text that stands there."""
        return self.places.get((span.first_line, span.first_column, span.last_line, span.last_column))

    def get(self, statement: str, section: Sequence[str], label: str, unit: str, time: int = 0) -> Remembered | None:
        """The decision for a caption that stands in its section for the (`time` + 1)-th time.

        Where the earlier filing had other headings, what it decided for the caption anywhere in the statement counts,
        if that was always the same.
        """
        if not self.exact and not self.captions:
            return None
        normal = loose(normalise(label))
        found = self.exact.get((statement, _innermost(section), normal, unit, time))
        if found is not None:
            return found
        others = self.captions.get((statement, normal, unit), [])
        return others[0] if len({each.concept for each in others}) == 1 else None

    def reworded(
        self,
        statement: str,
        captions: Sequence[str],
        units: Sequence[str],
        chances: Sequence[Mapping[str, float]],
    ) -> dict[int, Reworded]:
        """For lines (normalised captions, in order) that continue an earlier line under another caption, that line.

        `chances` are for each line what the model gives to concepts (local names). Only lines of the same unit with a
        standard concept count: what a company called a concept of its own may be another one under another name.
        """
        out: dict[int, Reworded] = {}
        for lines in self.sequences.get(statement, ()):
            names = [_standard(line.decision) for line in lines]
            for new, old in aligned([line.caption for line in lines], names, captions, chances).items():
                line = lines[old]
                renamed = loose(line.caption) != loose(captions[new])
                if line.decision is not None and names[old] and renamed and line.unit == units[new]:
                    out.setdefault(new, Reworded(caption=line.caption, decision=line.decision))
        return out


def _standard(decision: Remembered | None) -> str:
    """The local name of the standard concept that was decided on; empty where it is none."""
    name = decision.concept if decision is not None else ""
    return name.removeprefix("us-gaap:") if name.startswith("us-gaap:") else ""


def _innermost(section: Sequence[str]) -> str:
    return normalise(section[-1]) if section else ""


def remember(ledgers: Sequence[Mapping[str, object]], digest: str = "") -> tuple[Memory, list[Message]]:
    """The memory made of ledgers, the oldest first, and messages where two of them disagree.

    A decision that nobody accepted (status `review` or `untagged`) is not remembered, unless a person left the line
    untagged. Where a ledger is that of the text with this `digest`, what people decided on its lines is remembered by
    their place.
    """
    memory = Memory()
    messages: list[Message] = []
    for ledger in reversed(ledgers):
        own = bool(digest) and _digest(ledger) == digest
        recorded: dict[str, list[Recorded]] = {}
        for statement, lines in _statements(ledger):
            times: Counter[tuple[str, str, str, str]] = Counter()
            for line in lines:
                parts = line.get("section", ())
                section = [str(part) for part in parts] if isinstance(parts, list | tuple) else [str(parts)]
                normal, unit = loose(normalise(str(line.get("label", "")))), str(line.get("unit", ""))
                key = (statement, _innermost(section), normal, unit)
                time = times[key]
                times[key] += 1
                decision = _decision(line)
                place = line.get("span")
                if isinstance(place, list):  # what people decided in other filings is kept without places, in no order
                    caption = normalise(str(line.get("label", "")))
                    recorded.setdefault(statement, []).append(Recorded(caption=caption, unit=unit, decision=decision))
                if decision is None:
                    continue
                if own and decision.reason and isinstance(place, list) and len(place) == 4:
                    memory.places.setdefault((place[0], place[1], place[2], place[3]), decision)
                concept = decision.concept
                before = memory.exact.setdefault((*key, time), decision)
                memory.captions.setdefault((statement, normal, unit), []).append(decision)
                if before.concept != concept:
                    messages.append(
                        Message(
                            code="mapping.ledgers-disagree",
                            severity=Severity.INFO,
                            text=f"'{line.get('label')}': had {before.concept or 'no tag'} and {concept or 'no tag'}; "
                            "the later counts",
                            concept=before.concept or concept,
                        )
                    )
        for statement, sequence in recorded.items():
            memory.sequences.setdefault(statement, []).append(sequence)
    return memory, messages


def _decision(line: Mapping[str, object]) -> Remembered | None:
    """What a line of a ledger decides, or None where nothing that can be relied on."""
    concept, status, by = line.get("concept"), str(line.get("status", "")), str(line.get("decided_by", ""))
    person = by.removeprefix(_BY_PERSON) if by.startswith(_BY_PERSON) else ""
    named = isinstance(concept, str) and bool(concept)
    if not (named and status in _TRUSTED) and not (person and status == "untagged"):
        return None
    reason = ""
    if person:
        at, comment = str(line.get("decided_at") or "")[:10], str(line.get("comment") or "").strip()
        reason = f"{person} decided this{f' on {at}' if at else ''}{f': {comment}' if comment else ''}"
    return Remembered(
        concept=str(concept) if named and status in _TRUSTED else "",
        status=status,
        decided_by=by,
        extension=_declared(str(concept), line.get("extension")) if person and status == "extension" else None,
        reason=reason,
    )


def _declared(name: str, extension: object) -> Concept | None:
    if not isinstance(extension, dict):
        return None
    return Concept(
        name=name,
        type=str(extension.get("type", "")),
        period_type=str(extension.get("period_type", "")),
        balance=str(extension.get("balance", "")),
        abstract=False,
        substitution_group="xbrli:item",
        label=str(extension.get("label", "")),
    )


def _digest(ledger: Mapping[str, object]) -> str:
    submission = ledger.get("submission")
    return str(submission.get("sha256", "")) if isinstance(submission, dict) else ""


def _statements(ledger: Mapping[str, object]) -> list[tuple[str, list[Mapping[str, object]]]]:
    out: list[tuple[str, list[Mapping[str, object]]]] = []
    statements = ledger.get("statements", ())
    for statement in statements if isinstance(statements, list) else ():
        if isinstance(statement, dict):
            lines = statement.get("lines", ())
            kind = str(statement.get("kind", ""))
            out.append((kind, [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []))
    return out
