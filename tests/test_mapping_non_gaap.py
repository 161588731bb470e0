"""Figures that a release adds below its statements, and that the accounts do not have."""

from __future__ import annotations

import pytest

from tests.test_mapping import line_of, map_text

INCOME = (
    "income_statement\nNet sales | 500\nCost of goods sold | 300\nGross profit | 200\nSelling expenses | 100\n"
    "Income before income taxes | 100\nIncome taxes | 40\nNet income | 60\n"
)


@pytest.mark.parametrize(
    "row",
    [
        "Adjusted net income | 70",
        "Pro forma net income | 70",
        "Net income excluding special charges | 70",
        "Non-GAAP net income | 70",
        "Cash earnings | 70",
        "EBITDA | 130",
    ],
)
def test_what_is_no_figure_of_the_accounts_has_no_concept_of_theirs(row: str) -> None:
    (mapped,), _ = map_text(f"{INCOME}{row}\n")
    assert not (line_of(mapped, row.partition(" |")[0]).concept or "").startswith("us-gaap:")
    assert line_of(mapped, "Net income").concept == "us-gaap:NetIncomeLoss"


def test_nor_has_what_stands_below_a_heading_that_says_so() -> None:
    (mapped,), _ = map_text(f"{INCOME}Pro forma data:\n  Income tax provision | 45\n  Net result after that | 55\n")
    assert line_of(mapped, "Income tax provision").concept is None
    assert not (line_of(mapped, "Net result after that").concept or "").startswith("us-gaap:")
    assert line_of(mapped, "Income taxes").concept == "us-gaap:IncomeTaxExpenseBenefit"
