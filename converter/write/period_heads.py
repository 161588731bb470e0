"""Column heads of a statement table from its periods: `Three months ended` over `December 31, 2003`."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Period, StatementColumn

_DAY = dt.timedelta(days=1)
_COUNT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head over `columns` columns, in one or two lines."""

    text: str
    second: str = ""
    columns: int = 1


def period_heads(columns: Sequence[StatementColumn]) -> tuple[tuple[Head, ...], tuple[Head, ...]]:
    """The heads that group columns of equal length, none where all are instants, and the head of each column."""
    lengths = [length_words(column.period) for column in columns]
    groups = tuple(Head(text=text, columns=len(list(run))) for text, run in groupby(lengths))
    heads = tuple(
        Head(
            text=f"{column.period.end:%B} {column.period.end.day},",
            second=f"{column.period.end.year}{' (restated)' if column.restated else ''}",
        )
        for column in columns
    )
    return (groups if any(group.text for group in groups) else ()), heads


def length_words(period: Period) -> str:
    """How long a duration is, in the words of a column head: `Year ended`, `Three months ended`, `52 weeks ended`."""
    if period.start is None:
        return ""
    days = (period.end - period.start).days + 1
    months = _whole_months(period.start, period.end)
    if months == 12:
        return "Year ended"
    if months == 1:
        return "Month ended"
    if months:
        count = _COUNT[months] if months < len(_COUNT) else str(months)
        return f"{count.capitalize()} months ended"
    return f"{days // 7} weeks ended" if days % 7 == 0 else f"{days} days ended"


def _whole_months(start: dt.date, end: dt.date) -> int:
    """The number of whole months from the first to the last day, or 0."""
    after = end + _DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    last = calendar.monthrange(start.year, start.month)[1]
    whole = after.day == start.day or (start.day > last - 3 and after.day == 1)
    return months if whole and 0 < months <= _MOST_MONTHS else 0
