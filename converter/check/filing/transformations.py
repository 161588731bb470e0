"""The transformations of inline XBRL that filings to EDGAR use: printed text to the value of the fact."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SPACES: Final = str.maketrans("", "", " \t\r\n\u00a0\u2009\u202f'")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDY_DATE: Final = re.compile(r"\s*([A-Za-z]{3,9})[^0-9A-Za-z]{1,9}(\d{1,2})[^0-9]{1,9}(\d{1,4})\s*")
_NUMBER_DATE: Final = re.compile(r"\s*(\d{1,4})[^0-9]{1,3}(\d{1,2})[^0-9]{1,3}(\d{1,4})\s*")
_NUMBER: Final = re.compile(r"\d{1,60}(?:\.\d{0,60})?|\.\d{1,60}")


def point_decimal(text: str) -> str | None:
    """`1,234.5` to `1234.5`."""
    return _number(text.translate(_SPACES).replace(",", ""))


def comma_decimal(text: str) -> str | None:
    """`1.234,5` to `1234.5`."""
    return _number(text.translate(_SPACES).replace(".", "").replace(",", "."))


def _number(text: str) -> str | None:
    return text if _NUMBER.fullmatch(text) else None


def monthname_day_year(text: str) -> str | None:
    """`March 31, 2003` to `2003-03-31`."""
    match = _WORDY_DATE.fullmatch(text)
    if match is None or match[1][:3].lower() not in _MONTHS:
        return None
    return _date(int(match[3]), _MONTHS.index(match[1][:3].lower()) + 1, int(match[2]))


def month_day_year(text: str) -> str | None:
    """`3/31/2003` to `2003-03-31`."""
    match = _NUMBER_DATE.fullmatch(text)
    return _date(int(match[3]), int(match[1]), int(match[2])) if match else None


def year_month_day(text: str) -> str | None:
    """`2003-3-31` to `2003-03-31`."""
    match = _NUMBER_DATE.fullmatch(text)
    return _date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        # Two digits are years of this century in every registry.
        return dt.date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return None


def _always(value: str) -> Callable[[str], str | None]:
    return lambda _text: value


TRANSFORMATIONS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "num-dot-decimal": point_decimal,
    "numdotdecimal": point_decimal,
    "num-comma-decimal": comma_decimal,
    "numcommadecimal": comma_decimal,
    "fixed-zero": _always("0"),
    "zerodash": _always("0"),
    "numdash": _always("0"),
    "fixed-empty": _always(""),
    "nocontent": _always(""),
    "fixed-true": _always("true"),
    "booleantrue": _always("true"),
    "fixed-false": _always("false"),
    "booleanfalse": _always("false"),
    "date-monthname-day-year-en": monthname_day_year,
    "datemonthdayyearen": monthname_day_year,
    "date-month-day-year": month_day_year,
    "datemonthdayyear": month_day_year,
    "date-year-month-day": year_month_day,
    "dateyearmonthday": year_month_day,
}
"""By the local name: the registries of 2015, 2020 and 2022 name the same things with and without hyphens."""


def is_known(format_name: str) -> bool:
    """Whether the value of a text in this format is known here; text without a format is its own value."""
    return not format_name or format_name.rpartition(":")[2] in TRANSFORMATIONS


def transformed(format_name: str, text: str) -> str | None:
    """The value that a format makes of a text, or None where the text does not fit or the format is not known here."""
    if not format_name:
        return text
    transformation = TRANSFORMATIONS.get(format_name.rpartition(":")[2])
    return transformation(text) if transformation is not None else None


def number(value: str | None, scale: str, sign: str) -> Decimal | None:
    """A transformed text as the value of a numeric fact, or None where it is no number."""
    if value is None:
        return None
    try:
        found = Decimal(value.strip())
        power = int(scale) if scale else 0
    except (InvalidOperation, ValueError):
        return None
    if not found.is_finite() or abs(power) > 60:  # no figure has that many digits
        return None
    scaled = Decimal((found.as_tuple().sign, found.as_tuple().digits, int(found.as_tuple().exponent) + power))
    return -scaled if sign == "-" else scaled
