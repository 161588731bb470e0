"""The fiscal calendar of the registrant: on which days its years end, from the header and its balance sheets."""

from __future__ import annotations

import calendar as month_calendar
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.periods import find_days, is_month_end
from converter.read.heads import make_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from converter.model import Header, Statement

WEEK = 7
"""Days by which the ends of 52/53-week years wander."""
ALMOST_A_YEAR = 350
"""Days: less is a part of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What is known about the fiscal calendar of the registrant."""

    period: dt.date | None = None
    """The period of report in the header."""
    year_end: tuple[int, int] | None = None
    """Month and day of the fiscal year end in the header."""
    periodic: bool = False
    """Whether the form reports on its period: that of an 8-K is the day of an event."""
    interim: bool = False
    """Whether the form reports a part of a year."""
    ends: tuple[dt.date, ...] = ()
    """Dates of the consolidated balance sheets, latest first."""
    printed: Mapping[dt.date, int] = field(default_factory=dict)
    """How often a day is printed anywhere in the text: read where the years end on a weekday only."""

    @classmethod
    def of(cls, header: Header) -> Calendar:
        """The calendar that a submission header states."""
        text, form = header.fiscal_year_end, header.form.upper()
        year_end = None
        if len(text) == 4 and text.isdigit() and 1 <= int(text[:2]) <= 12 and 1 <= int(text[2:]) <= 31:
            year_end = (int(text[:2]), int(text[2:]))
        return cls(
            period=header.period, year_end=year_end, periodic=form.startswith("10-"), interim=form.startswith("10-Q")
        )

    def learn(self, statement: Statement) -> Calendar:
        """The calendar with the dates of a balance sheet of the registrant."""
        if statement.kind is not StatementKind.BALANCE_SHEET or statement.scope is not Scope.CONSOLIDATED:
            return self
        ends = {column.period.end for column in statement.columns} | set(self.ends)
        return replace(self, ends=tuple(sorted(ends, reverse=True)))

    @property
    def ends_on_weekdays(self) -> bool:
        """Whether the balance sheets show years of 52 and 53 weeks."""
        return any(not is_month_end(end) for end in self.ends)

    def with_days_of(self, texts: Iterable[str]) -> Calendar:
        """The calendar with the days that are printed in the texts."""
        days = Counter(day for text in texts for day in find_days(text))
        return replace(self, printed=days)

    def nearest_printed(self, day: dt.date) -> dt.date:
        """The end of a year of 52 or 53 weeks near the computed one: the same weekday that the text prints most often.

        "Balance at December 25, 1993" in the statement of equity tells that a year ended then, a week before the day
        that counting 52 weeks back from the next end gives.
        """
        near = [day + dt.timedelta(weeks=weeks) for weeks in (0, -1, 1)]
        return max(near, key=lambda each: self.printed.get(each, 0))

    def printed_for(self, day: dt.date, others: Iterable[dt.date]) -> dt.date:
        """The day, or the one within a week that the text prints instead: a title names one day for several years.

        "Fiscal years ended September 25, 1998" stands over 1997, too, which ended on September 26: the statement of
        equity prints that day, whole weeks before one of the `others`, and nothing prints the other.
        """
        if not self.printed or day in self.printed or day in self.ends:
            return day
        near = [day + dt.timedelta(days=days) for days in range(1 - WEEK, WEEK)]
        found = [each for each in near if self.printed.get(each, 0) > 1]
        if len(found) != 1 or all(other == day or (other - found[0]).days % WEEK for other in others):
            return day
        return found[0]

    def date_in(self, year: int) -> dt.date | None:
        """The balance sheet date, else the fiscal year end, that falls into a calendar year."""
        for end in self.ends:
            if end.year == year:
                return end
        period = self.period if self.periodic else None
        if period is not None and period.year == year:
            return period
        pattern = self.ends[0] if self.ends else period
        if pattern is not None:
            return _same_day(pattern, year)
        if self.year_end is not None:
            return make_date(year, *self.year_end)
        return None

    def interim_in(self, year: int) -> dt.date | None:
        """The day on which a part of a fiscal year ends that falls into a calendar year, as the latest one did.

        A quarterly report shows the balance sheet of the last year end beside that of the quarter, yet "1995" over a
        quarter is the same quarter of that year.
        """
        period = self.period if self.periodic else None
        pattern = self.ends[0] if self.ends else period
        day = _same_day(pattern, year) if pattern is not None else None
        if day is None:
            return self.date_in(year)
        printed = (*self.ends, *([period] if period is not None else []))
        return next((end for end in printed if abs((end - day).days) <= WEEK), day)

    def year_of(self, day: dt.date) -> dt.date | None:
        """The last day of the fiscal year before the one that a day belongs to; None where nothing tells it."""
        if self.year_end is None:
            return next((end for end in self.ends if 0 < (day - end).days < ALMOST_A_YEAR), None)
        ends = (make_date(year, *self.year_end) for year in (day.year, day.year - 1))
        last = next((end for end in ends if end is not None and (day - end).days > WEEK), None)
        return next((end for end in self.ends if last is not None and abs((end - last).days) <= WEEK), last)


def names_one_day(statement: Statement) -> bool:
    """Whether a balance sheet ends on one day of several years, none of a month's end: its title may name it once."""
    ends = {column.period.end for column in statement.columns}
    days = {(end.month, end.day) for end in ends}
    return (
        statement.kind is StatementKind.BALANCE_SHEET
        and len(days) == 1 < len(ends)
        and not any(is_month_end(end) for end in ends)
    )


def _same_day(pattern: dt.date, year: int) -> dt.date | None:
    last = month_calendar.monthrange(pattern.year, pattern.month)[1] == pattern.day
    return make_date(year, pattern.month, 31 if last else pattern.day)
