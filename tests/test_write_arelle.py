"""What is written is valid for Arelle and the filing rules without a word, and is read back fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.check.arelle import ArelleWorker, run_arelle
from converter.check.roundtrip import compare_facts
from converter.check.validation import check_conversion
from converter.taxonomy.package import write_taxonomy_package
from converter.taxonomy.release import load_taxonomy
from converter.write.filing import LOOKS, render_filing
from converter.write.package import write_files
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from tests import written_fixture as invented

if TYPE_CHECKING:
    from pathlib import Path

    from converter.model import RenderedFile, Report

TAXONOMY = load_taxonomy()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_taxonomy_package(TAXONOMY, tmp_path_factory.mktemp("base"))


def written(look: str, cik: str) -> tuple[Report, tuple[RenderedFile, ...]]:
    submission = invented.submission(cik)
    report, _ = build_report(submission, invented.cover(), invented.mapped(), TAXONOMY, ReportSettings())
    return report, render_filing(report, submission, TAXONOMY, look, invented.mapped())


def without_package(files: tuple[RenderedFile, ...]) -> tuple[RenderedFile, ...]:
    """The files of the filing alone: Arelle takes the package where there is one."""
    return tuple(file for file in files if not file.path.endswith(".xbri"))


@pytest.mark.parametrize("cik", ["71829", ""])
@pytest.mark.parametrize("look", LOOKS)
def test_arelle_accepts_every_file_and_reads_every_fact_back(
    look: str, cik: str, package: Path, worker: ArelleWorker
) -> None:
    report, files = written(look, cik)
    result = run_arelle(without_package(files), [package], worker=worker)
    assert result.report.messages == ()
    assert result.report.valid
    assert len(result.facts) == len(report.facts)
    assert {message.code for message in compare_facts(report, result.facts)} == {"roundtrip.equal"}


@pytest.mark.parametrize("look", LOOKS)
def test_arelle_opens_the_report_package(look: str, package: Path, worker: ArelleWorker, tmp_path: Path) -> None:
    report, files = written(look, "71829")
    xbri = next(path for path in write_files(files, tmp_path / "out") if path.suffix == ".xbri")
    result = run_arelle(xbri, [package], worker=worker)
    assert result.report.messages == ()
    assert {message.code for message in compare_facts(report, result.facts)} == {"roundtrip.equal"}


def test_arelle_tests_the_sums_that_are_written(package: Path, worker: ArelleWorker) -> None:
    from msgspec.structs import replace

    _, files = written("statements", "71829")
    wrong = tuple(
        replace(file, content=file.content.replace(b">2,400<", b">2,404<")) if file.path.endswith(".htm") else file
        for file in without_package(files)
    )
    result = run_arelle(wrong, [package], worker=worker)
    assert any("AssetsCurrent" in message.text for message in result.report.messages)


@pytest.mark.parametrize("look", LOOKS)
def test_no_native_rule_fails(look: str) -> None:
    report, files = written(look, "71829")
    assert check_conversion(report, files, TAXONOMY).messages == ()
