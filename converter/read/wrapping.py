"""Wrapping: whether a label goes on from one line of text to the next, by their words, marks and indentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.read.label_text import part_text

if TYPE_CHECKING:
    from converter.read.lines import PhysicalLine

_OPEN_END = re.compile(
    r"(?:,|&|/|\b(?:of|and|or|the|to|in|on|for|from|by|with|at|less|before|after|than|its|under|(?:of|in|for|to|from)\s+a|of\s+series\s+[a-z]|an|per|as|into"
    r"|including|excluding|due|held|used|available|provided|between|upon|over|if|that|which|not|any|such|common|accounting"
    r"|before\s+(?:federal\s+)?income|accumulated|cumulative|cash\s+equivalents?\s+and|stockholders'?|shareholders'?|stockholder's|shareholder's))$",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset(
    {
        *("of", "and", "or", "the", "to", "in", "on", "for", "from", "by", "with", "at", "less", "before"),
        *("after", "than", "its", "under", "an", "per", "as", "into", "including", "excluding", "due", "held"),
        *("used", "available", "provided", "between", "upon", "over", "if", "that", "which", "not", "any"),
        *("such", "common", "accounting", "accumulated", "cumulative", "stockholders", "shareholders"),
    }
)
"""The single words among them: looked up many times faster than the pattern finds them."""
_OPEN_MARKS = tuple(",&/'")
_MAYBE_OPEN = frozenset({"a", "income"})
_CLOSED_END = re.compile(r"(?::|--|[a-z)]\s+-|\.{3}|\bactivities)$", re.IGNORECASE)
_CLOSED = (":", "-", "...", "activities")
_GOES_ON = re.compile(r"(?:of|and|or|in|for|to|by|with|on|at|the|than|as)\s", re.IGNORECASE)
"""How the rest of a label begins in capitals as well: `CASH AND CASH EQUIVALENTS AT END` over `OF YEAR`."""
_STAGE = re.compile(r"(?:before|after|from)\s", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper\b.{0,20}\bshare|\bshare", re.IGNORECASE)
_LIST_MARK = re.compile(r"\w{1,2}\)")
_TOTAL = re.compile(r"(?:Total|TOTAL)\s")
_ISSUED = re.compile(r"(?:shares\s+)?(?:issued|authorized|outstanding)\b", re.IGNORECASE)
_STOCK = re.compile(r"(?:common|preferred|preference|capital|class\s+\w)\b.{0,60}(?:stock|shares)\b", re.IGNORECASE)
"""`Common stock, $1 par value:` over `Issued 4,120,000 shares`, which alone would name no class of stock."""
_SUM_WORD = re.compile(
    r"(?:total|net|income|loss|earnings|increase|decrease|cash|cumulative|excess|balance|provision)\b", re.IGNORECASE
)


def is_open(text: str) -> bool:
    """Whether a label ends in a word or mark that needs another word behind it."""
    last = text.rpartition(" ")[2].lower()
    if last.isalpha() and len(last) > 1 and last not in _MAYBE_OPEN:
        return last in _OPEN_WORDS
    return (last[-1:].isalpha() or last[-1:] in _OPEN_MARKS) and _OPEN_END.search(text) is not None


def is_closed(text: str) -> bool:
    """Whether a label ends as a heading or a row of its own does."""
    return text.lower().endswith(_CLOSED) and _CLOSED_END.search(text) is not None


def opens_parenthesis(text: str) -> bool:
    """Whether a label opens a parenthesis that it does not close."""
    return text.count("(") > text.count(")")


def _closes_parenthesis(text: str) -> bool:
    """Whether a label closes a parenthesis that a line above it opens; `a)` and `1)` are marks of a list."""
    return text.count(")") > text.count("(") and _LIST_MARK.match(text) is None


def indent_of(line: PhysicalLine) -> int:
    """The column (from 0) in which the text of a line begins."""
    return len(line.text) - len(line.text.lstrip())


def wraps(upper: PhysicalLine, lower: PhysicalLine, after: PhysicalLine | None, width: int) -> bool:
    """Whether the text line `upper` is the beginning of the label that `lower` goes on with.

    `after` is the next labelled line below `lower`, `width` the usual length of the labels. A heading is followed by
    rows of one indentation; a label that wraps is followed by a row that returns to its own.
    """
    text, below = part_text(upper), part_text(lower)
    if not text or not below:
        return False
    if opens_parenthesis(text) or _closes_parenthesis(below):
        return True
    if _TOTAL.match(below) and not is_open(text):
        return False  # "Commitments and contingencies" over "Total liabilities and equity"
    if _ISSUED.match(below) and (_STOCK.match(text) or _ISSUED.match(text)):
        return True
    low = below[0].islower() or below[0] in "(&" or _goes_on(text, below)
    if is_closed(text):
        # "Cash and cash equivalents -" over "end of year"; under a heading all rows would begin so.
        next_label = part_text(after) if after is not None else ""
        return text[-1] == "-" and below[0].islower() and not next_label[:1].islower()
    upper_indent, lower_indent = indent_of(upper), indent_of(lower)
    if lower_indent < upper_indent - 2 and not low and not is_open(text):
        return False
    if low:
        return True
    if is_open(text):
        return True
    if below[0] in "$" or below[0].isdigit():
        return True
    if text.isupper() and not below.isupper():
        return False
    if lower_indent <= upper_indent:
        return False
    long = len(text) >= max(26, width * 0.62)
    if not (long or _SUM_WORD.match(text)):
        return False
    if after is None:
        return True
    return indent_of(after) < lower_indent


def _goes_on(text: str, below: str) -> bool:
    """Whether the first word of a line needs what stands above it: `BEFORE INCOME TAXES` under `INCOME`."""
    if not (_is_capitals(text) and _is_capitals(below)):
        return False  # "In service" is a row under "Utility plant"
    # "BEFORE EXTRAORDINARY ITEM" under "EARNINGS PER SHARE" is a row of its own.
    return bool(_GOES_ON.match(below) or (_STAGE.match(below) and not _PER_SHARE.search(text)))


def _is_capitals(text: str) -> bool:
    """Whether a label begins in capitals: what stands in parentheses behind it may not."""
    words = text.split()
    return all(word.isupper() for word in words[:2] if word[0] != "(")


def wraps_strongly(upper: PhysicalLine, lower: PhysicalLine) -> bool:
    """Whether a label goes on even over a blank line: only where the words leave no doubt."""
    text, below = part_text(upper), part_text(lower)
    if not text or not below or is_closed(text):
        return False
    if below[0].islower() and not text.isupper() and not below.isupper():
        return True
    return opens_parenthesis(text) or (
        is_open(text) and not text.isupper() and (below[0].islower() or below[0] in "($")
    )
