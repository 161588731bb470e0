"""Fixed-width tables, found by geometry: columns, rows and cells as printed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from decimal import Decimal

    from converter.messages import Span


class CellKind(StrEnum):
    """What is printed in a cell."""

    AMOUNT = "amount"
    DASH = "dash"
    """A printed dash or zero word: a fact of value zero."""
    PERCENT = "percent"
    TEXT = "text"


class Cell(Struct, frozen=True):
    """One printed cell. A blank is no cell."""

    text: str
    """As printed, from the first to the last character that belongs to it: `$ (1,234 )`."""
    kind: CellKind
    value: Decimal | None
    """The printed number, negative in parentheses, not yet scaled; zero for a dash; None for text."""
    column: int
    """The index of the table column, or of the statement column once it stands in a `Line`."""
    span: Span
    number_span: Span
    """Digits, separators and point only: what an inline XBRL element encloses."""


class Column(Struct, frozen=True, kw_only=True):
    """The edges of a table column (character positions from 1, tabs expanded) and the lines of its head."""

    left: int
    right: int
    head: tuple[str, ...] = ()


class Row(Struct, frozen=True):
    """One row of a table: a label and its cells, or a heading without cells."""

    label: str
    """Wrapped lines joined by single spaces, leaders and rules removed."""
    label_span: Span
    indent: int
    cells: tuple[Cell, ...]
    span: Span
    rule_below: str = ""
    """`-` or `=` where a rule under at least one column follows the row."""


class Table(Struct, frozen=True, kw_only=True):
    """A fixed-width table with its columns found by geometry."""

    span: Span
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()
    """The lines above the first row that carry captions and column heads."""
