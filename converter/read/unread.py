"""Unread figures: what stands under the columns of a table, has digits, and is no figure that is understood.

::

    Loss of the mill in Fairhaven              #1,204      #987

Such a row has no figures and looks like a heading; it is reported, so that nobody takes it for one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.columns import Band
    from converter.read.lines import PhysicalLine

_FIGURES = re.compile(
    r"(?<!\s)\s{2,}+((?:(?>\$\s{0,12}|)[<{+#~]{0,2}\$?\d[\d,.]{0,20}+[A-Za-z>}+#~]{0,3}+(?:\s{1,60}+|$)){1,12}+)$"
)
_ENDS = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ>}+#~")
_WIDEST = 20
"""Positions before the usual first digit of the first column."""
_NEAR = 2
"""Positions between the end of what is printed and the last digit of the figures of a column."""


def unread_figures(line: PhysicalLine, bands: Sequence[Band]) -> re.Match[str] | None:
    """What ends the label on a line and looks like figures under columns; its text is group 1."""
    text = line.text[: line.label_end].rstrip()
    if not bands or len(text) <= bands[0].left or text[-1] not in _ENDS:
        return None
    # From where the blanks begin: a run of them is looked through once, however wide the line.
    match = _FIGURES.search(text, len(text[: max(0, bands[0].left - _WIDEST)].rstrip()))
    return match if match is not None and any(abs(match.end() - band.right) <= _NEAR for band in bands) else None
