"""The table of facts for analysts, `facts.csv`: one row for each number, in words that need no XBRL.

It can also be written as Parquet (`facts.parquet`), where the optional library for that is installed. The columns are
documented one by one in `COLUMNS`; a test holds the page for integrators against them.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from converter.errors import OutputError
from converter.model import RenderedFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Fact, MappedLine, MappedStatement, Report, Section

CSV_NAME = "facts.csv"
PARQUET_NAME = "facts.parquet"
COLUMNS = {
    "id": "the id of the fact, the same in every file of the conversion",
    "statement": "balance_sheet, income_statement, cash_flow, equity, comprehensive_income, cover or narrative",
    "concept": "the prefixed name of the concept",
    "label": "the caption as printed; for the cover the label of the concept",
    "section": "the headings above the line, outermost first, joined by ` > `",
    "period_start": "first day of a duration, ISO; empty for an instant",
    "period_end": "the instant, or the last day of the duration, ISO",
    "value": "the full value: scaled, signed as the concept demands; or the text",
    "unit": "USD, shares, USD per share, pure; empty for text",
    "decimals": "how far the value is exact: -3 is thousands, 2 is cents; empty for text",
    "printed": "what the source prints: digits, separators and point, without currency sign and parentheses",
    "status": "accepted, review, extension, untagged",
    "confidence": "of the concept, 0 to 1, calibrated; empty where nothing was estimated",
    "decided_by": "model, taxonomy, rule:ID or ledger:PERSON; empty where nothing was decided",
    "first_line": "of the printed figure in the source text; lines and columns count from 1",
    "first_column": "of the printed figure",
    "last_line": "of the printed figure",
    "last_column": "of the printed figure; both ends belong to it",
}
_INTEGERS = frozenset({"decimals", "first_line", "first_column", "last_line", "last_column"})
_RISKY = ("=", "+", "-", "@", "\t", "\r")


class _Origin(NamedTuple):
    statement: str
    label: str
    section: str
    mapped: MappedLine | None


def facts_csv(report: Report, mapped: Sequence[MappedStatement]) -> RenderedFile:
    """The file `facts.csv`, UTF-8 without byte-order mark, rows in the order of the report.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are never touched.
    """
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(report, mapped):
        numeric = bool(row["unit"])
        writer.writerow(
            "" if (value := row[name]) is None else value if numeric and name == "value" else _inert(value)
            for name in COLUMNS
        )
    return RenderedFile(path=CSV_NAME, media_type="text/csv", content=table.getvalue().encode("utf-8", "replace"))


def facts_parquet(report: Report, mapped: Sequence[MappedStatement]) -> RenderedFile:
    """The file `facts.parquet`: the same columns; dates as text, `value` as text (exact), `confidence` a double.

    Raises OutputError where the optional library (the extra `parquet`) is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise OutputError("needs another library: pip install 'legacy-xbrl[parquet]'", Path(PARQUET_NAME)) from error
    kinds = {"confidence": pa.float64(), **dict.fromkeys(_INTEGERS, pa.int32())}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    table = pa.Table.from_pylist(list(rows(report, mapped)), schema=schema)
    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    content = sink.getvalue().to_pybytes()
    return RenderedFile(path=PARQUET_NAME, media_type="application/vnd.apache.parquet", content=content)


def rows(report: Report, mapped: Sequence[MappedStatement]) -> Iterator[dict[str, Any]]:
    """A dictionary with the keys of `COLUMNS` for each fact; None where there is nothing to say."""
    origins = _origins(report, mapped)
    units = {unit.id: _unit(unit.numerator, unit.denominator) for unit in report.units}
    for fact in report.facts:
        statement, label, section, line = origins.get(fact.id, _Origin("narrative", "", "", None))
        span, number = fact.span, bool(fact.unit)
        yield {
            "id": fact.id,
            "statement": statement,
            "concept": fact.concept,
            "label": label,
            "section": section,
            "period_start": str(fact.period.start) if fact.period.start else None,
            "period_end": str(fact.period.end),
            "value": _value(fact),
            "unit": units.get(fact.unit),
            "decimals": fact.decimals if number else None,
            "printed": fact.text,
            "status": fact.status.value,
            "confidence": round(line.confidence, 4) if line else None,
            "decided_by": line.decided_by if line else None,
            "first_line": span.first_line,
            "first_column": span.first_column,
            "last_line": span.last_line,
            "last_column": span.last_column,
        }


def _origins(report: Report, mapped: Sequence[MappedStatement]) -> dict[str, _Origin]:
    """Where each fact comes from, by its id."""
    known = {id(each.statement): {line.line: line for line in each.lines} for each in mapped}
    found: dict[str, _Origin] = {}
    for section in report.sections:
        for line in section.lines:
            origin = _origin(section, line.line, line.label, known)
            found.update((name, origin) for name in line.facts)
    return found


def _origin(section: Section, index: int | None, label: str, known: dict[int, dict[int, MappedLine]]) -> _Origin:
    statement = section.statement
    if statement is None or index is None:
        return _Origin("cover", label, "", None)
    line = statement.lines[index]
    mapped = known.get(id(statement), {}).get(index)
    return _Origin(statement.kind.value, line.label, " > ".join(line.section), mapped)


def _value(fact: Fact) -> str | None:
    if fact.value is None or fact.nil:
        return None
    return fact.value if isinstance(fact.value, str) else f"{fact.value:f}"


def _unit(numerator: str, denominator: str) -> str:
    sides = (side.rpartition(":")[2] for side in (numerator, denominator) if side)
    return " per ".join("share" if side == "shares" and denominator else side for side in sides)


def _inert(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
