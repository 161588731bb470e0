"""Which lines of a statement add up to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from decimal import Decimal


class Term(Struct, frozen=True, kw_only=True):
    """A line that takes part in a sum, with weight +1 or -1 on its printed value."""

    line: int
    weight: int


class Footing(Struct, frozen=True, kw_only=True):
    """One sum: the line `total` equals the weighted sum of the `terms`, proven in every column named."""

    total: int
    terms: tuple[Term, ...]
    columns: tuple[int, ...]
    """Indexes of the statement columns in which the equation was tested and holds."""
    difference: Decimal
    """The largest absolute difference over those columns, in printed units: not zero where figures are rounded."""


class FootingTree(Struct, frozen=True, kw_only=True):
    """All proven sums of one statement."""

    footings: tuple[Footing, ...]
    """Ordered by total line; a line may be the total of more than one sum."""
    unfooted: tuple[int, ...]
    """Subtotals and totals for which no sum was found."""
    loose: tuple[int, ...]
    """Money lines with values that take part in no sum."""
    broken: tuple[int, ...] = ()
    """Totals whose sum is proven in some columns but fails in others that print them."""

    @property
    def complete(self) -> bool:
        """Whether every total foots in every column and every money line takes part in a sum."""
        return not self.unfooted and not self.loose and not self.broken

    @property
    def above(self) -> dict[int, int]:
        """For each line that takes part in a sum, the total of the first such sum."""
        return {term.line: sum_.total for sum_ in reversed(self.footings) for term in sum_.terms}
