"""The native rules over a filing: an outcome for every rule, and the report that messages are read from."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from converter.check.rules.rule import MAX_FINDINGS, Finding, Outcome, Result, Rule
from converter.check.rules.table import RULES
from converter.messages import Message
from converter.model import ValidationReport

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from converter.check.filing.view import Filing
    from converter.messages import Span

ENGINE: Final = "legacy-xbrl"
VERSION: Final = "1"
"""Of the rules: raised when a rule is added or says something else."""
RULE_SETS: Final = ("EDGAR Filer Manual (native rules)",)


def check_filing(filing: Filing, rules: Sequence[Rule] = RULES) -> tuple[Outcome, ...]:
    """The outcome of every rule on a filing, in the order of the table."""
    day = latest_day(filing)
    return tuple(_outcome(rule, filing, day) for rule in rules)


def _outcome(rule: Rule, filing: Filing, day: dt.date | None) -> Outcome:
    if rule.since is not None and day is not None and day < rule.since:
        reason = f"the rule is about what exists since {rule.since}, the filing is of {day}"
        return Outcome(rule=rule, result=Result.NOT_APPLICABLE, reason=reason)
    reason = rule.applies(filing)
    if reason:
        return Outcome(rule=rule, result=Result.NOT_APPLICABLE, reason=reason)
    found = iter(rule.check(filing))
    findings = tuple(islice(found, MAX_FINDINGS))
    more = sum(1 for _ in found)
    return Outcome(rule=rule, result=Result.FAIL if findings else Result.PASS, findings=findings, more=more)


def latest_day(filing: Filing) -> dt.date | None:
    """The last day that any period of the filing reaches: how old the filing is."""
    return max((context.end for context in filing.contexts if context.end is not None), default=None)


def native_report(
    outcomes: Sequence[Outcome], spans: Mapping[str, Span] | None = None, filing: Filing | None = None
) -> ValidationReport:
    """The report of the native rules.

    `spans` lead from the id of a fact to its place in the source text; a finding on a concept or on a context takes the
    place of the first fact that has it.
    """
    known = spans or {}
    first: dict[str, Span] = {}
    for fact in filing.facts if filing is not None else ():
        if fact.id in known:
            first.setdefault(fact.concept, known[fact.id])
    messages = tuple(
        message
        for outcome in outcomes
        for finding in outcome.findings
        for message in (_message(outcome, finding, known, first),)
    ) + tuple(_rest(outcome) for outcome in outcomes if outcome.more)
    return ValidationReport(engine=ENGINE, version=VERSION, rule_sets=RULE_SETS, messages=messages, ran=True)


def _message(outcome: Outcome, finding: Finding, known: Mapping[str, Span], first: Mapping[str, Span]) -> Message:
    rule = outcome.rule
    concept = finding.concept or (finding.fact.concept if finding.fact is not None else "")
    span = known.get(finding.fact.id) if finding.fact is not None else None
    return Message(
        code=rule.code,
        severity=rule.severity,
        text=f"{finding.text} ({rule.section})",
        span=span or first.get(concept),
        concept=concept or None,
        hint=rule.title,
        where=str(finding.place) if finding.place is not None else "",
        fact=(finding.fact.id or "") if finding.fact is not None else "",
    )


def _rest(outcome: Outcome) -> Message:
    rule = outcome.rule
    text = f"{outcome.more} more of the same ({rule.section})"
    return Message(code=rule.code, severity=rule.severity, text=text, hint=rule.title)
