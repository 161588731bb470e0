"""Points for commas: `1.204` among whole amounts is a typing error for 1,204, and money never has three places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.messages import Message, Severity
from converter.model import CellKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Cell, Line

_PLACES = -3


def set_aside_points(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Message, ...]]:
    """The lines without amounts of money that have exactly three places after the point, and a message for each."""
    messages: list[Message] = []
    kept = []
    for line in lines:
        damaged = [cell for cell in line.cells if cell is not None and _is_damaged(cell)]
        if damaged and line.unit is UnitKind.MONEY:
            cells = (replace(cell, kind=CellKind.TEXT, value=None) if cell in damaged else cell for cell in line.cells)
            kept.append(replace(line, cells=tuple(cells)))
            messages.extend(
                Message(
                    code="tables.damaged-amount",
                    severity=Severity.WARNING,
                    text=f"{cell.text!r} looks like an amount with a point for a comma; no fact is made of it",
                    span=cell.span,
                )
                for cell in damaged
            )
        else:
            kept.append(line)
    return tuple(kept), tuple(messages)


def _is_damaged(cell: Cell) -> bool:
    """Whether thousands stand before the point: `.380` is a dividend under a heading that names no share."""
    value = cell.value
    if "." not in cell.text or value is None or cell.kind is not CellKind.AMOUNT:
        return False
    return abs(value) >= 1 and value.as_tuple().exponent == _PLACES
