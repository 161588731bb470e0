"""What the reader is not certain of reaches the reviewer: such lines are never accepted without a person."""

from __future__ import annotations

import pytest

from converter.model import Status, UnitKind
from converter.pipeline import Settings, Track, map_reading, read
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.test_read_unscaled import INCOME

SHEET = """
CORMORANT CHANDLERY, INC.
CONSOLIDATED BALANCE SHEETS
{scale}
                                                December 31,
                                              1996        1995
Cash                                      $     842   $     790
Inventories                                   4,310       4,118
Property, net                                10,440      10,105
Total assets                              $  15,592   $  15,013
Accounts payable                          $   1,042   $   1,013
Common stock                                    550         550
Retained earnings                            14,000      13,450
Total liabilities and stockholders' equity $ 15,592   $  15,013

"""


@pytest.mark.parametrize("scale", ["(In thousands)", ""])
def test_a_statement_without_the_scale_of_the_one_beside_it_is_left_for_review(scale: str) -> None:
    track = Track()
    reading = read((SHEET.format(scale=scale) + INCOME).encode(), track)
    _, mapped = map_reading(reading, Settings(), track)
    [sheet, income] = mapped
    money = {line.line for line in income.lines if income.statement.lines[line.line].unit is UnitKind.MONEY}
    statuses = {line.status for line in income.lines if line.line in money}
    assert (Status.ACCEPTED in statuses) is (scale == "")
    assert any(line.status is Status.ACCEPTED for line in sheet.lines)
    said = [message for message in track.messages if message.code == "statements.no-scale"]
    assert len(said) == bool(scale)
    if scale:
        assert said[0].span is not None
        assert said[0].span.first_line == income.statement.span.first_line
        assert all("in units of 1,000" in line.reasons[0] for line in income.lines if line.status is Status.REVIEW)


def warned(*documents: str) -> int:
    """How many statements are said to print no scale."""
    text = "".join(f"<DOCUMENT>\n<TYPE>EX-13\n<TEXT>\n{body}</TEXT>\n</DOCUMENT>\n" for body in documents)
    submission, _ = read_submission(text.encode())
    return sum(message.code == "statements.no-scale" for message in read_statements(submission)[1])


def test_the_scale_of_another_document_or_of_the_parent_says_nothing() -> None:
    sheet = SHEET.format(scale="(In thousands)")
    assert warned(sheet + INCOME) == 1
    assert warned(sheet, INCOME) == 0
    parent = sheet.replace("CONSOLIDATED BALANCE SHEETS", "BALANCE SHEETS (PARENT COMPANY ONLY)")
    assert warned(parent + INCOME) == 0
    dollars = INCOME.replace("$  31,960", "31,960,118").replace("$  30,126", "30,126,402")
    assert dollars != INCOME
    assert warned(sheet + dollars) == 0
