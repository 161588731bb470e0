"""Hostile inputs are refused in one line, or harmless: one test for each, at the door where they come in.

What a reader of archives and of markup does with each of them is tested in more detail where that reader is tested.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from converter.check.reports import Subject, report_files
from converter.check.validation import Validation, validate_path
from converter.errors import ConverterError, InputError, TaxonomyError
from converter.pipeline import Settings, convert
from converter.write.filing import LOOKS
from converter.write.package import write_files
from tests.filings import HERE, INLINE, SCHEMA, TIN_LANTERN, base_package, filing

if TYPE_CHECKING:
    from collections.abc import Callable

    from converter.check.arelle import ArelleWorker
    from converter.model import Conversion

REPORT = Path(__file__).parent / "golden" / "10-q" / "input.txt"
NAMES = (
    "../../../etc/passwd",
    "/etc/cron.d/evil",
    "C:\\Windows\\evil",
    "$(touch evil)`touch evil`;touch evil",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]>&xxe;<!ENTITY xxe SYSTEM 'file:///etc/passwd'>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "%s%n%x{0.__class__}",
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]>'
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]>'


# --- what a text says -------------------------------------------------------------------------------------------------


def hostile(name: str) -> bytes:
    """A quarterly report whose company, captions and trading symbol are hostile."""
    text = REPORT.read_text(encoding="ascii")
    text = text.replace("HARROW & QUILL INSTRUMENTS INC", name).replace("HARROW & QUILL INSTRUMENTS, INC.", name)
    caption = re.compile(r"^( *)(Inventories|Accounts payable|Net sales)\b( *)", re.MULTILINE)
    return caption.sub(lambda match: f"{match[1]}{match[2]} {name}   ", text).encode("ascii")


def written(name: str, look: Any, folder: Path) -> Conversion | None:
    try:
        conversion = convert(hostile(name), Settings(look=look, validate=False))
    except InputError:
        return None
    write_files(conversion.files, folder / "out" / conversion.report.base)
    return conversion


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_what_a_text_says_stays_text_and_never_is_a_path(name: str, look: str, tmp_path: Path) -> None:
    conversion = written(name, look, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] in (["out"], [])
    if conversion is None:
        return
    (folder,) = (tmp_path / "out").iterdir()
    assert re.fullmatch(r"[a-z][a-z0-9]*-[0-9]{8}", folder.name)
    assert not [path for path in folder.iterdir() if not re.fullmatch(r"[a-z][a-z0-9_.-]*", path.name)]
    for path in folder.iterdir():
        content = path.read_bytes()
        if path.suffix in {".htm", ".xsd", ".xml"}:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            assert not root.xpath("//*[local-name()='script' or @onerror]")
            assert b"<!ENTITY" not in content
            assert root.getroottree().docinfo.doctype == ""
    page = (folder / f"{folder.name}.htm").read_text(encoding="ascii")
    assert "{% include" not in name or "{% include" in page, "a template reads nothing that a text says"


def test_hostile_text_is_valid_to_arelle_and_harmless_in_every_report(worker: ArelleWorker) -> None:
    name = "<script>alert(1)</script> & ]]> {{ 7 * 7 }}"
    settings = Settings(reports=("sarif", "junit", "html"))
    conversion = convert(hostile(name), settings, worker=worker)
    assert all(report.valid for report in conversion.validation)
    for file in conversion.files:
        if file.path.endswith((".html", ".htm", ".xml")):
            assert b"<script>alert(1)" not in file.content
        if file.path.endswith((".json", ".sarif")):
            json.loads(file.content)


# --- archives ---------------------------------------------------------------------------------------------------------


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo("x")
            entry.filename = name  # as a hostile program writes it; the constructor would tidy it up
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return path


def taxonomy(path: Path, changed: dict[str, bytes] | None = None, more: dict[str, bytes] | None = None) -> Path:
    root = HERE / "base-package"
    members = {
        f"base/{file.relative_to(root).as_posix()}": file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }
    return zipped(path, members | (changed or {}) | (more or {}))


@pytest.mark.parametrize("suffix", [".zip", ".xbri"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("x/../../evil.xsd", b"x"), ("/etc/evil.xsd", b"x"), ("x/evil.xsd", bytes(40_000_000)), ("x/a\\..\\evil", b"x")],
    ids=["slip", "absolute", "bomb", "backslash"],
)
def test_a_package_that_slips_or_bombs_is_refused(
    name: str, content: bytes, suffix: str, tmp_path: Path, worker: ArelleWorker
) -> None:
    members = {f"x/reports/{file.path}": file.content for file in filing()}
    path = zipped(tmp_path / f"evil{suffix}", members | {name: content})
    with pytest.raises(InputError):
        validate_path(path, worker=worker)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "more",
    [
        {"base/../../evil.xsd": b"x"},
        {"/etc/evil.xsd": b"x"},
        {f"base/bomb{number}.xsd": bytes(60_000_000) for number in range(9)},
        {"base/bomb.xsd": bytes(65 * 1024 * 1024)},
    ],
    ids=["slip", "absolute", "bombs", "bomb"],
)
def test_a_taxonomy_package_that_slips_or_bombs_is_refused(
    more: dict[str, bytes], tmp_path: Path, worker: ArelleWorker
) -> None:
    path = taxonomy(tmp_path / "evil.zip", more=more)
    with pytest.raises(TaxonomyError):
        validate_path(TIN_LANTERN, [path], worker=worker)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


# --- entities ---------------------------------------------------------------------------------------------------------


def with_declaration(name: str, declaration: str) -> dict[str, bytes]:
    """The files of the filing; one of them declares entities and uses one where text stands."""
    found = {file.path: file.content.decode("utf-8") for file in filing()}
    head, _, rest = found[name].partition("?>")
    use = {INLINE: ("<title>Tin", "<title>&e;Tin"), SCHEMA: ("0001 - Document - Cover", "&e;")}[name]
    found[name] = f"{head}?>{declaration}{rest.replace(*use)}"
    return {path: text.encode("utf-8") for path, text in found.items()}


@pytest.mark.parametrize("name", [INLINE, SCHEMA])
@pytest.mark.parametrize("declaration", [LAUGHS, EXTERNAL.format("file:///etc/passwd")], ids=["laughs", "external"])
def test_a_filing_that_declares_entities_is_refused(
    name: str, declaration: str, tmp_path: Path, package: Path, worker: ArelleWorker
) -> None:
    path = zipped(tmp_path / "evil.zip", with_declaration(name, declaration))
    with pytest.raises(InputError, match="defines entities"):
        validate_path(path, [package], worker=worker)


@pytest.mark.parametrize("external", [False, True], ids=["laughs", "external"])
def test_entities_of_a_taxonomy_package_are_never_expanded(
    external: bool, tmp_path: Path, worker: ArelleWorker
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret that nobody may read", encoding="ascii")
    declaration = EXTERNAL.format(secret.as_uri()) if external else LAUGHS
    member = "base/dei/dei-2013-01-31.xsd"
    text = (HERE / "base-package" / "dei" / "dei-2013-01-31.xsd").read_text(encoding="utf-8")
    head, _, rest = text.partition("?>")
    start = rest.index(">", rest.index("schema ")) + 1
    used = f"{rest[:start]}<xs:annotation><xs:documentation>&e;</xs:documentation></xs:annotation>{rest[start:]}"
    path = taxonomy(tmp_path / "evil.zip", changed={member: f"{head}?>{declaration}{used}".encode()})
    validation: Validation | None = None
    try:
        validation = validate_path(TIN_LANTERN, [path], worker=worker)
    except ConverterError:
        return
    assert "nobody may read" not in str(validation)
    assert "hahahaha" not in str(validation)
    assert validate_path(TIN_LANTERN, [base_package(tmp_path)], worker=worker).valid, "the worker goes on"


# --- references -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "../../../../etc/passwd", "//evil.example/x.xsd", "ftp://evil.example/x.xsd"]
)
def test_a_filing_cannot_make_the_validator_look_around(
    place: str, tmp_path: Path, package: Path, worker: ArelleWorker
) -> None:
    edit = (INLINE, 'xlink:href="tinl-20030331.xsd"', f'xlink:href="{place}"')
    path = zipped(tmp_path / "evil.zip", {file.path: file.content for file in filing(edit)})
    with pytest.raises(InputError, match="outside of the filing"):
        validate_path(path, [package], worker=worker)


def test_nothing_is_fetched(
    tmp_path: Path, package: Path, worker: ArelleWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A schema on the web is said not to be there: Arelle runs in its offline mode."""
    edit = (SCHEMA, "http://xbrl.sec.gov/dei/2013/", "http://127.0.0.1:9/dei/")
    path = zipped(tmp_path / "evil.zip", {file.path: file.content for file in filing(edit)})
    validation = validate_path(path, [package], worker=worker)
    assert any("127.0.0.1" in message.text and "offline" in message.text.lower() for message in validation.messages)


def test_reports_escape_what_messages_say(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    edit = (INLINE, 'contextRef="C_20020401_20030331">10-K<', 'contextRef="&lt;script>alert(1)&lt;/script>">10-K<')
    path = zipped(tmp_path / "evil.zip", {file.path: file.content for file in filing(edit)})
    validation = validate_path(path, [package], worker=worker)
    assert any("<script>alert(1)" in message.text for message in validation.messages)
    files = report_files(Subject(validation=validation), ("html", "junit", "sarif"))
    for file in files:
        if not file.path.endswith(".sarif"):
            assert b"<script>alert(1)" not in file.content


def test_the_command_line_refuses_a_hostile_package_in_one_line(
    cli: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    path = zipped(tmp_path / "evil.zip", {"x/../../evil.htm": b"inlineXBRL"})
    status, _, err = cli("validate", str(path))
    assert status == 3
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1
