"""Candidates: the concepts that filers used for the labels nearest to that of a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.arrays import DIGITS, MANY_CONCEPTS, ranks, spread
from converter.mapping.gathered import Asked, Gathered, no_candidates
from converter.mapping.ratios import OWN
from converter.mapping.wording import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.arrays import Floats
    from converter.mapping.gathered import LineCandidates
    from converter.mapping.knowledge import Knowledge, LabelTable
    from converter.mapping.lines import MappingLine
    from converter.mapping.wording import WordingTable

MOST = 16
"""Candidates from the nearest labels."""
_SPEAKING = 0.7
_MANY = 10
_AGREED = 0.7
_SILENT = frozenset({"", "total", "other"})
_POWER = 6
_EXACT = 3.0
_VARIANT = 0.8


def candidates_of(
    lines: Sequence[MappingLine], pool: str, knowledge: Knowledge, likely: Sequence[Sequence[int]] = ()
) -> tuple[list[LineCandidates], dict[int, LineCandidates]]:
    """The candidates of each line by its label, and by heading and label where the label alone says too little.

    `likely` are for each line concepts that are candidates whatever the label says. Where some of them are not among
    its candidates, the same with them follows, by the number of the line.
    """
    table = knowledge.labels.get(pool)
    if table is None:
        return [no_candidates() for _ in lines], {}
    spoken = _captions(lines, table, knowledge)
    asked = [each for number, caption in enumerate(spoken) for each in _asked(number, caption, table, knowledge)]
    gathered = _voted(asked, len(lines), table)
    index, wording = knowledge.captions.get(pool), knowledge.wording.get(pool)
    near = index.nearest([max(caption, key=len) for caption in spoken]) if index is not None else None
    if near is not None:
        gathered.add_words(near)
    said = _said(spoken, wording, knowledge) if wording is not None else None
    if said is not None and wording is not None:
        gathered.add_wording(said, wording)
    gathered.add_likely(likely, near, said, wording)
    found = gathered.by_line(asked, table)
    return found[: len(lines)], dict(zip(gathered.again, found[len(lines) :], strict=True))


def _captions(lines: Sequence[MappingLine], table: LabelTable, knowledge: Knowledge) -> list[tuple[str, str]]:
    """For each line the label, and the heading and label together where both are asked.

    `Total` under `Interest charges` is `total interest charges`; alone it is any total.
    """
    table.learn([text for line in lines for text in (line.normal, line.variant) if text])
    return [_caption(line, table, knowledge) for line in lines]


def _caption(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> tuple[str, str]:
    if not line.variant or _is_plain(line, table, knowledge):
        return line.normal, ""
    return (line.variant, "") if _speaks(line, table, knowledge) else (line.normal, line.variant)


def _is_plain(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> bool:
    """Whether so many filers mean the same by the label alone that a heading can only mislead.

    `Interest income` under `Other income (expense)` is no other income.
    """
    same = table.same(knowledge.vocabulary.key(line.normal))
    if same < 0 or line.normal in _SILENT or table.users[same] < _MANY:
        return False
    entries = slice(table.starts[same], table.starts[same + 1])
    counts = table.companies[entries][table.concepts[entries] != OWN]
    return bool(counts.max(initial=0) >= _AGREED * table.users[same])


def _speaks(line: MappingLine, table: LabelTable, knowledge: Knowledge) -> bool:
    """Whether filers have a caption like the heading and the label together."""
    if table.same(knowledge.vocabulary.key(line.variant)) >= 0:
        return True
    if line.normal not in _SILENT:
        return False
    _, similarities = table.nearest(line.variant)
    return bool(similarities) and similarities[0] >= _SPEAKING


def _asked(number: int, caption: tuple[str, str], table: LabelTable, knowledge: Knowledge) -> list[Asked]:
    out: list[Asked] = []
    for normal, weight in zip(caption, (1.0, _VARIANT), strict=True):
        if not normal:
            continue
        same = table.same(knowledge.vocabulary.key(normal))
        numbers: Sequence[int]
        similarities: Sequence[float]
        numbers, similarities = table.nearest(normal)
        if same >= 0:
            if same in numbers:
                similarities = [1.0 if each == same else own for each, own in zip(numbers, similarities, strict=True)]
            else:
                numbers, similarities = [same, *numbers], [1.0, *similarities]
        out.append(Asked(number, normal, weight, same, numbers, similarities))
    return out


def _voted(asked: Sequence[Asked], lines: int, table: LabelTable) -> Gathered:
    """The concepts that the nearest labels vote for, at most `MOST` for each line."""
    sizes = [len(each.numbers) for each in asked]
    whose = np.repeat(np.arange(len(asked)), sizes)
    label = np.array([number for each in asked for number in each.numbers], dtype=np.int64)
    similarity = np.array([value for each in asked for value in each.similarities])
    exact = label == np.array([each.same for each in asked], dtype=np.int64)[whose]
    companies = table.users[label]
    weight = np.array([each.weight for each in asked])[whose]
    vote = weight * similarity**_POWER * np.log1p(companies) * np.where(exact, _EXACT, 1.0) / np.maximum(1, companies)
    entries, of = spread(table.starts[label], table.starts[label + 1] - table.starts[label])
    line = np.array([each.line for each in asked], dtype=np.int64)[whose][of]
    concept = table.concepts[entries]
    count = table.companies[entries]
    votes = vote[of] * count
    mine = concept == OWN
    own_votes = np.bincount(line[mine], weights=votes[mine], minlength=lines)
    own = np.bincount(line[mine], weights=(count * exact[of])[mine], minlength=lines).astype(np.int64)
    theirs = np.flatnonzero(~mine)
    # By line and concept, the nearest label first.
    key = (line * MANY_CONCEPTS + concept)[theirs]
    order = theirs[np.lexsort((-similarity[of[theirs]], key))]
    key = (line * MANY_CONCEPTS + concept)[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, dtype=np.int64)
    sums = np.add.reduceat(votes[order], first) if len(key) else np.zeros(0)
    exactly = np.add.reduceat((count * exact[of])[order], first) if len(key) else np.zeros(0, dtype=np.int64)
    nearest = order[first]
    line_of = line[nearest]
    totals = own_votes + np.bincount(line_of, weights=sums, minlength=lines)
    some = np.where(totals > 0.0, totals, 1.0)
    best = np.lexsort((concept[nearest], -np.round(sums, DIGITS), line_of))
    best = best[ranks(line_of[best]) < MOST]
    return Gathered(
        line=line_of[best],
        concept=concept[nearest][best],
        share=np.round((sums / some[line_of])[best], DIGITS),
        similarity=similarity[of[nearest]][best],
        label=label[of[nearest]][best],
        exact=exactly[best],
        words=np.zeros(len(best)),
        wording=np.full(len(best), UNHEARD),
        own=own,
        extension=own_votes / some,
        wording_own=np.full(lines, UNHEARD),
    )


def _said(captions: Sequence[tuple[str, str]], table: WordingTable, knowledge: Knowledge) -> Floats:
    """The logarithm of the chance of each of the table's concepts by the wording of each caption."""
    twice = [number for number, (_, variant) in enumerate(captions) if variant]
    asked = [normal for normal, _ in captions]
    every = table.log_chances([*asked, *[captions[number][1] for number in twice]], knowledge.vocabulary)
    said = every[: len(asked)]
    if twice:
        said[twice] = np.logaddexp(said[twice], every[len(asked) :]) - np.log(2.0)
    return said
