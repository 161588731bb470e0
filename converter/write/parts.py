"""The inline documents of a filing: one, or a document set where statements stand in another document than the cover.

An old annual report often is a 10-K whose statements are in the annual report to shareholders, its exhibit 13. As in a
filing of today, each of the two is an inline document then, and both belong to one report (Inline XBRL 1.1, 4.2).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Document, Report, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One inline document of a filing."""

    suffix: str
    """What its file name has after the stem: `.htm` for the first one, `_d2.htm` for the next."""
    title: str
    """The type of the document in the submission, such as `EX-13`; empty for the first one."""
    first_line: int
    last_line: int
    """The lines of the submission that are in it; the first part takes in whatever no other one has."""

    @property
    def main(self) -> bool:
        """Whether it is the first one, with the cover and what is printed nowhere."""
        return self.suffix == ".htm"

    def holds(self, line: int) -> bool:
        """Whether a line of the submission is in this part and not just anywhere else."""
        return self.first_line <= line <= self.last_line


def parts_of(report: Report, submission: Submission) -> tuple[Part, ...]:
    """The first part, and one for each further document with facts, in the order of the submission.

    The first part has the cover: the header of the submission, and the document that prints most of the cover facts.
    """
    cover = _cover(report, submission.documents)
    statements = [section.statement.span.first_line for section in report.sections if section.statement is not None]
    parts = [Part(suffix=".htm", title="", first_line=0, last_line=0)]
    for document in submission.documents:
        last = document.first_line + document.text.count("\n")
        part = Part(
            suffix=f"_d{len(parts) + 1}.htm", title=document.type, first_line=document.first_line, last_line=last
        )
        if document is not cover and any(part.holds(line) for line in statements):
            parts.append(part)
    return tuple(parts)


def part_at(parts: Sequence[Part], line: int) -> Part:
    """The part that a line of the submission is in: the first where it is in no other one."""
    return next((part for part in parts if not part.main and part.holds(line)), parts[0])


def _cover(report: Report, documents: Sequence[Document]) -> Document | None:
    """The document with most of the cover facts; the first one, which is the form itself, where none has any."""
    spans = [fact.span for fact in report.facts if not fact.unit and fact.text]
    counts = Counter(
        number
        for span in spans
        for number, document in enumerate(documents)
        if document.first_line <= span.first_line <= document.first_line + document.text.count("\n")
    )
    if not documents:
        return None
    return documents[max(range(len(documents)), key=lambda number: (counts[number], -number))]
