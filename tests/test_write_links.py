"""What stands around the facts of a report: presentation, calculation, labels and extension concepts."""

from __future__ import annotations

from msgspec.structs import replace

from converter.model import (
    Status,
)
from tests import written_fixture as invented
from tests.written_report import build, raised, remapped, reprinted


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
