"""What a report is about: the validation of one filing, and the source text that its spans are places in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.validation import Validation
    from converter.messages import Message, Span
    from converter.model import ValidationReport
    from converter.narrative.outcome import TieOut

STAGES = "Conversion"
"""The name under which the messages of the stages stand beside those of the engines."""
_EXCERPT = 240
"""Characters of the source that are shown with a finding."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Everything that a report is made from."""

    validation: Validation
    source: str = ""
    """The name of the source file as the caller knows it, or empty where there is no source text."""
    text: str = ""
    """The source text with LF line ends, or empty."""
    notes: tuple[Message, ...] = ()
    """What the stages of the conversion said before anything was validated."""
    tied: TieOut | None = None
    """The amounts in the narrative of a press release."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the source text; line 1 is the first."""
        return self.text.split("\n")

    def findings(self) -> Iterator[tuple[str, ValidationReport | None, Message]]:
        """The name of the engine, its report and a message, engines in order; those of the stages come last."""
        for report in self.validation.reports:
            for message in report.messages:
                yield report.engine, report, message
        for message in self.notes:
            yield STAGES, None, message

    def excerpt(self, span: Span) -> str:
        """The source text of a span, its lines joined by line feeds; cut where it is long."""
        lines = self.lines[span.first_line - 1 : span.last_line]
        if not lines:
            return ""
        lines = [*lines[:-1], lines[-1][: span.last_column]]
        lines[0] = lines[0][span.first_column - 1 :]
        return "\n".join(lines)[:_EXCERPT]

    def line(self, span: Span) -> str:
        """The whole first line of a span, white space folded: what stays when lines are put in above it."""
        number = span.first_line - 1
        return " ".join(self.lines[number].split())[:_EXCERPT] if number < len(self.lines) else ""
