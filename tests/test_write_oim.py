"""xBRL-JSON says the same as the report, in the terms of the Open Information Model."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from converter.taxonomy.release import load_taxonomy
from converter.write.oim import xbrl_json
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from tests import written_fixture as invented

TAXONOMY = load_taxonomy()


def document(cik: str = "71829") -> dict[str, Any]:
    report, _ = build_report(invented.submission(cik), invented.cover(), invented.mapped(), TAXONOMY, ReportSettings())
    content: dict[str, Any] = json.loads(xbrl_json(report))
    return content


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return document()


def test_the_document_is_written_as_the_standard_library_indents_it() -> None:
    report, _ = build_report(invented.submission(), invented.cover(), invented.mapped(), TAXONOMY, ReportSettings())
    for each in (report, replace(report, facts=())):
        written = xbrl_json(each).decode("ascii")
        assert written == json.dumps(json.loads(written), indent=1) + "\n"


def test_the_document_says_what_it_is(made: dict[str, Any]) -> None:
    info = made["documentInfo"]
    assert info["documentType"] == "https://xbrl.org/2021/xbrl-json"
    assert info["taxonomy"] == ["hallowayferris-19990304.xsd"]
    used = {each["dimensions"]["concept"].partition(":")[0] for each in made["facts"].values()}
    assert used | {"cik", "iso4217", "xbrli"} <= info["namespaces"].keys()


def test_an_instant_is_the_midnight_that_ends_its_day(made: dict[str, Any]) -> None:
    assert made["facts"]["f_bs_2_0"] == {
        "value": "1250000",
        "decimals": -3,
        "dimensions": {
            "concept": "us-gaap:CashAndCashEquivalentsAtCarryingValue",
            "entity": "cik:0000071829",
            "period": "1999-02-01T00:00:00",
            "unit": "iso4217:USD",
        },
    }


def test_a_duration_goes_from_midnight_to_midnight(made: dict[str, Any]) -> None:
    share = made["facts"]["f_is_8_0"]
    assert share["dimensions"]["period"] == "1998-02-01T00:00:00/1999-02-01T00:00:00"
    assert share["dimensions"]["unit"] == "iso4217:USD/xbrli:shares"
    assert (share["value"], share["decimals"]) == ("0.30", 2)


def test_values_are_strings_and_texts_have_a_language(made: dict[str, Any]) -> None:
    for each in made["facts"].values():
        assert isinstance(each["value"], str)
        if "unit" in each["dimensions"]:
            Decimal(each["value"])
            assert "e" not in each["value"].lower()
            assert "language" not in each["dimensions"]
    assert made["facts"]["f_cover_EntityRegistrantName"]["dimensions"]["language"] == "en-us"
    assert "language" not in made["facts"]["f_cover_DocumentPeriodEndDate"]["dimensions"]


def test_another_identifier_has_another_prefix() -> None:
    made = document("")
    assert made["documentInfo"]["namespaces"]["entity"] == "urn:x-legacy-xbrl:irs-ein"
    assert {each["dimensions"]["entity"] for each in made["facts"].values()} == {"entity:98-7654321"}


def test_facts_alone_need_neither_templates_nor_an_xml_library() -> None:
    code = (
        "import sys, converter.write.oim, converter.write.report\n"
        "sys.exit(bool({'jinja2', 'lxml', 'arelle', 'jsonschema'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
