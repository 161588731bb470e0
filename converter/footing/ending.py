"""Whether a text stops in the middle of a statement, as a file does whose transfer was cut off."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from converter.model import LineRole, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.messages import Span
    from converter.model import FootingTree, Line, Statement, Submission

_NOTHING = f"{string.whitespace}\x1c\x1d\x1e\x1f\x85\xa0=_-"
"""What may follow the last row and say nothing: blanks and rules. A tag or a word is the end of the table."""
_PAGE = 60
"""Lines."""
_CLOSING = {
    StatementKind.INCOME_STATEMENT: re.compile(
        r"\bnet\b.{0,40}\b(?:income|loss|earnings|deficit|profit)", re.IGNORECASE
    ),
    StatementKind.CASH_FLOW: re.compile(r"\b(?:increase|decrease|change|end|ending)\b", re.IGNORECASE),
}


def cut_off(submission: Submission, footed: Sequence[tuple[Statement, FootingTree]]) -> Span | None:
    """The span of the statement in which the text stops, or None where it does not.

    A press release may well end with a statement and nothing after it. The statement is cut off only where what closes
    its kind is missing as well: the second side of a balance sheet that equals the first, net income, the change in
    cash. Of a text that stops after that, nothing can be told. Where the document has no end tag, headings and a
    caption may follow the last row that was read.
    """
    if not footed:
        return None
    statement, tree = max(footed, key=lambda each: each[0].span.last_line)
    after = submission.text.rstrip(_NOTHING).count("\n") + 1 - statement.span.last_line
    unclosed = statement.document == len(submission.documents) - 1 and not submission.documents[-1].closed
    if after > (_PAGE if unclosed else 0):
        return None
    return None if _is_closed(statement, tree) else statement.span


def _is_closed(statement: Statement, tree: FootingTree) -> bool:
    lines = [line for line in statement.lines if line.has_values and line.unit is UnitKind.MONEY]
    if statement.kind is StatementKind.BALANCE_SHEET:
        totals = {footing.total for footing in tree.footings}
        summed = [line for line in lines if line.index in totals or line.role in (LineRole.SUBTOTAL, LineRole.TOTAL)]
        return len({_values(line) for line in summed}) < len(summed)
    pattern = _CLOSING.get(statement.kind)
    return pattern is None or any(pattern.search(line.label) for line in lines)


def _values(line: Line) -> tuple[object, ...]:
    return tuple(None if cell is None else cell.value for cell in line.cells)
