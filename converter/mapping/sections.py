"""The section of each line in plain words, from printed headings or from the totals around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary

if TYPE_CHECKING:
    from converter.mapping.lines import MappingLine


_EQUITY = ("equity", "investment", "capital")
# Headings that span both current and other items.
_WIDE = frozenset(
    {"assets", "liabilities", "liabilities and stockholders equity", "liabilities and stockholders investment"}
)

_ENDED = {"AC": "current assets", "LC": "current liabilities"}
"""The heading that each of these totals ends."""


def sections_of(pool: str, line: MappingLine, place: tuple[str, str]) -> tuple[str, ...]:
    """The headings of a line, with the section that its place between the totals tells: `noncurrent assets`."""
    before, after = place
    headings = line.headings
    found = ""
    if pool == "BS":
        ended = _ENDED.get(before, "")
        if ended and after != before and headings and headings[-1].endswith(ended):
            # The heading ends with its total, though the lines that follow may have none of their own.
            headings = headings[:-1]
        inner = headings[-1] if headings else ""
        says_current = "current assets" in inner or "current liabilities" in inner
        open_ = not inner or inner in _WIDE
        if after == "AC" and (says_current or (before == "-" and open_)):
            found = "current assets"
        elif before in {"-", "AC", "PPE"} and after in {"A", "PPE"} and not says_current:
            found = "noncurrent assets" if before != "-" else "assets"
        elif after == "LC" and (says_current or (before in {"A", "CAP", "E"} and open_)):
            found = "current liabilities"
        elif before == "LC" and after in {"L", "E", "LE"} and not says_current:
            is_equity = after != "L" and any(word in inner for word in _EQUITY) and inner not in _WIDE
            found = "stockholders equity" if is_equity else "noncurrent liabilities"
        elif before in {"A", "AC"} and after == "L":
            found = "liabilities"
        elif after in {"E", "LE"}:
            found = "stockholders equity"
    elif pool == "CF":
        found = {"CO": "operating activities", "CI": "investing activities", "CF": "financing activities"}.get(
            after, ""
        )
    return (*headings, found) if found else headings


_OPENING = vocabulary("beginning begining start opening")
_CLOSING = vocabulary("end ending close closing")
_FIRST_DAY = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+1\b"
    r"(?!\s?,?\s?(?:19|20)\d\d)",
    re.IGNORECASE,
)
"""The day on which a period begins; with a year it may be the end of 52 weeks as well."""


def is_opening(label: str) -> bool:
    """Whether a caption names the balance at the start of a period: `Cash at beginning of year`, `Cash, January 1`."""
    words = set(normalise(label).split())
    return bool(_OPENING & words) or (_FIRST_DAY.search(label) is not None and not _CLOSING & words)
