"""Facts of statement cells: value, period, unit, decimals and the place in the source text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.amounts import implied_decimals
from converter.messages import Message, Severity
from converter.model import CellKind, Fact, Period, Status, UnitKind
from converter.write.contexts import context_id, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converter.model import Cell, Concept, MappedStatement, Statement, Unit
    from converter.write.concepts import TaggedLine

_UNITS = {
    "monetaryItemType": UnitKind.MONEY,
    "sharesItemType": UnitKind.SHARES,
    "perShareItemType": UnitKind.PER_SHARE,
    "percentItemType": UnitKind.PURE,
    "pureItemType": UnitKind.PURE,
}
_ANY_UNIT = frozenset(
    {"decimalItemType", "floatItemType", "doubleItemType", "integerItemType", "nonNegativeIntegerItemType"}
)
_PERCENT_SCALE = -2
_WHOLE = Decimal(1)
_START, _END = "periodStartLabel", "periodEndLabel"
_START_ROLES = frozenset({_START, "negatedPeriodStartLabel"})
_END_ROLES = frozenset({_END, "negatedPeriodEndLabel"})


class CellFact(Struct, frozen=True, kw_only=True):
    """The fact of one cell, before it is known whether it may be written."""

    line: TaggedLine
    column: int
    cell: Cell
    period: Period
    context: str
    """The id of the context of its period."""
    unit: Unit
    value: Decimal
    decimals: int
    scale: int
    column_is_instant: bool


def cell_facts(
    mapped: MappedStatement, lines: Sequence[TaggedLine]
) -> tuple[tuple[CellFact, ...], tuple[Message, ...]]:
    """The facts of one statement in the order of its lines and columns, and messages about those that cannot be.

    A blank cell is no fact; a dash is a zero fact. Columns that are pro forma give none, nor does a line whose
    concept has another period type or another unit than what is printed.
    """
    statement = mapped.statement
    messages: list[Message] = []
    columns, notes = _usable_columns(statement)
    messages.extend(notes)
    decimals = _decimals(statement)
    facts = []
    percent, pure = CellKind.PERCENT, UnitKind.PURE  # looking these up for every cell takes a while
    for line in lines:
        printed = line.line
        unit = unit_of(printed.unit, statement.currency)
        if not _fits(line.concept, printed.unit):
            messages.append(_misfit("write.unit-mismatch", line, f"counts {printed.unit.replace('_', ' ')}"))
            continue
        misfit = False
        for cell in printed.cells:
            if cell is None or cell.value is None or cell.column not in columns:
                continue
            if cell.kind is percent and printed.unit is not pure:
                continue
            column = statement.columns[cell.column].period
            period = fact_period(line, column)
            if period is None:
                misfit = True
                continue
            scale = printed.scale
            if cell.kind is percent and not scale:
                scale = _PERCENT_SCALE
            facts.append(
                CellFact(
                    line=line,
                    column=cell.column,
                    cell=cell,
                    period=period,
                    context=context_id(period),
                    unit=unit,
                    value=scaled(cell.value, scale, line.mapped.sign),
                    decimals=decimals.get((printed.unit, scale), -scale),
                    scale=scale,
                    column_is_instant=column.start is None,
                )
            )
        if misfit:
            messages.append(_misfit("write.period-type", line, f"is {line.concept.period_type}, the column is not"))
    return tuple(facts), tuple(messages)


def scaled(printed: Decimal, scale: int, sign: int) -> Decimal:
    """The printed number times ten to the scale, with the sign; exact however many digits it has, never -0."""
    if not printed:
        return Decimal(0)
    if scale >= 0 and printed.same_quantum(_WHOLE):  # nearly all figures
        number = int(printed) * 10**scale
        return Decimal(number if sign > 0 else -number)
    parts = printed.as_tuple()
    if not isinstance(parts.exponent, int):
        return Decimal(0)
    negative = parts.sign if sign > 0 else 1 - parts.sign
    exponent = parts.exponent + scale
    # Written out, so that `str` of it has no exponent: 1.250E+6 is 1250000.
    return Decimal((negative, (*parts.digits, *(0,) * max(0, exponent)), min(0, exponent)))


def fact_period(line: TaggedLine, column: Period) -> Period | None:
    """The period of a fact in a column, or None where concept and column do not go together.

    An instant concept in a duration column is a balance at one of its ends: a `periodStartLabel` means the end of the
    day before the first day, a `periodEndLabel` that of the last day ("Cash at beginning of year" in a cash flow).
    """
    if line.concept.period_type == "duration":
        return None if column.start is None else column
    if column.start is None:
        return column
    if line.label_role in _START_ROLES:
        return Period(end=column.start - dt.timedelta(days=1))
    return Period(end=column.end) if line.label_role in _END_ROLES else None


def balance_role(line: TaggedLine, columns: Iterable[Period]) -> str:
    """The label role of a line, with start and end of period told from its words where the mapping left it open."""
    known = _START_ROLES | _END_ROLES
    if line.concept.period_type != "instant" or line.label_role in known or all(each.is_instant for each in columns):
        return line.label_role
    words = set(line.line.label.lower().replace(",", " ").split())
    if words & {"beginning", "start", "opening"}:
        return _START
    return _END if words & {"end", "ending", "closing"} else line.label_role


def finished(fact: CellFact, code: str) -> Fact:
    """The fact for the report; its id names the statement (`code`), line and column: `f_bs_12_0`."""
    line = fact.line
    return Fact(
        id=f"f_{code}_{line.line.index}_{fact.column}",
        concept=line.concept.name,
        value=fact.value,
        context=fact.context,
        period=fact.period,
        unit=fact.unit.id,
        decimals=fact.decimals,
        scale=fact.scale,
        text=_number_text(fact.cell),
        span=fact.cell.number_span,
        status=line.mapped.status,
    )


def _number_text(cell: Cell) -> str:
    first = cell.number_span.first_column - cell.span.first_column
    length = cell.number_span.last_column - cell.number_span.first_column + 1
    return cell.text[first : first + length]


def _usable_columns(statement: Statement) -> tuple[frozenset[int], tuple[Message, ...]]:
    columns: dict[Period, int] = {}
    messages = []
    usable = set()
    for index, column in enumerate(statement.columns):
        head = column.head.lower().replace("-", " ")
        if "pro forma" in head or "proforma" in head:
            messages.append(_unused_column("write.pro-forma", statement, column.head, "is pro forma"))
            continue
        other = columns.setdefault(column.period, index)
        if other != index and column.restated == statement.columns[other].restated:
            usable.add(index)  # two prints of one period: where they differ, the conflict is reported fact by fact
            continue
        if other != index:
            # "As previously reported" beside "as restated": the company stands by the restated column only.
            loser = other if column.restated else index
            usable.discard(loser)
            columns[column.period] = index if column.restated else other
            text = "is restated by another column"
            messages.append(_unused_column("write.restated", statement, statement.columns[loser].head, text))
            if loser == index:
                continue
        usable.add(index)
    return frozenset(usable), tuple(messages)


def _unused_column(code: str, statement: Statement, head: str, why: str) -> Message:
    text = f"column {head!r} of {statement.title!r} {why} and gives no facts"
    return Message(code=code, severity=Severity.INFO, text=text, span=statement.span)


def _decimals(statement: Statement) -> dict[tuple[UnitKind, int], int]:
    groups: dict[tuple[UnitKind, int], list[Decimal]] = {}
    percent, pure = CellKind.PERCENT, UnitKind.PURE
    for line in statement.lines:
        plain = groups.setdefault((line.unit, line.scale), [])
        for cell in line.cells:
            if cell is None or cell.value is None:
                continue
            if cell.kind is not percent:
                plain.append(cell.value)
            elif line.unit is pure:
                groups.setdefault((line.unit, line.scale or _PERCENT_SCALE), []).append(cell.value)
    return {key: implied_decimals(values, key[1]) for key, values in groups.items()}


def _fits(concept: Concept, unit: UnitKind) -> bool:
    local = concept.type.rpartition(":")[2]
    return local in _ANY_UNIT or _UNITS.get(local) is unit


def _misfit(code: str, line: TaggedLine, why: str) -> Message:
    return Message(
        code=code,
        severity=Severity.WARNING,
        text=f"{line.line.label!r} {why}: {line.concept.name} does not fit and gives no fact here"
        if code == "write.unit-mismatch"
        else f"{line.concept.name} {why}: {line.line.label!r} gives no fact there",
        span=line.line.span,
        concept=line.concept.name,
    )


STATUS_ORDER = {Status.ACCEPTED: 0, Status.EXTENSION: 1, Status.REVIEW: 2, Status.UNTAGGED: 3}
"""How much a person may rely on a line, best first."""
