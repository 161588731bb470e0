"""What is said of tables under the words of a title whose columns have no period."""

from __future__ import annotations

from converter.messages import Message, Severity, Span
from converter.model import Scope, StatementKind
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from converter.read.titles import Title
from converter.read.undated import said_of_undated

SHEET = """\
                           BALANCE SHEETS
                           (in thousands)
                                              December 31,
                                           1996         1995
                                         --------     --------
Loans                                    $ 25,542     $ 23,110
Cash                                          618          540
                                         --------     --------
Total assets                             $ 26,160     $ 23,650
                                         ========     ========
Members' certificates                    $ 14,020     $ 12,880
Retained earnings                          12,140       10,770
                                         --------     --------
Total liabilities and equity             $ 26,160     $ 23,650
                                         ========     ========
"""


SPAN = Span(first_line=3, first_column=1, last_line=9, last_column=60)
LEFT_OUT = tuple(
    Message(code="statements.column-left-out", severity=Severity.WARNING, text=f"column {number} ...", span=SPAN)
    for number in (1, 2, 3)
)


def title(kind: StatementKind) -> Title:
    return Title(line=3, last_line=3, kind=kind, text="Balance Sheet", scope=Scope.CONSOLIDATED, continued=False)


def test_a_table_without_periods_is_a_warning_only_where_nothing_else_of_its_kind_is_read() -> None:
    statements, _ = read_statements(read_submission(SHEET.encode())[0])
    alone = tuple(said_of_undated([(title(StatementKind.CASH_FLOW), LEFT_OUT)], statements))
    assert alone == LEFT_OUT
    (beside,) = said_of_undated([(title(StatementKind.BALANCE_SHEET), LEFT_OUT)], statements)
    assert (beside.code, beside.severity, beside.span) == ("statements.set-apart", Severity.INFO, SPAN)
    assert "'Balance Sheet'" in beside.text
