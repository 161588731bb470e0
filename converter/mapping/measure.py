"""Honest measurements of the mapping: cross-validation over companies, ablation, and memory.

A company never helps to predict itself: what is measured in a fold was learned from the other folds. Needs the extra
`train`.
"""

from __future__ import annotations

import io
from collections import defaultdict
from typing import TYPE_CHECKING

from converter.mapping.corpus import one_per_company
from converter.mapping.evidence import PLACE_EVIDENCE
from converter.mapping.features import RIVALS, weights_of
from converter.mapping.memory import remember
from converter.mapping.model import choose, judge
from converter.mapping.table import output_rows, written
from converter.mapping.train import fit, items_of, train
from converter.model import StatementKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converter.mapping.settings import Thresholds
    from converter.mapping.tables import TaggedFiling

ABLATIONS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "words of all captions of a concept": ("caption_words", "caption_lead"),
    "single words and pairs": ("words",),
    "industry": ("industry", "label_industry"),
    "position in the statement": ("position",),
    "totals around the line": ("before", "after", "place", "gap"),
    "neighbouring lines": ("previous", "next", "previous2", "next2"),
    "caption together with its place": ("label_place", "label_previous", "label_next"),
    "other lines that claim the concept": RIVALS,
    "other concepts of the filing": ("filing",),
    "everything but the label itself": (
        *PLACE_EVIDENCE, *RIVALS, "filing", "position", "industry", "label_industry",
    ),
}  # fmt: skip
"""Each kind of evidence in plain words, with the columns that it consists of."""

_KINDS = {
    "BS": StatementKind.BALANCE_SHEET,
    "IS": StatementKind.INCOME_STATEMENT,
    "CF": StatementKind.CASH_FLOW,
    "EQ": StatementKind.EQUITY,
}


def predictions(
    filings: Sequence[TaggedFiling],
    standard: Mapping[str, Mapping[str, str]],
    fold: int,
    thresholds: Thresholds,
    *,
    share: int = 2,
) -> str:
    """The predictions for one filing of each company of a fold as CSV, learned from the other folds."""
    knowledge = train([filing for filing in filings if filing.fold != fold], standard, share=share)

    def rows() -> Iterator[dict[str, str]]:
        for filing in one_per_company([filing for filing in filings if filing.fold == fold]):
            tagged = [each for each in filing.sheets if each.sheet.pool != "EQ"]
            choices = choose([each.sheet for each in tagged], knowledge, filing.industry)
            for each, chosen in zip(tagged, choices, strict=True):
                for line, choice in zip(each.sheet.lines, chosen, strict=True):
                    row = {"file": filing.name, "report": str(each.report), "line": str(line.index)}
                    yield from output_rows(row, choice, thresholds)

    stream = io.StringIO()
    written(rows(), stream)
    return stream.getvalue()


def ablation(
    filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]], fold: int, *, share: int = 4
) -> dict[str, tuple[float, float]]:
    """For each kind of evidence left out, top-1 and top-5 on a fold after the first pass."""
    others = [filing for filing in filings if filing.fold != fold]
    folds = sorted({filing.fold for filing in others})
    learned = [item for each in folds for item in items_of(others, each, standard, share)]
    tested = items_of(filings, fold, standard, share)
    out: dict[str, tuple[float, float]] = {}
    for name, without in ABLATIONS.items():
        weights = {regime: weights_of(each) for regime, each in fit(learned, without).items()}
        lines = first = five = 0
        for item in tested:
            numbers = item.knowledge.numbers
            orders = judge(item.ready, item.columns, weights, item.knowledge).order
            for tagged, order in zip(item.filing.sheets, orders, strict=True):
                for concept, line in zip(tagged.concepts, order, strict=True):
                    if concept and tagged.sheet.pool != "EQ":
                        number = numbers.get(concept, -1)
                        lines += 1
                        first += line.concepts[:1] == [number]
                        five += number in line.concepts[:5]
        out[name] = (first / lines, five / lines)
    return out


def memory(
    filings: Sequence[TaggedFiling], standard: Mapping[str, Mapping[str, str]], fold: int, *, share: int = 4
) -> dict[str, float]:
    """What the ledger of an earlier filing of the company is worth on the later one.

    `lines` and `top1` over all lines with a standard concept; `remembered` is the share of lines whose caption the
    ledger has, `remembered_top1` how many of those it has right. The model that decides the others was trained on the
    other folds.
    """
    knowledge = train([filing for filing in filings if filing.fold != fold], standard, share=share)
    of_company: dict[str, list[TaggedFiling]] = defaultdict(list)
    for filing in filings:
        if filing.fold == fold and filing.source.startswith("sec"):
            of_company[filing.company].append(filing)
    lines = right = known = known_right = 0
    for company in sorted(of_company):
        pair = sorted(of_company[company], key=lambda filing: (filing.source, filing.name))
        if len(pair) < 2:  # a first filing has nothing to remember
            continue
        earlier, later = pair[0], pair[1]
        held, _ = remember([_ledger(earlier)])
        tagged = [each for each in later.sheets if each.sheet.pool != "EQ"]
        choices = choose([each.sheet for each in tagged], knowledge, later.industry)
        for each, chosen in zip(tagged, choices, strict=True):
            times: dict[str, int] = defaultdict(int)
            for line, choice, concept in zip(each.sheet.lines, chosen, each.concepts, strict=True):
                found = held.get(str(_KINDS[each.sheet.pool]), (), line.label, "", times[line.normal])
                times[line.normal] += 1
                if not concept:
                    continue
                lines += 1
                if found is not None:
                    known += 1
                    known_right += found.concept == concept
                    right += found.concept == concept
                else:
                    right += bool(choice.candidates) and choice.candidates[0].name == concept
    return {
        "lines": lines,
        "top1": right / max(1, lines),
        "remembered": known / max(1, lines),
        "remembered_top1": known_right / max(1, known),
    }


def _ledger(filing: TaggedFiling) -> dict[str, object]:
    return {
        "statements": [
            {
                "kind": str(_KINDS[each.sheet.pool]),
                "lines": [
                    {"label": line.label, "section": [], "unit": "", "concept": concept, "status": "accepted"}
                    for line, concept in zip(each.sheet.lines, each.concepts, strict=True)
                ],
            }
            for each in filing.sheets
        ]
    }
