"""Statements in another document than the cover: a set of inline documents that is one report."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from converter.check.validation import validate_path
from converter.pipeline import Settings, convert
from converter.write.filing import LOOKS
from converter.write.package import write_files

if TYPE_CHECKING:
    from converter.check.arelle import ArelleWorker
    from converter.model import Conversion
    from converter.pipeline import Look

REPORT = Path(__file__).parent / "golden" / "10-q" / "input.txt"
BASE = "harrowquill-19970930"
EXHIBIT = "</TEXT>\n</DOCUMENT>\n<DOCUMENT>\n<TYPE>EX-13\n<SEQUENCE>2\n<DESCRIPTION>REPORT TO SHAREHOLDERS\n<TEXT>\n"


def in_two_documents() -> bytes:
    """A report whose statements, from its second page on, are in an exhibit."""
    cover, first, rest = REPORT.read_text(encoding="ascii").split("<PAGE>\n", 2)
    return f"{cover}<PAGE>\n{first}{EXHIBIT}<PAGE>\n{rest}".encode("ascii")


@pytest.fixture(scope="module")
def conversions(worker: ArelleWorker) -> dict[str, Conversion]:
    return {look: convert(in_two_documents(), Settings(look=look), worker=worker) for look in LOOKS}


@pytest.fixture(params=LOOKS)
def conversion(request: pytest.FixtureRequest, conversions: dict[str, Conversion]) -> Conversion:
    found: Look = request.param
    return conversions[found]


def content(conversion: Conversion, name: str) -> str:
    (file,) = [file for file in conversion.files if file.path == name]
    return file.content.decode("ascii")


def test_cover_and_statements_are_documents_of_their_own(conversion: Conversion) -> None:
    cover, statements = content(conversion, f"{BASE}.htm"), content(conversion, f"{BASE}_d2.htm")
    assert "dei:EntityRegistrantName" in cover
    assert "us-gaap:" not in re.sub(r'xmlns:us-gaap="[^"]*"', "", cover)
    assert "us-gaap:Assets" in statements
    assert "<xbrli:context" in cover
    assert "<xbrli:context" not in statements
    assert all("</html>" in page and f'xlink:href="{BASE}.xsd"' in page for page in (cover, statements))


def test_the_set_is_valid_and_every_fact_is_read_back(conversion: Conversion) -> None:
    for report in conversion.validation:
        assert report.valid, [message.text for message in report.messages]
        assert not [message for message in report.messages if message.severity != "info"]
    texts = [message.text for report in conversion.validation for message in report.messages]
    count = len(conversion.report.facts)
    assert texts == [f"{count} of {count} facts are read back equal"]


def test_the_package_holds_the_set_as_one_report(conversion: Conversion) -> None:
    (package,) = [file for file in conversion.files if file.path.endswith(".xbri")]
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        names = archive.namelist()
    assert names[0] == f"{BASE}/META-INF/reportPackage.json"
    assert {name.rpartition("/")[0] for name in names[1:]} == {f"{BASE}/reports/{BASE}"}
    assert [name.rpartition("/")[2] for name in names if name.endswith(".htm")] == [f"{BASE}.htm", f"{BASE}_d2.htm"]


def test_folder_and_package_are_validated_as_a_set(
    conversion: Conversion, worker: ArelleWorker, tmp_path: Path
) -> None:
    write_files(conversion.files, tmp_path / "out")
    for path in (tmp_path / "out", tmp_path / "out" / f"{BASE}.xbri"):
        validation = validate_path(path, worker=worker)
        assert validation.valid, [message.text for message in validation.messages]
        assert len(validation.facts) == len(conversion.report.facts)


def test_the_loaded_base_does_not_show_in_a_set(conversion: Conversion, worker: ArelleWorker, tmp_path: Path) -> None:
    from converter.check.arelle import run_arelle
    from converter.taxonomy.release import load_taxonomy
    from converter.taxonomy.store import packages_for
    from converter.write.schema import base_schemas

    taxonomy = load_taxonomy()
    broken = [
        (f"{BASE}_d2.htm", 'contextRef="', 'contextRef="x_'),
        (f"{BASE}_d2.htm", 'format="ixt:num-dot-decimal"', 'format="ixt:num-dot"'),
        (f"{BASE}.xsd", 'periodType="duration"', 'periodType="eternity"'),
        (f"{BASE}_cal.xml", 'weight="1"', 'weight="-1"'),
    ]
    for number, (name, old, new) in enumerate(broken):
        folder = tmp_path / str(number)
        write_files(conversion.files, folder)
        (folder / f"{BASE}.xbri").unlink()
        text = (folder / name).read_text(encoding="ascii")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="ascii")
        loaded, fresh = (
            run_arelle(folder, packages_for(taxonomy), worker=worker, base=base)
            for base in (base_schemas(taxonomy), ())
        )
        assert (loaded.shared, fresh.shared) == (True, False)
        assert not fresh.report.valid
        assert loaded.report == fresh.report
        assert loaded.facts == fresh.facts


def test_one_document_stays_one_document(worker: ArelleWorker) -> None:
    conversion = convert(REPORT.read_bytes(), Settings(validate=False), worker=worker)
    assert [file.path for file in conversion.files if file.path.endswith(".htm")] == [f"{BASE}.htm"]
