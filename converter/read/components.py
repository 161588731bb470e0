"""Components of equity: statements whose columns or rows are parts of equity, and no periods of the whole.

::

                                    Common      Paid-in     Retained
                                     stock      capital     earnings      Total
    Balance, December 31, 1995       1,000        4,000        9,000     14,000
    Net income                                                 1,000      1,000
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.read.label_text import join_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converter.messages import Span
    from converter.model import Table
    from converter.read.candidates import Candidate
    from converter.read.tables import Page

_BALANCE = re.compile(
    r"\W*balances?\b[^0-9]{0,40}(?:(?:\d{1,2},?\s{1,3})?((?:19|20)\d\d)|\d{1,2}[/-]\d{1,2}[/-]((?:19|20)?\d\d))\b",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\W*balances?\s*[,-]?\s*(?:at\s+)?(?:the\s+)?beginning\b", re.IGNORECASE)
_COMPONENT = re.compile(
    r"\b(?:common|preferred|treasury|capital|surplus|retained|paid[\s-]in|unrealized|partners?|members?|units?)\b",
    re.IGNORECASE,
)
"""Words over columns that are components of equity, not periods."""


def are_components(table: Table) -> bool:
    """Whether words for components of equity stand over several columns of a table."""
    return sum(_COMPONENT.search(" ".join(column.head)) is not None for column in table.columns) > 1


def roll_forward(texts: Iterable[str]) -> bool:
    """Whether rows lead from the balance of one year to that of the next: the columns are components of equity."""
    matches = (_BALANCE.match(text) for text in texts if "balance" in text.lower())
    return len({match[1] or match[2] for match in matches if match is not None}) > 1


def rolls_forward(page: Page) -> bool:
    """The same of the rows of a page: the label of each, or the line that it begins with."""
    return roll_forward(text for row in page.body if row.parts for text in (join_parts(row.parts), row.parts[0].text))


def begins_again(page: Page) -> bool:
    """Whether rows begin with a balance more than once: components of equity stand below each other."""
    return sum(_BEGINS.match(join_parts(row.parts)) is not None for row in page.body if row.parts) > 1


def is_wider(candidate: Candidate, pages: Sequence[Page]) -> bool:
    """Whether a row has far more figures than there are columns: some components of equity are in few rows only."""
    count = max((len(page.bands) for page in pages), default=0)
    lines = (line for region in candidate.regions for page in region.pages for line in page)
    return any(sum(token.number and not token.loose for token in line.tokens) > 2 * count for line in lines)


def recognised(title: str, span: Span) -> Message:
    """The columns are components of equity, not periods, as they are in a statement of retained earnings."""
    return Message(
        code="statements.equity-recognised",
        severity=Severity.INFO,
        text=f"{title!r} was recognised; its columns, components of equity, are not converted to facts",
        span=span,
    )
