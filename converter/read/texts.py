"""Texts: the lines of the documents of a submission as they are read, without what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from converter.read.margins import without_margins
from converter.read.spacing import is_spaced, single_spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.model import Submission

_SCHEDULE = re.compile(r"ex-27", re.IGNORECASE)


class DocumentText(NamedTuple):
    """A document that statements may stand in."""

    document: int
    """Which of the documents of the submission it is."""
    text: str
    lines: list[str]
    kept: list[int]
    """The indexes of the lines that are read, where the blank line behind each one is left out; else empty."""


def read_texts(submission: Submission) -> Iterator[DocumentText]:
    """The documents of a submission with text, financial data schedules left out."""
    for index, document in enumerate(submission.documents):
        if _SCHEDULE.match(document.type) or not document.text or document.text.isspace():
            continue
        printed = document.text.split("\n")
        lines = without_margins(document.text, printed)
        kept: list[int] = []
        if is_spaced(document.text):
            kept = single_spaced(lines)
            lines = [lines[line] for line in kept]
        yield DocumentText(index, document.text if lines is printed else "\n".join(lines), lines, kept)
