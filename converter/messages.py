"""What a person or a tool should act on: messages, with the place in the source text that they are about."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct, structs


class Severity(StrEnum):
    """How much a message matters; the order of declaration is the order of weight."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Span(Struct, frozen=True, order=True):
    """A stretch of the original text. Spans sort by their beginning.

    Lines and columns count from 1 and both ends belong to the span. Lines are those that LF, CRLF or a lone CR end;
    a column is one character of the decoded text (a tab and a form feed are one character each).
    """

    first_line: int
    first_column: int
    last_line: int
    last_column: int

    def __str__(self) -> str:
        if self.first_line == self.last_line:
            return f"{self.first_line}:{self.first_column}-{self.last_column}"
        return f"{self.first_line}:{self.first_column}-{self.last_line}:{self.last_column}"

    def join(self, other: Span) -> Span:
        """The smallest span that holds both."""
        first, second = (self, other) if self <= other else (other, self)
        if first.last_line > second.last_line or (
            first.last_line == second.last_line and first.last_column >= second.last_column
        ):
            return first
        return Span(first.first_line, first.first_column, second.last_line, second.last_column)


class Message(Struct, frozen=True, kw_only=True):
    """One finding, with a stable dotted code such as `tables.ragged-row`."""

    code: str
    severity: Severity
    text: str
    span: Span | None = None
    concept: str | None = None
    hint: str = ""
    where: str = ""
    """The place in a file that was written or validated, such as `name.htm:12`; empty where there is none."""
    fact: str = ""
    """The id of the fact that it is about; empty where it is about none or about many."""
    also: Span | None = None
    """The other place, where two places of the source text contradict each other."""


def message_object(message: Message) -> dict[str, Any]:
    """A message as JSON; what it does not have is left out."""
    found: dict[str, Any] = {"code": message.code, "severity": message.severity.value, "text": message.text}
    if message.span is not None:
        found["span"] = span_object(message.span)
    if message.also is not None:
        found["also"] = span_object(message.also)
    rest = {"where": message.where, "concept": message.concept, "fact": message.fact, "hint": message.hint}
    return found | {name: value for name, value in rest.items() if value}


def span_object(span: Span) -> dict[str, int]:
    """A place in the source text as JSON."""
    return structs.asdict(span)
