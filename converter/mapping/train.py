"""Training of the mapping, and what it predicts for companies that it did not learn from.

Everything here is reproducible: the same table and taxonomy give the same knowledge. The companies are in folds. The
features of a filing are looked up in tables that its fold took no part in, and whatever is passed on from one step to
the next (the choices of a pass, the corrections of the trees) was fitted on the other folds: a company never helps to
predict itself. Needs the extra `train`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import starts_of
from converter.mapping.boosting import TREE_COLUMNS, corrected, looked_at, tree_rows
from converter.mapping.captions import captions_at, captions_of
from converter.mapping.corpus import another_per_company, one_per_company, read_filings, standard_words
from converter.mapping.features import NAMES, prepared, weighed, weights_of
from converter.mapping.model import spoken_on, surroundings, tagged_by
from converter.mapping.opening import OPENING_NAMES, caption_weighed, opened
from converter.mapping.passes import again, judge, regimes_of
from converter.mapping.regimes import regime_of
from converter.mapping.sureness import CHANCES, SURENESS, Calibration, Calibrations, sureness
from converter.mapping.tables import compile_tables, wording_tables
from converter.mapping.trees import planted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.captions import Caption, Captions
    from converter.mapping.features import Pairs, Prepared
    from converter.mapping.fitting import Matrix
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.passes import Round
    from converter.mapping.tables import TaggedFiling
    from converter.mapping.tagger import Tagged
    from converter.mapping.trees import Trees
    from converter.taxonomy.release import Taxonomy

_FEWEST = 100
"""Weights of their own need so many lines."""
_FIRST = 2
"""Every so many filings give lines for the opening and the first pass, whose weights need fewer."""
_CHANCE = TREE_COLUMNS.index("log_chance")

Named = dict[str, dict[str, float]]
"""Weights by regime and feature."""
Lines = Mapping[str, Sequence[tuple["Matrix", int, int]]]
"""For each regime its lines: the features of the candidates, the number of the right one, and the fold."""


@dataclass(slots=True)
class Captioned:
    """A filing with the captions of its lines, looked up in tables that its fold took no part in."""

    filing: TaggedFiling
    knowledge: Knowledge
    said: Tagged
    """What the tagger says of the lines."""
    captions: list[list[Caption]]
    """Of the lines of each sheet, with all candidates."""
    right: Ints
    """For every line the number of its concept, -1 where the tables do not know it."""
    chosen: bool
    """Whether it is the filing that stands for its company in what is measured; others only add lines to learn from."""


@dataclass(slots=True)
class Item:
    """A filing with the features of its lines, looked up in tables that its fold took no part in."""

    filing: TaggedFiling
    knowledge: Knowledge
    said: Tagged
    """What the tagger says of the lines."""
    ready: Prepared
    pairs: Pairs
    right: Ints
    """For every line the number of its concept, -1 where the tables do not know it."""
    chosen: bool
    """Whether it is the filing that stands for its company in what is measured; others only add lines to learn from."""
    first: Round | None = None
    outcome: Round | None = None


@dataclass(slots=True)
class Learned:
    """What training found."""

    knowledge: Knowledge
    items: list[Item]
    """One filing of each company, with the outcome of the other folds' weights."""
    chances: dict[int, Calibrations]
    """For each fold each of `sureness.CHANCES` that the other folds gave."""


def train(
    filings: Sequence[TaggedFiling],
    standard: Mapping[str, Mapping[str, str]],
    *,
    share: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Learned:
    """The knowledge of filings, and the outcomes across folds.

    Every `share`-th company gives lines for the weights. `tell` hears what is begun: all of it takes an hour.
    """
    folds = sorted({filing.fold for filing in filings})
    captioned: list[Captioned] = []
    for number, fold in enumerate(folds, 1):
        tell(f"tables and tagger without fold {number} of {len(folds)}")
        captioned += captioned_of(filings, fold, standard, share)
    model: dict[str, Named] = {}

    def learn(step: str, lines: Lines, names: Sequence[str]) -> Mapping[int, Mapping[str, Floats]]:
        tell(f"weights: {step}")
        model[step], others = _across(folds, lines, names)
        return others

    items = passed(captioned, learn)
    tell("trees")
    trees = _plant(folds, items)
    items = [item for item in items if item.chosen]
    tell("chances")
    chances = _sureness(folds, items)
    tell("tables and tagger of all folds")
    knowledge = _tables(filings, standard)
    knowledge.model = model | {name: each.weights for name, each in chances[-1].by_name.items()}
    knowledge.trees = {"choice": trees, **{name: each.trees for name, each in chances[-1].by_name.items()}}
    return Learned(knowledge, items, chances)


def passed(
    captioned: Sequence[Captioned],
    learn: Callable[[str, Lines, Sequence[str]], Mapping[int, Mapping[str, Floats]]],
) -> list[Item]:
    """The filings after the opening and both passes, no trees.

    `learn` gives for a step, the lines to learn from and the names of their columns the weights that judge each fold.
    """
    others = learn("opening", caption_matrices(captioned[::_FIRST]), OPENING_NAMES)
    items = [item_of(each, others[each.filing.fold]) for each in captioned]
    others = learn("first", matrices(items[::_FIRST]), NAMES)
    for item in items:
        item.first = judge(item.ready, item.pairs, others[item.filing.fold])
        item.pairs = again(item.ready, item.first, item.knowledge)
    others = learn("second", matrices(items), NAMES)
    for item in items:
        item.outcome = judge(item.ready, item.pairs, others[item.filing.fold])
    return items


def captioned_of(
    filings: Sequence[TaggedFiling], fold: int, standard: Mapping[str, Mapping[str, str]], share: int
) -> list[Captioned]:
    """Of every `share`-th company of a fold one filing and another to learn from, with their captions."""
    knowledge = _tables([filing for filing in filings if filing.fold != fold], standard)
    numbers = knowledge.numbers
    out: list[Captioned] = []
    mine = [filing for filing in filings if filing.fold == fold]
    chosen = one_per_company(mine)[::share]
    names = {filing.company for filing in chosen}
    others = [filing for filing in another_per_company(mine) if filing.company in names]
    at_hand: Captions = {}
    for number, filing in enumerate([*chosen, *others]):
        sheets = [tagged.sheet for tagged in filing.sheets]
        said = tagged_by(knowledge, sheets, filing.industry)
        flat = captions_at(spoken_on(sheets, said), at_hand, lambda fresh: captions_of(fresh, knowledge))
        bounds = pairwise(starts_of([len(sheet.lines) for sheet in sheets]).tolist())
        captions = [flat[start:end] for start, end in bounds]
        right = [numbers.get(concept, -1) for tagged in filing.sheets for concept in tagged.concepts]
        chosen_one = number < len(chosen)
        out.append(Captioned(filing, knowledge, said, captions, np.array(right, dtype=np.int64), chosen_one))
    return out


def captions_in(item: Item) -> Captioned:
    """The filing with the captions of its lines, for other passes over it."""
    bounds = pairwise(item.ready.starts.tolist())
    captions = [list(item.ready.captions[start:end]) for start, end in bounds]
    return Captioned(item.filing, item.knowledge, item.said, captions, item.right, item.chosen)


def item_of(each: Captioned, opening: Mapping[str, Floats]) -> Item:
    """A filing with the candidates that the weights of the opening leave, and the features of the first pass."""
    filing, knowledge = each.filing, each.knowledge
    sheets = [tagged.sheet for tagged in filing.sheets]
    captions = [
        caption
        for sheet, mine in zip(sheets, each.captions, strict=True)
        for caption in opened(mine, [sheet.pool] * len(mine), opening)
    ]
    ready = prepared(sheets, captions, each.said, filing.industry, knowledge)
    return Item(filing, knowledge, each.said, ready, surroundings(ready, knowledge), each.right, each.chosen)


def _tables(filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]]) -> Knowledge:
    from converter.mapping.tagger_fitting import fit_tagger

    knowledge = compile_tables(filings, standard)
    knowledge.wording = wording_tables(filings, knowledge)
    knowledge.tagger = fit_tagger(filings, knowledge)
    return knowledge


def matrices(items: Sequence[Item]) -> dict[str, list[tuple[Matrix, int, int]]]:
    """For each regime its lines: the features of the candidates, the number of the right one, and the fold."""
    lines: dict[str, list[tuple[Matrix, int, int]]] = {}
    for item in items:
        rows = np.ascontiguousarray(weighed(item.pairs.values).T, dtype=np.float32)
        regimes = regimes_of(item.ready)
        places = np.arange(len(item.pairs.line))
        for line, start, end, right in _known(item.right, item.pairs.line, item.pairs.concept, places):
            lines.setdefault(regimes[line], []).append((rows[start:end], right, item.filing.fold))
    return lines


def caption_matrices(captioned: Sequence[Captioned]) -> dict[str, list[tuple[Matrix, int, int]]]:
    """The same of all candidates with the features of the caption alone, for the opening."""
    lines: dict[str, list[tuple[Matrix, int, int]]] = {}
    for each in captioned:
        pools = [tagged.sheet.pool for tagged in each.filing.sheets for _ in tagged.concepts]
        captions = [caption for mine in each.captions for caption in mine]
        for pool, caption, right in zip(pools, captions, each.right.tolist(), strict=True):
            hits = np.flatnonzero(caption.candidates.concepts == right)
            if len(hits):
                rows = np.ascontiguousarray(caption_weighed(caption.values).T, dtype=np.float32)
                regime = regime_of(pool, caption.candidates.companies)
                lines.setdefault(regime, []).append((rows, int(hits[0]), each.filing.fold))
    return lines


def _known(rights: Ints, line: Ints, concept: Ints, places: Ints) -> Iterator[tuple[int, int, int, int]]:
    """Each line whose right concept is among its candidates: its number, where they start and end, which is right.

    `rights` are the right concepts of all lines, `line` and `concept` those of the candidates, line by line; `places`
    are their numbers.
    """
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    ends = np.append(starts[1:], len(line))
    hits = places[concept == rights[line]]
    at = dict(zip(line[hits].tolist(), hits.tolist(), strict=True))
    for number, start, end in zip(line[starts].tolist(), starts.tolist(), ends.tolist(), strict=True):
        if number in at:
            yield number, start, end, at[number] - start


def fit(
    lines: Lines,
    leave: int = -1,
    without: Collection[str] = (),
    named: Sequence[str] = NAMES,
) -> Named:
    """The weights for each regime of lines of all folds but one; the features in `without` get none.

    `named` are the names of the columns.
    """
    from converter.mapping.fitting import fit_choice

    kept = [number for number, name in enumerate(named) if name.rstrip("+-") not in without]
    names = [named[number] for number in kept]
    out: Named = {}
    for regime_, data in sorted(lines.items()):
        chosen = [(matrix[:, kept], right) for matrix, right, fold in data if fold != leave]
        if len(chosen) >= _FEWEST:
            weights = fit_choice(chosen)
            out[regime_] = {name: round(weight, 5) for name, weight in zip(names, weights, strict=True) if weight}
    return out


def _across(
    folds: Sequence[int], lines: Lines, names: Sequence[str] = NAMES
) -> tuple[Named, dict[int, dict[str, Floats]]]:
    """The weights of all folds, and for each fold those of the others, in the order of the names."""
    others = {fold: fit(lines, fold, named=names) for fold in folds}
    return fit(lines, named=names), {
        fold: {name: weights_of(each, names) for name, each in named.items()} for fold, named in others.items()
    }


def _plant(folds: Sequence[int], items: Sequence[Item]) -> Trees:
    """The trees of all folds; each line's order is corrected by those of the other folds."""
    from converter.mapping.fitting import fit_trees

    lines: list[tuple[Matrix, int, int]] = []
    for item in items:
        outcome, first = judged(item)
        places = looked_at(outcome)
        positions = outcome.order[places]
        rows = np.ascontiguousarray(tree_rows(item.ready, outcome, first, places).T, dtype=np.float32)
        numbers = np.arange(len(places))
        found = _known(item.right, outcome.pairs.line[positions], outcome.pairs.concept[positions], numbers)
        lines += [(rows[start:end], right, item.filing.fold) for _, start, end, right in found]
    for fold in folds:
        others = [(matrix, right) for matrix, right, its in lines if its != fold]
        if len(others) < _FEWEST:
            return planted(())
        trees = planted(fit_trees(others, _CHANCE))
        for item in items:
            if item.filing.fold == fold:
                item.outcome = corrected(item.ready, *judged(item), trees)
    return planted(fit_trees([(matrix, right) for matrix, right, _ in lines], _CHANCE))


def judged(item: Item) -> tuple[Round, Round]:
    """The outcomes of the last and the first pass."""
    assert item.outcome is not None  # noqa: S101  every item is judged twice before the trees
    assert item.first is not None  # noqa: S101  as above
    return item.outcome, item.first


def _sureness(folds: Sequence[int], items: Sequence[Item]) -> dict[int, Calibrations]:
    """The chances for each fold, from the others; under -1 from all."""
    rows: list[Floats] = []
    right: list[Flags] = []
    own: list[Flags] = []
    fold_of: list[Ints] = []
    for item in items:
        outcome, first = judged(item)
        chosen, _ = outcome.chosen(item.knowledge)
        concepts = [concept for tagged in item.filing.sheets for concept in tagged.concepts]
        rows.append(sureness(item.ready, outcome, first))
        right.append(
            np.array([concept != "" and best == concept for best, concept in zip(chosen, concepts, strict=True)])
        )
        own.append(np.array([not concept for concept in concepts]))
        fold_of.append(np.full(len(concepts), item.filing.fold))
    vectors, found, invented = np.concatenate(rows, axis=1).T, np.concatenate(right), np.concatenate(own)
    of = np.concatenate(fold_of)
    return {fold: _chances(vectors[of != fold], found[of != fold], invented[of != fold]) for fold in (-1, *folds)}


def _chances(vectors: Floats, right: Flags, own: Flags) -> Calibrations:
    from converter.mapping.fitting import fit_chance, fit_chance_trees

    seen = {"confidence": (vectors, right), "match": (vectors[~own], right[~own]), "extension": (vectors, own)}
    out: dict[str, Calibration] = {}
    for name in CHANCES:
        weights = [round(weight, 5) for weight in fit_chance(*seen[name])]
        trees = planted(fit_chance_trees(*seen[name], weights))
        out[name] = Calibration(dict(zip(SURENESS, weights, strict=True)), trees)
    return Calibrations(out)


def train_release(lines: Path, taxonomy: Taxonomy, *, share: int = 1, tell: Callable[[str], None]) -> Learned:
    """What a table of statement lines teaches for a taxonomy release; write its knowledge with `knowledge.save`."""
    return train(read_filings(lines, taxonomy), standard_words(taxonomy), share=share, tell=tell)
