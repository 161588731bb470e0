"""The tie-out: each amount in the narrative beside the facts of the statements."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.narrative import cues
from converter.narrative.captions import Captions
from converter.narrative.contradiction import contradicted, nearly
from converter.narrative.derived import derive, equal, summed
from converter.narrative.mentions import mentions
from converter.narrative.outcome import AmountKind, Tie, TiedAmount, TieOut
from converter.narrative.passages import read_sentences
from converter.narrative.periods import calendar_of
from converter.narrative.subjects import NEAR, named_together, speaks_of_earnings, subjects, wider_subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.messages import Span
    from converter.model import Fact, Period, Report, Submission
    from converter.narrative.captions import Hit
    from converter.narrative.mentions import Mention
    from converter.narrative.outcome import Amount
_SCALED = 10_000
"""An amount of money that is surely scaled, if the figure of a statement is it by other thousands."""
_MANY = 3


def tie_out(
    submission: Submission, report: Report, form: str, statements: Sequence[Span]
) -> tuple[TieOut | None, tuple[Message, ...]]:
    """The tie-out of a submission and an error for each contradiction; None where there is no press release.

    `form` is the form type of the cover, `statements` the places of everything that was read as a statement.
    """
    sentences = read_sentences(submission, form, statements)
    if not sentences:
        return None, ()
    facts = [fact for fact in report.facts if fact.unit]
    calendar = calendar_of((fact.period for fact in facts), submission.header.fiscal_year_end)
    captions = Captions(report)
    by_id = {fact.id: fact for fact in facts}
    found: list[TiedAmount] = []
    messages: list[Message] = []
    for mention in mentions(sentences, calendar):
        tied = _tied(mention, captions)
        found.append(tied)
        if tied.tie is Tie.CONTRADICTS:
            messages.append(_contradiction(tied, by_id[tied.facts[0]]))
    outcome = TieOut(amounts=tuple(found))
    return outcome, (*messages, *_other_thousands(outcome, facts))


def _other_thousands(found: TieOut, facts: Sequence[Fact]) -> tuple[Message, ...]:
    """A warning where the narrative says that the scale of a statement was misread.

    Amounts of money that have the digits of a fact in other thousands are more than those that restate one: a
    statement in thousands whose head does not say so.
    """
    money = [each for each in found.amounts if each.amount.kind is AmountKind.MONEY and each.amount.value >= _SCALED]
    tied = sum(each.tie is Tie.RESTATES for each in money)
    open_ones = [each for each in money if each.tie in (Tie.UNMATCHED, Tie.NON_GAAP)]
    if tied >= len(open_ones):
        return ()
    values = [abs(fact.value) for fact in facts if isinstance(fact.value, Decimal) and fact.value]
    shifted = [
        each
        for each in open_ones
        if any(equal(each.amount, value.scaleb(power)) for value in values for power in (3, 6))
    ]
    if len(shifted) < _MANY or tied >= len(shifted):
        return ()
    text = f"{len(shifted)} amounts of the narrative are figures of the statements in other thousands, {tied} are equal"
    hint = "the statements may be in thousands although nothing says so; compare their scale"
    span = shifted[0].amount.span
    return (Message(code="narrative.scale", severity=Severity.WARNING, text=text, span=span, hint=hint),)


def _contradiction(tied: TiedAmount, fact: Fact) -> Message:
    return Message(
        code="narrative.contradiction",
        severity=Severity.ERROR,
        text=f"{tied.amount.text} in the narrative, {fact.text} in the statement: {tied.reason}",
        span=tied.amount.span,
        also=fact.span,
        concept=fact.concept,
        fact=fact.id,
        hint="read both places: one of them is wrong, or the narrative means another figure",
    )


def _tied(mention: Mention, captions: Captions) -> TiedAmount:
    """What becomes of one amount. The order of the questions is the order of their weight."""
    sentence, amount = mention.sentence, mention.amount

    def result(tie: Tie, reason: str, facts: Sequence[str] = ()) -> TiedAmount:
        return TiedAmount(amount=amount, tie=tie, reason=reason, facts=tuple(facts), sentence=sentence.text.strip())

    hits = subjects(mention, captions)
    leaves_out = _cue(cues.NON_GAAP, mention)
    future = _cue(cues.GUIDANCE, mention)
    earnings = speaks_of_earnings(mention, hits)
    if leaves_out and earnings:
        return result(Tie.NON_GAAP, f"the sentence says {leaves_out!r}")
    if amount.kind is AmountKind.MONEY and (
        total := summed(amount, named_together(mention, hits), mention.meant or mention.others)
    ):
        return result(Tie.DERIVED, total.reason, total.facts)
    if same := _restated(mention, hits, strict=bool(future)):
        first = same[0]
        others = sorted({fact.concept for fact in same[1:]} - {first.concept})
        also = f"; {', '.join(others)} has the same figure" if others else ""
        return result(Tie.RESTATES, f"{first.concept} of {first.period}{also}", [fact.id for fact in same])
    around = sentence.text[max(0, mention.start - 2 * NEAR) : mention.end + NEAR]
    periods = set(mention.meant or ()) | mention.others
    if not future and (found := derive(amount, around, wider_subjects(mention, captions), captions, periods)):
        return result(Tie.DERIVED, found.reason, found.facts)
    if future:
        return (
            result(Tie.GUIDANCE, f"the sentence says {future!r}")
            if not _is_past(mention)
            else result(Tie.UNMATCHED, "a bound or a part, of which no statement prints a figure")
        )
    if cues.GUIDANCE_HEADING.search(sentence.heading):
        return result(Tie.GUIDANCE, f"under the heading {sentence.heading[:60]!r}")
    if leaves_out:
        return result(Tie.NON_GAAP, f"the sentence says {leaves_out!r}")
    if cues.NON_GAAP_HEADING.search(sentence.heading) and cues.MEASURE.search(sentence.text):
        return result(Tie.NON_GAAP, f"under the heading {sentence.heading[:60]!r}")
    if (wrong := contradicted(mention, hits)) is not None:
        fact, reason = wrong
        return result(Tie.CONTRADICTS, reason, [fact.id])
    return result(Tie.UNMATCHED, _why(mention, hits))


def _cue(pattern: re.Pattern[str], mention: Mention) -> str:
    """The word of a kind that stands last before an amount, else the first one behind it; empty where there is none."""
    found = [(match.start(), match[0].lower()) for match in pattern.finditer(mention.sentence.text)]
    before = [word for at, word in found if at < mention.start]
    return before[-1] if before else found[0][1] if found else ""


def _is_past(mention: Mention) -> bool:
    """Whether the words right before an amount speak of what has been, in a sentence on what will be."""
    return bool(re.search(r"\bhad (?:\w+ ){0,3}(?:[\w ]{0,30})$", mention.left[-NEAR:])) and bool(
        cues.BOUND.search(mention.left)
    )


def _restated(mention: Mention, hits: Sequence[Hit], *, strict: bool) -> tuple[Fact, ...]:
    """The facts that an amount restates; those of the line and period that its words name best come first."""
    amount = mention.amount
    candidates: list[tuple[tuple[bool, bool, float], Fact]] = []
    # Where all the words of a line are there, others that share some of them are not what is meant.
    for hit in [hit for hit in hits if hit.full] or hits:
        for fact in hit.caption.facts:
            if not isinstance(fact.value, Decimal) or not equal(amount, fact.value, fact.decimals):
                continue
            named = mention.meant is not None and _covers(mention.meant, fact.period)
            spoken = _covers(tuple(mention.others), fact.period)
            nothing = not mention.others and (mention.meant is None or mention.assumed)
            if not (named or ((spoken or nothing) and not strict)):
                continue
            if amount.value == 0 and not hit.full:
                continue
            candidates.append(((not named, not hit.full, -hit.weight), fact))
    if not candidates:
        return ()
    best = min(rank for rank, _ in candidates)
    chosen = [fact for rank, fact in candidates if rank == best]
    return tuple({(fact.concept, fact.period): fact for fact in chosen}.values())


def _covers(periods: Sequence[Period], period: Period) -> bool:
    """Whether one of the periods is this one; an instant belongs to each duration that it ends."""
    return any(each == period or (period.is_instant and abs((each.end - period.end).days) <= 3) for each in periods)


def _is_cut_off(amount: Amount, fact: Fact) -> bool:
    return isinstance(fact.value, Decimal) and amount.value != 0 and nearly(amount, fact.value)


def _why(mention: Mention, hits: Sequence[Hit]) -> str:
    """Why nothing was found, in words for a reader."""
    text = mention.sentence.text[max(0, mention.start - 2 * NEAR) : mention.end + NEAR]
    if part := _cue(cues.PART, mention):
        return f"a part of a figure or another matter ({part!r}): no statement line prints it"
    if mention.amount.kind is AmountKind.PERCENT:
        return "a percentage that does not follow from two figures of the statements"
    if not hits:
        return "the words name no line of the statements"
    near = next((hit for hit in hits for fact in hit.caption.facts if _is_cut_off(mention.amount, fact)), None)
    if near is not None:
        return f"{near.caption.label!r} is as much within one step of the last digit: cut off, or another rounding"
    if mention.meant is not None and not mention.meant:
        return "the words name a period that no statement has"
    if cues.CHANGE.search(text):
        return "a change that does not follow from two figures of the statements"
    return "no figure of the lines that the words name is equal"
