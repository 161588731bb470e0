"""Look-ups of the mapping for many lines and candidates at once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from converter.mapping import ratios
from converter.mapping.index import TermIndex, label_postings
from converter.mapping.ratios import OWN, RatioTable
from converter.mapping.rivals import CLAIMS, RIVALRIES, claims_of, others_of


def a_table() -> RatioTable:
    """Three keys over the concepts 0 to 3: 20 twentieths are a whole."""
    return RatioTable(
        keys={"BS a": 0, "BS b": 1, "IS a": 2},
        starts=np.array([0, 2, 3, 4]),
        concepts=np.array([0, OWN, 1, 3], dtype=np.uint16),
        ratios=np.array([60, 40, 90, 20], dtype=np.int8),
        absent=np.array([-20, -80, -10], dtype=np.int8),
        size=4,
    )


def test_a_key_says_something_of_every_concept_and_an_unknown_one_nothing() -> None:
    table = a_table()
    rows = table.rows("BS", [("a",), ("nothing",), ()])
    line = np.array([0, 0, 0, 1, 2])
    values = table.values(rows, line, np.array([0, 1, table.own, 0, 0]))
    assert values.tolist() == [3.0, -1.0, 2.0, 0.0, 0.0]


def test_several_keys_count_as_the_root_of_their_number_and_are_cut_off() -> None:
    table = a_table()
    rows = table.rows("BS", [("a", "nothing", "b"), ("a",)])
    values = table.values(rows, np.array([0, 0, 0, 1]), np.array([0, 1, 2, 0]))
    # 3 - 4, -1 + 4.5 and -1 - 4, each over the root of two; one key alone stays as it is.
    assert values.tolist() == pytest.approx([-1 / math.sqrt(2), 3.5 / math.sqrt(2), -5 / math.sqrt(2), 3.0])
    assert table.sums(rows[0])[:3].tolist() == pytest.approx(values[:3].tolist())
    many = table.values(table.rows("BS", [("b",) * 9]), np.array([0]), np.array([1]))
    assert many.tolist() == [5.0]


def test_rows_that_make_room_for_others_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratios, "_LAID_OUT", 2)
    table = a_table()
    for _ in range(2):
        for pool, key, wanted in (("BS", "a", 3.0), ("BS", "b", -4.0), ("IS", "a", -0.5)):
            assert table.values(table.rows(pool, [(key,)]), np.array([0]), np.array([0])).tolist() == [wanted]
    rows = [*table.rows("BS", [("a",), ("b",)]), *table.rows("IS", [("a",)])]
    assert table.values(rows, np.arange(3), np.zeros(3, dtype=np.int64)).tolist() == [3.0, -4.0, -0.5]


def test_the_nearest_labels_share_rare_words_and_equal_ones_keep_their_order() -> None:
    labels = ["accounts payable", "accounts receivable", "notes payable", "payable notes", "goodwill"]
    index = TermIndex(label_postings(labels), len(labels))
    found = index.nearest(["goodwill", "notes", "nothing of the kind", "trade accounts payable"], 2, 0.2)
    numbers = [found.numbers[start:end].tolist() for start, end in zip(found.starts, found.starts[1:], strict=False)]
    assert numbers == [[4], [2, 3], [], [0, 1]]
    assert found.similarities[0] == pytest.approx(1.0)


def test_rivals_are_the_other_lines_of_the_same_sheet() -> None:
    # Two sheets: the lines 0, 1, 2 and the line 3. Concept 7 is a candidate everywhere.
    line, concept = np.array([0, 1, 2, 2, 3]), np.array([7, 7, 7, 8, 7])
    pairs = others_of(line, np.array([0, 0, 0, 1]), concept, np.array([0.5, 0.9, 0.0, 1.0, 0.3]))
    assert RIVALRIES["rival"](pairs).tolist() == [0.9, 0.5, 0.9, 0.0, 0.0]
    assert RIVALRIES["outdone"](pairs).tolist() == [1.0, 0.0, 1.0, 0.0, 0.0]
    claims = claims_of(np.array([7, 7, -1, 8]), np.array([0.4, 0.6, 0.0, 0.2]), np.array([0, 0, 0, 1]))
    assert CLAIMS["claimed_after"](pairs, claims).tolist() == [0.6, 0.0, 0.0, 0.0, 0.0]
    assert CLAIMS["claimed_before"](pairs, claims).tolist() == [0.0, 0.4, 0.6, 0.0, 0.0]
    assert CLAIMS["elsewhere"](pairs, claims).tolist() == [0.0, 0.0, 0.0, 1.0, 1.0]
