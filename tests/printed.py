"""Amounts and dates as filings print them: what the properties of the readers are about."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal


def format_amount(
    value: Decimal,
    *,
    negative: str = "()",
    currency: str = "",
    separator: str = ",",
    leading_zero: bool = False,
) -> str:
    """The value as filings print it, so that `parse_amount(format_amount(x)).value == x`.

    `negative` is `()`, `-` in front or `-` behind written as `x-`; a value below one has a zero before its point with
    `leading_zero` only.
    """
    exponent = value.as_tuple().exponent
    digits = f"{abs(value):.{max(0, -exponent) if isinstance(exponent, int) else 0}f}"
    whole, _, fraction = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", separator)
    if fraction:
        grouped = f"{'' if grouped == '0' and not leading_zero else grouped}.{fraction}"
    if value >= 0:
        return f"{currency}{grouped}"
    if negative == "()":
        return f"{currency}({grouped})"
    return f"-{currency}{grouped}" if negative == "-" else f"{currency}{grouped}-"


def format_date(day: dt.date) -> str:
    """The day as American filings print it: `December 31, 1995`."""
    return f"{calendar.month_name[day.month]} {day.day}, {day.year:04}"
