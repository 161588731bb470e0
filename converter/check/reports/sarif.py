"""The validation as SARIF 2.1.0: what code-scanning services and editors read.

Rules are all native rules, and every other code that was reported. A result has its place in the source text (lines
and columns count code points; the end column is the one behind the last character), the fact as its logical location,
and a fingerprint that stays the same when lines are put in above it. No clock is read and nothing is random.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from converter.check.rules.table import RULES
from converter.messages import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from converter.check.reports.subject import Subject
    from converter.messages import Message, Span
    from converter.model import ValidationReport

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "legacyXbrl/v1"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ARELLE = {
    "xbrl": "XBRL 2.1",
    "xbrldte": "XBRL Dimensions 1.0",
    "xbrldie": "XBRL Dimensions 1.0",
    "ix11": "Inline XBRL 1.1",
    "calc11e": "Calculations 1.1",
    "utre": "Units Registry 1.0",
    "rpe": "Report Packages 1.0",
    "EFM": "the EDGAR Filer Manual",
    "DQC": "the rules of the XBRL US Data Quality Committee",
}
"""What the first part of a code of Arelle stands for."""


def sarif(subject: Subject) -> bytes:
    """The content of `validation.sarif` in ASCII."""
    found = [
        (engine, report, message)
        for engine, report, message in subject.findings()
        if message.severity is not Severity.INFO or message.span is not None
    ]
    rules = _rules(found)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    prints: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "legacy-xbrl",
                "semanticVersion": _version(),
                "organization": "legacy-xbrl",
                "shortDescription": {"text": "Legacy EDGAR filings as validated inline XBRL."},
                "rules": rules,
            }
        },
        "invocations": [_invocation(subject)],
        "artifacts": _artifacts(subject, found),
        "columnKind": "unicodeCodePoints",
        "results": [_result(subject, engine, message, index, prints) for engine, _, message in found],
        "properties": {"filing": subject.validation.name, "valid": subject.validation.valid},
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("legacy-xbrl")
    except PackageNotFoundError:  # run from a source tree that was not installed
        return "0.0.0"


def _rules(found: Iterable[tuple[str, ValidationReport | None, Message]]) -> list[dict[str, Any]]:
    """A descriptor for each native rule, and for each other code that was reported."""
    rules = {
        rule.code: _descriptor(
            rule.code,
            rule.title,
            f"{rule.title}. Rule {rule.section}, item {rule.number} of the list of filing rules.",
            rule.severity,
            (rule.section.split()[0], rule.section),
        )
        for rule in RULES
    }
    for engine, _, message in found:
        if message.code not in rules:
            text, tag = _meaning(engine, message)
            rules[message.code] = _descriptor(message.code, text, message.hint or text, message.severity, (tag,))
    return list(rules.values())


def _meaning(engine: str, message: Message) -> tuple[str, str]:
    """A sentence on what a code is, and a tag for it."""
    if message.code.startswith("arelle."):
        code = message.code.removeprefix("arelle.")
        family = code.replace(":", ".").partition(".")[0]
        return f"Arelle reports {code}: a rule of {_ARELLE.get(family, 'the specifications that it checks')}", engine
    stage, _, name = message.code.partition(".")
    return f"{engine}: {name.replace('-', ' ') or message.code}, found by {stage}", engine


def _descriptor(code: str, short: str, full: str, severity: Severity, tags: Iterable[str]) -> dict[str, Any]:
    words = "".join(word.capitalize() for word in code.replace(":", ".").replace("-", ".").replace("_", ".").split("."))
    help_text = f"{full.rstrip('.')}. The place is in the source text; the fact is the logical location."
    return {
        "id": code,
        "name": words,
        "shortDescription": {"text": f"{short.rstrip('.')}."},
        "fullDescription": {"text": f"{full.rstrip('.')}."},
        "help": {"text": help_text, "markdown": f"**`{code}`**: {help_text}"},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": list(dict.fromkeys(tags))},
    }


def _invocation(subject: Subject) -> dict[str, Any]:
    """Whether all engines ran, and what they said that is no finding."""
    notes = [
        {"level": "note", "message": {"text": f"{report.name}: {message.text}"}}
        for report in subject.validation.reports
        for message in report.messages
        if message.severity is Severity.INFO and message.span is None
    ]
    missing = [
        {"level": "error", "message": {"text": f"{report.engine} did not run; nothing is called valid"}}
        for report in subject.validation.reports
        if not report.ran
    ]
    return {"executionSuccessful": not missing, "toolExecutionNotifications": [*missing, *notes]}


def _artifacts(subject: Subject, found: Iterable[tuple[str, ValidationReport | None, Message]]) -> list[dict[str, Any]]:
    artifacts: dict[str, dict[str, Any]] = {}
    if subject.source:
        artifacts[_uri(subject.source)] = {"roles": ["analysisTarget"], "sourceLanguage": "text"}
    for _, _, message in found:
        name, _ = _file(message)
        if name and (message.span is None or not subject.source):
            artifacts.setdefault(_uri(name), {"roles": ["analysisTarget"]})
    return [{"location": {"uri": uri}, **rest} for uri, rest in artifacts.items()]


def _result(
    subject: Subject, engine: str, message: Message, index: dict[str, int], prints: Counter[str]
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": message.code,
        "ruleIndex": index[message.code],
        "level": _LEVELS[message.severity],
        "message": {"text": message.text},
        "partialFingerprints": {FINGERPRINT: _fingerprint(subject, message, prints)},
        "properties": {"engine": engine},
    }
    place = _place(subject, message)
    if place:
        result["locations"] = [place]
    if message.also is not None and subject.source:
        result["relatedLocations"] = [
            {
                "id": 1,
                "physicalLocation": _physical(subject, message.also),
                "message": {"text": "contradicts this place"},
            }
        ]
    return result


def _place(subject: Subject, message: Message) -> dict[str, Any]:
    """The location of a result: in the source text where it is known, else in the file that was validated."""
    place: dict[str, Any] = {}
    name, line = _file(message)
    if message.span is not None and subject.source:
        place["physicalLocation"] = _physical(subject, message.span)
    elif name:
        region = {"region": {"startLine": line}} if line else {}
        place["physicalLocation"] = {"artifactLocation": {"uri": _uri(name)}, **region}
    logical = {
        "name": message.fact or message.concept,
        "fullyQualifiedName": "/".join(filter(None, (message.concept, message.fact))),
        "kind": "element" if message.fact else "type",
    }
    if logical["name"]:
        place["logicalLocations"] = [logical]
    return place


def _physical(subject: Subject, span: Span) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": span.first_line,
        "startColumn": span.first_column,
        "endLine": span.last_line,
        "endColumn": span.last_column + 1,
    }
    if excerpt := subject.excerpt(span):
        region["snippet"] = {"text": excerpt}
    return {"artifactLocation": {"uri": _uri(subject.source)}, "region": region}


def _file(message: Message) -> tuple[str, int]:
    """The file and line of `name.htm:12`."""
    name, colon, line = message.where.rpartition(":")
    return (name, int(line)) if colon and line.isascii() and line.isdigit() else (message.where, 0)


def _uri(name: str) -> str:
    """A file name as a URI reference; an absolute path as a `file` URI."""
    path = PurePath(name)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix())  # a colon too, as a first part with one would be read as a scheme (RFC 3986, 4.2)


def _fingerprint(subject: Subject, message: Message, prints: Counter[str]) -> str:
    """A hash of code, concept and the text of the source line, with a number for its repetitions.

    Without a place in the source it is of code, concept, file and message.
    """
    name, _ = _file(message)
    line = subject.line(message.span) if message.span is not None else ""
    parts = (message.code, message.concept or "", line or f"{name}\n{message.text}")
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    prints[digest] += 1
    return f"{digest}:{prints[digest]}"
