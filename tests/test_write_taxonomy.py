"""The extension schema and its linkbases, as files: what XBRL 2.1 and the EDGAR Filer Manual ask of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from converter.taxonomy.release import load_taxonomy
from converter.write.filing import render_filing
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from tests import written_fixture as invented

if TYPE_CHECKING:
    from converter.model import RenderedFile

TAXONOMY = load_taxonomy()
BASE = "hallowayferris-19990304"
LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"
XSD = "{http://www.w3.org/2001/XMLSchema}"


@pytest.fixture(scope="module")
def files() -> dict[str, RenderedFile]:
    report, _ = build_report(
        invented.submission("71829"), invented.cover(), invented.mapped(), TAXONOMY, ReportSettings()
    )
    return {file.path: file for file in render_filing(report, invented.submission("71829"), TAXONOMY)}


def root(files: dict[str, RenderedFile], suffix: str) -> etree._Element:
    return etree.fromstring(files[f"{BASE}{suffix}"].content)


def test_the_files_of_a_filing(files: dict[str, RenderedFile]) -> None:
    suffixes = (".htm", ".xsd", "_pre.xml", "_cal.xml", "_def.xml", "_lab.xml", ".json", "_csv.json", ".csv", ".xbri")
    assert tuple(files) == tuple(f"{BASE}{suffix}" for suffix in suffixes)
    assert all(len(name) <= 32 for name in files)


def test_every_file_is_ascii(files: dict[str, RenderedFile]) -> None:
    assert all(max(file.content) < 128 for name, file in files.items() if not name.endswith(".xbri"))


def test_the_schema_declares_imports_and_refers(files: dict[str, RenderedFile]) -> None:
    schema = root(files, ".xsd")
    assert schema.get("targetNamespace") == "http://hallowayferris.example/19990304"
    imports = {each.get("namespace") for each in schema.iter(f"{XSD}import")}
    assert {TAXONOMY.namespaces["us-gaap"], TAXONOMY.namespaces["dei"]} <= imports
    referred = [each.get(f"{XLINK}href") for each in schema.iter(f"{LINK}linkbaseRef")]
    assert referred == [f"{BASE}_{kind}.xml" for kind in ("pre", "cal", "def", "lab")]
    for element in schema.iter(f"{XSD}element"):
        assert element.get("id") == f"hallowayferris_{element.get('name')}"
        assert element.get("nillable") == "true"


def test_roles_are_defined_once_in_order_and_for_all_links(files: dict[str, RenderedFile]) -> None:
    roles = list(root(files, ".xsd").iter(f"{LINK}roleType"))
    definitions = [role.findtext(f"{LINK}definition") for role in roles]
    assert definitions == sorted(definitions)
    assert definitions[0] == "0001 - Document - Document and Entity Information"
    assert all(" - Statement - " in definition for definition in definitions[1:])
    for role in roles:
        used = [each.text for each in role.iter(f"{LINK}usedOn")]
        assert used == ["link:presentationLink", "link:calculationLink", "link:definitionLink"]
        assert role.get("roleURI") == f"http://hallowayferris.example/role/{role.get('id')}"
    assert len({role.get("id") for role in roles}) == len(roles)


@pytest.mark.parametrize("suffix", ["_pre.xml", "_cal.xml", "_def.xml"])
def test_arcs_join_locators_of_their_link_once(files: dict[str, RenderedFile], suffix: str) -> None:
    links = [each for each in root(files, suffix) if each.get(f"{XLINK}type") == "extended"]
    assert links
    for link in links:
        labels = [each.get(f"{XLINK}label") for each in link.iter(f"{LINK}loc")]
        assert len(labels) == len(set(labels))
        arcs = [each for each in link if each.get(f"{XLINK}type") == "arc"]
        pairs = Counter((each.get(f"{XLINK}from"), each.get(f"{XLINK}to")) for each in arcs)
        assert set(pairs.values()) == {1}
        assert {name for pair in pairs for name in pair} == set(labels)
        orders = Counter((each.get(f"{XLINK}from"), each.get("order")) for each in arcs)
        assert set(orders.values()) == {1}


def test_a_presentation_has_one_root(files: dict[str, RenderedFile]) -> None:
    links = list(root(files, "_pre.xml").iter(f"{LINK}presentationLink"))
    assert len(links) == 4, "the cover and three statements"
    for link in links:
        arcs = list(link.iter(f"{LINK}presentationArc"))
        tops = {arc.get(f"{XLINK}from") for arc in arcs} - {arc.get(f"{XLINK}to") for arc in arcs}
        assert len(tops) == 1


def test_calculations_are_presented_in_the_same_role(files: dict[str, RenderedFile]) -> None:
    presented = {
        link.get(f"{XLINK}role"): {loc.get(f"{XLINK}href") for loc in link.iter(f"{LINK}loc")}
        for link in root(files, "_pre.xml").iter(f"{LINK}presentationLink")
    }
    links = list(root(files, "_cal.xml").iter(f"{LINK}calculationLink"))
    assert links
    for link in links:
        summed = {loc.get(f"{XLINK}href") for loc in link.iter(f"{LINK}loc")}
        assert summed <= presented[link.get(f"{XLINK}role")]
        assert {arc.get("weight") for arc in link.iter(f"{LINK}calculationArc")} <= {"1", "-1"}


def test_the_line_items_of_a_statement_are_members_of_its_root(files: dict[str, RenderedFile]) -> None:
    links = list(root(files, "_def.xml").iter(f"{LINK}definitionLink"))
    assert len(links) == 4
    balance_sheet = links[1]
    arcs = list(balance_sheet.iter(f"{LINK}definitionArc"))
    assert {arc.get(f"{XLINK}from") for arc in arcs} == {"us-gaap_StatementOfFinancialPositionAbstract"}
    assert {arc.get(f"{XLINK}arcrole") for arc in arcs} == {"http://xbrl.org/int/dim/arcrole/domain-member"}
    members = [arc.get(f"{XLINK}to") for arc in arcs]
    assert members[0] == "us-gaap_CashAndCashEquivalentsAtCarryingValue"
    assert not [name for name in members if name.endswith("Abstract")]


def test_labels_are_in_english_and_joined_once(files: dict[str, RenderedFile]) -> None:
    link = next(root(files, "_lab.xml").iter(f"{LINK}labelLink"))
    labels = [each for each in link if each.get(f"{XLINK}type") == "resource"]
    assert {each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in labels} == {"en-US"}
    assert len({each.get(f"{XLINK}label") for each in labels}) == len(labels)
    hrefs = [each.get(f"{XLINK}href") for each in link.iter(f"{LINK}loc")]
    assert len(hrefs) == len(set(hrefs))
    assert f"{BASE}.xsd#hallowayferris_ShopFittingsHeldForCentenary" in hrefs
    assert f"{TAXONOMY.schemas['us-gaap']}#us-gaap_Assets" in hrefs


def test_a_negated_label_role_is_declared_where_it_is_used(files: dict[str, RenderedFile]) -> None:
    for suffix in ("_pre.xml", "_lab.xml"):
        declared = {each.get("roleURI") for each in root(files, suffix).iter(f"{LINK}roleRef")}
        assert "http://www.xbrl.org/2009/role/negatedLabel" in declared


def test_the_report_package_holds_the_filing_and_nothing_else(files: dict[str, RenderedFile]) -> None:
    with zipfile.ZipFile(io.BytesIO(files[f"{BASE}.xbri"].content)) as package:
        names = package.namelist()
        kind = json.loads(package.read(f"{BASE}/META-INF/reportPackage.json"))
        assert kind == {"documentInfo": {"documentType": "https://xbrl.org/report-package/2023/xbri"}}
        reports = [name for name in names if name.startswith(f"{BASE}/reports/")]
        assert len(reports) == len(names) - 1 == 6
        for name in reports:
            assert package.read(name) == files[name.rpartition("/")[2]].content
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_sums_there_is_no_calculation_linkbase() -> None:
    flow = invented.mapped()[2]  # its one sum has an untagged term
    report, _ = build_report(invented.submission(), invented.cover(), (flow,), TAXONOMY, ReportSettings())
    made = {file.path: file for file in render_filing(report, invented.submission(), TAXONOMY)}
    assert f"{BASE}_cal.xml" not in made
    assert b"_cal.xml" not in made[f"{BASE}.xsd"].content


def test_an_unknown_look_is_refused() -> None:
    report, _ = build_report(invented.submission(), invented.cover(), invented.mapped(), TAXONOMY, ReportSettings())
    with pytest.raises(ValueError, match="statements, facsimile"):
        render_filing(report, invented.submission(), TAXONOMY, "glossy")
