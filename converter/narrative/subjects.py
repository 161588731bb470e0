"""Which lines of the statements an amount may be of, by the words that are nearest to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converter.narrative import cues
from converter.narrative.captions import Hit
from converter.narrative.outcome import AmountKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.narrative.captions import Captions
    from converter.narrative.mentions import Mention

_UNITS: Final = {
    AmountKind.MONEY: "money",
    AmountKind.PER_SHARE: "per_share",
    AmountKind.SHARES: "shares",
    AmountKind.PERCENT: "pure",
}
_BARE: Final = 24
"""Characters of a part that names no measure of its own: `, from `."""
NEAR: Final = 60
"""Characters around an amount whose words say what kind of figure it is."""


def subjects(mention: Mention, captions: Captions) -> tuple[Hit, ...]:
    """The lines that the words nearest to an amount speak of."""
    unit = _UNITS[mention.amount.kind]
    if unit == "per_share":
        return _per_share(mention, captions)
    if unit == "shares":
        near = mention.sentence.text[max(0, mention.start - NEAR) : mention.end + NEAR]
        if not cues.OUTSTANDING.search(near):
            return ()
        lines = [line for line in captions.lines if line.unit == unit]
        lead = mention.sentence.text[: mention.end].lower()
        if "diluted" in lead and "basic" not in lead:
            # "$.06 per diluted share, based on 12.3 million shares outstanding"
            lines = [line for line in lines if "Diluted" in line.concept] or lines
        return tuple(Hit(caption=line, full=False, weight=0) for line in lines)
    whole = mention.sentence.text[: mention.start]
    behind = re.match(r"(?: (?:of|in)){1,2}(?: [a-z-]+){1,4}", mention.right, re.IGNORECASE)
    for window in (mention.nearest, mention.left, whole):
        if found := captions.hits(window, unit):
            return found
        if window is mention.nearest and behind and (found := captions.hits(behind[0], unit)):
            return found
    return ()


def _per_share(mention: Mention, captions: Captions) -> tuple[Hit, ...]:
    """The lines of earnings per share; none where the amount belongs to something else than earnings."""
    text = mention.sentence.text
    lines = [line for line in captions.lines if line.unit == "per_share"]
    if mention.partner is not None:
        lead = text[: mention.start]
        own = captions.hits(mention.partner_lead, "money")
        if not cues.EARNINGS.search(mention.partner_lead) or (own and not any(_is_net_income(hit) for hit in own)):
            return ()
    else:
        nearby = mention.nearest if len(mention.nearest) > _BARE else mention.left
        lead = nearby if len(nearby) > _BARE else text[: mention.start]
        if not cues.EARNINGS.search(lead) or cues.DISTRIBUTION.search(lead):
            return ()
    near = text[max(0, mention.start - NEAR) : mention.end + 30].lower()
    if "diluted" in near and "basic" not in near:
        lines = [line for line in lines if "Basic" not in line.concept or "Diluted" in line.concept]
    return tuple(Hit(caption=line, full=False, weight=0) for line in lines)


def _is_net_income(hit: Hit) -> bool:
    return bool(hit.caption.names) and "income" in hit.caption.words


def wider_subjects(mention: Mention, captions: Captions) -> tuple[Hit, ...]:
    """The lines that a change or ratio may be of: by the nearest words, of money or per share."""
    for window in (mention.nearest, mention.left, mention.sentence.text):
        shares = tuple(Hit(caption=line, full=False, weight=0) for line in captions.lines if line.unit == "per_share")
        found = shares if cues.PER_SHARE.search(window) else captions.hits(window, "money")
        if found:
            full = tuple(hit for hit in found if hit.full)
            return full or found
    return ()


def named_together(mention: Mention, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits where the words name two lines of the balance sheet side by side: `cash and marketable securities`."""
    instants = tuple(hit for hit in hits if all(fact.period.is_instant for fact in hit.caption.facts))
    joined = re.search(r"\b\w+(?: \w+)? and \w+", mention.left) or re.search(
        r"\b\w+, \w+(?: \w+)?,? and \w+", mention.left
    )
    return instants if joined and len(instants) > 1 else ()


def speaks_of_earnings(mention: Mention, hits: Sequence[Hit]) -> bool:
    """Whether an amount is one of earnings, or per share: what measures outside of GAAP are about."""
    if mention.amount.kind is AmountKind.SHARES:
        return False
    if mention.amount.kind is AmountKind.PER_SHARE and mention.partner is None:
        return True
    window = mention.partner_lead if mention.partner is not None else mention.nearest
    if hits and mention.amount.kind is AmountKind.MONEY and not any("income" in hit.caption.words for hit in hits):
        return False
    return bool(cues.EARNINGS.search(window)) or bool(cues.EARNINGS.search(mention.left) and not hits)
