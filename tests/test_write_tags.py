"""What is printed becomes the value through a transformation, and nothing is lost or added on the way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.messages import Span
from converter.model import Fact, Period, Status
from converter.write.tags import Tag, tag
from tests.printed import format_amount

DAY = dt.date(1999, 3, 4)


def fact(value: Decimal | str, *, unit: str = "", scale: int = 0, language: str = "en-US") -> Fact:
    return Fact(
        id="f",
        concept="dei:DocumentType",
        value=value,
        context="c",
        period=Period(end=DAY),
        unit=unit,
        decimals=0 if unit else None,
        scale=scale,
        text="",
        span=Span(first_line=1, first_column=1, last_line=1, last_column=1),
        status=Status.ACCEPTED,
        language="" if unit else language,
    )


def shown(made: Tag) -> str:
    return made.before + "".join(piece.text for piece in made.pieces) + made.after


def kept(made: Tag) -> str:
    return "".join(piece.text for piece in made.pieces if not piece.excluded)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("March 4, 1999", "1999-03-04"),
        ("MARCH 4, 1999", "1999-03-04"),
        ("for the year ended Mar. 4, 1999 (unaudited)", "1999-03-04"),
        ("March  4,\n   1999", "1999-03-04"),
        ("4 March 1999", "1999-03-04"),
        ("3/4/1999", "1999-03-04"),
        ("March 4", "--03-04"),
    ],
)
def test_dates_are_read_as_printed(printed: str, value: str) -> None:
    made = tag(fact(value, language=""), printed)
    assert made is not None
    assert made.format.startswith("ixt:date-")
    assert shown(made) == printed


def test_a_wrapped_date_is_read_as_one_line() -> None:
    made = tag(fact("1999-03-04", language=""), "March\n      4,  1999")
    assert made is not None
    assert kept(made) == "March 4, 1999"
    assert shown(made) == "March\n      4,  1999"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("March 5, 1999", "1999-03-04"),
        ("3/4/99", "1999-03-04"),
        ("February 30, 1999", "1999-03-02"),
        ("", "1999-03-04"),
    ],
)
def test_a_date_that_does_not_say_the_value_is_no_tag(printed: str, value: str) -> None:
    assert tag(fact(value, language=""), printed) is None


@pytest.mark.parametrize(
    ("printed", "value", "excluded"),
    [
        ("98-7654321", "987654321", ["-"]),
        ("HALLOWAY  FERRIS", "HALLOWAY FERRIS", [" "]),
        ("HALLOWAY\n      FERRIS", "HALLOWAY FERRIS", ["\n", "     "]),
        ("HALLOWAY\nFERRIS", "HALLOWAY\nFERRIS", []),
        ("FORM 8-K", "8-K", []),
    ],
)
def test_what_is_no_part_of_the_value_is_excluded(printed: str, value: str, excluded: list[str]) -> None:
    made = tag(fact(value), printed)
    assert made is not None
    assert kept(made) == value
    assert [piece.text for piece in made.pieces if piece.excluded] == excluded
    assert shown(made) == printed


def test_a_line_break_without_indentation_stands_for_a_space() -> None:
    made = tag(fact("HALLOWAY FERRIS"), "HALLOWAY\nFERRIS")
    assert made is not None
    assert kept(made).split() == ["HALLOWAY", "FERRIS"]


@pytest.mark.parametrize(("printed", "value"), [("New York", "NY"), ("Vermont", "VT"), ("", "x"), ("8-K", "10-K")])
def test_letters_are_never_left_out(printed: str, value: str) -> None:
    assert tag(fact(value), printed) is None


@pytest.mark.parametrize(
    ("printed", "value", "scale", "transformation"),
    [
        ("1,250", "1250000", 3, "ixt:num-dot-decimal"),
        ("1,250", "-1250000", 3, "ixt:num-dot-decimal"),
        (".09", "0.09", 0, "ixt:num-dot-decimal"),
        ("12.5", "0.125", -2, "ixt:num-dot-decimal"),
        ("--", "0", 3, "ixt:fixed-zero"),
        ("None", "0", 3, "ixt:fixed-zero"),
        ("-0-", "0", 0, "ixt:fixed-zero"),
        ("0", "0", 0, "ixt:num-dot-decimal"),
    ],
)
def test_numbers(printed: str, value: str, scale: int, transformation: str) -> None:
    made = tag(fact(Decimal(value), unit="usd", scale=scale), printed)
    assert made is not None
    assert made.format == transformation
    assert made.element == "nonFraction"
    assert shown(made) == printed


@pytest.mark.parametrize("printed", ["1,251", "(1,250)", "$1,250", "1,250,000", "abc", ""])
def test_a_number_that_does_not_say_the_value_is_no_tag(printed: str) -> None:
    assert tag(fact(Decimal(1250000), unit="usd", scale=3), printed) is None


@given(st.decimals(min_value=0, max_value=10**12, allow_nan=False, places=2), st.sampled_from([0, 3, 6]))
def test_every_amount_is_read_back(number: Decimal, scale: int) -> None:
    printed = format_amount(number)
    made = tag(fact(number.scaleb(scale), unit="usd", scale=scale), printed)
    assert made is not None
    assert made.format == "ixt:num-dot-decimal"


def test_a_flag_is_read_from_any_text() -> None:
    made = tag(fact("false", language=""), "10-K405")
    assert made is not None
    assert (made.format, made.wraps) == ("ixt:fixed-false", True)


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_tag_never_changes_the_printed_text(printed: str, value: str) -> None:
    made = tag(fact(value), printed)
    if made is not None:
        assert shown(made) == printed
        assert kept(made).split() == value.split()


def test_a_hostile_text_is_searched_in_little_time() -> None:
    assert tag(fact("a" * 2000 + "b"), "a" * 2000) is None
    assert tag(fact("x" * 100_000), "x" * 100_000) is None


def test_apostrophes_for_commas_are_left_out_of_the_value() -> None:
    made = tag(fact(Decimal(1234567), unit="usd"), "1'234'567")
    assert made is not None
    assert made.format == "ixt:num-dot-decimal"
    assert (shown(made), kept(made)) == ("1'234'567", "1234567")
