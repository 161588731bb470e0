"""The validation as JUnit XML, which every build server shows: a suite for each engine, a case for each rule.

The form is the one that JUnit's own Ant task writes and Jenkins, GitLab and others read: `testsuites`, `testsuite`,
`testcase` with `failure`, `error` or `skipped`. A warning passes and is told in `system-out`. No times are written: the
same validation gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from converter.check.rules.rule import Result
from converter.messages import Severity
from converter.write.environment import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converter.check.reports.subject import Subject
    from converter.check.rules.rule import Outcome
    from converter.messages import Message
    from converter.model import ValidationReport


def junit(subject: Subject) -> bytes:
    """The content of `validation.junit.xml`, ASCII with character references."""
    validation = subject.validation
    suites = [
        _suite(report, list(_cases(report, validation.outcomes if number == 0 else ())), subject)
        for number, report in enumerate(validation.reports)
    ]
    totals = {name: str(sum(int(suite.get(name, "0")) for suite in suites)) for name in _COUNTED}
    root = _element("testsuites", {"name": validation.name, **totals})
    root.extend(suites)
    ET.indent(root, " ")
    body: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=False)
    return b'<?xml version="1.0" encoding="US-ASCII"?>\n' + body + b"\n"


_COUNTED = ("tests", "failures", "errors", "skipped")
_Case = tuple[str, str, str, tuple["Message", ...]]
"""Name, outcome (`pass`, `fail`, `error`, `skipped`), the reason of the last two, and the messages."""


def _cases(report: ValidationReport, outcomes: Iterable[Outcome]) -> Iterator[_Case]:
    """The cases of an engine: each native rule; else each code that it reported, and one for all that it checked."""
    if not report.ran:
        said = next((message.text for message in report.messages), f"{report.engine} did not run")
        yield f"{report.engine} runs", "error" if report.messages else "skipped", said, report.messages
        return
    by_code: dict[str, list[Message]] = {}
    for message in report.messages:
        by_code.setdefault(message.code, []).append(message)
    results = {Result.PASS: "pass", Result.FAIL: "fail", Result.NOT_APPLICABLE: "skipped"}
    for outcome in outcomes:
        messages = tuple(by_code.pop(outcome.rule.code, ()))
        result = results[outcome.result]
        if result == "fail" and outcome.rule.severity is not Severity.ERROR:
            result = "pass"
        yield f"{outcome.rule.code}: {outcome.rule.title}", result, outcome.reason, messages
    if not outcomes:
        notes = tuple(each for each in report.messages if each.severity is Severity.INFO)
        yield f"{report.engine}: {', '.join(report.rule_sets)}", "pass", "", notes
    for code, found in sorted(by_code.items()):
        if any(each.severity is Severity.ERROR for each in found):
            yield code, "fail", "", tuple(found)
        elif any(each.severity is Severity.WARNING for each in found):
            yield code, "pass", "", tuple(found)


def _suite(report: ValidationReport, cases: list[_Case], subject: Subject) -> ET.Element:
    outcomes = [outcome for _, outcome, _, _ in cases]
    suite = _element(
        "testsuite",
        {
            "name": report.name,
            "tests": str(len(cases)),
            "failures": str(outcomes.count("fail")),
            "errors": str(outcomes.count("error")),
            "skipped": str(outcomes.count("skipped")),
        },
    )
    for name, outcome, reason, messages in cases:
        case = _element("testcase", {"classname": f"{subject.validation.name}.{report.engine}", "name": name})
        errors = [each for each in messages if each.severity is Severity.ERROR]
        if outcome == "skipped":
            case.append(_element("skipped", {"message": reason}))
        elif outcome == "error":
            case.append(_element("error", {"type": "not-run", "message": reason}))
        elif outcome == "fail":
            first = errors[0] if errors else messages[0]
            failure = _element("failure", {"type": first.code, "message": first.text})
            failure.text = xml_text("\n".join(_told(each, subject) for each in messages))
            case.append(failure)
        elif messages:
            told = ET.Element("system-out")
            told.text = xml_text("\n".join(_told(each, subject) for each in messages))
            case.append(told)
        suite.append(case)
    return suite


def _told(message: Message, subject: Subject) -> str:
    places = [f"{subject.source or 'source'}:{message.span}" if message.span else "", message.where]
    place = ", ".join(filter(None, places))
    return f"{message.severity}: {f'{place}: ' if place else ''}{message.text} [{message.code}]"


def _element(name: str, attributes: Mapping[str, str]) -> ET.Element:
    return ET.Element(name, {key: xml_text(value) for key, value in attributes.items()})
