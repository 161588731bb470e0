"""Periods of columns: from the heads, the title, and what header and balance sheets say about the fiscal calendar."""

from __future__ import annotations

import calendar as month_calendar
import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import Period, StatementColumn, StatementKind
from converter.periods import Length, LengthUnit, find_dates, is_month_end, period_ending
from converter.read.currencies import find_translated
from converter.read.fiscal_calendar import ALMOST_A_YEAR, WEEK
from converter.read.heads import ColumnHead, make_date, read_heads, without_beginnings
from converter.read.lengths import days_in, read_lengths
from converter.read.one_period import named_column, one_for_each, unclear_period, wholeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.messages import Span
    from converter.model import Table
    from converter.periods import LengthPhrase
    from converter.read.fiscal_calendar import Calendar

_ELIMINATION = re.compile(r"\beliminati", re.IGNORECASE)
_ONE_YEAR = Length(count=1, unit=LengthUnit.YEARS)
_YEAR_OF_WEEKS = Length(count=52, unit=LengthUnit.WEEKS)
_LAST_DAYS = (12, 25)
"""From this day on the end of a fiscal year is that of a calendar year."""
_MAX_AHEAD = 400
"""Days: no column ends later than this after the filing's own period; a larger distance is a misread head."""


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


def _stretch_end(length: LengthPhrase | None, end: dt.date | None) -> dt.date | None:
    """The last day of a stretch of days, else the end found otherwise."""
    until = length.until.date if length is not None and length.until is not None else None
    return until or end


def _end(year: int, month: int | None, day: int | None, known: Calendar, *, part: bool) -> dt.date | None:
    if month is None:
        return known.interim_in(year) if part else known.date_in(year)
    if day is None:
        day = month_calendar.monthrange(year, month)[1]
    return make_date(year, month, day)


def _years(heads: Sequence[ColumnHead], context: Sequence[str], known: Calendar) -> list[int | None]:
    years: list[int | None] = [head.year for head in heads]
    if all(year is None for year in years):
        titled = _title_years(context)
        if len(titled) == len(heads):
            years = list(titled)
        elif len(heads) == 1:
            years = [titled[0] if titled else known.period.year if known.period else None]
    return years


def _ends(
    heads: Sequence[ColumnHead],
    years: Sequence[int | None],
    context: Sequence[str],
    known: Calendar,
    parts: Sequence[bool],
) -> list[dt.date | None]:
    """The last day of each column; `parts` are those that may be of a part of a fiscal year."""
    named = _title_dates(context, years)
    if named:
        return list(named)
    day = _title_day(context)
    ends: list[dt.date | None] = []
    for head, year, part in zip(heads, years, parts, strict=True):
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
        ends.append(_end(year, month, date, known, part=part))
    ends = _on_their_weekday(_fiscal_names(heads, _on_their_weekday(ends, known), known), known)
    others = [*known.ends, *(end for end in ends if end is not None)]
    return [known.printed_for(end, others) if end is not None else None for end in ends]


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
    exact = {day for day in known.ends if any(end is not None and abs((end - day).days) <= WEEK for end in ends)}
    if len(exact) < 2 or len({(day.month, day.day) for day in exact}) < 2:
        return ends
    same_weekday = len({day.weekday() for day in exact}) == 1
    found: dict[int, dt.date] = {}
    for end in sorted((end for end in ends if end is not None), reverse=True):
        printed = next((day for day in exact if abs((end - day).days) <= WEEK), None)
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
    lines: tuple[str, ...] = ()
    for table in tables:
        if len(table.columns) != count:
            continue
        heads = read_heads(table.head, table.columns)
        if _told_apart(heads) > _told_apart(best):
            best, lines = heads, table.head
    years = _years(best, context, known)
    lengths: list[LengthPhrase | None] = [None] * count
    doubts = [False] * count
    if kind is not StatementKind.BALANCE_SHEET:
        lengths, doubts = read_lengths(best, years, lines, context)
        context = without_beginnings(context)
    parts = [kind is not StatementKind.BALANCE_SHEET and (known.interim or _is_part(length)) for length in lengths]
    ends = _ends(best, years, context, known, parts)
    ends = [_stretch_end(length, end) for length, end in zip(lengths, ends, strict=True)]
    latest = max((end for end in ends if end is not None), default=None)
    ends = [
        latest if end is None and _runs_on(head, length) else end
        for head, length, end in zip(best, lengths, ends, strict=True)
    ]
    # Stretches of days end anywhere: they say nothing about the calendar of the other columns.
    regular = [
        end
        for end, length in zip(ends, lengths, strict=True)
        if end is not None and (length is None or length.since is None)
    ]
    messages: list[Message] = []
    periods: list[Period | None] = []
    dated = _title_day(context) is not None
    several = any(_ELIMINATION.search(head.text) for head in best)
    translated = find_translated([head.text for head in best])
    best = tuple(replace(head, excluded=head.excluded or told) for head, told in zip(best, translated, strict=True))
    for index, (head, end) in enumerate(zip(best, ends, strict=True)):
        name = named_column(index, head)
        period = _period(end, lengths[index], kind, known, regular)
        undated = head.month is None and not dated and _has_no_day(lengths[index], known)
        unsure = doubts[index] or (head.named_by_two and _is_in_one_year(lengths[index], end))
        if unsure or undated or _is_other_quarter(lengths[index], head, end, known):
            messages.append(unclear_period(f"{name}: how long its period is, heads and title leave open", span))
            period = None
        elif period is not None and several and not head.excluded and not wholeness(head.text):
            messages.append(unclear_period(f"{name} is of one company, beside what all eliminate among them", span))
            period = None
        elif period is None or head.excluded or (known.period and (period.end - known.period).days > _MAX_AHEAD):
            reason = "is not an amount of the period" if head.excluded else "has no period that is printed"
            severity = Severity.INFO if head.excluded else Severity.WARNING
            messages.append(
                Message(code="statements.column-left-out", severity=severity, text=f"{name} {reason}", span=span)
            )
            period = None
        periods.append(period)
    columns, kept, found = one_for_each(periods, best, tables, span)
    return columns, kept, [*messages, *found]


def _runs_on(head: ColumnHead, length: LengthPhrase | None) -> bool:
    """Whether a column goes from inception to date: as far as the latest of the others."""
    return head.cumulative and length is not None and length.since is not None and length.until is None


def _is_other_quarter(length: LengthPhrase | None, head: ColumnHead, end: dt.date | None, known: Calendar) -> bool:
    """Whether a column is of a quarter that does not end on the day found for it: no day is printed above it."""
    if length is None or not length.ordinal or end is None or head.month is not None or known.year_end is None:
        return False
    months = (end.month - known.year_end[0] - 3 * length.ordinal) % 12
    return months not in {0, 1, 11}


def _is_in_one_year(length: LengthPhrase | None, end: dt.date | None) -> bool:
    """Whether a period that is named `1996/97` may lie in one of the two: a part of a year, or a calendar year."""
    return _is_part(length) or (end is not None and (end.month, end.day) >= _LAST_DAYS)


def _has_no_day(length: LengthPhrase | None, known: Calendar) -> bool:
    """Whether nothing tells on which day a part of a year ends: "Nine Months" over years in an 8-K without balances."""
    return (
        _is_part(length) and not known.ends and not known.periodic and not (length is not None and length.ordinal == 4)
    )


def _told_apart(heads: Sequence[ColumnHead]) -> tuple[int, int]:
    """How many columns have a date of their own, and how many a year."""
    dated = [head for head in heads if head.year is not None]
    return len({(head.year, head.month, head.day, head.length and head.length.length) for head in dated}), len(dated)


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


def _is_anniversary(end: dt.date, known: Calendar) -> bool:
    """Whether balance sheets print an end on the same day of two years, which years of 52 and 53 weeks never have."""
    days = {day for day in known.ends if (day.month, day.day) == (end.month, end.day)}
    return is_month_end(end) and len(days) > 1


def _is_part(length: LengthPhrase | None) -> bool:
    """Whether a length is of a part of a year."""
    if length is None or length.length is None:
        return length is not None and length.to_date
    return days_in(length.length) < ALMOST_A_YEAR


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
        before = known.year_of(end) if length.to_date else None
        return None if before is None else Period(start=before + dt.timedelta(days=1), end=end)
    span = length.length if length is not None and length.length is not None else _unprinted_length(end, known)
    if span is None:
        return None
    days = [day for day in (*known.ends, *(regular or (end,))) if day is not None]
    if not all(is_month_end(day) for day in days) and not _is_anniversary(end, known):
        # One end off the month's end makes all years 52/53 weeks: next to December 30, December 31 is a chance.
        span = _in_weeks(span)
    start = period_ending(end, span).start
    if start is None:
        return None
    # In 52/53-week years the day before the start is the printed end of the year before, off by some days from the sum.
    near = [day for day in days if day < end]
    previous = min(near, key=lambda day: abs((start - day).days - 1), default=None)
    if known.printed and span == _YEAR_OF_WEEKS and (previous is None or abs((start - previous).days - 1) > WEEK):
        previous = known.nearest_printed(start - dt.timedelta(days=1))
    return period_ending(end, span, previous)
