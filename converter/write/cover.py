"""The facts of the cover page, and their section: Document and Entity Information."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from converter.messages import Message, Severity, Span
from converter.model import Fact, Period, SectionLine, Status
from converter.write.abstracts import abstract_concept
from converter.write.contexts import context_id
from converter.write.entity import CIK_SCHEME
from converter.write.labels import label_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Concept, Cover, CoverItem, Entity, Header, MappedStatement
    from converter.taxonomy.release import Taxonomy
    from converter.write.concepts import ExtensionNames
    from converter.write.labels import Labels

ROOT = "DocumentAndEntityInformationAbstract"
LANGUAGE = "en-US"
_WEEK = dt.timedelta(days=7)

# In the order in which a reader expects them; whatever else the cover prints follows.
_ORDERED = (
    "DocumentType AmendmentFlag DocumentPeriodEndDate DocumentFiscalYearFocus DocumentFiscalPeriodFocus "
    "EntityRegistrantName EntityCentralIndexKey EntityFileNumber ContainedFileInformationFileNumber "
    "EntityTaxIdentificationNumber EntityIncorporationStateCountryName CurrentFiscalYearEndDate TradingSymbol "
    "EntityListingDescription EntityAddressAddressLine1 EntityAddressAddressLine2 EntityAddressAddressLine3 "
    "EntityAddressCityOrTown EntityAddressStateOrProvince EntityAddressPostalZipCode CityAreaCode LocalPhoneNumber"
)
_RANKS = {local: rank for rank, local in enumerate(_ORDERED.split())}

# Types whose values are restricted; what does not fit is not written, as it would make the filing invalid.
_PATTERNS = {
    "xbrli:dateItemType": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "xbrli:booleanItemType": re.compile(r"true|false"),
    "xbrli:gMonthDayItemType": re.compile(r"--[0-9]{2}-[0-9]{2}"),
    "xbrli:gYearItemType": re.compile(r"[0-9]{4}"),
    "dei:nineDigitItemType": re.compile(r"[0-9]{9}"),
    "dei:centralIndexKeyItemType": re.compile(r"[0-9]{10}"),
    "dei:submissionTypeItemType": re.compile(r"[A-Z0-9](?:[/A-Z0-9 -]*[A-Z0-9])?"),
    "dei:yesNoItemType": re.compile(r"Yes|No"),
    "dei:fiscalPeriodItemType": re.compile(r"FY|Q[1-4]|H[12]|M9"),
}
_TEXTUAL = (
    "xbrli:stringItemType xbrli:normalizedStringItemType xbrli:tokenItemType dei:nineDigitItemType dei:yesNoItemType "
    "dei:centralIndexKeyItemType dei:submissionTypeItemType dei:fiscalPeriodItemType dei:filerCategoryItemType"
)
_TEXT = frozenset(_TEXTUAL.split())
_NUMERIC = re.compile(r"monetary|shares|decimal|pure|perShare|integer|percent", re.IGNORECASE)


class CoverFact(NamedTuple):
    """A fact of the cover with its concept."""

    fact: Fact
    concept: Concept


def cover_period(form: str, date: dt.date, header: Header, mapped: Sequence[MappedStatement]) -> Period:
    """The period of the cover facts (EFM 6.05.19): what the report covers, or the one day of an 8-K.

    For a 10-K or 10-Q the longest column of a statement that ends on the day the report is about, or less than a week
    from it; where no statement prints one, the fiscal year of a 10-K, or the time since the fiscal year end that the
    header of a 10-Q states.
    """
    if not form.upper().startswith(("10-K", "10-Q", "10K", "10Q", "20-F", "40-F")):
        return Period(start=date, end=date)
    # Utilities print twelve months in a 10-Q as well; it covers the fiscal year to date.
    quarterly = "Q" in form.upper()
    longest = 9 if quarterly else 12
    printed = [
        (abs(column.period.end - date), column.period.start)
        for each in mapped
        for column in each.statement.columns
        if column.period.start is not None and _months(column.period) <= longest
    ]
    # A transition report of seven months has a day less on its cover than over its columns, and covers no year.
    near = min((days for days, _ in printed), default=_WEEK)
    if near < _WEEK:
        return Period(start=min(start for days, start in printed if days == near), end=date)
    if quarterly:
        month_day = header.fiscal_year_end
        if len(month_day) == 4 and month_day.isdigit():
            for year in (date.year, date.year - 1):
                end = _day(year, int(month_day[:2]), int(month_day[2:]))
                if end is not None and end < date:
                    return Period(start=end + dt.timedelta(days=1), end=date)
        return Period(start=date, end=date)
    before = _day(date.year - 1, date.month, date.day) or dt.date(date.year - 1, 2, 28)
    return Period(start=before + dt.timedelta(days=1), end=date)


def cover_facts(
    cover: Cover, entity: Entity, period: Period, taxonomy: Taxonomy, names: ExtensionNames
) -> tuple[tuple[CoverFact, ...], tuple[Message, ...]]:
    """The facts of the cover in the order of the section, and messages about items that cannot be tagged.

    An item for which the release has no dei concept yet (`EntityFileNumber` came in 2019) gets an extension concept.
    Two facts are printed in other words: the amendment flag is what the printed form type says (`10-K/A`), and a
    Central Index Key that the user gave has no place in the text (its span is the first character).
    """
    facts: dict[str, CoverFact] = {}
    messages: list[Message] = []
    for item in cover.items:
        if item.concept in facts:
            continue
        concept = taxonomy.concept(item.concept) or names.cover(item.concept.rpartition(":")[2])
        value = item.value
        if item.concept == "dei:EntityCentralIndexKey":
            if entity.scheme != CIK_SCHEME or value.zfill(10) != entity.identifier:
                continue
            value = entity.identifier
        if concept.abstract or concept.period_type != "duration" or _NUMERIC.search(concept.type):
            messages.append(_untagged(item, f"{item.concept} is not a text or date concept of {taxonomy.release}"))
        elif not value or not fits(concept, value):
            messages.append(_untagged(item, f"{value[:60]!r} is no value of {item.concept}"))
        else:
            facts[item.concept] = _fact(concept, value, item.text, item.span, period)
    form = cover.get("dei:DocumentType")
    flag = taxonomy.concept("dei:AmendmentFlag")
    if form is not None and flag is not None and flag.name not in facts:
        amended = form.value.upper().endswith("/A")
        facts[flag.name] = _fact(flag, "true" if amended else "false", form.text, form.span, period)
    key = taxonomy.concept("dei:EntityCentralIndexKey")
    if entity.scheme == CIK_SCHEME and key is not None and key.name not in facts:
        facts[key.name] = _fact(key, entity.identifier, "", NOWHERE, period)
    ranked = sorted(facts.values(), key=lambda each: _rank(each.concept.name))
    return tuple(ranked), tuple(messages)


NOWHERE = Span(first_line=1, first_column=1, last_line=1, last_column=1)
"""The span of a fact that is printed nowhere in the source."""


def cover_section(
    facts: Sequence[CoverFact], taxonomy: Taxonomy, names: ExtensionNames, labels: Labels
) -> tuple[str, tuple[SectionLine, ...], tuple[Concept, ...]]:
    """The root concept of the cover section, its lines, and the abstract concepts that it needs."""
    root = taxonomy.concept(f"dei:{ROOT}")
    if root is None or not root.abstract:
        root = names.abstract(abstract_concept(ROOT, "Document and Entity Information"))
    labels.place(root.name, "", "Document and Entity Information [Abstract]", ())
    lines = []
    for each in facts:
        name, text = each.concept.name, label_text(each.concept.label)
        role = labels.place(name, "", text, ()) or ""
        lines.append(
            SectionLine(concept=name, parent=None, label=text, label_role=role, line=None, facts=(each.fact.id,))
        )
    return root.name, tuple(lines), (root,)


def fits(concept: Concept, value: str) -> bool:
    """Whether a text is a value of the concept's type."""
    pattern = _PATTERNS.get(concept.type)
    if pattern is not None and not pattern.fullmatch(value):
        return False
    if concept.type == "xbrli:dateItemType":
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return False
    return True


def _fact(concept: Concept, value: str, text: str, span: Span, period: Period) -> CoverFact:
    fact = Fact(
        id=f"f_cover_{concept.name.rpartition(':')[2]}",
        concept=concept.name,
        value=value,
        context=context_id(period),
        period=period,
        unit="",
        decimals=None,
        scale=0,
        text=text,
        span=span,
        status=Status.ACCEPTED,
        language=LANGUAGE if concept.type in _TEXT else "",
    )
    return CoverFact(fact=fact, concept=concept)


def _untagged(item: CoverItem, why: str) -> Message:
    return Message(
        code="write.cover-item",
        severity=Severity.INFO,
        text=f"cover item {item.text[:60]!r} is not tagged: {why}",
        span=item.span,
        concept=item.concept,
    )


def _rank(concept: str) -> int:
    return _RANKS.get(concept.rpartition(":")[2], len(_RANKS))


def _months(period: Period) -> int:
    return 0 if period.start is None else round((period.end - period.start).days / 30.4)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
