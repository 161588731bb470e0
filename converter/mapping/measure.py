"""Honest measurements of the mapping: cross-validation over companies, ablation, and memory.

A company never helps to predict itself: what is measured in a fold was learned from the other folds. Needs the extra
`train`.
"""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from converter.mapping.evidence import PLACE_EVIDENCE
from converter.mapping.features import RIVALS, weights_of
from converter.mapping.memory import remember
from converter.mapping.model import choices, choose
from converter.mapping.naming import NAMING
from converter.mapping.table import output_rows, written
from converter.mapping.tagger import TAGGED, untagged
from converter.mapping.train import captions_in, fit, judged, passed, train
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from converter.mapping.arrays import Floats
    from converter.mapping.settings import Thresholds
    from converter.mapping.tables import TaggedFiling
    from converter.mapping.train import Captioned, Item, Learned, Lines

_MARKS = ("marks", "label_minority", "label_preferred", "label_discontinued", "label_current", "label_cost")
ABLATIONS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "words of all captions of a concept": ("caption_words", "caption_lead"),
    "wording of the caption as a whole": ("wording", "wording_lead", "wording_share"),
    "words shared with the concept's name": NAMING,
    "single words and pairs": ("words",),
    "industry": ("industry", "label_industry"),
    "position in the statement": ("position",),
    "totals around the line": ("before", "after", "place", "gap"),
    "neighbouring lines": ("previous", "next", "previous2", "next2"),
    "words of the neighbouring lines": ("words_before", "words_after"),
    "caption together with its place": ("label_place", "label_previous", "label_next"),
    "turn among lines with the same caption": ("label_turn",),
    "what the filing speaks of": _MARKS,
    "other lines that claim the concept": RIVALS,
    "other concepts of the filing": ("filing",),
    "all lines read together": TAGGED,
    "everything but the label itself": (
        *PLACE_EVIDENCE, *RIVALS, *TAGGED, *_MARKS, "filing", "position", "industry", "label_industry", "label_turn",
        "words_before", "words_after",
    ),
}  # fmt: skip
"""Each kind of evidence in plain words, with the columns that it consists of."""

_RANKS = 5
_KINDS = {
    "BS": StatementKind.BALANCE_SHEET,
    "IS": StatementKind.INCOME_STATEMENT,
    "CF": StatementKind.CASH_FLOW,
    "EQ": StatementKind.EQUITY,
}


def predictions_of(learned: Learned, thresholds: Thresholds) -> str:
    """The predictions for one filing of each company as CSV, each learned from the other folds."""

    def rows() -> Iterator[dict[str, str]]:
        for item in learned.items:
            outcome, first = judged(item)
            calibration = learned.chances[item.filing.fold]
            found = choices(item.ready, outcome, first, calibration, item.knowledge)
            for tagged, of_sheet in zip(item.filing.sheets, found, strict=True):
                if tagged.sheet.pool == "EQ":
                    continue
                for choice in of_sheet:
                    row = {"file": item.filing.name, "report": str(tagged.report), "line": str(choice.line.index)}
                    yield from output_rows(row, choice, thresholds)

    stream = io.StringIO()
    written(rows(), stream)
    return stream.getvalue()


def ablation(items: Sequence[Item], fold: int) -> dict[str, tuple[float, float]]:
    """For each kind of evidence left out, top-1 and top-5 of the last pass on a fold; the other folds are learned.

    Nothing sees what is left out: the opening and all passes are fitted and made anew without it. No trees follow.
    """
    captioned = [captions_in(item) for item in items]
    return {name: _without(columns, captioned, fold) for name, columns in ABLATIONS.items()}


def _without(columns: Sequence[str], captioned: Sequence[Captioned], fold: int) -> tuple[float, float]:
    """Top-1 and top-5 on a fold without some columns."""
    folds = {each.filing.fold for each in captioned}
    if set(TAGGED) <= set(columns):
        without = {id(each.knowledge): replace(each.knowledge, tagger=None) for each in captioned}
        captioned = [
            replace(each, knowledge=without[id(each.knowledge)], said=untagged(len(each.right))) for each in captioned
        ]

    def learn(_: str, lines: Lines, names: Sequence[str]) -> Mapping[int, Mapping[str, Floats]]:
        found = {name: weights_of(each, names) for name, each in fit(lines, fold, columns, names).items()}
        return dict.fromkeys(folds, found)

    count = first = five = 0
    for item in passed(captioned, learn):
        if item.filing.fold != fold:
            continue
        outcome, _before = judged(item)
        concepts = [(tagged.sheet.pool, concept) for tagged in item.filing.sheets for concept in tagged.concepts]
        for line, (pool, concept) in enumerate(concepts):
            if concept and pool != "EQ":
                best = outcome.pairs.concept[outcome.ranked(line)[:_RANKS]].tolist()
                right = int(item.right[line])
                count += 1
                first += best[:1] == [right]
                five += right in best
    return first / count, five / count


def memory(learned: Learned, filings: Sequence[TaggedFiling]) -> dict[str, float]:
    """What the ledger of an earlier filing of the company is worth on the later one.

    `lines` and `top1` over all lines with a standard concept; `remembered` is the share of lines whose caption the
    ledger has, `remembered_top1` how many of those it has right, `reworded` and `reworded_top1` the same for lines that
    continue one of the ledger under another caption, `alone` top-1 without the ledger. The tables that decide the
    others know nothing of the company.
    """
    tables = {item.filing.fold: item.knowledge for item in learned.items}
    of_company: dict[str, list[TaggedFiling]] = defaultdict(list)
    for filing in filings:
        if filing.source.startswith("sec"):
            of_company[filing.company].append(filing)
    lines = right = known = known_right = renamed = renamed_right = alone = 0
    for company in sorted(of_company):
        pair = sorted(of_company[company], key=lambda filing: (filing.source, filing.name))
        if len(pair) < 2:  # a first filing has nothing to remember
            continue
        earlier, later = pair[0], pair[1]
        held, _ = remember([_ledger(earlier)])
        tagged = [each for each in later.sheets if each.sheet.pool != "EQ"]
        knowledge = replace(tables[later.fold], model=learned.knowledge.model, trees=learned.knowledge.trees)
        choices = choose([each.sheet for each in tagged], knowledge, later.industry)
        for each, chosen in zip(tagged, choices, strict=True):
            times: dict[str, int] = defaultdict(int)
            reworded = held.reworded(
                str(_KINDS[each.sheet.pool]),
                [line.normal for line in each.sheet.lines],
                [""] * len(chosen),
                [dict(zip(choice.candidates.names, choice.candidates.probabilities, strict=True)) for choice in chosen],
            )
            for number, (line, choice, concept) in enumerate(zip(each.sheet.lines, chosen, each.concepts, strict=True)):
                found = held.get(str(_KINDS[each.sheet.pool]), (), line.label, "", times[line.normal])
                times[line.normal] += 1
                if not concept:
                    continue
                lines += 1
                best = bool(choice.candidates) and choice.candidates.names[0] == concept
                alone += best
                if found is not None:
                    known += 1
                    known_right += found.concept.removeprefix("us-gaap:") == concept
                    right += found.concept.removeprefix("us-gaap:") == concept
                elif number in reworded:
                    renamed += 1
                    renamed_right += reworded[number].decision.concept.removeprefix("us-gaap:") == concept
                    right += reworded[number].decision.concept.removeprefix("us-gaap:") == concept
                else:
                    right += best
    return {
        "lines": lines,
        "top1": right / max(1, lines),
        "remembered": known / max(1, lines),
        "remembered_top1": known_right / max(1, known),
        "reworded": renamed / max(1, lines),
        "reworded_top1": renamed_right / max(1, renamed),
        "alone": alone / max(1, lines),
    }


def report(
    filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]], fold: int, tell: Callable[[str], None]
) -> str:
    """What each kind of evidence is worth on a fold, and what memory is worth on all, as Markdown.

    `tell` hears what is begun.
    """
    learned = train(filings, standard, tell=tell)
    tell("each kind of evidence left out")
    out = ["| without | top-1 | top-5 |", "|---|---|---|"]
    out += [f"| {name} | {first:.1%} | {five:.1%} |" for name, (first, five) in ablation(learned.items, fold).items()]
    tell("earlier ledgers")
    found = memory(learned, filings)
    out += [
        "",
        "| later filings of the same companies | |",
        "|---|---|",
        f"| lines with a standard concept | {found['lines']:,} |",
        f"| right by the model alone | {found['alone']:.1%} |",
        f"| caption found in the earlier ledger | {found['remembered']:.1%} |",
        f"| right among these | {found['remembered_top1']:.1%} |",
        f"| continues a line of the earlier ledger under another caption | {found['reworded']:.1%} |",
        f"| right among these | {found['reworded_top1']:.1%} |",
        f"| right with the earlier ledger, all lines | {found['top1']:.1%} |",
    ]
    return "\n".join(out) + "\n"


def _ledger(filing: TaggedFiling) -> dict[str, object]:
    return {
        "statements": [
            {
                "kind": str(_KINDS[each.sheet.pool]),
                "lines": [
                    {
                        "label": line.label,
                        "section": [],
                        "unit": "",
                        "concept": f"us-gaap:{concept}" if concept else "",
                        "status": "accepted",
                        "span": [line.index, 1, line.index, 1],
                    }
                    for line, concept in zip(each.sheet.lines, each.concepts, strict=True)
                ],
            }
            for each in filing.sheets
        ]
    }
