"""Opening: the candidates of a caption judged by the caption alone, before anybody looks at what stands around it.

The judgement is the same for every line that says the same, so it is worked out once for a batch of filings.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from converter.mapping.arrays import softmax, starts_of
from converter.mapping.captions import LABEL
from converter.mapping.evidence import CAPTION_EVIDENCE
from converter.mapping.regimes import numbers_of, regime_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.arrays import Floats
    from converter.mapping.captions import Caption

_OPENING = LABEL.index("opening")
_KNOWN = [number for number in range(len(LABEL)) if number != _OPENING]
OPENING_NAMES: tuple[str, ...] = (
    *(LABEL[number] for number in _KNOWN),
    *(f"{name}{side}" for name in CAPTION_EVIDENCE for side in "+-"),
)
"""The names of the weights: evidence has one weight where it speaks for a candidate and one where against."""


def caption_weighed(values: Floats) -> Floats:
    """The features of captions in the order of `OPENING_NAMES`: evidence split into its parts for and against."""
    evidence = values[len(LABEL) :]
    sides = np.stack([np.maximum(evidence, 0.0), np.minimum(evidence, 0.0)], axis=1)
    return np.concatenate((values[_KNOWN], sides.reshape(-1, values.shape[1])))


def opened(captions: Sequence[Caption], pools: Sequence[str], weights: Mapping[str, Floats]) -> list[Caption]:
    """The captions with the chance of each of their candidates, whose logarithm is one of the features.

    `pools` are those of the captions; `weights` are by regime, in the order of `OPENING_NAMES`.
    """
    starts = starts_of([len(caption.candidates.concepts) for caption in captions])
    if not starts[-1]:
        return list(captions)
    line = np.repeat(np.arange(len(captions)), np.diff(starts))
    values = np.concatenate([caption.values for caption in captions], axis=1)
    regimes = [regime_of(pool, each.candidates.companies) for pool, each in zip(pools, captions, strict=True)]
    by_name = np.stack(list(weights.values()), axis=1)
    regime = np.array(numbers_of(regimes, weights), dtype=np.int64)[line]
    scores = (caption_weighed(values) * by_name.take(regime, axis=1)).sum(axis=0)
    chances = softmax(scores, starts)
    values[_OPENING] = np.log(np.maximum(chances, 1e-4))
    return [
        replace(caption, values=values[:, start:end], chances=chances[start:end])
        for caption, (start, end) in zip(captions, pairwise(starts.tolist()), strict=True)
    ]
