"""Signs: what the printed value has to be multiplied with to be the value of the fact.

A footing says with which weight w a printed line enters a printed total. A calculation in XBRL says with which
weight c the fact of the line's concept enters the fact of the total's concept: +1 for the same balance, -1 for the
opposite one. With `fact = sign x printed` on both sides, sign(line) = sign(total) x c x w. So one sign at the root
of each tree of sums settles all of them, and that one follows from the lines whose nature is plain.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from converter.mapping.directions import (
    is_inflow_less_outflow,
    is_turned,
    loss_only,
    printed_direction,
    sign_of_payments,
)
from converter.mapping.labels import normalise, vocabulary
from converter.model import StatementKind, Status, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from converter.model import Concept, FootingTree, Line, Statement

RESULTS = frozenset(
    {
        "NetIncomeLoss",
        "ProfitLoss",
        "IncomeLossFromContinuingOperations",
        "IncomeLossFromContinuingOperationsIncludingPortionAttributableToNoncontrollingInterest",
    }
)
"""What a cash flow starts from, wherever it starts: a reconciliation may stand below the statement."""
_ADDED = ("NetIncomeLoss", "ProfitLoss", "IncomeLossFromContinuingOperations", "IncomeLossBefore")
# Supplemental cash-flow lines take part in no sum of cash.
_BESIDE = ("InterestPaid", "IncomeTaxesPaid", "CashPaidFor")
_TWO_WAY = re.compile(
    "|".join(
        [
            "IncomeLoss",
            "ProfitLoss",
            "GainLoss",
            "GainsLosses",
            "LossGain",
            "IncomeExpense",
            "ExpenseIncome",
            "ExpenseBenefit",
            "IncreaseDecrease",
            "DecreaseIncrease",
            "AccumulatedDeficit",
            "ProvidedByUsedIn",
            "ProceedsFromRepayments",
            "ProceedsFromPayments",
            "PaymentsForProceeds",
            "PaymentsProceeds",
            "ReceiptsPayments",
            "EarningsPerShare",
            "PerBasicShare",
            "PerDilutedShare",
            "EffectOfExchange",
            "ComprehensiveIncome",
            "AssetsLiabilities",
            "LiabilitiesAssets",
            "OtherOperatingActivities",
            "OtherFinancingActivities",
            "OtherInvestingActivities",
            "CumulativeEffect",
            "Extraordinary",
            "AssetsNet",
            "PeriodIncrease",
            "StockholdersEquity",
            "PartnersCapital",
            "MembersEquity",
            "MinorityInterest",
            "GrossProfit",
            "InvestmentIncome",
            "TaxCredit",
            "Translation",
            "Unrealized",
            "AmortizationOf",
            "Accretion",
            "Adjustment",
            "NetChange",
            "InterestIncomeExpense",
            "Recovery",
            "Recoveries",
            "NoncashI",
            "DeferredIncomeTaxes",
            "Equity",
        ]
    )
)
_CAPITALIZED = (
    "InterestCostsCapitalized",
    "InterestCostsIncurredCapitalized",
    "PublicUtilitiesAllowanceForFundsUsedDuringConstructionCapitalizedInterest",
)
"""Amounts capitalised (debit), which lower the interest of the period where a statement shows them."""
_DISCONTINUED = ":IncomeLossFromDiscontinuedOperations"
_CONTINUING = RESULTS - {"NetIncomeLoss", "ProfitLoss"}
_FIRST_LINES = 2
# Totals that are never negative settle the sign of their tree, whatever a large deficit below them says.
_ROOTS = (":Assets", ":LiabilitiesAndStockholdersEquity", ":AssetsCurrent", ":Liabilities", ":LiabilitiesCurrent")
_REVENUES = (":Revenues", ":SalesRevenueNet")
_EQUITY = (":StockholdersEquity", ":RetainedEarningsAccumulatedDeficit", ":PartnersCapital", ":MembersEquity")
_NET_ASSETS = ":AssetsNet"
_GUESSED = 0.3
"""Of a hundred concepts that are left for review with less confidence fifteen are right."""
_OWN = "ext:"
_CERTAIN = 50
_PLAIN = 10
_USED = vocabulary("used decrease")
_PROVIDED = vocabulary("provided increase generated from change")


def is_guess(status: str, confidence: float) -> bool:
    """Whether a line's concept is so unsure that it says next to nothing about the sign of other lines."""
    return status == Status.REVIEW and confidence < _GUESSED


@lru_cache(maxsize=16384)
def is_two_way(name: str) -> bool:
    """Whether a concept by its name can have either sign in the ordinary course."""
    return _TWO_WAY.search(name) is not None


def balance_of(concept: Concept) -> str:
    """The side on which an amount stands in the statements: that of the concept, or of interest that it takes off."""
    return "credit" if concept.name.endswith(_CAPITALIZED) else concept.balance


@lru_cache(maxsize=16384)
def _direction(kind: StatementKind, name: str, balance: str, *, first: bool) -> int:
    """How a concept enters the totals of its statement: +1 credit (debit in cash flows), -1 the other, 0 unknown."""
    if not balance:
        return 1 if kind is StatementKind.CASH_FLOW else 0
    local = name.partition(":")[2]
    if kind is StatementKind.CASH_FLOW:
        if local in RESULTS or (local.startswith(_ADDED) and first):
            return 1
        return 1 if balance == "debit" else -1
    return 1 if balance == "credit" else -1


def effects(
    statement: Statement,
    footing: FootingTree,
    concepts: Mapping[int, Concept | None],
    guessed: Set[int] = frozenset(),
) -> dict[int, int]:
    """For every line that takes part in a proven sum: +1 where its printed value adds to credit, -1 where to debit.

    In a cash flow it is +1 where it adds to cash. This is arithmetic; concepts only settle the root of each tree, those
    of `guessed` lines with the weakest of votes.
    """
    start = _start(concepts)
    links = _links(footing)
    found: dict[int, int] = {}
    for root in sorted(links, reverse=True):
        if root in found:
            continue
        spread = _spread(root, _facing(statement, root, concepts, start) or 1, links)
        overlap = [index for index in spread if index in found]
        if overlap:
            agree = sum(1 if spread[index] == found[index] else -1 for index in overlap)
            turn = 1 if agree >= 0 else -1
        else:
            turn = 1 if _naturalness(spread, statement, concepts, start, guessed) >= 0 else -1
        for index, effect in spread.items():
            found.setdefault(index, effect * turn)
    return found


def signs(
    statement: Statement,
    footing: FootingTree,
    concepts: Mapping[int, Concept | None],
    guessed: Set[int] = frozenset(),
) -> dict[int, int]:
    """The sign of every line in `concepts` (line index to concept, None where there is none).

    A series of preferred stock taken for current assets must not turn all that it adds up to: what is `guessed` says
    next to nothing about the others.
    """
    kind = statement.kind
    start = _start(concepts)
    totals = footing.above
    found: dict[int, int] = {}
    for index, effect in effects(statement, footing, concepts, guessed).items():
        # A line without a balance of its own is looked at as its total is, or the total of that.
        facing = _facing(statement, index, concepts, start)
        facing = facing or _facing(statement, known_above(kind, index, totals, concepts), concepts, start) or 1
        found[index] = effect * facing
    inverted = _net_line_sign(statement, concepts, found)
    minus = _expenses_in_parentheses(statement, concepts)
    continuing = kind is StatementKind.CASH_FLOW and any(
        concept is not None and concept.name.partition(":")[2] in _CONTINUING
        for concept in (concepts.get(index) for index in start)
    )
    out: dict[int, int] = {}
    for index, concept in concepts.items():
        line = statement.lines[index]
        if line.unit is not UnitKind.MONEY:
            per_share_loss = line.unit is UnitKind.PER_SHARE and loss_only(line.label) and printed_direction(line) > 0
            # "Before extraordinary loss" is an income beside a loss.
            named = per_share_loss and loss_only(line.label.lower().partition("before")[0])
            turned = per_share_loss and (inverted < 0 or (named and _is_of_losses(statement, concepts, line)))
            out[index] = -1 if turned else 1
        elif concept is None:
            out[index] = found.get(index, 1)
        elif _DISCONTINUED in concept.name and loss_only(line.label):
            # Taken off where the statement begins with continuing operations, added back where with net income.
            out[index] = -1 if printed_direction(line) > 0 else 1
        elif _DISCONTINUED in concept.name and continuing:
            out[index] = -1 if is_turned(line.label) else 1  # added to what continues, a loss in parentheses
        elif concept.name.endswith(_NET_ASSETS):
            out[index] = 1  # as printed, be they assets less liabilities or the parts of equity added up
        elif not concept.balance:
            out[index] = _without_balance(index, found, line)
        elif index in found and not _beside(concept):
            out[index] = found[index]
        else:
            out[index] = _alone(kind, line, concept, minus=minus)
    return out


def known_above(
    kind: StatementKind, index: int, totals: Mapping[int, int], concepts: Mapping[int, Concept | None]
) -> int:
    """The nearest total above a line whose concept says which side it is on; -1 for none.

    The net cash of an activity has no balance: what adds to it adds to cash.
    """
    seen = {index}
    while (index := totals.get(index, -1)) not in seen:
        concept = concepts.get(index)
        if index < 0 or (concept is not None and (concept.balance or kind is StatementKind.CASH_FLOW)):
            return index
        seen.add(index)
    return -1


def _start(concepts: Mapping[int, Concept | None]) -> set[int]:
    first = min(concepts, default=0)
    return {index for index in concepts if index - first <= _FIRST_LINES}


def _links(footing: FootingTree) -> dict[int, list[tuple[int, int]]]:
    links: dict[int, list[tuple[int, int]]] = {}
    for sum_ in footing.footings:
        if len(sum_.terms) == 1:
            continue  # the same figure printed again, as total equity that equals total assets: no calculation
        links.setdefault(sum_.total, []).extend((term.line, term.weight) for term in sum_.terms)
    return links


def _spread(root: int, effect: int, links: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, int]:
    """The effects of all lines under a root that has the given effect."""
    spread = {root: effect}
    open_ = [root]
    while open_:
        total = open_.pop()
        for index, weight in links.get(total, ()):
            if index not in spread:
                spread[index] = spread[total] * weight
                open_.append(index)
    return spread


def _facing(statement: Statement, index: int, concepts: Mapping[int, Concept | None], start: set[int]) -> int:
    concept = concepts.get(index)
    if concept is None:
        return 0
    return _direction(statement.kind, concept.name, balance_of(concept), first=index in start)


def _naturalness(
    spread: Mapping[int, int],
    statement: Statement,
    concepts: Mapping[int, Concept | None],
    start: set[int],
    guessed: Set[int],
) -> int:
    """How many plain one-way lines would be positive, less those that would be negative."""
    score = 0
    for index, effect in spread.items():
        concept = concepts.get(index)
        if concept is None or not concept.balance or concept.name.startswith(_OWN):
            continue  # the balance of a concept of the company's own follows from the others'
        sign = effect * _facing(statement, index, concepts, start)
        line = statement.lines[index]
        if index in guessed:
            score += sign * printed_direction(line)
        elif concept.name.endswith(_ROOTS):
            score += _CERTAIN * sign * printed_direction(line)
        elif concept.name.endswith(_REVENUES):
            score += _CERTAIN * sign  # printed as they are, whatever the lines summed into them are taken for
        elif concept.name.endswith(_EQUITY) and not loss_only(line.label):
            score += _PLAIN * sign  # what is owned is printed as it is, with parentheses where it is a deficit
        elif is_two_way(concept.name):
            # A weak vote: captions such as `Net income (loss)` keep their printed sign. A cash flow prints what adds
            # to cash, so that `Accounts receivable (35)` is a receivable that grew, in a table below it too.
            vote = effect if statement.kind is StatementKind.CASH_FLOW else sign
            score += 0 if loss_only(line.label) else vote
        else:
            score += 3 * sign * printed_direction(line)
    return score


def _net_line_sign(statement: Statement, concepts: Mapping[int, Concept | None], found: Mapping[int, int]) -> int:
    """The sign of the net income line; -1 where a loss is printed without parentheses."""
    for index, concept in concepts.items():
        if concept is not None and concept.name.endswith((":NetIncomeLoss", ":ProfitLoss")):
            line = statement.lines[index]
            if index in found:
                return found[index]
            return -1 if loss_only(line.label) and printed_direction(line) > 0 else 1
    if statement.kind is StatementKind.INCOME_STATEMENT:
        return -1
    return 1


def _is_of_losses(statement: Statement, concepts: Mapping[int, Concept | None], line: Line) -> bool:
    """Whether net income is printed negative wherever a line has a figure: `(637)` over `Net loss per share  $0.03`."""
    nets = (
        statement.lines[index]
        for index, concept in concepts.items()
        if concept is not None and concept.name.endswith((":NetIncomeLoss", ":ProfitLoss"))
    )
    net = next(nets, None)
    if net is None:
        return False
    results = [result for result, cell in zip(net.cells, line.cells, strict=True) if cell is not None and cell.value]
    return all(result is not None and result.value is not None and result.value < 0 for result in results)


def _expenses_in_parentheses(statement: Statement, concepts: Mapping[int, Concept | None]) -> bool:
    """Whether the statement prints its plain expenses as negative amounts."""
    score = 0
    for index, concept in concepts.items():
        if concept is not None and balance_of(concept) == "debit" and not is_two_way(concept.name):
            score += printed_direction(statement.lines[index])
    return score < 0


def _beside(concept: Concept) -> bool:
    return concept.name.partition(":")[2].startswith(_BESIDE)


def _without_balance(index: int, found: Mapping[int, int], line: Line) -> int:
    """The sign of a concept that either sign is natural for, such as net cash or the change in cash.

    `Net cash used in investing activities   460` is negative where no sum says so, too.
    """
    if printed_direction(line) <= 0:
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
        return sign_of_payments(line, printed)
    if kind is StatementKind.CASH_FLOW:
        if local.startswith(_ADDED):
            return -1 if loss_only(line.label) and printed > 0 else 1
        if is_two_way(local):
            return _without_balance(line.index, {}, line) if concept.balance == "debit" else -1
        if concept.balance == "credit" and is_inflow_less_outflow(line.label):
            return -1
        return -1 if printed < 0 and not is_inflow_less_outflow(line.label) else 1
    if is_two_way(local):
        if concept.balance == "credit" and (is_turned(line.label) or (loss_only(line.label) and printed > 0)):
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
