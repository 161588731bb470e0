"""Label and ratio tables counted from tagged filings: what `Knowledge` is made of, without the weights."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import starts_of
from converter.mapping.evidence import (
    EVIDENCE,
    GIVEN_LABEL,
    Keys,
    arounds,
    filing_keys,
    label_keys,
    marks_of,
    place_keys,
)
from converter.mapping.index import concept_postings, label_postings
from converter.mapping.knowledge import CaptionTable, Knowledge, LabelTable, digest_of
from converter.mapping.labels import Vocabulary, loose, tokens
from converter.mapping.ratios import CAP, OWN, SCALE, RatioTable
from converter.mapping.wording import WordingTable, wording_terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from converter.mapping.lines import Sheet

_RARE = 0.05
"""Words in a smaller share of a concept's captions say nothing about it."""
_STANDARD = 0.3
"""What a word of the taxonomy's own label weighs, against the share of filers that use it."""
_COMMON = 4
"""A word that fewer companies use is a name or a rarity."""
_USUAL = 6.0
_CAPTION = 2.0
"""How much (in companies) the meaning of a caption leans on how usual its concepts are."""
_WORDED = 3
"""Terms of fewer companies have no weights."""
_COMPANIES = 2
"""A label is kept only if so many companies use it: nothing that one company wrote alone is carried on."""


Rows = dict[str, tuple[dict[int, float], float]]
"""By key the ratios of the concepts that were seen with it, and the one of all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSheet:
    """A statement with the concept of each line: local names, empty for a company's own concept."""

    sheet: Sheet
    concepts: tuple[str, ...]
    report: int = 0
    """The number of the statement in its filing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFiling:
    """A filing of a company with its tagged statements."""

    name: str
    company: str
    fold: int
    industry: str
    sheets: tuple[TaggedSheet, ...]
    form: str = ""
    source: str = ""


def vocabulary_of(filings: Iterable[TaggedFiling]) -> Vocabulary:
    """The words that several companies use in their captions."""
    users: dict[str, set[str]] = defaultdict(set)
    for filing in filings:
        for tagged in filing.sheets:
            for line in tagged.sheet.lines:
                for word in loose(line.normal).split():
                    users[word].add(filing.company)
    return Vocabulary(word for word, who in users.items() if len(who) >= _COMMON)


def label_tables(
    filings: Iterable[TaggedFiling], numbers: dict[str, int], vocabulary: Vocabulary
) -> dict[str, LabelTable]:
    """For each pool, the labels of two or more companies with the concepts they were used for."""
    users: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    forms: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for filing in filings:
        for tagged in filing.sheets:
            uses, spellings = users[tagged.sheet.pool], forms[tagged.sheet.pool]
            for line, concept in zip(tagged.sheet.lines, tagged.concepts, strict=True):
                key = vocabulary.key(line.normal)
                if key:
                    uses[key][concept].add(filing.company)
                    spellings[key][vocabulary.common(line.normal)].add(filing.company)
    tables: dict[str, LabelTable] = {}
    for pool, labels in sorted(users.items()):
        kept: list[str] = []
        lone: dict[int, str] = {}
        for key in sorted(labels):
            if len(set().union(*labels[key].values())) < _COMPANIES:
                lone[digest_of(key)] = key
        shared = [key for key in sorted(labels) if lone.get(digest_of(key)) != key]
        starts, concepts, companies = [0], list[int](), list[int]()
        for key in (*shared, *(lone[digest] for digest in sorted(lone))):
            for concept, using in sorted(labels[key].items(), key=lambda item: (-len(item[1]), item[0])):
                concepts.append(numbers.get(concept, OWN))
                companies.append(len(using))
            starts.append(len(concepts))
        for key in shared:
            form, who = min(forms[pool][key].items(), key=lambda item: (-len(item[1]), item[0]))
            kept.append(form if len(who) >= _COMPANIES else key)
        tables[pool] = LabelTable(
            labels=kept,
            lone=sorted(lone),
            starts=np.array(starts, dtype=np.int64),
            concepts=np.array(concepts, dtype=np.int64),
            companies=np.array(companies, dtype=np.int64),
            postings=label_postings(kept),
        )
    return tables


def caption_words(
    filings: Iterable[TaggedFiling], numbers: dict[str, int], standard: Mapping[str, Mapping[str, str]]
) -> dict[str, CaptionTable]:
    """For each pool, how often each word, stem and word pair stands in the captions of each concept.

    `standard` has for each pool the words of the taxonomy for a concept. Terms of one company alone are left out.
    """
    users: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    companies: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    using: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for filing in filings:
        for tagged in filing.sheets:
            pool = tagged.sheet.pool
            for line, concept in zip(tagged.sheet.lines, tagged.concepts, strict=True):
                if not concept:
                    continue
                companies[pool][concept].add(filing.company)
                for term in tokens(line.normal):
                    users[pool][concept][term].add(filing.company)
                    using[pool][term].add(filing.company)
    out: dict[str, CaptionTable] = {}
    for pool in sorted(users):
        known = {term for term, who in using[pool].items() if len(who) >= _COMPANIES}
        words: list[tuple[int, list[tuple[str, float]]]] = []
        for concept in sorted({*users[pool], *standard.get(pool, {})}):
            if concept not in numbers:
                continue
            count = len(companies[pool][concept])
            shares = {
                term: len(who) / count
                for term, who in users[pool][concept].items()
                if term in known and len(who) / count >= _RARE
            }
            for term in tokens(standard.get(pool, {}).get(concept, "")):
                shares[term] = shares.get(term, 0.0) + (_STANDARD if count else 1.0)
            words.append((numbers[concept], sorted(shares.items())))
        out[pool] = CaptionTable(*concept_postings(words))
    return out


def wording_tables(filings: Sequence[TaggedFiling], knowledge: Knowledge) -> dict[str, WordingTable]:
    """For each pool the weights of the terms of captions; needs the extra `train`.

    A caption that a company uses for a concept counts once for each of its filings, and every company weighs the same.
    """
    from converter.mapping.fitting import fit_wording

    numbers, vocabulary = knowledge.numbers, knowledge.vocabulary
    filings_of: dict[str, int] = defaultdict(int)
    for filing in filings:
        filings_of[filing.company] += 1
    uses: dict[str, dict[tuple[str, str, int], float]] = defaultdict(lambda: defaultdict(float))
    for filing in filings:
        share = 1.0 / filings_of[filing.company]
        for tagged in filing.sheets:
            used = uses[tagged.sheet.pool]
            for line, concept in zip(tagged.sheet.lines, tagged.concepts, strict=True):
                used[filing.company, line.normal, numbers.get(concept, OWN)] += share
    out: dict[str, WordingTable] = {}
    for pool, used in sorted(uses.items()):
        rows = sorted(used.items())
        users: dict[str, set[str]] = defaultdict(set)
        terms = {normal: wording_terms(normal, vocabulary) for normal in sorted({key[1] for key, _ in rows})}
        for (company, normal, _), _ in rows:
            for term, _ in terms[normal]:
                users[term].add(company)
        known = {
            term: number
            for number, term in enumerate(sorted(term for term, who in users.items() if len(who) >= _WORDED))
        }
        counted = {
            normal: [(known[term], count) for term, count in said if term in known] for normal, said in terms.items()
        }
        postings, weights, classes, usual = fit_wording(
            [counted[normal] for (_, normal, _), _ in rows],
            [concept for (_, _, concept), _ in rows],
            [weight for _, weight in rows],
            sorted(known),
        )
        out[pool] = WordingTable(postings=postings, weights=weights, classes=classes, usual=usual)
    return out


def ratio_tables(
    filings: Sequence[TaggedFiling],
    numbers: dict[str, int],
    vocabulary: Vocabulary,
    shared: Mapping[str, Collection[str]],
) -> dict[str, RatioTable]:
    """The ratio table of each kind of evidence; every company weighs the same.

    `shared` are for each pool the labels in loose form that several companies use: no other is carried on.
    """
    filings_of: dict[str, int] = defaultdict(int)
    for filing in filings:
        filings_of[filing.company] += 1
    joint: dict[str, dict[str, dict[int, float]]] = {name: defaultdict(lambda: defaultdict(float)) for name in EVIDENCE}
    prior: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for filing in filings:
        share = 1.0 / filings_of[filing.company]
        everywhere, alone = filing_keys([tagged.concepts for tagged in filing.sheets])
        marks = marks_of(tagged.sheet for tagged in filing.sheets)
        for tagged, owns in zip(filing.sheets, alone, strict=True):
            pool = tagged.sheet.pool
            wanted = [numbers.get(concept, OWN) for concept in tagged.concepts]
            for concept in wanted:
                prior[pool][concept] += share
            loosely = [vocabulary.key(line.normal) for line in tagged.sheet.lines]
            labels = [(key,) if key in shared[pool] else () for key in loosely]
            keys = {
                **label_keys(tagged.sheet, filing.industry, labels, marks),
                **place_keys(pool, tagged.sheet.lines, arounds(tagged.sheet, tagged.concepts), labels),
                "filing": Keys(
                    [len(everywhere) - (own in everywhere) for own in owns],
                    [f"{pool} {key}" for own in owns for key in everywhere if key != own],
                ),
            }
            for name, each in keys.items():
                counts = joint[name]
                for number, line_keys in zip(wanted, each.by_line(), strict=True):
                    for key in line_keys:
                        counts[key][number] += share
    chances = {
        pool: {concept: count / sum(counts.values()) for concept, count in counts.items()}
        for pool, counts in prior.items()
    }
    tables = {
        name: _table(_ratios(counts, chances, *EVIDENCE[name], joint["label"] if name in GIVEN_LABEL else None))
        for name, counts in joint.items()
    }
    tables["frequency"] = _table(_frequencies(chances))
    return tables


def _frequencies(chances: dict[str, dict[int, float]]) -> Rows:
    """How usual each concept is in each pool: log P(concept), raised so that common concepts are above zero."""
    return {
        pool: ({concept: math.log(chance) + _USUAL for concept, chance in concepts.items()}, -_USUAL)
        for pool, concepts in chances.items()
    }


def _ratios(
    counts: dict[str, dict[int, float]],
    chances: dict[str, dict[int, float]],
    shrink: float,
    least: float,
    captions: Mapping[str, Mapping[int, float]] | None = None,
) -> Rows:
    """The ratios to how usual each concept is, or, with `captions`, to what the caption before the bar means."""
    rows: Rows = {}
    for key, concepts in counts.items():
        total = sum(concepts.values())
        if total < least:
            continue
        chance: Mapping[int, float] = chances[key.partition(" ")[0]]
        if captions is not None:
            meant = captions[key.rpartition("|")[0]]
            whole = sum(meant.values()) + _CAPTION
            chance = {concept: (meant.get(concept, 0.0) + _CAPTION * chance[concept]) / whole for concept in concepts}
        absent = math.log(shrink / (total + shrink))
        ratios: dict[int, float] = {}
        for concept, count in concepts.items():
            ratio = math.log((count + shrink * chance[concept]) / ((total + shrink) * chance[concept]))
            if abs(ratio - absent) * SCALE >= 1.0 and count >= least / 4:
                ratios[concept] = ratio
        rows[key] = (ratios, absent)
    return rows


def _table(rows: Rows) -> RatioTable:
    keys = sorted(rows)
    entries = [entry for key in keys for entry in sorted(rows[key][0].items())]
    return RatioTable(
        keys={key: number for number, key in enumerate(keys)},
        starts=starts_of([len(rows[key][0]) for key in keys]),
        concepts=np.array([concept for concept, _ in entries], dtype=np.uint16),
        ratios=np.array([_stored(ratio) for _, ratio in entries], dtype=np.int8),
        absent=np.array([_stored(rows[key][1]) for key in keys], dtype=np.int8),
    )


def _stored(ratio: float) -> int:
    return round(max(-CAP, min(CAP, ratio)) * SCALE)


def compile_tables(
    filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]] | None = None
) -> Knowledge:
    """The knowledge counted from filings, without weights (`wording_tables` and the tagger fit the first of them).

    `standard` has for each pool the normalised words of the taxonomy for the concepts of its statement roles.
    """
    standard = standard or {}
    names = sorted(
        {concept for filing in filings for tagged in filing.sheets for concept in tagged.concepts if concept}
        | {concept for words in standard.values() for concept in words}
    )
    numbers = {name: number for number, name in enumerate(names)}
    vocabulary = vocabulary_of(filings)
    labels = label_tables(filings, numbers, vocabulary)
    shared = {pool: {vocabulary.key(label) for label in table.labels} for pool, table in labels.items()}
    return Knowledge(
        concepts=names,
        vocabulary=vocabulary,
        labels=labels,
        captions=caption_words(filings, numbers, standard),
        wording={},
        tables=ratio_tables(filings, numbers, vocabulary, shared),
        tagger=None,
        model={},
        trees={},
    )
