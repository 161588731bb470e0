"""Pages without a title: which are read as statements, and what keeps a page from being taken for one."""

from __future__ import annotations

import pytest

from converter.read.statements import read_statements
from converter.read.submission import read_submission

SHEET = """                                                     December 31,
                                                   1996          1995
Cash and cash equivalents                       $ 5,310       $ 4,906
Receivables                                      19,120        18,806
Inventories                                      14,003        13,115
Prepaid expenses                                  1,204         1,117
Property, net                                    22,363        21,056
                                                -------       -------
Total assets                                    $62,000       $59,000
                                                =======       =======
Accounts payable                                $ 9,110       $ 8,806
Accrued liabilities                               3,890         3,194
Long-term debt                                   18,000        19,000
Common stock                                     10,000        10,000
Retained earnings                                21,000        18,000
                                                -------       -------
Total liabilities and stockholders' equity      $62,000       $59,000
                                                =======       =======
"""
INCOME = """                                               Years ended December 31,
                                                   1996          1995
Net sales                                       $91,204       $88,120
Cost of sales                                    61,003        59,117
Selling expenses                                 14,201        13,990
Administrative expenses                           7,890         7,613
Interest expense                                  1,510         1,600
Interest income                                    (402)         (380)
Other, net                                          202           180
Income before income taxes                        6,800         6,000
Income taxes                                      2,489         2,122
Net income                                      $ 4,311       $ 3,878
"""
FLOWS = """                                               Years ended December 31,
                                                   1996          1995
Net income                                      $ 4,311       $ 3,878
Depreciation                                      3,204         3,117
Change in receivables                              (314)         (290)
Change in inventories                              (888)         (710)
Net cash provided by operating activities         6,313         5,995
Additions to property                            (4,511)       (4,202)
Net cash used in investing activities            (4,511)       (4,202)
Payments of debt                                 (1,000)       (1,000)
Dividends                                          (398)         (390)
Net cash used in financing activities            (1,398)       (1,390)
Increase in cash                                    404           403
Cash at beginning of year                         4,906         4,503
Cash at end of year                             $ 5,310       $ 4,906
"""
PROSE = "The mill was built in the year of the flood, and has been ours since.\n" * 3
LETTER = "To our shareholders\n\nThe year was a good one for the mill.\n"


def kinds(*pages: str, between: str = "<PAGE>\n") -> list[str]:
    submission, _ = read_submission(between.join((LETTER, *pages)).encode())
    statements, messages = read_statements(submission)
    assert sum(message.code == "statements.untitled" for message in messages) == len(statements)
    return [statement.kind for statement in statements]


def test_three_pages_without_a_title_are_three_statements() -> None:
    assert kinds(SHEET, INCOME, FLOWS) == ["balance_sheet", "income_statement", "cash_flow"]


@pytest.mark.parametrize("between", ["<PAGE>\n", "<page>\n", "\f\n"])
def test_pages_are_parted_by_tags_and_by_form_feeds(between: str) -> None:
    assert kinds(SHEET, INCOME, FLOWS, between=between) == ["balance_sheet", "income_statement", "cash_flow"]


def test_income_and_cash_flows_are_read_near_a_balance_sheet_only() -> None:
    assert kinds(INCOME, FLOWS) == []
    far = "<PAGE>\n".join(["The mill makes paper.\n" * 60] * 8)
    assert kinds(SHEET, far, INCOME, FLOWS) == ["balance_sheet"]


def test_their_net_income_or_cash_stands_on_another_page_too() -> None:
    assert kinds(SHEET, INCOME) == ["balance_sheet"]
    assert kinds(SHEET, FLOWS) == ["balance_sheet", "cash_flow"]  # its cash is that of the balance sheet
    other = FLOWS.replace("5,310", "9,999").replace("4,906", "8,888")
    assert kinds(SHEET, other) == ["balance_sheet"]
    half = FLOWS.replace("5,310", "9,999")
    assert kinds(SHEET, half) == ["balance_sheet", "cash_flow"]


@pytest.mark.parametrize(
    "changed",
    [
        ("equity      $62,000       $59,000", "equity      $62,000       $59,001"),  # does not balance
        ("Total assets  ", "Total holdings"),
        ("Total liabilities and stockholders' equity", "Total of the above and what is left to us "),
        ("1996          1995", "1996          1995\n  Selected figures of the mill"),
        ("Cash and cash", "Condensed, for the parent\nCash and cash"),
        ("Cash and cash", PROSE + "Cash and cash"),
    ],
)
def test_a_page_that_leaves_a_doubt_is_no_balance_sheet(changed: tuple[str, str]) -> None:
    assert changed[0] in SHEET
    assert kinds(SHEET.replace(*changed)) == []


@pytest.mark.parametrize(
    "changed",
    [
        ("Years ended December 31,", "             December 31,"),  # of which length?
        ("Income before income taxes", "Income                    "),
        ("Years ended", "Percent of sales, years ended"),
        ("Net income   ", "What is left"),
        ("Net sales", PROSE + "Net sales"),
    ],
)
def test_a_page_that_leaves_a_doubt_is_no_income_statement(changed: tuple[str, str]) -> None:
    assert changed[0] in INCOME
    assert kinds(SHEET, INCOME.replace(*changed), FLOWS) == ["balance_sheet", "cash_flow"]


@pytest.mark.parametrize("row", ["operating activities", "investing activities", "financing activities", "end of year"])
def test_a_cash_flow_statement_has_its_three_sums_and_its_cash(row: str) -> None:
    without = "\n".join(line for line in FLOWS.split("\n") if row not in line)
    assert kinds(SHEET, INCOME, without) == ["balance_sheet", "income_statement"]
    in_prose = without + f"See notes on net cash used in {row}.\n"
    assert kinds(SHEET, INCOME, in_prose) == ["balance_sheet", "income_statement"]


def test_pages_of_few_rows_are_none() -> None:
    short = "\n".join(line for line in INCOME.split("\n") if not line.startswith(("Selling", "Admin", "Other")))
    assert kinds(SHEET, short, FLOWS) == ["balance_sheet", "cash_flow"]


def test_a_kind_that_has_a_title_is_not_looked_for() -> None:
    titled = "CONSOLIDATED STATEMENTS OF INCOME\n" + INCOME
    submission, _ = read_submission("<PAGE>\n".join((LETTER, SHEET, titled, INCOME, FLOWS)).encode())
    statements, _ = read_statements(submission)
    assert [(each.kind, each.title) for each in statements] == [
        ("balance_sheet", "Balance sheet"),
        ("income_statement", "CONSOLIDATED STATEMENTS OF INCOME"),
        ("cash_flow", "Statement of cash flows"),
    ]


@pytest.mark.parametrize(("lines", "read"), [(2, True), (3, False)])
def test_a_foot_of_two_lines_is_no_text_around_a_table(lines: int, *, read: bool) -> None:
    foot = PROSE.splitlines(keepends=True)[:lines]
    assert ("income_statement" in kinds(SHEET, INCOME + "".join(foot), FLOWS)) is read
