"""Rows: the tables of a statement as one list of lines, without running heads and footers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.model import Line, LineRole, StatementKind, UnitKind
from converter.read.columns import REFERENCE
from converter.read.outline import clean_heading, outline
from converter.read.titles import classify
from converter.read.units import goes_on_counting, has_cents, percent_scale, rate_scale, read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Cell, Row, Table
    from converter.read.scales import Scale

_FURNITURE_BEGINS = re.compile(
    r"(?:the\s+)?(?:see\b|accompanying\b|notes?\s+to\b)|\W*\(?(?:\bcontinued\b|cont)|page\b|form\s+10|\(?dollars\b|as\s+of\b"
    r"|for\s+the\b|\*|item\s+\d|part\s+[iv]+\b|exhibit\b|years?\s+end|(?:fiscal\s+)?years?\s*$|(?:three|six|nine|twelve)\s+months\s+end"
)
_FURNITURE_HOLDS = re.compile(
    r"integral\s+part|accompanying\s+notes|\bunaudited\b\W*$|\bin\s+(?:thousands|millions)\b"
    r"|\band\s+(?:its\s+)?(?:consolidated\s+)?subsidiar"
)
_ADDRESS = re.compile(r"[a-z],?\s{1,3}[A-Z]{2}\s{1,3}\d{5}(?:-\d{4})?(?!\d)|\(\d{3}\)\s{0,2}\d{3}-\d{4}")
"""`San Jose, CA 95134   (408) 555-0100`: a running head."""
_SECTION = re.compile(r"activities|from operations")
_ASSETS = re.compile(r"\bassets\b", re.IGNORECASE)
_FOOTER = re.compile(r"\baccompanying\s+notes|\bintegral\s+part\b|^\W*see\b.{0,30}\bnotes", re.IGNORECASE)
_BALANCE = re.compile(
    r"total\s+(?:liabilities|capitalization)\b.{0,60}\b(?:equity|deficit|deficiency|capital|investment|surplus|liabilities)\b"
    r"|total\s+equity\s+and\s+liabilities",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\*{1,3}\s{0,9}[A-Z]")
_FOOTNOTE_WORDS = 5
_SMALL_WORD = re.compile(r"\b[a-z]{2,}\b")
_BINDING_WORD = re.compile(r"\b(?:THAT|WERE|WAS|IS|ARE|THE|OF|FROM|IN|AND|TO|BY|FOR|NOT|DOES|INCLUDES?)\b")
_ROLLED = re.compile(r"\b(?:balances?|retained\s+earnings)\b", re.IGNORECASE)


_SHARE_COUNTS = re.compile(r"^(?:number\s+of|weighted|average|common|shares)\b.{0,80}\bshares?\b", re.IGNORECASE)
"""`Shares used in computing earnings per share (in thousands)`: a heading of rows, though it names a scale."""


def _is_furniture(row: Row) -> bool:
    """Whether a row of text is a running head, a footer or a caption: not a heading of the statement."""
    label = row.label
    if row.cells and all(REFERENCE.fullmatch(cell.text) for cell in row.cells) and _FOOTER.search(label):
        return True  # "The accompanying notes are an integral part of these statements.    11"
    words = _BINDING_WORD if label.isupper() else _SMALL_WORD
    if label[:1] == "*" and _FOOTNOTE.match(label) and len(words.findall(label)) >= _FOOTNOTE_WORDS:
        return True  # "* Does not include non-cash activity: $612,000 and $1,459,000"
    if row.cells or (_SHARE_COUNTS.match(label) and "except" not in label.lower()):
        return False
    lowered = label.lower()
    if (
        _FURNITURE_BEGINS.match(lowered)
        or _FURNITURE_HOLDS.search(lowered)
        or (len(label) > 150 and not label.isupper())
        or ("-" in label and _ADDRESS.search(label))
    ):
        return True
    return classify(" ".join(lowered.split())) is not None and not _SECTION.search(lowered)


def _select(row: Row, kept: Sequence[Sequence[int]]) -> Iterator[Row]:
    """The row with its cells in statement columns; two rows where a component and the sum beside it share a line.

    Partnerships print components in an inner column and what they come to in an outer one::

        Buildings                            804,500
          Less accumulated depreciation     (120,675)       683,825
    """
    by_column = {cell.column: cell for cell in row.cells}
    printed = [[by_column[column] for column in columns if column in by_column] for columns in kept]
    for level in range(max((len(cells) for cells in printed), default=0) or 1):
        cells = tuple(
            cells[level] if cells[level].column == position else replace(cells[level], column=position)
            for position, cells in enumerate(printed)
            if level < len(cells)
        )
        if level == 0:
            yield row if cells == row.cells else replace(row, cells=cells)
        else:
            yield replace(row, label="", cells=cells)


def _aligned(cells: tuple[Cell, ...], count: int) -> tuple[Cell | None, ...]:
    if len(cells) == count and all(cell.column == position for position, cell in enumerate(cells)):
        return cells
    by_column = {cell.column: cell for cell in cells}
    return tuple(by_column.get(position) for position in range(count))


def _trim(rows: list[Row]) -> list[Row]:
    """The rows up to the last one with figures; text behind it is a footer."""
    last = max((i for i, row in enumerate(rows) if any(cell.value is not None for cell in row.cells)), default=-1)
    return rows[: last + 1]


def _until_balance(rows: list[Row]) -> list[Row]:
    """The rows up to the total of liabilities and equity: what follows on the page is another table.

    A detail below it belongs to the balance sheet where it has a heading and adds up: `Intangible assets: ...`.
    """
    assets = False
    for index, row in enumerate(rows):
        if row.cells and _BALANCE.match(row.label):
            if assets:
                return rows[: index + 1 + _detail(rows[index + 1 :])]
        elif row.label.lower().startswith("liabilities") or _ASSETS.search(row.label):
            assets = True
    return rows


def _until_last_balance(rows: list[Row]) -> list[Row]:
    """The rows up to the last balance, and what is printed for one share below it.

    Any other heading begins another table.
    """
    last = max((index for index, row in enumerate(rows) if row.cells and _ROLLED.search(row.label)), default=len(rows))
    heads = (i for i in range(last + 1, len(rows)) if not rows[i].cells and "share" not in rows[i].label.lower())
    return rows[: next(heads, len(rows))]


def _detail(rows: Sequence[Row]) -> int:
    """How many rows make up a heading, its items and their total in every column; 0 where it does not add up."""
    if not rows or rows[0].cells or not rows[0].label.endswith(":"):
        return 0
    total = next((index for index, row in enumerate(rows) if row.label.lower().startswith("total")), 0)
    items = rows[1:total]
    if len(items) < 2 or any(not row.cells for row in items):
        return 0
    for cell in rows[total].cells:
        parts = [item.value or 0 for row in items for item in row.cells if item.column == cell.column]
        if cell.value != sum(parts):
            return 0
    return total + 1 if rows[total].cells else 0


def build_lines(
    tables: Sequence[Table], kept: Sequence[Sequence[int]], kind: StatementKind, scale: Scale
) -> tuple[Line, ...]:
    """The lines of a statement; `kept` are for each statement column the table columns that make it up.

    Share counts have the scale of the caption; `converter.read.share_scales` settles it.
    """
    rows: list[Row] = []
    for table in tables:
        rows.extend(row for row in table.rows if not _is_furniture(row))
    columns = {column for columns in kept for column in columns}
    rows = [row for row in _trim(rows) if not row.cells or any(cell.column in columns for cell in row.cells)]
    if [*kept] != [[column] for column in range(len(kept))] or not all(
        cell.column in columns for row in rows for cell in row.cells
    ):
        rows = [selected for row in rows for selected in _select(row, kept)]
    if kind is StatementKind.BALANCE_SHEET:
        rows = _until_balance(rows)
    elif kind is StatementKind.EQUITY:
        rows = _until_last_balance(rows)
    outlined = outline(rows)
    values = [cell for row in rows for cell in row.cells if cell.value]
    whole = sum(map(has_cents, values)) * 2 < len(values)
    lines: list[Line] = []
    money, shares, heading = UnitKind.MONEY, UnitKind.SHARES, LineRole.HEADING
    for index, (row, place) in enumerate(zip(rows, outlined, strict=True)):
        cells = _aligned(row.cells, len(kept))
        unit = read_unit(row.label, place.section, cells, kind=kind, whole=whole)
        if unit is money and lines and lines[-1].unit is shares and goes_on_counting(row.label):
            unit = shares
        if unit is money:
            power = scale.money
        elif unit is shares:
            power = scale.shares
        elif unit is UnitKind.PURE:
            power = percent_scale(row.label, cells)
        else:
            power = rate_scale(row.label, place.section)
        lines.append(
            Line(
                index=index,
                label=clean_heading(row.label) if place.role is heading else row.label,
                span=row.span,
                label_span=row.label_span,
                depth=place.depth,
                parent=place.parent,
                section=place.section,
                role=place.role,
                unit=unit,
                scale=power,
                cells=cells,
            )
        )
    return tuple(lines)
