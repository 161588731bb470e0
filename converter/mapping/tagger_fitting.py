"""The tagger fitted to tagged filings (needs jax).

Each epoch reads one filing of every company. So that the network does not rely on what a printed filing may lack, it is
shown filings without some of their statements, lines, industry or headings, and hears only some of the terms.
"""

from __future__ import annotations

import os
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from converter.mapping.network import caption_vectors, read
from converter.mapping.ratios import OWN
from converter.mapping.tagger import KINDS, LONGEST, MOST_TERMS, Part, Tagger, block_of, tagger_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from converter.mapping.arrays import Ints
    from converter.mapping.knowledge import Knowledge
    from converter.mapping.tables import TaggedFiling

_EPOCHS = 36
_BATCH = 8
_PACE = 2e-3
_SLOW = 200
"""Steps until the pace is full."""
_SHRINK = 1e-2
_TERM, _LINE = 96, 128
"""The length of the vectors of terms and of lines."""
_COMPANIES = 3
"""Terms of fewer companies are not heard."""
_FORGOTTEN = 0.2
"""The share of terms, and of what is passed on, that a step does not hear (Hinton 2012)."""
_LENGTHS = (96, 144, 208, LONGEST)
"""Filings are filled up to one of these lengths, as each is compiled for itself."""
_SORTED = 64
"""Among so many filings those of like length are read together."""
_LARGEST = 127

Filing = dict[str, Any]
"""The arrays of `tagger.block_of`, with the number of the `caption` and of the right `concept` (-1: none) per line."""


def fit_tagger(filings: Sequence[TaggedFiling], knowledge: Knowledge) -> Tagger:
    """The tagger that these filings teach. Adam (Kingma and Ba 2015) over small batches, seeded."""
    # More threads than one add up in another order each time.
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
    import jax

    random = np.random.default_rng(1)
    terms, table = _terms(filings, knowledge)
    classes, of_company = _read(filings, knowledge)
    seen = np.zeros((len(KINDS), len(classes)), dtype=bool)
    for mine in of_company.values():
        for filing in mine:
            lines = filing["concept"] >= 0
            seen[filing["kind"][lines], filing["concept"][lines]] = True
    seen[-1] = True
    weights = _initial(len(terms), len(classes), random)
    step = _step(jax, table, seen)
    moments = [jax.tree.map(np.zeros_like, weights) for _ in range(2)]
    companies = sorted(of_company)
    number, steps = 0, _EPOCHS * (len(companies) // _BATCH)
    key = jax.random.PRNGKey(0)
    for _ in range(_EPOCHS):
        drawn = [of_company[company][random.integers(len(of_company[company]))] for company in companies]
        for batch in _batches(drawn, random):
            number += 1
            pace = _PACE * min(1.0, number / _SLOW) * 0.5 * (1.0 + np.cos(np.pi * min(1.0, number / max(1, steps))))
            key, now = jax.random.split(key)
            weights, moments = step(weights, moments, float(number), pace, batch, now)
    stored, sizes = {}, {}
    for name, matrix in weights.items():
        values = np.asarray(matrix, dtype=np.float64)
        size = np.maximum(np.abs(values).max(axis=tuple(range(values.ndim - 1))), 1e-9) / _LARGEST
        sizes[name] = size.astype(np.float32)
        stored[name] = np.rint(values / sizes[name]).astype(np.int8)
    return Tagger(terms=terms, classes=classes, seen=seen, weights=stored, steps=sizes)


def _terms(filings: Sequence[TaggedFiling], knowledge: Knowledge) -> tuple[list[str], NDArray[np.int32]]:
    """The terms of several companies, and for each caption of `_captions` the numbers of its terms from one on."""
    said: dict[str, list[str]] = {}
    users: dict[str, set[str]] = defaultdict(set)
    for filing in filings:
        for normal in {line.normal for tagged in filing.sheets for line in tagged.sheet.lines}:
            if normal not in said:
                said[normal] = tagger_terms(normal, knowledge.vocabulary)
            for term in said[normal]:
                users[term].add(filing.company)
    terms = sorted(term for term, who in users.items() if len(who) >= _COMPANIES)
    numbers = {term: number for number, term in enumerate(terms, 1)}
    captions = _captions(filings)
    table = np.zeros((len(captions) + 1, MOST_TERMS), dtype=np.int32)
    for normal, row in captions.items():
        known = [numbers[term] for term in said[normal] if term in numbers]
        table[row, : len(known)] = known
    return terms, table


def _captions(filings: Sequence[TaggedFiling]) -> dict[str, int]:
    """The captions with their numbers from one on; zero is what stands between statements."""
    found = {line.normal for filing in filings for tagged in filing.sheets for line in tagged.sheet.lines}
    return {normal: number for number, normal in enumerate(sorted(found), 1)}


def _read(filings: Sequence[TaggedFiling], knowledge: Knowledge) -> tuple[Ints, dict[str, list[Filing]]]:
    """The concept numbers, and the filings of each company."""
    captions, numbers = _captions(filings), knowledge.numbers
    used = {numbers.get(name, OWN) for filing in filings for tagged in filing.sheets for name in tagged.concepts}
    classes = np.array(sorted(used), dtype=np.int64)
    of_company: dict[str, list[Filing]] = defaultdict(list)
    for filing in filings:
        parts = [Part(each.sheet.pool, each.sheet.lines, 0, len(each.sheet.lines)) for each in filing.sheets]
        caption: list[int] = []
        concept: list[int] = []
        for tagged in filing.sheets:
            caption += [0, *(captions[line.normal] for line in tagged.sheet.lines)]
            right = np.searchsorted(classes, [numbers.get(name, OWN) for name in tagged.concepts])
            concept += [-1, *right.tolist()]
        block: Filing = {**block_of(parts, filing.industry), "caption": np.array(caption), "concept": np.array(concept)}
        of_company[filing.company].append(block)
    return classes, of_company


def _initial(terms: int, classes: int, random: Generator) -> dict[str, NDArray[np.float32]]:
    def normal(*shape: int, scale: float) -> NDArray[np.float32]:
        return (random.normal(size=shape) * scale).astype(np.float32)

    def square(*shape: int, scale: float = 1.0) -> NDArray[np.float32]:
        return normal(*shape, scale=scale / np.sqrt(np.prod(shape[:-1])))

    def none(*shape: int) -> NDArray[np.float32]:
        return np.zeros(shape, dtype=np.float32)

    return {
        "terms": normal(terms, _TERM, scale=0.3),
        "entry": square(_TERM, _LINE),
        "entry_bias": none(_LINE),
        "kinds": normal(len(KINDS), _LINE, scale=0.1),
        "gaps": none(2, _LINE),
        "positions": none(4, _LINE),
        "industries": none(100, _LINE),
        "near": square(3, _LINE, _LINE),
        "near_bias": none(_LINE),
        "further": square(3, _LINE, _LINE),
        "further_bias": none(_LINE),
        "asks": square(_LINE, _LINE),
        "offers": square(_LINE, _LINE),
        "says": square(_LINE, _LINE),
        "gathers": square(_LINE, _LINE, scale=0.5),
        "wide": square(_LINE, 2 * _LINE),
        "wide_bias": none(2 * _LINE),
        "narrow": square(2 * _LINE, _LINE, scale=0.5),
        "narrow_bias": none(_LINE),
        "last": square(_LINE + _TERM, _LINE),
        "last_bias": none(_LINE),
        "concepts": square(_LINE, classes, scale=0.5),
        "usual": none(classes),
        "usual_here": none(len(KINDS), classes),
    }


def _batches(filings: Sequence[Filing], random: Generator) -> list[dict[str, NDArray[Any]]]:
    """The filings of an epoch in batches of like length, each filing a little different from what was filed."""
    changed = [_changed(filings[number], random) for number in random.permutation(len(filings)).tolist()]
    groups: list[list[Filing]] = []
    for first in range(0, len(changed), _SORTED):
        some = sorted(changed[first : first + _SORTED], key=lambda each: len(each["kind"]))
        groups += [some[at : at + _BATCH] for at in range(0, len(some) - _BATCH + 1, _BATCH)]
    return [_filled(groups[number]) for number in random.permutation(len(groups)).tolist()]


def _changed(filing: Filing, random: Generator) -> Filing:
    """The filing without some of its statements, lines, headings and its industry, the statements in another order."""
    starts = np.flatnonzero(filing["kind"] == len(KINDS) - 1)
    parts = [np.arange(start, end) for start, end in pairwise([*starts.tolist(), len(filing["kind"])])]
    kept = [part for part in parts if random.random() > 0.1] or parts
    if random.random() < 0.5:
        kept = [kept[number] for number in random.permutation(len(kept)).tolist()]
    lines: list[Ints] = []
    for part in kept:
        whole = random.random() < 0.5
        lines.append(part if whole else part[np.append(True, random.random(len(part) - 1) > 0.06)])
    chosen = np.concatenate(lines)
    out: Filing = {name: values[chosen] for name, values in filing.items() if name != "industry"}
    if random.random() < 0.15:
        out["gap"] = np.zeros_like(out["gap"])
    out["industry"] = filing["industry"] if random.random() < 0.85 else np.array(0)
    return out


def _filled(filings: Sequence[Filing]) -> dict[str, NDArray[Any]]:
    """Filings as one batch; `there` is one for lines, zero for what fills up."""
    longest = max(len(filing["kind"]) for filing in filings)
    length = next((each for each in _LENGTHS if longest <= each), LONGEST)
    fill = {"kind": len(KINDS) - 1, "gap": 0, "position": 0.0, "caption": 0, "concept": -1}
    out: dict[str, NDArray[Any]] = {
        name: np.full((len(filings), length), value, dtype=np.float32 if name == "position" else np.int32)
        for name, value in fill.items()
    }
    out["there"] = np.zeros((len(filings), length), dtype=np.float32)
    out["industry"] = np.array([[filing["industry"]] for filing in filings], dtype=np.int32)
    for row, filing in enumerate(filings):
        count = min(length, len(filing["kind"]))
        out["there"][row, :count] = 1.0
        for name in fill:
            out[name][row, :count] = filing[name][:count]
    return out


def _step(jax: Any, table: NDArray[np.int32], seen: NDArray[np.bool_]) -> Any:
    """One step of learning, compiled."""
    arrays = jax.numpy
    known = arrays.array(table)
    stands = arrays.array(seen)

    def loss(weights: dict[str, Any], batch: dict[str, Any], key: Any) -> Any:
        keys = iter(jax.random.split(key, 8))

        def drop(values: Any, share: float = _FORGOTTEN) -> Any:
            return values * jax.random.bernoulli(next(keys), 1.0 - share, values.shape) / (1.0 - share)

        numbers = known[batch["caption"]]
        heard = (numbers > 0) * jax.random.bernoulli(next(keys), 1.0 - _FORGOTTEN, numbers.shape)
        vectors = weights["terms"][arrays.maximum(numbers - 1, 0)]
        heard = heard.astype(arrays.float32)
        captions = drop(caption_vectors((vectors * heard[..., None]).sum(-2), heard.sum(-1), arrays))
        lines = drop(read(weights, captions, batch, arrays, batch["there"], drop), 0.3)
        scores = lines @ weights["concepts"] + weights["usual"] + weights["usual_here"][batch["kind"]]
        chances = jax.nn.log_softmax(arrays.where(stands[batch["kind"]], scores, -1e9))
        right = arrays.take_along_axis(chances, arrays.maximum(batch["concept"], 0)[..., None], -1)[..., 0]
        counts = batch["concept"] >= 0
        return -(right * counts).sum() / arrays.maximum(counts.sum(), 1)

    def step(weights: Any, moments: Any, number: Any, pace: Any, batch: Any, key: Any) -> Any:
        slopes = jax.grad(loss)(weights, batch, key)
        first = jax.tree.map(lambda held, new: 0.9 * held + 0.1 * new, moments[0], slopes)
        second = jax.tree.map(lambda held, new: 0.98 * held + 0.02 * new * new, moments[1], slopes)

        def moved(value: Any, mean: Any, square: Any) -> Any:
            size = arrays.sqrt(square / (1.0 - 0.98**number)) + 1e-7
            shrunk = _SHRINK * value if value.ndim > 1 else 0.0
            return value - pace * (mean / (1.0 - 0.9**number) / size + shrunk)

        return jax.tree.map(moved, weights, first, second), [first, second]

    return jax.jit(step)
