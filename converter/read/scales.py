"""Scale and currency: what the caption of a statement says its figures are multiplied with."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STATEMENT = (
    r"(?=[it01$damrnufs36(])"  # what any of them begins with: asked once for all
    r"(?:\bin\s+(?:us\s+|u\.s\.\s+)?(?P<word>thousands?|millions?|mils?|billions?|hundreds\s+of\s+thousands|lakhs?|crores?)\b"
    r"(?P<of>\s+of\s+(?:u\.?s\.?\s+)?dollars)?"
    r"|(?<![\d,.])(?P<zeros>000(?:,000)?)\s*'?\s*s?'?\s*(?:omitted|deleted|\))|(?P<dollar>\$|dollars?|in|amounts?)\s*(?:in\s+)?(?P<bare>000(?:,000)?)'?s?\b"
    r"|(?P<plain>thousands|millions|billions)\s+of\s+(?:[a-z.]{2,12}\s+){0,3}?(?:dollars|pesos|francs?|(?:deutsche\s?)?marks|guilders|yen"
    r"|lire|shekels|kron(?:or|er|a)|sterling|euros?|ecus?)\b|(?P<lone>\b(?:thousands|millions)\b)\s*\)"
    r"|(?:\(\s*)?(?P<sign>thousands|millions)\s+of\s+\$|\(\s*(?P<bracket>thousands|millions|000(?=\s?'?s\b))(?:\b|')|\$\s?(?P<signed>thousands?|millions?|mils?|mm)\b"
    r"|\(\s*(?:in\s+)?(?P<double>mm)\s*\)"
    r"|\(\s*(?P<single>thousand|million)\s+dollars|(?<![\d,.])(?:1,)?(?P<possessive>000)'s\b|\b(?P<short>mm)\s?\$"
    r"|\bin\s+(?P<hundred>hundreds)\b(?!\s+of\s+(?:thous|mill))"
    r"|\brounded\s+to\s+(?:the\s+)?(?P<rounded>thousands?|millions?)\b"
    r"|\b(?:units|multiples)\s+of\s+(?P<units>\$?\s?1,000(?:,000)?)(?![\d,])|\bin\s+(?P<each>\$\s?1,000(?:,000)?)(?=\s*[),])"
    r"|\b(?P<digits>three|six|3|6)\s+(?:digits|zeroe?s|ciphers)\s+(?:are\s+|have\s+been\s+)?omitted\b"
    r"|\bin\s+(?P<tens>tens?(?:\s+of)?\s+thousands?)\b"
    r"|\bnearest\s+(?P<nearest>thousands?|millions?|\$\s?1,000(?:,000)?)(?![\d,]))"
)
_STATED = re.compile(_STATEMENT, re.IGNORECASE)
_SCALE = re.compile(r"(?P<money>\$|dollars?|amounts?|us\s*\$)?[^.;]{0,30}?" + _STATEMENT, re.IGNORECASE)
_MONEY_HINTS = ("$", "dollar", "amount")
_GAP = 30
"""Characters that the second of these looks back where no money is named before a scale."""
_BEFORE = 40
"""More characters than the second of these may begin before the first, which is found many times faster."""
_HINTS = (
    "thousand",
    "billion",
    "lakh",
    "crore",
    "000",
    "hundreds",
    "omitted",
    "mil",
    "mm$",
    "mm $",
    "mm)",
    "$mm",
    "$ mm",
)
_HINT = re.compile(f"(?={'|'.join(map(re.escape, _HINTS))})")
_BEFORE_HINT = 64
"""More characters than what is printed of a scale before the first of these: "dollar amounts in hundreds of"."""
_BEHIND_HINT = 64
"""More characters than the first of these and what is printed behind it: "thousands of U.S. dollars"."""
_POWERS = {
    "hundred": 2,
    "thousand": 3,
    "hundreds of thousand": 5,
    "lakh": 5,
    "crore": 7,
    "million": 6,
    "billion": 9,
    "000": 3,
    "000,000": 6,
    "mil": 6,
    "mm": 6,
    "three": 3,
    "six": 6,
    "3": 3,
    "6": 6,
    "ten thousand": 4,
    "tens of thousand": 4,
}
_GROUPS = (
    *("word", "zeros", "bare", "plain", "lone", "bracket", "signed", "single", "possessive", "short", "hundred"),
    *("rounded", "nearest", "units", "each", "digits", "tens", "sign", "double"),
)
_UNCLEAR = re.compile(r"\((?:in\s|dollars\sin\s)?\s?(?:\$\s?M|M\s?\$)[),;]|^\$\s?M$|\bin\s\$M\b")
_EXCEPT = re.compile(r"except\b(?P<rest>[^)\n]{0,90})", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:number\s+of\s+)?shares?\b(?!\s*(?:amounts?|data|information|figures)?\s*$)|\bshare\s+and\b|\bshares\b",
    re.IGNORECASE,
)
_SHARES_IN = re.compile(r"\bshares\s+in\s+(?:thousands|millions)|(?:and|,)\s*shares?\s+in\b", re.IGNORECASE)
_OF_SHARES = re.compile(r"\s+of\s+(?:common\s+)?shares\b(?!\s+and\b)", re.IGNORECASE)
_SHARES_ONLY = re.compile(
    r"(?:^|[(;.])[^(;.]{0,60}\b(?:shares?|units)(?:\s+(?:amounts?|data|information|figures))?(?:\s+(?:are|stated|shown))*\s+$",
    re.IGNORECASE,
)
_MONEY_NAMED = re.compile(r"\bexcept\b|\bdollars?\b|\$|\bmoney\b|(?<!share )(?<!shares )\bamounts\b", re.IGNORECASE)
_PER_SHARE = re.compile(r"per[\s-]+(?:common\s+)?(?:share|unit)", re.IGNORECASE)
_OF = (
    r"\b(?:(?:thousands|millions|billions|hundreds)\s+of|expressed\s+in|stated\s+in|amounts\s+in|\(\s*in|reported\s+in)\s+NAME\b"
    r"|\bNAME\s+(?:in\s+(?:thousands|millions|billions)|(?:thousands|millions)\b|000)|\(\s*NAME\s*\)"
)
"""How a caption names its currency: a word for it alone may be of anything, such as a subsidiary's loan."""
_CURRENCIES = (
    ("CAD", ("canadian", "cdn", "c$"), re.compile(r"canadian\s+(?:dollars|\$)|cdn\.?\s*\$|c\$", re.IGNORECASE)),
    ("AUD", ("australian", "a$"), re.compile(r"australian\s+dollars|(?<![a-z])a\$", re.IGNORECASE)),
    ("HKD", ("hong kong", "hk$"), re.compile(r"hong\s+kong\s+dollars|\bhk\$", re.IGNORECASE)),
    ("TWD", ("nt$",), re.compile(r"\bnt\$", re.IGNORECASE)),
    ("GBP", ("sterling", "\u00a3"), re.compile(r"pounds\s+sterling|\u00a3", re.IGNORECASE)),
    *(
        (code, (name,), re.compile(_OF.replace("NAME", pattern), re.IGNORECASE))
        for code, name, pattern in (
            ("JPY", "yen", "yen"),
            ("DEM", "mark", r"deutsche\s*marks?"),
            ("CHF", "swiss", r"swiss\s+francs?"),
            ("FRF", "french", r"french\s+francs?"),
            ("NLG", "guilder", r"(?:dutch\s+|netherlands\s+)?guilders"),
            ("ITL", "lire", r"(?:italian\s+)?lire"),
            ("MXN", "mexican", r"(?:constant\s+)?mexican\s+(?:pesos|\$)"),
            ("ILS", "shekel", r"(?:new\s+)?(?:israeli\s+)?shekels"),
            ("SEK", "swedish", r"swedish\s+(?:kronor|krona)"),
            ("CNY", "renminbi", r"renminbi(?:\s+yuan)?"),
            ("CNY", "rmb", "rmb"),
            ("EUR", "euro", "euros?"),
            ("XEU", "ecu", "ecus?"),
        )
    ),
)
UNKNOWN_CURRENCY = "XXX"
"""The code of ISO 4217 for no currency: what one is called in several countries is that of none of them."""
_UNNAMED = re.compile(
    _OF.replace("NAME", r"(?:constant\s+)?(?:pesos|francs|kroner|rupees|dinars|pounds)"), re.IGNORECASE
)
_UNNAMED_HINTS = ("pesos", "francs", "kroner", "rupees", "dinars", "pounds")

_CURRENCY_HINTS = (*_UNNAMED_HINTS, *(hint for _, hints, _ in _CURRENCIES for hint in hints))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Powers of ten for money and for share counts, and whether any was printed."""

    money: int
    shares: int
    printed: bool
    rounded: bool = False
    """The caption says what amounts are rounded to: those that are printed with all their zeros are in units."""


def _power(match: re.Match[str]) -> int:
    for group in _GROUPS:
        text = match.group(group)
        if text:
            return _POWERS.get(text.lower().lstrip("$ 1,").rstrip("s"), 3)
    return 0


def _stated(text: str) -> re.Match[str] | None:
    """The scale in a text with single blanks; most labels have no word of it, and few words stand beside it."""
    lowered = text.lower()
    if not any(map(lowered.__contains__, _HINTS)):
        return None
    for hint in _HINT.finditer(lowered):
        at = hint.start()
        stated = _STATED.search(text, max(0, at - _BEFORE_HINT), at + _BEHIND_HINT)
        if stated is not None:
            start = max(0, stated.start() - _BEFORE)
            named = any(map(text[start : stated.start()].lower().__contains__, _MONEY_HINTS))
            return _SCALE.search(text, start if named else max(0, stated.start() - _GAP))
    return None


def _is_of_shares(text: str) -> bool:
    """Whether the first scale in a text is that of shares alone: `(shares in thousands)`, `in thousands of shares`."""
    stated = _STATED.search(text)
    if stated is None:
        return False
    before = _SHARES_ONLY.search(text[: stated.start()] + " ")
    return _OF_SHARES.match(text, stated.end()) is not None or (
        before is not None and _MONEY_NAMED.search(before[0]) is None
    )


def read_scale(text: str) -> Scale | None:
    """The scale that a caption states, or None where it states none.

    `(In thousands, except per share data)` scales share counts as well, `(in thousands, except share and per share
    data)` does not, and `(shares in thousands)` says nothing about money. Of `(Dollars in thousands)` nobody knows: the
    counts of such a statement are mostly in thousands too, and `converter.read.share_scales` looks for a proof.
    """
    folded = " ".join(text.split())
    match = _stated(folded)
    if match is None:
        return None
    power = _power(match)
    if _is_of_shares(folded[match.start() :]):
        other = read_scale(folded[match.end() :])
        return Scale(money=other.money if other else 0, shares=power, printed=other is not None and other.printed)
    excepted = _EXCEPT.search(folded, match.start())
    shares_excepted = False
    if excepted:
        rest = _PER_SHARE.sub(" ", excepted.group("rest"))
        shares_excepted = bool(re.search(r"\bshares?\b", rest, re.IGNORECASE))
    money_only = bool(
        match.group("of")
        or match.group("plain")
        or match.group("sign")
        or match.group("dollar") in ("$", "dollars", "dollar", "Dollars", "DOLLARS")
        or (match.group("money") or "").lower() in ("$", "dollars", "dollar", "us$")
    )
    shares_named = _SHARES_IN.search(folded) is not None
    shares = power if shares_named or not (money_only or shares_excepted) else 0
    rounded = bool(match.group("rounded") or match.group("nearest"))
    if rounded or match.group("hundred"):
        shares = 0  # counts are neither rounded with the dollars nor printed in hundreds
    return Scale(money=power, shares=shares, printed=True, rounded=rounded)


def is_unclear(text: str) -> bool:
    """Whether a caption names its scale by an M, which in some trades is a thousand and in others a million."""
    return _UNCLEAR.search(text) is not None


def read_currency(text: str) -> str:
    """The ISO 4217 code of the currency that a caption names; USD where it names none.

    `UNKNOWN_CURRENCY` where it names one of several countries: `(thousands of pesos)`.
    """
    lowered = text.lower()
    if not any(map(lowered.__contains__, _CURRENCY_HINTS)):
        return "USD"
    for code, hints, pattern in _CURRENCIES:
        if any(map(lowered.__contains__, hints)) and pattern.search(text):
            return code
    if any(map(lowered.__contains__, _UNNAMED_HINTS)) and _UNNAMED.search(text):
        return UNKNOWN_CURRENCY
    return "USD"


def label_scale(label: str) -> int | None:
    """The scale that a label states for its own row, `Average shares outstanding (in thousands)`, or None."""
    match = _stated(label)
    return _power(match) if match else None
