"""Captions: the candidates of a caption and the features that depend on nothing else, shared by lines that say it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from msgspec import Struct

from converter.mapping.arrays import starts_of
from converter.mapping.candidates import candidates_of
from converter.mapping.evidence import Keys, word_keys
from converter.mapping.lines import POOL_NAMES
from converter.mapping.naming import NAMING
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from converter.mapping.arrays import Flags, Floats, Ints
    from converter.mapping.gathered import LineCandidates
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.lines import MappingLine
    from converter.model import UnitKind

    Allowed = Callable[[Ints, UnitKind | None], Flags]
    Captions = dict[Hashable, "Caption"]

_REMEMBERED = 8_000
"""Captions that are kept at hand: the statements of a batch repeat each other."""
_TOGETHER = 512
"""Captions that are looked up at a time: what is known of each of all concepts while this is done takes room."""
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


class Caption(Struct, eq=False):
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
    likely: tuple[int, ...] = ()
    """Concepts that are candidates whatever the caption says."""

    @property
    def key(self) -> Hashable:
        """The same for lines that get the same caption but for what is likely."""
        line = self.line
        return self.pool, line.normal, line.variant, line.unit, self.allowed


class Heard(NamedTuple):
    """The captions of some lines."""

    captions: list[Caption]
    """First what each line says alone; then, for lines that are likely to mean something else too, the same with it."""
    pools: list[str]
    """Of each caption."""
    whole: list[int]
    """For each line the number of its caption with all that is likely."""


def captions_at(spoken: Sequence[Spoken], at_hand: Captions, look_up: Callable[[list[Spoken]], Heard]) -> list[Caption]:
    """The captions of the lines, those at hand where another line said the same; `look_up` gives the others."""
    out: list[Caption | None] = []
    fresh: dict[Hashable, Spoken] = {}
    for each in spoken:
        caption = at_hand.get(each.key)
        more = _beside(each.likely, caption) if caption is not None else ()
        if more:
            caption = at_hand.get((each.key, more))
        if caption is None:
            fresh[each.key, each.likely] = each
        out.append(caption)
    asked = list(fresh.items())
    whole: dict[Hashable, Caption] = {}
    for start in range(0, len(asked), _TOGETHER):
        some = asked[start : start + _TOGETHER]
        found = look_up([each for _, each in some])
        for (key, each), plain, number in zip(some, found.captions, found.whole, strict=False):
            whole[key] = found.captions[number]
            at_hand.setdefault(each.key, plain)
            more = _beside(each.likely, plain)
            if more:
                at_hand[each.key, more] = whole[key]
    for oldest in list(at_hand)[: len(at_hand) - _REMEMBERED] if len(at_hand) > _REMEMBERED else ():
        at_hand.pop(oldest, None)
    return [whole[each.key, each.likely] if known is None else known for each, known in zip(spoken, out, strict=True)]


def _beside(likely: tuple[int, ...], caption: Caption) -> tuple[int, ...]:
    """What is likely that is not among the candidates of a caption."""
    if not likely:
        return likely
    known = caption.candidates.concepts.tolist()
    return tuple([number for number in likely if number not in known])


def captions_of(spoken: Sequence[Spoken], knowledge: Knowledge) -> Heard:
    """The caption of each line, with the candidates that can stand there."""
    if not spoken:
        return Heard([], [], [])
    found, source = _candidates(spoken, knowledge)
    whole = list(range(len(spoken)))
    for number, line in enumerate(source[len(spoken) :], len(spoken)):
        whole[line] = number
    every = [spoken[number] for number in source]
    return Heard(_captions(every, found, knowledge), [each.pool for each in every], whole)


def _captions(spoken: Sequence[Spoken], found: Sequence[LineCandidates], knowledge: Knowledge) -> list[Caption]:
    """The captions of lines with these candidates."""
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


def _candidates(spoken: Sequence[Spoken], knowledge: Knowledge) -> tuple[list[LineCandidates], list[int]]:
    """The candidates that can stand on each line, then those with all that is likely where this is more.

    With them the number of the line that each of them is about.
    """
    plain: dict[int, LineCandidates] = {}
    whole: dict[int, LineCandidates] = {}
    for pool in dict.fromkeys(each.pool for each in spoken):
        mine = [number for number, each in enumerate(spoken) if each.pool == pool]
        lines, likely = [spoken[number].line for number in mine], [spoken[number].likely for number in mine]
        found, more = candidates_of(lines, pool, knowledge, likely)
        plain.update(zip(mine, found, strict=True))
        whole.update((mine[number], each) for number, each in more.items())
    source = [*range(len(spoken)), *sorted(whole)]
    every = [*(plain[number] for number in range(len(spoken))), *(whole[number] for number in sorted(whole))]
    return [_standing(each, spoken[number]) for each, number in zip(every, source, strict=True)], source


def _standing(found: LineCandidates, each: Spoken) -> LineCandidates:
    """The candidates that can stand on a line."""
    return found if each.allowed is None else found.only(each.allowed(found.concepts, each.line.unit))


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
