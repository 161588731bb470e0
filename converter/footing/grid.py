"""The figures of a statement as exact integers: one grid for its money lines, one for its per-share lines.

Footing tests thousands of sums, and Python adds integers several times faster than `Decimal`. Every figure becomes
a whole number of *quanta*: the smallest place that any line of the grid prints.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from converter.model import Line, Statement, UnitKind

_MOST_PLACES = 9
_MOST_DIGITS = 24
"""A figure with more places or digits than this is not arithmetic but damage (or an attack), and is left out."""

_WHOLE = Decimal(1)


class Grid(Struct, frozen=True):
    """The lines of one unit with their figures, by position (0 is the first of these lines)."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[int, ...], ...]
    """By position, then by statement column; a blank is zero."""
    columns: tuple[tuple[int, ...], ...]
    """The same figures by statement column, then by position."""
    printed: tuple[tuple[int, ...], ...]
    """By position: the statement columns that print a figure."""
    grain: int
    """The power of ten that divides every figure: 1000 where whole dollars are rounded to thousands."""
    exact: bool
    """Whether the figures are printed to the cent, so that nothing was rounded before they were added."""
    unit: Decimal
    """What one quantum is worth in printed units (of the lines with the smallest scale, if they differ)."""

    @property
    def size(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    def amount(self, quanta: int) -> Decimal:
        """A difference in printed units."""
        return quanta * self.unit

    def slack(self, terms: int) -> int:
        """The difference in quanta that rounding alone may leave between a total and so many terms.

        Each term is off by half a unit at most. The worst case, half a unit for each, does not occur: companies
        adjust their figures until they foot, so a difference of more than a few units is a misprint or a wrong sum.
        """
        if self.exact:
            return 0
        return self.grain * (1 if terms <= 5 else 2 if terms <= 14 else 3)


def grid(statement: Statement, unit: UnitKind) -> Grid:
    """The grid of the lines with figures in this unit, in the order in which they are printed."""
    width = len(statement.columns)
    lines = [line for line in statement.lines if line.unit is unit and line.has_values and len(line.cells) == width]
    lowest = min((line.scale for line in lines), default=0)
    places = 0
    figures: list[tuple[Line, list[Decimal | None], int]] = []
    for line in lines:
        values = [None if cell is None else cell.value for cell in line.cells]
        shift = line.scale - lowest
        if shift > _MOST_PLACES:
            continue
        deepest = 0
        if not all(map(_is_whole, values)):  # few amounts have places
            if any(map(_is_damage, values)):
                continue
            deepest = max((_places(value) for value in values if value is not None), default=0)
            if deepest > _MOST_PLACES:
                continue
        places = max(places, deepest - shift)
        figures.append((line, values, shift))
    rows = tuple(
        tuple(0 if value is None else _quanta(value, places + shift) for value in values)
        for _, values, shift in figures
    )
    # Scale 0 with two places is dollars and cents: nothing is rounded. "$1.2 million" has places too, but is.
    return Grid(
        lines=tuple(line for line, _, _ in figures),
        rows=rows,
        columns=tuple(zip(*rows, strict=True)) if rows else ((),) * width,
        printed=tuple(
            tuple(column for column, value in enumerate(values) if value is not None) for _, values, _ in figures
        ),
        grain=_grain(rows),
        exact=places == 2 and lowest == 0 and unit.value == "money",
        unit=Decimal(1).scaleb(-places),
    )


def _places(value: Decimal) -> int:
    # The common cases first: asking a Decimal for its tuple costs more than all the rest of this module.
    if value.same_quantum(_WHOLE) or value == value.to_integral_value():
        return 0
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else _MOST_PLACES + 1


def _is_whole(value: Decimal | None) -> bool:
    return value is None or (value.same_quantum(_WHOLE) and value.adjusted() < _MOST_DIGITS)


def _is_damage(value: Decimal | None) -> bool:
    return value is not None and (not value.is_finite() or value.adjusted() >= _MOST_DIGITS)


def _quanta(value: Decimal, places: int) -> int:
    if not places:
        return int(value)
    numerator, denominator = value.as_integer_ratio()
    return numerator * int(10**places) // denominator


def _grain(rows: tuple[tuple[int, ...], ...]) -> int:
    grain = 1000
    while grain > 1 and any(figure % grain for row in rows for figure in row):
        grain //= 10
    # A single trailing zero is chance in a short statement; companies round to hundreds or thousands.
    return grain if grain >= 100 else 1
