"""Each native rule is broken once by hand, and says so; the unbroken filing breaks none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from converter.check.filing.bundle import bundle_of
from converter.check.filing.read import read_filing
from converter.check.native import check_filing, native_report
from converter.check.rules.rule import MAX_FINDINGS, Result
from converter.check.rules.table import RULES
from converter.messages import Severity, Span
from converter.model import RenderedFile
from converter.taxonomy.release import load_taxonomy
from tests.conftest import ROOT
from tests.filings import CALCULATION, INLINE, SCHEMA, filing
from tests.filings.rule_breaks import CASES, EMPTY_LINKBASE, MONEY, Edit, before_form, context, fact, resources

if TYPE_CHECKING:
    from converter.check.filing.view import Filing
    from converter.check.rules.rule import Outcome


def view(files: tuple[RenderedFile, ...]) -> Filing:
    return read_filing(bundle_of(files), load_taxonomy)


def outcomes(*edits: Edit) -> dict[str, Outcome]:
    return {outcome.rule.code: outcome for outcome in check_filing(view(filing(*edits)))}


def failing(found: dict[str, Outcome]) -> set[str]:
    return {code for code, outcome in found.items() if outcome.result is Result.FAIL}


ELSEWHERE = {
    "efm.5.01.01.file-name": "test_file_names_are_checked",
    "efm.6.03.03.taxonomy-file-name": "test_file_names_are_checked",
    "efm.6.05.19.required-context": "test_a_cover_needs_a_duration",
    "efm.6.05.20.fiscal-focus": "test_rules_know_their_era",
    "efm.6.05.40.modern-cover": "test_rules_know_their_era",
}


def test_the_unbroken_filing_breaks_no_rule() -> None:
    found = outcomes()
    assert failing(found) == set()
    assert sum(outcome.result is Result.PASS for outcome in found.values()) >= 90


def test_every_rule_is_broken_by_a_test() -> None:
    codes = {rule.code for rule in RULES}
    assert codes == CASES.keys() | ELSEWHERE.keys()
    assert len(RULES) == len(codes)
    assert all(name in globals() for name in ELSEWHERE.values())


def test_every_item_of_the_list_of_rules_has_a_row_and_a_title() -> None:
    assert {rule.number for rule in RULES} == set(range(1, 41))
    assert all(rule.title[0].isupper() or rule.title.startswith("dei:") for rule in RULES)


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_broken_rule_says_so(code: str) -> None:
    found = outcomes(*CASES[code])
    assert found[code].result is Result.FAIL
    assert all(finding.text for finding in found[code].findings)


def test_a_finding_leads_to_its_place_in_the_source() -> None:
    broken = view(filing((INLINE, ">120<", ">130<")))
    spans = {
        one.id: Span(first_line=index, first_column=1, last_line=index, last_column=9)
        for index, one in enumerate(broken.facts, start=1)
    }
    report = native_report(check_filing(broken), spans, broken)
    assert not report.valid
    assert [(message.code, message.span) for message in report.messages] == [("calc.1.1.total", spans["f-7"])]
    message = report.messages[0]
    assert message.severity is Severity.ERROR
    assert message.concept == "us-gaap:Assets"
    assert message.where == f"{INLINE}:49"
    assert "(Calc 1.1)" in message.text
    assert "1500000" in message.text
    assert "1510000" in message.text


def test_a_finding_on_a_concept_takes_the_place_of_its_first_fact() -> None:
    broken = view(filing((SCHEMA, ' xbrli:balance="debit"', "")))
    spans = {one.id: Span(first_line=5, first_column=1, last_line=5, last_column=2) for one in broken.facts}
    report = native_report(check_filing(broken), {"f-5": spans["f-5"]}, broken)
    assert [(message.code, message.span) for message in report.messages] == [("efm.6.08.11.balance", spans["f-5"])]


def test_rounding_is_no_error() -> None:
    assert failing(outcomes((INLINE, ">120<", ">121<"))) == set()


def test_the_same_figure_twice_in_less_digits_agrees() -> None:
    rounded = 'contextRef="C_20030331" unitRef="USD" decimals="-5" scale="6" format="ixt:num-dot-decimal"'
    assert failing(outcomes(before_form(fact("n-1", "us-gaap:Assets", rounded, "1.5")))) == set()


@pytest.mark.parametrize(("exact", "agrees"), [("1500000", True), ("1500400", True), ("1500600", False)])
def test_an_exact_figure_agrees_with_the_rounded_one_within_half_of_its_last_digit(exact: str, *, agrees: bool) -> None:
    attributes = 'contextRef="C_20030331" unitRef="USD" decimals="INF" format="ixt:num-dot-decimal"'
    found = failing(outcomes(before_form(fact("n-1", "us-gaap:Assets", attributes, exact))))
    assert ("efm.6.05.12.inconsistent-duplicates" in found) is not agrees


def test_a_dash_for_zero_is_no_sign() -> None:
    dash = 'contextRef="C_20030331" unitRef="USD" decimals="-3" scale="3" format="ixt:fixed-zero"'
    assert "efm.5.02.05.sign-in-text" not in failing(outcomes(before_form(fact("n-1", "us-gaap:Cash", dash, "-"))))


def test_links_into_the_page_and_to_the_sec_are_no_external_references() -> None:
    links = '<p><a href="#top">a</a><a href="https://www.sec.gov/x">b</a><img src="logo.gif" alt=""/></p>'
    assert failing(outcomes(before_form(links))) == set()


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://evil.example/">x</a>',
        '<a href="//evil.example/">x</a>',
        '<a href="https://sec.gov.evil.example/">x</a>',
        '<img src="data:image/png;base64,AA" alt=""/>',
        '<img src="https://evil.example/x.gif" alt=""/>',
        '<img src="chart.svg" alt=""/>',
        '<table background="https://evil.example/x.gif"><tr><td>x</td></tr></table>',
        '<p style="background-image: URL (https://evil.example/x.gif)">x</p>',
        '<p style="background-image:\\75rl(https://evil.example/x.gif)">x</p>',
    ],
)
def test_external_and_active_content_is_found(markup: str) -> None:
    assert failing(outcomes(before_form(f"<p>{markup}</p>"))) == {"efm.5.02.05.active-content"}


def test_prefixes_are_checked_where_they_are_declared() -> None:
    inside = '<p><i:nonNumeric xmlns:i="http://www.xbrl.org/2013/inlineXBRL" id="n-1" name="dei:TradingSymbol" '
    found = outcomes(before_form(f'{inside}contextRef="C_20020401_20030331">TINL</i:nonNumeric></p>'))
    assert "efm.5.02.05.prefix" in failing(found)


def test_file_names_are_checked() -> None:
    files = {file.path: file for file in filing()}
    renamed = [
        structs.replace(file, path="the-very-long-name-of-tin-lantern-20030331.htm") if path == INLINE else file
        for path, file in files.items()
    ]
    found = {outcome.rule.code: outcome for outcome in check_filing(view(tuple(renamed)))}
    assert failing(found) == {"efm.5.01.01.file-name"}
    swapped = [
        structs.replace(file, content=EMPTY_LINKBASE.encode()) if path == CALCULATION else file
        for path, file in files.items()
    ]
    found = {outcome.rule.code: outcome for outcome in check_filing(view(tuple(swapped)))}
    assert failing(found) == {"efm.6.03.03.taxonomy-file-name"}


def test_a_cover_needs_a_duration() -> None:
    cover = '<p><ix:nonNumeric id="c-3" name="dei:EntityRegistrantName" contextRef="I">TIN LANTERN</ix:nonNumeric></p>'
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
        'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:dei="http://xbrl.sec.gov/dei/2013-01-31"><body>'
        f"<ix:header><ix:resources>{context('I', '<xbrli:instant>2003-03-31</xbrli:instant>')}</ix:resources>"
        f"</ix:header>{cover}</body></html>"
    )
    files = (RenderedFile(path="page.htm", media_type="text/html", content=page.encode()),)
    found = {outcome.rule.code: outcome for outcome in check_filing(view(files))}
    assert "efm.6.05.19.required-context" in failing(found)


def test_rules_know_their_era() -> None:
    old = outcomes()
    for code in ("efm.6.05.20.fiscal-focus", "efm.6.05.40.modern-cover"):
        assert old[code].result is Result.NOT_APPLICABLE
        assert "2003-03-31" in old[code].reason
    new = outcomes(
        resources(context("late", "<xbrli:instant>2023-03-31</xbrli:instant>")),
        before_form(fact("n-1", "us-gaap:Assets", f'contextRef="late" {MONEY}', "1")),
    )
    assert {"efm.6.05.20.fiscal-focus", "efm.6.05.40.modern-cover"} <= failing(new)


def test_a_document_that_prints_no_cik_is_not_blamed_for_it() -> None:
    inline = next(file for file in filing() if file.path == INLINE).content
    own = inline.replace(b"http://www.sec.gov/CIK", b"urn:x-legacy-xbrl:irs-ein").replace(b"0000999999", b"16-1234567")
    files = tuple(structs.replace(file, content=own) if file.path == INLINE else file for file in filing())
    found = {outcome.rule.code: outcome for outcome in check_filing(view(files))}
    assert found["efm.6.05.01.cik-scheme"].result is Result.NOT_APPLICABLE
    assert "does not print the CIK" in found["efm.6.05.01.cik-scheme"].reason
    assert failing(found) == set()


def test_without_the_base_taxonomy_what_needs_it_is_not_applicable() -> None:
    found = {outcome.rule.code: outcome for outcome in check_filing(read_filing(bundle_of(filing())))}
    assert found["efm.6.05.42.deprecated"].result is Result.NOT_APPLICABLE
    assert failing(found) == set()


def test_a_mistake_in_every_line_is_not_reported_without_end() -> None:
    found = outcomes(before_form('<p onclick="x()"></p>' * (MAX_FINDINGS + 7)))
    assert len(found["efm.5.02.05.attribute"].findings) == MAX_FINDINGS
    assert found["efm.5.02.05.attribute"].more == 7


def test_the_page_of_rules_lists_each_rule_in_order() -> None:
    page = (ROOT / "docs" / "filing-rules.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`" in line]
    assert rows == [
        f"| {rule.number} | {rule.section} | {rule.severity.value} | `{rule.code}` | {rule.title} |" for rule in RULES
    ]
