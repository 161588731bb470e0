"""What the arithmetic of a statement and the headings of a line rule out, and when it is not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.mapping.candidates import no_candidates
from converter.mapping.industries import fits_industry
from converter.mapping.lines import sheet_of
from converter.mapping.model import Choice
from converter.mapping.plausibility import plausible_choices
from converter.mapping.ranking import Ranking
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_boosting import a_round
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SOURCE = "balance_sheet\nCommon stock | 4,000 | 4,000\nPaid in capital | 18,000 | 17,000\n    Total | 22,000 | 21,000\n"


def plausible(
    source: str,
    candidates: Sequence[Mapping[str, float]],
    *,
    sure: Sequence[float] = (),
    sections: Mapping[int, tuple[str, ...]] | None = None,
) -> list[Choice]:
    """What is left of candidates (name to probability) for each line of a statement."""
    statement = read_statement(source)
    tree, _ = foot(statement)
    _, outcome = a_round((1.0,))
    lines = sheet_of(statement, frozenset()).lines
    choices = [
        Choice(
            line=line,
            evidence=no_candidates(),
            candidates=Ranking([*named], [*named.values()], [0] * len(named), outcome),
            confidence=confidence,
            match=confidence,
            extension=0.0,
            regime="BS 0",
        )
        for line, named, confidence in zip(lines, candidates, sure or [0.8] * len(lines), strict=True)
    ]
    above = {line.index: (sections or {}).get(number, ()) for number, line in enumerate(lines)}
    return plausible_choices(statement, tree, choices, above, load_taxonomy())


@pytest.mark.parametrize(("sureness", "expected"), [(0.9, "CommonStockHeldBySubsidiary"), (0.1, "CommonStockValue")])
def test_the_sign_of_a_line_counts_where_its_total_is_sure(sureness: float, expected: str) -> None:
    """A total that is surely assets makes common stock an asset; one that is hardly known decides nothing."""
    candidates = [
        {"CommonStockValue": 0.95, "CommonStockHeldBySubsidiary": 0.05},
        {"AdditionalPaidInCapital": 0.9},
        {"Assets": 0.9},
    ]
    assert plausible(SOURCE, candidates, sure=(0.8, 0.8, sureness))[0].candidates[0].name == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("noncash investing and financing activities", "StockIssued1"),
        ("investing and financing activities not affecting cash", "StockIssued1"),
        ("cash flows from financing activities", "ProceedsFromIssuanceOfCommonStock"),
        ("noncash items included in net income", "ProceedsFromIssuanceOfCommonStock"),  # no heading of such activities
    ],
)
def test_nothing_was_received_for_what_was_done_without_cash(heading: str, expected: str) -> None:
    candidates = [{"ProceedsFromIssuanceOfCommonStock": 0.6, "StockIssued1": 0.4}]
    found = plausible("cash_flow\nCommon stock issued | 40 | 30\n", candidates, sections={0: (heading,)})
    assert found[0].candidates[0].name == expected


@pytest.mark.parametrize(
    ("rows", "concepts", "result", "expected"),
    [
        pytest.param(
            "Net income | 100\nDepreciation | 40\nInventories | (15)\n    Total from operations | 125\n",
            ("NetIncomeLoss", "Depreciation", "IncreaseDecreaseInInventories"),
            {"IncomeLossFromContinuingOperations": 0.7, "NetCashProvidedByUsedInOperatingActivities": 0.3},
            "NetCashProvidedByUsedInOperatingActivities",
            id="many lines do not add up to a result",
        ),
        pytest.param(
            "Continuing operations | 100\nDiscontinued operations | (30)\n    Net income | 70\n",
            ("IncomeLossFromContinuingOperations", "IncomeLossFromDiscontinuedOperationsNetOfTax"),
            {"NetIncomeLoss": 0.7, "NetCashProvidedByUsedInOperatingActivities": 0.3},
            "NetIncomeLoss",
            id="continuing and discontinued operations may",
        ),
    ],
)
def test_what_the_first_lines_of_a_cash_flow_add_up_to(
    rows: str, concepts: Sequence[str], result: Mapping[str, float], expected: str
) -> None:
    candidates = [*({name: 1.0} for name in concepts), result]
    assert plausible(f"cash_flow\n{rows}", candidates)[-1].candidates[0].name == expected


@pytest.mark.parametrize(
    ("name", "caption", "industry", "fits"),
    [
        ("ReinsuranceReceivablesPaidLossesRecoverable", "recoverable vacations accrued", "4923", False),
        ("ReinsuranceReceivablesPaidLossesRecoverable", "recoverable vacations accrued", "", True),
        ("ReinsuranceReceivablesPaidLossesRecoverable", "paid losses recoverable", "6331", True),
        ("ReinsuranceRecoverables", "due from reinsurers", "4923", True),
        ("PublicUtilitiesAllowanceForFundsUsedDuringConstructionAdditions", "valuation allowance", "7990", False),
        ("PublicUtilitiesAllowanceForFundsUsedDuringConstructionAdditions", "allowance for funds used", "3571", True),
        ("Goodwill", "goodwill", "7990", True),
        ("InterestAndFeeIncomeLoansCommercial", "commercial", "4911", False),
        ("InterestAndFeeIncomeLoansCommercial", "commercial", "6021", True),
        ("InterestAndFeeIncomeLoansCommercial", "finance income", "4911", True),
        ("InterestBearingDepositLiabilities", "customer advances", "4911", False),
        ("PremiumsReceivableAtCarryingValue", "premises", "6021", False),
    ],
)
def test_concepts_of_another_industry_need_a_caption_that_speaks_of_it(
    name: str, caption: str, industry: str, fits: bool
) -> None:
    assert fits_industry(name, caption, industry) is fits


def test_a_casino_has_no_allowance_for_funds_used_during_construction() -> None:
    source = "cash_flow\nNet income | 50\nValuation allowance, investments | 5\nNet cash provided by operations | 55\n"
    (mapped,), _ = map_text(source, sic="7990")
    names = [each.concept for each in line_of(mapped, "Valuation allowance, investments").candidates]
    assert names
    assert not any("PublicUtilities" in name for name in names)


@pytest.mark.parametrize(
    ("section", "candidate", "expected", "note"),
    [
        ("current liabilities", "LongTermDebtNoncurrent", "LongTermDebtCurrent", "the section says current"),
        ("current liabilities", "LongTermDebtCurrent", "LongTermDebtCurrent", ""),
        ("noncurrent liabilities", "LongTermDebtCurrent", "LongTermDebtNoncurrent", "the section says noncurrent"),
        ("liabilities", "LongTermDebtCurrent", "LongTermDebtCurrent", ""),  # nothing says when it is due
    ],
)
def test_the_section_says_whether_a_debt_is_current(section: str, candidate: str, expected: str, note: str) -> None:
    source = "balance_sheet\nCash | 9 | 8\nNotes | 5 | 4\n"
    sections = {0: ("current assets",), 1: (section,)}
    [first] = plausible(source, [{"Cash": 1.0}, {candidate: 1.0}], sections=sections)[1].candidates
    assert (first.name, first.note) == (expected, f"{note}, so not us-gaap:{candidate}" if note else "")


def test_a_debt_of_a_balance_sheet_without_classes_is_neither() -> None:
    found = plausible("balance_sheet\nNotes | 5 | 4\n", [{"LongTermDebtCurrent": 1.0}], sections={0: ("liabilities",)})
    [first] = found[0].candidates
    note = "the balance sheet is not classified, so not us-gaap:LongTermDebtCurrent"
    assert (first.name, first.note, found[0].confidence) == ("LongTermDebt", note, 0.8)


def test_confidence_in_what_is_ruled_out_is_none_in_what_is_left() -> None:
    heading = "noncash investing and financing activities"
    candidates = [{"ProceedsFromIssuanceOfCommonStock": 0.7, "StockIssued1": 0.3}]
    found = plausible("cash_flow\nCommon stock issued | 40 | 30\n", candidates, sections={0: (heading,)})
    assert (found[0].candidates[0].name, found[0].confidence) == ("StockIssued1", 0.3)
