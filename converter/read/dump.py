"""Dumps: what a stage made of a text, as compact text for people and for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Line, Statement

_UNITS = {"money": "", "per_share": "/share", "shares": "shares", "pure": "pure"}
_WIDTH = 58


def dump_statements(statements: Sequence[Statement]) -> str:
    """The statements with periods, scale, outline and values: one line of text for each line of a statement.

    Two blanks of indentation for each level of depth; `#` before a heading, `+` a subtotal, `=` a total; values as they
    become facts apart from sign and scale; `.` for a blank cell.
    """
    return "\n".join(_dump(statement) for statement in statements)


def _dump(statement: Statement) -> str:
    where = f"lines {statement.span.first_line}-{statement.span.last_line}"
    facts = f"{statement.scope}, {statement.currency}, scale {statement.scale}, {where}"
    head = f"{statement.kind}  {statement.title}  [{facts}]"
    periods = "  periods: " + "  ".join(
        str(column.period) + (" restated" if column.restated else "") for column in statement.columns
    )
    return "\n".join([head, periods, *(_line(line, statement.scale) for line in statement.lines)])


def _line(line: Line, scale: int) -> str:
    marks = {"heading": "#", "item": " ", "subtotal": "+", "total": "="}
    text = f"  {line.span.first_line:>5} {marks[line.role]} {'  ' * line.depth}{line.label}"
    if not any(cell is not None for cell in line.cells):
        return text.rstrip()
    values = []
    for cell in line.cells:
        if cell is None:
            values.append(".")
        else:
            values.append(f"{cell.value:,f}" if cell.value is not None else f"?{cell.text}")
    unit = _UNITS[line.unit]
    extra = f" {unit}" if unit else ""
    if (line.scale != scale and line.unit == "shares") or line.scale < 0:
        extra += f" scale {line.scale}"
    return f"{text:<{_WIDTH}}  " + "  ".join(f"{value:>14}" for value in values) + extra
