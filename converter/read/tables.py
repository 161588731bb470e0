"""Tables: the pages of a region as rows and columns, with every cell traced to the place where it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity, Span
from converter.model import Cell, CellKind, Column, Row, Table
from converter.read.columns import REFERENCE, Band, Placed, assign, find_bands
from converter.read.cut_heads import unfolded
from converter.read.head_values import is_head_values, speaks_of_dates
from converter.read.heads import column_texts, says_more
from converter.read.label_text import join_parts
from converter.read.labels import join_labels
from converter.read.lines import LineKind
from converter.read.marks import is_debit
from converter.read.percentages import are_parts, are_ratios
from converter.read.strays import without_strays
from converter.read.table_cells import is_unbalanced, place_of, place_of_label, read_cell, set_aside
from converter.read.titles import read_title
from converter.read.touching import part_touching
from converter.read.unread import unread_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.cells import Token
    from converter.read.labels import LabelledRow
    from converter.read.lines import PhysicalLine

_MANY_YEARS = 5
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_SECTION_HEAD = re.compile(
    r"\s*+(?:total\s++)?(?:current\s++)?(?:assets|liabilities|liabilities\s*+(?:,|and|&).{0,60}|capitalization(?!.{0,20}statement).{0,40}|(?:revenues?|income)(?>\s*:|)"
    r"|(?:cash\s+flows?|operating\s+activities).{0,40}|utility\s+plant.{0,30}|(?:interest|operating)\s+(?:income|revenues?|expenses?)(?>\s*:|))"
    r"\s*+(?:\(notes?\b[^()]{0,30}\)\s*+)?(?::\s*+)?",
    re.IGNORECASE,
)
_LABEL_FIGURE = re.compile(r"(?<![\d,])(?!1,000\b)\d{1,3},\d{3}\b")
_DAMAGED = re.compile(r"\s{2,}\$?\s{0,3}(\(?[\dlOI]{1,3}[.,][\dlOI.,]{3,})\)?\s*$")
"""`l,234,500` and `2.118,400,1`: letters for digits, points for commas."""
_DAMAGED_END = "0123456789lOI.,)"
_NOTES = re.compile(r"\d{1,2}(?:, \d{1,2}){1,3}")
"""References to several notes beside a blank column; thousands would have three digits."""
_COLUMNS_FROM = 24
"""Where text starts that stands above columns and not above labels."""
_WIDE = re.compile(r"\s{3}")
_AUDITED = re.compile(r"\((?:un)?audited\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a region: its head, and its body rows with the columns of the figures."""

    head: tuple[PhysicalLine, ...]
    body: tuple[LabelledRow, ...]
    bands: tuple[Band, ...]
    placed: dict[int, Placed] = field(default_factory=dict, compare=False, repr=False)
    """Where the values of lines stand, as far as it is known, by the index of the line."""

    def place(self, line: PhysicalLine) -> Placed:
        """What `assign` says of the values of a line of the body, which is asked for more than once."""
        placed = self.placed.get(line.at)
        if placed is None:
            placed = self.placed[line.at] = assign(line.tokens, self.bands)
        return placed


def _is_label(line: PhysicalLine) -> bool:
    """Whether a line ending in a date is of a label: `Less treasury stock (1,080 shares at December 31, 1995`."""
    if line.text.count(")") > line.text.count("("):
        return True  # "30, 1994)" below "... of $97 ($91 at September"
    if not line.tokens[0].loose:
        return False
    label, _, rest = line.text.strip().partition("   ")
    named = rest if _SECTION_HEAD.fullmatch(label) else line.text  # "ASSETS    December 31, 1998"
    return says_more(named)


def split_head(lines: Sequence[PhysicalLine], raw: list[str]) -> tuple[list[PhysicalLine], list[PhysicalLine]]:
    """The lines of a page that carry titles, captions and column heads, and the lines of its body.

    The head ends at the last line before the first row of figures that speaks of dates or scale, or is a rule. Section
    headings that stand above the dates ("ASSETS") go back to the body.
    """
    first = next((i for i, line in enumerate(lines) if line.tokens and not is_head_values(line)), len(lines))
    last = title_end = -1
    bare: set[int] = set()
    for i in range(first):
        line = lines[i]
        if line.kind is LineKind.TEXT and "," in line.text and _LABEL_FIGURE.search(line.text):
            break  # "(cost $8,961,656 at December 31, 1995 and" is the label of the first row
        if line.kind is LineKind.TEXT and (title := read_title(raw, line.at)) is not None:
            title_end = title.last_line
            bare.update([line.at] if title.bare else [])
        if line.kind in (LineKind.HEAD_END, LineKind.RULE, LineKind.VALUES) or (
            line.kind is LineKind.TEXT
            and (
                speaks_of_dates(line.text)
                or _is_over_columns(line.text)
                or line.at <= title_end
                or (0 <= last == i - 1 and _ends_caption(lines[last].text, line.text))
            )
        ):
            last = i
    head = list(lines[: last + 1])
    kept = [section for line in head if line.at not in bare and (section := _section_head(line)) is not None]
    body = kept + list(lines[last + 1 :])
    # Column heads are printed again where a page goes on, sometimes without a page tag.
    rows = []
    for line in body:
        if _is_caption(line):
            continue
        if not line.tokens or not is_head_values(line):
            rows.append(line)
        elif (section := _section_head(line)) is not None:
            rows.append(section)  # "LIABILITIES AND SHAREHOLDERS' EQUITY      1996     1995"
        elif not all(token.number for token in line.tokens):
            rows.append(line)  # "none issued in 1993 . . .      -       -"
        elif _is_label(line):
            rows.append(replace(line, kind=LineKind.TEXT, tokens=[]))
    return head, rows


def _ends_caption(above: str, text: str) -> bool:
    """Whether a line closes the parenthesis of a caption: `(in thousands, except per-share` over `data)`."""
    return above.count("(") > above.count(")") and text.count(")") > text.count("(")


def _is_over_columns(text: str) -> bool:
    """Whether words stand apart where no label stands: `Parent     Eliminations     Consolidated`."""
    return len(text) - len(text.lstrip()) >= _COLUMNS_FROM and _WIDE.search(text.strip()) is not None


def _is_caption(line: PhysicalLine) -> bool:
    """Whether a row is a caption with a reference to a note: `(unaudited)      (1)`."""
    return (
        bool(line.tokens)
        and "audited" in line.text.lower()
        and _AUDITED.fullmatch(line.text[: line.label_end].strip()) is not None
        and all(REFERENCE.fullmatch(token.text.strip()) for token in line.tokens)
    )


def _section_head(line: PhysicalLine) -> PhysicalLine | None:
    """The section heading that stands on a line of the head, alone or beside the dates: `ASSETS     March 31, 1998`."""
    if line.kind in (LineKind.RULE, LineKind.BLANK):
        return None
    text = line.text.lstrip()
    label = re.split(r"\s{3,}", text, maxsplit=1)[0]
    if not _SECTION_HEAD.fullmatch(label):
        return None
    end = len(line.text) - len(text) + len(label)
    return replace(line, kind=LineKind.TEXT, text=line.text[:end], tokens=[])


def read_page(lines: Sequence[PhysicalLine], raw: list[str], bands: tuple[Band, ...] = ()) -> Page:
    """The head, rows and columns of one page; in the columns of another page where `bands` are these."""
    head, body = split_head(unfolded(lines), raw)
    bands = bands or find_bands([line.tokens for line in body if line.tokens])
    rows, placed = without_strays(head, body, bands)
    rows, changed = part_touching(rows, bands)
    placed.update(changed)
    return Page(head=tuple(head), body=tuple(join_labels(rows)), bands=bands, placed=placed)


def _are_years(texts: Sequence[str]) -> bool:
    """Whether a column holds years of issue or maturity; among many of them a rate may have strayed."""
    years = sum(_FULL_YEAR.fullmatch(text) is not None for text in texts)
    return years > 1 and (years == len(texts) or (years >= _MANY_YEARS and years * 3 >= len(texts) * 2))


def drop_columns(page: Page) -> tuple[int, ...]:
    """The indexes of columns that hold no amounts: percentages, references to notes, years in which bonds are due."""
    dropped = []
    by_column: list[list[Token]] = [[] for _ in page.bands]
    by_row = [page.place(row.values)[0] for row in page.body if row.values]
    for placed in by_row:
        for index, token in placed:
            by_column[index].append(token)
    for column, tokens in enumerate(by_column):
        numbers = [token for token in tokens if token.number]
        if not numbers:
            continue
        percent = sum("%" in token.text for token in numbers)
        years = _are_years([token.text.strip() for token in numbers])
        if (
            percent * 2 > len(numbers)
            or (years and len(page.bands) > 1)
            or are_ratios(column, by_column)
            or (column and are_parts(by_row, column))
        ):
            dropped.append(column)
            continue
        if (
            column in (0, len(page.bands) - 1)
            and len(page.bands) > 1
            and all(REFERENCE.fullmatch(token.text.strip()) for token in numbers)
        ):
            others = max(len(token.text) for row in page.body if row.values for token in row.values.tokens)
            if others > 4 and len(numbers) >= 2:
                dropped.append(column)
    return tuple(dropped)


def build_table(
    page: Page, raw: list[str], offset: int, dropped: Sequence[int]
) -> tuple[Table | None, tuple[Message, ...]]:
    """The table of a page, or None where no row of it is printed.

    `offset` is what turns the index of a line in the document into its number in the submission; `dropped` are the
    columns that hold no amounts.
    """
    messages: list[Message] = []
    kept = [column for column in range(len(page.bands)) if column not in dropped]
    rows: list[Row] = []
    for item in page.body:
        parts = item.parts or _rates(item, page.bands, kept)
        label = join_parts(parts)
        cells: list[Cell] = []
        if item.values is not None:
            cells, found = _read_cells(item.values, page, kept, raw[item.values.at], offset, label)
            messages.extend(found)
        elif parts and (unread := unread_figures(parts[-1], page.bands)) is not None:
            place = place_of(parts[-1], raw[parts[-1].at], unread.start(1), unread.end(1), offset)
            messages.append(_damage(unread[1], place))
        if not label and not cells:
            continue
        label_lines = [part for part in parts if part.text.strip()] or ([item.values] if item.values else [])
        label_span = place_of_label(label_lines, raw, offset)
        span = label_span
        if item.values is not None:
            width = len(item.values.text)
            start = len(item.values.text) - len(item.values.text.lstrip())
            span = span.join(place_of(item.values, raw[item.values.at], start, width, offset))
        rows.append(
            Row(
                label=label,
                label_span=label_span,
                indent=item.indent,
                cells=tuple(cells),
                span=span,
                rule_below=item.rule_below,
            )
        )
    if not rows:
        return None, tuple(messages)
    head = tuple(line.text for line in page.head)
    texts = column_texts(head, [(band.left + 1, band.right) for band in page.bands])
    columns = tuple(Column(left=page.bands[i].left + 1, right=page.bands[i].right, head=(texts[i],)) for i in kept)
    first = page.head[0].at + offset if page.head else rows[0].span.first_line
    opening = min([(first, 1), *((row.span.first_line, row.span.first_column) for row in rows)])
    closing = max([(first, 1), *((row.span.last_line, row.span.last_column) for row in rows)])
    span = Span(first_line=opening[0], first_column=opening[1], last_line=closing[0], last_column=closing[1])
    return Table(span=span, columns=columns, rows=tuple(rows), head=head), tuple(messages)


def _damaged(line: PhysicalLine) -> re.Match[str] | None:
    """What ends the label and looks like an amount with a typing error."""
    label = line.text[: line.label_end].rstrip()
    if not label or label[-1] not in _DAMAGED_END:
        return None
    return _DAMAGED.search(label, max(0, label.rfind("  ")))  # no wide gap stands within it


def _read_cells(
    line: PhysicalLine, page: Page, kept: Sequence[int], source: str, offset: int, label: str
) -> tuple[list[Cell], list[Message]]:
    """The cells of a row in the columns that are kept, and what is wrong with its figures."""
    cells: list[Cell] = []
    messages: list[Message] = []
    placed, clean = page.place(line)
    for column, token in placed:
        if column not in kept:
            continue
        cell = read_cell(line, token, kept.index(column), source, offset)
        cells.append(cell)
        if cell.kind is CellKind.AMOUNT:
            if is_unbalanced(cell):
                text = f"{cell.text!r} lacks a parenthesis; it is read as a negative amount"
                messages.append(_warning("tables.unbalanced-amount", text, cell.span))
        elif cell.kind is CellKind.TEXT and any(map(str.isdigit, cell.text)) and not is_debit(cell):
            messages.append(_damage(cell.text, cell.span))
    damaged = (_damaged(line) or unread_figures(line, page.bands)) if len(cells) < len(kept) else None
    if damaged and not _NOTES.fullmatch(damaged[1].strip()):
        messages.append(_damage(damaged[1], place_of(line, source, damaged.start(1), damaged.end(1), offset)))
    if not clean:
        if not cells and label and 0 in kept:
            cells.append(set_aside(line, source, offset))  # a row of figures is no heading
        text = f"figures of {label!r} do not stand under the columns; those in doubt are left out"
        messages.append(_warning("tables.ragged-row", text, place_of(line, source, 0, len(line.text), offset)))
    return cells, messages


def _rates(item: LabelledRow, bands: Sequence[Band], kept: Sequence[int]) -> list[PhysicalLine]:
    """The label of a row without words that begins with a rate: `5.00%   132,000       13,200    13,200`."""
    line = item.values
    if line is None or not line.tokens or "%" not in line.tokens[0].text:
        return []
    first = min((token.start for column, token in assign(line.tokens, bands)[0] if column in kept), default=0)
    rest = [token for token in line.tokens if token.start >= first]
    return [replace(line, tokens=rest)] if first > line.label_end else []


def _warning(code: str, text: str, span: Span) -> Message:
    return Message(code=code, severity=Severity.WARNING, text=text, span=span)


def _damage(text: str, span: Span) -> Message:
    text = f"{text!r} looks like an amount with a typing error; no fact is made of it"
    return _warning("tables.damaged-amount", text, span)
