"""Entities: whose statement it is, as the name above its title says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.periods import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_NAME = re.compile(r"(?:item|part|schedule|exhibit|index|page|financial|consolidated|notes?)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\([^()]{1,60}\)|unaudited|exhibit\s+[a-z0-9.-]{1,6}", re.IGNORECASE)
"""What may stand between a name and a title: `(Unaudited)`, `(In thousands)`, `Exhibit A`."""
_LINES = 4
"""Lines above a title that may hold the name, blank ones with them."""


def entity_above(lines: Sequence[str], title: int) -> str:
    """The name on the line of text above the title on the line `title`; empty where no name stands there."""
    for index in range(title - 1, max(-1, title - 1 - _LINES), -1):
        text = lines[index].strip()
        if not text or text.startswith("<") or _BETWEEN.fullmatch(text):
            continue
        if (
            3 <= len(text) <= 90
            and not _NO_NAME.match(text)
            and not any(date.day for date in find_dates(text))
            and not any(character.isdigit() for character in text[:3])
            and (text.isupper() or text.istitle() or "nc." in text or "orp" in text)
        ):
            return " ".join(text.split())
        return ""
    return ""
