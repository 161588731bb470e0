"""Contradictions between the narrative and a statement: claimed only where there is no doubt."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from converter.narrative import cues
from converter.narrative.amounts import amounts
from converter.narrative.captions import all_words
from converter.narrative.outcome import AmountKind
from converter.narrative.periods import period_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Fact
    from converter.narrative.captions import Caption, Hit
    from converter.narrative.mentions import Mention
    from converter.narrative.outcome import Amount

_BEHIND = 100
"""Characters behind an amount that may qualify it."""
_COMPARED = ("compared", "as compared", "versus", "vs")
_STOP_WORDS = (
    "a an the for in of on at to was were is are be been amounted totaled totalled reached came reported report "
    "announced record company its our we and or gaap during with posted that said today compani ended ending "
    "period fiscal year quarter month inc"
)
_STOP: Final = frozenset(_STOP_WORDS.split())
"""Words in their basic form that may stand beside the name of a measure without changing what is meant."""


def contradicted(mention: Mention, hits: Sequence[Hit]) -> tuple[Fact, str] | None:
    """The one fact that says otherwise, in the same words for the same period; None where there is any doubt.

    A false accusation is worse than a missed one: the words before the amount must be the name of the measure and
    nothing else, the period named and met by one column, and no fact of the line may be the amount.
    """
    amount, words = mention.amount, mention.words
    if amount.kind is not AmountKind.MONEY or words is None or mention.assumed or words.shift:
        return None
    if (not words.explicit and not words.ordinal) or cues.QUALIFIED.search(mention.right[:_BEHIND]):
        return None
    if not mention.meant or cues.BOUND.search(mention.left) or cues.PART.search(mention.sentence.text):
        return None
    lead = _lead(mention)
    if not lead or cues.CHANGE.search(lead):
        return None
    said = _bare(all_words(_without(lead, mention)))
    if said == ["earning"]:
        return None  # net, operating, pretax: the word alone does not say
    found: list[tuple[Caption, Fact]] = []
    for hit in hits:
        line = hit.caption
        named = said in [_bare(name) for name in line.names] and bool(line.words & set(said))
        if not named and said != _bare(all_words(line.label)):
            continue
        if any(isinstance(fact.value, Decimal) and _may_be(amount, fact.value) for fact in line.facts):
            return None
        found.extend((line, fact) for fact in line.facts if fact.period in mention.meant)
    if len({fact.value for _, fact in found}) != 1 or len({fact.period for _, fact in found}) != 1:
        return None
    line, fact = found[0]
    return fact, f"{line.label!r} of {fact.period}"


def _lead(mention: Mention) -> str:
    """The words from the start of the sentence that name the measure; empty where it is not sure that they do.

    They go up to the amount itself; or in `Revenue for 2003 was $50.0 million, compared to $27.0 million in 2002` up to
    the first amount, if the second follows the comparison at once.
    """
    text = mention.sentence.text
    if mention.left == text[: mention.start]:
        return mention.left
    found = amounts(mention.sentence)
    bare = cues.COMPARISON.fullmatch(mention.left.rstrip()) and mention.left.lower().strip(" ,").startswith(_COMPARED)
    if mention.compares and bare and len(found) > 1 and found[1][1] == mention.start:
        return text[: found[0][1]]
    return ""


def _bare(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _STOP]


def _may_be(amount: Amount, value: Decimal) -> bool:
    """Whether a value is nearly the amount, here or in other thousands: then the scale may be misread."""
    return any(nearly(amount, value.scaleb(power)) for power in (-6, -3, 0, 3, 6))


def nearly(amount: Amount, value: Decimal) -> bool:
    """Whether a value is the amount within a whole step of its last digit: cut off instead of rounded."""
    return abs(abs(value) - amount.value) <= Decimal(1).scaleb(-amount.decimals)


def _without(left: str, mention: Mention) -> str:
    """The words before an amount without those that name periods."""
    kept, position = [], 0
    offset = 0 if mention.sentence.text.startswith(left) else mention.start - len(left)
    for words in period_words(mention.sentence.text):
        if words.end <= offset + len(left) and words.start >= offset:
            kept.append(left[position : words.start - offset])
            position = words.end - offset
    return " ".join((*kept, left[position:]))
