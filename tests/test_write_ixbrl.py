"""Both looks of the inline XBRL document: what a browser, a validator and the EDGAR Filer Manual ask of it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from converter.errors import RenderError
from converter.messages import Span
from converter.model import Cover, CoverItem, Document, Header, Submission
from converter.taxonomy.release import load_taxonomy
from converter.write.environment import render, xml_text
from converter.write.facsimile import facsimile
from converter.write.filing import LOOKS, render_filing
from converter.write.parts import Part
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from converter.write.statements import statements
from tests import written_fixture as invented

if TYPE_CHECKING:
    from converter.model import Report

TAXONOMY = load_taxonomy()
WHOLE = (Part(suffix=".htm", title="", first_line=0, last_line=0),)
"""One document for all."""
XHTML = "{http://www.w3.org/1999/xhtml}"
IX = "{http://www.xbrl.org/2013/inlineXBRL}"
XBRLI = "{http://www.xbrl.org/2003/instance}"


def report(cik: str = "71829", **changes: Any) -> Report:
    made, _ = build_report(
        invented.submission(cik),
        invented.cover(),
        invented.mapped(),
        TAXONOMY,
        ReportSettings(**changes),
    )
    return made


def document(look: str, cik: str = "71829") -> bytes:
    if look == "facsimile":
        return facsimile(report(cik), invented.submission(cik), WHOLE)[0]
    return statements(report(cik), WHOLE, invented.mapped())[0]


def parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


@pytest.fixture(params=LOOKS)
def page(request: pytest.FixtureRequest) -> etree._Element:
    return parsed(document(request.param))


def tags(page: etree._Element) -> list[etree._Element]:
    return list(page.iter(f"{IX}nonFraction", f"{IX}nonNumeric"))


# --- both looks -------------------------------------------------------------------------------------------------------


def test_every_fact_is_tagged_once(page: etree._Element) -> None:
    assert sorted(each.get("id") for each in tags(page)) == sorted(fact.id for fact in report().facts)


def test_the_tags_say_the_values_of_the_facts(page: etree._Element) -> None:
    facts = {fact.id: fact for fact in report().facts}
    tags = list(page.iter(f"{IX}nonFraction"))
    assert {each.get("id") for each in tags} == {fact.id for fact in facts.values() if fact.unit}
    for each in tags:
        fact = facts[each.get("id")]
        text = "".join(each.itertext())
        digits = "0" if each.get("format") == "ixt:fixed-zero" else text.replace(",", "")
        value = Decimal(digits).scaleb(int(each.get("scale", "0")))
        assert (-value if each.get("sign") else value) == fact.value
        assert each.get("decimals") == str(fact.decimals)
        assert each.get("unitRef") == fact.unit
        assert not re.search(r"[$()\-+]", text.replace("--", "")), "signs and symbols stay outside"


def test_contexts_and_units_are_declared_once_and_used(page: etree._Element) -> None:
    declared = [each.get("id") for each in page.iter(f"{XBRLI}context")]
    assert sorted(declared) == sorted({each.get("contextRef") for each in tags(page)})
    units = [each.get("id") for each in page.iter(f"{XBRLI}unit")]
    assert sorted(units) == sorted({each.get("unitRef") for each in tags(page) if each.get("unitRef")})
    assert {each.text for each in page.iter(f"{XBRLI}identifier")} == {"0000071829"}


@pytest.mark.parametrize("look", LOOKS)
def test_the_file_is_ascii_without_doctype_or_named_entities(look: str) -> None:
    content = document(look)
    assert content.startswith(b"<?xml version")
    assert max(content) < 128
    assert b"<!DOCTYPE" not in content
    assert not set(re.findall(rb"&([a-z]+);", content)) - {b"amp", b"lt", b"gt", b"quot"}


def test_only_html_that_edgar_allows(page: etree._Element) -> None:
    names = {each.tag.removeprefix(XHTML) for each in page.iter() if isinstance(each.tag, str) and XHTML in each.tag}
    allowed = "html head meta title body div span h1 p table caption thead tbody tr th td br pre"
    assert names <= set(allowed.split())
    assert not page.xpath("//*[local-name()='table']//*[local-name()='table']")
    attributes = {name for each in page.iter() for name in each.attrib}
    assert not attributes & {"href", "src", "lang", "class", "onclick"}
    assert page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-US"
    assert page.nsmap[None] == XHTML.strip("{}")
    assert "url(" not in etree.tostring(page).decode()


def test_ids_are_unique(page: etree._Element) -> None:
    ids = [each.get("id") for each in page.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("look", LOOKS)
def test_a_browser_that_reads_html_sees_no_open_element(look: str) -> None:
    text = document(look).decode()
    assert set(re.findall(r"<([a-z:A-Z]+)[^<>]*/>", text)) <= {"meta", "br"}


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_input_gives_the_same_bytes(look: str) -> None:
    assert document(look) == document(look)


def test_what_stands_on_the_page_is_not_hidden(page: etree._Element) -> None:
    hidden = {each.get("name") for each in page.iter(f"{IX}hidden") for each in each}
    assert hidden <= {"dei:EntityCentralIndexKey"}


def test_a_fact_that_is_not_printed_is_hidden_and_referred_to_from_the_page() -> None:
    """The facsimile shows what is printed and no more; the tables of the other look show every fact."""
    page = parsed(document("facsimile"))
    hidden = [each.get("id") for header in page.iter(f"{IX}hidden") for each in header]
    assert hidden
    for fact in hidden:
        assert page.xpath(f"//*[contains(@style, '-sec-ix-hidden:{fact}')]")
    assert not list(parsed(document("statements")).iter(f"{IX}hidden"))


def test_hostile_text_stays_text() -> None:
    evil = '"><script>alert(1)</script>&#0;{{ 7*7 }}\x0b\ud800]]>'
    mapped = list(invented.mapped())
    lines = list(mapped[0].statement.lines)
    lines[2] = replace(lines[2], label=evil)
    mapped[0] = replace(mapped[0], statement=replace(mapped[0].statement, title=evil, entity=evil, lines=tuple(lines)))
    item = CoverItem(concept="dei:EntityRegistrantName", text=evil, value=evil, span=invented.span_of("Vermont"))
    made, _ = build_report(invented.submission(), Cover(form="8-K", items=(item,)), mapped, TAXONOMY, ReportSettings())
    assert re.fullmatch(r"[a-z0-9]+-[0-9]{8}", made.base)
    for look in LOOKS:
        for file in render_filing(made, invented.submission(), TAXONOMY, look, mapped):
            assert re.fullmatch(r"[a-z0-9_.-]+", file.path)
            if file.path.endswith((".htm", ".xsd", ".xml")):
                root = parsed(file.content)
                assert not root.xpath("//*[local-name()='script']")
                assert b"49" not in re.findall(rb"\{\{.{0,9}\}\}|>49<", file.content)


# --- the facsimile ----------------------------------------------------------------------------------------------------


def page_text(content: bytes, name: str) -> str:
    """The text of a page, its control pictures as the control characters that they stand for."""
    pre = parsed(content).xpath(f"//*[local-name()='pre'][@id='{name}']")[0]
    return re.sub("[\u2400-\u241f]", lambda picture: chr(ord(picture[0]) - 0x2400), "".join(pre.itertext()))


def test_without_its_tags_the_facsimile_is_the_source() -> None:
    assert page_text(document("facsimile"), "document-1") == invented.TEXT


def test_a_form_feed_is_the_edge_of_a_page() -> None:
    assert xml_text("a\fb\r") == "a\u240cb\u240d"
    pre = parsed(document("facsimile")).xpath("//*[local-name()='pre']")[0]
    edges = [each for each in pre.iter(f"{XHTML}span") if each.text == "\u240c"]
    assert len(edges) == invented.TEXT.count("\f") == 2
    assert all("border-top" in each.get("style") for each in edges)


def test_a_fact_printed_within_another_is_tagged_within_it() -> None:
    made = report()
    date = next(fact for fact in made.facts if fact.concept == "dei:DocumentPeriodEndDate")
    year = replace(
        date,
        id="f_year",
        concept="dei:DocumentFiscalYearFocus",
        value="1999",
        text="1999",
        span=replace(date.span, first_column=date.span.last_column - 3),
    )
    content = facsimile(replace(made, facts=(year, *made.facts)), invented.submission("71829"), WHOLE)[0]
    tag = next(each for each in tags(parsed(content)) if each.get("id") == "f_year")
    assert tag.getparent().get("id") == date.id
    assert "".join(tag.getparent().itertext()) == "March 4, 1999"
    assert page_text(content, "document-1") == invented.TEXT


def test_each_document_with_facts_is_a_page_of_its_own() -> None:
    head = "<SEC-HEADER>\nCENTRAL INDEX KEY: 0000071829\n</SEC-HEADER>\n"
    cover, rest = invented.TEXT.split("\f", 1)
    between = "<DOCUMENT>\n<TYPE>EX-99\nnothing to tag\n</DOCUMENT>\n"
    text = head + cover + between + "\f" + rest
    shift = head.count("\n")
    later = shift + between.count("\n")

    def moved(span: Span) -> Span:
        lines = shift if span.first_line <= cover.count("\n") else later
        return replace(span, first_line=span.first_line + lines, last_line=span.last_line + lines)

    made = report("")
    made = replace(made, facts=tuple(replace(fact, span=moved(fact.span)) for fact in made.facts))
    first = head.count("\n") + 1
    second = first + cover.count("\n")
    third = second + between.count("\n")
    submission = Submission(
        header=Header(),
        text=text,
        documents=(
            Document(type="8-K", text=cover, first_line=first),
            Document(type="EX-99", text=between, first_line=second),
            Document(type="EX-13", text="\f" + rest, first_line=third),
        ),
    )
    content = facsimile(made, submission, WHOLE)[0]
    names = [each.get("id") for each in parsed(content).iter(f"{XHTML}pre")]
    assert names == ["document-1", "document-3"]
    assert page_text(content, "document-1") == cover
    assert page_text(content, "document-3") == "\f" + rest
    assert not list(parsed(content).iter(f"{IX}hidden"))


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff")
    | st.sampled_from("\f\t\n <>&'\"$()-1,."),
    min_size=1,
    max_size=300,
).filter(lambda text: not any("\u2400" <= character <= "\u241f" for character in text))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(text=TEXTS, data=st.data())
def test_any_text_with_tags_anywhere_comes_back(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    base = report()
    chosen = []
    for fact in data.draw(st.lists(st.sampled_from(base.facts), max_size=6, unique=True)):
        row = data.draw(st.integers(0, len(lines) - 1))
        last = data.draw(st.integers(row, min(row + 2, len(lines) - 1)))
        start = data.draw(st.integers(1, max(1, len(lines[row]))))
        end = data.draw(st.integers(1, max(1, len(lines[last]))))
        span = Span(first_line=row + 1, first_column=start, last_line=last + 1, last_column=end)
        chosen.append(replace(fact, span=span, text=fact.text or "x"))
    made = replace(base, facts=tuple(chosen))
    submission = Submission(header=Header(), text=text, documents=(Document(type="8-K", text=text, first_line=1),))
    content = facsimile(made, submission, WHOLE)[0]
    assert page_text(content, "document-1") == text
    assert sorted(each.get("id") for each in tags(parsed(content))) == sorted(fact.id for fact in chosen)


# --- the statements ---------------------------------------------------------------------------------------------------


def rows(page: etree._Element, table: str) -> list[list[str]]:
    found = page.xpath(f"//*[@id='{table}']//*[local-name()='tbody']/*[local-name()='tr']")
    return [["".join(cell.itertext()).strip() for cell in row] for row in found]


def test_each_statement_is_a_table_with_scoped_heads() -> None:
    page = parsed(document("statements"))
    tables = page.xpath("//*[local-name()='table']")
    assert ["".join(table[0].itertext()).split("\n")[1] for table in tables[1:]] == [
        "Consolidated Balance Sheets",
        "Consolidated Statements of Income",
        "Consolidated Statements of Cash Flows",
    ]
    for table in tables:
        assert table[0].tag == f"{XHTML}caption"
        assert all(head.get("scope") for head in table.iter(f"{XHTML}th"))


def test_rows_read_as_printed() -> None:
    sheet = rows(parsed(document("statements")), "statement-1")
    assert ["26", "Cash and cash equivalents", "$1,250", "$1,100"] in sheet
    assert ["27", "Short-term investments", "\u2014", "300"] in sheet
    assert ["45", "Treasury stock", "(200)", "(200)"] in sheet
    assert ["42", "Preferred stock", "", ""] in sheet
    assert ["24", "ASSETS"] in sheet


def test_what_a_person_should_look_at_is_marked() -> None:
    page = parsed(document("statements"))
    assert ["28", "Inventoriesreview", "2,400", "2,150"] in rows(page, "statement-1")
    assert ["32", "Shop fittings held for the centenaryextension", "220", "240"] in rows(page, "statement-1")
    assert ["85", "Other, netnot tagged", "220", "100"] in rows(page, "statement-3")


def test_heads_say_what_the_columns_cover() -> None:
    page = parsed(document("statements"))
    heads = [
        "".join(each.itertext())
        for each in page.xpath("//*[@id='statement-2']//*[local-name()='thead']//*[local-name()='th']")
    ]
    assert heads == ["Year ended", "Line", "January 31,1999", "January 31,1998"]
    note = "".join(page.xpath("//*[@id='statement-2']/*[local-name()='caption']")[0].itertext())
    assert "In thousands of U.S. dollars, except share and per share amounts" in note


def test_a_sum_ends_in_a_double_rule() -> None:
    page = parsed(document("statements"))
    cells = page.xpath("//*[@id='statement-1']//*[contains(@style, 'double')]")
    assert {"".join(cell.itertext()).strip() for cell in cells} == {"$4,000", "$3,900"}


# --- the environment --------------------------------------------------------------------------------------------------


def test_an_undefined_value_is_an_error_and_no_blank() -> None:
    with pytest.raises(RenderError, match="schema"):
        render("taxonomy/schema.xsd.j2", prefix="x")
    with pytest.raises(RenderError, match="no-such"):
        render("no-such.j2")
