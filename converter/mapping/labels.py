"""Normalised labels: what two printings of the same caption have in common."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# "(Note 3)", "(Notes A and F)", "- note 7", "(see accompanying notes)": references, not meaning.
_NOTE = re.compile(
    r"\(?\b(?:see )?(?:accompanying )?notes? (?:[a-z0-9]{1,3}\b(?:,? ?(?:and|&)? ?[a-z0-9]{1,2}\b){0,4}|thereto)\)?"
)
_MARK = re.compile(r"\((?:[a-z]|\d{1,2})\)")
_AMOUNT = re.compile(r"\$?\s*\d[\d,.]*%?")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[a-z]+")
_MONTHS = vocabulary("january february march april may june july august september october november december")
# Captions of capital stock carry the terms of the stock; where they begin, the caption ends.
_STOCK_TERMS = vocabulary("par authorized issued outstanding stated shares cumulative issuable")
_SPELLINGS = {
    "shareholder": "stockholders",
    "shareholders": "stockholders",
    "shareowners": "stockholders",
    "shareowner": "stockholders",
    "stockholder": "stockholders",
    "shareholdersequity": "stockholders",
    "noninterest": "noninterest",
    "amortisation": "amortization",
    "unamortised": "unamortized",
    "uncollectibles": "uncollectible",
    "receivables": "receivable",
    "payables": "payable",
    "inventories": "inventory",
    "goodwills": "goodwill",
    "writedown": "writedown",
    "writedowns": "writedown",
    "writeoffs": "writeoff",
    "pretax": "before tax",
    "noncontrolling": "noncontrolling",
    "longterm": "long term",
    "shortterm": "short term",
    "noncurrent": "noncurrent",
}
_JOINED = tuple(
    (f" {apart} ", f" {joined} ")
    for apart, joined in (
        ("non current", "noncurrent"),
        ("non interest", "noninterest"),
        ("non controlling", "noncontrolling"),
        ("non operating", "nonoperating"),
        ("non cash", "noncash"),
        ("pre tax", "before tax"),
        ("paid in", "paidin"),
        ("write down", "writedown"),
        ("write downs", "writedown"),
        ("write offs", "writeoff"),
        ("write off", "writeoff"),
    )
)
FILLERS = vocabulary("of the and in for to on a an by from at or its their with as s")
"""Words that carry no meaning."""


_LONGEST = 400
"""Letters of a caption that are looked at."""


def normalise(label: str) -> str:
    """The caption in lower-case words: `Receivables, net (Note 3)` is `receivable net`.

    References to notes, amounts, dates and punctuation are gone; parenthesised alternatives such as `(loss)` stay
    as words. Terms of capital stock (`$1 par value; 500 shares authorized`) are cut off.
    """
    return _normalised(label[:_LONGEST])  # what is remembered of a hostile caption is short as well


@lru_cache(maxsize=65536)
def _normalised(label: str) -> str:
    text = label.lower().replace("’", "'").replace("`", "'").replace("&", " and ")
    if "note" in text:
        text = _NOTE.sub(" ", text)
    if "(" in text:
        text = _MARK.sub(" ", text)
    text = text.replace("'s", "s").replace("'", "")
    if _DIGIT.search(text):
        text = _AMOUNT.sub(" ", text)
    words = [_SPELLINGS.get(word, word) for word in _WORD.findall(text) if word not in _MONTHS]
    if "stock" in words[:5] or "shares" in words[:4]:
        words = _without_stock_terms(words)
    folded = f" {' '.join(words)} "
    for apart, joined in _JOINED:
        folded = folded.replace(apart, joined)
    return folded.strip()


def _without_stock_terms(words: list[str]) -> list[str]:
    if not {"authorized", "par", "stated"} & set(words):
        return words
    for position, word in enumerate(words):
        if position and word in _STOCK_TERMS and not (word == "shares" and position < 2):
            end = position
            while end > 1 and words[end - 1] in {"no", "of", "without", "at"}:
                end -= 1
            return words[:end]
    return words


@lru_cache(maxsize=65536)
def tokens(normal: str) -> tuple[str, ...]:
    """The index terms of a normalised label: words, stems (`~amort`) and pairs of neighbours (`net_sales`)."""
    words = [word for word in normal.split() if word not in FILLERS]
    out: list[str] = []
    for word in words:
        out.append(word)
        if len(word) > 4:
            out.append("~" + word[:5])
    out.extend(f"{left}_{right}" for left, right in pairwise(words))
    return tuple(dict.fromkeys(out))


@lru_cache(maxsize=65536)
def loose(normal: str) -> str:
    """What is left of a normalised label when order, filler words and plurals are ignored.

    `net income loss` and `loss income net` are the same; so are `other asset` and `other assets`.
    """
    # `_singular` of each word, without a call for each: the forms of all labels are made when knowledge is loaded.
    words = {
        word[:-1] if word[-1] == "s" and len(word) > 3 and word[-2] != "s" else word
        for word in normal.split()
        if word not in FILLERS
    }
    return " ".join(sorted(words))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_REMEMBERED = 65536
"""Captions that a vocabulary keeps at hand."""


class Vocabulary:
    """The words that several companies use: a caption is compared without the names that one company gives its things.

    `net earnings attributable to Acme` is the caption `net earnings attributable` of hundreds of companies.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._common: dict[str, str] = {}

    def common(self, normal: str) -> str:
        """The label without the words that are not in the vocabulary; the whole label where nothing would be left."""
        found = self._common.get(normal)
        if found is None:
            kept = [word for word in normal.split() if word in FILLERS or _singular(word) in self.words]
            found = " ".join(kept) if any(word not in FILLERS for word in kept) else normal
            if len(self._common) >= _REMEMBERED:
                self._common.clear()
            self._common[normal] = found
        return found

    def key(self, normal: str) -> str:
        """The label in its loose form, without uncommon words."""
        return loose(self.common(normal))


@lru_cache(maxsize=65536)
def content_words(normal: str) -> tuple[str, ...]:
    """The words of a normalised label that carry meaning, once each, in order."""
    return tuple(dict.fromkeys(word for word in normal.split() if word not in FILLERS))


_STEM = 5
_PART = 4


@lru_cache(maxsize=65536)
def stem_of(word: str) -> tuple[str, ...]:
    """The stem of a long word as a term (`~amort`), nothing of a short one."""
    return (f"~{word[:_STEM]}",) if len(word) >= _STEM else ()


@lru_cache(maxsize=65536)
def letters_of(word: str) -> tuple[str, ...]:
    """Four letters at a time of a word with its ends, as terms: `#<cas`, `#cash`, `#ash>`."""
    framed = f"<{word}>"
    return tuple([f"#{framed[at : at + _PART]}" for at in range(len(framed) - _PART + 1)])
