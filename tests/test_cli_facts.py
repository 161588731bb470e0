"""The verb facts: many filings, past those that cannot be read and past bugs."""

from __future__ import annotations

import gc
import json
import shutil
from typing import TYPE_CHECKING, Any

from converter.batch import collected_between
from tests.conftest import EXAMPLE, ROOT, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.conftest import Ran

    Cli = Callable[..., Ran]


def test_facts_of_a_folder_go_on_past_bad_files(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "filings" / "below"
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLE, folder / "b-good.txt")
    (folder / "a-bad.txt").write_bytes(b"FORM 8-K\n\nThe Company has named a new director.\n")
    shutil.copy(ROOT / "tests" / "golden" / "10-q" / "input.txt", tmp_path / "filings" / "c-good.txt")
    (folder / "notes.md").write_text("not a filing")
    ran = cli("facts", tmp_path / "filings", "--output", tmp_path / "out")
    assert ran.status == 3
    assert tree(tmp_path / "out").keys() == {"b-good.json", "c-good.json"}
    assert "1 refused" in ran.out
    assert ran.err.startswith(f"error: {folder / 'a-bad.txt'}:")
    document = json.loads((tmp_path / "out" / "b-good.json").read_bytes())
    assert sum("unit" in fact["dimensions"] for fact in document["facts"].values()) == 129


def test_facts_says_the_same_with_two_processes(cli: Cli, tmp_path: Path) -> None:
    inputs = [tmp_path / f"{number}.txt" for number in range(3)]
    for path in inputs[:2]:
        shutil.copy(EXAMPLE, path)
    inputs[2].write_bytes(b"nothing here")
    one = cli("facts", *inputs, "--output", tmp_path / "one", "--json")
    two = cli("facts", *inputs, "--output", tmp_path / "two", "--json", "--jobs", "2")
    assert one.status == two.status == 3
    assert one.out.replace("/one/", "/two/") == two.out
    assert tree(tmp_path / "one").keys() == tree(tmp_path / "two").keys() == {"0.json", "1.json"}
    assert [json.loads(line)["status"] for line in two.out.splitlines()] == [0, 0, 3]


def test_facts_of_two_inputs_with_one_name_are_refused(cli: Cli, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(EXAMPLE, tmp_path / name / "filing.txt")
    ran = cli("facts", tmp_path / "a", tmp_path / "b", "--output", tmp_path / "out")
    assert ran.status == 2
    assert not (tmp_path / "out").exists()


def test_a_batch_collects_garbage_between_its_filings_and_leaves_the_collector_as_it_was() -> None:
    assert gc.isenabled()
    with collected_between() as collect:
        assert not gc.isenabled()
        collect()
        assert gc.get_freeze_count()
        with collected_between() as inner:
            inner()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert not gc.get_freeze_count()


def test_a_bug_is_reported_with_its_traceback_and_stops_no_batch(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import converter.pipeline

    extract = converter.pipeline.extract

    def broken(data: bytes, *rest: Any) -> object:
        if data.startswith(b"BUG"):
            raise ZeroDivisionError("seven")
        return extract(data, *rest)

    monkeypatch.setattr(converter.pipeline, "extract", broken)
    (tmp_path / "bug.txt").write_bytes(b"BUG")
    ran = cli("facts", tmp_path / "bug.txt", EXAMPLE, "--output", tmp_path / "out")
    assert ran.status == 3
    assert tree(tmp_path / "out").keys() == {"bug.error", f"{EXAMPLE.stem}.json"}
    assert "ZeroDivisionError: seven" in (tmp_path / "out" / "bug.error").read_text()
    assert "ZeroDivisionError: seven" in ran.err
    assert "1 crashed" in ran.out
