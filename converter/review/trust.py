"""A picture of trust in figures: how much of a filing is tagged, how sure that is, and what was proven."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from converter.check.validation import FILE_NAME
from converter.review.decisions import in_conflict
from converter.review.rebuild import pending

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


STATUSES = ("accepted", "extension", "review", "untagged")
BINS = 10
_LARGEST = 64 * 1024 * 1024


def trust_of(ledger: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The figures of one filing.

    `figures` counts printed figures and `tagged` those on lines with a concept; `histogram` counts lines that no person
    decided on by their confidence, in ten equal parts; `footing` is None where the ledger does not have it.
    """
    lines = [line for statement in ledger["statements"] for line in statement["lines"]]
    histogram = [0] * BINS
    for line in lines:
        if line.get("concept") and not str(line.get("decided_by", "")).startswith("ledger:"):
            histogram[min(BINS - 1, int(line.get("confidence", 0.0) * BINS))] += 1
    statements = [
        {
            "kind": statement["kind"],
            "title": statement.get("title", ""),
            **_counted(statement["lines"]),
            "footing": _footing(statement),
        }
        for statement in ledger["statements"]
    ]
    return {
        **_counted(lines),
        "decided": sum(bool(line.get("decided_at")) for line in lines),
        "remembered": sum(
            str(line.get("decided_by", "")).startswith("ledger") and not line.get("decided_at") for line in lines
        ),
        "conflicts": sum(map(in_conflict, lines)),
        "pending": pending(ledger),
        "histogram": histogram,
        "footed": sum(bool(each["footing"] and each["footing"]["complete"]) for each in statements),
        "statements": statements,
        "validation": validation_of(folder),
    }


def _footing(statement: Mapping[str, Any]) -> dict[str, Any] | None:
    found = statement.get("footing")
    if found is None:
        return None
    return {**found, "complete": not any(found.get(name) for name in ("unfooted", "broken", "loose"))}


def _counted(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    lines = list(lines)
    counter = Counter(line["status"] for line in lines)
    figures = [sum(value is not None for value in line.get("values", [])) for line in lines]
    tagged = [count for line, count in zip(lines, figures, strict=True) if line.get("concept")]
    return {
        "lines": len(lines),
        "figures": sum(figures),
        "tagged": sum(tagged),
        "statuses": {status: counter[status] for status in STATUSES},
    }


def validation_of(folder: Path) -> dict[str, Any] | None:
    """What `validation.json` in a folder says; None where it is missing or damaged."""
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > _LARGEST:
            return None
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    engines = content.get("engines") if isinstance(content, dict) else None
    if not isinstance(engines, list) or not all(map(_is_engine, engines)):
        return None
    return {
        "valid": content.get("valid") is True,
        "counts": content.get("counts", {}),
        "engines": [
            {
                "engine": engine.get("engine", ""),
                "version": engine.get("version", ""),
                "ran": engine.get("ran") is True,
                "valid": engine.get("valid") is True,
                "messages": engine.get("messages", [])[:200],
            }
            for engine in engines
        ],
    }


def _is_engine(found: object) -> bool:
    return isinstance(found, dict) and isinstance(found.get("messages", []), list)


def together(filings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of many filings added up."""
    filings = list(filings)
    statuses: Counter[str] = Counter()
    for each in filings:
        statuses.update(each["statuses"])
    sums = ("footed", "lines", "figures", "tagged", "decided", "remembered", "conflicts", "pending")
    return {
        **{name: sum(each[name] for each in filings) for name in sums},
        "statuses": {status: statuses[status] for status in STATUSES},
        "histogram": [sum(each["histogram"][number] for each in filings) for number in range(BINS)],
        "filings": len(filings),
        "statements": sum(len(each["statements"]) for each in filings),
        "valid": sum(bool(each["validation"] and each["validation"]["valid"]) for each in filings),
    }
