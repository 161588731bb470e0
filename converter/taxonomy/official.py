"""Reads an official us-gaap taxonomy package: `read_official(archive) -> TaxonomyFacts`.

It relies on the layout that every us-gaap release has had: the element schema `elts/us-gaap-<date>.xsd`, entry points
`ind/<industry>/us-gaap-<industry>-stm-all-<date>.xsd` up to 2018 and a bare `stm/` folder since.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from converter.errors import TaxonomyError
from converter.taxonomy.archive import PackageArchive, required
from converter.taxonomy.facts import CustomType, Element, Replacement, RoleFacts, Schema, TaxonomyFacts
from converter.taxonomy.linkbases import LINK, XLINK, merge_industries, read_labels, read_linkbase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converter.taxonomy.linkbases import Arc, Linkbase

XS = "{http://www.w3.org/2001/XMLSchema}"
XBRLI = "{http://www.xbrl.org/2003/instance}"
KNOWN_ATTRIBUTES = {"id", "name", "type", "abstract", "nillable", "substitutionGroup"}

_MAIN = re.compile(r"(?:.*/)?elts/(us-gaap-\d{4}(?:-\d\d-\d\d)?)\.xsd")
_INDUSTRY = re.compile(r"(?:.*/)?ind/([a-z]{1,8})/us-gaap-([a-z]{1,8})-stm-all-[0-9-]{4,10}\.xsd")
_DEI = re.compile(r"(?:.*/)?dei-(\d{4}(?:-\d\d-\d\d)?)\.xsd")


class _Prefixes:
    """One prefix for each namespace, whatever the single files call it: the first one met stays."""

    def __init__(self) -> None:
        self.namespaces: dict[str, str] = {}
        self._prefixes: dict[str, str] = {}

    def claim(self, prefix: str, namespace: str) -> str:
        known = self._prefixes.get(namespace)
        if known is None:
            known = prefix
            number = 2
            while known in self.namespaces:
                known = f"{prefix}{number}"
                number += 1
            self.namespaces[known] = namespace
            self._prefixes[namespace] = known
        return known

    def name(self, element: Any, text: str) -> str:
        """The prefixed name that a QName in the content of an element stands for."""
        prefix, colon, local = text.strip().rpartition(":")
        namespace = element.nsmap.get(prefix if colon else None)
        if namespace is None:
            raise TaxonomyError(f"the prefix of {text!r} is not declared in {element.base or 'a schema'}")
        return f"{self.claim(prefix or 'xs', namespace)}:{local}"


def main_schema(archive: PackageArchive) -> tuple[str, str]:
    """The path of the us-gaap element schema of a package, and the release that its name states.

    Raises:
        TaxonomyError: there is none, or more than one.

    """
    found = [(name, match[1]) for name in archive.names if (match := _MAIN.fullmatch(name))]
    if len(found) != 1:
        raise TaxonomyError(f"{archive.path}: {len(found)} us-gaap element schemas, where a release has one")
    return found[0]


def dei_schema(archive: PackageArchive, release: str) -> str | None:
    """The path of the dei schema that goes with a release: of its own date, else the next one, else the last one.

    Only a schema to which the catalog gives a URL of its own counts: a validator would not find any other.
    """
    date = release.removeprefix("us-gaap-")
    dated = sorted(
        (match[1], name) for name in archive.names if (match := _DEI.fullmatch(name)) and archive.url(name) is not None
    )
    later = [name for when, name in dated if when >= date]
    return next(iter([*later, *(name for _, name in dated[-1:])]), None)


def schema_elements(root: Any, tag: str) -> Iterator[Any]:
    """The child elements of a schema root that have a tag, in document order."""
    return (child for child in root if child.tag == XS + tag)


def _own_prefix(root: Any) -> str:
    namespace = root.get("targetNamespace")
    prefixes = sorted(prefix for prefix, uri in root.nsmap.items() if uri == namespace and prefix)
    if not namespace or not prefixes:
        raise TaxonomyError("a schema without a target namespace, or without a prefix for it, cannot be baked")
    return str(prefixes[0])


def _element(node: Any, prefix: str, prefixes: _Prefixes) -> Element:
    name = required(node, "name")
    if node.get("id") != f"{prefix}_{name}":
        raise TaxonomyError(f"the id of element {prefix}:{name} is not its prefixed name")
    group = node.get("substitutionGroup")
    deprecated, other = "", []
    for attribute, value in sorted(node.attrib.items()):
        if attribute in KNOWN_ATTRIBUTES or attribute in {XBRLI + "periodType", XBRLI + "balance"}:
            continue
        namespace, _, local = attribute.removeprefix("{").rpartition("}")
        if not namespace or any(character.isspace() for character in value):
            raise TaxonomyError(f"attribute {attribute} of {prefix}:{name} has no place in the baked facts")
        own = next((key for key, uri in sorted(node.nsmap.items(), key=str) if uri == namespace and key), "att")
        key = f"{prefixes.claim(own, namespace)}:{local}"
        if key == "us-gaap-att:deprecatedDate":
            deprecated = value
        else:
            other.append(f"{key}={value}")
    return Element(
        name=name,
        type=prefixes.name(node, required(node, "type")),
        period_type=node.get(XBRLI + "periodType", ""),
        balance=node.get(XBRLI + "balance", ""),
        abstract=node.get("abstract") in {"true", "1"},
        nillable=node.get("nillable") in {"true", "1"},
        substitution_group=prefixes.name(node, group) if group else "",
        deprecated=deprecated,
        other=" ".join(other),
    )


def _custom_type(node: Any, prefixes: _Prefixes) -> CustomType:
    restrictions = list(node.iter(XS + "restriction"))
    if len(restrictions) != 1:
        raise TaxonomyError(f"type {node.get('name')} is not a plain restriction of one other type")
    facets = tuple(
        (child.tag.removeprefix(XS), child.get("value"))
        for child in restrictions[0]
        if isinstance(child.tag, str) and child.get("value") is not None
    )
    base = prefixes.name(restrictions[0], required(restrictions[0], "base"))
    return CustomType(name=required(node, "name"), base=base, facets=facets)


def _schema(archive: PackageArchive, name: str, root: Any, prefixes: _Prefixes) -> Schema:
    prefix = prefixes.claim(_own_prefix(root), root.get("targetNamespace"))
    imports = tuple(
        (required(node, "namespace"), archive.resolve(name, required(node, "schemaLocation"))[0])
        for node in schema_elements(root, "import")
    )
    folder, stem = posixpath.split(name)
    # dei-2013-01-31.xsd has its labels in dei-lab-2013-01-31.xml beside it.
    labels = posixpath.join(folder, stem.replace(f"{prefix}-", f"{prefix}-lab-", 1).removesuffix(".xsd") + ".xml")
    return Schema(
        prefix=prefix,
        namespace=root.get("targetNamespace"),
        url=archive.resolve(name, posixpath.basename(name))[0],
        imports=imports,
        types=tuple(_custom_type(node, prefixes) for node in schema_elements(root, "complexType")),
        elements=tuple(_element(node, prefix, prefixes) for node in schema_elements(root, "element")),
        labels=read_labels(archive, labels, prefix) if labels in archive.names else {},
    )


def entry_points(archive: PackageArchive, main: str) -> dict[str, tuple[str, ...]]:
    """Industry to the schemas at which its statements start; the industry is empty where a release knows none."""
    root = posixpath.dirname(posixpath.dirname(main))
    industries: dict[str, tuple[str, ...]] = {
        match[1]: (name,) for name in archive.names if (match := _INDUSTRY.fullmatch(name))
    }
    if industries:
        return industries
    stm = posixpath.join(root, "stm") + "/"
    return {"": tuple(name for name in archive.names if name.startswith(stm) and name.endswith(".xsd"))}


def _statement_linkbases(archive: PackageArchive, starts: tuple[str, ...]) -> dict[str, set[str]]:
    """The presentation and calculation linkbases of the statements that are reached by imports from some schemas."""
    found: dict[str, set[str]] = {"presentation": set(), "calculation": set()}
    waiting, seen = list(starts), set(starts)
    while waiting:
        name = waiting.pop()
        root = archive.parse(name)
        for reference in root.iter(LINK + "linkbaseRef"):
            kind = reference.get(XLINK + "role", "").rpartition("/")[2].removesuffix("LinkbaseRef")
            path = archive.resolve(name, required(reference, XLINK + "href"))[1]
            if kind in found and path is not None and posixpath.basename(posixpath.dirname(path)) == "stm":
                found[kind].add(path)
        for node in schema_elements(root, "import"):
            path = archive.resolve(name, required(node, "schemaLocation"))[1]
            # The element schemas are large and hold no statement: only folders of entry points are walked.
            if path is not None and path not in seen and posixpath.basename(posixpath.dirname(path)) != "elts":
                seen.add(path)
                waiting.append(path)
    return found


def _read_linkbases(archive: PackageArchive, main: str) -> dict[str, dict[str, list[Linkbase]]]:
    """Kind of linkbase -> industry -> linkbases."""
    read: dict[str, Linkbase] = {}
    found: dict[str, dict[str, list[Linkbase]]] = {"presentation": {}, "calculation": {}}
    for industry, starts in sorted(entry_points(archive, main).items()):
        for kind, names in _statement_linkbases(archive, starts).items():
            for name in sorted(names):
                if name not in read:
                    read[name] = read_linkbase(archive, name, kind)
                found[kind].setdefault(industry, []).append(read[name])
    return found


def _role_facts(roots: Mapping[str, Any], arcs: Mapping[str, Mapping[str, list[Arc]]]) -> tuple[RoleFacts, ...]:
    industries: dict[str, set[str]] = {}
    for of_kind in arcs.values():
        for industry, of_industry in of_kind.items():
            for arc in of_industry:
                industries.setdefault(arc.role, set()).add(industry)
    types = {
        node.get("roleURI"): (_own_prefix(root), node)
        for root in roots.values()
        for node in root.iter(LINK + "roleType")
    }
    roles = []
    for uri in sorted(industries):
        if uri not in types:
            raise TaxonomyError(f"the role {uri} is used but not declared")
        schema, node = types[uri]
        definition = node.findtext(LINK + "definition") or ""
        roles.append(
            RoleFacts(
                uri=uri,
                schema=schema,
                id=required(node, "id"),
                definition=" ".join(definition.split()),
                used_on=tuple(
                    (used.text or "").strip().rpartition(":")[2].removesuffix("Link")
                    for used in node.iterchildren(LINK + "usedOn")
                ),
                industries=tuple(sorted(industries[uri] - {""})),
            )
        )
    return tuple(roles)


def _replacements(archive: PackageArchive, main: str) -> tuple[Replacement, ...]:
    folder, stem = posixpath.split(main)
    name = posixpath.join(folder, stem.replace("us-gaap-", "us-gaap-dep-def-", 1).removesuffix(".xsd") + ".xml")
    if name not in archive.names:
        return ()
    found = {
        Replacement(deprecated=arc.child, relation=arc.arcrole.rpartition("/")[2], concept=arc.parent)
        for arc in read_linkbase(archive, name, "definition").arcs
    }
    return tuple(sorted(found, key=lambda item: (item.deprecated, item.relation, item.concept)))


def read_official(archive: PackageArchive) -> TaxonomyFacts:
    """The facts of the us-gaap release in a package, with the dei release that goes with it.

    Raises:
        TaxonomyError: the package is not laid out as us-gaap releases are, or has what the facts have no place for.

    """
    main, release = main_schema(archive)
    linkbases = _read_linkbases(archive, main)
    arcs = {
        kind: {industry: [arc for item in items for arc in item.arcs] for industry, items in of_kind.items()}
        for kind, of_kind in linkbases.items()
    }
    roots: dict[str, Any] = {}
    waiting = [main, *filter(None, [dei_schema(archive, release)])]
    # Later releases declare some of the statement's concepts in schemas that only the linkbases name (srt).
    named = {
        url for of_kind in linkbases.values() for items in of_kind.values() for item in items for url in item.schemas
    }
    waiting += sorted(path for url in named if (path := archive.locate(url)) is not None)
    while waiting:
        name = waiting.pop(0)
        if name in roots:
            continue
        roots[name] = archive.parse(name)
        for node in schema_elements(roots[name], "import"):
            path = archive.resolve(name, required(node, "schemaLocation"))[1]
            if path is not None:
                waiting.append(path)
    prefixes = _Prefixes()
    schemas = tuple(_schema(archive, name, root, prefixes) for name, root in roots.items())
    roles = _role_facts(roots, arcs)
    points = {
        industry: archive.resolve(starts[0], posixpath.basename(starts[0]))[0]
        for industry, starts in entry_points(archive, main).items()
        if industry
    }
    return TaxonomyFacts(
        release=release,
        namespaces=prefixes.namespaces,
        schemas=schemas,
        entry_points=points,
        roles=roles,
        presentation=merge_industries(arcs["presentation"], roles),
        calculation=merge_industries(arcs["calculation"], roles),
        replacements=_replacements(archive, main),
    )
