"""Concepts that the release itself, or a proven sum, has a better one for."""

from __future__ import annotations

import pytest

from converter.mapping.decisions import Decision
from converter.mapping.deprecation import renew
from converter.mapping.pretax import AFTER, BEFORE, EQUITY_METHOD, include_equity_method
from converter.model import Candidate, Status
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.successors import successors
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations

CLASSIFIED = """balance_sheet
Current assets:
  Cash | 60
    Total current assets | 60
Property | 40
    Total assets | 100
Current liabilities:
  Interest payable | 30
    Total current liabilities | 30
Accounts payable | 70
    Total liabilities | 100
"""
UNCLASSIFIED = """balance_sheet
Cash | 60
Property | 40
    Total assets | 100
Accounts payable | 70
Interest payable | 30
    Total liabilities | 100
"""
CASH_FLOW = """cash_flow
Net income | 100
Other noncash items | 20
    Net cash provided by operating activities | 120
Transfer of loans to real estate | 7
"""
NAMES = {
    "Total current assets": "AssetsCurrent",
    "Total current liabilities": "LiabilitiesCurrent",
    "Interest payable": "InterestPayable",
    "Accounts payable": "AccountsPayable",
    "Other noncash items": (
        "AdjustmentsNoncashItemsToReconcileNetIncomeLossToCashProvidedByUsedInOperatingActivitiesOther"
    ),
    "Transfer of loans to real estate": "TransferOtherRealEstate",
    "Net income": "NetIncomeLoss",
}


def renewed(
    source: str, confidence: float = 0.9, by: str = "model", status: Status = Status.ACCEPTED, **names: str
) -> dict[str, str]:
    """The concepts of the lines after deprecated ones have given way, by caption."""
    statement = with_durations(read_statement(source))
    taxonomy = load_taxonomy()
    decisions = {}
    for line in statement.lines:
        name = {**NAMES, **names}.get(line.label)
        if name:
            concept = taxonomy.concept(f"us-gaap:{name}")
            assert concept is not None, name
            decisions[line.index] = Decision(
                concept=concept, status=status, confidence=confidence, decided_by=by, reasons=(),
                candidates=(),
            )  # fmt: skip
    renew([(statement, foot(statement)[0])], [decisions], taxonomy)
    labels = {line.index: line.label for line in statement.lines}
    return {labels[index]: each.concept.name.partition(":")[2] for index, each in decisions.items() if each.concept}


def test_a_deprecated_concept_gives_way_to_the_one_that_stands_for_it() -> None:
    found = renewed(CASH_FLOW)
    assert found["Other noncash items"] == "OtherNoncashIncomeExpense"
    assert found["Transfer of loans to real estate"] == "TransferOfOtherRealEstate"
    assert found["Net income"] == "NetIncomeLoss"


def test_of_several_concepts_that_which_fits_the_place_stands_for_it() -> None:
    classified, unclassified = renewed(CLASSIFIED), renewed(UNCLASSIFIED)
    assert classified["Interest payable"] == "InterestPayableCurrent"
    assert unclassified["Interest payable"] == "InterestPayableCurrentAndNoncurrent"
    assert unclassified["Accounts payable"] == "AccountsPayableCurrentAndNoncurrent"
    assert classified["Accounts payable"] == "AccountsPayableCurrentAndNoncurrent", "none says noncurrent payables"


def test_a_guess_does_not_make_a_balance_sheet_one_with_current_liabilities() -> None:
    guess = {"Total liabilities": "LiabilitiesCurrent"}
    assert (
        renewed(UNCLASSIFIED, status=Status.REVIEW, **guess)["Accounts payable"]
        == "AccountsPayableCurrentAndNoncurrent"
    )
    assert renewed(UNCLASSIFIED, **guess)["Accounts payable"] == "AccountsPayableCurrent"
    assert renewed(CLASSIFIED, status=Status.REVIEW)["Interest payable"] == "InterestPayableCurrent"


def test_a_cash_flow_line_takes_the_concept_of_its_activities() -> None:
    source = (
        "cash_flow\nInvesting activities:\n  Derivatives, net | 20\n    Net cash used in investing activities | 20\n"
    )
    found = renewed(source, **{"Derivatives, net": "PaymentsForProceedsFromDerivatives"})
    assert found["Derivatives, net"] == "PaymentsForProceedsFromDerivativeInstrumentInvestingActivities"


def test_the_current_part_of_prepaid_expenses_has_a_concept_of_its_own() -> None:
    source = CLASSIFIED.replace("Cash", "Prepaid expenses")
    assert renewed(source, **{"Prepaid expenses": "PrepaidExpense"})["Prepaid expenses"] == "PrepaidExpenseCurrent"


@pytest.mark.parametrize(
    ("other", "expected", "status"),
    [
        ("AvailableForSaleSecuritiesChangeInNetUnrealizedHoldingGainLoss", True, Status.REVIEW),
        ("AvailableForSaleSecurities", False, Status.EXTENSION),  # a balance as well
    ],
)
def test_what_has_only_a_balance_in_its_place_takes_another_concept(other: str, expected: bool, status: Status) -> None:
    source = "cash_flow\nNet income | 100\nUnrealized loss on securities available for sale | (46)\n"
    statement = with_durations(read_statement(source))
    taxonomy = load_taxonomy()
    decision = Decision(
        concept=taxonomy.concept("us-gaap:AvailableForSaleSecuritiesGrossUnrealizedLoss"),
        status=Status.ACCEPTED,
        confidence=0.9,
        decided_by="model",
        reasons=(),
        candidates=(
            Candidate(concept="us-gaap:AvailableForSaleSecuritiesGrossUnrealizedLoss", confidence=0.9, reasons=()),
            Candidate(concept=f"us-gaap:{other}", confidence=0.2, reasons=()),
        ),
    )
    renew([(statement, foot(statement)[0])], [{1: decision}], taxonomy)
    assert decision.concept == (taxonomy.concept(f"us-gaap:{other}") if expected else None)
    assert decision.status is status
    assert "is of another kind" in decision.reasons[0]


def test_what_a_person_decided_stays_in_the_next_filing_too() -> None:
    label = "Transfer of loans to real estate"
    assert renewed(CASH_FLOW, confidence=1.0)[label] == "TransferOtherRealEstate"
    assert renewed(CASH_FLOW, confidence=0.99, by="ledger:ann")[label] == "TransferOtherRealEstate"
    assert renewed(CASH_FLOW, confidence=0.99, by="ledger")[label] == "TransferOfOtherRealEstate"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Assets", ()),
        ("PreferredStockDividends", ("us-gaap:DividendsPreferredStock",)),
        ("CumulativeEffectOfChangeInAccountingPrincipleNetOfTaxPerBasicShare", ()),
        ("IncomeLossBeforeCumulativeEffectOfChangeInAccountingPrinciple", ()),
        ("CommonStockAdditionalSeriesValue", ()),
        ("DoesNotExist", ()),
    ],
)
def test_successors_say_the_same_of_a_figure_without_a_dimension(name: str, found: tuple[str, ...]) -> None:
    assert successors(load_taxonomy(), f"us-gaap:{name}") == found


PRETAX = """income_statement
Operating income | 90
Equity in income of affiliates | 10
    Income before taxes | {total}
Income taxes | 30
    Net income | {net}
"""


@pytest.mark.parametrize(
    ("total", "net", "expected"), [(100, 70, AFTER), (95, 65, BEFORE)], ids=["summed", "not-summed"]
)
def test_pretax_income_that_equity_income_is_summed_into_includes_it(total: int, net: int, expected: str) -> None:
    statement = with_durations(read_statement(PRETAX.format(total=total, net=net)))
    taxonomy = load_taxonomy()
    names = {"Equity in income of affiliates": EQUITY_METHOD, "Income before taxes": BEFORE}
    decisions = {
        line.index: Decision(
            concept=taxonomy.concept(names[line.label]), status=Status.ACCEPTED, confidence=0.9, decided_by="model",
            reasons=(), candidates=(),
        )
        for line in statement.lines
        if line.label in names
    }  # fmt: skip
    include_equity_method([(statement, foot(statement)[0])], [decisions], taxonomy)
    assert expected in {each.concept.name for each in decisions.values() if each.concept}
