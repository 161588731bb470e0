"""Whole filings, every output file, byte for byte.

Each folder under `tests/golden` is a case: `input.txt` and, under `expected`, all that `convert` leaves behind for it.
`pytest --update-golden` rewrites `expected`; read the difference before you commit it, since a golden file is a claim
about the input and not about the program.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest

from converter.cli import main
from tests.conftest import ROOT, tree

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = ROOT / "tests" / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def comparable(content: bytes) -> bytes:
    """The content without the patch level of Arelle, which is no business of ours."""
    return re.sub(rb"\"version\": \"2\.47\.\d+\"", b'"version": "2.47.x"', content)


def test_there_are_golden_filings() -> None:
    assert CASES


def test_golden_files_are_not_being_rewritten(request: pytest.FixtureRequest) -> None:
    assert not request.config.getoption("--update-golden"), "the golden files were rewritten; now run without the flag"


@pytest.mark.parametrize("case", CASES)
def test_golden_filing(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = GOLDEN / case
    arguments = (folder / "arguments.txt").read_text(encoding="utf-8").split()
    with pytest.raises(SystemExit) as end:
        main(["convert", str(folder / "input.txt"), "--output", str(tmp_path), *arguments])
    assert end.value.code == 0
    if request.config.getoption("--update-golden"):
        shutil.rmtree(folder / "expected", ignore_errors=True)
        shutil.copytree(tmp_path, folder / "expected")
    expected, written = tree(folder / "expected"), tree(tmp_path)
    assert sorted(written) == sorted(expected)
    for name, content in written.items():
        assert comparable(content) == comparable(expected[name]), name


@pytest.mark.parametrize("case", CASES)
def test_report_package_holds_the_same_files(case: str) -> None:
    expected = GOLDEN / case / "expected"
    packages = list(expected.rglob("*.xbri"))
    assert packages
    for package in packages:
        with zipfile.ZipFile(package) as archive:
            reports = {name for name in archive.namelist() if name.endswith((".htm", ".xsd"))}
            assert reports
            for name in reports:
                assert archive.read(name) == (package.parent / name.rpartition("/")[2]).read_bytes()
