"""What rules look at: a filing as a few frozen values, each with the file and line it stands in.

A concept is named by its prefixed name. Prefixes are those that the taxonomies recommend (`us-gaap`, `dei`, that of the
extension schema), whatever the document itself uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from decimal import Decimal

    from converter.model import Concept
    from converter.taxonomy.release import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A line of a file of the filing."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineDocument:
    """An inline XBRL document."""

    name: str
    content: bytes
    root: Any
    """The element tree; rules only read it."""
    syntax: tuple[tuple[int, str], ...]
    """What is not well-formed: line and words."""
    doctype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineFact:
    """One inline fact, its value transformed, scaled and signed where that can be done here."""

    place: Place
    id: str
    concept: str
    namespace: str
    numeric: bool
    """An `ix:nonFraction`."""
    context: str
    unit: str
    decimals: str
    precision: str
    scale: str
    sign: str
    format: str
    """The format as written, such as `ixt:num-dot-decimal`."""
    registry: str
    """The namespace of the format."""
    text: str
    """What stands between the tags, without excluded parts, continuations included."""
    value: Decimal | str | None
    """None where the fact is nil or its format is not known here."""
    nil: bool
    hidden: bool
    escape: bool
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingContext:
    """A context; `start` is None for an instant, both are None for `forever` and for dates that are none."""

    place: Place
    id: str
    scheme: str
    identifier: str
    start: dt.date | None
    end: dt.date | None
    forever: bool
    dimensions: tuple[tuple[str, str], ...]
    """Explicit dimensions and members, sorted."""
    typed: bool
    """It has a typed dimension."""
    scenario: bool
    other: bool
    """Segment or scenario hold something that is no dimension."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingUnit:
    """A unit; measures as `{namespace}name`."""

    place: Place
    id: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleType:
    """A role that an extension schema declares."""

    place: Place
    uri: str
    id: str
    definition: str
    used_on: frozenset[str]
    """Names of link elements without their prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """An element that an extension schema declares."""

    place: Place
    id: str
    concept: Concept


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema of the filing itself."""

    name: str
    namespace: str
    prefixes: tuple[str, ...]
    declarations: tuple[Declaration, ...]
    roles: tuple[RoleType, ...]
    imports: tuple[tuple[str, str], ...]
    """Namespace and location."""
    linkbases: tuple[tuple[str, str], ...]
    """Role and location of each linkbase reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """An arc of a presentation, calculation or definition link."""

    place: Place
    role: str
    arcrole: str
    parent: str
    child: str
    order: Decimal | None
    """None where it is not given."""
    weight: Decimal | None
    preferred_label: str
    """The role URI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label of a concept."""

    place: Place
    concept: str
    role: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkbase:
    """A linkbase of the filing itself."""

    name: str
    kinds: tuple[str, ...]
    """Names of its extended links in order, such as `presentationLink`."""
    arcs: tuple[Arc, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """An inline XBRL filing: one document set with its own schemas and linkbases."""

    names: tuple[str, ...]
    """The files that belong to it, documents first."""
    documents: tuple[InlineDocument, ...]
    schema_refs: tuple[tuple[Place, str], ...]
    facts: tuple[InlineFact, ...]
    contexts: tuple[FilingContext, ...]
    units: tuple[FilingUnit, ...]
    schemas: tuple[Schema, ...]
    linkbases: tuple[Linkbase, ...]
    namespaces: Mapping[str, str]
    """Prefix to namespace, for every prefix of concepts."""
    declared: Mapping[str, Declaration]
    """The extension concepts by name."""
    taxonomy: Taxonomy | None
    """The base taxonomy that the filing uses, where it is at hand."""

    def concept(self, name: str) -> Concept | None:
        """An extension concept or a base concept; None where neither declares it or the base is not at hand."""
        declared = self.declared.get(name)
        if declared is not None:
            return declared.concept
        return self.taxonomy.concept(name) if self.taxonomy is not None else None

    def arcs(self, arcrole: str) -> tuple[Arc, ...]:
        """Every arc with an arcrole that ends in `/arcrole/<arcrole>`, in order of appearance."""
        ending = f"/arcrole/{arcrole}"
        return tuple(arc for linkbase in self.linkbases for arc in linkbase.arcs if arc.arcrole.endswith(ending))

    def cover(self, name: str) -> InlineFact | None:
        """The first fact of a dei concept by its local name, in a context without dimensions."""
        plain = {context.id for context in self.contexts if not context.dimensions and not context.typed}
        wanted = f"dei:{name}"
        return next((fact for fact in self.facts if fact.concept == wanted and fact.context in plain), None)
