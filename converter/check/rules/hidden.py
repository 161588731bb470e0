"""Rules 12 and 30: what can be shown is shown, and a visible place refers to what is hidden (EFM 5.02.05.14)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from converter.check.filing.view import Place
from converter.check.rules.rule import ERROR, WARNING, Finding, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.check.filing.view import Filing

REFERENCE: Final = re.compile(r"(?:^|;)\s*-(?:sec|esef)-ix-hidden\s*:\s*([^\s;]{1,200})")
UNSHOWABLE: Final = frozenset(
    {
        "QName",
        "anyURI",
        "base64Binary",
        "boolean",
        "duration",
        "enumeration",
        "gMonthDay",
        "gYear",
        "hexBinary",
        "language",
        "time",
        "token",
    }
)
"""Beginnings of item types whose values no transformation makes out of printed text."""


def references(filing: Filing) -> list[tuple[str, Place]]:
    """The id and place of each visible reference to a hidden fact."""
    found = []
    for document in filing.documents:
        for element in document.root.xpath("//*[contains(@style, '-ix-hidden')]"):
            match = REFERENCE.search(element.get("style"))
            if match is not None:
                found.append((match[1], Place(file=document.name, line=element.sourceline or 0)))
    return found


def hidden_reference(filing: Filing) -> Iterator[Finding]:
    """A visible reference to a hidden fact leads to one."""
    known = {fact.id for fact in filing.facts if fact.hidden}
    for identifier, place in references(filing):
        if identifier not in known:
            yield Finding(text=f"-sec-ix-hidden:{identifier} leads to no hidden fact", place=place)


def hidden_twice(filing: Filing) -> Iterator[Finding]:
    """A hidden fact is referred to from one place."""
    counted = Counter(identifier for identifier, _ in references(filing))
    for fact in filing.facts:
        if fact.hidden and fact.id and counted[fact.id] > 1:
            text = f"the hidden fact {fact.id} ({fact.concept}) is referred to from {counted[fact.id]} places"
            yield Finding(text=text, place=fact.place, fact=fact)


def showable(filing: Filing) -> Iterator[Finding]:
    """No fact is hidden that could be shown."""
    for fact in filing.facts:
        if not fact.hidden or fact.nil or fact.concept.startswith("dei:"):
            continue
        concept = filing.concept(fact.concept)
        type_name = concept.type.rpartition(":")[2] if concept is not None else ""
        if fact.numeric or not any(type_name.startswith(kind) for kind in UNSHOWABLE):
            yield Finding(text=f"{fact.concept} is hidden, but can be shown", place=fact.place, fact=fact)


def referenced(filing: Filing) -> Iterator[Finding]:
    """What is hidden because it cannot be shown is referred to from a visible place."""
    known = {identifier for identifier, _ in references(filing)}
    for fact in filing.facts:
        if fact.hidden and not fact.concept.startswith("dei:") and fact.id not in known:
            yield Finding(text=f"{fact.concept} is hidden and nothing refers to it", place=fact.place, fact=fact)


def cover_visible(filing: Filing) -> Iterator[Finding]:
    """Facts of the cover page are visible, or referred to from a visible place."""
    known = {identifier for identifier, _ in references(filing)}
    for fact in filing.facts:
        if fact.hidden and fact.concept.startswith("dei:") and fact.id not in known:
            yield Finding(text=f"{fact.concept} is hidden and nothing refers to it", place=fact.place, fact=fact)


RULES: Final = (
    row(12, "EFM 5.02.05.14", "hidden-reference", ERROR, hidden_reference),
    row(12, "EFM 5.02.05.14", "hidden-twice", WARNING, hidden_twice),
    row(12, "EFM 5.02.05.14", "hidden-but-showable", WARNING, showable),
    row(12, "EFM 5.02.05.14", "hidden-without-reference", WARNING, referenced),
    row(30, "EFM 6.05.45", "cover-hidden", WARNING, cover_visible),
)
