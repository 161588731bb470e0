"""Places: between which totals of its statement a line stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.lines import MappingLine

_PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxes"

ANCHORS = {
    "BS": {
        "AssetsCurrent": "AC",
        "Assets": "A",
        "LiabilitiesCurrent": "LC",
        "Liabilities": "L",
        "StockholdersEquity": "E",
        "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest": "E",
        "PartnersCapital": "E",
        "LiabilitiesAndStockholdersEquity": "LE",
        "CapitalizationLongtermDebtAndEquity": "CAP",
        "PropertyPlantAndEquipmentNet": "PPE",
    },
    "IS": {
        "Revenues": "R",
        "SalesRevenueNet": "R",
        "SalesRevenueGoodsNet": "R",
        "InterestAndDividendIncomeOperating": "II",
        "InterestIncomeExpenseNet": "NII",
        "InterestIncomeExpenseAfterProvisionForLoanLoss": "NIP",
        "NoninterestIncome": "NONI",
        "NoninterestExpense": "NONE",
        "GrossProfit": "G",
        "CostsAndExpenses": "X",
        "OperatingExpenses": "X",
        "BenefitsLossesAndExpenses": "X",
        "OperatingIncomeLoss": "O",
        "NonoperatingIncomeExpense": "N",
        "IncomeTaxExpenseBenefit": "T",
        "ProfitLoss": "NI",
        "NetIncomeLoss": "NI",
        "NetIncomeLossAvailableToCommonStockholdersBasic": "NC",
        "EarningsPerShareBasic": "PS",
        "EarningsPerShareDiluted": "PS",
        "EarningsPerShareBasicAndDiluted": "PS",
    },
    "CF": {
        "NetCashProvidedByUsedInOperatingActivities": "CO",
        "NetCashProvidedByUsedInInvestingActivities": "CI",
        "NetCashProvidedByUsedInFinancingActivities": "CF",
        "NetCashProvidedByUsedInOperatingActivitiesContinuingOperations": "CO",
        "NetCashProvidedByUsedInInvestingActivitiesContinuingOperations": "CI",
        "NetCashProvidedByUsedInFinancingActivitiesContinuingOperations": "CF",
        "CashAndCashEquivalentsPeriodIncreaseDecrease": "CH",
        "CashAndCashEquivalentsAtCarryingValue": "C",
        "CashAndDueFromBanks": "C",
    },
    "EQ": {
        "StockholdersEquity": "E",
        "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest": "E",
        "ComprehensiveIncomeNetOfTax": "CM",
        "ComprehensiveIncomeNetOfTaxIncludingPortionAttributableToNoncontrollingInterest": "CM",
        "NetIncomeLoss": "NI",
        "ProfitLoss": "NI",
    },
}
"""Totals and other landmarks of each pool of statements, with the short name of the place they mark."""

# What a printed heading says about the total that will close its section.
_CLOSING = {
    "BS": (
        ("current assets", "AC"),
        ("current liabilities", "LC"),
        ("stockholders equity", "E"),
        ("stockholders investment", "E"),
        ("partners capital", "E"),
        ("common stock equity", "E"),
    ),
    "CF": (
        ("operating activities", "CO"),
        ("operations", "CO"),
        ("investing activities", "CI"),
        ("investment activities", "CI"),
        ("financing activities", "CF"),
    ),
    "IS": (("per share", "PS"),),
    "EQ": (),
}


def anchor_of(pool: str, concept: str) -> str:
    """The short name of the landmark that a concept (local name) is, or empty."""
    found = ANCHORS[pool].get(concept, "")
    if not found and pool == "IS" and concept.startswith(_PRETAX):
        return "PT"
    return found


def closing_of(pool: str, headings: Sequence[str]) -> str:
    """The landmark that closes the section whose headings are given, or empty."""
    for heading in reversed(headings):
        padded = f" {heading} "
        for words, anchor in _CLOSING[pool]:
            if f" {words} " in padded and " liabilities and " not in padded:
                return anchor
    return ""


def places(pool: str, lines: Sequence[MappingLine], concepts: Sequence[str]) -> list[tuple[str, str]]:
    """For each line, the landmark before it and the one after it (`-` where there is none).

    `concepts` are the local names of the first choice for each line. A printed heading such as `Current assets`
    tells the closing landmark even where the total is printed without a caption.
    """
    anchors = [anchor_of(pool, concept) for concept in concepts]
    previous: list[str] = []
    seen = "-"
    for anchor in anchors:
        previous.append(seen)
        seen = anchor or seen
    following: list[str] = []
    seen = "-"
    for anchor in reversed(anchors):
        following.append(seen)
        seen = anchor or seen
    following.reverse()
    out: list[tuple[str, str]] = []
    headings = open_headings(pool, lines, anchors)
    for line, above, before, after in zip(lines, headings, previous, following, strict=True):
        closing = closing_of(pool, above) if above else ""
        # A heading ends with the landmark that closes it, also where no other heading follows.
        open_ = bool(closing) and closing != before and not line.total
        out.append((before, closing if open_ else after))
    return out


def open_headings(pool: str, lines: Sequence[MappingLine], anchors: Sequence[str]) -> list[tuple[str, ...]]:
    """The headings of each line without those whose total stands above the line and under the same headings.

    `anchors` are the landmarks that the lines themselves are, or empty. A statement may print no further heading
    after a total: property and other assets then still stand under `Current assets`.
    """
    closed: set[tuple[str, ...]] = set()
    out: list[tuple[str, ...]] = []
    for line, anchor in zip(lines, anchors, strict=True):
        headings = line.headings
        if closed:
            headings = tuple([each for end, each in enumerate(headings, 1) if line.headings[:end] not in closed])
        out.append(headings)
        if anchor and line.total and line.headings and closing_of(pool, line.headings[-1:]) == anchor:
            closed.add(line.headings)
    return out
