"""Periods of columns: from the heads, the title, and what header and balance sheets say about the fiscal calendar."""

from __future__ import annotations

import calendar as month_calendar
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.model import Period, Scope, StatementColumn, StatementKind
from converter.periods import Length, LengthUnit, find_dates, find_days, find_lengths, is_month_end, period_ending
from converter.read.heads import ColumnHead, make_date, read_heads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.messages import Span
    from converter.model import Header, Statement, Table
    from converter.periods import LengthPhrase

_WEEK = 7
"""Days by which the ends of 52/53-week years wander."""
_ONE_YEAR = Length(count=1, unit=LengthUnit.YEARS)
_YEAR_OF_WEEKS = Length(count=52, unit=LengthUnit.WEEKS)
_MAX_AHEAD = 400
"""Days: no column ends later than this after the filing's own period; a larger distance is a misread head."""


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

    def date_in(self, year: int) -> dt.date | None:
        """The balance sheet date, else the fiscal year end, that falls into a calendar year."""
        for end in self.ends:
            if end.year == year:
                return end
        if self.period is not None and self.period.year == year:
            return self.period
        pattern = self.ends[0] if self.ends else self.period
        if pattern is not None:
            return _same_day(pattern, year)
        if self.year_end is not None:
            return make_date(year, *self.year_end)
        return None


def _same_day(pattern: dt.date, year: int) -> dt.date | None:
    last = month_calendar.monthrange(pattern.year, pattern.month)[1] == pattern.day
    return make_date(year, pattern.month, 31 if last else pattern.day)


def _title_years(context: Sequence[str]) -> list[int]:
    """The years of the first line of the context that names any, in printed order."""
    for text in context:
        years = [date.year for date in find_dates(text) if date.year is not None]
        if years:
            return list(dict.fromkeys(years))
    return []


def _title_day(context: Sequence[str]) -> tuple[int, int | None] | None:
    for text in context:
        for date in find_dates(text):
            if date.month is not None:
                return date.month, date.day
    return None


def _title_dates(context: Sequence[str], years: Sequence[int | None]) -> list[dt.date]:
    """The dates of a title that names one for each column: `January 1, 1995 and January 2, 1994` over 1994, 1993."""
    for text in context:
        dates = [day for phrase in find_dates(text) if (day := phrase.date) is not None]
        if len(dates) == len(years) and all(
            year is None or abs(day.year - year) <= 1 for day, year in zip(dates, years, strict=True)
        ):
            return dates
    return []


def _since_inception(context: Sequence[str]) -> LengthPhrase | None:
    """The stretch from inception that a title or a note to it names."""
    stretches = (phrase for text in [*context, " ".join(context)] for phrase in find_lengths(text))
    return next((phrase for phrase in stretches if phrase.since is not None), None)


def _stretch_end(length: LengthPhrase | None, end: dt.date | None) -> dt.date | None:
    """The last day of a stretch of days, else the end found otherwise."""
    until = length.until.date if length is not None and length.until is not None else None
    return until or end


def _title_lengths(context: Sequence[str]) -> list[LengthPhrase]:
    for text in context:
        lengths = [phrase for phrase in find_lengths(text) if phrase.length is not None]
        if lengths:
            return lengths
    return []


def _end(year: int, month: int | None, day: int | None, known: Calendar) -> dt.date | None:
    if month is None:
        return known.date_in(year)
    if day is None:
        day = month_calendar.monthrange(year, month)[1]
    return make_date(year, month, day)


def _ends(heads: Sequence[ColumnHead], context: Sequence[str], known: Calendar) -> list[dt.date | None]:
    years: list[int | None] = [head.year for head in heads]
    titled = _title_years(context)
    if all(year is None for year in years):
        if len(titled) == len(heads):
            years = list(titled)
        elif len(heads) == 1:
            years = [titled[0] if titled else known.period.year if known.period else None]
    named = _title_dates(context, years)
    if named:
        return list(named)
    day = _title_day(context)
    ends: list[dt.date | None] = []
    for head, year in zip(heads, years, strict=True):
        if year is None:
            ends.append(None)
            continue
        month, date = head.month, head.day
        if month is None and day is not None:
            month, date = day
            exact = known.date_in(year)
            # "Saturday nearest January 31": the balance sheet prints the very day.
            if exact is not None and exact.month == month and exact in known.ends:
                date = exact.day
        ends.append(_end(year, month, date, known))
    return _fiscal_names(heads, _on_their_weekday(ends, known), known)


def _on_their_weekday(ends: list[dt.date | None], known: Calendar) -> list[dt.date | None]:
    """The ends, where one printed day stands for several years, on the days that the balance sheets print.

    "Three years ended October 1, 1994" is the title of years that end on Saturdays: the balance sheet says October 2,
    1993, and 52 weeks before that the first of the three ended.
    """
    days = Counter((end.month, end.day) for end in set(ends) if end is not None)
    repeated = [end for end in ends if end is not None and days[end.month, end.day] > 1]
    years = {end.year for end in ends if end is not None}
    if not repeated or len(years) < len({end for end in ends if end is not None}):
        return ends
    exact = {day for day in known.ends if any(end is not None and abs((end - day).days) <= _WEEK for end in ends)}
    if len(exact) < 2 or len({(day.month, day.day) for day in exact}) < 2:
        return ends
    same_weekday = len({day.weekday() for day in exact}) == 1
    found: dict[int, dt.date] = {}
    for end in sorted((end for end in ends if end is not None), reverse=True):
        printed = next((day for day in exact if abs((end - day).days) <= _WEEK), None)
        later = found.get(end.year + 1)
        weeks_before = known.nearest_printed(later - dt.timedelta(weeks=52)) if later and same_weekday else None
        found[end.year] = (printed or weeks_before or end) if end in repeated else end
    return [None if end is None else found[end.year] for end in ends]


def _fiscal_names(heads: Sequence[ColumnHead], ends: list[dt.date | None], known: Calendar) -> list[dt.date | None]:
    """Fiscal 1995 may end in January 1996: bare years are then names, one less than the year of the balance sheet."""
    if not known.ends or any(head.month is not None for head in heads):
        return ends
    latest = max((end for end in ends if end is not None), default=None)
    if latest is None or latest.year == known.ends[0].year or known.ends[0].month > 3:
        return ends
    if known.ends[0].year - latest.year != 1:
        return ends
    return [known.date_in(end.year + 1) if end is not None else None for end in ends]


def resolve_columns(
    tables: Sequence[Table], kind: StatementKind, context: Sequence[str], known: Calendar, span: Span
) -> tuple[list[StatementColumn], list[list[int]], list[Message]]:
    """Statement columns, the table columns that make up each of them, and messages about the columns left out.

    Two neighbours of one period are one column when few rows fill both: components stand in an inner column.
    """
    count = max(len(table.columns) for table in tables)
    best: tuple[ColumnHead, ...] = tuple(ColumnHead() for _ in range(count))
    for table in tables:
        if len(table.columns) != count:
            continue
        heads = read_heads(table.head, table.columns)
        if _told_apart(heads) > _told_apart(best):
            best = heads
    lengths = _lengths(best, context) if kind is not StatementKind.BALANCE_SHEET else [None] * count
    ends = [_stretch_end(length, end) for length, end in zip(lengths, _ends(best, context, known), strict=True)]
    # Stretches of days end anywhere: they say nothing about the calendar of the other columns.
    regular = [
        end
        for end, length in zip(ends, lengths, strict=True)
        if end is not None and (length is None or length.since is None)
    ]
    columns: list[StatementColumn] = []
    kept: list[list[int]] = []
    messages: list[Message] = []
    seen: set[Period] = set()
    for index, (head, end) in enumerate(zip(best, ends, strict=True)):
        period = _period(end, lengths[index], kind, known, regular)
        if period is None or head.excluded or (known.period and (period.end - known.period).days > _MAX_AHEAD):
            reason = "is not an amount of the period" if head.excluded else "has no period that is printed"
            messages.append(
                Message(
                    code="statements.column-left-out",
                    severity=Severity.INFO if head.excluded else Severity.WARNING,
                    text=f"column {index + 1} ({head.text or 'without a head'}) {reason}",
                    span=span,
                )
            )
            continue
        if period in seen and columns[-1].period == period and _is_inner(tables, kept[-1][-1], index):
            kept[-1].append(index)
            continue
        if period in seen:
            first = next(position for position, column in enumerate(columns) if column.period == period)
            better = head.restated and not columns[first].restated  # "as previously reported" stands beside it
            used = "it restates the first and is used" if better else "only the first is used"
            messages.append(
                Message(
                    code="statements.repeated-period",
                    severity=Severity.WARNING,
                    text=f"column {index + 1} ({head.text}) repeats the period {period}; {used}",
                    span=span,
                )
            )
            if better:
                columns[first] = StatementColumn(period=period, head=head.text, restated=True)
                kept[first] = [index]
            continue
        seen.add(period)
        columns.append(StatementColumn(period=period, head=head.text, restated=head.restated))
        kept.append([index])
    return columns, kept, messages


def _is_inner(tables: Sequence[Table], inner: int, outer: int) -> bool:
    """Whether two table columns are components and sums of one: at most half of the rows of either fill both."""
    if outer != inner + 1:
        return False
    filled = [{cell.column for cell in row.cells} for table in tables for row in table.rows]
    both = sum(inner in columns and outer in columns for columns in filled)
    least = min(sum(inner in columns for columns in filled), sum(outer in columns for columns in filled))
    return both * 2 <= least


def _told_apart(heads: Sequence[ColumnHead]) -> tuple[int, int]:
    """How many columns have a date of their own, and how many a year."""
    dated = [head for head in heads if head.year is not None]
    return len({(head.year, head.month, head.day, head.length and head.length.length) for head in dated}), len(dated)


def _lengths(heads: Sequence[ColumnHead], context: Sequence[str]) -> list[LengthPhrase | None]:
    lengths: list[LengthPhrase | None] = [
        head.length or (_since_inception(context) if head.cumulative or len(heads) == 1 else None) for head in heads
    ]
    if any(length is None for length in lengths):
        titled = _title_lengths(context)
        if titled:
            # "Three and nine months ended": as many columns of the one as of the other, in that order.
            share = max(1, len(lengths) // len(titled))
            lengths = [
                length if length is not None else titled[min(i // share, len(titled) - 1)]
                for i, length in enumerate(lengths)
            ]
    return lengths


def _in_weeks(length: Length) -> Length:
    months = {LengthUnit.MONTHS: 1, LengthUnit.QUARTERS: 3, LengthUnit.YEARS: 12}.get(length.unit, 0) * length.count
    return Length(count=months * 13 // 3, unit=LengthUnit.WEEKS) if months and months % 3 == 0 else length


def _unprinted_length(end: dt.date, known: Calendar) -> Length | None:
    """The length of a column under a bare date or year: a year, but not in a quarterly report.

    There a column without a length can only be a first quarter, which the balance sheet tells by its year end.
    """
    if not known.interim:
        return _ONE_YEAR
    since_year_end = min(((known.ends[0] - day).days for day in known.ends[1:]), default=0) if known.ends else 0
    return (
        Length(count=3, unit=LengthUnit.MONTHS)
        if 80 <= since_year_end <= 100 and end.year <= known.ends[0].year
        else None
    )


def _period(
    end: dt.date | None,
    length: LengthPhrase | None,
    kind: StatementKind,
    known: Calendar,
    regular: Sequence[dt.date] = (),
) -> Period | None:
    if end is None:
        return None
    if kind is StatementKind.BALANCE_SHEET:
        return Period(end=end)
    if length is not None and length.since is not None:
        first = length.since.date or length.since.date_in(end.year)  # May 7 through December 31, 1993
        return Period(start=first, end=end) if first is not None and first < end else None
    if length is not None and length.length is None:
        return None
    span = length.length if length is not None and length.length is not None else _unprinted_length(end, known)
    if span is None:
        return None
    days = [day for day in (*known.ends, *(regular or (end,))) if day is not None]
    if not all(is_month_end(day) for day in days):
        # One end off the month's end makes all years 52/53 weeks: next to December 30, December 31 is a chance.
        span = _in_weeks(span)
    start = period_ending(end, span).start
    if start is None:
        return None
    # In 52/53-week years the day before the start is the printed end of the year before, off by some days from the sum.
    near = [day for day in days if day < end]
    previous = min(near, key=lambda day: abs((start - day).days - 1), default=None)
    if known.printed and span == _YEAR_OF_WEEKS and (previous is None or abs((start - previous).days - 1) > _WEEK):
        previous = known.nearest_printed(start - dt.timedelta(days=1))
    return period_ending(end, span, previous)
