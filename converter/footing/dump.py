"""A statement as text with its footing marks: what `inspect --stage footing` shows and the corpus tests compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.model import UnitKind

if TYPE_CHECKING:
    from converter.model import Footing, FootingTree, Line, Statement


def dump(statement: Statement, tree: FootingTree) -> str:
    """One text line for each statement line, its mark, its number, what it adds up to, its label and its figures.

    ::

          1             Current assets:
          2      +4       Cash                    10 | 20
          3      +4       Inventories             30 |
        = 4      +9     Total current assets      40 | 20

    `=` marks a total that foots in every column, `=~1` one with a rounding difference of 1, `=[1]` one that foots in
    the second column only, `!` a total that does not foot and `?` a line in no sum. `+4` says that the line counts
    towards line 4, `-4` that it is subtracted there. Lines count from 1.
    """
    totals: dict[int, list[Footing]] = {}
    parts: dict[int, list[str]] = {}
    for footing in tree.footings:
        totals.setdefault(footing.total, []).append(footing)
        for term in footing.terms:
            parts.setdefault(term.line, []).append(f"{'+' if term.weight > 0 else '-'}{footing.total + 1}")
    rows = [
        (
            _mark(line, tree, totals.get(line.index, [])),
            str(line.index + 1),
            " ".join(parts.get(line.index, [])),
            "  " * line.depth + (line.label or "(no label)"),
            " | ".join(
                "" if cell is None else f"{cell.value:,}" if cell.value is not None else cell.text
                for cell in line.cells
            )
            if line.has_values
            else "",
        )
        for line in statement.lines
    ]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(4)]
    return "\n".join(
        f"{mark:<{widths[0]}} {number:>{widths[1]}} {part:<{widths[2]}} {label:<{widths[3]}} {figures}".rstrip()
        for mark, number, part, label, figures in rows
    )


def _mark(line: Line, tree: FootingTree, footings: list[Footing]) -> str:
    if line.index in tree.unfooted:
        return "!"
    if line.index in tree.loose:
        return "?"
    marks = []
    for footing in footings:
        mark = f"=~{footing.difference}" if footing.difference else "="
        if line.index in tree.broken:
            mark += "[" + " ".join(str(column) for column in footing.columns) + "]"
        marks.append(mark)
    if not marks and line.unit is not UnitKind.MONEY and line.has_values:
        return "."
    return " ".join(marks)
