"""Everything that is written, independent of the syntax: facts with contexts and units, sections, labels, files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from converter.messages import Span
    from converter.model.concept import Concept
    from converter.model.mapping import Status
    from converter.model.statements import Period, Statement


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
