"""Sections of a balance sheet: what a heading spans, and what stands below it when it is over."""

from __future__ import annotations

import pytest

from converter.mapping.lines import MappingLine, Sheet
from converter.mapping.sections import sections_of
from converter.model import Status
from tests.test_mapping import line_of, map_text


def test_noncurrent_liabilities_are_not_current_ones() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 30\n  Inventories | 45\n    Total current assets | 75\n"
        "Property, plant and equipment, net | 140\n    Total assets | 215\n"
        "Noncurrent liabilities:\n  Obligations under capital leases | 40\n  Other liabilities | 15\n"
        "    Total noncurrent liabilities | 55\n"
        "Current liabilities:\n  Accounts payable | 30\n  Obligations under capital leases | 5\n"
        "    Total current liabilities | 35\nStockholders' equity:\n  Common stock | 50\n  Retained earnings | 75\n"
        "    Total stockholders' equity | 125\n    Total liabilities and stockholders' equity | 215\n"
    )
    (mapped,), _ = map_text(source, sic="4911")
    leases = [line.concept for line in mapped.lines if mapped.statement.lines[line.line].label.startswith("Oblig")]
    assert leases == ["us-gaap:CapitalLeaseObligationsNoncurrent", "us-gaap:CapitalLeaseObligationsCurrent"]


def test_current_below_assets_and_below_liabilities_is_a_section_of_current_items() -> None:
    source = (
        "balance_sheet\nAssets\n  Current:\n    Cash | 20\n    Accounts receivable - trade | 40\n"
        "    Deferred income taxes | 10\n    Other | 5\n      Total current assets | 75\n  Deferred income taxes | 30\n"
        "  Property and equipment, net | 110\n      Total assets | 215\n"
        "Liabilities and shareholders' equity\n  Current:\n    Accounts payable | 30\n    Income taxes payable | 5\n"
        "      Total current liabilities | 35\n  Other liabilities | 55\n"
        "  Shareholders' equity:\n    Common stock | 50\n    Retained earnings | 75\n"
        "      Total shareholders' equity | 125\n"
        "      Total liabilities and shareholders' equity | 215\n"
    )
    (mapped,), _ = map_text(source)
    concepts = [(line.concept or "").removeprefix("us-gaap:") for line in mapped.lines]
    assert concepts[1:5] == [
        "AccountsReceivableNetCurrent",
        "DeferredTaxAssetsNetCurrent",
        "OtherAssetsCurrent",
        "AssetsCurrent",
    ]
    assert concepts[5] == "DeferredTaxAssetsNetNoncurrent"
    assert concepts[9:12] == ["AccruedIncomeTaxesCurrent", "LiabilitiesCurrent", "OtherLiabilitiesNoncurrent"]


def test_what_stands_below_property_is_not_current_where_no_heading_follows() -> None:
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 20\n  Accounts receivable | 40\n  Other current assets | 15\n"
        "    Total current assets | 75\n  Property and equipment, net | 110\n  Other assets | 30\n"
        "    Total assets | 215\n"
        "Current liabilities:\n  Accounts payable | 35\n    Total current liabilities | 35\n"
        "Shareholders' equity:\n  Common stock | 50\n  Retained earnings | 130\n"
        "    Total shareholders' equity | 180\n    Total liabilities and shareholders' equity | 215\n"
    )
    (mapped,), _ = map_text(source)
    other = line_of(mapped, "Other assets")
    assert mapped.statement.lines[other.line].section == ("Current assets:",)  # the reader can not tell
    assert (other.concept, other.status) == ("us-gaap:OtherAssetsNoncurrent", Status.ACCEPTED)


@pytest.mark.parametrize(
    ("caption", "concept"),
    [
        ("Accumulated deficit", "RetainedEarningsAccumulatedDeficit"),
        ("Retained earnings (deficit)", "RetainedEarningsAccumulatedDeficit"),
    ],
)
def test_a_deficit_may_stand_straight_below_the_liabilities(caption: str, concept: str) -> None:
    source = (
        "balance_sheet\nAssets\n  Current assets:\n    Cash | 20\n    Inventories | 55\n"
        "      Total current assets | 75\n  Property and equipment, net | 140\n      Total assets | 215\n"
        "Liabilities and shareholders' equity\n  Current liabilities:\n    Accounts payable | 35\n"
        "      Total current liabilities | 35\n  Long-term debt | 90\n"
        f"  Common stock | 10\n  Additional paid-in capital | 230\n  {caption} | (150)\n"
        "      Total shareholders' equity | 90\n      Total liabilities and shareholders' equity | 215\n"
    )
    (mapped,), _ = map_text(source)
    deficit = line_of(mapped, caption)
    assert (deficit.concept, deficit.status, deficit.sign) == (f"us-gaap:{concept}", Status.ACCEPTED, 1)


def test_nothing_is_noncurrent_where_nothing_is_current() -> None:
    source = (
        "balance_sheet\nAssets\n  Cash and due from banks | 20\n  Loans, net | 180\n"
        "  Premises and equipment, net | 10\n  Deferred income taxes | 5\n    Total assets | 215\n"
        "Liabilities\n  Deposits | 165\n  Other liabilities | 5\n    Total liabilities | 170\n"
        "Stockholders' equity:\n  Common stock | 10\n  Retained earnings | 35\n    Total stockholders' equity | 45\n"
        "    Total liabilities and stockholders' equity | 215\n"
    )
    (mapped,), _ = map_text(source, sic="6022")
    assert line_of(mapped, "Deferred income taxes").concept == "us-gaap:DeferredTaxAssetsNet"


def section_of(concepts: str, headings: dict[int, tuple[str, ...]] | None = None, pool: str = "BS") -> list[str]:
    """The innermost section of each line; `concepts` are names, a star behind those of totals, `headings` by number."""
    names = concepts.split()
    lines = tuple(
        MappingLine(
            index=number,
            label="",
            normal="",
            variant="",
            headings=(headings or {}).get(number, ()),
            unit=None,
            gap=False,
            total=name.endswith("*"),
        )
        for number, name in enumerate(names)
    )
    found = sections_of(Sheet(pool=pool, lines=lines), [name.rstrip("*") for name in names])
    return [found[number][-1] if found[number] else "" for number in range(len(names))]


def test_without_headings_the_totals_tell_the_section() -> None:
    found = section_of(
        "Cash AssetsCurrent* PropertyPlantAndEquipmentNet OtherAssets Assets* AccountsPayable LiabilitiesCurrent* "
        "LongTermDebt Liabilities* CommonStockValue StockholdersEquity* LiabilitiesAndStockholdersEquity*"
    )
    assert found[0] == "current assets"
    assert found[2:4] == ["noncurrent assets", "noncurrent assets"]
    assert found[5] == "current liabilities"
    assert found[7] == "noncurrent liabilities"
    assert found[9] == "stockholders equity"


def test_a_utility_prints_its_plant_before_its_current_assets() -> None:
    found = section_of(
        "PublicUtilitiesPropertyPlantAndEquipmentPlantInService Cash AssetsCurrent* Assets*",
        {0: ("assets", "utility plant"), 1: ("assets", "current assets"), 2: ("assets", "current assets")},
    )
    assert found[0] == "utility plant"  # what is above the total of current assets is not all current
    assert found[1] == "current assets"


def test_owners_are_told_by_their_stock_or_by_their_heading() -> None:
    names = "AccountsPayable LiabilitiesCurrent* LongTermDebt {} OtherLiabilities StockholdersEquity*"
    wide = dict.fromkeys(range(2, 5), ("liabilities and stockholders equity",))
    assert section_of(names.format("CommonStockValue"), wide)[2:5] == [
        "noncurrent liabilities",
        "stockholders equity",
        "stockholders equity",
    ]
    assert section_of(names.format("DeferredRevenue"), wide)[2:5] == ["noncurrent liabilities"] * 3
    assert section_of(names.format("DeferredRevenue"), {3: ("capital",)})[3] == "stockholders equity"
    assert section_of(names.format("CommonStockValue"), {4: ("deferred credits",)})[4] == "noncurrent liabilities"


def test_a_cash_flow_is_told_by_the_total_that_closes_its_part() -> None:
    names = (
        "NetIncomeLoss NetCashProvidedByUsedInOperatingActivities* PaymentsToAcquireInvestments "
        "NetCashProvidedByUsedInInvestingActivities* RepaymentsOfDebt NetCashProvidedByUsedInFinancingActivities*"
    )
    found = section_of(names, pool="CF")
    assert [found[0], found[2], found[4]] == ["operating activities", "investing activities", "financing activities"]


def test_where_nothing_is_current_nothing_is_noncurrent() -> None:
    assert section_of("Cash PropertyPlantAndEquipmentNet DeferredTaxAssetsNet Assets*")[2] == "assets"
    current = {0: ("current assets",)}
    assert section_of("Cash PropertyPlantAndEquipmentNet OtherAssets Assets*", current)[2] == "noncurrent assets"
    assert section_of("AssetsCurrent* OtherAssets Assets*")[1] == "noncurrent assets"
