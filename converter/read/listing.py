"""Where the registrant's stock is traded, and under which symbol, as press releases and covers print it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.model import CoverItem
from converter.read.text import span_of

if TYPE_CHECKING:
    from converter.model import Document, Submission

_OPENING = 12_000
"""Characters at the start of a document that are searched: a release names the symbol in its first sentence."""

_EXCHANGE = (
    r"(?:The\s+)?(?:Nasdaq(?:[\s/-]{1,3}(?:NM|NMS|GM|GS|SC|CM|National\s+Market|SmallCap(?:\s+Market)?|Global\s+Select"
    r"|Stock\s+Market|OTC))?|NYSE|New\s+York\s+Stock\s+Exchange|AMEX|ASE|American\s+Stock\s+Exchange"
    r"|OTC\s?BB|OTC|TSX?|Toronto\s+Stock\s+Exchange)"
)
_LISTING = re.compile(
    rf"\(\s*(?P<exchange>{_EXCHANGE})\s*(?:symbol\s*)?:\s{{0,60}}(?P<symbol>[A-Z]{{1,5}}(?:[./][A-Z])?)\s*[);,]",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"\(\s*symbol:?\s+[\"']?(?P<symbol>[A-Z]{1,5}(?:[./][A-Z])?)[\"']?\s*\)", re.IGNORECASE)
_NAME_WITHIN = 120
_CONNECTED = re.compile(r"\b(?:and|with|by|to|from|of|or|between)\b")
"""Words between the name and the symbol that bring in somebody else: `Acme and Bolt Corp. (NYSE: BLT)`."""


def find_listing(submission: Submission, name: str) -> list[CoverItem]:
    """The trading symbol and the exchange of `Acme Widgets, Inc. (Nasdaq NM: ACME)`, also wrapped over two lines.

    It counts only where the first word of the registrant's name stands shortly before it: releases name the symbols of
    partners and customers as well. Exhibits other than press releases are not searched.
    """
    words = re.findall(r"[A-Za-z0-9]+", name)
    own = next((word.lower() for word in words if word.lower() != "the"), "")
    if not own:
        return []
    for index, document in enumerate(submission.documents):
        if index and not document.type.startswith("EX-99"):
            continue
        for pattern in (_LISTING, _SYMBOL):
            for match in pattern.finditer(document.text, 0, _OPENING):
                before = document.text[max(0, match.start() - _NAME_WITHIN) : match.start()]
                _, named, between = before.rpartition("\n\n")[2].lower().rpartition(own)
                if named and not _CONNECTED.search(between) and match["symbol"].isupper():
                    return _items(document, match)
    return []


def _items(document: Document, match: re.Match[str]) -> list[CoverItem]:
    groups = match.groupdict()
    found = [("TradingSymbol", "symbol")] + ([("EntityListingDescription", "exchange")] if "exchange" in groups else [])
    return [
        CoverItem(
            concept=f"dei:{concept}",
            text=" ".join(groups[group].split()),
            value=" ".join(groups[group].split()),
            span=span_of(document.text, *match.span(group), document.first_line),
        )
        for concept, group in found
    ]
