"""Uniqueness: one value for a concept in a period over all statements of the filing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.mapping.sections import is_opening
from converter.messages import Message, Severity
from converter.model import Period, Scope, StatementKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import Concept, FootingTree, Line, Statement
    from converter.taxonomy.release import Taxonomy

_Key = tuple[str, Period]
"""A concept by name, and a period."""
_Value = tuple[_Key, Decimal, int]
"""What a line says of a concept in a period, and the power of ten of the last digit that is printed."""
_WHOLE = Decimal(1)
_LEAST = 0.10
"""A candidate below this confidence does not step in for one that is taken."""


@dataclass(slots=True)
class Extensions:
    """The extension concepts of a filing: one for the same caption in several statements, where the values allow it."""

    names: dict[str, Concept] = field(default_factory=dict)
    """By local name."""
    claims: dict[_Key, tuple[Decimal, int]] = field(default_factory=dict)

    def settled(self, statement: Statement, line: Line, fresh: Concept) -> Concept:
        """The concept that a line of an earlier statement has already, or else the fresh one."""
        for concept in self.names.values():
            same = replace(fresh, name=concept.name, label=concept.label) == concept
            if not same or concept.label.lower() != fresh.label.lower():
                continue
            values = _values(statement, line, concept)
            if not _clashes(values, self.claims):
                _claim(values, self.claims)
                return concept
        self.names[fresh.name.partition(":")[2]] = fresh
        _claim(_values(statement, line, fresh), self.claims)
        return fresh


def settle(
    footed: Sequence[tuple[Statement, FootingTree]],
    decided: Sequence[Mapping[int, Decision]],
    taxonomy: Taxonomy,
) -> list[Message]:
    """Messages about lines that gave up their concept because a stronger line has it with another value.

    The surest lines choose first. A line whose concept is taken with another value in the same period gets its next
    candidate, for review, or else an extension concept. Statements of other entities are left alone, and so are
    statements of equity: their columns are members of a dimension, not values of the whole.
    """
    messages: list[Message] = []
    claims: dict[_Key, tuple[Decimal, int]] = {}
    order: list[tuple[float, int, int]] = []
    for number, ((statement, _), decisions) in enumerate(zip(footed, decided, strict=True)):
        if statement.scope is Scope.CONSOLIDATED and statement.kind is not StatementKind.EQUITY:
            order += [(-_strength(decision), number, index) for index, decision in decisions.items()]
    for _, number, index in sorted(order):
        statement = footed[number][0]
        line = statement.lines[index]
        decision = decided[number][index]
        if decision.concept is None:
            continue
        wanted = decision.concept
        values = _values(statement, line, wanted)
        if not _clashes(values, claims):
            _claim(values, claims)
            continue
        other = _next(statement, line, decision, claims, taxonomy)
        text = f"'{line.label}': {wanted.name} has another value in the same period on a line that is surer of it"
        reason = f"{wanted.name} is taken by another line"
        decision.reasons = (reason, *decision.reasons[:3])
        decision.decided_by = "model"
        if other is not None:
            decision.concept, decision.confidence = other
            decision.status = Status.REVIEW
            _claim(_values(statement, line, other[0]), claims)
        else:
            decision.concept, decision.status = None, Status.EXTENSION
        messages.append(
            Message(
                code="mapping.concept-taken",
                severity=Severity.INFO,
                text=text,
                span=line.label_span,
                concept=wanted.name,
            )
        )
    return messages


def _strength(decision: Decision) -> float:
    by = decision.decided_by
    return decision.confidence + (2.0 if by.startswith(("rule:", "ledger")) else 0.0)


def _values(statement: Statement, line: Line, concept: Concept) -> list[_Value]:
    out: list[_Value] = []
    for column, cell in zip(statement.columns, line.cells, strict=False):
        if cell is None or cell.value is None:
            continue
        period = column.period
        if concept.period_type == "instant" and not period.is_instant:
            start = period.start
            if is_opening(line.label) and start is not None:
                period = Period(end=start - dt.timedelta(days=1))
            else:
                period = Period(end=period.end)
        value = abs(cell.value).scaleb(line.scale)
        # What is not printed beyond the last digit may differ between statements: half a unit of the coarser one.
        exponent = 0 if cell.value.same_quantum(_WHOLE) else cell.value.as_tuple().exponent
        out.append(((concept.name, period), value, line.scale + (exponent if isinstance(exponent, int) else 0)))
    return out


def _clashes(values: Iterable[_Value], claims: Mapping[_Key, tuple[Decimal, int]]) -> bool:
    for key, value, unit in values:
        if key in claims:
            other, its = claims[key]
            if value != other and abs(value - other) > _WHOLE.scaleb(max(unit, its)):
                return True
    return False


def _claim(values: Iterable[_Value], claims: dict[_Key, tuple[Decimal, int]]) -> None:
    for key, value, unit in values:
        claims.setdefault(key, (value, unit))


def _next(
    statement: Statement,
    line: Line,
    decision: Decision,
    claims: Mapping[_Key, tuple[Decimal, int]],
    taxonomy: Taxonomy,
) -> tuple[Concept, float] | None:
    for candidate in decision.candidates:
        concept = taxonomy.concept(candidate.concept)
        if concept is None or candidate.confidence < _LEAST:
            continue
        if _clashes(_values(statement, line, concept), claims):
            continue
        return concept, candidate.confidence
    return None
