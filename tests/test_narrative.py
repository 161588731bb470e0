"""The tie-out: every amount in the narrative of a press release, beside the facts of its statements."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from converter.errors import InputError
from converter.messages import Severity
from converter.narrative.document import SCHEMA, tie_out_file
from converter.narrative.dump import dump
from converter.narrative.outcome import Tie
from converter.narrative.tagging import with_narrative
from converter.pipeline import Settings, Track, map_reading, read, tie
from converter.write.report import build_report
from tests.conftest import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from converter.messages import Message
    from converter.model import Report
    from converter.narrative.outcome import TieOut
    from tests.conftest import Ran

Q03, Q02 = "2003-10-01..2003-12-31", "2002-10-01..2002-12-31"
Y03, Y02 = "2003-01-01..2003-12-31", "2002-01-01..2002-12-31"
BOTH = "WeightedAverageNumberOfSharesOutstandingBasic WeightedAverageNumberOfDilutedSharesOutstanding"
DILUTED = "WeightedAverageNumberOfDilutedSharesOutstanding"

# Line of the source, amount, class, concepts of the facts, their period: typed by hand from the text of the example.
BY_HAND = """
62  $13.3 million      restates  SalesRevenueNet                                  Q03
62  $10.0 million      restates  SalesRevenueNet                                  Q02
64  $50.0 million      restates  SalesRevenueNet                                  Y03
64  $27.0 million      restates  SalesRevenueNet                                  Y02
65  $18.3 million      unmatched
65  $5.0 million       unmatched
70  $1.1 million       restates  NetIncomeLoss                                    Q03
70  $.09               restates  EarningsPerShareDiluted                          Q03
71  13.2 million shares  restates  DILUTED                                        Q03
72  $.7 million        restates  NetIncomeLoss                                    Q02
73  $.06               restates  EarningsPerShareDiluted                          Q02
73  12.3 million shares  restates  DILUTED                                        Q02
76  $3.0 million       restates  NetIncomeLoss                                    Y03
76  $.24               restates  EarningsPerShareDiluted                          Y03
77  12.7 million shares  restates  DILUTED                                        Y03
78  $.3 million        restates  NetIncomeLoss                                    Y02
78  $.03               restates  EarningsPerShareDiluted                          Y02
79  12.4 million shares  restates  DILUTED                                        Y02
83  $1.6 million       non_gaap
83  $.12               non_gaap
84  13.2 million shares  restates  DILUTED                                        Q03
86  $.1 million        restates  RestructuringCharges                             Q03
86  $.01               non_gaap
88  $.4 million        restates  EquityMethodInvestmentOtherThanTemporaryImpairment  Q03
88  $.03               non_gaap
89  $1.1 million       non_gaap
90  $.09               non_gaap
90  12.3 million shares  restates  BOTH                                           Q02
93  $.4 million        restates  ResearchAndDevelopmentInProcess                  Q02
93  $.03               non_gaap
95  $3.5 million       non_gaap
95  $.28               non_gaap
96  12.7 million shares  restates  DILUTED                                        Y03
97  26%                derived   IncomeTaxExpenseBenefit                          Y03
98  $.1 million        restates  RestructuringCharges                             Y03
99  $.01               non_gaap
99  $.4 million        restates  EquityMethodInvestmentOtherThanTemporaryImpairment  Y03
100 $.03               non_gaap
106 $1.2 million       non_gaap
106 $.10               non_gaap
107 12.4 million shares  restates  DILUTED                                        Y02
108 31%                non_gaap
109 $.6 million        restates  RestructuringCharges                             Y02
109 $.03               non_gaap
110 $.1 million        restates  LitigationSettlementExpense                      Y02
110 $.01               non_gaap
111 $.4 million        restates  ResearchAndDevelopmentInProcess                  Y02
112 $.03               non_gaap
116 $29.6 million      derived   CashAndCashEquivalentsAtCarryingValue            2003-12-31
116 $24.1 million      derived   CashAndCashEquivalentsAtCarryingValue MarketableSecuritiesCurrent  2002-12-31
153 $6.5 million       guidance
153 $7 million         guidance
160 47 percent         unmatched
161 30 percent         unmatched
190 10%                unmatched
196 $14.5 million      guidance
196 $15.5 million      guidance
197 50.5%              guidance
198 52.5%              guidance
199 $.11               guidance
199 $.13               guidance
200 31%                guidance
"""
TEXT = EXAMPLE.read_text(encoding="ascii")
GAAP = "Net  income  for  2003  amounted  to $3.0  million,"
NAMES = {"Q03": Q03, "Q02": Q02, "Y03": Y03, "Y02": Y02, "BOTH": BOTH, "DILUTED": DILUTED}


def with_sentence(sentence: str) -> str:
    """The example with a paragraph more, right before the first one that prints figures."""
    anchor = "Revenue in the fourth quarter 2003 amounted"
    assert anchor in TEXT
    return TEXT.replace(anchor, f"{sentence}\n\n{anchor}", 1)


def tied(text: str) -> tuple[TieOut, tuple[Message, ...], Report]:
    settings, track = Settings(validate=False), Track()
    reading = read(text.encode("ascii"), track)
    taxonomy, mapped = map_reading(reading, settings, track)
    report, _ = build_report(reading.submission, reading.cover, mapped, taxonomy, settings.report)
    found, messages = tie(reading, report, track)
    assert found is not None
    return found, messages, report


@pytest.fixture(scope="module")
def example_tied() -> tuple[TieOut, tuple[Message, ...], Report]:
    return tied(TEXT)


def test_every_amount_of_the_example_is_resolved(example_tied: tuple[TieOut, tuple[Message, ...], Report]) -> None:
    found, messages, report = example_tied
    assert messages == ()
    facts = {fact.id: fact for fact in report.facts}
    expected = [row.split() for row in BY_HAND.strip().splitlines()]
    assert len(found.amounts) == len(expected)
    for row, each in zip(expected, found.amounts, strict=True):
        at = next(number for number, word in enumerate(row) if word in {tie.value for tie in Tie})
        line, printed, wanted = int(row[0]), " ".join(row[1:at]), row[at]
        rest = [name for word in row[at + 1 :] for name in NAMES.get(word, word).split()]
        assert (each.amount.span.first_line, each.amount.text, each.tie) == (line, printed, wanted)
        assert each.reason
        if wanted == "restates":
            concepts = {facts[name].concept.partition(":")[2] for name in each.facts}
            periods = {str(facts[name].period) for name in each.facts}
            assert (concepts, periods) == (set(rest[:-1]), {rest[-1]}), row
        elif wanted == "derived":
            assert {facts[name].concept.partition(":")[2] for name in each.facts} >= set(rest[:-1])
            assert {str(facts[name].period) for name in each.facts} == {rest[-1]}


def test_the_place_of_an_amount_is_its_print(example_tied: tuple[TieOut, tuple[Message, ...], Report]) -> None:
    lines = TEXT.split("\n")
    for each in example_tied[0].amounts:
        span = each.amount.number_span
        assert span.first_line == span.last_line
        assert lines[span.first_line - 1][span.first_column - 1 : span.last_column] == each.amount.digits


def test_a_contradiction_is_an_error_with_both_places() -> None:
    """Line 379 of the example prints net income of 3,050,000 for the twelve months of 2003, from column 96 on."""
    found, messages, _ = tied(TEXT.replace(GAAP, GAAP.replace("$3.0", "$3.6"), 1))
    assert found.count(Tie.CONTRADICTS) == 1
    (message,) = messages
    assert (message.code, message.severity) == ("narrative.contradiction", Severity.ERROR)
    assert message.span is not None
    assert message.also is not None
    lines = TEXT.split("\n")
    assert message.span.first_line == 76
    printed = lines[message.also.first_line - 1]
    assert "Net income" in printed
    assert printed[message.also.first_column - 1 : message.also.last_column] == "3,050,000"
    assert message.concept == "us-gaap:NetIncomeLoss"


@pytest.mark.parametrize(
    "sentence",
    [
        "Net income for 2003 amounted to $3.1 million.",  # 3,050,000 rounded up
        "Net income for 2003 amounted to more than $2.0 million.",
        "Net income for 2003 amounted to approximately $2.5 million.",
        "Net income for 2003 amounted to $4.4 million excluding the restructuring charge.",
        "Pro forma net income for 2003 amounted to $4.4 million.",
        "Net income for 2001 amounted to $4.4 million.",
        "Net income for the third quarter 2003 amounted to $4.4 million.",
        "Net income before taxes for 2003 amounted to $4.4 million.",
        "Software revenue for 2003 amounted to $4.4 million.",
        "Revenue from new customers for 2003 amounted to $4.4 million.",
        "Revenue for 2003 increased by $4.4 million.",
        "Revenue for 2003 is expected to be $4.4 million.",
        "Revenue for 2003 included $4.4 million of royalties.",
        "Backlog at the end of 2003 was $4.4 million, and revenue was higher.",
        "The acquired group had revenue for 2003 of $4.4 million.",
        "Revenue was $4.4 million.",
        "Our largest competitor reported revenue for 2003 of $4.4 million.",
        "Net income for 2003 amounted to $3,050.",
        "Deferred revenue at December 31, 2003 was $4.4 million.",
        "Other income for 2003 was $4.4 million.",
        "Net income per share for 2003 was $4.40.",
        "Revenue for the six months ended December 31, 2003 was $4.4 million.",
        "Revenue for the year ended June 30, 2003 was $4.4 million.",
        "Revenue for the second quarter was $4.4 million.",
        "Earnings for 2003 were $4.4 million.",
        "Revenue for 2003 rose to $50.0 million from $4.4 million in 2002.",
        "Revenue for 2003 amounted to $50.0 million, compared to $4.4 million at the acquired group in 2002.",
        "Revenue for 2003 was $50.0 million, compared to orders of $4.4 million in 2002.",
        "Revenue for 2003 was $50.0 million, compared to $27.0 million in 2002 and $4.4 million in 2001.",
        "Operating income for 2003 was $4.4 million before the restructuring charge.",
        "Adjusted revenue for 2003 was $4.4 million.",
    ],
)
def test_no_false_accusation(sentence: str) -> None:
    found, messages, _ = tied(with_sentence(sentence))
    assert [each for each in found.amounts if each.tie is Tie.CONTRADICTS] == []
    assert messages == ()
    assert len(found.amounts) > len(BY_HAND.strip().splitlines())


@pytest.mark.parametrize(
    "sentence",
    [
        "Net income of $3.4 million was reported for 2003.",
        "For 2003, the Company reported net income of $3.4 million.",
        "Revenue for the fourth quarter of 2003 was $14.1 million.",
        "Revenue for the fourth quarter was $14.1 million.",
        "Revenue for 2003 amounted to $50.0 million, compared to $37.0 million in 2002.",
        "Cost of goods sold for 2003 amounted to $4.4 million.",
        "Total assets at December 31, 2003 were $57.1 million.",
        "Sales for the year ended December 31, 2003 totaled $57.1 million.",
    ],
)
def test_the_same_words_and_period_with_another_figure_contradict(sentence: str) -> None:
    found, messages, _ = tied(with_sentence(sentence))
    assert found.count(Tie.CONTRADICTS) == 1, dump(found)
    assert len(messages) == 1


@pytest.mark.parametrize(
    ("sentence", "tie"),
    [
        ("Net income for 2003 increased by $2.7 million.", Tie.DERIVED),  # 3,050,000 less 326,000
        ("Revenue for 2003 increased by $23.0 million.", Tie.DERIVED),  # 49,992,000 less 27,014,000
        ("Revenue for 2003 increased by $24.0 million.", Tie.UNMATCHED),
        ("Net income per share for 2003 increased by $.21.", Tie.DERIVED),  # .24 less .03
    ],
)
def test_a_change_in_dollars_is_derived_from_two_years(sentence: str, tie: Tie) -> None:
    found, messages, _ = tied(with_sentence(sentence))
    assert found.amounts[0].tie is tie
    assert messages == ()


def test_a_figure_of_an_earlier_year_in_the_same_words_is_none() -> None:
    sentence = "Net income for 2003 amounted to $.3 million."
    assert tied(with_sentence(sentence))[1] == ()


def test_statements_in_thousands_that_do_not_say_so_are_noticed() -> None:
    """The figures of the income statement without their last three zeros, and nothing that says thousands."""
    head, _, tail = TEXT.partition("FOR THE THREE AND TWELVE MONTHS")
    found, messages, _ = tied(f"{head}FOR THE THREE AND TWELVE MONTHS{tail.replace(',000', '    ')}")
    assert [message.code for message in messages] == ["narrative.scale"]
    assert found.count(Tie.CONTRADICTS) == 0


def test_the_file_has_the_published_form(example_tied: tuple[TieOut, tuple[Message, ...], Report]) -> None:
    found, _, report = example_tied
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document: dict[str, Any] = json.loads(tie_out_file(found, report).content)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert sum(document["counts"].values()) == len(document["amounts"]) == 62


def test_what_the_words_leave_open_is_not_tagged(example_tied: tuple[TieOut, tuple[Message, ...], Report]) -> None:
    """Line 90 says "12.3 million shares" of a quarter in which basic and diluted shares are the same."""
    found, _, report = example_tied
    added = [fact for fact in with_narrative(report, found).facts if fact.id.startswith("f_nt_")]
    assert len(added) == found.count(Tie.RESTATES) - 1
    assert 90 not in {fact.span.first_line for fact in added}
    first = added[0]
    assert (first.text, first.value, first.decimals, first.scale) == ("13.3", Decimal(13300000), -5, 6)
    assert not {fact.concept for fact in added} - {fact.concept for fact in report.facts}
    assert {fact.context for fact in added} <= {fact.context for fact in report.facts}
    losses = [fact for fact in added if "Impairment" in fact.concept]
    assert losses
    assert all(fact.value for fact in losses)


def test_tagged_narrative_is_valid_and_read_back_by_arelle(cli: Callable[..., Ran], tmp_path: Path) -> None:
    look = ("--look", "facsimile", "--tag-narrative")
    ran = cli("convert", EXAMPLE, "--output", tmp_path, *look)
    assert ran.status == 0, ran.err
    assert "171 of 171 facts are read back equal" in ran.out
    assert "28 of 62 amounts restate a fact" in ran.out
    page = (tmp_path / "ptix-20040205" / "ptix-20040205.htm").read_text(encoding="ascii")
    assert 'decimals="-5" scale="6" format="ixt:num-dot-decimal">13.3<' in page.replace("\n", "")


def test_the_statements_look_shows_no_narrative_to_tag(cli: Callable[..., Ran], tmp_path: Path) -> None:
    ran = cli("convert", EXAMPLE, "--output", tmp_path, "--tag-narrative")
    assert ran.status == 2
    assert "--look facsimile" in ran.err


def test_a_contradiction_makes_the_conversion_invalid(cli: Callable[..., Ran], tmp_path: Path) -> None:
    path = tmp_path / "release.txt"
    path.write_text(TEXT.replace(GAAP, GAAP.replace("$3.0", "$3.6"), 1), encoding="ascii")
    ran = cli("convert", path, "--output", tmp_path / "out", "--no-validate", "--report", "sarif")
    assert ran.status == 1
    assert "error: " in ran.err
    assert "[narrative.contradiction]" in ran.err
    document = json.loads((tmp_path / "out" / "ptix-20040205" / "validation.sarif").read_bytes())
    result = next(each for each in document["runs"][0]["results"] if each["ruleId"] == "narrative.contradiction")
    assert result["relatedLocations"]


def test_inspect_shows_the_tie_out(cli: Callable[..., Ran]) -> None:
    ran = cli("inspect", EXAMPLE, "--stage", "narrative")
    assert ran.status == 0
    assert "62 amounts: 28 restates, 3 derived, 17 non_gaap, 9 guidance, 5 unmatched" in ran.out


def test_a_report_without_press_release_has_no_tie_out(cli: Callable[..., Ran], tmp_path: Path) -> None:
    from tests.conftest import ROOT

    path = ROOT / "tests" / "golden" / "10-q" / "input.txt"
    assert "no press release" in cli("inspect", path, "--stage", "narrative").out


def test_real_press_releases_accuse_nobody(real_filings: Path) -> None:
    """Each amount of the 8-Ks is classed, many are tied, and no statement is contradicted: none was found by hand."""
    restated = total = 0
    refused: list[str] = []
    for path in sorted((real_filings / "8-K").glob("*.txt"))[::4]:
        text = path.read_bytes().decode("latin-1").encode("ascii", "replace").decode("ascii")
        try:
            found, messages, _ = tied(text)
        except InputError as error:
            refused.append(str(error))
            continue
        assert [message for message in messages if message.severity is Severity.ERROR] == []
        total += len(found.amounts)
        restated += found.count(Tie.RESTATES)
    assert restated > total / 10
    assert len(refused) <= 1, "an 8-K may carry nothing but the statements of a business that was bought"
    assert all("not of the registrant" in text for text in refused)


@pytest.mark.parametrize(
    "text", ["$1 " * 20_000, "$1 per share or " * 5_000, "9" * 50_000, "(" * 50_000 + "$", "a " * 30_000]
)
def test_hostile_narratives_end(text: str) -> None:
    found, _, _ = tied(with_sentence(text))
    assert found.amounts
