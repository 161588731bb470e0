"""The lines of a filing as the mapping sees them: the same view of a printed statement and of a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from converter.mapping.labels import normalise, vocabulary
from converter.model import LineRole, StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Statement

POOLS = {
    StatementKind.BALANCE_SHEET: "BS",
    StatementKind.INCOME_STATEMENT: "IS",
    StatementKind.CASH_FLOW: "CF",
    StatementKind.EQUITY: "EQ",
    StatementKind.COMPREHENSIVE_INCOME: "EQ",
}
"""The kinds whose labels are learned together; the short names are those of the training tables."""
POOL_NAMES = tuple(dict.fromkeys(POOLS.values()))
"""The pools, in the order of their numbers."""

# Captions that say nothing without the heading above them.
_GENERIC = vocabulary(
    "total other basic diluted primary net current deferred interest beginning ending end year period assumed fully "
    "start taxes income federal state foreign common preferred cash shares continuing discontinued operations all "
    "noncurrent less per share before after item items trade"
)
# Captions that have no amounts, so that nothing below them is theirs: the total under them is that of the statement.
_UNSUMMED = ("commitments", "contingencies", "contingent liabilities")
# Headings that say what of only together with the one above them.
_OF_WHAT = vocabulary("current noncurrent")


class MappingLine(Struct, frozen=True, kw_only=True):
    """A line with values, in the words that the mapping compares."""

    index: int
    """The position in its sheet; what is returned for it is found by this number."""
    label: str
    normal: str
    """The normalised label."""
    variant: str
    """The normalised heading and label together, where the label alone says too little; else empty."""
    headings: tuple[str, ...]
    """Normalised headings above it, outermost first."""
    unit: UnitKind | None
    """None where the source does not tell."""
    gap: bool
    """Whether a line without values stands directly before it."""
    total: bool
    """Whether it is printed or proven as a total."""
    values: tuple[str, ...] = ()
    """The printed values as plain digits with sign, for comparing lines with each other; empty for blanks."""


class Sheet(Struct, frozen=True, kw_only=True):
    """One statement of a filing."""

    pool: str
    lines: tuple[MappingLine, ...]


def is_generic(normal: str) -> bool:
    """Whether a label consists only of words such as `total`, `other`, `basic`."""
    words = normal.split()
    return len(words) <= 4 and all(word in _GENERIC or len(word) < 3 for word in words)


def with_heading(normal: str, headings: Sequence[str]) -> str:
    """The heading and the label as one caption where the label needs it: `operating expenses` over `total`."""
    if not headings or not is_generic(normal):
        return ""
    nearest = next((heading for heading in reversed(headings) if heading), "")
    if not nearest or nearest == normal or nearest.startswith(_UNSUMMED):
        return ""
    return f"total {nearest}" if normal in {"", "total"} else f"{nearest} {normal}"


def headings_of(section: Sequence[str]) -> tuple[str, ...]:
    """The normalised headings of a line, outermost first; `Current` below `Assets` is `current assets`."""
    headings: list[str] = []
    for heading in section:
        normal = normalise(heading)
        if normal in _OF_WHAT and headings:
            side = next((words for words in ("liabilities", "assets") if words in headings[-1].split()), "")
            normal = f"{normal} {side}".strip()
        headings.append(normal)
    return tuple(headings)


def sheet_of(statement: Statement, totals: frozenset[int]) -> Sheet:
    """The lines with values of a printed statement; `totals` are the lines that a footing proved to be sums."""
    lines: list[MappingLine] = []
    before_has_values = True
    for line in statement.lines:
        if not line.has_values:
            before_has_values = False
            continue
        normal = normalise(line.label)
        headings = headings_of(line.section)
        lines.append(
            MappingLine(
                index=line.index,
                label=line.label,
                normal=normal,
                variant=with_heading(normal, headings),
                headings=headings,
                unit=line.unit,
                gap=not before_has_values,
                total=line.role in (LineRole.TOTAL, LineRole.SUBTOTAL) or line.index in totals,
                values=tuple("" if cell is None or cell.value is None else str(cell.value) for cell in line.cells),
            )
        )
        before_has_values = True
    return Sheet(pool=POOLS[statement.kind], lines=tuple(lines))
