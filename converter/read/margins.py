"""Margins: the marks of quoted mail, the numbers of lines and the bars that stand beside every line of a document.

::

    > Cash                 $ 1,204         12  Cash                 $ 1,204        | Cash             $ 1,204  |
    > Receivables            3,310         13  Receivables            3,310        | Receivables        3,310  |

They become blanks, so that every figure stays in its place.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = re.compile(r"\s{0,3}(?:>\s?){1,5}")
_NUMBERED = re.compile(r" {0,6}(\d{1,4})(?:[.:)]?(?= |$))")
_BARRED = re.compile(r"\s{0,3}\|(.*)\|\s*")
_SECOND = re.compile(r"\n {0,6}2[.:)]?(?=[ \n])")
_LOOKED_AT = 400
"""Lines: those that begin with such a mark tell that all do."""
_GLANCE = 2_000
"""Characters."""
_LEAST = 8
_SHARE = 0.8
"""Share of the lines that begin with a mark, or with the number after that of the line above."""


def without_margins(text: str, lines: list[str]) -> list[str]:
    """The lines of a document, with blanks for what stands beside every one of them: `>`, its number, or bars."""
    beginning = text[:_GLANCE]  # hardly any document begins with such marks
    if "\n|" in beginning and _are_barred(lines):
        return [
            f"{' ' * match.start(1)}{match[1].rstrip()}" if (match := _BARRED.fullmatch(line)) else line
            for line in lines
        ]
    if "\n>" in beginning and _are_quoted(lines):
        return [_blanked(line, _QUOTED) for line in lines]
    if _SECOND.search(beginning) and _are_numbered(lines):
        return [_blanked(line, _NUMBERED) for line in lines]
    return lines


def _blanked(line: str, pattern: re.Pattern[str]) -> str:
    match = pattern.match(line)
    return line if match is None else f"{' ' * match.end()}{line[match.end() :]}"


def _written(lines: Sequence[str]) -> list[str]:
    """The first lines of a document with text on them, its tags left out."""
    first = lines[:_LOOKED_AT]
    return [line for line in first if line and not line.isspace() and not line.lstrip().startswith("<")]


def _are_quoted(lines: Sequence[str]) -> bool:
    written = _written(lines)
    marked = sum(line.startswith((">", " >")) for line in written)
    return marked >= _LEAST and marked >= _SHARE * len(written)


def _are_barred(lines: Sequence[str]) -> bool:
    written = _written(lines)
    marked = sum(line.startswith("|") and line.endswith("|") for line in written)
    return marked >= _LEAST and marked >= _SHARE * len(written)


def _are_numbered(lines: Sequence[str]) -> bool:
    """Whether each line begins with the number after that of the line above; every page may begin with one again."""
    matches = [_NUMBERED.match(line) for line in lines[:_LOOKED_AT]]
    numbers = [int(match[1]) for match in matches if match is not None]
    if len(numbers) < _LEAST or len(numbers) < _SHARE * len(_written(lines)):
        return False
    steps = sum(b == a + 1 or b == 1 for a, b in pairwise(numbers))
    return steps >= _SHARE * (len(numbers) - 1)
