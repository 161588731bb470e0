"""The layout of a cover page: its lines, the stretches of text side by side in them, and the labels.

Delaware                        16-1158413            the value stands above,
(State or other jurisdiction    (I.R.S. Employer      its label in parentheses below,
of incorporation)               Identification No.)   often wrapped and two or three side by side
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from converter.messages import Span
from converter.periods import find_dates

if TYPE_CHECKING:
    import datetime as dt

    from converter.model import Document, Header

_MOST_LINES = 160
_LONGEST_LINE = 400

_END = re.compile(
    r"\s*+(?:Indicate\s+(?:by|the)\b|Check\s+(?:the|whether)\b|\[?[ xX]?\]?\s*Check\s+the|Items?\s+[0-9]|PART\s+I\b"
    r"|TABLE\s+OF\s+CONTENTS|DOCUMENTS\s+INCORPORATED)",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"[\s_=*.~|-]*+|\s*+<[A-Z/][^>]{0,20}>\s*+(?:[0-9]*+|(?:<[A-Z/][^>]{0,20}>\s*+)*+)\s*+", re.IGNORECASE
)
_STRETCH = re.compile(r"\S+(?: {1,2}\S+)*")

_LABELS = {
    "name": r"exact\s+name\s+of|name\s+of\s+(?:the\s+)?registrant\s+as\s+specified",
    "state": r"state\s+o[rf]\s+(?:other|jurisdiction)|(?:state|jurisdiction)\s+of\s+(?:incorporation|organization)"
    r"|\(state\s+or\s+country|\(state\s+or\s*$",
    "ein": r"(?:\bi\.?\s?r\.?\s?s\.?|federal)\s*(?:employer|i\.?d\b|identification)|employer\s+i\.?d|taxpayer\s+id",
    "file": r"commission\s+file|sec\s+file\s+n|\bfile\s+n(?:umber|o\.)|\(commission\s*$",
    "address": r"address(?:es)?,?\s+(?:(?:and|including)\s+zip\s+code,?\s+)?of\s+(?:the\s+)?"
    r"(?:registrant's\s+|its\s+)?principal|\(address,?\s+including",
    "zip": r"zip\s+code",
    "phone": r"(?:tele)?phone\b",
    "date": r"date\s+of\s+(?:earliest\s+event\s+)?(?:this\s+)?report",
}
_LABEL_PATTERNS = {name: re.compile(pattern) for name, pattern in _LABELS.items()}
"""For lines in lower case, which are searched many times faster than with letters of either case in mind."""


class Stretch(NamedTuple):
    """Text of one line between gaps of three or more blanks; columns count from 0, the end is behind it."""

    row: int
    start: int
    end: int
    text: str

    @property
    def middle(self) -> float:
        """The column of its middle."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverPage:
    """The lines of a cover page, up to where the body of the document begins."""

    lines: tuple[str, ...]
    lowered: tuple[str, ...]
    """The same lines in lower case."""
    text: str
    """The same lines, joined by LF."""
    first_line: int
    """The number of its first line in the submission."""
    header: Header
    """The SGML header of the submission."""

    def label(self, name: str) -> Stretch | None:
        """The first label of that name: from its opening to its closing parenthesis, or the words matched."""
        pattern = _LABEL_PATTERNS[name]
        for row, line in enumerate(self.lowered):
            if match := pattern.search(line):
                return self._widened(row, match)
        return None

    def _widened(self, row: int, match: re.Match[str]) -> Stretch:
        line = self.lines[row]
        start, end = match.span()
        for stretch in self.stretches(row):
            if stretch.start <= start < stretch.end:
                opening = line.rfind("(", stretch.start, start + 1)
                closing = line.find(")", end, stretch.end)
                start = opening if opening >= 0 and ")" not in line[opening:start] else start
                end = closing + 1 if closing >= 0 else stretch.end
        return Stretch(row, start, end, line[start:end])

    def stretches(self, row: int) -> list[Stretch]:
        """The stretches of a line, from left to right."""
        return [Stretch(row, match.start(), match.end(), match[0]) for match in _STRETCH.finditer(self.lines[row])]

    def is_idle(self, row: int) -> bool:
        """Whether the line is blank, a rule, or a tag such as `<S>  <C>`."""
        return _IDLE.fullmatch(self.lines[row]) is not None

    def above(self, label: Stretch, lines: int = 1) -> list[Stretch]:
        """The stretches above a label that belong to it rather than to its neighbours, nearest line first.

        `lines` is how many adjoining lines of text are taken; idle lines in front of the first are skipped, and an idle
        line behind it ends the search.
        """
        neighbours = self.stretches(label.row)
        own = min(neighbours, key=lambda each: abs(each.middle - label.middle), default=label)
        found: list[Stretch] = []
        taken = 0
        for row in range(label.row - 1, max(-1, label.row - 8), -1):
            if self.is_idle(row):
                if taken:
                    break
                continue
            if taken == lines:
                break
            taken += 1
            own_side = []
            for stretch in self.stretches(row):
                nearest = min(neighbours, key=lambda each: abs(each.middle - stretch.middle), default=own)
                if nearest == own:
                    own_side.append(stretch)
            # Beside the last line of an address the label of the zip code may stand: it is no business of ours.
            over = [each for each in own_side if each.start < label.end and label.start < each.end] or own_side
            if any(_holds_label(stretch.text) for stretch in over):
                break
            own_side = over
            found.extend(own_side)
        return found

    def below(self, label: Stretch) -> list[Stretch]:
        """The stretches of the first line of text below a label that ends in a colon, nearest column first."""
        colon = False
        for row in range(label.row, min(label.row + 5, len(self.lines))):
            if self.lines[row].endswith(":") and row <= label.row + 1:
                colon = True
            elif colon and not self.is_idle(row):
                return sorted(self.stretches(row), key=lambda each: abs(each.middle - label.middle))
        return []

    def dates(self, start: int, end: int) -> list[tuple[dt.date, str, Span]]:
        """The complete dates in `text[start:end]` in order, also those wrapped over two lines: day, print, span."""
        start = max(0, start)
        stretch = self.text[start:end]
        return [
            (found.date, stretch[found.start : found.end], self.span_at(start + found.start, start + found.end))
            for found in find_dates(stretch)
            if found.date is not None
        ]

    def offset(self, row: int) -> int:
        """The offset in `text` of the start of a line."""
        return sum(len(line) + 1 for line in self.lines[: max(0, row)])

    def span_at(self, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        return Span(
            first_line=self.first_line + self.text.count("\n", 0, start),
            first_column=start - self.text.rfind("\n", 0, start),
            last_line=self.first_line + self.text.count("\n", 0, end - 1),
            last_column=end - 1 - self.text.rfind("\n", 0, end - 1),
        )

    def span(self, row: int, start: int, end: int) -> Span:
        """The span of columns `start` up to, not including, `end` of a line; both count from 0."""
        number = self.first_line + row
        return Span(first_line=number, first_column=start + 1, last_line=number, last_column=end)


def cover_page(document: Document, header: Header) -> CoverPage:
    """The cover page at the start of a document: what stands before its check boxes, items or contents."""
    text = document.text
    lines: list[str] = []
    position = 0
    while len(lines) < _MOST_LINES and position <= len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position : min(end, position + _LONGEST_LINE)].replace("\t", " ").replace("\f", " ")
        if _END.match(line) and len(lines) > 8:
            break
        lines.append(line.rstrip())
        position = end + 1
    return CoverPage(
        lines=tuple(lines),
        lowered=tuple(map(_lowered, lines)),
        text="\n".join(lines),
        first_line=document.first_line,
        header=header,
    )


def _lowered(line: str) -> str:
    lowered = line.lower()
    return lowered if len(lowered) == len(line) else line  # a Turkish capital has two characters in lower case


def _holds_label(text: str) -> bool:
    lowered = text.lower()
    return any(pattern.search(lowered) for pattern in _LABEL_PATTERNS.values())
