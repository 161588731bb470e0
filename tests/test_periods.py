"""Printed dates, printed lengths, and the periods that they make."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.model import Period
from converter.periods import (
    Length,
    LengthUnit,
    find_dates,
    find_lengths,
    is_month_end,
    period_ending,
)
from tests.effort import ends
from tests.printed import format_date

DAYS = st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2029, 12, 31))


def dates(text: str) -> list[tuple[int | None, int | None, int | None]]:
    return [(date.year, date.month, date.day) for date in find_dates(text)]


def lengths(text: str) -> list[str]:
    return [
        f"{phrase.length.count} {phrase.length.unit}{' ended' if phrase.ended else ''}" if phrase.length else "stretch"
        for phrase in find_lengths(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("December 31, 2003", [(2003, 12, 31)]),
        ("DECEMBER  31 ,1995", [(1995, 12, 31)]),
        ("JANUARY 28,1995", [(1995, 1, 28)]),
        ("March 31 1996", [(1996, 3, 31)]),
        ("December 31,\n        1995", [(1995, 12, 31)]),
        ("December 31,", [(None, 12, 31)]),
        ("Dec. 31", [(None, 12, 31)]),
        ("Sept. 30, 1995", [(1995, 9, 30)]),
        ("31 December 1995", [(1995, 12, 31)]),
        ("31-Dec-95", [(1995, 12, 31)]),
        ("30 September      1 October", [(None, 9, 30), (None, 10, 1)]),
        ("Note 5 March 31, 1996", [(1996, 3, 31)]),
        ("December 31 March 31", [(None, 12, 31), (None, 3, 31)]),
        ("12/31/95", [(1995, 12, 31)]),
        ("6-30-96", [(1996, 6, 30)]),
        ("06/30/2001", [(2001, 6, 30)]),
        ("June 30, '96", [(1996, 6, 30)]),
        ("June 1996", [(1996, 6, None)]),
        ("Dec-95", [(1995, 12, None)]),
        ("February 28 or 29", [(None, 2, 29)]),
        ("May 1, 1995", [(1995, 5, 1)]),
        ("1995", [(1995, None, None)]),
        ("1995*", [(1995, None, None)]),
        ("1995(1)", [(1995, None, None)]),
        ("'95", [(1995, None, None)]),
        ("Dec-31-1995  Dec-31-94", [(1995, 12, 31), (1994, 12, 31)]),
        ("Q4'95  4Q96", [(1995, None, None), (1996, None, None)]),
        ("ended 9/30", [(None, 9, 30)]),
        ("FY95  FY '96  FY 97", [(1995, None, None), (1996, None, None), (1997, None, None)]),
        ("1996/97  1995-96", [(1997, None, None), (1996, None, None)]),
        ("1999/2000  1998-'99  FY97/98  96/97", [(year, None, None) for year in (2000, 1999, 1998, 1997)]),
        ("June 30, 1996/97", [(1997, 6, 30)]),
        ("1995 and 1994", [(1995, None, None), (1994, None, None)]),
        ("DECEMBER 31, 1995, 1994 AND 1993", [(1995, 12, 31), (1994, None, None), (1993, None, None)]),
    ],
)
def test_dates_are_found_as_far_as_they_are_printed(
    text: str, expected: list[tuple[int | None, int | None, int | None]]
) -> None:
    assert dates(text) == expected


def test_a_year_far_behind_its_day_heads_its_own_column() -> None:
    assert dates("December 31,      1995      1994") == [(None, 12, 31), (1995, None, None), (1994, None, None)]


@pytest.mark.parametrize(
    "text", ["1,995", "$1995", "1996-95", "1994-96", "13/31/95", "585-256-0200", "it may 30", "octagon 5", "1995%"]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert dates(text) == []


def test_a_day_that_does_not_exist_is_printed_but_no_date() -> None:
    (phrase,) = find_dates("September 31, 1995")
    assert (phrase.day, phrase.date) == (31, None)


def test_the_last_of_february_follows_the_calendar() -> None:
    (phrase,) = find_dates("February 28 or 29")
    assert (phrase.date_in(1995), phrase.date_in(1996)) == (dt.date(1995, 2, 28), dt.date(1996, 2, 29))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three months ended", ["3 months ended"]),
        ("3 Months Ended", ["3 months ended"]),
        ("Three Months\n   Ended", ["3 months ended"]),
        ("Three and Nine Months Ended", ["3 months ended", "9 months ended"]),
        ("FOR THE THREE AND TWELVE MONTHS ENDED DECEMBER 31, 2003 AND 2002", ["3 months ended", "12 months ended"]),
        ("three, six and nine months ended", ["3 months ended", "6 months ended", "9 months ended"]),
        ("six-month period ended", ["6 months ended"]),
        ("month ended", ["1 months ended"]),
        ("Half year to 30 June", ["6 months"]),
        ("first half ended June 30", ["6 months ended"]),
        ("HALF-YEAR ENDED", ["6 months ended"]),
        ("quarter ended", ["1 quarters ended"]),
        ("Quarters Ended", ["1 quarters ended"]),
        ("year ended", ["1 years ended"]),
        ("for the fiscal years ended", ["1 years ended"]),
        ("FOR THE THREE YEARS ENDED DECEMBER 31", ["1 years ended"]),
        ("fiscal 1995", ["1 years"]),
        ("52 weeks ended", ["52 weeks ended"]),
        ("Fifty-three weeks ended", ["53 weeks ended"]),
        ("fifty-two (52) weeks ended", ["52 weeks ended"]),
        ("thirteen weeks", ["13 weeks"]),
        ("Nine Months", ["9 months"]),
        ("from January 1, 1995 to June 30, 1995", ["stretch"]),
        ("1/1/95 - 6/30/95", ["stretch"]),
        ("from inception (June 1, 1991) to December 31, 1995", ["stretch"]),
        ("June 1, 1991 (inception) through December 31, 1995", ["stretch"]),
        ("since inception", ["stretch"]),
        ("3 Mos. Ended 9/30   12 mos", ["3 months ended", "12 months"]),
        ("September 30,         9 Months Ended", ["9 months ended"]),
        ("2 qtrs. ended  Qtr. Ended  26 wks.", ["2 quarters ended", "1 quarters ended", "26 weeks"]),
        ("Q4 1996  4Q96  FY96  FY 1996", ["1 quarters", "1 quarters", "1 years", "1 years"]),
    ],
)
def test_lengths_are_found(text: str, expected: list[str]) -> None:
    assert lengths(text) == expected


@pytest.mark.parametrize("text", ["Months Ended", "December 31, 1995 and 1994", "Ended", "sold for one-day periods"])
def test_what_names_no_length_has_none(text: str) -> None:
    assert lengths(text) == []


def test_a_quarter_knows_its_number() -> None:
    assert [phrase.ordinal for phrase in find_lengths("Third Quarter   Fourth Quarter")] == [3, 4]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("period from January 1, 1995 through June 30, 1995", "1995-01-01..1995-06-30"),
        ("January 1 to June 30, 1995", "1995-01-01..1995-06-30"),
        ("inception (June 1, 1991) to December 31, 1995", "1991-06-01..1995-12-31"),
        ("June 30, 1995 to January 1, 1995", "None"),
    ],
)
def test_a_stretch_between_two_days_is_a_period(text: str, period: str) -> None:
    (phrase,) = find_lengths(text)
    assert str(phrase.period) == period


def test_the_year_to_date_is_a_stretch_from_the_first_day_of_the_year() -> None:
    assert [phrase.to_date for phrase in find_lengths("Second Quarter   Year to Date   YTD")] == [False, True, True]


def test_inception_keeps_its_day() -> None:
    (phrase,) = find_lengths("cumulative from inception (June 1, 1991)")
    assert phrase.since is not None
    assert phrase.since.date == dt.date(1991, 6, 1)


@pytest.mark.parametrize(
    ("end", "count", "unit", "start"),
    [
        ("2003-12-31", 3, LengthUnit.MONTHS, "2003-10-01"),
        ("2003-12-31", 12, LengthUnit.MONTHS, "2003-01-01"),
        ("1995-09-30", 1, LengthUnit.QUARTERS, "1995-07-01"),
        ("1995-11-30", 9, LengthUnit.MONTHS, "1995-03-01"),
        ("1996-02-29", 1, LengthUnit.YEARS, "1995-03-01"),
        ("1996-02-28", 1, LengthUnit.YEARS, "1995-03-01"),
        ("1995-06-30", 1, LengthUnit.YEARS, "1994-07-01"),
        ("1995-06-30", 5, LengthUnit.MONTHS, "1995-02-01"),
        ("1995-06-15", 5, LengthUnit.MONTHS, "1995-01-16"),
        ("1995-12-30", 52, LengthUnit.WEEKS, "1995-01-01"),
        ("1996-02-03", 53, LengthUnit.WEEKS, "1995-01-29"),
        ("1995-12-30", 1, LengthUnit.YEARS, "1995-01-01"),
        ("1995-09-28", 3, LengthUnit.MONTHS, "1995-06-30"),
        ("1995-12-31", 31, LengthUnit.DAYS, "1995-12-01"),
    ],
)
def test_the_start_follows_from_end_and_length(end: str, count: int, unit: LengthUnit, start: str) -> None:
    period = period_ending(dt.date.fromisoformat(end), Length(count=count, unit=unit))
    assert period == Period(start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end))


def test_the_previous_end_settles_a_year_of_53_weeks() -> None:
    year = Length(count=1, unit=LengthUnit.YEARS)
    assert period_ending(dt.date(1996, 2, 3), year, dt.date(1995, 1, 28)).start == dt.date(1995, 1, 29)
    assert period_ending(dt.date(1996, 2, 3), year, dt.date(1994, 1, 29)).start == dt.date(1995, 2, 5)


def test_no_length_is_an_instant() -> None:
    assert period_ending(dt.date(1995, 12, 31), None).is_instant


@given(DAYS)
def test_a_formatted_date_is_found_again(day: dt.date) -> None:
    assert [date.date for date in find_dates(f"as of {format_date(day)} and")] == [day]
    assert [date.date for date in find_dates(f"({day.month}/{day.day}/{day.year})")] == [day]


@given(DAYS, st.integers(1, 60))
def test_months_from_a_month_end_make_whole_months(day: dt.date, months: int) -> None:
    if not is_month_end(day):
        return
    start = period_ending(day, Length(count=months, unit=LengthUnit.MONTHS)).start
    assert start is not None
    assert start.day == 1
    assert (day.year - start.year) * 12 + day.month - start.month + 1 == months


@given(DAYS, st.integers(1, 99), st.sampled_from(LengthUnit), st.none() | DAYS)
def test_every_period_starts_before_it_ends(
    end: dt.date, count: int, unit: LengthUnit, previous: dt.date | None
) -> None:
    period = period_ending(end, Length(count=count, unit=unit), previous)
    assert period.start is not None
    assert period.start <= period.end == end


@given(st.text(max_size=300) | st.text(alphabet="19053 /-,.'()\nMaydcthremonsquy", max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for date in find_dates(text):
        assert 0 <= date.start < date.end <= len(text)
        assert date.date is None or date.date.year == date.year
    for phrase in find_lengths(text):
        assert 0 <= phrase.start < phrase.end <= len(text)
        assert phrase.period is None or phrase.period.start is not None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1" * 9_000_000, 0),
        ("three " * 9_000, 0),
        ("one" + " " * 9_000, 0),
        ("May 1" + "\n" * 9_000, 1),
        ("(" * 9_000, 0),
        ("1/1/95 to " * 900, 400),  # a head ends at 4,000 characters
    ],
    ids=["digits", "numbers", "blanks", "lines", "parentheses", "dates"],
)
def test_hostile_heads_are_searched_to_their_end(text: str, dates: int) -> None:
    with ends():
        assert len(find_dates(text)) == dates
        assert len(find_lengths(text)) <= dates
