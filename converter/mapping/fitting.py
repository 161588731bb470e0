"""Weights and trees fitted to tagged filings (needs numpy, scipy and lightgbm)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from converter.mapping.index import Postings
from converter.mapping.wording import WEIGHT_SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from converter.mapping.arrays import Flags, Floats

    Matrix = NDArray[np.float32]

_PRIOR = 0.3
_STEPS = 200
_CHANCE_PRIOR = 1.0
_ROUNDS = 300
_FORESTS = 2
"""Forests of the choice; their mean errs less than each (Breiman 1996)."""
_BAGGED = {"bagging_fraction": 0.5, "bagging_freq": 1}
"""Each tree sees another half of the candidates."""
_TREES: dict[str, Any] = {
    "num_leaves": 16,
    "learning_rate": 0.09,
    "min_data_in_leaf": 160,
    "min_sum_hessian_in_leaf": 4,
    "feature_fraction": 0.4,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
_CHANCE_ROUNDS = 100
_CHANCE_TREES: dict[str, Any] = {
    **_TREES,
    "num_leaves": 15,
    "learning_rate": 0.06,
    "min_data_in_leaf": 200,
    "lambda_l2": 10.0,
}

_EPOCHS = 5
_BATCH = 256
_PACE = 0.3
_LEAST_PACE = 0.02
_UNHEARD = 0.4
"""The share of terms that a step of learning does not hear, so that none relies on another (Hinton 2012)."""
_SHRINK = 0.001
_PRUNED = 5
"""Weights below so many sixteenths are left out."""
_LARGEST = 127


def fit_wording(
    captions: Sequence[Sequence[tuple[int, float]]],
    concepts: Sequence[int],
    counts: Sequence[float],
    terms: Sequence[str],
) -> tuple[Postings, NDArray[np.int8], NDArray[np.int64], NDArray[np.int16]]:
    """The weights of terms for concepts, the concepts, and what speaks for each whatever the caption says.

    `captions` are the numbers of their terms with what each counts, `concepts` what each caption was used for, `counts`
    how often. Multinomial logistic regression by AdaGrad (Duchi, Hazan and Singer 2011) over small batches, seeded.
    """
    classes, right = np.unique(np.array(concepts), return_inverse=True)
    weights = np.array(counts, dtype=np.float32)
    sizes = [len(caption) for caption in captions]
    rows = csr_matrix(
        (
            np.array([count for caption in captions for _, count in caption], dtype=np.float32),
            np.array([term for caption in captions for term, _ in caption], dtype=np.int64),
            np.concatenate(([0], np.cumsum(sizes))),
        ),
        shape=(len(captions), len(terms)),
    )
    usual = np.log(np.bincount(right, weights=weights, minlength=len(classes)) + 0.5).astype(np.float32)
    usual -= usual.mean()
    found = np.zeros((len(terms), len(classes)), dtype=np.float32)
    squares = np.full(found.shape, 1e-3, dtype=np.float32)
    random = np.random.default_rng(0)
    for epoch in range(_EPOCHS):
        pace = np.float32(_PACE * (1.0 - epoch / _EPOCHS) + _LEAST_PACE)
        order = random.permutation(len(captions))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            batch = rows[chosen]
            heard = random.random(len(batch.data)) >= _UNHEARD
            batch.data *= heard / np.float32(1.0 - _UNHEARD)
            used, places = np.unique(batch.indices, return_inverse=True)
            said = csr_matrix((batch.data, places, batch.indptr), shape=(len(chosen), len(used)))
            mine = found[used]
            scores = said @ mine + usual
            scores -= scores.max(axis=1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=1, keepdims=True)
            scores[np.arange(len(chosen)), right[chosen]] -= 1.0
            scores *= weights[chosen, None]
            slopes = said.T @ scores
            slopes += np.float32(_SHRINK) * mine
            squares[used] += slopes * slopes
            found[used] = mine - pace * slopes / np.sqrt(squares[used])
    stored = np.clip(np.rint(found * WEIGHT_SCALE), -_LARGEST, _LARGEST).astype(np.int8)
    stored[np.abs(stored) < _PRUNED] = 0
    term, place = np.nonzero(stored)
    starts = np.concatenate(([0], np.cumsum(np.bincount(term, minlength=len(terms)))))
    postings = Postings(terms=list(terms), starts=starts, numbers=classes[place])
    return postings, stored[term, place], classes, np.rint(usual * WEIGHT_SCALE).astype(np.int16)


class Lines:
    """The candidates of many lines one below the other: starts of the lines, and which row is right in each."""

    def __init__(self, lines: Sequence[tuple[Matrix, int]]) -> None:
        sizes = np.array([len(matrix) for matrix, _ in lines])
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.rows = np.concatenate([matrix for matrix, _ in lines]).astype(np.float32)
        self.right = self.starts + np.array([number for _, number in lines])
        self.line_of = np.repeat(np.arange(len(lines)), sizes)

    def chances(self, scores: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
        """The probability of each row within its line, and the log likelihood of the right ones."""
        top = np.maximum.reduceat(scores, self.starts)
        exponents = np.exp(scores - top[self.line_of])
        totals = np.add.reduceat(exponents, self.starts)
        return exponents / totals[self.line_of], float(np.sum(scores[self.right] - top - np.log(totals)))


def fit_choice(lines: Sequence[tuple[Matrix, int]], prior: float = _PRIOR) -> list[float]:
    """The weights of a softmax over the candidates of each line: maximum likelihood with a Gaussian prior.

    A line is the features of its candidates and the number of the right one.
    """
    data = Lines(lines)
    scale = data.rows.std(axis=0) + 1e-6
    data.rows /= scale

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances, likelihood = data.chances((data.rows @ weights.astype(np.float32)).astype(np.float64))
        chances[data.right] -= 1.0
        gradient = (chances.astype(np.float32) @ data.rows).astype(np.float64) + prior * weights
        return 0.5 * prior * float(weights @ weights) - likelihood, gradient

    found = minimize(loss, np.zeros(data.rows.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return [float(weight) for weight in found.x / scale]


def fit_trees(lines: Sequence[tuple[Matrix, int]], chance_column: int) -> list[Any]:
    """Trees that raise the likelihood of the right candidates beyond the log probability in one of the columns.

    They are the mean of some forests. A tree is a leaf, or `[column, threshold, tree at most, tree above]`.
    """
    import lightgbm

    data = Lines(lines)
    known = data.rows[:, chance_column].astype(np.float64)
    right = np.zeros(len(data.rows))
    right[data.right] = 1.0

    def slope(raised: NDArray[np.float64], _: object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        chances, _ = data.chances(known + raised)
        return chances - right, np.maximum(chances * (1.0 - chances), 1e-3)

    out: list[Any] = []
    for seed in range(1, _FORESTS + 1):
        how = {**_TREES, **_BAGGED, "seed": seed, "objective": slope}
        booster = lightgbm.train(how, lightgbm.Dataset(data.rows, label=right), num_boost_round=_ROUNDS)
        out += _trees_of(booster, 1 / _FORESTS)
    return out


def fit_chance_trees(vectors: Floats, outcomes: Flags, weights: Sequence[float]) -> list[Any]:
    """Trees that raise the likelihood of the outcomes beyond what the weights of a logistic regression give."""
    import lightgbm

    data = lightgbm.Dataset(
        np.asarray(vectors, dtype=np.float32), label=outcomes.astype(np.float64), init_score=vectors @ np.array(weights)
    )
    booster = lightgbm.train({**_CHANCE_TREES, "objective": "binary"}, data, num_boost_round=_CHANCE_ROUNDS)
    return _trees_of(booster, 1.0)


def _trees_of(booster: Any, counts: float) -> list[Any]:
    """The trees of a booster, whose values count so much.

    They are floats, as weights are: nothing in them is an amount. Four digits of a value and six of a threshold are
    kept, so that the file is small and its bytes do not hang on the last digits.
    """

    def tree(node: dict[str, Any]) -> Any:
        if "leaf_value" in node:
            return round(float(node["leaf_value"]) * counts, 4)
        threshold = float(f"{float(node['threshold']):.6g}")
        return [int(node["split_feature"]), threshold, tree(node["left_child"]), tree(node["right_child"])]

    return [tree(each["tree_structure"]) for each in booster.dump_model()["tree_info"]]


def fit_chance(vectors: Floats, outcomes: Flags, prior: float = _CHANCE_PRIOR) -> list[float]:
    """The weights of a logistic regression of the outcomes; `vectors` has a row for each."""
    matrix = np.array(vectors, dtype=np.float64, order="C")
    scale = np.sqrt((matrix**2).mean(axis=0)) + 1e-9
    matrix /= scale
    sides = np.where(outcomes, 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sides * (matrix @ weights)
        value = float(np.logaddexp(0.0, -margins).sum() + 0.5 * prior * weights @ weights)
        slopes = -sides / (1.0 + np.exp(np.clip(margins, -50, 50)))
        return value, matrix.T @ slopes + prior * weights

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return [float(weight) for weight in found.x / scale]
