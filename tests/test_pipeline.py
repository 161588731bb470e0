"""The example from end to end: every statement fact, typed by hand from the text, is there, and nothing else."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import converter
from converter.model import Status
from tests.example_facts import BALANCE_SHEET, BALANCE_SHEET_PERIODS, INCOME_STATEMENT, INCOME_STATEMENT_PERIODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Conversion, Fact, Section
    from tests.example_facts import ExpectedRow


@pytest.fixture(scope="module")
def conversion(example: bytes) -> Conversion:
    return converter.convert(example)


def statement_sections(conversion: Conversion) -> list[Section]:
    return [section for section in conversion.report.sections if section.statement is not None]


def rows(conversion: Conversion, section: Section) -> list[tuple[str, dict[str, Fact]]]:
    """The printed label and the facts by period of each line that has facts."""
    facts = {fact.id: fact for fact in conversion.report.facts}
    assert section.statement is not None
    return [
        (section.statement.lines[line.line].label, {str(facts[each].period): facts[each] for each in line.facts})
        for line in section.lines
        if line.line is not None and line.facts
    ]


def check(conversion: Conversion, section: Section, expected: Sequence[ExpectedRow], periods: Sequence[str]) -> int:
    found = rows(conversion, section)
    assert [label for label, _ in found] == [row.label for row in expected]
    units = {unit.id: unit for unit in conversion.report.units}
    count = 0
    for (label, facts), row in zip(found, expected, strict=True):
        printed = {period: value for period, value in zip(periods, row.values, strict=True) if value is not None}
        assert facts.keys() == printed.keys(), label
        for period, value in printed.items():
            fact = facts[period]
            unit = units[fact.unit]
            measure = "/".join(filter(None, (unit.numerator, unit.denominator)))
            named = measure.replace("iso4217:", "").replace("xbrli:", "")
            if row.concepts:
                assert fact.concept in row.concepts, label
            else:
                assert fact.status is Status.EXTENSION, label
                assert fact.concept.startswith(f"{conversion.report.prefix}:"), label
            assert (named, fact.decimals, fact.value) == (row.unit, row.decimals, Decimal(value)), label
            count += 1
    return count


def test_balance_sheet_has_its_49_facts(conversion: Conversion) -> None:
    section = statement_sections(conversion)[0]
    assert check(conversion, section, BALANCE_SHEET, BALANCE_SHEET_PERIODS) == 49


def test_income_statement_has_its_80_facts(conversion: Conversion) -> None:
    section = statement_sections(conversion)[1]
    assert check(conversion, section, INCOME_STATEMENT, INCOME_STATEMENT_PERIODS) == 80


def test_there_is_no_other_numeric_fact(conversion: Conversion) -> None:
    # The narrative has non-GAAP results ("$1.6 million, or $.12 per share excluding") and guidance ("$14.5 million
    # to $15.5 million", "between $.11 and $.13"): none of it may carry a tag.
    numeric = [fact for fact in conversion.report.facts if fact.unit]
    assert len(numeric) == 129
    first_statement_line = conversion.submission.text.split("\n").index(
        "                           CONSOLIDATED BALANCE SHEETS"
    )
    assert all(fact.span.first_line > first_statement_line for fact in numeric)


def test_every_number_stands_where_its_span_says(conversion: Conversion) -> None:
    lines = conversion.submission.text.split("\n")
    for fact in conversion.report.facts:
        if fact.unit:
            span = fact.span
            assert span.first_line == span.last_line
            assert lines[span.first_line - 1][span.first_column - 1 : span.last_column] == fact.text


def test_deferred_taxes_are_an_asset_above_and_a_liability_below(conversion: Conversion) -> None:
    deferred = {fact.value: fact.concept for fact in conversion.report.facts if "Deferred" in fact.concept}
    assert "Asset" in deferred[Decimal(1714000)]
    assert "Liabilit" in deferred[Decimal(698000)]


def test_negated_labels_show_what_is_printed_in_parentheses(conversion: Conversion) -> None:
    roles = {line.concept: line.label_role for section in conversion.report.sections for line in section.lines}
    assert roles["us-gaap:TreasuryStockValue"] == "negatedLabel"
    assert roles["us-gaap:EquityMethodInvestmentOtherThanTemporaryImpairment"] == "negatedLabel"
    assert roles["us-gaap:IncomeLossFromEquityMethodInvestments"] == ""


def test_both_statements_foot_completely(conversion: Conversion) -> None:
    assert [mapped.footing.complete for mapped in conversion.statements] == [True, True]
    income = conversion.statements[1]
    lines = income.statement.lines
    net_income = next(line.index for line in lines if line.label == "Net income")
    (footing,) = [footing for footing in income.footing.footings if footing.total == net_income]
    assert {(lines[term.line].label, term.weight) for term in footing.terms} == {
        ("Income before equity in loss of unconsolidated company", 1),
        ("Equity in loss of unconsolidated company", 1),
        ("Impairment of minority interest investment", 1),
    }
    assert footing.columns == (0, 1, 2, 3)


COVER = {
    # printed on the page of the text, typed by hand
    "dei:DocumentType": "8-K",
    "dei:DocumentPeriodEndDate": "2004-02-05",
    "dei:EntityRegistrantName": "PERFORMANCE TECHNOLOGIES, INCORPORATED",
    "dei:TradingSymbol": "PTIX",
}


def test_cover_page_facts(conversion: Conversion) -> None:
    values = {fact.concept: fact.value for fact in conversion.report.facts if not fact.unit}
    assert {concept: values.get(concept) for concept in COVER} == COVER
    assert "0-27460" in values.values()
    assert "Delaware" in values.values()


def test_no_cik_is_made_up(conversion: Conversion, example: bytes) -> None:
    assert "sec.gov/CIK" not in conversion.report.entity.scheme
    assert conversion.report.entity.identifier == "16-1158413"  # the employer number, as printed
    assert "write.no-cik" in {message.code for message in conversion.messages}
    settings = converter.Settings(report=converter.ReportSettings(cik="12345"), validate=False)
    given = converter.convert(example, settings).report.entity
    assert (given.scheme, given.identifier) == ("http://www.sec.gov/CIK", "0000012345")


def test_arelle_finds_nothing_and_reads_every_fact_back(conversion: Conversion) -> None:
    reports = {report.engine: report for report in conversion.validation}
    assert reports["Arelle"].ran
    assert reports["Arelle"].messages == ()
    assert [message.text for message in reports["Round trip"].messages] == [
        f"{len(conversion.report.facts)} of {len(conversion.report.facts)} facts are read back equal"
    ]
    assert all(report.valid for report in conversion.validation)


def test_facsimile_is_valid_too(example: bytes) -> None:
    conversion = converter.convert(example, converter.Settings(look="facsimile"))
    assert all(report.valid for report in conversion.validation)
    assert all(report.ran for report in conversion.validation)


def test_nothing_is_called_valid_without_arelle(example: bytes) -> None:
    conversion = converter.convert(example, converter.Settings(validate=False))
    (arelle,) = [report for report in conversion.validation if report.engine == "Arelle"]
    assert not arelle.ran
    assert not arelle.valid


def digests(conversion: Conversion) -> dict[str, str]:
    return {file.path: hashlib.sha256(file.content).hexdigest() for file in conversion.files}


def test_same_bytes_in_same_bytes_out(conversion: Conversion, example: bytes) -> None:
    assert digests(converter.convert(example)) == digests(conversion)


def test_line_ends_do_not_matter(conversion: Conversion, example: bytes) -> None:
    again = converter.convert(example.replace(b"\n", b"\r\n"), converter.Settings(validate=False))
    assert again.report == conversion.report


def test_extract_gives_the_same_report(conversion: Conversion, example: bytes) -> None:
    report, messages = converter.extract(example)
    assert report == conversion.report
    assert messages == conversion.messages


def test_every_stage_is_timed(conversion: Conversion) -> None:
    stages = {"submission", "cover", "statements", "footing", "taxonomy", "mapping", "report", "narrative", "render"}
    assert set(conversion.timings) == stages | {"validation"}
    assert all(seconds >= 0 for seconds in conversion.timings.values())


def test_memory_of_an_earlier_filing_comes_first(conversion: Conversion, example: bytes) -> None:
    (ledger,) = [file for file in conversion.files if file.path == "mapping.json"]
    import json

    earlier = json.loads(ledger.content)
    (line,) = [
        line
        for statement in earlier["statements"]
        for line in statement["lines"]
        if line["label"] == "Software development costs"
    ]
    line.update(concept="us-gaap:OtherAssetsNoncurrent", status="accepted", decided_by="ledger:reviewer")
    again = converter.convert(example, converter.Settings(ledgers=(earlier,), validate=False))
    (fact,) = [fact for fact in again.report.facts if fact.value == Decimal(2597000)]
    assert fact.concept == "us-gaap:OtherAssetsNoncurrent"


def test_a_text_of_damaged_tables_alone_is_refused_with_the_damage_and_its_place() -> None:
    heads = "BALANCE SHEETS\nDecember 31,                           1996    1995\n"
    rows = "Cash and other assets .................15,2170016,508\nCapital ...........................27,215210664\n"
    with pytest.raises(converter.InputError, match="run into each other") as refused:
        converter.extract((heads + rows * 4).encode())
    assert refused.value.span is not None
    assert refused.value.span.first_line == 1


def test_input_without_statements_is_refused() -> None:
    with pytest.raises(converter.InputError, match="no financial statement"):
        converter.extract(b"Dear shareholders,\n\nthis was a good year.\n")


def test_public_names_are_all_there() -> None:
    for name in converter.__all__:
        assert getattr(converter, name) is not None
    with pytest.raises(AttributeError):
        _ = converter.no_such_name


RETAINED = """\
HOLLYHOCK GAS COMPANY
STATEMENT OF RETAINED EARNINGS
For the years ended December 31, 1996 and 1995
                                             1996            1995
Balance, January 1                      $ 142,981       $ 125,448
Net income                                 40,481          56,768
Cash dividends:
   Preferred stock                          4,318           4,338
   Common stock                            37,419          34,897
Balance, December 31                    $ 141,725       $ 142,981
"""


def test_balances_of_retained_earnings_are_no_equity_and_stand_at_the_ends_of_their_years() -> None:
    report, _ = converter.extract(RETAINED.encode())
    found = {(fact.concept, str(fact.period), int(fact.value)) for fact in report.facts if fact.unit is not None}
    assert found >= {
        ("us-gaap:RetainedEarningsAccumulatedDeficit", "1994-12-31", 125448),
        ("us-gaap:RetainedEarningsAccumulatedDeficit", "1995-12-31", 142981),
        ("us-gaap:RetainedEarningsAccumulatedDeficit", "1996-12-31", 141725),
        ("us-gaap:DividendsCommonStockCash", "1996-01-01..1996-12-31", 37419),
        ("us-gaap:DividendsPreferredStockCash", "1996-01-01..1996-12-31", 4318),
    }
    assert not any(concept.startswith("us-gaap:StockholdersEquity") for concept, _, _ in found)
