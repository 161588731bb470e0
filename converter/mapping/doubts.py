"""Doubts: accepted choices that other lines of the filing speak against are left for review.

What the caption says is not enough where the statement itself shows that the figure is only a part, or more, than the
concept means. The concept stays as the best guess; a person has to look. What a person decided is not doubted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from converter.mapping.decisions import DOUBTED
from converter.mapping.directions import printed_direction
from converter.mapping.labels import normalise, vocabulary
from converter.mapping.parts import parts_of
from converter.mapping.signs import is_two_way
from converter.model import Scope, StatementKind, Status, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Line, Statement

_ASSETS: Final = "us-gaap:Assets"
_BALANCE: Final = "us-gaap:LiabilitiesAndStockholdersEquity"
_LIABILITIES: Final = "us-gaap:Liabilities"
_CURRENT: Final = "us-gaap:LiabilitiesCurrent"
_NONCURRENT: Final = "us-gaap:LiabilitiesNoncurrent"
_COMMITMENTS: Final = "us-gaap:CommitmentsAndContingencies"
_MINORITY: Final = "us-gaap:NetIncomeLossAttributableToNoncontrollingInterest"
_PRETAX: Final = "us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
_RETAINED: Final = "us-gaap:RetainedEarningsAccumulatedDeficit"
_INTANGIBLES: Final = "us-gaap:IntangibleAssetsNetExcludingGoodwill"
_CLASSES: Final = {
    "us-gaap:AvailableForSaleSecurities": "available for sale",
    "us-gaap:HeldToMaturitySecurities": "held to maturity",
}
"""Concepts of all securities of a class, with the words of their captions and headings."""
_OF_OWNERS: Final = vocabulary("unrealized gain gains loss losses appreciation equity")
_COUNTED: Final = ("authorized:", "issued:", "outstanding:")
"""How a caption ends that a number of shares follows: `Shares authorized:  200,000,000`."""
_ONE_WAY: Final = frozenset({"InvestmentTaxCredit"})
_EITHER_SIGN: Final = frozenset(
    {
        "IncreaseDecreaseInAccruedCostOfOilAndGasReclamation",
        "IncreaseDecreaseInFederalFundsPurchased",
        "IncreaseDecreaseInLossAndLossAdjustmentExpenseReserve",
        "IncreaseDecreaseInReserveForCommissionsExpenseAndTaxes",
    }
)
"""By their names the increase of a liability, by their balance cash that goes out."""
_ROUNDING: Final = 2
"""Units of the last digit by which both sides of a balance sheet may differ."""


class _Contrary(NamedTuple):
    """Words that speak against a concept."""

    name: str
    """The local name of the concept; with `*` at its end how the names of several begin."""
    words: tuple[str, ...]
    """Of the normalised caption; one of them is enough."""
    reason: str
    headings: bool = False
    """Whether the words count in the heading straight above the line, too."""


_CONTRARY: Final = (
    _Contrary(
        "EarningsPerShare*",
        ("provision", "disposal", "discontinued", "extraordinary", "cumulative"),
        "the caption speaks of a part of the result",
    ),
    _Contrary(
        "CashAndCashEquivalents*",
        ("marketable securities", "short term investments"),
        "investments that are no cash equivalents are counted too",
        headings=True,
    ),
    _Contrary("IncreaseDecreaseIn*", ("paid",), "the caption speaks of what was paid, not of a change"),
    _Contrary(
        "Deposits", ("deposits by", "deposits from", "deposits of", "deposits for"), "these are not deposits at a bank"
    ),
    _Contrary(
        "RetainedEarningsAccumulatedDeficit",
        ("including accumulated other", "including other", "including unrealized"),
        "the caption speaks of more than retained earnings",
    ),
    _Contrary(
        "TreasuryStockValue",
        ("and unearned", "and deferred", "and restricted", "and other"),
        "the caption speaks of more than treasury stock",
    ),
)


def doubt(footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]]) -> None:
    """Leave for review, among what no person decided, accepted lines that the rest of the filing speaks against."""
    for (statement, tree), decisions in zip(footed, decided, strict=True):
        for index, decision in decisions.items():
            if statement.lines[index].doubt:
                _doubt(decision, statement.lines[index].doubt)
        if statement.scope is not Scope.CONSOLIDATED or statement.is_parenthetical:
            continue
        parts = parts_of(tree)
        _contradicted(statement, decisions)
        if statement.kind is StatementKind.BALANCE_SHEET:
            _unbalanced(statement, decisions)
            _one_of_two_totals(statement, decisions, parts)
            _not_all_noncurrent(decisions, parts)
            _part_of_class(statement, decisions, parts)
            _more_than_said(statement, decisions)
            _counted_commitments(statement, decisions)
        elif statement.kind is StatementKind.INCOME_STATEMENT:
            _after_minority(decisions, parts)


def doubt_signs(statement: Statement, decisions: Mapping[int, Decision], signs: Mapping[int, int]) -> None:
    """Leave for review accepted lines whose facts would be negative though their concept knows one sign.

    `InvestmentTaxCredit` is by its definition an amount taken off taxes, and by its balance an expense: in cash flows
    filers gave it either sign. Some other concepts have a name and a balance that contradict each other.
    """
    for index, decision in decisions.items():
        line = statement.lines[index]
        if decision.concept is None or decision.status is not Status.ACCEPTED or line.unit is not UnitKind.MONEY:
            continue
        name = decision.concept.name.partition(":")[2]
        one_way = bool(decision.concept.balance) and (name in _ONE_WAY or not is_two_way(name))
        if one_way and printed_direction(line) * signs[index] < 0:
            _doubt(decision, "it would be negative, which the concept is not meant for")
        elif name in _EITHER_SIGN and any(cell is not None and cell.value for cell in line.cells):
            _doubt(decision, "filers give the concept either sign: by its name an increase, by its balance a payment")


def _contradicted(statement: Statement, decisions: Mapping[int, Decision]) -> None:
    """Concepts that a word of the caption speaks against."""
    for index, decision in decisions.items():
        if decision.concept is None or decision.status is not Status.ACCEPTED:
            continue
        line = statement.lines[index]
        name = decision.concept.name.partition(":")[2]
        for each in _CONTRARY:
            if name != each.name and not (each.name.endswith("*") and name.startswith(each.name[:-1])):
                continue
            said = [normalise(line.label), *(normalise(heading) for heading in line.section[-1:] if each.headings)]
            if any(f" {words} " in f" {text} " for words in each.words for text in said):
                _doubt(decision, each.reason)


def _counted_commitments(statement: Statement, decisions: Mapping[int, Decision]) -> None:
    """`Commitments and contingencies` have no amount on the face: a figure there is something else's."""
    for index in _with(decisions, _COMMITMENTS):
        if any(cell is not None and cell.value for cell in statement.lines[index].cells):
            _doubt(decisions[index], "commitments have no amount in a balance sheet")


def _unbalanced(statement: Statement, decisions: Mapping[int, Decision]) -> None:
    """Total assets that are not the other side: one of them is the total of a part of the business, or misread."""
    assets, sides = list(_with(decisions, _ASSETS)), list(_with(decisions, _BALANCE))
    if any(_equal(statement.lines[one], statement.lines[other]) for one in assets for other in sides):
        return
    for index in (*assets, *sides) if assets and sides else ():
        _doubt(decisions[index], "total assets are another figure than liabilities and equity together")


def _equal(one: Line, other: Line) -> bool:
    """Whether two totals have the same figure in a column, or in no column both have one."""
    pairs = [
        (left.value, right.value)
        for left, right in zip(one.cells, other.cells, strict=False)
        if left is not None and right is not None and left.value is not None and right.value is not None
    ]
    return not pairs or any(
        abs(left - right) <= _ROUNDING * max(_last_digit(left), _last_digit(right)) for left, right in pairs
    )


def _last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))


def _one_of_two_totals(
    statement: Statement, decisions: Mapping[int, Decision], parts: Mapping[int, frozenset[int]]
) -> None:
    """Two totals of liabilities of which neither holds the other: each is of a part of the business."""
    for index in _with(decisions, _LIABILITIES):
        line = statement.lines[index]
        alike = [other for other in decisions if normalise(statement.lines[other].label) == normalise(line.label)]
        for other in alike if normalise(line.label) else ():
            apart = index not in parts.get(other, ()) and other not in parts.get(index, ())
            if apart and not _equal(line, statement.lines[other]):
                _doubt(decisions[index], "a total with the same caption stands beside it, with other liabilities")


def _not_all_noncurrent(decisions: Mapping[int, Decision], parts: Mapping[int, frozenset[int]]) -> None:
    """A total of long-term obligations beside deferred taxes or others that are not current either."""
    first = next(_with(decisions, _CURRENT), None)
    for index in _with(decisions, _NONCURRENT):
        if first is None or index not in parts:
            continue
        for other, decision in decisions.items():
            name = decision.concept.name if decision.concept is not None else ""
            credit = decision.concept is not None and decision.concept.balance == "credit"
            outside = (
                other > first and other != index and other not in parts[index] and index not in parts.get(other, ())
            )
            if outside and credit and name.endswith("Noncurrent") and name != _NONCURRENT:
                _doubt(decisions[index], f"{name}, which is not current either, stands outside of this total")


def _part_of_class(
    statement: Statement, decisions: Mapping[int, Decision], parts: Mapping[int, frozenset[int]]
) -> None:
    """Securities of a class that are printed on several lines: none of these is the class as a whole."""
    for name, words in _CLASSES.items():
        there = [index for index in decisions if _speaks_of(statement.lines[index], words)]
        for index in _with(decisions, name):
            others = [other for other in there if other != index and other not in parts.get(index, ())]
            if index in there and any(index not in parts.get(other, ()) for other in others):
                _doubt(decisions[index], f"other lines are {words} too, so that this one is only a part of them")


def _speaks_of(line: Line, words: str) -> bool:
    """Whether a line is an amount of securities of a class, by its caption or the heading straight above it."""
    heading = normalise(line.section[-1]) if line.section else ""
    normal = normalise(line.label)
    return (
        line.unit is UnitKind.MONEY
        and (words in normal or words in heading)
        and _OF_OWNERS.isdisjoint(f"{normal} {heading}".split())
    )


def _more_than_said(statement: Statement, decisions: Mapping[int, Decision]) -> None:
    """Captions of more than one thing, or of something else with a remark about the concept."""
    names = {each.concept.name for each in decisions.values() if each.concept is not None} - {_INTANGIBLES}
    goodwill = any("Goodwill" in name for name in names)
    for index, decision in decisions.items():
        if decision.concept is None or decision.status is not Status.ACCEPTED:
            continue
        name = decision.concept.name
        label = statement.lines[index].label
        words = normalise(label).split()
        if name == _RETAINED and words[-2:] == ["and", "other"]:
            _doubt(decision, "the caption speaks of more than retained earnings")
        elif words[:2] == ["other", "including"] and "Other" not in name:
            _doubt(decision, "the caption speaks of other items, which include these")
        elif name == _INTANGIBLES and not goodwill and words[:2] == ["intangible", "assets"]:
            _doubt(decision, "no other line has goodwill, which may be among the intangible assets")
        elif label.lower().startswith(("note and ", "notes and ")) and "Notes" not in name:
            _doubt(decision, "the caption speaks of notes too")
        elif label.lower().endswith(_COUNTED) and statement.lines[index].unit is UnitKind.MONEY:
            _doubt(decision, "the number behind the caption counts shares")


def _after_minority(decisions: Mapping[int, Decision], parts: Mapping[int, frozenset[int]]) -> None:
    """Pre-tax income from which the minority's share is taken off already."""
    minority = set(_with(decisions, _MINORITY))
    for index, decision in decisions.items():
        pretax = decision.concept is not None and decision.concept.name.startswith(_PRETAX)
        if pretax and minority & parts.get(index, frozenset()):
            _doubt(decision, "the minority's share is taken off already, which the concept does not allow for")


def _with(decisions: Mapping[int, Decision], name: str) -> Iterator[int]:
    """The lines with a concept, in their order."""
    return (
        index for index, each in sorted(decisions.items()) if each.concept is not None and each.concept.name == name
    )


def _doubt(decision: Decision, reason: str) -> None:
    if decision.status is Status.ACCEPTED and not decision.by_person:
        decision.status = Status.REVIEW
        decision.confidence = min(decision.confidence, DOUBTED)
        decision.reasons = (reason, *decision.reasons[:3])
