"""The extension schema: what the filing declares, imports and refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.write.environment import render

if TYPE_CHECKING:
    from converter.model import Report
    from converter.taxonomy.release import Taxonomy

XBRLI = "http://www.xbrl.org/2003/instance"
_ALWAYS = (
    (XBRLI, "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"),
    ("http://www.xbrl.org/2003/linkbase", "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"),
)
LINKBASES = (
    ("presentation", "_pre.xml", "Presentation links"),
    ("calculation", "_cal.xml", "Calculation links"),
    ("definition", "_def.xml", "Definition links"),
    ("label", "_lab.xml", "Label links"),
)
"""Kind, suffix and title of each linkbase of a filing (EFM 6.03.03)."""


def schema(report: Report, taxonomy: Taxonomy) -> bytes:
    """The extension schema of a report.

    It imports the schemas of the base taxonomy that the facts use, and those that declare the types of the extension
    concepts; it names the roles, each for presentation, calculation and definition links (EFM 6.07.12).
    """
    prefixes = [prefix for prefix in report.namespaces if prefix != report.prefix]
    imports = dict(_ALWAYS)
    imports.update({report.namespaces[prefix]: taxonomy.schemas[prefix] for prefix in prefixes})
    known = _known_imports(taxonomy)
    type_prefixes = sorted({concept.type.partition(":")[0] for concept in report.extensions} - {"xbrli"})
    for prefix in type_prefixes:
        namespace = taxonomy.namespaces[prefix]
        imports.setdefault(namespace, taxonomy.schemas.get(prefix) or known[namespace])
    return render(
        "taxonomy/schema.xsd.j2",
        namespace=report.namespace,
        prefix=report.prefix,
        type_namespaces=[{"prefix": prefix, "namespace": taxonomy.namespaces[prefix]} for prefix in type_prefixes],
        roles=[
            {"uri": section.role, "id": role_id(section.role), "definition": section.definition}
            for section in report.sections
        ],
        linkbases=[
            {"kind": kind, "href": f"{report.base}{suffix}", "title": title}
            for kind, suffix, title in LINKBASES
            if kind != "calculation" or has_calculation(report)
        ],
        imports=[{"namespace": namespace, "url": imports[namespace]} for namespace in imports],
        elements=[
            {
                "local": concept.name.rpartition(":")[2],
                "type": concept.type,
                "group": concept.substitution_group,
                "period_type": concept.period_type,
                "balance": concept.balance,
                "abstract": concept.abstract,
            }
            for concept in report.extensions
        ],
    )


def base_schemas(taxonomy: Taxonomy) -> frozenset[str]:
    """The URLs of the schemas that nearly every filing imports."""
    return frozenset((*(url for _, url in _ALWAYS), *(taxonomy.schemas[prefix] for prefix in ("us-gaap", "dei"))))


def has_calculation(report: Report) -> bool:
    """Whether any sum is written."""
    return any(section.calculation for section in report.sections)


def role_id(role: str) -> str:
    """The id of a role type: the last segment of its URI."""
    return role.rpartition("/")[2]


def _known_imports(taxonomy: Taxonomy) -> dict[str, str]:
    """Where the base taxonomy finds the schemas that it imports, by namespace."""
    return {namespace: url for each in taxonomy.header["schemas"] for namespace, url in each.get("imports", ())}
