"""Endings: what a statement that is whole has, and where another one begins below it without a title that is known.

::

    Net income per share                                 $ 1.20     $ 1.05
    <PAGE>
                              What we own and owe
                                                           1996       1995
    Assets
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.model import StatementKind

if TYPE_CHECKING:
    from converter.read.regions import Region

_FINISHED: dict[StatementKind, re.Pattern[str]] = {
    StatementKind.BALANCE_SHEET: re.compile(
        r"equity|deficit|deficiency|capital|investment|surplus|retained\s+earnings|net\s+worth"
    ),
    StatementKind.INCOME_STATEMENT: re.compile(
        r"net\s+(?:income|loss|earnings|\(loss|\(income|profit)|per\s+(?:common\s+)?share|profit\s+for\s+the"
    ),
    StatementKind.CASH_FLOW: re.compile(
        r"(?:end|ending|close)\s+of\s+(?:the\s+)?(?:year|period|quarter|month)|at\s+end\b|,\s*end\b|ending\s+balance|cash.{0,40}\bend"
    ),
    StatementKind.EQUITY: re.compile("balance"),
    StatementKind.COMPREHENSIVE_INCOME: re.compile(r"comprehensive\s+(?:income|loss|earnings)"),
}
_BEFORE_END = {StatementKind.BALANCE_SHEET: "liabilit", StatementKind.EQUITY: "balance"}
"""What stands somewhere above what ends a statement of a kind."""
OPENS_CASH_FLOW = re.compile(
    r"^\s*+((?:cash\s+flows?\s+(?:provided\s+by|from)\s+(?:continuing\s+)?)?operating\s+activities"
    r"|cash\s+flows?\s+(?:provided\s+by|from)\s+operations)\s*:?[ ]*$",
    re.MULTILINE,
)
_OPENS_SHEET = re.compile(
    r"^[ ]*+(assets)[ ]*:?[ ]*\n(?:[^a-z\n]*\n){0,4}+[ ]*(?:current|cash|utility|property|investments?|securities)\b",
    re.MULTILINE,
)
"""A heading, and not the last word of a label."""
_LIABILITIES = re.compile(r"\bliabilit")
_SHEET_ROWS = re.compile(
    r"^[ ]*+total[ ](?:current[ ])?(?:assets|liabilities)\b.*\d,\d{3}|^[ ]*+(?:\*+[ ]*)?assets[ ]*:?[ ]*$", re.MULTILINE
)
_LEAST_ROWS = 3
"""Rows of figures of a statement before a page is another one: its title may stand on a page of its own."""
_FLOW_ROWS = tuple(re.compile(rf"\b{word}[ ]activities\b") for word in ("investing", "financing"))
_RESULTS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^[ ]*+(?:net[ ])?(?:sales|revenues?)\b.*\d",
        r"^[ ]*+(?:income|earnings|loss|\(loss\)|income[ ]\(loss\)).{0,30}\bbefore\b",
        r"per[ ](?:common[ ])?share\b.*\d",
    )
)


def is_finished(kind: StatementKind, text: str) -> bool:
    """Whether the lower-case text of a statement's rows has what ends a statement of its kind."""
    return _finish(kind, text) >= 0


def _finish(kind: StatementKind, text: str) -> int:
    """Where in the lower-case text of a statement's rows stands what ends one of its kind; -1 where nothing does."""
    above = _BEFORE_END.get(kind, "")
    start = text.find(above)
    # A pattern of both would look to the end of the text from each of many liabilities.
    end = _FINISHED[kind].search(text, start + len(above)) if start >= 0 else None
    return end.end() if end is not None else -1


def other_below(region: Region, text: str) -> int | None:
    """The line on which another statement begins below this one, of which no title that we know tells it.

    `text` is that of the region in lower case. The other one begins a page, or below a whole statement with its first
    heading: operating activities, assets.
    """
    kind = region.title.kind
    lines = [line.at for page in region.pages for line in page]
    starts = [*_pages_of_others(kind, region, text), *_openings(kind, text)]
    return lines[min(starts)] if starts else None


def _pages_of_others(kind: StatementKind, region: Region, text: str) -> list[int]:
    """The first page that has the rows of another statement, as the number of its first line in the region."""
    if len(region.pages) < 2 or not any(map(text.__contains__, ("activities", "operations", "assets", "share"))):
        return []
    pages = ["\n".join(line.text for line in page).lower() for page in region.pages]
    last = max((match.start() for match in _LIABILITIES.finditer(text)), default=-1)
    count = rows = offset = 0
    for number, page in enumerate(pages):
        if rows >= _LEAST_ROWS and _shows_other(kind, page, liabilities=last >= offset):
            return [count]
        offset += len(page) + 1
        count += len(region.pages[number])
        rows += sum(any(not token.loose for token in line.tokens) for line in region.pages[number])
    return []


def _shows_other(kind: StatementKind, page: str, *, liabilities: bool) -> bool:
    """Whether a page has rows that a statement of the kind never has; `liabilities` stand on it or further below."""
    sheet = liabilities and "assets" in page and _SHEET_ROWS.search(page) is not None
    if kind is StatementKind.INCOME_STATEMENT:
        return sheet or _is_flow(page)
    results = all(pattern.search(page) for pattern in _RESULTS)
    if kind is StatementKind.BALANCE_SHEET:
        return results or _is_flow(page)
    return kind is StatementKind.CASH_FLOW and (results or sheet)


def _is_flow(page: str) -> bool:
    return all(pattern.search(page) for pattern in _FLOW_ROWS) or OPENS_CASH_FLOW.search(page) is not None


def _openings(kind: StatementKind, text: str) -> list[int]:
    """Where another statement begins within the lower-case text of a whole one, as the number of the line."""
    patterns = []
    if kind in (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT) and "activities" in text:
        patterns.append(OPENS_CASH_FLOW)
    if kind in (StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW) and "assets" in text:
        patterns.append(_OPENS_SHEET)
    found: list[int] = []
    finish = _finish(kind, text) if patterns else -1
    for pattern in patterns:
        opening = pattern.search(text, finish) if finish >= 0 else None
        if opening is not None and (pattern is OPENS_CASH_FLOW or _LIABILITIES.search(text, opening.end())):
            found.append(text.count("\n", 0, opening.start(1)))
    return found
