"""Regimes: which set of weights judges a line, by the kind of statement and by how well its caption is known."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from converter.mapping.arrays import Floats

_KNOWN = (1, 3, 15, 80)
"""A caption is the better known the more companies use it: each of these numbers begins a regime of its own."""


def regime_of(pool: str, companies: float) -> str:
    """The regime of a line whose caption so many companies use."""
    return f"{pool} {bisect_right(_KNOWN, companies)}"


def numbers_of(regimes: Iterable[str], weights: Mapping[str, Floats]) -> list[int]:
    """For each regime its number among those that have weights.

    A regime that training saw too rarely has no weights of its own: another one of its kind of statement has.
    """
    numbers = {name: number for number, name in enumerate(weights)}
    spare = {name.partition(" ")[0]: number for name, number in numbers.items()}
    return [numbers.get(name, spare.get(name.partition(" ")[0], 0)) for name in regimes]
