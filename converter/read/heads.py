"""Heads: the period of each column, from the lines printed above it.

Heads come in levels, and one phrase may stand over several columns::

         Three Months Ended        Twelve Months Ended
            December 31,              December 31,
          2003        2002          2003        2002
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import month_name
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from converter.periods import find_dates, find_lengths
from converter.read.cut_heads import uncut, uncut_days
from converter.read.levels import Item, extent, fill

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from converter.model import Column
    from converter.periods import DatePhrase, LengthPhrase

_EXCLUDED = re.compile(
    r"pro[\s-]*forma|\bnon[\s-]?gaap\b|\bchange|\bvariance|percent|%|\badjustments?\b|\belimination|^\W*notes?\W*$"
    r"|\b(?:estimate[ds]?|forecast|project(?:ed|ions?)|budget(?:ed)?|guidance|outlook)\b|\b(?:19|20)\d\dE\b",
    re.IGNORECASE,
)
_MOVEMENT = re.compile(r"\bincrease|\bdecrease|\bdifference", re.IGNORECASE)
_INCEPTION = re.compile(r"inception|cumulative", re.IGNORECASE)
_INCEPTION_ALONE = re.compile(r"\(?(?:date of )?inception\b", re.IGNORECASE)
_PHRASE = re.compile(r"\S+(?: \S+)*")
_LONGEST_HEAD = 30
"""Characters: a longer phrase that begins beside the columns is a line of the title."""
_GOES_TO = re.compile(r"inception|\b(?:to|through|thru|until)\b|\d\s?-", re.IGNORECASE)
"""What a stretch of days has between them."""
_GOES_TO_HINTS = ("inception", "to", "thr", "until", "-")
_STATEMENT = re.compile(r"\b(?:statements?|balance\s+sheets?)\b", re.IGNORECASE)
_OPENS_TITLE = re.compile(r"(?:for|and|the|from|to|through|period)\b", re.IGNORECASE)
_APART = re.compile(r"[ \t]{3}")
_HEAD_LINES = 8
"""Lines: column heads are never deeper."""
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_LETTER_DIGIT_OR_PERCENT = re.compile(r"[^\W_]|%")
_SEGMENT = re.compile(r"[-_=]{3,}(?: ?[-_=]{2,})*")
HEAD_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s{0,3}\d{1,2}(?:\s{0,3},?\s{0,3}(?:19|20)\d\d)?"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-z]{3,}")
_HEAD_WORDS = re.compile(
    r"(?:for|and|from|the|through|thru|year|years|fiscal|month|months|weeks?|days?|quarters?|periods?|ended|ending|inception|first|second"
    r"|third|fourth|one|two|three|six|eight|nine|twelve|thirteen|twenty|thirty|forty|fifty|dollars|amounts|thousands|millions"
    r"|hundreds|except|per|share|data|unaudited|audited|restated|notes?|balances?|january|february|march|april|may|june|july"
    r"|august|september|october|november|december)",
    re.IGNORECASE,
)
_UNIT_FIRST = re.compile(r"(?<!\S)(?:months?|weeks?)\b", re.IGNORECASE)
_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_END_OF_YEAR = re.compile(
    rf"\bend(?:ed|ing)[ ](?P<month>{'|'.join(_MONTHS)}),?(?=[ ]{{2}}|[ ]*$)"
    r"|\bcalendar[ ](?:years?\b|(?=(?:19|20)\d\d\b))",
    re.IGNORECASE,
)
_TWO_YEARS = re.compile(r"\d[/-]'?\d")
_RESTATED = re.compile(r"\brestated\b|\breclassified\b", re.IGNORECASE)


class ColumnHead(Struct, frozen=True, kw_only=True):
    """What is printed above one column; None where nothing is."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    length: LengthPhrase | None = None
    text: str = ""
    restated: bool = False
    excluded: bool = False
    cumulative: bool = False
    """The words say that the column runs from inception."""
    named_by_two: bool = False
    """Both calendar years of a fiscal year stand over the column: `1996/97`."""


def without_beginnings(lines: Sequence[str]) -> list[str]:
    """The lines with the first days of stretches blanked out: a column ends on none of them.

    "Period from June 3, 1996 (inception)" may stand on one line and "to December 31, 1996" on the next.
    """
    result = list(lines)
    stretches = [_goes_to(text) for text in lines]
    if not any(stretches):
        return result
    for index, text in enumerate(lines):
        if not (stretches[index] or any(stretches[index + 1 : index + 2])) or not any(map(str.isdigit, text)):
            continue  # a day has a number
        below = lines[index + 1] if index + 1 < len(lines) else ""
        days = [phrase.since for phrase in find_lengths(f"{text} {below}") if phrase.since is not None]
        for since in (*days, *_over_inception(text, below)):
            if since.end <= len(text):
                result[index] = f"{result[index][: since.start]:<{since.end}}{result[index][since.end :]}"
    return result


def _over_inception(text: str, below: str) -> Iterator[DatePhrase]:
    """The days of a line with the word for them on the line below, in one column: `June 3, 1992` over `(inception)`."""
    words = [match.span() for match in _INCEPTION_ALONE.finditer(below)]
    for date in find_dates(text) if words else ():
        if date.day is not None and any(date.start < end and start < date.end for start, end in words):
            yield date


def _torn(above: str, line: str) -> Iterator[Item[LengthPhrase]]:
    """The lengths of a line whose numbers stand over it: `For the Three` over `Months Ended`."""
    if not _UNIT_FIRST.search(line):
        return
    uppers = list(_PHRASE.finditer(above))
    for lower in _PHRASE.finditer(line):
        upper = next((each for each in uppers if each.start() < lower.end() and lower.start() < each.end()), None)
        if upper is None or not _UNIT_FIRST.match(lower[0]):
            continue
        for phrase in find_lengths(f"{upper[0]} {lower[0]}"):
            left, right = min(upper.start(), lower.start()), max(upper.end(), lower.end())
            yield Item(left + 1, right, phrase)


def _ends_without_day(line: str) -> Iterator[Item[tuple[int, int | None]]]:
    """The months in a line that years end in, and the end of a calendar year: `Years Ended December,` over `1995`."""
    for match in _END_OF_YEAR.finditer(line):
        month = _MONTHS.get((match["month"] or "").lower())
        yield Item(match.start() + 1, match.end(), (12, 31) if month is None else (month, None))


def _goes_to(text: str) -> bool:
    """Whether a line has what stretches of days have between them; most have no part of it."""
    lowered = text.lower()
    return any(map(lowered.__contains__, _GOES_TO_HINTS)) and _GOES_TO.search(text) is not None


def is_title(line: str) -> bool:
    """Whether a line of the heads goes on with the title: `for the years ended December 31, 1995 and 1994 and`.

    It says which lengths there are, not over which columns they stand.
    """
    text = line.strip()
    if _APART.search(text):
        return False
    return bool(_OPENS_TITLE.match(text) or _STATEMENT.search(text)) or (
        len(text) > _LONGEST_HEAD and any(date.year is not None for date in find_dates(text))
    )


def read_heads(head: Sequence[str], columns: Sequence[Column]) -> tuple[ColumnHead, ...]:
    """What the head lines of a table print above each of its columns."""
    if not columns or len(columns) > 12:
        return tuple(ColumnHead() for _ in columns)
    edges = [(column.left, column.right) for column in columns]
    edge = columns[0].left - max(10, (columns[0].right - columns[0].left))
    years: list[list[Item[int | None]]] = []
    days: list[list[Item[tuple[int, int | None]]]] = []
    lengths: list[list[Item[LengthPhrase]]] = []
    printed: set[tuple[int, int | None, int | None]] = set()
    segments: list[tuple[int, int]] = []
    for above, line, ends in zip(
        reversed(("", *head)[: len(head)]), reversed(head), reversed(without_beginnings(head)), strict=True
    ):
        if _LETTER_OR_DIGIT.search(line) is None:
            segments = [(match.start() + 1, match.end()) for match in _SEGMENT.finditer(line)] or segments
            continue
        dates = find_dates(ends)
        spans = () if len(columns) > 1 and is_title(line) else find_lengths(uncut(line))
        if 1 < len(dates) < len(columns) and is_title(line):
            dates = ()  # "Years ended December 31, 1995, 1994" names years, and says not over which columns they stand
        # "January 1, 2000     December 26," has no year for the second column, wherever the rest of the line went.
        own = len(dates) == len(columns) and all(d.day is not None for d in dates)
        dated = [d for d in dates if d.year is not None]
        years.append([Item(d.start + 1, d.end, d.year) for d in (dates if own and dated else dated)])
        printed.update((d.year, d.month, d.day) for d in dates if d.year is not None and d.day is not None)
        ended = zip(dates, uncut_days(dates, line), strict=True)
        of_dates = [Item(date.start + 1, date.end, day) for date, day in ended if day is not None]
        days.append(of_dates or list(_ends_without_day(line)))
        lengths.append([Item(*extent(s.start + 1, s.end, segments), s) for s in spans] or list(_torn(above, line)))
        segments = []
    year_values = fill([level for level in years if level], edges, edge)
    day_values = fill([level for level in days if level], edges, edge, year_values)
    length_values = fill([level for level in lengths if level], edges, edge, year_values)
    heads = []
    for i in range(len(columns)):
        text = " ".join(columns[i].head)
        year = year_values[i]
        month, day = _of_year(year, day_values[i], printed) or (None, None)
        if year is None or day is None:
            # "November" on one line and "3, 1995" on the next.
            ends = without_beginnings([text])[0]
            whole = next((date for date in find_dates(ends) if date.date is not None), None)
            if whole is not None:
                year, month, day = whole.year, whole.month, whole.day
        heads.append(
            ColumnHead(
                year=year,
                month=month,
                day=day,
                length=_own_length(text, length_values[i]),
                cumulative=bool(_INCEPTION.search(text)),
                text=text,
                restated=bool(_RESTATED.search(text)),
                excluded=bool(_EXCLUDED.search(text)) or _is_movement(text),
                named_by_two=_is_named_by_two(text),
            )
        )
    return tuple(_without_changes(heads))


def _of_year(
    year: int | None, day: tuple[int, int | None] | None, printed: Collection[tuple[int, int | None, int | None]]
) -> tuple[int, int | None] | None:
    """The day over a column, or the one that the heads print with its year, where it is that of another year.

    "For the 52 weeks ended January 25, 1997" may stand over "and the 53 weeks ended January 27, 1996".
    """
    if year is None or day is None or (year, *day) in printed or all((m, d) != day for _, m, d in printed):
        return day
    own = [(m, d) for y, m, d in printed if y == year and m is not None]
    return own[0] if len(own) == 1 else day


def _is_movement(text: str) -> bool:
    """Whether a column shows changes between two years, `Increase 1995-96`, and no amounts of a period."""
    return bool(_MOVEMENT.search(text)) and all(date.named_by_two for date in find_dates(text))


def _is_named_by_two(text: str) -> bool:
    return _TWO_YEARS.search(text) is not None and any(date.named_by_two for date in find_dates(text))


def _without_changes(heads: Sequence[ColumnHead]) -> Iterator[ColumnHead]:
    """The heads, without the year of a column of changes: beside years of their own `1995-96` names no year."""
    mixed = any(head.year is not None and not head.named_by_two for head in heads)
    for head in heads:
        yield replace(head, year=None) if mixed and head.named_by_two else head


def says_more(text: str) -> bool:
    """Whether words stand in a head that are none of dates, lengths and captions: a company, a segment, a label."""
    return any(_HEAD_WORDS.fullmatch(word) is None for word in _WORDS.findall(HEAD_DATE.sub(" ", text)))


def column_texts(head: Sequence[str], edges: Sequence[tuple[int, int]]) -> list[str]:
    """The words printed above each column; `edges` are the first and last positions (from 1) of its figures."""
    texts: list[list[str]] = [[] for _ in edges]
    if not edges:
        return []
    low = edges[0][0] - 12
    for line in head[-_HEAD_LINES:]:
        for match in _PHRASE.finditer(line):
            if (
                match.end() < low
                or (match.start() < low and (len(match.group()) > _LONGEST_HEAD or _STATEMENT.search(match.group())))
                or _LETTER_DIGIT_OR_PERCENT.search(match.group()) is None
            ):
                continue
            left, right = match.start() + 1, match.end()
            covered = [i for i, edge in enumerate(edges) if edge[1] >= left and edge[0] <= right]
            touched = [i for i, edge in enumerate(edges) if edge[1] >= left - 1 and edge[0] <= right + 1]
            for i in covered or touched or [_closest(edges, (left + right) / 2)]:
                texts[i].append(match.group())
    return [" ".join(" ".join(parts).split()) for parts in texts]


def _own_length(text: str, spread: LengthPhrase | None) -> LengthPhrase | None:
    """The length of a column: a stretch of days over it alone, else what stands over several, else its own words.

    "June 16, 1995 through December 31, 1995" and "from inception (June 1, 1991) to ..." are never those of a neighbour.
    """
    own = find_lengths(text)
    stretch = next((phrase for phrase in own if phrase.since is not None), None)
    if stretch is not None:
        return stretch
    ended = [phrase for phrase in own if phrase.ended and phrase.length is not None]
    if ended and all(phrase.length == ended[0].length for phrase in ended):
        return ended[0]  # a column of changes between two of amounts has a length of its own: "Three Month Change"
    if spread is not None and not spread.to_date and (spread.since is not None or spread.length is None):
        spread = None
    if spread is None and len({phrase.length for phrase in ended}) > 1:
        return None  # those of several columns in a title: "the 52 weeks ended ... and the 53 weeks ended ..."
    return spread or next((phrase for phrase in own if phrase.length is not None or phrase.to_date), None)


def _closest(edges: Sequence[tuple[int, int]], centre: float) -> int:
    return min(range(len(edges)), key=lambda i: abs((edges[i][0] + edges[i][1]) / 2 - centre))


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """A date, the last day of the month where a filer wrote February 29 of a common year; None for nonsense."""
    for candidate in (day, 30, 29, 28):
        if candidate <= day:
            try:
                return dt.date(year, month, candidate)
            except ValueError:
                continue
    return None
