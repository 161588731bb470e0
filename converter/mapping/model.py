"""The model: two passes of a log-linear choice among the candidates of each line, trees, a calibrated confidence."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from converter.mapping.boosting import Forest, forest_of
from converter.mapping.candidates import LineCandidates, candidates_of
from converter.mapping.evidence import LABEL_EVIDENCE, PLACE_EVIDENCE
from converter.mapping.features import (
    CAPTION_COLUMNS,
    RIVALS,
    Caption,
    Columns,
    Order,
    Prepared,
    Weights,
    caption_of,
    columns_of,
    ordered,
    own_evidence,
    prepared,
    regime,
    weights_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import MappingLine, Sheet
    from converter.model import UnitKind

    Allowed = Callable[[str, UnitKind | None], bool]

KEPT = 10
"""Candidates that the second pass looks at again."""
_REMEMBERED = 8_000
"""Captions that are kept at hand: the statements of a batch repeat each other."""

SURENESS = (
    "BS",
    "IS",
    "CF",
    "EQ",
    "logit",
    "logit_0",
    "logit_2",
    "logit_4",
    "lead",
    "nearest",
    "exact",
    "companies",
    "exact_share",
    "extension",
    "own_share",
    "claimed",
    "rival",
    "outdone",
    "unvoted",
    "caption_words",
    "choices",
    "wavering",
    "not_nearest",
    "share",
    "frequency",
    *(f"own_{name}" for name in (*LABEL_EVIDENCE, *PLACE_EVIDENCE)),
)
"""The names of what the confidence and the chance of an extension concept are computed from."""


class Ranked(NamedTuple):
    """A candidate by name."""

    name: str
    """The local name of a us-gaap concept."""
    probability: float
    """Among the candidates of the line; not calibrated."""
    columns: Columns
    number: int
    """Of the concept that its features are those of."""
    row: Sequence[float] = ()
    """What the trees saw of it, in the order of `boosting.TREE_COLUMNS`; empty where they had no say."""
    note: str = ""
    """Why it stands here although no filer's label led to it; empty for candidates of the model."""

    @property
    def features(self) -> list[float]:
        """In the order of `features.COLUMNS`."""
        return self.columns.of(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The outcome for one line."""

    line: MappingLine
    evidence: LineCandidates
    candidates: tuple[Ranked, ...]
    confidence: float
    """The calibrated chance that the first candidate is what the company itself would tag."""
    match: float
    """The same, given that the company would use a standard concept at all."""
    extension: float
    """The chance that the company would use a concept of its own."""
    regime: str
    """The set of weights that judged it."""


@dataclass(slots=True)
class Round:
    """The outcome of one pass over a filing."""

    order: list[list[Order]]
    """By sheet and line."""
    chosen: list[list[str]]
    best: list[list[float]]


@dataclass(slots=True)
class AtHand:
    """What was worked out of some knowledge already."""

    captions: dict[Hashable, Caption] = field(default_factory=dict)
    weights: dict[str, dict[str, Weights]] = field(default_factory=dict)
    """By pass and regime."""
    forest: Forest | None = None


@lru_cache(maxsize=2)
def _at_hand(knowledge: Knowledge) -> AtHand:  # noqa: ARG001  one for each knowledge
    return AtHand()


def prepare(
    sheets: Sequence[Sheet], knowledge: Knowledge, industry: str, allowed: Sequence[Allowed | None] = ()
) -> list[Prepared]:
    """The sheets with the candidates of each line, less those that cannot stand there."""
    return [
        prepared(
            sheet,
            [_caption(line, sheet.pool, knowledge, allowed[number] if allowed else None) for line in sheet.lines],
            industry,
            knowledge,
        )
        for number, sheet in enumerate(sheets)
    ]


def _caption(line: MappingLine, pool: str, knowledge: Knowledge, allowed: Allowed | None) -> Caption:
    """The caption of a line, from the captions at hand where another line said the same."""
    at_hand = _at_hand(knowledge).captions
    key = (pool, line.normal, line.variant, line.unit, allowed)
    caption = at_hand.get(key)
    if caption is None:
        if len(at_hand) >= _REMEMBERED:
            del at_hand[next(iter(at_hand))]  # the oldest
        found = _filtered(candidates_of(line, pool, knowledge), line, allowed, knowledge.concepts)
        caption = at_hand[key] = caption_of(pool, line.normal, found, knowledge)
    return caption


def opening(ready: Sequence[Prepared], knowledge: Knowledge) -> tuple[list[list[str]], list[list[float]]]:
    """The choices by label alone, and their shares of the votes: what the first pass takes as the surroundings."""
    names = knowledge.concepts
    chosen = [
        [names[next(iter(each.concepts))] if each.concepts else "" for each in sheet.candidates] for sheet in ready
    ]
    best = [
        [max((one.share for one in each.concepts.values()), default=0.0) for each in sheet.candidates]
        for sheet in ready
    ]
    return chosen, best


def judge(
    ready: Sequence[Prepared],
    columns: Sequence[Sequence[Columns]],
    weights: Mapping[str, Weights],
    knowledge: Knowledge,
) -> Round:
    """One pass: the candidates of every line in order."""
    # A regime that training saw too rarely has no weights of its own: another one of its kind of statement has.
    spare = {name.partition(" ")[0]: each for name, each in weights.items()}
    last = next(iter(weights.values()))
    order = [
        [
            ordered(line, weights.get(regime(pool, candidates)) or spare.get(pool, last))
            for line, candidates in zip(lines, sheet.candidates, strict=True)
        ]
        for lines, sheet, pool in zip(columns, ready, [each.sheet.pool for each in ready], strict=True)
    ]
    names = knowledge.concepts
    return Round(
        order=order,
        chosen=[[names[line.concepts[0]] if line.concepts else "" for line in sheet] for sheet in order],
        best=[[line.probabilities[0] if line.concepts else 0.0 for line in sheet] for sheet in order],
    )


def narrow(ready: Sequence[Prepared], order: Sequence[Sequence[Order]]) -> None:
    """Leave only the best candidates of each line for the next pass."""
    for sheet, lines in zip(ready, order, strict=True):
        for position, line in enumerate(lines):
            sheet.concepts[position] = line.concepts[:KEPT]


def choose(
    sheets: Sequence[Sheet], knowledge: Knowledge, industry: str, allowed: Sequence[Allowed | None] = ()
) -> list[list[Choice]]:
    """The ranked candidates for every line of a filing's statements.

    `allowed` holds for each sheet a test that says whether a concept can stand on a line of some unit.
    """
    sheets = list(sheets)
    ready = prepare(sheets, knowledge, industry, allowed)
    chosen, best = opening(ready, knowledge)
    first = judge(ready, columns_of(ready, chosen, best, knowledge), _weights(knowledge, "first"), knowledge)
    narrow(ready, first.order)
    columns = columns_of(ready, first.chosen, first.best, knowledge)
    second = judge(ready, columns, _weights(knowledge, "second"), knowledge)
    joint, given, own = (_by_name(knowledge.model[name]) for name in ("confidence", "match", "extension"))
    names = knowledge.concepts
    forest = _forest(knowledge)
    out: list[list[Choice]] = []
    for number, sheet in enumerate(ready):
        choices: list[Choice] = []
        for position, line in enumerate(sheet.sheet.lines):
            evidence = sheet.candidates[position]
            earlier = first.order[number][position]
            order = forest.corrected(sheet.sheet.pool, evidence, second.order[number][position], earlier)
            vector = sureness(sheet.sheet.pool, evidence, order, earlier)
            choices.append(
                Choice(
                    line=line,
                    evidence=evidence,
                    candidates=tuple(
                        Ranked(names[concept], probability, order.columns, concept, order.rows.get(concept, ()))
                        for concept, probability in zip(order.concepts[:KEPT], order.probabilities, strict=False)
                    ),
                    confidence=logistic(vector, joint) if order.concepts else 0.0,
                    match=logistic(vector, given) if order.concepts else 0.0,
                    extension=logistic(vector, own) if order.concepts else 1.0,
                    regime=regime(sheet.sheet.pool, evidence),
                )
            )
        out.append(choices)
    return out


def _weights(knowledge: Knowledge, which: str) -> dict[str, Weights]:
    at_hand = _at_hand(knowledge).weights
    if which not in at_hand:
        at_hand[which] = {name: weights_of(weights) for name, weights in knowledge.model[which].items()}
    return at_hand[which]


def _forest(knowledge: Knowledge) -> Forest:
    at_hand = _at_hand(knowledge)
    if at_hand.forest is None:
        at_hand.forest = forest_of(knowledge.model)
    return at_hand.forest


def _by_name(weights: Mapping[str, float]) -> list[float]:
    return [float(weights.get(name, 0.0)) for name in SURENESS]


def _filtered(
    candidates: LineCandidates, line: MappingLine, allowed: Allowed | None, names: Sequence[str]
) -> LineCandidates:
    if allowed is not None:
        candidates.concepts = {
            concept: evidence for concept, evidence in candidates.concepts.items() if allowed(names[concept], line.unit)
        }
    return candidates


_AT = {name: number for number, name in enumerate(RIVALS)}
_IN_CAPTION = {name: number for number, name in enumerate(CAPTION_COLUMNS)}


def sureness(pool: str, evidence: LineCandidates, order: Order, before: Order) -> list[float]:
    """What the confidence is computed from, in the order of `SURENESS`.

    `order` and `before` are the outcomes of the second and the first pass.
    """
    own = own_evidence(order.columns)
    pools = [1.0 if pool == name else 0.0 for name in SURENESS[:4]]
    if not order.concepts:
        return [*pools, -6.0, *([0.0] * (len(SURENESS) - 5 - len(own))), *own]
    best = order.concepts[0]
    chance = min(max(order.probabilities[0], 1e-3), 1 - 1e-3)
    second = order.probabilities[1] if len(order.probabilities) > 1 else 0.0
    logit = math.log(chance / (1 - chance))
    label = evidence.concepts[best]
    rivals = [column.get(best, 0.0) for column in order.columns.rivals]
    values, at = order.columns.caption.values, order.columns.caption.concepts[best]
    return [
        *pools,
        logit,
        max(0.0, logit),
        max(0.0, logit - 2.0),
        max(0.0, logit - 4.0),
        order.probabilities[0] - second,
        evidence.nearest,
        math.log1p(label.exact),
        math.log1p(evidence.companies),
        label.exact / (evidence.companies + 1.0),
        evidence.extension,
        evidence.own / (evidence.companies + 1.0),
        rivals[_AT["claimed_after"]] + rivals[_AT["claimed_before"]],
        rivals[_AT["rival"]],
        rivals[_AT["outdone"]],
        values[_IN_CAPTION["unvoted"]][at],
        label.words,
        math.log(len(evidence.concepts)),
        0.0 if before.concepts and before.concepts[0] == best else 1.0,
        0.0 if next(iter(evidence.concepts)) == best else 1.0,
        label.share,
        values[_IN_CAPTION["frequency"]][at],
        *own,
    ]


def logistic(vector: Sequence[float], weights: Sequence[float]) -> float:
    """The chance that the weighted sum of a vector stands for."""
    score = sum(map(float.__mul__, vector, weights))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
