"""Features: what speaks for and against each candidate of a line, as named numbers."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from converter.mapping.evidence import (
    CAPTION_EVIDENCE,
    EVIDENCE,
    FILING_EVIDENCE,
    INDUSTRY_EVIDENCE,
    LABEL_EVIDENCE,
    PLACE_EVIDENCE,
    filing_keys,
    label_keys,
    place_keys,
    words_of,
)
from converter.mapping.knowledge import CAP, OWN, SCALE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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

CAPTION_COLUMNS: tuple[str, ...] = (*LABEL, *CAPTION_EVIDENCE)
"""The features that are the same for every line with the same caption."""
LINE_EVIDENCE: tuple[str, ...] = tuple(name for name in EVIDENCE if name not in CAPTION_EVIDENCE)
"""The kinds of evidence that differ from line to line, in the order of `Columns.evidence`."""
_KEPT = (*CAPTION_COLUMNS, *LINE_EVIDENCE, *RIVALS)
_ORDER = tuple(_KEPT.index(name) for name in COLUMNS)
_PLACED: tuple[str, ...] = tuple(name for name in LABEL_EVIDENCE if name not in CAPTION_EVIDENCE)

_KNOWN = (1, 3, 15, 80)
"""A caption is the better known the more companies use it: each of these numbers begins a regime of its own."""
_CUT = CAP * SCALE

Ratios = tuple["Mapping[int, float]", float]
"""What one kind of evidence says, in twentieths of a logarithm: by concept, and for every concept not listed."""
_SILENT: Ratios = ({}, 0)


@dataclass(slots=True, eq=False)
class Weights:
    """The weights of a pass and regime: by column the weight of positive and that of negative values."""

    caption: list[tuple[float, float]]
    """In the order of `CAPTION_COLUMNS`."""
    evidence: list[tuple[float, float]]
    """In the order of `LINE_EVIDENCE`, for values in twentieths."""
    rivals: list[float]
    """In the order of `RIVALS`."""


@dataclass(slots=True)
class Caption:
    """A caption with its candidates and the features that depend on nothing else, shared by all lines that say it."""

    candidates: LineCandidates
    concepts: dict[int, int]
    """Each candidate's concept number, and its position in every column."""
    values: list[array[float]]
    """In the order of `CAPTION_COLUMNS`."""
    shares: list[tuple[int, float]]
    """The shares of the votes that are not zero, by concept."""
    own: dict[str, float]
    """For each of `CAPTION_EVIDENCE`, what it says for a concept of the company's own."""
    _scores: dict[Weights, array[float]] = field(default_factory=dict)

    def scores(self, weights: Weights) -> array[float]:
        """What the features of the caption add up to for each candidate."""
        scores = self._scores.get(weights)
        if scores is None:
            found = [0.0] * len(self.concepts)
            for column, (plus, minus) in zip(self.values, weights.caption, strict=True):
                found = [
                    score + (plus if value > 0.0 else minus) * value for score, value in zip(found, column, strict=True)
                ]
            scores = self._scores[weights] = array("d", found)
        return scores


@dataclass(slots=True)
class Columns:
    """The candidates of a line (concept numbers) and their features."""

    caption: Caption
    concepts: list[int]
    evidence: list[Ratios]
    """In the order of `LINE_EVIDENCE`."""
    rivals: list[dict[int, float]]
    """For each of `RIVALS` the values that are not zero, by concept."""

    def of(self, concept: int) -> list[float]:
        """The features of one candidate, in the order of `COLUMNS`."""
        at = self.caption.concepts[concept]
        values = [column[at] for column in self.caption.values]
        values += [ratios.get(concept, others) / SCALE for ratios, others in self.evidence]
        values += [column.get(concept, 0.0) for column in self.rivals]
        return [values[number] for number in _ORDER]


@dataclass(slots=True)
class Prepared:
    """A sheet with its candidates and the part of the features that no choice changes."""

    sheet: Sheet
    captions: list[Caption]
    concepts: list[list[int]]
    """The candidates of each line that are still looked at."""
    fixed: list[list[Ratios]]
    """For each line, the evidence that no choice changes."""
    claims: dict[int, tuple[float, int, float]]
    """For each concept the largest share that a line gives it, that line, and the largest share of another line."""
    candidates: list[LineCandidates]
    keys: list[tuple[str, ...]]
    """The label of each line in loose form, or known labels in its place."""


@dataclass(slots=True)
class Order:
    """The candidates of a line, the best first, with their probabilities and features."""

    concepts: list[int]
    probabilities: list[float]
    columns: Columns
    rows: Mapping[int, Sequence[float]] = field(default_factory=dict)
    """What the trees saw of each candidate that they compared, by concept; empty where they had no say."""


def regime(pool: str, candidates: LineCandidates) -> str:
    """Which set of weights judges a line: by the kind of statement, and by how many companies use its caption."""
    return f"{pool} {sum([candidates.companies >= least for least in _KNOWN])}"


def weights_of(named: Mapping[str, float]) -> Weights:
    """The weights by column, from weights by name."""

    def sides(name: str) -> tuple[float, float]:
        if name in EVIDENCE:
            return named.get(f"{name}+", 0.0), named.get(f"{name}-", 0.0)
        return (named.get(name, 0.0),) * 2

    return Weights(
        caption=[sides(name) for name in CAPTION_COLUMNS],
        evidence=[(plus / SCALE, minus / SCALE) for plus, minus in map(sides, LINE_EVIDENCE)],
        rivals=[named.get(name, 0.0) for name in RIVALS],
    )


def caption_of(pool: str, normal: str, candidates: LineCandidates, knowledge: Knowledge) -> Caption:
    """The caption with the features of every candidate."""
    concepts = list(candidates.concepts)
    found = list(candidates.concepts.values())
    usual, absent = knowledge.tables["frequency"].rows[pool] or ({}, 0)
    logs = [math.log(max(one.share, 1e-3)) for one in found]
    top = max(logs, default=0.0)
    best = max((one.words for one in found), default=0.0)
    companies = candidates.companies + 1.0
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
    own: dict[str, float] = {}
    asked = {*concepts, OWN}
    for name, keys in zip(CAPTION_EVIDENCE, (words_of(normal), candidates.keys), strict=True):
        ratios, others = evidence_of(pool, name, keys, asked, knowledge)
        values.append([ratios.get(concept, others) / SCALE for concept in concepts])
        own[name] = ratios.get(OWN, others) / SCALE
    return Caption(
        candidates,
        {concept: at for at, concept in enumerate(concepts)},
        [array("d", column) for column in values],  # thousands of captions are kept at hand
        [(concept, one.share) for concept, one in candidates.concepts.items() if one.share],
        own,
    )


def prepared(sheet: Sheet, captions: list[Caption], industry: str, knowledge: Knowledge) -> Prepared:
    """The sheet with the evidence of every line that no choice changes."""
    labels = [caption.candidates.keys for caption in captions]
    keys = label_keys(sheet, industry, labels)
    shares: dict[int, list[tuple[float, int]]] = {}
    fixed: list[list[Ratios]] = []
    for position, caption in enumerate(captions):
        for concept, share in caption.shares:
            shares.setdefault(concept, []).append((share, position))
        asked = {*caption.concepts, OWN}
        fixed.append([evidence_of(sheet.pool, name, keys[name][position], asked, knowledge) for name in _PLACED])
    claims: dict[int, tuple[float, int, float]] = {}
    for concept, given in shares.items():
        given.sort(reverse=True)
        claims[concept] = (*given[0], given[1][0] if len(given) > 1 else 0.0)
    return Prepared(
        sheet=sheet,
        captions=captions,
        concepts=[list(caption.concepts) for caption in captions],
        fixed=fixed,
        claims=claims,
        candidates=[caption.candidates for caption in captions],
        keys=labels,
    )


def evidence_of(pool: str, name: str, keys: Sequence[str], concepts: Collection[int], knowledge: Knowledge) -> Ratios:
    """The log ratios over the keys of one kind of evidence, cut off at plus and minus five.

    Of several keys only `concepts`, which must be a set, are looked up.
    """
    known = knowledge.tables[name].rows
    if len(keys) == 1:
        return known[f"{pool} {keys[0]}"] or _SILENT
    rows = [row for row in [known[f"{pool} {key}"] for key in keys] if row is not None]
    if not rows:
        return _SILENT
    if len(rows) == 1:
        # One row is cut off already when it is counted.
        return rows[0]
    root = math.sqrt(len(rows))
    others = sum([absent for _, absent in rows])
    totals: dict[int, float] = {}
    for ratios, absent in rows:
        for concept in ratios.keys() & concepts:
            totals[concept] = totals.get(concept, others) + ratios[concept] - absent
    return _cut(totals, others, root)


def _by_filing(pool: str, name: str, keys: Sequence[str], concepts: Collection[int], knowledge: Knowledge) -> Ratios:
    """The same as `evidence_of` for keys that are dozens with long rows."""
    sums, others, count = knowledge.tables[name].sums([f"{pool} {key}" for key in keys], concepts)
    return _cut(sums, others, math.sqrt(count)) if count else _SILENT


def _cut(totals: Mapping[int, float], others: float, root: float) -> Ratios:
    return (
        {concept: max(-_CUT, min(_CUT, total / root)) for concept, total in totals.items()},
        max(-_CUT, min(_CUT, others / root)),
    )


def _column(
    pool: str, name: str, keys: Sequence[Sequence[str]], wanted: Sequence[Collection[int]], knowledge: Knowledge
) -> list[Ratios]:
    """What one kind of evidence says for each line of a sheet."""
    if all(len(each) == 1 for each in keys):
        known = knowledge.tables[name].rows
        return [known[f"{pool} {key}"] or _SILENT for (key,) in keys]
    return [evidence_of(pool, name, each, asked, knowledge) for each, asked in zip(keys, wanted, strict=True)]


def own_evidence(columns: Columns) -> list[float]:
    """What each kind of evidence (without the filing's and the industry's) says for a concept of the company's own."""
    said = {
        name: ratios.get(OWN, others) / SCALE
        for name, (ratios, others) in zip(LINE_EVIDENCE, columns.evidence, strict=True)
    }
    said |= columns.caption.own
    return [0.0 if name in INDUSTRY_EVIDENCE else said[name] for name in (*LABEL_EVIDENCE, *PLACE_EVIDENCE)]


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
    everything = {concept for concepts in ready.concepts for concept in concepts}
    by_filing = [_by_filing(pool, name, everywhere, everything, knowledge) for name in FILING_EVIDENCE]
    wanted = [{*concepts, OWN} for concepts in ready.concepts]
    placed = zip(*[_column(pool, name, keys[name], wanted, knowledge) for name in PLACE_EVIDENCE], strict=True)
    out: list[Columns] = []
    for position, (concepts, fixed, asked, around) in enumerate(
        zip(ready.concepts, ready.fixed, wanted, placed, strict=True)
    ):
        evidence = [*fixed, *around, *by_filing]
        caption = ready.captions[position]
        listed = caption.candidates.concepts
        rivals: dict[int, float] = {}
        outdone: dict[int, float] = {}
        for concept in ready.claims.keys() & concepts:
            most, at, second = ready.claims[concept]
            rival = second if at == position else most
            if rival:
                rivals[concept] = rival
                if rival > listed[concept].share:
                    outdone[concept] = 1.0
        after: dict[int, float] = {}
        before: dict[int, float] = {}
        for concept in claims.keys() & asked:
            for other in claims[concept]:
                if other > position:
                    after[concept] = max(after.get(concept, 0.0), best[other])
                elif other < position:
                    before[concept] = max(before.get(concept, 0.0), best[other])
        tagged = dict.fromkeys(elsewhere & asked, 1.0)
        out.append(Columns(caption, concepts, evidence, [rivals, outdone, after, before, tagged]))
    return out


def ordered(columns: Columns, weights: Weights) -> Order:
    """The candidates of a line with their probabilities, the best first.

    What a kind of evidence says about the concepts that it does not list is the same for all, so that only those that
    it lists are added up: the probabilities are the same.
    """
    base = columns.caption.scores(weights)
    positions = columns.caption.concepts
    scores = {concept: base[positions[concept]] for concept in columns.concepts}
    present = scores.keys()
    for column, weight in zip(columns.rivals, weights.rivals, strict=True):
        for concept, value in column.items():
            scores[concept] += weight * value
    for (ratios, others), (plus, minus) in zip(columns.evidence, weights.evidence, strict=True):
        if not ratios:
            continue
        rest = others * (plus if others > 0 else minus)
        for concept in ratios.keys() & present:
            value = ratios[concept]
            scores[concept] += value * (plus if value > 0 else minus) - rest
    if not scores:
        return Order([], [], columns)
    ranked = sorted([(-score, concept) for concept, score in scores.items()])
    best = ranked[0][0]
    exponents = [math.exp(best - score) for score, _ in ranked]
    total = sum(exponents)
    return Order(
        concepts=[concept for _, concept in ranked],
        probabilities=[exponent / total for exponent in exponents],
        columns=columns,
    )


def vector(columns: Columns, concept: int) -> list[float]:
    """The features of a candidate in the order of `NAMES`, evidence split into its parts for and against."""
    out: list[float] = []
    for name, value in zip(COLUMNS, columns.of(concept), strict=True):
        if name in EVIDENCE:
            out += (value, 0.0) if value > 0 else (0.0, value)
        else:
            out.append(value)
    return out
