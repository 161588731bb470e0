"""Passes: one judgement of every candidate of every line, by a softmax over weighted features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import DIGITS, softmax
from converter.mapping.features import surrounded, weighed
from converter.mapping.regimes import numbers_of, regime_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.mapping.arrays import Floats, Ints
    from converter.mapping.features import Pairs, Prepared
    from converter.mapping.knowledge import Knowledge


@dataclass(slots=True, eq=False)
class Seen:
    """What the trees saw of the pairs that they compared."""

    rows: Floats
    """A row for each of `boosting.TREE_COLUMNS`, a column for each pair that they compared."""
    at: Ints
    """For each pair its column; -1 where the trees had no say."""


@dataclass(slots=True, eq=False)
class Round:
    """The outcome of one pass over a filing."""

    pairs: Pairs
    chances: Floats
    """The probability of each pair among the candidates of its line."""
    order: Ints
    """The positions of the pairs line by line, those of each line by probability, the best first."""
    seen: Seen | None = None

    def ranked(self, line: int) -> Ints:
        """The positions of the pairs of a line, the best first."""
        return self.order[self.pairs.starts[line] : self.pairs.starts[line + 1]]

    @property
    def first(self) -> tuple[Ints, Ints]:
        """The lines that have candidates, and the position of the best pair of each."""
        lines = np.flatnonzero(np.diff(self.pairs.starts))
        return lines, self.order[self.pairs.starts[lines]]

    def chosen(self, knowledge: Knowledge) -> tuple[list[str], Floats]:
        """For every line the local name of the best concept, empty for none, and its probability."""
        count = len(self.pairs.starts) - 1
        names, best = [""] * count, np.zeros(count)
        lines, positions = self.first
        best[lines] = self.chances[positions]
        for line, concept in zip(lines.tolist(), self.pairs.concept[positions].tolist(), strict=True):
            names[line] = knowledge.concepts[concept]
        return names, best


def again(ready: Prepared, before: Round, knowledge: Knowledge) -> Pairs:
    """The pairs with the outcome of a pass as their surroundings."""
    pairs = before.pairs.copy()
    return surrounded(ready, pairs, *before.chosen(knowledge), before.chances, knowledge)


def regimes_of(ready: Prepared) -> list[str]:
    """Which set of weights judges each line."""
    pools = [sheet.pool for sheet in ready.sheets]
    lines = zip(ready.sheet.tolist(), ready.companies.tolist(), strict=True)
    return [regime_of(pools[sheet], companies) for sheet, companies in lines]


def judge(ready: Prepared, pairs: Pairs, weights: Mapping[str, Floats]) -> Round:
    """One pass: the candidates of every line in order. `weights` are by regime, in the order of `features.NAMES`."""
    by_name = np.stack(list(weights.values()), axis=1)
    regime = np.array(numbers_of(regimes_of(ready), weights), dtype=np.int64)[pairs.line]
    return scored(pairs, np.einsum("ij,ij->j", weighed(pairs.values), by_name.take(regime, axis=1)))


def scored(pairs: Pairs, scores: Floats) -> Round:
    """The candidates of every line in the order of their scores."""
    order = np.lexsort((pairs.concept, -np.round(scores, DIGITS), pairs.line))
    return Round(pairs, softmax(scores, pairs.starts), order)
