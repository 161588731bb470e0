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
_OTHER = re.compile(
    r"\b(?:nt|hk|rmb|rm|rs|ps|dm|nis|yen|won|pesos|francs|guilders|euros?|pounds?|cdn|can|aus?|nz)\b\.?\s?\$?|[\u00a3\u00a5]",
    re.IGNORECASE,
)


def find_translated(heads: Sequence[str]) -> list[bool]:
    """For each head of a column whether it is of dollars beside amounts of another currency."""
    dollars = [_DOLLARS.search(head) is not None for head in heads]
    named = any(_OTHER.search(head) for head, told in zip(heads, dollars, strict=True) if not told)
    return dollars if named else [False] * len(heads)
