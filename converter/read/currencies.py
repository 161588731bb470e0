"""Currencies over columns: the last year once more, translated into dollars for the convenience of the reader.

::

                                      1996          1997          1997
                                      NT$           NT$           US$
    Net sales                    8,043,312     9,022,118       276,153
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_DOLLARS = re.compile(r"(?:\bus|\bu\.s\.)\s?(?:\$|dollars\b)", re.IGNORECASE)
_OTHER = frozenset(
    {
        *("nt", "hk", "rmb", "rm", "rs", "ps", "dm", "nis", "yen", "won", "pesos", "francs", "guilders", "euro"),
        *("euros", "pound", "pounds", "cdn", "can", "au", "aus", "nz", "\u00a3", "\u00a5"),
    }
)
_WORD = re.compile(r"\w+|[\u00a3\u00a5]")


def find_translated(heads: Sequence[str]) -> list[bool]:
    """For each head of a column whether it is of dollars beside amounts of another currency."""
    others = [not _OTHER.isdisjoint(_WORD.findall(head.lower())) for head in heads]
    dollars = [any(others) and _DOLLARS.search(head) is not None for head in heads]
    named = any(other and not told for other, told in zip(others, dollars, strict=True))
    return dollars if named else [False] * len(heads)
