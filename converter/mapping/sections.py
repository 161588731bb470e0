"""The section of each line in plain words, from printed headings or from the totals around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.mapping.labels import normalise, vocabulary
from converter.mapping.places import anchor_of, open_headings, places
from converter.model import StatementKind, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.lines import Sheet
    from converter.model import Statement


_DILUTED = vocabulary("diluted dilution")
_UNDILUTED = vocabulary("primary basic")
_OF_DILUTION = _DILUTED | _UNDILUTED
_EQUITY = ("equity", "investment", "capital")
_OTHER_EQUITY = vocabulary("equity investment capital stock surplus stockholders shareholders")
# Headings that span both current and other items.
_WIDE = frozenset(
    {"assets", "liabilities", "liabilities and stockholders equity", "liabilities and stockholders investment"}
)
_ENDED = {"AC": "current assets", "LC": "current liabilities"}
"""The heading that each of these totals ends."""
_CURRENT = tuple(_ENDED.values())
_OWNED = ("CommonStock", "PreferredStock", "AdditionalPaidInCapital", "RetainedEarnings", "PartnersCapital")
"""How the names of concepts begin that only the owners' part of a balance sheet has."""


def sections_of(sheet: Sheet, concepts: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """For each line (its index) its headings, with the section that its place between the totals tells.

    `concepts` are the local names of the first choice for each line. The section that the place tells comes last:
    `noncurrent assets` for what follows the total of current assets. Nothing is noncurrent where nothing is current.
    """
    classified = not {"AssetsCurrent", "LiabilitiesCurrent"}.isdisjoint(concepts) or any(
        _current(line.headings) for line in sheet.lines
    )
    where = places(sheet.pool, sheet.lines, concepts)
    above = open_headings(sheet.pool, sheet.lines, [anchor_of(sheet.pool, name) for name in concepts])
    out: dict[int, tuple[str, ...]] = {}
    owned = False
    for line, name, place, open_ in zip(sheet.lines, concepts, where, above, strict=True):
        owned = owned or name.startswith(_OWNED)
        # A heading of current items ends with its total, though the lines that follow may have none of their own.
        over = place[0] in _ENDED and place[0] != place[1]
        headings = tuple(
            [
                heading
                for heading in line.headings
                if not _current((heading,)) or (heading in open_ and not (over and heading.endswith(_ENDED[place[0]])))
            ]
        )
        found = _found(sheet.pool, headings, place, owned=owned)
        found = found if classified else found.removeprefix("noncurrent ")
        out[line.index] = (*headings, found) if found else headings
    return out


def subject_of(statement: Statement) -> tuple[str, ...]:
    """What all lines of a statement are of, as an outermost heading: retained earnings, where it shows nothing else."""
    words = set(normalise(statement.title).split())
    alone = statement.kind is StatementKind.EQUITY and {"retained", "earnings"} <= words and not words & _OTHER_EQUITY
    return ("retained earnings",) if alone else ()


def dilution_of(statement: Statement) -> dict[int, tuple[str, ...]]:
    """For lines per share and of shares that follow a heading such as `Fully diluted`, though not under it, its words.

    The result at the end of a block is printed as far to the left as the heading over the block, and average shares
    follow it there. What has a word about dilution of its own, or under its heading, is not among them.
    """
    found: dict[int, tuple[str, ...]] = {}
    heading: tuple[str, ...] = ()
    depth = 0
    for line in statement.lines if statement.kind is StatementKind.INCOME_STATEMENT else ():
        words = set(normalise(line.label).split())
        if not line.has_values:
            only = bool(words & _DILUTED) != bool(words & _UNDILUTED)
            if only or line.depth <= depth:
                heading, depth = ((normalise(line.label),) if only else ()), line.depth
        elif line.unit is UnitKind.MONEY:
            heading = ()
        elif (
            heading and not (words | {word for each in line.section for word in normalise(each).split()}) & _OF_DILUTION
        ):
            found[line.index] = heading
    return found


def _current(headings: Sequence[str]) -> bool:
    """Whether one of the headings is one of current items: `current assets`, but not `noncurrent assets`."""
    return any(f" {words} " in f" {heading} " for heading in headings for words in _CURRENT)


def _found(pool: str, headings: Sequence[str], place: tuple[str, str], *, owned: bool) -> str:
    """The section that a place tells, or empty."""
    before, after = place
    if pool == "CF":
        return {"CO": "operating activities", "CI": "investing activities", "CF": "financing activities"}.get(after, "")
    if pool != "BS":
        return ""
    inner = headings[-1] if headings else ""
    says_current = _current(headings)
    open_ = not inner or inner in _WIDE
    found = ""
    if after == "AC" and (says_current or (before == "-" and open_)):
        found = "current assets"
    elif before in {"-", "AC", "PPE"} and after in {"A", "PPE"} and not says_current:
        found = "noncurrent assets" if before != "-" else "assets"
    elif after == "LC" and (says_current or (before in {"A", "CAP", "E"} and open_)):
        found = "current liabilities"
    elif before == "LC" and after in {"L", "E", "LE"} and not says_current:
        of_owners = owned if inner in _WIDE or not inner else any(word in inner for word in _EQUITY)
        found = "stockholders equity" if of_owners and after != "L" else "noncurrent liabilities"
    elif before in {"A", "AC"} and after == "L":
        found = "liabilities"
    elif after in {"E", "LE"}:
        found = "stockholders equity"
    return found


_OPENING = vocabulary("beginning begining start opening")
_CLOSING = vocabulary("end ending close closing")
_FIRST_DAY = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+1\b"
    r"(?!\s?,?\s?(?:19|20)\d\d)",
    re.IGNORECASE,
)
"""The day on which a period begins; with a year it may be the end of 52 weeks as well."""


def is_opening(label: str) -> bool:
    """Whether a caption names the balance at the start of a period: `Cash at beginning of year`, `Cash, January 1`."""
    words = set(normalise(label).split())
    return bool(_OPENING & words) or (_FIRST_DAY.search(label) is not None and not _CLOSING & words)
