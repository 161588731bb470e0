"""Boosting: trees over the features, which correct the log-linear choice where it is not sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import DIGITS, ranks
from converter.mapping.features import COLUMNS
from converter.mapping.passes import Round, Seen

if TYPE_CHECKING:
    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.features import Prepared
    from converter.mapping.trees import Trees

SURE = 0.95
"""A line whose best candidate is that likely is left as it is."""
LOOKED_AT = 5
"""Candidates of a line that the trees compare."""
TREE_COLUMNS: tuple[str, ...] = (
    *COLUMNS,
    "statement",
    "companies",
    "own",
    "nearest",
    "extension",
    "wording_own",
    "tagger_own",
    "log_chance",
    "rank",
    "first_pass",
)
"""The names of what the trees ask for: the features of the candidate, then those of its line."""


def looked_at(outcome: Round) -> Ints:
    """The places in the order of a round of the pairs that the trees compare, line by line.

    They are the best of each line that has more than one candidate, and none that is nearly certain.
    """
    pairs = outcome.pairs
    lines, first = outcome.first
    unsure = np.zeros(len(pairs.starts) - 1, dtype=bool)
    unsure[lines] = outcome.chances[first] < SURE
    unsure &= np.diff(pairs.starts) > 1
    line = pairs.line[outcome.order]
    return np.flatnonzero(unsure[line] & (ranks(line) < LOOKED_AT))


def tree_rows(ready: Prepared, outcome: Round, before: Round, places: Ints) -> Floats:
    """The values of `TREE_COLUMNS` (a row each) of the pairs at some places in the order of a round (a column each).

    `before` is the outcome of the first pass.
    """
    pairs = outcome.pairs
    positions = outcome.order[places]
    line = pairs.line[positions]
    of_pair = {
        "statement": ready.pool[line],
        "companies": np.log1p(ready.companies)[line],
        "own": (ready.own / (ready.companies + 1.0))[line],
        "nearest": ready.nearest[line],
        "extension": ready.extension[line],
        "wording_own": ready.wording_own[line],
        "tagger_own": ready.tagger_own[line],
        "log_chance": np.log(np.maximum(outcome.chances[positions], 1e-6)),
        "rank": places - pairs.starts[line],
        "first_pass": before.chances[pairs.place[positions]],
    }
    out = np.empty((len(TREE_COLUMNS), len(places)))
    out[: len(COLUMNS)] = pairs.values[:, positions]
    for number, name in enumerate(TREE_COLUMNS[len(COLUMNS) :], len(COLUMNS)):
        out[number] = of_pair[name]
    return out


def corrected(ready: Prepared, outcome: Round, before: Round, trees: Trees) -> Round:
    """The round with the corrections of the trees: their values are added to the logarithm of a probability."""
    places = looked_at(outcome)
    if not len(trees) or not len(places):
        return outcome
    pairs = outcome.pairs
    rows = tree_rows(ready, outcome, before, places)
    positions = outcome.order[places]
    line = pairs.line[positions]
    known = outcome.chances[positions]
    raised = known * np.exp(trees.sums(rows))
    starts = np.flatnonzero(ranks(line) == 0)
    sizes = np.diff(np.append(starts, len(line)))
    changed = raised * np.repeat(np.add.reduceat(known, starts) / np.add.reduceat(raised, starts), sizes)
    chances, order = outcome.chances.copy(), outcome.order.copy()
    chances[positions] = changed
    order[places] = positions[np.lexsort((pairs.concept[positions], -np.round(changed, DIGITS), line))]
    at = np.full(len(pairs.line), -1)
    at[positions] = np.arange(len(positions))
    return Round(pairs, chances, order, Seen(rows, at))
