"""Missing statements: the kinds of a periodic report of which none was found, though others were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.model import Scope, StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Statement

_FORMS = ("10-K", "10-Q")
_NAMES = {
    StatementKind.BALANCE_SHEET: "balance sheet",
    StatementKind.INCOME_STATEMENT: "income statement",
    StatementKind.CASH_FLOW: "cash flow statement",
}


def missing_statements(form: str, statements: Sequence[Statement]) -> Iterator[Message]:
    """A message for each primary statement that a report of the form has and of which none of the registrant is read.

    Amendments may have any of them; a filing without any statement is told elsewhere.
    """
    own = {statement.kind for statement in statements if statement.scope is Scope.CONSOLIDATED}
    if not form.startswith(_FORMS) or "/A" in form or own.isdisjoint(_NAMES):
        return
    for kind, name in _NAMES.items():
        if kind not in own:
            yield Message(
                code="statements.not-found",
                severity=Severity.WARNING,
                text=f"no {name} was found, though a {form} has one; its title may not be known",
            )
