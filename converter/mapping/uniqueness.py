"""Uniqueness: one value for a concept in a period over all statements of the filing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from converter.mapping.decisions import DOUBTED
from converter.mapping.parts import parts_of
from converter.mapping.sections import is_opening
from converter.messages import Message, Severity
from converter.model import Scope, StatementKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import Concept, FootingTree, Line, Statement
    from converter.taxonomy.release import Taxonomy

_Key = tuple[str, dt.date, dt.date | None]
"""A concept by name, the end of a period and its start."""
_WHOLE = Decimal(1)
_ASKED = 64
"""A caption that stands on more lines than that, as `Common stock` in a list of holdings, has a concept for each."""
_LEAST = 0.10
"""A candidate below this confidence does not step in for one that is taken."""
_LEAST_AFTER_RULE = 0.30
"""The same where a curated rule named what is taken."""


class _Figure(NamedTuple):
    """What a line says of a concept in a period."""

    value: Decimal
    """As printed, without its sign."""
    scale: int
    unit: int
    """The power of ten of the last digit that is printed."""
    owner: tuple[int, int] | None
    """The line that says it, by its statement and its place there; None where nobody asks."""


@dataclass(slots=True)
class Extensions:
    """The extension concepts of a filing: one for the same caption in several statements, where the values allow it."""

    names: dict[str, Concept] = field(default_factory=dict)
    """By local name."""
    claims: dict[_Key, _Figure] = field(default_factory=dict)
    _alike: dict[Concept, list[Concept]] = field(default_factory=dict)
    """Those of one caption, type, period type and balance, in their order."""

    def settled(self, statement: Statement, line: Line, fresh: Concept) -> Concept:
        """The concept that a line of an earlier statement has already, or else the fresh one."""
        alike = self._alike.setdefault(replace(fresh, name="", label=fresh.label.lower()), [])
        for concept in alike[:_ASKED]:
            values = _values(statement, line, concept)
            if not _clashes(values, self.claims):
                _claim(values, self.claims)
                return concept
        self.names[fresh.name.partition(":")[2]] = fresh
        alike.append(fresh)
        _claim(_values(statement, line, fresh), self.claims)
        return fresh


def settle(
    footed: Sequence[tuple[Statement, FootingTree]],
    decided: Sequence[Mapping[int, Decision]],
    taxonomy: Taxonomy,
) -> list[Message]:
    """Messages about lines that gave up their concept because a stronger line has it with another value.

    The surest lines choose first, among equals a printed caption before one that was made for a sum without one, and
    a sum before what is summed into it where this is a balance sheet or the caption was made. A line whose
    concept is taken with another value in the same period gets its next candidate, for review, or else an extension
    concept; and where nothing but the order of the lines told which of two comes first, both are left for review.
    Statements of other entities are left alone, and so are statements of equity: their columns are members of a
    dimension, not values of the whole.
    """
    messages: list[Message] = []
    claims: dict[_Key, _Figure] = {}
    order: list[tuple[float, bool, int, int, int]] = []
    parts = [parts_of(tree) for _, tree in footed]
    for number, ((statement, _), decisions) in enumerate(zip(footed, decided, strict=True)):
        if statement.scope is Scope.CONSOLIDATED and statement.kind is not StatementKind.EQUITY:
            for index, decision in decisions.items():
                made = statement.lines[index].generated_label
                below = parts[number].get(index, ()) if made or statement.kind is StatementKind.BALANCE_SHEET else ()
                order.append((-_strength(decision), made, number, -len(below), index))
    for _, _, number, _, index in sorted(order):
        statement = footed[number][0]
        line = statement.lines[index]
        decision = decided[number][index]
        if decision.concept is None:
            continue
        wanted = decision.concept
        values = _values(statement, line, wanted, (number, index))
        if not _clashes(values, claims):
            _claim(values, claims)
            continue
        for rival in {claims[key].owner for key, figure in values if key in claims and _differ(figure, claims[key])}:
            if rival is not None and rival[0] == number and index not in parts[number].get(rival[1], ()):
                _doubt(decided[number][rival[1]], decision, line.label)
        # A rule knows what the line is: what the model has little to say for is something else.
        least = _LEAST_AFTER_RULE if decision.decided_by.startswith("rule:") else _LEAST
        other = _next(statement, line, decision, claims, taxonomy, least)
        text = f"'{line.label}': {wanted.name} has another value in the same period on a line that is surer of it"
        reason = f"{wanted.name} is taken by another line"
        decision.reasons = (reason, *decision.reasons[:3])
        decision.decided_by = "model"
        if other is not None:
            decision.concept, decision.confidence = other
            decision.status = Status.REVIEW
            _claim(_values(statement, line, other[0], (number, index)), claims)
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


def _doubt(rival: Decision, decision: Decision, label: str) -> None:
    """Leave for review a line that has a concept by the same authority as another one that claims it."""
    kinds = {each.decided_by.partition(":")[0] for each in (rival, decision)}
    if {rival.status, decision.status} == {Status.ACCEPTED} and len(kinds) == 1 and not rival.by_person:
        rival.status, rival.confidence = Status.REVIEW, min(rival.confidence, DOUBTED)
        rival.reasons = (f"'{label}' is as likely to be this, with another value", *rival.reasons[:3])


def _values(
    statement: Statement, line: Line, concept: Concept, owner: tuple[int, int] | None = None
) -> list[tuple[_Key, _Figure]]:
    out: list[tuple[_Key, _Figure]] = []
    for column, cell in zip(statement.columns, line.cells, strict=False):
        if cell is None or cell.value is None:
            continue
        start, end = column.period.start, column.period.end
        if start is not None and concept.period_type == "instant":
            end = start - dt.timedelta(days=1) if is_opening(line.label) else end
            start = None
        # Statements may round the same amount to other digits, or adjust it so that they add up: by one unit of the
        # coarser one.
        exponent = 0 if cell.value.same_quantum(_WHOLE) else cell.value.as_tuple().exponent
        unit = line.scale + (exponent if isinstance(exponent, int) else 0)
        out.append(((concept.name, end, start), _Figure(abs(cell.value), line.scale, unit, owner)))
    return out


def _clashes(values: Iterable[tuple[_Key, _Figure]], claims: Mapping[_Key, _Figure]) -> bool:
    return any(key in claims and _differ(figure, claims[key]) for key, figure in values)


def _differ(one: _Figure, other: _Figure) -> bool:
    difference = abs(one.value.scaleb(one.scale) - other.value.scaleb(other.scale))
    return difference > _WHOLE.scaleb(max(one.unit, other.unit))


def _claim(values: Iterable[tuple[_Key, _Figure]], claims: dict[_Key, _Figure]) -> None:
    for key, figure in values:
        claims.setdefault(key, figure)


def _next(
    statement: Statement,
    line: Line,
    decision: Decision,
    claims: Mapping[_Key, _Figure],
    taxonomy: Taxonomy,
    least: float,
) -> tuple[Concept, float] | None:
    for candidate in decision.candidates:
        concept = taxonomy.concept(candidate.concept)
        if concept is None or candidate.confidence < least:
            continue
        if _clashes(_values(statement, line, concept), claims):
            continue
        return concept, candidate.confidence
    return None
