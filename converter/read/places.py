"""Names of states and provinces, and the parts of a printed postal address."""

from __future__ import annotations

import re
from string import ascii_letters
from typing import NamedTuple

_STATES = (
    "Alabama AL|Alaska AK|Arizona AZ|Arkansas AR|California CA|Colorado CO|Connecticut CT|Delaware DE|"
    "District of Columbia DC|Florida FL|Georgia GA|Guam GU|Hawaii HI|Idaho ID|Illinois IL|Indiana IN|Iowa IA|"
    "Kansas KS|Kentucky KY|Louisiana LA|Maine ME|Maryland MD|Massachusetts MA|Michigan MI|Minnesota MN|"
    "Mississippi MS|Missouri MO|Montana MT|Nebraska NE|Nevada NV|New Hampshire NH|New Jersey NJ|New Mexico NM|"
    "New York NY|North Carolina NC|North Dakota ND|Ohio OH|Oklahoma OK|Oregon OR|Pennsylvania PA|Puerto Rico PR|"
    "Rhode Island RI|South Carolina SC|South Dakota SD|Tennessee TN|Texas TX|Utah UT|Vermont VT|Virginia VA|"
    "Virgin Islands VI|Washington WA|West Virginia WV|Wisconsin WI|Wyoming WY|"
    "Alberta AB|British Columbia BC|Manitoba MB|New Brunswick NB|Newfoundland NF|Nova Scotia NS|Ontario ON|"
    "Prince Edward Island PE|Quebec QC|Saskatchewan SK"
)
STATES = frozenset(row.rpartition(" ")[0].upper() for row in _STATES.split("|"))
CODES = frozenset(row.rpartition(" ")[2] for row in _STATES.split("|"))
_OLD_CODES = (
    "ALA|ARIZ|ARK|CALIF|COLO|CONN|DEL|FLA|GA|ILL|IND|KAN|KANS|KY|LA|MASS|MD|MICH|MINN|MISS|MO|MONT|NEB|NEBR|NEV|OKLA|"
    "ORE|PA|PENN|TENN|TEX|VA|VT|WASH|WIS|WISC|WYO"
)
_ABBREVIATED = frozenset(_OLD_CODES.split("|"))
_ENDS = frozenset({*CODES, *_ABBREVIATED, *(name.rpartition(" ")[2] for name in STATES), *(code[-1] for code in CODES)})
"""The last letters of every way to write a state: the last word of its name, the `Y` of `N.Y.`"""

ZIP = r"[0-9]{5}(?:-[0-9]{4})?"
_LAST_LINES = tuple(
    re.compile(
        rf"(?P<city>[A-Za-z][A-Za-z.' -]{{0,40}}[A-Za-z.])\s{{0,4}},?\s{{1,4}}"
        rf"(?P<state>[A-Za-z]+(?:\.?\s[A-Za-z]+){{{more}}}(?:\.[A-Za-z])*)[,.]?\s{{0,20}}(?P<zip>{ZIP})?\s*"
    )
    for more in (2, 1, 0)
)
"""For states of three words, two and one: `Dover, Delaware 19901`, `Charleston West Virginia`, `Albany, N.Y.`."""


class Piece(NamedTuple):
    """A part of an address with its place in the line."""

    text: str
    start: int


class LastLine(NamedTuple):
    """The line of an address that ends in the state: `205 Long Lane, Springfield, Ohio 45501`."""

    street: Piece | None
    city: Piece
    state: Piece
    zip: Piece | None


def is_state(text: str) -> bool:
    """Whether it names a state of the Union or a province of Canada, in words or as its postal code."""
    name = " ".join(text.replace(".", " ").upper().split())
    return name in STATES or name in _ABBREVIATED or name.replace(" ", "") in CODES


def read_last_line(text: str) -> LastLine | None:
    """The parts of a line that ends in a state, perhaps with a zip code; None where it does not."""
    end = text.rstrip().rstrip("0123456789-").rstrip(" ,.\t\xa0")
    if end[len(end.rstrip(ascii_letters)) :].upper() not in _ENDS:
        return None
    comma = text.rfind(",")
    match = None
    while comma >= 0 and match is None:
        # The city begins behind the last comma but one: `One Plaza, Suite 5, Portland, Maine`.
        before = text.rfind(",", 0, comma)
        match = _state_line(text, before + 1)
        comma = before
    last = text.rfind(",")
    gap = text.rfind("  ", 0, last)
    for start in (gap, last + 1, 0):  # `West 48th Avenue  Denver, Colorado` and `1 Long Lane, Springfield Ohio`
        if match is None and start >= 0:
            match = _state_line(text, start)
    if match is None or is_state(match["city"] + " " + match["state"]):
        return None
    street = text[: match.start("city")].rstrip(" ,")
    lead = len(street) - len(street.lstrip())
    state = match["state"]
    if "." in state and text[match.end("state") : match.end("state") + 1] == ".":
        state += "."  # the point of `N.Y.` belongs to it, that of a sentence does not
    return LastLine(
        street=Piece(street.strip(), lead) if street.strip() else None,
        city=Piece(match["city"], match.start("city")),
        state=Piece(state, match.start("state")),
        zip=Piece(match["zip"], match.start("zip")) if match["zip"] else None,
    )


def _state_line(text: str, start: int) -> re.Match[str] | None:
    while start < len(text) and text[start] == " ":
        start += 1
    for pattern in _LAST_LINES:
        match = pattern.fullmatch(text, start)
        if match is not None and is_state(match["state"]):
            return match
    return None
