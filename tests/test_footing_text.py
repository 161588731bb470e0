"""A compact text notation for statements, so that footing is tested without the table reader.

::

    balance_sheet scale 3            the kind, and optionally the scale
    Current assets:                  no figures: a heading
      Cash | 10 | 20                 label, then one figure for each column; blank: nothing printed
      Total current assets | 10 | 20
    Net income per share | .10       the unit is per share; "shares" in the label counts shares
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from converter.messages import Span
from converter.model import (
    Cell,
    CellKind,
    Line,
    LineRole,
    Period,
    Scope,
    Statement,
    StatementColumn,
    StatementKind,
    UnitKind,
)


def read_statement(text: str) -> Statement:
    """The statement that the notation describes; line numbers of its spans are those of the notation."""
    first, *rest = text.strip("\n").split("\n")
    kind, *settings = first.split()
    scale = int(settings[1]) if settings else 0
    rows = [(number, row) for number, row in enumerate(rest, start=2) if row.strip()]
    width = max(len(row.split("|")) for _, row in rows) - 1
    lines: list[Line] = []
    open_headings: list[Line] = []
    for number, row in rows:
        label, *figures = row.split("|")
        depth = (len(label) - len(label.lstrip())) // 2
        while open_headings and open_headings[-1].depth >= depth:
            open_headings.pop()
        line = _line(len(lines), number, label.strip(), depth, figures, width, open_headings, scale)
        lines.append(line)
        if line.role is LineRole.HEADING:
            open_headings.append(line)
    return Statement(
        kind=StatementKind(kind),
        title=kind,
        span=Span(first_line=1, first_column=1, last_line=len(rest) + 1, last_column=80),
        scope=Scope.CONSOLIDATED,
        entity="",
        currency="USD",
        scale=scale,
        columns=tuple(
            StatementColumn(period=Period(end=dt.date(2003 - at, 12, 31)), head=str(2003 - at)) for at in range(width)
        ),
        lines=tuple(lines),
    )


def _line(
    index: int, number: int, label: str, depth: int, figures: list[str], width: int, headings: list[Line], scale: int
) -> Line:
    cells = tuple(_cell(figure, column, number) for column, figure in enumerate(figures)) + (None,) * (
        width - len(figures)
    )
    has_values = any(cell is not None for cell in cells)
    lowered = label.lower()
    unit = UnitKind.PER_SHARE if "per share" in lowered else UnitKind.SHARES if "shares" in lowered else UnitKind.MONEY
    role = LineRole.HEADING
    if has_values:
        role = LineRole.TOTAL if lowered.startswith("total") or not label else LineRole.ITEM
    span = Span(first_line=number, first_column=1, last_line=number, last_column=80)
    return Line(
        index=index,
        label=label,
        span=span,
        label_span=span,
        depth=depth,
        parent=headings[-1].index if headings else None,
        section=tuple(heading.label for heading in headings),
        role=role,
        unit=unit,
        scale=scale if unit is UnitKind.MONEY else 0,
        cells=cells,
    )


def _cell(figure: str, column: int, number: int) -> Cell | None:
    text = figure.strip()
    if not text:
        return None
    digits = text.strip("()").replace(",", "")
    value = Decimal(0) if digits in {"-", "--"} else Decimal(digits)
    place = 40 + 14 * column
    span = Span(first_line=number, first_column=place, last_line=number, last_column=place + 13)
    return Cell(
        text=text,
        kind=CellKind.DASH if digits in {"-", "--"} else CellKind.AMOUNT,
        value=-value if text.startswith("(") else value,
        column=column,
        span=span,
        number_span=span,
    )


def test_the_notation_reads_headings_blanks_dashes_and_negatives():
    statement = read_statement(
        "income_statement scale 3\n"
        "Costs:\n"
        "  Materials | 1,200 | (30)\n"
        "  Rent      |  -    |\n"
        "Income per share | .10 | .20\n"
    )
    heading, materials, rent, share = statement.lines
    assert heading.role is LineRole.HEADING
    assert materials.section == ("Costs:",)
    assert [cell.value for cell in materials.cells if cell] == [Decimal(1200), Decimal(-30)]
    assert rent.cells[0] is not None
    assert rent.cells[0].value == 0
    assert rent.cells[1] is None
    assert share.unit is UnitKind.PER_SHARE
    assert materials.scale == 3
