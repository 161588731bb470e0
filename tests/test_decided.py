"""What people decided in a ledger: followed line by line for the same text, and for the company's next filing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from converter.pipeline import SOURCE, Settings, convert

BALANCE = 0


@pytest.fixture(scope="module")
def first(example: bytes) -> dict[str, Any]:
    return ledger_of(example)


def ledger_of(data: bytes, *ledgers: dict[str, Any]) -> dict[str, Any]:
    conversion = convert(data, Settings(ledgers=ledgers, validate=False))
    content: dict[str, Any] = json.loads(next(file.content for file in conversion.files if file.path == "mapping.json"))
    return content


def lines(ledger: dict[str, Any], label: str) -> list[dict[str, Any]]:
    return [line for each in ledger["statements"] for line in each["lines"] if line["label"] == label]


def decided(ledger: dict[str, Any], label: str, which: int = 0, **changes: object) -> dict[str, Any]:
    """A copy of the ledger in which a person changed one line."""
    copy: dict[str, Any] = json.loads(json.dumps(ledger))
    lines(copy, label)[which].update(
        {"decided_by": "ledger:ann", "decided_at": "2024-05-06T07:08:09Z", "comment": "see note 3", **changes}
    )
    return copy


def test_the_text_that_was_read_is_kept_beside_the_ledger(example: bytes) -> None:
    conversion = convert(example, Settings(validate=False, look="facsimile"))
    files = {file.path: file.content for file in conversion.files}
    assert files[SOURCE] == example
    assert json.loads(files["mapping.json"])["conversion"] == {"look": "facsimile", "cik": ""}


def test_only_the_line_that_a_person_decided_on_follows(example: bytes, first: dict[str, Any]) -> None:
    both = lines(first, "Deferred taxes")
    assert len(both) == 2
    made = ledger_of(
        example, decided(first, "Deferred taxes", 1, concept="us-gaap:DeferredTaxLiabilities", status="accepted")
    )
    top, below = lines(made, "Deferred taxes")
    assert top["concept"] == both[0]["concept"]
    assert (below["concept"], below["status"]) == ("us-gaap:DeferredTaxLiabilities", "accepted")
    assert (below["decided_by"], below["confidence"]) == ("ledger:ann", 1.0)
    assert below["reasons"] == ["ann decided this on 2024-05-06: see note 3"]


def test_a_line_that_a_person_left_untagged_stays_so(example: bytes, first: dict[str, Any]) -> None:
    made = ledger_of(
        example,
        decided(first, "Note receivable from unconsolidated company", concept=None, status="untagged", extension=None),
    )
    line = lines(made, "Note receivable from unconsolidated company")[0]
    assert (line["concept"], line["status"], line["decided_by"]) == (None, "untagged", "ledger:ann")


def test_an_extension_is_declared_as_a_person_declared_it(example: bytes, first: dict[str, Any]) -> None:
    wanted = {
        "type": "xbrli:monetaryItemType",
        "period_type": "instant",
        "balance": "debit",
        "label": "Deposits with suppliers",
    }
    changed = decided(
        first,
        "Note receivable from unconsolidated company",
        concept="ext:SupplierDeposits",
        status="extension",
        extension=wanted,
    )
    conversion = convert(example, Settings(ledgers=(changed,), validate=False))
    (concept,) = [each for each in conversion.report.extensions if each.name.endswith(":SupplierDeposits")]
    assert (concept.balance, concept.period_type, concept.label) == ("debit", "instant", "Deposits with suppliers")
    assert any(fact.concept == concept.name for fact in conversion.report.facts)


def test_what_a_person_decided_holds_for_the_next_filing(example: bytes, first: dict[str, Any]) -> None:
    following = example.replace(b"December 31,", b"December 31, ", 1)  # another text: places in it say nothing
    made = ledger_of(
        following,
        decided(first, "Note receivable from unconsolidated company", concept="us-gaap:DepositsAssetsNoncurrent"),
    )
    line = lines(made, "Note receivable from unconsolidated company")[0]
    assert (line["concept"], line["decided_by"]) == ("us-gaap:DepositsAssetsNoncurrent", "ledger:ann")
    assert line["decided_at"] is None


def test_a_concept_that_does_not_exist_is_not_followed(example: bytes, first: dict[str, Any]) -> None:
    conversion = convert(
        example,
        Settings(
            ledgers=(
                decided(
                    first,
                    "Note receivable from unconsolidated company",
                    concept="us-gaap:NoSuchThing",
                    status="accepted",
                ),
            ),
            validate=False,
        ),
    )
    assert "mapping.unknown-concept" in {message.code for message in conversion.messages}
