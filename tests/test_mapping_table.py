from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from converter.errors import InputError, TaxonomyError
from converter.mapping.corpus import one_per_company
from converter.mapping.explain import explain
from converter.mapping.knowledge import load, load_knowledge, save
from converter.mapping.lines import MappingLine, Sheet
from converter.mapping.settings import Thresholds
from converter.mapping.table import OUTPUT, map_lines_csv, map_rows
from converter.mapping.tables import TaggedFiling, TaggedSheet, compile_tables, wording_tables
from converter.model import StatementKind
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

LINES = """file,stmt,report,line,label
a,BS,2,1,Cash and cash equivalents
a,BS,2,2,"Receivables, net"
a,BS,2,3,Total current assets
a,BS,2,4,Goodwill
a,BS,2,5,Total assets
a,IS,4,1,Net sales
a,IS,4,2,Cost of sales
a,IS,4,3,Gross profit
"""


def rows() -> list[dict[str, str]]:
    found = map_rows(csv.DictReader(io.StringIO(LINES)), load_knowledge(DEFAULT_RELEASE), Thresholds())
    return list(found)


def test_each_line_of_a_table_gets_up_to_five_ranked_concepts() -> None:
    found = rows()
    assert {tuple(row) for row in found} == {OUTPUT}
    lines = {(row["report"], row["line"]) for row in found}
    assert len(lines) == 8
    for line in lines:
        ranks = [row["rank"] for row in found if (row["report"], row["line"]) == line]
        assert ranks == [str(number) for number in range(1, len(ranks) + 1)]
        assert len(ranks) <= 5


def test_the_plain_captions_of_a_table_get_their_concepts() -> None:
    best = {row["line"] + row["report"]: row["concept"] for row in rows() if row["rank"] == "1"}
    assert best["12"] == "us-gaap:CashAndCashEquivalentsAtCarryingValue"
    assert best["32"] == "us-gaap:AssetsCurrent"
    assert best["42"] == "us-gaap:Goodwill"
    assert best["34"] == "us-gaap:GrossProfit"


def test_confidences_are_chances_and_fall_with_the_rank() -> None:
    last: dict[tuple[str, str], float] = {}
    for row in rows():
        line = (row["report"], row["line"])
        confidence = float(row["confidence"])
        assert 0 <= confidence <= last.get(line, 1.0)
        last[line] = confidence


def test_a_table_without_labels_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "lines.csv"
    source.write_text("file,stmt,report,line\na,BS,1,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="label"):
        map_lines_csv(source, tmp_path / "out.csv", load_knowledge(DEFAULT_RELEASE), Thresholds())


def test_a_statement_that_nobody_knows_is_refused() -> None:
    wrong = csv.DictReader(io.StringIO(LINES.replace(",BS,", ",XX,")))
    with pytest.raises(InputError, match="XX"):
        list(map_rows(wrong, load_knowledge(DEFAULT_RELEASE), Thresholds()))


def test_the_argument_for_a_caption_names_filers_weights_and_status() -> None:
    text = explain("Retained earnings", StatementKind.BALANCE_SHEET, load_taxonomy())
    assert "1. us-gaap:RetainedEarningsAccumulatedDeficit" in text
    assert "use this caption" in text
    assert "exact = " in text


def test_the_argument_has_what_the_trees_add_where_no_candidate_is_nearly_certain() -> None:
    sure = explain("Retained earnings", StatementKind.BALANCE_SHEET, load_taxonomy())
    unsure = explain("Notes payable", StatementKind.BALANCE_SHEET, load_taxonomy())
    assert "trees: " in unsure
    assert "trees: " not in sure


def filing(company: str, label: str, concept: str) -> TaggedFiling:
    line = MappingLine(
        index=1, label=label, normal=label.lower(), variant="", headings=(), unit=None, gap=False, total=False
    )
    sheet = TaggedSheet(sheet=Sheet(pool="BS", lines=(line,)), concepts=(concept,))
    return TaggedFiling(name=company, company=company, fold=0, industry="", sheets=(sheet,))


def test_an_annual_report_without_lines_to_measure_does_not_stand_for_its_company() -> None:
    quarter = replace(filing("a", "Vessels", "Ships"), name="quarter", form="10-Q")
    annual = replace(filing("a", "Vessels", "Ships"), name="annual", form="10-K")
    assert [each.name for each in one_per_company([quarter, annual])] == ["annual"]
    bare = replace(annual, sheets=(replace(annual.sheets[0], concepts=("",)),))
    assert [each.name for each in one_per_company([quarter, bare])] == ["quarter"]


def test_a_caption_of_one_company_alone_is_not_kept() -> None:
    filings = [filing("a", "Vessels", "Ships"), filing("b", "Vessels", "Ships"), filing("c", "Secret project", "Ships")]
    assert compile_tables(filings).labels["BS"].labels == ["vessels"]


def test_knowledge_is_written_byte_for_byte_the_same(tmp_path: Path) -> None:
    filings = [filing(name, "Vessels", "Ships") for name in "abcd"]
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    knowledge = compile_tables(filings)
    knowledge.wording = wording_tables(filings, knowledge)
    save(knowledge, first)
    save(load(first), second)
    assert first.read_bytes() == second.read_bytes()


def test_knowledge_of_another_version_is_refused_with_what_helps(tmp_path: Path) -> None:
    path = tmp_path / "knowledge.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("concepts.txt", "Assets")
        archive.writestr("trees/leaves", b"")
    with pytest.raises(TaxonomyError, match="train it again"):
        load(path)


def test_damaged_knowledge_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "knowledge.zip"
    path.write_bytes(b"no archive")
    with pytest.raises(TaxonomyError):
        load(path)
