"""Statements of very many lines, and captions that are asked for by several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from converter.mapping import knowledge as knowledge_module
from converter.mapping.extensions import extension_for
from converter.mapping.knowledge import load_knowledge
from converter.mapping.labels import Vocabulary
from converter.mapping.uniqueness import Extensions
from tests.effort import in_step
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def holdings(count: int) -> Callable[[], object]:
    """A list of holdings that all have one caption and different values, ready to get their concepts."""
    rows = "".join(f"Gizmo holding | {number}\n" for number in range(1, count + 1))
    statement = with_durations(read_statement(f"balance_sheet\n{rows}"))
    taken = Extensions()

    def work() -> None:
        for line in statement.lines:
            fresh = extension_for(statement, line, None, 1, taken.names)
            taken.settled(statement, line, fresh)

    return work


def test_many_lines_of_one_caption_are_named_in_step_with_their_number() -> None:
    assert in_step(holdings, 400)


def test_lines_of_one_caption_and_different_values_are_numbered() -> None:
    rows = "".join(f"Gizmo frobnication | {value}\n" for value in (*range(30, 120, 10), 30))
    statement = with_durations(read_statement(f"balance_sheet\n{rows}"))
    taken = Extensions()
    names = [
        taken.settled(statement, line, extension_for(statement, line, None, 1, taken.names)).name
        for line in statement.lines
    ]
    numbered = [f"ext:GizmoFrobnication{number}" for number in range(2, 10)]
    assert names == ["ext:GizmoFrobnication", *numbered, "ext:GizmoFrobnication"]  # the last says the first once more


def test_threads_that_clear_what_is_remembered_do_not_harm_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge_module, "_REMEMBERED", 1)
    table = load_knowledge("us-gaap-2011-01-31").labels["BS"]
    captions = ["cash", "inventory", "total asset", "goodwill", "land", "other asset", "retained earnings"] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(table.nearest, captions))
    assert found == [table.nearest(caption) for caption in captions]


def test_a_vocabulary_does_not_keep_every_caption_that_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("converter.mapping.labels._REMEMBERED", 10)
    vocabulary = Vocabulary(["cash", "net"])
    asked = [vocabulary.common(f"net cash acme{number}") for number in range(100)]
    assert set(asked) == {"net cash"}
    assert len(vocabulary._common) <= 10
