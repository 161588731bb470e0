"""Who decides about a line, and what becomes of it. All companies are invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.mapping.decisions import Decision
from converter.mapping.settings import Thresholds
from converter.model import Status
from converter.taxonomy.release import load_taxonomy
from tests.test_mapping import line_of, map_text

if TYPE_CHECKING:
    from pathlib import Path

_SHEET = "balance_sheet\nCash | 5\nVessels at cost | 6\nTotal assets | 11\n"


def rules_of(folder: Path, *concepts: str) -> Path:
    """A file of rules that all speak of the vessels: each names another concept."""
    path = folder / "rules.toml"
    path.write_text(
        "".join(
            f'[[rule]]\nid = "r{number}"\npattern = "vessels at cost"\nconcept = "{concept}"\nreason = "so be it"\n'
            for number, concept in enumerate(concepts, 1)
        ),
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("concept", ["us-gaap:FleetOfShips", "us-gaap:AssetsAbstract", "dei:Nothing"])
def test_a_rule_of_a_person_that_names_no_concept_with_values_is_reported_and_passed_over(
    tmp_path: Path, concept: str
) -> None:
    (mapped,), messages = map_text(_SHEET, rules=rules_of(tmp_path, concept))
    assert [(each.code, each.concept) for each in messages if each.severity == "warning"] == [
        ("mapping.unknown-concept", concept)
    ]
    line = line_of(mapped, "Vessels at cost")
    assert line.decided_by == "model"
    assert line.concept not in (None, concept)


def test_all_rules_of_a_person_that_disagree_with_the_first_are_named(tmp_path: Path) -> None:
    path = rules_of(tmp_path, "us-gaap:Land", "us-gaap:Goodwill", "us-gaap:InventoryNet")
    (mapped,), messages = map_text(_SHEET, rules=path)
    assert line_of(mapped, "Vessels at cost").concept == "us-gaap:Land"
    [told] = [message.text for message in messages if message.code == "mapping.rules-disagree"]
    assert told == "'Vessels at cost': rule r1 counts; r2, r3 disagree"


def test_rules_of_a_person_that_agree_are_no_conflict(tmp_path: Path) -> None:
    _, messages = map_text(_SHEET, rules=rules_of(tmp_path, "us-gaap:Land", "us-gaap:Land"))
    assert not [message for message in messages if message.code == "mapping.rules-disagree"]


@pytest.mark.parametrize(
    ("confidence", "by", "person"),
    [(1.0, "rule:house", True), (0.99, "ledger:ann", True), (0.95, "rule:curated", False), (0.99, "model", False)],
)
def test_a_person_decided_by_a_rule_or_in_a_ledger(confidence: float, by: str, *, person: bool) -> None:
    decision = Decision(load_taxonomy().concept("us-gaap:Cash"), Status.ACCEPTED, confidence, by, (), ())
    assert decision.by_person is person


@pytest.mark.parametrize(
    ("thresholds", "status", "reason"),
    [
        (Thresholds(accept=0.0, extension=0.0, guess=0.0), Status.ACCEPTED, ""),
        (Thresholds(accept=1.1, extension=1.1, guess=0.0), Status.REVIEW, ""),
        (Thresholds(accept=1.1, extension=0.0, guess=0.0), Status.EXTENSION, "filers mostly use concepts of their own"),
        (Thresholds(accept=0.0, extension=1.1, guess=1.1), Status.EXTENSION, "no standard concept comes near"),
    ],
)
def test_what_the_model_says_becomes_what_the_thresholds_make_of_it(
    monkeypatch: pytest.MonkeyPatch, thresholds: Thresholds, status: Status, reason: str
) -> None:
    monkeypatch.setattr("converter.mapping.choose.thresholds_of", lambda _: thresholds)
    (mapped,), _ = map_text("balance_sheet\nVessels and peat bogs | 6\n")
    [line] = mapped.lines
    assert line.status is status
    assert line.reasons[0].startswith(reason)
    assert (line.extension is not None) is (status is Status.EXTENSION)


def test_the_candidates_share_what_the_first_is_not_sure_of() -> None:
    """None is likelier than the first, and all together are not more than certain."""
    (mapped,), _ = map_text("balance_sheet\nDeferred taxes | 5\nOther | 6\nNotes | 7\n")
    for line in mapped.lines:
        shown = [candidate.confidence for candidate in line.candidates]
        assert len(shown) > 1
        assert max(shown) == shown[0] > 0
        assert min(shown) >= 0
        assert sum(shown) <= 1.0005
