"""Linkbases of a filing: presentation, calculation and definition arcs, and labels."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from converter.check.filing.markup import LINK, XLINK, XML, line_of, local
from converter.check.filing.view import Arc, Label, Linkbase, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ARCS = frozenset({"presentationArc", "calculationArc", "definitionArc"})
LINKS = tuple(f"{{{LINK}}}{kind}Link" for kind in ("presentation", "calculation", "definition", "label", "reference"))


def read_linkbase(name: str, root: Any, ids: Mapping[str, str]) -> Linkbase:
    """A linkbase of the filing; `ids` lead from the ids of the filing's own declarations to their concepts."""
    links = list(root.iter(*LINKS))
    return Linkbase(
        name=name,
        kinds=tuple(local(link) for link in links),
        arcs=tuple(arc for link in links for arc in _arcs(name, link, ids)),
        labels=tuple(label for link in links for label in _labels(name, link, ids)),
    )


def _locators(link: Any, ids: Mapping[str, str]) -> dict[str, list[str]]:
    """The concepts that each label of a link leads to."""
    found: dict[str, list[str]] = {}
    for element in link.iterchildren(f"{{{LINK}}}loc"):
        fragment = element.get(f"{{{XLINK}}}href", "").partition("#")[2].strip()
        found.setdefault(element.get(f"{{{XLINK}}}label", ""), []).append(ids.get(fragment) or named(fragment))
    return found


def named(fragment: str) -> str:
    """The concept of an id in a base taxonomy: `us-gaap_Assets` is `us-gaap:Assets`."""
    prefix, underscore, name = fragment.partition("_")
    return f"{prefix}:{name}" if underscore else fragment


def _arcs(file: str, link: Any, ids: Mapping[str, str]) -> Iterator[Arc]:
    locators = _locators(link, ids)
    role = link.get(f"{{{XLINK}}}role", "")
    for element in link:
        if local(element) not in ARCS:
            continue
        for parent in locators.get(element.get(f"{{{XLINK}}}from", ""), ()):
            for child in locators.get(element.get(f"{{{XLINK}}}to", ""), ()):
                yield Arc(
                    place=Place(file=file, line=line_of(element)),
                    role=role,
                    arcrole=element.get(f"{{{XLINK}}}arcrole", ""),
                    parent=parent,
                    child=child,
                    order=_decimal(element.get("order")),
                    weight=_decimal(element.get("weight")),
                    preferred_label=element.get("preferredLabel", ""),
                )


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text.strip()) if text else None
    except InvalidOperation:
        return None


def _labels(file: str, link: Any, ids: Mapping[str, str]) -> Iterator[Label]:
    locators = _locators(link, ids)
    owners: dict[str, list[str]] = {}
    for element in link.iterchildren(f"{{{LINK}}}labelArc"):
        concepts = locators.get(element.get(f"{{{XLINK}}}from", ""), [])
        owners.setdefault(element.get(f"{{{XLINK}}}to", ""), []).extend(concepts)
    for element in link.iterchildren(f"{{{LINK}}}label"):
        for concept in owners.get(element.get(f"{{{XLINK}}}label", ""), ()):
            yield Label(
                place=Place(file=file, line=line_of(element)),
                concept=concept,
                role=element.get(f"{{{XLINK}}}role", ""),
                lang=element.get(f"{{{XML}}}lang", ""),
                text="".join(element.itertext()),
            )
