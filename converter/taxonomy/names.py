"""The words of a concept name, for concepts whose standard label is not known."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]{2,8}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_SMALL = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "its",
        "of",
        "on",
        "or",
        "than",
        "the",
        "through",
        "to",
        "under",
        "upon",
        "with",
        "within",
    )
)
# The suffixes by which us-gaap and dei names tell what kind of element it is, as their labels print them.
_SUFFIXES = {
    "Abstract": "[Abstract]",
    "Axis": "[Axis]",
    "Domain": "[Domain]",
    "LineItems": "[Line Items]",
    "Member": "[Member]",
    "RollForward": "[Roll Forward]",
    "Table": "[Table]",
    "TextBlock": "[Text Block]",
}


def words_of(name: str) -> str:
    """A label made of a concept's local name: `IncomeTaxesPaidNet` gives `Income Taxes Paid Net`.

    A suffix that tells the kind of element is bracketed as in standard labels: `AssetsAbstract`, `Assets [Abstract]`.
    """
    suffix = next((suffix for suffix in _SUFFIXES if name.endswith(suffix) and name != suffix), "")
    words = _WORD.findall(name.removesuffix(suffix))
    plain = [
        word.lower() if position and word.lower() in _SMALL else word[:1].upper() + word[1:]
        for position, word in enumerate(words)
    ]
    return " ".join([*plain, *filter(None, [_SUFFIXES.get(suffix)])])
