"""Broken lines: a mail program folded the lines of a table, so that figures stand on the line below their row.

::

                                                        1995
      1994                   1993
      Cash and cash equivalents (Notes 1 and 2)         $  20,400
            $   3,576

Which column the figures belong to is not printed any more, unless all figures of every row went to the line below.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from converter.read.lines import LineKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.lines import PhysicalLine

_LEAST = 3
_SHARE = 5
"""One of five lines of figures is a rest; totals without a label stand below the figures of the other rows."""
_WIDEST = 90
"""Characters of a line that a mail program folds at, and more."""
_LEFT = 12
"""Positions by which a rest of a line stands further left than the figures of the rows."""
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s+(?:19|20)\d\d){0,8}\s*")
_WRITTEN = (LineKind.TEXT, LineKind.VALUES)


def are_broken(lines: Sequence[PhysicalLine], raw: Sequence[str]) -> bool:
    """Whether the lines of a statement must have been folded, and the figures of its rows or its years with them.

    `lines` are the lines of the statement in order, `raw` all lines of its document.
    """
    width = max((len(raw[line.at]) for line in lines), default=0)
    if width > _WIDEST:
        return False
    starts = [line.label_end for line in lines if line.kind is LineKind.VALUES and _has_label(line)]
    left = median(starts) - _LEFT if starts else 0
    values = sum(line.kind is LineKind.VALUES for line in lines)
    rests = split = 0
    years = False
    for before, line in pairwise(lines):
        if line.kind not in _WRITTEN or before.kind not in _WRITTEN or line.at != before.at + 1:
            continue
        folded = _is_folded(raw[before.at], line.text, width)
        years = years or (folded and bool(_YEARS.fullmatch(before.text) and _YEARS.fullmatch(line.text)))
        if line.kind is not LineKind.VALUES or _has_label(line):
            continue
        to_the_left = _has_label(before) and len(line.text) - len(line.text.lstrip()) < left
        if folded or (before.tokens and to_the_left):
            rests += 1
            split += bool(before.tokens)
    count = rests if years else split
    return count >= _LEAST and count * _SHARE >= values


def _is_folded(above: str, below: str, width: int) -> bool:
    """Whether a line ends in the blank before a word that was too long for it."""
    word = len(below) - len(below.lstrip()) + len(below.split(None, 1)[0])
    return above.endswith(" ") and len(above) + word > width


def _has_label(line: PhysicalLine) -> bool:
    return any(character.isalpha() for character in line.text[: line.label_end])
