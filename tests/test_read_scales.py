"""Scales: what captions say that money and share counts are multiplied with."""

from __future__ import annotations

import pytest

from converter.read.scales import UNKNOWN_CURRENCY, Scale, label_scale, read_currency, read_scale


@pytest.mark.parametrize(
    ("caption", "money", "shares"),
    [
        ("(In thousands, except per share data)", 3, 3),
        ("(in thousands, except share and per share data)", 3, 0),
        ("(Dollars in thousands)", 3, 3),
        ("(in thousands of dollars)", 3, 0),
        ("(Dollars and shares in thousands)", 3, 3),
        ("(Dollars in thousands, shares in thousands)", 3, 3),
        ("($ millions, except per share)", 6, 6),
        ("($ Thousands)", 3, 3),
        ("(Thousand Dollars)", 3, 3),
        ("($MM)", 6, 6),
        ("(MM $)", 6, 6),
        ("000's", 3, 3),
        ("(amounts in 1,000's)", 3, 3),
        ("(000 omitted)", 3, 3),
        ("December 31, 1996 ($000)", 3, 0),
        ("(Dollars in hundreds)", 2, 0),
        ("(in hundreds of dollars)", 2, 0),
        ("(in hundreds of thousands of dollars)", 5, 0),
        ("($ Million)", 6, 6),
        ("(Rupees in lakhs)", 5, 5),
        ("(in crores)", 7, 7),
        ("(in $1,000)", 3, 3),
        ("(in units of $1,000)", 3, 3),
        ("(in multiples of $1,000,000)", 6, 6),
        ("(three zeros omitted)", 3, 3),
        ("(last six digits omitted)", 6, 6),
        ("(in tens of thousands)", 4, 4),
        ("(MM)", 6, 6),
        ("(in MM)", 6, 6),
        ("($ mil.)", 6, 6),
        ("(in mil.)", 6, 6),
        ("(millions of $)", 6, 0),
    ],
)
def test_the_scale_that_a_caption_states(caption: str, money: int, shares: int) -> None:
    assert read_scale(caption) == Scale(money=money, shares=shares, printed=True)


@pytest.mark.parametrize(
    "caption",
    [
        "(shares in thousands)",
        "(Share amounts in thousands)",
        "(in thousands of shares)",
        "Weighted average shares (units in thousands)",
        "(except per unit; number of units in thousands)",
    ],
)
def test_thousands_of_shares_say_nothing_about_money(caption: str) -> None:
    assert read_scale(caption) == Scale(money=0, shares=3, printed=False)


@pytest.mark.parametrize(
    ("caption", "power"),
    [
        ("(Rounded to nearest thousand)", 3),
        ("(rounded to the nearest thousand dollars)", 3),
        ("Amounts are to the nearest million.", 6),
        ("(Rounded to thousands)", 3),
        ("(nearest $1,000)", 3),
        ("(to the nearest $1,000,000)", 6),
    ],
)
def test_captions_may_say_what_amounts_are_rounded_to(caption: str, power: int) -> None:
    assert read_scale(caption) == Scale(money=power, shares=0, printed=True, rounded=True)


def test_the_scale_of_shares_may_stand_before_that_of_money() -> None:
    assert read_scale("(shares in millions; dollars in thousands)") == Scale(money=3, shares=6, printed=True)


@pytest.mark.parametrize(
    "caption",
    [
        "",
        "December 31, 2000",
        "(Unaudited)",
        "(in dollars)",
        "authorized 50,000,000 shares",
        "(rounded to nearest dollar)",
    ],
)
def test_captions_that_state_no_scale(caption: str) -> None:
    assert read_scale(caption) is None


def test_a_label_may_state_the_scale_of_its_row() -> None:
    assert label_scale("Average shares outstanding (in thousands)") == 3
    assert label_scale("Average shares outstanding") is None


@pytest.mark.parametrize(
    ("caption", "currency"),
    [
        ("(in thousands)", "USD"),
        ("(in thousands of U.S. dollars)", "USD"),
        ("(Expressed in Canadian dollars)", "CAD"),
        ("(Cdn. $ in thousands)", "CAD"),
        ("(A$000)", "AUD"),
        ("(HK$ in thousands)", "HKD"),
        ("(in thousands of pounds sterling)", "GBP"),
        ("(yen in millions)", "JPY"),
        ("(in thousands of Deutsche Marks)", "DEM"),
        ("(in millions of French francs)", "FRF"),
        ("(Swiss francs in thousands)", "CHF"),
        ("(Dutch guilders)", "NLG"),
        ("(stated in Mexican pesos)", "MXN"),
        ("(in thousands of New Israeli Shekels)", "ILS"),
        ("(in thousands of pesos)", UNKNOWN_CURRENCY),
        ("Loans to be repaid in Mexican pesos", "USD"),
    ],
)
def test_the_currency_that_a_caption_names(caption: str, currency: str) -> None:
    assert read_currency(caption) == currency


@pytest.mark.parametrize("caption", ["Thousands of constant Mexican pesos", "thousands of Canadian dollars"])
def test_thousands_of_another_currency_are_a_scale(caption: str) -> None:
    found = read_scale(caption)
    assert found is not None
    assert (found.money, found.printed) == (3, True)
