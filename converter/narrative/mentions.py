"""Amounts in their sentences: which part of the sentence they belong to, and which period its words give them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from converter.narrative import cues
from converter.narrative.amounts import amounts
from converter.narrative.outcome import Amount, AmountKind
from converter.narrative.periods import Calendar, PeriodWords, Shift, period_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Period
    from converter.narrative.passages import Sentence

_MOST: Final = 60
"""Amounts of a sentence: more are a table that was taken for prose."""
_OR: Final = re.compile(r"[ ,]*(?:\([a-z -]{1,20}\)[ ,]*)?(?:or|and|,)?[ ,(]*", re.IGNORECASE)
"""Between an amount and the one per share that belongs to it: `(pre-tax), or`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An amount in its sentence, with what its words say."""

    amount: Amount
    sentence: Sentence
    start: int
    end: int
    left: str
    """The sentence up to the amount, from where the part that it belongs to begins."""
    nearest: str
    """What stands between the amount before and this one."""
    right: str
    """From the amount to the end of the part."""
    words: PeriodWords | None
    """The phrase that gives its period, or None."""
    meant: tuple[Period, ...] | None
    """The periods that the phrase means, or None where that cannot be told."""
    others: frozenset[Period]
    """The periods that any phrase of the sentence means."""
    assumed: bool
    """The phrase stands in another part of the sentence, or before it."""
    compares: bool
    """It stands in a part that names the figure of another period: `compared to $27.0 million in 2002`."""
    partner: Amount | None
    """The amount of money that one per share belongs to."""
    partner_lead: str
    """The words before that one, back to the amount before it; empty where there is none."""


def mentions(sentences: Sequence[Sentence], calendar: Calendar) -> Iterator[Mention]:
    """Every amount with the words around it, in the order of the text."""
    topic: PeriodWords | None = None
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            topic, paragraph = None, sentence.paragraph
        phrases = period_words(sentence.text)
        found = amounts(sentence)
        if 0 < len(found) <= _MOST:
            yield from _placed(sentence, found, phrases, topic, calendar)
        if phrases:
            topic = phrases[0]


def _placed(
    sentence: Sentence,
    found: Sequence[tuple[Amount, int, int]],
    phrases: Sequence[PeriodWords],
    topic: PeriodWords | None,
    calendar: Calendar,
) -> Iterator[Mention]:
    text = sentence.text
    edges = _parts(text)
    length = next((each.months for each in phrases if each.months), topic.months if topic else None)
    others = frozenset(each for words in phrases for each in calendar.meant(words, length) or ())
    if any(each for _, each in edges) and len(phrases) == 1:
        # "increased to $25.8 million, from $22.4 million in fiscal 2005": the other one is of the year after.
        others |= {later for each in others for later in calendar.year_after(each)}
    respective = _respective(text, found, phrases)
    previous: tuple[Amount, int, int] | None = None
    partners: dict[int, tuple[Amount, str]] = {}
    """By where an amount per share starts: the amount of money that it belongs to, and the words before that."""
    lead = ""
    for amount, start, end in found:
        first = max(edge for edge, _ in edges if edge <= start)
        compares = dict(edges)[first]
        last = min((edge for edge, _ in edges if edge >= end), default=len(text))
        words, assumed = respective.get(start), False
        if words is None:
            words = _nearest(phrases, start, end, first, last, found)
        if words is None:
            first_words = next((each for each in phrases if each.end <= start), topic)
            assumed = True
            if compares and first_words is not None and not first_words.shift:
                shifted = replace(first_words, date=None, year=None, ordinal=0, shift=Shift.YEAR)
                words = shifted  # "up from $10.0 million": a year before, unless the sentence says otherwise
            else:
                words = first_words
        meant = calendar.meant(words, length) if words else None
        if assumed and compares:
            meant = None
        partner: tuple[Amount, str] | None = None
        if amount.kind is AmountKind.PER_SHARE and previous and _OR.fullmatch(text, previous[2], start):
            money = previous[0].kind is AmountKind.MONEY
            partner = (previous[0], lead) if money else partners.get(previous[1])
        if partner is not None:
            partners[start] = partner
        between = max(first, previous[2] if previous else 0)
        yield Mention(
            amount=amount,
            sentence=sentence,
            start=start,
            end=end,
            left=text[first:start],
            nearest=text[between:start],
            right=text[end:last],
            words=words,
            meant=meant,
            others=others,
            assumed=assumed,
            compares=compares,
            partner=partner[0] if partner else None,
            partner_lead=partner[1] if partner else "",
        )
        lead = text[previous[2] if previous else 0 : start]
        previous = (amount, start, end)


def _parts(text: str) -> list[tuple[int, bool]]:
    """Where the parts of a sentence begin, and whether each names a figure to compare with."""
    edges = {0: False}
    edges.update((match.start(), True) for match in cues.COMPARISON.finditer(text))
    edges.update((match.start(), False) for match in cues.RESUMPTION.finditer(text))
    return sorted(edges.items())


def _nearest(
    phrases: Sequence[PeriodWords],
    start: int,
    end: int,
    first: int,
    last: int,
    found: Sequence[tuple[Amount, int, int]],
) -> PeriodWords | None:
    """The phrase of the part that is nearest to an amount; one behind it only where no other amount is between."""
    before = [each for each in phrases if first <= each.start and each.end <= start]
    behind = [
        each
        for each in phrases
        if end <= each.start < last and not any(end <= other < each.start for _, other, _ in found)
    ]
    near_before, near_behind = (before[-1] if before else None), (behind[0] if behind else None)
    if near_before is None or near_behind is None:
        return near_before or near_behind
    return near_behind if near_behind.start - end < start - near_before.end else near_before


def _respective(
    text: str, found: Sequence[tuple[Amount, int, int]], phrases: Sequence[PeriodWords]
) -> dict[int, PeriodWords]:
    """The phrase of each of several amounts: `$2.6 million and $2.1 million in 2003 and 2002, respectively`."""
    at = text.lower().find("respectively")
    if at < 0:
        return {}
    row: list[tuple[Amount, int, int]] = []
    for each in reversed([one for one in found if one[2] <= at]):
        if row and (
            each[0].kind is not row[-1][0].kind or not re.fullmatch(r",? ?(?:and )?", text[each[2] : row[-1][1]])
        ):
            break
        row.append(each)
    row.reverse()
    tail = [each for each in phrases if row and row[-1][2] <= each.start < at and each.explicit]
    if len(row) < 2 or len(tail) < len(row):
        return {}
    return {start: phrase for (_, start, _), phrase in zip(row, tail[: len(row)], strict=True)}
