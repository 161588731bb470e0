"""Submission -> `FinancialDataSchedule`s: the EX-27 exhibits of 1993-2001, machine-written by the filers' software.

    <ARTICLE> 5
    <MULTIPLIER> 1,000
    <S>                             <C>             <C>
    <PERIOD-TYPE>                   3-MOS           YEAR
    <PERIOD-END>                    DEC-31-1995     DEC-31-1995
    <CASH>                                  174             174
    <EPS-PRIMARY>                           .01             .03<F1>

Articles 5 (commercial), 6 (investment companies), 7 (insurers), 9 (banks), BD (brokers) and UT (utilities) of
Regulation S-X (17 CFR 229.601(c), since removed) differ in their tags only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converter.amounts import parse_amount
from converter.messages import Message, Severity, Span
from converter.model import FinancialDataSchedule, ScheduleColumn, ScheduleValue
from converter.periods import find_dates

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from converter.model import Document, Submission

_TAGGED = re.compile(r"^[ \t]*<([A-Z][A-Z0-9&-]{1,40})>[ \t]*([^\n]*)", re.MULTILINE | re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"<F[0-9]{1,2}>", re.IGNORECASE)
_TOKEN = re.compile(r"(?:[$(-]{1,3}\s?)?[^\s$(-][^\s$(]*(?:\s?\))?|-{1,3}(?!\S)")
_EDGAR_DATE = re.compile(r"(?<![A-Z])([A-Z]{3})[A-Z]*+[- ]([0-9]{1,2})[- ,]{1,2}([0-9]{4}|[0-9]{2})", re.IGNORECASE)
_MONTHS = re.compile(r"([0-9]{1,2})-MOS?")

_LAYOUT = re.compile(
    r"TABLE|S|C|PAGE|CAPTION|LEGEND|RESTATED|FN|F[0-9]+|TEXT|DOCUMENT|TYPE|SEQUENCE|DESCRIPTION|FILENAME", re.IGNORECASE
)
_GENERAL = ("ARTICLE", "MULTIPLIER", "CURRENCY", "EXCHANGE-RATE", "NAME", "CIK", "SERIES", "NUMBER")
_OF_COLUMN = ("PERIOD-TYPE", "FISCAL-YEAR-END", "PERIOD-START", "PERIOD-END", "BOOK-VALUE")
_UNSCALED = re.compile(r"EPS-|PER-SHARE|RATIO|YIELD|NAV|RETURN")
"""Tags of amounts per share and of ratios: the multiplier does not apply to them."""

_MOST_COLUMNS = 12
_LONGEST = 100_000
_MULTIPLIERS = (1, 1000, 1_000_000, 1_000_000_000)


class _Entry(NamedTuple):
    tag: str
    text: str
    row: int
    """Lines below the first of the document."""
    column: int


def read_schedules(submission: Submission) -> tuple[tuple[FinancialDataSchedule, ...], tuple[Message, ...]]:
    """The Financial Data Schedules of a submission, in order, and messages about values that cannot be read.

    A schedule printed within another document, and several in one exhibit (co-registrants), are found as well.
    """
    schedules: list[FinancialDataSchedule] = []
    messages: list[Message] = []
    for index, document in enumerate(submission.documents):
        start = document.text.find("<PERIOD-TYPE>")
        if not document.type.startswith("EX-27") and start < 0:
            continue
        # Within another document it begins a few lines above the first of its tags.
        begin = 0 if document.type.startswith("EX-27") else max(0, document.text.rfind("<ARTICLE>", 0, start))
        entries = _entries(document.text, begin)
        for group in _groups(entries):
            schedule = _schedule(group, document, index, messages)
            if schedule is not None:
                schedules.append(schedule)
    return tuple(schedules), tuple(messages)


def _entries(text: str, begin: int) -> list[_Entry]:
    entries = []
    row, counted = 0, 0
    for match in _TAGGED.finditer(text, begin, begin + _LONGEST):
        if _LAYOUT.fullmatch(match[1]):
            continue
        row += text.count("\n", counted, match.start(1))
        counted = match.start(1)
        entries.append(
            _Entry(match[1].upper(), match[2][:400], row, match.start(2) - text.rfind("\n", 0, match.start(2)))
        )
    return entries


def _groups(entries: list[_Entry]) -> list[list[_Entry]]:
    """One list for each schedule: a new one begins with an article, or where the period type comes again."""
    groups: list[list[_Entry]] = []
    seen: set[str] = set()
    for entry in entries:
        begins = entry.tag in ("ARTICLE", "PERIOD-TYPE") and entry.tag in seen
        if not groups or begins:
            groups.append([])
            seen = set()
        groups[-1].append(entry)
        seen.add(entry.tag)
    return groups


def _schedule(
    entries: list[_Entry], document: Document, index: int, messages: list[Message]
) -> FinancialDataSchedule | None:
    general = {entry.tag: entry.text.strip() for entry in reversed(entries) if entry.tag in _GENERAL}
    heads = {entry.tag: entry for entry in reversed(entries) if entry.tag in _OF_COLUMN}
    rows = [entry for entry in entries if entry.tag not in _GENERAL and entry.tag not in _OF_COLUMN]
    if not rows or not heads.keys() & {"PERIOD-TYPE", "PERIOD-END", "FISCAL-YEAR-END"}:
        return None
    types = heads["PERIOD-TYPE"].text.upper().split() if "PERIOD-TYPE" in heads else []
    ends = _dates(heads.get("PERIOD-END"))
    multiplier = _multiplier(general.get("MULTIPLIER", ""))
    cells = {entry: _cells(entry, document, messages) for entry in rows}
    count = min(_MOST_COLUMNS, max(len(types), len(ends), 1))
    rate = parse_amount(general.get("EXCHANGE-RATE", ""))
    return FinancialDataSchedule(
        article=general.get("ARTICLE", "").upper(),
        multiplier=multiplier,
        currency=general.get("CURRENCY", ""),
        exchange_rate=rate.value if rate else None,
        name=general.get("NAME", ""),
        cik=general.get("CIK", ""),
        columns=tuple(_column(at, types, ends, heads, cells, multiplier or 1) for at in range(count)),
        span=_span(document, entries[0]).join(_span(document, entries[-1])),
        document=index,
    )


def _column(
    at: int,
    types: list[str],
    ends: list[dt.date | None],
    heads: dict[str, _Entry],
    cells: dict[_Entry, list[tuple[Decimal, Span] | None]],
    multiplier: int,
) -> ScheduleColumn:
    values: dict[str, ScheduleValue] = {}
    for entry, row in cells.items():
        cell = row[at] if at < len(row) else None
        if cell is not None and entry.tag not in values:
            value, span = cell
            full = value if _UNSCALED.search(entry.tag) else value * multiplier
            values[entry.tag] = ScheduleValue(tag=entry.tag, value=value, full=full, span=span)
    period_type = types[at] if at < len(types) else ""
    length = _MONTHS.fullmatch(period_type)
    return ScheduleColumn(
        period_type=period_type,
        months=12 if period_type == "YEAR" else int(length[1]) if length else None,
        fiscal_year_end=_nth(_dates(heads.get("FISCAL-YEAR-END")), at),
        period_start=_nth(_dates(heads.get("PERIOD-START")), at),
        period_end=_nth(ends, at),
        values=tuple(values.values()),
    )


def _cells(entry: _Entry, document: Document, messages: list[Message]) -> list[tuple[Decimal, Span] | None]:
    """The values of a row, one for each column; None where a token is no number (`N/A`)."""
    cells: list[tuple[Decimal, Span] | None] = []
    text = _FOOTNOTE_MARK.sub(lambda mark: " " * len(mark[0]), entry.text)
    for token in _TOKEN.finditer(text):
        line = document.first_line + entry.row
        span = Span(
            first_line=line,
            first_column=entry.column + token.start(),
            last_line=line,
            last_column=entry.column + token.end() - 1,
        )
        amount = parse_amount(token[0])
        cells.append(None if amount is None else (amount.value, span))
        if amount is None and any(digit in token[0] for digit in "0123456789"):
            messages.append(
                Message(
                    code="schedule.unreadable-value",
                    severity=Severity.INFO,
                    text=f"{token[0][:40]!r} of {entry.tag} in the Financial Data Schedule is no number",
                    span=span,
                )
            )
    return cells


def _multiplier(printed: str) -> int | None:
    amount = parse_amount(printed.split("<")[0].strip())
    return int(amount.value) if amount is not None and amount.value in _MULTIPLIERS else None


def _dates(entry: _Entry | None) -> list[dt.date | None]:
    if entry is None:
        return []
    found = []
    for match in _EDGAR_DATE.finditer(entry.text):
        spelled = find_dates(f"{match[1].title()} {match[2]}, {'19' if len(match[3]) == 2 else ''}{match[3]}")
        found.append(spelled[0].date if spelled else None)
    return found or [date.date for date in find_dates(entry.text)]


def _nth(dates: list[dt.date | None], at: int) -> dt.date | None:
    return dates[at] if at < len(dates) else None


def _span(document: Document, entry: _Entry) -> Span:
    line = document.first_line + entry.row
    end = max(1, entry.column + len(entry.text.rstrip()) - 1)
    return Span(first_line=line, first_column=1, last_line=line, last_column=end)
