"""Unscaled statements: those that print no scale get the one that their figures prove, if any.

A page without "(in thousands)" between pages that have it is in thousands too where it repeats their figures: net
income in the cash flow statement, cash in the balance sheet.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity, Span
from converter.model import CellKind, Scope, UnitKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from converter.model import Statement

_PROVEN = "statements.proven-scale"
_LEAST = 1000
_ROUND = 100
"""Amounts that are smaller, or multiples of this, are repeated by chance: dividends of 1,200 and taxes of 1,200."""
_DOLLARS = 30
"""How often the largest amount of a scaled statement beside it is that of a statement in dollars, at least."""
_REPEATED = 2
"""Amounts that two statements must have in common."""


def with_proven_scales(
    statements: Sequence[Statement], said: Sequence[Message]
) -> tuple[list[Statement], list[Message]]:
    """The statements, those that print no scale in the one that is proven for them, and a message for each of these.

    Where nothing is proven beside a scaled statement, the amounts stay as they are printed, in doubt.

    It is proven by the shares of the income statement beside them, of which a message among `said` tells, or by amounts
    that they repeat of a statement of the same document that prints its scale.
    """
    places = {message.span for message in said if message.code == _PROVEN}
    proven = {
        statement.document: statement.scale
        for statement in statements
        if any(span is not None and span.first_line == statement.span.first_line for span in places)
    }
    result: list[Statement] = []
    messages: list[Message] = []
    for statement in statements:
        power = 0 if statement.scale else proven.get(statement.document, 0)
        reason = ""
        if not power and not statement.scale and (other := _repeated(statement, statements)) is not None:
            power, reason = other.scale, f"the amounts that it repeats of {other.title!r} show"
        if power:
            messages.append(proven_scale(statement.title, statement.span, power, reason))
            lines = (replace(line, scale=power) if line.unit is UnitKind.MONEY else line for line in statement.lines)
            statement = replace(statement, scale=power, lines=tuple(lines))
        elif not statement.scale and (other := _scaled_beside(statement, statements)) is not None:
            messages.append(_no_scale(statement, other))
            doubt = f"no scale is printed here, though {other.title!r} is in units of {10**other.scale:,}"
            lines = (replace(line, doubt=doubt) if line.unit is UnitKind.MONEY else line for line in statement.lines)
            statement = replace(statement, lines=tuple(lines))
        result.append(statement)
    return result, messages


def proven_scale(title: str, span: Span, power: int, reason: str = "") -> Message:
    """The message that a statement without a printed scale is in units of a power of ten, by its shares or a reason."""
    reason = reason or "net income, earnings per share and shares show"
    return Message(
        code=_PROVEN,
        severity=Severity.WARNING,
        text=f"{title!r} prints no scale; {reason} that it is in units of {10**power:,}",
        span=span,
    )


def _no_scale(statement: Statement, other: Statement) -> Message:
    return Message(
        code="statements.no-scale",
        severity=Severity.WARNING,
        text=f"{statement.title!r} prints no scale, though {other.title!r} is in units of {10**other.scale:,}; its "
        "amounts are taken as they stand",
        span=statement.span,
    )


def _scaled_beside(statement: Statement, statements: Sequence[Statement]) -> Statement | None:
    """A scaled statement of the document that this one may share its scale with; None where its amounts are dollars."""
    if statement.scope is not Scope.CONSOLIDATED:
        return None
    own = [each for each in statements if each.document == statement.document and each.scope is Scope.CONSOLIDATED]
    largest = max(_largest(each) for each in own if not each.scale)
    return next((each for each in own if each.scale and 0 < largest < _DOLLARS * _largest(each)), None)


def _largest(statement: Statement) -> Decimal:
    """The largest amount as it is printed."""
    return max(
        (
            abs(cell.value)
            for line in statement.lines
            if line.unit is UnitKind.MONEY
            for cell in line.cells
            if cell is not None and cell.value is not None
        ),
        default=Decimal(0),
    )


def _repeated(statement: Statement, statements: Sequence[Statement]) -> Statement | None:
    """The first statement with a printed scale whose amounts this one repeats; None where such have several scales."""
    printed = _amounts(statement)
    found = [
        other
        for other in statements
        if other.scale
        and other.document == statement.document
        and other.kind is not statement.kind
        and other.scope is statement.scope is Scope.CONSOLIDATED
        and other.currency == statement.currency
        and len(printed & _amounts(other)) >= _REPEATED
    ]
    return found[0] if len({other.scale for other in found}) == 1 else None


def _amounts(statement: Statement) -> set[tuple[dt.date, Decimal]]:
    """The amounts as they are printed that are not repeated by chance, each with the last day of its column."""
    return {
        (statement.columns[cell.column].period.end, cell.value.copy_abs())
        for line in statement.lines
        if line.unit is UnitKind.MONEY and line.scale == statement.scale
        for cell in line.cells
        if cell is not None and cell.kind is CellKind.AMOUNT and cell.value is not None
        if abs(cell.value) >= _LEAST and cell.value % _ROUND
    }
