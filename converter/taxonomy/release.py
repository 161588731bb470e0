"""Look-ups in a baked taxonomy release: `load_taxonomy(release) -> Taxonomy`.

Everything but the small header is read when it is first asked for: a conversion needs a few hundred of 16,000 concepts
and the arcs of a handful of roles.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, overload

from converter.errors import TaxonomyError
from converter.model import Concept, StatementKind
from converter.taxonomy.facts import DEFAULTS, FORMAT
from converter.taxonomy.folders import release_folders
from converter.taxonomy.names import words_of

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT_RELEASE = "us-gaap-2011-01-31"
"""The release closest to the legacy era that still has what old statements print."""

_RELEASE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}")
_GROUPS = {text: name for name, text in DEFAULTS.items()}

# The ids that us-roles gives to its roles: sfp-cls, soi-int2, scf-indir, sheci, spc.
_KINDS = {
    "sfp": StatementKind.BALANCE_SHEET,
    "soi": StatementKind.INCOME_STATEMENT,
    "scf": StatementKind.CASH_FLOW,
    "soc": StatementKind.COMPREHENSIVE_INCOME,
    "sheci": StatementKind.EQUITY,
    "spc": StatementKind.EQUITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An extended link role of the taxonomy that holds a statement, or a variant of its sums."""

    uri: str
    schema: str
    """The prefix of the schema that declares it."""
    id: str
    """The short name that the taxonomy gives it, such as `sfp-cls`."""
    definition: str
    used_on: tuple[str, ...]
    """The kinds of links that may have it, such as `presentation`."""
    kind: StatementKind | None
    """None for what is common to all statements."""
    industries: tuple[str, ...]
    """`basi` banking and savings, `bd` brokers and dealers, `ci` commercial and industrial, `ins` insurance,
    `re` real estate; empty where the release does not tell industries apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyArc:
    """A parent-child or summation-item arc."""

    parent: str
    child: str
    order: Decimal
    weight: int = 0
    """1 or -1; 0 in a presentation."""
    preferred_label: str = ""
    """The last segment of the label role, such as `totalLabel`, or the whole role where it is no standard one."""
    industries: tuple[str, ...] = ()
    """Which of the role's industries have the arc; empty for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What stands for a deprecated concept, and how: an `essence-alias` is the same thing."""

    concept: str
    relation: str


class Hierarchy(Sequence[TaxonomyArc]):
    """The arcs of one role, ordered by parent and order: a sequence that also knows the way up and down."""

    def __init__(self, arcs: Sequence[TaxonomyArc]) -> None:
        self._arcs = tuple(arcs)

    @overload
    def __getitem__(self, index: int) -> TaxonomyArc: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[TaxonomyArc, ...]: ...
    def __getitem__(self, index: int | slice) -> TaxonomyArc | tuple[TaxonomyArc, ...]:
        return self._arcs[index]

    def __len__(self) -> int:
        return len(self._arcs)

    @cached_property
    def _down(self) -> dict[str, list[TaxonomyArc]]:
        down: dict[str, list[TaxonomyArc]] = {}
        for arc in self._arcs:
            down.setdefault(arc.parent, []).append(arc)
        return down

    @cached_property
    def _up(self) -> dict[str, list[TaxonomyArc]]:
        up: dict[str, list[TaxonomyArc]] = {}
        for arc in self._arcs:
            up.setdefault(arc.child, []).append(arc)
        return up

    def children(self, concept: str) -> tuple[TaxonomyArc, ...]:
        """The arcs from a concept to its children, in order."""
        return tuple(self._down.get(concept, ()))

    def parents(self, concept: str) -> tuple[TaxonomyArc, ...]:
        """The arcs from its parents to a concept: more than one where it takes part in several sums."""
        return tuple(self._up.get(concept, ()))

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The concepts with children and no parent, by name."""
        return tuple(sorted(self._down.keys() - self._up.keys()))

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """Every concept once, depth first from the roots: in a presentation, the order of the statement."""
        seen: dict[str, None] = {}
        waiting = list(reversed(self.roots))
        while waiting:
            concept = waiting.pop()
            if concept not in seen:
                seen[concept] = None
                waiting.extend(arc.child for arc in reversed(self._down.get(concept, ())))
        return tuple(seen)


class _Concepts(Mapping[str, Concept]):
    """All concepts by prefixed name; each is built when it is asked for."""

    def __init__(self, rows: dict[str, str], labels: Mapping[str, str]) -> None:
        self._rows = rows
        self._labels = labels
        self._built: dict[str, Concept] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """The concept, or the default where there is none."""
        # Asked for hundreds of thousands of times in a batch: by far most are built already.
        return self._built.get(name) or (self[name] if name in self._rows else default)

    def __getitem__(self, name: str) -> Concept:
        concept = self._built.get(name)
        if concept is None:
            period_type, balance, abstract, nillable, group, deprecated, _, type_ = self._rows[name].split("\t")
            concept = Concept(
                name=name,
                type=type_,
                period_type=period_type,
                balance=balance,
                abstract=bool(abstract),
                substitution_group=_GROUPS.get(group, group),
                label=self._labels.get(name) or words_of(name.rpartition(":")[2]),
                deprecated=bool(deprecated),
                nillable=nillable != "false",
            )
            self._built[name] = concept
        return concept

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows


class Taxonomy:
    """A taxonomy release: its concepts, and the statements that it lays out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            header: dict[str, Any] = json.loads(self._read("taxonomy.json"))
        except ValueError as error:
            raise TaxonomyError(f"{folder / 'taxonomy.json'} is damaged: {error}") from None
        if header.get("format") != FORMAT:
            raise TaxonomyError(f"{folder} was baked in another format; bake the release again")
        self.header = header
        self.release: str = header["release"]
        self.namespaces: Mapping[str, str] = header["namespaces"]
        """Prefix to namespace."""
        self.schemas: Mapping[str, str] = {schema["prefix"]: schema["url"] for schema in header["schemas"]}
        """Prefix to the URL of the schema that declares its elements."""
        self.entry_points: Mapping[str, str] = header["entry_points"]
        """Industry to the URL of the entry point of its statements."""
        self._prefix: str = header["schemas"][0]["prefix"]
        self._hierarchies: dict[tuple[str, str, str | None], Hierarchy] = {}

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TaxonomyError(f"the baked file {self.folder / name} cannot be read: {error}") from None

    def _lines(self, name: str) -> list[str]:
        return self._read(name).split("\n")[1:-1]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the baked facts that a validator sees: header, roles and concepts."""
        digest = hashlib.sha256()
        for name in ("taxonomy.json", "roles.tsv", *(f"concepts-{prefix}.tsv" for prefix in self._concept_prefixes)):
            digest.update(f"{name}\n{self._read(name)}".encode())
        return digest.hexdigest()

    @cached_property
    def _concept_prefixes(self) -> tuple[str, ...]:
        return tuple(prefix for prefix in self.schemas if (self.folder / f"concepts-{prefix}.tsv").is_file())

    def elements(self, prefix: str) -> dict[str, str]:
        """Prefixed name to the rest of its row in the concept file, typed domains included."""
        if prefix not in self._concept_prefixes:
            return {}
        start = prefix + ":"
        rows = (line.partition("\t") for line in self._lines(f"concepts-{prefix}.tsv"))
        return {start + name: rest for name, _, rest in rows}

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """All concepts by prefixed name, sorted within each schema."""
        rows: dict[str, str] = {}
        for prefix in self._concept_prefixes:
            rows.update(self.elements(prefix))
        # Without a period type it is the domain of a typed dimension, not a concept.
        return _Concepts({name: row for name, row in rows.items() if not row.startswith("\t")}, self.labels)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The standard labels that are known, by prefixed name; `Concept.label` falls back on the name."""
        labels = {}
        for prefix in self._concept_prefixes:
            if (self.folder / f"labels-{prefix}.tsv").is_file():
                for line in self._lines(f"labels-{prefix}.tsv"):
                    name, _, label = line.partition("\t")
                    labels[f"{prefix}:{name}"] = label
        return labels

    def concept(self, name: str) -> Concept | None:
        """The concept of a prefixed name, or None."""
        return self.concepts.get(name)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The statement roles by URI, sorted."""
        roles = {}
        for line in self._lines("roles.tsv"):
            uri, schema, id_, used_on, industries, definition = line.split("\t")
            kind = _KINDS.get(id_.split("-")[0].rstrip("0123456789"))
            roles[uri] = Role(
                uri=uri,
                schema=schema,
                id=id_,
                definition=definition,
                used_on=tuple(used_on.split()),
                kind=kind,
                industries=tuple(industries.split()),
            )
        return roles

    def statement_roles(self, kind: StatementKind, industry: str | None = None) -> tuple[Role, ...]:
        """The roles of a kind of statement, of one industry or of all."""
        return tuple(
            role
            for role in self.roles.values()
            if role.kind is kind and (industry is None or not role.industries or industry in role.industries)
        )

    @property
    def industries(self) -> tuple[str, ...]:
        """The industries that the release tells apart."""
        return tuple(self.entry_points)

    @cached_property
    def _blocks(self) -> dict[str, dict[str, str]]:
        """File -> role -> its lines, not yet taken apart."""
        files = {}
        for kind in ("presentation", "calculation"):
            blocks = (block.partition("\n") for block in self._read(f"{kind}.tsv").split("\n@")[1:])
            files[kind] = {role: lines for role, _, lines in blocks}
        return files

    def _arcs(self, kind: str, role: str) -> Iterator[TaxonomyArc]:
        def full(name: str) -> str:
            return name if ":" in name else f"{self._prefix}:{name}"

        parent = ""
        for line in self._blocks[kind].get(role, "").splitlines():
            above, child, order, value, industries = [*line.split("\t"), "", ""][:5]
            parent = full(above) if above else parent
            yield TaxonomyArc(
                parent=parent,
                child=full(child),
                order=Decimal(order),
                weight=int(value) if kind == "calculation" else 0,
                preferred_label=value if kind == "presentation" else "",
                industries=tuple(industries.split()),
            )

    def _hierarchy(self, kind: str, role: str, industry: str | None) -> Hierarchy:
        key = (kind, role, industry)
        if key not in self._hierarchies:
            arcs: list[TaxonomyArc] = []
            seen: set[tuple[str, str, str]] = set()
            for arc in self._arcs(kind, role):
                if industry is None and arc.industries:
                    # Two industries may order the same arc differently; without an industry the first stands for both.
                    ends = (arc.parent, arc.child, arc.preferred_label)
                    if ends in seen:
                        continue
                    seen.add(ends)
                if industry is None or not arc.industries or industry in arc.industries:
                    arcs.append(arc)
            self._hierarchies[key] = Hierarchy(arcs)
        return self._hierarchies[key]

    def presentation(self, role: str, industry: str | None = None) -> Hierarchy:
        """The parent-child arcs of a role, of one industry or of all; empty for a role without any."""
        return self._hierarchy("presentation", role, industry)

    def calculation(self, role: str, industry: str | None = None) -> Hierarchy:
        """The summation-item arcs of a role, of one industry or of all; empty for a role without any."""
        return self._hierarchy("calculation", role, industry)

    @cached_property
    def _replacements(self) -> dict[str, list[Replacement]]:
        found: dict[str, list[Replacement]] = {}
        for line in self._lines("replacements.tsv"):
            names = [name if ":" in name else f"{self._prefix}:{name}" for name in line.split("\t")[::2]]
            relation = line.split("\t")[1]
            found.setdefault(names[0], []).append(Replacement(concept=names[1], relation=relation))
        return found

    def replacements(self, concept: str) -> tuple[Replacement, ...]:
        """What the deprecation linkbase names in place of a deprecated concept."""
        return tuple(self._replacements.get(concept, ()))


def _folder(release: str) -> Path | None:
    if not _RELEASE_NAME.fullmatch(release):
        return None
    folders = (root / release for root in release_folders())
    return next((folder for folder in folders if (folder / "taxonomy.json").is_file()), None)


@lru_cache(maxsize=8)
def load_taxonomy(release: str = DEFAULT_RELEASE) -> Taxonomy:
    """A baked taxonomy release by its name, read once per process.

    Raises:
        TaxonomyError: there is no such release, or its files are damaged.

    """
    folder = _folder(release)
    if folder is None:
        known = ", ".join(baked_releases()) or "none"
        raise TaxonomyError(f"there is no baked taxonomy release {release!r}; at hand: {known}")
    return Taxonomy(folder)


def baked_releases() -> tuple[str, ...]:
    """The names of the releases that can be loaded, sorted."""
    found = {path.parent.name for root in release_folders() if root.is_dir() for path in root.glob("*/taxonomy.json")}
    return tuple(sorted(found))
