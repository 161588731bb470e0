from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from converter.errors import TaxonomyError
from converter.model import StatementKind
from converter.taxonomy.archive import PackageArchive, parse_xml
from converter.taxonomy.bake import bake, read_label_table, release_of, write_baked
from converter.taxonomy.compare import compare
from converter.taxonomy.release import Taxonomy, load_taxonomy
from tests import taxonomy_sample as sample
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKAGE = SHARED / "taxonomies" / "us-gaap-2011-01-31-full.zip"
OLDER_PACKAGE = SHARED / "taxonomies" / "us-gaap-2009-01-31-full.zip"
LABELS = SHARED / "mapping" / "us-gaap-tags.csv"

needs_package = pytest.mark.skipif(not PACKAGE.is_file(), reason=f"the official package {PACKAGE.name} is not at hand")
needs_older = pytest.mark.skipif(not OLDER_PACKAGE.is_file(), reason=f"{OLDER_PACKAGE.name} is not at hand")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.write_sample(tmp_path_factory.mktemp("sample") / "sample.zip")


@pytest.fixture(scope="module")
def taxonomy(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    folder = tmp_path_factory.mktemp("baked")
    write_baked(bake(package), folder)
    return Taxonomy(folder)


def test_concepts_keep_what_their_declaration_says(taxonomy: Taxonomy) -> None:
    reserve = taxonomy.concept("us-gaap:ReserveForGoods")
    assert reserve is not None
    assert (reserve.type, reserve.period_type, reserve.balance) == ("xbrli:monetaryItemType", "instant", "credit")
    assert not reserve.nillable
    assert not reserve.abstract
    method = taxonomy.concept("us-gaap:GoodsMethod")
    assert method is not None
    assert (method.type, method.balance, method.nillable) == ("us-types:methodItemType", "", True)
    heading = taxonomy.concept("us-gaap:PositionAbstract")
    assert heading is not None
    assert heading.abstract
    assert taxonomy.concept("us-gaap:Nothing") is None
    assert len(taxonomy.concepts) == 8


def test_a_deprecated_concept_names_what_stands_for_it(taxonomy: Taxonomy) -> None:
    stores = taxonomy.concept("us-gaap:Stores")
    assert stores is not None
    assert stores.deprecated
    assert [(item.concept, item.relation) for item in taxonomy.replacements("us-gaap:Stores")] == [
        ("us-gaap:Goods", "essence-alias")
    ]
    assert taxonomy.replacements("us-gaap:Goods") == ()


def test_labels_come_from_the_linkbase_or_from_the_name(taxonomy: Taxonomy) -> None:
    assert taxonomy.concepts["dei:DocumentType"].label == "Kind of Document"
    assert taxonomy.concepts["us-gaap:ReserveForGoods"].label == "Reserve for Goods"
    assert taxonomy.concepts["us-gaap:PositionAbstract"].label == "Position [Abstract]"


def test_a_role_is_a_statement_of_the_industries_that_use_it(taxonomy: Taxonomy) -> None:
    assert set(taxonomy.roles) == {sample.POSITION, sample.ALTERNATIVE}
    role = taxonomy.roles[sample.POSITION]
    assert (role.kind, role.industries) == (StatementKind.BALANCE_SHEET, ("ci", "ins"))
    assert role.definition == "1 - Statement - Position"
    assert taxonomy.statement_roles(StatementKind.BALANCE_SHEET, "ins") == (role,)
    assert taxonomy.statement_roles(StatementKind.CASH_FLOW) == ()


def test_arcs_of_one_industry_stay_with_it(taxonomy: Taxonomy) -> None:
    everywhere = [(arc.child, arc.weight) for arc in taxonomy.calculation(sample.POSITION)]
    assert everywhere == [("us-gaap:Cash", 1), ("us-gaap:Goods", 1), ("us-gaap:ReserveForGoods", -1)]
    assert [arc.child for arc in taxonomy.calculation(sample.POSITION, "ins")] == ["us-gaap:Cash"]
    assert str(taxonomy.calculation(sample.POSITION)[1].order) == "20.5"
    assert len(taxonomy.presentation(sample.POSITION, "ins")) == 0


def test_a_presentation_runs_in_the_order_of_the_statement(taxonomy: Taxonomy) -> None:
    tree = taxonomy.presentation(sample.POSITION)
    assert tree.roots == ("us-gaap:PositionAbstract",)
    assert tree.concepts == ("us-gaap:PositionAbstract", "us-gaap:Cash", "us-gaap:Goods", "us-gaap:Assets")
    assert [arc.preferred_label for arc in tree.children("us-gaap:PositionAbstract")] == ["", "", "totalLabel"]
    assert [arc.parent for arc in tree.parents("us-gaap:Cash")] == ["us-gaap:PositionAbstract"]


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "shuffled.zip"
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(shuffled, "w") as target:
        for name in reversed(source.namelist()):
            target.writestr(name, source.read(name))
    assert bake(package) == bake(shuffled)
    assert release_of(bake(package)) == sample.RELEASE


def test_a_table_of_labels_serves_concepts_of_the_release(package: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(
        "tag,version,tlabel,doc\n"
        "Cash,us-gaap/1998,Ready Money,Long sentences\n"
        'Cash,us-gaap/1999,"Cash, on Hand (Deprecated 2018-01-31)",Long sentences\n'
        "Ships,us-gaap/1999,Ships at Sea,Not of this release\n",
        encoding="utf-8",
    )
    labels = bake(package, table)["labels-us-gaap.tsv"].decode()
    assert labels == "name\tlabel\nCash\tCash, on Hand\n"
    table.write_text("name,label\nCash,Money\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match="column"):
        read_label_table(table)


def test_baking_again_leaves_other_files_alone(package: Path, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text("kept")
    (tmp_path / "labels-old.tsv").write_text("of an older run")
    written = write_baked(bake(package), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in written} | {"mapping.toml"}


# --- diff -------------------------------------------------------------------------------------------------------------


def test_nothing_differs_from_the_package_that_was_baked(package: Path, taxonomy: Taxonomy) -> None:
    comparison = compare(package, taxonomy)
    assert comparison.differences == ()
    assert comparison.compared["concept"] == 8
    assert comparison.compared["calculation"] == 5
    assert comparison.compared["presentation"] == 3


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("element", sample.ELEMENTS, "xbrli:balance='credit'", "xbrli:balance='debit'"),
        ("element", sample.ELEMENTS, "abstract='true'", ""),
        ("element", sample.ELEMENTS, "us-gaap-att:deprecatedDate='1998-12-31'", ""),
        ("concept", sample.ELEMENTS, "xbrli:periodType='duration' nillable", "xbrli:periodType='instant' nillable"),
        ("concept", sample.ELEMENTS, "nillable='true' xbrli:balance", "xbrli:balance"),
        ("element", sample.ELEMENTS, "Stores", "Depots"),
        ("type", sample.TYPES, "'Last'", "'Lowest'"),
        ("type", sample.TYPES, "xbrli:stringItemType", "xbrli:tokenItemType"),
        ("import", sample.ELEMENTS, "2003-12-31.xsd", "2008-12-31.xsd"),
        ("role", sample.ROLES, "1 - Statement", "9 - Statement"),
        ("calculation", sample.CI_CALCULATION, "weight='-1.0'", "weight='1.0'"),
        ("calculation", sample.CI_CALCULATION, "order='20.50'", "order='21'"),
        ("calculation", sample.INS_CALCULATION, "xlink:to='lCash'", "xlink:to='lGoods'"),
        ("presentation", sample.PRESENTATION, "totalLabel", "terseLabel"),
        ("replacement", sample.DEPRECATIONS, "xlink:from='lGoods'", "xlink:from='lStores'"),
        ("label", sample.DEI_LABELS, "Kind of", "Sort of"),
        ("schema", "META-INF/catalog.xml", "http://dei.example/1999/", "http://dei.example/2001/"),
    ],
)
def test_every_changed_fact_is_reported(
    taxonomy: Taxonomy, tmp_path: Path, kind: str, name: str, old: str, new: str
) -> None:
    changed = sample.write_sample(tmp_path / "changed.zip", {name: (old, new)})
    differences = compare(changed, taxonomy).differences
    assert kind in {difference.kind for difference in differences}
    assert all(difference.baked != difference.official for difference in differences)


# --- packages that nobody should trust --------------------------------------------------------------------------------


def with_member(name: str, content: bytes = b"x") -> Callable[[zipfile.ZipFile], None]:
    return lambda package: package.writestr(name, content)


def with_link(package: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo(f"{sample.TOP}/link")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    package.writestr(link, "/etc/passwd")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (with_member(f"{sample.TOP}/../../outside.xsd"), "leads out"),
        (with_member("/absolute.xsd"), "leads out"),
        (with_member(f"{sample.TOP}/gaap//twice.xsd"), "leads out"),
        (with_member("C:/windows.xsd"), "not one of"),
        (with_member(f"{sample.TOP}/{'a' * 500}"), "not one of"),
        (with_member("second-top/file.xsd"), "one folder at its top"),
        (with_member(f"{sample.TOP}/zeros", bytes(65 * 1024 * 1024)), "larger than a taxonomy file"),
        (with_link, "symbolic link"),
    ],
    ids=["parent", "absolute", "empty part", "drive", "endless name", "two tops", "bomb", "link"],
)
def test_a_package_that_is_not_what_it_seems_is_refused(
    tmp_path: Path, spoil: Callable[[zipfile.ZipFile], None], complaint: str
) -> None:
    path = sample.write_sample(tmp_path / "spoilt.zip")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        spoil(package)
    with pytest.raises(TaxonomyError, match=complaint):
        bake(path)


def test_a_backslash_in_a_path_is_refused(tmp_path: Path) -> None:
    path = sample.write_sample(tmp_path / "spoilt.zip")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("sample/ab.xsd", "x")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"sample/ab.xsd", b"sample\\ab.xsd"))
    with pytest.raises(TaxonomyError, match="not one of"):
        bake(path)


def test_a_member_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    path = sample.write_sample(tmp_path / "spoilt.zip")
    with zipfile.ZipFile(path, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(f"{sample.TOP}/{sample.ELEMENTS}", "<other/>")
    with pytest.raises(TaxonomyError, match="occurs twice"):
        bake(path)


def test_a_size_that_the_directory_understates_does_not_pass(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("META-INF/taxonomyPackage.xml", "META-INF/catalog.xml"):
            package.writestr(f"{sample.TOP}/{name}", sample.FILES[name])
        package.writestr(f"{sample.TOP}/{sample.ELEMENTS}", bytes(1024 * 1024))
    data = buffer.getvalue()
    path = tmp_path / "lying.zip"
    path.write_bytes(data.replace(struct.pack("<L", 1024 * 1024), struct.pack("<L", 10)))
    with pytest.raises(TaxonomyError):
        bake(path)


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip at all",
        b"",
        b"PK\x05\x06" + bytes(18),
    ],
    ids=["text", "empty", "zip without files"],
)
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.zip"
    path.write_bytes(content)
    with pytest.raises(TaxonomyError, match=r"file\.zip"):
        bake(path)


def test_a_missing_package_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"none\.zip"):
        bake(tmp_path / "none.zip")


@pytest.mark.parametrize("cut", range(50, 6000, 450))
def test_a_truncated_package_is_refused(package: Path, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(package.read_bytes()[:cut])
    with pytest.raises(TaxonomyError):
        bake(path)


# Each entity is twenty times the one before it: two bytes become 400 tera bytes.
_ENTITIES = "".join(f"<!ENTITY a{level} '{f'&a{level - 1};' * 20}'>" for level in range(1, 12))
ENTITY_BOMB = f"<!DOCTYPE a [<!ENTITY a0 'ha'>{_ENTITIES}]><a b='&a11;'/>"


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        ENTITY_BOMB,
        "<a><b></a>",
        "",
    ],
    ids=["entity", "external type", "external entity", "entity bomb", "not well-formed", "nothing"],
)
def test_xml_that_could_do_harm_is_refused(document: str) -> None:
    with pytest.raises(TaxonomyError, match=r"sample\.xml"):
        parse_xml(document.encode(), "sample.xml")


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        (sample.CI_CALCULATION, "order='10'", "order='10' use='prohibited'", "prohibits"),
        (sample.CI_CALCULATION, "order='10'", "order='ten'", "not a number"),
        (sample.CI_CALCULATION, "xlink:to='lCash'", "xlink:to='lShips'", "without a locator"),
        (sample.CI_CALCULATION, "#us-gaap_Cash", "#Cash", "id of a concept"),
        (sample.ROLES, sample.ALTERNATIVE, "http://taxonomy.example/role/Other", "not declared"),
        (sample.ELEMENTS, "id='us-gaap_Cash'", "id='Cash'", "not its prefixed name"),
        (sample.ELEMENTS, "type='xbrli:monetary", "type='money:monetary", "not declared"),
        (
            sample.TYPES,
            "<xs:restriction",
            "<xs:extension base='a'><xs:restriction/></xs:extension><xs:restriction",
            "plain",
        ),
        ("META-INF/catalog.xml", "uriStartString", "start", "incomplete"),
        ("META-INF/catalog.xml", "../gaap/", "../../../gaap/", "no URL"),
    ],
)
def test_a_package_with_what_cannot_be_kept_is_refused(
    tmp_path: Path, name: str, old: str, new: str, complaint: str
) -> None:
    path = sample.write_sample(tmp_path / "odd.zip", {name: (old, new)})
    with pytest.raises(TaxonomyError, match=complaint):
        bake(path)


def test_a_package_without_an_attribute_is_baked_or_refused_and_never_a_crash(
    taxonomy: Taxonomy, tmp_path: Path
) -> None:
    attribute = re.compile(r" (?!xmlns)[A-Za-z:]+='[^']*'")
    refused = 0
    for name in sorted(sample.FILES):
        for found in sorted({match[0] for match in attribute.finditer(sample.FILES[name])}):
            path = sample.write_sample(tmp_path / "less.zip", {name: (found, "")})
            for read in (bake, lambda package: compare(package, taxonomy)):
                try:
                    read(path)
                except TaxonomyError:
                    refused += 1
    assert refused > 50


def test_references_lead_only_into_the_package(package: Path) -> None:
    with PackageArchive(package) as archive:
        assert archive.locate(sample.BASE + "elts/us-gaap-1999-12-31.xsd#x") == sample.ELEMENTS
        assert archive.locate(sample.BASE + "../../../../etc/passwd") is None
        assert archive.locate(sample.BASE + "elts/none.xsd") is None
        assert archive.locate("file:///etc/passwd") is None
        assert archive.url(sample.DEI) == "http://dei.example/1999/dei-1999-12-31.xsd"


# --- the official packages, where they are at hand --------------------------------------------------------------------


@needs_package
@pytest.mark.skipif(not LABELS.is_file(), reason="the table of labels is not at hand")
def test_the_shipped_release_is_what_the_official_package_gives() -> None:
    files = bake(PACKAGE, LABELS)
    folder = load_taxonomy().folder
    assert {name: (folder / name).read_bytes() for name in files} == files
    shipped = {path.name for pattern in ("*.tsv", "taxonomy.json") for path in folder.glob(pattern)}
    assert shipped == set(files)


@needs_package
def test_nothing_differs_from_the_official_package() -> None:
    comparison = compare(PACKAGE, load_taxonomy())
    assert comparison.differences == ()
    # Counted in the package with other tools: 15,725 us-gaap and 139 dei elements; all arcs of the statement linkbases.
    assert comparison.compared["element"] == 15_725 + 139
    assert comparison.compared["presentation"] == 15_389
    assert comparison.compared["calculation"] == 10_220
    assert comparison.compared["replacement"] == 986


@needs_older
def test_another_release_bakes_and_compares_as_well(tmp_path: Path) -> None:
    write_baked(bake(OLDER_PACKAGE), tmp_path)
    older = Taxonomy(tmp_path)
    assert older.release == "us-gaap-2009-01-31"
    assert compare(OLDER_PACKAGE, older).differences == ()
    assert older.concepts["us-gaap:Assets"].balance == "debit"


@needs_older
def test_the_package_of_another_release_differs() -> None:
    assert len(compare(OLDER_PACKAGE, load_taxonomy()).differences) > 10_000
