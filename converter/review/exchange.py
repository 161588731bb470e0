"""The memory as a file for others: JSON, or CSV for a spreadsheet. What is read back is hostile until it is checked."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from converter.errors import InputError
from converter.review.decisions import status_of
from converter.review.memory import FIELDS, Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMAT = "https://legacy-xbrl.example/schemas/memory-1.json"
_LONGEST = 4000
_MOST = 200_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_REQUIRED = ("id", "company", "statement", "caption", "label", "reviewer", "decided_at")
_CONCEPT = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,200}:[A-Za-z_][A-Za-z0-9_.-]{0,250}")
_KINDS = ("balance_sheet", "income_statement", "cash_flow", "equity", "comprehensive_income")


def to_json(decisions: Sequence[Remembered]) -> bytes:
    """The decisions as JSON in UTF-8."""
    document = {"format": FORMAT, "decisions": [asdict(each) for each in decisions]}
    return json.dumps(document, indent=1, ensure_ascii=False).encode() + b"\n"


def to_csv(decisions: Sequence[Remembered]) -> bytes:
    """The decisions as CSV in UTF-8 with a byte-order mark, which spreadsheets want.

    A text that a spreadsheet would run as a formula has an apostrophe before it; reading takes it away again.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(FIELDS)
    for each in decisions:
        writer.writerow([_guarded(value) for value in asdict(each).values()])
    return out.getvalue().encode("utf-8-sig")


def from_json(data: bytes) -> tuple[Remembered, ...]:
    """The decisions in a JSON file. Raises InputError that names the entry at fault."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError("this is no JSON") from None
    entries = document.get("decisions") if isinstance(document, dict) else None
    if not isinstance(entries, list) or document.get("format") != FORMAT:
        raise InputError("this is no memory of legacy-xbrl")
    return tuple(_checked(entry, number) for number, entry in enumerate(entries[: _MOST + 1], 1))


def from_csv(data: bytes) -> tuple[Remembered, ...]:
    """The decisions in a CSV file with the names of the fields in its first row. Raises InputError."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"this is no CSV in UTF-8: {error}") from None
    found = []
    for number, row in enumerate(rows[: _MOST + 1], 1):
        entry: dict[str, Any] = {name: _freed(value) for name, value in row.items() if isinstance(value, str)}
        for name in ("concept", "extension"):
            entry[name] = entry.get(name) or None
        for name in ("occurrence", "undone"):
            value = entry.get(name, "0") or "0"
            if not (value.isascii() and value.isdigit()) or len(value) > 6:
                raise InputError(f"decision {number}: {name} is no number")
            entry[name] = int(value)
        found.append(_checked(entry, number))
    return tuple(found)


def _checked(entry: object, number: int) -> Remembered:
    if number > _MOST:
        raise InputError(f"more than {_MOST:,} decisions")
    if not isinstance(entry, dict):
        raise InputError(f"decision {number} is no object")
    if any("\ud800" <= each <= "\udfff" for value in entry.values() if isinstance(value, str) for each in value):
        raise InputError(f"decision {number} has half a character")  # JSON can escape one; no database takes it
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = entry.get(name)
        if name in ("occurrence", "undone"):
            value = 0 if value is None else value
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1_000_000:
                raise InputError(f"decision {number}: {name} is no number")
        elif name in ("concept", "extension"):
            if value is not None and (not isinstance(value, str) or len(value) > _LONGEST):
                raise InputError(f"decision {number}: {name} is no text")
        else:
            value = "" if value is None else value
            if not isinstance(value, str) or len(value) > _LONGEST or (name in _REQUIRED and not value):
                raise InputError(f"decision {number}: {name} must be a text")
        values[name] = value
    if values["statement"] not in _KINDS:
        raise InputError(f"decision {number}: {values['statement']!r} is no kind of statement")
    if values["concept"] is not None and not _CONCEPT.fullmatch(values["concept"]):
        raise InputError(f"decision {number}: concept is no name of one")
    values["extension"] = _extension(values["extension"], number)
    values["status"] = status_of(values["concept"])
    return Remembered(**values)


def _extension(text: str | None, number: int) -> str | None:
    if text is None:
        return None
    try:
        declared = json.loads(text)
    except (ValueError, RecursionError):
        declared = None
    names = ("type", "period_type", "balance", "label")
    if (
        not isinstance(declared, dict)
        or not all(isinstance(declared.get(name), str) for name in names)
        or declared["period_type"] not in ("instant", "duration")
        or declared["balance"] not in ("", "debit", "credit")
    ):
        raise InputError(f"decision {number}: extension is not declared as one")
    return json.dumps({name: declared[name] for name in names}, sort_keys=True)


def _guarded(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith((*_FORMULA, "'")) else value


def _freed(value: str) -> str:
    return value[1:] if value.startswith("'") else value
