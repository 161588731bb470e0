"""The ledger `mapping.json`: what became of every line, why, and who decided it.

It can be read, compared, edited and fed back (`--mapping FILE`) for the next filing of the company. Its form is
published as `schemas/mapping.schema.json`. The same input gives the same bytes: no clock is read, and `decided_at` and
`comment` are for the person who edits it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converter.errors import RuleFileError
from converter.model import LineRole
from converter.write.entity import is_cik
from converter.write.facts import scaled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.messages import Span
    from converter.model import Concept, Cover, Header, Line, MappedLine, MappedStatement, Statement, Submission

SCHEMA_ID = "https://legacy-xbrl.example/schemas/mapping-1.json"
"""The identifier of the schema; its version changes with its form."""
_LARGEST = 64 * 1024 * 1024
"""Bytes; the ledger of the longest filings has a few million."""
_SCHEMA = Path(__file__).with_name("schemas") / "mapping.schema.json"


def ledger(
    mapped: Sequence[MappedStatement],
    submission: Submission,
    taxonomy: str = "",
    *,
    cover: Cover | None = None,
    look: str = "",
    cik: str = "",
) -> bytes:
    """The ledger of a conversion in UTF-8 without byte-order mark; `taxonomy` is the name of the release.

    Every line that prints values is in it, tagged or not, of every statement, consolidated or not. `look` and `cik`
    are what the conversion was asked for, so that it can be made anew.
    """
    header = submission.header
    document = {
        "$schema": SCHEMA_ID,
        "version": 1,
        "company": company_of(submission, cover, cik),
        "submission": {
            "form": header.form
            or (cover.form if cover else "")
            or (submission.documents[0].type if submission.documents else ""),
            "accession": header.accession,
            "period": _period(header, cover),
            "sha256": text_digest(submission),
        },
        "taxonomy": taxonomy,
        "conversion": {"look": look, "cik": cik},
        "statements": [_statement(each) for each in mapped],
    }
    return json.dumps(document, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def company_of(submission: Submission, cover: Cover | None, cik: str = "") -> dict[str, str]:
    """What tells the company apart: `cik` where it is given, else what the SGML header says, else the cover page.

    Each is empty where nobody says it.
    """
    header = submission.header

    def printed(concept: str, *, raw: bool = False) -> str:
        item = cover.get(concept) if cover else None
        return "" if item is None else " ".join((item.text if raw else item.value).split())

    key = next((each for each in (cik, header.cik, printed("dei:EntityCentralIndexKey")) if is_cik(each)), "")
    return {
        "name": header.company or printed("dei:EntityRegistrantName"),
        "cik": key,
        "ein": header.ein or printed("dei:EntityTaxIdentificationNumber", raw=True),
        "file_number": header.file_number,
        "sic": header.sic,
    }


def _period(header: Header, cover: Cover | None) -> str | None:
    if header.period:
        return str(header.period)
    item = cover.get("dei:DocumentPeriodEndDate") if cover else None
    try:
        return str(dt.date.fromisoformat(item.value)) if item else None
    except ValueError:
        return None


def text_digest(submission: Submission) -> str:
    """The SHA-256 of the decoded text, in hexadecimal: equal digests mean that spans speak of the same places."""
    return hashlib.sha256(submission.text.encode("utf-8", "surrogatepass")).hexdigest()


def read_ledger(path: Path) -> dict[str, Any]:
    """The ledger in a file, checked against the published schema. Raises RuleFileError where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RuleFileError("is larger than a ledger is", path)
        data = path.read_bytes()
    except OSError as error:
        raise RuleFileError(f"cannot be read: {error.strerror or error}", path) from error
    return parse_ledger(data, path)


def parse_ledger(data: bytes, path: Path) -> dict[str, Any]:
    """The ledger in `data`, checked against the published schema; errors name `path`. Raises RuleFileError."""
    content = load_ledger(data, path)
    check_ledger(content, path)
    return content


def check_ledger(content: Mapping[str, Any], path: Path) -> None:
    """Nothing, where `content` satisfies the published schema; errors name `path`. Raises RuleFileError."""
    import jsonschema

    wrong = jsonschema.exceptions.best_match(jsonschema.Draft202012Validator(ledger_schema()).iter_errors(content))
    if wrong is not None:
        raise RuleFileError(wrong.message[:200], path, wrong.json_path)


def load_ledger(data: bytes, path: Path) -> dict[str, Any]:
    """What `data` holds as JSON, not checked to be a ledger; errors name `path`. Raises RuleFileError."""
    try:
        content: dict[str, Any] = json.loads(data, parse_constant=_no_number)
        if b"\\ud" in data.lower():  # half of a character, which JSON can escape and no output can hold
            json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise RuleFileError(f"cannot be read as JSON: {error}", path) from error
    return content


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


@lru_cache(maxsize=1)
def ledger_schema() -> dict[str, Any]:
    """The published JSON Schema (2020-12) of the ledger."""
    schema: dict[str, Any] = json.loads(_SCHEMA.read_bytes())
    return schema


def _statement(mapped: MappedStatement) -> dict[str, object]:
    statement = mapped.statement
    entries = {entry.line: entry for entry in mapped.lines}
    return {
        "kind": statement.kind.value,
        "title": statement.title,
        "entity": statement.entity,
        "scope": statement.scope.value,
        "currency": statement.currency,
        "scale": statement.scale,
        "span": _span(statement.span),
        "footing": {
            "sums": len(mapped.footing.footings),
            "unfooted": len(mapped.footing.unfooted),
            "broken": len(mapped.footing.broken),
            "loose": len(mapped.footing.loose),
        },
        "columns": [
            {
                "start": str(column.period.start) if column.period.start else None,
                "end": str(column.period.end),
                "head": column.head,
            }
            for column in statement.columns
        ],
        "lines": [
            _line(line, statement, entries[line.index])
            for line in statement.lines
            if line.role is not LineRole.HEADING and line.index in entries
        ],
    }


def _line(line: Line, statement: Statement, entry: MappedLine) -> dict[str, object]:
    printed: list[str | None] = [None] * len(statement.columns)
    values: list[str | None] = [None] * len(statement.columns)
    for cell in line.cells:
        if cell is not None:
            printed[cell.column] = cell.text
            if cell.value is not None:
                values[cell.column] = f"{scaled(cell.value, line.scale, entry.sign):f}"
    return {
        "label": line.label,
        "section": list(line.section),
        "role": line.role.value,
        "span": _span(line.span),
        "unit": line.unit.value,
        "scale": line.scale,
        "printed": printed,
        "values": values,
        "concept": entry.concept,
        "extension": _extension(entry.extension) if entry.extension else None,
        "sign": entry.sign,
        "label_role": entry.label_role,
        "status": entry.status.value,
        "confidence": round(entry.confidence, 4),
        "reasons": list(entry.reasons),
        "candidates": [
            {"concept": each.concept, "confidence": round(each.confidence, 4), "reasons": list(each.reasons)}
            for each in entry.candidates
        ],
        "decided_by": entry.decided_by,
        "decided_at": None,
        "comment": "",
    }


def _extension(concept: Concept) -> dict[str, str]:
    return {
        "type": concept.type,
        "period_type": concept.period_type,
        "balance": concept.balance,
        "label": concept.label,
    }


def _span(span: Span) -> list[int]:
    return [span.first_line, span.first_column, span.last_line, span.last_column]
