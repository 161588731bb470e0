"""Summaries: titles that name a statement and announce something else, or less.

`SELECTED BALANCE SHEET DATA` is no statement. `SUMMARY STATEMENTS OF INCOME` is one where the filing has no other.
"""

from __future__ import annotations

import re

_NOT_PRIMARY = re.compile(
    r"selected|summary|\bo(?:n|ff)-balance|condition\s+and\s+results|\baverage\b"
    r"|(?<!share )(?<!unit )\bdata\b|\binformation\b|highlights"
    r"|analysis|components|condensed\s+financial\s+information\s+of|quarterly|supplemental\s+schedule"
    r"|five[\s-]year|ten[\s-]year|reconciliation|common[\s-]size|percent"
)
_SUMMARIZED = re.compile(r"\bsummary\b")
_SUMMARY = re.compile(
    r"[^\w\n]{0,80}(?:item\s+6\W{1,4})?(?:\w{1,20}\s+){0,2}(?:selected\s+(?:\w{1,20}\s+){0,3}(?:data|information|statistics)"
    r"|(?:five|six|ten|eleven|\d{1,2})[\s-]+year\s+(?:\w{1,20}\s+){0,3}(?:summary|review|comparison|record)"
    r"|financial\s+(?:highlights|summary|review|data)|(?:summary|highlights)\s+of\s+\w{1,20})\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_SUMMARY_LINES = 40
_FIGURE = re.compile(r"\$\s*\d|\d,\d{3}")


def is_primary(folded: str) -> bool:
    """Whether a title, in lower case with single blanks, announces the statement that it names."""
    return _NOT_PRIMARY.search(folded) is None


def is_summary(folded: str) -> bool:
    """Whether a title announces a summary of the statement, and nothing less: no data, no highlights, no five years."""
    return "summary" in folded and is_primary(_SUMMARIZED.sub("", folded))


def is_in_summary(lines: list[str], index: int, last: int) -> bool:
    """Whether a title only heads rows of selected data, whose own heading stands above it on the page.

    ::

        SELECTED FINANCIAL DATA                          1994         1993         1992
        Statement of operations
        Net revenues                                $ 452,116    $ 384,083    $ 294,994
    """
    below = next((line for line in lines[last + 1 : last + 4] if line.strip()), "")
    if _FIGURE.search(below) is None:
        return False  # the heads of a statement's columns stand below its title
    for line in reversed(lines[max(0, index - _SUMMARY_LINES) : index]):
        if "\f" in line or line[:5].lower() == "<page":
            return False
        if _SUMMARY.match(line):
            return True
    return False
