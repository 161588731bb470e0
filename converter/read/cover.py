"""Submission -> `Cover`: what the cover page and the SGML header say about the document and its registrant.

Everything is taken as printed, from the page first and from the header where the page is silent. Two kinds of items say
in their own words what is printed, and their span is the print that supports them:

- `dei:AmendmentFlag` is `true` where the form type ends in `/A` or the page says "Amendment No. 1", and `false` where a
  form type is printed without it: the missing `/A` is what a reader of that line sees.
- `dei:DocumentFiscalYearFocus` and `dei:DocumentFiscalPeriodFocus` of annual and quarterly reports are derived from the
  period end, the form and the header's fiscal year end (EFM 6.05.20 asks for them).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from converter.messages import Message, Severity, Span
from converter.model import Cover, CoverItem
from converter.read.cover_page import cover_page
from converter.read.cover_rules import RULES
from converter.read.listing import find_listing
from converter.read.sgml import header_fields
from converter.read.text import span_of

if TYPE_CHECKING:
    from converter.model import Header, Submission

_HEADER_CONCEPTS = {
    "form": "DocumentType",
    "period": "DocumentPeriodEndDate",
    "company": "EntityRegistrantName",
    "cik": "EntityCentralIndexKey",
    "ein": "EntityTaxIdentificationNumber",
    "state": "EntityIncorporationStateCountryName",
    "file_number": "EntityFileNumber",
    "fiscal_year_end": "CurrentFiscalYearEndDate",
}
_PERIOD_END = "dei:DocumentPeriodEndDate"
_ANOTHER_PERIOD = dt.timedelta(days=200)
_NEEDED = {"DocumentType": "form type", "EntityRegistrantName": "registrant", "DocumentPeriodEndDate": "date"}


def read_cover(submission: Submission) -> tuple[Cover, tuple[Message, ...]]:
    """The items of the cover page, and messages about what is missing or at odds with the header."""
    header = submission.header
    page = cover_page(submission.documents[0], header)
    items: dict[str, CoverItem] = {}
    for rule in RULES:
        if f"dei:{rule.concept}" not in items:
            items.update((item.concept, item) for item in rule.find(page))
    printed = _header_items(submission)
    if _speaks_of_an_earlier_report(items.get(_PERIOD_END), header):
        del items[_PERIOD_END]
    messages = _differences(items, printed)
    for concept, item in printed.items():
        items.setdefault(concept, item)
    form = items.get("dei:DocumentType")
    if form is not None:
        flag = "true" if form.value.endswith("/A") else "false"
        items.setdefault(
            "dei:AmendmentFlag", CoverItem(concept="dei:AmendmentFlag", text=form.text, value=flag, span=form.span)
        )
    items.update((item.concept, item) for item in _focus(items, header))
    name = items.get("dei:EntityRegistrantName")
    if name is not None:
        items.update((item.concept, item) for item in find_listing(submission, name.value))
    for concept, words in _NEEDED.items():
        if f"dei:{concept}" not in items:
            messages.append(
                Message(
                    code="cover.not-found",
                    severity=Severity.WARNING,
                    text=f"neither the cover page nor the header prints the {words}",
                    concept=f"dei:{concept}",
                )
            )
    return Cover(form=form.value if form else "", items=tuple(items.values())), tuple(messages)


def _speaks_of_an_earlier_report(item: CoverItem | None, header: Header) -> bool:
    """Whether a date of the page is of an earlier period than the header's, which ended shortly before the filing.

    Cover pages name older reports too, of which parts are incorporated by reference.
    """
    if item is None or header.period is None or header.filed is None:
        return False
    earlier = header.period - dt.date.fromisoformat(item.value)
    return earlier > _ANOTHER_PERIOD and dt.timedelta() <= header.filed - header.period < _ANOTHER_PERIOD


def _header_items(submission: Submission) -> dict[str, CoverItem]:
    """The items that the SGML header prints; a bare document has none."""
    first = submission.documents[0].first_line
    if first == 1:
        return {}
    text = submission.text
    end = 0
    for _ in range(first - 1):
        end = text.find("\n", end) + 1
    items = {}
    for name, field in header_fields(text, end).items():
        value = _header_value(name, field.value, submission.header)
        if name in _HEADER_CONCEPTS and value:
            concept = f"dei:{_HEADER_CONCEPTS[name]}"
            span = span_of(text, field.start, field.start + len(field.value))
            items[concept] = CoverItem(concept=concept, text=" ".join(field.value.split()), value=value, span=span)
    return items


def _header_value(name: str, printed: str, header: Header) -> str:
    if name == "form":
        return header.form
    if name == "period":
        return header.period.isoformat() if header.period else ""
    if name == "cik":
        return header.cik.zfill(10) if header.cik else ""
    if name == "ein":
        digits = re.sub(r"[^0-9]", "", printed)
        return digits if len(digits) == 9 and digits != "000000000" else ""
    if name == "fiscal_year_end":
        return f"--{header.fiscal_year_end[:2]}-{header.fiscal_year_end[2:]}" if header.fiscal_year_end else ""
    return " ".join(printed.split())


def _differences(items: dict[str, CoverItem], printed: dict[str, CoverItem]) -> list[Message]:
    messages = []
    for concept, words in (
        ("dei:EntityTaxIdentificationNumber", "employer identification number"),
        ("dei:DocumentPeriodEndDate", "date"),
    ):
        page, header = items.get(concept), printed.get(concept)
        if page is not None and header is not None and page.value != header.value:
            messages.append(
                Message(
                    code="cover.header-differs",
                    severity=Severity.INFO,
                    text=f"the cover page prints the {words} {page.text}, the header {header.text}; the page is taken",
                    span=page.span,
                    concept=concept,
                )
            )
    return messages


def _focus(items: dict[str, CoverItem], header: Header) -> list[CoverItem]:
    """The fiscal year and period of an annual or quarterly report.

    The fiscal year is named after the calendar year in which it ends; a 52/53-week year that ends in the first week of
    January belongs to the year before. Without the fiscal year end that the header gives, a quarter is not derived.
    """
    form, end = items.get("dei:DocumentType"), items.get("dei:DocumentPeriodEndDate")
    if form is None or end is None:
        return []
    date = dt.date.fromisoformat(end.value)
    if form.value.startswith("10-KT"):  # a transition period is no fiscal year
        return []
    if form.value.startswith("10-K"):
        year = (date - dt.timedelta(days=7)).year
        return [_derived("Year", str(year), end, str(year)), _derived("Period", "FY", form, form.text)]
    if not form.value.startswith("10-Q") or not header.fiscal_year_end:
        return []
    month, day = int(header.fiscal_year_end[:2]), int(header.fiscal_year_end[2:])
    for year in (date.year, date.year + 1):
        closing = dt.date(year, month, min(day, 28))
        quarters = round(4 - (closing - date).days / 91.31)
        if 1 <= quarters <= 3:
            return [_derived("Year", str(year), end, str(year)), _derived("Period", f"Q{quarters}", end, end.text)]
    return []


def _derived(focus: str, value: str, source: CoverItem, text: str) -> CoverItem:
    """An item with the printed words that it was derived from; the year alone where it is printed in them."""
    at = source.text.rfind(text)
    span = source.span
    if at >= 0 and span.first_line == span.last_line and len(source.text) == span.last_column - span.first_column + 1:
        first = span.first_column + at
        span = Span(
            first_line=span.first_line, first_column=first, last_line=span.last_line, last_column=first + len(text) - 1
        )
        return CoverItem(concept=f"dei:DocumentFiscal{focus}Focus", text=text, value=value, span=span)
    return CoverItem(concept=f"dei:DocumentFiscal{focus}Focus", text=source.text, value=value, span=span)
