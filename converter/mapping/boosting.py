"""Trees: small decision trees over the features, which correct the log-linear choice where it is not sure."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from converter.mapping.features import COLUMNS, Order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.candidates import LineCandidates

SURE = 0.98
"""A line whose best candidate is that likely is left as it is."""
LOOKED_AT = 6
"""Candidates of a line that the trees compare."""
TREE_COLUMNS: tuple[str, ...] = (
    *COLUMNS,
    "statement",
    "companies",
    "own",
    "nearest",
    "extension",
    "log_chance",
    "rank",
    "first_pass",
)
"""The names of what the trees ask for: the features of the candidate, then those of its line."""
_POOLS = {"BS": 0.0, "IS": 1.0, "CF": 2.0, "EQ": 3.0}

Tree = tuple[int, float, Any, Any] | float
"""A question (column, threshold, what follows when the value is at most the threshold, what when above) or a leaf."""


def unsure(order: Order) -> bool:
    """Whether the trees have a say: more than one candidate, none of them nearly certain."""
    return len(order.concepts) > 1 and order.probabilities[0] < SURE


def tree_rows(pool: str, evidence: LineCandidates, order: Order, before: Order) -> list[list[float]]:
    """For each candidate that is looked at, the values of `TREE_COLUMNS`; `before` is the outcome of the first pass."""
    line = [
        _POOLS[pool],
        math.log1p(evidence.companies),
        evidence.own / (evidence.companies + 1.0),
        evidence.nearest,
        evidence.extension,
    ]
    earlier = dict(zip(before.concepts, before.probabilities, strict=True))
    pairs = zip(order.concepts[:LOOKED_AT], order.probabilities, strict=False)
    return [
        [
            *order.columns.of(concept),
            *line,
            math.log(max(probability, 1e-6)),
            float(rank),
            earlier.get(concept, 0.0),
        ]
        for rank, (concept, probability) in enumerate(pairs)
    ]


class Forest:
    """Trees whose values are added to the logarithm of a candidate's probability."""

    def __init__(self, trees: Sequence[Any]) -> None:
        self._trees: list[Tree] = [_tree(tree) for tree in trees]

    def value(self, row: Sequence[float]) -> float:
        """What the trees add for a candidate with these values of `TREE_COLUMNS`."""
        total = 0.0
        for tree in self._trees:
            node: Any = tree
            while type(node) is tuple:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node
        return total

    def corrected(self, pool: str, evidence: LineCandidates, order: Order, before: Order) -> Order:
        """The order with the trees' corrections; as it is where it is sure."""
        if not self._trees or not unsure(order):
            return order
        rows = tree_rows(pool, evidence, order, before)
        count = len(rows)
        mass = sum(order.probabilities[:count])
        raised = [chance * math.exp(self.value(row)) for chance, row in zip(order.probabilities, rows, strict=False)]
        scale = mass / sum(raised)
        best = sorted([(-chance * scale, concept) for chance, concept in zip(raised, order.concepts, strict=False)])
        return Order(
            concepts=[*(concept for _, concept in best), *order.concepts[count:]],
            probabilities=[*(-chance for chance, _ in best), *order.probabilities[count:]],
            columns=order.columns,
            rows=dict(zip(order.concepts, rows, strict=False)),
        )


def contributions(trees: Sequence[Any], row: Sequence[float]) -> dict[str, float]:
    """What each column adds to the value of the trees: at each question, the change of the mean of what follows."""
    parts: dict[str, float] = defaultdict(float)
    for tree in trees:
        node = tree
        while isinstance(node, list | tuple):
            following = node[2] if row[node[0]] <= node[1] else node[3]
            parts[TREE_COLUMNS[node[0]]] += _mean(following) - _mean(node)
            node = following
    return dict(parts)


def _mean(node: Any) -> float:
    return (_mean(node[2]) + _mean(node[3])) / 2 if isinstance(node, list | tuple) else float(node)


def _tree(node: Any) -> Tree:
    if isinstance(node, list | tuple):
        return int(node[0]), float(node[1]), _tree(node[2]), _tree(node[3])
    return float(node)


def forest_of(model: Mapping[str, Any]) -> Forest:
    """The trees of a model as training wrote it; none where it has none."""
    return Forest(model.get("trees", ()))
