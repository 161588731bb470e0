"""A taxonomy package of an invented release, laid out as us-gaap releases are: seven concepts, two industries."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RELEASE = "us-gaap-1999-12-31"
TOP = "sample"
BASE = "http://taxonomy.example/gaap/1999/"
POSITION = "http://taxonomy.example/role/Position"
ALTERNATIVE = "http://taxonomy.example/role/PositionAlternative"

ELEMENTS = "gaap/elts/us-gaap-1999-12-31.xsd"
TYPES = "gaap/elts/us-types-1999-12-31.xsd"
ROLES = "gaap/elts/us-roles-1999-12-31.xsd"
DEPRECATIONS = "gaap/elts/us-gaap-dep-def-1999-12-31.xml"
CI_CALCULATION = "gaap/stm/us-gaap-stm-ci-sfp-cal-1999-12-31.xml"
INS_CALCULATION = "gaap/stm/us-gaap-stm-ins-sfp-cal-1999-12-31.xml"
ALTERNATIVE_CALCULATION = "gaap/stm/us-gaap-stm-ci-sfp1-cal-1999-12-31.xml"
PRESENTATION = "gaap/stm/us-gaap-stm-ci-sfp-pre-1999-12-31.xml"
DEI = "dei/dei-1999-12-31.xsd"
DEI_LABELS = "dei/dei-lab-1999-12-31.xml"

NAMESPACES = {
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "us-gaap-att": "http://taxonomy.example/us-gaap/attributes",
    "us-types": "http://taxonomy.example/us-types/1999-12-31",
}
LINKBASE = (
    "<link:linkbase xmlns:link='http://www.xbrl.org/2003/linkbase' xmlns:xlink='http://www.w3.org/1999/xlink'>"
    "{content}</link:linkbase>"
)
INSTANCE_IMPORT = (
    "<xs:import namespace='http://www.xbrl.org/2003/instance'"
    " schemaLocation='http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd'/>"
)


def schema(prefix: str, content: str) -> str:
    namespace = f"http://taxonomy.example/{prefix}/1999-12-31"
    declared = "".join(f" xmlns:{key}='{uri}'" for key, uri in {**NAMESPACES, prefix: namespace}.items())
    return f"<xs:schema{declared} targetNamespace='{namespace}' elementFormDefault='qualified'>{content}</xs:schema>"


def import_beside(prefix: str) -> str:
    location = f"{prefix}-1999-12-31.xsd"
    return f"<xs:import namespace='http://taxonomy.example/{prefix}/1999-12-31' schemaLocation='{location}'/>"


def element(name: str, type_: str, period: str, rest: str = "", prefix: str = "us-gaap") -> str:
    return (
        f"<xs:element id='{prefix}_{name}' name='{name}' type='{type_}' substitutionGroup='xbrli:item'"
        f" xbrli:periodType='{period}' {rest}/>"
    )


def links(kind: str, role: str, arcs: str, concepts: str) -> str:
    """A linkbase with one link: `arcs` are lines of `parent child order rest`."""
    arcrole = {"calculation": "summation-item", "presentation": "parent-child"}.get(kind, "essence-alias")
    located = "".join(
        f"<link:loc xlink:type='locator' xlink:label='l{name}'"
        f" xlink:href='../elts/us-gaap-1999-12-31.xsd#us-gaap_{name}'/>"
        for name in concepts.split()
    )
    drawn = ""
    for line in arcs.strip().splitlines():
        parent, child, order, *rest = line.split()
        drawn += (
            f"<link:{kind}Arc xlink:type='arc' xlink:arcrole='http://www.xbrl.org/2003/arcrole/{arcrole}'"
            f" xlink:from='l{parent}' xlink:to='l{child}' order='{order}' {' '.join(rest)}/>"
        )
    reference = "<link:roleRef roleURI='{}' xlink:type='simple' xlink:href='../elts/us-roles-1999-12-31.xsd#{}'/>"
    return LINKBASE.format(
        content=reference.format(role, "sfp")
        + f"<link:{kind}Link xlink:type='extended' xlink:role='{role}'>{located}{drawn}</link:{kind}Link>"
    )


def role_type(uri: str, id_: str, definition: str) -> str:
    return (
        f"<link:roleType roleURI='{uri}' id='{id_}'><link:definition>{definition}</link:definition>"
        "<link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn></link:roleType>"
    )


def entry(*files: str) -> str:
    references = "".join(
        "<link:linkbaseRef xlink:type='simple' xlink:arcrole='http://www.w3.org/1999/xlink/properties/linkbase'"
        f" xlink:href='{name.rpartition('/')[2]}' xlink:role='http://www.xbrl.org/2003/role/{kind}LinkbaseRef'/>"
        for kind, name in (file.split(":") for file in files)
    )
    return schema("stm", f"<xs:annotation><xs:appinfo>{references}</xs:appinfo></xs:annotation>")


def importing(location: str) -> str:
    return schema("all", f"<xs:import namespace='http://taxonomy.example/stm/1999-12-31' schemaLocation='{location}'/>")


POSITION_CONCEPTS = "PositionAbstract Assets Cash Goods ReserveForGoods"
FILES: dict[str, str] = {
    "META-INF/taxonomyPackage.xml": (
        "<tp:taxonomyPackage xmlns:tp='http://xbrl.org/2016/taxonomy-package' xml:lang='en'>"
        "<tp:identifier>urn:sample</tp:identifier><tp:name>sample</tp:name></tp:taxonomyPackage>"
    ),
    "META-INF/catalog.xml": (
        "<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>"
        f"<rewriteURI uriStartString='{BASE}' rewritePrefix='../gaap/'/>"
        "<rewriteURI uriStartString='http://dei.example/1999/' rewritePrefix='../dei/'/></catalog>"
    ),
    ELEMENTS: schema(
        "us-gaap",
        INSTANCE_IMPORT
        + import_beside("us-types")
        + import_beside("us-roles")
        + element("PositionAbstract", "xbrli:stringItemType", "duration", "abstract='true' nillable='true'")
        + element("Assets", "xbrli:monetaryItemType", "instant", "nillable='true' xbrli:balance='debit'")
        + element("Cash", "xbrli:monetaryItemType", "instant", "nillable='true' xbrli:balance='debit'")
        + element("Goods", "xbrli:monetaryItemType", "instant", "nillable='true' xbrli:balance='debit'")
        + element("ReserveForGoods", "xbrli:monetaryItemType", "instant", "xbrli:balance='credit'")
        + element("GoodsMethod", "us-types:methodItemType", "duration", "nillable='true'")
        + element(
            "Stores",
            "xbrli:monetaryItemType",
            "instant",
            "nillable='true' xbrli:balance='debit' us-gaap-att:deprecatedDate='1998-12-31'",
        ),
    ),
    TYPES: schema(
        "us-types",
        INSTANCE_IMPORT
        + "<xs:complexType name='methodItemType'><xs:simpleContent><xs:restriction base='xbrli:stringItemType'>"
        "<xs:enumeration value='First &amp; best'/><xs:enumeration value='Last'/></xs:restriction></xs:simpleContent>"
        "</xs:complexType>",
    ),
    ROLES: schema(
        "us-roles",
        "<xs:annotation><xs:appinfo>"
        + role_type(POSITION, "sfp", "1 - Statement - Position")
        + role_type(ALTERNATIVE, "sfp1", "2 - Statement - Position (Alternative)")
        + role_type("http://taxonomy.example/role/Notes", "not", "3 - Disclosure - Notes")
        + "</xs:appinfo></xs:annotation>",
    ),
    DEPRECATIONS: links("definition", "http://taxonomy.example/role/Old", "Goods Stores 1", "Goods Stores"),
    "gaap/ind/ci/us-gaap-ci-stm-all-1999-12-31.xsd": importing("../../stm/us-gaap-stm-ci-sfp-1999-12-31.xsd"),
    "gaap/ind/ins/us-gaap-ins-stm-all-1999-12-31.xsd": importing("../../stm/us-gaap-stm-ins-sfp-1999-12-31.xsd"),
    "gaap/stm/us-gaap-stm-ci-sfp-1999-12-31.xsd": entry(
        f"presentation:{PRESENTATION}", f"calculation:{CI_CALCULATION}", f"calculation:{ALTERNATIVE_CALCULATION}"
    ),
    "gaap/stm/us-gaap-stm-ins-sfp-1999-12-31.xsd": entry(f"calculation:{INS_CALCULATION}"),
    PRESENTATION: links(
        "presentation",
        POSITION,
        """
        PositionAbstract Cash 10
        PositionAbstract Goods 20
        PositionAbstract Assets 30 preferredLabel='http://www.xbrl.org/2003/role/totalLabel'
        """,
        POSITION_CONCEPTS,
    ),
    CI_CALCULATION: links(
        "calculation",
        POSITION,
        """
        Assets Cash 10 weight='1.0'
        Assets Goods 20.50 weight='1.0'
        Assets ReserveForGoods 30 weight='-1.0'
        """,
        POSITION_CONCEPTS,
    ),
    INS_CALCULATION: links("calculation", POSITION, "Assets Cash 10 weight='1'", POSITION_CONCEPTS),
    ALTERNATIVE_CALCULATION: links("calculation", ALTERNATIVE, "Assets Goods 10 weight='1'", POSITION_CONCEPTS),
    DEI: schema(
        "dei",
        INSTANCE_IMPORT + element("DocumentType", "xbrli:stringItemType", "duration", "nillable='true'", prefix="dei"),
    ),
    DEI_LABELS: LINKBASE.format(
        content="<link:labelLink xlink:type='extended' xlink:role='http://www.xbrl.org/2003/role/link'>"
        "<link:loc xlink:type='locator' xlink:label='c' xlink:href='dei-1999-12-31.xsd#dei_DocumentType'/>"
        "<link:label xlink:type='resource' xlink:label='t' xml:lang='en-US'"
        " xlink:role='http://www.xbrl.org/2003/role/label'>Kind of\n Document</link:label>"
        "<link:labelArc xlink:type='arc' xlink:arcrole='http://www.xbrl.org/2003/arcrole/concept-label'"
        " xlink:from='c' xlink:to='t'/></link:labelLink>"
    ),
}


def write_sample(path: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> Path:
    """The package as a zip; a change is a file of it with a text in it and what stands there instead."""
    files = dict(FILES)
    for name, (old, new) in (changes or {}).items():
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(f"{TOP}/{name}", f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return path
