"""Prose: lines of paragraphs, told from captions and titles by their length and their words, in capitals too."""

from __future__ import annotations

import re

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


def is_running(text: str) -> bool:
    """Whether a stripped line reads like one of a paragraph."""
    if len(text) < _LENGTH:
        return False
    if len(_LOWER.findall(text)) >= _WORDS:
        return True
    return text.isupper() and _sentence_words(text) >= _FEW and len(_WORD.findall(text)) >= _WORDS + 1


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
