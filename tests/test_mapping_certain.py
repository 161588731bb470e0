"""Captions that filers of 2009 tagged in several ways, and that statements of before can only mean in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.mapping.choose import map_statements
from converter.mapping.labels import normalise
from converter.mapping.rules import Surroundings, standard_rules
from converter.mapping.sections import dilution_of
from converter.model import StatementKind, UnitKind
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations

if TYPE_CHECKING:
    from converter.model import Statement

_DEBT = "LongTermDebtNoncurrent"
_TRANSLATION = "AccumulatedOtherComprehensiveIncomeLossForeignCurrencyTranslationAdjustmentNetOfTax"
_CAPITALIZED = "PublicUtilitiesAllowanceForFundsUsedDuringConstructionCapitalized"
_ACCOUNTING = "CumulativeEffectOfChangeInAccountingPrinciplePresentedOnIncomeStatementNetOfTax"
_PLANT = "PaymentsToAcquirePropertyPlantAndEquipment"
_OWED = "IncreaseDecreaseInPensionAndPostretirementObligations"
_PREMIUMS = "AccretionAmortizationOfDiscountsAndPremiumsInvestments"
_LONG = "LongtermInvestments"
_PAPER = "ProceedsFromRepaymentsOfCommercialPaper"
_RESTRUCTURING = "IncreaseDecreaseInRestructuringReserve"
_BEFORE_ITEMS = "IncomeLossBeforeExtraordinaryItemsAndCumulativeEffectOfChangeInAccountingPrinciple"


def concept(statement: str, caption: str, section: str = "", unit: str = "money", **beside: str) -> str:
    """The local name of the first rule's concept, empty where no rule fits."""
    around = Surroundings(
        statement=StatementKind(statement),
        sections=tuple(section.split("|")) if section else (),
        unit=unit,
        previous=normalise(beside.get("previous", "")),
        next=normalise(beside.get("following", "")),
        industry=beside.get("sic", ""),
    )
    found = standard_rules("us-gaap-2011-01-31").all(normalise(caption), around)
    return found[0].concept.removeprefix("us-gaap:") if found else ""


@pytest.mark.parametrize(
    ("statement", "caption", "section", "expected"),
    [
        ("income_statement", "Net income", "", "NetIncomeLoss"),
        ("income_statement", "NET EARNINGS (LOSS)", "costs and expenses", "NetIncomeLoss"),
        ("income_statement", "Net income", "pro forma amounts", ""),
        ("income_statement", "Net loss", "discontinued operations", ""),
        ("income_statement", "Net income of consolidated subsidiaries", "", ""),
        ("cash_flow", "Net loss", "operating activities", "NetIncomeLoss"),
        ("cash_flow", "Net loss", "operating activities|discontinued operations", ""),
        ("balance_sheet", "Total stockholders' equity", "stockholders equity", "StockholdersEquity"),
        ("balance_sheet", "Total shareholders' investment (deficit)", "", "StockholdersEquity"),
        (
            "balance_sheet",
            "Total shareholders' equity before treasury stock",
            "",
            "StockholdersEquityBeforeTreasuryStock",
        ),
        ("balance_sheet", "Total stockholders' equity and minority interest", "", ""),
        ("balance_sheet", "Total liabilities and stockholders' equity", "", ""),
        ("balance_sheet", "Long-term debt", "noncurrent liabilities", _DEBT),
        ("balance_sheet", "Long-term debt, less current maturities", "noncurrent liabilities", _DEBT),
        ("balance_sheet", "Long-term debt and capital leases, less current portion", "noncurrent liabilities", ""),
        ("balance_sheet", "Long-term debt", "current liabilities", ""),
        ("balance_sheet", "Long-term debt", "liabilities", ""),
        ("balance_sheet", "Current portion of long-term debt", "current liabilities", "LongTermDebtCurrent"),
        ("balance_sheet", "Current maturities of long-term debt and leases", "current liabilities", ""),
        ("balance_sheet", "Long-term debt due within one year", "current liabilities", "LongTermDebtCurrent"),
        ("balance_sheet", "Short-term investments", "current assets", "ShortTermInvestments"),
        ("balance_sheet", "Short-term investments", "assets", ""),
        ("balance_sheet", "Notes payable", "current liabilities", "NotesPayableCurrent"),
        ("balance_sheet", "Notes payable", "noncurrent liabilities", ""),
        ("balance_sheet", "Cumulative translation adjustment", "stockholders equity", _TRANSLATION),
        ("balance_sheet", "Cumulative translation adjustment and other", "stockholders equity", ""),
        ("cash_flow", "Dividends paid", "financing activities", "PaymentsOfDividends"),
        ("cash_flow", "Cash dividends paid on common stock", "financing activities", ""),
        ("cash_flow", "Dividends paid", "supplemental information", ""),
        ("income_statement", "Provision for loan losses", "", "ProvisionForLoanAndLeaseLosses"),
        ("income_statement", "Interest and fees on loans", "interest income", "InterestAndFeeIncomeLoansAndLeases"),
        ("balance_sheet", "Additional paid-in capital", "stockholders equity", "AdditionalPaidInCapital"),
        ("balance_sheet", "Capital in excess of par value", "stockholders equity", "AdditionalPaidInCapital"),
        ("balance_sheet", "Additional paid-in capital - preferred stock", "stockholders equity", ""),
        ("balance_sheet", "Capital in excess of par value of preferred stock", "stockholders equity", ""),
        ("balance_sheet", "Accounts receivable", "current assets", "AccountsReceivableNetCurrent"),
        ("balance_sheet", "Accounts receivable", "assets", ""),
        (
            "balance_sheet",
            "Accounts receivable, less allowance for doubtful accounts of $4 and $5",
            "current assets",
            "AccountsReceivableNetCurrent",
        ),
        ("balance_sheet", "Accounts receivable, less unbilled amounts", "current assets", ""),
        ("balance_sheet", "Trade notes receivable, net", "current assets", ""),
        ("balance_sheet", "Dividends payable", "current liabilities", "DividendsPayableCurrent"),
        ("balance_sheet", "Marketable securities", "current assets", "MarketableSecuritiesCurrent"),
        ("balance_sheet", "Marketable securities", "noncurrent assets", ""),
        ("income_statement", "Total costs and expenses", "", "CostsAndExpenses"),
        ("income_statement", "Total revenues", "", "Revenues"),
        ("income_statement", "Total operating revenues", "", "Revenues"),
        ("income_statement", "Cost of products sold", "", "CostOfGoodsSold"),
        ("income_statement", "Cost of sales", "", ""),  # of goods, of services or of both
        ("income_statement", "Restructuring costs", "", "RestructuringCharges"),
        ("income_statement", "Depreciation", "", "Depreciation"),
        ("income_statement", "Depreciation and amortization", "", ""),
        ("cash_flow", "Depreciation", "operating activities", "Depreciation"),
        ("cash_flow", "Income taxes paid", "supplemental information", "IncomeTaxesPaid"),
        ("cash_flow", "Income taxes paid, net of refunds", "supplemental information", ""),
        ("cash_flow", "Cash dividends", "financing activities", "PaymentsOfDividends"),
        # What a rate case or a railroad calls taxes accrued is not of income alone.
        ("balance_sheet", "Taxes accrued", "current liabilities", "TaxesPayableCurrent"),
        ("cash_flow", "Taxes accrued", "operating activities", "IncreaseDecreaseInAccruedTaxesPayable"),
        ("cash_flow", "Increase in accrued taxes", "operating activities", "IncreaseDecreaseInAccruedTaxesPayable"),
        ("cash_flow", "Income taxes payable", "operating activities", ""),
        ("cash_flow", "Accounts payable and taxes accrued", "operating activities", ""),
        (
            "cash_flow",
            "Debt premium, discount & expense - amortization",
            "operating activities",
            "AmortizationOfFinancingCostsAndDiscounts",
        ),
        ("cash_flow", "Amortization of debt discount", "operating activities", ""),
        ("income_statement", "Allowance for borrowed funds used during construction", "", f"{_CAPITALIZED}Interest"),
        (
            "income_statement",
            "Allowance for other than borrowed funds used during construction",
            "",
            f"{_CAPITALIZED}CostOfEquity",
        ),
        ("income_statement", "Interest capitalized", "other income expense", "InterestCostsCapitalized"),
        ("income_statement", "Less: Capitalized interest", "", "InterestCostsCapitalized"),
        ("income_statement", "Interest expense, net of capitalized interest", "", ""),
        ("income_statement", "Amortization of capitalized interest", "", ""),
        # One series of several; how much the bonds are together, another line says.
        ("balance_sheet", "First mortgage bonds, 8 1/2% series due 2004", "capitalization", ""),
        ("balance_sheet", "8% First mortgage bonds, due 2022", "capitalization", "SecuredLongTermDebt"),
        ("income_statement", "Provision for loss on disposal, less income tax and minority interest", "", ""),
        ("cash_flow", "Cumulative effect of accounting change, net of income tax benefit", "", _ACCOUNTING),
        ("income_statement", "Cumulative effects of changes in accounting methods", "", _ACCOUNTING),
        ("income_statement", "Cumulative effect of accounting change before income taxes", "", ""),
        (
            "income_statement",
            "Income taxes (see statement and note 5)",
            "operating expenses",
            "IncomeTaxExpenseBenefit",
        ),
        ("cash_flow", "Common stock", "financing activities|dividends", "PaymentsOfDividendsCommonStock"),
        (
            "cash_flow",
            "Preferred stock",
            "financing activities|dividends paid",
            "PaymentsOfDividendsPreferredStockAndPreferenceStock",
        ),
        ("cash_flow", "Common stock", "financing activities|issuance of securities", ""),
        ("cash_flow", "Net increase (decrease) in commercial paper", "financing activities", _PAPER),
        ("cash_flow", "Change in commercial paper", "financing activities", _PAPER),
        ("cash_flow", "Net increase in commercial paper and bank notes", "financing activities", ""),
        ("cash_flow", "Net increase in commercial paper", "investing activities", ""),
        ("cash_flow", "Proceeds from exercise of warrants", "financing activities", "ProceedsFromWarrantExercises"),
        ("cash_flow", "Exercise of stock options and warrants", "financing activities", ""),
        ("cash_flow", "Accrued restructuring costs", "operating activities|changes in assets", _RESTRUCTURING),
        ("cash_flow", "Restructuring reserve", "operating activities|changes in working capital", _RESTRUCTURING),
        ("cash_flow", "Accrued restructuring costs", "operating activities|adjustments", ""),
        ("balance_sheet", "Time", "deposits in foreign offices", "InterestBearingForeignDepositTimeDeposits"),
        ("balance_sheet", "Time", "deposits in domestic offices", ""),
        ("balance_sheet", "Total deposits in foreign offices", "deposits", "DepositsForeign"),
        ("balance_sheet", "Total deposits in domestic offices", "deposits", "DepositsDomestic"),
        ("income_statement", "Domestic offices", "interest expense|deposits", "InterestExpenseDomesticDeposits"),
        ("income_statement", "Foreign offices", "interest expense|deposits", "InterestExpenseForeignDeposits"),
        ("income_statement", "Foreign offices", "income", ""),
    ],
)
def test_a_caption_has_the_concept_that_it_is_defined_as(
    statement: str, caption: str, section: str, expected: str
) -> None:
    assert concept(statement, caption, section) == expected


@pytest.mark.parametrize(
    ("caption", "section", "expected"),
    [
        ("Net income", "income per share of common stock", "EarningsPerShareBasic"),
        ("Net loss", "per common share|fully diluted", "EarningsPerShareDiluted"),
        ("Net income", "per share data|before extraordinary items", ""),
        ("Net income per share", "fully diluted", "EarningsPerShareDiluted"),
        ("Net income", "", ""),  # nothing says what a share earns
        ("NET INCOME", "earnings per common share|discontinued operations", "EarningsPerShareBasic"),
        ("Net loss", "loss per share, pro forma|extraordinary items", ""),
        ("Net income from operations", "earnings per common share|discontinued operations", ""),
        ("Total", "net income loss per common share", "EarningsPerShareBasic"),
        ("Total", "earnings per share|discontinued operations", ""),
        ("Total", "dividends per share", ""),
        ("Continuing operations", "earnings per share", "IncomeLossFromContinuingOperationsPerBasicShare"),
        ("Continuing operations", "per share fully diluted", "IncomeLossFromContinuingOperationsPerDilutedShare"),
        ("Discontinued operations", "per share", "IncomeLossFromDiscontinuedOperationsNetOfTaxPerBasicShare"),
        ("Gain on disposal of discontinued operations", "per share", ""),
        ("Primary and fully diluted net earnings per share", "", "EarningsPerShareBasicAndDiluted"),
        ("Income before accounting change", "per share", f"{_BEFORE_ITEMS}PerBasicShare"),
        ("Before accounting changes", "fully diluted", f"{_BEFORE_ITEMS}PerDilutedShare"),
        (
            "Effect of accounting changes",
            "loss per common share",
            "CumulativeEffectOfChangeInAccountingPrincipleNetOfTaxPerBasicShare",
        ),
    ],
)
def test_a_result_per_share_is_told_by_its_heading(caption: str, section: str, expected: str) -> None:
    assert concept("income_statement", caption, section, "per_share") == expected


@pytest.mark.parametrize(
    ("caption", "section", "expected"),
    [
        ("Weighted average number of units", "", "WeightedAverageLimitedPartnershipUnitsOutstanding"),
        ("Weighted average shares outstanding", "fully diluted", "WeightedAverageNumberOfDilutedSharesOutstanding"),
        ("Weighted average shares outstanding", "primary", "WeightedAverageNumberOfSharesOutstandingBasic"),
        (
            "Common and common equivalent shares used in the calculation of earnings per share",
            "",
            "WeightedAverageNumberOfDilutedSharesOutstanding",
        ),
    ],
)
def test_average_shares_are_told_by_their_heading(caption: str, section: str, expected: str) -> None:
    assert concept("income_statement", caption, section, "shares") == expected


@pytest.mark.parametrize(
    ("caption", "following", "expected"),
    [
        ("Salaries", "Employee benefits", "SalariesWagesAndOfficersCompensation"),
        ("Salaries and wages", "Pensions and other employee benefits", "SalariesWagesAndOfficersCompensation"),
        ("Salaries and wages", "Aircraft fuel", ""),  # the benefits may be in it
        ("Salaries and employee benefits", "Other benefits", ""),
    ],
)
def test_salaries_are_without_the_benefits_that_the_next_line_has(caption: str, following: str, expected: str) -> None:
    assert concept("income_statement", caption, "operating expenses", following=following) == expected


@pytest.mark.parametrize(
    ("statement", "caption", "section", "sic", "following", "expected"),
    [
        ("cash_flow", "Construction expenditures", "investing activities", "4911", "", _PLANT),
        ("cash_flow", "Construction expenditures", "investing activities", "1531", "", ""),  # a builder's
        ("cash_flow", "Utility capital expenditures", "investing activities", "4924", "", _PLANT),
        ("balance_sheet", "Fuel and other inventories", "current assets", "4924", "", "InventoryNet"),
        ("income_statement", "Cost of sales - nonutility", "operating expenses", "4924", "", "CostOfGoodsSold"),
        ("balance_sheet", "Total", "long term debt", "", "Less: Current maturities", "LongTermDebt"),
        ("balance_sheet", "Total", "long term debt", "", "Preferred stock", ""),
        ("balance_sheet", "Less: Current maturities", "long term debt", "", "", "LongTermDebtCurrent"),
        ("balance_sheet", "Less current maturities", "capital lease obligations", "", "", ""),
        ("cash_flow", "Deferred retirement plan", "operating activities", "", "", _OWED),
        ("cash_flow", "Accrued retirement benefits", "operating activities|changes in assets", "", "", _OWED),
        ("cash_flow", "Purchase of long-term investments", "investing activities", "", "", f"PaymentsToAcquire{_LONG}"),
        (
            "cash_flow",
            "Proceeds from sales of long-term investments",
            "investing activities",
            "",
            "",
            f"ProceedsFromSaleOf{_LONG}",
        ),
        ("cash_flow", "Bond amortization, net", "operating activities", "6331", "", _PREMIUMS),
        ("cash_flow", "Bond amortization, net", "operating activities", "3714", "", ""),  # of bonds that it owes
        (
            "balance_sheet",
            "Employee Stock Ownership Plan (Note D)",
            "less accounts receivable from",
            "",
            "",
            "UnearnedESOPShares",
        ),
    ],
)
def test_a_caption_is_told_by_industry_section_and_the_line_below(
    statement: str, caption: str, section: str, sic: str, following: str, expected: str
) -> None:
    assert concept(statement, caption, section, sic=sic, following=following) == expected


def test_net_utility_plant_is_that_of_a_utility() -> None:
    plant = "PublicUtilitiesPropertyPlantAndEquipmentNet"
    assert concept("balance_sheet", "Net utility plant", sic="4911") == plant
    assert concept("balance_sheet", "Net utility plant", sic="3711") == ""


def test_net_sales_are_all_that_was_sold_where_their_cost_comes_next() -> None:
    assert concept("income_statement", "Net sales", following="Cost of sales") == "SalesRevenueNet"
    assert concept("income_statement", "Net sales", following="Service revenues") == ""


@pytest.mark.parametrize(
    ("previous", "caption", "expected"),
    [
        ("Income taxes", "Income before effect of accounting changes", _BEFORE_ITEMS),
        ("Extraordinary item", "Income before effect of accounting changes", "extension"),
        ("Cumulative effect of accounting change", "Income before extraordinary item", "extension"),
        ("Income taxes", "Income before extraordinary item and accounting change", _BEFORE_ITEMS),
    ],
)
def test_a_result_between_two_items_is_not_before_both(previous: str, caption: str, expected: str) -> None:
    assert concept("income_statement", caption, previous=previous) == expected


def per_share(source: str) -> Statement:
    """The statement, with every amount that has cents per share."""
    statement = with_durations(read_statement(source))
    lines = [
        replace(line, unit=UnitKind.PER_SHARE)
        if any(cell is not None and cell.value is not None and cell.value % 1 for cell in line.cells)
        else line
        for line in statement.lines
    ]
    return replace(statement, lines=tuple(lines))


def names_of(source: str) -> dict[int, str]:
    """The local names of the concepts by the line, counted from 1."""
    statement = per_share(source)
    (mapped,), _ = map_statements([(statement, foot(statement)[0])], load_taxonomy())
    return {line.line + 1: (line.concept or "").removeprefix("us-gaap:") for line in mapped.lines}


_PER_SHARE = (
    "income_statement\nNet income | 100\nPer share of common stock:\nFully diluted:\n"
    "  Before cumulative effect of accounting change | 6.62\n  Cumulative effect of accounting change | (0.38)\n"
    "Net earnings per share | 6.24\nPrimary:\n  Before cumulative effect of accounting change | 6.69\n"
    "  Cumulative effect of accounting change | (0.39)\nNet earnings per share | 6.30\nOther matters:\n"
    "Dividends per share | 1.20\n"
)


def test_the_result_at_the_end_of_a_block_is_of_its_kind() -> None:
    names = names_of(_PER_SHARE)
    assert (names[6], names[10]) == ("EarningsPerShareDiluted", "EarningsPerShareBasic")


def test_a_heading_about_dilution_ends_with_the_next_heading_or_amount() -> None:
    assert dilution_of(per_share(_PER_SHARE)) == {5: ("fully diluted",), 9: ("primary",)}
    money = _PER_SHARE.replace("Net earnings per share | 6.24", "Net income for the year | 100")
    assert dilution_of(per_share(money)) == {9: ("primary",)}
    assert dilution_of(per_share(_PER_SHARE.replace("income_statement", "balance_sheet"))) == {}


def test_a_line_without_amounts_under_a_heading_about_dilution_does_not_end_it() -> None:
    source = (
        "income_statement\nNet income | 100\nFully diluted:\n  Income | 1.13\n  Cumulative effect of a change:\n"
        "  Net income | 1.14\nWeighted average shares | 4862\n"
    )
    assert dilution_of(per_share(source)) == {5: ("fully diluted",)}


def test_net_income_per_share_without_a_word_about_dilution_is_not_diluted() -> None:
    names = names_of(
        "income_statement\nRevenues | 500\nCost of revenues | 300\nGross profit | 200\nNet income | 120\n"
        "Income per share of common stock:\n  Continuing operations | 1.11\n  Discontinued operations | 0.10\n"
        "  Net income | 1.21\n"
    )
    assert names[4] == "NetIncomeLoss"
    assert names[6] == "IncomeLossFromContinuingOperationsPerBasicShare"
    assert names[8] == "EarningsPerShareBasic"
