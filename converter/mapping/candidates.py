"""Candidates: the concepts that filers used for the labels nearest to that of a line."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from converter.mapping.knowledge import OWN
from converter.mapping.labels import loose

if TYPE_CHECKING:
    from converter.mapping.knowledge import Knowledge, LabelTable
    from converter.mapping.lines import MappingLine

MOST = 16
"""Candidates from the nearest labels."""
_BY_WORDS = 8
"""Candidates from the words of all captions of a concept."""
_ALIKE = 2
_NEAR = 0.5
_SPEAKING = 0.7
_SILENT = frozenset({"", "total", "other"})
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
    """How many companies used this label for the concept."""
    words: float = 0.0
    """The similarity of the label to the words in all captions of the concept."""


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
    keys: tuple[str, ...] = ()
    """The label in its loose form where filers use it; else those of the nearest labels that they use."""
    extension: float = 0.0
    """The share of votes for concepts that companies invented."""


@dataclass(slots=True)
class _Votes:
    """The votes for a concept while they are counted; `label` is the number of the nearest label."""

    vote: float
    similarity: float
    label: int
    exact: int


def candidates_of(line: MappingLine, pool: str, knowledge: Knowledge) -> LineCandidates:
    """The candidates of a line by its label, and by heading and label where the label alone says too little."""
    table = knowledge.labels.get(pool)
    found = LineCandidates()
    if table is None:
        return found
    if line.variant and _speaks(line, table, knowledge):
        # `Total` under `Interest charges` is `total interest charges`; alone it is any total.
        line = replace(line, normal=line.variant, variant="")
    own_votes = 0.0
    votes: dict[int, _Votes] = {}
    if line.normal:
        own_votes += _vote(line.normal, table, 1.0, votes, found, knowledge)
    if line.variant:
        own_votes += _vote(line.variant, table, _VARIANT, votes, found, knowledge)
    total = own_votes + sum([each.vote for each in votes.values()])
    found.extension = own_votes / total if total else 0.0
    for _, concept in sorted([(-each.vote, concept) for concept, each in votes.items()])[:MOST]:
        each = votes[concept]
        found.concepts[concept] = LabelEvidence(
            vote=each.vote,
            share=each.vote / total if total else 0.0,
            similarity=each.similarity,
            label=table.labels[each.label],
            exact=each.exact,
        )
    words = knowledge.captions.get(pool)
    if words is not None:
        wanted = _BY_WORDS
        for similarity, concept in words.nearest(
            line.normal if len(line.normal) > len(line.variant) else line.variant, 60
        ):
            if concept in found.concepts:
                found.concepts[concept].words = similarity
            elif wanted:
                found.concepts[concept] = LabelEvidence(words=similarity)
                wanted -= 1
    return found


def _speaks(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> bool:
    """Whether filers have a caption like the heading and the label together."""
    if table.index.same(knowledge.vocabulary.key(line.variant)) >= 0:
        return True
    if line.normal not in _SILENT:
        return False
    nearest = table.index.nearest(line.variant, 1)
    return bool(nearest) and nearest[0][0] >= _SPEAKING


def _vote(
    normal: str,
    table: LabelTable,
    weight: float,
    votes: dict[int, _Votes],
    found: LineCandidates,
    knowledge: Knowledge,
) -> float:
    """Add the votes of the labels nearest to `normal`; return those for concepts of the companies' own."""
    own = 0.0
    vocabulary = knowledge.vocabulary
    same = table.index.same(vocabulary.key(normal))
    nearest = table.index.nearest(normal)
    if same >= 0 and all(number != same for _, number in nearest):
        nearest = [(1.0, same), *nearest]
    if not found.keys:
        like = [same] if same >= 0 else [number for similarity, number in nearest[:_ALIKE] if similarity >= _NEAR]
        found.keys = tuple(loose(table.labels[number]) for number in like)
    for similarity, number in nearest:
        uses, companies = table.uses(number)
        exact = number == same
        if exact:
            similarity = 1.0
            found.companies += companies
        vote = weight * similarity**_POWER * math.log1p(companies) * (_EXACT if exact else 1.0) / companies
        found.nearest = max(found.nearest, similarity)
        for concept, count in uses:
            if concept == OWN:
                own += vote * count
                if exact:
                    found.own += count
                continue
            each = votes.get(concept)
            if each is None:
                votes[concept] = _Votes(vote * count, similarity, number, count if exact else 0)
                continue
            each.vote += vote * count
            if similarity > each.similarity:
                each.similarity, each.label = similarity, number
            if exact:
                each.exact += count
    return own
