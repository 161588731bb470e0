"""Units: what a line counts - money, shares, money per share, or a plain number."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from converter.model import CellKind, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Cell

_PER_SHARE = re.compile(
    r"\bper\b[\s-]+(?:[\w&/,()'-]+\s+){0,9}?(?:shares?|units?|ads|adr)\b|\bper[\s-]share\b|\ba\s+share\b|/\s*share\b",
    re.IGNORECASE,
)
_SHARES = re.compile(
    r"\b(?:average|weighted|number\s+of|common|equivalent|outstanding|diluted)\b.{0,60}\b(?:shares?|units)\b"
    r"|\b(?:shares?|units)\b.{0,40}\b(?:outstanding|used\s+(?:in|for|to)|issued)\b|^(?:average\s+)?shares?\b"
    r"|^(?:dilutive\s+)?common\s+(?:stock|share)\s+equivalents\b",
    re.IGNORECASE,
)
_SHARE_HEAD = re.compile(
    r"\bshares\s+used\b|\b(?:weighted|average|number\s+of).{0,60}\b(?:shares?|units|outstanding)\b", re.IGNORECASE
)
_SHARE_ROWS = re.compile(
    r"(?:(?:class\s+\w\s+)?(?:common|preferred|treasury|capital)\s+(?:stock|shares?)[\s,-]*)?"
    r"(?:number\s+of\s+)?shares(?:\s+outstanding|\s+issued)?\W*$",
    re.IGNORECASE,
)
"""What heads rows of share counts in a statement of equity: `Common stock, shares outstanding:`."""
_MONEY_WORDS = re.compile(
    r"^\W*(?:net|income|earnings|loss)\b|stock,|\bpar\b|\bpaid[\s-]in\b|\bcapital\b|\btreasury\b|proceeds|purchase|\bissuance\b|repurchase|\bissued\s+(?:for|upon|under|in)\b"
    r"|\bdividends\b|\bauthorized\b|\bcost\s+of\b|\bat\s+cost\b|\bliquidation\b|\bredeem|\bequity\b|\bvalue\b|\bretirement\b|\bsale\s+of\b|\bstock\s+options",
    re.IGNORECASE,
)
_MILLS = -3
_CENTS = re.compile(r"\.\d\d\d?(?!\d)")
_SHARE_VALUE = re.compile(
    r"\W*(?:net\s+asset\s+value|book\s+value|(?:cash\s+)?(?:dividends?|distributions?)(?:\s+(?:declared|paid))?)\b[^$\d]{0,40}?"
    r"\bper\b[^$\d]{0,40}\b(?:share|unit|interest)\b",
    re.IGNORECASE,
)
"""What balance sheets and statements of equity print for one share below their totals."""
_RATE_STATED = re.compile(
    r"\$\s{0,2}(?:\d++(?:\.\d++)?|\.\d++)[^()]{0,60}\bper\b|\bper\b[^$\d]{0,40}(?:19|20)\d\d[\s:,-]{1,3}\$\s?\(?\d*\.\d",
    re.IGNORECASE,
)
"""`Dividends declared ($.08 per share)   572`: the rate stands in the caption, the figures are what it comes to."""
_AVERAGE = re.compile(r"\b(?:average|weighted)\b", re.IGNORECASE)
_PURE = re.compile(
    r"\bratios?\b|\bpercent(?:age)?\b|\bnumber\s+of\s+(?:employees|stores|customers|shareholders)|\beffective\s+tax\s+rate\b"
    r"|\b(?:as\s+)?an?\s+%\s+of\b|\b(?:as|in)\s+%\s+of\b|^\W*%\s+of\b"
    r"|^\W*returns?\s+on\s+(?:average\s+|total\s+|net\s+|common\s+)*(?:assets|equity|sales|revenues?|investment|(?:share|stock)holders)",
    re.IGNORECASE,
)

_PERCENT = re.compile(r"\bpercent|%|\brates?\b|^\W*returns?\s+on\b", re.IGNORECASE)
_COUNT_ROW = re.compile(
    r"\W*(?:number\s+of\s+)?(?:(?:common|preferred|preference|capital|class\s+\w)\s+)?"
    r"(?:shares\s+authorized|authorized\s+shares|shares\s+(?:issued\s+and\s+)?outstanding|(?:issued\s+and\s+)?outstanding\s+shares"
    r"|shares\s+authorized,?\s+(?:issued\s+)?and\s+(?:issued|outstanding)|shares\s+of\s+beneficial\s+interest\s+outstanding)"
    r"[\s,]*(?:\([^()\d]*\))?\W*$",
    re.IGNORECASE,
)
"""What heads counts of shares in a row of their own: a caption with a number has the money they are worth beside it."""
_COUNT_BELOW = re.compile(
    r"\b(?:value|stock|par|share|no[\s-]par)[^\w(]{1,4}(?:number\s+of\s+)?(?:shares\s+authorized|authorized\s+shares)\W*$",
    re.IGNORECASE,
)
"""`Common stock, $.01 par value` over `Shares authorized:`; `unlimited shares authorized` names no figures."""
_IN_CENTS = re.compile(r"\((?:in\s+)?(?:(?:us|u\.s\.)\s+)?cents\)|\bin\s+cents\b|[-,]\s*cents\W*$", re.IGNORECASE)
_ISSUED_ROW = re.compile(r"\W*(?:\w+\s+)?(?:shares\s+issued|issued\s+shares)\W*$", re.IGNORECASE)
_PURE_HINTS = ("ratio", "percent", "number", "effective", "%", "return")
"""What a label must have that names a ratio or counts something."""
_COUNTED = ("share", "unit", "ads", "adr", "equivalents")
"""What a label must have that names shares, units or receipts for them."""


def counts_shares(label: str) -> bool:
    """Whether a row of a balance sheet counts shares: `Shares authorized`, with no figure of its own in the caption."""
    if "hares" not in label:
        return False
    return _COUNT_ROW.match(label) is not None or ("thorized" in label and _COUNT_BELOW.search(label) is not None)


def goes_on_counting(label: str) -> bool:
    """Whether a row below one of share counts counts shares too: `Shares issued` below `Shares authorized`."""
    return "hares" in label and _ISSUED_ROW.match(label) is not None


def percent_scale(label: str, cells: Sequence[Cell | None]) -> int:
    """The power of ten of plain numbers: -2 where the label says that they are percentages, and no sign beside them."""
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    if any(cell is not None and cell.kind is CellKind.PERCENT for cell in cells) or not _PERCENT.search(label):
        return 0
    return -2 if any(abs(value) > 1 for value in values) else 0


def rate_scale(label: str, section: Sequence[str]) -> int:
    """The power of ten of money per share: -2 where the label or the heading above says cents."""
    return -2 if any(_IN_CENTS.search(text) for text in (label, *section[-1:]) if "ents" in text.lower()) else 0


def has_cents(cell: Cell) -> bool:
    """Whether an amount is printed with two or three places after the point."""
    return "." in cell.text and _CENTS.search(cell.text) is not None


def _has_mills(cell: Cell) -> bool:
    """Whether an amount has three places behind whole units: without a word of shares a point may be a comma's."""
    return cell.value is not None and abs(cell.value) >= 1 and cell.value.as_tuple().exponent == _MILLS


def _is_pure(label: str) -> bool:
    return any(map(label.lower().__contains__, _PURE_HINTS)) and _PURE.search(label) is not None


@lru_cache(maxsize=1024)
def _heads_shares(heading: str) -> bool:
    """Whether rows under a heading count shares."""
    return _SHARE_HEAD.search(heading) is not None and not _MONEY_WORDS.search(heading)


@lru_cache(maxsize=1024)
def _heads_per_share(heading: str) -> bool:
    """Whether rows under a heading are of money per share."""
    return _PER_SHARE.search(heading) is not None


_OF_RESULTS = (StatementKind.INCOME_STATEMENT, StatementKind.COMPREHENSIVE_INCOME)


def read_unit(
    label: str, section: Sequence[str], cells: Sequence[Cell | None], *, kind: StatementKind, whole: bool
) -> UnitKind:
    """What the cells of a line count.

    The label decides, then the heading above it (`Earnings per share:` over `Primary` and `Fully diluted`), then the
    figures: a line with cents in a statement of `whole` amounts, printed without cents, counts money per share. Balance
    sheet captions name shares without counting them (`Common stock, $.10 par value, 50,000,000 shares authorized`).
    """
    values = [cell for cell in cells if cell is not None and cell.value]
    if values and all(cell.kind is CellKind.PERCENT for cell in values):
        return UnitKind.PURE
    pointed = [cell for cell in values if "." in cell.text]
    fraction = any("." in cell.text.rstrip(".") for cell in pointed)
    small = all(-1000 < cell.value < 1000 for cell in values if cell.value is not None)
    if kind not in _OF_RESULTS:
        if (
            values
            and all(map(has_cents, values))
            and (_SHARE_VALUE.match(label) or (section and _SHARE_VALUE.match(section[-1])))
        ):
            return UnitKind.PER_SHARE
        if kind is StatementKind.EQUITY and not fraction and section and _SHARE_ROWS.match(section[-1]):
            return UnitKind.SHARES
        if kind is StatementKind.BALANCE_SHEET and not fraction and counts_shares(label):
            return UnitKind.SHARES
        return UnitKind.PURE if small and _is_pure(label) else UnitKind.MONEY
    counted = any(map(label.lower().__contains__, _COUNTED))
    share_label = counted and bool(_SHARES.search(label)) and not _MONEY_WORDS.search(label)
    if (
        counted
        and _PER_SHARE.search(label)
        and not (share_label and not small and re.search(r"used|shares\s+outstanding", label, re.IGNORECASE))
    ):
        if values and not fraction and _RATE_STATED.search(label):
            return UnitKind.MONEY
        if small or not values:
            return UnitKind.PER_SHARE
        # "Shares used in computing net income per share": the figures are counts.
        return UnitKind.SHARES if "shares" in label.lower() or "outstanding" in label.lower() else UnitKind.MONEY
    # "Average shares outstanding  53.9": in a statement of millions they are printed with one place after the point.
    if share_label and (not fraction or not small or (_AVERAGE.search(label) and not any(map(has_cents, values)))):
        return UnitKind.SHARES
    if small and _is_pure(label):
        return UnitKind.PURE
    for above in reversed(section):
        if not fraction and _heads_shares(above):
            return UnitKind.SHARES
        if _heads_per_share(above):
            if fraction and small:
                return UnitKind.PER_SHARE
            if not small and not fraction and re.search(r"shares|average|outstanding", label, re.IGNORECASE):
                return UnitKind.SHARES
            if not values:
                return UnitKind.PER_SHARE
    if whole and values and small and all(map(has_cents, values)) and not any(map(_has_mills, values)):
        return UnitKind.PER_SHARE
    return UnitKind.MONEY
