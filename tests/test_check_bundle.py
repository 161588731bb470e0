"""Filings are hostile: what is too big, climbs out of its folder or points at this machine is refused in one line."""

from __future__ import annotations

import contextlib
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from converter.check.filing import bundle as bundles
from converter.check.filing.bundle import Bundle, bundle_of, open_bundle, resolve
from converter.check.filing.read import read_filing
from converter.check.native import check_filing
from converter.check.rules.rule import Result
from converter.errors import InputError
from tests.effort import ends
from tests.filings import INLINE, PRESENTATION, SCHEMA, TIN_LANTERN, filing

if TYPE_CHECKING:
    from pathlib import Path


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return path


def members(prefix: str = "") -> dict[str, bytes]:
    return {f"{prefix}{file.path}": file.content for file in filing()}


@pytest.mark.parametrize("prefix", ["", "tinl/reports/"])
def test_a_package_is_read_like_a_folder(prefix: str, tmp_path: Path) -> None:
    packed = read_filing(open_bundle(archive(tmp_path / "filing.zip", members(prefix))))
    folder = read_filing(open_bundle(TIN_LANTERN))
    document = read_filing(open_bundle(TIN_LANTERN / INLINE))
    assert len(packed.facts) == len(folder.facts) == len(document.facts) == 28
    assert [name.removeprefix(prefix) for name in packed.names] == list(folder.names) == list(document.names)


def test_other_pages_and_files_of_a_folder_are_no_part_of_the_filing(tmp_path: Path) -> None:
    for name, content in members().items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "plain.htm").write_text("<html><p>inlineXBRL is only mentioned</p></html>")
    (tmp_path / "notes.txt").write_text("anything")
    assert len(read_filing(open_bundle(tmp_path)).documents) == 1


@pytest.mark.parametrize(
    "name", ["../evil.xsd", "/etc/evil.xsd", "a/../../evil.xsd", "C:/evil.xsd", "a\\b.xsd", "x" * 300]
)
def test_names_that_climb_out_of_a_package_are_refused(name: str, tmp_path: Path) -> None:
    package = tmp_path / "filing.zip"
    with zipfile.ZipFile(package, "w") as written:
        entry = zipfile.ZipInfo("x")
        entry.filename = name  # as a hostile program writes it; the constructor would tidy it up
        written.writestr(entry, b"x")
    with pytest.raises(InputError, match="unsafe name"):
        open_bundle(package)


def test_links_in_a_package_are_refused(tmp_path: Path) -> None:
    package = tmp_path / "filing.zip"
    with zipfile.ZipFile(package, "w") as written:
        entry = zipfile.ZipInfo("passwd.xsd")
        entry.create_system = 3
        entry.external_attr = 0o120777 << 16
        written.writestr(entry, b"/etc/passwd")
    with pytest.raises(InputError, match="holds the link"):
        open_bundle(package)


def test_encrypted_files_are_refused(tmp_path: Path) -> None:
    package = archive(tmp_path / "filing.zip", {"x.htm": b"x"})
    content = bytearray(package.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[content.index(b"PK\x03\x04") + 6] |= 1
    package.write_bytes(content)
    with pytest.raises(InputError, match="encrypted"):
        open_bundle(package)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    package = archive(tmp_path / "filing.zip", {"x.htm": bytes(bundles.MAX_FILE // 2)})
    assert package.stat().st_size < 100_000
    with pytest.raises(InputError, match="unpacks to"):
        open_bundle(package)


def test_a_package_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    package = archive(tmp_path / "filing.zip", {"x.htm": b"inlineXBRL" * 20_000})
    content = bytearray(package.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    package.write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        read_filing(open_bundle(package))


def test_too_many_files_and_too_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = archive(tmp_path / "filing.zip", members())
    monkeypatch.setattr(bundles, "MAX_TOTAL", 10_000)
    with pytest.raises(InputError, match="more than 10000"):
        open_bundle(package)
    with pytest.raises(InputError, match="more than is read"):
        read_filing(open_bundle(TIN_LANTERN))
    monkeypatch.setattr(bundles, "MAX_FILES", 3)
    with pytest.raises(InputError, match="more than 3"):
        open_bundle(package)
    with pytest.raises(InputError, match="more than 3"):
        open_bundle(TIN_LANTERN)


def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xsd"
    secret.write_bytes(members()[SCHEMA])
    folder = tmp_path / "filing"
    folder.mkdir()
    (folder / INLINE).write_bytes(members()[INLINE])
    (folder / SCHEMA).symlink_to(secret)
    assert read_filing(open_bundle(folder)).schemas == ()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("x.htm", b"", "holds no inline XBRL"),
        ("x.htm", b"<html>plain</html>", "holds no inline XBRL"),
        ("x.htm", b"inlineXBRL but no markup", "is no XML"),
        ("x.htm", b"inlineXBRL\0", "no text"),
        ("x.htm", "<html>inlineXBRL</html>".encode("utf-16"), "holds no inline XBRL"),
        ("x.txt", b"text", "no inline XBRL document"),
        ("x.zip", b"no zip", "no zip archive"),
        ("x.xbri", b"", "no zip archive"),
    ],
)
def test_what_is_no_filing_is_refused_in_one_line(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_filing(open_bundle(path))
    assert "\n" not in str(caught.value)


def test_an_empty_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_bundle(tmp_path / "nowhere.htm")
    with pytest.raises(InputError, match="holds no inline XBRL"):
        read_filing(open_bundle(tmp_path))


LAUGHS = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def test_entities_are_never_expanded() -> None:
    laughing = filing((INLINE, "<html ", f"{LAUGHS}<html "), (INLINE, ">TIN LANTERN WORKS INC</ix", ">&b;</ix"))
    with pytest.raises(InputError, match="defines entities"):
        read_filing(bundle_of(laughing))


@pytest.mark.parametrize(
    "href",
    ["/etc/passwd", "file:///etc/passwd", "../secret.xsd", "a/../../secret.xsd", "%2e%2e/secret.xsd", "C:\\x.xsd"],
)
def test_references_to_this_machine_are_refused(href: str) -> None:
    for edit in (
        (INLINE, 'xlink:href="tinl-20030331.xsd"', f'xlink:href="{href}"'),
        (SCHEMA, 'xlink:href="tinl-20030331_pre.xml"', f'xlink:href="{href}"'),
        (PRESENTATION, 'xlink:href="tinl-20030331.xsd#Cover"', f'xlink:href="{href}#Cover"'),
        (SCHEMA, "http://xbrl.sec.gov/dei/2013/dei-2013-01-31.xsd", href),
        (INLINE, "<html ", f'<html xml:base="{href}" '),
    ):
        with pytest.raises(InputError, match="outside of the filing"):
            read_filing(bundle_of(filing(edit)))


def test_references_are_resolved_from_the_file_that_has_them() -> None:
    assert resolve("reports/x.htm", "x.xsd#id") == "reports/x.xsd"
    assert resolve("reports/x.htm", "../schema/x.xsd") == "schema/x.xsd"
    assert resolve("reports/x.htm", "#id") == "reports/x.htm"
    assert resolve("x.htm", "http://xbrl.org/x.xsd") is None
    assert resolve("x.htm", "a%20b.xsd") == "a b.xsd"


def test_a_circle_of_continuations_and_imports_comes_to_its_end() -> None:
    circle = (
        '<p><ix:nonNumeric id="t" name="dei:DocumentType" contextRef="C_20030331" continuedAt="one">a</ix:nonNumeric>'
        '<ix:continuation id="one" continuedAt="two">b</ix:continuation>'
        '<ix:continuation id="two" continuedAt="one">c</ix:continuation></p>'
    )
    read = read_filing(
        bundle_of(
            filing(
                (INLINE, "<p>Form ", f"{circle}<p>Form "),
                (SCHEMA, "</xs:schema>", f'<xs:include schemaLocation="{SCHEMA}"/></xs:schema>'),
            )
        )
    )
    assert next(fact.value for fact in read.facts if fact.id == "t") == "abc"


def test_markup_without_end_is_read_and_not_called_well_formed() -> None:
    deep = filing((INLINE, "<p>Form ", f"{'<div>' * 50_000}<p>Form "))
    with ends():
        found = {outcome.rule.code: outcome for outcome in check_filing(read_filing(bundle_of(deep)))}
    assert found["efm.5.02.05.well-formed"].result is Result.FAIL


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_damage_to_a_filing_raises_anything_but_input_error(data: st.DataObject) -> None:
    files = list(filing())
    chosen = data.draw(st.sampled_from(range(len(files))))
    content = bytearray(files[chosen].content)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        until = data.draw(st.integers(at, min(len(content), at + 400)))
        content[at:until] = data.draw(st.one_of(st.binary(max_size=40), st.text(max_size=20).map(str.encode)))
        content = content or bytearray(b" ")
    files[chosen] = structs.replace(files[chosen], content=bytes(content))
    with contextlib.suppress(InputError):
        check_filing(read_filing(bundle_of(files)))


@settings(max_examples=100)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise_anything_but_input_error(content: bytes) -> None:
    name = "x.htm"
    files = {name: b"inlineXBRL" + content}
    with pytest.raises(InputError):
        read_filing(Bundle(name=name, documents=(name,), names=frozenset(files), read=files.__getitem__))
