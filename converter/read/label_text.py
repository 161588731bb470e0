"""Label text: what a line of a label says, and what its lines say together."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.lines import PhysicalLine

_LEADERS = " ._-\t\xa0"
_LEADER = re.compile(
    r"(?<!\.)(?<!\.\s)(?:\.\s?+){2,}+\s*+$|(?<!\s)\s++\.\s*+$|(?<![\s_.])(?=[\s_.]*?__)[\s_.]++$|(?<!-)-{3,}+$"
)
_BESIDE = re.compile(r"(?<!\s)\s{3,}+(?:\(?\d{1,2}(?:[,&-] ?\d{1,2}){0,3}\)?|[A-Z](?:, ?[A-Z]){0,3})$")
"""A reference to a note in a column of its own, between label and figures."""
_TYPED = re.compile(r"(?<!\s)\s{2,}+\$?\s{0,3}\(?(?=[\d.,]{0,12}[lOI])[\dlOI]{1,3}[.,][\dlOI.,]{3,20}\)?$")
"""A figure with a letter for a digit, `l,950`: reported as damaged, and no word of the label."""
_REST_OF_WORD = re.compile(
    r"(?:c?ia|[nr]?iza|za|tiza|ora|era|mula)?tion(?:s|al)?\b|(?:sion|ment|ing|able|ible|ance|ence|lent|est|pense|nue|ty|ity|ties|holder|dend)s?\b"
    r"|(?:t?ra)?tive\b|(?:posal|chase|quipment|sidiar(?:y|ies)|poration)s?\b|(?:ities|erty|erties|[nr]?i?zed|izing|ated|ating|ed|ly|come|ries)\b",
    re.IGNORECASE,
)
"""How a line begins that ends the word of the line above: none of these is a word that a hyphen goes before."""
_APART = re.compile(
    r"(?:net|less|and|or|including|excluding|principally|see|at|of|in|to|from|by|with|for(?!-))\b", re.IGNORECASE
)
"""How a line begins that a dash parts from the line above."""
_LEAST_LETTERS = 4
_WIDE_GAP = re.compile(r"\s{2,}")


def part_text(part: PhysicalLine) -> str:
    """The text of the label on one line, without leaders and without the figures."""
    return _label(part.text, part.label_end)


@lru_cache(maxsize=4096)
def _label(line: str, end: int) -> str:
    # Each line is asked about several times while its neighbours are looked at.
    text = line[:end].rstrip().rstrip("$").rstrip()
    if text and text[-1] in "._-":
        label = text.rstrip(_LEADERS)
        if text.endswith("..") and text.rstrip(".").rstrip() == label:  # as nearly all leaders are
            text = label
        else:
            leader = _LEADER.search(text, len(label))
            text = text[: leader.start()] if leader else text
    elif text and end < len(line) and (text[-1] in "0123456789)" or text[-2:-1] in " ,") and _WIDE_GAP.search(text):
        text = _TYPED.sub("", _BESIDE.sub("", text))
    text = text.strip()
    return _closed_up(text) if text[1:2] == " " and text[3:4] == " " else text


def _closed_up(text: str) -> str:
    """The text with letters that were spaced out in one piece: `N E T   I N C O M E` is `NET INCOME`."""
    letters = text.split()
    if len(letters) < _LEAST_LETTERS or any(len(letter) > 1 for letter in letters[:_LEAST_LETTERS]):
        return text
    return " ".join("".join(word.split()) for word in _WIDE_GAP.split(text))


def join_parts(parts: Sequence[PhysicalLine]) -> str:
    """The label of a row: its parts joined by single blanks, and without one where a line ends within a word.

    `Deprecia-` over `tion` is one word, `Long-` over `term debt` keeps its hyphen. `&amp;` is `&`, `&#10;` a blank.
    """
    label = ""
    for part in parts:
        text = " ".join(part_text(part).split())
        if label[-1:] == "-" and _is_one_word(label[-2:-1], text):
            label = f"{label[:-1] if _REST_OF_WORD.match(text) else label}{text}"
        elif text:
            label = f"{label} {text}" if label else text
    return " ".join(unescape(label).split()) if "&" in label and ";" in label else label


def _is_one_word(last: str, text: str) -> bool:
    """Whether the letter before a hyphen and a line below it, in letters of one kind, are of one word."""
    alike = text[:1].islower() or (text[:1].isupper() and text[1:2].isupper() and last.isupper())
    return last.isalpha() and alike and _APART.match(text) is None
