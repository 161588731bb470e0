"""Training of the mapping, and its honest measurement by cross-validation over companies.

Everything here is reproducible: the same table and taxonomy give the same knowledge. The weights are fitted on lines
whose companies took no part in the tables that their features were looked up in; a company never helps to predict
itself, neither in training nor in measuring. Needs the extra `train` (numpy, scipy, pandas, pyarrow).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.mapping.corpus import one_per_company, read_filings, standard_words
from converter.mapping.features import (
    NAMES,
    Columns,
    Prepared,
    columns_of,
    regime,
    vector,
    weights_of,
)
from converter.mapping.model import SURENESS, judge, narrow, opening, prepare, sureness
from converter.mapping.tables import compile_tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from converter.mapping.knowledge import Knowledge
    from converter.mapping.tables import TaggedFiling
    from converter.taxonomy.release import Taxonomy

FOLDS = (0, 1, 2, 3, 4)
_FEWEST = 50
"""Weights of their own need so many lines."""


@dataclass(slots=True)
class Item:
    """A filing with the features of its lines, looked up in tables that its company took no part in."""

    filing: TaggedFiling
    knowledge: Knowledge
    ready: list[Prepared]
    columns: list[list[Columns]]


def train(
    filings: Sequence[TaggedFiling],
    standard: Mapping[str, Mapping[str, str]],
    *,
    share: int = 2,
    without: Collection[str] = (),
) -> Knowledge:
    """The knowledge of filings: tables counted from all of them, weights fitted over their folds.

    Every `share`-th company gives lines for the weights. The features in `without` get no weight: what is left shows
    what they are worth.
    """
    from converter.mapping.fitting import fit_chance

    folds = sorted({filing.fold for filing in filings})
    items = [item for fold in folds for item in items_of(filings, fold, standard, share)]
    model: dict[str, dict[str, dict[str, float]] | dict[str, float]] = {}
    first = fit(items, without)
    second_items: list[Item] = []
    before = []
    for item in items:
        judged = judge(
            item.ready, item.columns, {name: weights_of(each) for name, each in first.items()}, item.knowledge
        )
        narrow(item.ready, judged.order)
        columns = columns_of(item.ready, judged.chosen, judged.best, item.knowledge)
        second_items.append(Item(item.filing, item.knowledge, item.ready, columns))
        before.append(judged)
    second = fit(second_items, without)
    rows: list[list[float]] = []
    right: list[bool] = []
    own: list[bool] = []
    for item, earlier in zip(second_items, before, strict=True):
        judged = judge(
            item.ready, item.columns, {name: weights_of(each) for name, each in second.items()}, item.knowledge
        )
        for tagged, sheet, order, old in zip(item.filing.sheets, item.ready, judged.order, earlier.order, strict=True):
            for number, concept in enumerate(tagged.concepts):
                rows.append(sureness(sheet.sheet.pool, sheet.candidates[number], order[number], old[number]))
                found = order[number].concepts
                right.append(bool(concept and found and item.knowledge.concepts[found[0]] == concept))
                own.append(not concept)
    standard_lines = [number for number, is_own in enumerate(own) if not is_own]
    model["first"], model["second"] = dict(first), dict(second)
    model["confidence"] = dict(zip(SURENESS, fit_chance(rows, right), strict=True))
    model["match"] = dict(
        zip(
            SURENESS,
            fit_chance([rows[number] for number in standard_lines], [right[number] for number in standard_lines]),
            strict=True,
        )
    )
    model["extension"] = dict(zip(SURENESS, fit_chance(rows, own), strict=True))
    knowledge = compile_tables(filings, standard)
    knowledge.model = model
    return knowledge


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


def fit(items: Iterable[Item], without: Collection[str] = ()) -> dict[str, dict[str, float]]:
    """The weights of a pass for each regime; the columns in `without` get none."""
    from converter.mapping.fitting import fit_choice

    left_out = {number for number, name in enumerate(NAMES) if name.rstrip("+-") in without}
    lines: dict[str, list[tuple[list[list[float]], int]]] = {}
    for item in items:
        numbers = item.knowledge.numbers
        for tagged, sheet, columns in zip(item.filing.sheets, item.ready, item.columns, strict=True):
            for concept, evidence, line in zip(tagged.concepts, sheet.candidates, columns, strict=True):
                number = numbers.get(concept, -1)
                if number not in line.concepts:
                    continue
                vectors = [vector(line, each) for each in line.concepts]
                for each in vectors if left_out else ():
                    for at in left_out:
                        each[at] = 0.0
                known = lines.setdefault(regime(sheet.sheet.pool, evidence), [])
                known.append((vectors, line.concepts.index(number)))
    return {
        name: {feature: round(weight, 5) for feature, weight in zip(NAMES, fit_choice(data), strict=True) if weight}
        for name, data in sorted(lines.items())
        if len(data) >= _FEWEST
    }


def train_release(lines: Path, taxonomy: Taxonomy, *, share: int = 2) -> Knowledge:
    """The knowledge of a table of statement lines for a taxonomy release, to be written with `knowledge.save`."""
    return train(read_filings(lines, taxonomy), standard_words(taxonomy), share=share)
