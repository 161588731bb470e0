"""Primary statements: whose they are, their periods, and their lines with what each does and counts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt

    from converter.messages import Span
    from converter.model.tables import Cell


PARENTHETICAL = "(Parenthetical)"
"""How the title of a parenthetical statement ends."""


class StatementKind(StrEnum):
    """The primary statements."""

    BALANCE_SHEET = "balance_sheet"
    INCOME_STATEMENT = "income_statement"
    CASH_FLOW = "cash_flow"
    EQUITY = "equity"
    COMPREHENSIVE_INCOME = "comprehensive_income"


class Scope(StrEnum):
    """Whose statement it is: only consolidated statements become facts of the registrant."""

    CONSOLIDATED = "consolidated"
    PARENT_ONLY = "parent_only"
    OTHER_ENTITY = "other_entity"
    SUPERSEDED = "superseded"
    """Another statement of the registrant stands for it: a second print, a summary, a page of a review over years."""
    PRO_FORMA = "pro_forma"


class UnitKind(StrEnum):
    """What a line counts."""

    MONEY = "money"
    PER_SHARE = "per_share"
    SHARES = "shares"
    PURE = "pure"


class LineRole(StrEnum):
    """What a line does in its statement."""

    HEADING = "heading"
    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


class Period(Struct, frozen=True, kw_only=True, order=True):
    """An instant (`start` is None) at the end of the day `end`, or a duration; both days belong to it."""

    end: dt.date
    start: dt.date | None = None

    @property
    def is_instant(self) -> bool:
        """Whether this is an instant."""
        return self.start is None

    def __str__(self) -> str:
        return f"{self.end}" if self.start is None else f"{self.start}..{self.end}"


class StatementColumn(Struct, frozen=True, kw_only=True):
    """One column of values of a statement."""

    period: Period
    head: str
    """The printed head, its lines joined by single spaces."""
    restated: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """One line of a statement: a heading, or an item with a cell or None for each column of the statement."""

    index: int
    """The position in `Statement.lines`."""
    label: str
    span: Span
    label_span: Span
    depth: int
    parent: int | None
    """The index of the heading line above it in the indent tree."""
    section: tuple[str, ...]
    """Labels of the headings above it, outermost first."""
    role: LineRole
    unit: UnitKind
    scale: int
    """The power of ten that the printed numbers of this line are multiplied with."""
    cells: tuple[Cell | None, ...]
    generated_label: bool = False
    """The line prints figures without a label; the label was inferred from where it stands."""
    doubt: str = ""
    """What is not certain about how the line was read, for a person who should look at it; mostly empty."""

    @property
    def has_values(self) -> bool:
        """Whether any column has a number (or a dash) here."""
        for cell in self.cells:  # noqa: SIM110  a generator takes five times as long, and each line is asked often
            if cell is not None and cell.value is not None:
                return True
        return False


class Statement(Struct, frozen=True, kw_only=True):
    """A primary statement, with everything that its facts need but the concepts."""

    kind: StatementKind
    title: str
    span: Span
    scope: Scope
    entity: str
    """The entity named above the title, or empty."""
    currency: str
    """ISO 4217."""
    scale: int
    """The power of ten of its money amounts: 0, 3, 6."""
    columns: tuple[StatementColumn, ...]
    lines: tuple[Line, ...]
    document: int = 0
    """The index of its document in `Submission.documents`."""

    @property
    def is_parenthetical(self) -> bool:
        """Whether its lines are the amounts that a balance sheet states in its captions."""
        return self.title.endswith(PARENTHETICAL)
