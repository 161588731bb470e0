"""What a rule is: a row of a table with a number of the EDGAR Filer Manual and a pure function over a filing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from converter.messages import Severity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    from converter.check.filing.view import Filing, InlineFact, Place

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
MAX_FINDINGS: Final = 100
"""Findings kept of one rule: a mistake in a template stands in every line of a filing."""


class Result(StrEnum):
    """What became of a rule on a filing."""

    PASS = "pass"  # noqa: S105  no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place where a filing breaks a rule."""

    text: str
    place: Place | None = None
    fact: InlineFact | None = None
    """The fact that leads to the place in the source text."""
    concept: str = ""


def applies_always(_filing: Filing) -> str:
    """No reason against any filing."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the table: what must hold, and the function that finds where it does not."""

    number: int
    """The item of the list of rules in the documentation, from 1 to 40."""
    section: str
    """Where it is written: `EFM` (EDGAR Filer Manual, volume II), `XBRL` (XBRL 2.1), `Calc` (Calculations) or `DQC`
    (rules of the XBRL US Data Quality Committee), and the number."""
    name: str
    severity: Severity
    check: Callable[[Filing], Iterable[Finding]]
    since: dt.date | None = None
    """The rule asks for something that did not exist before this day."""
    applies: Callable[[Filing], str] = applies_always
    """Why the rule does not apply to a filing; empty where it does."""

    @property
    def code(self) -> str:
        """The stable code of its messages: `efm.6.05.08.unused-context`."""
        return f"{self.section.replace(' ', '.').lower()}.{self.name}"

    @property
    def title(self) -> str:
        """What must hold, in one sentence: the first line of the function's documentation."""
        return (self.check.__doc__ or self.name).strip().splitlines()[0].rstrip(".")


def row(
    number: int,
    section: str,
    name: str,
    severity: Severity,
    check: Callable[[Filing], Iterable[Finding]],
    applies: Callable[[Filing], str] = applies_always,
    *,
    since: dt.date | None = None,
) -> Rule:
    """A rule, written as a row of a table."""
    return Rule(number=number, section=section, name=name, severity=severity, check=check, applies=applies, since=since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of one rule on one filing."""

    rule: Rule
    result: Result
    reason: str = ""
    """Why it does not apply."""
    findings: tuple[Finding, ...] = ()
    more: int = 0
    """Findings beyond those that are kept."""
