"""What was checked, by what, and what it said: every engine over a filing, and `validation.json`.

The format is published as `schemas/validation.schema.json`. No clock is read: the same filing gives the same bytes with
the same engines.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from converter.check.arelle import run_arelle
from converter.check.arelle.client import RULE_SETS
from converter.check.arelle.edgar import run_edgar
from converter.check.filing.bundle import bundle_of, open_bundle
from converter.check.filing.read import imported, read_filing
from converter.check.native import check_filing, native_report
from converter.check.roundtrip import compare_facts
from converter.messages import Severity, message_object
from converter.model import RenderedFile, ValidationReport
from converter.taxonomy.archive import PackageArchive
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.check.arelle import ArelleFact, ArelleResult, ArelleWorker
    from converter.check.filing.view import Filing
    from converter.check.rules.rule import Outcome
    from converter.messages import Message, Span
    from converter.model import Report
    from converter.taxonomy.release import Taxonomy

SCHEMA: Final = Path(__file__).with_name("schemas") / "validation.schema.json"
FORMAT: Final = "https://legacy-xbrl.example/schemas/validation-1.json"
FILE_NAME: Final = "validation.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The reports of all engines on one filing."""

    name: str
    """The filing: the stem of its files, or the name of the file that was given."""
    reports: tuple[ValidationReport, ...]
    outcomes: tuple[Outcome, ...]
    """One for each native rule, in the order of the table."""
    log: tuple[Mapping[str, object], ...] = ()
    """The log of Arelle, as it wrote it."""
    facts: tuple[ArelleFact, ...] = ()
    """The facts that Arelle read."""

    @property
    def valid(self) -> bool:
        """Whether every engine ran and none found an error: nothing that did not run is called valid."""
        return bool(self.reports) and all(report.valid for report in self.reports)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of all engines, in their order."""
        return tuple(message for report in self.reports for message in report.messages)


def validate_conversion(
    report: Report,
    files: Sequence[RenderedFile],
    packages: Sequence[Path],
    taxonomy: Taxonomy,
    *,
    worker: ArelleWorker | None = None,
    edgar: Path | None = None,
) -> Validation:
    """The validation of a conversion that is still in memory: native rules, Arelle, and the round trip of its facts.

    `packages` are taxonomy packages with the base taxonomy; `edgar` is the EDGAR plug-in of Arelle, whose report is one
    more. Messages carry the spans of the source text.
    """
    spans = {fact.id: fact.span for fact in report.facts}
    filing, native, outcomes = _native(files, taxonomy, spans)
    arelle, more = _run(files, filing, packages, spans=spans, worker=worker, edgar=edgar)
    return Validation(
        name=report.base,
        reports=(native, arelle.report, *more, round_trip(report, arelle)),
        outcomes=outcomes,
        log=arelle.log,
        facts=arelle.facts,
    )


def check_conversion(report: Report, files: Sequence[RenderedFile], taxonomy: Taxonomy) -> Validation:
    """The native rules alone over a conversion that is still in memory; Arelle is reported as not run.

    It is never valid: what did not run has not been passed.
    """
    _, native, outcomes = _native(files, taxonomy, {fact.id: fact.span for fact in report.facts})
    arelle = ValidationReport(engine="Arelle", version="", rule_sets=RULE_SETS, messages=(), ran=False)
    return Validation(name=report.base, reports=(native, arelle), outcomes=outcomes)


def _native(
    files: Sequence[RenderedFile], taxonomy: Taxonomy, spans: Mapping[str, Span]
) -> tuple[Filing, ValidationReport, tuple[Outcome, ...]]:
    parts = [file for file in files if file.path.endswith((".htm", ".xsd", ".xml"))]
    filing = read_filing(bundle_of(parts), lambda _release: taxonomy)
    outcomes = check_filing(filing)
    return filing, native_report(outcomes, spans, filing), outcomes


def _run(
    subject: Path | Sequence[RenderedFile],
    filing: Filing,
    packages: Sequence[Path],
    *,
    spans: Mapping[str, Span] | None,
    worker: ArelleWorker | None,
    edgar: Path | None,
) -> tuple[ArelleResult, tuple[ValidationReport, ...]]:
    """What Arelle says, and the report of the EDGAR plug-in where there is one."""
    several = len(filing.documents) > 1
    arelle = run_arelle(subject, packages, spans=spans, worker=worker, base=imported(filing), document_set=several)
    if edgar is None:
        return arelle, ()
    found = run_edgar(subject, packages, edgar, arelle.report, spans=spans, worker=worker, document_set=several)
    return arelle, (found,)


def round_trip(report: Report, arelle: ArelleResult) -> ValidationReport:
    """The comparison of the facts of a report with those that Arelle read."""
    return ValidationReport(
        engine="Round trip",
        version=arelle.report.version,
        rule_sets=("Every fact of the report is read back by Arelle as it was written",),
        messages=compare_facts(report, arelle.facts) if arelle.report.ran else (),
        ran=arelle.report.ran,
    )


def validate_path(
    path: Path,
    packages: Sequence[Path] = (),
    *,
    worker: ArelleWorker | None = None,
    spans: Mapping[str, Span] | None = None,
    edgar: Path | None = None,
) -> Validation:
    """The validation of any inline XBRL filing: a document, a folder, a `.zip` or an `.xbri`.

    `packages` are taxonomy packages with what the filing imports; without any, the us-gaap release that it uses is
    taken from those at hand. `edgar` is the EDGAR plug-in of Arelle, whose report is one more.

    Raises `InputError` where there is no inline XBRL, or where the filing is not safe to open, and `TaxonomyError`
    where a package is not.
    """
    for package in packages:
        with PackageArchive(package):
            pass  # a package that is not safe to open is refused before Arelle opens it
    bundle = open_bundle(path)
    filing = read_filing(bundle, load_taxonomy)
    outcomes = check_filing(filing)
    if not packages and filing.taxonomy is not None:
        packages = packages_for(filing.taxonomy)
    arelle, more = _run(path, filing, packages, spans=spans, worker=worker, edgar=edgar)
    return Validation(
        name=bundle.name,
        reports=(native_report(outcomes, spans, filing), arelle.report, *more),
        outcomes=outcomes,
        log=arelle.log,
        facts=arelle.facts,
    )


def validation_json(validation: Validation) -> bytes:
    """The content of `validation.json`."""
    counts = Counter(message.severity for message in validation.messages)
    document = {
        "format": FORMAT,
        "filing": validation.name,
        "valid": validation.valid,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "engines": [_engine(report) for report in validation.reports],
        "rules": [_rule(outcome) for outcome in validation.outcomes],
    }
    return (json.dumps(document, indent=1, ensure_ascii=True) + "\n").encode("ascii")


def validation_file(validation: Validation) -> RenderedFile:
    """The file `validation.json` of a conversion."""
    return RenderedFile(path=FILE_NAME, media_type="application/json", content=validation_json(validation))


def _engine(report: ValidationReport) -> dict[str, Any]:
    return {
        "engine": report.engine,
        "version": report.version,
        "rule_sets": list(report.rule_sets),
        "ran": report.ran,
        "valid": report.valid,
        "messages": [message_object(message) for message in report.messages],
    }


def _rule(outcome: Outcome) -> dict[str, Any]:
    rule = outcome.rule
    found: dict[str, Any] = {
        "number": rule.number,
        "code": rule.code,
        "section": rule.section,
        "severity": rule.severity.value,
        "title": rule.title,
        "result": outcome.result.value,
        "findings": len(outcome.findings) + outcome.more,
    }
    if outcome.reason:
        found["reason"] = outcome.reason
    return found
