"""Abstract concepts for the root of a statement and for its headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.model import Concept, StatementKind
from converter.write.names import ascii_words, local_name

if TYPE_CHECKING:
    from collections.abc import Container

    from converter.taxonomy.release import Taxonomy
    from converter.write.concepts import ExtensionNames

ROOTS = {
    StatementKind.BALANCE_SHEET: "StatementOfFinancialPositionAbstract",
    StatementKind.INCOME_STATEMENT: "IncomeStatementAbstract",
    StatementKind.CASH_FLOW: "StatementOfCashFlowsAbstract",
    StatementKind.EQUITY: "StatementOfStockholdersEquityAbstract",
    StatementKind.COMPREHENSIVE_INCOME: "StatementOfIncomeAndComprehensiveIncomeAbstract",
}

_ADJUSTMENTS = "AdjustmentsToReconcileNetIncomeLossToCashProvidedByUsedInOperatingActivitiesAbstract"

# Headings whose words are in another order, or others, than those of the standard abstract concept.
_HEADINGS = {
    "current assets": "AssetsCurrentAbstract",
    "noncurrent assets": "AssetsNoncurrentAbstract",
    "other assets": "OtherAssetsNoncurrentAbstract",
    "property plant and equipment": "PropertyPlantAndEquipmentNetAbstract",
    "property and equipment": "PropertyPlantAndEquipmentNetAbstract",
    "current liabilities": "LiabilitiesCurrentAbstract",
    "noncurrent liabilities": "LiabilitiesNoncurrentAbstract",
    "long term liabilities": "LiabilitiesNoncurrentAbstract",
    "liabilities and stockholders equity": "LiabilitiesAndStockholdersEquityAbstract",
    "liabilities and shareholders equity": "LiabilitiesAndStockholdersEquityAbstract",
    "liabilities and shareowners equity": "LiabilitiesAndStockholdersEquityAbstract",
    "stockholders equity": "StockholdersEquityAbstract",
    "shareholders equity": "StockholdersEquityAbstract",
    "shareholders investment": "StockholdersEquityAbstract",
    "stockholders investment": "StockholdersEquityAbstract",
    "net sales": "RevenuesAbstract",
    "sales": "RevenuesAbstract",
    "revenue": "RevenuesAbstract",
    "revenues": "RevenuesAbstract",
    "operating revenues": "RevenuesAbstract",
    "costs and expenses": "CostsAndExpensesAbstract",
    "cost of sales": "CostOfRevenueAbstract",
    "cost of revenues": "CostOfRevenueAbstract",
    "operating expenses": "OperatingExpensesAbstract",
    "other income expense": "OtherNonoperatingIncomeExpenseAbstract",
    "income taxes": "IncomeTaxExpenseBenefitAbstract",
    "provision for income taxes": "IncomeTaxExpenseBenefitAbstract",
    "per share data": "EarningsPerShareAbstract",
    "earnings per share": "EarningsPerShareAbstract",
    "net income per share": "EarningsPerShareAbstract",
    "net income loss per share": "EarningsPerShareAbstract",
    "earnings per common share": "EarningsPerShareAbstract",
    "net income per common share": "EarningsPerShareAbstract",
    "operating activities": "NetCashProvidedByUsedInOperatingActivitiesAbstract",
    "investing activities": "NetCashProvidedByUsedInInvestingActivitiesAbstract",
    "financing activities": "NetCashProvidedByUsedInFinancingActivitiesAbstract",
    "adjustments to reconcile net income to net cash provided by operating activities": _ADJUSTMENTS,
    "adjustments to reconcile net income loss to net cash provided by operating activities": _ADJUSTMENTS,
    "changes in operating assets and liabilities": "IncreaseDecreaseInOperatingCapitalAbstract",
    "changes in assets and liabilities": "IncreaseDecreaseInOperatingCapitalAbstract",
    "interest income": "InterestAndDividendIncomeOperatingAbstract",
    "interest expense": "InterestExpenseAbstract",
    "noninterest income": "NoninterestIncomeAbstract",
    "noninterest expense": "NoninterestExpenseAbstract",
}
_LEADING = ("cash flows from ", "cash flows provided by ", "cash provided by ", "cash flow from ", "net cash from ")


def root_concept(kind: StatementKind, taxonomy: Taxonomy, names: ExtensionNames) -> Concept:
    """The abstract concept at the root of a statement's presentation."""
    standard = _standard(ROOTS[kind], taxonomy)
    return standard or names.abstract(abstract_concept(ROOTS[kind], kind.replace("_", " ").capitalize()))


def heading_concept(label: str, taxonomy: Taxonomy, names: ExtensionNames, taken: Container[str]) -> Concept:
    """The abstract concept of a heading: a standard one where its words say the same, else an extension.

    `taken` are the abstract concepts that the statement presents already: each stands only once in it.
    """
    words = " ".join(word.lower() for word in ascii_words(label))
    for start in _LEADING:
        words = words.removeprefix(start)
    for local in (_HEADINGS.get(words), f"{local_name(label)}Abstract"):
        standard = _standard(local, taxonomy) if local else None
        if standard is not None and standard.name not in taken:
            return standard
    stem = local_name(label) or "Heading"
    number = 1
    while True:
        local = f"{stem}{'' if number == 1 else number}Abstract"
        # A name of the base taxonomy may not be declared again (EFM 6.07.16), even where it is taken here.
        if taxonomy.concept(f"us-gaap:{local}") is None:
            concept = names.abstract(abstract_concept(local, label.strip(" :")))
            if concept.name not in taken:
                return concept
        number += 1


def abstract_concept(local: str, label: str) -> Concept:
    """An abstract concept under a name without prefix (EFM 6.07.21: abstract concepts are durations)."""
    return Concept(
        name=local,
        type="xbrli:stringItemType",
        period_type="duration",
        balance="",
        abstract=True,
        substitution_group="xbrli:item",
        label=label,
    )


def _standard(local: str, taxonomy: Taxonomy) -> Concept | None:
    concept = taxonomy.concept(f"us-gaap:{local}")
    usable = concept is not None and concept.abstract and not concept.deprecated
    return concept if usable and concept and concept.substitution_group == "xbrli:item" else None
