"""The facts of a report as a schedule asks for them: by concept, near a period, and equal within the rounding."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from converter.model import Fact, Report, ScheduleColumn, ScheduleValue

_DAYS_OFF = 10
"""Schedules state the end of the month where a year of 52 weeks ends a few days before or after it."""
_DAYS_LONG = 16
"""How far a duration may be from a number of whole months: 53 weeks are 6 days more than a year."""
_MONTH = Decimal("30.4375")


class FactIndex:
    """The numbers of a report; concepts are named without their prefix."""

    def __init__(self, report: Report) -> None:
        units = {unit.id: unit for unit in report.units}
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        self._per_share: set[str] = set()
        self.restated = {
            column.period
            for section in report.sections
            if section.statement is not None
            for column in section.statement.columns
            if column.restated
        }
        for fact in report.facts:
            unit = units.get(fact.unit)
            if unit is None or not isinstance(fact.value, Decimal) or not unit.numerator.startswith("iso4217:"):
                continue
            self._facts[fact.concept.removeprefix("us-gaap:")].append(fact)
            if unit.denominator:
                self._per_share.add(fact.id)

    def of(self, concepts: Iterable[str], *, per_share: bool) -> list[Fact]:
        """The facts of some concepts, in the order of the concepts."""
        return [
            fact
            for concept in concepts
            for fact in self._facts.get(concept, ())
            if (fact.id in self._per_share) == per_share
        ]

    def all(self, *, per_share: bool) -> Iterator[Fact]:
        """Every amount of money, or every amount per share."""
        for facts in self._facts.values():
            yield from (fact for fact in facts if (fact.id in self._per_share) == per_share)


def in_period(fact: Fact, column: ScheduleColumn, *, instant: bool) -> bool:
    """Whether a fact is of the date, or of the stretch of time, that a column of a schedule states."""
    end = column.period_end or column.fiscal_year_end
    if end is None or fact.period.is_instant != instant or abs((fact.period.end - end).days) > _DAYS_OFF:
        return False
    if instant or column.months is None or fact.period.start is None:
        return True
    return abs(_days(fact.period.start, fact.period.end) - column.months * _MONTH) <= _DAYS_LONG


def _days(start: dt.date, end: dt.date) -> int:
    return (end - start).days + 1


def amount(fact: Fact) -> Decimal:
    """The value of a fact of the index."""
    return fact.value if isinstance(fact.value, Decimal) else Decimal(0)


def grain(value: ScheduleValue, fact: Fact) -> Decimal:
    """The coarser of the last digits that schedule and statement print."""
    stated = Decimal(1).scaleb(-fact.decimals) if fact.decimals is not None else Decimal(0)
    return max(printed_grain(value), stated)


def printed_grain(value: ScheduleValue) -> Decimal:
    """The last digit that a schedule prints, in full."""
    exponent = value.value.as_tuple().exponent
    printed = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    return printed * (value.full / value.value if value.value else Decimal(1))


def equal(expected: Decimal, found: Decimal, step: Decimal) -> bool:
    """Whether two values are the same figure, rounded to `step` in one of the two places."""
    return abs(expected - found) * 2 <= step
