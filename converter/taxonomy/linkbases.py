"""Arcs and labels of the linkbases in a taxonomy package (XBRL 2.1, section 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import TYPE_CHECKING, Any

from converter.errors import TaxonomyError
from converter.taxonomy.archive import required
from converter.taxonomy.facts import ArcFacts, decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from converter.taxonomy.archive import PackageArchive
    from converter.taxonomy.facts import RoleFacts

LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"
STANDARD_LABEL = "http://www.xbrl.org/2003/role/label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """An arc between two concepts, each a prefixed name."""

    role: str
    arcrole: str
    parent: str
    child: str
    order: Decimal
    value: str
    """The weight of a calculation arc, the preferred label of a presentation arc, empty for a definition arc."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkbase:
    """The arcs of one kind in a linkbase, and the absolute URLs of the schemas that it names."""

    arcs: tuple[Arc, ...]
    schemas: frozenset[str]


def _concept(href: str) -> str:
    """The prefixed name that a locator means: us-gaap and dei elements have the id `prefix_Name`."""
    prefix, underscore, local = href.partition("#")[2].partition("_")
    if not underscore:
        raise TaxonomyError(f"the locator {href!r} does not end in the id of a concept")
    return f"{prefix}:{local}"


def _number(text: str, name: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise TaxonomyError(f"{name}: {text!r} is not a number")
    return number


def _value(node: Any, kind: str, name: str) -> str:
    if kind == "calculation":
        return decimal_text(_number(node.get("weight", ""), name))
    return node.get("preferredLabel", "") if kind == "presentation" else ""


def read_linkbase(archive: PackageArchive, name: str, kind: str) -> Linkbase:
    """The arcs of all extended links of a kind: `presentation`, `calculation` or `definition`.

    Raises:
        TaxonomyError: an arc prohibits another one (no us-gaap release does that within itself), or is broken.

    """
    arcs: list[Arc] = []
    schemas: set[str] = set()
    root = archive.parse(name)
    schemas.update(node.get(XLINK + "href", "").partition("#")[0] for node in root.iterchildren(LINK + "roleRef"))
    for link in root.iterchildren(f"{LINK}{kind}Link"):
        locators: dict[str, list[str]] = {}
        for node in link.iterchildren(LINK + "loc"):
            href = node.get(XLINK + "href", "")
            locators.setdefault(required(node, XLINK + "label"), []).append(_concept(href))
            schemas.add(href.partition("#")[0])
        for node in link.iterchildren(f"{LINK}{kind}Arc"):
            if node.get("use", "optional") != "optional":
                raise TaxonomyError(f"{name}: an arc prohibits another, which the baked facts cannot express")
            ends = (locators.get(required(node, XLINK + end)) for end in ("from", "to"))
            parents, children = (end or [] for end in ends)
            if not parents or not children:
                raise TaxonomyError(f"{name}: an arc has an end without a locator")
            for parent, child in product(parents, children):
                arcs.append(
                    Arc(
                        role=required(link, XLINK + "role"),
                        arcrole=required(node, XLINK + "arcrole"),
                        parent=parent,
                        child=child,
                        order=_number(node.get("order", "1"), name),
                        value=_value(node, kind, name),
                    )
                )
    return Linkbase(arcs=tuple(arcs), schemas=frozenset(archive.resolve(name, reference)[0] for reference in schemas))


def read_labels(archive: PackageArchive, name: str, prefix: str) -> dict[str, str]:
    """Local name of a concept to its English standard label, in a label linkbase."""
    labels: dict[str, str] = {}
    for link in archive.parse(name).iterchildren(LINK + "labelLink"):
        locators = {
            node.get(XLINK + "label"): _concept(node.get(XLINK + "href", ""))
            for node in link.iterchildren(LINK + "loc")
        }
        texts = {
            node.get(XLINK + "label"): " ".join("".join(node.itertext()).split())
            for node in link.iterchildren(LINK + "label")
            if node.get(XLINK + "role", STANDARD_LABEL) == STANDARD_LABEL
            and node.get("{http://www.w3.org/XML/1998/namespace}lang", "").startswith("en")
        }
        for node in link.iterchildren(LINK + "labelArc"):
            concept, text = locators.get(node.get(XLINK + "from"), ""), texts.get(node.get(XLINK + "to"))
            if text and concept.startswith(prefix + ":"):
                labels.setdefault(concept.removeprefix(prefix + ":"), text)
    return labels


def merge_industries(arcs: Mapping[str, Iterable[Arc]], roles: Iterable[RoleFacts]) -> tuple[ArcFacts, ...]:
    """One arc for all industries that have it: the statements of five industries repeat each other."""
    found: dict[Arc, set[str]] = {}
    for industry, of_industry in arcs.items():
        for arc in of_industry:
            found.setdefault(arc, set()).add(industry)
    everywhere = {role.uri: set(role.industries) for role in roles}
    return tuple(
        ArcFacts(
            role=arc.role,
            parent=arc.parent,
            child=arc.child,
            order=arc.order,
            value=arc.value,
            industries=() if industries - {""} == everywhere[arc.role] else tuple(sorted(industries)),
        )
        for arc, industries in found.items()
    )
