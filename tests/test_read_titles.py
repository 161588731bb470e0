"""Titles of statements, as filers printed them, and lines that only name a statement."""

from __future__ import annotations

import pytest

from converter.model import Scope, StatementKind
from converter.read.titles import find_titles

BALANCE, INCOME = StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT
CASH, EQUITY = StatementKind.CASH_FLOW, StatementKind.EQUITY


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("ITEM 1. CONSOLIDATED BALANCE SHEETS", BALANCE),
        ("Part I. Item 1. Financial Statements - Balance Sheets", BALANCE),
        ("(a) Balance Sheets", BALANCE),
        ("EXHIBIT A - BALANCE SHEET", BALANCE),
        ("- Statements of Income -", INCOME),
        ("Consolidated Statements of (Loss) Income", INCOME),
        ("Statement of Gain and Loss", INCOME),
        ("Statement of Operating Results", INCOME),
        ("Revenue and Expense Statement", INCOME),
        ("Group Profit and Loss Account", INCOME),
        ("STATEMENTS OF CHANGES IN CASH AND CASH EQUIVALENTS", CASH),
        ("CASH RECEIPTS AND DISBURSEMENTS", CASH),
        ("Statement of Source and Application of Funds", CASH),
        ("Shareholders' Equity Statements", EQUITY),
    ],
)
def test_a_title_announces_a_statement(title: str, kind: StatementKind) -> None:
    lines = ["QUILLWORT BINDING CO.", title, "(in thousands)", "", "Cash     1,204"]
    [found] = find_titles("\n".join(lines).lower(), lines)
    assert (found.kind, found.primary, found.line) == (kind, True, 1)


@pytest.mark.parametrize(
    "line",
    [
        "- Consolidated Balance Sheets",
        "Item 8 refers to the statements of income",
        "Item 1. Consolidated balance sheets are presented on page 3",
        "a change in cash receipts and disbursements of the trust",
        "Changes in cash",
        "Results of Operations",
    ],
)
def test_a_line_that_names_a_statement_is_no_title(line: str) -> None:
    lines = ["QUILLWORT BINDING CO.", line, "", "Cash     1,204"]
    assert find_titles("\n".join(lines).lower(), lines) == ()


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("SUMMARY STATEMENTS OF INCOME", True),
        ("Summary Consolidated Balance Sheets", True),
        ("SUMMARY BALANCE SHEET DATA", False),
        ("FIVE YEAR SUMMARY STATEMENTS OF INCOME", False),
        ("SELECTED STATEMENTS OF INCOME DATA", False),
        ("BALANCE SHEET HIGHLIGHTS", False),
    ],
)
def test_a_summary_is_told_from_data_and_highlights(title: str, summary: bool) -> None:
    lines = ["QUILLWORT BINDING CO.", title, "(in thousands)"]
    [found] = find_titles("\n".join(lines).lower(), lines)
    assert (found.primary, found.summary) == (False, summary)


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("NON-GAAP CONSOLIDATED STATEMENTS OF INCOME", Scope.PRO_FORMA),
        ("Consolidated Statements of Operations - Non-GAAP", Scope.PRO_FORMA),
        ("Adjusted Statements of Income", Scope.PRO_FORMA),
        ("STATEMENTS OF INCOME EXCLUDING MERGER CHARGES", Scope.PRO_FORMA),
        ("Consolidated Statements of Operations Before Restructuring Charges", Scope.PRO_FORMA),
        ("PROJECTED STATEMENT OF INCOME", Scope.PRO_FORMA),
        ("SEGMENT STATEMENTS OF INCOME", Scope.OTHER_ENTITY),
        ("COMBINING STATEMENT OF INCOME", Scope.OTHER_ENTITY),
        ("Consolidated Statements of Operations - GAAP", Scope.CONSOLIDATED),
        ("CONSOLIDATED STATEMENTS OF INCOME (as adjusted for the stock split)", Scope.CONSOLIDATED),
    ],
)
def test_whose_figures_a_title_announces(title: str, scope: Scope) -> None:
    lines = ["QUILLWORT BINDING CO.", title, "(in thousands)"]
    assert [found.scope for found in find_titles("\n".join(lines).lower(), lines)] == [scope]
