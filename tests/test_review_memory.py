"""The memory of decisions: what it keeps, what it says for the next filing, and how it goes elsewhere."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from converter.errors import ConverterError, InputError, MemoryUnusable
from converter.review.decisions import Decision, NotPossible, decide, in_conflict, settled
from converter.review.exchange import from_csv, from_json, to_csv, to_json
from converter.review.memory import Memory, current, differ
from converter.review.migrations import STEPS

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = {"name": "Tallowmere, Inc.", "cik": "0000123456", "ein": "99-0000001"}


def line(label: str, **more: Any) -> dict[str, Any]:
    return {
        "label": label, "section": ["Current assets"], "unit": "money", "concept": "us-gaap:InventoryNet",
        "extension": None, "status": "review", "confidence": 0.6, "decided_by": "model", "reasons": ["alike"], **more,
    }  # fmt: skip


def made(action: Any, by: str = "ann", at: str = "2024-01-02T03:04:05Z", **more: Any) -> Decision:
    return Decision(action=action, by=by, at=at, **more)


def ledger(*lines: dict[str, Any], company: dict[str, str] | None = None, sha: str = "1" * 64) -> dict[str, Any]:
    return {
        "version": 1,
        "company": COMPANY if company is None else company,
        "submission": {"sha256": sha},
        "taxonomy": "us-gaap-2011-01-31",
        "statements": [{"kind": "balance_sheet", "lines": list(lines)}],
    }


def recalled(memory: Memory, company: dict[str, str]) -> list[dict[str, Any]]:
    found = memory.recall(company)
    assert found is not None
    lines: list[dict[str, Any]] = found["statements"][0]["lines"]
    return lines


def test_every_decision_is_kept_and_an_undo_is_one_too() -> None:
    first = decide(line("Stock"), made("choose", concept="us-gaap:InventoryGross", comment="note 1"))
    assert (first["concept"], first["status"], first["decided_by"]) == (
        "us-gaap:InventoryGross",
        "accepted",
        "ledger:ann",
    )
    second = decide(first, made("untag"))
    assert (second["concept"], second["status"]) == (None, "untagged")
    back = decide(second, made("undo"))
    assert (back["concept"], back["comment"]) == ("us-gaap:InventoryGross", "note 1")
    start = decide(back, made("undo"))
    assert {name: start[name] for name in line("Stock")} == line("Stock")
    assert start["decided_at"] is None
    assert [entry["action"] for entry in start["decisions"]] == ["choose", "untag", "undo", "undo"]
    with pytest.raises(NotPossible):
        decide(start, made("undo"))
    with pytest.raises(NotPossible):
        decide(first, made("undo", by="bob"))
    assert settled(start) == start


@pytest.mark.parametrize(("comment", "reason"), [("", ""), ("note 1", ": note 1")])
def test_the_reason_names_who_decided_when_and_why(comment: str, reason: str) -> None:
    decided = decide(line("Stock"), made("accept", comment=comment))
    assert decided["reasons"] == [f"ann decided this on 2024-01-02{reason}"]


def test_what_is_not_there_cannot_be_accepted_and_a_concept_of_ones_own_must_be_described() -> None:
    with pytest.raises(NotPossible, match="no concept"):
        decide(line("Stock", concept=None), made("accept"))
    with pytest.raises(NotPossible, match="a label, a balance and a period type"):
        decide(line("Stock"), made("extend", concept="ext:Stock"))


def test_people_differ_until_they_agree() -> None:
    both = decide(decide(line("Stock"), made("accept")), made("untag", by="bob"))
    assert in_conflict(both)
    assert not in_conflict(decide(both, made("untag")))
    assert not in_conflict(decide(both, made("undo", by="bob")))


def test_the_memory_answers_for_a_company_however_it_is_named() -> None:
    memory = Memory(":memory:")
    memory.remember(ledger(decide(line("Stock"), made("choose", concept="us-gaap:InventoryGross", comment="why"))))
    for company in (COMPANY, {"cik": "123456"}, {"ein": "990000001"}):
        (told,) = recalled(memory, company)
        assert (told["concept"], told["decided_by"], told["comment"]) == ("us-gaap:InventoryGross", "ledger:ann", "why")
    assert memory.recall({"cik": "7", "name": "Tallowmere, Inc."}) is None, "another company of the same name"
    assert memory.recall({}) is None


def test_a_number_that_many_print_makes_no_two_companies_one() -> None:
    memory = Memory(":memory:")
    decided = decide(line("Stock"), made("choose", concept="us-gaap:InventoryGross"))
    memory.remember(ledger(decided, company={"name": "Tallowmere", "cik": "1", "ein": "00-0000000"}))
    assert memory.recall({"name": "Copperleaf", "cik": "2", "ein": "000000000"}) is None
    memory.remember(ledger(decided, company={"name": "Harrow", "cik": "3", "ein": "99-0000001"}, sha="3" * 64))
    assert memory.recall({"name": "Harrow Finance", "cik": "4", "ein": "99-0000001"}) is None, "a subsidiary"
    assert memory.recall({"ein": "99-0000001"}) is not None


@pytest.mark.parametrize("content", [b"no database" * 100, None])
def test_a_memory_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "memory.sqlite3"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(ConverterError, match="cannot be used"):
        Memory(path)


def full(path: Path, memory: Memory) -> None:
    pages = memory._connection.execute("PRAGMA page_count").fetchone()[0]
    memory._connection.execute(f"PRAGMA max_page_count = {pages}")


def held(path: Path, memory: Memory) -> sqlite3.Connection:
    memory._connection.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def broken(path: Path, memory: Memory) -> None:
    memory._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = path.stat().st_size
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (size - 4096))
    memory._connection.execute("PRAGMA shrink_memory")


@pytest.mark.parametrize(
    ("trouble", "advice"), [(full, "make room"), (held, "another program"), (broken, "move it away")]
)
def test_a_memory_that_fails_while_it_is_used_says_what_helps(tmp_path: Path, trouble: Any, advice: str) -> None:
    path = tmp_path / "memory.sqlite3"
    memory = Memory(path)
    other = trouble(path, memory)
    many = [decide(line(f"Stock {'x' * 2000}", span=[number, 1, number, 9]), made("accept")) for number in range(20)]
    with pytest.raises(MemoryUnusable, match=advice) as found:
        memory.remember(ledger(*many))
    assert str(path) in str(found.value)
    assert str(path) not in found.value.said
    assert not memory._connection.in_transaction
    memory.close()
    if other is not None:
        other.close()


def test_the_same_caption_twice_keeps_its_places() -> None:
    memory = Memory(":memory:")
    second = decide(line("Stock"), made("untag"))
    memory.remember(ledger(line("Stock"), second))
    told = recalled(memory, COMPANY)
    assert [each["status"] for each in told] == ["review", "untagged"]


def test_what_was_undone_is_kept_and_does_not_count() -> None:
    memory = Memory(":memory:")
    one = decide(line("Stock"), made("accept"))
    assert memory.remember(ledger(one)) == 1
    assert memory.remember(ledger(one)) == 0
    memory.remember(ledger(decide(one, made("undo"))))
    assert memory.recall(COMPANY) is None
    assert [each.undone for each in memory.all()] == [1]


def test_conflicts_stay_side_by_side_and_the_last_counts() -> None:
    memory = Memory(":memory:")
    both = decide(decide(line("Stock"), made("accept")), made("untag", by="bob", at="2024-01-03T00:00:00Z"))
    memory.remember(ledger(both))
    (people,) = current(memory.all()).values()
    assert [each.reviewer for each in people] == ["ann", "bob"]
    assert differ(people)
    (told,) = recalled(memory, COMPANY)
    assert told["status"] == "untagged"
    assert "ann chose us-gaap:InventoryNet" in told["comment"]


def test_it_goes_out_and_comes_back_as_json_and_as_csv() -> None:
    memory = Memory(":memory:")
    declared = {"type": "xbrli:monetaryItemType", "period_type": "instant", "balance": "debit", "label": "Stock, own"}
    memory.remember(
        ledger(
            decide(line("Stock"), made("extend", concept="ext:OwnStock", extension=declared, comment='a "b",\n=c')),
            decide(line("=SUM(A1)"), made("untag", by="-bob")),
        )
    )
    wanted = memory.all()
    assert from_json(to_json(wanted)) == wanted
    assert from_csv(to_csv(wanted)) == wanted
    cells = to_csv(wanted).decode("utf-8-sig").split("\r\n")[1:]
    assert not [cell for row in cells for cell in row.split(",") if cell.startswith(("=", "-", "@", "+"))]
    other = Memory(":memory:")
    assert other.add(from_json(to_json(wanted))) == 2
    assert other.recall({"cik": "123456"}) == memory.recall({"cik": "123456"})


@pytest.mark.parametrize(
    "entry",
    [
        {"statement": "poem"}, {"occurrence": -1}, {"occurrence": True}, {"label": 7}, {"reviewer": ""},
        {"extension": "[]"}, {"concept": 5}, {"id": None}, {"concept": "ext:A\"><b"}, {"comment": "\ud800"},
        {"extension": '{"type": "t", "period_type": "never", "balance": "", "label": "a"}'},
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(entry: dict[str, Any]) -> None:
    memory = Memory(":memory:")
    memory.remember(ledger(decide(line("Stock"), made("accept"))))
    document = json.loads(to_json(memory.all()))
    document["decisions"][0].update(entry)
    with pytest.raises(InputError, match="decision 1"):
        from_json(json.dumps(document).encode())


def test_a_memory_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(STEPS[0])
    old.execute("PRAGMA user_version = 1")
    old.execute("INSERT INTO company VALUES ('cik:123456', 'Tallowmere')")
    row = (
        "d1", "cik:123456", "balance_sheet", "current assets", "stock", "money", 0, "Stock", "us-gaap:InventoryGross",
        None, "accepted", "ann", "2020-01-01T00:00:00Z", "", "f", "us-gaap-2011-01-31",
    )  # fmt: skip
    old.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    old.commit()
    old.close()
    memory = Memory(path)
    (told,) = recalled(memory, COMPANY)
    assert told["concept"] == "us-gaap:InventoryGross"
    memory.close()
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert check.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    check.execute("PRAGMA user_version = 99")
    check.close()
    with pytest.raises(ConverterError, match="newer"):
        Memory(path)
