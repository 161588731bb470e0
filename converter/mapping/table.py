"""Tables of captions: the mapping of lines that come as rows instead of as printed statements.

Columns of the input: `file, form, sic, fiscal_year, fp, stmt, report, line, gap_before, depth, parent_label, label,
value`; all but `file`, `stmt` (`BS`, `IS`, `CF`, `EQ`, `CI`), `report`, `line` and `label` may be empty. The lines of
one file and report are one statement, in order.

Columns of the output: `file, report, line, rank, concept, confidence, status`.
"""

from __future__ import annotations

import csv
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from converter.errors import InputError
from converter.mapping.labels import normalise
from converter.mapping.lines import MappingLine, Sheet, with_heading
from converter.mapping.model import choose
from converter.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from converter.mapping.knowledge import Knowledge
    from converter.mapping.model import Choice
    from converter.mapping.settings import Thresholds

INPUT = ("file", "stmt", "report", "line", "label")
OUTPUT = ("file", "report", "line", "rank", "concept", "confidence", "status")
_RANKS = 5
_POOLS = {"BS": "BS", "IS": "IS", "CF": "CF", "EQ": "EQ", "CI": "EQ"}


def map_rows(
    rows: Iterable[Mapping[str, str]], knowledge: Knowledge, thresholds: Thresholds
) -> Iterator[dict[str, str]]:
    """Up to five output rows for each input row, the best concept first.

    The confidence of the first is the chance that it is what the company would tag, given that a standard concept
    fits; the status also weighs the chance that none does. Raises `InputError` for a statement that is not known.
    """
    for _, filing in groupby(rows, key=lambda row: row["file"]):
        lines = list(filing)
        reports = [list(each) for _, each in groupby(lines, key=lambda row: (row["report"], row["stmt"]))]
        choices = choose([_sheet(report) for report in reports], knowledge, _industry(lines[0]))
        for report, chosen in zip(reports, choices, strict=True):
            for row, choice in zip(report, chosen, strict=True):
                yield from output_rows(row, choice, thresholds)


def status_of(choice: Choice, thresholds: Thresholds) -> Status:
    """What becomes of a line by the model alone."""
    if not choice.candidates:
        return Status.EXTENSION
    if choice.confidence >= thresholds.accept:
        return Status.ACCEPTED
    unusual = choice.extension >= thresholds.extension and not choice.is_usual
    if unusual or choice.confidence < thresholds.guess:
        return Status.EXTENSION
    return Status.REVIEW


def _sheet(rows: list[Mapping[str, str]]) -> Sheet:
    pool = _POOLS.get(rows[0]["stmt"])
    if pool is None:
        raise InputError(f"statement '{rows[0]['stmt']}' is none of {', '.join(_POOLS)}")
    return Sheet(pool=pool, lines=tuple(_line(number, row) for number, row in enumerate(rows)))


def _line(number: int, row: Mapping[str, str]) -> MappingLine:
    normal = normalise(row["label"])
    heading = normalise(row.get("parent_label") or "")
    headings = (heading,) if heading and not heading.endswith("abstract") else ()
    return MappingLine(
        index=number,
        label=row["label"],
        normal=normal,
        variant=with_heading(normal, headings),
        headings=headings,
        unit=None,
        gap=(row.get("gap_before") or "0") not in {"0", "0.0"},
        total=False,
    )


def _industry(row: Mapping[str, str]) -> str:
    digits = (row.get("sic") or "").partition(".")[0]
    return digits.zfill(4) if digits.isdigit() else ""


def output_rows(row: Mapping[str, str], choice: Choice, thresholds: Thresholds) -> Iterator[dict[str, str]]:
    """The output rows of one line; `row` names its file, report and line."""
    status = status_of(choice, thresholds)
    left = (1.0 - choice.match) / max(1e-9, 1.0 - choice.candidates[0].probability) if choice.candidates else 0.0
    for rank, each in enumerate(choice.candidates[:_RANKS], 1):
        confidence = choice.match if rank == 1 else min(choice.match, each.probability * left)
        yield {
            "file": row["file"],
            "report": row["report"],
            "line": row["line"],
            "rank": str(rank),
            "concept": f"us-gaap:{each.name}",
            "confidence": f"{confidence:.4f}",
            "status": str(status),
        }


def map_lines_csv(source: Path, target: Path, knowledge: Knowledge, thresholds: Thresholds) -> int:
    """The number of lines of a CSV file that were mapped into another one.

    Raises `InputError` when a column is missing or the file cannot be read.
    """
    try:
        with source.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in INPUT if name not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{source.name} lacks the columns {', '.join(missing)}")
            rows = list(reader)
    except OSError as error:
        raise InputError(f"{source.name} cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{source.name} cannot be read: {error}") from error
    with target.open("w", encoding="utf-8", newline="") as stream:
        written(map_rows(rows, knowledge, thresholds), stream)
    return len(rows)


def written(rows: Iterable[Mapping[str, str]], stream: TextIO) -> None:
    """Write output rows as CSV with a heading."""
    writer = csv.DictWriter(stream, OUTPUT)
    writer.writeheader()
    writer.writerows(rows)
