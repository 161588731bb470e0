"""The baked facts of a taxonomy release: the values, and the text that they are kept as.

A release is a folder of small text files, sorted, one fact a line, so that a difference between two releases (or two
runs of `bake`) is a readable diff:

    taxonomy.json            release, namespaces, schema URLs and imports, custom types, entry points
    roles.tsv                the extended link roles of the statements
    concepts-<prefix>.tsv    one element a line; the first column is the local name
    labels-<prefix>.tsv      standard labels, where known
    presentation.tsv         arcs, per role and parent
    calculation.tsv          arcs, per role and parent
    replacements.tsv         what the deprecation linkbase says of deprecated concepts

In the two arc files a line `@<role URI>` opens a role, and an empty first cell repeats the parent of the line above.
Names of the release's own main namespace stand without prefix. The last column names the industries whose entry point
has the arc; it is empty where each industry that has the role has the arc too. An empty `nillable` means true, an empty
substitution group xbrli:item. Empty cells at the end of a line are left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from converter.errors import TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

FORMAT = 1
"""Raised when the text form changes in a way that older code cannot read."""

CONCEPT_COLUMNS = (
    "name",
    "period_type",
    "balance",
    "abstract",
    "nillable",
    "substitution_group",
    "deprecated",
    "other",
    "type",
)
DEFAULTS = {"xbrli:item": "", "": "-"}
"""Substitution groups as they are written: an item is the rule, and a typed domain has none."""
ROLE_COLUMNS = ("role", "schema", "id", "used_on", "industries", "definition")
PRESENTATION_COLUMNS = ("parent", "child", "order", "preferred_label", "industries")
CALCULATION_COLUMNS = ("parent", "child", "order", "weight", "industries")
REPLACEMENT_COLUMNS = ("deprecated", "relation", "concept")
LABEL_COLUMNS = ("name", "label")

LABEL_ROLES = "http://www.xbrl.org/2003/role/"
"""Preferred label roles below it are written as their last segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A global element of a schema: a concept, or (with an empty period type) the domain of a typed dimension."""

    name: str
    type: str
    period_type: str
    balance: str
    abstract: bool
    nillable: bool
    substitution_group: str
    deprecated: str
    """The date of deprecation, or empty."""
    other: str
    """Further attributes, `prefix:name=value` joined by spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomType:
    """A type that a schema derives by restriction: the base type and the facets in their order."""

    name: str
    base: str
    facets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema document: where it is published, what it imports and what it declares."""

    prefix: str
    namespace: str
    url: str
    imports: tuple[tuple[str, str], ...]
    """(namespace, absolute URL), in document order."""
    types: tuple[CustomType, ...] = ()
    elements: tuple[Element, ...] = field(default=(), repr=False)
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Local name to standard label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFacts:
    """An extended link role of a statement."""

    uri: str
    schema: str
    """The prefix of the schema that declares it."""
    id: str
    definition: str
    used_on: tuple[str, ...]
    """The kinds of links that may have it: `presentation`, `calculation`, `definition`, as the schema orders them."""
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcFacts:
    """An arc of a presentation or calculation link; concepts are prefixed names."""

    role: str
    parent: str
    child: str
    order: Decimal
    value: str
    """The preferred label role of a presentation arc, or the weight of a calculation arc."""
    industries: tuple[str, ...]
    """Those that have the arc, or none where all that have the role have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What the deprecation linkbase relates to a deprecated concept."""

    deprecated: str
    relation: str
    """The last segment of the arc role, such as `essence-alias` or `dep-concept-deprecatedConcept`."""
    concept: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyFacts:
    """Everything that is kept of a taxonomy release."""

    release: str
    namespaces: Mapping[str, str]
    """Every prefix that occurs in names, types, substitution groups or attributes."""
    schemas: tuple[Schema, ...]
    """The main schema first."""
    entry_points: Mapping[str, str]
    """Industry to the URL of its statement entry point."""
    roles: tuple[RoleFacts, ...]
    presentation: tuple[ArcFacts, ...]
    calculation: tuple[ArcFacts, ...]
    replacements: tuple[Replacement, ...]


def decimal_text(value: Decimal) -> str:
    """The shortest plain form of a number: `10`, `-1`, `2.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row(cells: Iterable[str]) -> str:
    cells = tuple(cells)
    if any("\t" in cell or "\n" in cell or "\r" in cell for cell in cells):
        raise TaxonomyError(f"a tab or line end in {cells!r} cannot be kept in a baked file")
    return "\t".join(cells).rstrip("\t") + "\n"


def _file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    return (_row(columns) + "".join(map(_row, rows))).encode()


def _arcs(columns: Sequence[str], arcs: Iterable[ArcFacts], main: str) -> bytes:
    lines = [_row(columns)]
    ordered = sorted(arcs, key=lambda arc: (arc.role, arc.parent, arc.order, arc.child, arc.value, arc.industries))
    for role, of_role in groupby(ordered, key=lambda arc: arc.role):
        lines.append(_row([f"@{role}"]))
        above = ""
        for arc in of_role:
            parent = "" if arc.parent == above else arc.parent.removeprefix(main)
            above = arc.parent
            value = arc.value.removeprefix(LABEL_ROLES)
            lines.append(
                _row([parent, arc.child.removeprefix(main), decimal_text(arc.order), value, " ".join(arc.industries)])
            )
    return "".join(lines).encode()


def _element_row(element: Element) -> tuple[str, ...]:
    return (
        element.name,
        element.period_type,
        element.balance,
        "abstract" if element.abstract else "",
        "" if element.nillable else "false",
        DEFAULTS.get(element.substitution_group, element.substitution_group),
        element.deprecated,
        element.other,
        element.type,
    )


def _header(facts: TaxonomyFacts) -> bytes:
    schemas = [
        {
            "prefix": schema.prefix,
            "namespace": schema.namespace,
            "url": schema.url,
            "imports": [list(item) for item in schema.imports],
            "types": {
                item.name: {"base": item.base, "facets": [list(facet) for facet in item.facets]}
                for item in schema.types
            },
        }
        for schema in facts.schemas
    ]
    header = {
        "format": FORMAT,
        "release": facts.release,
        "namespaces": dict(sorted(facts.namespaces.items())),
        "entry_points": dict(sorted(facts.entry_points.items())),
        "schemas": schemas,
    }
    return (json.dumps(header, indent=1, ensure_ascii=False) + "\n").encode()


def dump(facts: TaxonomyFacts) -> dict[str, bytes]:
    """The files of a release, by file name: the same facts give the same bytes."""
    main = facts.schemas[0].prefix + ":"
    files = {
        "taxonomy.json": _header(facts),
        "roles.tsv": _file(
            ROLE_COLUMNS,
            sorted(
                (role.uri, role.schema, role.id, " ".join(role.used_on), " ".join(role.industries), role.definition)
                for role in facts.roles
            ),
        ),
        "presentation.tsv": _arcs(PRESENTATION_COLUMNS, facts.presentation, main),
        "calculation.tsv": _arcs(CALCULATION_COLUMNS, facts.calculation, main),
        "replacements.tsv": _file(
            REPLACEMENT_COLUMNS,
            sorted(
                (item.deprecated.removeprefix(main), item.relation, item.concept.removeprefix(main))
                for item in facts.replacements
            ),
        ),
    }
    for schema in facts.schemas:
        if schema.elements:
            rows = sorted(_element_row(element) for element in schema.elements)
            files[f"concepts-{schema.prefix}.tsv"] = _file(CONCEPT_COLUMNS, rows)
        if schema.labels:
            files[f"labels-{schema.prefix}.tsv"] = _file(LABEL_COLUMNS, sorted(schema.labels.items()))
    return files
