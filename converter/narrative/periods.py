"""Words for periods in a sentence, and the periods of the report that they mean.

`fourth quarter 2003`, `the quarter ended March 31, 2006`, `fiscal 2005`, `six months`, `at December 31, 2003 and 2002`,
`the corresponding quarter a year earlier`, `the preceding quarter`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from converter.periods import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converter.model import Period

_ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
_COUNTS: Final = {"three": 3, "six": 6, "nine": 9, "twelve": 12, "3": 3, "6": 6, "9": 9, "12": 12}
_LENGTH = re.compile(
    r"\b(?:(?:fiscal )?(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?:fiscal )?quarter(?:'s)?"
    r"|Q(?P<q>[1-4])"
    r"|(?P<count>three|six|nine|twelve|3|6|9|12)[ -]months?|(?P<unit>quarter|half|year))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:a year (?:ago|earlier)|one year (?:ago|earlier)|last year(?:'s)?|year[- ](?:ago|earlier)|prior[- ]year"
    r"|(?:the )?(?:same|comparable|corresponding|like) (?:(?:three|six|nine|twelve)[- ]month )?"
    r"(?:quarter|period|months?|year)"
    r"|(?P<step>prior|previous|preceding|sequential|immediately preceding)(?: fiscal)? (?P<of>quarter|year|period))\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?: period)?(?:[ ,]|\b(?:ended|ending|of|in|for|the|fiscal|year|from)\b|')*", re.IGNORECASE)
_AND = re.compile(r",? and (?:fiscal )?|, ")
_TOLERANCE: Final = 20
"""Days by which a fiscal quarter may end beside the end of a calendar month (52/53 weeks)."""


class Shift(StrEnum):
    """Which period is meant, beside the one that the report is about."""

    NONE = ""
    YEAR = "a year before"
    STEP = "right before"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWords:
    """A phrase that names a period, as far as it does."""

    start: int
    end: int
    months: int | None = None
    ordinal: int = 0
    year: int | None = None
    date: dt.date | None = None
    shift: Shift = Shift.NONE

    @property
    def explicit(self) -> bool:
        """Whether it names a date or a year."""
        return self.date is not None or self.year is not None


def period_words(text: str) -> tuple[PeriodWords, ...]:
    """The phrases of a sentence, in order and without overlap."""
    events = sorted(_events(text), key=lambda each: (each.start, -each.end))
    found: list[PeriodWords] = []
    for event in events:
        last = found[-1] if found else None
        if last is None:
            found.append(event)
        elif event.start < last.end:
            continue
        elif _BETWEEN.fullmatch(text, last.end, event.start) and (joined := _join(last, event)):
            found[-1] = joined
        elif _AND.fullmatch(text, last.end, event.start) and event.year and not event.date and last.explicit:
            # "December 31, 2003 and 2002": the second is the same day of another year.
            day = last.date.replace(year=event.year, day=min(last.date.day, 28)) if last.date else None
            if last.date and day:
                day = day.replace(day=last.date.day) if last.date.day <= 28 else _month_end_or(day, last.date.day)
            found.append(replace(last, start=event.start, end=event.end, year=event.year, date=day))
        else:
            found.append(event)
    return tuple(found)


def _month_end_or(day: dt.date, wanted: int) -> dt.date:
    while day.day < wanted and (day + dt.timedelta(days=1)).month == day.month:
        day += dt.timedelta(days=1)
    return day


def _events(text: str) -> Iterator[PeriodWords]:
    taken: list[tuple[int, int]] = []
    for match in _RELATIVE.finditer(text):
        taken.append(match.span())
        of = (match["of"] or "").lower()
        shift = Shift.STEP if of and of != "year" else Shift.YEAR
        words = match[0].lower()
        months = 3 if "quarter" in words else 12 if of == "year" else None
        count = next((_COUNTS[word] for word in ("three", "six", "nine", "twelve") if word in words), None)
        yield PeriodWords(start=match.start(), end=match.end(), months=count or months, shift=shift)
    for match in _LENGTH.finditer(text):
        if any(first < match.end() and match.start() < last for first, last in taken):
            continue
        ordinal = _ORDINALS.get((match["ordinal"] or "").lower(), int(match["q"] or 0))
        unit = {"quarter": 3, "half": 6, "year": 12}.get((match["unit"] or "").lower())
        months = 3 if ordinal else _COUNTS.get((match["count"] or "").lower(), unit)
        yield PeriodWords(start=match.start(), end=match.end(), months=months, ordinal=ordinal)
    for date in find_dates(text):
        if date.year is None:
            continue
        if date.start and text[date.start - 1] in "$.":
            continue
        day = date.date
        if date.month is not None and date.day is None:
            day = _month_end(date.year, date.month)  # "at the end of March 2006"
        yield PeriodWords(start=date.start, end=date.end, year=date.year, date=day)


def _join(first: PeriodWords, second: PeriodWords) -> PeriodWords | None:
    """One phrase out of two next to each other, or None where they say the same thing twice."""
    if (first.explicit and second.explicit) or (first.ordinal and second.ordinal):
        return None
    if first.months and second.months and first.months != second.months:
        return None
    return PeriodWords(
        start=first.start,
        end=second.end,
        months=first.months or second.months,
        ordinal=first.ordinal or second.ordinal,
        year=first.year or second.year,
        date=first.date or second.date,
        shift=first.shift or second.shift,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The periods that the statements of a report have, and where its fiscal year ends."""

    periods: tuple[Period, ...]
    year_end: int | None
    """The month of the fiscal year end."""

    def year_after(self, period: Period) -> tuple[Period, ...]:
        """The periods of the report that are as long as one of it and end a year later."""
        end = period.end + dt.timedelta(days=365)
        return tuple(
            each
            for each in self.periods
            if abs((each.end - end).days) <= _TOLERANCE and months_of(each) == months_of(period)
        )

    def latest(self, months: int | None) -> Period | None:
        """The last duration of a length; of any length where None, the longest of those that end last."""
        found = [each for each in self.periods if each.start and (months is None or months_of(each) == months)]
        return max(found, key=lambda each: (each.end, months_of(each)), default=None)

    def meant(self, words: PeriodWords, months: int | None = None) -> tuple[Period, ...] | None:
        """The periods of the report that a phrase means; None where that cannot be told.

        `months` is the length that the sentence speaks of where the phrase names none. Empty: the phrase means a
        period that no statement has.
        """
        length = words.months or months
        if words.shift:
            return self._shifted(words, length)
        if words.date is not None:
            return self._ending(words.date, length, 3)
        if words.year is not None:
            if self.year_end is None:
                return None
            quarters = 4 - words.ordinal if words.ordinal else 0
            ends = [
                _month_end(words.year + late, self.year_end - 3 * quarters)
                for late in (0, 1)
                if not late or self.year_end <= 2
            ]
            found: list[Period] = []
            for end in ends:
                found.extend(self._ending(end, 3 if words.ordinal else length or 12, _TOLERANCE))
            if not words.ordinal and not words.months:
                found.extend(each for end in ends for each in self._ending(end, 12, _TOLERANCE) if each not in found)
            return tuple(found)
        last = self.latest(length)
        if last is None:
            return ()
        if words.ordinal and self.year_end is not None and quarter_of(last, self.year_end) != words.ordinal:
            return ()
        return self._ending(last.end, length, 3)

    def _shifted(self, words: PeriodWords, length: int | None) -> tuple[Period, ...]:
        last = self.latest(length)
        if last is None:
            return ()
        if words.year is not None and words.date is None and words.months != 3:
            return self._ending(_month_end(words.year, last.end.month), length, _TOLERANCE)
        if words.shift is Shift.STEP and last.start is not None:
            return self._ending(last.start - dt.timedelta(days=1), length, _TOLERANCE)
        return self._ending(last.end - dt.timedelta(days=365), length, _TOLERANCE)

    def _ending(self, end: dt.date, months: int | None, tolerance: int) -> tuple[Period, ...]:
        """Durations of a length (any where None) and instants that end on a day, or nearly."""
        return tuple(
            each
            for each in self.periods
            if abs((each.end - end).days) <= tolerance
            and (each.start is None or months is None or months_of(each) == months)
        )


def calendar_of(periods: Iterable[Period], fiscal_year_end: str = "") -> Calendar:
    """The calendar of a report; `fiscal_year_end` is what the header states, `MMDD`, or empty.

    Else the year ends where twelve months end; or before more than one quarter begins.
    """
    known = tuple(sorted(set(periods), key=lambda each: (each.end, each.start or each.end)))
    month = int(fiscal_year_end[:2]) if fiscal_year_end[:2].isdigit() and 1 <= int(fiscal_year_end[:2]) <= 12 else None
    if month is None:
        for each in reversed(known):
            if each.start and months_of(each) == 12:
                month = _near(each.end).month
                break
            if each.start and months_of(each) in (6, 9):
                month = _near(each.start - dt.timedelta(days=1)).month
    return Calendar(periods=known, year_end=month)


def _near(end: dt.date) -> dt.date:
    """The day a week before: the first days of a month still belong to the year that ends with the one before."""
    return end - dt.timedelta(days=7) if end.day <= 7 else end


@lru_cache(maxsize=4096)
def months_of(period: Period) -> int:
    """The length of a duration in months; 0 for an instant."""
    return 0 if period.start is None else round(((period.end - period.start).days + 1) / 30.4)


def quarter_of(period: Period, year_end: int) -> int:
    """The number of the fiscal quarter in which a period ends."""
    return ((_near(period.end).month - year_end - 1) % 12) // 3 + 1


def _month_end(year: int, month: int) -> dt.date:
    """The last day of a month; months below 1 are those of the year before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
