"""Every value that travels between the stages, in the order in which the data flows.

All of them are frozen, slotted and built by keyword. Each carries the `Span` of the source text that it came from,
down to the single `Fact`. A concept is named by its prefixed name, such as `us-gaap:Assets`; prefixes are resolved
by the `Taxonomy` (and, for extension concepts, by the `Report`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from converter.messages import Message, Span


# --- read: the submission and its documents ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the SGML header of a submission says; every field is empty where it does not."""

    form: str = ""
    """The submission type, such as `10-K405`."""
    accession: str = ""
    company: str = ""
    """The conformed name of the (first) filer."""
    cik: str = ""
    """Digits as printed."""
    sic: str = ""
    """The four digits."""
    ein: str = ""
    file_number: str = ""
    state: str = ""
    """State of incorporation."""
    fiscal_year_end: str = ""
    """Month and day, `MMDD`."""
    period: dt.date | None = None
    filed: dt.date | None = None
    filers: int = 0
    """How many filers the header names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a submission: its text without the SGML tags around it."""

    type: str
    """Such as `10-K`, `EX-13`, `EX-27`; empty for a bare document."""
    text: str
    """With LF line ends; line 1 of it is line `first_line` of the submission."""
    first_line: int
    sequence: int = 1
    description: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A whole input file. A bare document without SGML is a submission of one document."""

    header: Header
    documents: tuple[Document, ...]
    text: str
    """The whole decoded text with LF line ends: what every `Span` counts in."""


class BlockKind(StrEnum):
    """What a stretch of whole lines is."""

    PAGE_BREAK = "page_break"
    RUNNING_HEAD = "running_head"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of whole lines of a document. Joined in order, the blocks are the document."""

    kind: BlockKind
    span: Span
    text: str


# --- read: tables -----------------------------------------------------------------------------------------------------


class CellKind(StrEnum):
    """What is printed in a cell."""

    AMOUNT = "amount"
    DASH = "dash"
    """A printed dash or zero word: a fact of value zero."""
    PERCENT = "percent"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One printed cell. A blank is no cell."""

    text: str
    """As printed, from the first to the last character that belongs to it: `$ (1,234 )`."""
    kind: CellKind
    value: Decimal | None
    """The printed number, negative in parentheses, not yet scaled; zero for a dash; None for text."""
    column: int
    """The index of the table column, or of the statement column once it stands in a `Line`."""
    span: Span
    number_span: Span
    """Digits, separators and point only: what an inline XBRL element encloses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The edges of a table column (character positions from 1, tabs expanded) and the lines of its head."""

    left: int
    right: int
    head: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: a label and its cells, or a heading without cells."""

    label: str
    """Wrapped lines joined by single spaces, leaders and rules removed."""
    label_span: Span
    indent: int
    cells: tuple[Cell, ...]
    span: Span
    rule_below: str = ""
    """`-` or `=` where a rule under at least one column follows the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A fixed-width table with its columns found by geometry."""

    span: Span
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    head: tuple[str, ...] = ()
    """The lines above the first row that carry captions and column heads."""


# --- read: statements -------------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """An instant (`start` is None) at the end of the day `end`, or a duration; both days belong to it."""

    end: dt.date
    start: dt.date | None = None

    @property
    def is_instant(self) -> bool:
        """Whether this is an instant."""
        return self.start is None

    def __str__(self) -> str:
        return f"{self.end}" if self.start is None else f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementColumn:
    """One column of values of a statement."""

    period: Period
    head: str
    """The printed head, its lines joined by single spaces."""
    restated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
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

    @property
    def has_values(self) -> bool:
        """Whether any column has a number (or a dash) here."""
        return any(cell is not None and cell.value is not None for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverItem:
    """One item of the cover page or header: a dei concept and its printed text."""

    concept: str
    """Such as `dei:EntityRegistrantName`."""
    text: str
    """As printed, white space folded."""
    value: str
    """The value of the fact: the text, or for a date its ISO form."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The cover page: what is printed there, and nothing else."""

    form: str
    """The form type, `8-K`, or empty."""
    items: tuple[CoverItem, ...]

    def get(self, concept: str) -> CoverItem | None:
        """The item of a concept, or None."""
        return next((item for item in self.items if item.concept == concept), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleValue:
    """One value of a Financial Data Schedule."""

    tag: str
    """Without its brackets: `TOTAL-ASSETS`."""
    value: Decimal
    """As printed."""
    full: Decimal
    """Times the multiplier, where the tag is one that it applies to: not for per-share values and ratios."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleColumn:
    """One column of a Financial Data Schedule: its period and its values."""

    period_type: str
    """As printed, in capitals: `YEAR`, `12-MOS`, `3-MOS`, `OTHER`, or empty."""
    months: int | None
    """The length that the period type names."""
    fiscal_year_end: dt.date | None
    period_start: dt.date | None
    period_end: dt.date | None
    values: tuple[ScheduleValue, ...]

    def get(self, tag: str) -> ScheduleValue | None:
        """The value of a tag, or None."""
        return next((value for value in self.values if value.tag == tag), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancialDataSchedule:
    """An EX-27 schedule (1993-2001): what the filer's software stated beside the text, never a source of facts."""

    article: str
    """Of Regulation S-X: `5`, `6`, `7`, `9`, `BD`, `UT`; empty where it is not printed."""
    multiplier: int | None
    """1, 1000, 1000000; None where it is not printed, which means 1 to the rules and often thousands to the filer."""
    currency: str
    exchange_rate: Decimal | None
    name: str
    cik: str
    columns: tuple[ScheduleColumn, ...]
    span: Span
    document: int
    """The index of its document in `Submission.documents`."""


# --- footing ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A line that takes part in a sum, with weight +1 or -1 on its printed value."""

    line: int
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """One sum: the line `total` equals the weighted sum of the `terms`, proven in every column named."""

    total: int
    terms: tuple[Term, ...]
    columns: tuple[int, ...]
    """Indexes of the statement columns in which the equation was tested and holds."""
    difference: Decimal
    """The largest absolute difference over those columns, in printed units: not zero where figures are rounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FootingTree:
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


# --- taxonomy ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A concept of a base taxonomy, or of the filing's own extension."""

    name: str
    """The prefixed name."""
    type: str
    """The prefixed name of the item type, such as `xbrli:monetaryItemType`."""
    period_type: str
    """`instant` or `duration`."""
    balance: str
    """`debit`, `credit` or empty."""
    abstract: bool
    substitution_group: str
    label: str
    """The standard label where known, else the words of the name."""
    deprecated: bool = False
    nillable: bool = True


# --- mapping ----------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What became of a line."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    EXTENSION = "extension"
    UNTAGGED = "untagged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A concept that a line might have, with the reasons in plain words, most important first."""

    concept: str
    confidence: float
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedLine:
    """A statement line with values and the concept chosen for it."""

    line: int
    concept: str | None
    """A base concept, the extension concept's name, or None when untagged. A `review` line has its best guess here."""
    status: Status
    confidence: float
    candidates: tuple[Candidate, ...]
    reasons: Sequence[str]
    decided_by: str
    """`rule:ID`, `ledger:PERSON`, `model`, `taxonomy`."""
    sign: int = 1
    """Fact value = printed value x scale x sign."""
    label_role: str = ""
    """The preferred label role, its last path segment: empty for standard, `totalLabel`, `negatedLabel`,
    `negatedTotalLabel`, `periodStartLabel`, `periodEndLabel`."""
    extension: Concept | None = None
    """The concept to be declared in the extension schema, when `concept` names one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedStatement:
    """A statement with its footing tree and a mapped line for every line that has values."""

    statement: Statement
    footing: FootingTree
    lines: tuple[MappedLine, ...]


# --- write ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Whose report it is."""

    scheme: str
    identifier: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A context without dimensions."""

    id: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit; the measures are prefixed names: `iso4217:USD`, `xbrli:shares`, `xbrli:pure`."""

    id: str
    numerator: str
    denominator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact, numeric where it has a unit."""

    id: str
    concept: str
    value: Decimal | str | None
    """The full value (scaled and signed) or the text."""
    context: str
    period: Period
    unit: str
    """The id of the unit, or empty for text and dates."""
    decimals: int | None
    scale: int
    text: str
    """What is printed between the tags: digits, separators and point; or the text."""
    span: Span
    status: Status
    nil: bool = False
    language: str = ""
    """The language of a text fact, such as `en-US`; empty for numbers, dates and flags."""

    @property
    def sign(self) -> str:
        """`-` for a negative value, else empty: the inline XBRL `sign` attribute."""
        return "-" if self.unit and self.value is not None and str(self.value).startswith("-") else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A line of a presentation: a concept (abstract for a heading) under a parent."""

    concept: str
    parent: int | None
    """The index of the parent in `Section.lines`; None directly under the root abstract."""
    label: str
    label_role: str
    line: int | None
    """The index of the line in the statement, or None where nothing is printed."""
    facts: tuple[str, ...] = ()
    """Ids of the facts, in column order of the statement, without the blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationArc:
    """A summation-item arc."""

    parent: str
    child: str
    weight: int
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One extended link role of the filing: the cover page or a statement."""

    role: str
    """The role URI."""
    definition: str
    """`NNNN - Statement - Title`."""
    root: str
    """The concept at the root of the presentation."""
    lines: tuple[SectionLine, ...]
    calculation: tuple[CalculationArc, ...]
    statement: Statement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that is written, independent of the syntax it is written in."""

    base: str
    """The file name stem, `ticker-or-slug` + `-yyyymmdd`."""
    prefix: str
    """The prefix of the extension namespace."""
    namespace: str
    entity: Entity
    taxonomy: str
    """The release, such as `us-gaap-2011-01-31`."""
    namespaces: Mapping[str, str]
    """Prefix to namespace, for every prefix that occurs in concepts."""
    contexts: tuple[Context, ...]
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    extensions: tuple[Concept, ...]
    labels: Mapping[tuple[str, str], str]
    """(concept, label role segment or empty) to label text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFile:
    """A file to be written, relative to the folder of the conversion."""

    path: str
    media_type: str
    content: bytes


# --- check ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """What one engine found."""

    engine: str
    version: str
    rule_sets: tuple[str, ...]
    messages: tuple[Message, ...]
    ran: bool

    @property
    def valid(self) -> bool:
        """Whether it ran and found no error: not run never reads as valid."""
        return self.ran and not any(message.severity == "error" for message in self.messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The result of the whole pipeline for one input."""

    submission: Submission
    cover: Cover
    statements: tuple[MappedStatement, ...]
    report: Report
    files: tuple[RenderedFile, ...]
    validation: tuple[ValidationReport, ...]
    messages: tuple[Message, ...]
    timings: Mapping[str, float]
    """Seconds of process time per stage; never part of a written file."""
