"""Results appear whole or not at all, and never where they do not belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import OutputError, OutputExists
from converter.model import RenderedFile
from converter.write.package import write_files
from tests.conftest import tree


def file(path: str, content: bytes = b"new") -> RenderedFile:
    return RenderedFile(path=path, media_type="text/plain", content=content)


def test_files_are_written_below_a_new_folder(tmp_path: Path) -> None:
    written = write_files((file("a.htm"), file("sub/b.json")), tmp_path / "x" / "y")
    assert written == (tmp_path / "x" / "y" / "a.htm", tmp_path / "x" / "y" / "sub" / "b.json")
    assert tree(tmp_path) == {"x/y/a.htm": b"new", "x/y/sub/b.json": b"new"}


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"old")
    with pytest.raises(OutputExists, match="--force"):
        write_files((file("a.htm"), file("b.json")), tmp_path)
    assert tree(tmp_path) == {"b.json": b"old"}


def test_with_force_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(b"old")
    (tmp_path / "notes.txt").write_bytes(b"mine")
    write_files((file("a.htm"), file("b.json")), tmp_path, force=True)
    assert tree(tmp_path) == {"a.htm": b"new", "b.json": b"new", "notes.txt": b"mine"}


def test_a_file_where_the_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(OutputError, match="out"):
            write_files((file("a.htm"),), folder, force=True)
    assert tree(tmp_path) == {"out": b"old"}


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "b.json":
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        write_files((file("a.htm"), file("b.json")), tmp_path / "deep" / "er")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_moving_puts_everything_back(tmp_path: Path) -> None:
    (tmp_path / "a.htm").write_bytes(b"old")
    (tmp_path / "b.json").mkdir()
    with pytest.raises(OutputError):
        write_files((file("a.htm"), file("0.xsd"), file("b.json")), tmp_path, force=True)
    assert tree(tmp_path) == {"a.htm": b"old"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.htm", "b.json"]


@pytest.mark.parametrize("path", ["../a", "/etc/a", "a/../../b", "", "..", "c:\\a", "a\0b"])
def test_a_path_out_of_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        write_files((file(path),), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_message_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_files((file("a"),), tmp_path / "out" / "x")
    assert "\n" not in str(caught.value)
