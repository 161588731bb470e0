"""The EDGAR plug-in of Arelle is used where the user has it; here a stand-in with its interface takes its place."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from converter.check.arelle import ArelleWorker
from converter.check.validation import validate_path
from converter.errors import InputError
from converter.messages import Severity
from tests.filings import EDGAR, TIN_LANTERN, base_package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Cli


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return base_package(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def worker() -> Iterator[ArelleWorker]:
    with ArelleWorker() as started:
        yield started


def test_what_the_plug_in_says_is_one_more_report(package: Path, worker: ArelleWorker) -> None:
    validation = validate_path(TIN_LANTERN, [package], worker=worker, edgar=EDGAR)
    assert [report.engine for report in validation.reports] == ["legacy-xbrl", "Arelle", "EDGAR plug-in"]
    plain, found = validation.reports[1:]
    assert plain.valid
    assert found.ran
    assert not found.valid
    assert not validation.valid
    assert [(message.severity, message.code) for message in found.messages] == [
        (Severity.WARNING, "arelle.DQC.US.0095.9"),
        (Severity.WARNING, "arelle.DQC.US.0095.9"),
        (Severity.ERROR, "arelle.EFM.6.05.20.deiItem"),
    ]
    assert {message.concept for message in found.messages[:2]} == {"us-gaap:Assets"}


def test_without_the_plug_in_nothing_of_it_stays_behind(package: Path, worker: ArelleWorker) -> None:
    validate_path(TIN_LANTERN, [package], worker=worker, edgar=EDGAR)
    validation = validate_path(TIN_LANTERN, [package], worker=worker)
    assert validation.valid
    assert [report.engine for report in validation.reports] == ["legacy-xbrl", "Arelle"]


def test_the_repository_of_the_plug_in_can_be_named(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    shutil.copytree(EDGAR, tmp_path / "EDGAR" / "validate")
    validation = validate_path(TIN_LANTERN, [package], worker=worker, edgar=tmp_path / "EDGAR")
    assert "arelle.EFM.6.05.20.deiItem" in {message.code for message in validation.messages}


def test_a_plug_in_that_is_none_is_refused_in_one_line(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no plug-in of Arelle"):
        validate_path(TIN_LANTERN, [package], worker=worker, edgar=tmp_path)


def test_a_plug_in_that_breaks_is_no_result(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(EDGAR, broken)
    module = broken / "__init__.py"
    module.write_text(module.read_text(encoding="utf-8").replace("model = val", "raise KeyError(1)\n    model = val"))
    validation = validate_path(TIN_LANTERN, [package], worker=worker, edgar=broken)
    assert not validation.reports[-1].ran
    assert not validation.valid
    assert validation.reports[1].valid


def test_the_option_reaches_the_plug_in(cli: Cli, package: Path, tmp_path: Path) -> None:
    arguments = ("validate", str(TIN_LANTERN), "--package", str(package), "--json", "--output", str(tmp_path / "out"))
    result = cli(*arguments, "--efm", str(EDGAR))
    assert result.status == 1
    found = json.loads((tmp_path / "out" / "validation.json").read_text(encoding="ascii"))
    assert [engine["engine"] for engine in found["engines"]] == ["legacy-xbrl", "Arelle", "EDGAR plug-in"]
    assert cli("validate", str(TIN_LANTERN), "--efm", str(tmp_path / "nowhere")).status == 3
