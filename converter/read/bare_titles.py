"""Bare titles: lines that name what a statement shows and no statement, such as `CASH FLOWS`.

Management's discussion has headings of the same words, so that one counts only where column heads and the rows of such
a statement stand right below it, and where the filing has no other statement of its kind.
"""

from __future__ import annotations

import re

from converter.model import StatementKind

_CASH_FLOW = re.compile(
    r"(?:summary\s+of\s+)?(?:cash\s?flows?|sources?\s+(?:and|or)\s+(?:uses?|applications?)\s+of\s+cash"
    r"|(?:changes|increases?\s+(?:and|or)\s+decreases?)\s+in\s+cash(?:\s+and\s+(?:temporary\s+)?cash\s+(?:equivalents|investments))?)"
    r"(?:\s+activit(?:y|ies))?(?:\s\([^()]{1,60}\)){0,2}"
)
_HEAD = re.compile(
    r"\b(?:years?|months|weeks|quarters?|periods?)\s+(?:then\s+)?ended\b|\b(?:19|20)\d\d\b", re.IGNORECASE
)
_ROW = re.compile(r"[A-Za-z)][ .]{2,200}(?:\$ {0,20})?\(?\d")
_OPENS = re.compile(r"operati(?:ng|ons)\b|net (?:income|loss|earnings)|\bcash\b", re.IGNORECASE)
_HEAD_LINES = 12
"""Lines between a title and the first row of figures: scale, column heads, rules, headings of rows."""


def bare_kind(folded: str, lines: list[str], last: int) -> StatementKind | None:
    """The kind of statement that a line, in lower case with single blanks, names without saying that it is one.

    `lines` are those of the document, `last` is the index of the line.
    """
    if "cash" not in folded or not _CASH_FLOW.fullmatch(folded):
        return None
    below = [line for line in lines[last + 1 : last + 1 + _HEAD_LINES] if line.strip()]
    first = next((index for index, line in enumerate(below) if _ROW.search(line) and not _HEAD.search(line)), None)
    if first is None or not any(map(_HEAD.search, below[:first])):
        return None
    return StatementKind.CASH_FLOW if any(map(_OPENS.search, below[: first + 1])) else None
