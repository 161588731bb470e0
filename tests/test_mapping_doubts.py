"""Accepted choices that the rest of a filing speaks against are left for review; others are not.

The shortest cases stand in `corpus/doubts.txt`. All companies are invented; what is right is told by the figures of
the statement that stands beside each expectation.
"""

from __future__ import annotations

import re
from pathlib import Path
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
    from collections.abc import Iterator, Mapping

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


def read_cases() -> Iterator[tuple[str, str]]:
    """The title of each case, and a statement with concepts behind its lines, as the beginning of the file says."""
    text = (Path(__file__).parent / "corpus" / "doubts.txt").read_text(encoding="utf-8")
    for part in re.split(r"^==== ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = part.strip().partition("\n")
        if ": " not in rest.partition("\n")[0]:
            yield title, rest
            continue
        for line in rest.split("\n"):
            kind, _, row = line.partition(": ")
            yield f"{title}: {row.partition(' |')[0]}", f"{kind}\n{row}"


@pytest.mark.parametrize("text", [pytest.param(text, id=title) for title, text in read_cases()])
def test_accepted_is_what_the_rest_of_a_statement_does_not_speak_against(text: str) -> None:
    rows = [re.fullmatch(r"(.*?)(?:  ([=?~]) (\w+))?", line) for line in text.split("\n")]
    concepts = {number: row[3] for number, row in enumerate(rows) if row is not None and row[3]}
    found = doubted("".join(f"{row[1]}\n" for row in rows if row is not None), concepts)
    for number, row in enumerate(rows):
        if row is not None and row[3] and row[2] != "~":
            assert (found[number].status is Status.ACCEPTED) == (row[2] == "="), row[0]


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


def test_what_a_person_decided_is_not_doubted() -> None:
    source = "balance_sheet\nTotal assets | 115\nTotal liabilities and stockholders' equity | 140\n"
    found = doubted(source, {1: "Assets", 2: "LiabilitiesAndStockholdersEquity"}, by="ledger:ann")
    assert {each.status for each in found.values()} == {Status.ACCEPTED}


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


@pytest.mark.parametrize(("printed", "status"), [("5", Status.REVIEW), ("(5)", Status.REVIEW), ("-", Status.ACCEPTED)])
def test_a_concept_whose_name_and_balance_contradict_each_other_waits_for_a_person(
    printed: str, status: Status
) -> None:
    concept = "IncreaseDecreaseInFederalFundsPurchased"
    assert doubted_signs("Increase in federal funds purchased", printed, concept, -1, "cash_flow") is status


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
