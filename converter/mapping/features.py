"""Features: what speaks for and against each candidate of each line of a filing, as named numbers.

All lines of a filing stand one below the other, and so do all pairs of a line and a candidate of it. A feature is a
row of numbers, one for each pair. A new kind of evidence is a name in `evidence.py` with the keys it is counted by; a
new feature of the caption is a line in `captions.py`, and one of the pair a function in `rivals.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import DIGITS, ranks, starts_of
from converter.mapping.captions import LABEL, Caption
from converter.mapping.evidence import (
    CAPTION_EVIDENCE,
    EVIDENCE,
    FILING_EVIDENCE,
    INDUSTRY_EVIDENCE,
    LABEL_EVIDENCE,
    PLACE_EVIDENCE,
    arounds,
    filing_keys,
    joined,
    label_keys,
    marks_of,
    place_keys,
)
from converter.mapping.lines import POOL_NAMES
from converter.mapping.rivals import CLAIMS, RIVALRIES, STANDINGS, claims_of, others_of
from converter.mapping.tagger import TAGGED, compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.evidence import Around, Keys
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import Sheet
    from converter.mapping.tagger import Tagged

RIVALS: tuple[str, ...] = (*RIVALRIES, *CLAIMS, *STANDINGS)
COLUMNS: tuple[str, ...] = (*LABEL, *EVIDENCE, *RIVALS, *TAGGED)
"""The names of the features, in the order of the rows of `Pairs.values`."""
NAMES: tuple[str, ...] = (*LABEL, *(f"{name}{side}" for name in EVIDENCE for side in "+-"), *RIVALS, *TAGGED)
"""The names of the weights: evidence has one weight where it speaks for a candidate and one where against."""
OWN_EVIDENCE: tuple[str, ...] = (*LABEL_EVIDENCE, *PLACE_EVIDENCE)
"""The kinds of evidence that are looked up for a concept of the company's own too."""

AT = {name: number for number, name in enumerate(COLUMNS)}
"""The row of each feature."""
_CAPTION = [AT[name] for name in (*LABEL, *CAPTION_EVIDENCE)]
_PLACED = tuple(name for name in LABEL_EVIDENCE if name not in CAPTION_EVIDENCE)
_OWN_AT = {name: number for number, name in enumerate(OWN_EVIDENCE)}
_TAGGED = [AT[name] for name in TAGGED]
LIKELIEST = 12
"""Candidates of a line that evidence is looked up for: the likeliest by caption and tagger."""
_OPENED = 0.5
"""What the opening counts beside the tagger."""


@dataclass(slots=True, eq=False)
class Pairs:
    """Every line of a filing with every candidate of it that is looked at, line by line."""

    starts: Ints
    """Where the candidates of each line begin; one more than there are lines."""
    line: Ints
    concept: Ints
    """Concept numbers."""
    place: Ints
    """The position of each pair among those that `prepared` made, which are in the order of `LineCandidates`."""
    values: Floats
    """The features: a row for each of `COLUMNS`, a column for each pair."""
    own: Floats
    """What each of `OWN_EVIDENCE` (a row) says for a concept of the company's own on each line (a column)."""
    around: Sequence[Around] = field(default_factory=tuple)
    """What stood around each line when the features were looked up; empty while nothing is chosen."""

    def copy(self) -> Pairs:
        """The same, to be changed."""
        return replace(self, values=self.values.copy(), own=self.own.copy())

    def only(self, kept: Ints) -> Pairs:
        """The same with the pairs at some positions, line by line."""
        line = self.line[kept]
        return Pairs(
            starts=starts_of(np.bincount(line, minlength=len(self.starts) - 1)),
            line=line,
            concept=self.concept[kept],
            place=self.place[kept],
            values=self.values[:, kept],
            own=self.own.copy(),
            around=self.around,
        )


@dataclass(slots=True, eq=False)
class Prepared:
    """The sheets of a filing with the candidates of every line, and the features that no choice changes."""

    sheets: Sequence[Sheet]
    captions: list[Caption]
    """Of every line."""
    sheet: Ints
    """The number of the sheet of every line."""
    starts: Ints
    """Where the lines of each sheet begin; one more than there are sheets."""
    pairs: Pairs
    pool: Ints
    """For every line the number of its kind of statement."""
    companies: Floats
    """How many companies use the caption of every line."""
    own: Floats
    """How many of them with a concept of their own."""
    nearest: Floats
    """The similarity of the nearest label to the caption of every line."""
    extension: Floats
    """The share of votes for concepts that companies invented."""
    wording_own: Floats
    """The logarithm of the chance of a concept of the company's own by the wording of every line."""
    tagger_own: Floats
    """The same by the tagger."""

    def by_sheet(self, values: Sequence[str]) -> list[Sequence[str]]:
        """What is known of every line, sheet by sheet."""
        bounds = self.starts.tolist()
        return [values[start:end] for start, end in pairwise(bounds)]


def prepared(
    sheets: Sequence[Sheet], captions: list[Caption], tagged: Tagged, industry: str, knowledge: Knowledge
) -> Prepared:
    """The sheets with the likeliest candidates of every line.

    `captions` are those of all lines, `tagged` is what the tagger says of them.
    """
    pairs = _likely_pairs(captions, tagged)
    counts = [len(sheet.lines) for sheet in sheets]
    found = [caption.candidates for caption in captions]
    ready = Prepared(
        sheets=sheets,
        captions=captions,
        sheet=np.repeat(np.arange(len(sheets)), counts),
        starts=starts_of(counts),
        pairs=pairs,
        pool=np.repeat(np.array([POOL_NAMES.index(sheet.pool) for sheet in sheets], dtype=np.int64), counts),
        companies=np.array([each.companies for each in found], dtype=np.float64),
        own=np.array([each.own for each in found], dtype=np.float64),
        nearest=np.array([each.nearest for each in found]),
        extension=np.array([each.extension for each in found]),
        wording_own=np.array([each.wording_own for each in found]),
        tagger_own=tagged.own,
    )
    if captions:
        pairs.own[[_OWN_AT[name] for name in CAPTION_EVIDENCE]] = np.array([caption.own for caption in captions]).T
    marks = marks_of(sheets)
    keys = [
        label_keys(sheet, industry, [caption.candidates.keys for caption in captions[start:end]], marks)
        for sheet, (start, end) in zip(sheets, pairwise(ready.starts.tolist()), strict=True)
    ]
    _add_evidence(_PLACED, keys, np.arange(len(captions)), ready, pairs, knowledge)
    others = others_of(pairs.line, ready.sheet, pairs.concept, pairs.values[AT["share"]])
    for name, rivalry in RIVALRIES.items():
        pairs.values[AT[name]] = rivalry(others)
    return ready


def _likely_pairs(captions: Sequence[Caption], tagged: Tagged) -> Pairs:
    """The likeliest candidates of every line."""
    sizes = [len(caption.candidates.concepts) for caption in captions]
    line = np.repeat(np.arange(len(captions)), sizes)
    pairs = Pairs(
        starts=starts_of(sizes),
        line=line,
        concept=np.concatenate([caption.candidates.concepts for caption in captions] or [np.zeros(0, dtype=np.int64)]),
        place=np.arange(len(line)),
        values=np.zeros((len(COLUMNS), len(line))),
        own=np.zeros((len(OWN_EVIDENCE), len(captions))),
    )
    if not len(line):
        return pairs
    pairs.values[_CAPTION] = np.concatenate([caption.values for caption in captions], axis=1)
    pairs.values[_TAGGED] = compared(tagged.of(pairs.starts, pairs.concept), pairs.starts)
    order = np.lexsort((pairs.concept, -np.round(likelihoods(pairs), DIGITS), line))
    pairs = pairs.only(np.sort(order[ranks(line) < LIKELIEST]))
    return replace(pairs, place=np.arange(len(pairs.line)))


def likelihoods(pairs: Pairs) -> Floats:
    """What caption and tagger say for each pair, before anything else is asked."""
    out: Floats = _OPENED * pairs.values[AT["opening"]] + pairs.values[AT["tagger"]]
    return out


def surrounded(
    ready: Prepared, pairs: Pairs, chosen: Sequence[str], best: Floats, chances: Floats, knowledge: Knowledge
) -> Pairs:
    """The pairs with all features, given the choices so far; they are changed in place.

    `chances` are the probabilities of the pairs so far; `chosen` are for every line the local name of the concept
    chosen so far, `best` its probability. A later pass changes its mind about few lines: what was looked up for a line
    is kept where the same stands around it.
    """
    names = ready.by_sheet(chosen)
    around = [each for sheet, mine in zip(ready.sheets, names, strict=True) for each in arounds(sheet, mine)]
    before: Sequence[Around | None] = pairs.around or [None] * len(around)
    fresh = [number for number, (now, then) in enumerate(zip(around, before, strict=True)) if now != then]
    bounds = np.searchsorted(fresh, ready.starts).tolist()
    lines = [line for sheet in ready.sheets for line in sheet.lines]
    keys = [
        place_keys(
            sheet.pool,
            [lines[number] for number in mine],
            [around[number] for number in mine],
            [ready.captions[number].candidates.keys for number in mine],
        )
        for sheet, mine in zip(ready.sheets, (fresh[start:end] for start, end in pairwise(bounds)), strict=True)
    ]
    _add_evidence(tuple(PLACE_EVIDENCE), keys, np.array(fresh, dtype=np.int64), ready, pairs, knowledge)
    everywhere, alone = filing_keys(names)
    for name in FILING_EVIDENCE:
        _add_filing_evidence(name, everywhere, alone, ready, pairs, knowledge)
    numbers = knowledge.numbers
    standing = others_of(pairs.line, ready.sheet, pairs.concept, chances)
    claims = claims_of(np.array([numbers.get(name, -1) for name in chosen], dtype=np.int64), best, ready.sheet)
    for name, claim in CLAIMS.items():
        pairs.values[AT[name]] = claim(standing, claims)
    for name, compare in STANDINGS.items():
        pairs.values[AT[name]] = compare(standing)
    return replace(pairs, around=around)


def _add_evidence(
    names: Sequence[str],
    keys: Sequence[Mapping[str, Keys]],
    lines: Ints,
    ready: Prepared,
    pairs: Pairs,
    knowledge: Knowledge,
) -> None:
    """Add what some kinds of evidence say about some lines; `keys` are those of the lines, sheet by sheet."""
    number = np.full(len(ready.captions), -1)
    number[lines] = np.arange(len(lines))
    number = number[pairs.line]
    at = np.flatnonzero(number >= 0)
    ratios = knowledge.ratios
    # The candidates of the lines, and for each line a concept of the company's own.
    pool = np.concatenate((ready.pool[pairs.line[at]], ready.pool[lines]))
    column = ratios.columns_of(pool, np.concatenate((pairs.concept[at], np.full(len(lines), ratios.own))))
    asked = {name: joined([each[name] for each in keys]) for name in names}
    said = ratios.values(asked, np.concatenate((number[at], np.arange(len(lines)))), column)
    pairs.values[np.ix_(np.array([AT[name] for name in names]), at)] = said[:, : len(at)]
    own = [number for number, name in enumerate(names) if name not in INDUSTRY_EVIDENCE]
    pairs.own[np.ix_(np.array([_OWN_AT[names[number]] for number in own]), lines)] = said[own, len(at) :]


def _add_filing_evidence(
    name: str,
    everywhere: Sequence[str],
    alone: Sequence[Sequence[str]],
    ready: Prepared,
    pairs: Pairs,
    knowledge: Knowledge,
) -> None:
    """Add what the telling concepts of a filing say for each pair, less the one that only its own line has."""
    ratios = knowledge.ratios
    column = ratios.columns_of(ready.pool[pairs.line], pairs.concept)
    firsts = ready.starts.tolist()
    bounds = pairwise(pairs.starts[ready.starts].tolist())
    for sheet, own, first, (start, end) in zip(ready.sheets, alone, firsts, bounds, strict=False):
        line = pairs.line[start:end] - first
        keys, without = ([f"{sheet.pool} {key}" if key else "" for key in each] for each in (everywhere, own))
        pairs.values[AT[name], start:end] = ratios.shared(name, keys, without, line, column[start:end])


def weighed(values: Floats) -> Floats:
    """The features in the order of `NAMES`: evidence split into its parts for and against."""
    out = np.empty((len(NAMES), values.shape[1]))
    before, after = len(LABEL), len(LABEL) + 2 * len(EVIDENCE)
    out[:before] = values[:before]
    evidence = values[before : before + len(EVIDENCE)]
    np.maximum(evidence, 0.0, out=out[before:after:2])
    np.minimum(evidence, 0.0, out=out[before + 1 : after : 2])
    out[after:] = values[before + len(EVIDENCE) :]
    return out


def weights_of(named: Mapping[str, float], names: Sequence[str] = NAMES) -> Floats:
    """The weights in the order of the names, from weights by name."""
    return np.array([named.get(name, 0.0) for name in names])
