"""Rules 26 to 31: the cover page, and which taxonomies a filing may use (EFM 6.05.19 to 6.05.52, 6.22)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from converter.check.filing.names import base_of
from converter.check.rules.rule import ERROR, WARNING, Finding, row
from converter.taxonomy.successors import successors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Filing

PERIODIC: Final = ("10-K", "10-Q")
EARLIEST: Final = dt.date(1980, 1, 1)
LATEST: Final = dt.date(2100, 1, 1)
FISCAL_FOCUS: Final = ("DocumentFiscalYearFocus", "DocumentFiscalPeriodFocus")
XBRL_FILING: Final = dt.date(2009, 6, 15)
"""Since then operating companies file XBRL (SEC release 33-9002); no older cover page prints a fiscal focus."""
COVER_TAGGING: Final = dt.date(2019, 5, 1)
"""Since then the whole cover page is tagged (SEC release 33-10618)."""


def has_cover(filing: Filing) -> str:
    """Why rules on the cover page do not apply."""
    return "" if any(fact.concept.startswith("dei:") for fact in filing.facts) else "the filing has no cover facts"


def is_periodic(filing: Filing) -> str:
    """Why rules on annual and quarterly reports do not apply."""
    form = document_type(filing)
    return "" if form.startswith(PERIODIC) else f"the form is {form or 'not known'}, no 10-K or 10-Q"


def document_type(filing: Filing) -> str:
    """The value of dei:DocumentType, or empty."""
    fact = filing.cover("DocumentType")
    return fact.value.strip() if fact is not None and isinstance(fact.value, str) else ""


def required_context(filing: Filing) -> Iterator[Finding]:
    """There is a duration without dimensions."""
    if not any(context.start is not None and not context.dimensions for context in filing.contexts):
        yield Finding(text="no context is a duration without dimensions")


def type_of_document(filing: Filing) -> Iterator[Finding]:
    """dei:DocumentType is there and has one value."""
    values = {str(fact.value).strip() for fact in filing.facts if fact.concept == "dei:DocumentType" and not fact.nil}
    if not document_type(filing):
        yield Finding(text="dei:DocumentType is missing", concept="dei:DocumentType")
    elif len(values) > 1:
        fact = filing.cover("DocumentType")
        yield Finding(text=f"dei:DocumentType has {len(values)} values", place=fact.place if fact else None, fact=fact)


def period_end_in_range(filing: Filing) -> Iterator[Finding]:
    """dei:DocumentPeriodEndDate is a sensible date."""
    fact = filing.cover("DocumentPeriodEndDate")
    if fact is None or not isinstance(fact.value, str):
        return
    try:
        day = dt.date.fromisoformat(fact.value.strip())
    except ValueError:
        return  # rule 25 says so
    if not EARLIEST <= day < LATEST:
        yield Finding(text=f"dei:DocumentPeriodEndDate is {day}", place=fact.place, fact=fact)


def period_end_given(filing: Filing) -> Iterator[Finding]:
    """dei:DocumentPeriodEndDate is there."""
    if filing.cover("DocumentPeriodEndDate") is None:
        yield Finding(text="dei:DocumentPeriodEndDate is missing", concept="dei:DocumentPeriodEndDate")


def fiscal_pair(filing: Filing) -> Iterator[Finding]:
    """Fiscal year focus and fiscal period focus are both there or both not."""
    there = {name: fact for name in FISCAL_FOCUS if (fact := filing.cover(name)) is not None}
    if len(there) == 1:
        fact = next(iter(there.values()))
        yield Finding(text=f"{fact.concept} is there alone", place=fact.place, fact=fact)


def fiscal_focus(filing: Filing) -> Iterator[Finding]:
    """A 10-K or 10-Q says its fiscal year focus and fiscal period focus."""
    for name in FISCAL_FOCUS:
        if filing.cover(name) is None:
            yield Finding(text=f"dei:{name} is missing", concept=f"dei:{name}")


def registrant_name(filing: Filing) -> Iterator[Finding]:
    """dei:EntityRegistrantName is there."""
    fact = filing.cover("EntityRegistrantName")
    if fact is None or not str(fact.value or "").strip():
        yield Finding(text="dei:EntityRegistrantName is missing", concept="dei:EntityRegistrantName", fact=fact)


def modern_cover(filing: Filing) -> Iterator[Finding]:
    """Items that cover pages have since 2019 are tagged: emerging growth company, address, file number."""
    for name in ("EntityEmergingGrowthCompany", "EntityAddressAddressLine1", "EntityFileNumber"):
        if filing.cover(name) is None:
            yield Finding(text=f"dei:{name} is missing", concept=f"dei:{name}")


def deprecated(filing: Filing) -> Iterator[Finding]:
    """No fact has a deprecated concept that the taxonomy names another one for."""
    named: dict[str, tuple[str, ...]] = {}
    for fact in filing.facts:
        if fact.concept not in named:
            named[fact.concept] = successors(filing.taxonomy, fact.concept) if filing.taxonomy is not None else ()
        if named[fact.concept]:
            text = f"{fact.concept} is deprecated; use {' or '.join(named[fact.concept])}"
            yield Finding(text=text, place=fact.place, fact=fact)


def has_taxonomy(filing: Filing) -> str:
    """Why rules on base concepts do not apply."""
    return "" if filing.taxonomy is not None else "the base taxonomy of the filing is not at hand"


def listed_taxonomies(filing: Filing) -> Iterator[Finding]:
    """Facts have concepts of the extension schema or of a standard taxonomy that the SEC accepts or accepted."""
    own = {schema.namespace for schema in filing.schemas}
    seen: set[str] = set()
    for fact in filing.facts:
        if fact.namespace not in own and fact.namespace not in seen and base_of(fact.namespace) is None:
            seen.add(fact.namespace)
            text = f"{fact.concept} is of {fact.namespace[:120] or 'no namespace'}, which is no standard taxonomy"
            yield Finding(text=text, place=fact.place, fact=fact)


def one_year(filing: Filing) -> Iterator[Finding]:
    """Each standard taxonomy is used in one version."""
    used = {fact.namespace for fact in filing.facts}
    used |= {space for schema in filing.schemas for space, _ in schema.imports}
    versions: dict[str, set[str]] = {}
    for namespace in used:
        base = base_of(namespace)
        if base is not None:
            versions.setdefault(base[0], set()).add(base[1])
    for name, dates in sorted(versions.items()):
        if len(dates) > 1:
            yield Finding(text=f"{name} is used in {len(dates)} versions: {', '.join(sorted(dates))}")


def declared_concepts(filing: Filing) -> Iterator[Finding]:
    """Every concept of a fact is declared, and not abstract."""
    own = {prefix for schema in filing.schemas for prefix in schema.prefixes}
    for fact in filing.facts:
        concept = filing.concept(fact.concept)
        known = fact.concept.partition(":")[0] in own or _covers(filing, fact.namespace)
        if concept is None and known:
            yield Finding(text=f"{fact.concept} is not declared", place=fact.place, fact=fact)
        elif concept is not None and concept.abstract:
            yield Finding(text=f"{fact.concept} is abstract and can have no fact", place=fact.place, fact=fact)


def _covers(filing: Filing, namespace: str) -> bool:
    return filing.taxonomy is not None and namespace in filing.taxonomy.namespaces.values()


def schema_reference(filing: Filing) -> Iterator[Finding]:
    """The documents refer to the extension schema, and it is there."""
    if not filing.schema_refs:
        yield Finding(text="there is no schema reference")
    names = set(filing.names)
    for place, href in filing.schema_refs:
        if "//" not in href and not any(name.endswith(href.rpartition("/")[2]) for name in names):
            yield Finding(text=f"the schema {href[:80]} is not there", place=place)


RULES: Final = (
    row(26, "EFM 6.05.19", "required-context", ERROR, required_context, has_cover),
    row(26, "EFM 6.05.20", "document-type", ERROR, type_of_document, has_cover),
    row(27, "EFM 6.05.20", "period-end-range", ERROR, period_end_in_range),
    row(27, "EFM 6.05.20", "period-end", WARNING, period_end_given, has_cover),
    row(27, "EFM 6.05.20", "fiscal-pair", WARNING, fiscal_pair, has_cover),
    row(27, "EFM 6.05.20", "fiscal-focus", WARNING, fiscal_focus, is_periodic, since=XBRL_FILING),
    row(28, "EFM 6.05.21", "registrant-name", ERROR, registrant_name, has_cover),
    row(29, "EFM 6.05.40", "modern-cover", WARNING, modern_cover, has_cover, since=COVER_TAGGING),
    row(31, "EFM 6.05.42", "deprecated", WARNING, deprecated, has_taxonomy),
    row(31, "EFM 6.22.00", "taxonomy", ERROR, listed_taxonomies),
    row(31, "XBRL 4.6", "undeclared", ERROR, declared_concepts),
    row(31, "EFM 6.22.00", "schema-reference", ERROR, schema_reference),
    row(31, "EFM 6.22.03", "versions", ERROR, one_year),
)
