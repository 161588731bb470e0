"""A line that was renamed since the earlier ledger is still the same line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.mapping.alignment import aligned
from converter.model import Status
from tests.test_mapping import line_of, map_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SOURCE = (
    "cash_flow\nOperating activities:\n  Net income | 20\n  Depreciation | 5\n"
    "    Net cash provided by operating activities | 25\n"
    "Investing activities:\n  Additions to wharves and slips | (9)\n"
    "    Net cash used in investing activities | (9)\n"
    "Net increase in cash | 16\n"
)


def ledger(*lines: tuple[str, str, str], placed: bool = True) -> Mapping[str, object]:
    made = [
        {"label": label, "section": [], "unit": "money", "concept": concept, "status": status}
        | ({"span": [number, 1, number, 40]} if placed else {})
        for number, (label, concept, status) in enumerate(lines)
    ]
    return {"statements": [{"kind": "cash_flow", "lines": made}]}


def earlier(caption: str, concept: str, status: str = "accepted", *, placed: bool = True) -> Mapping[str, object]:
    return ledger(
        ("Depreciation", "us-gaap:Depreciation", "accepted"),
        ("Net cash provided by operating activities", "us-gaap:NetCashProvidedByUsedInOperatingActivities", "accepted"),
        (caption, concept, status),
        ("Net cash used in investing activities", "us-gaap:NetCashProvidedByUsedInInvestingActivities", "accepted"),
        placed=placed,
    )


def test_a_renamed_line_continues_the_earlier_one_and_says_so() -> None:
    concept = "us-gaap:PaymentsToAcquireProductiveAssets"
    (mapped,), _ = map_text(SOURCE, ledgers=[earlier("Expenditures on wharves and slips", concept)])
    line = line_of(mapped, "Additions to wharves and slips")
    assert (line.concept, line.decided_by) == (concept, "ledger")
    assert line.reasons == (
        "continues the line 'expenditures on wharves and slips' of an earlier ledger of the company",
    )


def test_where_the_model_would_choose_otherwise_a_person_looks_at_it() -> None:
    concept = "us-gaap:PaymentsToAcquireTimberlands"
    (mapped,), _ = map_text(SOURCE, ledgers=[earlier("Expenditures on wharves and slips", concept)])
    line = line_of(mapped, "Additions to wharves and slips")
    assert (line.concept, line.status) == (concept, Status.REVIEW)


def test_captions_without_a_common_word_are_different_lines() -> None:
    concept = "us-gaap:PaymentsToAcquireTimberlands"
    (mapped,), _ = map_text(SOURCE, ledgers=[earlier("Purchase of forests", concept)])
    assert line_of(mapped, "Additions to wharves and slips").concept != concept


def test_an_extension_concept_and_what_stands_in_no_order_are_not_continued() -> None:
    own = earlier("Expenditures on wharves and slips", "harbor:Wharves", "extension")
    unordered = earlier("Expenditures on wharves and slips", "us-gaap:PaymentsToAcquireTimberlands", placed=False)
    for each in (own, unordered):
        (mapped,), _ = map_text(SOURCE, ledgers=[each])
        line = line_of(mapped, "Additions to wharves and slips")
        assert line.decided_by != "ledger"


def test_the_order_decides_between_two_lines_that_are_alike() -> None:
    earlier_captions = ["sales of securities", "total operating", "sales of securities", "total investing"]
    later_captions = ["total operating", "sales of pledged securities", "total investing"]
    pairs = aligned(earlier_captions, [""] * 4, later_captions, [{}] * 3)
    assert pairs == {0: 1, 1: 2, 2: 3}


def test_what_the_model_expects_pairs_lines_with_few_common_words() -> None:
    pair = (["bank borrowings repaid"], ["RepaymentsOfDebt"], ["repaid loans"])
    assert aligned(*pair, [{}]) == {}
    assert aligned(*pair, [{"RepaymentsOfDebt": 0.9}]) == {0: 0}


def test_a_statement_without_end_is_not_aligned() -> None:
    captions = ["sundry"] * 301
    assert aligned(captions, [""] * 301, captions[:2], [{}] * 2) == {}


@pytest.mark.parametrize(
    ("before", "now", "pairs"),
    [
        pytest.param("net income; interest", "net income; taxes; interest", {0: 0, 2: 1}, id="one is new"),
        pytest.param("net income; taxes; interest", "net income; interest", {0: 0, 1: 2}, id="one is gone"),
        pytest.param(
            "proceeds from notes; proceeds from sale of stock; dividends",
            "proceeds from sale of common stock; proceeds from issue of notes; dividends",
            {0: 1, 2: 2},
            id="two changed places, the one with more in common stays",
        ),
        pytest.param(
            "proceeds from sale of notes; proceeds from sale of stock",
            "proceeds from sale of common stock; proceeds from sale of notes",
            {1: 0},
            id="two changed places, the one that is not renamed stays",
        ),
        pytest.param(
            "proceeds from sale of stock; dividends",
            "proceeds from sale of preferred stock; proceeds from sale of stock; dividends",
            {1: 0, 2: 1},
            id="the same caption is the line",
        ),
        pytest.param("dividends; other", "interest; taxes", {}, id="nothing in common"),
    ],
)
def test_which_line_continues_which(before: str, now: str, pairs: Mapping[int, int]) -> None:
    old, new = before.split("; "), now.split("; ")
    assert aligned(old, [""] * len(old), new, [{}] * len(new)) == pairs


@pytest.mark.parametrize(("chance", "pairs"), [(0.7, {}), (0.9, {0: 0})])
def test_what_the_model_would_choose_makes_a_pair_where_it_is_sure(chance: float, pairs: Mapping[int, int]) -> None:
    assert aligned(["wharves"], ["Land"], ["slips and piers"], [{"Land": chance}]) == pairs


@pytest.mark.parametrize(
    ("concepts", "follows"),
    [
        (("us-gaap:OtherReceivables", "us-gaap:OtherReceivables"), True),
        (("us-gaap:OtherReceivables", "us-gaap:InventorySupplies"), False),
    ],
)
def test_a_caption_under_another_heading_follows_what_it_always_was(concepts: Sequence[str], *, follows: bool) -> None:
    lines = [
        {"label": "Wharfage", "section": [heading], "unit": "money", "concept": concept, "status": "accepted"}
        for heading, concept in zip(("Receivables", "Inventories"), concepts, strict=True)
    ]
    source = (
        "balance_sheet\nCurrent assets:\n  Cash | 4\n  Wharfage | 5\n    Total current assets | 9\nTotal assets | 9\n"
    )
    (mapped,), _ = map_text(source, ledgers=[{"statements": [{"kind": "balance_sheet", "lines": lines}]}])
    line = line_of(mapped, "Wharfage")
    assert (line.decided_by == "ledger") is follows
    assert not follows or line.concept == concepts[0]
