"""Marks of debits and credits behind figures: `1,234 CR` is a credit among debits, and read as negative.

Where a statement marks its debits too, `1,234 DR`, each figure may be marked by its nature, or each that is unlike the
others: the sign of none can be told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import CellKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Cell, Line

_DEBIT = re.compile(r"\d {0,2}DR$", re.IGNORECASE)
_EITHER = re.compile(r"\d {0,2}[CD]R$", re.IGNORECASE)


def is_debit(cell: Cell) -> bool:
    """Whether a figure is marked as a debit."""
    return cell.kind is CellKind.TEXT and _DEBIT.search(cell.text) is not None


def set_aside_marks(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Message, ...]]:
    """The lines without values for marked figures, where a debit is among these, and a message about the first."""
    debit = next((cell for line in lines for cell in line.cells if cell is not None and is_debit(cell)), None)
    if debit is None:
        return tuple(lines), ()
    kept = tuple(replace(line, cells=tuple(map(_without_value, line.cells))) for line in lines)
    text = f"{debit.text!r} is marked as a debit: what sign marked figures have is not told, no fact is made of them"
    return kept, (Message(code="tables.marked-amount", severity=Severity.WARNING, text=text, span=debit.span),)


def _without_value(cell: Cell | None) -> Cell | None:
    if cell is None or _EITHER.search(cell.text) is None:
        return cell
    return replace(cell, kind=CellKind.TEXT, value=None)
