"""The kinds of evidence about a line that are counted: place, neighbours, words, company."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from converter.mapping.labels import content_words, vocabulary
from converter.mapping.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converter.mapping.lines import MappingLine, Sheet

LABEL_EVIDENCE: dict[str, tuple[float, float]] = {
    "position": (4.0, 2.0),
    "words": (2.0, 2.0),
    "label": (2.0, 2.0),
    "words_before": (3.0, 2.0),
    "words_after": (3.0, 2.0),
    "industry": (8.0, 8.0),
    "label_industry": (1.0, 2.0),
    "marks": (6.0, 8.0),
    "label_minority": (1.0, 2.0),
    "label_preferred": (1.0, 2.0),
    "label_discontinued": (1.0, 2.0),
    "label_current": (1.0, 2.0),
    "label_cost": (1.0, 2.0),
    "label_turn": (1.0, 1.9),
}
"""Evidence that does not depend on what is chosen for other lines. Name of each kind, with the strength of its prior
and the least weight (in companies) of a key that is kept."""

CAPTION_EVIDENCE = ("words", "label")
"""Kinds of `LABEL_EVIDENCE` that are the same for every line with the same caption."""

GIVEN_LABEL = (
    "label_industry",
    "label_minority",
    "label_preferred",
    "label_discontinued",
    "label_current",
    "label_cost",
    "label_turn",
    "label_place",
    "label_previous",
    "label_next",
)
"""Kinds whose ratios compare with what the same caption means elsewhere, not with how usual the concept is."""

INDUSTRY_EVIDENCE = ("industry", "label_industry")
"""Kinds of `LABEL_EVIDENCE` that need the industry of the company."""

PLACE_EVIDENCE: dict[str, tuple[float, float]] = {
    "before": (2.0, 2.0),
    "after": (2.0, 2.0),
    "place": (3.0, 2.0),
    "gap": (3.0, 2.0),
    "previous": (2.0, 2.0),
    "next": (2.0, 2.0),
    "previous2": (3.0, 3.0),
    "next2": (3.0, 3.0),
    "between": (2.0, 2.0),
    "label_place": (1.0, 1.9),
    "label_previous": (1.0, 1.9),
    "label_next": (1.0, 1.9),
}
"""Evidence from the concepts chosen so far in the same statement."""

FILING_EVIDENCE: dict[str, tuple[float, float]] = {"filing": (6.0, 8.0)}
"""Evidence from the concepts chosen so far in the whole filing."""

EVIDENCE = {**LABEL_EVIDENCE, **PLACE_EVIDENCE, **FILING_EVIDENCE}


_EDGE = ("^",)
_TURNS = 4
_MARKS = {
    "minority": vocabulary("noncontrolling minority"),
    "preferred": vocabulary("preferred preference"),
    "discontinued": vocabulary("discontinued"),
    "current": vocabulary("current"),
    "cost": vocabulary("gross cogs"),
}
"""What the captions of a filing may speak of, and the words for it."""


def marks_of(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Whether the captions of a filing speak of each of `_MARKS`: `+minority`, `-preferred` ...

    A company with minority interests reports its net income before and after them, under captions that mean something
    else elsewhere.
    """
    said = {word for sheet in sheets for line in sheet.lines for word in line.normal.split()}
    return tuple(f"{'+' if words & said else '-'}{mark}" for mark, words in _MARKS.items())


def label_keys(
    sheet: Sheet, industry: str, labels: Sequence[Sequence[str]], marks: Sequence[str]
) -> dict[str, list[tuple[str, ...]]]:
    """For each kind of `LABEL_EVIDENCE`, the keys of each line of a sheet.

    `labels` are for each line its own label in loose form, or known labels in its place; `marks` those of its filing.
    """
    lines = sheet.lines
    words = [words_of(line.normal) for line in lines]
    groups = (industry[:2],) if len(industry) > 1 else ()
    turns = _turns([line.normal for line in lines])
    count = len(lines)
    return {
        "position": [(str(20 * number // count),) for number in range(count)],
        "words": words,
        "words_before": [_EDGE, *words][:count],
        "words_after": [*words[1:], _EDGE] if words else [],
        "label": [tuple(keys) for keys in labels],
        "industry": [groups] * count,
        "label_industry": [tuple(f"{key}|{group}" for key in keys for group in groups) for keys in labels],
        "marks": [tuple(marks)] * count,
        "label_turn": [tuple(f"{key}|{turn}" for key in keys) for keys, turn in zip(labels, turns, strict=True)],
        **{
            f"label_{name}": [tuple(f"{key}|{mark}" for key in keys) for keys in labels]
            for name, mark in zip(_MARKS, marks, strict=True)
        },
    }


def _turns(captions: Sequence[str]) -> list[str]:
    """For each caption the how manieth of how many on its sheet it is: of two lines `Basic` one counts shares."""
    count = Counter(captions)
    seen: Counter[str] = Counter()
    out: list[str] = []
    for caption in captions:
        seen[caption] += 1
        out.append(f"{min(seen[caption], _TURNS)}/{min(count[caption], _TURNS)}")
    return out


class Around(NamedTuple):
    """What stands around a line: the landmarks before and after it, and the concepts of the neighbouring lines."""

    before: str
    after: str
    previous2: str
    previous: str
    next: str
    next2: str


def arounds(sheet: Sheet, concepts: Sequence[str]) -> list[Around]:
    """What stands around each line of a sheet, given the concepts chosen so far, empty for none."""
    where = places(sheet.pool, sheet.lines, concepts)
    padded = ["^", "^", *(name or "?" for name in concepts), "$", "$"]
    return [
        Around(before, after, *two_before, *two_after)
        for (before, after), two_before, two_after in zip(where, pairwise(padded), pairwise(padded[3:]), strict=False)
    ]


def place_keys(
    lines: Sequence[MappingLine], around: Sequence[Around], labels: Sequence[Sequence[str]]
) -> dict[str, list[tuple[str, ...]]]:
    """For each kind of `PLACE_EVIDENCE`, the keys of some lines with what stands around each.

    `labels` as in `label_keys`.
    """
    return {
        "before": [(each.before,) for each in around],
        "after": [(each.after,) for each in around],
        "place": [(f"{each.before} {each.after}",) for each in around],
        "gap": [
            (f"{'gap' if line.gap else 'on'} {each.before} {each.after}",)
            for line, each in zip(lines, around, strict=True)
        ],
        "previous": [(each.previous,) for each in around],
        "next": [(each.next,) for each in around],
        "previous2": [(each.previous2,) for each in around],
        "next2": [(each.next2,) for each in around],
        "between": [(f"{each.previous} {each.next}",) for each in around],
        "label_place": [
            tuple(
                part
                for key in keys
                for part in (
                    f"{key}|{each.before} {each.after}",
                    f"{key}|{each.before} -",
                    f"{key}|- {each.after}",
                )
            )
            for keys, each in zip(labels, around, strict=True)
        ],
        "label_previous": [
            tuple(f"{key}|{each.previous}" for key in keys) for keys, each in zip(labels, around, strict=True)
        ],
        "label_next": [tuple(f"{key}|{each.next}" for key in keys) for keys, each in zip(labels, around, strict=True)],
    }


@lru_cache(maxsize=16384)
def words_of(normal: str) -> tuple[str, ...]:
    """The word keys of a label: words, and pairs of neighbouring words."""
    words = content_words(normal)
    return (*words, *(f"{left}_{right}" for left, right in pairwise(words)))


# Concepts that tell what kind of company and what habits of tagging a filing has.
TELLING = vocabulary(
    """
    MinorityInterest StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest ProfitLoss
    NetIncomeLossAttributableToNoncontrollingInterest AssetsCurrent Liabilities PreferredStockValue
    TreasuryStockValue Goodwill InventoryNet GrossProfit CostsAndExpenses OperatingExpenses OperatingIncomeLoss
    NonoperatingIncomeExpense Revenues SalesRevenueNet SalesRevenueGoodsNet CostOfRevenue CostOfGoodsSold
    CostOfGoodsAndServicesSold ReceivablesNetCurrent AccountsReceivableNetCurrent Deposits
    InterestAndDividendIncomeOperating InterestExpense PremiumsEarnedNet LiabilityForFuturePolicyBenefits
    RealEstateInvestmentPropertyNet PartnersCapital PublicUtilitiesPropertyPlantAndEquipmentNet
    IncomeLossFromDiscontinuedOperationsNetOfTax IncomeLossFromContinuingOperations
    IncomeLossFromContinuingOperationsIncludingPortionAttributableToNoncontrollingInterest
    IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLossFromEquityMethodInvestments
    IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest
    DepreciationAndAmortization DepreciationDepletionAndAmortization DepreciationAmortizationAndAccretionNet
    PaymentsToAcquireProductiveAssets PaymentsToAcquirePropertyPlantAndEquipment LongTermDebtCurrent
    LongTermDebtNoncurrent LongTermDebt LongTermDebtAndCapitalLeaseObligations
    LongTermDebtAndCapitalLeaseObligationsCurrent AdditionalPaidInCapital AdditionalPaidInCapitalCommonStock
    CommonStockIncludingAdditionalPaidInCapital FiniteLivedIntangibleAssetsNet
    IntangibleAssetsNetExcludingGoodwill AvailableForSaleSecuritiesCurrent ShortTermInvestments
    MarketableSecuritiesCurrent AccruedLiabilitiesCurrent AccountsPayableCurrent AccountsPayableTradeCurrent
    AccountsPayableAndAccruedLiabilitiesCurrent IncreaseDecreaseInAccountsReceivable IncreaseDecreaseInReceivables
    IncreaseDecreaseInAccountsPayable IncreaseDecreaseInAccountsPayableTrade
    IncreaseDecreaseInAccountsPayableAndAccruedLiabilities IncreaseDecreaseInAccruedLiabilities
    IncreaseDecreaseInPrepaidDeferredExpenseAndOtherAssets PrepaidExpenseAndOtherAssetsCurrent
    PrepaidExpenseCurrent OtherAssetsCurrent OtherAssets OtherAssetsNoncurrent OtherLiabilities
    OtherLiabilitiesNoncurrent PaymentsOfDividends PaymentsOfDividendsCommonStock InterestPaid InterestPaidNet
    IncomeTaxesPaid IncomeTaxesPaidNet EarningsPerShareBasicAndDiluted OilAndGasPropertySuccessfulEffortMethodNet
    PropertyPlantAndEquipmentGross ResearchAndDevelopmentExpense SellingGeneralAndAdministrativeExpense
    GeneralAndAdministrativeExpense LaborAndRelatedExpense PolicyholderBenefitsAndClaimsIncurredNet
    NetCashProvidedByUsedInOperatingActivitiesContinuingOperations
    """
)


def filing_keys(chosen: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """The keys of `FILING_EVIDENCE`: the telling concepts of the filing, and sheet by sheet for each line its own.

    `chosen` are the concepts of the lines, sheet by sheet. What is chosen for a line and no other says nothing about
    that line: it would only confirm itself. Empty where the line has no such key.
    """
    count = Counter(name for names in chosen for name in names if name in TELLING)
    return tuple(sorted(count)), [[name if count[name] == 1 else "" for name in names] for names in chosen]
