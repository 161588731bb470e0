"""Rules 19 to 25: values, decimals, duplicates, signs and text (EFM 6.05)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from converter.check.filing.transformations import is_known
from converter.check.rules.rule import ERROR, WARNING, Finding, row
from converter.taxonomy.nature import NEVER_NEGATIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.check.filing.view import Filing, InlineFact

SIGN_OR_CURRENCY: Final = re.compile(r"[-+()$\u20ac\u00a3\u00a5\u2212\u2013\u2014]")
INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4}")
HALF: Final = Decimal("0.5")


def _shown(fact: InlineFact) -> str:
    value = f"{fact.value:f}" if isinstance(fact.value, Decimal) else str(fact.value)
    return value if len(value) <= 60 else f"{value[:60]}..."


def _places(fact: InlineFact) -> int | None:
    """The decimals of a fact; None where every digit counts or nothing sensible is said."""
    return int(fact.decimals) if INTEGER.fullmatch(fact.decimals) else None


def consistent(filing: Filing) -> Iterator[Finding]:
    """Facts of the same concept, context and unit agree within their decimals."""
    groups: dict[tuple[str, str, str, str], list[InlineFact]] = {}
    for fact in filing.facts:
        groups.setdefault((fact.concept, fact.context, fact.unit, "" if fact.numeric else fact.lang), []).append(fact)
    for facts in groups.values():
        if len(facts) > 1 and not _agree(facts):
            values = ", ".join(dict.fromkeys(map(_shown, facts[:5])))
            for fact in facts:
                text = f"{fact.concept} in context {fact.context} has values that contradict each other: {values}"
                yield Finding(text=text, place=fact.place, fact=fact)


def _agree(facts: Sequence[InlineFact]) -> bool:
    if any(fact.nil for fact in facts):
        return all(fact.nil for fact in facts)
    if not facts[0].numeric:
        return len({" ".join(str(fact.value).split()) for fact in facts if fact.value is not None}) <= 1
    low, high = None, None
    printed: dict[int | None, Decimal] = {}
    for fact in facts:
        if not isinstance(fact.value, Decimal):
            continue
        places = _places(fact)
        if printed.setdefault(places, fact.value) != fact.value:
            return False  # what is rounded alike is printed alike, even where the intervals touch
        half = Decimal(0) if places is None else HALF.scaleb(-places)
        low = fact.value - half if low is None else max(low, fact.value - half)
        high = fact.value + half if high is None else min(high, fact.value + half)
    return low is None or high is None or low <= high


def decimals_given(filing: Filing) -> Iterator[Finding]:
    """Every numeric fact says its decimals, a whole number or INF, and none its precision."""
    for fact in filing.facts:
        if fact.precision:
            yield Finding(text=f"{fact.concept} has a precision", place=fact.place, fact=fact)
        elif fact.numeric and not fact.nil and fact.decimals != "INF" and not INTEGER.fullmatch(fact.decimals):
            text = f"{fact.concept} has the decimals {fact.decimals[:20] or 'none'}"
            yield Finding(text=text, place=fact.place, fact=fact)


def significant_digits(filing: Filing) -> Iterator[Finding]:
    """No value has digits other than zero beyond its decimals."""
    for fact in filing.facts:
        places = _places(fact)
        if places is None or not isinstance(fact.value, Decimal):
            continue
        shifted = fact.value.scaleb(places)
        if shifted != shifted.to_integral_value():
            text = f"{fact.concept} is {_shown(fact)}, which has more digits than decimals {fact.decimals} allow"
            yield Finding(text=text, place=fact.place, fact=fact)


def bare_numbers(filing: Filing) -> Iterator[Finding]:
    """No sign and no currency symbol stands inside the element of a number."""
    for fact in filing.facts:
        # A lone dash is what the fixed-zero formats are made for.
        if fact.numeric and fact.value != 0 and (match := SIGN_OR_CURRENCY.search(fact.text)):
            text = f"{fact.concept} has {match[0]!r} between its tags"
            yield Finding(text=text, place=fact.place, fact=fact)


def readable(filing: Filing) -> Iterator[Finding]:
    """The text of every number fits its format."""
    for fact in filing.facts:
        if fact.numeric and not fact.nil and fact.value is None and is_known(fact.format):
            text = f"{fact.concept}: {fact.text.strip()[:40]!r} does not fit the format {fact.format or 'none'}"
            yield Finding(text=text, place=fact.place, fact=fact)


def blank_is_no_fact(filing: Filing) -> Iterator[Finding]:
    """A fact has a value or is nil; a blank cell is no fact, and a nil fact has no text."""
    for fact in filing.facts:
        if fact.nil and fact.text.strip():
            text = f"{fact.concept} is nil and has the text {fact.text.strip()[:40]!r}"
            yield Finding(text=text, place=fact.place, fact=fact)
        elif fact.numeric and not fact.nil and not fact.text.strip() and not fact.format:
            yield Finding(text=f"{fact.concept} has no text", place=fact.place, fact=fact)


def likely_sign(filing: Filing) -> Iterator[Finding]:
    """No value is negative that by its definition cannot be."""
    plain = {context.id for context in filing.contexts if not context.dimensions and not context.typed}
    for fact in filing.facts:
        negative = isinstance(fact.value, Decimal) and fact.value < 0
        if negative and fact.concept in NEVER_NEGATIVE and fact.context in plain:
            text = f"{fact.concept} has the negative value {_shown(fact)}"
            yield Finding(text=text, place=fact.place, fact=fact)


def english(filing: Filing) -> Iterator[Finding]:
    """Text facts exist in en-US."""
    groups: dict[tuple[str, str], list[InlineFact]] = {}
    for fact in filing.facts:
        if not fact.numeric and not fact.nil:
            groups.setdefault((fact.concept, fact.context), []).append(fact)
    for facts in groups.values():
        if all(fact.lang and fact.lang.lower() != "en-us" for fact in facts):
            text = f"{facts[0].concept} is in {facts[0].lang[:20]} and not in en-US"
            yield Finding(text=text, place=facts[0].place, fact=facts[0])


def escaped_text(filing: Filing) -> Iterator[Finding]:
    """Text blocks, and nothing else, are escaped."""
    for fact in filing.facts:
        concept = filing.concept(fact.concept)
        if fact.numeric or concept is None:
            continue
        block = concept.type.rpartition(":")[2] == "textBlockItemType"
        if fact.escape != block:
            text = f"{fact.concept} is {'a' if block else 'no'} text block and {'not ' if block else ''}escaped"
            yield Finding(text=text, place=fact.place, fact=fact)


def real_dates(filing: Filing) -> Iterator[Finding]:
    """The value of a date concept is a date."""
    for fact in filing.facts:
        concept = filing.concept(fact.concept)
        kind = concept.type.rpartition(":")[2] if concept is not None else ""
        if kind != "dateItemType" or fact.nil or not is_known(fact.format):
            continue
        if not isinstance(fact.value, str) or not _is_date(fact.value.strip()):
            text = f"{fact.concept}: {fact.text.strip()[:40]!r} is no date in the format {fact.format or 'none'}"
            yield Finding(text=text, place=fact.place, fact=fact)


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def has_numbers(filing: Filing) -> str:
    """Why rules on numbers do not apply."""
    return "" if any(fact.numeric for fact in filing.facts) else "the filing has no numeric facts"


RULES: Final = (
    row(19, "EFM 6.05.12", "inconsistent-duplicates", ERROR, consistent),
    row(20, "EFM 6.05.17", "decimals", ERROR, decimals_given, has_numbers),
    row(21, "EFM 6.05.37", "digits", ERROR, significant_digits, has_numbers),
    row(22, "EFM 5.02.05", "sign-in-text", ERROR, bare_numbers, has_numbers),
    row(22, "EFM 5.02.05.12", "format", ERROR, readable, has_numbers),
    row(23, "EFM 6.05.12", "nil", ERROR, blank_is_no_fact),
    row(24, "EFM 6.05.43", "negative", WARNING, likely_sign, has_numbers),
    row(25, "EFM 6.05.14", "language", ERROR, english),
    row(25, "EFM 6.05.15", "escape", ERROR, escaped_text),
    row(25, "XBRL 4.6", "date", ERROR, real_dates),
)
