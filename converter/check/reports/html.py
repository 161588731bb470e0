"""The validation as one HTML page that needs nothing else: no script, no font, no picture from anywhere.

It is for people who want to know what is wrong and where: the verdict, what each engine says, every finding with the
source text around it, and every native rule with its result.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.check.rules.rule import Result
from converter.messages import Severity
from converter.narrative.outcome import Tie
from converter.write.environment import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.check.reports.subject import Subject
    from converter.check.rules.rule import Outcome
    from converter.messages import Message, Span
    from converter.model import ValidationReport

_MOST = 500
"""Findings that are listed one by one; `validation.json` has all of them."""
_AROUND = 1
"""Lines of the source that are shown above and below a finding."""
_LONGEST = 160
"""Characters of a source line that are shown."""
_RESULTS = {Result.PASS: "passed", Result.FAIL: "failed", Result.NOT_APPLICABLE: "not applicable"}
_CLASSES = {
    Tie.RESTATES: "as in a statement",
    Tie.DERIVED: "derived",
    Tie.NON_GAAP: "non-GAAP",
    Tie.GUIDANCE: "guidance",
    Tie.CONTRADICTS: "contradicts a statement",
    Tie.UNMATCHED: "unmatched",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of the source, in three parts; the middle one is marked."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A finding as the page shows it."""

    message: Message
    engine: str
    excerpts: tuple[tuple[SourceLine, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """An engine as the page shows it."""

    report: ValidationReport
    errors: int
    warnings: int
    note: str


def html(subject: Subject) -> bytes:
    """The content of `validation.html`, ASCII with character references."""
    validation = subject.validation
    weight = {severity: number for number, severity in enumerate(Severity)}
    said = [
        (engine, message)
        for engine, report, message in subject.findings()
        if report is None or message.severity is not Severity.INFO or message.span is not None
    ]
    said.sort(key=lambda each: weight[each[1].severity])
    counts = Counter(message.severity.value for _, message in said)
    ran = [report for report in validation.reports if report.ran]
    verdict = "valid" if validation.valid else "invalid" if any(not report.valid for report in ran) else "not validated"
    return render(
        "validation/validation.htm.j2",
        name=validation.name,
        source=subject.source,
        verdict=verdict,
        engines=[_engine(report) for report in validation.reports],
        counts={severity.value: counts[severity.value] for severity in Severity},
        items=[_item(subject, engine, message) for engine, message in said[:_MOST]],
        left=max(0, len(said) - _MOST),
        rules=[_rule(outcome) for outcome in validation.outcomes],
        amounts=subject.tied.amounts if subject.tied is not None else (),
        classes=Counter(_CLASSES[each.tie] for each in subject.tied.amounts) if subject.tied is not None else {},
        class_names=_CLASSES,
        results=Counter(_RESULTS[outcome.result] for outcome in validation.outcomes),
    )


def _engine(report: ValidationReport) -> EngineRow:
    counts = Counter(message.severity for message in report.messages)
    notes = [message.text for message in report.messages if message.severity is Severity.INFO and not message.span]
    return EngineRow(
        report=report,
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        note=notes[-1] if notes else "",
    )


def _rule(outcome: Outcome) -> dict[str, str]:
    rule = outcome.rule
    return {
        "section": rule.section,
        "title": rule.title,
        "code": rule.code,
        "result": _RESULTS[outcome.result],
        "reason": outcome.reason,
    }


def _item(subject: Subject, engine: str, message: Message) -> Item:
    spans = [span for span in (message.span, message.also) if span is not None]
    found = [tuple(_excerpt(subject.lines, span)) for span in spans] if subject.text else []
    return Item(message=message, engine=engine, excerpts=tuple(filter(None, found)))


def _excerpt(lines: Sequence[str], span: Span) -> Iterator[SourceLine]:
    """The lines around the first line of a span; columns past the end of a line mark nothing."""
    first = max(1, span.first_line - _AROUND)
    last = min(len(lines), max(span.first_line + _AROUND, min(span.last_line, span.first_line + 3)))
    for number in range(first, last + 1):
        text = lines[number - 1]
        start, end = 0, 0
        if span.first_line <= number <= span.last_line:
            start = span.first_column - 1 if number == span.first_line else 0
            end = span.last_column if number == span.last_line else len(text)
        # What lies far to the right is moved into view, with the same shift for each line.
        shift = max(0, span.last_column - _LONGEST + 20) if span.first_line == span.last_line else 0
        start, end = max(start, shift), max(end, shift)
        stop = shift + _LONGEST
        yield SourceLine(
            number=number,
            before=text[shift : min(start, stop)],
            marked=text[min(start, stop) : min(end, stop)],
            after=text[max(min(end, stop), shift) : stop],
        )
