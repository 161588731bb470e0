"""The model: two passes of a log-linear choice among the candidates of each line, and a calibrated confidence."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.candidates import LineCandidates, candidates_of
from converter.mapping.features import NAMES, ranked, vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from converter.mapping.features import Candidate
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import MappingLine, Sheet
    from converter.model import UnitKind

    Allowed = Callable[[str, UnitKind | None], bool]

CONFIDENCE = (
    "one",
    "logit",
    "lead",
    "nearest",
    "exact",
    "support",
    "own_share",
    "known_own",
    "claimed",
    "rival",
    "count",
)
"""The names of what the confidence is computed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate by name."""

    name: str
    """The local name of a us-gaap concept."""
    probability: float
    """Among the candidates of the line; not calibrated."""
    features: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The outcome for one line."""

    line: MappingLine
    evidence: LineCandidates
    candidates: tuple[Ranked, ...]
    confidence: float
    """The calibrated chance that the first candidate is what the company itself would tag."""
    extension: float
    """The chance that the company would use a concept of its own."""
    votes: Mapping[str, object] = field(default_factory=dict)


def choose(
    sheets: Sequence[Sheet], knowledge: Knowledge, industry: str, allowed: Sequence[Allowed | None] = ()
) -> list[list[Choice]]:
    """The ranked candidates for every line of a filing's statements.

    `allowed` holds for each sheet a test that says whether a concept can stand on a line of some unit.
    """
    names = knowledge.concepts
    found: list[list[LineCandidates]] = []
    for number, sheet in enumerate(sheets):
        test = allowed[number] if allowed else None
        found.append([_filtered(candidates_of(line, sheet.pool, knowledge), line, test, names) for line in sheet.lines])
    chosen = [
        [names[next(iter(each.concepts))] if each.concepts else "" for each in candidates] for candidates in found
    ]
    order: list[list[list[Candidate]]] = []
    for weights in (_weights(knowledge, "first"), _weights(knowledge, "second")):
        order = []
        for number, sheet in enumerate(sheets):
            elsewhere = {
                name: 1 for other, concepts in enumerate(chosen) if other != number for name in concepts if name
            }
            order.append(
                [
                    ranked(each, weights)
                    for each in vectors(sheet, found[number], chosen[number], elsewhere, industry, knowledge)
                ]
            )
        chosen = [[names[line[0].concept] if line else "" for line in lines] for lines in order]
    sure = knowledge.model["confidence"]
    own = knowledge.model["extension"]
    return [
        [
            _choice(line, evidence, candidates, names, sure, own)
            for line, evidence, candidates in zip(sheet.lines, found[number], order[number], strict=True)
        ]
        for number, sheet in enumerate(sheets)
    ]


def _weights(knowledge: Knowledge, which: str) -> list[float]:
    weights = knowledge.model[which]
    return [float(weights.get(name, 0.0)) for name in NAMES]


def _filtered(
    candidates: LineCandidates, line: MappingLine, allowed: Allowed | None, names: Sequence[str]
) -> LineCandidates:
    if allowed is not None:
        candidates.concepts = {
            concept: evidence for concept, evidence in candidates.concepts.items() if allowed(names[concept], line.unit)
        }
    return candidates


def _choice(
    line: MappingLine,
    evidence: LineCandidates,
    candidates: Sequence[Candidate],
    names: Sequence[str],
    sure: Mapping[str, float],
    own: Mapping[str, float],
) -> Choice:
    vector = confidence_vector(evidence, candidates)
    return Choice(
        line=line,
        evidence=evidence,
        candidates=tuple(
            Ranked(name=names[each.concept], probability=each.probability, features=each.features)
            for each in candidates
        ),
        confidence=_logistic(vector, sure) if candidates else 0.0,
        extension=_logistic(vector, own) if candidates else 1.0,
    )


def confidence_vector(evidence: LineCandidates, candidates: Sequence[Candidate]) -> tuple[float, ...]:
    """What the confidence is computed from, in the order of `CONFIDENCE`."""
    if not candidates:
        return (1.0, -8.0, 0.0, evidence.nearest, 0.0, 0.0, evidence.extension, 0.0, 0.0, 0.0, 0.0)
    best = candidates[0]
    chance = min(max(best.probability, 1e-4), 1 - 1e-4)
    second = candidates[1].probability if len(candidates) > 1 else 0.0
    label = evidence.concepts[best.concept]
    named = dict(zip(NAMES, best.features, strict=True))
    return (
        1.0,
        math.log(chance / (1 - chance)),
        best.probability - second,
        evidence.nearest,
        math.log1p(label.exact),
        math.log1p(evidence.companies),
        evidence.extension,
        evidence.own / (evidence.companies + 1.0),
        named["claimed"] + named["claimed_before"],
        named["rival"],
        math.log(len(candidates)),
    )


def _logistic(vector: Sequence[float], weights: Mapping[str, float]) -> float:
    score = sum(value * weights.get(name, 0.0) for name, value in zip(CONFIDENCE, vector, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
