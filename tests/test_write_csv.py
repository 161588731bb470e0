"""xBRL-CSV and the table for analysts say the same as the report; Arelle reads every form back equal."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from converter.check.roundtrip import compare_facts
from converter.pipeline import Settings, convert
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for
from converter.write.oim_csv import COLUMNS as CSV_COLUMNS
from converter.write.oim_csv import xbrl_csv
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from converter.write.table import COLUMNS, facts_csv, facts_parquet
from tests import written_fixture as invented
from tests.oim import read_oim

if TYPE_CHECKING:
    from pathlib import Path

    from converter.check.arelle import ArelleWorker
    from converter.model import Conversion, Report

TAXONOMY = load_taxonomy()
SHARES = ("0.09", "0.06", "0.25", "0.03", "0.09", "0.06", "0.24", "0.03")
"""Basic, then diluted, as lines 383 and 389 of the example print them."""


def invented_report(**changes: str) -> Report:
    report, _ = build_report(
        invented.submission("71829"), invented.cover(), invented.mapped(), TAXONOMY, ReportSettings(**changes)
    )
    return report


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@pytest.fixture(scope="module")
def converted(example: bytes) -> Conversion:
    return convert(example, Settings(validate=False))


def errors(conversion: Conversion, suffix: str, worker: ArelleWorker) -> list[str]:
    name = f"{conversion.report.base}{suffix}"
    result = read_oim(conversion.files, name, packages_for(load_taxonomy(conversion.report.taxonomy)), worker=worker)
    assert result.report.ran
    said = (*result.report.messages, *compare_facts(conversion.report, result.facts))
    return [message.text for message in said if message.severity == "error"]


@pytest.mark.parametrize("suffix", [".json", "_csv.json"])
def test_arelle_reads_the_facts_of_the_example_back_equal(
    converted: Conversion, suffix: str, worker: ArelleWorker
) -> None:
    assert len(converted.report.facts) == 144
    assert errors(converted, suffix, worker) == []


@pytest.mark.parametrize("suffix", [".json", "_csv.json"])
def test_arelle_reads_the_facts_of_real_filings_back_equal(
    real_filings: Path, suffix: str, worker: ArelleWorker
) -> None:
    paths = sorted(real_filings.rglob("*.txt"))[5::80]
    assert len(paths) == 5
    for path in paths:
        conversion = convert(path.read_bytes(), Settings(validate=False))
        assert errors(conversion, suffix, worker) == [], path.name


def test_a_fact_that_is_changed_in_the_table_is_noticed(converted: Conversion, worker: ArelleWorker) -> None:
    base = converted.report.base
    files = [
        replace(file, content=file.content.replace(b",45229000", b",45229001")) if file.path == f"{base}.csv" else file
        for file in converted.files
    ]
    result = read_oim(files, f"{base}_csv.json", packages_for(TAXONOMY), worker=worker)
    texts = [each.text for each in compare_facts(converted.report, result.facts) if each.severity == "error"]
    assert len(texts) == 1
    assert "45229000 is read back as 45229001" in texts[0]


def test_the_metadata_name_the_table_and_the_schema_beside_them() -> None:
    metadata, table = xbrl_csv(invented_report())
    document = json.loads(metadata)
    assert document["documentInfo"]["documentType"] == "https://xbrl.org/2021/xbrl-csv"
    assert document["documentInfo"]["taxonomy"] == ["hallowayferris-19990304.xsd"]
    assert document["tables"]["facts"]["url"] == "hallowayferris-19990304.csv"
    assert tuple(document["tableTemplates"]["facts"]["columns"]) == CSV_COLUMNS
    assert table.decode().splitlines()[0] == ",".join(CSV_COLUMNS)


def test_a_row_is_a_fact_and_what_it_lacks_is_none() -> None:
    _, table = xbrl_csv(invented_report())
    rows = {row["id"]: row for row in read(table)}
    assert rows["f_is_8_0"]["unit"] == "iso4217:USD/xbrli:shares"
    assert (rows["f_is_8_0"]["value"], rows["f_is_8_0"]["decimals"], rows["f_is_8_0"]["language"]) == (
        "0.30", "2", "#none",
    )  # fmt: skip
    name = rows["f_cover_EntityRegistrantName"]
    assert (name["unit"], name["decimals"], name["language"]) == ("#none", "#none", "en-us")


def test_the_table_for_analysts_says_where_a_figure_comes_from(converted: Conversion) -> None:
    """Source line 296 prints `Total assets`, line 368 `Equity in loss of unconsolidated`, wrapped, with (37,000)."""
    found = {row["id"]: row for row in read(facts_csv(converted.report, converted.statements).content)}
    assert list(found["f_bs_2_0"]) == list(COLUMNS)
    cash = found["f_bs_2_0"]
    assert cash["label"] == "Cash and cash equivalents"
    assert (cash["statement"], cash["period_start"], cash["period_end"]) == ("balance_sheet", "", "2003-12-31")
    assert (cash["value"], cash["unit"], cash["decimals"], cash["printed"]) == ("29589000", "USD", "-3", "29,589,000")
    assert (cash["first_line"], cash["first_column"], cash["last_column"]) == ("280", "84", "93")
    loss = [row for row in found.values() if row["concept"] == "us-gaap:IncomeLossFromEquityMethodInvestments"]
    assert [row["value"] for row in loss] == ["-37000", "-83000", "-309000", "-95000"]
    share = [row for row in found.values() if row["unit"] == "USD per share"]
    assert [Decimal(row["value"]) for row in share] == [Decimal(each) for each in SHARES]
    assert all(row["confidence"] for row in found.values() if row["unit"])


def test_text_that_a_spreadsheet_would_run_is_made_inert() -> None:
    report = invented_report()
    hostile = tuple(
        replace(fact, value='=HYPERLINK("x")') if fact.concept == "dei:EntityRegistrantName" else fact
        for fact in report.facts
    )
    found = read(facts_csv(replace(report, facts=hostile), invented.mapped()).content)
    name = next(row for row in found if row["concept"] == "dei:EntityRegistrantName")
    assert name["value"] == '\'=HYPERLINK("x")'
    assert any(row["value"].startswith("-") for row in found if row["unit"]), "numbers stay as they are"


def test_parquet_holds_the_same_rows(converted: Conversion) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    file = facts_parquet(converted.report, converted.statements)
    table = parquet.read_table(io.BytesIO(file.content))
    rows = read(facts_csv(converted.report, converted.statements).content)
    assert table.column_names == list(COLUMNS)
    assert table.column("value").to_pylist() == [row["value"] or None for row in rows]
    assert table.column("first_line").to_pylist() == [int(row["first_line"]) for row in rows]
