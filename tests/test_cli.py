"""The command line as people and programs use it: results, messages, exit status, nothing left behind by failures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import EXAMPLE, ROOT
from tests.test_read_captions import SHEET

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Ran

    Cli = Callable[..., Ran]

BASE = "ptix-20040205"
SUFFIXES = (".htm", ".xsd", "_pre.xml", "_cal.xml", "_def.xml", "_lab.xml", ".json", "_csv.json", ".csv", ".xbri")
BESIDE = ("mapping.json", "facts.csv", "source.txt", "tie-out.json", "validation.json")


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A conversion of the example, made once; tests that change it copy it first."""
    from converter.cli import main

    folder = tmp_path_factory.mktemp("converted")
    with pytest.raises(SystemExit) as end:
        main(["convert", str(EXAMPLE), "--output", str(folder)])
    assert end.value.code == 0
    return folder


def test_convert_writes_every_file(converted: Path) -> None:
    expected = {BASE, *(f"{BASE}/{BASE}{suffix}" for suffix in SUFFIXES)}
    assert everything(converted) == expected | {f"{BASE}/{name}" for name in BESIDE}


def test_convert_shows_a_person_what_was_found(cli: Cli, tmp_path: Path) -> None:
    ran = cli("convert", EXAMPLE, "--output", tmp_path)
    assert ran.status == 0
    rows = {line.split("  ")[0].strip(): line.split() for line in ran.out.splitlines() if line.strip()}
    assert rows["Balance sheet"][2:4] == ["25", "49"]
    assert rows["Income statement"][2:4] == ["22", "80"]
    assert "complete" in ran.out
    assert "Arelle 2.47" in ran.out
    assert "0 errors, 0 warnings" in ran.out
    assert f"{BASE}.htm" in ran.out
    assert "\x1b" not in ran.out, "colour is for terminals"
    assert "no Central Index Key is printed" in ran.err
    assert "--cik" in ran.err
    assert ran.err.startswith("warning: ")


def test_the_amounts_in_captions_are_not_shown_as_another_balance_sheet(cli: Cli, tmp_path: Path) -> None:
    caption = (
        "  Receivables, net of allowances of $210\n    in 1995 and $180 in 1994                       8,000       8,000"
    )
    filing = tmp_path / "ostravec.txt"
    filing.write_text(SHEET.format(caption=caption), encoding="ascii")
    ran = cli("convert", filing, "--output", tmp_path / "out")
    rows = [line.split("  ")[0].strip() for line in ran.out.splitlines()]
    assert [rows.count(name) for name in ("Balance sheet", "Balance sheet (parenthetical)")] == [1, 1]


def test_convert_tells_a_program_the_same(cli: Cli, tmp_path: Path) -> None:
    ran = cli("convert", EXAMPLE, "--output", tmp_path, "--json")
    result = json.loads(ran.out)
    assert (ran.status, result["status"]) == (0, 0)
    assert [(each["kind"], each["lines"], each["facts"]) for each in result["statements"]] == [
        ("balance_sheet", 25, 49),
        ("income_statement", 22, 80),
    ]
    assert result["facts"] == 129 + result["cover_facts"]
    assert {each["engine"] for each in result["validation"]} >= {"Arelle", "Round trip"}
    assert all(each["valid"] for each in result["validation"])
    (cik,) = [message for message in result["messages"] if message["code"] == "write.no-cik"]
    assert cik["hint"]
    assert all(Path(file).is_file() for file in result["files"])


def test_convert_facsimile_and_cik(cli: Cli, tmp_path: Path) -> None:
    ran = cli("convert", EXAMPLE, "--output", tmp_path, "--look", "facsimile", "--cik", "12345", "--no-validate")
    assert ran.status == 0
    assert "not run" in ran.out
    assert "write.no-cik" not in ran.err
    assert b"0000012345" in (tmp_path / BASE / f"{BASE}.htm").read_bytes()
    validation = json.loads((tmp_path / BASE / "validation.json").read_bytes())
    assert validation["valid"] is False, "what did not run is never called valid"


def test_convert_from_standard_input(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "from converter.cli import main; main()", "convert", "-", "--no-validate")
    done = subprocess.run(
        (*command, "--output", tmp_path), input=EXAMPLE.read_bytes(), cwd=ROOT, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / BASE / f"{BASE}.htm").is_file()


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed(tmp_path: Path, converted: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = (sys.executable, "-c", "from converter.cli import main; main()", "convert", EXAMPLE, "--output", tmp_path)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for path in sorted((converted / BASE).iterdir()):
        assert (tmp_path / BASE / path.name).read_bytes() == path.read_bytes(), path.name


def test_nothing_is_overwritten_without_force(cli: Cli, converted: Path, tmp_path: Path) -> None:
    shutil.copytree(converted, tmp_path / "out")
    page = tmp_path / "out" / BASE / f"{BASE}.htm"
    page.write_bytes(b"edited by hand")
    before = everything(tmp_path)
    ran = cli("convert", EXAMPLE, "--output", tmp_path / "out", "--no-validate")
    assert ran.status == 3
    assert ran.err.startswith(f"error: {EXAMPLE}: ")
    assert "--force" in ran.err
    assert page.read_bytes() == b"edited by hand"
    assert everything(tmp_path) == before
    assert cli("convert", EXAMPLE, "--output", tmp_path / "out", "--no-validate", "--force").status == 0
    assert page.read_bytes() != b"edited by hand"


def truncated(until: str) -> bytes:
    """The example up to, and with, the first line that starts with `until`."""
    text = EXAMPLE.read_text(encoding="utf-8")
    start = text.index(f"\n{until}") + 1
    return text[: text.index("\n", start) + 1].encode()


HTML = (
    b"<!DOCTYPE html>\n<html><head><title>10-K</title></head><body><table><tr><td>Sales</td></tr></table></body></html>"
)

BAD = {
    "empty": b"",
    "blank": b"\n   \n\t\n\x0c\n",
    "binary": bytes(range(256)) * 64,
    "zip": b"PK\x03\x04" + bytes(range(256)) * 8,
    "html": HTML,
    "html-in-submission": b"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n" + HTML + b"\n</TEXT>\n</DOCUMENT>\n",
    "no-statements": b"                 FORM 8-K\n\nThe Company has named a new director. Sales rose to $12 million.\n"
    * 40,
    "truncated-in-the-head": truncated("                           CONSOLIDATED BALANCE SHEETS"),
    "truncated-in-the-first-rows": truncated("  Inventories"),
    "truncated-before-the-total": truncated("Investment in unconsolidated company"),
    "truncated-after-the-assets": truncated("       Total assets"),
    "truncated-in-the-liabilities": truncated("  Accrued expenses"),
    "truncated-in-the-income-statement": truncated("  General and administrative"),
    "truncated-in-a-number": EXAMPLE.read_bytes()[: EXAMPLE.read_bytes().index(b"9,493,000") + 5],
}


@pytest.mark.parametrize("verb", ["convert", "facts"])
@pytest.mark.parametrize("case", sorted(BAD))
def test_bad_input_gets_one_line_and_leaves_nothing_behind(verb: str, case: str, cli: Cli, tmp_path: Path) -> None:
    source = tmp_path / "filing.txt"
    source.write_bytes(BAD[case])
    ran = cli(verb, source, "--output", tmp_path / "deep" / "out")
    assert ran.status == 3
    (line,) = [line for line in ran.err.splitlines() if line.startswith("error:")]
    assert line.startswith(f"error: {source}:")
    assert len(line.removeprefix(f"error: {source}:").split()) >= 3, "it says what is wrong"
    assert everything(tmp_path) == {"filing.txt"}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("memory", "import", "gone.csv"), 3),
        (("review", "gone.txt", "--no-browser"), 3),
        (("map", "gone.csv"), 3),
        (("validate", "gone.htm"), 3),
        (("taxonomy", "add", "gone.zip"), 2),
        (("convert", "in.txt", "--output", "out", "--mapping", "gone.json"), 2),
        (("convert", "in.txt", "--output", "out", "--mapping", "gone.toml"), 2),
    ],
)
def test_a_file_that_is_not_there_is_named_in_one_line(
    arguments: tuple[str, ...], status: int, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = cli(*arguments)
    assert ran.status == status
    (line,) = ran.err.splitlines()
    assert "gone." in line
    assert "Errno" not in line
    assert any(words in line for words in ("no such file", "No such file", "does not exist"))
    assert everything(tmp_path) == set()


@pytest.mark.parametrize("verb", ["convert", "facts", "inspect"])
def test_missing_file(verb: str, cli: Cli, tmp_path: Path) -> None:
    output = () if verb == "inspect" else ("--output", tmp_path / "out")
    ran = cli(verb, tmp_path / "no-such-file.txt", *output)
    assert (ran.status, ran.err) == (3, f"error: {tmp_path / 'no-such-file.txt'}: there is no such file\n")
    assert everything(tmp_path) == set()


@pytest.mark.parametrize("verb", ["convert", "facts", "inspect"])
@pytest.mark.parametrize(
    ("given", "said"), [("", "the name of the file is empty"), ("folder", "there is no .txt file")]
)
def test_a_name_without_a_filing_behind_it_is_an_error(
    verb: str, given: str, said: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty name is no folder: `convert "$UNSET"` must not convert whatever lies about here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder" / ".venv").mkdir(parents=True)
    for place in (tmp_path, tmp_path / "folder" / ".venv"):
        shutil.copy(EXAMPLE, place)
    output = () if verb == "inspect" else ("--output", tmp_path / "out")
    ran = cli(verb, given, *output)
    assert ran.status == 3
    assert said in ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("verb", ["convert", "facts"])
def test_output_folder_that_cannot_be_written(verb: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = cli(verb, EXAMPLE, "--output", tmp_path / "file" / "out")
    assert ran.status == 3
    (line,) = [line for line in ran.err.splitlines() if line.startswith("error:")]
    assert str(tmp_path / "file") in line
    assert everything(tmp_path) == {"file"}


@pytest.mark.parametrize("verb", ["convert", "facts"])
def test_wrong_usage_is_status_2(verb: str, cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out"
    wrong = tmp_path / "mapping.json"
    wrong.write_text('{"version": 1}')
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nid = "x"\n')
    assert cli(verb, EXAMPLE).status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--no-such-option").status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--cik", "12-34").status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--taxonomy", "us-gaap-1066-01-01").status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--taxonomy", "../../etc").status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--mapping", EXAMPLE).status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--mapping", wrong).status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--mapping", rules).status == 2
    assert cli(verb, EXAMPLE, "--output", out, "--mapping", tmp_path / "no-such-file.json").status == 2
    assert cli("no-such-verb").status == 2
    assert not out.exists()


def test_rules_and_ledgers_of_a_person_come_first(cli: Cli, tmp_path: Path, converted: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[rule]]\nid = "house-style"\npattern = "software development costs"\nstatement = "balance_sheet"\n'
        'concept = "us-gaap:OtherAssetsNoncurrent"\nreason = "our own reading of note 4"\n'
    )
    ran = cli("inspect", EXAMPLE, "--stage", "mapping", "--mapping", rules)
    (line,) = [line for line in ran.out.splitlines() if "Software development costs" in line]
    assert "us-gaap:OtherAssetsNoncurrent" in line
    assert "[rule:house-style]" in line
    ledger = json.loads((converted / BASE / "mapping.json").read_bytes())
    for statement in ledger["statements"]:
        for entry in statement["lines"]:
            if entry["label"] == "Inventories":
                entry.update(concept="us-gaap:InventoryGross", decided_by="ledger:me", comment="as in 2002")
    (tmp_path / "earlier.json").write_text(json.dumps(ledger))
    ran = cli("inspect", EXAMPLE, "--stage", "mapping", "--mapping", tmp_path / "earlier.json")
    (line,) = [line for line in ran.out.splitlines() if "<- Inventories" in line]
    assert "us-gaap:InventoryGross" in line


STAGES = {
    "submission": "document 1",
    "cover": "dei:EntityRegistrantName",
    "blocks": "heading",
    "schedule": "no Financial Data Schedule",
    "tables": "  Cash and cash equivalents                                                      $ 29,589,000",
    "statements": "Total stockholders' equity",
    "footing": "=  9 +14     Total current assets",
    "mapping": "us-gaap:TreasuryStockValue  negatedLabel",
}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_inspect_shows_each_stage(stage: str, cli: Cli) -> None:
    ran = cli("inspect", EXAMPLE, "--stage", stage)
    assert ran.status == 0
    assert STAGES[stage] in ran.out
    dump = json.loads(cli("inspect", EXAMPLE, "--stage", stage, "--json").out)["dump"]
    assert dump == ran.out.rstrip("\n").split("\n")


def test_inspect_marks_each_figure_with_its_column(cli: Cli) -> None:
    lines = cli("inspect", EXAMPLE, "--stage", "tables").out.splitlines()
    at = next(index for index, line in enumerate(lines) if "Treasury stock" in line)
    assert lines[at + 1].split() == ["|", "000000000", "1111111111"]
    assert lines[at].index("9,536,000") == lines[at + 1].index("0")


def test_validate_what_was_written(cli: Cli, converted: Path, tmp_path: Path) -> None:
    ran = cli("validate", converted / BASE / f"{BASE}.xbri")
    assert ran.status == 0
    assert "0 errors, 0 warnings" in ran.out
    ran = cli("validate", converted / BASE, "--json", "--output", tmp_path / "out")
    assert ran.status == 0
    assert json.loads(ran.out)["valid"] is True
    assert json.loads((tmp_path / "out" / "validation.json").read_bytes())["valid"] is True


def test_validate_finds_a_changed_total(cli: Cli, converted: Path, tmp_path: Path) -> None:
    shutil.copytree(converted / BASE, tmp_path / BASE)
    page = tmp_path / BASE / f"{BASE}.htm"
    content = page.read_bytes()
    assert content.count(b">45,229,000<") == 1
    page.write_bytes(content.replace(b">45,229,000<", b">54,229,000<"))
    ran = cli("validate", page)
    assert ran.status == 1
    assert "calc" in ran.err.lower()


def test_validate_something_else(cli: Cli, tmp_path: Path) -> None:
    ran = cli("validate", EXAMPLE)
    assert ran.status == 3
    assert ran.err.startswith("error: ")
    assert cli("validate", tmp_path / "nothing").status == 3


def test_taxonomy_list(cli: Cli) -> None:
    ran = cli("taxonomy", "list")
    assert ran.status == 0
    assert "us-gaap-2011-01-31 (default)" in ran.out
    (listing,) = [json.loads(line) for line in cli("taxonomy", "list", "--json").out.splitlines()]
    assert listing["default"] is True
    assert listing["added"] is None


@pytest.mark.parametrize("verb", ["bake", "add", "diff"])
def test_taxonomy_package_that_is_none(verb: str, cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(b"no zip at all")
    ran = cli("taxonomy", verb, tmp_path / "package.zip")
    assert ran.status == 2
    assert ran.err.startswith("error: ")
    assert len(ran.err.splitlines()) == 1
    assert cli("taxonomy", verb, tmp_path / "nothing.zip").status == 2


def test_taxonomy_diff_of_the_official_package(cli: Cli) -> None:
    package = ROOT.parent / "shared" / "taxonomies" / "us-gaap-2011-01-31-full.zip"
    if not package.is_file():
        pytest.skip("the official taxonomy package (../shared/taxonomies) is not at hand")
    ran = cli("taxonomy", "diff", package)
    assert ran.status == 0
    assert ran.out.startswith("us-gaap-2011-01-31: 0 differences")


def test_colour_on_a_terminal_only_and_never_with_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    from converter.cli.display import console

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    coloured, plain, pipe = Terminal(), Terminal(), io.StringIO()
    console(coloured).print("word", style="red")
    console(pipe).print("word", style="red")
    monkeypatch.setenv("NO_COLOR", "1")
    console(plain).print("word", style="red")
    assert "\x1b[31m" in coloured.getvalue()
    assert "\x1b[31m" not in plain.getvalue()
    assert pipe.getvalue() == "word\n"


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import atexit, sys; from converter.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    command = (sys.executable, "-c", program, "--help")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert done.returncode == 0
    assert "convert" in done.stdout
    assert "typer" in loaded
    assert not loaded & {"arelle", "lxml", "jinja2", "jsonschema", "zipfile"}
