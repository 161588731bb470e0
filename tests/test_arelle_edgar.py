"""The EDGAR plug-in of Arelle is used where the user has it; here a stand-in with its interface takes its place."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from converter.check.validation import validate_path
from converter.errors import InputError
from converter.messages import Severity
from tests.filings import EDGAR, TIN_LANTERN

if TYPE_CHECKING:
    from pathlib import Path

    from converter.check.arelle import ArelleWorker
    from tests.conftest import Cli


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


def test_a_release_of_an_earlier_year_is_not_refused(package: Path, worker: ArelleWorker) -> None:
    """The filing uses us-gaap of 2011, which EDGAR accepts no more: its list of today does not have it."""
    assert "us-gaap-2011" not in (EDGAR / "validate" / "taxonomies-of-today.xml").read_text(encoding="ascii")
    validation = validate_path(TIN_LANTERN, [package], worker=worker, edgar=EDGAR)
    assert not [message for message in validation.messages if "6.22.00" in message.code]


@pytest.mark.parametrize("part", ["", "validate"])
def test_the_plug_in_is_found_wherever_its_repository_lies(
    package: Path, worker: ArelleWorker, tmp_path: Path, part: str
) -> None:
    """`validate` imports `transform` by the name of the repository: without it the stand-in reports EFM.transform."""
    shutil.copytree(EDGAR, tmp_path / "EDGAR")
    validation = validate_path(TIN_LANTERN, [package], worker=worker, edgar=tmp_path / "EDGAR" / part)
    codes = {message.code for message in validation.messages}
    assert "arelle.EFM.6.05.20.deiItem" in codes
    assert "arelle.EFM.transform" not in codes


def test_a_repository_of_another_name_is_refused_with_the_reason(package: Path, tmp_path: Path) -> None:
    shutil.copytree(EDGAR, tmp_path / "EDGAR-main")
    with pytest.raises(InputError, match="must be called EDGAR"):
        validate_path(TIN_LANTERN, [package], edgar=tmp_path / "EDGAR-main")


def test_a_plug_in_that_is_none_is_refused_in_one_line(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is no plug-in of Arelle.*github\.com/Arelle/EDGAR"):
        validate_path(TIN_LANTERN, [package], worker=worker, edgar=tmp_path)


def test_a_plug_in_that_breaks_is_no_result(package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    broken = tmp_path / "EDGAR"
    shutil.copytree(EDGAR, broken)
    module = broken / "validate" / "__init__.py"
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


@pytest.mark.parametrize("verb", ["convert", "validate"])
def test_a_plug_in_that_is_not_there_is_wrong_usage(cli: Cli, example_path: Path, tmp_path: Path, verb: str) -> None:
    wanted = ("--output", tmp_path / "out", "--efm", tmp_path / "nowhere")
    result = cli(verb, example_path if verb == "convert" else TIN_LANTERN, *wanted)
    assert result.status == 2
    assert "github.com/Arelle/EDGAR" in " ".join(result.err.split())
    assert not (tmp_path / "out").exists()


def test_the_plug_in_is_not_silently_left_out(cli: Cli, example_path: Path) -> None:
    result = cli("convert", example_path, "--output", "out", "--efm", EDGAR, "--no-validate")
    assert result.status == 2
    assert "--no-validate" in result.err
