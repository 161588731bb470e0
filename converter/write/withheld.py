"""Facts that cannot be true, though no other fact of their concept contradicts them: they are not written.

What is withheld here would be found in the filing by whoever checks it (EFM 6.05.43, DQC 0004). The message says what
was left out and where it is printed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from converter.messages import Message, Severity
from converter.model import CellKind
from converter.taxonomy.nature import NEVER_NEGATIVE
from converter.write.conflicts import clear, place, weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.write.facts import CellFact

ASSETS: Final = "us-gaap:Assets"
BOTH_SIDES: Final = "us-gaap:LiabilitiesAndStockholdersEquity"
BASIC: Final = "us-gaap:EarningsPerShareBasic"
DILUTED: Final = "us-gaap:EarningsPerShareDiluted"
AVERAGES: Final = frozenset(
    {
        "us-gaap:WeightedAverageNumberOfSharesOutstandingBasic",
        "us-gaap:WeightedAverageNumberOfDilutedSharesOutstanding",
    }
)
_HALF: Final = Decimal("0.5")


def withhold(facts: Sequence[CellFact]) -> tuple[tuple[CellFact, ...], tuple[Message, ...]]:
    """The facts that may be true, in the same order, and a message for each line or pair that may not."""
    messages: list[Message] = []
    gone = {id(fact) for fact in _negative(facts, messages)}
    left = [fact for fact in facts if id(fact) not in gone]
    gone |= {id(fact) for fact in _unbalanced(left, messages)}
    gone |= {id(fact) for fact in _not_computed(left, messages)}
    return tuple(fact for fact in facts if id(fact) not in gone), tuple(messages)


def _negative(facts: Sequence[CellFact], messages: list[Message]) -> Iterator[CellFact]:
    """Facts of lines that come out negative though their concept cannot be.

    Either the concept is wrong or the sign: `Increase (decrease) in long-term borrowings` is no repayment of debt. A
    line that is positive in most columns keeps those.
    """
    lines: dict[tuple[int, int], list[CellFact]] = {}
    for fact in facts:
        if fact.line.concept.name in NEVER_NEGATIVE:
            lines.setdefault((fact.line.statement, fact.line.line.index), []).append(fact)
    for line in lines.values():
        negative = [fact for fact in line if fact.value < 0]
        if not negative:
            continue
        wrong = negative if 2 * len(negative) < len(line) else line
        first = negative[0]
        name = first.line.concept.name
        text = f"{first.line.line.label!r} would be a negative {name}, {first.value:,f} at {first.period}"
        messages.append(_message("write.negative", f"{text}; {_told(len(wrong))}", first))
        yield from wrong


def _not_computed(facts: Sequence[CellFact], messages: list[Message]) -> Iterator[CellFact]:
    """Dashes for average shares, and for diluted earnings of a year that has basic ones: nothing was computed.

    No company has an average of no shares; before 1997 fully diluted earnings were shown where they differed.
    """
    earned = {(fact.context, fact.unit.id) for fact in facts if fact.line.concept.name == BASIC and fact.value}
    for fact in facts:
        name = fact.line.concept.name
        dash = not fact.value and fact.cell.kind is CellKind.DASH
        if dash and (name in AVERAGES or (name == DILUTED and (fact.context, fact.unit.id) in earned)):
            text = f"{fact.line.line.label!r} has a dash for {name} at {fact.period}, which is no amount of nothing"
            messages.append(
                _message("write.not-computed", f"{text}; {_told(1)}", fact, "nothing, or correct the mapping")
            )
            yield fact


def _unbalanced(facts: Sequence[CellFact], messages: list[Message]) -> Iterator[CellFact]:
    """Total assets, or total liabilities and equity, or both, where they differ by more than their rounding."""
    sides: dict[object, dict[str, list[CellFact]]] = {}
    for fact in facts:
        if fact.line.concept.name in (ASSETS, BOTH_SIDES):
            found = sides.setdefault((fact.context, fact.unit.id), {})
            found.setdefault(fact.line.concept.name, []).append(fact)
    for pair in sides.values():
        if len(pair) < 2 or _equal(pair[ASSETS][0], pair[BOTH_SIDES][0]):
            continue
        ranked = sorted(pair.values(), key=weight)
        wrong = ranked[1] if clear(ranked[0], ranked[1]) else [*ranked[0], *ranked[1]]
        one, other = pair[ASSETS][0], pair[BOTH_SIDES][0]
        text = (
            f"{ASSETS} is {one.value:,f} ({place(one.cell.span)}) and {BOTH_SIDES} {other.value:,f} "
            f"({place(other.cell.span)}) at {one.period}; {_told(len(wrong))}"
        )
        messages.append(_message("write.unbalanced", text, wrong[0]))
        yield from wrong


def _equal(one: CellFact, other: CellFact) -> bool:
    return abs(one.value - other.value) <= _HALF.scaleb(-one.decimals) + _HALF.scaleb(-other.decimals)


def _told(count: int) -> str:
    return f"{count} fact{'' if count == 1 else 's'} left out"


_WRONG: Final = "the concept or the sign of the line is wrong; see the ledger for other candidates"


def _message(code: str, text: str, fact: CellFact, hint: str = _WRONG) -> Message:
    return Message(
        code=code,
        severity=Severity.WARNING,
        text=text,
        span=fact.cell.span,
        concept=fact.line.concept.name,
        hint=hint,
    )
