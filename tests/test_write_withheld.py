"""What is printed as a dash and was not computed is no fact of zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from converter.pipeline import extract
from tests.written_text import TEXT

_BASIC = "Basic earnings per share                      $      .30     $      .21\n"
_SHARES = "Weighted average shares                        1,000,000      1,000,000\n"


def facts(diluted: str, shares: str, basic: str = _BASIC) -> tuple[dict[str, list[Decimal]], list[str]]:
    """The values of each concept in the order of the columns, and the codes of the messages."""
    text = TEXT.replace(_BASIC, f"{basic}Diluted earnings per share                    {diluted}\n")
    text = text.replace(_SHARES, f"{_SHARES}Diluted weighted average shares                {shares}\n")
    report, messages = extract(text.encode())
    found: dict[str, list[Decimal]] = {}
    for fact in report.facts:
        if isinstance(fact.value, Decimal):
            found.setdefault(fact.concept.removeprefix("us-gaap:"), []).append(fact.value)
    return found, [message.code for message in messages]


def test_diluted_earnings_that_were_not_computed_are_no_earnings_of_zero() -> None:
    found, codes = facts("$      .29             --", "1,010,000             --")
    assert found["EarningsPerShareBasic"] == [Decimal("0.30"), Decimal("0.21")]
    assert found["EarningsPerShareDiluted"] == [Decimal("0.29")]
    assert found["WeightedAverageNumberOfDilutedSharesOutstanding"] == [Decimal(1_010_000)]
    assert codes.count("write.not-computed") == 2


@pytest.mark.parametrize(
    ("diluted", "basic"),
    [
        ("$      .29     $      .00", _BASIC),  # printed, so that it is zero
        ("$      .29             --", _BASIC.replace("$      .21", "        --")),  # as nothing was earned
    ],
)
def test_diluted_earnings_of_zero_are_a_fact(diluted: str, basic: str) -> None:
    found, codes = facts(diluted, "1,010,000      1,000,000", basic)
    assert found["EarningsPerShareDiluted"] == [Decimal("0.29"), Decimal(0)]
    assert "write.not-computed" not in codes
