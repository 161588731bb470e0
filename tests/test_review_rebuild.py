"""What people decided when a newer program reads the same text otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from converter.review.decisions import Decision, NotPossible, decide
from converter.review.rebuild import with_history

AT = "2024-01-02T03:04:05Z"


def line(label: str, span: list[int], printed: list[str | None]) -> dict[str, Any]:
    return {
        "label": label, "section": [], "unit": "money", "span": span, "printed": printed, "concept": "us-gaap:Cash",
        "extension": None, "status": "accepted", "confidence": 0.9, "decided_by": "model", "reasons": [],
    }  # fmt: skip


def ledger(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"statements": [{"kind": "balance_sheet", "lines": list(lines)}]}


def chosen(line: dict[str, Any]) -> dict[str, Any]:
    return decide(line, Decision(action="choose", by="ann", at=AT, concept="us-gaap:InventoryGross"))


def test_a_line_that_is_read_from_another_place_keeps_its_decision() -> None:
    before = ledger(chosen(line("Stock", [5, 1, 5, 60], ["12", None, "14"])), line("Cash", [6, 1, 6, 60], ["3"]))
    made = ledger(line("Stock", [5, 3, 5, 58], ["12", "14"]), line("Stock", [9, 3, 9, 58], ["7", "8"]))
    first, second = with_history(made, before, {"statements": []})["statements"][0]["lines"]
    assert (first["concept"], first["decided_by"]) == ("us-gaap:InventoryGross", "ledger:ann")
    assert second == made["statements"][0]["lines"][1], "the same caption with other figures is another line"


def test_a_decision_on_a_line_that_is_gone_is_not_lost_silently() -> None:
    decided = chosen(line("Stock", [5, 1, 5, 60], ["12"]))
    made = ledger(line("Cash", [6, 1, 6, 60], ["3"]))
    with pytest.raises(NotPossible, match="'Stock'"):
        with_history(made, ledger(decided), ledger(decided))
    undone = decide(decided, Decision(action="undo", by="ann", at=AT))
    assert with_history(made, ledger(undone), ledger(undone))["statements"] == made["statements"]
