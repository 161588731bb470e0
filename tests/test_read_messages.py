"""Messages of the reader name the very lines that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converter.messages import Severity
from converter.read.statements import read_statements
from converter.read.submission import read_submission

if TYPE_CHECKING:
    from converter.messages import Message

TITLE = """SHELDRAKE OIL COMPANY
{title}
(Thousands of dollars)
"""
STATEMENT = """                                  Years ended December 31,
                                   1996        1995
Revenues                        $ 31,210    $ 29,870
Crude oil and refining            19,430      18,400
Marketing                          3,310       3,090
Interest                           3,870       3,780
Income before income taxes         4,600       4,600
Income taxes                       1,600       1,610
Net income                      $  3,000    $  2,990
"""
LEASES = """<PAGE>

                                   2001        2000
Tankers                         $  1,210    $  1,870
Pumps                                990         870
Stations                             440         470

"""


def said(text: str, code: str) -> list[Message]:
    submission, _ = read_submission(text.encode())
    return [message for message in read_statements(submission)[1] if message.code == code]


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("CONSOLIDATED STATEMENTS OF INCOME", Severity.WARNING),
        ("PRO FORMA CONSOLIDATED STATEMENTS OF INCOME", Severity.INFO),
    ],
)
def test_a_table_that_is_left_out_is_named_from_its_first_line_to_its_last(title: str, severity: Severity) -> None:
    text = TITLE.format(title=title) + STATEMENT + LEASES
    [message] = said(text, "statements.table-left-out")
    assert message.severity is severity
    assert message.span is not None
    lines = text.split("\n")
    assert lines[message.span.first_line - 1].split() == ["2001", "2000"]
    assert lines[message.span.last_line - 1].split()[0] == "Stations"
    assert message.span.last_column == len(lines[message.span.last_line - 1])
