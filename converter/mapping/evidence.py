"""The kinds of evidence about a line that are counted: place, neighbours, words, company."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import accumulate, chain, pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from converter.mapping.labels import content_words, vocabulary
from converter.mapping.places import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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


_T = TypeVar("_T")
_EDGE = "^"
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


class Keys(NamedTuple):
    """The keys that one kind of evidence about some lines is counted by, line by line, each after its pool."""

    counts: Sequence[int]
    """How many keys each line has."""
    keys: Sequence[str]

    def by_line(self) -> Iterator[Sequence[str]]:
        """The keys of each line."""
        return (self.keys[end - count : end] for count, end in zip(self.counts, accumulate(self.counts), strict=True))


def joined(parts: Sequence[Keys]) -> Keys:
    """The keys of the lines of several sheets, one below the other."""
    return Keys([count for each in parts for count in each.counts], [key for each in parts for key in each.keys])


_NO_KEYS = Keys((), ())


def label_keys(sheet: Sheet, industry: str, labels: Sequence[Sequence[str]], marks: Sequence[str]) -> dict[str, Keys]:
    """For each kind of `LABEL_EVIDENCE`, the keys of each line of a sheet.

    `labels` are for each line its own label in loose form, or known labels in its place; `marks` those of its filing.
    """
    pool, count = sheet.pool, len(sheet.lines)
    words = [word_keys(pool, line.normal) for line in sheet.lines]
    sizes = [len(each) for each in words]
    said = list(chain.from_iterable(words))
    edge = f"{pool} {_EDGE}"
    turns = _turns([line.normal for line in sheet.lines])
    known = [len(keys) for keys in labels]
    heads = [f"{pool} {key}" for keys in labels for key in keys]
    groups = (industry[:2],) if len(industry) > 1 else ()
    return {
        "position": Keys([1] * count, [f"{pool} {20 * number // count}" for number in range(count)]),
        "words": Keys(sizes, said),
        "words_before": Keys([1, *sizes[:-1]], [edge, *said[: len(said) - sizes[-1]]]) if count else _NO_KEYS,
        "words_after": Keys([*sizes[1:], 1], [*said[sizes[0] :], edge]) if count else _NO_KEYS,
        "label": Keys(known, heads),
        "industry": Keys([len(groups)] * count, [f"{pool} {group}" for group in groups] * count),
        "label_industry": Keys(
            [each * len(groups) for each in known], [f"{head}|{group}" for head in heads for group in groups]
        ),
        "marks": Keys([len(marks)] * count, [f"{pool} {mark}" for mark in marks] * count),
        "label_turn": Keys(known, [f"{head}|{turn}" for head, turn in zip(heads, _each(turns, known), strict=True)]),
        **{
            f"label_{name}": Keys(known, [f"{head}|{mark}" for head in heads])
            for name, mark in zip(_MARKS, marks, strict=True)
        },
    }


def _each(values: Sequence[_T], counts: Sequence[int]) -> Iterator[_T]:
    """Each value as often as its count says."""
    return chain.from_iterable(map(repeat, values, counts))


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
    pool: str, lines: Sequence[MappingLine], around: Sequence[Around], labels: Sequence[Sequence[str]]
) -> dict[str, Keys]:
    """For each kind of `PLACE_EVIDENCE`, the keys of some lines of a pool with what stands around each.

    `labels` as in `label_keys`.
    """
    once = [1] * len(lines)
    known = [len(keys) for keys in labels]
    heads = [f"{pool} {key}" for keys in labels for key in keys]
    placed = list(zip(heads, _each(around, known), strict=True))
    return {
        "before": Keys(once, [f"{pool} {each.before}" for each in around]),
        "after": Keys(once, [f"{pool} {each.after}" for each in around]),
        "place": Keys(once, [f"{pool} {each.before} {each.after}" for each in around]),
        "gap": Keys(
            once,
            [
                f"{pool} {'gap' if line.gap else 'on'} {each.before} {each.after}"
                for line, each in zip(lines, around, strict=True)
            ],
        ),
        "previous": Keys(once, [f"{pool} {each.previous}" for each in around]),
        "next": Keys(once, [f"{pool} {each.next}" for each in around]),
        "previous2": Keys(once, [f"{pool} {each.previous2}" for each in around]),
        "next2": Keys(once, [f"{pool} {each.next2}" for each in around]),
        "between": Keys(once, [f"{pool} {each.previous} {each.next}" for each in around]),
        "label_place": Keys(
            [3 * count for count in known],
            [
                key
                for head, each in placed
                for key in (
                    f"{head}|{each.before} {each.after}",
                    f"{head}|{each.before} -",
                    f"{head}|- {each.after}",
                )
            ],
        ),
        "label_previous": Keys(known, [f"{head}|{each.previous}" for head, each in placed]),
        "label_next": Keys(known, [f"{head}|{each.next}" for head, each in placed]),
    }


@lru_cache(maxsize=16384)
def word_keys(pool: str, normal: str) -> tuple[str, ...]:
    """The word keys of a label: words, and pairs of neighbouring words."""
    words = content_words(normal)
    return (*(f"{pool} {word}" for word in words), *(f"{pool} {left}_{right}" for left, right in pairwise(words)))


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
