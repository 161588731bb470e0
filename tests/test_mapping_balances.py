"""What the mapping makes of balances at the ends of a period, and of losses in a cash flow."""

from __future__ import annotations

import pytest

from converter.footing.tree import foot
from converter.mapping.choose import map_statements
from converter.mapping.sections import is_opening
from converter.taxonomy.release import load_taxonomy
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations


@pytest.mark.parametrize(
    ("caption", "opening"),
    [
        ("Cash and cash equivalents at beginning of year", True),
        ("Cash and cash equivalents at January 1", True),
        ("CASH, JULY 1", True),
        ("Cash and cash equivalents at December 31", False),
        ("Cash and cash equivalents at January 1, 1995", False),  # or the last day of 52 weeks
        ("Cash and cash equivalents at July 11", False),
        ("Cash at end of year (the Saturday nearest to January 1)", False),
    ],
)
def test_a_balance_of_the_first_day_is_that_of_the_beginning(caption: str, opening: bool) -> None:
    assert is_opening(caption) is opening


@pytest.mark.parametrize(("printed", "sign"), [("(14,332) | (40,801)", 1), ("14,332 | 40,801", -1)])
def test_a_loss_from_discontinued_operations_is_a_loss_in_a_cash_flow_too(printed: str, sign: int) -> None:
    statement = with_durations(
        read_statement(
            "cash_flow\nNet cash provided by continuing operations | 24,786 | 62,358\n"
            f"Loss from discontinued operations | {printed}\nNet cash provided by operations | 10,454 | 21,557\n"
        )
    )
    [mapped], _ = map_statements([(statement, foot(statement)[0])], load_taxonomy())
    loss = mapped.lines[1]
    assert loss.concept is not None
    assert "DiscontinuedOperations" in loss.concept
    assert loss.sign == sign
