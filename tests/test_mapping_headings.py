"""What headings and the other side of a balance sheet say about a line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from converter.mapping.choose import map_statements
from converter.model import UnitKind
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import line_of, map_text, with_durations

BALANCE = (
    "balance_sheet\nCurrent assets:\n  Cash | 60\n  Inventories | 15\n    Total current assets | 75\nProperty | 40\n"
    "{total} | 115\nCurrent liabilities:\n  Accounts payable | 30\n  Accrued expenses | 5\n"
    "    Total current liabilities | 35\nShareholders' equity:\n  Common stock | 50\n  Retained earnings | 30\n"
    "    Total shareholders' equity | 80\n{rest}"
)


@pytest.mark.parametrize("label", ["", "Total"])
def test_a_sum_without_words_that_equals_the_other_side_is_total_assets(label: str) -> None:
    source = BALANCE.format(total=label, rest="Total liabilities and shareholders' equity | 115\n")
    (mapped,), _ = map_text(source)
    concepts = {mapped.statement.lines[line.line].cells[0].value: line.concept for line in mapped.lines[:6]}
    assert concepts[Decimal(115)] == "us-gaap:Assets"
    assert line_of(mapped, "Total liabilities and shareholders' equity").concept == (
        "us-gaap:LiabilitiesAndStockholdersEquity"
    )


def test_a_total_below_commitments_without_amounts_is_no_amount_of_commitments() -> None:
    rest = "Commitments and contingencies (note 6)\n    Total | 115\n"
    (mapped,), _ = map_text(BALANCE.format(total="Total assets", rest=rest))
    assert mapped.lines[-1].concept == "us-gaap:LiabilitiesAndStockholdersEquity"
    assert "us-gaap:CommitmentsAndContingencies" not in {line.concept for line in mapped.lines}


def test_the_heading_of_current_liabilities_ends_with_their_total() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 60\n  Inventories | 55\n    Total current assets | 115\n"
        "    Total assets | 115\nCurrent liabilities:\n  Accounts payable | 30\n  Accrued expenses | 5\n   | 35\n"
        "  Long-term debt | 20\n  Deferred income taxes | 10\nStockholders' equity:\n  Common stock | 20\n"
        "  Retained earnings | 30\n    Total stockholders' equity | 50\n"
        "    Total liabilities and stockholders' equity | 115\n"
    )
    (mapped,), _ = map_text(source)
    assert any("current liabilities" in heading.lower() for heading in mapped.statement.lines[10].section)
    assert line_of(mapped, "Long-term debt").concept == "us-gaap:LongTermDebtNoncurrent"
    assert line_of(mapped, "Deferred income taxes").concept == "us-gaap:DeferredTaxLiabilitiesNoncurrent"


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("Before discontinued operation and extraordinary loss", "IncomeLossFromContinuingOperationsPer{}Share"),
        ("Income from continuing operations", "IncomeLossFromContinuingOperationsPer{}Share"),
        ("Discontinued operation", "IncomeLossFromDiscontinuedOperationsNetOfTaxPer{}Share"),
        ("Extraordinary loss", "IncomeLossFromExtraordinaryItemsNetOfTaxPer{}Share"),
        (
            "Cumulative effect of changes in accounting principles",
            "CumulativeEffectOfChangeInAccountingPrincipleNetOfTaxPer{}Share",
        ),
        ("Net income", "EarningsPerShare{}"),
    ],
)
def test_primary_and_fully_diluted_are_of_the_result_that_their_heading_names(heading: str, concept: str) -> None:
    source = f"income_statement\nNet sales | 900\n{heading}:\n  Primary | .63\n  Fully diluted | .62\n"
    statement = with_durations(read_statement(source))
    lines = tuple(
        replace(line, unit=UnitKind.PER_SHARE) if line.label in {"Primary", "Fully diluted"} else line
        for line in statement.lines
    )
    statement = replace(statement, lines=lines)
    (mapped,), _ = map_statements([(statement, foot(statement)[0])], load_taxonomy())
    assert line_of(mapped, "Primary").concept == f"us-gaap:{concept.format('Basic')}"
    assert line_of(mapped, "Fully diluted").concept == f"us-gaap:{concept.format('Diluted')}"


def test_a_heading_does_not_change_what_nearly_all_filers_mean_by_a_caption() -> None:
    source = (
        "income_statement\nNet sales | 500\nCost of goods sold | 300\nGross profit | 200\n"
        "Selling, general and administrative expenses | 120\nOperating income | 80\nOther income (expense):\n"
        "  Interest income | 7\n  Interest expense | (17)\n    Total other expense | (10)\n"
        "Income before income taxes | 70\n"
    )
    assert line_of(map_text(source)[0][0], "Interest income").concept == "us-gaap:InvestmentIncomeInterest"


def test_what_speaks_against_a_concept_is_said_in_words() -> None:
    source = BALANCE.format(total="Total assets", rest="Total liabilities and shareholders' equity | 115\n")
    (mapped,), _ = map_text(source)
    reasons = {reason for line in mapped.lines for each in line.candidates for reason in each.reasons}
    assert any(reason.startswith("other totals usually") for reason in reasons)
    assert not [reason for reason in reasons if "_" in reason or reason.startswith("unusual")]
