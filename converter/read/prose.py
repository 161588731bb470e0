"""Prose: lines of paragraphs, told from captions and titles by their length and their words, in capitals too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOWER = re.compile(r"\b[a-z]+\b")
_WORD = re.compile(r"[A-Z]+")
_LENGTH = 58
_WORDS = 7
_SENTENCE_WORDS = frozenset(
    {
        *("THE", "TO", "WITH", "BY", "THAT", "WHICH", "IS", "ARE", "WAS", "WERE", "ON", "OUR", "HAVE", "HAS", "HAD"),
        *("IN", "THIS", "THESE", "FOR", "AS", "BE", "BEEN", "NOT", "WE", "IT", "WILL", "AT", "FROM", "ITS", "AN"),
    }
)
"""Small words that sentences are full of and that captions in capitals have few of."""
_FEW = 3
_SHORT = 50
"""Characters of a line in capitals above a title that may be one of the paragraph that the title only seems to end."""
_INDENT = 4
_LOWER_WORD = re.compile(r"\b[a-z]{4,}\b")
_MIDDLE = re.compile(
    r"(?:of|and|in|to|for|at|the(?!\s(?:(?!balance|consol|combin|condens|statement|follow|accomp)[\w.&'-]+,?\s){1,6}?(?:company|corporation|corp\.?|inc\.?|co\.|group|bank|trust)[\s,-]))\s"
)
"""The first word of a line in lower case that a sentence goes on in; `The Acme Company Balance Sheets` has a name."""


def is_running(text: str) -> bool:
    """Whether a stripped line reads like one of a paragraph."""
    if len(text) < _LENGTH:
        return False
    if len(_LOWER.findall(text)) >= _WORDS:
        return True
    return text.isupper() and _sentence_words(text) >= _FEW and len(_WORD.findall(text)) >= _WORDS + 1


def is_paragraph(line: str) -> bool:
    """Whether a line is one of a paragraph, which the next line goes on with."""
    text = line.strip()
    return len(text) > 55 and "   " not in text and len(_LOWER_WORD.findall(text)) >= 4 and text[-1] not in ".:)"


def begins_anew(lines: Sequence[str], index: int) -> bool:
    """Whether a line, though it may end in a point, is not the last one of a paragraph: no sentence stands above it."""
    above = lines[index - 1].strip() if index else ""
    name = len(above) < _SHORT or above.isupper()
    return lines[index].strip()[:1].isupper() and (above.startswith("<") or (name and not _LOWER_WORD.search(above)))


def goes_on(folded: str) -> bool:
    """Whether a line, in lower case with single blanks, begins with a word of the middle of a sentence."""
    return _MIDDLE.match(folded) is not None


def goes_on_in_capitals(above: str, line: str) -> bool:
    """Whether a line of a document goes on with a paragraph in capitals: it begins below the beginning of a long line.

    ::

        IN OUR OPINION, THE FINANCIAL STATEMENTS REFERRED TO ABOVE PRESENT FAIRLY THE
        CONSOLIDATED FINANCIAL POSITION OF ACME CORPORATION AS OF DECEMBER 31, 1996
    """
    text = above.strip()
    return (
        len(text) >= _SHORT
        and text.isupper()
        and "   " not in text
        and text[-1] not in ".:)"
        and abs(len(above) - len(above.lstrip()) - len(line) + len(line.lstrip())) <= _INDENT
        and _sentence_words(text) >= _FEW - 1
    )


def opens_sentence(text: str) -> bool:
    """Whether words in capitals are of a sentence, which a title behind them ends: `... HAD NO EFFECT ON THE`."""
    return _sentence_words(text) >= _FEW - 1


def _sentence_words(text: str) -> int:
    return sum(word in _SENTENCE_WORDS for word in _WORD.findall(text))
