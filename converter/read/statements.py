"""Statements: candidates become primary statements with periods, scale, an outline of lines, and units."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import structs

from converter.messages import Message, Severity, Span
from converter.model import Scope, Statement, StatementKind
from converter.periods import find_dates
from converter.read.broken_lines import are_broken, join_folded
from converter.read.candidates import find_candidates
from converter.read.column_periods import resolve_columns
from converter.read.components import are_components, begins_again, is_wider, recognised, roll_forward, rolls_forward
from converter.read.currencies import find_translated
from converter.read.cut_heads import uncut
from converter.read.endings import is_finished
from converter.read.entities import entity_above
from converter.read.fiscal_calendar import Calendar, names_one_day
from converter.read.fused import are_fused, part_fused
from converter.read.halves import split_halves
from converter.read.head_values import is_head_values
from converter.read.highlights import find_highlights
from converter.read.label_text import join_parts
from converter.read.lines import MAX_COLUMNS, LineKind
from converter.read.marks import set_aside_marks
from converter.read.missing import missing_statements
from converter.read.notices import notices, unclear_scale
from converter.read.parts import left_below, split_by_period
from converter.read.points import set_aside_points
from converter.read.registrant import set_apart
from converter.read.rows import build_lines
from converter.read.scales import UNKNOWN_CURRENCY, Scale, is_unclear, read_currency, read_scale
from converter.read.share_scales import are_in_full, prove_money_scale, settle_share_scales
from converter.read.spacing import as_printed
from converter.read.tables import Page, build_table, drop_columns, read_page
from converter.read.texts import read_texts
from converter.read.undated import is_undated, said_of_undated
from converter.read.unscaled import proven_scale, with_proven_scales
from converter.read.untitled import find_untitled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.model import StatementColumn, Submission, Table
    from converter.read.candidates import Candidate
    from converter.read.lines import PhysicalLine
    from converter.read.titles import Title

_PRIMARY = frozenset({StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW})
_LONG_AGO = 400
"""Days before the period of report: the latest column of a statement is no older."""
_CLOSE = 6
"""Lines between two statements on one page, one of which has the heads of both."""
_MAIN_ROWS = 5
"""Rows of figures that a page needs before its columns are believed."""


def read_statements(submission: Submission) -> tuple[tuple[Statement, ...], tuple[Message, ...]]:
    """The primary statements of a submission, in the order of its text, with what the reader was not sure of.

    All statements found are returned; `Statement.scope` sets apart those that are not the registrant's own.
    """
    messages: list[Message] = []
    candidates: list[Candidate] = []
    last: list[Candidate] = []
    texts: dict[int, list[str]] = {}
    kept: dict[int, list[int]] = {}
    """The lines that are read of documents with a blank line behind every line."""
    for index, text, lines, indexes in read_texts(submission):
        texts[index] = lines
        if indexes:
            kept[index] = indexes
        found_here = find_candidates(index, text, lines)
        candidates.extend(each for each in found_here if not each.title.counts_last)
        last.extend(each for each in found_here if each.title.counts_last)
    candidates.extend(_untitled(candidates, texts))
    if last:
        missing = _PRIMARY - _kinds(_own(candidates))
        candidates.extend(each for each in last if each.title.kind in missing)
    if not candidates:
        candidates.extend(each for index, lines in texts.items() for each in find_highlights(index, lines))
    calendar = Calendar.of(submission.header)
    statements: list[Statement] = []
    undated: list[tuple[Title, tuple[Message, ...]]] = []
    parts: list[int] = []
    """For each statement the index of the first one under its title."""
    # Balance sheets first: their dates say on which days the fiscal years of the other statements end.
    chosen = sorted(candidates, key=_sheets_first)
    for candidate in chosen:
        if (
            candidate.title.kind is not StatementKind.BALANCE_SHEET
            and calendar.ends_on_weekdays
            and not calendar.printed
        ):
            calendar = calendar.with_days_of(submission.documents[index].text for index in texts)
        first_line = submission.documents[candidate.document].first_line
        first = len(statements)
        tables, left = split_by_period(candidate, texts[candidate.document], first_line)
        messages.extend(left)
        for number, part in enumerate(tables):
            above = _on_one_page(part, first_line, statements[-1] if statements and not number else None)
            statement, found = read_statement(part, texts[candidate.document], first_line, calendar, above)
            if statement is not None and names_one_day(statement) and not calendar.printed:
                calendar = calendar.with_days_of(submission.documents[index].text for index in texts)
                statement, found = read_statement(part, texts[candidate.document], first_line, calendar, above)
            if statement is None and is_undated(found):
                undated.append((part.title, found))
            else:
                messages.extend(found)
            if statement is not None:
                parts.append(first)
                statements.append(_below_title(statement, candidate.scope) if number else statement)
                calendar = calendar.learn(statement)
    messages.extend(left_below(chosen, statements, submission.documents))
    judged, apart = set_apart(statements, parts, submission)
    messages.extend(said_of_undated(undated, judged))
    scaled, proven = with_proven_scales(judged, messages)
    messages.extend((*proven, *apart, *missing_statements(submission.header.form, scaled)))
    if kept:
        scaled, messages = as_printed(scaled, messages, submission.documents, kept)
    return tuple(sorted(scaled, key=lambda statement: statement.span)), tuple(messages)


def _sheets_first(candidate: Candidate) -> tuple[bool, int, int]:
    return candidate.title.kind is not StatementKind.BALANCE_SHEET, candidate.document, candidate.title.line


def _on_one_page(candidate: Candidate, first_line: int, above: Statement | None) -> Statement | None:
    """The statement right above one of retained earnings: the heads of its columns stand for those of both."""
    if above is None or candidate.title.kind is not StatementKind.EQUITY or above.document != candidate.document:
        return None
    return above if 0 < candidate.title.line + first_line - above.span.last_line <= _CLOSE else None


def _own(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are neither pro forma nor of the parent alone."""
    return [each for each in candidates if each.scope in (Scope.CONSOLIDATED, Scope.OTHER_ENTITY)]


def _kinds(candidates: Sequence[Candidate]) -> set[StatementKind]:
    return {each.title.kind for each in candidates}


def _untitled(candidates: Sequence[Candidate], texts: Mapping[int, list[str]]) -> Iterator[Candidate]:
    """Pages that are statements of the kinds for which no title was found."""
    own = _own(candidates)
    missing = _PRIMARY - _kinds(own)
    if not missing:
        return
    for index, lines in texts.items():
        sheets = [
            each.title.line for each in own if each.document == index and each.title.kind is StatementKind.BALANCE_SHEET
        ]
        yield from find_untitled(index, lines, missing, sheets)


def _below_title(statement: Statement, scope: Scope) -> Statement:
    """The statement of a later table under one title: it begins with its own first line and is as old as it likes."""
    first = statement.lines[0].span
    span = structs.replace(statement.span, first_line=first.first_line, first_column=first.first_column)
    return structs.replace(statement, span=span, scope=scope)


def _pages(candidate: Candidate, raw: list[str]) -> tuple[list[Page], tuple[int, ...]]:
    """The pages of a candidate, and the columns that hold no amounts.

    All have the columns of the fullest page, unless they have as many of their own.
    """
    printed = [
        lines for region in candidate.regions for page in _with_heads(region.pages) for lines in split_halves(page)
    ]
    read = [(lines, page) for lines in printed if (page := read_page(lines, raw)).body]
    if not read:
        return [], ()
    pages = [page for _, page in read]
    main = next((page for page in pages if _value_rows(page) >= _MAIN_ROWS), max(pages, key=_value_rows))
    fitted: list[Page] = []
    for number, (lines, page) in enumerate(read):
        if fitted and candidate.title.kind is not StatementKind.EQUITY and (begins_again(page) or rolls_forward(page)):
            break
        if len(page.bands) == len(main.bands):
            fitted.append(page)
        elif _value_rows(page) >= _MAIN_ROWS and fitted and is_finished(candidate.title.kind, _labels(pages[:number])):
            break  # another table, mostly the equity statement, whose title was not recognised
        else:
            fitted.append(read_page(lines, raw, main.bands))
    return fitted, drop_columns(main)


def _labels(pages: Sequence[Page]) -> str:
    """The labels of the pages in lower case."""
    return "".join("\n".join(join_parts(row.parts) for row in page.body).lower() for page in pages)


def _with_heads(pages: Sequence[tuple[PhysicalLine, ...]]) -> Iterator[tuple[PhysicalLine, ...]]:
    """The pages, each that holds nothing but titles and column heads joined to the one below it."""
    heads: tuple[PhysicalLine, ...] = ()
    for page in pages:
        if any(line.tokens and not is_head_values(line) for line in page):
            yield heads + page
            heads = ()
        else:
            heads += page


def _with_pages(candidate: Candidate, pages: Sequence[Sequence[PhysicalLine]] | None) -> Candidate | None:
    """The candidate with other lines on its pages; None for None."""
    if pages is None:
        return None
    rest = iter(pages)
    regions = (replace(region, pages=tuple(tuple(next(rest)) for _ in region.pages)) for region in candidate.regions)
    return replace(candidate, regions=tuple(regions))


def _value_rows(page: Page) -> int:
    return sum(row.values is not None for row in page.body)


def _context(candidate: Candidate, raw: list[str], pages: Sequence[Page]) -> list[str]:
    """The lines that may state period, scale and currency: title, what stands around it, and the heads of the pages."""
    title = candidate.title
    lines = [] if candidate.untitled else [uncut(title.text)]
    for index in range(title.last_line + 1, min(title.last_line + 5, len(raw))):
        text = uncut(raw[index][:MAX_COLUMNS]).strip()
        if text and not text.startswith("<"):
            lines.append(text)
    for page in pages:
        lines.extend(
            uncut(line.text).strip() for line in page.head if line.text.strip() and line.kind is not LineKind.RULE
        )
    printed = " ".join(lines)
    for index in range(max(0, title.line - 4), title.line):
        text = uncut(raw[index][:MAX_COLUMNS]).strip()
        if text and not text.startswith("<") and not _is_of_another_day(text, printed):
            lines.append(text)
    return lines


def _is_of_another_day(text: str, printed: str) -> bool:
    """Whether a line is nothing but a day of a year that heads and title do not name: that of the report above."""
    day = next(iter(find_dates(text)), None)
    return (
        day is not None
        and day.year is not None
        and (day.start, day.end) == (0, len(text))
        and str(day.year) not in printed
    )


def _scale(candidate: Candidate, raw: list[str], pages: Sequence[Page], context: Sequence[str]) -> Scale:
    """The scale printed nearest to the figures: in the heads, around the title, then in the first rows of text."""
    first_rows = (
        part.text.strip() for page in pages[:1] for row in page.body[:6] if row.values is None for part in row.parts
    )
    end = candidate.regions[-1].end
    below = (raw[i][:MAX_COLUMNS].strip() for i in range(max(0, end - 8), min(end, len(raw))))
    stated = (text for text in below if "thousand" in text.lower() or "million" in text.lower() or "000" in text)
    shares = 0
    for place in (chain(context, candidate.above), first_rows, stated):
        scale = read_scale(" ".join(place))
        if scale is not None and scale.printed:
            return scale
        shares = shares or (scale.shares if scale is not None else 0)
    return Scale(money=0, shares=shares, printed=False)


def _laid_out(candidate: Candidate, raw: list[str], span: Span) -> tuple[Candidate | None, list[Message]]:
    """The candidate with figures that stand in columns, None where they do not; and what had to be done for it."""
    printed = [page for region in candidate.regions for page in region.pages]
    lines = [line for page in printed for line in page]
    if are_fused(lines):
        found = _with_pages(candidate, part_fused(printed))
        text = f"the columns of {candidate.title.text!r} run into each other; "
        text += "rows that can be parted in one way only are read" if found else "no fact is made of them"
        code = "tables.parted-columns" if found else "tables.fused-columns"
    elif are_broken(lines, raw):
        found = _with_pages(candidate, join_folded(printed, raw))
        text = f"the lines of {candidate.title.text!r} were folded, figures stand below their rows; "
        text += "joined again they line up in columns" if found else "no fact is made of them"
        code = "tables.joined-lines" if found else "tables.broken-lines"
    else:
        return candidate, []
    return found, [Message(code=code, severity=Severity.WARNING, text=text, span=span)]


def _has_heads_of(tables: Sequence[Table], above: Statement) -> bool:
    """Whether no words stand over the columns, which are as many as those of the statement above."""
    return all(
        len(table.columns) == len(above.columns) and not any("".join(column.head) for column in table.columns)
        for table in tables
    )


def _scope(candidate: Candidate, columns: Sequence[StatementColumn], calendar: Calendar) -> Scope:
    """The scope of a candidate; a page of a review over ten years is no statement of the period of report."""
    latest = max(column.period.end for column in columns)
    stale = calendar.periodic and calendar.period and (calendar.period - latest).days > _LONG_AGO
    return Scope.SUPERSEDED if stale and candidate.scope is Scope.CONSOLIDATED else candidate.scope


def read_statement(
    candidate: Candidate, raw: list[str], first_line: int, calendar: Calendar, above: Statement | None = None
) -> tuple[Statement | None, tuple[Message, ...]]:
    """The statement of one candidate, or None with a message where its columns have no period that is printed.

    Columns without any head are those of the statement `above`, where there are as many.
    """
    title = candidate.title
    span = Span(
        first_line=title.line + first_line,
        first_column=1,
        last_line=max(candidate.regions[-1].end - 1, title.last_line) + first_line,
        last_column=max(1, len(raw[min(len(raw), candidate.regions[-1].end) - 1])),
    )
    whole, messages = _laid_out(candidate, raw, span)
    if whole is None:
        return None, tuple(messages)
    candidate = whole
    if title.kind is StatementKind.EQUITY and any(
        roll_forward(line.text for line in page) for region in candidate.regions for page in region.pages
    ):
        return None, (recognised(title.text, span),)  # most are known without their columns
    pages, dropped = _pages(candidate, raw)
    if title.kind is StatementKind.EQUITY and (any(map(rolls_forward, pages)) or is_wider(candidate, pages)):
        return None, (recognised(title.text, span),)
    tables: list[Table] = []
    for page in pages:
        table, found = build_table(page, raw, first_line, dropped)
        messages.extend(found)
        if table is not None:
            tables.append(table)
    if not tables:
        return None, tuple(messages)
    if title.kind is StatementKind.EQUITY and any(map(are_components, tables)):
        return None, (recognised(title.text, span),)
    context = _context(candidate, raw, pages)
    columns, kept, notes = resolve_columns(tables, title.kind, context, calendar, span)
    shared = above if above is not None and _has_heads_of(tables, above) else None
    if shared is not None:
        columns, kept, notes = list(shared.columns), [[index] for index in range(len(shared.columns))], []
    currency = read_currency(" ".join(context))
    if currency == "USD" and any(any(find_translated([" ".join(c.head) for c in table.columns])) for table in tables):
        currency = UNKNOWN_CURRENCY  # `Rs.` beside `US$`, and no word for it in the caption
    if currency == UNKNOWN_CURRENCY:
        text = f"{title.text!r} names a currency of several countries; no fact is made of it"
        messages.append(Message(code="statements.unknown-currency", severity=Severity.WARNING, text=text, span=span))
        return None, tuple(messages)
    if title.kind is StatementKind.EQUITY and len(columns) != max(len(table.columns) for table in tables):
        return None, (recognised(title.text, span),)
    messages.extend(notes)
    if not columns:
        return None, tuple(messages)
    scale = _scale(candidate, raw, pages, context)
    if shared is not None and not scale.printed:
        scale = Scale(money=shared.scale, shares=0, printed=True)
    lines = build_lines(tables, kept, title.kind, scale)
    if scale.rounded and are_in_full(lines, scale.money):
        scale = replace(scale, money=0)
        lines = build_lines(tables, kept, title.kind, scale)
    proven = None if scale.printed else prove_money_scale(lines)
    if proven is not None:
        scale = replace(scale, money=proven)
        lines = build_lines(tables, kept, title.kind, scale)
        messages.append(proven_scale(title.text, span, proven))
    elif not scale.printed and any(map(is_unclear, context)):
        return None, (*messages, unclear_scale(title.text, span))
    lines, found = settle_share_scales(lines)
    messages.extend(found)
    for set_aside in (set_aside_points, set_aside_marks):
        lines, found = set_aside(lines)
        messages.extend(found)
    if sum(line.has_values for line in lines) < 3:
        return None, tuple(messages)
    messages.extend(notices(candidate, span))
    last_line, last_column = max((line.span.last_line, line.span.last_column) for line in lines)  # of either half
    statement = Statement(
        kind=title.kind,
        title=title.text,
        span=structs.replace(span, last_line=last_line, last_column=last_column),
        scope=_scope(candidate, columns, calendar),
        entity=entity_above(raw, title.line),
        currency=currency,
        scale=scale.money,
        columns=tuple(columns),
        lines=lines,
        document=candidate.document,
    )
    return statement, tuple(messages)
