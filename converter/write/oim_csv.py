"""The report as xBRL-CSV, the CSV form of the Open Information Model (OIM) 1.0: one JSON file of metadata, one table.

Each row of the table is one fact, with the id that it has in the other forms. What a fact does not have (the unit of a
text, the language of a number, the decimals of an exact number) is `#none`, as the specification writes it.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from converter.write.oim import oim_document, oim_entity, oim_period, oim_unit, oim_value

if TYPE_CHECKING:
    from converter.model import Fact, Report

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-csv"
METADATA_SUFFIX = "_csv.json"
TABLE_SUFFIX = ".csv"
COLUMNS = ("id", "concept", "period", "unit", "language", "decimals", "value")
"""The columns of the table, in order."""
NONE, NIL, EMPTY = "#none", "#nil", "#empty"


def xbrl_csv(report: Report) -> tuple[bytes, bytes]:
    """The metadata (JSON, ASCII) and the table (CSV, UTF-8 without byte-order mark), facts in the order of the report.

    The metadata refer to the schema of the filing and to the table, both beside them.
    """
    entity, prefixes = oim_entity(report.entity)
    metadata = {
        "documentInfo": oim_document(report, DOCUMENT_TYPE, prefixes),
        "tableTemplates": {
            "facts": {
                "rowIdColumn": "id",
                "columns": {
                    **{name: {} for name in COLUMNS[:-1]},
                    "value": {
                        "dimensions": {
                            "concept": "$concept",
                            "entity": entity,
                            "period": "$period",
                            "unit": "$unit",
                            "language": "$language",
                        },
                        "decimals": "$decimals",
                    },
                },
            }
        },
        "tables": {"facts": {"url": f"{report.base}{TABLE_SUFFIX}"}},
    }
    units = {unit.id: oim_unit(unit) for unit in report.units}
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in report.facts:
        numeric = bool(fact.unit) and fact.value is not None
        writer.writerow(
            (
                fact.id,
                fact.concept,
                oim_period(fact.period),
                units.get(fact.unit) or NONE,
                fact.language.lower() or NONE,
                NONE if not numeric or fact.decimals is None else fact.decimals,
                _cell(fact),
            )
        )
    return json.dumps(metadata, indent=1, ensure_ascii=True).encode("ascii") + b"\n", table.getvalue().encode(
        "utf-8", "replace"
    )


def _cell(fact: Fact) -> str:
    """The value as a cell: what begins with `#` would be read as a special value, and is written with two of them."""
    value = oim_value(fact)
    if value is None:
        return NIL
    if not value:
        return EMPTY
    return f"#{value}" if value.startswith("#") else value
