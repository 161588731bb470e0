"""The kinds of evidence about a line that are counted: place, neighbours, words, company."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from converter.mapping.labels import content_words
from converter.mapping.places import places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.lines import MappingLine, Sheet

EVIDENCE: dict[str, tuple[float, float]] = {
    "before": (2.0, 2.0),
    "after": (2.0, 2.0),
    "place": (3.0, 2.0),
    "position": (4.0, 2.0),
    "gap": (3.0, 2.0),
    "previous": (2.0, 2.0),
    "next": (2.0, 2.0),
    "previous2": (3.0, 3.0),
    "next2": (3.0, 3.0),
    "words": (2.0, 2.0),
    "industry": (8.0, 8.0),
    "labelplace": (1.0, 1.9),
}
"""Name of each kind, with the strength of its prior and the least weight (in companies) of a key that is kept."""


def keys_of(sheet: Sheet, concepts: Sequence[str], industry: str) -> dict[str, list[tuple[str, ...]]]:
    """For each kind of evidence, the keys of each line of a sheet, given the concepts chosen so far.

    A line without a standard concept has an empty name.
    """
    lines = sheet.lines
    where = places(sheet.pool, lines, concepts)
    padded = ["^", "^", *(name or "?" for name in concepts), "$", "$"]
    count = max(1, len(lines) - 1)
    groups = _industries(industry)
    return {
        "before": [(before,) for before, _ in where],
        "after": [(after,) for _, after in where],
        "place": [(f"{before} {after}",) for before, after in where],
        "position": [(str(20 * number // (count + 1)),) for number in range(len(lines))],
        "gap": [
            (f"{'gap' if line.gap else 'on'} {pair[0]} {pair[1]}",) for line, pair in zip(lines, where, strict=True)
        ],
        "previous": [(padded[number + 1],) for number in range(len(lines))],
        "next": [(padded[number + 3],) for number in range(len(lines))],
        "previous2": [(padded[number],) for number in range(len(lines))],
        "next2": [(padded[number + 4],) for number in range(len(lines))],
        "words": [words_of(line) for line in lines],
        "industry": [groups for _ in lines],
        "labelplace": [
            (f"{line.normal}|{pair[0]} {pair[1]}", f"{line.normal}|{pair[0]} -", f"{line.normal}|- {pair[1]}")
            for line, pair in zip(lines, where, strict=True)
        ],
    }


def words_of(line: MappingLine) -> tuple[str, ...]:
    """The word keys of a line: words, and pairs of neighbouring words."""
    words = content_words(line.normal)
    return (*words, *(f"{left}_{right}" for left, right in pairwise(words)))


def _industries(industry: str) -> tuple[str, ...]:
    return (industry[:2],) if len(industry) >= 2 else ()
