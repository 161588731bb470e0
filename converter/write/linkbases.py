"""The presentation, calculation, definition and label linkbases of a filing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.write.environment import render
from converter.write.labels import ROLES
from converter.write.names import unused
from converter.write.schema import has_calculation, role_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converter.model import Report, Section
    from converter.taxonomy.release import Taxonomy

_NEGATED = "http://www.xbrl.org/lrr/role/negated-2009-12-16.xsd"


def linkbases(report: Report, taxonomy: Taxonomy) -> Iterator[tuple[str, bytes]]:
    """The suffix and content of each linkbase; no calculation linkbase where no sum can be written.

    EDGAR tells the kind of a linkbase from the links in it, so that an empty file will not do.
    """
    href = Locations(report, taxonomy)
    yield "_pre.xml", _presentation(report, href)
    if has_calculation(report):
        yield "_cal.xml", _calculation(report, href)
    yield "_def.xml", _definition(report, href)
    yield "_lab.xml", _label(report, href)


class Locations:
    """Where the concepts of a report are declared."""

    def __init__(self, report: Report, taxonomy: Taxonomy) -> None:
        self._own = report.prefix
        self._schema = f"{report.base}.xsd"
        self._schemas = taxonomy.schemas

    def __call__(self, concept: str) -> str:
        """The URL of a concept's declaration: the schema, and the id, which is the name with an underscore."""
        prefix, _, local = concept.partition(":")
        schema = self._schema if prefix == self._own else self._schemas[prefix]
        return f"{schema}#{prefix}_{local}"


def _role_refs(report: Report, sections: Iterable[Section], label_roles: Iterable[str]) -> list[dict[str, str]]:
    own = [{"uri": each.role, "href": f"{report.base}.xsd#{role_id(each.role)}"} for each in sections]
    negated = sorted({role for role in label_roles if role.startswith("negated")})
    return own + [{"uri": ROLES[role], "href": f"{_NEGATED}#{role}"} for role in negated]


def _presentation(report: Report, href: Locations) -> bytes:
    links = []
    for section in report.sections:
        root = _label_of(section.root)
        locators = {root: section.root}
        labels: list[str] = []
        arcs = []
        orders: dict[str, int] = {}
        for line in section.lines:
            # A concept that is presented twice needs two locators, as no two arcs may join the same labels.
            label = unused(_label_of(line.concept), locators)
            locators[label] = line.concept
            labels.append(label)
            parent = root if line.parent is None else labels[line.parent]
            orders[parent] = orders.get(parent, 0) + 1
            arcs.append(
                {
                    "parent": parent,
                    "child": label,
                    "order": orders[parent],
                    "preferred_label": ROLES[line.label_role],
                }
            )
        links.append(_link(section, locators, arcs, href))
    roles = [line.label_role for section in report.sections for line in section.lines]
    return render("taxonomy/presentation.xml.j2", role_refs=_role_refs(report, report.sections, roles), links=links)


def _calculation(report: Report, href: Locations) -> bytes:
    summed = [section for section in report.sections if section.calculation]
    links = []
    for section in summed:
        concepts = dict.fromkeys(name for arc in section.calculation for name in (arc.parent, arc.child))
        arcs: list[dict[str, object]] = [
            {
                "parent": _label_of(arc.parent),
                "child": _label_of(arc.child),
                "order": arc.order,
                "weight": arc.weight,
            }
            for arc in section.calculation
        ]
        links.append(_link(section, {_label_of(name): name for name in concepts}, arcs, href))
    return render("taxonomy/calculation.xml.j2", role_refs=_role_refs(report, summed, ()), links=links)


def _definition(report: Report, href: Locations) -> bytes:
    """The definition linkbase: the line items of each section as members of its root.

    Facts of a converted statement have no dimensions, and a table without axes would say nothing about them; but
    which concepts are line items of which statement is said by these arcs and by nothing else, and it is this domain
    that a table belongs to where a statement has dimensions. None is ineffectual (EFM 6.09.03): each pair stands once
    in its role.
    """
    links = []
    for section in report.sections:
        root = _label_of(section.root)
        members = dict.fromkeys(line.concept for line in section.lines if line.facts)
        arcs: list[dict[str, object]] = [
            {"parent": root, "child": _label_of(name), "order": order} for order, name in enumerate(members, 1)
        ]
        if arcs:
            locators = {root: section.root, **{_label_of(name): name for name in members}}
            links.append(_link(section, locators, arcs, href))
    return render("taxonomy/definition.xml.j2", role_refs=_role_refs(report, report.sections, ()), links=links)


def _label(report: Report, href: Locations) -> bytes:
    concepts: dict[str, list[dict[str, str]]] = {}
    for (name, role), text in report.labels.items():
        label = _label_of(name)
        resource = {"label": f"{label}_{role or 'label'}", "role": ROLES[role], "text": text}
        concepts.setdefault(name, []).append(resource)
    return render(
        "taxonomy/label.xml.j2",
        role_refs=_role_refs(report, (), (role for _, role in report.labels)),
        concepts=[
            {"href": href(name), "label": _label_of(name), "resources": resources}
            for name, resources in sorted(concepts.items())
        ],
    )


def _link(
    section: Section, locators: dict[str, str], arcs: list[dict[str, object]], href: Locations
) -> dict[str, object]:
    return {
        "role": section.role,
        "title": section.definition,
        "locators": [{"label": label, "href": href(concept)} for label, concept in locators.items()],
        "arcs": arcs,
    }


def _label_of(concept: str) -> str:
    return concept.replace(":", "_")
