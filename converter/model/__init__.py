"""Every value that travels between the stages.

By subject, in the order in which the data flow: `submission`, `tables`, `statements`, `schedule`, `footing`, `concept`,
`mapping`, `report`, `conversion`. All of them are frozen, slotted and built by keyword. Each carries the `Span` of the
source text that it came from, down to the single `Fact`. A concept is named by its prefixed name, such as
`us-gaap:Assets`; prefixes are resolved by the `Taxonomy` (and, for extension concepts, by the `Report`).
"""

from converter.model.concept import Concept
from converter.model.conversion import Conversion, ValidationReport
from converter.model.footing import Footing, FootingTree, Term
from converter.model.mapping import Candidate, MappedLine, MappedStatement, Status
from converter.model.report import (
    CalculationArc,
    Context,
    Entity,
    Fact,
    RenderedFile,
    Report,
    Section,
    SectionLine,
    Unit,
)
from converter.model.schedule import FinancialDataSchedule, ScheduleColumn, ScheduleValue
from converter.model.statements import (
    Line,
    LineRole,
    Period,
    Scope,
    Statement,
    StatementColumn,
    StatementKind,
    UnitKind,
)
from converter.model.submission import Block, BlockKind, Cover, CoverItem, Document, Header, Submission
from converter.model.tables import Cell, CellKind, Column, Row, Table

__all__ = [
    "Block",
    "BlockKind",
    "CalculationArc",
    "Candidate",
    "Cell",
    "CellKind",
    "Column",
    "Concept",
    "Context",
    "Conversion",
    "Cover",
    "CoverItem",
    "Document",
    "Entity",
    "Fact",
    "FinancialDataSchedule",
    "Footing",
    "FootingTree",
    "Header",
    "Line",
    "LineRole",
    "MappedLine",
    "MappedStatement",
    "Period",
    "RenderedFile",
    "Report",
    "Row",
    "ScheduleColumn",
    "ScheduleValue",
    "Scope",
    "Section",
    "SectionLine",
    "Statement",
    "StatementColumn",
    "StatementKind",
    "Status",
    "Submission",
    "Table",
    "Term",
    "Unit",
    "UnitKind",
    "ValidationReport",
]
