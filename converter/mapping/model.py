"""The model: two passes of a log-linear choice among the candidates of each line, trees, a calibrated confidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.mapping.boosting import corrected
from converter.mapping.captions import Heard, Spoken, captions_at, captions_of
from converter.mapping.features import NAMES, likelihoods, prepared, surrounded, weights_of
from converter.mapping.opening import OPENING_NAMES, opened
from converter.mapping.passes import again, judge, regimes_of, scored
from converter.mapping.ranking import Ranking
from converter.mapping.sureness import CHANCES, Calibration, Calibrations, sureness
from converter.mapping.tagger import untagged

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from converter.mapping.arrays import Floats
    from converter.mapping.captions import Allowed, Caption
    from converter.mapping.features import Pairs, Prepared
    from converter.mapping.gathered import LineCandidates
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import MappingLine, Sheet
    from converter.mapping.passes import Round
    from converter.mapping.tagger import Tagged

LIKELY = 3
LEAST = 0.03
"""So many concepts are candidates because the tagger gives them such a chance, whatever the label says."""

_MANY = 10
"""So many filers with one caption are a habit."""


class Choice(Struct, frozen=True, kw_only=True):
    """The outcome for one line."""

    line: MappingLine
    evidence: LineCandidates
    candidates: Ranking
    confidence: float
    """The calibrated chance that the first candidate is what the company itself would tag."""
    match: float
    """The same, given that the company would use a standard concept at all."""
    extension: float
    """The chance that the company would use a concept of its own."""
    regime: str
    """The set of weights that judged it."""

    @property
    def is_usual(self) -> bool:
        """Whether many filers use this very caption, most of them with a standard concept.

        Such a line is none of the company's own, however odd the statement that it stands in.
        """
        return self.evidence.companies >= _MANY and 2 * self.evidence.own < self.evidence.companies


@dataclass(slots=True)
class AtHand:
    """What was worked out of some knowledge already."""

    captions: dict[Hashable, Caption] = field(default_factory=dict)
    weights: dict[str, dict[str, Floats]] = field(default_factory=dict)
    """By pass and regime."""


@lru_cache(maxsize=2)
def _at_hand(knowledge: Knowledge) -> AtHand:  # noqa: ARG001  one for each knowledge
    return AtHand()


def prepare(
    sheets: Sequence[Sheet], knowledge: Knowledge, industry: str, allowed: Sequence[Allowed | None] = ()
) -> Prepared:
    """The sheets with the candidates of each line, less those that cannot stand there."""
    tagged = tagged_by(knowledge, sheets, industry)

    def look_up(fresh: list[Spoken]) -> Heard:
        heard = captions_of(fresh, knowledge)
        return heard._replace(captions=opened(heard.captions, heard.pools, _weights(knowledge, "opening")))

    captions = captions_at(spoken_on(sheets, tagged, allowed), _at_hand(knowledge).captions, look_up)
    return prepared(sheets, captions, tagged, industry, knowledge)


def lay_out(knowledge: Knowledge) -> None:
    """Work out now what judging needs, so that the first filing takes no longer than the next."""
    for which in ("opening", "first", "second"):
        _weights(knowledge, which)
    _calibrations(knowledge).lay_out()


def spoken_on(sheets: Sequence[Sheet], tagged: Tagged, allowed: Sequence[Allowed | None] = ()) -> list[Spoken]:
    """What is asked for each line of some sheets: its caption, and what is likely by all lines together."""
    lines = [(sheet.pool, line, number) for number, sheet in enumerate(sheets) for line in sheet.lines]
    return [
        # Nobody tagged a line without a caption: what the tagger says of one is worth nothing.
        Spoken(pool, line, allowed[number] if allowed else None, tuple(likely) if line.normal or line.variant else ())
        for (pool, line, number), likely in zip(lines, tagged.likely(LIKELY, LEAST), strict=True)
    ]


def tagged_by(knowledge: Knowledge, sheets: Sequence[Sheet], industry: str) -> Tagged:
    """What the tagger says of the lines of a filing's statements."""
    if knowledge.tagger is None:
        return untagged(sum(len(sheet.lines) for sheet in sheets))
    return knowledge.tagger.tagged(sheets, industry, knowledge.vocabulary)


def surroundings(ready: Prepared, knowledge: Knowledge) -> Pairs:
    """The pairs with the choices by caption and tagger alone as their surroundings: what the first pass judges."""
    pairs = ready.pairs.copy()
    before = scored(pairs, likelihoods(pairs))
    return surrounded(ready, pairs, *before.chosen(knowledge), before.chances, knowledge)


def choose(
    sheets: Sequence[Sheet], knowledge: Knowledge, industry: str, allowed: Sequence[Allowed | None] = ()
) -> list[list[Choice]]:
    """The ranked candidates for every line of a filing's statements.

    `allowed` holds for each sheet a test that says which concepts (by number) can stand on a line of some unit.
    """
    ready = prepare(list(sheets), knowledge, industry, allowed)
    first = judge(ready, surroundings(ready, knowledge), _weights(knowledge, "first"))
    second = judge(ready, again(ready, first, knowledge), _weights(knowledge, "second"))
    outcome = corrected(ready, second, first, knowledge.trees["choice"])
    return choices(ready, outcome, first, _calibrations(knowledge), knowledge)


def choices(
    ready: Prepared, outcome: Round, first: Round, calibrations: Calibrations, knowledge: Knowledge
) -> list[list[Choice]]:
    """The outcome for every line of every sheet, with its chances."""
    joint, given, own = calibrations.chances(sureness(ready, outcome, first)).tolist()
    names = knowledge.concepts
    positions = outcome.order
    named = [names[concept] for concept in outcome.pairs.concept[positions].tolist()]
    probabilities, numbers = outcome.chances[positions].tolist(), positions.tolist()
    ends = outcome.pairs.starts[1:].tolist()
    regimes = regimes_of(ready)
    out: list[list[Choice]] = []
    number = start = 0
    for sheet in ready.sheets:
        of_sheet: list[Choice] = []
        for line in sheet.lines:
            mine = slice(start, ends[number])
            ranked = Ranking(named[mine], probabilities[mine], numbers[mine], outcome)
            of_sheet.append(
                Choice(
                    line=line,
                    evidence=ready.captions[number].candidates,
                    candidates=ranked,
                    confidence=joint[number] if ranked else 0.0,
                    match=given[number] if ranked else 0.0,
                    extension=own[number] if ranked else 1.0,
                    regime=regimes[number],
                )
            )
            start = ends[number]
            number += 1
        out.append(of_sheet)
    return out


@lru_cache(maxsize=2)
def _calibrations(knowledge: Knowledge) -> Calibrations:
    return Calibrations({name: Calibration(knowledge.model[name], knowledge.trees[name]) for name in CHANCES})


def _weights(knowledge: Knowledge, which: str) -> dict[str, Floats]:
    at_hand = _at_hand(knowledge).weights
    if which not in at_hand:
        names = OPENING_NAMES if which == "opening" else NAMES
        at_hand[which] = {name: weights_of(weights, names) for name, weights in knowledge.model[which].items()}
    return at_hand[which]
