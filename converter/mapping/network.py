"""Network: how the tagger (a small neural network) reads the lines of a filing, the same in training and in use.

The vectors of a caption's terms are added up. Two convolutions over the lines above and below and one layer of
attention over all lines of the filing (Vaswani and others 2017) follow, each added to what it was given (He and others
2016). Everything here works on arrays of numpy as on those of the library that training uses: only `arrays` differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEADS = 4
"""Attention looks for so many things at a time."""
ENDS = 20.0
"""How fast the ends of a statement fade: the first and the last lines are told apart from all others."""
_LEAST = 1e-5
_FAR = -1e9


def levelled(values: Any, arrays: Any) -> Any:
    """Each vector with mean zero and variance one (Ba, Kiros and Hinton 2016)."""
    values = values - values.mean(-1, keepdims=True)
    return values / arrays.sqrt((values * values).mean(-1, keepdims=True) + _LEAST)


def caption_vectors(sums: Any, counts: Any, arrays: Any) -> Any:
    """The vector of each caption from the sum of the vectors of its terms, and how many it has."""
    return levelled(sums / arrays.sqrt(arrays.maximum(counts, 1.0))[..., None], arrays)


def start(weights: Mapping[str, Any], captions: Any, place: Mapping[str, Any], arrays: Any) -> Any:
    """What is known of each line by itself: its caption and its place.

    `place` has the numbers of the `kind` of its statement and of the `industry`, whether a line without values stands
    before it (`gap`), and where it stands in the statement, from 0 to 1 (`position`).
    """
    position = place["position"]
    ends = [position, 1.0 - position, arrays.exp(-ENDS * position), arrays.exp(-ENDS * (1.0 - position))]
    known = captions @ weights["entry"] + weights["entry_bias"] + weights["kinds"][place["kind"]]
    known = known + weights["gaps"][place["gap"]] + arrays.stack(ends, -1) @ weights["positions"]
    return arrays.maximum(known + weights["industries"][place["industry"]], 0.0)


def read(
    weights: Mapping[str, Any],
    captions: Any,
    place: Mapping[str, Any],
    arrays: Any,
    there: Any | None = None,
    drop: Callable[[Any], Any] = lambda values: values,
) -> Any:
    """What each line says once all of them are read: the last axis but one are the lines.

    `there` is one for lines and zero for what only fills an array up; `drop` forgets some of what is passed on, in
    training.
    """
    lines = start(weights, captions, place, arrays)
    for name in ("near", "further"):
        lines = lines + drop(arrays.maximum(_beside(levelled(lines, arrays), weights, name, arrays, there), 0.0))
    lines = lines + drop(_attended(levelled(lines, arrays), weights, arrays, there))
    wide = arrays.maximum(levelled(lines, arrays) @ weights["wide"] + weights["wide_bias"], 0.0)
    lines = lines + drop(wide @ weights["narrow"] + weights["narrow_bias"])
    both = arrays.concatenate([levelled(lines, arrays), captions], -1)
    return arrays.maximum(both @ weights["last"] + weights["last_bias"], 0.0)


def _beside(lines: Any, weights: Mapping[str, Any], name: str, arrays: Any, there: Any | None) -> Any:
    """Each line with the one above and the one below."""
    if there is not None:
        lines = lines * there[..., None]
    none = arrays.zeros_like(lines[..., :1, :])
    above = arrays.concatenate([none, lines[..., :-1, :]], -2)
    below = arrays.concatenate([lines[..., 1:, :], none], -2)
    before, here, after = (weights[name][number] for number in range(3))
    return above @ before + lines @ here + below @ after + weights[f"{name}_bias"]


def _attended(lines: Any, weights: Mapping[str, Any], arrays: Any, there: Any | None) -> Any:
    """What each line learns from all lines of the filing."""

    def split(name: str) -> Any:
        values = lines @ weights[name]
        return arrays.swapaxes(values.reshape(*values.shape[:-1], HEADS, -1), -2, -3)

    asked, offered, said = split("asks"), split("offers"), split("says")
    scores = asked @ arrays.swapaxes(offered, -1, -2) / asked.shape[-1] ** 0.5
    if there is not None:
        scores = scores + (there[..., None, None, :] - 1.0) * -_FAR
    scores = arrays.exp(scores - scores.max(-1, keepdims=True))
    heard = arrays.swapaxes((scores / scores.sum(-1, keepdims=True)) @ said, -2, -3)
    return heard.reshape(lines.shape) @ weights["gathers"]
