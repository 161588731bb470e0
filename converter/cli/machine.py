"""What a program sees: results and messages as JSON, one object on one line for each input."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from converter.cli.display import fact_counts
from converter.messages import Severity, message_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from converter.model import Conversion, FootingTree, ValidationReport


def print_json(value: Mapping[str, Any]) -> None:
    """Prints one object on one line of standard output, in ASCII, keys in their order of writing."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def footing_object(tree: FootingTree) -> dict[str, Any]:
    """How far a statement foots; the lists hold line numbers of the statement, counted from 0."""
    return {
        "complete": tree.complete,
        "sums": len(tree.footings),
        "unfooted": list(tree.unfooted),
        "broken": list(tree.broken),
        "loose": list(tree.loose),
    }


def validation_object(report: ValidationReport) -> dict[str, Any]:
    """What an engine found, with the number of messages of each severity."""
    counter = Counter(message.severity for message in report.messages)
    return {
        "engine": report.engine,
        "version": report.version,
        "ran": report.ran,
        "valid": report.valid,
        "errors": counter[Severity.ERROR],
        "warnings": counter[Severity.WARNING],
        "messages": [message_object(message) for message in report.messages],
    }


def conversion_object(source: str, conversion: Conversion, files: Sequence[Path], status: int) -> dict[str, Any]:
    """What became of one input: the same numbers that a person sees in the table, and every message."""
    report = conversion.report
    counts = fact_counts(conversion)
    statements = []
    for index, mapped in enumerate(conversion.statements):
        counter = Counter(str(line.status) for line in mapped.lines)
        statements.append(
            {
                "kind": str(mapped.statement.kind),
                "title": mapped.statement.title,
                "scope": str(mapped.statement.scope),
                "lines_in_text": [mapped.statement.span.first_line, mapped.statement.span.last_line],
                "lines": len(mapped.lines),
                "facts": counts.get(index, 0),
                **{each: counter[each] for each in ("accepted", "review", "extension", "untagged")},
                "footing": footing_object(mapped.footing),
            }
        )
    return {
        "input": source,
        "status": status,
        "base": report.base,
        "taxonomy": report.taxonomy,
        "entity": {
            "scheme": report.entity.scheme,
            "identifier": report.entity.identifier,
            "name": report.entity.name,
        },
        "form": conversion.cover.form,
        "facts": len(report.facts),
        "cover_facts": counts.get(-1, 0),
        "statements": statements,
        "validation": [validation_object(each) for each in conversion.validation],
        "messages": [message_object(message) for message in conversion.messages],
        "files": [file.as_posix() for file in files],
        "timings": {name: round(seconds, 4) for name, seconds in conversion.timings.items()},
    }
