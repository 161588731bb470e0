"""Cut heads: what is left of words at the end of lines that a mail program cut at one width.

Only what one word alone can have been is read as that word: `Six mont`, `stated in thousan`, and `June 3` beside
`June 30`. A year that is cut stays unread.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.periods import DatePhrase

_LEAST = 70
"""Characters: mail programs cut no shorter lines."""
_MONTHS = re.compile(r"\b(?:three|six|nine|twelve|[369]|12)\s+(mo(?:n(?:th?)?)?)$", re.IGNORECASE)
_SCALE = re.compile(r"\bin\s+(?:(tho(?:u(?:s(?:a(?:nd?)?)?)?)?)|(mill(?:i(?:on?)?)?))$", re.IGNORECASE)
CUT_YEAR = re.compile(r"(?:19|20)\d?")
"""What is left of a year."""


def uncut(line: str) -> str:
    """The line with the rest of its last word, where it was cut and can have been one word only."""
    text = line.rstrip()
    if len(text) < _LEAST or not text[-1].isalpha():
        return line
    match = _MONTHS.search(text)
    if match is not None:
        return text[: match.start(1)] + "months"
    match = _SCALE.search(text)
    if match is not None:
        return text[: match.start(match.lastindex or 0)] + ("thousands" if match[1] else "millions")
    return line


def uncut_days(dates: Sequence[DatePhrase], line: str) -> list[tuple[int, int | None] | None]:
    """Month and day of each date of a line; `June 3` at its end is the `June 30` beside it, cut."""
    days = [None if date.month is None else (date.month, date.day) for date in dates]
    if len(days) < 2 or days[-1] is None or len(line.rstrip()) < _LEAST or dates[-1].end < len(line.rstrip()):
        return days
    month, day = days[-1]
    others = {each for each in days[:-1] if each is not None and each[0] == month}
    if len(others) == 1 and day is not None:
        other = next(iter(others))[1]
        if other is not None and other // 10 == day:
            days[-1] = month, other
    return days
