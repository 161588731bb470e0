"""Trees that correct the log-linear choice."""

from __future__ import annotations

from converter.mapping.boosting import TREE_COLUMNS, Forest, contributions, tree_rows, unsure
from converter.mapping.candidates import LabelEvidence, LineCandidates
from converter.mapping.features import CAPTION_COLUMNS, LINE_EVIDENCE, RIVALS, Caption, Columns, Order

_RANK = TREE_COLUMNS.index("rank")


def order(*probabilities: float) -> tuple[LineCandidates, Order]:
    """Concepts 0, 1, 2 ... with these probabilities and nothing known about them."""
    concepts = list(range(len(probabilities)))
    candidates = LineCandidates(concepts={concept: LabelEvidence() for concept in concepts})
    caption = Caption(
        candidates, {each: each for each in concepts}, [[0.0] * len(concepts)] * len(CAPTION_COLUMNS), [], {}
    )
    columns = Columns(caption, concepts, [({}, 0.0)] * len(LINE_EVIDENCE), [{}] * len(RIVALS))
    return candidates, Order(concepts, list(probabilities), columns)


def test_trees_can_put_the_second_candidate_first_and_keep_the_whole_at_one() -> None:
    candidates, before = order(0.5, 0.3, 0.2)
    forest = Forest([[_RANK, 0.5, -1.0, [_RANK, 1.5, 1.0, 0.0]]])
    after = forest.corrected("BS", candidates, before, before)
    assert after.concepts == [1, 0, 2] or after.concepts == [1, 2, 0]
    assert abs(sum(after.probabilities) - 1.0) < 1e-12
    assert after.probabilities == sorted(after.probabilities, reverse=True)


def test_a_line_that_is_nearly_certain_is_left_alone() -> None:
    candidates, before = order(0.985, 0.015)
    assert not unsure(before)
    assert Forest([[_RANK, 0.5, -9.0, 9.0]]).corrected("IS", candidates, before, before) is before


def test_what_the_trees_add_is_told_by_the_columns_that_they_ask_for() -> None:
    candidates, before = order(0.6, 0.4)
    tree = [_RANK, 0.5, 0.4, -0.2]
    first, second = tree_rows("CF", candidates, before, before)
    assert len(first) == len(TREE_COLUMNS)
    assert abs(contributions([tree], first)["rank"] - 0.3) < 1e-12
    assert abs(contributions([tree], second)["rank"] + 0.3) < 1e-12
