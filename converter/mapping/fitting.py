"""Weights fitted to tagged filings: maximum likelihood with a Gaussian prior (needs numpy and scipy)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_PRIOR = 1.0
_STEPS = 200


def fit_choice(lines: Sequence[tuple[Sequence[Sequence[float]], int]], prior: float = _PRIOR) -> list[float]:
    """The weights of a softmax over the candidates of each line.

    A line is the feature vectors of its candidates and the number of the right one.
    """
    sizes = np.array([len(vectors) for vectors, _ in lines])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    matrix = np.array([vector for vectors, _ in lines for vector in vectors], dtype=np.float64)
    right = starts + np.array([number for _, number in lines])
    scale = matrix.std(axis=0) + 1e-9
    matrix /= scale
    line_of = np.repeat(np.arange(len(lines)), sizes)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = matrix @ weights
        top = np.maximum.reduceat(scores, starts)
        exponents = np.exp(scores - top[line_of])
        totals = np.add.reduceat(exponents, starts)
        value = float(np.sum(np.log(totals) + top - scores[right]) + 0.5 * prior * weights @ weights)
        chances = exponents / totals[line_of]
        gradient = matrix.T @ chances - matrix[right].sum(axis=0) + prior * weights
        return value, gradient

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return [float(weight) for weight in found.x / scale]


def fit_chance(vectors: Sequence[Sequence[float]], outcomes: Sequence[bool], prior: float = _PRIOR) -> list[float]:
    """The weights of a logistic regression of the outcomes."""
    matrix = np.array(vectors, dtype=np.float64)
    scale = np.sqrt((matrix**2).mean(axis=0)) + 1e-9
    matrix /= scale
    sides = np.where(np.array(outcomes), 1.0, -1.0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = sides * (matrix @ weights)
        value = float(np.logaddexp(0.0, -margins).sum() + 0.5 * prior * weights @ weights)
        slopes = -sides / (1.0 + np.exp(np.clip(margins, -50, 50)))
        return value, matrix.T @ slopes + prior * weights

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return [float(weight) for weight in found.x / scale]
