"""One period, one column: what becomes of table columns that state the same period.

Components stand in an inner column and their sums in an outer one; a year is printed as it was reported and as
restated, for guarantors and for all companies together, or again above the shares of each series of stock.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.model import StatementColumn
from converter.read.heads import says_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.messages import Span
    from converter.model import Period, Table
    from converter.read.heads import ColumnHead

_CONSOLIDATED = re.compile(r"\bconsolidated\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btotals?\b", re.IGNORECASE)


def one_for_each(
    periods: Sequence[Period | None], heads: Sequence[ColumnHead], tables: Sequence[Table], span: Span
) -> tuple[list[StatementColumn], list[list[int]], list[Message]]:
    """One column for each period, the table columns that make it up, and messages about those that repeat it."""
    columns: list[StatementColumn] = []
    kept: list[list[int]] = []
    repeated: list[tuple[int, int, Period]] = []
    for index, (period, head) in enumerate(zip(periods, heads, strict=True)):
        if period is None:
            continue
        first = next((position for position, column in enumerate(columns) if column.period == period), None)
        if first is None:
            columns.append(StatementColumn(period=period, head=head.text, restated=head.restated))
            kept.append([index])
        elif first == len(columns) - 1 and _is_inner(tables, kept[-1][-1], index):
            kept[-1].append(index)
        else:
            repeated.append((index, first, period))
    # Restated years, guarantors beside the group: one head that says why is enough for all.
    explained = any(heads[index].restated or says_more(heads[index].text) for index, _, _ in repeated)
    # "As Reported   As Restated", each over two years, stands over one column of its pair.
    restated = any(heads[index].restated and not columns[first].restated for index, first, _ in repeated)
    messages = []
    for index, first, period in repeated:
        head = heads[index]
        text = f"{named_column(index, head)} repeats the period {period}"
        if not explained:
            messages.append(unclear_period(f"{text}, and nothing says why; neither is used", span))
            continue
        below = restated and not columns[first].restated and not says_more(head.text)
        better = below or _is_better(head, columns[first]) or _is_fuller(tables, index, kept[first])
        text = f"{text}; {'it is the one that is used' if better else 'only the first is used'}"
        messages.append(Message(code="statements.repeated-period", severity=Severity.WARNING, text=text, span=span))
        if better:
            columns[first] = StatementColumn(period=period, head=head.text, restated=below or head.restated)
            kept[first] = [index]
    unclear = set() if explained else {first for _, first, _ in repeated}
    clear = [position for position in range(len(columns)) if position not in unclear]
    return [columns[position] for position in clear], [kept[position] for position in clear], messages


def named_column(index: int, head: ColumnHead) -> str:
    """A table column as messages name it: `column 2 (1995)`."""
    return f"column {index + 1} ({head.text or 'without a head'})"


def unclear_period(text: str, span: Span) -> Message:
    """The message about a column that is left out because more than one period may be meant."""
    return Message(code="statements.unclear-period", severity=Severity.WARNING, text=text, span=span)


def _is_better(head: ColumnHead, column: StatementColumn) -> bool:
    """Whether a column is the registrant's rather than an earlier one: "as previously reported" stands beside it.

    Guarantors and parent come before what they make up together.
    """
    if head.restated != column.restated:
        return head.restated
    return wholeness(head.text) > wholeness(column.head)


def _is_fuller(tables: Sequence[Table], column: int, others: Sequence[int]) -> bool:
    """Whether a column has amounts in half as many rows again as others of its period.

    A statement of capitalization prints the shares of each series, "December 31, 1994" above them, left of all amounts.
    """
    filled = [{cell.column for cell in row.cells} for table in tables for row in table.rows]
    own, their = (sum(not columns.isdisjoint(each) for columns in filled) for each in ([column], others))
    return own * 2 >= their * 3


def wholeness(head: str) -> int:
    """How surely a column is that of all companies together, by the words over it."""
    return 2 if _CONSOLIDATED.search(head) else 1 if _TOTAL.search(head) else 0


def _is_inner(tables: Sequence[Table], inner: int, outer: int) -> bool:
    """Whether two table columns are components and sums of one: at most half of the rows of either fill both."""
    if outer != inner + 1:
        return False
    filled = [{cell.column for cell in row.cells} for table in tables for row in table.rows]
    both = sum(inner in columns and outer in columns for columns in filled)
    least = min(sum(inner in columns for columns in filled), sum(outer in columns for columns in filled))
    return both * 2 <= least
