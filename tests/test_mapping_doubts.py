"""Accepted choices that the rest of a filing speaks against are left for review; others are not.

All companies are invented; what is right is told by the figures of the statement that stands beside each expectation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.mapping.decisions import Decision
from converter.mapping.doubts import doubt, doubt_signs
from converter.model import Status
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text, with_durations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.model import MappedLine


def accepted(line: MappedLine) -> str:
    """The local name of the concept of an accepted line; empty where a person should look."""
    return (line.concept or "").removeprefix("us-gaap:") if line.status is Status.ACCEPTED else ""


def doubted(source: str, concepts: Mapping[int, str], by: str = "model") -> dict[int, Decision]:
    """What is left of accepted concepts (local names, by the line, counted from 1) beside what the statement says."""
    statement = with_durations(read_statement(source))
    decisions = {
        number - 1: Decision(
            load_taxonomy().concept(f"us-gaap:{name}"), Status.ACCEPTED, 0.95, by, ("so they say",), ()
        )
        for number, name in concepts.items()
    }
    doubt([(statement, foot(statement)[0])], [decisions])
    return {index + 1: decision for index, decision in decisions.items()}


def left(source: str, concepts: Mapping[int, str], by: str = "model") -> set[str]:
    """The concepts that stay accepted."""
    found = doubted(source, concepts, by)
    return {concepts[index] for index, each in found.items() if each.status is Status.ACCEPTED}


_TWO_BUSINESSES = (
    "balance_sheet\nAssets:\nPaper:\n  Cash and cash equivalents | 39 | 73\n  Inventories | 746 | 762\n"
    "    Total assets | 785 | 835\nInsurance:\n  Cash and cash equivalents | 15 | 20\n  Other assets | 100 | 80\n"
    "    Total assets | 115 | 100\nTotal | 900 | 935\nLiabilities:\nPaper:\n  Accounts payable | 300 | 310\n"
    "    Total liabilities | 300 | 310\nInsurance:\n  Other liabilities | 60 | 70\n    Total liabilities | 60 | 70\n"
    "Shareholders' equity:\n  Common stock | 140 | 145\n  Retained earnings | 400 | 410\n"
    "    Total shareholders' equity | 540 | 555\n    Total liabilities and shareholders' equity | 900 | 935\n"
)


def test_total_assets_are_those_that_equal_the_other_side() -> None:
    [mapped], _ = map_text(_TWO_BUSINESSES)
    assert [mapped.statement.lines[line.line].label for line in mapped.lines if accepted(line) == "Assets"] == ["Total"]


def test_totals_of_liabilities_beside_each_other_are_of_parts_of_the_business() -> None:
    assert not left(_TWO_BUSINESSES, {14: "Liabilities", 17: "OtherLiabilities"}) & {"Liabilities"}


def test_total_liabilities_are_accepted_with_their_parts_above_them() -> None:
    source = "balance_sheet\nDebt:\n  Notes | 5\n  Bonds | 6\n    Total debt | 11\nOther | 4\nTotal liabilities | 15\n"
    assert left(source, {6: "Liabilities"}) == {"Liabilities"}


@pytest.mark.parametrize(
    ("other", "stays"), [("115", True), ("116", True), ("117", True), ("118", False), ("140", False)]
)
def test_total_assets_and_the_other_side_may_differ_by_rounding_alone(other: str, *, stays: bool) -> None:
    source = f"balance_sheet\nTotal assets | 115\nTotal liabilities and stockholders' equity | {other}\n"
    concepts = {1: "Assets", 2: "LiabilitiesAndStockholdersEquity"}
    assert left(source, concepts) == (set(concepts.values()) if stays else set())


def test_total_assets_stay_where_one_column_alone_was_misread() -> None:
    source = "balance_sheet\nTotal assets | 115 | 99\nTotal liabilities and stockholders' equity | 115 | 66\n"
    assert left(source, {1: "Assets", 2: "LiabilitiesAndStockholdersEquity"}) != set()


def test_a_total_with_the_same_caption_that_holds_the_other_is_no_doubt() -> None:
    source = (
        "balance_sheet\nTrade payables | 5\nNotes | 6\n    Total liabilities | 11\nMinority interest | 4\n"
        "    Total liabilities | 15\n"
    )
    assert left(source, {5: "Liabilities", 3: "LiabilitiesCurrent", 4: "MinorityInterest"}) >= {"Liabilities"}


def test_what_a_person_decided_is_not_doubted() -> None:
    source = "balance_sheet\nTotal assets | 115\nTotal liabilities and stockholders' equity | 140\n"
    assert left(source, {1: "Assets", 2: "LiabilitiesAndStockholdersEquity"}, by="ledger:ann") != set()


_BORROWER = (
    "balance_sheet\nCurrent liabilities:\n  Accounts payable | 150\n    Total current liabilities | 150\n"
    "Long-term liabilities:\n  Long-term debt | 149\n  Other liabilities | 10\n    Total long-term liabilities | 159\n"
    "Deferred income taxes | 17\nMinority interest | 4\n"
)


@pytest.mark.parametrize(
    ("last", "stays"),
    [
        ({8: "DeferredTaxLiabilitiesNoncurrent"}, False),
        ({9: "MinorityInterest"}, True),  # no liability that is called noncurrent
        ({}, True),
    ],
)
def test_a_total_of_long_term_liabilities_holds_all_that_is_not_current(last: dict[int, str], *, stays: bool) -> None:
    concepts = {3: "LiabilitiesCurrent", 5: "LongTermDebtNoncurrent", 6: "OtherLiabilitiesNoncurrent"}
    found = doubted(_BORROWER, {**concepts, 7: "LiabilitiesNoncurrent", **last})
    assert (found[7].status is Status.ACCEPTED) is stays
    assert stays or "DeferredTaxLiabilitiesNoncurrent" in found[7].reasons[0]


def test_a_total_that_is_not_current_is_looked_at_beside_a_total_that_is() -> None:
    whole = {5: "LongTermDebtNoncurrent", 6: "OtherLiabilitiesNoncurrent", 7: "LiabilitiesNoncurrent"}
    found = doubted(_BORROWER, {**whole, 8: "DeferredTaxLiabilitiesNoncurrent"})
    assert found[7].status is Status.ACCEPTED  # nothing says what is current
    above = (
        "balance_sheet\nDeferred taxes | 17\nCurrent liabilities:\n  Accounts payable | 150\n  Notes | 20\n"
        "    Total current liabilities | 170\n  Long-term debt | 149\n  Other | 10\n    Total long-term | 159\n"
    )
    concepts = {1: "DeferredTaxLiabilitiesNoncurrent", 5: "LiabilitiesCurrent", 8: "LiabilitiesNoncurrent"}
    assert left(above, concepts) == set(concepts.values())


def doubted_signs(caption: str, printed: str, concept: str, sign: int = 1, kind: str = "income_statement") -> Status:
    """What becomes of an accepted line whose facts have this sign."""
    statement = with_durations(read_statement(f"{kind}\n{caption} | {printed}\n"))
    decision = Decision(load_taxonomy().concept(f"us-gaap:{concept}"), Status.ACCEPTED, 0.95, "model", ("so",), ())
    doubt_signs(statement, {0: decision}, {0: sign})
    return decision.status


@pytest.mark.parametrize(
    ("caption", "printed", "concept", "sign", "status"),
    [
        ("Provision for bad debts", "(5)", "ProvisionForDoubtfulAccounts", 1, Status.REVIEW),
        ("Provision for bad debts", "5 | 6 | (7)", "ProvisionForDoubtfulAccounts", 1, Status.ACCEPTED),  # a recovery
        ("Interest expense", "(5)", "InterestExpense", -1, Status.ACCEPTED),
        ("Net loss", "(5)", "NetIncomeLoss", 1, Status.ACCEPTED),
        ("Net loss per share", "(.05)", "EarningsPerShareBasic", 1, Status.ACCEPTED),
        ("Decrease in cash", "(5)", "CashAndCashEquivalentsPeriodIncreaseDecrease", 1, Status.ACCEPTED),
        ("Investment tax credit", "(5)", "InvestmentTaxCredit", 1, Status.REVIEW),
        ("Investment tax credit", "5", "InvestmentTaxCredit", 1, Status.ACCEPTED),
    ],
)
def test_a_fact_that_would_be_negative_without_being_meant_to_is_reviewed(
    caption: str, printed: str, concept: str, sign: int, status: Status
) -> None:
    assert doubted_signs(caption, printed, concept, sign) is status


@pytest.mark.parametrize("status", [Status.EXTENSION, Status.UNTAGGED])
def test_what_is_not_accepted_is_not_brought_to_review(status: Status) -> None:
    source = "balance_sheet\nTotal assets | 115\nTotal liabilities and stockholders' equity | 140\n"
    statement = read_statement(source)
    lines = [replace(line, doubt="the digits are blurred") for line in statement.lines]
    decision = Decision(None, status, 0.95, "model", ("so they say",), ())
    doubt([(replace(statement, lines=tuple(lines)), foot(statement)[0])], [{0: decision}])
    assert (decision.status, decision.confidence) == (status, 0.95)


def test_a_line_that_was_read_with_doubt_is_not_accepted_by_another_line() -> None:
    statement = read_statement("balance_sheet\nTotal assets | 115\n")
    lines = [replace(line, doubt="the digits are blurred") for line in statement.lines]
    decision = Decision(load_taxonomy().concept("us-gaap:Assets"), Status.ACCEPTED, 0.95, "model", ("so",), ())
    doubt([(replace(statement, lines=tuple(lines)), foot(statement)[0])], [{0: decision}])
    assert (decision.status, decision.confidence, decision.reasons[0]) == (Status.REVIEW, 0.8, "the digits are blurred")


def test_securities_of_a_class_on_two_lines_are_parts_of_it() -> None:
    one = "balance_sheet\nInvestment securities - available for sale | 41\nLoans, net | 9\n"
    assert left(one, {1: "AvailableForSaleSecurities"}) == {"AvailableForSaleSecurities"}
    two = one + "Mortgage-backed securities - available for sale | 39\n"
    assert left(two, {1: "AvailableForSaleSecurities", 3: "DebtSecuritiesCurrent"}) == {"DebtSecuritiesCurrent"}


@pytest.mark.parametrize("heading", ["Securities available for sale:", "Available-for-sale securities, at market:"])
def test_the_total_of_a_class_of_securities_is_the_class(heading: str) -> None:
    source = (
        f"balance_sheet\n{heading}\n  U.S. Treasury securities | 41\n  Mortgage-backed securities | 39\n"
        "    Total securities available for sale | 80\n"
    )
    concepts = {
        2: "USTreasurySecuritiesAtCarryingValue",
        3: "HeldToMaturitySecurities",
        4: "AvailableForSaleSecurities",
    }
    assert "AvailableForSaleSecurities" in left(source, concepts)


def test_unrealised_gains_of_a_class_of_securities_are_no_part_of_it() -> None:
    source = (
        "balance_sheet\nSecurities available for sale | 41\nStockholders' equity:\n"
        "  Net unrealized gains on securities available for sale | 3\n"
    )
    concepts = {1: "AvailableForSaleSecurities", 3: "AccumulatedOtherComprehensiveIncomeLossNetOfTax"}
    assert left(source, concepts) == set(concepts.values())


@pytest.mark.parametrize(
    ("caption", "concept", "stays"),
    [
        ("Retained earnings and other", "RetainedEarningsAccumulatedDeficit", False),
        ("Retained earnings", "RetainedEarningsAccumulatedDeficit", True),
        ("Other, including 60,000 treasury shares", "TreasuryStockValue", False),
        ("Other, including deposits", "OtherAssetsNoncurrent", True),
        ("Intangible assets, net", "IntangibleAssetsNetExcludingGoodwill", False),
        ("Other intangible assets", "IntangibleAssetsNetExcludingGoodwill", True),
        ("Notes and accounts receivable, net", "AccountsReceivableNetCurrent", False),
        ("Notes and accounts receivable, net", "AccountsNotesAndLoansReceivableNetCurrent", True),
        ("Common stock, $5 par, at stated value, authorized:", "CommonStockValue", False),
        ("Common stock, $5 par, 200 authorized and issued", "CommonStockValue", True),
    ],
)
def test_captions_of_more_than_the_concept_says_are_not_accepted(caption: str, concept: str, *, stays: bool) -> None:
    assert left(f"balance_sheet\n{caption} | 5\n", {1: concept}) == ({concept} if stays else set())


@pytest.mark.parametrize(
    ("kind", "caption", "concept", "stays"),
    [
        ("income_statement", "Provision for loss on disposal", "EarningsPerShareBasic", False),
        ("income_statement", "Net loss", "EarningsPerShareBasic", True),
        ("cash_flow", "Cash and marketable securities at end of year", "CashAndCashEquivalentsAtCarryingValue", False),
        (
            "cash_flow",
            "Cash and marketable securities:\n  At end of year",
            "CashAndCashEquivalentsAtCarryingValue",
            False,
        ),
        (
            "cash_flow",
            "Increase in cash and short-term investments",
            "CashAndCashEquivalentsPeriodIncreaseDecrease",
            False,
        ),
        ("cash_flow", "Cash and temporary cash investments", "CashAndCashEquivalentsAtCarryingValue", True),
        ("cash_flow", "Reinsurance premiums paid", "IncreaseDecreaseInPrepaidReinsurancePremiums", False),
        ("cash_flow", "Prepaid reinsurance premiums", "IncreaseDecreaseInPrepaidReinsurancePremiums", True),
        (
            "balance_sheet",
            "Retained earnings, including accumulated other comprehensive income of $5",
            "RetainedEarningsAccumulatedDeficit",
            False,
        ),
        ("balance_sheet", "Deposits by insureds", "Deposits", False),
        ("balance_sheet", "Deposits", "Deposits", True),
        ("balance_sheet", "Treasury stock and unearned compensation", "TreasuryStockValue", False),
        ("balance_sheet", "Treasury stock, 3,100 and 3,200 shares", "TreasuryStockValue", True),
        ("balance_sheet", "Commitments and contingencies", "CommitmentsAndContingencies", False),
        ("balance_sheet", "Commitments and contingencies | -", "CommitmentsAndContingencies", True),
    ],
)
def test_a_word_of_the_caption_or_a_figure_that_speaks_against_the_concept(
    kind: str, caption: str, concept: str, *, stays: bool
) -> None:
    line = 1 + caption.count("\n")
    assert left(f"{kind}\n{caption} | 5\n" if "|" not in caption else f"{kind}\n{caption}\n", {line: concept}) == (
        {concept} if stays else set()
    )


@pytest.mark.parametrize(("printed", "status"), [("5", Status.REVIEW), ("(5)", Status.REVIEW), ("-", Status.ACCEPTED)])
def test_a_concept_whose_name_and_balance_contradict_each_other_waits_for_a_person(
    printed: str, status: Status
) -> None:
    concept = "IncreaseDecreaseInFederalFundsPurchased"
    assert doubted_signs("Increase in federal funds purchased", printed, concept, -1, "cash_flow") is status


def test_intangible_assets_beside_goodwill_are_without_it() -> None:
    concepts = {1: "Goodwill", 2: "IntangibleAssetsNetExcludingGoodwill"}
    assert left("balance_sheet\nGoodwill | 15\nIntangible assets | 5\n", concepts) == set(concepts.values())


@pytest.mark.parametrize(("sales", "stays"), [(257, True), (250, False)])
def test_income_before_taxes_and_after_the_minoritys_share_is_not_accepted(sales: int, *, stays: bool) -> None:
    pretax = "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
    minority = "NetIncomeLossAttributableToNoncontrollingInterest"
    source = (
        "income_statement\nGross profit | 300\nSelling expenses | 43\nMinority interest | 7\n"
        f"Income before income taxes | {sales}\n"
    )
    found = left(source, {1: "GrossProfit", 2: "SellingExpense", 3: minority, 4: pretax})
    assert (pretax in found) is stays


def test_interest_capitalised_is_a_positive_amount_that_lowers_interest() -> None:
    source = (
        "income_statement\nOperating revenues | 500\nOperating expenses | 300\nOperating income | 200\n"
        "Interest charges:\n"
        "  Interest on long-term debt | 80\n  Other interest | 12\n"
        "  Allowance for borrowed funds used during construction | (3)\n    Total interest charges | 89\n"
        "Net income | 111\n"
    )
    [mapped], _ = map_text(source, sic="4911")
    line = line_of(mapped, "Allowance for borrowed funds used during construction")
    assert accepted(line) == "PublicUtilitiesAllowanceForFundsUsedDuringConstructionCapitalizedInterest"
    assert (line.sign, line.label_role) == (-1, "negatedLabel")
    assert line_of(mapped, "Other interest").sign == 1


def test_interest_capitalised_among_other_income_is_positive_as_printed() -> None:
    source = (
        "income_statement\nOperating revenues | 500\nOperating expenses | 300\nOperating income | 200\n"
        "Other income (expense):\n  Interest expense | (80)\n  Interest capitalized | 12\n"
        "    Total other income (expense) | (68)\n"
        "Income before income taxes | 132\nIncome taxes | 40\nNet income | 92\n"
    )
    [mapped], _ = map_text(source, sic="4512")
    line = line_of(mapped, "Interest capitalized")
    assert (accepted(line), line.sign) == ("InterestCostsCapitalized", 1)
    assert line_of(mapped, "Interest expense").sign == -1


def test_a_tax_credit_taken_back_in_a_cash_flow_waits_for_a_person() -> None:
    source = (
        "cash_flow\nOperating activities:\n  Net income | 120\n  Depreciation | 95\n"
        "  Deferred income taxes - net | 12\n  Investment tax credit - net | (4)\n"
        "    Net cash provided by operating activities | 223\n"
    )
    [mapped], _ = map_text(source, sic="4911")
    line = line_of(mapped, "Investment tax credit - net")
    assert (line.concept, line.status) == ("us-gaap:InvestmentTaxCredit", Status.REVIEW)


def test_two_lines_with_the_same_claim_are_both_left_for_review() -> None:
    source = (
        "income_statement\nNet sales | 1000 | 900\nCost of sales | 700 | 650\nGross profit | 300 | 250\n"
        "Income taxes | 90 | 80\nIncome before cumulative effect of accounting changes | 210 | 170\n"
        "Cumulative effect of change in accounting for securities | 43 | 0\n"
        "Cumulative effect of change in accounting for income taxes | 0 | 20\nNet income | 253 | 190\n"
    )
    [mapped], messages = map_text(source)
    for about in ("securities", "income taxes"):
        assert line_of(mapped, f"Cumulative effect of change in accounting for {about}").status is not Status.ACCEPTED
    assert "mapping.concept-taken" in {message.code for message in messages}


def test_a_sum_of_equity_has_the_claim_before_its_part() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 60\n  Inventories | 55\n    Total current assets | 115\n"
        "Total assets | 115\nCurrent liabilities:\n  Accounts payable | 30\n    Total current liabilities | 30\n"
        "Stockholders' equity:\n  Common stock | 20\n  Retained earnings | 50\n    Total common stock equity | 70\n"
        "  Preferred stock | 15\n    Total stockholders' equity | 85\n"
        "Total liabilities and stockholders' equity | 115\n"
    )
    [mapped], _ = map_text(source)
    assert accepted(line_of(mapped, "Total stockholders' equity")) == "StockholdersEquity"
    assert accepted(line_of(mapped, "Total common stock equity")) != "StockholdersEquity"


def test_cash_that_is_the_balance_sheets_in_one_year_only_is_something_else() -> None:
    balance = (
        "balance_sheet\nCash and due from banks | 15 | 14\nFederal funds sold | 3 | 0\nLoans, net | 82 | 86\n"
        "    Total assets | 100 | 100\nDeposits | 90 | 91\n    Total liabilities | 90 | 91\n"
        "Stockholders' equity:\n  Common stock | 10 | 9\n    Total stockholders' equity | 10 | 9\n"
        "    Total liabilities and stockholders' equity | 100 | 100\n"
    )
    flow = (
        "cash_flow\nNet increase in cash and cash equivalents | {} | 2\n"
        "Cash and cash equivalents at end of year | {} | 14\n"
    )
    _, together = map_text(balance, flow.format(4, 18), sic="6022")[0]
    end = line_of(together, "Cash and cash equivalents at end of year")
    assert end.concept != "us-gaap:CashAndDueFromBanks"
    _, alone = map_text(balance, flow.format(1, 15), sic="6022")[0]
    assert line_of(alone, "Cash and cash equivalents at end of year").concept == "us-gaap:CashAndDueFromBanks"
