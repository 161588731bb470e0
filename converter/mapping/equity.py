"""Statements of changes in equity that list the components one below the other.

There is a `Balance, June 30` under each: of common stock, of retained earnings, of translation adjustments. The caption
alone says equity as a whole, and is wrong for all but one; but the balance sheet prints the same figure for the same
day. And what changes several components (`Issuance of stock` under common stock and under paid-in capital) is printed
in parts, of which none is the change as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary
from converter.mapping.sections import is_opening
from converter.model import Scope, StatementKind, Status, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from converter.mapping.decisions import Decision
    from converter.model import FootingTree, Line, Statement

_EQUITY = frozenset(
    {
        "us-gaap:StockholdersEquity",
        "us-gaap:StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
    }
)
_NO_COMPONENT = _EQUITY | {"us-gaap:MinorityInterest"}
"""What the captions of balances are likeliest called, whatever heading they stand under."""
_BALANCE = vocabulary("balance balances beginning ending end")
"""Words of captions of balances: `Balance, June 30`, `Ending balance`, `At end of year`."""


def settle_equity(footed: Sequence[tuple[Statement, FootingTree]], decided: Sequence[Mapping[int, Decision]]) -> None:
    """Settle, among what the model decided, balances that are called equity as a whole and are not, and parts.

    Where one line of the balance sheet has the same amounts on the same days, its concept counts, also for the other
    balances below the same heading. Where none has, what is not the balance sheet's equity is not called so.
    """
    parts = [
        (statement, decisions)
        for (statement, _), decisions in zip(footed, decided, strict=True)
        if statement.scope is Scope.CONSOLIDATED
    ]
    sheet: dict[tuple[dt.date, Decimal], list[Decision]] = defaultdict(list)
    totals: dict[dt.date, dict[Decimal, Decision]] = defaultdict(dict)
    for statement, decisions in parts:
        if statement.kind is StatementKind.BALANCE_SHEET:
            for index, decision in decisions.items():
                for day, amount in _figures(statement, statement.lines[index]):
                    sheet[day, amount].append(decision)
                    if decision.concept is not None and decision.concept.name in _EQUITY:
                        totals[day].setdefault(amount, decision)
    for statement, decisions in parts:
        if statement.kind is not StatementKind.EQUITY:
            continue
        _set_parts_aside(statement, decisions)
        balances = _balances_by_component(statement, decisions)
        stacked = {index for found in balances for index in found} if len(balances) > 1 else set()
        proven: set[int] = set()
        for index, decision in decisions.items():
            line = statement.lines[index]
            if decision.decided_by != "model":
                proven.add(index)
                continue
            if not (_is_open(decision, line) or index in stacked):
                continue
            known = [each for each in _figures(statement, line) if each[0] in totals]
            whole = [totals[day].get(amount) for day, amount in known]
            if any(each is not None for each in whole):
                _follow(decision, whole)
                proven.add(index)
            elif known and _settle(decision, [sheet.get(each, []) for each in known]):
                proven.add(index)
        if stacked:
            for found in balances:
                _agree([decisions[index] for index in found], [decisions[index] for index in found if index in proven])


def _set_parts_aside(statement: Statement, decisions: Mapping[int, Decision]) -> None:
    """No concept for changes whose caption stands under other components too."""
    sections: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for index in decisions:
        line = statement.lines[index]
        sections[normalise(line.label)].add(line.section)
    for index, decision in decisions.items():
        normal = normalise(statement.lines[index].label)
        is_part = len(sections[normal]) > 1 and normal not in {"", "total"} and "balance" not in normal
        if is_part and decision.decided_by == "model" and decision.concept is not None:
            decision.concept, decision.status = None, Status.UNTAGGED
            decision.reasons = ("a part of a change: the same caption stands under another component too",)


def _balances_by_component(statement: Statement, decisions: Mapping[int, Decision]) -> list[list[int]]:
    """The lines that are balances, below each heading that has several."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in decisions:
        line = statement.lines[index]
        if line.section and line.unit is UnitKind.MONEY and _is_balance(line):
            found[line.section].append(index)
    return [indexes for indexes in found.values() if len(indexes) > 1]


def _agree(balances: Sequence[Decision], proven: Sequence[Decision]) -> None:
    """One concept for all balances of a component, that which the balance sheet gives one of them; none without it."""
    named = {decision.concept.name: decision for decision in proven if decision.concept is not None}
    one = next(iter(named.values())) if len(named) == 1 else None
    for decision in balances:
        if decision.decided_by != "model" or (one is not None and decision.concept is one.concept):
            continue
        if one is not None and decision not in proven:
            decision.concept, decision.status, decision.confidence = one.concept, one.status, one.confidence
            decision.reasons = ("the other balance of this component has it",)
        elif one is None and decision.concept is not None and decision.concept.name in _NO_COMPONENT:
            decision.concept, decision.status = None, Status.UNTAGGED
            decision.reasons = ("a balance of one of several components, which the balance sheet does not show",)


def _is_open(decision: Decision, line: Line) -> bool:
    """Whether a line is called equity as a whole, or is a balance of which nobody is sure what it is of."""
    if decision.concept is not None and decision.concept.name in _EQUITY:
        return True
    unsure = decision.status in (Status.REVIEW, Status.EXTENSION, Status.UNTAGGED)
    return unsure and _is_balance(line)


def _is_balance(line: Line) -> bool:
    return not _BALANCE.isdisjoint(normalise(line.label).split())


def _figures(statement: Statement, line: Line) -> Iterator[tuple[dt.date, Decimal]]:
    """The day and the size of every balance of a line of money."""
    if line.unit is not UnitKind.MONEY:
        return
    for column, cell in zip(statement.columns, line.cells, strict=False):
        if cell is not None and cell.value:
            start = column.period.start
            before = start is not None and is_opening(line.label)
            day = start - dt.timedelta(days=1) if before and start is not None else column.period.end
            yield day, abs(cell.value).scaleb(line.scale)


def _follow(decision: Decision, whole: Sequence[Decision | None]) -> None:
    """The concept and the status that the balance sheet's equity has, for a line that repeats it on every day."""
    first = whole[0]
    called_equity = decision.concept is not None and decision.concept.name in _EQUITY
    if first is not None and called_equity and all(each is first for each in whole):
        if first.status is Status.ACCEPTED or decision.concept != first.concept:
            decision.reasons = ("the same figure as the equity of the balance sheet", *decision.reasons[:3])
        decision.concept = first.concept
        if first.status is Status.ACCEPTED:
            decision.status, decision.confidence = first.status, first.confidence


def _settle(decision: Decision, same: Sequence[Sequence[Decision]]) -> bool:
    """The decision for the only line of the balance sheet that has all figures, and whether one has them.

    Equity as a whole for none.
    """
    held = [each for each in same[0] if all(any(each is other for other in others) for others in same[1:])]
    concept = held[0].concept if len(held) == 1 else None
    if concept is not None:
        decision.concept, decision.status, decision.confidence = concept, held[0].status, held[0].confidence
        decision.reasons = ("the same figure on the same day as in the balance sheet",)
    elif decision.concept is not None and decision.concept.name in _NO_COMPONENT:
        decision.concept, decision.status = None, Status.UNTAGGED
        decision.reasons = ("equity as a whole is another figure in the balance sheet",)
    return concept is not None
