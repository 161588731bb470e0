"""The words of a narrative: amounts as they are printed, and the periods that words mean."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.model import Period
from converter.narrative.amounts import amounts
from converter.narrative.passages import Sentence
from converter.narrative.periods import calendar_of, months_of, period_words


def sentence_of(text: str) -> Sentence:
    return Sentence(text=text, places=tuple((1, column) for column in range(1, len(text) + 1)), heading="", paragraph=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue was $13.3 million.", [("money", "13300000", -5)]),
        ("Revenue was $1.2 billion.", [("money", "1200000000", -8)]),
        ("Revenue was $19,217,000.", [("money", "19217000", -3)]),
        ("Interest was $1,234,567.", [("money", "1234567", 0)]),
        ("Income was $.7 million or $.06 per share.", [("money", "700000", -5), ("per_share", "0.06", 2)]),
        ("A loss of ($0.07) per diluted share.", [("per_share", "0.07", 2)]),
        ("Earnings per share between $.11 and $.13.", [("per_share", "0.11", 2), ("per_share", "0.13", 2)]),
        ("Earnings were 9 cents per share.", [("per_share", "0.09", 2)]),
        ("A rate of 26%, or 26.5 percent.", [("percent", "26", 0), ("percent", "26.5", 1)]),
        ("In the 36-37% range.", [("percent", "36", 0), ("percent", "37", 0)]),
        ("Based on 12.7 million shares.", [("shares", "12700000", -5)]),
        ("There were 12,374,000 weighted average common shares.", [("shares", "12374000", -3)]),
        ("Call (585) 256-0200 about the 10-K of 2003, item 12.", []),
    ],
)
def test_amounts_are_read_as_printed(text: str, expected: list[tuple[str, str, int]]) -> None:
    found = [each for each, _, _ in amounts(sentence_of(text))]
    assert [(each.kind.value, each.value, each.decimals) for each in found] == [
        (kind, Decimal(value), decimals) for kind, value, decimals in expected
    ]


@given(
    digits=st.integers(min_value=1, max_value=10**9),
    places=st.integers(min_value=0, max_value=3),
    word=st.sampled_from(("", "thousand", "million", "billion")),
)
def test_any_amount_of_money_is_read_as_it_is_written(digits: int, places: int, word: str) -> None:
    value = Decimal(digits).scaleb(-places)
    text = f"Interest of ${value:,.{places}f}{f' {word}' if word else ''} was paid."
    ((found, start, end),) = amounts(sentence_of(text))
    scale = {"": 0, "thousand": 3, "million": 6, "billion": 9}[word]
    assert found.kind.value == "money"
    assert found.value == value.scaleb(scale)
    assert text[start:end] == found.text
    assert found.decimals in (places - scale, -3)


def period(text: str) -> Period:
    """The period that `str` gives as `text`."""
    start, _, end = text.rpartition("..")
    return Period(end=dt.date.fromisoformat(end), start=dt.date.fromisoformat(start) if start else None)


PERIODS = [
    period(text)
    for text in ("2004-06-30", "2004-12-31", "2004-10-01..2004-12-31", "2004-07-01..2004-09-30",
                 "2003-10-01..2003-12-31", "2004-07-01..2004-12-31", "2003-07-01..2003-12-31")
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in the second quarter", ["2004-10-01..2004-12-31", "2004-12-31"]),
        ("in the second quarter of fiscal 2005", ["2004-10-01..2004-12-31", "2004-12-31"]),
        ("in the preceding quarter", ["2004-07-01..2004-09-30"]),
        ("in the same quarter a year ago", ["2003-10-01..2003-12-31"]),
        ("for the six months ended December 31, 2004", ["2004-07-01..2004-12-31", "2004-12-31"]),
        ("at December 31, 2004", ["2004-12-31", "2004-10-01..2004-12-31", "2004-07-01..2004-12-31"]),
        ("December 31, 2004 balances", ["2004-12-31", "2004-10-01..2004-12-31", "2004-07-01..2004-12-31"]),
        ("in the third quarter of fiscal 2005", []),
        ("in fiscal 2001", []),
    ],
)
def test_words_for_periods_mean_periods_of_the_statements(text: str, expected: list[str]) -> None:
    calendar = calendar_of([period for period in PERIODS if period])
    assert calendar.year_end == 6, "six months began on the first of July"
    (words,) = period_words(text)
    assert {str(period) for period in calendar.meant(words) or ()} == set(expected)


def test_the_length_of_a_period_is_in_months() -> None:
    assert [months_of(period) for period in PERIODS if period] == [0, 0, 3, 3, 3, 6, 6]
