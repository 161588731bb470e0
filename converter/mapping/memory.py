"""Memory: what ledgers of earlier filings of the same company say about a caption."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.labels import normalise
from converter.messages import Message, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TRUSTED = frozenset({"accepted", "extension"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What an earlier ledger decided for a caption."""

    concept: str
    status: str
    decided_by: str


@dataclass(slots=True)
class Memory:
    """Decisions by statement, section and caption; the later ledgers come first."""

    exact: dict[tuple[str, str, str, str], Remembered] = field(default_factory=dict)
    loose: dict[tuple[str, str, str], list[Remembered]] = field(default_factory=dict)

    def get(self, statement: str, section: Sequence[str], label: str, unit: str) -> Remembered | None:
        """The decision for a caption: with the same section, else in the whole statement if there is only one."""
        normal = normalise(label)
        found = self.exact.get((statement, _innermost(section), normal, unit))
        if found is not None:
            return found
        others = self.loose.get((statement, normal, unit), [])
        return others[0] if len({each.concept for each in others}) == 1 else None


def _innermost(section: Sequence[str]) -> str:
    return normalise(section[-1]) if section else ""


def remember(ledgers: Sequence[Mapping[str, object]]) -> tuple[Memory, list[Message]]:
    """The memory made of ledgers, the oldest first, and messages where two of them disagree.

    A decision that nobody accepted (status `review` or `untagged`) is not remembered.
    """
    memory = Memory()
    messages: list[Message] = []
    for ledger in reversed(ledgers):
        for statement, line in _lines(ledger):
            concept, status = line.get("concept"), str(line.get("status", ""))
            if not isinstance(concept, str) or not concept or status not in _TRUSTED:
                continue
            section = line.get("section", ())
            parts = [str(part) for part in section] if isinstance(section, list | tuple) else [str(section)]
            normal, unit = normalise(str(line.get("label", ""))), str(line.get("unit", ""))
            decision = Remembered(concept=concept, status=status, decided_by=str(line.get("decided_by", "")))
            key = (statement, _innermost(parts), normal, unit)
            before = memory.exact.setdefault(key, decision)
            if before.concept != concept and before.decided_by != decision.decided_by:
                messages.append(
                    Message(
                        code="mapping.ledgers-disagree",
                        severity=Severity.INFO,
                        text=f"'{line.get('label')}': ledgers have {before.concept} and {concept}; the later counts",
                        concept=before.concept,
                    )
                )
            memory.loose.setdefault((statement, normal, unit), []).append(decision)
    return memory, messages


def _lines(ledger: Mapping[str, object]) -> list[tuple[str, Mapping[str, object]]]:
    out: list[tuple[str, Mapping[str, object]]] = []
    statements = ledger.get("statements", ())
    for statement in statements if isinstance(statements, list) else ():
        if isinstance(statement, dict):
            kind, lines = str(statement.get("kind", "")), statement.get("lines", ())
            out += [(kind, line) for line in lines if isinstance(line, dict)]
    lines = ledger.get("lines", ())
    for line in lines if isinstance(lines, list) else ():
        if isinstance(line, dict):
            out.append((str(line.get("statement", "")), line))
    return out
