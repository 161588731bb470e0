"""Look-ups of the mapping for many lines and candidates at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

import converter.mapping.ratios
from converter.mapping.arrays import largest
from converter.mapping.evidence import Keys, filing_keys, label_keys, marks_of
from converter.mapping.features import surrounded
from converter.mapping.index import TermIndex, label_postings
from converter.mapping.knowledge import load_knowledge
from converter.mapping.lines import MappingLine, Sheet
from converter.mapping.model import prepare
from converter.mapping.ratios import OWN, Ratios, RatioTable
from converter.mapping.rivals import CLAIMS, RIVALRIES, claims_of, others_of
from converter.taxonomy.release import DEFAULT_RELEASE

if TYPE_CHECKING:
    from collections.abc import Sequence


def two_kinds() -> Ratios:
    """Two kinds of evidence over the concepts 0 to 4, of which the last was never seen; 20 twentieths are a whole."""
    first = RatioTable(
        keys={"BS a": 0, "BS b": 1, "IS a": 2},
        starts=np.array([0, 2, 3, 4]),
        concepts=np.array([0, OWN, 1, 3], dtype=np.uint16),
        ratios=np.array([60, 40, 90, 20], dtype=np.int8),
        absent=np.array([-20, -80, -10], dtype=np.int8),
    )
    second = RatioTable(
        keys={"IS": 0},
        starts=np.array([0, 1]),
        concepts=np.array([2], dtype=np.uint16),
        ratios=np.array([70], dtype=np.int8),
        absent=np.array([-30], dtype=np.int8),
    )
    return Ratios({"first": first, "second": second}, ("BS", "IS"), 5)


def said(keys: Sequence[Sequence[str]], line: Sequence[int], concept: Sequence[int], pool: str = "BS") -> list[float]:
    """What the first kind says about pairs of line and concept."""
    ratios = two_kinds()
    asked = {"first": Keys([len(each) for each in keys], [f"{pool} {key}" for each in keys for key in each])}
    columns = ratios.columns_of(("BS", "IS").index(pool), np.array(concept))
    (row,) = ratios.values(asked, np.array(line), columns).tolist()
    return [float(value) for value in row]


def test_a_key_says_something_of_every_concept_and_an_unknown_one_nothing() -> None:
    own = two_kinds().own
    found = said([("a",), ("nothing",), ()], [0, 0, 0, 0, 1, 2], [0, 1, own, 4, 0, 0])
    assert found == [3.0, -1.0, 2.0, -1.0, 0.0, 0.0]


def test_several_keys_count_as_the_root_of_their_number_and_are_cut_off() -> None:
    found = said([("a", "nothing", "b"), ("a",)], [0, 0, 0, 1], [0, 1, 2, 0])
    # 3 - 4, -1 + 4.5 and -1 - 4, each over the root of two; one key alone stays as it is.
    assert found == pytest.approx([-1 / math.sqrt(2), 3.5 / math.sqrt(2), -5 / math.sqrt(2), 3.0])
    assert said([("b",) * 9], [0], [1]) == [5.0]


def test_kinds_are_looked_up_together_and_each_says_the_same_as_alone() -> None:
    ratios = two_kinds()
    asked = {"second": Keys([1, 0], ["IS"]), "first": Keys([1, 2], ["IS a", "BS a", "BS b"])}
    line, pool = np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])
    values = ratios.values(asked, line, ratios.columns_of(pool, np.array([2, 3, 0, 1])))
    assert values[0].tolist() == [3.5, -1.5, 0.0, 0.0]
    assert values[1].tolist() == pytest.approx([-0.5, 1.0, (3 - 4) / math.sqrt(2), (-1 + 4.5) / math.sqrt(2)])


def test_what_lines_share_is_said_without_what_only_one_of_them_has() -> None:
    ratios = two_kinds()
    line, columns = np.arange(4), ratios.columns_of(0, np.zeros(4, dtype=np.int64))
    values = ratios.shared("first", ["BS a", "BS b", "BS c"], ["", "BS a", "BS b", "BS c"], line, columns)
    together = -1 / math.sqrt(2)
    assert values.tolist() == pytest.approx([together, -4.0, 3.0, together])
    assert ratios.shared("first", [], [""], line[:1], columns[:1]).tolist() == [0.0]


def test_rows_that_make_room_for_others_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converter.mapping.ratios, "_LAID_OUT", 2)
    ratios = two_kinds()
    for _ in range(2):
        for pool, key, wanted in ((0, "BS a", 3.0), (0, "BS b", -4.0), (1, "IS a", -0.5)):
            column = ratios.columns_of(pool, np.array([0]))
            assert ratios.values({"first": Keys([1], [key])}, np.array([0]), column).tolist() == [[wanted]]
    columns = ratios.columns_of(np.array([0, 0, 1]), np.array([0, 0, 0]))
    asked = {"first": Keys([1, 1, 1], ["BS a", "BS b", "IS a"])}
    assert ratios.values(asked, np.arange(3), columns).tolist() == [[3.0, -4.0, -0.5]]


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


def a_sheet(*captions: str) -> Sheet:
    lines = [
        MappingLine(index=number, label=each, normal=each, variant="", headings=(), unit=None, gap=False, total=False)
        for number, each in enumerate(captions)
    ]
    return Sheet(pool="IS", lines=tuple(lines))


def test_of_two_lines_with_the_same_caption_each_has_its_turn() -> None:
    captions = ("basic", "diluted", "basic", "net income", "basic", "basic", "basic")
    sheet = a_sheet(*captions)
    keys = label_keys(sheet, "", [(each,) for each in captions], marks_of([sheet]))["label_turn"]
    assert list(keys.by_line()) == [
        ["IS basic|1/4"],
        ["IS diluted|1/1"],
        ["IS basic|2/4"],
        ["IS net income|1/1"],
        ["IS basic|3/4"],
        ["IS basic|4/4"],
        ["IS basic|4/4"],
    ]


def test_what_is_chosen_for_one_line_alone_is_not_among_what_speaks_for_it() -> None:
    chosen = [["Goodwill", "CashAndCashEquivalentsAtCarryingValue", "ProfitLoss"], ["ProfitLoss", "", "Revenues"]]
    everywhere, alone = filing_keys(chosen)
    assert everywhere == ("Goodwill", "ProfitLoss", "Revenues")
    assert alone == [["Goodwill", "", ""], ["", "", "Revenues"]]


def test_the_largest_of_each_row_are_found_in_order_and_of_equal_ones_the_first() -> None:
    values = np.array([[0.5, 0.9, 0.5, 0.1, 0.5 + 1e-12], [0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 2.0, 3.0, 4.0, 5.0]])
    for count in (1, 3, 5, 9):
        wanted = [[1, 0, 2, 4, 3], [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]]
        assert largest(values, count).tolist() == [row[:count] for row in wanted]


def test_a_later_pass_sees_the_same_as_one_that_looks_up_everything_anew() -> None:
    knowledge = load_knowledge(DEFAULT_RELEASE)
    sheet = a_sheet("cash", "receivables", "other", "total current assets", "goodwill", "other", "total assets")
    ready = prepare([sheet], knowledge, "3570")
    every, none = ready.pairs.place, np.zeros(7)
    chances = np.full(len(every), 0.1)
    before = ["Cash", "ReceivablesNetCurrent", "", "AssetsCurrent", "Goodwill", "OtherAssets", "Assets"]
    after = ["Cash", "InventoryNet", "", "AssetsCurrent", "Goodwill", "OtherAssets", "AssetsNet"]
    seen = surrounded(ready, ready.pairs.only(every), before, none, chances, knowledge)
    anew = surrounded(ready, ready.pairs.only(every), after, none, chances, knowledge)
    again = surrounded(ready, seen.only(every), after, none, chances, knowledge)
    assert not np.array_equal(seen.values, anew.values), "the choices around a line say something"
    assert np.array_equal(again.values, anew.values)
    assert np.array_equal(again.own, anew.own)
