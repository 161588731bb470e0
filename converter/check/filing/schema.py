"""Schemas of a filing: its own concepts, its roles, and what it imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from converter.check.filing.markup import LINK, XBRLI, XLINK, XS, line_of
from converter.check.filing.names import prefixed, split
from converter.check.filing.view import Declaration, Place, RoleType, Schema
from converter.model import Concept

if TYPE_CHECKING:
    from collections.abc import Mapping


def prefixes_of(root: Any) -> tuple[str, ...]:
    """Every prefix that a schema declares for its own namespace."""
    namespace = root.get("targetNamespace", "")
    return tuple(sorted(prefix for prefix, uri in root.nsmap.items() if prefix and uri == namespace))


def read_schema(name: str, root: Any, prefixes: Mapping[str, str]) -> Schema:
    """A schema of the filing; `prefixes` lead from the namespaces of its own schemas to their prefix."""
    namespace = root.get("targetNamespace", "")
    return Schema(
        name=name,
        namespace=namespace,
        prefixes=prefixes_of(root),
        declarations=tuple(
            _declaration(name, namespace, element, prefixes)
            for element in root.iterchildren(f"{{{XS}}}element")
            if element.get("name")
        ),
        roles=tuple(_role(name, element) for element in root.iter(f"{{{LINK}}}roleType")),
        imports=tuple(
            (element.get("namespace", ""), element.get("schemaLocation", "").strip())
            for element in root.iter(f"{{{XS}}}import", f"{{{XS}}}include")
        ),
        linkbases=tuple(
            (element.get(f"{{{XLINK}}}role", ""), element.get(f"{{{XLINK}}}href", "").strip())
            for element in root.iter(f"{{{LINK}}}linkbaseRef")
        ),
    )


def _declaration(file: str, namespace: str, element: Any, prefixes: Mapping[str, str]) -> Declaration:
    local = element.get("name", "")
    concept = Concept(
        name=prefixed(namespace, local, prefixes),
        type=_name(element, element.get("type", ""), prefixes),
        period_type=element.get(f"{{{XBRLI}}}periodType", ""),
        balance=element.get(f"{{{XBRLI}}}balance", ""),
        abstract=element.get("abstract", "false") in {"true", "1"},
        substitution_group=_name(element, element.get("substitutionGroup", ""), prefixes),
        label="",
        nillable=element.get("nillable", "false") in {"true", "1"},
    )
    return Declaration(place=Place(file=file, line=line_of(element)), id=element.get("id", ""), concept=concept)


def _name(element: Any, written: str, prefixes: Mapping[str, str]) -> str:
    prefix, local = split(written)
    return prefixed(element.nsmap.get(prefix or None) or "", local, prefixes, prefix) if local else ""


def _role(file: str, element: Any) -> RoleType:
    return RoleType(
        place=Place(file=file, line=line_of(element)),
        uri=element.get("roleURI", ""),
        id=element.get("id", ""),
        definition=element.findtext(f"{{{LINK}}}definition") or "",
        used_on=frozenset(split(used.text or "")[1] for used in element.iterchildren(f"{{{LINK}}}usedOn")),
    )
