"""A report says what the filing prints, once, and never contradicts itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from converter.errors import InputError
from converter.model import (
    CellKind,
    Cover,
    CoverItem,
    Header,
    MappedStatement,
    Period,
    Scope,
    Status,
    Submission,
)
from converter.taxonomy.release import load_taxonomy
from converter.write.cover import cover_period
from converter.write.names import base_name, local_name, slug, title_case
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from tests import written_fixture as invented

if TYPE_CHECKING:
    from converter.messages import Message
    from converter.model import Fact, Report

TAXONOMY = load_taxonomy()


def build(
    mapped: tuple[MappedStatement, ...] | None = None,
    submission: Submission | None = None,
    cover: Cover | None = None,
    **settings: Any,
) -> tuple[Report, tuple[Message, ...]]:
    return build_report(
        submission or invented.submission(),
        cover or invented.cover(),
        invented.mapped() if mapped is None else mapped,
        TAXONOMY,
        ReportSettings(**settings),
    )


def facts_of(report: Report, concept: str) -> dict[Period, Fact]:
    return {fact.period: fact for fact in report.facts if fact.concept.rpartition(":")[2] == concept}


def remapped(statement: MappedStatement, label: str, /, **changes: Any) -> MappedStatement:
    """The statement with one line mapped otherwise."""
    index = next(line.index for line in statement.statement.lines if line.label == label)
    lines = tuple(replace(each, **changes) if each.line == index else each for each in statement.lines)
    assert lines != statement.lines
    return replace(statement, lines=lines)


def reprinted(statement: MappedStatement, label: str, /, **changes: Any) -> MappedStatement:
    """The statement with one line printed otherwise."""
    lines = list(statement.statement.lines)
    index = next(line.index for line in lines if line.label == label)
    lines[index] = replace(lines[index], **changes)
    return replace(statement, statement=replace(statement.statement, lines=tuple(lines)))


def raised(statement: MappedStatement, label: str, by: int) -> MappedStatement:
    """The statement with the figures of one line raised."""
    line = next(line for line in statement.statement.lines if line.label == label)
    cells = tuple(replace(cell, value=cell.value + by) for cell in line.cells if cell and cell.value is not None)
    return reprinted(statement, label, cells=cells)


def codes(messages: tuple[Message, ...]) -> list[str]:
    return [message.code for message in messages]


# --- facts ------------------------------------------------------------------------------------------------------------


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


def test_the_restated_column_of_a_period_counts() -> None:
    balance_sheet, *_ = invented.mapped()
    first, second = balance_sheet.statement.columns
    columns = (first, replace(first, head="As restated", restated=True))
    assert second.period != first.period
    report, _ = build((replace(balance_sheet, statement=replace(balance_sheet.statement, columns=columns)),))
    assert {str(fact.value) for fact in report.facts if fact.concept == "us-gaap:Assets"} == {"3900000"}


def test_only_accepted_leaves_lines_to_review_untagged() -> None:
    assert facts_of(build()[0], "InventoryNet")
    assert not facts_of(build(only_accepted=True)[0], "InventoryNet")


def test_a_percentage_among_money_is_no_fact() -> None:
    balance_sheet, *_ = invented.mapped()
    inventories = next(line for line in balance_sheet.statement.lines if line.label == "Inventories")
    cells = tuple(replace(cell, kind=CellKind.PERCENT) for cell in inventories.cells if cell)
    assert not facts_of(build((reprinted(balance_sheet, "Inventories", cells=cells),))[0], "InventoryNet")


# --- conflicts --------------------------------------------------------------------------------------------------------


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


# --- presentation, calculation, labels --------------------------------------------------------------------------------


def test_headings_become_abstracts_and_lines_stand_under_them() -> None:
    report, _ = build()
    sheet = report.sections[1]
    assert sheet.definition == "0002 - Statement - Consolidated Balance Sheets"
    assert sheet.role == "http://hallowayferris.example/role/ConsolidatedBalanceSheets"
    assert sheet.root == "us-gaap:StatementOfFinancialPositionAbstract"
    parents = {line.concept: line.parent for line in sheet.lines}
    names = [line.concept for line in sheet.lines]
    assert names[:3] == [
        "us-gaap:AssetsAbstract",
        "us-gaap:AssetsCurrentAbstract",
        "us-gaap:CashAndCashEquivalentsAtCarryingValue",
    ]
    assert parents["us-gaap:AssetsAbstract"] is None
    assert parents["us-gaap:Assets"] == names.index("us-gaap:AssetsAbstract")
    assert parents["us-gaap:InventoryNet"] == names.index("us-gaap:AssetsCurrentAbstract")


def test_a_calculation_has_the_weights_that_the_balances_demand() -> None:
    report, _ = build()
    arcs = {(arc.parent, arc.child): arc.weight for arc in report.sections[1].calculation}
    assert arcs["us-gaap:StockholdersEquity", "us-gaap:TreasuryStockValue"] == -1
    assert arcs["us-gaap:Assets", "hallowayferris:ShopFittingsHeldForCentenary"] == 1
    income = {(arc.parent, arc.child): arc.weight for arc in report.sections[2].calculation}
    assert income["us-gaap:GrossProfit", "us-gaap:CostOfGoodsSold"] == -1


def test_a_sum_with_an_untagged_term_is_left_out_whole() -> None:
    report, messages = build()
    assert report.sections[3].calculation == ()
    left = [message for message in messages if message.code == "write.calculation-left-out"]
    assert [message.concept for message in left] == ["us-gaap:CashAndCashEquivalentsPeriodIncreaseDecrease"]


def test_a_sum_against_the_balances_is_left_out() -> None:
    balance_sheet, income, cash_flow = invented.mapped()
    # Taxes with the opposite sign would be added to a credit, but their concept is a debit.
    report, messages = build((balance_sheet, remapped(income, "Income taxes", sign=-1), cash_flow))
    children = {arc.child for arc in report.sections[2].calculation}
    assert "us-gaap:IncomeTaxExpenseBenefit" not in children
    assert any("cannot have weight" in message.text for message in messages)


def test_equity_method_income_is_not_summed_into_what_is_before_it() -> None:
    name = (
        "us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxes"
        "MinorityInterestAndIncomeLossFromEquityMethodInvestments"
    )
    balance_sheet, income, cash_flow = invented.mapped()
    report, messages = build((balance_sheet, remapped(income, "Income before income taxes", concept=name), cash_flow))
    assert name in {fact.concept for fact in report.facts}
    assert name not in {arc.parent for section in report.sections for arc in section.calculation}
    assert any("is no part of" in message.text for message in messages)


def test_a_line_that_would_be_negative_under_a_concept_that_cannot_be_is_left_out() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((remapped(balance_sheet, "Treasury stock", sign=1), *rest))
    assert "us-gaap:TreasuryStockValue" not in {fact.concept for fact in report.facts}
    (message,) = [each for each in messages if each.code == "write.negative"]
    assert message.span is not None
    assert "us-gaap:TreasuryStockValue" in message.text


def test_a_line_that_is_negative_as_often_as_positive_is_left_out_as_a_whole() -> None:
    balance_sheet, *rest = invented.mapped()
    line = next(each for each in balance_sheet.statement.lines if each.label == "Accounts payable")
    first, second = (cell for cell in line.cells if cell is not None and cell.value is not None)
    turned = replace(first, value=-(first.value or 0))
    report, messages = build((reprinted(balance_sheet, "Accounts payable", cells=(turned, second)), *rest))
    assert "us-gaap:AccountsPayableCurrent" not in {fact.concept for fact in report.facts}
    assert any(each.code == "write.negative" and "2 facts" in each.text for each in messages)


def test_assets_that_differ_from_liabilities_and_equity_are_left_out_with_them() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((raised(balance_sheet, "Total assets", 5), *rest))
    both = {"us-gaap:Assets", "us-gaap:LiabilitiesAndStockholdersEquity"}
    days = {str(fact.period) for fact in report.facts if fact.concept in both}
    found = [each for each in messages if each.code == "write.unbalanced"]
    assert found
    assert all(each.span is not None for each in found)
    assert not days & {each.text.rpartition(" at ")[2].partition(";")[0] for each in found}


def test_a_sum_that_the_written_facts_contradict_is_left_out() -> None:
    balance_sheet, *rest = invented.mapped()
    report, messages = build((raised(balance_sheet, "Accounts payable", 5), *rest))
    assert "us-gaap:Liabilities" not in {arc.parent for arc in report.sections[1].calculation}
    assert any("do not add up" in message.text for message in messages)


def test_every_used_concept_has_a_unique_standard_label() -> None:
    report, _ = build()
    used = {fact.concept for fact in report.facts}
    used |= {section.root for section in report.sections}
    used |= {line.concept for section in report.sections for line in section.lines}
    standard = {concept: report.labels[concept, ""] for concept in used}
    assert len({text.casefold() for text in standard.values()}) == len(standard)
    assert standard["us-gaap:DeferredTaxAssetsNetCurrent"] == "Deferred taxes (Current assets)"
    assert standard["us-gaap:DeferredTaxLiabilitiesNoncurrent"].startswith("Deferred taxes (")
    assert all(text == text.strip() and "<" not in text and len(text) <= 511 for text in report.labels.values())


def test_a_preferred_label_that_is_presented_exists() -> None:
    report, _ = build()
    for section in report.sections:
        for line in section.lines:
            assert (line.concept, line.label_role) in report.labels
        assert len({(line.concept, line.label_role) for line in section.lines}) == len(section.lines)
    assert report.labels["us-gaap:TreasuryStockValue", "negatedLabel"] == "Treasury stock"


def test_a_line_that_prints_no_label_gets_the_words_of_its_concept() -> None:
    balance_sheet, *rest = invented.mapped()
    report, _ = build((reprinted(balance_sheet, "Total assets", label=""), *rest))
    assert report.labels["us-gaap:Assets", "totalLabel"] == "Assets"


def test_a_concept_printed_twice_in_a_statement_gets_two_label_roles() -> None:
    *rest, flow = invented.mapped()
    change = next(line for line in flow.statement.lines if line.label == "Increase in cash")
    again = replace(change, index=len(flow.statement.lines), label="Net increase in cash")
    twice = replace(
        flow,
        statement=replace(flow.statement, lines=(*flow.statement.lines, again)),
        lines=(*flow.lines, replace(flow.lines[-1], line=again.index, concept=None)),
    )
    twice = replace(
        twice,
        lines=tuple(
            replace(each, concept="us-gaap:CashAndCashEquivalentsPeriodIncreaseDecrease", label_role="")
            if each.line == again.index
            else each
            for each in twice.lines
        ),
    )
    report, _ = build((*rest, twice))
    roles = [
        line.label_role
        for line in report.sections[-1].lines
        if line.concept == "us-gaap:CashAndCashEquivalentsPeriodIncreaseDecrease"
    ]
    assert len(roles) == len(set(roles)) == 2


# --- extension concepts -----------------------------------------------------------------------------------------------


def test_an_extension_concept_is_declared_under_the_prefix_of_the_filing() -> None:
    report, _ = build()
    assert report.namespace == "http://hallowayferris.example/19990304"
    declared = {concept.name: concept for concept in report.extensions}
    fittings = declared["hallowayferris:ShopFittingsHeldForCentenary"]
    assert (fittings.balance, fittings.period_type, fittings.type) == ("debit", "instant", "xbrli:monetaryItemType")
    assert all(concept.period_type == "duration" for concept in declared.values() if concept.abstract)


def test_an_extension_concept_never_has_the_name_of_a_standard_one() -> None:
    balance_sheet, *rest = invented.mapped()
    own = next(each.extension for each in balance_sheet.lines if each.extension)
    clash = remapped(
        balance_sheet,
        "Shop fittings held for the centenary",
        concept="ext:Assets",
        extension=replace(own, name="ext:Assets"),
    )
    report, _ = build((clash, *rest))
    assert "hallowayferris:AssetsAsReported" in {concept.name for concept in report.extensions}


def test_two_lines_of_a_statement_never_share_an_extension_concept() -> None:
    balance_sheet, *rest = invented.mapped()
    own = next(each.extension for each in balance_sheet.lines if each.extension)
    twice = remapped(balance_sheet, "Inventories", concept=own.name, extension=own, status=Status.EXTENSION)
    report, _ = build((twice, *rest))
    names = {fact.concept for fact in report.facts if fact.concept.startswith("hallowayferris:Shop")}
    assert names == {"hallowayferris:ShopFittingsHeldForCentenary", "hallowayferris:ShopFittingsHeldForCentenary2"}


# --- cover, entity, names ---------------------------------------------------------------------------------------------


def test_the_cover_of_an_8k_is_about_its_day() -> None:
    report, _ = build()
    day = dt.date(1999, 3, 4)
    cover = [fact for fact in report.facts if fact.id.startswith("f_cover_")]
    assert {fact.period for fact in cover} == {Period(start=day, end=day)}
    values = {fact.concept: fact.value for fact in cover}
    assert values["dei:DocumentType"] == "8-K"
    assert values["dei:AmendmentFlag"] == "false"
    assert values["dei:DocumentPeriodEndDate"] == "1999-03-04"
    assert values["dei:EntityTaxIdentificationNumber"] == "987654321"
    assert {fact.concept for fact in cover if not fact.language} == {"dei:AmendmentFlag", "dei:DocumentPeriodEndDate"}


def test_the_cover_of_a_10k_is_about_the_year_that_its_statements_print() -> None:
    cover = Cover(
        form="10-K",
        items=(
            replace(invented.cover().items[0], value="10-K"),
            replace(invented.cover().items[1], value="1999-01-31"),
        ),
    )
    report, _ = build(cover=cover)
    assert next(fact.period for fact in report.facts if fact.concept == "dei:DocumentType") == invented.Y1999


def test_no_key_is_made_up_where_none_is_printed() -> None:
    report, messages = build()
    assert report.entity.scheme == "urn:x-legacy-xbrl:irs-ein"
    assert report.entity.identifier == "98-7654321"
    assert "write.no-cik" in codes(messages)
    assert not facts_of(report, "EntityCentralIndexKey")


@pytest.mark.parametrize(("cik", "header"), [("71829", ""), ("", "71829"), ("71829", "555")])
def test_a_key_is_the_identifier_in_ten_digits(cik: str, header: str) -> None:
    report, messages = build(submission=invented.submission(header), cik=cik)
    assert (report.entity.scheme, report.entity.identifier) == ("http://www.sec.gov/CIK", "0000071829")
    key = next(iter(facts_of(report, "EntityCentralIndexKey").values()))
    assert key.value == "0000071829"
    assert "write.no-cik" not in codes(messages)


@pytest.mark.parametrize("cik", ["12345678901", "12a", "0", "-5"])
def test_a_key_that_is_none_is_refused(cik: str) -> None:
    with pytest.raises(InputError, match="Central Index Key"):
        build(cik=cik)


def test_the_identifier_falls_back_step_by_step() -> None:
    items = tuple(item for item in invented.cover().items if "Tax" not in item.concept)
    report, _ = build(cover=Cover(form="8-K", items=items))
    assert report.entity.identifier == "0-99871"
    empty = Cover(form="", items=())
    report, _ = build(cover=empty)
    assert report.entity.scheme == "urn:x-legacy-xbrl:unidentified"
    assert report.base == "filing-19990131"


def test_a_cover_item_that_the_release_lacks_gets_an_extension_concept() -> None:
    item = CoverItem(concept="dei:EntityFileNumber", text="0-99871", value="0-99871", span=invented.span_of("0-99871"))
    report, _ = build(cover=Cover(form="8-K", items=(*invented.cover().items, item)))
    assert report.labels["hallowayferris:EntityFileNumber", ""] == "Entity File Number"


def test_a_cover_value_that_its_type_forbids_is_not_written() -> None:
    bad = replace(invented.cover().items[5], value="98-7654321")
    report, messages = build(cover=Cover(form="8-K", items=(bad,)))
    assert not facts_of(report, "EntityTaxIdentificationNumber")
    assert "write.cover-item" in codes(messages)


def test_no_date_anywhere_is_an_input_error() -> None:
    with pytest.raises(InputError, match="date"):
        build((), cover=Cover(form="", items=()))


def test_the_header_gives_the_date_where_the_cover_does_not() -> None:
    submission = replace(invented.submission(), header=Header(period=dt.date(1999, 2, 2)))
    report, _ = build((), submission=submission, cover=Cover(form="", items=()))
    assert report.base == "filing-19990202"


@pytest.mark.parametrize(
    ("symbol", "company", "expected"),
    [
        ("PTIX", "Whatever Inc", "ptix"),
        ("", "Twin Larch, Incorporated", "twinlarch"),
        ("", "3Com-like Corp", "x3comlike"),
        ("", "XLink Corp", "coxlink"),
        ("", "../../etc/passwd", "etcpasswd"),
        ("NASDAQ: ABCD", "Quiet Harbour Bancorporation of the North", "quietharbour"),
        ("", "\u5317\u4eac", "filing"),
        ("", "The Co. Inc.", "thecoinc"),
        ("", "Bell Atlantic - Maryland Inc /MD/", "bellatlantic"),
    ],
)
def test_slugs_are_short_plain_and_safe(symbol: str, company: str, expected: str) -> None:
    made = slug(symbol, company)
    assert made == expected
    assert len(f"{base_name(made, dt.date(1999, 12, 31))}_pre.xml") <= 32


def test_titles_and_local_names() -> None:
    assert title_case("CONSOLIDATED STATEMENTS OF  INCOME") == "Consolidated Statements of Income"
    assert title_case("Balance Sheets") == "Balance Sheets"
    assert local_name("Income (loss) before taxes, stockholders' share") == "IncomeLossBeforeTaxesStockholdersShare"
    assert local_name("1995 acquisitions") == "Acquisitions"
    assert local_name("***") == ""


def test_the_same_input_gives_the_same_report() -> None:
    assert build() == build()


def test_a_cover_a_day_before_its_statements_covers_their_period_and_no_year() -> None:
    """A transition report "for the period September 1 through March 30" has columns of seven months ended March 31."""
    balance, income, _ = invented.mapped()
    columns = (
        replace(column, period=Period(start=dt.date(1994 - number, 9, 1), end=dt.date(1995 - number, 3, 31)))
        for number, column in enumerate(income.statement.columns)
    )
    income = replace(income, statement=replace(income.statement, columns=tuple(columns)))
    day = dt.date(1995, 3, 30)
    assert cover_period("10-K", day, Header(), (balance, income)) == Period(start=dt.date(1994, 9, 1), end=day)
    assert cover_period("10-K", day, Header(), (balance,)) == Period(start=dt.date(1994, 3, 31), end=day)
