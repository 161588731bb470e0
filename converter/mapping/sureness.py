"""Sureness: what the confidence in a choice, and the chance of an extension concept, are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.features import AT, COLUMNS, OWN_EVIDENCE
from converter.mapping.lines import POOL_NAMES
from converter.mapping.trees import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.mapping.arrays import Floats
    from converter.mapping.features import Prepared
    from converter.mapping.passes import Round
    from converter.mapping.trees import Trees

SURENESS = (
    *POOL_NAMES,
    "logit",
    "logit_0",
    "logit_2",
    "logit_4",
    "lead",
    "nearest",
    "companies",
    "extension",
    "own_share",
    "claimed",
    "choices",
    "wavering",
    "not_nearest",
    "wording_own",
    "wording_own_lead",
    "tagger_own",
    "tagger_own_lead",
    *COLUMNS,
    *(f"own_{name}" for name in OWN_EVIDENCE),
)
"""The names of the rows; those of features are about the best candidate."""
CHANCES = ("confidence", "match", "extension")
"""That the company would tag what was chosen; the same, given that it would use a standard concept; and that it would
use a concept of its own."""
_NOTHING = -6.0
"""The logit of a line without candidates."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What makes a chance of `SURENESS`: the sum of its weights and its trees is the logit."""

    weights: Mapping[str, float]
    trees: Trees


@dataclass(frozen=True, eq=False)
class Calibrations:
    """What makes each of `CHANCES`."""

    by_name: Mapping[str, Calibration]

    @cached_property
    def _trees(self) -> Trees:
        return joined([self.by_name[name].trees for name in CHANCES])

    @cached_property
    def _weights(self) -> list[Floats]:
        weights = [self.by_name[name].weights for name in CHANCES]
        return [np.array([each.get(name, 0.0) for name in SURENESS])[:, None] for each in weights]

    def lay_out(self) -> None:
        """Work out now what chances need."""
        _ = self._weights
        self._trees.lay_out()

    def chances(self, rows: Floats) -> Floats:
        """The chances of every line (a column) in the order of `CHANCES`; `rows` are those of `SURENESS`."""
        weighed = np.stack([(rows * weights).sum(axis=0) for weights in self._weights])
        corrections = self._trees.sums_by([len(self.by_name[name].trees) for name in CHANCES], rows)
        out: Floats = 1.0 / (1.0 + np.exp(-np.clip(weighed + corrections, -30.0, 30.0)))
        return out


def sureness(ready: Prepared, outcome: Round, before: Round) -> Floats:
    """For each of `SURENESS` a row with a column for every line.

    `outcome` and `before` are the outcomes of the last and the first pass.
    """
    count = len(ready.captions)
    lines, best = outcome.first
    _, earlier = before.first
    pairs = outcome.pairs
    out = np.zeros((len(SURENESS), count))
    rows = {name: number for number, name in enumerate(SURENESS)}
    for number in range(len(POOL_NAMES)):
        out[number] = ready.pool == number
    out[rows["logit"]] = _NOTHING
    out[len(SURENESS) - len(OWN_EVIDENCE) :] = pairs.own
    if not len(lines):
        return out
    sizes = np.diff(pairs.starts)[lines]
    second = outcome.order[pairs.starts[lines] + (sizes > 1)]
    chance = np.clip(outcome.chances[best], 1e-3, 1 - 1e-3)
    logit = np.log(chance / (1 - chance))
    values = pairs.values[:, best]
    found = {
        "logit": logit,
        "logit_0": np.maximum(0.0, logit),
        "logit_2": np.maximum(0.0, logit - 2.0),
        "logit_4": np.maximum(0.0, logit - 4.0),
        "lead": outcome.chances[best] - np.where(sizes > 1, outcome.chances[second], 0.0),
        "nearest": ready.nearest[lines],
        "companies": np.log1p(ready.companies)[lines],
        "extension": ready.extension[lines],
        "own_share": (ready.own / (ready.companies + 1.0))[lines],
        "claimed": values[AT["claimed_after"]] + values[AT["claimed_before"]],
        "choices": np.log(np.diff(ready.pairs.starts)[lines]),
        "wavering": (before.pairs.place[earlier] != pairs.place[best]).astype(np.float64),
        "not_nearest": (pairs.place[best] != ready.pairs.starts[lines]).astype(np.float64),
    }
    found |= dict(zip(COLUMNS, values, strict=True))
    found["wording_own"] = ready.wording_own[lines]
    found["wording_own_lead"] = ready.wording_own[lines] - found["wording"]
    found["tagger_own"] = ready.tagger_own[lines]
    found["tagger_own_lead"] = ready.tagger_own[lines] - found["tagger"]
    for name, row in found.items():
        out[rows[name], lines] = row
    return out
