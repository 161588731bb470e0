"""What the arithmetic of a statement rules out, and when it is not believed."""

from __future__ import annotations

import pytest

from converter.footing.tree import foot
from converter.mapping.candidates import no_candidates
from converter.mapping.lines import sheet_of
from converter.mapping.model import Choice, Ranked
from converter.mapping.plausibility import plausible_choices
from converter.taxonomy.release import load_taxonomy
from tests.test_boosting import a_round
from tests.test_footing_text import read_statement

SOURCE = "balance_sheet\nCommon stock | 4,000 | 4,000\nPaid in capital | 18,000 | 17,000\n    Total | 22,000 | 21,000\n"


@pytest.mark.parametrize(("sureness", "expected"), [(0.9, "CommonStockHeldBySubsidiary"), (0.1, "CommonStockValue")])
def test_the_sign_of_a_line_counts_where_its_total_is_sure(sureness: float, expected: str) -> None:
    """A total that is surely assets makes common stock an asset; one that is hardly known decides nothing."""
    statement = read_statement(SOURCE)
    tree, _ = foot(statement)
    _, outcome = a_round((1.0,))

    def ranked(name: str, probability: float) -> Ranked:
        return Ranked(name, probability, outcome, 0)

    candidates = [
        (ranked("CommonStockValue", 0.95), ranked("CommonStockHeldBySubsidiary", 0.05)),
        (ranked("AdditionalPaidInCapital", 0.9),),
        (ranked("Assets", 0.9),),
    ]
    choices = [
        Choice(
            line=line,
            evidence=no_candidates(),
            candidates=named,
            confidence=confidence,
            match=confidence,
            extension=0.0,
            regime="BS 0",
        )
        for line, named, confidence in zip(
            sheet_of(statement, frozenset()).lines, candidates, (0.8, 0.8, sureness), strict=True
        )
    ]
    sections: dict[int, tuple[str, ...]] = {choice.line.index: () for choice in choices}
    found = plausible_choices(statement, tree, choices, sections, load_taxonomy())
    assert found[0].candidates[0].name == expected
