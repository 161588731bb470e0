"""One value for a concept in a period: which of two lines keeps it, and whose statements take part.

All companies are invented; each list of lines says by which authority they have their concept, and how sure it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.mapping.decisions import Decision
from converter.mapping.uniqueness import settle
from converter.model import Candidate, Scope, Status
from converter.taxonomy.release import load_taxonomy
from tests.footed import foot
from tests.test_footing_text import read_statement
from tests.test_mapping import with_durations

if TYPE_CHECKING:
    from converter.model import Statement

_SHEET = "balance_sheet\nTotal assets | 900 | 935\n"
_PARENT = "balance_sheet\nTotal assets | 520 | 540\n"


def decision(name: str, confidence: float, by: str = "model", *others: tuple[str, float]) -> Decision:
    """An accepted concept, with what it could be otherwise."""
    candidates = tuple(Candidate(f"us-gaap:{other}", share, ("as they say",)) for other, share in others)
    concept = load_taxonomy().concept(f"us-gaap:{name}")
    return Decision(concept, Status.ACCEPTED, confidence, by, ("so they say",), candidates)


def settled(*parts: tuple[Statement, list[Decision]], first: int = 0) -> list[tuple[str, str]]:
    """What all lines, from that one on, are afterwards: the local name of the concept and the status."""
    settle(
        [(statement, foot(statement)[0]) for statement, _ in parts],
        [dict(enumerate(decisions, first)) for _, decisions in parts],
        load_taxonomy(),
    )
    return [
        (each.concept.name.removeprefix("us-gaap:") if each.concept is not None else "", str(each.status))
        for _, decisions in parts
        for each in decisions
    ]


def read(source: str, scope: Scope = Scope.CONSOLIDATED) -> Statement:
    """A statement in the notation of the tests of footing."""
    return replace(with_durations(read_statement(source)), scope=scope)


def test_statements_of_the_parent_alone_take_nothing_from_those_of_the_group() -> None:
    parent = (read(_PARENT, Scope.PARENT_ONLY), [decision("Assets", 0.99)])
    group = (read(_SHEET), [decision("Assets", 0.95)])
    assert settled(parent, group) == [("Assets", "accepted"), ("Assets", "accepted")]


def test_a_second_value_in_the_same_period_is_for_review_with_the_next_candidate() -> None:
    source = "income_statement\nInterest expense | 40 | 38\nInterest | 12 | 11\n"

    def found(by: str) -> list[tuple[str, str]]:
        sure, second = (decision("InterestExpense", share, of) for share, of in ((0.97, "model"), (0.90, by)))
        second.candidates = decision("InterestPaid", 0.3, "model", ("InterestPaid", 0.3)).candidates
        return settled((read(source), [sure, second]))

    assert found("rule:interest") == [("", "extension"), ("InterestExpense", "accepted")]
    assert found("model")[1] == ("InterestPaid", "review")


def test_a_candidate_that_is_hardly_likely_or_taken_as_well_does_not_step_in() -> None:
    source = "income_statement\nInterest expense | 40\nInterest paid | 35\nInterest | 12\n"

    def third(*others: tuple[str, float]) -> tuple[str, str]:
        known = [decision("InterestExpense", 0.97), decision("InterestPaid", 0.96)]
        return settled((read(source), [*known, decision("InterestExpense", 0.90, "model", *others)]))[2]

    assert third(("InterestPaid", 0.5), ("InterestExpenseDebt", 0.2)) == ("InterestExpenseDebt", "review")
    assert third(("InterestPaid", 0.5)) == ("", "extension")
    assert third(("InterestExpenseDebt", 0.1)) == ("InterestExpenseDebt", "review")
    assert third(("InterestExpenseDebt", 0.09)) == ("", "extension")


def test_two_lines_that_claim_one_concept_by_the_same_authority_are_both_for_review() -> None:
    source = "income_statement\nInterest, banks | 40 | 38\nInterest, others | 12 | 11\n"

    def both(first: str, second: str) -> list[str]:
        lines = [decision("InterestExpense", 0.97, first), decision("InterestExpense", 0.9, second)]
        return [status for _, status in settled((read(source), lines))]

    assert both("model", "model") == ["review", "extension"]
    assert both("rule:interest", "rule:other") == ["review", "extension"]
    assert both("rule:interest", "model") == ["accepted", "extension"]
    assert both("ledger:invented.json", "ledger:invented.json") == ["accepted", "extension"]


def test_the_same_value_again_or_in_another_period_is_no_second_claim() -> None:
    sheet = (read(_SHEET), [decision("Assets", 0.99)])
    again = (read("balance_sheet\nTotal | 900 | 935\n"), [decision("Assets", 0.95)])
    rounded = (read("balance_sheet\nTotal | 901 | 936\n"), [decision("Assets", 0.95)])
    other = (read("balance_sheet\nTotal | 902 | 935\n"), [decision("Assets", 0.95)])
    assert settled(sheet, again)[1] == ("Assets", "accepted")
    assert settled(sheet, rounded)[1] == ("Assets", "accepted")
    assert settled(sheet, other)[1] == ("", "extension")


def test_of_equals_in_a_balance_sheet_the_sum_keeps_the_concept() -> None:
    source = "balance_sheet\nDebt:\n  Banks | 40 | 38\n  Others | 12 | 11\n    Total long-term debt | 52 | 49\n"
    lines = [decision("LongTermDebtNoncurrent", 0.97) for _ in range(3)]
    found = settled((read(source), lines), first=1)
    assert found == [("", "extension"), ("", "extension"), ("LongTermDebtNoncurrent", "accepted")]


def test_the_opening_cash_of_a_year_is_the_closing_cash_of_the_year_before() -> None:
    source = "cash_flow\nCash at beginning of year | 30 | 20\nCash at end of year | 45 | 30\n"
    name = "CashAndCashEquivalentsAtCarryingValue"
    assert settled((read(source), [decision(name, 0.97), decision(name, 0.96)])) == [(name, "accepted")] * 2
    wrong = "cash_flow\nCash at beginning of year | 31 | 20\nCash at end of year | 45 | 34\n"
    assert ("", "extension") in settled((read(wrong), [decision(name, 0.97), decision(name, 0.96)]))


def test_a_sum_without_a_caption_is_less_than_a_printed_total_and_the_last_of_several_is_the_total() -> None:
    """130 before what will not be collected, or before other income: not the revenues that the statement ends with."""
    printed = (
        "income_statement\nOperating revenues:\n  Local | 70 | 60\n  Long distance | 60 | 50\n    Sum | 130 | 110\n"
        "  Uncollectible | (5) | (4)\n    Total operating revenues | 125 | 106\n"
    )
    assert revenues(printed, 4) == [("", "extension"), ("Revenues", "accepted")]
    neither = printed.replace("Total operating revenues", "Sum")
    assert revenues(neither, 4, 6) == [("", "extension"), ("Revenues", "accepted")]
    first = printed.replace("(5) | (4)", "5 | 4").replace("125 | 106", "135 | 114")
    assert revenues(first, 4, 6) == [("", "extension"), ("Revenues", "accepted")]


def revenues(source: str, *made: int) -> list[tuple[str, str]]:
    """What two lines are that both are revenues by a rule; `made` are those whose caption is not printed."""
    statement = read(source)
    lines = [replace(line, generated_label=line.index + 1 in made) for line in statement.lines]
    statement = replace(statement, lines=tuple(lines))
    both = {3: decision("Revenues", 0.95, "rule:revenues"), 5: decision("Revenues", 0.95, "rule:revenues")}
    settle([(statement, foot(statement)[0])], [both], load_taxonomy())
    return [
        (each.concept.name.removeprefix("us-gaap:") if each.concept is not None else "", str(each.status))
        for each in both.values()
    ]


@pytest.mark.parametrize(
    ("by", "confidence", "concept", "status"),
    [
        ("rule:recoverable", 0.14, None, Status.EXTENSION),
        ("rule:recoverable", 0.45, "us-gaap:DeferredTaxAssetsNetNoncurrent", Status.REVIEW),
        ("model", 0.14, "us-gaap:DeferredTaxAssetsNetNoncurrent", Status.REVIEW),
        ("model", 0.05, None, Status.EXTENSION),
    ],
)
def test_what_a_rule_knows_does_not_become_what_the_model_has_little_to_say_for(
    by: str, confidence: float, concept: str | None, status: Status
) -> None:
    """Two things that a utility may recover: one concept cannot have both figures."""
    statement = read_statement("balance_sheet\nRecoverable vacations | 846\nRecoverable deferred taxes | 5,713\n")
    asset = load_taxonomy().concept("us-gaap:RegulatoryAssetsNoncurrent")
    candidates = (Candidate("us-gaap:DeferredTaxAssetsNetNoncurrent", confidence, ()),)
    first = Decision(asset, Status.ACCEPTED, 0.99, "rule:recoverable", ("so",), ())
    second = Decision(asset, Status.ACCEPTED, 0.95, by, ("so",), candidates)
    settle([(statement, foot(statement)[0])], [{0: first, 1: second}], load_taxonomy())
    assert first.concept is asset
    assert (second.concept.name if second.concept is not None else None, second.status) == (concept, status)


def test_a_line_of_another_statement_leaves_no_doubt_on_those_beside_it() -> None:
    sheet = (read(_SHEET), [decision("Assets", 0.95)])
    source = "balance_sheet\nCash | 20 | 30\nTotal assets | 520 | 540\n"
    other = (read(source), [decision("CashAndDueFromBanks", 0.9), decision("Assets", 0.9)])
    assert settled(sheet, other) == [("Assets", "accepted"), ("CashAndDueFromBanks", "accepted"), ("", "extension")]
