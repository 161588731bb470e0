"""The curated rules of a release: where they hold, and where the same words mean something else."""

from __future__ import annotations

import pytest

from converter.mapping.labels import normalise
from converter.mapping.rules import Surroundings, standard_rules
from converter.model import StatementKind


@pytest.mark.parametrize(
    ("statement", "caption", "section", "sic", "wrong"),
    [
        # A landlord owes deposits back, an insurer holds them for those whom it bonds.
        ("balance_sheet", "Funds held as security deposits", "current liabilities", "6512", "OtherPolicyholderFunds"),
        ("income_statement", "Commissions to agents", "", "4731", "InsuranceCommissions"),
        ("income_statement", "Maintenance", "", "4953", "UtilitiesOperatingExpenseMaintenance"),
        ("balance_sheet", "Recoverable gas costs", "current assets", "4924", "RegulatoryAssetsNoncurrent"),
        (
            "balance_sheet",
            "Accrued postretirement benefits obligation",
            "current liabilities",
            "",
            "OtherPostretirementDefinedBenefitPlanLiabilitiesNoncurrent",
        ),
        ("balance_sheet", "Unfunded deferred income taxes", "deferred debits", "4911", "RegulatoryLiabilityNoncurrent"),
        ("balance_sheet", "Investment in first mortgage bonds", "assets", "6798", "SecuredLongTermDebt"),
        ("cash_flow", "Premiums and other receivables", "", "3714", "IncreaseDecreaseInPremiumsReceivable"),
        # Sources of cash, summed before its uses, are no change in cash.
        ("cash_flow", "Total cash provided", "", "", "CashAndCashEquivalentsPeriodIncreaseDecrease"),
    ],
)
def test_curated_rules_know_where_they_do_not_hold(
    statement: str, caption: str, section: str, sic: str, wrong: str
) -> None:
    around = Surroundings(statement=StatementKind(statement), sections=(section,), industry=sic)
    found = standard_rules("us-gaap-2011-01-31").all(normalise(caption), around)
    assert f"us-gaap:{wrong}" not in {rule.concept for rule in found}


def concepts(caption: str, around: Surroundings) -> list[str]:
    found = standard_rules("us-gaap-2011-01-31").all(normalise(caption), around)
    return [rule.concept.removeprefix("us-gaap:") for rule in found]


_PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
_BEFORE_ITEMS = "IncomeLossBeforeExtraordinaryItemsAndCumulativeEffectOfChangeInAccountingPrinciple"


@pytest.mark.parametrize(
    ("caption", "previous", "following", "concept"),
    [
        (
            "Income before income taxes and cumulative effect of accounting change",
            "Interest expense",
            "Income taxes",
            f"{_PRETAX}ExtraordinaryItemsNoncontrollingInterest",
        ),
        (
            "Loss before extraordinary item, income taxes and accounting changes",
            "Interest expense",
            "Income taxes",
            f"{_PRETAX}ExtraordinaryItemsNoncontrollingInterest",
        ),
        # Taxes are named here, yet they are already taken off: the change was in accounting for them.
        (
            "Income before cumulative effect of change in accounting for income taxes",
            "Provision for income taxes",
            "Cumulative effect of change in accounting for income taxes",
            _BEFORE_ITEMS,
        ),
        (
            "Income before income taxes, equity in earnings of affiliates and extraordinary item",
            "Interest expense",
            "Income taxes",
            f"{_PRETAX}MinorityInterestAndIncomeLossFromEquityMethodInvestments",
        ),
        # Only what is before the results of others is no income before extraordinary items.
        ("Income before earnings of associated companies and extraordinary loss", "Income taxes", "", ""),
        ("Income before minority interest and cumulative effect of accounting change", "Income taxes", "", ""),
        ("Income before gains on investments and extraordinary item", "Total expenses", "", ""),
        (
            "Income from continuing operations before extraordinary item",
            "Income taxes",
            "Loss from discontinued operations",
            "IncomeLossFromContinuingOperations",
        ),
        ("Income before patronage dividends, income taxes and accounting change", "Total costs", "Dividends", ""),
    ],
)
def test_what_a_result_is_before(caption: str, previous: str, following: str, concept: str) -> None:
    around = Surroundings(
        statement=StatementKind.INCOME_STATEMENT,
        unit="money",
        previous=normalise(previous),
        next=normalise(following),
    )
    assert concepts(caption, around)[:1] == ([concept] if concept else [])


@pytest.mark.parametrize(
    ("caption", "section", "concept"),
    [
        ("Primary and fully diluted", "earnings per share", "EarningsPerShareBasicAndDiluted"),
        ("Net income", "primary and fully diluted earnings per share", "EarningsPerShareBasicAndDiluted"),
        ("Fully diluted earnings", "per share", "EarningsPerShareDiluted"),
        ("Fully diluted earnings before accounting change", "per share", f"{_BEFORE_ITEMS}PerDilutedShare"),
        ("Before extraordinary item", "primary", f"{_BEFORE_ITEMS}PerBasicShare"),
        ("Before extraordinary item", "fully diluted", f"{_BEFORE_ITEMS}PerDilutedShare"),
        ("Extraordinary loss", "fully diluted", "IncomeLossFromExtraordinaryItemsNetOfTaxPerDilutedShare"),
        (
            "Cumulative effect of accounting change",
            "fully diluted",
            "CumulativeEffectOfChangeInAccountingPrincipleNetOfTaxPerDilutedShare",
        ),
        ("Net loss per share", "fully diluted", "EarningsPerShareDiluted"),
    ],
)
def test_a_result_per_share_is_of_the_kind_that_caption_or_heading_says(
    caption: str, section: str, concept: str
) -> None:
    around = Surroundings(statement=StatementKind.INCOME_STATEMENT, sections=(section,), unit="per_share")
    assert concepts(caption, around)[:1] == ([concept] if concept else [])


@pytest.mark.parametrize(
    ("statement", "caption", "sections", "wrong"),
    [
        # What was won on a sale is not what was paid for it.
        (
            "cash_flow",
            "Securities available for sale",
            ("operating activities", "gains on sales of"),
            "ProceedsFromSaleOfAvailableForSaleSecurities",
        ),
        (
            "income_statement",
            "Gain on sale of minority interest",
            (),
            "NetIncomeLossAttributableToNoncontrollingInterest",
        ),
        # `Capitalization and liabilities` spans what is due within the year too.
        (
            "balance_sheet",
            "Maturing first mortgage bonds",
            ("capitalization and liabilities", "current liabilities"),
            "SecuredLongTermDebt",
        ),
    ],
)
def test_a_rule_does_not_hold_outside_of_its_section(
    statement: str, caption: str, sections: tuple[str, ...], wrong: str
) -> None:
    assert wrong not in concepts(caption, Surroundings(statement=StatementKind(statement), sections=sections))


@pytest.mark.parametrize(
    ("caption", "sections", "concept"),
    [
        ("Note receivable from ESOP", ("common equity", "stockholders equity"), "UnearnedESOPShares"),
        ("Guarantee of employee stock ownership plan debt", ("stockholders equity",), "UnearnedESOPShares"),
        ("Unearned employee stock ownership plan shares", ("stockholders equity",), "UnearnedESOPShares"),
        ("ESOP loan guarantees", ("common stock equity",), "UnearnedESOPShares"),
        ("ESOP loan guarantees", ("long term debt",), ""),  # what the company owes, not what is taken off equity
        ("Unearned ESOP preferred stock", ("stockholders equity",), ""),
        ("Prepaid pensions", ("deferred debits",), "PrepaidPensionCosts"),
        ("Prepaid pension cost", ("assets", "noncurrent assets"), "PrepaidPensionCosts"),
        ("Prepaid pension cost", ("current assets",), ""),
        ("Total other assets", ("other assets", "noncurrent assets"), "extension"),
        ("Net book value", ("premises and equipment",), "PropertyPlantAndEquipmentNet"),
        ("Deferred income taxes", ("assets", "other assets", "noncurrent assets"), "DeferredTaxAssetsNetNoncurrent"),
        ("Deferred income taxes", ("assets",), ""),  # not classified
        ("Total deferred credits and other liabilities", ("deferred credits",), "extension"),
        (
            "Convertible subordinated notes",
            ("liabilities", "current liabilities"),
            "ConvertibleSubordinatedDebtCurrent",
        ),
    ],
)
def test_what_stands_in_a_section_of_a_balance_sheet(caption: str, sections: tuple[str, ...], concept: str) -> None:
    around = Surroundings(statement=StatementKind.BALANCE_SHEET, sections=sections, unit="money")
    assert concepts(caption, around)[:1] == ([concept] if concept else [])


@pytest.mark.parametrize(
    ("caption", "section", "sic", "concept"),
    [
        ("Tax exempt", "interest on investment securities", "6022", "InterestIncomeSecuritiesTaxExempt"),
        ("Tax exempt", "interest and fees on loans", "6022", "extension"),
        ("Tax exempt", "interest on securities available for sale", "6022", ""),  # one part of it
        ("Rentals and landing fees", "operating expenses", "4512", "LandingFeesAndOtherRentals"),
        ("Landing fees and other rent", "operating expenses", "4512", "LandingFeesAndOtherRentals"),
        ("Aircraft rent", "operating expenses", "4512", "AircraftRental"),
        ("Credit card income", "other income", "6021", "FeesAndCommissionsCreditCards"),
        ("Credit card income", "interest income", "6021", ""),
        ("Credit card income", "other income", "5311", ""),  # a retailer's is interest for the most part
    ],
)
def test_what_stands_under_a_heading_of_an_income_statement(caption: str, section: str, sic: str, concept: str) -> None:
    around = Surroundings(statement=StatementKind.INCOME_STATEMENT, sections=(section,), unit="money", industry=sic)
    assert concepts(caption, around)[:1] == ([concept] if concept else [])


def test_minority_equity_in_earnings_is_the_share_of_the_minority() -> None:
    around = Surroundings(statement=StatementKind.INCOME_STATEMENT, unit="money")
    assert concepts("Minority equity in earnings", around) == ["NetIncomeLossAttributableToNoncontrollingInterest"]


@pytest.mark.parametrize(
    ("statement", "caption", "section", "concept"),
    [
        ("income_statement", "Retained earnings at beginning of year", "", "RetainedEarningsAccumulatedDeficit"),
        (
            "income_statement",
            "Earnings reinvested in the business, January 1",
            "",
            "RetainedEarningsAccumulatedDeficit",
        ),
        ("income_statement", "Accumulated deficit, end of year", "", "RetainedEarningsAccumulatedDeficit"),
        ("income_statement", "Balance at end of year", "retained earnings", "RetainedEarningsAccumulatedDeficit"),
        ("equity", "Balance, December 31", "retained earnings", "RetainedEarningsAccumulatedDeficit"),
        ("equity", "Common stock", "deduct cash dividends declared", "DividendsCommonStockCash"),
        (
            "equity",
            "Preferred stock ($2.40 per share)",
            "deduct cash dividends declared",
            "DividendsPreferredStockCash",
        ),
        ("equity", "Common stock", "dividends on capital stock", "DividendsCommonStock"),
        ("equity", "Dividends declared on common stock", "retained earnings", "DividendsCommonStock"),
        ("equity", "Cash dividends on common stock", "retained earnings", "DividendsCommonStockCash"),
        # What retained earnings are before dividends is a sum of the year, not a balance.
        ("income_statement", "Retained earnings before dividends", "", ""),
        # The balance of a component of equity that no heading names may be that of all equity.
        ("equity", "Balance, December 31", "", ""),
        ("equity", "Common stock issued", "dividends", ""),
    ],
)
def test_retained_earnings_and_what_is_taken_from_them(
    statement: str, caption: str, section: str, concept: str
) -> None:
    around = Surroundings(statement=StatementKind(statement), sections=(section,), unit="money")
    assert concepts(caption, around)[:1] == ([concept] if concept else [])
