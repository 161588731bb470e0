"""The facts of a report: what the filing prints, once, and never against itself."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from msgspec.structs import replace

from converter.model import (
    CellKind,
    Period,
    Scope,
    Status,
    UnitKind,
)
from converter.write.facts import scaled
from tests import written_fixture as invented
from tests.written_report import build, codes, facts_of, raised, remapped, reprinted


def test_a_fact_is_the_printed_number_times_scale_and_sign() -> None:
    report, _ = build()
    cash = facts_of(report, "CashAndCashEquivalentsAtCarryingValue")[Period(end=dt.date(1999, 1, 31))]
    assert (str(cash.value), cash.unit, cash.decimals, cash.scale, cash.text) == ("1250000", "usd", -3, 3, "1,250")
    treasury = facts_of(report, "TreasuryStockValue")[Period(end=dt.date(1998, 1, 31))]
    assert (str(treasury.value), treasury.sign) == ("200000", "")
    loss = facts_of(report, "IncomeLossFromEquityMethodInvestments")[invented.Y1999]
    assert (str(loss.value), loss.sign) == ("-37000", "-")


def test_per_share_amounts_and_share_counts_are_not_in_thousands() -> None:
    report, _ = build()
    share = facts_of(report, "EarningsPerShareBasic")[invented.Y1999]
    assert (str(share.value), share.unit, share.decimals, share.scale) == ("0.30", "usd_per_share", 2, 0)
    count = facts_of(report, "WeightedAverageNumberOfSharesOutstandingBasic")[invented.Y1998]
    assert (str(count.value), count.unit) == ("1000000", "shares")


def test_a_dash_is_a_zero_fact_and_a_blank_is_none() -> None:
    report, _ = build()
    dash = facts_of(report, "ShortTermInvestments")[Period(end=dt.date(1999, 1, 31))]
    assert (dash.value, dash.sign, dash.text) == (Decimal(0), "", "--")
    assert not facts_of(report, "PreferredStockValue")


def test_every_fact_knows_where_its_digits_stand() -> None:
    lines = invented.TEXT.split("\n")
    report, _ = build()
    for fact in report.facts:
        span = fact.span
        printed = lines[span.first_line - 1][span.first_column - 1 : span.last_column]
        assert " ".join(printed.split()) == fact.text


def test_contexts_and_units_are_exactly_those_used() -> None:
    report, _ = build()
    assert {context.id for context in report.contexts} == {fact.context for fact in report.facts}
    assert {unit.id for unit in report.units} == {fact.unit for fact in report.facts} - {""}
    assert len({context.period for context in report.contexts}) == len(report.contexts)
    assert "i_19990131" in {context.id for context in report.contexts}
    assert "d_19980201_19990131" in {context.id for context in report.contexts}


def test_cash_at_the_beginning_of_a_year_is_the_balance_of_the_day_before() -> None:
    report, messages = build()
    cash = facts_of(report, "CashAndCashEquivalentsAtCarryingValue")
    assert {str(period): str(fact.value) for period, fact in cash.items()} == {
        "1999-01-31": "1250000",
        "1998-01-31": "1100000",
        "1997-01-31": "1000000",
    }
    assert "write.contradiction" not in codes(messages)


def test_start_and_end_are_told_from_the_words_where_the_mapping_left_them_open() -> None:
    balance_sheet, income, flow = invented.mapped()
    flow = remapped(remapped(flow, "Cash at beginning of year", label_role=""), "Cash at end of year", label_role="")
    report, _ = build((balance_sheet, income, flow))
    roles = [line.label_role for line in report.sections[-1].lines if "Cash at" in line.label]
    assert roles == ["periodStartLabel", "periodEndLabel"]


def test_a_duration_concept_on_a_balance_sheet_gives_no_fact() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((remapped(balance_sheet, "Inventories", concept="us-gaap:SalesRevenueNet"), *rest))
    assert set(facts_of(report, "SalesRevenueNet")) == set(invented.DURATIONS)
    assert "write.period-type" in codes(messages)


def test_a_concept_of_another_unit_gives_no_fact() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((remapped(balance_sheet, "Inventories", concept="us-gaap:CommonStockSharesIssued"), *rest))
    assert not facts_of(report, "CommonStockSharesIssued")
    assert "write.unit-mismatch" in codes(messages)


def test_an_unknown_concept_is_reported_and_not_written() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((remapped(balance_sheet, "Inventories", concept="us-gaap:NoSuchThing"), *rest))
    assert "write.unusable-concept" in codes(messages)
    assert not facts_of(report, "NoSuchThing")


@pytest.mark.parametrize("scope", [Scope.PARENT_ONLY, Scope.OTHER_ENTITY, Scope.PRO_FORMA])
def test_only_consolidated_statements_give_facts(scope: Scope) -> None:
    balance_sheet, income, _ = invented.mapped()
    other = replace(balance_sheet, statement=replace(balance_sheet.statement, scope=scope))
    report, messages = build((other, income))
    assert "write.not-consolidated" in codes(messages)
    assert not facts_of(report, "Assets")
    assert facts_of(report, "NetIncomeLoss")


def test_a_pro_forma_column_gives_no_facts() -> None:
    balance_sheet, *_ = invented.mapped()
    columns = balance_sheet.statement.columns
    unaudited = (columns[0], replace(columns[1], head="Pro Forma January 31, 1998"))
    statement = replace(balance_sheet, statement=replace(balance_sheet.statement, columns=unaudited))
    report, messages = build((statement,))
    assert set(facts_of(report, "Assets")) == {columns[0].period}
    assert "write.pro-forma" in codes(messages)


@pytest.mark.parametrize(("restated", "value"), [((False, True), "3900000"), ((True, False), "4000000")])
def test_the_restated_column_of_a_period_counts(restated: tuple[bool, bool], value: str) -> None:
    balance_sheet, *_ = invented.mapped()
    first, second = balance_sheet.statement.columns
    columns = (replace(first, restated=restated[0]), replace(first, head="Another print", restated=restated[1]))
    assert second.period != first.period
    statement = replace(balance_sheet, statement=replace(balance_sheet.statement, columns=columns))
    report, messages = build((statement,))
    assert {str(fact.value) for fact in report.facts if fact.concept == "us-gaap:Assets"} == {value}
    assert codes(messages).count("write.restated") == 1


@pytest.mark.parametrize(
    ("printed", "scale", "sign", "value"),
    [
        ("1250", 3, 1, "1250000"),
        ("1250.5", 3, 1, "1250500"),
        ("1.25", 6, -1, "-1250000"),
        ("-1.25", 6, -1, "1250000"),
        ("0.30", 0, 1, "0.30"),
        ("34.5", -2, 1, "0.345"),
        ("12", -2, -1, "-0.12"),
        ("0.00", 3, -1, "0"),
    ],
)
def test_a_printed_number_is_scaled_without_an_exponent(printed: str, scale: int, sign: int, value: str) -> None:
    assert str(scaled(Decimal(printed), scale, sign)) == value


def test_only_accepted_leaves_lines_to_review_untagged() -> None:
    assert facts_of(build()[0], "InventoryNet")
    assert not facts_of(build(only_accepted=True)[0], "InventoryNet")


def test_a_percentage_among_money_is_no_fact() -> None:
    balance_sheet, *_ = invented.mapped()
    inventories = next(line for line in balance_sheet.statement.lines if line.label == "Inventories")
    cells = tuple(replace(cell, kind=CellKind.PERCENT) for cell in inventories.cells if cell)
    assert not facts_of(build((reprinted(balance_sheet, "Inventories", cells=cells),))[0], "InventoryNet")


def test_one_concept_for_two_lines_with_other_figures_stays_with_the_surer_line() -> None:
    balance_sheet, *rest = invented.mapped()
    wrong = remapped(
        balance_sheet, "Inventories", concept="us-gaap:ShortTermInvestments", status=Status.REVIEW, confidence=0.4
    )
    report, messages = build((wrong, *rest))
    facts = [fact for fact in report.facts if fact.concept == "us-gaap:ShortTermInvestments"]
    assert [str(fact.value) for fact in facts] == ["0", "300000"]
    found = [message for message in messages if message.code == "write.contradiction"]
    assert len(found) == 1  # the line goes as a whole, so that its second column has nothing left to contradict
    assert "Inventories" in found[0].text
    assert "Short-term investments" in found[0].text


def test_where_nothing_tells_two_lines_apart_neither_is_tagged() -> None:
    balance_sheet, *rest = invented.mapped()
    wrong = remapped(
        balance_sheet,
        "Accounts payable",
        concept="us-gaap:DeferredTaxLiabilitiesNoncurrent",
    )
    report, messages = build((wrong, *rest))
    assert not facts_of(report, "DeferredTaxLiabilitiesNoncurrent")
    assert any("neither is tagged" in message.text for message in messages)


def test_the_balance_sheet_has_the_word_on_balances() -> None:
    balance_sheet, income, flow = invented.mapped()
    report, messages = build((balance_sheet, income, raised(flow, "Cash at end of year", 1)))
    cash = facts_of(report, "CashAndCashEquivalentsAtCarryingValue")
    assert str(cash[Period(end=dt.date(1999, 1, 31))].value) == "1250000"
    assert "write.contradiction" in codes(messages)


def test_equal_facts_of_two_statements_are_both_tagged() -> None:
    report, messages = build()
    assert sum(fact.concept == "us-gaap:NetIncomeLoss" for fact in report.facts) == 4
    assert "write.contradiction" not in codes(messages)


def test_net_income_with_its_sign_turned_does_not_win() -> None:
    balance_sheet, income, flow = invented.mapped()
    report, _ = build((balance_sheet, remapped(income, "Net income", sign=-1), flow))
    assert {str(fact.value) for fact in report.facts if fact.concept == "us-gaap:NetIncomeLoss"} == {"300000", "210000"}


def test_a_percentage_of_a_ratio_is_a_hundredth_of_what_is_printed() -> None:
    balance_sheet, *_ = invented.mapped()
    inventories = next(line for line in balance_sheet.statement.lines if line.label == "Inventories")
    cells = tuple(replace(each, kind=CellKind.PERCENT, value=Decimal("34.5")) for each in inventories.cells if each)
    rate = reprinted(balance_sheet, "Inventories", cells=cells, unit=UnitKind.PURE, scale=0)
    years = zip(rate.statement.columns, (invented.Y1999, invented.Y1998), strict=True)
    columns = tuple(replace(each, period=year) for each, year in years)
    statement = replace(rate, statement=replace(rate.statement, columns=columns))
    report, _ = build(
        (remapped(statement, "Inventories", concept="us-gaap:EffectiveIncomeTaxRateContinuingOperations"),)
    )
    facts = facts_of(report, "EffectiveIncomeTaxRateContinuingOperations")
    assert {(str(each.value), each.unit, each.decimals) for each in facts.values()} == {("0.345", "pure", 3)}
