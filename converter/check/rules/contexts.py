"""Rules 13 to 18: entities, periods, dimensions and units (EFM 6.05)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converter.check.rules.rule import ERROR, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Filing, FilingContext, InlineFact

CIK_SCHEME: Final = "http://www.sec.gov/CIK"
OWN_SCHEMES: Final = "urn:x-legacy-xbrl:"
CIK: Final = re.compile(r"[0-9]{10}")
XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
CURRENCY: Final = re.compile(r"\{http://www\.xbrl\.org/2003/iso4217\}[A-Z]{3}")


def _first_facts(filing: Filing) -> dict[str, InlineFact]:
    """The first fact of each context and of each unit: what leads from them to the source text."""
    found: dict[str, InlineFact] = {}
    for fact in filing.facts:
        found.setdefault(fact.context, fact)
        found.setdefault(fact.unit, fact)
    return found


def _finding(text: str, context: FilingContext, facts: dict[str, InlineFact]) -> Finding:
    return Finding(text=text, place=context.place, fact=facts.get(context.id))


def has_contexts(filing: Filing) -> str:
    """Why rules on contexts do not apply."""
    return "" if filing.contexts else "the filing has no contexts"


def knows_cik(filing: Filing) -> str:
    """Why rules on the CIK do not apply: an old document that prints none is written under a scheme of its own."""
    own = {context.scheme for context in filing.contexts if context.scheme.startswith(OWN_SCHEMES)}
    if own and len(own) == len({context.scheme for context in filing.contexts}):
        return f"the document does not print the CIK; the entity is identified under {', '.join(sorted(own))[:120]}"
    return has_contexts(filing)


def cik_scheme(filing: Filing) -> Iterator[Finding]:
    """Every context identifies the entity by its CIK: the scheme http://www.sec.gov/CIK and ten digits."""
    facts = _first_facts(filing)
    for context in filing.contexts:
        if context.scheme != CIK_SCHEME:
            yield _finding(f"context {context.id} has the scheme {context.scheme[:120]}", context, facts)
        elif not CIK.fullmatch(context.identifier):
            yield _finding(f"context {context.id} has the CIK {context.identifier[:40]!r}", context, facts)


def one_entity(filing: Filing) -> Iterator[Finding]:
    """All contexts have one CIK, and it is that of dei:EntityCentralIndexKey."""
    identifiers = sorted({context.identifier for context in filing.contexts})
    if len(identifiers) > 1:
        text = f"contexts have {len(identifiers)} entities: {', '.join(identifiers[:5])}"
        yield Finding(text=text, place=filing.contexts[0].place)
    fact = filing.cover("EntityCentralIndexKey")
    if fact is not None and isinstance(fact.value, str) and identifiers and fact.value.strip() not in identifiers:
        text = (
            f"dei:EntityCentralIndexKey {fact.value.strip()[:40]} is not the entity of the contexts, {identifiers[0]}"
        )
        yield Finding(text=text, place=fact.place, fact=fact)


def explicit_dimensions(filing: Filing) -> Iterator[Finding]:
    """Dimensions are explicit and stand in the segment; there is no scenario and nothing else."""
    facts = _first_facts(filing)
    for context in filing.contexts:
        if context.scenario:
            yield _finding(f"context {context.id} has a scenario", context, facts)
        if context.typed:
            yield _finding(f"context {context.id} has a typed dimension", context, facts)
        if context.other:
            yield _finding(f"context {context.id} holds something that is no dimension", context, facts)


def no_forever(filing: Filing) -> Iterator[Finding]:
    """No period is forever."""
    facts = _first_facts(filing)
    for context in filing.contexts:
        if context.forever:
            yield _finding(f"context {context.id} has the period forever", context, facts)


def distinct_contexts(filing: Filing) -> Iterator[Finding]:
    """No two contexts are equal."""
    facts = _first_facts(filing)
    seen: dict[object, FilingContext] = {}
    for context in filing.contexts:
        if context.typed or context.other:
            continue  # what they hold is not compared here
        key = (context.scheme, context.identifier, context.start, context.end, context.forever, context.dimensions)
        first = seen.setdefault(key, context)
        if first is not context:
            yield _finding(f"context {context.id} equals context {first.id}", context, facts)


def used_contexts(filing: Filing) -> Iterator[Finding]:
    """Every context is used by a fact."""
    used = {fact.context for fact in filing.facts}
    for context in filing.contexts:
        if context.id not in used:
            yield Finding(text=f"no fact uses context {context.id}", place=context.place)


def known_contexts(filing: Filing) -> Iterator[Finding]:
    """Every fact has a context, and every numeric fact a unit, that the filing declares."""
    contexts = {context.id for context in filing.contexts}
    units = {unit.id for unit in filing.units}
    for fact in filing.facts:
        if fact.context not in contexts:
            text = f"{fact.concept} refers to the context {fact.context[:80] or 'without a name'}, which is not there"
            yield Finding(text=text, place=fact.place, fact=fact)
        if fact.numeric and fact.unit not in units:
            text = f"{fact.concept} refers to the unit {fact.unit[:80] or 'without a name'}, which is not there"
            yield Finding(text=text, place=fact.place, fact=fact)


def period_type(filing: Filing) -> Iterator[Finding]:
    """A fact of an instant concept has an instant, a fact of a duration concept a duration."""
    contexts = {context.id: context for context in filing.contexts}
    for fact in filing.facts:
        concept, context = filing.concept(fact.concept), contexts.get(fact.context)
        if concept is None or context is None or context.end is None or not concept.period_type:
            continue
        actual = "instant" if context.start is None else "duration"
        if actual != concept.period_type:
            text = f"{fact.concept} is of period type {concept.period_type}, its context {context.id} is of {actual}"
            yield Finding(text=text, place=fact.place, fact=fact)


def real_periods(filing: Filing) -> Iterator[Finding]:
    """The dates of a period are dates, and it does not end before it starts."""
    facts = _first_facts(filing)
    for context in filing.contexts:
        if context.end is None and not context.forever:
            yield _finding(f"context {context.id} has no date", context, facts)
        elif context.start is not None and context.end is not None and context.end < context.start:
            yield _finding(f"context {context.id} ends before it starts", context, facts)


def adjoining_periods(filing: Filing) -> Iterator[Finding]:
    """No duration starts on the day on which another one of more than a day ends."""
    facts = _first_facts(filing)
    ends: dict[object, FilingContext] = {}
    for context in filing.contexts:
        if context.start is not None and context.end is not None and context.end > context.start:
            ends.setdefault(context.end, context)
    for context in filing.contexts:
        other = ends.get(context.start) if context.start is not None else None
        if other is not None and context.end != context.start:
            yield _finding(f"context {context.id} starts on the day on which context {other.id} ends", context, facts)


def distinct_units(filing: Filing) -> Iterator[Finding]:
    """No two units are equal."""
    facts = _first_facts(filing)
    seen: dict[object, str] = {}
    for unit in filing.units:
        first = seen.setdefault((unit.numerator, unit.denominator), unit.id)
        if first != unit.id:
            yield Finding(text=f"unit {unit.id} equals unit {first}", place=unit.place, fact=facts.get(unit.id))


def registered_units(filing: Filing) -> Iterator[Finding]:
    """Money is in a currency of ISO 4217, per-share figures in money per share, and share counts in shares."""
    units = {unit.id: unit for unit in filing.units}
    for fact in filing.facts:
        concept, unit = filing.concept(fact.concept), units.get(fact.unit)
        if concept is None or unit is None:
            continue
        kind = concept.type.rpartition(":")[2]
        money = len(unit.numerator) == 1 and CURRENCY.fullmatch(unit.numerator[0]) is not None
        shares = (f"{XBRLI}shares",)
        fits = {
            "monetaryItemType": money and not unit.denominator,
            "sharesItemType": unit.numerator == shares and not unit.denominator,
            "perShareItemType": money and unit.denominator == shares,
            "percentItemType": unit.numerator == (f"{XBRLI}pure",) and not unit.denominator,
            "pureItemType": unit.numerator == (f"{XBRLI}pure",) and not unit.denominator,
        }.get(kind, True)
        if not fits:
            yield Finding(text=f"{fact.concept} ({kind}) has the unit {unit.id}", place=fact.place, fact=fact)


RULES: Final = (
    row(13, "EFM 6.05.01", "cik-scheme", ERROR, cik_scheme, knows_cik),
    row(14, "EFM 6.05.03", "one-entity", ERROR, one_entity, has_contexts),
    row(15, "EFM 6.05.04", "dimension", ERROR, explicit_dimensions, has_contexts),
    row(15, "EFM 6.05.38", "forever", ERROR, no_forever, has_contexts),
    row(16, "EFM 6.05.07", "duplicate-context", ERROR, distinct_contexts),
    row(16, "EFM 6.05.08", "unused-context", ERROR, used_contexts),
    row(16, "XBRL 4.6.1", "unknown-context", ERROR, known_contexts),
    row(16, "XBRL 4.7.2", "period-type", ERROR, period_type),
    row(16, "XBRL 4.7.2", "period", ERROR, real_periods),
    row(17, "EFM 6.05.09", "adjoining-periods", ERROR, adjoining_periods),
    row(18, "EFM 6.05.11", "duplicate-unit", ERROR, distinct_units),
    row(18, "EFM 6.05.35", "unit", ERROR, registered_units),
)
