"""A file that was cut off is told from one that ends with a statement."""

from __future__ import annotations

import pytest

from converter.footing.ending import cut_off
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.footed import foot

BALANCE = """\
                         WICKER & REED, INC.
                           BALANCE SHEETS
                           (In thousands)
                                         June 30,     June 30,
                                           1998         1997
                                         --------     --------
Current assets:
  Cash                                   $    120     $     95
  Receivables                                 340          310
                                         --------     --------
    Total current assets                      460          405
Equipment, net                                 75           80
                                         --------     --------
    Total assets                         $    535     $    485
                                         ========     ========
Accounts payable                         $    130     $    125
Common stock                                  200          200
Retained earnings                             205          160
                                         --------     --------
    Total liabilities and equity         $    535     $    485
                                         ========     ========
"""

INCOME = """\
                         WICKER & REED, INC.
                         STATEMENTS OF INCOME
                           (In thousands)
                                         Year ended June 30,
                                           1998         1997
                                         --------     --------
Sales                                    $  1,900     $  1,700
Cost of sales                               1,300        1,150
                                         --------     --------
  Gross profit                                600          550
Selling expenses                              410          390
                                         --------     --------
  Income before taxes                         190          160
Income taxes                                   70           60
                                         --------     --------
  Net income                             $    120     $    100
                                         ========     ========
Memo: rent paid                                33           31
"""


def is_cut_off(text: str) -> bool:
    submission, _ = read_submission(text.encode())
    statements, _ = read_statements(submission)
    assert statements
    return cut_off(submission, [(statement, foot(statement)[0]) for statement in statements]) is not None


def upto(text: str, label: str) -> str:
    end = text.index("\n", text.index(label))
    return text[: end + 1]


@pytest.mark.parametrize("text", [BALANCE, INCOME], ids=["balance sheet", "income statement"])
def test_a_text_may_end_with_a_statement(text: str) -> None:
    assert not is_cut_off(text)


@pytest.mark.parametrize("label", ["    Total assets", "Accounts payable", "Retained earnings"])
def test_a_balance_sheet_without_its_second_side_is_cut_off(label: str) -> None:
    assert is_cut_off(upto(BALANCE, label))


@pytest.mark.parametrize("label", ["Selling expenses", "Income taxes"])
def test_an_income_statement_without_net_income_is_cut_off(label: str) -> None:
    assert is_cut_off(upto(INCOME, label))


def test_a_cut_in_a_line_counts_too() -> None:
    assert is_cut_off(upto(BALANCE, "Retained earnings")[:-12])


def test_the_end_of_a_table_or_words_after_it_are_an_end() -> None:
    unfinished = upto(INCOME, "Selling expenses")
    assert not is_cut_off(unfinished + "</TABLE>\n")
    assert not is_cut_off(unfinished + "\n\nSee accompanying notes.\n")


def in_a_document(text: str, end: str = "</TEXT>\n</DOCUMENT>\n") -> str:
    return f"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n{text}{end}"


def test_headings_may_follow_where_the_document_has_no_end() -> None:
    unfinished = upto(BALANCE, "    Total assets") + "\n                LIABILITIES AND EQUITY\nCurrent liabilities:\n"
    assert is_cut_off(in_a_document(unfinished, ""))
    assert not is_cut_off(in_a_document(unfinished)), "whoever wrote the end tag had no more to say"
    assert not is_cut_off(in_a_document(BALANCE + "\nSee accompanying notes.\n", ""))
    assert not is_cut_off(in_a_document(unfinished + "Words of a report.\n" * 100, ""))
