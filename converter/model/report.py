"""Everything that is written, independent of the syntax: facts with contexts and units, sections, labels, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from converter.messages import Span
    from converter.model.concept import Concept
    from converter.model.mapping import Status
    from converter.model.statements import Period, Statement


class Entity(Struct, frozen=True, kw_only=True):
    """Whose report it is."""

    scheme: str
    identifier: str
    name: str


class Context(Struct, frozen=True, kw_only=True):
    """A context without dimensions."""

    id: str
    period: Period


class Unit(Struct, frozen=True, kw_only=True):
    """A unit; the measures are prefixed names: `iso4217:USD`, `xbrli:shares`, `xbrli:pure`."""

    id: str
    numerator: str
    denominator: str = ""


class Fact(Struct, frozen=True, kw_only=True):
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


class SectionLine(Struct, frozen=True, kw_only=True):
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


class CalculationArc(Struct, frozen=True, kw_only=True):
    """A summation-item arc."""

    parent: str
    child: str
    weight: int
    order: int


class Section(Struct, frozen=True, kw_only=True):
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


class Report(Struct, frozen=True, kw_only=True):
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


class RenderedFile(Struct, frozen=True, kw_only=True):
    """A file to be written, relative to the folder of the conversion."""

    path: str
    media_type: str
    content: bytes
