"""Memory: what ledgers of earlier filings of the same company say about a caption."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.labels import loose, normalise
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
    """Decisions by statement, section, caption and unit; the later ledgers come first.

    A caption may stand twice in a statement (`Deferred taxes` among assets and among liabilities): each time counts
    for itself.
    """

    exact: dict[tuple[str, str, str, str, int], Remembered] = field(default_factory=dict)
    captions: dict[tuple[str, str, str], list[Remembered]] = field(default_factory=dict)

    def get(self, statement: str, section: Sequence[str], label: str, unit: str, time: int = 0) -> Remembered | None:
        """The decision for a caption that stands in its section for the (`time` + 1)-th time.

        Where the earlier filing had other headings, what it decided for the caption anywhere in the statement counts,
        if that was always the same.
        """
        normal = loose(normalise(label))
        found = self.exact.get((statement, _innermost(section), normal, unit, time))
        if found is not None:
            return found
        others = self.captions.get((statement, normal, unit), [])
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
        for statement, lines in _statements(ledger):
            times: Counter[tuple[str, str, str, str]] = Counter()
            for line in lines:
                parts = line.get("section", ())
                section = [str(part) for part in parts] if isinstance(parts, list | tuple) else [str(parts)]
                normal, unit = loose(normalise(str(line.get("label", "")))), str(line.get("unit", ""))
                key = (statement, _innermost(section), normal, unit)
                time = times[key]
                times[key] += 1
                concept, status = line.get("concept"), str(line.get("status", ""))
                if not isinstance(concept, str) or not concept or status not in _TRUSTED:
                    continue
                decision = Remembered(concept=concept, status=status, decided_by=str(line.get("decided_by", "")))
                before = memory.exact.setdefault((*key, time), decision)
                memory.captions.setdefault((statement, normal, unit), []).append(decision)
                if before.concept != concept:
                    messages.append(
                        Message(
                            code="mapping.ledgers-disagree",
                            severity=Severity.INFO,
                            text=f"'{line.get('label')}': had {before.concept} and {concept}; the later counts",
                            concept=before.concept,
                        )
                    )
    return memory, messages


def _statements(ledger: Mapping[str, object]) -> list[tuple[str, list[Mapping[str, object]]]]:
    out: list[tuple[str, list[Mapping[str, object]]]] = []
    statements = ledger.get("statements", ())
    for statement in statements if isinstance(statements, list) else ():
        if isinstance(statement, dict):
            lines = statement.get("lines", ())
            kind = str(statement.get("kind", ""))
            out.append((kind, [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []))
    return out
