"""Feet: what companies print at the bottom of a page, that is no row of the statement above it.

::

                                                                  BURDOCK INC.   25
    24   Burdock Inc. and Subsidiaries
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.read.lines import LineKind, is_bare_number

if TYPE_CHECKING:
    from converter.read.lines import PhysicalLine

_NUMBER_LAST = re.compile(
    r"(?P<name>[A-Za-z][^$]{2,70}?)(?:\s{2,}+(?:page\s)?|\s*+\bpage\s)\s*+(?:F-)?\d{1,3}", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(r"(?:F-)?\d{1,3}\s+(?P<name>[A-Za-z][^$]{2,70})", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:incorporated|inc|corporation|corp|company|companies|co|ltd|limited|plc|l\.?p|n\.v|bancorp|bancshares|subsidiaries"
    r"|subsidiary|annual\s+report|form\s+10-[kq]\w{0,3})\.?$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\b(?!and\b|of\b|the\b|its\b|consolidated\b)[a-z]{2,}")


def drop_feet(page: list[PhysicalLine]) -> None:
    """Take a page number off the end of a page, alone or beside the name of the company or of its report."""
    last = len(page)
    while last and page[last - 1].kind in (LineKind.BLANK, LineKind.TABLE_END):
        last -= 1
    if last and (is_bare_number(page[last - 1]) or _is_foot(page[:last])):
        del page[last - 1 :]


def _is_foot(page: list[PhysicalLine]) -> bool:
    """Whether the last line of a page is a name and a page number: `BURDOCK INC.   25`.

    A blank line stands above it, or no row of the page has a single figure.
    """
    line = page[-1]
    if len(line.tokens) > 1 or (
        page[-2:-1] and page[-2].kind is not LineKind.BLANK and any(len(each.tokens) == 1 for each in page[:-1])
    ):
        return False
    text = line.text.strip()
    match = (_NUMBER_LAST if line.tokens else _NUMBER_FIRST).fullmatch(text)
    if match is None:
        return False
    name = match["name"].strip()
    return _COMPANY.search(name) is not None and _SMALL.search(name) is None
