"""The ledger tells of every line what became of it, in a published form."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from converter.model import Scope
from converter.write.ledger import SCHEMA_ID, ledger, ledger_schema
from tests import written_fixture as invented


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(ledger(invented.mapped(), invented.submission("71829"), "us-gaap-2011-01-31"))
    return content


def test_it_satisfies_its_published_schema(made: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(ledger_schema())
    validator = jsonschema.Draft202012Validator(
        ledger_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert list(validator.iter_errors(made)) == []
    assert made["$schema"] == ledger_schema()["$id"] == SCHEMA_ID


def test_every_line_with_values_is_in_it(made: dict[str, Any]) -> None:
    assert [statement["kind"] for statement in made["statements"]] == ["balance_sheet", "income_statement", "cash_flow"]
    labels = [line["label"] for line in made["statements"][0]["lines"]]
    assert "Inventories" in labels
    assert "Preferred stock" not in labels
    assert "ASSETS" not in labels


def test_a_line_says_what_was_printed_and_what_it_became(made: dict[str, Any]) -> None:
    line = next(line for line in made["statements"][0]["lines"] if line["label"] == "Treasury stock")
    assert line["printed"] == ["(200)", "(200)"]
    assert line["values"] == ["200000", "200000"]
    assert (line["concept"], line["sign"], line["label_role"]) == ("us-gaap:TreasuryStockValue", -1, "negatedLabel")
    assert line["section"] == ["LIABILITIES AND STOCKHOLDERS' EQUITY", "Stockholders' equity"]
    assert invented.SOURCE[line["span"][0] - 1].strip().startswith("Treasury stock")
    assert (line["decided_by"], line["decided_at"], line["comment"]) == ("model", None, "")


def test_an_untagged_line_has_no_concept(made: dict[str, Any]) -> None:
    line = next(line for line in made["statements"][2]["lines"] if line["label"] == "Other, net")
    assert (line["concept"], line["status"], line["candidates"]) == (None, "untagged", [])


def test_an_extension_line_says_what_is_declared(made: dict[str, Any]) -> None:
    line = next(line for line in made["statements"][0]["lines"] if line["status"] == "extension")
    assert line["extension"]["balance"] == "debit"
    assert line["extension"]["period_type"] == "instant"


def test_statements_of_others_are_in_it_with_their_scope() -> None:
    from msgspec.structs import replace

    mapped = invented.mapped()[0]
    parent = replace(mapped, statement=replace(mapped.statement, scope=Scope.PARENT_ONLY))
    content = json.loads(ledger((parent,), invented.submission()))
    assert content["statements"][0]["scope"] == "parent_only"
    assert content["statements"][0]["lines"]


def test_the_same_input_gives_the_same_bytes() -> None:
    once, twice = (ledger(invented.mapped(), invented.submission(), "r") for _ in range(2))
    assert once == twice
