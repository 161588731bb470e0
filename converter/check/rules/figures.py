"""Rule 40: what the figures say to each other: sums, dates, quarters, scale (Calculations 1.1; rules of the DQC)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from converter.check.rules.cover import document_type, is_periodic
from converter.check.rules.links import has_calculation
from converter.check.rules.rule import ERROR, WARNING, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converter.check.filing.view import Arc, Filing, FilingContext, InlineFact

INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4}")
HALF: Final = Decimal("0.5")
MAX_PERIODS: Final = 200
"""Periods of one concept that are compared with each other, which takes the square of their number."""
SCALE: Final = (Decimal("0.099"), Decimal(100))
DATE_TOLERANCE: Final = dt.timedelta(days=3)
OTHER_DAYS: Final = frozenset({"DocumentPeriodEndDate", "EntityCommonStockSharesOutstanding", "EntityPublicFloat"})
"""Cover items that are of another day by their nature, or that another rule looks at."""
EQUITY_METHOD: Final = "us-gaap:IncomeLossFromEquityMethodInvestments"

Interval = tuple[Decimal, Decimal]


def interval(fact: InlineFact) -> Interval | None:
    """The values that a rounded fact may stand for (Calculations 1.1, 3.1), or None where it has none."""
    if not isinstance(fact.value, Decimal):
        return None
    half = HALF.scaleb(-int(fact.decimals)) if INTEGER.fullmatch(fact.decimals) else Decimal(0)
    return fact.value - half, fact.value + half


def _meet(one: Interval, other: Interval) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


Key = tuple[str, str, str]


def _values(filing: Filing) -> dict[Key, tuple[Interval, InlineFact] | None]:
    """By concept, context and unit the interval of the facts there; None where they contradict each other."""
    found: dict[Key, tuple[Interval, InlineFact] | None] = {}
    for fact in filing.facts:
        new = interval(fact)
        key = (fact.concept, fact.context, fact.unit)
        if new is None:
            continue
        if key not in found:
            found[key] = (new, fact)
        elif (old := found[key]) is not None:
            common = (max(old[0][0], new[0]), min(old[0][1], new[1]))
            found[key] = (common, old[1]) if common[0] <= common[1] else None
    return found


def sums(filing: Filing) -> Iterator[Finding]:
    """Every total equals the sum of its items within their rounding, as DQC 0126 too asks of statements."""
    values = _values(filing)
    by_concept: dict[str, list[Key]] = {}
    for key in values:
        by_concept.setdefault(key[0], []).append(key)
    children: dict[tuple[str, str], list[Arc]] = {}
    for arc in filing.arcs("summation-item"):
        children.setdefault((arc.role, arc.parent), []).append(arc)
    for (role, parent), arcs in children.items():
        for key in by_concept.get(parent, ()):
            total = values[key]
            items = [(arc.weight or Decimal(1), values.get((arc.child, *key[1:]), ())) for arc in arcs]
            if total is None or any(item is None for _, item in items) or not any(item for _, item in items):
                continue
            low = high = Decimal(0)
            for weight, item in items:
                if item:
                    ends = sorted((item[0][0] * weight, item[0][1] * weight))
                    low, high = low + ends[0], high + ends[1]
            if not _meet(total[0], (low, high)):
                text = (
                    f"{parent} is {total[1].value:f} in context {key[1]}, its items in {role.rpartition('/')[2][:60]} "
                    f"add up to {(low + high) / 2:f}"
                )
                yield Finding(text=text, place=total[1].place, fact=total[1])


def equal_pairs(filing: Filing) -> Iterator[Finding]:
    """Total assets equal total liabilities and equity."""
    values = _values(filing)
    for (concept, context, unit), one in values.items():
        other = values.get(("us-gaap:LiabilitiesAndStockholdersEquity", context, unit))
        if concept == "us-gaap:Assets" and one is not None and other is not None and not _meet(one[0], other[0]):
            text = f"us-gaap:Assets is {one[1].value:f}, us-gaap:LiabilitiesAndStockholdersEquity {other[1].value:f}"
            yield Finding(text=text, place=one[1].place, fact=one[1])


def _contexts(filing: Filing) -> Mapping[str, FilingContext]:
    return {context.id: context for context in filing.contexts}


def quarters(filing: Filing) -> Iterator[Finding]:
    """A money amount of a period equals the amounts of the two parts that the period consists of."""
    contexts = _contexts(filing)
    series: dict[tuple[str, str, object], dict[tuple[dt.date, dt.date], tuple[Interval, InlineFact]]] = {}
    for (concept, context_id, unit), entry in _values(filing).items():
        context = contexts.get(context_id)
        known = filing.concept(concept)
        if entry is None or context is None or context.start is None or context.end is None or known is None:
            continue
        if known.type.rpartition(":")[2] == "monetaryItemType" and not context.typed:
            series.setdefault((concept, unit, context.dimensions), {})[context.start, context.end] = entry
    for (concept, _, _), entries in series.items():
        if len(entries) > MAX_PERIODS:
            continue
        for (start, end), (whole, fact) in entries.items():
            for (other_start, split), (first, _) in entries.items():
                second = entries.get((split + dt.timedelta(days=1), end)) if split < end else None
                if other_start != start or second is None:
                    continue
                parts = (first[0] + second[0][0], first[1] + second[0][1])
                if not _meet(whole, parts):
                    text = f"{concept} is {fact.value:f} for {start} to {end}, its parts add up to {sum(parts) / 2:f}"
                    yield Finding(text=text, place=fact.place, fact=fact)


def period_end(filing: Filing) -> Iterator[Finding]:
    """In a 10-K or 10-Q the context of dei:DocumentPeriodEndDate ends on that day, give or take three."""
    fact = filing.cover("DocumentPeriodEndDate")
    context = _contexts(filing).get(fact.context) if fact is not None else None
    day = _day(fact)
    if fact is None or day is None or context is None or context.end is None:
        return
    if abs(context.end - day) > DATE_TOLERANCE:
        text = f"dei:DocumentPeriodEndDate is {day}, its context ends on {context.end}"
        yield Finding(text=text, place=fact.place, fact=fact)


def _day(fact: InlineFact | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(fact.value).strip()) if fact is not None else None
    except ValueError:
        return None


def _beside_the_period(filing: Filing) -> Iterator[tuple[InlineFact, FilingContext, dt.date, dt.date]]:
    """Each fact with its context, the last day of it, and dei:DocumentPeriodEndDate; nothing where that is no day."""
    day = _day(filing.cover("DocumentPeriodEndDate"))
    contexts = _contexts(filing)
    for fact in filing.facts if day is not None else ():
        context = contexts.get(fact.context)
        if context is not None and context.end is not None and day is not None:
            yield fact, context, context.end, day


def cover_contexts(filing: Filing) -> Iterator[Finding]:
    """In a 10-K or 10-Q the contexts of cover facts end on dei:DocumentPeriodEndDate, give or take three days."""
    for fact, context, end, day in _beside_the_period(filing):
        name = fact.concept.partition(":")[2]
        plain = not context.dimensions and not context.typed
        if plain and fact.concept.startswith("dei:") and name not in OTHER_DAYS and abs(end - day) > DATE_TOLERANCE:
            text = f"{fact.concept} is of {end}, dei:DocumentPeriodEndDate is {day}"
            yield Finding(text=text, place=fact.place, fact=fact)


def after_period_end(filing: Filing) -> Iterator[Finding]:
    """In a 10-K or 10-Q no figure of a statement is of a day after dei:DocumentPeriodEndDate."""
    for fact, _, end, day in _beside_the_period(filing):
        if end > day + DATE_TOLERANCE and fact.numeric and not fact.concept.startswith("dei:"):
            text = f"{fact.concept} is of {end}, after the end of the period, {day}"
            yield Finding(text=text, place=fact.place, fact=fact)


def year_of_report(filing: Filing) -> Iterator[Finding]:
    """The cover facts of a 10-K are of about a year, unless no figure is, those of a 10-Q of at most nine months."""
    form = document_type(filing)
    contexts = _contexts(filing)
    fact = filing.cover("DocumentType")
    context = contexts.get(fact.context) if fact is not None else None
    if fact is None or context is None or context.start is None or context.end is None:
        return
    days = (context.end - context.start).days
    fits = 340 <= days <= 390 if form.startswith("10-K") and "T" not in form else days <= 290
    # A registrant of less than a year has no year to report on.
    if not fits and not (days < 340 and _is_longest(filing, context)):
        text = f"the cover of a {form} is of {days + 1} days, {context.start} to {context.end}"
        yield Finding(text=text, place=fact.place, fact=fact)


def _is_longest(filing: Filing, context: FilingContext) -> bool:
    """Whether figures are of the days of a context, and none of more days that end with it."""
    ending = {
        other.id: other.start for other in filing.contexts if other.end == context.end and other.start is not None
    }
    starts = {ending[fact.context] for fact in filing.facts if fact.numeric and fact.context in ending}
    return bool(starts) and min(starts) == context.start


def same_scale(filing: Filing) -> Iterator[Finding]:
    """Shares outstanding on the cover and on the balance sheet are of the same scale."""
    cover = [fact for fact in filing.facts if fact.concept == "dei:EntityCommonStockSharesOutstanding"]
    sheet = [fact for fact in filing.facts if fact.concept == "us-gaap:CommonStockSharesOutstanding"]
    for one in cover[:MAX_PERIODS]:
        for other in sheet[:MAX_PERIODS]:
            if not isinstance(one.value, Decimal) or not isinstance(other.value, Decimal):
                continue
            if one.value > 0 and other.value > 0 and not SCALE[0] < one.value / other.value < SCALE[1]:
                text = f"{one.concept} is {one.value:f}, {other.concept} {other.value:f}"
                yield Finding(text=text, place=one.place, fact=one)


def pretax_income(filing: Filing) -> Iterator[Finding]:
    """Pre-tax income that by its definition is before equity-method income is not summed from it."""
    for arc in filing.arcs("summation-item"):
        if arc.child == EQUITY_METHOD and arc.parent.endswith("AndIncomeLossFromEquityMethodInvestments"):
            yield Finding(text=f"{arc.parent} is summed from {arc.child}", place=arc.place, concept=arc.parent)


def has_shares(filing: Filing) -> str:
    """Why the rule on share counts does not apply."""
    names = {fact.concept for fact in filing.facts}
    wanted = {"dei:EntityCommonStockSharesOutstanding", "us-gaap:CommonStockSharesOutstanding"}
    return "" if wanted <= names else "the filing does not have both share counts"


RULES: Final = (
    row(40, "Calc 1.1", "total", ERROR, sums, has_calculation),
    row(40, "DQC 0004", "assets", ERROR, equal_pairs),
    row(40, "DQC 0005", "after-period", WARNING, after_period_end, is_periodic),
    row(40, "DQC 0006", "cover-period", WARNING, year_of_report, is_periodic),
    row(40, "DQC 0033", "cover-contexts", WARNING, cover_contexts, is_periodic),
    row(40, "DQC 0036", "period-end", WARNING, period_end, is_periodic),
    row(40, "DQC 0084", "quarters", WARNING, quarters),
    row(40, "DQC 0095", "scale", WARNING, same_scale, has_shares),
    row(40, "DQC 0119", "pretax-income", WARNING, pretax_income),
)
