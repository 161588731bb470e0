"""The names of a company's own concepts: what the line is, and not what its caption says beside it."""

from __future__ import annotations

import pytest

from converter.mapping.extensions import extension_for
from tests.test_footing_text import read_statement


@pytest.mark.parametrize(
    ("heading", "caption", "name"),
    [
        ("Fixed maturities:", "At fair value (cost $864,133, 1994 and $687,075, 1993)", "FixedMaturitiesFairValue"),
        ("Investments", "Floating rate stocks, at fair value (cost $19,618)", "FloatingRateStocksFairValue"),
        ("First mortgage bonds:", "7 1/8% due December 1, 2013", "FirstMortgageBondsDueDecember"),
        ("Pollution control bonds (Note 4)", "Series B - 5.50% due 2023", "PollutionControlBondsSeriesBDue"),
        ("Members", "Patronage rebates (Note 7)", "PatronageRebates"),
        ("Members", "Rebates (of members) deferred", "RebatesMembersDeferred"),
        ("Sundries", "Other", "SundriesOther"),
    ],
)
def test_a_concept_is_named_after_what_the_line_is(heading: str, caption: str, name: str) -> None:
    statement = read_statement(f"balance_sheet\n{heading}\n  {caption} | 813 | 705\n  Rest | 187 | 295\n")
    line = next(line for line in statement.lines if line.label == caption)
    assert extension_for(statement, line, None, 1, ()).name == f"ext:{name}"
