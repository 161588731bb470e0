"""Signs: what the printed value has to be multiplied with to be the value of the fact.

A footing says with which weight w a printed line enters a printed total. A calculation in XBRL says with which
weight c the fact of the line's concept enters the fact of the total's concept: +1 for the same balance, -1 for the
opposite one. With `fact = sign x printed` on both sides, sign(line) = sign(total) x c x w. So one sign at the root
of each tree of sums settles all of them, and that one follows from the lines whose nature is plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary
from converter.model import StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.model import Concept, FootingTree, Line, Statement

_ADDED = ("NetIncomeLoss", "ProfitLoss", "IncomeLossFromContinuingOperations", "IncomeLossBefore")
# Supplemental cash-flow lines take part in no sum of cash.
_BESIDE = ("InterestPaid", "IncomeTaxesPaid", "CashPaidFor")
_GAIN = vocabulary("income earnings gain gains profit benefit margin recovery")
_LOSS = vocabulary("loss losses deficit")
_USED = vocabulary("used decrease")
_PROVIDED = vocabulary("provided increase generated from change")


def printed_direction(line: Line) -> int:
    """-1 where most printed values are negative, +1 where most are positive, 0 where neither."""
    values = [cell.value for cell in line.cells if cell is not None and cell.value is not None]
    balance = sum(1 for value in values if value > 0) - sum(1 for value in values if value < 0)
    return (balance > 0) - (balance < 0)


def loss_only(label: str) -> bool:
    """Whether a caption speaks of a loss and nothing else: `Net loss`, but not `Net income (loss)`."""
    words = set(normalise(label).split())
    return bool(words & _LOSS) and not words & _GAIN and "(" not in label


def _two_way(name: str) -> bool:
    """Whether a concept by its name can have either sign in the ordinary course."""
    return any(
        mark in name
        for mark in ("IncomeLoss", "ProfitLoss", "GainLoss", "IncomeExpense", "ExpenseBenefit", "IncreaseDecrease",
                     "AccumulatedDeficit", "ProvidedByUsedIn", "ProceedsFromRepayments", "ProceedsFromPayments",
                     "PaymentsForProceeds", "EarningsPerShare", "PerBasicShare", "PerDilutedShare", "EffectOfExchange",
                     "ComprehensiveIncome", "AssetsLiabilities", "OtherOperatingActivities", "CumulativeEffect",
                     "ExtraordinaryItem", "AssetsNet", "PeriodIncrease", "InterestIncomeExpenseNet")
    )  # fmt: skip


def _direction(kind: StatementKind, concept: Concept | None, *, first: bool) -> int:
    """How a concept enters the totals of its statement: +1 credit (debit in cash flows), -1 the other, 0 unknown."""
    if concept is None:
        return 0
    if not concept.balance:
        return 1 if kind is StatementKind.CASH_FLOW else 0
    local = concept.name.partition(":")[2]
    if kind is StatementKind.CASH_FLOW:
        if local.startswith(_ADDED) and first:
            return 1
        return 1 if concept.balance == "debit" else -1
    return 1 if concept.balance == "credit" else -1


def signs(statement: Statement, footing: FootingTree, concepts: Mapping[int, Concept | None]) -> dict[int, int]:
    """The sign of every line in `concepts` (line index to concept, None where there is none)."""
    kind = statement.kind
    first = min(concepts, default=0)
    start = {index for index in concepts if index - first <= 2}
    found: dict[int, int] = {}
    links = _links(footing)
    order = sorted(links, key=lambda total: -total)
    for root in order:
        if root in found:
            continue
        signed = _spread(root, 1, links, statement, concepts, start)
        overlap = [index for index in signed if index in found]
        if overlap:
            agree = sum(1 if signed[index] == found[index] else -1 for index in overlap)
            turn = 1 if agree >= 0 else -1
        else:
            turn = 1 if _naturalness(signed, statement, concepts) >= 0 else -1
        for index, sign in signed.items():
            found.setdefault(index, sign * turn)
    inverted = _net_line_sign(statement, concepts, found)
    minus = _expenses_in_parentheses(statement, concepts)
    out: dict[int, int] = {}
    for index, concept in concepts.items():
        line = statement.lines[index]
        if line.unit is not UnitKind.MONEY:
            per_share_loss = line.unit is UnitKind.PER_SHARE and loss_only(line.label) and printed_direction(line) > 0
            out[index] = -1 if per_share_loss and inverted < 0 else 1
        elif concept is None or not concept.balance:
            out[index] = _without_balance(index, concept, found, line)
        elif index in found and not _beside(concept):
            out[index] = found[index]
        else:
            out[index] = _alone(kind, line, concept, minus=minus)
    return out


def _links(footing: FootingTree) -> dict[int, list[tuple[int, int]]]:
    links: dict[int, list[tuple[int, int]]] = {}
    for sum_ in footing.footings:
        if len(sum_.terms) == 1:
            continue  # the same figure printed again, as total equity that equals total assets: no calculation
        links.setdefault(sum_.total, []).extend((term.line, term.weight) for term in sum_.terms)
    return links


def _spread(
    root: int,
    sign: int,
    links: Mapping[int, Sequence[tuple[int, int]]],
    statement: Statement,
    concepts: Mapping[int, Concept | None],
    start: set[int],
) -> dict[int, int]:
    """The signs that follow for all lines under a root, if the root has the given sign."""
    signed = {root: sign}
    open_ = [root]
    while open_:
        total = open_.pop()
        above = _facing(statement, total, concepts, start)
        for index, weight in links.get(total, ()):
            if index in signed:
                continue
            own = _facing(statement, index, concepts, start)
            contribution = above * own if above and own else (own or 1) if not above else 1
            signed[index] = signed[total] * contribution * weight
            open_.append(index)
    return signed


def _facing(statement: Statement, index: int, concepts: Mapping[int, Concept | None], start: set[int]) -> int:
    return _direction(statement.kind, concepts.get(index), first=index in start)


def _naturalness(signed: Mapping[int, int], statement: Statement, concepts: Mapping[int, Concept | None]) -> int:
    """How many plain one-way lines would be positive, less those that would be negative."""
    score = 0
    for index, sign in signed.items():
        concept = concepts.get(index)
        if concept is None or index >= len(statement.lines):
            continue
        local = concept.name.partition(":")[2]
        line = statement.lines[index]
        if not concept.balance or _two_way(local):
            if concept.balance and _two_way(local) and not loss_only(line.label):
                score += sign  # a weak vote: captions such as `Net income (loss)` keep their printed sign
            continue
        score += 3 * sign * printed_direction(line)
    return score


def _net_line_sign(statement: Statement, concepts: Mapping[int, Concept | None], found: Mapping[int, int]) -> int:
    """The sign of the net income line; -1 where a loss is printed without parentheses."""
    for index, concept in concepts.items():
        if concept is not None and concept.name.endswith((":NetIncomeLoss", ":ProfitLoss")):
            line = statement.lines[index]
            if index in found:
                return found[index]
            if loss_only(line.label) and printed_direction(line) > 0:
                return -1
    if statement.kind is StatementKind.INCOME_STATEMENT:
        return -1
    return 1


def _expenses_in_parentheses(statement: Statement, concepts: Mapping[int, Concept | None]) -> bool:
    """Whether the statement prints its plain expenses as negative amounts."""
    score = 0
    for index, concept in concepts.items():
        if concept is not None and concept.balance == "debit" and not _two_way(concept.name):
            score += printed_direction(statement.lines[index])
    return score < 0


def _beside(concept: Concept) -> bool:
    return concept.name.partition(":")[2].startswith(_BESIDE)


def _without_balance(index: int, concept: Concept | None, found: Mapping[int, int], line: Line) -> int:
    """The sign of a concept that either sign is natural for, such as net cash or the change in cash."""
    if concept is None or printed_direction(line) <= 0:
        return 1
    words = set(normalise(line.label).split())
    if (words & _USED and not words & _PROVIDED and "(" not in line.label) or loss_only(line.label):
        return found.get(index, -1)
    return 1


def _alone(kind: StatementKind, line: Line, concept: Concept, *, minus: bool) -> int:
    """The sign of a line that takes part in no proven sum."""
    local = concept.name.partition(":")[2]
    printed = printed_direction(line)
    if _beside(concept):
        return -1 if printed < 0 else 1
    if kind is StatementKind.CASH_FLOW:
        if local.startswith(_ADDED):
            return -1 if loss_only(line.label) and printed > 0 else 1
        if _two_way(local):
            return 1 if concept.balance == "debit" else -1
        return -1 if printed < 0 else 1
    if _two_way(local):
        if concept.balance == "credit" and loss_only(line.label) and printed > 0:
            return -1
        if concept.balance == "debit" and minus and printed < 0 and "benefit" not in line.label.lower():
            return -1
        return 1
    if kind is StatementKind.BALANCE_SHEET:
        return -1 if printed < 0 and _contra(local) else 1
    return -1 if printed < 0 else 1


def _contra(local: str) -> bool:
    return local.startswith(("Accumulated", "Allowance", "TreasuryStock", "Unearned", "ReceivableFrom")) or (
        "Allowance" in local or "Unamortized" in local or "AccumulatedDepreciation" in local or "Discount" in local
    )
