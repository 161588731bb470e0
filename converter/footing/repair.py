"""Repairs that a sum proves: figures that the reader left in a label, or that the text prints in the wrong column.

A repair is made only where it is the single one that makes every column of a sum exact, and it is always reported.
No figure is ever changed: a misprint stays what it is and is left to the reviewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.amounts import parse_amount
from converter.footing.names import name_totals
from converter.footing.tree import prove, report
from converter.messages import Message, Severity, Span
from converter.model import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from converter.footing.tree import Proof
    from converter.model import FootingTree, Line, Statement, StatementColumn

_MOST_SUMS = 50
"""Sums of one statement that are looked at: with more of them damaged it is not a statement."""
_MOST_PLACEMENTS = 400
_CHANCE_BITS = 8
"""How many bits the moved figures must have beyond those of the placements tried."""
_LONGEST_FIGURE = 24
_LEAST_FIGURE = 100
"""A smaller number at the end of a label, such as a note reference, may fill a gap by chance."""
_MOST_LABELS = 6
_FIGURE = frozenset("0123456789,.")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum to be mended: positions of its terms with weights, and what each column lacks."""

    total: int
    terms: tuple[tuple[int, int], ...]
    gaps: dict[int, int]
    """By statement column printed in the total: total less sum, in quanta."""


def foot_and_repair(statement: Statement) -> tuple[tuple[Statement, FootingTree], tuple[Message, ...]]:
    """The statement with the repairs that its sums prove, its footing tree, and messages about both.

    Where nothing had to be repaired the statement is the very object that was handed in.
    """
    proof = prove(statement)
    repaired: list[Message] = []
    if proof.tree.broken or proof.tree.unfooted:
        lines, repaired = _repaired(statement, proof)
        if repaired:
            better = replace(statement, lines=lines)
            after = prove(better)
            if _faults(after.tree) < _faults(proof.tree):
                statement, proof = better, after
            else:
                repaired = []
    statement, named = name_totals(statement, proof.tree)
    return (statement, proof.tree), (*repaired, *named, *report(statement, proof))


def _faults(tree: FootingTree) -> int:
    return len(tree.broken) + len(tree.unfooted) + len(tree.loose)


def _repaired(statement: Statement, proof: Proof) -> tuple[tuple[Line, ...], list[Message]]:
    lines = {line.index: line for line in statement.lines}
    messages: list[Message] = []
    for damaged in islice(_damaged(proof), _MOST_SUMS):
        for line, message in (
            *_figures_in_labels(statement.columns, proof, damaged),
            *_moved_figures(statement.columns, proof, damaged),
        ):
            # A line takes part in at most one sum as an item; should two claim it, the first keeps it.
            if lines[line.index] is statement.lines[line.index]:
                lines[line.index] = line
                messages.append(message)
    return tuple(lines[line.index] for line in statement.lines), messages


def _damaged(proof: Proof) -> Iterator[_Sum]:
    grid = proof.scene.grid
    positions = {line.index: position for position, line in enumerate(grid.lines)}
    for entry in proof.broken:
        terms = tuple((positions[term.line], term.weight) for term in entry.footing.terms)
        yield _sum(proof, positions[entry.footing.total], terms)
    for assumed in proof.reading.all_assumed():
        yield _sum(proof, assumed.total, tuple((position, 1) for position in assumed.terms))


def _sum(proof: Proof, total: int, terms: tuple[tuple[int, int], ...]) -> _Sum:
    rows = proof.scene.grid.rows
    return _Sum(
        total,
        terms,
        {
            column: rows[total][column] - sum(weight * rows[position][column] for position, weight in terms)
            for column in proof.scene.grid.printed[total]
        },
    )


# --- figures left in a label ------------------------------------------------------------------------------------------


def _figures_in_labels(columns: Sequence[StatementColumn], proof: Proof, damaged: _Sum) -> list[tuple[Line, Message]]:
    """Figures that stand at the end of a label and are together just what the first column lacks.

    ::

        Homes, less accumulated depreciation of $621,000 and $318,000 4,865,000      5,070,000
    """
    if not damaged.gaps.get(0):
        return []
    grid = proof.scene.grid
    held: list[tuple[int, Line, Cell]] = []
    for position, weight in damaged.terms:
        line = grid.lines[position]
        cell = _last_figure(line) if line.cells[0] is None else None
        if cell is None or cell.value is None:
            continue
        quanta = _quanta(grid.unit, line, cell.value, proof)
        if abs(quanta) // grid.grain >= _LEAST_FIGURE:
            held.append((weight * quanta, line, cell))
    if not held or len(held) > _MOST_LABELS:
        return []
    fitting = [
        chosen
        for count in range(1, len(held) + 1)
        for chosen in combinations(held, count)
        if sum(quanta for quanta, _, _ in chosen) == damaged.gaps[0]
    ]
    if len(fitting) != 1:
        return []
    return [_taken_from_label(columns, line, cell) for _, line, cell in fitting[0]]


def _taken_from_label(columns: Sequence[StatementColumn], line: Line, cell: Cell) -> tuple[Line, Message]:
    label = line.label[: len(line.label) - len(cell.text)].rstrip(" .$(")
    end = max(cell.span.first_column - 1, line.label_span.first_column if _is_short(line) else 1)
    mended = replace(
        line,
        label=label,
        label_span=replace(line.label_span, last_column=end),
        cells=(cell, *line.cells[1:]),
    )
    message = Message(
        code="footing.figure-in-label",
        severity=Severity.WARNING,
        text=f"{cell.text} at the end of the label {label[:80]!r} was taken for the figure under "
        f"{_head(columns, 0)}: with it the sum is exact",
        span=cell.span,
    )
    return mended, message


def _is_short(line: Line) -> bool:
    return line.label_span.first_line == line.label_span.last_line


def _last_figure(line: Line) -> Cell | None:
    """The figure at the very end of a label, with the parentheses around it."""
    label = line.label
    end = len(label)
    start = end - 1 if label.endswith(")") else end
    while start and end - start < _LONGEST_FIGURE and label[start - 1] in _FIGURE:
        start -= 1
    if start and label.endswith(")"):
        if label[start - 1] != "(":
            return None
        start -= 1
    text = label[start:end]
    amount = parse_amount(text)
    if amount is None or amount.kind is not CellKind.AMOUNT:
        return None
    if start and label[start - 1] not in " $" and not text.startswith("("):
        return None
    last = line.label_span.last_column
    row = line.label_span.last_line
    first = last - len(text) + 1
    if first < 1:
        return None
    return Cell(
        text=text,
        kind=CellKind.AMOUNT,
        value=amount.value,
        column=0,
        span=Span(first_line=row, first_column=first, last_line=row, last_column=last),
        number_span=Span(
            first_line=row,
            first_column=first + amount.start,
            last_line=row,
            last_column=first + amount.end - 1,
        ),
    )


def _quanta(unit: Decimal, line: Line, value: Decimal, proof: Proof) -> int:
    lowest = min(other.scale for other in proof.scene.grid.lines)
    return int(value.scaleb(line.scale - lowest) / unit)


# --- figures in the wrong column --------------------------------------------------------------------------------------


def _moved_figures(columns: Sequence[StatementColumn], proof: Proof, damaged: _Sum) -> list[tuple[Line, Message]]:
    """Figures whose only right columns are others than those they are printed in.

    Text that was typed with blank cells left out has its figures pushed to the left::

        Cash dividends paid            (221)    (5,530)     (217)
        Stock option exercise           228         13
    """
    grid = proof.scene.grid
    wrong = [gap for gap in damaged.gaps.values() if gap]
    width = len(columns)
    if not wrong or sum(wrong) != 0 or len(damaged.gaps) != width:
        return []
    movable = [(position, weight) for position, weight in damaged.terms if 0 < len(grid.printed[position]) < width]
    choices = [list(combinations(range(width), len(grid.printed[position]))) for position, _ in movable]
    count = 1
    for options in choices:
        count *= len(options)
        if count > _MOST_PLACEMENTS:
            return []
    bits = [(abs(gap) // grid.grain).bit_length() for gap in wrong]
    if sum(bits) < _CHANCE_BITS + count.bit_length():
        return []
    best: list[tuple[tuple[int, ...], ...]] = []
    fewest = 1 << 30
    for placement in product(*choices):
        moves = 0
        gaps = dict(damaged.gaps)
        for (position, weight), places in zip(movable, placement, strict=True):
            for before, after in zip(grid.printed[position], places, strict=True):
                if before != after:
                    moves += 1
                    figure = weight * grid.rows[position][before]
                    gaps[before] += figure
                    gaps[after] -= figure
        if moves <= fewest and not any(gaps.values()):
            best = [placement] if moves < fewest else [*best, placement]
            fewest = moves
    if len(best) != 1:
        return []
    return [
        _moved(columns, grid.lines[position], grid.printed[position], places)
        for (position, _), places in zip(movable, best[0], strict=True)
        if places != grid.printed[position]
    ]


def _moved(
    columns: Sequence[StatementColumn], line: Line, before: tuple[int, ...], after: tuple[int, ...]
) -> tuple[Line, Message]:
    cells: list[Cell | None] = [None] * len(columns)
    told = []
    for source, target in zip(before, after, strict=True):
        cell = line.cells[source]
        if cell is None:
            continue
        cells[target] = replace(cell, column=target)
        if source != target:
            told.append(f"{cell.text} from {_head(columns, source)} to {_head(columns, target)}")
    message = Message(
        code="footing.moved-figure",
        severity=Severity.WARNING,
        text=f"Figures of {line.label[:80]!r} were moved ({'; '.join(told)}): only so are all columns of the sum exact",
        span=line.span,
    )
    return replace(line, cells=tuple(cells)), message


def _head(columns: Sequence[StatementColumn], column: int) -> str:
    return columns[column].head or f"column {column + 1}"
