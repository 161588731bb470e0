"""The documents say what the program does: every verb, option, file and message code, and every example works."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest
import typer

from converter.check.reports import FORMATS
from converter.check.rules.table import RULES
from converter.cli.app import build
from converter.cli.display import FILE_NOTES
from converter.cli.status import ExitStatus
from converter.messages import Severity
from converter.narrative.outcome import Tie
from converter.write.table import COLUMNS
from tests.conftest import EXAMPLE, ROOT
from tests.test_reconcile import filing
from tests.test_structure import TREES, room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Ran

README = (ROOT / "README.md").read_text(encoding="utf-8")
MESSAGES = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8")
CODE = re.compile(
    r"(?:submission|cover|schedule|blocks|tables|statements|footing|mapping|write|narrative|roundtrip|arelle|reconcile)"
    r"\.[a-z][a-z-]*"
)


def verbs(command: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Every verb by its full name, such as `taxonomy diff`."""
    for word, inner in getattr(command, "commands", {}).items():
        full = f"{name} {word}".strip()
        if getattr(inner, "commands", None):
            yield from verbs(inner, full)
        else:
            yield full, inner


VERBS = dict(verbs(typer.main.get_command(build())))


def codes_in_source() -> dict[str, str]:
    """Every message code that is written out in the source, with the module."""
    found = {}
    for name, tree in TREES.items():
        if room(name) in {"cli", ""}:
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if CODE.fullmatch(node.value) and not node.value.endswith((".json", ".toml", ".csv")):
                found[node.value] = name
    return found


def documented() -> dict[str, str]:
    """Every code in the tables of the page, with the severity beside it."""
    found = {}
    for line in MESSAGES.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            for code in re.findall(r"`([^`]+)`", cells[0]):
                found[code] = cells[1]
    return found


def test_the_verbs_are_those_of_the_design() -> None:
    assert set(VERBS) >= {
        "convert", "facts", "inspect", "validate", "map", "mapping train", "explain",
        "taxonomy bake", "taxonomy add", "taxonomy list", "taxonomy diff",
    }  # fmt: skip


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_is_in_the_readme_with_an_example(verb: str) -> None:
    assert f"### `{verb}`" in README, "the README has a section for each verb"
    section = README.split(f"### `{verb}`")[1].split("\n#")[0]
    assert f"legacy-xbrl {verb} " in section or f"legacy-xbrl {verb}\n" in section, "with an example"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_option_has_a_help_text_and_is_in_the_readme(verb: str) -> None:
    section = README.split(f"### `{verb}`")[1].split("\n#")[0]
    for parameter in getattr(VERBS[verb], "params", ()):
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert parameter.help, f"{verb} {parameter.name}"
            name = max(parameter.opts, key=len)
            assert f"`{name}" in section or f" {name}" in section or name in COMMON_OPTIONS, f"{verb} {name}"


COMMON_OPTIONS = set(re.findall(r"`(--[a-z-]+)", README.split("## Verbs")[1].split("\n### ")[0]))


def test_every_message_code_is_documented_and_no_other() -> None:
    written, listed = codes_in_source(), documented()
    assert not {code: module for code, module in written.items() if code not in listed}
    families = {code for code in listed if code.endswith(".*") or code.startswith("roundtrip.")}
    assert not {code for code in listed if code not in written} - families


def test_documented_severities_are_severities() -> None:
    allowed = {*Severity, "error or warning"}
    assert not {code: severity for code, severity in documented().items() if severity not in allowed}


def test_every_native_rule_is_documented() -> None:
    rules = (ROOT / "docs" / "filing-rules.md").read_text(encoding="utf-8")
    assert not [rule.code for rule in RULES if f"`{rule.code}`" not in rules]
    assert not [rule.code for rule in RULES if f"`{rule.code.partition('.')[0]}.*`" not in MESSAGES]


@pytest.mark.parametrize("suffix", sorted(FILE_NOTES))
def test_every_written_file_is_in_the_readme(suffix: str) -> None:
    assert suffix in README.split("## What a conversion leaves behind")[1].split("\n## ")[0]


def test_pictures_and_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def examples() -> list[str]:
    """The commands of the README, one per line, in order, without the prompt."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        found += [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ legacy-xbrl ")]
    return found


def test_the_examples_of_the_readme_work(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "examples")
    for name in ("package.zip", "lines.csv", "rules.toml"):
        source = ROOT / "tests" / "readme" / name
        if source.exists():
            shutil.copy(source, tmp_path)
    monkeypatch.chdir(tmp_path)
    commands = examples()
    assert len(commands) >= len(VERBS)
    ran = 0
    for command in commands:
        if "us-gaap-2011-01-31.zip" in command or ".parquet" in command:
            continue  # needs an official taxonomy package or the training data, which the project does not carry
        if command.split()[1] in {"review", "serve"}:
            continue  # they run until they are told to end: tests/test_web_durability.py starts and ends them
        result = cli(*shlex.split(command, comments=True)[1:])
        assert result.status == 0, f"{command}\n{result.out}\n{result.err}"
        ran += 1
    assert ran >= 8


def test_the_readme_shows_what_make_demo_prints(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """With `--update-golden` the block in the README is rewritten, as the golden files are."""
    (tmp_path / "examples").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    ran = cli("convert", f"examples/{EXAMPLE.name}", "--output", "out")
    printed = "\n".join(line.rstrip() for line in ran.out.strip().splitlines())
    head, _, rest = README.partition("`make demo` ends with:\n\n```text\n")
    shown, _, tail = rest.partition("```\n")
    if request.config.getoption("--update-golden"):
        (ROOT / "README.md").write_text(
            f"{head}`make demo` ends with:\n\n```text\n{printed}\n```\n{tail}", encoding="utf-8"
        )
    assert re.sub(r"2\.47\.\d+", "2.47.x", shown.strip()) == re.sub(r"2\.47\.\d+", "2.47.x", printed)


INTEGRATION = (ROOT / "docs" / "integration.md").read_text(encoding="utf-8")


def cells(heading: str) -> dict[str, str]:
    """The first table under a heading of the page for integrators: what the first cell holds, and the second."""
    section = INTEGRATION.split(f"{heading}\n")[1].split("\n#")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return {row.split(" | ")[0].strip("| `"): row.split(" | ")[1].strip("| ") for row in rows if "---" not in row}


def test_integrators_are_told_every_status_column_class_and_report() -> None:
    assert [int(status) for status in cells("## Exit status")] == [int(status) for status in ExitStatus]
    assert cells("### Columns of facts.csv") == COLUMNS
    assert list(cells("### Classes of tie-out.json")) == [tie.value for tie in Tie]
    written = " ".join(cells("## Files"))
    for each in FORMATS.values():
        assert each.path in written
    for suffix in FILE_NOTES:
        assert suffix in INTEGRATION.split("## Files")[1].split("\n## ")[0]


def test_integrators_are_shown_the_json_that_is_printed(cli: Callable[..., Ran], tmp_path: Path) -> None:
    """The objects of the page have the keys that the program prints, all the way down."""
    text = INTEGRATION.split("## JSON on standard output")[1].split("```json\n")
    shown = json.JSONDecoder()
    whole, end = shown.raw_decode(text[1])
    failed, _ = shown.raw_decode(text[1][end:].lstrip())
    printed = json.loads(cli("convert", EXAMPLE, "--output", tmp_path, "--json").out)
    assert whole.keys() == printed.keys()
    for name in ("entity",):
        assert whole[name].keys() == printed[name].keys()
    assert whole["statements"][0].keys() == printed["statements"][0].keys()
    assert whole["statements"][0] | {"title": ""} == printed["statements"][0] | {"title": ""}
    assert whole["validation"][0].keys() == printed["validation"][0].keys()
    (tmp_path / "b.txt").write_text("nothing\n")
    refused = json.loads(cli("convert", tmp_path / "b.txt", "--output", tmp_path, "--json").out)
    assert failed.keys() == refused.keys()
    message, _ = shown.raw_decode(text[2])
    schema = json.loads(
        (ROOT / "converter" / "check" / "schemas" / "validation.schema.json").read_text(encoding="utf-8")
    )
    assert message.keys() == schema["$defs"]["message"]["properties"].keys()
    facts, end = shown.raw_decode(text[3])
    assert facts.keys() == json.loads(cli("facts", EXAMPLE, "--output", tmp_path, "--json").out).keys()
    compared, _ = shown.raw_decode(text[3][end:].lstrip())
    (tmp_path / "c.txt").write_bytes(filing())
    same = json.loads(cli("reconcile", tmp_path / "c.txt", "--json").out)
    assert compared.keys() == same.keys()
    told, found = compared["schedules"][0], same["schedules"][0]
    assert (told.keys(), told["counts"].keys()) == (found.keys(), found["counts"].keys())
    assert told["values"][0].keys() == found["values"][0].keys()
    assert told["values"][0]["fact"].keys() == found["values"][0]["fact"].keys()


def test_the_commands_for_integrators_work(
    cli: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "filings").mkdir()
    shutil.copy(EXAMPLE, tmp_path / "filings")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^\$ (legacy-xbrl .*)$", INTEGRATION, re.MULTILINE)
    jobs = re.findall(r"(?:run: |- )(legacy-xbrl .*)$", INTEGRATION, re.MULTILINE)
    assert len(commands) == 3
    assert len(jobs) == 2
    for number, command in enumerate([*commands, *jobs]):
        words = shlex.split(command)[1:]
        if number >= len(commands):
            words[words.index("--output") + 1] = f"job-{number}"
        ran = cli(*words)
        assert ran.status == 0, f"{command}\n{ran.out}\n{ran.err}"


def test_changelog_has_something_to_say() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog
    assert len(re.findall(r"^- ", changelog.split("## [Unreleased]")[1], re.MULTILINE)) >= 5
