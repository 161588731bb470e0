"""`validation.json`, and the validation of whatever a person names: what was checked, by what, and what it said."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from msgspec import structs

from converter.check.arelle import ArelleWorker
from converter.check.validation import (
    SCHEMA,
    Validation,
    check_conversion,
    validate_conversion,
    validate_path,
    validation_file,
    validation_json,
)
from converter.errors import InputError
from converter.messages import Message, Severity, Span, message_object
from converter.model import ValidationReport
from converter.taxonomy.release import load_taxonomy
from tests.filings import INLINE, TIN_LANTERN, filing
from tests.test_arelle import SPANS, report

if TYPE_CHECKING:
    from pathlib import Path


def document(validation: Validation) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(validation_json(validation))
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(parsed)
    return parsed


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_conversion_is_checked_by_three_engines(package: Path, worker: ArelleWorker) -> None:
    validation = validate_conversion(report(), filing(), [package], load_taxonomy(), worker=worker)
    parsed = document(validation)
    assert validation.valid
    assert parsed["valid"]
    assert parsed["filing"] == "tinl-20030331"
    assert parsed["counts"] == {"error": 0, "warning": 0, "info": 1}
    assert [(engine["engine"], engine["ran"], engine["valid"]) for engine in parsed["engines"]] == [
        ("legacy-xbrl", True, True),
        ("Arelle", True, True),
        ("Round trip", True, True),
    ]
    assert parsed["engines"][2]["messages"][0]["text"] == "28 of 28 facts are read back equal"
    assert {rule["result"] for rule in parsed["rules"]} == {"pass", "not_applicable"}
    assert all(rule["reason"] for rule in parsed["rules"] if rule["result"] == "not_applicable")
    assert validation_file(validation).path == "validation.json"


def test_every_engine_points_at_the_same_place_in_the_source(package: Path, worker: ArelleWorker) -> None:
    broken = filing((INLINE, ">120<", ">130<"))
    parsed = document(validate_conversion(report(), broken, [package], load_taxonomy(), worker=worker))
    assert not parsed["valid"]
    by_engine = {
        engine["engine"]: {(message["code"], message["span"]["first_line"]) for message in engine["messages"]
                           if message["severity"] == "error"}
        for engine in parsed["engines"]
    }  # fmt: skip
    total, cash = SPANS["f-7"].first_line, SPANS["f-1"].first_line
    assert by_engine == {
        "legacy-xbrl": {("calc.1.1.total", total)},
        "Arelle": {("arelle.calc11e:inconsistentCalculationUsingRounding", total)},
        "Round trip": {("roundtrip.value", cash)},
    }


def test_the_same_filing_gives_the_same_bytes(package: Path, worker: ArelleWorker) -> None:
    broken = filing((INLINE, 'id="f-5" name="tinl:LanternMolds"', 'id="f-5" name="tinl:Candles"'))
    with ArelleWorker() as another:
        one, two = (
            validation_json(validate_conversion(report(), broken, [package], load_taxonomy(), worker=chosen))
            for chosen in (worker, another)
        )
    assert one == two
    assert not json.loads(one)["valid"]


def test_what_did_not_run_is_not_valid(package: Path) -> None:
    with ArelleWorker(memory=1, timeout=20) as starved:
        validation = validate_conversion(report(), filing(), [package], load_taxonomy(), worker=starved)
    parsed = document(validation)
    assert not parsed["valid"]
    ran = {engine["engine"]: engine["ran"] for engine in parsed["engines"]}
    assert ran == {"legacy-xbrl": True, "Arelle": False, "Round trip": False}
    assert not Validation(name="nothing", reports=(), outcomes=()).valid


def test_native_rules_alone_never_make_a_filing_valid() -> None:
    parsed = document(check_conversion(report(), filing(), load_taxonomy()))
    assert not parsed["valid"]
    assert [(engine["engine"], engine["ran"]) for engine in parsed["engines"]] == [
        ("legacy-xbrl", True),
        ("Arelle", False),
    ]
    assert len(parsed["rules"]) >= 90


def write(folder: Path) -> Path:
    for file in filing():
        (folder / file.path).write_bytes(file.content)
    return folder


def packed(path: Path, prefix: str, extra: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ({f"{prefix}{file.path}": file.content for file in filing()} | extra).items():
            archive.writestr(name, content)
    return path


def test_a_document_a_folder_a_zip_and_a_report_package_are_validated_alike(
    package: Path, worker: ArelleWorker, tmp_path: Path
) -> None:
    folder = tmp_path / "filing"
    folder.mkdir()
    write(folder)
    json_file = b'{"documentInfo": {"documentType": "https://xbrl.org/report-package/2023/xbri"}}'
    paths = [
        folder,
        folder / INLINE,
        packed(tmp_path / "filing.zip", "", {}),
        packed(tmp_path / "tinl.xbri", "tinl/reports/", {"tinl/META-INF/reportPackage.json": json_file}),
    ]
    for path in paths:
        validation = validate_path(path, [package], worker=worker)
        assert [message.text for message in validation.messages] == []
        assert validation.valid
        assert len(validation.facts) == 28
        assert document(validation)["filing"] == path.name


def test_the_base_taxonomy_that_a_filing_uses_is_found_without_being_named(
    worker: ArelleWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEGACY_XBRL_HOME", str(tmp_path))
    validation = validate_path(TIN_LANTERN, worker=worker)
    assert [message.text for message in validation.messages] == []
    assert validation.valid


def test_a_report_in_two_documents_is_one_report(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    write(tmp_path)
    page = (tmp_path / INLINE).read_text(encoding="ascii")
    start, end = page.index("    <div>\n      <p>Form "), page.index("    <div>\n      <p>TIN LANTERN WORKS INC<br/>")
    cover = page[start:end]
    (tmp_path / INLINE).write_text(page[:start] + page[end:], encoding="ascii")
    head = page[page.index("<ix:resources>") : page.index("</ix:resources>") + len("</ix:resources>")]
    lean = page.replace(head, "").replace(page[end : page.index("  </body>")], "")
    assert cover in lean
    (tmp_path / "cover.htm").write_text(lean, encoding="ascii")
    zipped = tmp_path / "set.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted(tmp_path.glob("*.[hx]*")):
            archive.write(path, path.name)
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in sorted(tmp_path.glob("*.[hx]*")):
        shutil.move(path, folder / path.name)
    for path in (folder, zipped):
        validation = validate_path(path, [package], worker=worker)
        assert [message.text for message in validation.messages] == []
        assert len(validation.facts) == 28


def test_a_filing_that_is_not_safe_to_open_never_reaches_arelle(tmp_path: Path) -> None:
    for file in filing((INLINE, 'xlink:href="tinl-20030331.xsd"', 'xlink:href="file:///etc/passwd"')):
        (tmp_path / file.path).write_bytes(file.content)
    with pytest.raises(InputError, match="outside of the filing"):
        validate_path(tmp_path / INLINE)


def test_a_message_leaves_out_what_it_does_not_have() -> None:
    bare = Message(code="a.b", severity=Severity.INFO, text="words")
    assert message_object(bare) == {"code": "a.b", "severity": "info", "text": "words"}
    full = structs.replace(
        bare,
        span=Span(first_line=1, first_column=2, last_line=3, last_column=4),
        concept="us-gaap:Assets",
        hint="look",
        where="x.htm:1",
    )
    one = ValidationReport(engine="e", version="1", rule_sets=(), messages=(full,), ran=True)
    parsed = document(Validation(name="x", reports=(one,), outcomes=()))
    assert parsed["engines"][0]["messages"][0] == {
        "code": "a.b",
        "severity": "info",
        "text": "words",
        "span": {"first_line": 1, "first_column": 2, "last_line": 3, "last_column": 4},
        "where": "x.htm:1",
        "concept": "us-gaap:Assets",
        "hint": "look",
    }
