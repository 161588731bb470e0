from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from converter.errors import OutputExists, TaxonomyError
from converter.taxonomy import folders
from converter.taxonomy.archive import PackageArchive
from converter.taxonomy.bake import bake, write_baked
from converter.taxonomy.package import write_taxonomy_package
from converter.taxonomy.release import Taxonomy, load_taxonomy
from converter.taxonomy.store import add_package, added_package, list_releases, packages_for, release_in
from tests import taxonomy_sample as sample
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = SHARED / "taxonomies" / "us-gaap-2011-01-31-full.zip"
needs_package = pytest.mark.skipif(not PACKAGE.is_file(), reason=f"the official package {PACKAGE.name} is not at hand")

EXTENSION = """<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
    xmlns:odd="http://odd.example/20040205" targetNamespace="http://odd.example/20040205"
    elementFormDefault="qualified">
<xs:import namespace="http://www.xbrl.org/2003/instance"
    schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="http://fasb.org/us-gaap/2011-01-31"
    schemaLocation="http://xbrl.fasb.org/us-gaap/2011/elts/us-gaap-2011-01-31.xsd"/>
<xs:import namespace="http://xbrl.sec.gov/dei/2013-01-31"
    schemaLocation="http://xbrl.sec.gov/dei/2013/dei-2013-01-31.xsd"/>
<xs:element id="odd_Anvils" name="Anvils" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" nillable="true"
    xbrli:periodType="instant" xbrli:balance="debit"/>
</xs:schema>
"""
INSTANCE = """<?xml version="1.0" encoding="UTF-8"?>
<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
    xmlns:us-gaap="http://fasb.org/us-gaap/2011-01-31" xmlns:dei="http://xbrl.sec.gov/dei/2013-01-31"
    xmlns:odd="http://odd.example/20040205">
<link:schemaRef xlink:type="simple" xlink:href="odd.xsd"/>
<context id="i"><entity><identifier scheme="http://www.sec.gov/CIK">0000000001</identifier></entity>
<period><instant>2003-12-31</instant></period></context>
<context id="d"><entity><identifier scheme="http://www.sec.gov/CIK">0000000001</identifier></entity>
<period><startDate>2003-01-01</startDate><endDate>2003-12-31</endDate></period></context>
<unit id="u"><measure>iso4217:USD</measure></unit>
<us-gaap:Assets contextRef="i" unitRef="u" decimals="0">5</us-gaap:Assets>
<odd:Anvils contextRef="i" unitRef="u" decimals="0">5</odd:Anvils>
<dei:DocumentType contextRef="d">8-K</dei:DocumentType>
{more}
</xbrl>
"""
# A wrong period type, a value outside an enumeration, and an element that does not exist.
FAULTS = """<us-gaap:SalesRevenueNet contextRef="i" unitRef="u" decimals="0">1</us-gaap:SalesRevenueNet>
<dei:EntityFilerCategory contextRef="d">Sort of large</dei:EntityFilerCategory>
<us-gaap:NoSuchConcept contextRef="i" unitRef="u" decimals="0">1</us-gaap:NoSuchConcept>
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the program's own, so that nothing of the person who runs the tests is touched."""
    monkeypatch.setenv("LEGACY_XBRL_HOME", str(tmp_path / "home"))
    yield tmp_path / "home"
    load_taxonomy.cache_clear()


def arelle(folder: Path, package: Path, file: str) -> list[str]:
    """What Arelle prints but for its timings, on a machine that it was never used on and that has no network."""
    nowhere = folder / "nowhere"
    environment = {**os.environ, "HOME": str(nowhere), "XDG_CONFIG_HOME": str(nowhere), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--package", str(package), "--file", file, "--validate"]
    command += ["--internetConnectivity", "offline", "--disablePersistentConfig"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    assert any("validated in" in line for line in lines), lines
    return [line for line in lines if line.strip() and not line.startswith("[info]")]


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filing")
    (folder / "odd.xsd").write_text(EXTENSION, encoding="utf-8")
    (folder / "right.xml").write_text(INSTANCE.format(more=""), encoding="utf-8")
    (folder / "wrong.xml").write_text(INSTANCE.format(more=FAULTS), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said_of_wrong(filing: Path) -> list[str]:
    """What Arelle says of the wrong filing, with the package that is written from the baked facts."""
    return arelle(filing, write_taxonomy_package(load_taxonomy(), filing), "wrong.xml")


def test_arelle_finds_nothing_wrong_with_the_schemas(tmp_path: Path) -> None:
    taxonomy = load_taxonomy()
    assert arelle(tmp_path, write_taxonomy_package(taxonomy, tmp_path), taxonomy.schemas["us-gaap"]) == []
    assert arelle(tmp_path, write_taxonomy_package(taxonomy, tmp_path), taxonomy.schemas["dei"]) == []


def test_an_extension_of_the_release_validates_offline(filing: Path) -> None:
    assert arelle(filing, write_taxonomy_package(load_taxonomy(), filing), "right.xml") == []


def test_what_contradicts_the_release_is_found_offline(said_of_wrong: list[str]) -> None:
    said = "\n".join(said_of_wrong)
    for expected in ("contextPeriodType", "EntityFilerCategory", "NoSuchConcept"):
        assert expected in said


@needs_package
def test_arelle_says_the_same_with_the_official_package(filing: Path, said_of_wrong: list[str]) -> None:
    assert arelle(filing, PACKAGE, "wrong.xml") == said_of_wrong


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_taxonomy_package(load_taxonomy(), tmp_path / "a")
    second = write_taxonomy_package(Taxonomy(load_taxonomy().folder), tmp_path / "b")
    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in (tmp_path / "a").iterdir()] == [first.name]


def test_a_package_that_lies_there_is_not_written_again(tmp_path: Path) -> None:
    path = write_taxonomy_package(load_taxonomy(), tmp_path)
    path.write_bytes(b"left alone")
    assert write_taxonomy_package(load_taxonomy(), tmp_path).read_bytes() == b"left alone"


def test_other_facts_give_another_package(tmp_path: Path) -> None:
    names = set()
    for balance in ("debit", "credit"):
        changes = {sample.ELEMENTS: ("xbrli:balance='credit'", f"xbrli:balance='{balance}'")}
        write_baked(bake(sample.write_sample(tmp_path / "sample.zip", changes)), tmp_path / balance)
        names.add(write_taxonomy_package(Taxonomy(tmp_path / balance), tmp_path).name)
    assert len(names) == 2


def test_the_package_is_one_that_a_careful_reader_opens(tmp_path: Path) -> None:
    write_baked(bake(sample.write_sample(tmp_path / "sample.zip")), tmp_path / "baked")
    taxonomy = Taxonomy(tmp_path / "baked")
    with PackageArchive(write_taxonomy_package(taxonomy, tmp_path)) as archive:
        for url in taxonomy.schemas.values():
            name = archive.locate(url)
            assert name is not None
            assert archive.url(name) == url
            assert archive.locate(url.replace("http://", "https://")) == name
        types = archive.read(str(archive.locate(taxonomy.schemas["us-types"]))).decode()
    assert '<xs:enumeration value="First &amp; best"/>' in types


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(TaxonomyError, match="cannot be written"):
        write_taxonomy_package(load_taxonomy(), tmp_path / "file" / "below")


# --- what a person adds -----------------------------------------------------------------------------------------------


def test_folders_follow_the_environment(tmp_path: Path) -> None:
    own = {"LEGACY_XBRL_HOME": str(tmp_path), "XDG_DATA_HOME": "/data"}
    assert folders.data_folder(own) == tmp_path
    assert folders.cache_folder(own) == tmp_path / "cache"
    desktop = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    assert folders.data_folder(desktop) == tmp_path / "data" / "legacy-xbrl"
    assert folders.cache_folder(desktop) == tmp_path / "cache" / "legacy-xbrl"
    assert folders.data_folder({}).parts[-3:] == (".local", "share", "legacy-xbrl")
    assert folders.cache_folder({"XDG_CACHE_HOME": "relative"}).parts[-2:] == (".cache", "legacy-xbrl")


@pytest.fixture
def sample_home(home: Path, tmp_path: Path) -> Path:
    """A home in which somebody baked the invented release."""
    write_baked(bake(sample.write_sample(tmp_path / "sample.zip")), home / "taxonomies" / sample.RELEASE)
    return home


def test_a_release_that_somebody_baked_is_at_hand(sample_home: Path) -> None:
    taxonomy = load_taxonomy(sample.RELEASE)
    assert taxonomy.folder == sample_home / "taxonomies" / sample.RELEASE
    listed = {item.release: item for item in list_releases()}
    assert listed[sample.RELEASE].concepts == 8
    assert listed[sample.RELEASE].used == "baked"
    assert listed["us-gaap-2011-01-31"].default
    (written,) = packages_for(taxonomy)
    assert written.parent == sample_home / "cache"


def test_an_added_package_is_used_from_then_on(sample_home: Path, tmp_path: Path) -> None:
    assert release_in(tmp_path / "sample.zip") == sample.RELEASE
    listing = add_package(tmp_path / "sample.zip")
    assert listing.used == "official"
    assert listing.added == added_package(sample.RELEASE)
    assert packages_for(load_taxonomy(sample.RELEASE)) == (listing.added,)
    assert listing.added is not None
    assert listing.added.read_bytes() == (tmp_path / "sample.zip").read_bytes()
    assert [path.name for path in listing.added.parent.iterdir()] == [listing.added.name]
    assert add_package(tmp_path / "sample.zip") == listing


def test_another_package_of_the_release_replaces_it_only_by_force(sample_home: Path, tmp_path: Path) -> None:
    add_package(tmp_path / "sample.zip")
    repacked = tmp_path / "repacked.zip"
    with zipfile.ZipFile(tmp_path / "sample.zip") as source, zipfile.ZipFile(repacked, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    with pytest.raises(OutputExists):
        add_package(repacked)
    listing = add_package(repacked, force=True)
    assert listing.added is not None
    assert listing.added.read_bytes() == repacked.read_bytes()


def test_a_package_that_differs_is_not_added(sample_home: Path, tmp_path: Path) -> None:
    changed = sample.write_sample(tmp_path / "changed.zip", {sample.ELEMENTS: ("='credit'", "='debit'")})
    with pytest.raises(TaxonomyError, match=r"differs .* in 2 places, the first: element ReserveForGoods"):
        add_package(changed)
    assert added_package(sample.RELEASE) is None


def test_a_package_of_a_release_that_is_not_baked_is_not_added(home: Path, tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="no baked taxonomy release"):
        add_package(sample.write_sample(tmp_path / "sample.zip"))
    assert not home.exists()


@needs_package
def test_the_official_package_can_be_added(home: Path) -> None:
    listing = add_package(PACKAGE)
    assert (listing.release, listing.used, listing.default) == ("us-gaap-2011-01-31", "official", True)
