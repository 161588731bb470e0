"""Parent notes: the parts of a document that hold the statements of the parent company alone.

::

    13.  TEAL HARBOR BANCORP  FINANCIAL INFORMATION (PARENT COMPANY ONLY)

    SCHEDULE II - CONDENSED FINANCIAL INFORMATION OF REGISTRANT

Its statements follow under titles that do not say so again.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from converter.read.text import line_indexes, places_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MENTION = re.compile(
    r"parent[\s-]+(?:company|corporation)[\s-]+only|parent[\s-]+only|condensed\s+financial\s+information\s+of\s+(?:the\s+)?registrant",
    re.IGNORECASE,
)
_KEYS = ("parent", "registrant")
_PROSE = re.compile(r"\b(?!only\b|company\b|continued\b|parent\b)[a-z]{4,}\b")
_LISTED = re.compile(r"(?:\.\.|\s\s\s|\. \.).{0,40}\d\W*+$|\b(?:page|item)\b", re.IGNORECASE)
_NEXT = re.compile(
    r"\s*+(?:(?:note\s*)?\(?(?:\d{1,2}|[a-z])\s*[.:)-]+\s+[A-Z]|note\s+\d|schedule\s+[ivx]+\b|item\s+\d|signatures?\s*$"
    r"|(?:report|opinion)\s+of|independent\s+auditor|quarterly\s+|to\s+the\s+(?:board|shareholders|stockholders))",
    re.IGNORECASE,
)
_LONGEST = 120
"""Characters of a heading."""
_REACH = 300
"""Lines below a heading: three statements with a blank line after each row."""


def find_parent_notes(lowered: str, lines: Sequence[str]) -> list[range]:
    """The ranges of line indexes that stand under a heading of the parent company alone.

    `lowered` is the text in lower case.
    """
    offsets = sorted(chain.from_iterable(places_of(key, lowered) for key in _KEYS))
    mentions = {index for _, index in line_indexes(lowered, offsets)}
    return [
        range(index + 1, _end(lines, index))
        for index in sorted(mentions)
        if index < len(lines) and _MENTION.search(lines[index]) and _is_heading(lines, index)
    ]


def _is_heading(lines: Sequence[str], index: int) -> bool:
    line = lines[index].strip()
    if len(line) > _LONGEST or line[-1:] in ",;" or _LISTED.search(line) or _PROSE.search(_unbracketed(line)):
        return False
    above = lines[index - 1].strip() if index else ""
    return not _PROSE.search(above)


def _unbracketed(line: str) -> str:
    return line.replace("(", " ").replace(")", " ")


def _end(lines: Sequence[str], heading: int) -> int:
    stop = min(len(lines), heading + 1 + _REACH)
    for index in range(heading + 1, stop):
        if _NEXT.match(lines[index]) and not _MENTION.search(lines[index]):
            return index
    return stop
