"""Amounts that follow from facts: growth, margins and tax rates, differences and sums."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from converter.narrative import cues
from converter.narrative.outcome import AmountKind
from converter.narrative.periods import months_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from converter.model import Fact, Period
    from converter.narrative.captions import Caption, Captions, Hit
    from converter.narrative.outcome import Amount

_HALF: Final = Decimal("0.5")
_HUNDRED: Final = 100
_REVENUE: Final = ("Revenue", "SalesRevenue")
_TAX: Final = ("IncomeTaxExpenseBenefit",)
_PRETAX: Final = ("IncomeLossFromContinuingOperationsBeforeIncomeTaxes", "IncomeLossBeforeIncomeTaxes")


class Derivation(NamedTuple):
    """How an amount follows from facts."""

    reason: str
    facts: tuple[str, ...]


def derive(
    amount: Amount, around: str, hits: Sequence[Hit], captions: Captions, periods: Collection[Period]
) -> Derivation | None:
    """The derivation of an amount, or None; `hits` are the lines that its words speak of, `periods` what may be meant.

    `around` is the text around the amount, whose words say what kind of derivation can be meant.
    """
    lines = [hit.caption for hit in hits]
    if amount.kind is AmountKind.PERCENT:
        if cues.TAX_RATE.search(around):
            return next(_ratios(amount, _named(captions, _TAX), _named(captions, _PRETAX), periods), None)
        if cues.CHANGE.search(around):
            return next(_changes(amount, lines, relative=True), None)
        if cues.MARGIN.search(around):
            return next(_ratios(amount, lines, _named(captions, _REVENUE), periods), None)
        return None
    if amount.kind in (AmountKind.MONEY, AmountKind.PER_SHARE) and cues.CHANGE.search(around):
        return next(_changes(amount, lines, relative=False), None)
    return None


def summed(amount: Amount, hits: Sequence[Hit], periods: Collection[Period]) -> Derivation | None:
    """The sum of two or three lines that the words name side by side; a line that prints nothing then adds nothing."""
    lines = list({hit.caption.key: hit.caption for hit in hits}.values())
    if not 2 <= len(lines) <= 3:
        return None
    for period in sorted(periods, key=str):
        facts = [fact for line in lines for fact in line.facts if fact.period == period][: len(lines)]
        values = [fact.value for fact in facts if isinstance(fact.value, Decimal)]
        if values and equal(amount, sum(values, Decimal(0))):
            names = " and ".join(f"{line.label!r}" for line in lines)
            blank = "" if len(facts) == len(lines) else ", of which not all print a figure then"
            return Derivation(f"the sum of {names} at {period}{blank}", tuple(fact.id for fact in facts))
    return None


def equal(amount: Amount, value: Decimal, decimals: int | None = None) -> bool:
    """Whether a value is the amount within the rounding of the print, or of the fact where that is coarser."""
    coarsest = amount.decimals if decimals is None else min(amount.decimals, decimals)
    return abs(abs(value) - amount.value) <= _HALF.scaleb(-coarsest)


def _changes(amount: Amount, lines: Iterable[Caption], *, relative: bool) -> Iterator[Derivation]:
    """Changes from a period to a later one of the same length."""
    for line in lines:
        for later in line.facts:
            for earlier in line.facts:
                if not _comparable(later, earlier):
                    continue
                new, old = later.value, earlier.value
                if not isinstance(new, Decimal) or not isinstance(old, Decimal) or (relative and not old):
                    continue
                change = (new - old) / abs(old) * _HUNDRED if relative else new - old
                if change and equal(amount, change):
                    reason = f"the change of {line.label!r} from {earlier.period} to {later.period}"
                    yield Derivation(reason, (later.id, earlier.id))


def _comparable(later: Fact, earlier: Fact) -> bool:
    return later.period.end > earlier.period.end and months_of(later.period) == months_of(earlier.period)


def _ratios(
    amount: Amount, above: Iterable[Caption], below: Sequence[Caption], periods: Collection[Period]
) -> Iterator[Derivation]:
    for line in above:
        for fact in line.facts:
            for base in below:
                for other in base.facts:
                    if other.period != fact.period or (periods and fact.period not in periods):
                        continue
                    if not isinstance(fact.value, Decimal) or not isinstance(other.value, Decimal) or not other.value:
                        continue
                    if equal(amount, fact.value / other.value * _HUNDRED):
                        reason = f"{line.label!r} over {base.label!r} of {fact.period}"
                        yield Derivation(reason, (fact.id, other.id))


def _named(captions: Captions, starts: tuple[str, ...]) -> list[Caption]:
    return [line for line in captions.lines if line.concept.rpartition(":")[2].startswith(starts)]
