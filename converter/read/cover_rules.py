"""The rules that find the items of a cover page, in the order in which they run: one rule, one function, one row.

A rule takes the page (with the header of the submission beside it) and returns what it found. To teach the reader
another layout, add a function and its row in `RULES`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converter.model import CoverItem
from converter.read.places import ZIP, LastLine, Piece, is_state, read_last_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from converter.messages import Span
    from converter.read.cover_page import CoverPage, Stretch

_FORM = re.compile(
    r"\bform\s*:?\s*(10-?\s?K\s?SB|10-?\s?K\s?405|10-?\s?KT?|10-?\s?QT?|10-?\s?Q\s?SB|8-?\s?K|20-?\s?F|40-?\s?F|6-?\s?K)"
    r"(?![0-9A-Za-z])(\s?[/-]\s?A\b|\s+A\b)?",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(r"\W*\(?\s*(amendment\s+n(?:o\.?|umber)\s*[0-9]+)\s*\)?\W*", re.IGNORECASE)
_EIN = re.compile(r"(?<![0-9-])[0-9]{2}\s?-\s?[0-9]{7}(?![0-9-])|(?<![0-9-])[0-9]{9}(?![0-9-])")
_FILE_NUMBER = re.compile(r"(?<![0-9A-Za-z-])[0-9]{1,3}-\s?[0-9]{1,6}(?:-[0-9]{1,2}|-?[A-Z])?(?![0-9A-Za-z-])")
_PHONE = re.compile(
    r"(?<![0-9-])(?:1-)?[(\[]?(?P<area>[2-9][0-9]{2})[)\]]?[\s/.-]{0,5}(?P<local>[0-9]{3}\s?[-.\s]\s?[0-9]{4})(?![0-9-])"
)
_NO_NAME = re.compile(
    r"commission|fiscal\s+year|\bperiod\b|\bended\b|\bform\b|securities|date\s+of|\bact\s+of\b|\(mark\s+one|\bwashington,?\s+d"
    r"|current\s+report|annual\s+report|quarterly|pursuant|amendment|transition|^\W*or\W*$|\bfee\b|^\s*<|^\W*$|^[\s\d/-]*$",
    re.IGNORECASE,
)
_WORDS_OF_PLACE = re.compile(r"[A-Za-z][A-Za-z .,&'()/-]{1,50}")
_LABEL_WORDS = re.compile(r"\b(?:incorporation|organi[sz]ation|jurisdiction|identification|employer|specified)\b", re.I)
_SUFFIXES = frozenset("INC CORP CO LTD LP LLC PLC INCORPORATED CORPORATION COMPANY LIMITED THE NEW DE".split())  # noqa: SIM905


class Rule(NamedTuple):
    """A row of the table."""

    name: str
    find: Callable[[CoverPage], list[CoverItem]]


def _item(concept: str, printed: str, span: Span, value: str | None = None) -> CoverItem:
    text = " ".join(printed.split())
    return CoverItem(concept=f"dei:{concept}", text=text, value=text if value is None else value, span=span)


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
        printed = match[0][re.match(r"form\s*:?\s*", match[0], re.IGNORECASE).end() :]  # type: ignore[union-attr]
        return [_item("DocumentType", printed, page.span(row, match.end() - len(printed), match.end()), value)]
    return []


def find_amendment(page: CoverPage) -> list[CoverItem]:
    """`AMENDMENT NO. 1` on a line of its own: an amendment even where the form type lacks its `/A`."""
    if page.header.form.endswith("/A"):
        return []
    for row, line in enumerate(page.lines):
        if match := _AMENDMENT.fullmatch(line):
            return [_item("AmendmentFlag", match[1], page.span(row, *match.span(1)), "true")]
    return []


def find_period(page: CoverPage) -> list[CoverItem]:
    """`For the fiscal year ended December 31, 1995`, `For the quarterly period ended: June 30, 1996`.

    The date may stand on the next line. A transition period does not count, unless it is the only one filled in.
    """
    for pattern in (r"(?:year|quarter|quarterly\s+period|months|weeks)\s+end(?:ed|ing)", r"\bperiod\s+end(?:ed|ing)"):
        for row, line in enumerate(page.lines):
            match = re.search(pattern, line, re.IGNORECASE)
            if match is None or _is_8k(page):
                continue
            for date, span in page.dates(row, row + 2):
                behind = (span.first_line, span.first_column) > (page.first_line + row, match.end())
                if behind and date.date is not None:
                    return [_item("DocumentPeriodEndDate", _printed(page, span), span, date.date.isoformat())]
    return []


def find_report_date(page: CoverPage) -> list[CoverItem]:
    """`Date of Report (Date of earliest event reported): February 5, 2004`, or the date above such a label.

    Where the date of the report and that of the earliest event both stand there, the one that the header gives as its
    period is taken, else the first.
    """
    label = page.label("date")
    if label is None or not _is_8k(page):
        return []
    below = page.dates(label.row, label.row + 3)
    line = page.first_line + label.row
    near = [each for each in below if (each[1].first_line, each[1].first_column) > (line, label.start)]
    near = near or list(reversed(page.dates(label.row - 4, label.row - 1)))
    agreeing = [each for each in near if page.header.period is not None and each[0].date == page.header.period]
    for date, span in (agreeing or near)[:1]:
        if date.date is not None:
            return [_item("DocumentPeriodEndDate", _printed(page, span), span, date.date.isoformat())]
    return []


def find_name(page: CoverPage) -> list[CoverItem]:
    """The line or lines above `(Exact name of registrant as specified in its charter)`."""
    label = page.label("name")
    if label is None:
        return []
    rows: list[Stretch] = []
    for stretch in page.above(label, lines=3):
        if _NO_NAME.search(stretch.text) or (rows and rows[-1].row != stretch.row and page.lines[stretch.row] == ""):
            break
        rows.append(stretch)
    return _name_item(page, rows)


def _name_item(page: CoverPage, found: list[Stretch]) -> list[CoverItem]:
    if not found:
        return []
    rows = sorted(found)
    printed = " ".join(stretch.text for stretch in rows)
    span = page.span(rows[0].row, rows[0].start, rows[0].end).join(
        page.span(rows[-1].row, rows[-1].start, rows[-1].end)
    )
    return [_item("EntityRegistrantName", printed, span)]


def find_name_without_label(page: CoverPage) -> list[CoverItem]:
    """A line that begins with the words of the header's company: `MICROSTAMP CORPORATION` for `MICROSTAMP CORP`."""
    wanted = _name_words(page.header.company)
    if not wanted:
        return []
    for row in range(len(page.lines)):
        for stretch in page.stretches(row):
            words = _name_words(stretch.text)
            if words == wanted or (sorted(words) == sorted(wanted) and len(words) > 1):
                return _name_item(page, [stretch])
    return []


def _name_words(name: str) -> list[str]:
    name = re.sub(r"/[A-Za-z]{2,5}/?\s*$", "", name)
    words = re.findall(r"[A-Z0-9]+", name.upper().replace("'", "").replace(".", ""))
    return [word for word in words if word not in _SUFFIXES]


def find_state(page: CoverPage) -> list[CoverItem]:
    """The words above `(State or other jurisdiction of incorporation)`, or behind a colon."""
    label = page.label("state")
    if label is None:
        return []
    for stretch in page.above(label):
        found = [
            piece for piece in re.finditer(r"[A-Za-z][A-Za-z.]*(?: [A-Za-z.]+)*", stretch.text) if is_state(piece[0])
        ]
        if found:
            start = stretch.start + found[0].start()
            return [_state_item(page, stretch.row, start, start + len(found[0][0]))]
        # A country, or a state in words that no list has: `Republic of Liberia`, `a Massachusetts trust`.
        if _WORDS_OF_PLACE.fullmatch(stretch.text) and not _LABEL_WORDS.search(stretch.text):
            return [_state_item(page, stretch.row, stretch.start, stretch.end)]
    line = page.lines[label.row]
    behind = re.match(r"[^:]{0,40}:\s*([A-Za-z][A-Za-z. ]{1,30})", line[label.start :])
    if behind and is_state(behind[1].strip()):
        start = label.start + behind.start(1)
        return [_state_item(page, label.row, start, start + len(behind[1].rstrip()))]
    return []


def _state_item(page: CoverPage, row: int, start: int, end: int) -> CoverItem:
    return _item("EntityIncorporationStateCountryName", page.lines[row][start:end], page.span(row, start, end))


def find_tax_number(page: CoverPage) -> list[CoverItem]:
    """`16-1158413` near `(I.R.S. Employer Identification No.)`; the value is its nine digits."""
    found = _nearest(page, _EIN, page.label("ein"))
    return [
        _item("EntityTaxIdentificationNumber", match[0], page.span(row, *match.span()), re.sub(r"\D", "", match[0]))
        for row, match in found
    ]


def find_file_number(page: CoverPage) -> list[CoverItem]:
    """`0-27460` near `(Commission File Number)`: no concept of the releases of 2009-2014 holds it."""
    label = page.label("file")
    if label is None:
        return []
    found = _nearest(page, _FILE_NUMBER, label)
    return [_item("EntityFileNumber", match[0], page.span(row, *match.span())) for row, match in found]


def find_phone(page: CoverPage) -> list[CoverItem]:
    """`(585) 256-0200` near `(Registrant's telephone number, including area code)`, in its two parts."""
    items = []
    for row, match in _nearest(page, _PHONE, page.label("phone")):
        items.append(_item("CityAreaCode", match["area"], page.span(row, *match.span("area"))))
        items.append(_item("LocalPhoneNumber", match["local"], page.span(row, *match.span("local"))))
    return items


def _nearest(page: CoverPage, pattern: re.Pattern[str], label: Stretch | None) -> list[tuple[int, re.Match[str]]]:
    """The match nearest to the label: beside it, up to five lines above, or up to two below; at most one."""
    if label is None:
        return []
    found = []
    for row in range(max(0, label.row - 6), min(len(page.lines), label.row + 4)):
        for match in pattern.finditer(page.lines[row]):
            beside = row == label.row and match.start() >= label.start
            distance = 0 if beside else abs(row - label.row) * 10 + (15 if row > label.row else 5)
            found.append((distance, abs(match.start() - label.start), row, match))
    return [(row, match) for _, _, row, match in sorted(found, key=lambda each: each[:3])[:1]]


def find_address(page: CoverPage) -> list[CoverItem]:
    """The lines above `(Address of principal executive offices)`: street, city, state and zip code.

    205 Long Lane, Springfield, Ohio               45501
    (Address of principal executive offices)     (Zip Code)
    """
    label = page.label("address")
    if label is None:
        return []
    above = sorted(page.above(label, lines=4))
    zips = [each for each in above if re.fullmatch(ZIP, each.text)]
    rows = [each for each in above if each not in zips and not _NO_STREET.search(each.text)]
    last = read_last_line(rows[-1].text) if rows else None
    if last is None:
        return []
    items = [_piece(page, rows[-1], concept, piece) for concept, piece in _last_concepts(last)]
    streets = [(each, Piece(each.text, 0)) for each in rows[:-1]]
    if last.street:
        streets.append((rows[-1], last.street))
    if len(streets) <= 3:
        for number, (stretch, piece) in enumerate(streets, start=1):
            items.append(_piece(page, stretch, f"EntityAddressAddressLine{number}", piece))
    return items if last.zip else items + _zip_beside(page, label, rows[-1].row)


_NO_STREET = re.compile(
    r"_{3}|-{3}|\b(?:incorporation|organi[sz]ation|jurisdiction)\b|\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{4}"
    r"|^[0-9]{2}-[0-9]{7}$",
    re.IGNORECASE,
)


def _last_concepts(last: LastLine) -> list[tuple[str, Piece]]:
    found = [("EntityAddressCityOrTown", last.city), ("EntityAddressStateOrProvince", last.state)]
    return [*found, ("EntityAddressPostalZipCode", last.zip)] if last.zip else found


def _piece(page: CoverPage, stretch: Stretch, concept: str, piece: Piece) -> CoverItem:
    start = stretch.start + piece.start
    return _item(concept, piece.text, page.span(stretch.row, start, start + len(piece.text)))


def _zip_beside(page: CoverPage, label: Stretch, row: int) -> list[CoverItem]:
    for candidate in (row, *range(label.row - 1, label.row - 5, -1)):
        if candidate < 0:
            continue
        for stretch in page.stretches(candidate):
            if re.fullmatch(ZIP, stretch.text):
                return [_piece(page, stretch, "EntityAddressPostalZipCode", Piece(stretch.text, 0))]
    return []


def _is_8k(page: CoverPage) -> bool:
    if page.header.form:
        return page.header.form.startswith("8-K")
    return any((match := _FORM.search(line)) is not None and match[1].upper().startswith("8") for line in page.lines)


def _printed(page: CoverPage, span: Span) -> str:
    first, last = span.first_line - page.first_line, span.last_line - page.first_line
    if first == last:
        return page.lines[first][span.first_column - 1 : span.last_column]
    return f"{page.lines[first][span.first_column - 1 :]} {page.lines[last][: span.last_column]}"


RULES = (
    Rule("form", find_form),
    Rule("amendment", find_amendment),
    Rule("period", find_period),
    Rule("report-date", find_report_date),
    Rule("name", find_name),
    Rule("name-without-label", find_name_without_label),
    Rule("state", find_state),
    Rule("tax-number", find_tax_number),
    Rule("file-number", find_file_number),
    Rule("address", find_address),
    Rule("phone", find_phone),
)
"""Each item is taken from the first rule that finds it."""
