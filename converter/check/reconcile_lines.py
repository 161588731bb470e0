"""Lines below each other that add up to a value of a schedule, which states in one figure what the statement parts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from converter.check.reconcile_facts import equal, in_period
from converter.model import LineRole, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.model import Fact, Report, ScheduleColumn, ScheduleValue, Statement

_KINDS = (StatementKind.INCOME_STATEMENT, StatementKind.BALANCE_SHEET)
_MOST_LINES = 6
_LEAST_UNITS = 1000
"""A sum of fewer units of the last digit is met by chance."""


class Run(NamedTuple):
    """Lines of a statement below each other."""

    fact: Fact
    """That of the first line."""
    first: int
    """The first of its lines in the text."""
    last: int
    length: int


class _Line(NamedTuple):
    fact: Fact
    amount: Decimal
    """As printed, negative in parentheses, in full."""


class PrintedLines:
    """The amounts of income statements and balance sheets as they are printed, column by column."""

    def __init__(self, report: Report) -> None:
        facts = {(fact.span.first_line, fact.span.first_column): fact for fact in report.facts}
        statements = [section.statement for section in report.sections if section.statement is not None]
        self._runs = [
            run
            for kind in _KINDS
            for statement in statements
            if statement.kind is kind
            for column in range(len(statement.columns))
            for run in _parts(statement, column, facts)
        ]

    def adding_up_to(self, value: ScheduleValue, column: ScheduleColumn, *, instant: bool) -> Run | None:
        """The shortest run of lines in a period whose amounts, or what they come to, are a value without its sign.

        ::

            Savings deposits                        8,882
            Certificates of deposit                 3,543      INTEREST-DEPOSIT of 26,878
            Other time deposits                    14,453
        """
        wanted = abs(value.full)
        found = [
            Run(lines[start].fact, lines[start].fact.span.first_line, lines[end].fact.span.last_line, end - start + 1)
            for lines in self._runs
            if in_period(lines[0].fact, column, instant=instant)
            for start, end in _sums(lines, wanted)
        ]
        return min(found, key=lambda run: (run.length, run.first), default=None)


def _parts(statement: Statement, column: int, facts: dict[tuple[int, int], Fact]) -> Iterator[list[_Line]]:
    """The lines of a column from one total to the next: a sum over a total would count twice."""
    run: list[_Line] = []
    for line in statement.lines:
        cell = line.cells[column] if column < len(line.cells) else None
        if line.role in (LineRole.SUBTOTAL, LineRole.TOTAL):
            if len(run) > 1:
                yield run
            run = []
        elif cell is not None and cell.value is not None and line.unit is UnitKind.MONEY:
            fact = facts.get((cell.number_span.first_line, cell.number_span.first_column))
            if fact is not None:
                run.append(_Line(fact, cell.value.scaleb(line.scale)))
    if len(run) > 1:
        yield run


def _sums(lines: list[_Line], wanted: Decimal) -> Iterator[tuple[int, int]]:
    for start, first in enumerate(lines):
        total = first.amount
        for end in range(start + 1, min(start + _MOST_LINES, len(lines))):
            total += lines[end].amount
            step = Decimal(1).scaleb(-(first.fact.decimals or 0))
            if wanted >= _LEAST_UNITS * step and equal(wanted, abs(total), step):
                yield start, end
