"""What a person or a tool should act on: messages, with the place in the source text that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a message matters; the order of declaration is the order of weight."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of the original text.

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
        own = (self.first_line, self.first_column), (self.last_line, self.last_column)
        its = (other.first_line, other.first_column), (other.last_line, other.last_column)
        if own[0] <= its[0] and own[1] >= its[1]:
            return self
        first, last = min(own[0], its[0]), max(own[1], its[1])
        return Span(first_line=first[0], first_column=first[1], last_line=last[0], last_column=last[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
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
