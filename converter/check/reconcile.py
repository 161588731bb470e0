"""Financial Data Schedules against the facts of the statements: a second opinion on both, and never a source of facts.

The schedule (EX-27) was keyed in beside the text, by the filer's software or by hand: it often states a wrong
multiplier, another period or a gross figure. So a difference is a question, and a likely cause is named with it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import replace as dataclass_replace
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.check.reconcile_facts import FactIndex, amount, equal, grain, in_period, printed_grain
from converter.check.reconcile_lines import PrintedLines
from converter.check.reconcile_tags import tags_of
from converter.messages import Message, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.check.reconcile_lines import Run
    from converter.check.reconcile_tags import ScheduleTag
    from converter.model import Fact, FinancialDataSchedule, Report, ScheduleColumn, ScheduleValue

_POWERS = (-1, 1, -2, 2, -3, 3)
_ROUNDING = 2
"""So many units of the last digit may be due to rounding: EX-27 was often keyed from unrounded books."""
_MOST_TERMS = 8
_LEAST_DIGITS = 3
"""A number with fewer digits is met under other concepts by chance."""
_FEW = 3


class Outcome(StrEnum):
    """What the comparison of one value says."""

    AGREEMENT = "agreement"
    DIFFERENCE = "difference"
    NOT_FOUND = "not found"
    NOT_COMPARED = "not compared"


class Cause(StrEnum):
    """The likely cause of a difference."""

    MULTIPLIER = "multiplier"
    SIGN = "sign"
    ROUNDING = "rounding"
    GROSS_OR_NET = "gross or net"
    PERIOD = "another period"
    RESTATED = "restated"
    SUM = "several lines added"
    OTHER_LINE = "another line"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One value of a schedule beside the facts of the statements."""

    value: ScheduleValue
    outcome: Outcome
    fact: Fact | None = None
    """The fact that agrees, or the one that comes nearest to what the tag asks for."""
    cause: Cause = Cause.UNKNOWN
    power: int = 0
    """With the cause `multiplier`: the schedule is 1000 to this power times the statement."""
    text: str = ""
    """What is to be said about it, in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One column of a schedule, compared value by value; zeros, which mostly mean "not given", are left out."""

    schedule: FinancialDataSchedule
    column: ScheduleColumn
    article: str
    """As printed, or the one that the tags belong to."""
    comparisons: tuple[Comparison, ...]

    def count(self, outcome: Outcome) -> int:
        """How many values came out so."""
        return sum(each.outcome is outcome for each in self.comparisons)


def reconcile(
    schedules: Sequence[FinancialDataSchedule], report: Report
) -> tuple[tuple[Reconciliation, ...], tuple[Message, ...]]:
    """Every column of every schedule compared with the facts of the report, and messages on whole schedules."""
    table = tags_of(report.taxonomy)
    index, printed = FactIndex(report), PrintedLines(report)
    found: list[Reconciliation] = []
    messages: list[Message] = []
    for schedule in schedules:
        article = _article(schedule, table)
        if _is_of_another(schedule, report):
            text = f"This schedule is of another registrant: {schedule.name or 'no name'} ({schedule.cik})"
            messages.append(
                Message(code="reconcile.other-registrant", severity=Severity.INFO, text=text, span=schedule.span)
            )
        for column in schedule.columns:
            each = Reconciliation(
                schedule=schedule,
                column=column,
                article=article,
                comparisons=_compare_all(column, article, table, index, printed),
            )
            if (power := _power_off(each)) is not None:
                meant = _compare_all(_rescaled(column, power, table, article), article, table, index, printed)
                pairs = zip(each.comparisons, meant, strict=True)
                each = dataclass_replace(each, comparisons=tuple(_beside_multiplier(*pair, power) for pair in pairs))
                messages.append(_multiplier_off(each, power))
            found.append(each)
    return tuple(found), tuple(messages)


def _article(schedule: FinancialDataSchedule, table: Mapping[tuple[str, str], ScheduleTag]) -> str:
    articles = sorted({article for article, _ in table})
    printed = schedule.article.lstrip("0")
    tags = {value.tag for column in schedule.columns for value in column.values}
    if printed in articles or not tags:
        return printed
    # Article 6 has few tags in common with the others: no table is forced on it.
    shared = {article: sum((article, tag) in table for tag in tags) for article in articles}
    best = max(articles, key=lambda article: shared[article], default=printed)
    return best if shared.get(best, 0) * 2 > len(tags) else printed


def _is_of_another(schedule: FinancialDataSchedule, report: Report) -> bool:
    cik, own = schedule.cik.lstrip("0"), report.entity.identifier.lstrip("0")
    return bool(cik) and cik.isdigit() and own.isdigit() and cik != own


def _power_off(result: Reconciliation) -> int | None:
    """The power of 1,000 that most values of a schedule are off by: its multiplier is not the one that it states."""
    powers = Counter(each.power for each in result.comparisons if each.cause is Cause.MULTIPLIER)
    (power, count), *_ = powers.most_common(1) or [(0, 0)]
    return power if count >= _FEW and count > result.count(Outcome.AGREEMENT) else None


def _multiplier_off(result: Reconciliation, power: int) -> Message:
    count = sum(each.power == power for each in result.comparisons)
    text = (
        f"{count} values of this schedule are {1000 ** abs(power):,} times "
        f"{'what the statements say' if power > 0 else 'too small'}: "
        f"its multiplier{'' if result.schedule.multiplier else ', which it does not state,'} is off"
    )
    return Message(code="reconcile.multiplier", severity=Severity.WARNING, text=text, span=result.schedule.span)


def _rescaled(
    column: ScheduleColumn, power: int, table: Mapping[tuple[str, str], ScheduleTag], article: str
) -> ScheduleColumn:
    """The column with the multiplier that its values were meant with; what is per share has none."""
    factor = Decimal(1000) ** -power
    values = (
        value
        if (tag := table.get((article, value.tag))) is not None and tag.per_share
        else replace(value, full=value.full * factor)
        for value in column.values
    )
    return replace(column, values=tuple(values))


def _beside_multiplier(stated: Comparison, meant: Comparison, power: int) -> Comparison:
    """What else is to be said of a value whose schedule is off by a power of 1,000 as a whole."""
    if stated.outcome in (Outcome.AGREEMENT, Outcome.NOT_COMPARED) or stated.power == power:
        return stated
    if meant.outcome is Outcome.AGREEMENT and meant.fact is not None:
        return _difference(stated.value, meant.fact, Cause.MULTIPLIER, _times(power), power)
    text = meant.text
    if meant.outcome is Outcome.DIFFERENCE:
        text = f"{text}, with the multiplier put right" if text else "more than the multiplier is off"
    return dataclass_replace(meant, value=stated.value, text=text)


# --- one value --------------------------------------------------------------------------------------------------------


def _compare_all(
    column: ScheduleColumn,
    article: str,
    table: Mapping[tuple[str, str], ScheduleTag],
    index: FactIndex,
    printed: PrintedLines,
) -> tuple[Comparison, ...]:
    return tuple(
        _compare(value, table.get((article, value.tag)), column, index, printed)
        for value in column.values
        if value.value
    )


def _compare(
    value: ScheduleValue,
    tag: ScheduleTag | None,
    column: ScheduleColumn,
    index: FactIndex,
    printed: PrintedLines,
) -> Comparison:
    if tag is None or not (tag.concepts or tag.lines):
        text = "filers compose this tag in ways of their own"
        return Comparison(value=value, outcome=Outcome.NOT_COMPARED, text=text)
    known = index.of((*tag.concepts, *tag.lines), per_share=tag.per_share)
    near = [fact for fact in known if in_period(fact, column, instant=tag.instant)]
    for fact in near:
        if _same(value.full, fact, value, either_sign=tag.either_sign):
            return Comparison(value=value, outcome=Outcome.AGREEMENT, fact=fact)
    explained = next(_causes(value, tag, known, near, column, index), None)
    if explained is not None:
        return explained
    defining = [fact for fact in near if fact.concept.removeprefix("us-gaap:") in tag.concepts]
    other = _other_line(value, tag, column, index)
    run = None if tag.per_share else printed.adding_up_to(value, column, instant=tag.instant)
    if defining:
        fact = defining[0]
        if fact.period in index.restated:
            return _difference(value, fact, Cause.RESTATED, "the statement's column is marked as restated")
        if other is not None:
            return _difference(value, other, Cause.OTHER_LINE, f"{fact.concept} is {amount(fact):,}")
        if run is not None:
            return _difference(value, run.fact, Cause.SUM, _together(run))
        return _difference(value, fact, Cause.UNKNOWN, "")
    if other is not None:
        text = f"the value stands at {other.concept}"
        return Comparison(value=value, outcome=Outcome.NOT_FOUND, fact=other, cause=Cause.OTHER_LINE, text=text)
    if run is not None:
        return _difference(value, run.fact, Cause.SUM, _together(run))
    text = f"the nearest line, {near[0].concept}, is {amount(near[0]):,}" if near else f"no such line: {tag.reason}"
    return Comparison(value=value, outcome=Outcome.NOT_FOUND, text=text)


def _same(expected: Decimal, fact: Fact, value: ScheduleValue, *, either_sign: bool) -> bool:
    found, step = amount(fact), grain(value, fact)
    if not found:  # a few dollars beside a printed dash are no agreement of figures in thousands
        return False
    return equal(expected, found, step) or (either_sign and equal(-expected, found, step))


def _difference(value: ScheduleValue, fact: Fact, cause: Cause, text: str, power: int = 0) -> Comparison:
    return Comparison(value=value, outcome=Outcome.DIFFERENCE, fact=fact, cause=cause, text=text, power=power)


def _causes(
    value: ScheduleValue,
    tag: ScheduleTag,
    known: Sequence[Fact],
    near: Sequence[Fact],
    column: ScheduleColumn,
    index: FactIndex,
) -> Iterator[Comparison]:
    """The differences that have an explanation, the likeliest first."""
    for fact in near:
        if amount(fact) and equal(-value.full, amount(fact), grain(value, fact)):
            yield _difference(value, fact, Cause.SIGN, "the same figure with the other sign")
    if not tag.per_share:
        yield from _off_by_thousands(value, near)
    for fact in near:
        step = grain(value, fact)
        if abs(abs(value.full) - abs(amount(fact))) <= _ROUNDING * step < abs(value.full):
            yield _difference(
                value, fact, Cause.ROUNDING, f"the figures differ by {abs(value.full) - abs(amount(fact)):,}"
            )
    for fact in near:
        for name, part in _parts(tag, column, index):
            for figure, word in ((part, "before"), (-part, "after")):
                if equal(value.full, amount(fact) + figure, grain(value, fact)):
                    yield _difference(value, fact, Cause.GROSS_OR_NET, f"the schedule is {word} {name}")
    for fact in known:
        if not in_period(fact, column, instant=tag.instant) and _same(
            value.full, fact, value, either_sign=tag.either_sign
        ):
            yield _difference(value, fact, Cause.PERIOD, f"the statements print it for {fact.period}")
    for one, two in combinations(near[:_MOST_TERMS], 2):
        if one.concept != two.concept and equal(value.full, amount(one) + amount(two), grain(value, one)):
            yield _difference(value, one, Cause.SUM, f"{one.concept} and {two.concept} together")


def _parts(tag: ScheduleTag, column: ScheduleColumn, index: FactIndex) -> Iterator[tuple[str, Decimal]]:
    """What can stand between gross and net: facts of the statements, and a neighbour in the schedule itself."""
    for fact in index.of(tag.less, per_share=tag.per_share):
        if in_period(fact, column, instant=tag.instant):
            yield fact.concept, abs(amount(fact))
    neighbour = column.get(tag.less_tag) if tag.less_tag else None
    if neighbour is not None and neighbour.value:
        yield f"its own {neighbour.tag}", abs(neighbour.full)


def _off_by_thousands(value: ScheduleValue, near: Sequence[Fact]) -> Iterator[Comparison]:
    for power in _POWERS:
        factor = Decimal(1000) ** -power
        for fact in near:
            step = max(printed_grain(value) * factor, Decimal(1).scaleb(-(fact.decimals or 0)))
            if step < abs(amount(fact)) and equal(abs(value.full) * factor, abs(amount(fact)), step):
                yield _difference(value, fact, Cause.MULTIPLIER, _times(power), power)


def _times(power: int) -> str:
    return f"the schedule is {1000 ** abs(power):,} times too {'large' if power > 0 else 'small'}"


def _together(run: Run) -> str:
    return f"{run.length} lines of the statement, {run.first}-{run.last}, come to it"


def _other_line(value: ScheduleValue, tag: ScheduleTag, column: ScheduleColumn, index: FactIndex) -> Fact | None:
    """A fact of another concept with the value, where the value has digits enough to be no chance."""
    if len(str(value.value.copy_abs().normalize()).strip("0").replace(".", "")) < _LEAST_DIGITS:
        return None
    return next(
        (
            fact
            for fact in index.all(per_share=tag.per_share)
            if in_period(fact, column, instant=tag.instant)
            and _same(value.full, fact, value, either_sign=tag.either_sign)
        ),
        None,
    )
