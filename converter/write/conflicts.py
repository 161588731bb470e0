"""Facts that say different things about the same concept, context and unit: found, weighed and reported.

Two facts of one concept, period and unit agree when they are equal within their decimals (EFM 6.05.12). Where they do
not, at most one of them can be right, and writing both would make a filing that contradicts itself.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.write.facts import STATUS_ORDER

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from converter.messages import Span
    from converter.write.facts import CellFact

_HALF = Decimal("0.5")


def agree(first: CellFact, second: CellFact) -> bool:
    """Whether the values are equal after rounding to the coarser of both decimals."""
    if first.decimals == second.decimals:
        return first.value == second.value
    return abs(first.value - second.value) <= _HALF.scaleb(-min(first.decimals, second.decimals))


def settle(facts: Sequence[CellFact]) -> tuple[tuple[CellFact, ...], tuple[Message, ...]]:
    """The facts that can be written together, in the same order, and a message for each conflict.

    First line against line within a statement: one concept for two lines that print different figures is an error of
    the mapping, so that all facts of the weaker line go. Then fact against fact across statements. Sides that differ
    in sign only are told apart by what the concept can be. Else the side with the better status stays, else the one
    with more lines behind it, else that with clearly more confidence. Across statements the balance sheet then has
    the word on balances (filers round cash differently in the cash flow), and a full statement over an extract of it,
    such as a computation of ratios. Where nothing tells the sides apart, neither is written.
    """
    messages: list[Message] = []
    dropped: set[int] = set()
    sizes = Counter(fact.line.statement for fact in facts)
    keys = [_key(fact) for fact in facts]
    told = Counter(keys)
    again = [fact for fact, key in zip(facts, keys, strict=True) if told[key] > 1]  # most facts stand alone
    _contest(again, facts, dropped, messages, sizes, whole_line=True)
    _contest(again, facts, dropped, messages, sizes, whole_line=False)
    return tuple(fact for fact in facts if id(fact) not in dropped), tuple(messages)


def _key(fact: CellFact) -> tuple[str, str, str]:
    """Concept, context and unit: facts that are equal in these say the same, or contradict each other."""
    return fact.line.concept.name, fact.context, fact.unit.id


def _contest(
    again: Sequence[CellFact],
    facts: Sequence[CellFact],
    dropped: set[int],
    messages: list[Message],
    sizes: Mapping[int, int],
    *,
    whole_line: bool,
) -> None:
    groups: dict[Hashable, list[CellFact]] = {}
    lines: dict[tuple[int, int], list[CellFact]] = {}
    for fact in again:
        if id(fact) not in dropped:
            groups.setdefault((fact.line.statement if whole_line else -1, *_key(fact)), []).append(fact)
    for group in groups.values():
        if len(group) < 2:
            continue
        alive = [fact for fact in group if id(fact) not in dropped]
        sides = _sides(alive)
        if len(sides) < 2:
            continue
        ranked = sorted(sides, key=weight)
        winner = _right_way_up(ranked)
        if winner is None and clear(ranked[0], ranked[1]):
            winner = ranked[0]
        if winner is None and not whole_line:
            winner = _at_home(ranked, sizes)
        losers = [fact for side in ranked if side is not winner for fact in side]
        for fact in losers:
            # The columns of one line that contradict each other (a period printed twice) condemn only themselves.
            same_line = all(each.line.line.index == fact.line.line.index for each in alive)
            gone = [fact]
            if whole_line and not same_line:
                lines = lines or _by_line(facts)  # few filings have a conflict
                gone = lines[_place(fact)]
            dropped.update(id(each) for each in gone)
        messages.append(_message(ranked, winner))


def _place(fact: CellFact) -> tuple[int, int]:
    return fact.line.statement, fact.line.line.index


def _by_line(facts: Sequence[CellFact]) -> dict[tuple[int, int], list[CellFact]]:
    lines: dict[tuple[int, int], list[CellFact]] = {}
    for fact in facts:
        lines.setdefault(_place(fact), []).append(fact)
    return lines


def _sides(facts: Sequence[CellFact]) -> list[list[CellFact]]:
    sides: list[list[CellFact]] = []
    for fact in facts:
        side = next((each for each in sides if all(agree(fact, other) for other in each)), None)
        if side is None:
            sides.append([fact])
        else:
            side.append(fact)
    return sides


def weight(side: Sequence[CellFact]) -> tuple[int, int, float]:
    """What speaks for a side, the strongest first: its best status, the lines behind it, their confidence."""
    best = min(STATUS_ORDER[fact.line.mapped.status] for fact in side)
    lines = set(map(_place, side))
    return best, -len(lines), -max(fact.line.mapped.confidence for fact in side)


_CLEARLY = 0.1
"""A difference of calibrated confidence that is worth more than chance."""


def clear(first: Sequence[CellFact], second: Sequence[CellFact]) -> bool:
    """Whether more speaks for the first side than for the second, and not by chance."""
    one, two = weight(first), weight(second)
    return one[:2] < two[:2] or two[2] - one[2] > _CLEARLY


_TWO_SIDED = re.compile(
    "IncomeLoss|ProfitLoss|GainLoss|IncreaseDecrease|ExpenseBenefit|IncomeExpense|ProvidedByUsedIn|Equity|PerShare"
    "|AccumulatedDeficit|Comprehensive"
)
"""Names of concepts that may be negative as well as positive."""


def _right_way_up(sides: Sequence[Sequence[CellFact]]) -> Sequence[CellFact] | None:
    """The side whose sign is right where two sides differ in nothing else; None where they do.

    A concept that may have either sign (net income or loss) is as printed, and the side that turned the sign is wrong;
    any other (dividends paid) is positive.
    """
    if len(sides) != 2 or sides[0][0].value != -sides[1][0].value:
        return None
    one, two = sides
    if _TWO_SIDED.search(one[0].line.concept.name) and one[0].line.mapped.sign != two[0].line.mapped.sign:
        return one if one[0].line.mapped.sign == 1 else two
    return one if one[0].value > 0 else two


_LARGER = 2
"""How many times as many facts as another a statement has that is the full one of the two."""


def _at_home(sides: Sequence[Sequence[CellFact]], sizes: Mapping[int, int]) -> Sequence[CellFact] | None:
    """The side that is printed where its concept belongs, or None."""
    on_balance_sheet = [side for side in sides if any(fact.column_is_instant for fact in side)]
    if len(on_balance_sheet) == 1:
        return on_balance_sheet[0]
    ranked = sorted(sides, key=lambda side: -max(sizes[fact.line.statement] for fact in side))
    first, second = (max(sizes[fact.line.statement] for fact in side) for side in ranked[:2])
    return ranked[0] if first >= _LARGER * second else None


def _message(sides: Sequence[Sequence[CellFact]], winner: Sequence[CellFact] | None) -> Message:
    first, second = (winner or sides[0])[0], next(side[0] for side in sides if side is not (winner or sides[0]))
    what = f"{first.line.concept.name} at {first.period}"
    both = f"{_shown(first)} and {_shown(second)}"
    fate = "neither is tagged" if winner is None else f"only {place(first.cell.span)} is tagged"
    return Message(
        code="write.contradiction",
        severity=Severity.WARNING,
        text=f"{what} is printed as {both}; {fate}",
        span=(second if winner else first).cell.span,
        concept=first.line.concept.name,
        hint="see the ledger for other candidates of these lines",
    )


def _shown(fact: CellFact) -> str:
    return f"{fact.value:,f} ({fact.line.line.label[:60]!r}, {place(fact.cell.span)})"


def place(span: Span) -> str:
    """Where something is printed, in words."""
    return f"line {span}"
