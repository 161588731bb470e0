"""The rules that find the items of a cover page, in the order in which they run: one rule, one function, one row.

A rule takes the page (with the header of the submission beside it) and returns what it found. To teach the reader
another layout, add a function and its row in `RULES`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converter.periods import find_dates
from converter.read.cover_address import (
    find_address,
    find_address_without_label,
    find_phone,
    find_phone_without_label,
)
from converter.read.cover_items import filer_line, item, nearest
from converter.read.places import is_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from converter.model import CoverItem
    from converter.read.cover_page import CoverPage, Stretch

_FORM = re.compile(
    r"\bf\s?o\s?r\s?m\s*+(?::\s*+)?(10-?\s?K\s?SB|10-?\s?K\s?405|10-?\s?KT?|10-?\s?QT?|10-?\s?Q\s?SB|8-?\s?K|20-?\s?F|40-?\s?F|6-?\s?K)"
    r"(?![0-9A-Za-z])(\s?[/-]\s?A\b|\s+A\b)?",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(r"\W*+(amendment\s+n(?:o\.?|umber)\s*[0-9]+)\W*+", re.IGNORECASE)
_EIN = re.compile(r"(?<![0-9-])[0-9]{2}\s?-\s?[0-9]{3}-?[0-9]{4}(?![0-9-])|(?<![0-9-])[0-9]{9}(?![0-9-])")
_FILE_NUMBER = re.compile(r"(?<![0-9A-Za-z-])[0-9]{1,3}-\s?[0-9]{1,6}(?:-[0-9]{1,2}|-?[A-Z])?(?![0-9A-Za-z-])")
_NO_NAME = re.compile(
    r"commission|fiscal\s+year|\bperiod\b|\bended\b|\bform\b|securities|date\s+of|\bact\s+of\b|\(mark\s+one|\bwashington,?\s+d"
    r"|current\s+report|annual\s+report|quarterly|pursuant|amendment|transition|^\W*or\W*$|\bfee\b|^\s*<|^\W*$|^[\s\d/-]*$",
    re.IGNORECASE,
)
_WORDS_OF_PLACE = re.compile(r"[A-Za-z][A-Za-z .,&'()/-]{1,50}")
_NO_PLACE = re.compile(
    r"\b(?:incorporation|organi[sz]ation|jurisdiction|identification|employer|specified|inc|corp|corporation|company|co"
    r"|number|ended|period|not\s+applicable|to|none|[A-Z] [A-Z] [A-Z])\b",
    re.IGNORECASE,
)
_PERIOD_ENDED = (
    re.compile(r"(?:year|quarter|quarterly\s+period|months|weeks)\s+end(?:ed|ing)", re.IGNORECASE),
    re.compile(r"\bperiod\s+end(?:ed|ing)", re.IGNORECASE),
)
_TRANSITION = re.compile(r"transition\s+period\s+from\b", re.IGNORECASE)
_BEHIND = re.compile(r"[^:]{0,80}?(?::| - )\s*([A-Za-z][A-Za-z. ]{1,30})")
_PLACE = re.compile(r"[A-Za-z][A-Za-z.]*(?: [A-Za-z.]+)*")
_CORPORATION_OF = re.compile(r"\W*An?\s+([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?)\s+corporation\W*", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:inc|corp|co|company|corporation|incorporated|limited|ltd|partners|trust|l\.?p)\b\.?$", re.I
)
_SPACED = re.compile(r"(?:[A-Z&.,] {1,2}){2,}[A-Z&.,]")
"""`A C M E`: one word in spaced capitals."""


class Rule(NamedTuple):
    """A row of the table."""

    name: str
    concept: str
    """The item that is always among those that the rule finds: where it is there already, the rule need not run."""
    find: Callable[[CoverPage], list[CoverItem]]


def find_form(page: CoverPage) -> list[CoverItem]:
    """`FORM 8-K`, `Form 10-K/A`: the form type, and whether it is an amendment.

    `10-K405` is a type of the header only: such covers print `FORM 10-K`, and the header's type is the one that counts
    (EFM 6.05.20: the document type is the submission type). What the page prints is left to the header rule then.
    """
    for row, line in enumerate(page.lines):
        match = _FORM.search(line)
        if match is None or (
            match.start() > 0 and line[: match.start()].rstrip().lower().endswith((" this", " on", " of"))
        ):
            continue
        form = re.sub(r"\s", "", match[1]).upper()
        form = form if "-" in form else re.sub(r"^([0-9]+)", r"\1-", form)
        value = form + ("/A" if match[2] else "")
        if page.header.form and page.header.form != value:
            return []
        printed = re.sub(r"^[^:0-9]*:?\s*", "", match[0])
        return [item("DocumentType", printed, page.span(row, match.end() - len(printed), match.end()), value)]
    return []


def find_amendment(page: CoverPage) -> list[CoverItem]:
    """`AMENDMENT NO. 1` on a line of its own: an amendment even where the form type lacks its `/A`."""
    if page.header.form.endswith("/A"):
        return []
    for row, line in enumerate(page.lines):
        if "amendment" in page.lowered[row] and (match := _AMENDMENT.fullmatch(line)):
            return [item("AmendmentFlag", match[1], page.span(row, *match.span(1)), "true")]
    return []


def find_period(page: CoverPage) -> list[CoverItem]:
    """`For the fiscal year ended December 31, 1995`, `For the quarterly period ended: June 30, 1996`.

    The words may be wrapped, and the date may stand up to two lines below.
    """
    if _is_8k(page):
        return []
    for pattern in _PERIOD_ENDED:
        for match in pattern.finditer(page.text):
            for date, printed, span in page.dates(match.end(), match.end() + 160)[:1]:
                return [item("DocumentPeriodEndDate", printed, span, date.isoformat())]
    return []


def find_transition(page: CoverPage) -> list[CoverItem]:
    """`For the transition period from April 2, 1995 to December 31, 1995`, where both days are filled in."""
    match = _TRANSITION.search(page.text)
    dates = page.dates(match.end(), match.end() + 160) if match and not _is_8k(page) else []
    if len(dates) < 2 or dates[0][0] >= dates[1][0]:
        return []
    date, printed, span = dates[1]
    return [item("DocumentPeriodEndDate", printed, span, date.isoformat())]


def find_report_date(page: CoverPage) -> list[CoverItem]:
    """`Date of Report (Date of earliest event reported): February 5, 2004`, or the date above such a label.

    Where the date of the report and that of the earliest event both stand there, the one that the header gives as its
    period is taken, else the first.
    """
    label = page.label("date")
    if label is None or not _is_8k(page):
        return []
    near = page.dates(page.offset(label.row) + label.start, page.offset(label.row + 4))
    near = near or page.dates(page.offset(label.row - 4), page.offset(label.row))[::-1]
    agreeing = [each for each in near if each[0] == page.header.period]
    for date, printed, span in (agreeing or near)[:1]:
        return [item("DocumentPeriodEndDate", printed, span, date.isoformat())]
    return []


def find_name_of_filer(page: CoverPage) -> list[CoverItem]:
    """The line with the words of the header's company: `ACME STEEL CORPORATION` for `ACME STEEL CORP /OH/`.

    It comes first, as some covers name several registrants and others label none.
    """
    found = filer_line(page)
    return _name_item(page, [found]) if found else []


def find_name(page: CoverPage) -> list[CoverItem]:
    """The line or lines above `(Exact name of registrant as specified in its charter)`, or below it behind a colon."""
    label = page.label("name")
    if label is None:
        return []
    rows: list[Stretch] = []
    for stretch in page.above(label, lines=3):
        if _NO_NAME.search(stretch.text) or any(date.day for date in find_dates(stretch.text)):
            break
        rows.append(stretch)
    return _name_item(page, rows or page.below(label)[:1])


def find_name_below_file_number(page: CoverPage) -> list[CoverItem]:
    """`Commission file number 1-4825` and below it `ACME CORPORATION`: covers without the label of the name."""
    label = page.label("file")
    if label is None or page.label("name") is not None:
        return []
    for row in range(label.row + 1, min(label.row + 5, len(page.lines))):
        for stretch in page.stretches(row)[:1]:
            if _COMPANY.search(stretch.text) and not _NO_NAME.search(stretch.text):
                return _name_item(page, [stretch])
    return []


def _name_item(page: CoverPage, found: list[Stretch]) -> list[CoverItem]:
    if not found:
        return []
    rows = sorted(found)
    printed = " ".join(stretch.text for stretch in rows)
    span = page.span(rows[0].row, rows[0].start, rows[0].end).join(
        page.span(rows[-1].row, rows[-1].start, rows[-1].end)
    )
    value = " ".join(_closed_up(row.text) if _SPACED.fullmatch(row.text) else row.text for row in rows)
    return [item("EntityRegistrantName", printed, span, " ".join(value.split()))]


def _closed_up(text: str) -> str:
    """`ACME CORP` for `A C M E  C O R P`: two blanks stand between its words."""
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", text))


def find_state(page: CoverPage) -> list[CoverItem]:
    """The words above `(State or other jurisdiction of incorporation)`, or behind or below its colon."""
    label = page.label("state")
    if label is None:
        return []
    behind = _BEHIND.match(page.lines[label.row], label.start)
    if behind and is_state(behind[1].rstrip()):
        return [_state_item(page, label.row, behind.start(1), behind.start(1) + len(behind[1].rstrip()))]
    above = page.above(label)
    for stretch in (*above, *page.below(label)[:1]):
        for match in _PLACE.finditer(stretch.text):
            if is_state(match[0]):
                start = stretch.start + match.start()
                return [_state_item(page, stretch.row, start, start + len(match[0]))]
    # A country, or a state in other words: `Republic of Liberia`, `Commonwealth of Pennsylvania`.
    return [
        _state_item(page, stretch.row, stretch.start, stretch.end)
        for stretch in above
        if _WORDS_OF_PLACE.fullmatch(stretch.text) and not _NO_PLACE.search(stretch.text)
    ][:1]


def find_state_in_words(page: CoverPage) -> list[CoverItem]:
    """`(A Delaware Corporation)`, as utilities print it, below the name of the filer where several are named."""
    filer = filer_line(page)
    for row in range(filer.row if filer else 0, len(page.lines)):
        for stretch in page.stretches(row):
            match = _CORPORATION_OF.fullmatch(stretch.text)
            if match and is_state(match[1]):
                return [_state_item(page, row, stretch.start + match.start(1), stretch.start + match.end(1))]
    return []


def _state_item(page: CoverPage, row: int, start: int, end: int) -> CoverItem:
    return item("EntityIncorporationStateCountryName", page.lines[row][start:end], page.span(row, start, end))


def find_tax_number(page: CoverPage) -> list[CoverItem]:
    """`16-1158413` near `(I.R.S. Employer Identification No.)`; the value is its nine digits."""
    return [
        item("EntityTaxIdentificationNumber", match[0], page.span(row, *match.span()), re.sub(r"\D", "", match[0]))
        for row, match in nearest(page, _EIN, page.label("ein"), page.header.ein)
    ]


def find_file_number(page: CoverPage) -> list[CoverItem]:
    """`0-27460` near `(Commission File Number)`: no concept of the releases of 2009-2014 holds it."""
    return [
        item("EntityFileNumber", match[0], page.span(row, *match.span()))
        for row, match in nearest(page, _FILE_NUMBER, page.label("file"), page.header.file_number)
    ]


def _is_8k(page: CoverPage) -> bool:
    if page.header.form:
        return page.header.form.startswith("8-K")
    return any((match := _FORM.search(line)) is not None and match[1].upper().startswith("8") for line in page.lines)


RULES = (
    Rule("form", "DocumentType", find_form),
    Rule("amendment", "AmendmentFlag", find_amendment),
    Rule("period", "DocumentPeriodEndDate", find_period),
    Rule("transition", "DocumentPeriodEndDate", find_transition),
    Rule("report-date", "DocumentPeriodEndDate", find_report_date),
    Rule("name-of-filer", "EntityRegistrantName", find_name_of_filer),
    Rule("name", "EntityRegistrantName", find_name),
    Rule("name-below-file-number", "EntityRegistrantName", find_name_below_file_number),
    Rule("state", "EntityIncorporationStateCountryName", find_state),
    Rule("state-in-words", "EntityIncorporationStateCountryName", find_state_in_words),
    Rule("tax-number", "EntityTaxIdentificationNumber", find_tax_number),
    Rule("file-number", "EntityFileNumber", find_file_number),
    Rule("address", "EntityAddressCityOrTown", find_address),
    Rule("address-without-label", "EntityAddressCityOrTown", find_address_without_label),
    Rule("phone", "CityAreaCode", find_phone),
    Rule("phone-without-label", "CityAreaCode", find_phone_without_label),
)
"""Each item is taken from the first rule that finds it."""
