"""Candidates: the concepts that filers used for the labels nearest to that of a line."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.tables import OTHER

if TYPE_CHECKING:
    from converter.mapping.knowledge import Knowledge, LabelTable
    from converter.mapping.lines import MappingLine

MOST = 16
_POWER = 6
_EXACT = 3.0
_VARIANT = 0.8


@dataclass(slots=True)
class LabelEvidence:
    """What the labels of other filers say about one concept for one line."""

    vote: float = 0.0
    """The sum of the votes of the nearest labels."""
    share: float = 0.0
    """The vote as a share of all votes for the line."""
    similarity: float = 0.0
    """Of the nearest label that was used for the concept."""
    label: str = ""
    """That label."""
    exact: int = 0
    """How many companies used exactly this label for the concept."""


@dataclass(slots=True)
class LineCandidates:
    """The candidates of a line and what is known about its label as a whole."""

    concepts: dict[int, LabelEvidence] = field(default_factory=dict)
    """By concept number, the best first."""
    companies: int = 0
    """How many companies used exactly this label."""
    own: int = 0
    """How many of them with a concept of their own."""
    nearest: float = 0.0
    """The similarity of the nearest label."""
    extension: float = 0.0
    """The share of votes for concepts that companies invented."""


def candidates_of(line: MappingLine, pool: str, knowledge: Knowledge) -> LineCandidates:
    """The candidates of a line by its label, and by heading and label where the label alone says too little."""
    table = knowledge.labels.get(pool)
    found = LineCandidates()
    if table is None:
        return found
    own_votes = 0.0
    evidence: dict[int, LabelEvidence] = defaultdict(LabelEvidence)
    if line.normal:
        own_votes += _vote(line.normal, table, 1.0, evidence, found)
    if line.variant:
        own_votes += _vote(line.variant, table, _VARIANT, evidence, found)
    total = own_votes + sum(each.vote for each in evidence.values())
    if total <= 0:
        return found
    for each in evidence.values():
        each.share = each.vote / total
    found.extension = own_votes / total
    best = sorted(evidence.items(), key=lambda item: (-item[1].vote, item[0]))[:MOST]
    found.concepts = dict(best)
    return found


def _vote(
    normal: str, table: LabelTable, weight: float, evidence: dict[int, LabelEvidence], found: LineCandidates
) -> float:
    """Add the votes of the labels nearest to `normal`; return those for concepts of the companies' own."""
    own = 0.0
    for similarity, number in table.index.nearest(normal):
        uses = table.uses(number)
        companies = sum(count for _, count in uses)
        exact = table.labels[number] == normal
        vote = weight * similarity**_POWER * math.log1p(companies) * (_EXACT if exact else 1.0) / companies
        found.nearest = max(found.nearest, similarity)
        if exact:
            found.companies += companies
        for concept, count in uses:
            if concept == OTHER:
                own += vote * count
                if exact:
                    found.own += count
                continue
            each = evidence[concept]
            each.vote += vote * count
            if similarity > each.similarity:
                each.similarity, each.label = similarity, table.labels[number]
            if exact:
                each.exact += count
    return own
