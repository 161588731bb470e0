"""The whole argument for a caption: its candidates, and what speaks for and against each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.boosting import TREE_COLUMNS
from converter.mapping.evidence import EVIDENCE
from converter.mapping.features import COLUMNS
from converter.mapping.knowledge import load_knowledge
from converter.mapping.labels import normalise
from converter.mapping.lines import POOLS, MappingLine, Sheet, with_heading
from converter.mapping.model import choose
from converter.mapping.reasons import reasons_for
from converter.mapping.rules import Surroundings, standard_rules
from converter.mapping.settings import thresholds_of
from converter.mapping.table import status_of

if TYPE_CHECKING:
    from converter.mapping.model import Ranked
    from converter.mapping.trees import Trees
    from converter.model import StatementKind
    from converter.taxonomy.release import Taxonomy

_PARTS = 8
_RANKS = 5
_TREE_PARTS = 4


def explain(label: str, statement: StatementKind, taxonomy: Taxonomy, *, section: str = "") -> str:
    """The argument for a caption that stands alone, as lines of text: rules, filers' use, candidates with weights."""
    knowledge = load_knowledge(taxonomy.release)
    normal = normalise(label)
    headings = (normalise(section),) if section else ()
    line = MappingLine(
        index=0,
        label=label,
        normal=normal,
        variant=with_heading(normal, headings),
        headings=headings,
        unit=None,
        gap=False,
        total=False,
    )
    pool = POOLS[statement]

    def allowed(local: str, _: object) -> bool:
        concept = taxonomy.concept(f"us-gaap:{local}")
        return concept is not None and not concept.abstract

    (choice,) = choose([Sheet(pool=pool, lines=(line,))], knowledge, "", [allowed])[0]
    out = [f"caption      {label}", f"compared as  {normal}", f"statement    {statement}"]
    out += [
        f"rule         {rule.id}: {rule.concept} ({rule.reason})"
        for rule in standard_rules(taxonomy.release).all(normal, Surroundings(statement=statement, sections=headings))
    ]
    evidence = choice.evidence
    if evidence.companies:
        own = f"{evidence.own:,} of them with a concept of their own"
        out.append(f"filers       {evidence.companies:,} use this caption, {own}")
    else:
        out.append(f"filers       none uses this caption; the nearest is {evidence.nearest:.2f} alike")
    out.append(f"confidence   {choice.confidence:.3f}; a concept of its own {choice.extension:.3f}")
    out.append(f"status       {status_of(choice, thresholds_of(taxonomy.release))} (by the model, the line alone)")
    weights = knowledge.model["third"].get(choice.regime, {})
    for rank, each in enumerate(choice.candidates[:_RANKS], 1):
        out.append(f"{rank}. us-gaap:{each.name}  {each.probability:.3f}")
        number = knowledge.numbers[each.name]
        out += [f"     {reason}" for reason in reasons_for(number, each.name, evidence, each.features, weights)]
        out += [f"     {part}" for part in _parts(each, weights)]
        out += [f"     {part}" for part in _corrections(each, knowledge.trees["choice"])]
    return "\n".join(out) + "\n"


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
