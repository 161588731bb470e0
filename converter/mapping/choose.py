"""The choice of a concept for every line of a filing's statements."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from converter.mapping.classification import declassify
from converter.mapping.consistency import agree
from converter.mapping.decisions import NAMELESS, SHOWN, Case, Decision, decide
from converter.mapping.deprecation import renew
from converter.mapping.doubts import doubt, doubt_signs
from converter.mapping.equity import settle_equity
from converter.mapping.extensions import PREFIX, extension_for
from converter.mapping.industries import is_of_industry
from converter.mapping.knowledge import load_knowledge
from converter.mapping.lines import sheet_of
from converter.mapping.memory import remember
from converter.mapping.model import choose, lay_out
from converter.mapping.non_gaap import set_non_gaap_aside
from converter.mapping.plausibility import plausible_choices
from converter.mapping.pretax import include_equity_method
from converter.mapping.rules import RuleSet, Surroundings, standard_rules
from converter.mapping.sections import dilution_of, is_opening, sections_of, subject_of
from converter.mapping.settings import thresholds_of
from converter.mapping.signs import is_guess, is_two_way, known_above, signs
from converter.mapping.uniqueness import Extensions, settle
from converter.model import LineRole, MappedLine, MappedStatement, StatementKind, Status, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.mapping.arrays import Flags, Ints
    from converter.mapping.captions import Allowed
    from converter.mapping.lines import Sheet
    from converter.mapping.memory import Memory, Reworded
    from converter.mapping.model import Choice
    from converter.messages import Message
    from converter.model import Concept, FootingTree, Line, Statement
    from converter.taxonomy.release import Taxonomy

_TYPES = {
    UnitKind.MONEY: ("monetaryItemType",),
    UnitKind.SHARES: ("sharesItemType",),
    UnitKind.PER_SHARE: ("perShareItemType",),
    UnitKind.PURE: ("pureItemType", "percentItemType", "decimalItemType"),
}


def load_mapping(taxonomy: Taxonomy) -> None:
    """Load what mapping needs of a release, once: concepts, knowledge, rules and thresholds."""
    # Concepts are made when they are asked for, and a filing asks for a third of those that filers use.
    for kind in StatementKind:
        allowed_in(kind, taxonomy)
    for name in load_knowledge(taxonomy.release).concepts:
        is_two_way(name)
        is_of_industry(name)
    lay_out(load_knowledge(taxonomy.release))
    taxonomy.replacements("")
    thresholds_of(taxonomy.release)
    standard_rules(taxonomy.release)


def map_statements(
    footed: Sequence[tuple[Statement, FootingTree]],
    taxonomy: Taxonomy,
    *,
    sic: str = "",
    ledgers: Sequence[Mapping[str, object]] = (),
    rules: RuleSet | None = None,
    digest: str = "",
) -> tuple[tuple[MappedStatement, ...], tuple[Message, ...]]:
    """The statements with a mapped line for every line that has values.

    A person's rules come first, then the ledgers of earlier filings of the company (the later in the sequence, the
    stronger), then the curated rules of the release, then the model. `ledgers` are parsed `mapping.json` files. What
    people decided in a ledger of the text with this `digest` comes before everything else, line by line.
    """
    knowledge = load_knowledge(taxonomy.release)
    thresholds = thresholds_of(taxonomy.release)
    curated = standard_rules(taxonomy.release)
    memory, messages = remember(ledgers, digest)
    sheets = [sheet_of(statement, frozenset(sum_.total for sum_ in tree.footings)) for statement, tree in footed]
    allowed = [allowed_in(statement.kind, taxonomy) for statement, _ in footed]
    choices = choose(sheets, knowledge, sic, allowed)
    decided: list[dict[int, Decision]] = []
    for (statement, tree), sheet, chosen in zip(footed, sheets, choices, strict=True):
        firsts = [choice.candidates.names[0] if choice.candidates else "" for choice in chosen]
        sections = sections_of(sheet, firsts)
        subject = subject_of(statement)
        dilution = dilution_of(statement)
        decisions: dict[int, Decision] = {}
        times: Counter[tuple[str, str, str]] = Counter()
        captions = ["", *(line.normal for line in sheet.lines), ""]
        # Only with the lines of an earlier filing are all candidates compared.
        most = None if memory.sequences else SHOWN
        plausible = plausible_choices(statement, tree, chosen, sections, taxonomy, most, sic)
        reworded = _reworded(memory, statement, sheet, plausible)
        for number, choice in enumerate(plausible):
            line = choice.line
            unit = str(line.unit or "")
            around = Surroundings(
                statement=statement.kind,
                sections=(*subject, *sections[line.index], *dilution.get(line.index, ())),
                unit=unit,
                industry=sic,
                previous=captions[number],
                next=captions[number + 2],
            )
            printed = statement.lines[line.index].section
            place_of = (printed[-1] if printed else "", line.normal, unit)
            case = Case(
                statement=statement,
                line=statement.lines[line.index],
                choice=choice,
                own=rules.all(line.normal, around) if rules else (),
                remembered=memory.get(str(statement.kind), printed, line.label, unit, times[place_of]),
                reworded=reworded.get(number),
                here=memory.at(statement.lines[line.index].span),
                house=curated.all(line.normal, around),
            )
            times[place_of] += 1
            decisions[line.index], found = decide(case, taxonomy, thresholds, knowledge)
            messages += found
        decided.append(decisions)
    set_non_gaap_aside(footed, decided)
    declassify(footed, decided, taxonomy)
    agree(footed, decided, taxonomy)
    settle_equity(footed, decided)
    messages += settle(footed, decided, taxonomy)
    renew(footed, decided, taxonomy)
    include_equity_method(footed, decided, taxonomy)
    doubt(footed, decided)
    taken = Extensions()
    mapped = [
        _statement(statement, tree, decisions, taken)
        for (statement, tree), decisions in zip(footed, decided, strict=True)
    ]
    return tuple(mapped), tuple(messages)


def _reworded(memory: Memory, statement: Statement, sheet: Sheet, choices: Sequence[Choice]) -> Mapping[int, Reworded]:
    """The lines, by their number in the sheet, that continue a line of an earlier filing under another caption."""
    if not memory.sequences:
        return {}
    return memory.reworded(
        str(statement.kind),
        [line.normal for line in sheet.lines],
        [str(line.unit or "") for line in sheet.lines],
        [dict(zip(choice.candidates.names, choice.candidates.probabilities, strict=True)) for choice in choices],
    )


@lru_cache(maxsize=32)
def allowed_in(kind: StatementKind, taxonomy: Taxonomy) -> Allowed:
    """A test that says which concepts can stand on a line at all: they exist and their types fit the unit."""
    shapes, shape_of = _shapes(taxonomy)
    fitting: dict[UnitKind | None, Flags] = {
        unit: np.array([concept is not None and possible(concept, kind, unit) for concept in shapes])[shape_of]
        for unit in (None, *UnitKind)
    }

    def fits(numbers: Ints, unit: UnitKind | None) -> Flags:
        out: Flags = fitting[unit][numbers]
        return out

    return fits


@lru_cache(maxsize=8)
def _shapes(taxonomy: Taxonomy) -> tuple[list[Concept | None], Ints]:
    """One concept for all that are alike in type, period type and abstractness, and for each concept its number.

    None is for concepts that filers used and the release does not have.
    """
    shapes: dict[tuple[object, ...], tuple[int, Concept | None]] = {}
    shape_of: list[int] = []
    for name in load_knowledge(taxonomy.release).concepts:
        concept = taxonomy.concept(f"us-gaap:{name}")
        shape = (concept.type, concept.period_type, concept.abstract) if concept is not None else ()
        shape_of.append(shapes.setdefault(shape, (len(shapes), concept))[0])
    return [concept for _, concept in shapes.values()], np.array(shape_of, dtype=np.int64)


def possible(concept: Concept, kind: StatementKind, unit: UnitKind | None) -> bool:
    """Whether a concept can stand on a line of this unit in a statement of this kind."""
    return (
        not concept.abstract
        and (unit is None or concept.type.endswith(_TYPES[unit]))
        and (kind is not StatementKind.BALANCE_SHEET or concept.period_type == "instant")
        and (kind is not StatementKind.INCOME_STATEMENT or concept.period_type == "duration")
    )


def _statement(
    statement: Statement, tree: FootingTree, decisions: Mapping[int, Decision], taken: Extensions
) -> MappedStatement:
    """The mapped statement: extension concepts, signs and label roles settled."""
    concepts: dict[int, Concept | None] = {
        index: decision.concept if decision.status is not Status.UNTAGGED else None
        for index, decision in decisions.items()
    }
    guessed = {index for index, decision in decisions.items() if is_guess(decision.status, decision.confidence)}
    before = signs(statement, tree, concepts, guessed)
    totals = tree.above
    fresh_concepts = False
    for index, decision in decisions.items():
        if decision.status is Status.EXTENSION and decision.concept is None:
            line = statement.lines[index]
            if not any(map(str.isalnum, line.label)) and not decision.by_person:
                decision.status, decision.reasons = Status.UNTAGGED, (NAMELESS, *decision.reasons[:3])
                continue
            above = concepts.get(known_above(statement.kind, index, totals, concepts))
            fresh = extension_for(statement, line, above, before[index], taken.names, decision.name, decision.declared)
            decision.concept = concepts[index] = taken.settled(statement, line, fresh)
            fresh_concepts = True
    final = signs(statement, tree, concepts, guessed) if fresh_concepts else before
    doubt_signs(statement, decisions, final)
    sums = {sum_.total for sum_ in tree.footings}
    lines = [
        _mapped(statement, index, decision, final[index], total=index in sums)
        for index, decision in sorted(decisions.items())
    ]
    return MappedStatement(statement=statement, footing=tree, lines=tuple(lines))


def _mapped(statement: Statement, index: int, decision: Decision, sign: int, *, total: bool) -> MappedLine:
    line = statement.lines[index]
    concept = decision.concept
    extension = concept if concept is not None and concept.name.startswith(f"{PREFIX}:") else None
    return MappedLine(
        line=index,
        concept=concept.name if concept is not None else None,
        status=decision.status,
        confidence=round(decision.confidence, 4),
        candidates=decision.candidates,
        reasons=decision.reasons,
        decided_by=decision.decided_by,
        sign=sign,
        label_role=label_role(statement, line, concept, sign, total=total),
        extension=extension,
    )


def label_role(statement: Statement, line: Line, concept: Concept | None, sign: int, *, total: bool) -> str:
    """The preferred label role of a line: the last segment of its URI, empty for the standard label."""
    if concept is None:
        return ""
    if concept.period_type == "instant" and statement.kind is not StatementKind.BALANCE_SHEET:
        return "periodStartLabel" if is_opening(line.label) else "periodEndLabel"
    is_total = total or line.role in (LineRole.TOTAL, LineRole.SUBTOTAL)
    if sign < 0:
        return "negatedTotalLabel" if is_total else "negatedLabel"
    return "totalLabel" if is_total else ""
