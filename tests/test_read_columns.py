"""Figures and the columns that they stand in: what is read from rows that do not stand as the others do."""

from __future__ import annotations

import pytest

from converter.read.statements import read_statements
from converter.read.submission import read_submission

HEAD = """DUNLIN CREEK COMPANY
CONSOLIDATED BALANCE SHEETS
(In thousands)
                                                     December 31,
                                                   1996          1995
"""
ROWS = """Cash and cash equivalents                       $ 5,310       $ 4,906
Receivables                                      19,120        18,806
Inventories                                      14,003        13,115
Prepaid expenses                                    807           904
{row}
Property, net                                    22,760        21,269
Total assets                                     62,000        59,000
Accounts payable                                 13,000        12,000
Long-term debt                                   18,000        19,000
Common stock                                     10,000        10,000
Retained earnings                                21,000        18,000
Total liabilities and stockholders' equity      $62,000       $59,000
"""


def figures(row: str, head: str = HEAD) -> tuple[dict[str, list[str]], list[str]]:
    """The printed figures of each label (`?` before those that are no amount), and the codes of the messages."""
    submission, _ = read_submission((head + ROWS.format(row=row)).encode())
    statements, messages = read_statements(submission)
    rows = {
        line.label: ["" if cell is None else "?" * (cell.value is None) + cell.text.strip("$ ") for cell in line.cells]
        for statement in statements
        for line in statement.lines
    }
    return rows, [message.code for message in messages]


def read_row(row: str, head: str = HEAD) -> list[str]:
    """The figures of a row; all others are read as they stand whatever it is."""
    rows, _ = figures(row, head)
    assert rows["Prepaid expenses"] == ["807", "904"]
    assert rows["Property, net"] == ["22,760", "21,269"]
    label = row[: len("Deferred charges")]
    return next(cells for name, cells in rows.items() if name.startswith(label))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("Deferred charges                                  1,310         1,204", ["1,310", "1,204"]),
        ("Deferred charges                                  1,310", ["1,310", ""]),
        ("Deferred charges                                                1,204", ["", "1,204"]),
        ("Deferred charges                                      -         1,204", ["-", "1,204"]),
        # A tab too many or too few moves the whole row.
        ("Deferred charges                           1,310         1,204", ["1,310", "1,204"]),
        ("Deferred charges                                           1,310         1,204", ["1,310", "1,204"]),
        # Each figure a little off its own column.
        ("Deferred charges                                1,310             1,204", ["1,310", "1,204"]),
        # A reference to a note, beside the figure or where the figure would be.
        ("Deferred charges                            7      1,310        1,204", ["1,310", "1,204"]),
        ("Deferred charges                         (4,5)     1,310        1,204", ["1,310", "1,204"]),
        ("Deferred charges                            7                   1,204", ["", "1,204"]),
        # Ratios beside the amounts.
        ("Deferred charges                                 1,310  2.1%    1,204  2.0%", ["1,310", "1,204"]),
        ("Deferred charges                                 1,310  2.1     1,204  2.0", ["1,310", "1,204"]),
        # A figure in two pieces: the other one stands where it should.
        ("Deferred charges                                 (1,310)       (1, 204)", ["(1,310)", ""]),
        # Figures of another table, at the left of the columns.
        ("Deferred charges       1,310      1,204", ["?1,310", ""]),
        ("Deferred charges    1,310      1,204           2,310", ["?1,310", ""]),
        # More figures than columns, of which some end under one by chance.
        ("Deferred charges  311   450    620    830    1,310    1,204    1,117", ["?311", ""]),
        # More figures than columns, of which the last end under these.
        ("Deferred charges    132    1999                  1,310         1,204", ["1,310", "1,204"]),
        # Two figures under one column.
        ("Deferred charges                           310      1,310    96     1,204", ["?310", ""]),
        # A parenthesis that ends under a column, and one that touches the figure.
        (f"Deferred charges, {'a' * 27} (Note 16)", ["", ""]),
        (f"Deferred charges of ($87 in {'a' * 13} 1995)1,310         1,204", ["1,310", "1,204"]),
        # A year that ends under a column.
        (f"Deferred charges, {'a' * 32} 1996", ["", ""]),
        # The number of the page.
        ("Deferred charges                        19", ["", ""]),
    ],
)
def test_rows_that_stand_otherwise(row: str, cells: list[str]) -> None:
    assert read_row(row) == cells


def test_figures_that_are_left_out_are_named() -> None:
    assert figures("Deferred charges       1,310      1,204")[1] == ["tables.ragged-row"]
    assert figures("Deferred charges                                  1,310         1,204")[1] == []


def test_a_reference_under_its_head_is_none_of_the_figures() -> None:
    head = HEAD.replace("                1996  ", "    Note        1996  ")
    assert read_row("Deferred charges                       7                        1,204", head) == ["", "1,204"]
    assert read_row("Deferred charges                      12         1,310          1,204", head) == ["1,310", "1,204"]
    assert read_row("Deferred charges                       7", head) == ["", ""]


@pytest.mark.parametrize(
    ("gap", "cells"),
    [
        (14, {"Buildings": ["804,500"], "Less depreciation": ["(120,675)"], "Land": ["210,000"]}),
        (3, {"Buildings": ["804,500"], "Less depreciation": ["(120,675)"], "Land": ["210,000"]}),
    ],
)
def test_components_in_an_inner_column_and_their_sums_in_an_outer_one(gap: int, cells: dict[str, list[str]]) -> None:
    text = f"""DUNLIN CREEK PARTNERS
BALANCE SHEET
                                              December 31, 1996
Cash                                         {"":{gap}}   310,000
Land                                         {"":{gap}}   210,000
Buildings                                    804,500
Less depreciation                           (120,675)
                                             -------
                                             {"":{gap}}   683,825
Furniture                                     90,000
Less depreciation of furniture               (10,000)
                                             {"":{gap}}    80,000
Total assets                                 {"":{gap}} 1,283,825
Payables                                     {"":{gap}}   283,825
Partners' capital                            {"":{gap}} 1,000,000
Total liabilities and capital                {"":{gap}} 1,283,825
"""
    submission, _ = read_submission(text.encode())
    [statement] = read_statements(submission)[0]
    assert len(statement.columns) == 1
    found = {line.label: [cell.text for cell in line.cells if cell is not None] for line in statement.lines}
    assert {label: found[label] for label in cells} == cells


@pytest.mark.parametrize(
    "footer",
    [
        "                                                   19",
        "                                                   19 (27)",
        "See accompanying notes to consolidated statements.     19",
        "The accompanying notes are an integral part of these statements.    19",
    ],
)
def test_the_number_of_a_page_below_a_statement_is_no_figure_of_it(footer: str) -> None:
    submission, _ = read_submission((HEAD + ROWS.format(row="") + f"\n{footer}\n<PAGE>\n").encode())
    [statement] = read_statements(submission)[0]
    assert statement.lines[-1].label == "Total liabilities and stockholders' equity"


def test_a_page_of_few_rows_has_the_columns_of_the_page_before_it() -> None:
    rest = """<PAGE>
Notes payable of subsidiaries, at rates from 5.1 to 6.2%
  that ended in 1996
Deferred taxes                                    1,310
"""
    rows = ROWS.format(row="").replace("Total liabilities and stockholders' equity      $62,000       $59,000\n", rest)
    submission, _ = read_submission((HEAD + rows).encode())
    [statement] = read_statements(submission)[0]
    assert [cell and cell.text for cell in statement.lines[-1].cells] == ["1,310", None]
