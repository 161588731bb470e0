"""Features: what speaks for and against each candidate of a line, as named numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.mapping.evidence import (
    EVIDENCE,
    FILING_EVIDENCE,
    LABEL_EVIDENCE,
    PLACE_EVIDENCE,
    filing_keys,
    label_keys,
    place_keys,
)
from converter.mapping.knowledge import CAP, SCALE
from converter.mapping.tables import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converter.mapping.candidates import LineCandidates
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import Sheet

LABEL = (
    "log_share",
    "share",
    "lead",
    "similarity",
    "exact",
    "exact_share",
    "unvoted",
    "caption_words",
    "caption_lead",
    "frequency",
)
RIVALS = ("rival", "outdone", "claimed_after", "claimed_before", "elsewhere")
COLUMNS: tuple[str, ...] = (*LABEL, *EVIDENCE, *RIVALS)
"""The names of the features, in the order of every list of columns."""
NAMES: tuple[str, ...] = (*LABEL, *(f"{name}{side}" for name in EVIDENCE for side in "+-"), *RIVALS)
"""The names of the weights: evidence has one weight where it speaks for a candidate and one where against."""

_KNOWN = 3
"""A caption that so many companies use is known; others are judged with weights of their own."""

Weights = list[tuple[float, float]]
"""For each column the weight of its positive and of its negative values."""


@dataclass(slots=True)
class Columns:
    """The candidates of a line (concept numbers) and their features: one list of values for each column."""

    concepts: list[int]
    values: list[list[float]]

    def of(self, number: int) -> list[float]:
        """The features of one candidate, in the order of `COLUMNS`."""
        return [column[number] for column in self.values]


@dataclass(slots=True)
class Prepared:
    """A sheet with its candidates and the part of the features that no choice changes."""

    sheet: Sheet
    candidates: list[LineCandidates]
    fixed: list[Columns]
    keys: list[tuple[str, ...]]
    """The label of each line in loose form, or known labels in its place."""
    shares: dict[int, list[tuple[float, int]]]


@dataclass(slots=True)
class Order:
    """The candidates of a line, the best first, with their probabilities and where each stands in the columns."""

    concepts: list[int]
    probabilities: list[float]
    numbers: list[int]
    columns: Columns


def regime(pool: str, candidates: LineCandidates) -> str:
    """Which set of weights judges a line: by the kind of statement, and by whether its caption is known."""
    return f"{pool} {'known' if candidates.companies >= _KNOWN else 'new'}"


def weights_of(named: Mapping[str, float]) -> Weights:
    """The weights by column, from weights by name."""
    return [
        (named.get(f"{name}+", 0.0), named.get(f"{name}-", 0.0)) if name in EVIDENCE else (named.get(name, 0.0),) * 2
        for name in COLUMNS
    ]


def prepared(sheet: Sheet, candidates: list[LineCandidates], industry: str, knowledge: Knowledge) -> Prepared:
    """The sheet with the label features of every candidate."""
    labels = [each.keys for each in candidates]
    keys = label_keys(sheet, industry, labels)
    shares: dict[int, list[tuple[float, int]]] = {}
    fixed: list[Columns] = []
    usual, absent = knowledge.tables["frequency"].row(sheet.pool) or ({}, 0)
    for position, each in enumerate(candidates):
        concepts = list(each.concepts)
        found = list(each.concepts.values())
        for concept, evidence in each.concepts.items():
            shares.setdefault(concept, []).append((evidence.share, position))
        logs = [math.log(max(one.share, 1e-3)) for one in found]
        top = max(logs, default=0.0)
        best = max((one.words for one in found), default=0.0)
        companies = each.companies + 1.0
        values = [
            logs,
            [one.share for one in found],
            [value - top for value in logs],
            [one.similarity for one in found],
            [math.log1p(one.exact) for one in found],
            [one.exact / companies for one in found],
            [0.0 if one.share else 1.0 for one in found],
            [one.words for one in found],
            [one.words - best for one in found],
            [usual.get(concept, absent) / SCALE for concept in concepts],
        ]
        values += [
            evidence_column(sheet.pool, name, keys[name][position], concepts, knowledge) for name in LABEL_EVIDENCE
        ]
        fixed.append(Columns(concepts, values))
    return Prepared(sheet, candidates, fixed, labels, shares)


def evidence_column(
    pool: str, name: str, keys: Iterable[str], concepts: Sequence[int], knowledge: Knowledge
) -> list[float]:
    """The log ratio of each concept over the keys of one kind of evidence, cut off at plus and minus five."""
    table = knowledge.tables[name]
    rows = [row for row in [table.row(f"{pool} {key}") for key in keys] if row is not None]
    if not rows:
        return [0.0] * len(concepts)
    ratios, absent = rows[0]
    if len(rows) == 1:
        # One row is cut off already when it is counted.
        return [ratios.get(concept, absent) / SCALE for concept in concepts]
    totals = [ratios.get(concept, absent) for concept in concepts]
    for ratios, absent in rows[1:]:
        totals = [total + ratios.get(concept, absent) for total, concept in zip(totals, concepts, strict=True)]
    scale = SCALE * math.sqrt(len(rows))
    limit = CAP * scale
    return [(total if -limit < total < limit else limit if total > 0 else -limit) / scale for total in totals]


def own_evidence(ready: Prepared, chosen: Sequence[str], knowledge: Knowledge) -> list[list[float]]:
    """For each line, what each kind of evidence (without the filing's) says for a concept of the company's own."""
    pool = ready.sheet.pool
    keys = {**label_keys(ready.sheet, "", ready.keys), **place_keys(ready.sheet, chosen, ready.keys)}
    names = (*LABEL_EVIDENCE, *PLACE_EVIDENCE)
    return [
        [evidence_column(pool, name, keys[name][position], (OWN,), knowledge)[0] for name in names]
        for position in range(len(ready.sheet.lines))
    ]


def columns_of(
    sheets: Sequence[Prepared], chosen: Sequence[Sequence[str]], best: Sequence[Sequence[float]], knowledge: Knowledge
) -> list[list[Columns]]:
    """All features of the candidates of every line of every sheet of a filing.

    `chosen` are the local names of the concepts chosen so far, `best` their probabilities.
    """
    everywhere = filing_keys(chosen)
    return [
        _sheet_columns(number, sheets, chosen, best[number], everywhere, knowledge) for number in range(len(sheets))
    ]


def _sheet_columns(
    which: int,
    sheets: Sequence[Prepared],
    chosen: Sequence[Sequence[str]],
    best: Sequence[float],
    everywhere: tuple[str, ...],
    knowledge: Knowledge,
) -> list[Columns]:
    ready = sheets[which]
    pool = ready.sheet.pool
    keys = place_keys(ready.sheet, chosen[which], ready.keys)
    numbers = knowledge.numbers
    claims: dict[int, list[int]] = {}
    for position, name in enumerate(chosen[which]):
        if name in numbers:
            claims.setdefault(numbers[name], []).append(position)
    elsewhere = {
        numbers[name] for other, names in enumerate(chosen) if other != which for name in names if name in numbers
    }
    all_concepts = list({concept for line in ready.fixed for concept in line.concepts})
    name = next(iter(FILING_EVIDENCE))
    by_filing = dict(zip(all_concepts, evidence_column(pool, name, everywhere, all_concepts, knowledge), strict=True))
    out: list[Columns] = []
    for position, fixed in enumerate(ready.fixed):
        concepts = fixed.concepts
        values = [
            *fixed.values,
            *(evidence_column(pool, name, keys[name][position], concepts, knowledge) for name in PLACE_EVIDENCE),
            [by_filing[concept] for concept in concepts],
        ]
        rivals = [
            max([share for share, other in ready.shares[concept] if other != position], default=0.0)
            for concept in concepts
        ]
        after, before = [0.0] * len(concepts), [0.0] * len(concepts)
        for number, concept in enumerate(concepts):
            for other in claims.get(concept, ()):
                if other > position:
                    after[number] = max(after[number], best[other])
                elif other < position:
                    before[number] = max(before[number], best[other])
        values += [
            rivals,
            [1.0 if rival > share else 0.0 for rival, share in zip(rivals, fixed.values[1], strict=True)],
            after,
            before,
            [1.0 if concept in elsewhere else 0.0 for concept in concepts],
        ]
        out.append(Columns(concepts, values))
    return out


def ordered(columns: Columns, weights: Weights) -> Order:
    """The candidates of a line with their probabilities, the best first."""
    scores = [0.0] * len(columns.concepts)
    for column, (plus, minus) in zip(columns.values, weights, strict=True):
        if plus == minus:
            scores = [score + plus * value for score, value in zip(scores, column, strict=True)]
        else:
            scores = [
                score + (plus if value > 0.0 else minus) * value for score, value in zip(scores, column, strict=True)
            ]
    best = max(scores, default=0.0)
    exponents = [math.exp(score - best) for score in scores]
    total = sum(exponents)
    numbers = sorted(range(len(scores)), key=lambda number: (-scores[number], columns.concepts[number]))
    return Order(
        concepts=[columns.concepts[number] for number in numbers],
        probabilities=[exponents[number] / total for number in numbers],
        numbers=numbers,
        columns=columns,
    )


def vector(columns: Columns, number: int) -> list[float]:
    """The features of a candidate in the order of `NAMES`, evidence split into its parts for and against."""
    out: list[float] = []
    for name, column in zip(COLUMNS, columns.values, strict=True):
        value = column[number]
        if name in EVIDENCE:
            out += (value, 0.0) if value > 0 else (0.0, value)
        else:
            out.append(value)
    return out
