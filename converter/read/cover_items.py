"""What the rules of the cover share: making an item, finding the nearest number, finding the filer's own line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.model import CoverItem

if TYPE_CHECKING:
    from converter.messages import Span
    from converter.read.cover_page import CoverPage, Stretch

_COMMON = "AND INC CORP CO LTD LP LLC PLC INCORPORATED CORPORATION COMPANY LIMITED THE NEW DE"
_SUFFIXES = frozenset(_COMMON.split())
_LAST_DIGITS = 4
"""Digits of a number between which no hyphen is printed."""


def item(concept: str, printed: str, span: Span, value: str | None = None) -> CoverItem:
    """The item of a dei concept with its print; the value is the print unless another is given."""
    text = " ".join(printed.split())
    return CoverItem(concept=f"dei:{concept}", text=text, value=text if value is None else value, span=span)


def nearest(
    page: CoverPage, pattern: re.Pattern[str], label: Stretch | None, wanted: str
) -> list[tuple[int, re.Match[str]]]:
    """At most one match: that of the number wanted (covers of several registrants), else the nearest to the label.

    Near is beside the label, up to six lines above it, or up to three below.
    """
    found = []
    parts = _number_parts(wanted)
    for row, line in enumerate(page.lines):
        near = label is not None and label.row - 6 <= row <= label.row + 3
        if not near and not (wanted and parts[-1][-_LAST_DIGITS:] in line):
            continue
        for match in pattern.finditer(line):
            if wanted and _number_parts(match[0]) == parts:
                return [(row, match)]
            if label is None or not near:
                continue
            beside = row == label.row and match.start() >= label.start
            distance = 0 if beside else abs(row - label.row) * 10 + (15 if row > label.row else 5)
            found.append((distance, abs(match.start() - label.start), row, match))
    return [(row, match) for _, _, row, match in sorted(found, key=lambda each: each[:3])[:1]]


def _number_parts(printed: str) -> tuple[str, ...]:
    """The parts of a number that count: `001-05924` and `1-5924` are the same file."""
    digits = re.sub(r"[^0-9]", "", printed)
    if len(digits) == 9 and re.fullmatch(r"[0-9]{2}-?[0-9]{3}-?[0-9]{4}", printed):
        return (digits,)
    return tuple(part.strip().lstrip("0") for part in printed.split("-"))


def filer_line(page: CoverPage) -> Stretch | None:
    """The stretch with the words of the company that the header names, or None."""
    wanted = sorted(name_words(page.header.company))
    for row in range(len(page.lines) if wanted else 0):
        for stretch in page.stretches(row):
            if sorted(name_words(stretch.text)) == wanted:
                return stretch
    return None


def name_words(name: str) -> list[str]:
    """The words of a company name that tell it from others, in capitals."""
    name = re.sub(r"/[A-Za-z]{2,5}/?\s*$", "", name)
    words = re.findall(r"[A-Z0-9]+", name.upper().replace("'", "").replace(".", ""))
    return [word for word in words if word not in _SUFFIXES]
