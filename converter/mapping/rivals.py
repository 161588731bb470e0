"""Rivals: what the other lines of a filing have to do with a candidate of a line.

Each feature is a function of all pairs of line and candidate, which returns one number for each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import MANY_CONCEPTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from converter.mapping.arrays import Floats, Ints


_SLIGHT = 1e-4


@dataclass(slots=True, eq=False)
class Others:
    """All pairs of line and candidate of a filing."""

    line: Ints
    """The line of each pair."""
    sheet: Ints
    """The sheet of each line."""
    concept: Ints
    """The candidate of each pair."""
    share: Floats
    """The share of the votes for the line that each candidate has."""
    key: Ints
    """The same number for pairs with the same candidate on the same sheet."""
    rival: Floats
    """The largest share that another line of the sheet gives the candidate."""


@dataclass(slots=True, eq=False)
class Claims:
    """The choices so far of the lines that have one, by sheet and concept, line by line."""

    key: Ints
    """The key of the pairs with the same sheet and concept."""
    line: Ints
    concept: Ints
    best: Floats
    """The probability of the choice."""


def others_of(line: Ints, sheet: Ints, concept: Ints, share: Floats) -> Others:
    """All pairs of a filing."""
    key = sheet[line] * MANY_CONCEPTS + concept
    return Others(line, sheet, concept, share, key, _largest_elsewhere(key, share))


def _largest_elsewhere(keys: Ints, shares: Floats) -> Floats:
    """For each pair the largest share of the others with its key."""
    if not len(keys):
        return np.zeros(0)
    order = np.lexsort((-shares, keys))
    key, share = keys[order], shares[order]
    first = np.flatnonzero(np.diff(key, prepend=-1))
    sizes = np.diff(first, append=len(key))
    most = share[first]
    second = np.where(sizes > 1, share[np.minimum(first + 1, len(share) - 1)], 0.0)
    most, second = np.repeat(most, sizes), np.repeat(second, sizes)
    out = np.empty(len(keys))
    out[order] = np.where(share == most, second, most)
    return out


def claims_of(concepts: Ints, best: Floats, sheet: Ints) -> Claims:
    """The choices: for every line the concept, -1 for none, its probability, and the sheet of the line."""
    line = np.flatnonzero(concepts >= 0)
    key = sheet[line] * MANY_CONCEPTS + concepts[line]
    order = np.lexsort((line, key))
    line = line[order]
    return Claims(key[order], line, concepts[line], best[line])


def rival(pairs: Others) -> Floats:
    """The largest share of the votes that another line of the sheet gives the candidate."""
    return pairs.rival


def outdone(pairs: Others) -> Floats:
    """One where another line of the sheet gives the candidate a larger share of its votes."""
    return np.where(pairs.rival > pairs.share, 1.0, 0.0)


def claimed_after(pairs: Others, claims: Claims) -> Floats:
    """The greatest probability with which a later line of the sheet has the candidate."""
    best = claims.best.copy()
    for number in np.flatnonzero(claims.key[:-1] == claims.key[1:])[::-1].tolist():
        best[number] = max(best[number], best[number + 1])
    lines = len(pairs.sheet) + 1
    at = np.searchsorted(claims.key * lines + claims.line, pairs.key * lines + pairs.line, side="right")
    return _claimed(np.append(claims.key, -1), np.append(best, 0.0), at, pairs.key)


def claimed_before(pairs: Others, claims: Claims) -> Floats:
    """The greatest probability with which an earlier line of the sheet has the candidate."""
    best = claims.best.copy()
    for number in np.flatnonzero(claims.key[:-1] == claims.key[1:]).tolist():
        best[number + 1] = max(best[number], best[number + 1])
    lines = len(pairs.sheet) + 1
    at = np.searchsorted(claims.key * lines + claims.line, pairs.key * lines + pairs.line)
    return _claimed(np.append(-1, claims.key), np.append(0.0, best), at, pairs.key)


def _claimed(key: Ints, best: Floats, at: NDArray[np.intp], wanted: Ints) -> Floats:
    """The probability of the claims at some places where they are of the wanted sheet and concept, else zero."""
    return np.where(key[at] == wanted, best[at], 0.0)


def elsewhere(pairs: Others, claims: Claims) -> Floats:
    """One where the candidate is chosen for a line of another sheet."""
    once = np.append(True, claims.key[1:] != claims.key[:-1])[: len(claims.key)]
    count = np.bincount(claims.concept[once], minlength=MANY_CONCEPTS)
    here = np.append(claims.key, -1)[np.searchsorted(claims.key, pairs.key)] == pairs.key
    return np.where(count[pairs.concept] > here, 1.0, 0.0)


def contested(pairs: Others) -> Floats:
    """The greatest probability with which another line of the sheet has the candidate."""
    return pairs.rival


def surplus(pairs: Others) -> Floats:
    """By how much the probability of the candidate is greater than on any other line of the sheet."""
    return pairs.share - pairs.rival


def standing(pairs: Others) -> Floats:
    """The probability of the candidate."""
    return pairs.share


def log_standing(pairs: Others) -> Floats:
    """The logarithm of the probability of the candidate."""
    return np.log(np.maximum(pairs.share, _SLIGHT))


RIVALRIES: Mapping[str, Callable[[Others], Floats]] = {"rival": rival, "outdone": outdone}
"""The features that no choice changes, by name."""
STANDINGS: Mapping[str, Callable[[Others], Floats]] = {
    "contested": contested,
    "surplus": surplus,
    "standing": standing,
    "log_standing": log_standing,
}
"""The features that the probabilities of the pass before decide, by name; zero in the first pass.

Their functions take the probabilities for the shares."""
CLAIMS: Mapping[str, Callable[[Others, Claims], Floats]] = {
    "claimed_after": claimed_after,
    "claimed_before": claimed_before,
    "elsewhere": elsewhere,
}
"""The features that the choices so far decide, by name."""
