"""Printed period heads <-> `Period`: dates, lengths such as "three months ended", and calendar arithmetic.

All searches are meant for titles and column heads, not for whole documents. Offsets are those of the text given.
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.model import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 4000
"""Characters that are searched: a title or column head is never longer."""

_MONTHS = {name.lower()[:3]: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|(?-i:May|MAY)|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_NEXT = r"[/-]'?(?P<next{}>(?:19|20)?[0-9]{{2}})(?![0-9A-Za-z/%-]|[.,][0-9])"
"""What goes on with a year that is named by both of its calendar years: `1996/97`."""
_GAP = r"(?:[ \t]{0,2}|[ \t]*\n\s*)"
"""Between a day and its year: a wider gap on one line means that the year heads a column of its own."""

_DATE = re.compile(
    rf"""
    (?=[JFMASOND0-9'])  # what any of them begins with: asked once for all
    (?: \b(?P<month7>{_MONTH})-(?P<day7>[0-9]{{1,2}})-(?P<year7>{_YEAR}|[0-9]{{2}})(?![0-9])
    | (?:\b|(?<=ended))(?P<month>{_MONTH})\s*+(?:,\s*+)?
      (?P<day>(?<![0-9])[0-9]{{1,2}})(?:st|nd|rd|th)?(?P<leap>\s?(?:or|/)\s?29)?(?![0-9])
      (?: \s?,?{_GAP} (?P<year>{_YEAR}|'[0-9]{{2}}(?![0-9])) (?:{_NEXT.format("")})? )?
    | (?<![0-9/.,-])(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -](?P<month2>{_MONTH})[ ,-]{{1,2}}
      (?P<year2>{_YEAR}|[0-9]{{2}}(?![0-9,]))
    | (?<![0-9/.,$-])(?P<day10>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ](?P<month10>{_MONTH})(?![0-9A-Za-z-])
      (?![ ]{{0,3}},?[ ]{{0,3}}[0-9]{{1,2}}(?![0-9]|[ ]{_MONTH}))
    | (?<![0-9/.,$-])(?P<month3>[0-9]{{1,2}})(?P<bar>[/-])(?P<day3>[0-9]{{1,2}})(?P=bar)
      (?P<year3>{_YEAR}|[0-9]{{2}})(?![0-9/]|-[0-9])
    | \b(?P<month4>{_MONTH})(?:\s*,\s*|\s+|-)(?P<year4>{_YEAR}|'?[0-9]{{2}}(?![0-9,.%]))
    | (?<![0-9.,/$'-])(?P<year5>{_YEAR})(?:{_NEXT.format("5")}|(?![.,][0-9]|-[0-9]|/[0-9](?!/)|%))
    | (?<![0-9A-Za-z.,/$'-])(?P<year11>9[0-9])(?=/){_NEXT.format("11")}
    | (?<![0-9A-Za-z'])(?P<year6>'[0-9]{{2}})(?![0-9A-Za-z,])
    | (?:(?<=\bQ[1-4])'|(?<=\b[1-4]Q)'?)(?P<year9>[0-9]{{2}})(?![0-9A-Za-z,.])
    | (?<=ended[ ])(?P<month8>[0-9]{{1,2}})/(?P<day8>[0-9]{{1,2}})(?![0-9/])
    | \bFY[ ]?'?(?P<year8>[0-9]{{2}})(?:{_NEXT.format("8")}|(?![0-9A-Za-z,.]))
    )
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

_YEAR_GROUPS = ("year5", "year", "year2", "year3", "year4", "year6", "year7", "year8", "year9", "year11")
_DIGIT = re.compile("[0-9]")

_DAY = re.compile(
    rf"\b({'|'.join(name for name in calendar.month_name if name)})"
    r"\s{1,9}([0-9]{1,2}),\s{1,9}((?:19|20)[0-9]{2})\Z",
    re.IGNORECASE | re.ASCII,
)
_YEAR_OF_DAY = re.compile(r",\s{1,9}(?:19|20)[0-9]{2}\b", re.ASCII)
_BEFORE_YEAR = 20
"""Characters of the longest month and day."""

_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
          "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty"]
_NUMBER_WORD = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
)
_COUNT = rf"(?:{_NUMBER_WORD}|[0-9]{{1,3}})"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}

_LENGTH = re.compile(
    rf"""
      (?<![0-9A-Za-z.,$/])(?P<counts>{_COUNT}(?:(?:\s?,\s{{0,2}}|\s{{1,2}})(?:(?:and|&)\s+)?{_COUNT}){{0,3}})
      (?:\s*\([0-9]{{1,2}}\))?[\s-]+(?P<unit>day|week|month|quarter|year|wk|mth|mo|qtr|yr)s?\b\.?
      (?P<ended>(?:\s+periods?)?(?:\s+then)?\s+end(?:ed|ing|s)\b)?
    | \b(?:(?P<ordinal>{"|".join(_ORDINALS)})\s+)?(?:fiscal\s+|calendar\s+)?
      (?P<unit2>quarter|year|qtr)s?\b(?![- ]to[- ]date)\.?
      (?P<ended2>(?:\s+periods?)?(?:\s+then)?\s+end(?:ed|ing|s)\b)?
    | \b(?P<half>(?:first|second|1st|2nd)\s+half(?:[ -]years?)?|half[ -]years?)\b
      (?P<ended4>\s+end(?:ed|ing|s)\b)?
    | \b(?P<unit3>week|month|day)\s+(?P<ended3>end(?:ed|ing)\b)
    | \b(?P<unit4>fiscal|calendar)\s+(?={_YEAR})
    | \b(?P<unit5>FY)(?=[ ]?'?(?:[0-9]{{2}}|{_YEAR})(?![0-9]))
    | \b(?:Q(?P<quarter>[1-4])(?![0-9A-Za-z])|(?P<quarter2>[1-4])Q(?![A-Za-z]))
    | \b(?P<inception>inception)\b
    | \b(?P<to_date>year[- ]to[- ]date|ytd)\b
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_UNIT = re.compile(
    r"day|half|week|month|quarter|year|fiscal|calendar|inception|\b(?:(?:wk|mth|mo|qtr|yr)s?|ytd|q[1-4]|[1-4]q)\b"
    r"|\bfy"
)
"""For text in lower case, which is searched many times faster than with letters of either case in mind."""
_ABBREVIATED = {"wk": "week", "mth": "month", "mo": "month", "qtr": "quarter", "yr": "year"}
_UNIT_HINTS = (
    *("day", "half", "week", "mo", "mth", "q", "year", "fiscal", "calendar", "inception"),
    *("wk", "yr", "ytd", "fy"),
)
"""Parts of which each of these has one in lower case."""
_COUNT_ALONE = re.compile(_COUNT, re.IGNORECASE)
_UNTIL = re.compile(
    r"\)?\s*+(?:\([^()]{0,80}\))?,?\s*+(?:to|through|thru|until|-{1,2})\s*+(?:and\s+including\s+)?", re.I
)
_OPENING = re.compile(r"\s{0,3}\(\s?")
_TO_INCEPTION = re.compile(r",?\s{0,3}\(?\s{0,2}(?:(?:the\s+)?date\s+of\s+)?", re.I)
"""Between the day of inception and the word behind it: `June 3, 1992 (date of inception)`."""

_WEEKS_OF_MONTHS = {3: 13, 6: 26, 9: 39, 12: 52}
_SHIFT = 8
"""Days by which a printed previous end may differ from the computed one: a 53rd week, and the shift of a weekday."""


class LengthUnit(StrEnum):
    """What a printed length counts."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"


class DatePhrase(Struct, frozen=True, kw_only=True):
    """A printed date, as far as it is printed: `December 31,` has no year, `1995` neither month nor day."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    """As printed; 29 for "February 28 or 29"."""
    named_by_two: bool = False
    """A fiscal year by the two calendar years that it is of, `1996/97`: `year` is the one in which it ends."""

    @property
    def date(self) -> dt.date | None:
        """The calendar day, or None where a part is not printed or no such day exists."""
        return None if self.year is None else self.date_in(self.year)

    def date_in(self, year: int) -> dt.date | None:
        """The printed month and day in a year; 29 February is the 28th in a common year."""
        if self.month is None or self.day is None:
            return None
        last = calendar.monthrange(year, self.month)[1]
        day = last if self.month == 2 and self.day == 29 else self.day
        return dt.date(year, self.month, day) if 1 <= day <= last else None


class Length(Struct, frozen=True, kw_only=True):
    """The length of a duration, such as 9 months."""

    count: int
    unit: LengthUnit


class LengthPhrase(Struct, frozen=True, kw_only=True):
    """A printed length: "nine months ended", "fiscal years", "third quarter", "from ... to ...", "since inception"."""

    start: int
    end: int
    length: Length | None
    """None for a stretch from a date or from inception, and for "year to date"."""
    ended: bool = False
    """The word "ended" (or "ending") follows, or the phrase names its last day: the strong form."""
    ordinal: int = 0
    """The number of the quarter in "third quarter"."""
    since: DatePhrase | None = None
    until: DatePhrase | None = None
    to_date: bool = False
    """The phrase is "year to date": from the first day of the fiscal year."""

    @property
    def period(self) -> Period | None:
        """The period from one printed day to another; None for any other phrase and for impossible days."""
        end = self.until.date if self.until else None
        if self.since is None or end is None:
            return None
        start = self.since.date
        if self.since.year is None:  # January 1 to June 30, 1995
            start = self.since.date_in(end.year)
        return None if start is None or start > end else Period(start=start, end=end)


def find_dates(text: str) -> tuple[DatePhrase, ...]:
    """The dates in the text, in order and without overlap.

    Recognises `December 31, 2003`, `Dec. 31`, `DECEMBER  31 ,1995`, `31 December 1995`, `31 December`, `12/31/95`,
    `6-30-96`, `Dec-31-1995`, `June 1996`, `February 28 or 29`, and years that stand alone: `1995`, `1995*`, `1995(1)`,
    `1995/1/`, `'95`, `FY95`, `1996/97`. Numeric dates are month first. Two-digit years from 50 on are of the twentieth
    century.
    """
    return _dates(text[:_LONGEST])


@lru_cache(maxsize=1024)
def _dates(text: str) -> tuple[DatePhrase, ...]:
    # Several questions are asked about the same titles and heads.
    if not _DIGIT.search(text):
        return ()
    matches = _DATE.finditer(text)
    return tuple(phrase for match in matches if (phrase := _date_phrase(match)) is not None)


def _date_phrase(match: re.Match[str]) -> DatePhrase | None:
    year = next(filter(None, match.group(*_YEAR_GROUPS)), None)
    day = next(filter(None, match.group("day", "day2", "day3", "day7", "day8", "day10")), None)
    name = next(filter(None, match.group("month", "month2", "month4", "month7", "month10")), None)
    number = match["month3"] or match["month8"]
    month = _MONTHS[name[:3].lower()] if name else int(number) if number else None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= int(day) <= 31:
        return None
    second = next(filter(None, match.group("next", "next5", "next8", "next11")), None)
    first_year = _full_year(year) if year else None
    last_year = _full_year(second) if second else None
    named_by_two = first_year is not None and last_year == first_year + 1
    if second and not named_by_two and month is None:
        return None  # `1996-95` heads a column of changes
    return DatePhrase(
        start=match.start(),
        end=match.end(),
        year=last_year if named_by_two else first_year,
        month=month,
        day=29 if match["leap"] else int(day) if day else None,
        named_by_two=named_by_two,
    )


def _full_year(printed: str) -> int:
    year = int(printed.lstrip("'"))
    return year if year >= 100 else year + (1900 if year >= 50 else 2000)


def find_days(text: str) -> Iterator[dt.date]:
    """The days written out in a text of any length: `December 25, 1993`, also over a line end."""
    for year in _YEAR_OF_DAY.finditer(text):
        match = _DAY.search(text, max(0, year.start() - _BEFORE_YEAR), year.end())
        if match is None:
            continue
        try:
            yield dt.date(int(match[3]), _MONTHS[match[1][:3].lower()], int(match[2]))
        except ValueError:
            continue


def find_lengths(text: str) -> tuple[LengthPhrase, ...]:
    """The lengths in the text, in order.

    Recognises `three months ended`, `Three and Nine Months Ended` (two lengths), `quarter ended`, `third quarter`,
    `for the fiscal years ended`, `fiscal 1995`, `52 weeks ended`, `Fifty-three weeks`, `six-month period ended`,
    `from January 1, 1995 to June 30, 1995`, `inception (June 1, 1991) to December 31, 1995`, `since inception`,
    `from June 1, 1991 (inception)`,
    `9 mos. ended`, `half year ended`, `first half` and `year to date`.
    "Three years ended" counts years that are shown, not a length of three years: it is one year.
    """
    return _lengths(text[:_LONGEST])


@lru_cache(maxsize=1024)
def _lengths(text: str) -> tuple[LengthPhrase, ...]:
    ranges = _ranges(text)
    found = list(ranges)
    lowered = text.lower()
    if not any(map(lowered.__contains__, _UNIT_HINTS)) or not _UNIT.search(lowered):
        return tuple(found)
    for match in _LENGTH.finditer(text):
        end = match.end()
        if any(phrase.start < end and match.start() < phrase.end for phrase in ranges):
            continue
        if match["inception"] and any(_OPENING.fullmatch(text, end, phrase.start) for phrase in ranges):
            continue
        found.extend(_length_phrases(match, text))
    return tuple(sorted(found, key=lambda phrase: phrase.start))


def _ranges(text: str) -> list[LengthPhrase]:
    dates = [date for date in find_dates(text) if date.day is not None]
    return [
        LengthPhrase(start=since.start, end=until.end, length=None, ended=True, since=since, until=until)
        for since, until in itertools.pairwise(dates)
        if until.year is not None and _UNTIL.fullmatch(text, since.end, until.start)
    ]


def _length_phrases(match: re.Match[str], text: str) -> list[LengthPhrase]:
    start, end = match.span()
    if match["inception"]:
        return [_inception(match, text)]
    if match["to_date"]:
        return [LengthPhrase(start=start, end=end, length=None, to_date=True)]
    ended = bool(match["ended"] or match["ended2"] or match["ended3"])
    unit = (match["unit"] or match["unit2"] or match["unit3"] or "year").lower()
    if match["half"]:
        six = Length(count=6, unit=LengthUnit.MONTHS)
        return [LengthPhrase(start=start, end=end, length=six, ended=bool(match["ended4"]))]
    if match["quarter"] or match["quarter2"]:
        number = int(match["quarter"] or match["quarter2"])
        return [LengthPhrase(start=start, end=end, length=Length(count=1, unit=LengthUnit.QUARTERS), ordinal=number)]
    length_unit = (
        LengthUnit.YEARS if match["unit4"] or match["unit5"] else LengthUnit(_ABBREVIATED.get(unit, unit) + "s")
    )
    if match["counts"] and length_unit is not LengthUnit.YEARS:
        counts = list(_COUNT_ALONE.finditer(text, *match.span("counts")))
        return [
            LengthPhrase(
                start=count.start(),
                end=end if count is counts[-1] else count.end(),
                length=Length(count=_count(count[0]), unit=length_unit),
                ended=ended,
            )
            for count in counts
            if _count(count[0]) > (length_unit is LengthUnit.DAYS)  # "for one-day periods" is no column
        ]
    ordinal = _ORDINALS[match["ordinal"].lower()] if match["ordinal"] else 0
    return [LengthPhrase(start=start, end=end, length=Length(count=1, unit=length_unit), ended=ended, ordinal=ordinal)]


def _inception(match: re.Match[str], text: str) -> LengthPhrase:
    opening = _OPENING.match(text, match.end())
    offset = opening.end() if opening else match.end()
    printed = _date_phrase(found) if opening and (found := _DATE.match(text, offset)) else None
    named = printed if printed is not None and printed.day is not None else None
    if named is not None:
        return LengthPhrase(start=match.start(), end=named.end, length=None, since=named)
    days = (date for date in find_dates(text) if date.day is not None and date.end <= match.start())
    before = next((date for date in days if _TO_INCEPTION.fullmatch(text, date.end, match.start())), None)
    return LengthPhrase(start=before.start if before else match.start(), end=match.end(), length=None, since=before)


def _count(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    words = re.split(r"[ -]", printed.lower())
    return sum(_UNITS.index(word) + 1 if word in _UNITS else 20 + 10 * _TENS.index(word) for word in words)


def period_ending(end: dt.date, length: Length | None, previous_end: dt.date | None = None) -> Period:
    """The period of a length that ends on a day; an instant where there is no length.

    From a month end, months count back to the day after the corresponding month end. Any other end is that of a
    52/53-week year: three months are 13 weeks there, and a year is 52 weeks. `previous_end`, the printed end of the
    period of the same length before it, wins over the computed start when it is near it (a year of 53 weeks).
    """
    if length is None:
        return Period(end=end)
    start = _start(end, length)
    if previous_end is not None and abs((start - previous_end).days - 1) <= _SHIFT and previous_end < end:
        start = previous_end + dt.timedelta(days=1)
    return Period(start=start, end=end)


def _start(end: dt.date, length: Length) -> dt.date:
    months = {LengthUnit.MONTHS: 1, LengthUnit.QUARTERS: 3, LengthUnit.YEARS: 12}.get(length.unit, 0) * length.count
    if length.unit is LengthUnit.DAYS:
        return end - dt.timedelta(days=length.count - 1)
    weeks = length.count if length.unit is LengthUnit.WEEKS else _WEEKS_OF_MONTHS.get(months, 0)
    if not months or (weeks and not is_month_end(end)):
        return end - dt.timedelta(days=7 * weeks - 1)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    day = last if is_month_end(end) else min(end.day, last)
    return dt.date(year, month + 1, day) + dt.timedelta(days=1)


def is_month_end(day: dt.date) -> bool:
    """Whether it is the last day of a month; 28 February counts in a leap year too, as years end "on February 28"."""
    return (day + dt.timedelta(days=1)).day == 1 or (day.month == 2 and day.day == 28)
