"""Candidates: the regions of a document that really are primary statements, not something that only names one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from converter.model import Scope, StatementKind
from converter.read.endings import OPENS_CASH_FLOW, is_finished, other_below
from converter.read.head_values import is_head_values
from converter.read.lines import LineKind
from converter.read.parent_notes import find_parent_notes
from converter.read.regions import Region, read_region
from converter.read.text import line_indexes
from converter.read.titles import find_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converter.read.lines import PhysicalLine
    from converter.read.titles import Title

MIN_VALUE_LINES = 5
"""Rows of figures: the shortest real statement (a trust's) has six; tables of contents have none that count."""

_MOST_PAGES = 50
"""Pages of one statement under titles of their own; all of them are looked at again for the next one."""
_TOTAL_ASSETS = "total assets"
_LEAST_LINES = 3
"""Lines between a title and the next one: entries of a table of contents have fewer."""

# What a statement of each kind cannot do without: every group must occur.
_WORDS: dict[StatementKind, tuple[re.Pattern[str], ...]] = {
    StatementKind.BALANCE_SHEET: (
        re.compile(r"assets|liabilit|total\s+capitalization|common\s+(?:stock|share)|(?:stock|share)holders|partners"),
        re.compile(r"cash|receivable|payable|investment|deposits|equity|capital|deficit|retained|surplus|property"),
    ),
    StatementKind.INCOME_STATEMENT: (
        re.compile(
            r"net\s+(?:income|loss|earnings|\(loss|\(income|profit)|income|earnings|loss|excess\s+of\s+revenue|net\s+margin"
            r"|profit\s+(?:for|on|before|after|attributable)|retained\s+profit"
        ),
        re.compile(r"revenue|sales|income|premium|rent|fees|turnover"),
        re.compile(r"expense|cost|tax|interest|provision|loss"),
    ),
    StatementKind.CASH_FLOW: (
        re.compile(r"operating|operations"),
        re.compile(r"investing|investment|financing|capital"),
        re.compile(r"cash"),
    ),
    StatementKind.EQUITY: (
        re.compile(r"balance"),
        re.compile(r"stock|capital|retained|earnings|equity|partner|deficit"),
    ),
    StatementKind.COMPREHENSIVE_INCOME: (
        re.compile(r"comprehensive"),
        re.compile(r"net\s+(?:income|loss|earnings)|income"),
    ),
}
_OPENING = 1_500
"""Characters: title, heads and the first rows."""
_BALANCE_HINTS = ("assets", "liabilities", "capitali", "partners", "surplus")
_ANY_BALANCE = re.compile(r"\bassets|liabilities|capitali[sz]ation|partners|surplus")
_EARNINGS = re.compile(r"net\s+(?:\(?(?:income|loss|earnings)).{0,40}|income\s+tax|cost\s+of")
_NOTES = re.compile(
    r"^[ \t\f]*notes?\s+to\s+(?:the\s+)?(?:\w+\s+){0,3}(?:financial\s+)?statements?\b[ \t]*(?:[-(:,]|$)[^.\n]{0,30}$",
    re.IGNORECASE | re.MULTILINE,
)
_NOTES_MENTION = re.compile(r"notes?\s{1,9}to\s")
_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d\d|\b(?!(?:19|20)\d\d\b)\d{3,}\b")
_AMOUNT_OF_MILLIONS = re.compile(r"[^.]*\d\.\d[\s)]*")
"""`39.1` in every column under a caption of millions; elsewhere it may be a percentage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A region that reads like the statement its title claims, with the regions that go on with it."""

    document: int
    title: Title
    regions: tuple[Region, ...]
    scope: Scope
    above: tuple[str, ...] = ()
    """The heads of the first table under the title, where this is a later one: the scale may stand there alone."""
    untitled: bool = False
    """The text of the title is not printed: the rows tell what it is."""

    @property
    def value_lines(self) -> int:
        """Lines with figures."""
        return sum(region.value_lines for region in self.regions)


def _text(region: Region) -> str:
    return "\n".join(line.text for page in region.pages for line in page).lower()


def _amounts(regions: Iterable[Region], *, millions: bool = False) -> Iterator[PhysicalLine]:
    """The lines with an amount."""
    for region in regions:
        for line in chain.from_iterable(region.pages):
            if line.tokens and (
                _AMOUNT.search(line.text, line.tokens[0].start)
                or (millions and all(_AMOUNT_OF_MILLIONS.fullmatch(token.text) for token in line.tokens))
            ):
                yield line


def _believable(group: Sequence[tuple[Region, str]]) -> bool:
    """Whether the regions of a group together read like a statement: each page of a long one may hold three rows."""
    if sum(region.value_lines for region, _ in group) < MIN_VALUE_LINES:
        return False
    text = "\n".join(body for _, body in group)
    title = group[0][0].title
    if title.bare and not is_finished(title.kind, text):
        return False  # some amounts of the year's cash flows, in a discussion
    millions = "million" in text
    amounts = _amounts((region for region, _ in group), millions=millions)
    if len(list(islice(amounts, MIN_VALUE_LINES - 1))) < MIN_VALUE_LINES - 1:
        return False
    return all(pattern.search(text) for pattern in _WORDS[title.kind])


def _note_lines(text: str, lowered: str) -> list[int]:
    """The indexes of the lines that head the notes; `lowered` is the text in lower case."""
    headings: list[int] = []
    end = passed = 0
    for mention in _NOTES_MENTION.finditer(lowered):
        if mention.start() < passed:
            continue  # the heading begins its line
        start = text.rfind("\n", passed, mention.start()) + 1 or passed
        passed = text.find("\n", mention.start()) + 1 or len(text)
        # What a heading is made of may go on in the next line.
        if start >= end and (match := _NOTES.match(text, start)) is not None and match.end() > mention.start():
            headings.append(start)
            end = match.end()
    return [index for _, index in line_indexes(text, headings)]


def find_candidates(document: int, text: str, lines: list[str]) -> tuple[Candidate, ...]:
    """The candidates of one document, in order, continued statements joined; then those that count last."""
    lowered = text.lower()
    titles = find_titles(lowered, lines)
    groups = [
        Candidate(
            document=document,
            title=group[0][0].title,
            regions=tuple(region for region, _ in group),
            scope=group[0][0].title.scope,
        )
        for last in (False, True)
        for group in _joined(_found(titles, lines, last=last))
        if _believable(group)
    ]
    if not groups:
        return ()
    notes = _note_lines(text, lowered)
    # Only where a title does not say whose statement it is does the note around it.
    parents = () if all(_says_consolidated(group.title) for group in groups) else find_parent_notes(lowered, lines)
    statements = [group for group in groups if not group.title.counts_last] or groups
    return tuple(_scoped(group, statements, notes, parents) for group in groups)


def _found(titles: Sequence[Title], lines: list[str], *, last: bool) -> list[tuple[Region, str]]:
    """The regions below the titles that announce statements, or that count last, each with its text."""
    found: list[tuple[Region, str]] = []
    for position, title in enumerate(titles):
        if not (title.counts_last if last else title.primary):
            continue
        if position and _is_repeated(titles[position - 1], title):
            continue
        limit = _limit(titles, position, len(lines))
        if limit - title.last_line < _LEAST_LINES:
            continue
        region = read_region(lines, title, limit)
        if region.value_lines:
            body = _text(region)
            below = other_below(region, body)
            if below is not None:
                region = replace(read_region(lines, title, below), other=below)
                body = _text(region)
            kind = _kind_by_content(title.kind, body)
            if kind is not title.kind:
                region = replace(region, title=replace(title, kind=kind))
            found.append((region, body))
    return found


def _kind_by_content(kind: StatementKind, text: str) -> StatementKind:
    """The kind of the statement whose lower-case text stands under a title that names another one by mistake."""
    opening = text[:_OPENING]
    if kind is not StatementKind.CASH_FLOW and "activities" in opening and OPENS_CASH_FLOW.search(opening):
        return StatementKind.CASH_FLOW
    if (
        kind is StatementKind.BALANCE_SHEET
        and not (any(map(text.__contains__, _BALANCE_HINTS)) and _ANY_BALANCE.search(text))
        and _EARNINGS.search(text)
        and all(pattern.search(text) for pattern in _WORDS[StatementKind.INCOME_STATEMENT])
    ):
        return StatementKind.INCOME_STATEMENT
    return kind


def _is_repeated(before: Title, title: Title) -> bool:
    """Whether a title stands right below another one of its kind: one statement has both."""
    return before.primary and title.kind is before.kind and title.line <= before.last_line + 2


def _limit(titles: Sequence[Title], position: int, end: int) -> int:
    """The line of the next title that begins something else."""
    title = titles[position]
    for later in titles[position + 1 :]:
        if later.primary and not _is_repeated(title, later):
            return later.line
        if not later.primary and later.kind is not title.kind:  # "Supplemental cash flow information" goes on with one
            return later.line
    return end


def _joined(found: Sequence[tuple[Region, str]]) -> list[list[tuple[Region, str]]]:
    groups: list[list[tuple[Region, str]]] = []
    for region, body in found:
        if groups:
            last, _ = groups[-1][-1]
            near = region.title.line - last.end <= 12
            same = region.title.kind is last.title.kind and region.title.scope is last.title.scope
            if same and near and len(groups[-1]) < _MOST_PAGES and _goes_on(region.title, body, groups[-1]):
                groups[-1].append((region, body))
                continue
        groups.append([(region, body)])
    return groups


def _goes_on(title: Title, body: str, group: Sequence[tuple[Region, str]]) -> bool:
    """Whether a title of the same kind stands over another page of the statement above it.

    Highlights without the other side of a balance sheet may stand right before it: it has its total assets again.
    """
    if title.continued:
        return True
    if any(_TOTAL_ASSETS in text for _, text in group) and _TOTAL_ASSETS in body:
        return False
    whole = "\n".join(text for _, text in group)
    return not is_finished(title.kind, whole) or _is_printed_again(title, group)


def _is_printed_again(title: Title, group: Sequence[tuple[Region, str]]) -> bool:
    """Whether a title stands again, word for word, over a page of a statement whose last rows are missing yet."""
    rows = "\n".join(_rows_text(region) for region, _ in group)
    return title.text.lower() == group[0][0].title.text.lower() and not is_finished(title.kind, rows)


def _rows_text(region: Region) -> str:
    """The labels of the rows of a region in lower case: captions and headings name what may not have come yet."""
    first = next(_amounts([region]), None)
    lines = [line for page in region.pages for line in page if line.kind is not LineKind.BLANK]
    rows = lines[lines.index(first) :] if first is not None else []
    rows = [line for line in rows if not line.tokens or not is_head_values(line)]
    kept = [line for line, below in pairwise(rows) if line.tokens or (below.tokens and _begins_row(line, below))]
    return "\n".join(line.text[: line.label_end].lower() for line in [*kept, *rows[-1:]])


def _begins_row(line: PhysicalLine, below: PhysicalLine) -> bool:
    """Whether a line of text may be the first of the label that a row below it ends, not a heading over it."""
    text = line.text.strip()
    return text[-1:] != ":" and (not text.isupper() or below.text[: below.label_end].isupper())


def _says_consolidated(title: Title) -> bool:
    return "consolidated" in title.text.lower()


def _scoped(
    candidate: Candidate, group: Sequence[Candidate], notes: Sequence[int], parents: Sequence[range]
) -> Candidate:
    """The candidate with the scope that its place gives it.

    Statements printed inside the notes belong to subsidiaries, investees or the parent alone. The notes begin where a
    heading says so behind two statements; a table of contents names them, too.
    """
    if candidate.scope is not Scope.CONSOLIDATED:
        return candidate
    title = candidate.title
    if not _says_consolidated(title) and any(title.line in part for part in parents):
        return replace(candidate, scope=Scope.PARENT_ONLY)
    for note in notes:
        if note >= candidate.title.line - 3:
            break
        if len({other.title.kind for other in group if other.title.line < note}) >= 2:
            return replace(candidate, scope=Scope.OTHER_ENTITY)
    return candidate
