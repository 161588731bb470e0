"""`explain` shows every rule that speaks of a caption, and what those ask for that do not hold where it stands."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from converter.cli.app import build
from converter.mapping.explain import explain
from converter.model import StatementKind, UnitKind
from converter.taxonomy.release import load_taxonomy


def about(text: str, rule: str) -> str:
    """The line about a rule; empty where it is not shown."""
    return next((line for line in text.splitlines() if f" {rule}: " in line), "")


def test_a_rule_for_a_section_that_the_place_tells_is_shown_with_what_it_asks_for() -> None:
    text = explain("Long-term debt", StatementKind.BALANCE_SHEET, load_taxonomy())
    assert about(text, "long-term-debt-noncurrent").startswith(
        "rule if      long-term-debt-noncurrent: us-gaap:LongTermDebtNoncurrent, in the section noncurrent liabilities"
    )
    assert "(by the model" in text
    there = explain("Long-term debt", StatementKind.BALANCE_SHEET, load_taxonomy(), sections=["Noncurrent liabilities"])
    assert about(there, "long-term-debt-noncurrent").startswith("rule         ")
    assert "status       accepted (by rule long-term-debt-noncurrent)" in there


def test_a_rule_for_lines_beside_is_shown_with_them() -> None:
    taxonomy = load_taxonomy()
    alone = explain("Net sales", StatementKind.INCOME_STATEMENT, taxonomy)
    assert "before a line '* cost|costs *'" in about(alone, "net-sales")
    beside = explain("Net sales", StatementKind.INCOME_STATEMENT, taxonomy, following="Cost of goods sold")
    assert about(beside, "net-sales").startswith("rule         ")


@pytest.mark.parametrize(
    ("rule", "caption", "asked"),
    [
        ("utility-maintenance", "Maintenance", "in an industry whose code begins with 491 or 492 or 493 or 494"),
        ("result-per-share-by-heading", "Net income", "where the amount is of unit per_share, in the section share"),
        ("net-result", "Net income", ""),
    ],
)
def test_what_a_rule_asks_for_is_said_in_words(rule: str, caption: str, asked: str) -> None:
    text = explain(caption, StatementKind.INCOME_STATEMENT, load_taxonomy(), unit=UnitKind.MONEY, industry="3714")
    line = about(text, rule)
    assert line.startswith("rule if " if asked else "rule      ")
    assert asked in line


def test_a_rule_for_another_section_says_outside_of_which() -> None:
    text = explain("Net income", StatementKind.INCOME_STATEMENT, load_taxonomy(), sections=["Pro forma amounts:"])
    assert "outside of the section pro forma or proforma" in about(text, "net-result")


def test_the_first_rule_that_holds_decides_and_may_ask_for_an_extension() -> None:
    text = explain("Total other assets", StatementKind.BALANCE_SHEET, load_taxonomy())
    assert "status       extension (by rule total-other-assets)" in text


def test_lines_beside_are_evidence_for_the_model_too() -> None:
    taxonomy = load_taxonomy()
    alone = explain("Other", StatementKind.CASH_FLOW, taxonomy)
    beside = explain("Other", StatementKind.CASH_FLOW, taxonomy, previous="Purchases of property and equipment")
    assert alone.split("confidence")[1] != beside.split("confidence")[1]
    assert "caption      Other" in beside


def test_surroundings_are_given_on_the_command_line() -> None:
    asked = ["explain", "Net income", "--statement", "income_statement", "--unit", "per_share"]
    ran = CliRunner().invoke(build(), [*asked, "--section", "Earnings per share", "--json"])
    found = json.loads(ran.stdout)
    assert (found["section"], found["statement"]) == ("Earnings per share", "income_statement")
    assert "status       accepted (by rule result-per-share-by-heading)" in found["argument"]


def test_a_caption_that_is_looked_up_with_its_heading_says_so() -> None:
    """Nobody tags `Total` as equity: filers do so with `Total stockholders' equity`, which heading and caption make."""
    there = explain("Total", StatementKind.BALANCE_SHEET, load_taxonomy(), sections=["Shareholders' equity"])
    assert "compared as  total stockholders equity (with the heading above)\n" in there
    assert "together with the heading above, 'total stockholders equity': used by " in there
    assert "label used by" not in there.partition("\n2. ")[0]
    alone = explain("Total stockholders' equity", StatementKind.BALANCE_SHEET, load_taxonomy())
    assert "compared as  total stockholders equity\n" in alone
    assert "label used by" in alone
