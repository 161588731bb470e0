"""The section of each line in plain words, from printed headings or from the totals around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary

if TYPE_CHECKING:
    from converter.mapping.lines import MappingLine


def sections_of(pool: str, line: MappingLine, place: tuple[str, str]) -> tuple[str, ...]:
    """The headings of a line, with the section that its place between the totals tells: `noncurrent assets`."""
    before, after = place
    found = ""
    if pool == "BS":
        if before == "-" and after == "AC":
            found = "current assets"
        elif before in {"-", "AC", "PPE"} and after in {"A", "PPE"}:
            found = "noncurrent assets" if before != "-" else "assets"
        elif before in {"A", "CAP", "E"} and after == "LC":
            found = "current liabilities"
        elif before == "LC" and after in {"L", "E", "LE"}:
            found = "noncurrent liabilities"
        elif before in {"A", "AC"} and after == "L":
            found = "liabilities"
        elif after in {"E", "LE"}:
            found = "stockholders equity"
    elif pool == "CF":
        found = {"CO": "operating activities", "CI": "investing activities", "CF": "financing activities"}.get(
            after, ""
        )
    return (*line.headings, found) if found else line.headings


_OPENING = vocabulary("beginning begining start opening")


def is_opening(label: str) -> bool:
    """Whether a caption names the balance at the start of a period: `Cash at beginning of year`."""
    return bool(_OPENING & set(normalise(label).split()))
