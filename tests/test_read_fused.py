"""Columns that run into each other: a row is read where its figures can be parted in one way only."""

from __future__ import annotations

import pytest

from converter.read.statements import read_statements
from converter.read.submission import read_submission

HEAD = "HAVERSTOCK PAPER COMPANY\nBALANCE SHEETS\n(in thousands)\nDecember 31, 1996 1995\n"
ROWS = """Cash .$5,310$4,906
Receivables .19,12018,806
{row}
Inventories .14,00313,115
Property, net .22,76021,269
Total assets .$62,000$59,000
Accounts payable .$13,000$12,000
Long-term debt .18,00019,000
Common stock .10,00010,000
Retained earnings .$21,000$18,000
Total liabilities and stockholders' equity .$62,000$59,000
"""


def read_row(row: str, head: str = HEAD, label: str = "Deferred") -> list[str]:
    """The figures of a row (`?` before those of which no fact is made); the rows around it are read whatever it is."""
    submission, _ = read_submission((head + ROWS.format(row=row)).encode())
    statements, messages = read_statements(submission)
    assert [message.code for message in messages][:1] == ["tables.parted-columns"]
    [statement] = statements
    rows = {line.label: line for line in statement.lines}
    assert [cell and str(cell.value) for cell in rows["Receivables"].cells] == ["19120", "18806"]
    assert [cell and str(cell.value) for cell in rows["Inventories"].cells] == ["14003", "13115"]
    [line] = [each for name, each in rows.items() if name.startswith(label)]
    for cell in line.cells:  # the place of each figure is that in the text
        if cell is not None:
            text = (head + ROWS.format(row=row)).split("\n")[cell.number_span.first_line - 1]
            printed = text[cell.number_span.first_column - 1 : cell.number_span.last_column]
            assert cell.value is None or printed.strip("-.0123456789, ") == ""
    return ["" if cell is None else "?" if cell.value is None else str(cell.value) for cell in line.cells]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Deferred charges .1,3101,204", ["1310", "1204"]),
        ("Deferred charges .1,310204", ["1310", "204"]),
        ("Deferred charges .310204", ["310", "204"]),
        ("Deferred charges .1,310,0001,204", ["1310000", "1204"]),
        ("Deferred charges .$ 310$ 204", ["310", "204"]),
        ("Deferred charges .( 310)( 204)", ["-310", "-204"]),
        ("Deferred charges .(310)204", ["-310", "204"]),
        ("Deferred charges .-- 204", ["0", "204"]),
        ("Deferred charges .1,310--", ["1310", "0"]),
        ("Deferred charges .- -1,204", ["0", "1204"]),
        ("Deferred charges (less $100 and $93) .1,3101,204", ["1310", "1204"]),
        ("Deferred charges (cost $1,310 and $1,204) .1,3101,204", ["1310", "1204"]),
        ("Deferred charges ...........1,3101,204", ["1310", "1204"]),
        ("Deferred charges . . . . . .1,3101,204", ["1310", "1204"]),
        ("Deferred charges$1,310$1,204", ["1310", "1204"]),
        ("Deferred charges1,3101,204", ["1310", "1204"]),
        ("Deferred charges      1,3101,204", ["1310", "1204"]),
    ],
)
def test_rows_that_are_parted_in_one_way(row: str, cells: list[str]) -> None:
    assert read_row(row) == cells


@pytest.mark.parametrize(
    "row",
    [
        "Deferred charges .99184",  # 99 and 184, or 991 and 84
        "Deferred charges .11",  # or one figure beside a blank
        "Deferred charges .41",
        "Deferred charges .5951,325",
        "Deferred charges .1,310",  # of which year?
        "Deferred charges .1,3101,204999",  # three figures
        "Deferred charges .0,310204",
        "Deferred charges .(1,310204",
        "Deferred charges ....83$ .67",  # was that a point?
    ],
)
def test_rows_that_can_be_parted_otherwise_are_left_out_and_named(row: str) -> None:
    assert set(read_row(row)) == {"?", ""}
    submission, _ = read_submission((HEAD + ROWS.format(row=row)).encode())
    [message] = [each for each in read_statements(submission)[1] if each.code == "tables.ragged-row"]
    assert message.span is not None
    assert message.span.first_line == 7


def test_a_heading_with_a_par_value_has_no_figures() -> None:
    row = "Stock (par value $.01)\nDeferred charges .1,3101,204"
    assert read_row(row) == ["1310", "1204"]


@pytest.mark.parametrize(
    "head",
    [
        "HAVERSTOCK PAPER COMPANY\nBALANCE SHEETS\n(in thousands)\nAs of December 31,1996 1995\n",
        "HAVERSTOCK PAPER COMPANY\nBALANCE SHEETS\n(in thousands)\nDecember 31,\n1996        1995\n",
    ],
)
def test_the_years_of_the_heads_say_how_many_columns_there_are(head: str) -> None:
    assert read_row("Deferred charges .1,3101,204", head) == ["1310", "1204"]


@pytest.mark.parametrize(
    "head",
    [
        "HAVERSTOCK PAPER COMPANY\nBALANCE SHEETS\n(in thousands)\nDecember 31\n",
        "HAVERSTOCK PAPER COMPANY\nBALANCE SHEETS\n(in thousands)\nDecember 31, 1996 1995\nRestated 1996 1995 1994\n",
    ],
)
def test_heads_that_leave_open_how_many_columns_there_are(head: str) -> None:
    submission, _ = read_submission((head + ROWS.format(row="")).encode())
    statements, messages = read_statements(submission)
    assert statements == ()
    assert [message.code for message in messages] == ["tables.fused-columns"]


def test_figures_that_touch_under_their_columns_are_no_sign_of_lost_blanks() -> None:
    text = """HAVERSTOCK PAPER COMPANY
BALANCE SHEETS
(in thousands)
December 31,                      1996     1995
Cash                          $  5,310$   4,906
Receivables                     19,120   18,806
Property, net                   22,760   21,269
Total assets                  $ 47,190$  44,981
Accounts payable              $ 13,000$  12,000
Long-term debt                  18,000
Retained earnings               16,190   32,981
Total liabilities and equity  $ 47,190$  44,981
"""
    submission, _ = read_submission(text.encode())
    [statement], messages = read_statements(submission)
    assert messages == ()
    [debt] = [line for line in statement.lines if line.label == "Long-term debt"]
    assert [cell and str(cell.value) for cell in debt.cells] == ["18000", None]


@pytest.mark.parametrize("unclear", [3, 9])
def test_statements_of_which_few_rows_can_be_parted_are_refused(unclear: int) -> None:
    rows = [row for row in ROWS.splitlines() if row != "{row}"]
    parted = [*rows[:2], *rows[-2:]] if unclear < len(rows) // 2 else rows
    text = "\n".join([*parted, *(f"Other item {chr(97 + n)} .$5951,325" for n in range(unclear))])
    submission, _ = read_submission((HEAD + text + "\n").encode())
    statements, messages = read_statements(submission)
    assert statements == ()
    assert [message.code for message in messages] == ["tables.fused-columns"]
