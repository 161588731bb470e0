"""Cut heads: what is left of words at the end of lines that a mail program cut at one width, or folded.

Only what one word alone can have been is read as that word: `Six mont`, `stated in thousan`, and `June 3` beside
`June 30`. A year that is cut stays unread. The rest of a day or of years that was folded to the next line goes back::

                                                            December 29,  December
    30,
                                                                  1995         1994
"""

from __future__ import annotations

import re
from calendar import month_name
from typing import TYPE_CHECKING

from converter.read.lines import LineKind, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.periods import DatePhrase
    from converter.read.lines import PhysicalLine

_LEAST = 70
"""Characters: mail programs cut no shorter lines."""
_MONTHS = re.compile(r"\b(?:three|six|nine|twelve|[369]|12)\s+(mo(?:n(?:th?)?)?)$", re.IGNORECASE)
_SCALE = re.compile(r"\bin\s+(?:(tho(?:u(?:s(?:a(?:nd?)?)?)?)?)|(mill(?:i(?:on?)?)?))$", re.IGNORECASE)
_MONTH_NAMES = "|".join(name for name in month_name if name)
_FOLDED = (
    # What ends a line, and what the next one is made of then.
    (
        re.compile(
            r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)$",
            re.IGNORECASE,
        ),
        re.compile(r"\d{1,2},?(?:\s{1,3}(?:19|20)\d\d)?"),
    ),
    (
        re.compile(r"\b[a-z]{3,9}\.?\s\d{1,2},?$", re.IGNORECASE),
        re.compile(rf"(?:19|20)\d\d|(?:{_MONTH_NAMES})\.?\s\d{{1,2}},?", re.IGNORECASE),
    ),
    (re.compile(r"\s(?:19|20)\d\d$"), re.compile(r"(?:19|20)\d\d(?:\s+(?:19|20)\d\d){0,3}")),
)
_LEAST_FOLDED = 50
_HEAD_LINES = 20
_MARGIN = 4
_GAP = 4
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


def unfolded(lines: Sequence[PhysicalLine]) -> list[PhysicalLine]:
    """The lines of a page, the rests of days and years that were folded from its heads to the next line back on theirs.

    Such a rest begins at the margin, below a long line.
    """
    result: list[PhysicalLine] = []
    for number, line in enumerate(lines):
        above = result[-1] if result else None
        if number < _HEAD_LINES and above is not None and _goes_on(above, line):
            rest = line.text.strip()
            # A day or its year goes on with a date, a date or a year of its own is the head of the next column.
            inside = above.text[-1].isalpha() or (above.text[-1] == "," and rest.isdigit())
            text = above.text + " " * (1 if inside else _GAP) + rest
            result[-1] = read_line(above.at, text)
            continue
        result.append(line)
    return result


def _goes_on(above: PhysicalLine, line: PhysicalLine) -> bool:
    text = line.text.strip()
    return (
        line.kind in (LineKind.TEXT, LineKind.VALUES)
        and line.at == above.at + 1
        and len(text) < len(above.text)
        and len(above.text) >= _LEAST_FOLDED
        and len(line.text) - len(line.text.lstrip()) <= _MARGIN
        and any(end.search(above.text) and rest.fullmatch(text) for end, rest in _FOLDED)
    )


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
