"""The result of the whole pipeline, and what its validation found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.messages import Message
    from converter.model.mapping import MappedStatement
    from converter.model.report import RenderedFile, Report
    from converter.model.submission import Cover, Submission


class ValidationReport(Struct, frozen=True, kw_only=True):
    """What one engine found."""

    engine: str
    version: str
    rule_sets: tuple[str, ...]
    messages: tuple[Message, ...]
    ran: bool

    @property
    def name(self) -> str:
        """Engine and version; one that could not be started has no version."""
        return f"{self.engine} {self.version}".rstrip()

    @property
    def valid(self) -> bool:
        """Whether it ran and found no error: not run never reads as valid."""
        return self.ran and not any(message.severity == "error" for message in self.messages)


class Conversion(Struct, frozen=True, kw_only=True):
    """The result of the whole pipeline for one input."""

    submission: Submission
    cover: Cover
    statements: tuple[MappedStatement, ...]
    report: Report
    files: tuple[RenderedFile, ...]
    validation: tuple[ValidationReport, ...]
    messages: tuple[Message, ...]
    timings: Mapping[str, float]
    """Seconds of process time per stage; never part of a written file."""
