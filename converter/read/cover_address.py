"""The rules of the cover page for postal addresses and telephone numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.read.cover_items import filer_line, item, name_words, nearest
from converter.read.places import ZIP, LastLine, Piece, is_state, read_last_line

if TYPE_CHECKING:
    from converter.model import CoverItem
    from converter.read.cover_page import CoverPage, Stretch

_PHONE = re.compile(
    r"(?<![0-9-])(?:1-)?[(\[]?(?P<area>[2-9][0-9]{2})[)\]]?[\s/.-]{0,5}(?P<local>[0-9]{3}\s?[-.\s]\s?[0-9]{4})(?![0-9-])"
)

_NO_STREET = re.compile(
    r"_{3}|-{3}|:|\b(?:incorporation|organi[sz]ation|jurisdiction|identification)\b|\(?[0-9]{3}\)?[ -][0-9]{3}-[0-9]{4}"
    r"|^[0-9]{2}-[0-9]{7}$",
    re.IGNORECASE,
)

_STREET = re.compile(r"[0-9]+[A-Za-z]?\s|P\.?\s?O\.?\s+Box|(?:One|Two|Three)\s", re.IGNORECASE)


def find_address(page: CoverPage) -> list[CoverItem]:
    """The lines above `(Address of principal executive offices)`: street, city, state and zip code.

    205 Long Lane, Springfield, Ohio               45501
    (Address of principal executive offices)     (Zip Code)
    """
    label = page.label("address")
    if label is None:
        return []
    above = page.below(label)[:1] if label.text.endswith(":") else sorted(page.above(label, lines=4))
    own = name_words(page.header.company)
    zips = [each for each in above if re.fullmatch(ZIP, each.text)]
    # The name of the company may stand above the street, and is no part of the address.
    rows = [
        each
        for each in above
        if each not in zips and not _NO_STREET.search(each.text) and (not own or name_words(each.text) != own)
    ]
    last = read_last_line(rows[-1].text) if rows else None
    if last is None and len(rows) > 1 and is_state(rows[-1].text):
        return _wrapped_address(page, rows, label)
    if last is None:
        return []
    items = [_piece(page, rows[-1], concept, piece) for concept, piece in _last_concepts(last)]
    streets = [(each, Piece(each.text.rstrip(" ,"), 0)) for each in rows[:-1] if each.text.strip(" ,")]
    if last.street:
        streets.append((rows[-1], last.street))
    if len(streets) <= 3:
        for number, (stretch, piece) in enumerate(streets, start=1):
            items.append(_piece(page, stretch, f"EntityAddressAddressLine{number}", piece))
    return items if last.zip else items + _zip_beside(page, label, rows[-1].row)


def find_address_without_label(page: CoverPage) -> list[CoverItem]:
    """A line that ends in state and zip code, with the street above it; not the Commission's own in Washington."""
    filer = filer_line(page)
    for row in range(filer.row if filer else 1, len(page.lines)):
        for stretch in page.stretches(row):
            last = read_last_line(stretch.text)
            if last is None or last.zip is None or last.zip.text.startswith("20549"):
                continue
            items = [_piece(page, stretch, concept, piece) for concept, piece in _last_concepts(last)]
            if last.street:
                return [*items, _piece(page, stretch, "EntityAddressAddressLine1", last.street)]
            above = min(page.stretches(row - 1), key=lambda each: abs(each.middle - stretch.middle), default=None)
            if above is not None and _STREET.match(above.text):
                items.append(_piece(page, above, "EntityAddressAddressLine1", Piece(above.text.rstrip(" ,"), 0)))
            return items
    return []


def _wrapped_address(page: CoverPage, rows: list[Stretch], label: Stretch) -> list[CoverItem]:
    """The address whose state alone stands on the last line: `Acme Building, Springfield,` / `Ohio`."""
    state, before = rows[-1], rows[-2]
    street, _, city = before.text.rstrip(" ,").rpartition(",")
    if not city.strip():
        return []
    items = [
        _piece(page, before, "EntityAddressCityOrTown", Piece(city.strip(), before.text.rindex(city.strip()))),
        _piece(page, state, "EntityAddressStateOrProvince", Piece(state.text, 0)),
    ]
    if street.strip() and len(rows) == 2:
        items.append(_piece(page, before, "EntityAddressAddressLine1", Piece(street.rstrip(), 0)))
    return items + _zip_beside(page, label, state.row)


def _last_concepts(last: LastLine) -> list[tuple[str, Piece]]:
    found = [("EntityAddressCityOrTown", last.city), ("EntityAddressStateOrProvince", last.state)]
    return [*found, ("EntityAddressPostalZipCode", last.zip)] if last.zip else found


def _piece(page: CoverPage, stretch: Stretch, concept: str, piece: Piece) -> CoverItem:
    start = stretch.start + piece.start
    return item(concept, piece.text, page.span(stretch.row, start, start + len(piece.text)))


def _zip_beside(page: CoverPage, label: Stretch, row: int) -> list[CoverItem]:
    for candidate in (row, *range(label.row - 1, label.row - 5, -1)):
        if candidate < 0:
            continue
        for stretch in page.stretches(candidate):
            if re.fullmatch(ZIP, stretch.text):
                return [_piece(page, stretch, "EntityAddressPostalZipCode", Piece(stretch.text, 0))]
    return []


def find_phone(page: CoverPage) -> list[CoverItem]:
    """`(585) 256-0200` near `(Registrant's telephone number, including area code)`, in its two parts."""
    found = nearest(page, _PHONE, page.label("phone"), "")
    return [each for row, match in found for each in _phone_items(page, row, match, 0)]


def find_phone_without_label(page: CoverPage) -> list[CoverItem]:
    """A telephone number that stands alone below the name of the filer."""
    filer = filer_line(page)
    for row in range(filer.row if filer else 0, len(page.lines)):
        for stretch in page.stretches(row):
            if match := _PHONE.fullmatch(stretch.text):
                return _phone_items(page, row, match, stretch.start)
    return []


def _phone_items(page: CoverPage, row: int, match: re.Match[str], column: int) -> list[CoverItem]:
    parts = (("CityAreaCode", "area"), ("LocalPhoneNumber", "local"))
    return [
        item(concept, match[part], page.span(row, column + match.start(part), column + match.end(part)))
        for concept, part in parts
    ]
