"""Label and ratio tables counted from tagged filings: what `Knowledge` is made of, without the weights."""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.mapping.evidence import EVIDENCE, keys_of
from converter.mapping.knowledge import SCALE, Knowledge, LabelTable, RatioTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converter.mapping.lines import Sheet

OTHER = 65535
"""Stands in a ratio table for every concept that was not seen with a key."""
_COMPANIES = 2
"""A label is kept only if so many companies use it: nothing that one company wrote alone is carried on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSheet:
    """A statement with the concept of each line: local names, empty for a company's own concept."""

    sheet: Sheet
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFiling:
    """A filing of a company with its tagged statements."""

    name: str
    company: str
    fold: int
    industry: str
    sheets: tuple[TaggedSheet, ...]


def label_tables(filings: Iterable[TaggedFiling], numbers: dict[str, int]) -> dict[str, LabelTable]:
    """For each pool, the labels of two or more companies with the concepts they were used for."""
    users: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for filing in filings:
        for tagged in filing.sheets:
            uses = users[tagged.sheet.pool]
            for line, concept in zip(tagged.sheet.lines, tagged.concepts, strict=True):
                if line.normal:
                    uses[line.normal][concept].add(filing.company)
    tables: dict[str, LabelTable] = {}
    for pool, labels in sorted(users.items()):
        kept: list[str] = []
        starts, concepts, companies = array("I", [0]), array("H"), array("H")
        for label in sorted(labels):
            if len(set().union(*labels[label].values())) < _COMPANIES:
                continue
            kept.append(label)
            for concept, who in sorted(labels[label].items(), key=lambda item: (-len(item[1]), item[0])):
                concepts.append(numbers.get(concept, OTHER))
                companies.append(len(who))
            starts.append(len(concepts))
        tables[pool] = LabelTable(labels=kept, starts=starts, concepts=concepts, companies=companies)
    return tables


def ratio_tables(filings: Sequence[TaggedFiling], numbers: dict[str, int]) -> dict[str, RatioTable]:
    """The ratio table of each kind of evidence; every company weighs the same."""
    filings_of: dict[str, int] = defaultdict(int)
    for filing in filings:
        filings_of[filing.company] += 1
    joint: dict[str, dict[str, dict[int, float]]] = {name: defaultdict(lambda: defaultdict(float)) for name in EVIDENCE}
    prior: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for filing in filings:
        share = 1.0 / filings_of[filing.company]
        for tagged in filing.sheets:
            pool = tagged.sheet.pool
            wanted = [numbers.get(concept, OTHER) for concept in tagged.concepts]
            for concept in wanted:
                prior[pool][concept] += share
            for name, per_line in keys_of(tagged.sheet, tagged.concepts, filing.industry).items():
                counts = joint[name]
                for concept, keys in zip(wanted, per_line, strict=True):
                    for key in keys:
                        counts[f"{pool} {key}"][concept] += share
    chances = {
        pool: {concept: count / sum(counts.values()) for concept, count in counts.items()}
        for pool, counts in prior.items()
    }
    return {name: _ratios(counts, chances, *EVIDENCE[name]) for name, counts in joint.items()}


def _ratios(
    counts: dict[str, dict[int, float]], chances: dict[str, dict[int, float]], shrink: float, least: float
) -> RatioTable:
    keys: dict[str, int] = {}
    ratios: dict[int, int] = {}
    for key in sorted(counts):
        concepts = counts[key]
        total = sum(concepts.values())
        if total < least:
            continue
        number = len(keys)
        if number >= OTHER:
            break
        keys[key] = number
        chance = chances[key.partition(" ")[0]]
        absent = math.log(shrink / (total + shrink))
        ratios[number << 16 | OTHER] = _stored(absent)
        for concept, count in sorted(concepts.items()):
            if concept == OTHER:
                continue
            ratio = math.log((count + shrink * chance[concept]) / ((total + shrink) * chance[concept]))
            if abs(ratio - absent) * SCALE >= 1.0 and count >= least / 4:
                ratios[number << 16 | concept] = _stored(ratio)
    return RatioTable(keys=keys, ratios=ratios)


def _stored(ratio: float) -> int:
    return max(-127, min(127, round(ratio * SCALE)))


def compile_tables(filings: Sequence[TaggedFiling]) -> Knowledge:
    """The knowledge counted from filings, without weights."""
    names = sorted(
        {concept for filing in filings for tagged in filing.sheets for concept in tagged.concepts if concept}
    )
    numbers = {name: number for number, name in enumerate(names)}
    return Knowledge(
        concepts=names, labels=label_tables(filings, numbers), tables=ratio_tables(filings, numbers), model={}
    )
