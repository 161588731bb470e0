"""Reports of the filing that is written by hand, and its mapping changed in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from converter.taxonomy.release import load_taxonomy
from converter.write.report import build_report
from converter.write.settings import ReportSettings
from tests import written_fixture as invented

if TYPE_CHECKING:
    from converter.messages import Message
    from converter.model import (
        Cover,
        Fact,
        MappedStatement,
        Period,
        Report,
        Submission,
    )


TAXONOMY = load_taxonomy()


def build(
    mapped: tuple[MappedStatement, ...] | None = None,
    submission: Submission | None = None,
    cover: Cover | None = None,
    **settings: Any,
) -> tuple[Report, tuple[Message, ...]]:
    return build_report(
        submission or invented.submission(),
        cover or invented.cover(),
        invented.mapped() if mapped is None else mapped,
        TAXONOMY,
        ReportSettings(**settings),
    )


def facts_of(report: Report, concept: str) -> dict[Period, Fact]:
    return {fact.period: fact for fact in report.facts if fact.concept.rpartition(":")[2] == concept}


def remapped(statement: MappedStatement, label: str, /, **changes: Any) -> MappedStatement:
    """The statement with one line mapped otherwise."""
    index = next(line.index for line in statement.statement.lines if line.label == label)
    lines = tuple(replace(each, **changes) if each.line == index else each for each in statement.lines)
    assert lines != statement.lines
    return replace(statement, lines=lines)


def reprinted(statement: MappedStatement, label: str, /, **changes: Any) -> MappedStatement:
    """The statement with one line printed otherwise."""
    lines = list(statement.statement.lines)
    index = next(line.index for line in lines if line.label == label)
    lines[index] = replace(lines[index], **changes)
    return replace(statement, statement=replace(statement.statement, lines=tuple(lines)))


def raised(statement: MappedStatement, label: str, by: int) -> MappedStatement:
    """The statement with the figures of one line raised."""
    line = next(line for line in statement.statement.lines if line.label == label)
    cells = tuple(replace(cell, value=cell.value + by) for cell in line.cells if cell and cell.value is not None)
    return reprinted(statement, label, cells=cells)


def codes(messages: tuple[Message, ...]) -> list[str]:
    return [message.code for message in messages]
