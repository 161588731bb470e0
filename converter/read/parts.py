"""Parts: one title over several tables, each with columns of other periods, is several statements.

::

                                 Three Months Ended
                                  1996        1995
    Net sales                  $12,310     $11,906
    ...
                                 Nine Months Ended
                                  1996        1995
    Net sales                  $36,310     $33,906

A table below that has other rows is none of them: leases to be paid, the accounts of an investee.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from converter.messages import Message, Severity, Span
from converter.model import Scope, StatementKind
from converter.periods import find_dates, find_lengths
from converter.read.candidates import MIN_VALUE_LINES
from converter.read.endings import is_finished
from converter.read.head_values import is_head_values
from converter.read.lengths import is_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converter.model import Document, Statement
    from converter.periods import LengthPhrase
    from converter.read.candidates import Candidate
    from converter.read.lines import PhysicalLine
    from converter.read.regions import Region

_MARKS = re.compile(r"[^a-z]+")
_CASH = re.compile(r"cash|continued|supplement|activities", re.IGNORECASE)
"""What a page has that goes on with a cash flow: its supplements speak of cash."""
_HEAD_LINES = 5
"""Lines between a length in the heads and the years below it."""


def split_by_period(
    candidate: Candidate, raw: Sequence[str], first_line: int
) -> tuple[tuple[Candidate, ...], tuple[Message, ...]]:
    """The candidate, or one for each of its tables whose heads name other lengths or years than the table above.

    Half of the rows of each are rows of the first one; a table of which that is not true is left out, with a message.
    `raw` are the lines of the document, `first_line` the number of the first of them in the submission.
    """
    if candidate.title.kind is StatementKind.EQUITY:
        return (candidate,), ()
    kind = candidate.title.kind
    pages = [(region, part) for region in candidate.regions for page in region.pages for part in _split(page, kind)]
    if len(pages) == 1:
        return (candidate,), ()
    parts: list[list[Region]] = [[]]
    lengths: list[LengthPhrase] = []
    years: set[int] = set()
    for region, page in pages:
        named, dated = _heads(page)
        other_length = lengths and named and not any(is_alike(one, other) for one in named for other in lengths)
        apart = bool(named or dated) and _is_apart(kind, parts[-1], page)
        if other_length or (years and dated and not years & dated) or apart:
            parts.append([])
            lengths, years = [], set()
        lengths.extend(named)
        years |= dated
        last = parts[-1][-1] if parts[-1] else None
        if last is None or last.end != region.end:
            parts[-1].append(replace(region, pages=(page,)))
        else:
            parts[-1][-1] = replace(last, pages=(*last.pages, page))
    if len(parts) == 1:
        return (candidate,), ()
    above = tuple(line.text.strip() for line in _head(parts[0][0].pages[0]))
    rows = _labels(_pages(parts[0]))
    kept = [replace(candidate, regions=tuple(parts[0]), above=())]
    messages: list[Message] = []
    for part in parts[1:]:
        labels = _labels(_pages(part))
        if 2 * len(rows & labels) >= len(labels):
            kept.append(replace(candidate, regions=tuple(part), above=above))
        else:
            messages.append(_left_out(candidate, part, raw, first_line))
    return tuple(kept), tuple(messages)


def _is_apart(kind: StatementKind, above: Sequence[Region], page: Sequence[PhysicalLine]) -> bool:
    """Whether a page with heads of its own stands below a whole cash flow and does not speak of cash.

    A `SCHEDULE OF INFORMATION BY BUSINESS SEGMENTS` has the same columns.
    """
    return (
        kind is StatementKind.CASH_FLOW
        and not any(_CASH.search(line.text) for line in page)
        and is_finished(kind, "\n".join(_labels(_pages(above))))
    )


def left_below(
    candidates: Sequence[Candidate], statements: Sequence[Statement], documents: Sequence[Document]
) -> Iterator[Message]:
    """A message for each statement below another one that no title that is known tells of, unless it is read."""
    for candidate in candidates:
        first_line = documents[candidate.document].first_line
        for region in candidate.regions:
            line = None if region.other is None else region.other + first_line
            if line is None or any(each.span.first_line <= line <= each.span.last_line for each in statements):
                continue
            yield Message(
                code="statements.table-left-out",
                severity=Severity.WARNING if candidate.scope is Scope.CONSOLIDATED else Severity.INFO,
                text=f"below {candidate.title.text!r} begins a statement under no known title; it gives no facts",
                span=Span(first_line=line, first_column=1, last_line=line, last_column=1),
            )


def _left_out(candidate: Candidate, part: Sequence[Region], raw: Sequence[str], first_line: int) -> Message:
    written = [line.at for region in part for page in region.pages for line in page if line.text.strip()]
    first, last = min(written), max(written)
    return Message(
        code="statements.table-left-out",
        severity=Severity.WARNING if candidate.scope is Scope.CONSOLIDATED else Severity.INFO,
        text=f"a table below {candidate.title.text!r} has columns of other periods and other rows; it gives no facts",
        span=Span(
            first_line=first + first_line,
            first_column=1,
            last_line=last + first_line,
            last_column=max(1, len(raw[last])),
        ),
    )


def _labels(pages: Iterable[Sequence[PhysicalLine]]) -> set[str]:
    """The words of the rows of figures, without their marks and references."""
    return {
        _MARKS.sub(" ", line.text[: line.label_end].lower()).strip() for page in pages for line in page if _is_row(line)
    }


def _is_row(line: PhysicalLine) -> bool:
    return bool(line.tokens) and not is_head_values(line)


def _pages(part: Sequence[Region]) -> Iterator[tuple[PhysicalLine, ...]]:
    return chain.from_iterable(region.pages for region in part)


def _heads(page: Sequence[PhysicalLine]) -> tuple[list[LengthPhrase], set[int]]:
    """The lengths that the heads of a page name, and the years that stand over its columns."""
    lengths: list[LengthPhrase] = []
    years: set[int] = set()
    for line in _head(page):
        if line.tokens:
            years |= {date.year for date in find_dates(line.text) if date.year is not None}
        lengths.extend(_ended(line))
    return lengths, years


def _head(page: Sequence[PhysicalLine]) -> Iterator[PhysicalLine]:
    return takewhile(lambda line: not line.tokens or is_head_values(line), page)


def _names_end(line: PhysicalLine) -> bool:
    return "nded" in line.text or "NDED" in line.text


def _ended(line: PhysicalLine) -> list[LengthPhrase]:
    if not _names_end(line):
        return []
    return [phrase for phrase in find_lengths(line.text) if phrase.ended and phrase.length is not None]


def _split(page: tuple[PhysicalLine, ...], kind: StatementKind) -> Iterator[tuple[PhysicalLine, ...]]:
    """The page, parted where heads with a length and years stand again below rows of figures.

    Below a whole cash flow years alone are enough, over rows that do not speak of cash.
    """
    end = _below_cash_flow(page) if kind is StatementKind.CASH_FLOW else len(page)
    if end < len(page):
        yield page[:end]
        yield page[end:]
        return
    if sum(map(_names_end, page)) < 2:
        yield page
        return
    start = rows = 0
    for index, line in enumerate(page):
        if _is_row(line):
            rows += 1
        elif rows >= MIN_VALUE_LINES and not line.tokens and _ended(line):
            below = page[index + 1 : index + _HEAD_LINES]
            if any(other.tokens and is_head_values(other) for other in below):
                yield page[start:index]
                start, rows = index, 0
    yield page[start:]


def _below_cash_flow(page: Sequence[PhysicalLine]) -> int:
    """The index of the first line behind the rows of a whole cash flow under which a table of something else stands."""
    heads = [index for index, line in enumerate(page) if line.tokens and is_head_values(line)]
    if len(heads) < 2:
        return len(page)
    last = next((index for index in range(heads[-1], -1, -1) if _is_row(page[index])), -1) + 1
    if sum(map(_is_row, page[:last])) < MIN_VALUE_LINES or any(_CASH.search(line.text) for line in page[last:]):
        return len(page)
    return last if is_finished(StatementKind.CASH_FLOW, "\n".join(_labels([page[:last]]))) else len(page)
