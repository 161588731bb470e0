"""Amounts in a sentence: `$13.3 million`, `$.09 per diluted share`, `26%`, `47 percent`, `12.7 million shares`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.narrative.outcome import Amount, AmountKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.narrative.passages import Sentence

_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,4})?|[0-9]{1,15}(?:\.[0-9]{1,4})?|\.[0-9]{1,4}"
_WORD = r"(?: ?-? ?(?P<scale>thousand|million|billion)\b)?"
_MONEY = re.compile(rf"\$ ?\(?(?P<number>{_NUMBER})\)?{_WORD}(?P<cents> cents\b)?", re.IGNORECASE)
_DOLLARS = re.compile(rf"(?<![\w.,$-])(?P<number>{_NUMBER}){_WORD} (?P<unit>dollars|cents)\b", re.IGNORECASE)
_PERCENT = re.compile(
    rf"(?<![\w.,$])\(?(?P<number>{_NUMBER})\)? ?(?:%|percent\b|per cent\b|(?=(?:-|to|-to-| to ) ?[0-9.]{{1,6}} ?%))",
    re.IGNORECASE,
)
_SHARES = re.compile(
    rf"(?<![\w.,$-])(?P<number>{_NUMBER}){_WORD} (?:(?!per\b)[a-z-]{{1,16}} ){{0,4}}shares\b", re.IGNORECASE
)
_PER_SHARE = re.compile(
    r"\)?,?(?: \(?(?:basic|diluted|primary)\)?)?(?: per | a |/)(?:[a-z-]{1,12} ){0,3}share\b", re.IGNORECASE
)
_SHARE_MEASURE = re.compile(r"\bper (?:[a-z-]{1,12} ){0,3}share\b|\beps\b", re.IGNORECASE)
_LARGEST_PER_SHARE = 1000


def amounts(sentence: Sentence) -> tuple[tuple[Amount, int, int], ...]:
    """The amounts of a sentence in order, each with the start and end of its text in the sentence."""
    found: list[tuple[Amount, int, int]] = []
    taken: list[tuple[int, int]] = []
    for kind, match in _matches(sentence.text):
        start, end = match.span("number")
        if any(first < end and start < last for first, last in taken):
            continue
        taken.append((start, end))
        found.append((_amount(sentence, kind, match), match.start(), match.end()))
    return tuple(sorted(found, key=lambda each: each[1]))


def _matches(text: str) -> Iterator[tuple[AmountKind, re.Match[str]]]:
    yield from ((AmountKind.MONEY, match) for match in _MONEY.finditer(text))
    yield from ((AmountKind.MONEY, match) for match in _DOLLARS.finditer(text))
    yield from ((AmountKind.PERCENT, match) for match in _PERCENT.finditer(text))
    yield from ((AmountKind.SHARES, match) for match in _SHARES.finditer(text))


def _amount(sentence: Sentence, kind: AmountKind, match: re.Match[str]) -> Amount:
    groups = match.groupdict()
    digits = groups["number"].replace(",", "")
    printed = Decimal(digits)
    places = len(digits.partition(".")[2])
    scale = _SCALES[groups["scale"].lower()] if groups.get("scale") else 0
    if groups.get("cents") or (groups.get("unit") or "").lower() == "cents":
        scale = -2
    if (kind is AmountKind.MONEY and not scale and _is_per_share(sentence.text, match, printed, places)) or scale == -2:
        kind = AmountKind.PER_SHARE
    decimals = places - scale
    if not scale and not places and kind in (AmountKind.MONEY, AmountKind.SHARES) and digits.endswith("000"):
        decimals = -3  # exact dollars that end in 000 say no more than thousands, as in a statement
    return Amount(
        kind=kind,
        text=match[0].strip(),
        digits=groups["number"],
        value=printed.scaleb(scale) if scale <= 0 else Decimal(f"{printed.scaleb(scale):f}"),
        decimals=decimals,
        scale=scale,
        span=sentence.span(match.start(), match.end()),
        number_span=sentence.span(*match.span("number")),
    )


def _is_per_share(text: str, match: re.Match[str], value: Decimal, places: int) -> bool:
    """Whether a small amount is one of a share: the words follow it, or stand before it in the sentence."""
    if value >= _LARGEST_PER_SHARE:
        return False
    if _PER_SHARE.match(text, match.end()):
        return True
    return places >= 2 and bool(_SHARE_MEASURE.search(text, max(0, match.start() - 240), match.start()))
