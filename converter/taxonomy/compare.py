"""Proves that the baked facts of a release equal its official package: `compare(package, taxonomy) -> Comparison`.

It shares no reading code with `bake`: schemas are compared attribute by attribute with those that are written for the
validator, the look-ups with the attributes, and the arcs with every linkbase that lies in the folder of statements,
whichever entry point names it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from converter.errors import TaxonomyError
from converter.taxonomy.archive import PackageArchive, parse_xml
from converter.taxonomy.package import schema_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from converter.taxonomy.release import Hierarchy, Taxonomy

_XS = "{http://www.w3.org/2001/XMLSchema}"
_LINK = "{http://www.xbrl.org/2003/linkbase}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XBRLI = "{http://www.xbrl.org/2003/instance}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LABEL_ROLE = "http://www.xbrl.org/2003/role/"
_STATEMENT_LINKBASE = re.compile(r"us-gaap-stm-([a-z0-9]+)-(?:[a-z0-9-]*-)?(pre|cal)-[0-9-]+\.xml")
_DEPRECATION_LINKBASE = re.compile(r"us-gaap-dep-def-[0-9-]+\.xml")
_LABEL_LINKBASE = re.compile(r"([a-z-]+)-lab-([0-9-]+)\.xml")
_SAYING_NOTHING = {_XS + "attributeGroup", _XS + "annotation", _XS + "documentation"}
"""Within a type: restated attributes of the base type, and remarks."""
_KINDS = {"pre": "presentation", "cal": "calculation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One fact in which the baked release and the package disagree."""

    kind: str
    """What it is a fact of: `element`, `concept`, `role`, `calculation` and so on."""
    subject: str
    """The name of the concept, type, role or schema."""
    baked: str
    """What the baked facts say; empty where they lack it."""
    official: str
    """What the package says; empty where it lacks it."""

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: baked {self.baked or 'nothing'}, official {self.official or 'nothing'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was compared, and where it differs."""

    release: str
    compared: Mapping[str, int]
    """Kind to the number of official facts that were looked at."""
    differences: tuple[Difference, ...]


class _Ledger:
    """Collects facts that were compared."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.differences: list[Difference] = []

    def fact(self, kind: str, subject: str, baked: object, official: object) -> None:
        self.compared[kind] += 1
        if baked != official:
            texts = ["" if value is None else str(value) for value in (baked, official)]
            self.differences.append(Difference(kind=kind, subject=subject, baked=texts[0], official=texts[1]))

    def tables(self, kind: str, baked: Mapping[str, object], official: Mapping[str, object]) -> None:
        for subject in sorted(baked.keys() | official.keys()):
            self.fact(kind, subject, baked.get(subject), official.get(subject))

    def bags(self, kind: str, subject: str, baked: Counter[str], official: Counter[str]) -> None:
        self.compared[kind] += official.total()
        for text in sorted((baked - official).elements()):
            self.differences.append(Difference(kind=kind, subject=subject, baked=text, official=""))
        for text in sorted((official - baked).elements()):
            self.differences.append(Difference(kind=kind, subject=subject, baked="", official=text))


def _clark(node: Any, name: str) -> str:
    """A QName in content as `{namespace}local`."""
    prefix, _, local = name.strip().rpartition(":")
    return f"{{{node.nsmap.get(prefix or None)}}}{local}"


def _children(root: Any, tag: str) -> Iterator[Any]:
    return (node for node in root if node.tag == _XS + tag)


def _elements(root: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in _children(root, "element"):
        attributes = {"abstract": "false", "nillable": "false", **node.attrib}
        for key in ("type", "substitutionGroup"):
            if key in attributes:
                attributes[key] = _clark(node, attributes[key])
        found[attributes["name"]] = " ".join(f"{key}={value}" for key, value in sorted(attributes.items()))
    return found


def _types(root: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in root:
        if node.tag in {_XS + "complexType", _XS + "simpleType"}:
            content = [
                (
                    inner.tag.removeprefix(_XS),
                    _clark(inner, inner.get("base")) if inner.get("base") else "",
                    inner.get("value"),
                )
                for inner in node.iterdescendants()
                if isinstance(inner.tag, str) and inner.tag not in _SAYING_NOTHING
            ]
            found[node.get("name")] = repr(content)
    return found


def _imports(archive: PackageArchive | None, name: str, root: Any) -> Counter[str]:
    places = ((node.get("namespace"), node.get("schemaLocation")) for node in _children(root, "import"))
    if archive is None:
        return Counter(f"{namespace} {location}" for namespace, location in places)
    return Counter(f"{namespace} {archive.resolve(name, location)[0]}" for namespace, location in places)


def _role_types(root: Any, wanted: Iterable[str]) -> dict[str, object]:
    wanted = set(wanted)
    return {
        node.get("roleURI"): " | ".join(
            [
                node.get("id"),
                " ".join((node.findtext(_LINK + "definition") or "").split()),
                *(used.text for used in node.iterchildren(_LINK + "usedOn")),
            ]
        )
        for node in root.iter(_LINK + "roleType")
        if node.get("roleURI") in wanted
    }


def _look_ups(taxonomy: Taxonomy, prefix: str, root: Any, ledger: _Ledger) -> None:
    """The concepts as everybody else sees them, against the attributes of their elements."""
    names = {uri: key for key, uri in taxonomy.namespaces.items()}

    def prefixed(node: Any, name: str) -> str:
        namespace, _, local = _clark(node, name).removeprefix("{").partition("}")
        return f"{names.get(namespace, namespace)}:{local}"

    for node in _children(root, "element"):
        if node.get(_XBRLI + "periodType") is None:
            continue
        name = f"{prefix}:{node.get('name')}"
        concept = taxonomy.concept(name)
        baked = None
        if concept is not None:
            baked = (
                concept.name,
                concept.type,
                concept.period_type,
                concept.balance,
                concept.abstract,
                concept.nillable,
                concept.substitution_group,
                concept.deprecated,
            )
        official = (
            name,
            prefixed(node, node.get("type")),
            node.get(_XBRLI + "periodType"),
            node.get(_XBRLI + "balance", ""),
            node.get("abstract") == "true",
            node.get("nillable") == "true",
            prefixed(node, node.get("substitutionGroup")),
            any(key.endswith("}deprecatedDate") for key in node.attrib),
        )
        ledger.fact("concept", name, baked, official)


def _compare_schemas(archive: PackageArchive, taxonomy: Taxonomy, ledger: _Ledger) -> None:
    for prefix in ("us-gaap", "dei"):
        dated = re.compile(prefix + r"-[0-9-]+\.xsd")
        found = any(dated.fullmatch(name.rpartition("/")[2]) and archive.url(name) for name in archive.names)
        ledger.fact("schema", prefix, prefix in taxonomy.schemas, found)
    roles: dict[str, object] = {}
    official_roles: dict[str, object] = {}
    for schema in taxonomy.header["schemas"]:
        name = archive.locate(schema["url"])
        ledger.fact("schema", schema["prefix"], schema["url"], archive.url(name) if name else None)
        if name is None:
            continue
        official = archive.parse(name)
        written = parse_xml(schema_document(taxonomy, schema), schema["url"])
        ledger.fact("schema", schema["prefix"], written.get("targetNamespace"), official.get("targetNamespace"))
        ledger.bags("import", schema["prefix"], _imports(None, name, written), _imports(archive, name, official))
        ledger.tables("element", _elements(written), _elements(official))
        ledger.tables("type", _types(written), _types(official))
        roles.update(_role_types(written, taxonomy.roles))
        official_roles.update(_role_types(official, taxonomy.roles))
        _look_ups(taxonomy, schema["prefix"], official, ledger)
    ledger.tables("role", roles, official_roles)


def _name(fragment: str) -> str:
    return fragment.partition("#")[2].replace("_", ":", 1)


def _official_arcs(root: Any, kind: str) -> Iterator[tuple[str, str, str, str]]:
    """Role, arc role, and the arc in words, of every arc of a kind in a linkbase."""
    for link in root.iter(f"{_LINK}{kind}Link"):
        ends = [(node.get(_XLINK + "label"), _name(node.get(_XLINK + "href"))) for node in link.iter(_LINK + "loc")]
        by_label: dict[str, list[str]] = {}
        for label, concept in ends:
            by_label.setdefault(label, []).append(concept)
        for arc in link.iter(f"{_LINK}{kind}Arc"):
            value = ""
            if kind == "calculation":
                value = f" weight {int(Decimal(arc.get('weight')))}"
            elif arc.get("preferredLabel"):
                value = f" as {arc.get('preferredLabel').removeprefix(_LABEL_ROLE)}"
            for parent in by_label[arc.get(_XLINK + "from")]:
                for child in by_label[arc.get(_XLINK + "to")]:
                    text = f"{parent} > {child} order {Decimal(arc.get('order', '1')).normalize():f}{value}"
                    yield link.get(_XLINK + "role"), arc.get(_XLINK + "arcrole"), parent, text


def _baked_arcs(hierarchy: Hierarchy, kind: str) -> Counter[str]:
    bag: Counter[str] = Counter()
    for arc in hierarchy:
        value = f" weight {arc.weight}" if kind == "calculation" else ""
        value = f" as {arc.preferred_label}" if arc.preferred_label else value
        bag[f"{arc.parent} > {arc.child} order {arc.order.normalize():f}{value}"] += 1
    return bag


def _compare_arcs(archive: PackageArchive, taxonomy: Taxonomy, ledger: _Ledger) -> None:
    official: dict[tuple[str, str, str | None], Counter[str]] = {}
    for name in archive.names:
        folder, _, file = name.rpartition("/")
        match = _STATEMENT_LINKBASE.fullmatch(file)
        if match is None or folder.rpartition("/")[2] != "stm":
            continue
        kind = _KINDS[match[2]]
        industry = match[1] if match[1] in taxonomy.industries else None
        for role, _, _, text in _official_arcs(archive.parse(name), kind):
            official.setdefault((kind, role, industry), Counter())[text] += 1
    for known in taxonomy.roles.values():
        for kind in _KINDS.values():
            for of_role in known.industries or (None,):
                official.setdefault((kind, known.uri, of_role), Counter())
    for (kind, role, industry), bag in sorted(official.items(), key=str):
        look_up = taxonomy.presentation if kind == "presentation" else taxonomy.calculation
        subject = role if industry is None else f"{role} ({industry})"
        ledger.bags(kind, subject, _baked_arcs(look_up(role, industry), kind), bag)


def _compare_replacements(archive: PackageArchive, taxonomy: Taxonomy, ledger: _Ledger) -> None:
    official: set[str] = set()
    for name in archive.names:
        if _DEPRECATION_LINKBASE.fullmatch(name.rpartition("/")[2]):
            for _, arcrole, parent, text in _official_arcs(archive.parse(name), "definition"):
                child = text.split(" > ")[1].split(" order ")[0]
                official.add(f"{child} {arcrole.rpartition('/')[2]} {parent}")
    baked = {
        f"{name} {item.relation} {item.concept}" for name in taxonomy.concepts for item in taxonomy.replacements(name)
    }
    ledger.bags("replacement", "us-gaap", Counter(baked), Counter(official))


def _compare_labels(archive: PackageArchive, taxonomy: Taxonomy, ledger: _Ledger) -> None:
    """Of the schemas whose label linkbase the package has."""
    for name in archive.names:
        match = _LABEL_LINKBASE.fullmatch(name.rpartition("/")[2])
        url = archive.url(name)
        if match is None or url is None:
            continue
        prefix = match[1]
        beside = f"{url.rpartition('/')[0]}/{prefix}-{match[2]}.xsd"
        if taxonomy.schemas.get(prefix) != beside:
            continue
        root = archive.parse(name)
        texts = {
            (link, node.get(_XLINK + "label")): " ".join("".join(node.itertext()).split())
            for link in root.iter(_LINK + "labelLink")
            for node in link.iter(_LINK + "label")
            if node.get(_XLINK + "role") == _LABEL_ROLE + "label" and node.get(_LANGUAGE, "")[:2] == "en"
        }
        for link in root.iter(_LINK + "labelLink"):
            names = {node.get(_XLINK + "label"): _name(node.get(_XLINK + "href")) for node in link.iter(_LINK + "loc")}
            for arc in link.iter(_LINK + "labelArc"):
                text = texts.get((link, arc.get(_XLINK + "to")))
                if text:
                    concept = names[arc.get(_XLINK + "from")]
                    ledger.fact("label", concept, taxonomy.labels.get(concept), text)


def compare(package: Path, taxonomy: Taxonomy) -> Comparison:
    """Every fact of a release that differs between its official package and its baked facts.

    Raises:
        TaxonomyError: the package cannot be read, or is broken beyond comparing.

    """
    ledger = _Ledger()
    with PackageArchive(package) as archive:
        try:
            _compare_schemas(archive, taxonomy, ledger)
            _compare_arcs(archive, taxonomy, ledger)
            _compare_replacements(archive, taxonomy, ledger)
            _compare_labels(archive, taxonomy, ledger)
        except (KeyError, AttributeError, ArithmeticError, TypeError) as error:
            raise TaxonomyError(f"{package} is broken: {error!r}") from None
    return Comparison(release=taxonomy.release, compared=dict(ledger.compared), differences=tuple(ledger.differences))
