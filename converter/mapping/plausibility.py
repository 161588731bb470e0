"""Plausibility: candidates that the printed figures or the section of a line rule out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from converter.mapping.directions import printed_direction
from converter.mapping.endings import ending_of
from converter.mapping.industries import fits_industry, is_of_industry
from converter.mapping.model import Choice
from converter.mapping.ranking import Ranking
from converter.mapping.signs import RESULTS, balance_of, effects, is_two_way
from converter.model import StatementKind, UnitKind
from converter.taxonomy.successors import successors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.model import Concept, FootingTree, Statement
    from converter.taxonomy.release import Taxonomy


def plausible_choices(
    statement: Statement,
    footing: FootingTree,
    choices: Sequence[Choice],
    sections: Mapping[int, tuple[str, ...]],
    taxonomy: Taxonomy,
    most: int | None = None,
    industry: str = "",
) -> list[Choice]:
    """The choices without candidates that the text rules out; their probability goes to the others.

    Of a choice that loses candidates, the `most` likeliest are returned.

    Ruled out are a concept that knows one sign only (such as an expense, a payment, an asset) where the arithmetic of
    the statement makes the fact negative. A current concept in a noncurrent section gives way to its noncurrent
    sibling, and the other way round, a deprecated one to what replaces it. Under a heading of what was done without
    cash nothing was received or paid. Concepts of another industry than the company's (a SIC code, empty where it is
    not known) need a caption that speaks of the matter. A line whose candidates would all or nearly all go keeps
    them, for review.
    """
    first = {
        choice.line.index: taxonomy.concept(f"us-gaap:{choice.candidates.names[0]}") if choice.candidates else None
        for choice in choices
    }
    effect = effects(statement, footing, first)
    sure = {choice.line.index: choice.confidence for choice in choices}
    totals = footing.above
    classified = any(" current assets " in f" {section} " for each in sections.values() for section in each)
    # Many lines of a cash flow add up to cash, never to the results that it starts from.
    is_flow = statement.kind is StatementKind.CASH_FLOW
    flows = {sum_.total for sum_ in footing.footings if is_flow and len(sum_.terms) > _RESULT_TERMS}
    out: list[Choice] = []
    for choice in choices:
        index = choice.line.index
        chances: dict[str, float] = {}
        kept: dict[str, tuple[int, str]] = {}
        term = _term(statement, sections[index], classified=classified)
        pull = effect.get(index, 0) * printed_direction(statement.lines[index])
        if statement.lines[index].unit is not UnitKind.MONEY:
            pull = 0
        # What an unsure total is taken for says less than the caption: the total of the equity in a statement of
        # capitalization, taken for some asset, would make common stock an asset.
        total = sure.get(totals.get(index, -1), 1.0)
        if total < _UNSURE and total < choice.confidence:
            pull = 0
        # Among assets and liabilities nothing has either sign; in equity and in results much has. What the owners
        # have may stand under no heading of its own, straight below the liabilities.
        inner = sections[index][-1] if sections[index] and statement.kind is StatementKind.BALANCE_SHEET else ""
        side = next((side for side in ("assets", "liabilities") if inner.endswith(side)), "")
        stand_ins = _stand_ins(statement.kind, term, side, taxonomy)
        cashless = statement.kind is StatementKind.CASH_FLOW and any(map(_is_cashless, sections[index]))
        old = choice.candidates
        in_flow = index in flows
        for candidate, probability, position in zip(old.names, old.probabilities, old.positions, strict=True):
            stands = stand_ins[candidate]
            if stands is None:
                continue
            name, note, only, bound = stands
            if pull and only == -pull:
                continue
            if (cashless and name.startswith(_IN_CASH)) or (in_flow and name in RESULTS):
                continue
            if bound and industry and not fits_industry(name, choice.line.normal, industry):
                continue
            if name in chances:
                chances[name] += probability
            else:
                chances[name] = probability
                kept[name] = position, note
        out.append(_with(choice, chances, kept, most))
    return out


def _with(
    choice: Choice, chances: Mapping[str, float], kept: Mapping[str, tuple[int, str]], most: int | None
) -> Choice:
    """The choice with other candidates, at most so many; all of the old ones where none is left.

    `chances` are the probabilities of those that stay, `kept` their positions and notes.
    """
    old = choice.candidates
    names = sorted(chances, key=chances.__getitem__, reverse=True)
    if not names or names == old.names:
        return choice
    mass = sum([chances[name] for name in names])
    if mass < _LEFT:
        return replace(choice, candidates=old.first(most), confidence=min(choice.confidence, _DOUBTFUL))
    shown = names[:most]
    candidates = Ranking(
        shown,
        [chances[name] / mass for name in shown],
        [kept[name][0] for name in shown],
        old.outcome,
        [kept[name][1] for name in shown],
    )
    confidence = choice.confidence
    if names[0] != old.names[0] and not kept[names[0]][1]:
        # The evidence spoke for what is ruled out: the confidence shrinks with the mass that is left.
        confidence = min(confidence, mass, _DOUBTFUL)
    return Choice(
        line=choice.line,
        evidence=choice.evidence,
        candidates=candidates,
        confidence=confidence,
        match=choice.match,
        extension=choice.extension,
        regime=choice.regime,
    )


def _term(statement: Statement, sections: Sequence[str], *, classified: bool) -> str:
    """`current`, `noncurrent`, `none` (an unclassified balance sheet), or empty where the section does not tell."""
    if statement.kind is not StatementKind.BALANCE_SHEET:
        return ""
    if not classified:
        return "none"
    inner = f" {sections[-1]} " if sections else ""
    if " current assets " in inner or " current liabilities " in inner:
        return "current"
    return "noncurrent" if " noncurrent " in inner else ""


def fits_section(local: str, term: str) -> bool:
    """Whether the end of a concept's name agrees with the section it stands in."""
    ending = ending_of(local)
    if not term or ending not in _TERMS.values() or local in _TOTALS:
        return True
    return ending == _TERMS.get(term, "")


class _StandIn(NamedTuple):
    """What stands for a candidate."""

    name: str
    note: str
    """Why; empty for itself."""
    only: int
    """The only pull that it can have, 0 for either."""
    bound: bool
    """Whether it belongs to some industries."""


class _StandIns(dict[str, _StandIn | None]):
    """What stands for a candidate by its name; None where nothing can.

    Each is worked out when it is asked for: there are fewer names than questions by far.
    """

    def __init__(self, kind: StatementKind, term: str, side: str, taxonomy: Taxonomy) -> None:
        super().__init__()
        self._place = kind, term, side, taxonomy

    def __missing__(self, name: str) -> _StandIn | None:
        kind, term, side, taxonomy = self._place
        new, note, concept = stand_in(name, term, taxonomy)
        found = None
        if concept is not None:
            found = _StandIn(new, note, _only_pull(kind, concept, side), is_of_industry(new))
        self[name] = found
        return found


@lru_cache(maxsize=64)
def _stand_ins(kind: StatementKind, term: str, side: str, taxonomy: Taxonomy) -> _StandIns:
    return _StandIns(kind, term, side, taxonomy)


@lru_cache(maxsize=16384)
def stand_in(name: str, term: str, taxonomy: Taxonomy) -> tuple[str, str, Concept | None]:
    """What stands for a candidate in a section of a term: the local name, why (empty for itself), and the concept.

    There is no concept where the release has none of that name, or where it does not belong into the section.
    """
    name, note = _in_section(name, term, taxonomy)
    new = in_force(name, taxonomy)
    if new != name:
        name, note = new, f"this release replaces us-gaap:{name}"
    return name, note, taxonomy.concept(f"us-gaap:{name}") if fits_section(name, term) else None


def _in_section(name: str, term: str, taxonomy: Taxonomy) -> tuple[str, str]:
    """The candidate, or the concept beside it whose name fits the section: `...Noncurrent` for `...Current`."""
    if fits_section(name, term):
        return name, ""
    stem = name.removesuffix(ending_of(name))
    endings = {"current": ("Current",), "noncurrent": ("Noncurrent", "")}.get(term, ("", "CurrentAndNoncurrent"))
    for ending in endings:
        concept = taxonomy.concept(f"us-gaap:{stem}{ending}")
        if concept is not None and not concept.abstract:
            note = f"the section says {term}" if term != "none" else "the balance sheet is not classified"
            return f"{stem}{ending}", f"{note}, so not us-gaap:{name}"
    return name, ""


def in_force(name: str, taxonomy: Taxonomy) -> str:
    """The concept, or the one of the same kind that the release names in place of a deprecated one; local names."""
    old = taxonomy.concept(f"us-gaap:{name}")
    names = successors(taxonomy, old.name) if old is not None else ()
    new = taxonomy.concept(names[0]) if len(names) == 1 else None
    if old is None or new is None or (new.period_type, new.balance) != (old.period_type, old.balance):
        return name
    return new.name.partition(":")[2]


def _only_pull(kind: StatementKind, concept: Concept, side: str) -> int:
    """The only pull that a concept can have in a statement, 0 where it can have either.

    The pull is what arithmetic says: +1 where the printed value adds to credit (in a cash flow: to cash), -1 where it
    takes away. `side` is `assets` or `liabilities` where the line stands among these.
    """
    one_way = bool(side) and not (side == "liabilities" and _is_of_owners(concept))
    if not concept.balance or (not one_way and is_two_way(concept.name.partition(":")[2])):
        return 0
    facing = 1 if balance_of(concept) == "credit" else -1
    return -facing if kind is StatementKind.CASH_FLOW else facing


def _is_cashless(heading: str) -> bool:
    """Whether a heading (normalised) is over investing and financing that no cash was used in."""
    padded = f" {heading} "
    return any(words in padded for words in _CASHLESS) and any(words in padded for words in _DONE)


def _is_of_owners(concept: Concept) -> bool:
    """Whether a concept is equity, or a part of it, that a deficit or a loss makes negative."""
    return concept.balance == "credit" and concept.name.partition(":")[2].startswith(_OF_OWNERS)


_CASHLESS = (" noncash ", " not affecting cash ", " not involving cash ", " not requiring cash ", " without cash ")
_DONE = (" investing ", " investment ", " financing ", " transactions ", " activities ")
_IN_CASH = ("ProceedsFrom", "PaymentsTo", "PaymentsFor", "PaymentsOf", "Repayments")
"""How the names of concepts begin that say that cash came or went."""
_OF_OWNERS = (
    "StockholdersEquity",
    "RetainedEarnings",
    "AccumulatedOtherComprehensiveIncome",
    "PartnersCapital",
    "MembersEquity",
)
_TERMS = {"current": "Current", "noncurrent": "Noncurrent"}
"""The term of a section, and how the names of its concepts end."""
_TOTALS = frozenset({"AssetsCurrent", "LiabilitiesCurrent", "AssetsNoncurrent", "LiabilitiesNoncurrent"})
_RESULT_TERMS = 2
"""Net income may be printed as what continuing and discontinued operations add up to."""
_DOUBTFUL = 0.8
_LEFT = 0.02
"""What is left below this probability is no better than what was ruled out: all candidates stay, for review."""
_UNSURE = 0.3
