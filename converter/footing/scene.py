"""What the search looks at: the lines of one unit with their hints and headings, and the stack of open lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from converter.footing.cues import Cue, Hint, hint
from converter.footing.grid import Grid, grid
from converter.model import LineRole, StatementKind, UnitKind

if TYPE_CHECKING:
    from converter.model import Line, Statement


@dataclass(slots=True)
class Effort:
    """What is left of the work that one statement may cost, in tested sums."""

    left: int

    def spend(self, tests: int) -> bool:
        """Whether so many more tests may be made; they count as made."""
        self.left -= tests
        return self.left > 0


class Open(Struct, frozen=True, eq=False):
    """A line that no sum has taken up yet, on top of those above it; the stack is a linked list that states share."""

    position: int
    first: int
    """The position of the first line of the run that it totals; its own for an item."""
    closed: bool
    """Whether a sum was found (or assumed) for it."""
    below: Open | None
    key: int
    """Equal for equal stacks."""
    parts: tuple[int, ...] = ()
    """The positions of the lines that it was found to total."""


def push(below: Open | None, position: int, first: int, *, closed: bool = False, parts: tuple[int, ...] = ()) -> Open:
    """The stack with one more open line."""
    key = hash((below.key if below else 0, position, first))
    return Open(position, first, closed, below, key, parts)


def nearest(top: Open, length: int) -> list[Open]:
    """The open lines from the top of the stack down, so many at most."""
    nodes = [top]
    node = top.below
    while node is not None and len(nodes) < length:
        nodes.append(node)
        node = node.below
    return nodes


class Scene(Struct, frozen=True):
    """Everything about the lines of one grid that the search asks for, by position."""

    grid: Grid
    hints: tuple[Hint, ...]
    headings: tuple[tuple[Line, ...], ...]
    """The headings printed between the line before and this one."""
    signed: bool
    """Whether lines may be subtracted: not among per-share figures, which are too small to prove a sign."""


_LONG = 1000
"""A figure of this size is hardly printed twice by chance."""


def scene(statement: Statement, unit: UnitKind) -> Scene:
    """The scene of the lines of one unit."""
    figures = grid(statement, unit)
    headings: list[tuple[Line, ...]] = []
    pending: list[Line] = []
    positions = {line.index for line in figures.lines}
    for line in statement.lines:
        if line.index in positions:
            headings.append(tuple(pending))
            pending.clear()
        elif line.role is LineRole.HEADING:
            pending.append(line)
    hints = [
        hint(line, statement.kind, mostly_negative=sum((figure > 0) - (figure < 0) for figure in row) < 0)
        for line, row in zip(figures.lines, figures.rows, strict=True)
    ]
    if statement.kind is StatementKind.BALANCE_SHEET:
        _mark_second_side(figures, hints)
    return Scene(grid=figures, hints=tuple(hints), headings=tuple(headings), signed=unit is UnitKind.MONEY)


def _mark_second_side(figures: Grid, hints: list[Hint]) -> None:
    # The total of liabilities and equity often has lost its label: it prints the figures of total assets again.
    totals: set[tuple[int, ...]] = set()
    for position, row in enumerate(figures.rows):
        if hints[position].cue is Cue.TOTAL:
            if sum(abs(figure) // figures.grain >= _LONG for figure in row) == len(row):
                totals.add(row)
        elif row in totals:
            hints[position] = replace(hints[position], cue=Cue.TOTAL, expected=True)
