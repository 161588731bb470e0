"""Whose report it is, and about which day: cover, entity and names."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from converter.errors import InputError
from converter.model import Cover, CoverItem, Header, Period
from converter.write.cover import cover_period
from converter.write.names import base_name, local_name, slug, title_case
from tests import written_fixture as invented
from tests.written_report import build, codes, facts_of


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
