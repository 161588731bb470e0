"""Financial Data Schedules (EX-27, 1993-2001)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from converter.messages import Span


class ScheduleValue(Struct, frozen=True, kw_only=True):
    """One value of a Financial Data Schedule."""

    tag: str
    """Without its brackets: `TOTAL-ASSETS`."""
    value: Decimal
    """As printed."""
    full: Decimal
    """Times the multiplier, where the tag is one that it applies to: not for per-share values and ratios."""
    span: Span


class ScheduleColumn(Struct, frozen=True, kw_only=True):
    """One column of a Financial Data Schedule: its period and its values."""

    period_type: str
    """As printed, in capitals: `YEAR`, `12-MOS`, `3-MOS`, `OTHER`, or empty."""
    months: int | None
    """The length that the period type names."""
    fiscal_year_end: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    values: tuple[ScheduleValue, ...]

    def get(self, tag: str) -> ScheduleValue | None:
        """The value of a tag, or None."""
        return next((value for value in self.values if value.tag == tag), None)


class FinancialDataSchedule(Struct, frozen=True, kw_only=True):
    """An EX-27 schedule (1993-2001): what the filer's software stated beside the text, never a source of facts."""

    article: str
    """Of Regulation S-X: `5`, `6`, `7`, `9`, `BD`, `UT`; empty where it is not printed."""
    multiplier: int | None
    """1, 1000, 1000000; None where it is not printed, which means 1 to the rules and often thousands to the filer."""
    currency: str
    exchange_rate: Decimal | None
    name: str
    cik: str
    columns: tuple[ScheduleColumn, ...]
    span: Span
    document: int
    """The index of its document in `Submission.documents`."""
