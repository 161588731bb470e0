"""The 129 statement facts of the example, typed from the printed text by hand, row by row.

Each row: the label as printed, the concepts that an accountant would accept, the unit, the decimals that the text
supports, and the value of each column (None where the cell is blank), signed as the concept wants it and not as
printed. A row without concepts needs one of the filing's own: no standard concept says what it says. The dollar amounts
are exact dollars that all end in 000, so the text supports thousands.
"""

from __future__ import annotations

from typing import NamedTuple


class ExpectedRow(NamedTuple):
    label: str
    concepts: tuple[str, ...]
    unit: str
    decimals: int
    values: tuple[str | None, ...]


def money(label: str, concepts: str, *values: str | None) -> ExpectedRow:
    return ExpectedRow(label, tuple(f"us-gaap:{concept}" for concept in concepts.split()), "USD", -3, values)


def per_share(label: str, concept: str, *values: str | None) -> ExpectedRow:
    return ExpectedRow(label, (f"us-gaap:{concept}",), "USD/shares", 2, values)


def shares(label: str, concept: str, *values: str | None) -> ExpectedRow:
    return ExpectedRow(label, (f"us-gaap:{concept}",), "shares", -3, values)


BALANCE_SHEET_PERIODS = ("2003-12-31", "2002-12-31")
BALANCE_SHEET = (
    money("Cash and cash equivalents", "CashAndCashEquivalentsAtCarryingValue", "29589000", "22077000"),
    money("Marketable securities", "MarketableSecuritiesCurrent", None, "2006000"),
    money("Accounts receivable", "AccountsReceivableNetCurrent", "7857000", "6622000"),
    money("Inventories", "InventoryNet", "5443000", "4550000"),
    money("Prepaid expenses and other assets", "PrepaidExpenseAndOtherAssetsCurrent", "626000", "942000"),
    money("Deferred taxes", "DeferredTaxAssetsNetCurrent DeferredTaxAssetsLiabilitiesNetCurrent", "1714000", "1574000"),
    money("Total current assets", "AssetsCurrent", "45229000", "37771000"),
    money("Property, equipment and improvements", "PropertyPlantAndEquipmentNet", "2432000", "3012000"),
    money("Software development costs", "CapitalizedComputerSoftwareNet", "2597000", "2068000"),
    money(
        "Note receivable from unconsolidated company",
        "NotesReceivableRelatedPartiesNoncurrent DueFromAffiliateNoncurrent DueFromRelatedPartiesNoncurrent "
        "NotesAndLoansReceivableNetNoncurrent",
        "1000000",
        "1000000",
    ),
    money(
        "Investment in unconsolidated company",
        "EquityMethodInvestments InvestmentsInAffiliatesSubsidiariesAssociatesAndJointVentures",
        "402000",
        "1353000",
    ),
    money("Total assets", "Assets", "51660000", "45204000"),
    money("Accounts payable", "AccountsPayableCurrent", "1231000", "1926000"),
    money("Income taxes payable", "AccruedIncomeTaxesCurrent TaxesPayableCurrent", "1760000", "502000"),
    money("Accrued expenses", "AccruedLiabilitiesCurrent", "4019000", "3213000"),
    money("Total current liabilities", "LiabilitiesCurrent", "7010000", "5641000"),
    money(
        "Deferred taxes",
        "DeferredTaxLiabilitiesNoncurrent DeferredTaxLiabilitiesNetNoncurrent "
        "DeferredTaxAssetsLiabilitiesNetNoncurrent",
        "698000",
        "754000",
    ),
    money("Total liabilities", "Liabilities", "7708000", "6395000"),
    money("Common stock", "CommonStockValue", "133000", "133000"),
    money(
        "Additional paid-in capital",
        "AdditionalPaidInCapital AdditionalPaidInCapitalCommonStock",
        "9780000",
        "10961000",
    ),
    money("Retained earnings", "RetainedEarningsAccumulatedDeficit", "43615000", "40565000"),
    money("Treasury stock", "TreasuryStockValue", "9536000", "12782000"),
    money(
        "Accumulated other comprehensive loss",
        "AccumulatedOtherComprehensiveIncomeLossNetOfTax",
        "-40000",
        "-68000",
    ),
    money("Total stockholders' equity", "StockholdersEquity", "43952000", "38809000"),
    money("Total liabilities and stockholders' equity", "LiabilitiesAndStockholdersEquity", "51660000", "45204000"),
)

INCOME_STATEMENT_PERIODS = (
    "2003-10-01..2003-12-31",
    "2002-10-01..2002-12-31",
    "2003-01-01..2003-12-31",
    "2002-01-01..2002-12-31",
)
INCOME_STATEMENT = (
    money("Sales", "SalesRevenueNet Revenues SalesRevenueGoodsNet", "13257000", "10033000", "49992000", "27014000"),
    money(
        "Cost of goods sold",
        "CostOfGoodsSold CostOfRevenue CostOfGoodsAndServicesSold",
        "6231000",
        "5302000",
        "25293000",
        "12846000",
    ),
    money("Gross profit", "GrossProfit", "7026000", "4731000", "24699000", "14168000"),
    money("Selling and marketing", "SellingAndMarketingExpense", "1559000", "1257000", "5881000", "4385000"),
    money(
        "Research and development",
        "ResearchAndDevelopmentExpense ResearchAndDevelopmentExpenseExcludingAcquiredInProcessCost",
        "2202000",
        "2157000",
        "9493000",
        "6914000",
    ),
    money("General and administrative", "GeneralAndAdministrativeExpense", "1209000", "1018000", "4639000", "2735000"),
    money("Restructuring charge", "RestructuringCharges", "118000", None, "118000", "573000"),
    money(
        "In-process research and development",
        "ResearchAndDevelopmentInProcess "
        "ResearchAndDevelopmentAssetAcquiredOtherThanThroughBusinessCombinationWrittenOff",
        None,
        "366000",
        None,
        "366000",
    ),
    money("Class action legal settlement", "LitigationSettlementExpense", None, None, None, "143000"),
    money("Total operating expenses", "OperatingExpenses", "5088000", "4798000", "20131000", "15116000"),
    money("Income (loss) from operations", "OperatingIncomeLoss", "1938000", "-67000", "4568000", "-948000"),
    money(
        "Other income, net",
        "NonoperatingIncomeExpense OtherNonoperatingIncomeExpense OtherNonoperatingIncome",
        "118000",
        "218000",
        "522000",
        "550000",
    ),
    money(
        "Income (loss) before income taxes and equity loss in unconsolidated company",
        "IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLossFromEquityMethodInvestments",
        "2056000",
        "151000",
        "5090000",
        "-398000",
    ),
    money("Income tax provision (benefit)", "IncomeTaxExpenseBenefit", "493000", "-649000", "1339000", "-819000"),
    money(
        "Income before equity in loss of unconsolidated company",
        "",
        "1563000",
        "800000",
        "3751000",
        "421000",
    ),
    money(
        "Equity in loss of unconsolidated company",
        "IncomeLossFromEquityMethodInvestments",
        "-37000",
        "-83000",
        "-309000",
        "-95000",
    ),
    money(
        "Impairment of minority interest investment",
        "EquityMethodInvestmentOtherThanTemporaryImpairment",
        "392000",
        None,
        "392000",
        None,
    ),
    money("Net income", "NetIncomeLoss", "1134000", "717000", "3050000", "326000"),
    per_share("Basic earnings per share", "EarningsPerShareBasic", ".09", ".06", ".25", ".03"),
    shares(
        "Weighted average common shares",
        "WeightedAverageNumberOfSharesOutstandingBasic",
        "12374000",
        "12274000",
        "12259000",
        "12263000",
    ),
    per_share("Diluted earnings per share", "EarningsPerShareDiluted", ".09", ".06", ".24", ".03"),
    shares(
        "Weighted average common and common equivalent shares",
        "WeightedAverageNumberOfDilutedSharesOutstanding",
        "13183000",
        "12274000",
        "12692000",
        "12373000",
    ),
)
