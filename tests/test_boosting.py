"""Trees that correct the log-linear choice."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from converter.mapping.boosting import TREE_COLUMNS, corrected, looked_at, tree_rows
from converter.mapping.captions import LABEL, Caption
from converter.mapping.evidence import CAPTION_EVIDENCE
from converter.mapping.features import Prepared, prepared
from converter.mapping.gathered import LineCandidates
from converter.mapping.knowledge import load_knowledge
from converter.mapping.lines import MappingLine, Sheet
from converter.mapping.passes import Round
from converter.mapping.tagger import untagged
from converter.mapping.trees import planted
from converter.taxonomy.release import DEFAULT_RELEASE

_RANK = TREE_COLUMNS.index("rank")


def a_round(*lines: tuple[float, ...]) -> tuple[Prepared, Round]:
    """Lines whose candidates are the concepts 0, 1, 2 ... with these probabilities, and nothing known about them."""
    captions = []
    for chances in lines:
        count = len(chances)
        nothing = np.zeros(count)
        found = LineCandidates(
            concepts=np.arange(count),
            share=nothing,
            similarity=nothing,
            labels=[""] * count,
            exact=np.zeros(count, dtype=np.int64),
            words=nothing,
            wording=nothing,
        )
        values = np.zeros((len(LABEL) + len(CAPTION_EVIDENCE), count))
        captions.append(Caption(found, values, np.zeros(len(CAPTION_EVIDENCE)), np.array(chances)))
    rows = tuple(
        MappingLine(index=number, label="x", normal="x", variant="", headings=(), unit=None, gap=False, total=False)
        for number in range(len(lines))
    )
    ready = prepared([Sheet(pool="BS", lines=rows)], captions, untagged(len(rows)), "", load_knowledge(DEFAULT_RELEASE))
    chances = np.array([chance for line in lines for chance in line])
    return ready, Round(ready.pairs, chances, np.arange(len(chances)))


def test_trees_can_put_the_second_candidate_first_and_keep_the_whole_at_one() -> None:
    ready, before = a_round((0.5, 0.3, 0.2), (0.6, 0.4))
    after = corrected(ready, before, before, planted([[_RANK, 0.5, -1.0, [_RANK, 1.5, 1.0, 0.0]]]))
    assert after.pairs.concept[after.ranked(0)].tolist()[0] == 1
    for line in (0, 1):
        chances = after.chances[after.ranked(line)].tolist()
        assert abs(sum(chances) - 1.0) < 1e-12
        assert chances == sorted(chances, reverse=True)


def test_a_line_that_is_nearly_certain_is_left_alone() -> None:
    ready, before = a_round((0.997, 0.003), (1.0,))
    assert not len(looked_at(before))
    assert corrected(ready, before, before, planted([[_RANK, 0.5, -9.0, 9.0]])) is before


def test_what_the_trees_add_is_told_by_the_columns_that_they_ask_for() -> None:
    ready, before = a_round((0.6, 0.4))
    trees = planted([[_RANK, 0.5, 0.4, -0.2]])
    rows = tree_rows(ready, before, before, looked_at(before))
    assert rows.shape == (len(TREE_COLUMNS), 2)
    assert abs(trees.contributions(rows[:, 0].tolist())[_RANK] - 0.3) < 1e-12
    assert abs(trees.contributions(rows[:, 1].tolist())[_RANK] + 0.3) < 1e-12


def a_tree(rng: random.Random, leaves: int) -> Any:
    """A tree with so many leaves that asks for four columns."""
    if leaves == 1:
        return round(rng.uniform(-1, 1), 3)
    left = rng.randint(1, leaves - 1)
    return [rng.randrange(4), rng.choice([0.0, 0.25, 0.5, 0.75]), a_tree(rng, left), a_tree(rng, leaves - left)]


def walked(tree: Any, row: list[float]) -> float:
    """The value of the leaf that a row comes to."""
    while isinstance(tree, list):
        tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
    return float(tree)


@pytest.mark.parametrize("leaves", [1, 2, 24, 33, 64])
def test_all_trees_at_once_say_what_each_says_on_its_own(leaves: int) -> None:
    rng = random.Random(leaves)  # noqa: S311  the same trees in every run
    nested = [a_tree(rng, rng.randint(1, leaves)) for _ in range(20)]
    trees = planted(nested)
    # Values on a threshold go to the left; beyond all of them lie the outermost leaves.
    rows = [[rng.choice([-1.0, 0.0, 0.1, 0.25, 0.3, 0.5, 0.75, 2.0]) for _ in range(4)] for _ in range(50)]
    wanted = [sum(walked(tree, row) for tree in nested) for row in rows]
    assert trees.sums(np.array(rows).T) == pytest.approx(wanted, abs=1e-12)


def test_what_the_columns_add_is_the_whole_less_the_mean_of_each_tree() -> None:
    rng = random.Random(7)  # noqa: S311  the same trees in every run
    tree = a_tree(rng, 12)
    row = [0.6, 0.1, 0.3, 0.9]

    def mean(node: Any) -> float:
        return (mean(node[2]) + mean(node[3])) / 2 if isinstance(node, list) else float(node)

    parts = planted([tree, 0.5]).contributions(row)
    assert sum(parts.values()) == pytest.approx(walked(tree, row) - mean(tree))


def test_a_tree_with_too_many_leaves_is_refused() -> None:
    with pytest.raises(ValueError, match="64 leaves"):
        planted([a_tree(random.Random(1), 65)])  # noqa: S311  the same tree in every run
