"""The whole argument for a caption: its candidates, and what speaks for and against each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.boosting import TREE_COLUMNS
from converter.mapping.choose import allowed_in
from converter.mapping.decisions import EXTENSION
from converter.mapping.evidence import EVIDENCE
from converter.mapping.features import COLUMNS
from converter.mapping.knowledge import load_knowledge
from converter.mapping.labels import loose, normalise
from converter.mapping.lines import POOLS, MappingLine, Sheet, with_heading
from converter.mapping.model import choose
from converter.mapping.reasons import reasons_for
from converter.mapping.rules import Surroundings, missing, standard_rules
from converter.mapping.settings import thresholds_of
from converter.mapping.table import status_of
from converter.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.ranking import Ranked
    from converter.mapping.trees import Trees
    from converter.model import StatementKind, UnitKind
    from converter.taxonomy.release import Taxonomy

_PARTS = 8
_RANKS = 5
_TREE_PARTS = 4


def explain(
    label: str,
    statement: StatementKind,
    taxonomy: Taxonomy,
    *,
    sections: Sequence[str] = (),
    unit: UnitKind | None = None,
    previous: str = "",
    following: str = "",
    industry: str = "",
) -> str:
    """The argument for a caption, as lines of text: rules, filers' use, candidates with weights.

    `sections` are the headings above it, or where it stands between the totals (`noncurrent liabilities`); `previous`
    and `following` the captions beside it, `industry` a SIC code. Curated rules that would hold in other surroundings
    are shown with what they ask for.
    """
    knowledge = load_knowledge(taxonomy.release)
    headings = tuple(normalise(section) for section in sections)
    around = Surroundings(
        statement=statement,
        sections=headings,
        unit=str(unit or ""),
        industry=industry,
        previous=normalise(previous),
        next=normalise(following),
    )
    captions = [each for each in (previous, label, following) if each == label or each]
    number = 1 if previous else 0
    lines = tuple(_line(index, each, headings, unit) for index, each in enumerate(captions))

    choice = choose(
        [Sheet(pool=POOLS[statement], lines=lines)], knowledge, industry, [allowed_in(statement, taxonomy)]
    )[0][number]
    line = lines[number]
    headed = bool(line.variant) and choice.evidence.keys[:1] == (loose(line.variant),)
    compared = f"{line.variant} (with the heading above)" if headed else line.normal
    out = [f"caption      {label}", f"compared as  {compared}", f"statement    {statement}"]
    rules, decided = _rules(line.normal, around, taxonomy)
    out += rules
    evidence = choice.evidence
    if evidence.companies:
        own = f"{evidence.own:,} of them with a concept of their own"
        out.append(f"filers       {evidence.companies:,} use this caption, {own}")
    else:
        out.append(f"filers       none uses this caption; the nearest is {evidence.nearest:.2f} alike")
    out.append(f"confidence   {choice.confidence:.3f}; a concept of its own {choice.extension:.3f}")
    status = status_of(choice, thresholds_of(taxonomy.release))
    out.append(decided or f"status       {status} (by the model, which sees no more of the statement than this)")
    weights = knowledge.model["second"].get(choice.regime, {})
    for rank, each in enumerate(choice.candidates[:_RANKS], 1):
        out.append(f"{rank}. us-gaap:{each.name}  {each.probability:.3f}")
        number = knowledge.numbers[each.name]
        reasons = reasons_for(number, each.name, choice.line, evidence, each.features, weights)
        out += [f"     {reason}" for reason in reasons]
        out += [f"     {part}" for part in _parts(each, weights)]
        out += [f"     {part}" for part in _corrections(each, knowledge.trees["choice"])]
    return "\n".join(out) + "\n"


def _line(index: int, label: str, headings: tuple[str, ...], unit: UnitKind | None) -> MappingLine:
    normal = normalise(label)
    return MappingLine(
        index=index,
        label=label,
        normal=normal,
        variant=with_heading(normal, headings),
        headings=headings,
        unit=unit,
        gap=False,
        total=False,
    )


def _rules(normal: str, around: Surroundings, taxonomy: Taxonomy) -> tuple[list[str], str]:
    """Lines about the curated rules that speak of a caption in this statement, and what becomes of it by the first."""
    out: list[str] = []
    decided = ""
    named = standard_rules(taxonomy.release).naming(normal)
    for rule in (rule for rule in named if rule.statement in (None, around.statement)):
        asked = missing(rule, around)
        if asked:
            out.append(f"rule if      {rule.id}: {rule.concept}, {', '.join(asked)} ({rule.reason})")
            continue
        out.append(f"rule         {rule.id}: {rule.concept} ({rule.reason})")
        status = Status.EXTENSION if rule.concept == EXTENSION else Status.ACCEPTED
        decided = decided or f"status       {status} (by rule {rule.id})"
    return out, decided


def _parts(each: Ranked, weights: dict[str, float]) -> list[str]:
    parts: list[tuple[float, str, float]] = []
    for name, value in zip(COLUMNS, each.features, strict=True):
        side = ("+" if value > 0 else "-") if name in EVIDENCE else ""
        parts.append((value * weights.get(name + side, 0.0), name, value))
    parts.sort(key=lambda part: (-abs(part[0]), part[1]))
    return [f"{part:+.2f}  {name} = {value:.2f}" for part, name, value in parts[:_PARTS] if part]


def _corrections(each: Ranked, trees: Trees) -> list[str]:
    row = each.row
    if not row:
        return []
    named = [(TREE_COLUMNS[column], part) for column, part in trees.contributions(row).items()]
    parts = sorted(named, key=lambda part: (-abs(part[1]), part[0]))
    return [f"{part:+.2f}  trees: {name}" for name, part in parts[:_TREE_PARTS] if abs(part) >= 0.005]
