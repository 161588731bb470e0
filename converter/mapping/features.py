"""Features: what speaks for and against each candidate of a line, as named numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.mapping.evidence import EVIDENCE, keys_of
from converter.mapping.knowledge import SCALE
from converter.mapping.tables import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.candidates import LineCandidates
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import Sheet

LABEL = ("log_share", "share", "lead", "similarity", "exact", "exact_share", "own_share")
RIVALS = ("rival", "claimed", "claimed_before", "elsewhere")
NAMES: tuple[str, ...] = (
    *LABEL,
    *(f"{name}+" for name in EVIDENCE),
    *(f"{name}-" for name in EVIDENCE),
    *RIVALS,
)
"""The names of the features, in the order of every vector."""

_CAP = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate concept (its number) of a line with its features and its probability among the candidates."""

    concept: int
    features: list[float]
    score: float
    probability: float


def vectors(
    sheet: Sheet,
    candidates: Sequence[LineCandidates],
    chosen: Sequence[str],
    elsewhere: Mapping[str, int],
    industry: str,
    knowledge: Knowledge,
) -> list[dict[int, list[float]]]:
    """The feature vectors of the candidates of every line of a sheet.

    `chosen` are the local names of the concepts chosen so far, `elsewhere` the concepts chosen in the other
    statements of the filing.
    """
    keys = keys_of(sheet, chosen, industry)
    numbers = knowledge.numbers
    claims: dict[int, list[int]] = {}
    for position, name in enumerate(chosen):
        if name in numbers:
            claims.setdefault(numbers[name], []).append(position)
    shares: dict[int, list[tuple[float, int]]] = {}
    for position, each in enumerate(candidates):
        for concept, evidence in each.concepts.items():
            shares.setdefault(concept, []).append((evidence.share, position))
    tables = [knowledge.tables[name] for name in EVIDENCE]
    per_line = [keys[name] for name in EVIDENCE]
    names = knowledge.concepts
    out: list[dict[int, list[float]]] = []
    for position, each in enumerate(candidates):
        prepared: list[tuple[dict[int, int], list[tuple[int, int]]]] = []
        for table, lines in zip(tables, per_line, strict=True):
            bases: list[tuple[int, int]] = []
            for key in lines[position]:
                number = table.keys.get(f"{sheet.pool} {key}")
                if number is not None:
                    base = number << 16
                    bases.append((base, table.ratios[base + OTHER]))
            prepared.append((table.ratios, bases))
        top = max((evidence.share for evidence in each.concepts.values()), default=0.0)
        line_vectors: dict[int, list[float]] = {}
        for concept, evidence in each.concepts.items():
            share = max(evidence.share, 1e-4)
            vector = [
                math.log(share),
                share,
                math.log(share / max(top, 1e-4)),
                evidence.similarity,
                math.log1p(evidence.exact),
                evidence.exact / (each.companies + 1.0),
                each.extension,
            ]
            fors: list[float] = []
            againsts: list[float] = []
            for ratios, bases in prepared:
                ratio = 0.0
                for base, absent in bases:
                    ratio += ratios.get(base + concept, absent)
                if bases:
                    ratio /= SCALE * math.sqrt(len(bases))
                fors.append(min(ratio, _CAP) if ratio > 0 else 0.0)
                againsts.append(max(ratio, -_CAP) if ratio < 0 else 0.0)
            rival = max((value for value, other in shares[concept] if other != position), default=0.0)
            claimed = claims.get(concept, ())
            vector += fors
            vector += againsts
            vector += [
                rival,
                1.0 if any(other > position for other in claimed) else 0.0,
                1.0 if any(other < position for other in claimed) else 0.0,
                1.0 if names[concept] in elsewhere else 0.0,
            ]
            line_vectors[concept] = vector
        out.append(line_vectors)
    return out


def ranked(line_vectors: Mapping[int, list[float]], weights: Sequence[float]) -> list[Candidate]:
    """The candidates of a line with their probabilities, the best first."""
    if not line_vectors:
        return []
    scores = {concept: sum(map(float.__mul__, vector, weights)) for concept, vector in line_vectors.items()}
    best = max(scores.values())
    exponents = {concept: math.exp(score - best) for concept, score in scores.items()}
    total = sum(exponents.values())
    return sorted(
        (
            Candidate(concept, line_vectors[concept], scores[concept], exponents[concept] / total)
            for concept in line_vectors
        ),
        key=lambda each: (-each.score, each.concept),
    )
