"""Consistency over the statements of a filing: figures that are the same figure have the same concept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converter.mapping.activities import settle_activities
from converter.mapping.decisions import DOUBTED, SURE
from converter.mapping.labels import normalise
from converter.mapping.sections import is_opening
from converter.model import LineRole, Scope, StatementKind, Status, UnitKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from converter.mapping.decisions import Decision
    from converter.model import Concept, FootingTree, Line, Statement
    from converter.taxonomy.release import Taxonomy

_BOTTOM = frozenset({"NetIncomeLoss", "ProfitLoss"})
_CASH = frozenset(
    {
        "CashAndCashEquivalentsAtCarryingValue",
        "Cash",
        "CashAndDueFromBanks",
        "CashCashEquivalentsAndShortTermInvestments",
        "CashCashEquivalentsAndFederalFundsSold",
    }
)
_ASSETS = "us-gaap:Assets"
_BALANCE = "us-gaap:LiabilitiesAndStockholdersEquity"
_TREASURY = "us-gaap:TreasuryStockValue"
_EQUITY = "us-gaap:StockholdersEquity"
_BEFORE_TREASURY = "us-gaap:StockholdersEquityBeforeTreasuryStock"
_PROPERTY_NET = "us-gaap:PropertyPlantAndEquipmentNet"
_PROPERTY_GROSS = "us-gaap:PropertyPlantAndEquipmentGross"
_DEPRECIATION = "us-gaap:AccumulatedDepreciationDepletionAndAmortizationPropertyPlantAndEquipment"


class _Figure(NamedTuple):
    """A figure of a statement that others repeat."""

    concept: Concept
    end: dt.date
    start: dt.date | None
    value: Decimal
    """Without its sign."""
    sure: bool
    """Whether its line is accepted."""


def agree(
    footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]], taxonomy: Taxonomy
) -> None:
    """Settle, among what the model decided, lines that repeat a figure of another line.

    The last total of a balance sheet that equals its total assets is the total of liabilities and equity, whatever
    its caption (often none), and a sum without a caption of its own that equals liabilities and equity is that of the
    assets. The net income that opens a cash flow, or is added to equity, is that of the income statement, the cash at
    the end of a cash flow that of the balance sheet, and what its activities add up to the change in cash. A sum of
    equity from which treasury stock is still taken off is not yet equity, and property from which accumulated
    depreciation is taken off is gross.
    """
    parts = [
        (statement, decisions)
        for (statement, _), decisions in zip(footed, decided, strict=True)
        if statement.scope is Scope.CONSOLIDATED
    ]
    for (statement, tree), decisions in zip(footed, decided, strict=True):
        if statement.scope is Scope.CONSOLIDATED and statement.kind is StatementKind.BALANCE_SHEET:
            _assets(statement, tree, decisions, taxonomy)
            _other_side(statement, decisions, taxonomy)
            _before_treasury(statement, tree, decisions, taxonomy)
            _gross_property(tree, decisions, taxonomy)
        if statement.scope is Scope.CONSOLIDATED and statement.kind is StatementKind.CASH_FLOW:
            settle_activities(tree, decisions, taxonomy)
    results = list(_figures(parts, StatementKind.INCOME_STATEMENT, _BOTTOM))
    balances = list(_figures(parts, StatementKind.BALANCE_SHEET, _CASH))
    for statement, decisions in parts:
        if statement.kind in (StatementKind.CASH_FLOW, StatementKind.EQUITY):
            _follow(statement, decisions, _BOTTOM, results, "the net income of the income statement")
        if statement.kind is StatementKind.CASH_FLOW:
            _follow(statement, decisions, _CASH, balances, "the cash of the balance sheet")


def _assets(statement: Statement, tree: FootingTree, decisions: Mapping[int, Decision], taxonomy: Taxonomy) -> None:
    concept = taxonomy.concept(_ASSETS)
    if concept is None:
        return
    balance = next((index for index, each in sorted(decisions.items()) if _is(each, _BALANCE)), None)
    values = _values(statement.lines[balance]) if balance is not None else ()
    taken = [index for index, each in decisions.items() if _is(each, _ASSETS)]
    printed = {value for value in values if value is not None}
    if any(decisions[index].by_person for index in taken):
        return
    right = [index for index in taken if printed & set(_values(statement.lines[index]))]
    same = right or [
        footing.total
        for footing in tree.footings
        if values and footing.total < (balance or 0) and _values(statement.lines[footing.total]) == values
    ]
    parts = [decisions[index] for index in taken if index not in right]
    if len(set(same)) != 1 or same[0] not in decisions or (right and not parts):
        return
    decision = decisions[same[0]]
    nameless = normalise(statement.lines[same[0]].label) in {"", "total"}
    if not right and not (nameless and decision.decided_by == "model"):
        return
    for each in parts:
        each.concept, each.status, each.decided_by = None, Status.EXTENSION, "model"
        each.reasons = ("the assets of a part of the business: another sum equals liabilities and equity",)
    if nameless and decision.decided_by == "model":
        decision.settle(concept, "the sum of what stands above it, equal to liabilities and equity in every column")


def _other_side(statement: Statement, decisions: Mapping[int, Decision], taxonomy: Taxonomy) -> None:
    total = next((index for index, each in sorted(decisions.items()) if _is(each, _ASSETS)), None)
    concept = taxonomy.concept(_BALANCE)
    if total is None or concept is None:
        return
    values = _values(statement.lines[total])
    same = [index for index in decisions if index > total and _values(statement.lines[index]) == values]
    if not same or not values or any(_is(each, _BALANCE) for each in decisions.values() if each.confidence >= SURE):
        return
    last = max(same)
    words = set(normalise(statement.lines[last].label).split())
    if words & {"equity", "assets"} and "liabilities" not in words:
        return  # a balance sheet without liabilities: the owners' share is all there is
    decision = decisions[last]
    if decision.decided_by == "model" and statement.lines[last].role is not LineRole.HEADING:
        for index, each in decisions.items():
            if index != last and each.decided_by == "model" and _is(each, _BALANCE):
                each.concept, each.status = None, Status.UNTAGGED
        decision.settle(concept, "the last figure of the balance sheet, equal to total assets in every column")


def _before_treasury(
    statement: Statement, tree: FootingTree, decisions: Mapping[int, Decision], taxonomy: Taxonomy
) -> None:
    before, equity = taxonomy.concept(_BEFORE_TREASURY), taxonomy.concept(_EQUITY)
    sums = {footing.total for footing in tree.footings if len(footing.terms) > 1}
    minority = any(each.concept is not None and "MinorityInterest" in each.concept.name for each in decisions.values())
    for footing in tree.footings:
        lines = [term.line for term in footing.terms]
        treasury = [line for line in lines if line in decisions and _is(decisions[line], _TREASURY)]
        first = lines[0] if lines else -1
        if not treasury or first not in sums or first > min(treasury) or first not in decisions:
            continue
        inner, outer = decisions[first], decisions.get(footing.total)
        words = set(normalise(statement.lines[first].label).split())
        said = inner.decided_by == "model" and (words <= {"total"} or "equity" in words)
        if inner.by_person or not (said or _is(inner, _EQUITY)):
            continue
        if words <= {"total"} and any(line != first and line not in treasury for line in lines):
            # Translation adjustments, say, are added below: they are not in the sum either.
            inner.concept, inner.status = before, Status.REVIEW
            inner.confidence = min(inner.confidence, DOUBTED)
            inner.reasons = ("a sum of equity from which more than treasury stock stands apart below",)
            continue
        inner.settle(before, "a sum of equity from which treasury stock is taken off below")
        words = set(normalise(statement.lines[footing.total].label).split())
        if outer is not None and not outer.by_person and "equity" in words and not minority:
            outer.settle(equity, "the sum of equity after treasury stock is taken off")


def _gross_property(tree: FootingTree, decisions: Mapping[int, Decision], taxonomy: Taxonomy) -> None:
    """`Subtotal` or no caption at all: what accumulated depreciation is taken off, to give net property, is gross.

    The depreciation is that of property too, not of real estate that a few lines of land and buildings may look like.
    """
    for footing in tree.footings:
        net = decisions.get(footing.total)
        lines = [term.line for term in footing.terms]
        if (
            net is None
            or not _is(net, _PROPERTY_NET)
            or len(lines) != 2
            or not all(each in decisions for each in lines)
        ):
            continue
        gross, taken = decisions[lines[0]], decisions[lines[1]]
        if taken.concept is None or "AccumulatedDepreciation" not in taken.concept.name:
            continue
        for part, name, reason in (
            (gross, _PROPERTY_GROSS, "less accumulated depreciation it is net property"),
            (taken, _DEPRECIATION, "taken off property, it gives net property"),
        ):
            if part.decided_by == "model" and part.status is not Status.ACCEPTED:
                part.settle(taxonomy.concept(name), reason)


def _is(decision: Decision, name: str) -> bool:
    return decision.concept is not None and decision.concept.name == name


def _values(line: Line) -> tuple[Decimal | None, ...]:
    return tuple(None if cell is None else cell.value for cell in line.cells)


def _printed(line: Line) -> set[Decimal]:
    return {value for value in _values(line) if value}


def _figures(
    parts: Sequence[tuple[Statement, Mapping[int, Decision]]], kind: StatementKind, names: frozenset[str]
) -> Iterator[_Figure]:
    """Every figure with one of the concepts in statements of a kind."""
    for statement, decisions in parts:
        if statement.kind is not kind:
            continue
        for index, decision in decisions.items():
            concept = decision.concept
            if concept is None or concept.name.partition(":")[2] not in names:
                continue
            line = statement.lines[index]
            for column, cell in zip(statement.columns, line.cells, strict=False):
                if cell is not None and cell.value:
                    value = abs(cell.value).scaleb(line.scale)
                    sure = decision.status is Status.ACCEPTED
                    yield _Figure(concept, column.period.end, column.period.start, value, sure)


def _follow(
    statement: Statement,
    decisions: Mapping[int, Decision],
    names: frozenset[str],
    figures: Sequence[_Figure],
    what: str,
) -> None:
    lines = [
        (index, decision)
        for index, decision in sorted(decisions.items())
        if decision.concept is not None
        and decision.concept.name.partition(":")[2] in names
        and statement.lines[index].unit is UnitKind.MONEY
    ]
    for index, _ in lines:
        line = statement.lines[index]
        same = None if is_opening(line.label) else _same(statement, line, figures)
        if same is None:
            continue
        # Below the cash at the end of the year some print short-term investments, and both together.
        own, printed = decisions[index].concept, _printed(line)
        for other, decision in lines:
            goes_with = decision.concept == own or not printed.isdisjoint(_printed(statement.lines[other]))
            told = same.sure and decision.status is Status.REVIEW
            if goes_with and not decision.by_person and (told or decision.concept != same.concept):
                decision.concept = same.concept
                decision.reasons = (f"the same figure as {what}", *decision.reasons[:3])
                if told:
                    decision.status, decision.confidence = Status.ACCEPTED, SURE
        return


def _same(statement: Statement, line: Line, figures: Sequence[_Figure]) -> _Figure | None:
    """The first figure that a line repeats, of a concept that it repeats in every period that both are printed for.

    A bank's cash flow may end with cash and federal funds sold together: in a year without any, that is the cash of the
    balance sheet.
    """
    equal: list[_Figure] = []
    differ: set[str] = set()
    for column, cell in zip(statement.columns, line.cells, strict=False):
        if cell is None or not cell.value:
            continue
        value = abs(cell.value).scaleb(line.scale)
        period = (column.period.start, None)
        there = [each for each in figures if each.end == column.period.end and each.start in period]
        found = [each for each in there if each.value == value]
        equal += found
        differ |= {each.concept.name for each in there} - {each.concept.name for each in found}
    return next((each for each in equal if each.concept.name not in differ), None)
