"""Training of the mapping, and what it predicts for companies that it did not learn from.

Everything here is reproducible: the same table and taxonomy give the same knowledge. The companies are in folds. The
features of a filing are looked up in tables that its fold took no part in, and whatever is passed on from one step to
the next (the choices of a pass, the corrections of the trees) was fitted on the other folds: a company never helps to
predict itself. Needs the extra `train`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from converter.mapping.boosting import LOOKED_AT, TREE_COLUMNS, Forest, tree_rows, unsure
from converter.mapping.corpus import one_per_company, read_filings, standard_words
from converter.mapping.features import NAMES, Columns, Prepared, columns_of, regime, vector, weights_of
from converter.mapping.model import SURENESS, Round, judge, narrow, opening, prepare, sureness
from converter.mapping.tables import compile_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from converter.mapping.features import Order, Weights
    from converter.mapping.fitting import Matrix
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.tables import TaggedFiling
    from converter.taxonomy.release import Taxonomy

_FEWEST = 100
"""Weights of their own need so many lines."""
_FIRST = 2
"""Every so many filings give lines for the first pass, whose weights need fewer."""
_CHANCE = TREE_COLUMNS.index("log_chance")

Named = dict[str, dict[str, float]]
"""Weights by regime and feature."""


@dataclass(slots=True)
class Item:
    """A filing with the features of its lines, looked up in tables that its fold took no part in."""

    filing: TaggedFiling
    knowledge: Knowledge
    ready: list[Prepared]
    columns: list[list[Columns]]
    first: Round | None = None
    orders: list[list[Order]] = field(default_factory=list)
    """The outcome for each line."""


@dataclass(slots=True)
class Learned:
    """What training found."""

    knowledge: Knowledge
    items: list[Item]
    """One filing of each company, with the outcome of the other folds' weights."""
    chances: dict[int, dict[str, dict[str, float]]]
    """For each fold, the weights of the confidence, the match and the extension that the other folds gave."""


def train(filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]], *, share: int = 1) -> Learned:
    """The knowledge of filings, and the outcomes across folds.

    Every `share`-th company gives lines for the weights.
    """
    folds = sorted({filing.fold for filing in filings})
    items = [item for fold in folds for item in items_of(filings, fold, standard, share)]
    first, others = _across(folds, items[::_FIRST])
    for item in items:
        item.first = judge(item.ready, item.columns, others[item.filing.fold], item.knowledge)
        narrow(item.ready, item.first.order)
        item.columns = columns_of(item.ready, item.first.chosen, item.first.best, item.knowledge)
    second, others = _across(folds, items)
    for item in items:
        item.orders = judge(item.ready, item.columns, others[item.filing.fold], item.knowledge).order
    trees = _plant(folds, items)
    chances = _sureness(folds, items)
    knowledge = compile_tables(filings, standard)
    model: dict[str, Any] = {"first": first, "second": second, "trees": trees, **chances[-1]}
    knowledge.model = model
    return Learned(knowledge, items, chances)


def items_of(
    filings: Sequence[TaggedFiling], fold: int, standard: Mapping[str, Mapping[str, str]], share: int
) -> list[Item]:
    """One filing of every `share`-th company of a fold, with the features of the first pass."""
    knowledge = compile_tables([filing for filing in filings if filing.fold != fold], standard)
    items: list[Item] = []
    for filing in one_per_company([filing for filing in filings if filing.fold == fold])[::share]:
        ready = prepare([tagged.sheet for tagged in filing.sheets], knowledge, filing.industry)
        chosen, best = opening(ready, knowledge)
        items.append(Item(filing, knowledge, ready, columns_of(ready, chosen, best, knowledge)))
    return items


def matrices(items: Sequence[Item]) -> dict[str, list[tuple[Matrix, int, int]]]:
    """For each regime its lines: the features of the candidates, the number of the right one, and the fold."""
    import numpy as np

    lines: dict[str, list[tuple[Matrix, int, int]]] = {}
    for item in items:
        numbers = item.knowledge.numbers
        for tagged, sheet, columns in zip(item.filing.sheets, item.ready, item.columns, strict=True):
            for concept, evidence, line in zip(tagged.concepts, sheet.candidates, columns, strict=True):
                number = numbers.get(concept, -1)
                if number in line.concepts:
                    matrix = np.array([vector(line, each) for each in line.concepts], dtype=np.float32)
                    known = lines.setdefault(regime(sheet.sheet.pool, evidence), [])
                    known.append((matrix, line.concepts.index(number), item.filing.fold))
    return lines


def fit(
    lines: Mapping[str, Sequence[tuple[Matrix, int, int]]], leave: int = -1, without: Collection[str] = ()
) -> Named:
    """The weights for each regime of lines of all folds but one; the features in `without` get none."""
    from converter.mapping.fitting import fit_choice

    kept = [number for number, name in enumerate(NAMES) if name.rstrip("+-") not in without]
    names = [NAMES[number] for number in kept]
    out: Named = {}
    for regime_, data in sorted(lines.items()):
        chosen = [(matrix[:, kept], right) for matrix, right, fold in data if fold != leave]
        if len(chosen) >= _FEWEST:
            weights = fit_choice(chosen)
            out[regime_] = {name: round(weight, 5) for name, weight in zip(names, weights, strict=True) if weight}
    return out


def _across(folds: Sequence[int], items: Sequence[Item]) -> tuple[Named, dict[int, dict[str, Weights]]]:
    """The weights of all folds, and for each fold those of the others, by column."""
    lines = matrices(items)
    others = {fold: fit(lines, fold) for fold in folds}
    return fit(lines), {
        fold: {name: weights_of(each) for name, each in named.items()} for fold, named in others.items()
    }


def _plant(folds: Sequence[int], items: Sequence[Item]) -> list[Any]:
    """The trees of all folds; each line's order is corrected by those of the other folds."""
    import numpy as np

    from converter.mapping.fitting import fit_trees

    lines: list[tuple[Matrix, int, int]] = []
    for item in items:
        numbers = item.knowledge.numbers
        for tagged, sheet, orders, earlier in zip(
            item.filing.sheets, item.ready, item.orders, _first(item).order, strict=True
        ):
            for number, (concept, order) in enumerate(zip(tagged.concepts, orders, strict=True)):
                looked_at = order.concepts[:LOOKED_AT]
                right = numbers.get(concept, -1)
                if unsure(order) and right in looked_at:
                    rows = tree_rows(sheet.sheet.pool, sheet.candidates[number], order, earlier[number])
                    lines.append((np.array(rows, dtype=np.float32), looked_at.index(right), item.filing.fold))
    for fold in folds:
        others = [(matrix, right) for matrix, right, its in lines if its != fold]
        if len(others) < _FEWEST:
            return []
        forest = Forest(fit_trees(others, _CHANCE))
        for item in items:
            if item.filing.fold == fold:
                item.orders = [
                    [
                        forest.corrected(sheet.sheet.pool, sheet.candidates[number], order, earlier[number])
                        for number, order in enumerate(orders)
                    ]
                    for sheet, orders, earlier in zip(item.ready, item.orders, _first(item).order, strict=True)
                ]
    return fit_trees([(matrix, right) for matrix, right, _ in lines], _CHANCE)


def _first(item: Item) -> Round:
    assert item.first is not None  # noqa: S101  every item is judged before the second pass
    return item.first


def sureness_rows(item: Item) -> list[list[list[float]]]:
    """What the confidence is computed from, for each line of each sheet."""
    return [
        [
            sureness(sheet.sheet.pool, sheet.candidates[number], order, earlier[number])
            for number, order in enumerate(orders)
        ]
        for sheet, orders, earlier in zip(item.ready, item.orders, _first(item).order, strict=True)
    ]


def _sureness(folds: Sequence[int], items: Sequence[Item]) -> dict[int, dict[str, dict[str, float]]]:
    """The weights of the chances for each fold, from the others; under -1 from all."""
    rows: list[tuple[int, list[float], bool, bool]] = []
    for item in items:
        names = item.knowledge.concepts
        for tagged, orders, vectors in zip(item.filing.sheets, item.orders, sureness_rows(item), strict=True):
            for concept, order, values in zip(tagged.concepts, orders, vectors, strict=True):
                right = bool(concept and order.concepts and names[order.concepts[0]] == concept)
                rows.append((item.filing.fold, values, right, not concept))
    return {fold: _chances([row for row in rows if row[0] != fold]) for fold in (-1, *folds)}


def _chances(rows: Sequence[tuple[int, list[float], bool, bool]]) -> dict[str, dict[str, float]]:
    from converter.mapping.fitting import fit_chance

    standard = [row for row in rows if not row[3]]
    fitted = {
        "confidence": fit_chance([row[1] for row in rows], [row[2] for row in rows]),
        "match": fit_chance([row[1] for row in standard], [row[2] for row in standard]),
        "extension": fit_chance([row[1] for row in rows], [row[3] for row in rows]),
    }
    return {name: dict(zip(SURENESS, weights, strict=True)) for name, weights in fitted.items()}


def train_release(lines: Path, taxonomy: Taxonomy, *, share: int = 1) -> Learned:
    """What a table of statement lines teaches for a taxonomy release; write its knowledge with `knowledge.save`."""
    return train(read_filings(lines, taxonomy), standard_words(taxonomy), share=share)
