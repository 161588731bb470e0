"""Captions: the candidates of a caption and the features that depend on nothing else, shared by lines that say it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from converter.mapping.arrays import starts_of
from converter.mapping.candidates import candidates_of
from converter.mapping.evidence import Keys, word_keys
from converter.mapping.lines import POOL_NAMES
from converter.mapping.naming import NAMING
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.candidates import LineCandidates
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import MappingLine
    from converter.model import UnitKind

    Allowed = Callable[[Ints, UnitKind | None], Flags]
    Captions = dict[Hashable, "Caption"]

_REMEMBERED = 8_000
"""Captions that are kept at hand: the statements of a batch repeat each other."""
LABEL = (
    "log_share",
    "share",
    "lead",
    "similarity",
    "exact",
    "exact_share",
    "unvoted",
    "caption_words",
    "caption_lead",
    "frequency",
    "wording",
    "wording_lead",
    "wording_share",
    "opening",
    *NAMING,
)
"""The features of the label; `opening` is what `opening.opened` made of the others."""


@dataclass(slots=True, eq=False)
class Caption:
    """A caption with its candidates and what is known of them."""

    candidates: LineCandidates
    values: Floats
    """The features: a row for each of `LABEL` and `CAPTION_EVIDENCE`, a column for each candidate."""
    own: Floats
    """What each of `CAPTION_EVIDENCE` says for a concept of the company's own."""
    chances: Floats
    """The chance of each candidate by the caption alone; its share of the votes before `opening.opened`."""


class Spoken(NamedTuple):
    """A line that a caption is asked for."""

    pool: str
    line: MappingLine
    allowed: Allowed | None = None
    """Which concepts can stand there; any where nothing is known."""
    more: tuple[int, ...] = ()
    """Concepts that are candidates whatever the caption says."""

    @property
    def key(self) -> Hashable:
        """The same for lines that get the same caption."""
        line = self.line
        return self.pool, line.normal, line.variant, line.unit, self.allowed, self.more


def captions_at(
    spoken: Sequence[Spoken],
    likely: Sequence[Sequence[int]],
    at_hand: Captions,
    look_up: Callable[[list[Spoken]], Sequence[Caption]],
) -> list[Caption]:
    """The captions of the lines, those at hand where another line said the same.

    `likely` are for each line concepts that are candidates whatever the caption says; `look_up` gives the captions
    that are not at hand.
    """
    plain = _remembered(spoken, at_hand, look_up)
    whole = [
        each._replace(more=tuple(_beside(numbers, caption.candidates.concepts.tolist())))
        # Nobody tagged a line without a caption: what the tagger says of one is worth nothing.
        if each.line.normal or each.line.variant
        else each
        for each, caption, numbers in zip(spoken, plain, likely, strict=True)
    ]
    return _remembered(whole, at_hand, look_up)


def _beside(numbers: Sequence[int], known: Sequence[int]) -> list[int]:
    """Those of some numbers that are not known."""
    return [number for number in numbers if number not in known]


def _remembered(
    spoken: Sequence[Spoken], at_hand: Captions, look_up: Callable[[list[Spoken]], Sequence[Caption]]
) -> list[Caption]:
    keys = [each.key for each in spoken]
    known: dict[Hashable, Caption | None] = {key: at_hand.get(key) for key in keys}
    fresh = {key: each for key, each in zip(keys, spoken, strict=True) if known[key] is None}
    if fresh:
        found = look_up(list(fresh.values()))
        known.update(zip(fresh, found, strict=True))
        at_hand.update(zip(fresh, found, strict=True))
        for oldest in list(at_hand)[: len(at_hand) - _REMEMBERED] if len(at_hand) > _REMEMBERED else ():
            at_hand.pop(oldest, None)
    return [caption for key in keys if (caption := known[key]) is not None]


def captions_of(spoken: Sequence[Spoken], knowledge: Knowledge) -> list[Caption]:
    """The caption of each line, with the candidates that can stand there."""
    if not spoken:
        return []
    found = _candidates(spoken, knowledge)
    lines = [each.line for each in spoken]
    starts = starts_of([len(each.concepts) for each in found])
    line_of = np.repeat(np.arange(len(found)), np.diff(starts))
    concept = np.concatenate([each.concepts for each in found])
    share = np.concatenate([each.share for each in found])
    exact = np.concatenate([each.exact for each in found])
    words = np.concatenate([each.words for each in found])
    wording = np.concatenate([each.wording for each in found])
    wording_lead = wording - _largest(wording, starts, least=UNHEARD)[line_of]
    likely = np.exp(wording_lead)
    companies = np.array([each.companies for each in found])[line_of] + 1.0
    logs = np.log(np.maximum(share, 1e-3))
    said = _evidence(spoken, found, line_of, concept, knowledge)
    rows = {
        "log_share": logs,
        "share": share,
        "lead": logs - _largest(logs, starts)[line_of],
        "similarity": np.concatenate([each.similarity for each in found]),
        "exact": np.log1p(exact),
        "exact_share": exact / companies,
        "unvoted": (share == 0.0).astype(np.float64),
        "caption_words": words,
        "caption_lead": words - _largest(words, starts)[line_of],
        "frequency": said[-1, : len(concept)],
        "wording": wording,
        "wording_lead": wording_lead,
        "opening": np.zeros(len(concept)),
        "wording_share": likely / np.bincount(line_of, weights=likely, minlength=len(found))[line_of],
    }
    rows.update(zip(NAMING, knowledge.names.compared([line.normal for line in lines], line_of, concept), strict=True))
    values = np.stack([rows[name] for name in LABEL])
    values = np.concatenate((values, said[:-1, : len(concept)]))
    own = said[:-1, len(concept) :].T
    bounds = starts.tolist()
    return [
        Caption(each, values[:, start:end], mine, each.share)
        for each, start, end, mine in zip(found, bounds, bounds[1:], own, strict=False)
    ]


def _candidates(spoken: Sequence[Spoken], knowledge: Knowledge) -> list[LineCandidates]:
    """The candidates of each line that can stand there."""
    out: dict[int, LineCandidates] = {}
    for pool in dict.fromkeys(each.pool for each in spoken):
        mine = [number for number, each in enumerate(spoken) if each.pool == pool]
        lines, more = [spoken[number].line for number in mine], [spoken[number].more for number in mine]
        found = candidates_of(lines, pool, knowledge, more)
        out.update(zip(mine, found, strict=True))
    return [
        out[number] if each.allowed is None else out[number].only(each.allowed(out[number].concepts, each.line.unit))
        for number, each in enumerate(spoken)
    ]


def _evidence(
    spoken: Sequence[Spoken], found: Sequence[LineCandidates], line_of: Ints, concept: Ints, knowledge: Knowledge
) -> Floats:
    """What `CAPTION_EVIDENCE` and the frequency of concepts say (a row each) for each pair.

    After the pairs follows for each line a concept of the company's own.
    """
    pools = [each.pool for each in spoken]
    words = [word_keys(each.pool, each.line.normal) for each in spoken]
    asked = {
        "words": Keys([len(each) for each in words], list(chain.from_iterable(words))),
        "label": Keys(
            [len(each.keys) for each in found],
            [f"{pool} {key}" for pool, each in zip(pools, found, strict=True) for key in each.keys],
        ),
        "frequency": Keys([1] * len(found), pools),
    }
    ratios = knowledge.ratios
    line = np.concatenate((line_of, np.arange(len(found))))
    pool = np.array([POOL_NAMES.index(each) for each in pools], dtype=np.int64)[line]
    number = np.concatenate((concept, np.full(len(found), ratios.own)))
    return ratios.values(asked, line, ratios.columns_of(pool, number))


def _largest(values: Floats, starts: Ints, least: float = 0.0) -> Floats:
    """The largest value of each group; `least` for an empty one."""
    out = np.full(len(starts) - 1, least)
    some = np.flatnonzero(np.diff(starts))
    if len(some):
        out[some] = np.maximum.reduceat(values, starts[some])
    return out
