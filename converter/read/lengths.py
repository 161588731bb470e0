"""Lengths: how long the period of each column is, from the heads above it, else from the title.

Transition reports, quarterly reports and companies in their first year print columns of several lengths. Then a length
counts for a column only where heads or title leave no doubt::

         For the years ended December 31, 1995 and 1994 and the nine months ended December 31, 1993
                                                  1995          1994          1993
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.periods import LengthUnit, find_dates, find_lengths
from converter.read.heads import is_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converter.periods import Length, LengthPhrase
    from converter.read.heads import ColumnHead

_DAYS = {
    LengthUnit.DAYS: 1.0,
    LengthUnit.WEEKS: 7.0,
    LengthUnit.MONTHS: 30.44,
    LengthUnit.QUARTERS: 91.31,
    LengthUnit.YEARS: 365.25,
}
_ALIKE = 15
"""Days by which two names of one length differ: a year of 53 weeks, four weeks for a month."""
_TITLE_LINES = 3
"""Lines over which a title that names several lengths runs."""
_OPEN = re.compile(r"(?:\b(?:and|from|to|through|ended|ending|period|periods|the|of|for|a)|[,&(-])$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:and|to|through|from|inception|the\s+period|period)\b|[(&]", re.IGNORECASE)
_WIDE_GAP = re.compile(r"\S {3,}\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    """A length that a title names, with the years of the ends that it names for it (None: a day without a year)."""

    phrase: LengthPhrase
    years: tuple[int | None, ...]


def read_lengths(
    heads: Sequence[ColumnHead], years: Sequence[int | None], lines: Sequence[str], context: Sequence[str]
) -> tuple[list[LengthPhrase | None], list[bool]]:
    """The printed length of each column, or None where none is printed; and for each whether its length is in doubt.

    `heads` are what was read above the columns, `years` in which they end, `lines` the lines that the heads were read
    from, `context` the lines of and around the title.
    """
    lengths: list[LengthPhrase | None] = [
        head.length or (_since_inception(context) if head.cumulative else None) for head in heads
    ]
    doubts = [False] * len(heads)
    cumulative = [index for index, head in enumerate(heads) if head.cumulative]
    if len(cumulative) == 1 < len(heads):
        # What "Years ended" over its neighbours says is no length of the column from inception.
        [own] = cumulative
        length = lengths[own]
        if length is not None and length.since is None:
            lengths[own] = length = _since_inception(context)
        doubts[own] = length is None or length.since is None
    missing = [index for index, length in enumerate(lengths) if length is None]
    if missing:
        stated = _stated(context)
        if any(length is not None and length.since is not None for length in lengths):
            stated = [each for each in stated if each.phrase.since is None]  # it has its column
        found = _by_title(stated, [years[index] for index in missing])
        for position, index in enumerate(missing):
            lengths[index] = found[position] if found else None
            doubts[index] = found is None
    only = lengths[0]
    if len(heads) == 1 and only is not None and only.since is None:
        # "Three and nine months ended September 30" over one column.
        doubts[0] = any(each.phrase.since is None and not is_alike(each.phrase, only) for each in _stated(context))
    if _is_unused(lines, lengths):
        by_ends = _by_ends(lines, heads)
        if by_ends is not None:
            return by_ends, [False] * len(heads)
        # A length in the heads that no column was given: where it stands was not understood.
        doubts = [length is None or length.since is None for length in lengths]
    return lengths, doubts


def _since_inception(context: Sequence[str]) -> LengthPhrase | None:
    """The stretch from inception that a title or a note to it names."""
    stretches = (phrase for text in [*context, " ".join(context)] for phrase in find_lengths(text))
    return next((phrase for phrase in stretches if phrase.since is not None), None)


def is_alike(one: LengthPhrase, other: LengthPhrase) -> bool:
    """Whether both are names of one length: a quarter, 13 weeks, three months."""
    if one.length is None or other.length is None:
        return (one.length, one.since, one.to_date) == (other.length, other.since, other.to_date)
    return abs(days_in(one.length) - days_in(other.length)) <= _ALIKE


def days_in(length: Length) -> float:
    """The days of a length, on average."""
    return _DAYS[length.unit] * length.count


def _stated(context: Sequence[str]) -> list[_Stated]:
    """The lengths that the title names, in printed order: of the first line that names one and those it goes on in."""
    first = next((index for index, text in enumerate(context) if _lengths_of(text)), None)
    if first is None:
        return []
    text = context[first].strip()
    for line in context[first + 1 : first + _TITLE_LINES]:
        if not (_OPEN.search(text) or _GOES_ON.match(line.strip())):
            break
        text = f"{text} {line.strip()}"
    phrases = _lengths_of(text)
    dates = find_dates(text)
    stated: list[_Stated] = []
    for index, phrase in enumerate(phrases):
        end = phrases[index + 1].start if index + 1 < len(phrases) else len(text)
        if phrase.until is not None:
            years: tuple[int | None, ...] = (phrase.until.year,)
        else:
            years = tuple(date.year for date in dates if phrase.end <= date.start < end)
        stated.append(_Stated(phrase=phrase, years=years))
    # "Three and nine months ended September 30, 1996": the days of the last count for those before it, too.
    for index in range(len(stated) - 2, -1, -1):
        if not stated[index].years:
            stated[index] = _Stated(phrase=stated[index].phrase, years=stated[index + 1].years)
    return stated


def _lengths_of(text: str) -> list[LengthPhrase]:
    return [phrase for phrase in find_lengths(text) if phrase.length is not None or phrase.since is not None]


def _by_title(stated: Sequence[_Stated], years: Sequence[int | None]) -> list[LengthPhrase] | list[None] | None:
    """A length for each column that ends in the given years; None where the title leaves it open."""
    if not stated:
        return [None] * len(years)
    first = stated[0].phrase
    regular = [each for each in stated if each.phrase.since is None]
    if all(is_alike(each.phrase, first) for each in stated):
        share = max(1, len(years) // len(stated))
        return [stated[min(index // share, len(stated) - 1)].phrase for index in range(len(years))]
    in_order = [(each.phrase, year) for each in stated for year in each.years]
    by_year = [
        (phrase, year)
        for alternatives in itertools.zip_longest(*([(each.phrase, year) for year in each.years] for each in stated))
        for phrase, year in (pair for pair in alternatives if pair is not None)
    ]
    for order in (in_order, by_year):
        if len(order) == len(years) and all(year == named for (_, named), year in zip(order, years, strict=True)):
            return [phrase for phrase, _ in order]
    own = [[each.phrase for each in stated if year is not None and year in each.years] for year in years]
    if all(len(found) == 1 for found in own):
        return [found[0] for found in own]
    return _in_groups([each.phrase for each in regular], years) if len(regular) == len(stated) else None


def _in_groups(phrases: Sequence[LengthPhrase], years: Sequence[int | None]) -> list[LengthPhrase] | None:
    """As many columns of one length as of the other, where the years repeat: 1996 1995 1996 1995, or 1996 1996 1995."""
    share, rest = divmod(len(years), len(phrases))
    if not share or rest:
        return None
    groups = {tuple(years[start : start + share]) for start in range(0, len(years), share)}
    if len(groups) == 1:
        return [phrases[index // share] for index in range(len(years))]
    pairs = [set(years[start : start + len(phrases)]) for start in range(0, len(years), len(phrases))]
    if all(len(pair) == 1 for pair in pairs):
        return [phrases[index % len(phrases)] for index in range(len(years))]
    return None


def _by_ends(lines: Sequence[str], heads: Sequence[ColumnHead]) -> list[LengthPhrase | None] | None:
    """A length for each group of neighbours that end on one day of the year, in the order in which heads name lengths.

    None where there are other numbers of groups and of lengths. The heads may be broken over lines: `Seven Months Ended
    Fiscal` over `Year Ended`.
    """
    named = [phrase for phrase in _lengths_of(" ".join(" ".join(lines).split())) if phrase.ended]
    named = [phrase for position, phrase in enumerate(named) if not any(is_alike(phrase, e) for e in named[:position])]
    groups = [list(group) for _, group in itertools.groupby(heads, key=lambda head: head.month)]
    months = [group[0].month for group in groups]
    if None in months or len(set(months)) != len(months) or len(named) != len(groups) or len(named) < 2:
        return None
    return [phrase for phrase, group in zip(named, groups, strict=True) for _ in group]


def _is_unused(lines: Iterable[str], lengths: Sequence[LengthPhrase | None]) -> bool:
    """Whether the lines of the heads name a length that no column was given."""
    used = [length for length in lengths if length is not None and length.length is not None]
    return bool(used) and any(
        phrase.ended
        and phrase.length is not None
        and not _WIDE_GAP.search(line, phrase.start, phrase.end)
        and not any(is_alike(phrase, length) for length in used)
        for line in lines
        if not is_title(line)
        for phrase in find_lengths(line)
    )
