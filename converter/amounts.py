"""Printed numbers -> `Decimal`: what one table cell of a plain-text filing says.

Nothing is guessed: text that looks like a number but is damaged (`1,2 34`, `l,234`, `1.234,5`) has no amount.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.model import CellKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100
"""Characters of the longest cell that is looked at: a longer one is prose or a rule, never one number."""

_CURRENCY = r"(?:(?:US|U\.S\.|CDN|Cdn|C|A|HK|NZ)?[ ]?\$|[\u00a3\u00a5\u20ac]|DM|FF|Rs\.?|L\.)"
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|[0-9]{1,3}(?:[ ][0-9]{3})+(?:\.[0-9]+)?"
_DIGITS += r"|[0-9]{1,3}(?:'[0-9]{3})+(?:\.[0-9]+)?"
_MARK = r"(?:\*{1,4}|\#|\+|\^|\([A-Za-z0-9]{1,2}\)|\[[A-Za-z0-9]{1,2}\]|<[A-Z]?[0-9]{1,2}>|/[A-Za-z0-9]/)"

# Nearly all cells are of one of these forms, and read without the cost of the full expressions.
_PLAIN = re.compile(
    r"[ ]*+(?:\$[ ]*+)?(\()?[ ]*+([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?(1)[ ]*\))[ ]*"
)
_PLAIN_DASHES = frozenset({"-", "--", "$-", "$--", "$ -"})

_AMOUNT = re.compile(
    rf"""
    [ \t\xa0]*
    (?:{_CURRENCY}[ \t\xa0]*)?
    (?: ([(\[{{]) [ \t\xa0]* | ([-\u2013\u2014\u2212])[ ]? )?   # 1 opening parenthesis, 2 leading minus
    (?:{_CURRENCY}[ \t\xa0]*)?
    (-(?=[0-9.]))?                                              # 3 minus after the currency sign: ($-1,234
    ({_DIGITS})                                                 # 4 the bare number
    (?: [ ]?(%) )?                                              # 5
    (?: [ \t\xa0]*([)\]}}]) (?: [ ]?(%) )? )?                   # 6 closing parenthesis, 7
    (?: (-)(?![-0-9]) | [ ]{{0,2}}(CR|Cr)(?![A-Za-z]) )?          # 8 trailing minus, 9 credit
    (?: [ ]?{_MARK}(?:,?{_MARK}){{0,3}} )?
    (?: [ \t\xa0]*\$ )?                                         # the sign of the next column, touching
    [ \t\xa0]*
    """,
    re.VERBOSE,
)

_DASH = re.compile(
    rf"""
    [ \t\xa0]*
    (?:{_CURRENCY}[ \t\xa0]*)?
    \(?[ ]?
    ( [-\u2013\u2014\u2212]{{1,3}} [ ]? 0(?:\.0{{1,2}})? [ ]? [-\u2013\u2014\u2212]{{1,3}}
    | -[ ]-(?:[ ]-)? | [-\u2013\u2014\u2212]{{1,5}}
    | [Nn]one | NONE | [Nn]il | NIL | -[Nn]one- | -NONE- )      # 1 the dash or zero word
    [ ]?\)?
    [ ]?(%)?                                                    # 2
    (?: [ ]?{_MARK} )?
    (?: [ \t\xa0]*\$ )?
    [ \t\xa0]*
    """,
    re.VERBOSE,
)


_NO_SEPARATORS = str.maketrans("", "", ", '")
_ZERO = Decimal(0)
_WHOLE = Decimal(1)
_CLOSING = {"(": ")", "[": "]", "{": "}", None: None}


class Amount(Struct, frozen=True):
    """A printed number."""

    value: Decimal
    """Negative in parentheses, with a minus, or marked as a credit; zero for a dash; not scaled.

    Its exponent keeps the printed decimals.
    """
    kind: CellKind
    """`amount`, `dash` or `percent`."""
    start: int
    """Offset of the bare number (digits, separators, point), or of the dash or zero word, within the text."""
    end: int
    decimals: int
    """Digits printed after the point."""
    flaw: str = ""
    """Why a person should look: `unbalanced` where one parenthesis is lost (`$1,295)`), `spaced` where blanks
    stand for the thousands separators (`1 234`)."""


@lru_cache(maxsize=4096)
def parse_amount(text: str) -> Amount | None:
    """The number printed in a cell, or None where it is text or damaged.

    Accepts `1,234`, `$ (1,234 )`, `($1,234)`, `1,234-`, `1,234 CR`, `-1,234`, `1'234`, `.09`, `(12.3)%`, `-0-`, `--`,
    `None`, `Nil`, and footnote marks behind: `1,234(a)`, `1,234 (1)`, `1,234**`. A dash is at most five characters
    long: a longer one is a rule. `N/A` is not zero, and `12 1/2`, `1.5x` and dates are no amounts.
    """
    if len(text) > _LONGEST:
        return None
    if match := _PLAIN.fullmatch(text):
        opening, number = match.groups()
        value = Decimal(number.replace(",", ""))
        start, end = match.span(2)
        decimals = len(number) - number.find(".") - 1 if "." in number else 0
        return Amount(-value if opening and value else value, CellKind.AMOUNT, start, end, decimals)
    if text.strip() in _PLAIN_DASHES:
        return Amount(_ZERO, CellKind.DASH, text.index("-"), text.rindex("-") + 1, 0)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return _parse_dash(text)
    opening, minus, inner, number, percent, closing, percent_behind, behind, credit = match.groups()
    trailing = behind or credit
    if (trailing and (minus or inner)) or (credit and opening):
        return _parse_dash(text)
    value = Decimal(number.translate(_NO_SEPARATORS))
    if (opening or minus or inner or closing or trailing) and value:
        value = -value
    point = number.find(".")
    flaw = ""
    if opening != closing and _CLOSING[opening] != closing:
        flaw = "unbalanced"
    elif " " in number:
        flaw = "spaced"
    return Amount(
        value,
        CellKind.PERCENT if percent or percent_behind else CellKind.AMOUNT,
        match.start(4),
        match.end(4),
        0 if point < 0 else len(number) - point - 1,
        flaw,
    )


def _parse_dash(text: str) -> Amount | None:
    match = _DASH.fullmatch(text)
    if match is None:
        return None
    kind = CellKind.PERCENT if match[2] else CellKind.DASH
    return Amount(_ZERO, kind, match.start(1), match.end(1), 0)


def implied_decimals(values: Iterable[Decimal | None], scale: int) -> int:
    """The `decimals` attribute that a group of printed values supports, all of the same unit and scale.

    Pass the printed values (not yet scaled) of all money lines of a statement, or of all share counts, or of all
    per-share amounts. Thousands are -3, one decimal in millions is -5, per-share amounts what is printed. Exact
    units that all end in 000 are -3: the filer rounds and prints the zeros. That needs three or more values that
    are not zero; all ending in 000,000 say -6 only from six values on. The result never cuts off a printed digit.
    """
    places = 0
    zeros = 99
    seen = 0
    for value in values:
        if not value:
            continue
        seen += 1
        if not value.same_quantum(_WHOLE):
            exponent = value.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > places:
                places = -exponent
        if zeros and not places:
            zeros = min(zeros, _trailing_zeros(int(abs(value)), zeros))
    if places or scale:
        return places - scale
    if zeros >= 6 and seen >= 6:
        return -6
    return -3 if zeros >= 3 and seen >= 3 else 0


def _trailing_zeros(number: int, limit: int) -> int:
    # Only 0, 3 and 6 matter: filers round to thousands and millions.
    if limit >= 6 and number % 1_000_000 == 0:
        return 6
    return 3 if limit >= 3 and number % 1000 == 0 else 0
