"""The picture of all filings of a folder: whole in parts, true after each change, and past what is damaged."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from converter.errors import RuleFileError
from converter.review.decisions import Decision
from converter.review.desk import Desk
from converter.review.folder import Request
from converter.review.memory import Memory
from converter.review.shelf import open_shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ran

BASE = "ptix-20040205"
NAMES = tuple(f"filing-{number}" for number in range(5))


@pytest.fixture
def folder(cli: Callable[..., Ran], example_path: Path, tmp_path: Path) -> Path:
    """Five filings, each a copy of the same."""
    assert cli("convert", example_path, "--output", tmp_path / "made", "--no-validate").status == 0
    for name in NAMES:
        shutil.copytree(tmp_path / "made" / BASE, tmp_path / "out" / name)
    return tmp_path / "out"


def desk_on(folder: Path) -> Desk:
    return Desk(shelf=open_shelf(folder), memory=Memory(":memory:"))


def accepted(by: str) -> Request:
    at = "2024-01-02T03:04:05Z"
    return Request(line="0-1", version=0, decision=Decision(action="accept", by=by, at=at))


def test_the_parts_of_a_folder_are_the_folder(folder: Path) -> None:
    desk = desk_on(folder)
    whole = desk.overview()
    parts, after = [], ""
    for _ in range(3):
        parts.append(desk.overview(after=after, limit=2))
        after = parts[-1]["next"] or ""
    assert [each["name"] for part in parts for each in part["filings"]] == list(NAMES)
    assert [part["all"]["filings"] for part in parts] == [2, 4, 5]
    assert [part["next"] for part in parts] == ["filing-1", "filing-3", None]
    assert parts[-1]["all"] == whole["all"] == desk_on(folder).overview()["all"]
    assert whole["all"]["lines"] == 5 * desk.trust("filing-0")["lines"] == 5 * 47


def test_a_decision_is_counted_at_the_next_look_whoever_wrote_it(folder: Path) -> None:
    here, elsewhere = desk_on(folder), desk_on(folder)
    assert here.overview()["all"]["decided"] == 0
    elsewhere.decide("filing-2", [accepted("ben")])
    assert [each["decided"] for each in here.overview()["filings"]] == [0, 0, 1, 0, 0]
    assert [each.reviewer for each in here.memory.all()] == ["ben"], "what is looked at is remembered"
    shutil.rmtree(folder / "filing-2")
    assert (here.overview()["of"], here.overview()["all"]["decided"]) == (4, 0)


def changed(ledger: dict[str, Any], where: str, value: object) -> bytes:
    line = ledger["statements"][0]["lines"][1]
    {"ledger": ledger, "company": ledger["company"], "line": line}[where.split(".")[0]][where.split(".")[1]] = value
    return json.dumps(ledger).encode()


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("ledger.statements", 7),
        ("ledger.statements", [["lines"]]),
        ("ledger.company", None),
        ("company.name", "half \ud800"),
        ("line.confidence", float("nan")),
        ("line.confidence", -90),
        ("line.values", 7),
        ("line.decisions", [{"action": "accept"}]),
        ("line.decisions", 7),
    ],
)
def test_what_cannot_be_counted_is_named_and_hides_nothing_else(folder: Path, where: str, value: object) -> None:
    desk = desk_on(folder)
    path = folder / "filing-1" / "mapping.json"
    whole = path.read_bytes()
    path.write_bytes(changed(json.loads(whole), where, value))
    found = desk.overview()
    assert found["damaged"] == ["filing-1"]
    assert found["all"]["filings"] == 4
    assert desk.memory.all() == ()
    with pytest.raises(RuleFileError):
        desk.trust("filing-1")
    path.write_bytes(whole)
    assert desk.overview()["damaged"] == []


@pytest.mark.parametrize("content", [b"not JSON", b"[]", b'{"engines": [{"messages": 7}]}'])
def test_a_damaged_validation_hides_no_filing_from_the_page(folder: Path, content: bytes) -> None:
    desk = desk_on(folder)
    (folder / "filing-1" / "validation.json").write_bytes(content)
    found = desk.overview()
    assert found["damaged"] == []
    assert [each["validation"] is None for each in found["filings"]] == [False, True, False, False, False]
    assert desk.trust("filing-1")["validation"] is None


def test_a_text_is_known_again_past_ledgers_that_are_none(folder: Path) -> None:
    desk = desk_on(folder)
    digest = json.loads((folder / "filing-2" / "mapping.json").read_bytes())["submission"]["sha256"]
    (folder / "filing-0" / "mapping.json").write_text(f'{{"note": "{digest}"}}')
    (folder / "filing-1" / "mapping.json").write_text(f'["{digest}"')
    assert desk.same_text(digest) == "filing-2"
    assert desk.same_text("0" * 64) is None
