"""Printed numbers: what a cell says, what it does not say, and the way back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.amounts import implied_decimals, parse_amount
from converter.model import CellKind
from tests.effort import ends
from tests.printed import format_amount


@pytest.mark.parametrize(
    ("text", "value", "number"),
    [
        ("1,234", "1234", "1,234"),
        ("$ 1,234", "1234", "1,234"),
        ("$       .09", "0.09", ".09"),
        ("(1,234)", "-1234", "1,234"),
        ("$ (1,234 )", "-1234", "1,234"),
        ("( 1,234)", "-1234", "1,234"),
        ("($1,295)", "-1295", "1,295"),
        ("1,234-", "-1234", "1,234"),
        ("-1,234", "-1234", "1,234"),
        ("- 7,470,642", "-7470642", "7,470,642"),
        ("$-5", "-5", "5"),
        ("($-5)", "-5", "5"),
        (".09", "0.09", ".09"),
        ("(.09)", "-0.09", ".09"),
        ("[1,234]", "-1234", "1,234"),
        ("{1,234}", "-1234", "1,234"),
        ("US$ 800,300", "800300", "800,300"),
        ("\u00a35", "5", "5"),
        ("1995", "1995", "1995"),
        ("0", "0", "0"),
        ("(0)", "0", "0"),
        ("1,234 $", "1234", "1,234"),
        ("1,234(a)", "1234", "1,234"),
        ("1,234 (1)", "1234", "1,234"),
        ("(1,234)(b)", "-1234", "1,234"),
        ("1,234*", "1234", "1,234"),
        ("2,911**", "2911", "2,911"),
        ("999,999(9)<F12>", "999999", "999,999"),
        ("1,234 (a),(b)", "1234", "1,234"),
        ("1,234 CR", "-1234", "1,234"),
        ("$ 1,234CR", "-1234", "1,234"),
        ("1'234'567", "1234567", "1'234'567"),
    ],
)
def test_a_number_is_read_with_the_place_of_its_digits(text: str, value: str, number: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.kind) == (Decimal(value), CellKind.AMOUNT)
    assert text[amount.start : amount.end] == number
    assert amount.flaw == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-0-", "-0-"),
        ("$-0-", "-0-"),
        ("- 0 -", "- 0 -"),
        ("-", "-"),
        ("- ", "-"),
        ("--", "--"),
        ("$ --", "--"),
        ("(--)", "--"),
        ("- -", "- -"),
        ("- - -", "- - -"),
        ("-----", "-----"),
        ("\u2014", "\u2014"),
        ("None", "None"),
        ("NONE", "NONE"),
        ("Nil", "Nil"),
        ("--(a)", "--"),
    ],
)
def test_a_printed_dash_or_zero_word_is_zero(text: str, word: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (str(amount.value), amount.kind) == ("0", CellKind.DASH)
    assert text[amount.start : amount.end] == word


@pytest.mark.parametrize(
    ("text", "value"), [("12.3%", "12.3"), ("12.3 %", "12.3"), ("(12.3)%", "-12.3"), ("(.5%)", "-0.5"), ("--%", "0")]
)
def test_percentages_are_told_apart(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.kind) == (Decimal(value), CellKind.PERCENT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "$",
        "%",
        "(",
        "N/A",
        "n.m.",
        "Cash",
        "12 1/2",
        "1,234 DR",
        "(1,234) CR",
        "1'23",
        "12-1/2",
        "3/31/95",
        "1.5x",
        "------",
        "......",
        "(a)",
        "2a",
    ],
)
def test_text_is_no_number(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    "text", ["1,2 34", "l,234", "1.234,5", "1,23", "1,2345", "$ 1,O00", "(1,23)", "-1,234-", "\u00a31,2 3"]
)
def test_typographic_damage_is_never_guessed(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(("text", "value"), [("$1,295)", "-1295"), ("(1,234", "-1234"), ("(1,234]", "-1234")])
def test_a_lost_parenthesis_still_makes_it_negative_and_is_flagged(text: str, value: str) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.flaw) == (Decimal(value), "unbalanced")


def test_blanks_for_thousands_separators_are_read_and_flagged() -> None:
    amount = parse_amount("$(1 234)")
    assert amount is not None
    assert (amount.value, amount.flaw) == (Decimal(-1234), "spaced")


def test_a_zero_is_never_negative() -> None:
    for text in ("(0)", "-0", "(.00)", "0-", "(--)"):
        amount = parse_amount(text)
        assert amount is not None
        assert not amount.value.is_signed()


def test_printed_decimals_are_counted() -> None:
    found = {text: amount.decimals for text in ("5", ".09", "1,234.5", "$2.125") if (amount := parse_amount(text))}
    assert found == {"5": 0, ".09": 2, "1,234.5": 1, "$2.125": 3}


@given(
    value=st.decimals(min_value=-(10**15), max_value=10**15, places=3) | st.integers(-(10**15), 10**15).map(Decimal),
    negative=st.sampled_from(["()", "-", "x-"]),
    currency=st.sampled_from(["", "$", "$ ", "US$"]),
    separator=st.sampled_from([",", "", " "]),
    leading_zero=st.booleans(),
)
def test_what_is_formatted_parses_back(
    value: Decimal, negative: str, currency: str, separator: str, leading_zero: bool
) -> None:
    text = format_amount(value, negative=negative, currency=currency, separator=separator, leading_zero=leading_zero)
    amount = parse_amount(text)
    assert amount is not None, text
    assert amount.value == value
    assert parse_amount(f"  {text} ") is not None
    assert set(text[amount.start : amount.end]) <= set("0123456789,. ")


@given(st.text(max_size=120) | st.text(alphabet="0123456789,.()$- %*lO", max_size=120))
def test_any_text_is_an_amount_or_not_but_never_an_error(text: str) -> None:
    amount = parse_amount(text)
    if amount is not None:
        assert 0 <= amount.start < amount.end <= len(text)


def test_endless_digits_are_no_amount() -> None:
    for text in ("1" * 50_000_000, "1," * 1_000_000, "(" * 1_000_000, "- " * 1_000_000, " " * 99 + "x", "0 000" * 19):
        with ends():
            assert parse_amount(text) is None


class TestImpliedDecimals:
    def decimals(self, *printed: str, scale: int = 0) -> int:
        return implied_decimals((Decimal(text) for text in printed), scale)

    def test_thousands_are_minus_three_and_millions_minus_six(self) -> None:
        assert self.decimals("29589", "7857", scale=3) == -3
        assert self.decimals("29", "7", scale=6) == -6

    def test_a_printed_decimal_counts(self) -> None:
        assert self.decimals("29.5", "7", scale=6) == -5

    def test_exact_dollars_that_all_end_in_three_zeros_are_minus_three(self) -> None:
        assert self.decimals("29589000", "7857000", "0", "-626000") == -3

    def test_one_value_that_does_not_makes_them_exact(self) -> None:
        assert self.decimals("29589000", "7857000", "626001") == 0

    def test_one_or_two_round_values_prove_nothing(self) -> None:
        assert self.decimals("1000000", "5000") == 0

    def test_millions_need_more_evidence(self) -> None:
        millions = ["1000000", "2000000", "3000000", "7000000", "9000000"]
        assert self.decimals(*millions) == -3
        assert self.decimals(*millions, "12000000") == -6

    def test_per_share_amounts_have_the_decimals_that_are_printed(self) -> None:
        assert self.decimals(".09", ".24") == 2
        assert self.decimals(".125", ".24") == 3

    def test_blanks_and_zeros_say_nothing(self) -> None:
        assert implied_decimals([None, Decimal(0)], 0) == 0
        assert implied_decimals([None, Decimal(0)], 3) == -3
