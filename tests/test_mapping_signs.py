"""What a printed amount is multiplied with, told by the sums of its statement and by its caption.

All companies are invented; the expected signs are read off the statements beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.mapping.signs import is_guess, signs
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text, with_durations

if TYPE_CHECKING:
    from collections.abc import Mapping


def turned(source: str, concepts: Mapping[int, str], guessed: frozenset[int] = frozenset()) -> set[int]:
    """The lines, counted from 1, whose facts have the opposite sign of what is printed."""
    statement = with_durations(read_statement(source))
    own = {
        number - 1: load_taxonomy().concept(f"us-gaap:{name}") if name else None for number, name in concepts.items()
    }
    unsure = {number - 1 for number in guessed}
    return {index + 1 for index, sign in signs(statement, foot(statement)[0], own, unsure).items() if sign < 0}


def test_total_revenues_are_positive_though_the_lines_above_them_were_taken_for_costs() -> None:
    source = (
        "income_statement\nRevenues:\n  Gas services | 427 | 336\n  Energy services | 86 | 264\n"
        "  Pipe line | 350 | 311\n  Intercompany eliminations | (65) | (63)\n    Total revenues | 798 | 848\n"
    )
    taken = {2: "CostOfServices", 3: "CostOfServicesEnergyServices", 4: "", 5: "", 6: "Revenues"}
    assert 6 not in turned(source, taken)
    assert 6 not in turned(source, taken | {6: "SalesRevenueNet"})


def test_revenues_that_are_a_loss_are_negative_as_printed() -> None:
    source = (
        "income_statement\nRevenues:\n  Interest income | 40 | 36\n  Trading losses | (65) | (63)\n"
        "    Total revenues (losses) | (25) | (27)\n"
    )
    assert not turned(source, {2: "InvestmentIncomeInterest", 4: "Revenues"})


@pytest.mark.parametrize("name", ["Assets", "Liabilities", "AssetsCurrent"])
def test_a_total_that_cannot_be_negative_settles_its_sum(name: str) -> None:
    source = "balance_sheet\nFirst:\n  One | (300)\n  Two | 800\n    Total | 500\n"
    assert not turned(source, {2: "StockholdersEquity", 3: "", 4: name}) & {4}


def test_net_assets_are_as_printed_on_either_side_of_the_equation() -> None:
    parts = (
        "balance_sheet\nNet assets consist of:\n  Par value | 4 | 4\n  Paid in capital | 401 | 390\n"
        "  Retained earnings | 95 | 76\n    Total net assets | 500 | 470\n"
    )
    equity = {2: "CommonStockValue", 3: "AdditionalPaidInCapital", 4: "RetainedEarningsAccumulatedDeficit"}
    assert not turned(parts, equity | {5: "AssetsNet"})
    less = "balance_sheet\nTotal assets | 612 | 571\nTotal liabilities | 112 | 101\n  Net assets | 500 | 470\n"
    assert not turned(less, {1: "Assets", 2: "Liabilities", 3: "AssetsNet"})


def test_a_loss_per_share_without_parentheses_below_a_loss_with_them_is_negative() -> None:
    source = (
        "income_statement\nRevenues | 29 | 14\nExpenses | 666 | 723\nNet income (loss) | (637) | (709)\n"
        "{caption} | 0.03 | 0.03\n"
    )
    taken = {1: "Revenues", 2: "CostsAndExpenses", 3: "NetIncomeLoss", 4: "EarningsPerShareBasic"}
    assert 4 in turned(source.format(caption="Net loss per share"), taken)
    assert 4 not in turned(source.format(caption="Net income (loss) per share"), taken), "the print is all there is"


_INVESTING, _CHANGE = "NetCashProvidedByUsedInInvestingActivities", "CashAndCashEquivalentsPeriodIncreaseDecrease"


@pytest.mark.parametrize(
    ("row", "concept", "negative"),
    [
        ("Net cash used in investing activities | 460 | 510", _INVESTING, True),
        ("Net cash used in investing activities | (460) | (510)", _INVESTING, False),  # the parentheses say it
        ("Net cash provided by (used in) investing activities | 460 | 510", _INVESTING, False),
        ("Net cash provided by or used in investing activities | 460 | 510", _INVESTING, False),
        ("Decrease in cash | 40 | 30", _CHANGE, True),
        ("Increase (decrease) in cash | 40 | 30", _CHANGE, False),
        ("Increase in cash | 40 | 30", _CHANGE, False),
    ],
)
def test_cash_that_a_caption_alone_calls_used_is_negative(row: str, concept: str, *, negative: bool) -> None:
    assert turned(f"cash_flow\n{row}\n", {1: concept}) == ({1} if negative else set())


@pytest.mark.parametrize(
    ("row", "negative"),
    [
        ("Income taxes paid | 30 | 20", False),
        ("Income taxes paid | (30) | (20)", True),
        ("Income taxes paid (refunded) | (30) | (20)", False),  # refunds in most years
        ("Income taxes paid-net of refunds | 30 | 20", False),
        ("Net cash received (paid) for income taxes | (9) | 30", True),
        ("Net cash received (paid) for income taxes | (9) | (30)", True),
        ("Cash received for income taxes, net | 14 | 23", True),
        ("Cash received for income taxes, net | (14) | (23)", False),  # as a payment that was negative
        ("Income taxes | (30) | (20)", True),
    ],
)
def test_taxes_received_are_negative_payments(row: str, *, negative: bool) -> None:
    source = f"cash_flow\nOther information:\n  {row}\n"
    assert turned(source, {2: "IncomeTaxesPaidNet"}) == ({2} if negative else set())


def test_a_heading_says_what_was_paid_where_the_caption_does_not() -> None:
    source = "cash_flow\nCash received (paid) during the year for:\n  Income taxes | (9) | 30\n"
    assert turned(source, {2: "IncomeTaxesPaidNet"}) == {2}
    assert not turned(source.replace("received (paid)", "paid (received)"), {2: "IncomeTaxesPaidNet"})


@pytest.mark.parametrize(
    ("row", "concept", "negative"),
    [
        ("Net borrowings (repayments) on advances | 101 | (4)", "RepaymentsOfFederalHomeLoanBankBorrowings", True),
        ("Net borrowings (repayments) on advances | (101) | (4)", "RepaymentsOfFederalHomeLoanBankBorrowings", True),
        ("Net borrowings (repayments) on advances | (101) | (4)", "ProceedsFromFederalHomeLoanBankBorrowings", False),
        ("Repayments of advances | (101) | (4)", "RepaymentsOfFederalHomeLoanBankBorrowings", True),
        ("Repayments of advances | 101 | 4", "RepaymentsOfFederalHomeLoanBankBorrowings", False),
    ],
)
def test_what_was_borrowed_less_what_was_repaid_is_no_repayment(row: str, concept: str, *, negative: bool) -> None:
    assert turned(f"cash_flow\nFinancing:\n  {row}\n", {2: concept}) == ({2} if negative else set())


CAPITALIZATION = (
    "balance_sheet\nPreferred stock:\n  Series A | 10,104 | 10,104\n  Series B | 21,310 | 20,030\n"
    "    Total preferred stock | 31,414 | 30,134\nLong-term debt:\n  Secured notes | 102,000 | 101,000\n"
    "  Unsecured notes | 65,210 | 64,120\n    Total long-term debt | 167,210 | 165,120\n"
    "Total capitalization | 198,624 | 195,254\n"
)


def test_what_nobody_is_sure_of_does_not_turn_the_lines_that_it_is_summed_with() -> None:
    taken = {2: "AssetsCurrent", 3: "", 4: "", 6: "SecuredDebt", 7: "UnsecuredDebt", 8: "", 9: ""}
    assert turned(CAPITALIZATION, taken) >= {6, 7}, "what cannot be negative settles all of them"
    assert not turned(CAPITALIZATION, taken, frozenset({2})) & {6, 7}
    assert is_guess("review", 0.29)
    assert not is_guess("review", 0.31)
    assert not is_guess("accepted", 0.1)


def test_a_concept_of_the_companys_own_is_on_the_side_of_the_total_above_its_total() -> None:
    [mapped], _ = map_text(CAPITALIZATION.replace("Series A", "4.20% A").replace("Series B", "$7.12 B"))
    series = [line_of(mapped, label) for label in ("4.20% A", "$7.12 B")]
    assert [line.concept for line in series] == ["ext:PreferredStock", "ext:PreferredStockB"]
    assert [line.extension.balance for line in series if line.extension] == ["credit", "credit"]
    assert [line.sign for line in mapped.lines] == [1] * 7


_RESULT = "income_statement\nSales | 100 | 90\nCosts | 130 | 110\nNet loss | {}\n{} | {}\n"


@pytest.mark.parametrize(
    ("result", "label", "rate", "negative"),
    [
        ("30 | 20", "Net loss per share", ".30 | .20", {3, 4}),
        ("(30) | (20)", "Net loss per share", "(.30) | (.20)", set()),
        ("(30) | (20)", "Net loss per share", ".30 | .20", {4}),
        ("(30) | (20)", "Loss before extraordinary items per share", ".30 | .20", {4}),
        ("(30) | (20)", "Before extraordinary loss per share", ".30 | .20", set()),  # which is an income
        ("(30) | (20)", "Net income (loss) per share", "(.30) | (.20)", set()),
    ],
)
def test_a_loss_per_share_is_negative_as_the_loss_is(result: str, label: str, rate: str, negative: set[int]) -> None:
    concepts = {1: "Revenues", 2: "CostsAndExpenses", 3: "NetIncomeLoss", 4: "EarningsPerShareBasic"}
    assert turned(_RESULT.format(result, label, rate), concepts) == negative


def test_an_extraordinary_loss_per_share_beside_an_income_is_as_printed() -> None:
    source = "income_statement\nNet income | 30 | 30\nExtraordinary loss per share | .10 | .10\n"
    name = "IncomeLossFromExtraordinaryItemsNetOfTaxPerBasicShare"
    assert not turned(source, {1: "NetIncomeLoss", 2: name})


@pytest.mark.parametrize(
    ("first", "negative"), [("IncomeLossFromContinuingOperations", False), ("NetIncomeLoss", True)]
)
def test_a_loss_of_what_is_discontinued_is_added_to_what_continues_and_not_to_net_income(
    first: str, *, negative: bool
) -> None:
    source = (
        "cash_flow\nOperating activities:\n  Loss for the year | (34,720) | (15,890)\n"
        "  Depreciation | 12,310 | 11,204\n"
        "  Earnings (loss) from discontinued operations | (41,592) | (11,240)\n"
        "    Net cash used in operating activities | (64,002) | (15,926)\n"
    )
    concepts = {2: first, 3: "Depreciation", 4: "IncomeLossFromDiscontinuedOperationsNetOfTax"}
    found = turned(source, concepts | {5: "NetCashProvidedByUsedInOperatingActivities"})
    assert found == ({4} if negative else set())
