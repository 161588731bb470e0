"""Names that a filing needs: file name stems, prefixes, role names and the local names of extension concepts.

All of them are made of letters and digits that stand in the filing, so that a hostile filing can put nothing else
into a file name, an XML name or a URI.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container

_SLUG = 15
"""Characters of a slug: with the date and `_pre.xml` a file name stays within the 32 of EFM 5.01.01."""
_LOCAL = 100
"""Characters of the longest local name of an extension concept."""
_WORD = re.compile(r"[A-Za-z0-9]+")
_FORMS = "the inc incorporated corp corporation co company companies ltd limited plc llc lp sa nv ag and of"
_CORPORATE = frozenset(_FORMS.split())
_STATE = re.compile(r"[/\\][A-Za-z]{2,3}[/\\]?\s*$")
_PREFIXES = (
    "ix ixt ixtsec xbrli xbrldi xbrldt link xlink xs xsd xsi xml xmlns xhtml html iso4217 utr dei usgaap us num nonnum "
    "ref country currency exch invest naics sic stpr srt ecd cyd ffd ext cik"
)
_RESERVED = frozenset(_PREFIXES.split())
_LOWER = "a an and at but by for from in of on or the to with"
_SMALL = frozenset(_LOWER.split())


def ascii_words(text: str) -> list[str]:
    """The words of a text in ASCII letters and digits: accents are dropped, an apostrophe joins."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("\u2019", "").replace("`", ""))
    return _WORD.findall(plain.encode("ascii", "ignore").decode())


def slug(symbol: str, company: str) -> str:
    """The trading symbol, or else the first words of the company's name, in lower case: `ptix`, `twindisc`.

    At most 15 letters and digits, the first one a letter, and no prefix that has a meaning of its own.
    """
    text = "".join(ascii_words(symbol)).lower()
    if not 0 < len(text) <= 6:
        words = [word.lower() for word in ascii_words(_STATE.sub("", company))]
        telling = [word for word in words if word not in _CORPORATE] or words
        text = ""
        for word in telling:
            if text and len(text) + len(word) > _SLUG:
                break
            text += word[:_SLUG]
    text = text or "filing"
    if text[0].isdigit():
        text = f"x{text}"
    if text in _RESERVED or text.startswith("xml"):
        text = f"co{text}"
    return text[:_SLUG]


def base_name(stem: str, date: dt.date) -> str:
    """The stem of all file names: `ptix-20040205`."""
    return f"{stem}-{date:%Y%m%d}"


def local_name(text: str) -> str:
    """The words of a label in one, each with a capital: `Total current assets` gives `TotalCurrentAssets`.

    Cut at a word when it gets too long; empty where the text has no letter.
    """
    name = ""
    for word in ascii_words(text):
        if len(name) + len(word) > _LOCAL:
            break
        name += word[0].upper() + (word[1:].lower() if word.isupper() else word[1:])
    return name.lstrip("0123456789")


def unused(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first number from 2 on that is not taken yet."""
    if name not in taken:
        return name
    number = 2
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"


def title_case(text: str) -> str:
    """A printed title in title case where it is all capitals, else as printed, with single spaces."""
    folded = " ".join(text.split())
    if any(character.islower() for character in folded):
        return folded
    words = folded.lower().split(" ")
    return " ".join(
        word if position and word in _SMALL else word[:1].upper() + word[1:] for position, word in enumerate(words)
    )
