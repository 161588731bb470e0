"""The scale of a statement that prints none: proven by amounts that it repeats, or left as it stands."""

from __future__ import annotations

import pytest

from converter.model import UnitKind
from converter.read.statements import read_statements
from converter.read.submission import read_submission

INCOME = """CORMORANT CHANDLERY, INC.
CONSOLIDATED STATEMENTS OF INCOME
                                           Years ended December 31,
                                              1996        1995
Net sales                                 $  31,960   $  30,126
Cost of sales                                28,340      27,583
Income before income taxes                    3,620       2,543
Income taxes                                  1,200         900
Net income                                $   2,420   $   1,643
Net income per share                      $    1.21   $     .82
"""
FLOWS = """CORMORANT CHANDLERY, INC.
CONSOLIDATED STATEMENTS OF CASH FLOWS
(In thousands)
                                           Years ended December 31,
                                              1996        1995
Net income                                $   2,420   $   1,643
Depreciation                                    305         311
Cash from operating activities                2,725       1,954
Additions to property, investing             (1,200)     (1,700)
Dividends, financing                         (1,000)     (1,000)
Increase (decrease) in cash                     525        (746)
Cash at end of year                       $   2,478   $   1,953
"""
PAGE = "<PAGE>\n"


def scales(*documents: str) -> dict[str, list[int]]:
    """For each statement the powers of ten of its money and of its amounts per share."""
    text = "".join(f"<DOCUMENT>\n<TYPE>EX-13\n<TEXT>\n{body}</TEXT>\n</DOCUMENT>\n" for body in documents)
    submission, _ = read_submission(text.encode())
    statements, messages = read_statements(submission)
    said = [message.span for message in messages if message.code == "statements.proven-scale"]
    proven = [span.first_line for span in said if span is not None]
    assert len(said) == len({statement.span.first_line for statement in statements} & set(proven))
    return {
        statement.kind: sorted({line.scale for line in statement.lines if line.has_values}) for statement in statements
    }


def test_two_amounts_of_another_statement_prove_its_scale() -> None:
    assert scales(INCOME + PAGE + FLOWS) == {"income_statement": [0, 3], "cash_flow": [3]}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("1,643", "1,644"),  # one amount alone
        ("2,420   $   1,643", "2,400   $   1,600"),  # round ones
        ("1996        1995", "1994        1993"),  # of other years
        ("(In thousands)", "(In thousands of Canadian dollars)"),
    ],
)
def test_what_may_be_repeated_by_chance_proves_nothing(here: str, there: str) -> None:
    both = FLOWS.replace(here, there)
    assert both != FLOWS
    income = INCOME.replace(here, there) if "2,400" in there else INCOME
    assert scales(income + PAGE + both)["income_statement"] == [0]


def test_small_amounts_prove_nothing() -> None:
    income = INCOME.replace("2,420   $   1,643", "  420   $     643")
    flows = FLOWS.replace("2,420   $   1,643", "  420   $     643")
    assert scales(income + PAGE + flows)["income_statement"] == [0]


def test_the_amounts_of_another_document_prove_nothing() -> None:
    assert scales(INCOME, FLOWS)["income_statement"] == [0]


def test_the_amounts_of_the_parent_prove_nothing() -> None:
    parent = FLOWS.replace("CONSOLIDATED STATEMENTS OF CASH FLOWS", "STATEMENTS OF CASH FLOWS (PARENT COMPANY ONLY)")
    assert scales(INCOME + PAGE + parent)["income_statement"] == [0]


def test_statements_in_several_scales_prove_nothing() -> None:
    sheet = """CORMORANT CHANDLERY, INC.
CONSOLIDATED BALANCE SHEETS
(In millions)
                                           December 31,
                                              1996        1995
Cash                                      $   2,478   $   1,953
Property, net                                10,440      10,105
Total assets                                 12,918      12,058
Accounts payable                              3,620       2,543
Net income of the year, in equity             2,420       1,643
Total liabilities and equity              $  12,918   $  12,058
"""
    assert scales(INCOME + PAGE + FLOWS + PAGE + sheet)["income_statement"] == [0]


SHARES = "Average shares outstanding                  2,000,000   2,003,000\n"
SHEET = """CORMORANT CHANDLERY, INC.
CONSOLIDATED BALANCE SHEETS
                                           December 31,
                                              1996        1995
Cash                                      $   2,478   $   1,953
Property, net                                10,440      10,105
Total assets                                 12,918      12,058
Accounts payable                              3,620       2,543
Shareholders' equity                          9,298       9,515
Total liabilities and equity              $  12,918   $  12,058
"""


def test_what_shares_prove_of_one_statement_holds_for_those_that_print_no_scale() -> None:
    found = scales(INCOME + SHARES + PAGE + SHEET)
    assert found == {"income_statement": [0, 3], "balance_sheet": [3]}


def test_what_shares_prove_of_one_statement_changes_none_that_prints_its_scale() -> None:
    sheet = SHEET.replace("SHEETS\n", "SHEETS\n(In millions)\n")
    assert scales(INCOME + SHARES + PAGE + sheet)["balance_sheet"] == [6]


def test_another_message_about_a_statement_proves_no_scale() -> None:
    fused = INCOME.replace("28,340      27,583", "28,3 40     27,583")  # a typing error, of which a message tells
    assert scales(fused + PAGE + SHEET)["balance_sheet"] == [0]


def test_a_rate_that_a_caption_quotes_does_not_make_its_amount_one_per_share() -> None:
    text = INCOME.replace(
        "Net income per share ",
        "Dividends declared: ($.08 per share)           (514)       (502)\nNet income per share ",
    )
    submission, _ = read_submission(text.encode())
    (statement,), _ = read_statements(submission)
    units = {line.label: line.unit for line in statement.lines}
    assert units["Dividends declared: ($.08 per share)"] is UnitKind.MONEY
    assert units["Net income per share"] is UnitKind.PER_SHARE
