"""The decision about one line: who decides, and what becomes of the line."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.mapping.deferred import Deferred
from converter.mapping.reasons import reasons_for
from converter.messages import Message, Severity
from converter.model import Candidate, StatementKind, Status, UnitKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.mapping.knowledge import Knowledge
    from converter.mapping.memory import Remembered, Reworded
    from converter.mapping.model import Choice
    from converter.mapping.rules import Rule
    from converter.mapping.settings import Thresholds
    from converter.model import Concept, Line, Statement
    from converter.taxonomy.release import Taxonomy

EXTENSION = "extension"
"""In a rule: the line needs a concept of its own."""
SHOWN = 5
"""Candidates of a line that are shown."""
_PERSON = 1.0
_LEDGER = 0.99
_REWORDED = 0.8
"""How often the concept of the line that a reworded line continues is right where the model would choose another: 0.80
of 1,172 lines of companies with two filings."""
_REWORDED_AGREED = 0.98
"""The same where the model agrees: 0.984 of 5,114 lines."""
_HOUSE = 0.95
NAMELESS = "figures without a caption"
"""Why a line without a caption has no concept: it would give none of the company's own a name."""
ONE_ISSUE = "one of several issues of securities, told by its rate alone"
"""Why `4-7/8%` below first mortgage bonds has a concept of the company's own: standard ones are of all issues."""
_RATE = re.compile(r"\d ?%|^\$ ?\d")
_WORD = re.compile(r"[a-z]{3,}")
_WORDS_OF_ISSUES = frozenset({"series", "due", "year", "issue", "cumulative"})
DOUBTED = 0.8
"""No confidence is higher in a line that may have been read wrongly."""
SURE = 0.95
"""The confidence in a concept that figures of the filing prove."""


class Case(Struct, frozen=True, kw_only=True):
    """Everything that speaks about one line."""

    statement: Statement
    line: Line
    choice: Choice
    own: Sequence[Rule]
    """The rules of the user that fit."""
    remembered: Remembered | None
    reworded: Reworded | None
    """The line of an earlier ledger that this one continues under another caption."""
    here: Remembered | None
    """What a person decided on this very line."""
    house: Sequence[Rule]
    """The curated rules of the release that fit."""


class Decision(Struct):
    """What became of a line; settled further while the whole filing is looked at."""

    concept: Concept | None
    status: Status
    confidence: float
    decided_by: str
    reasons: Sequence[str]
    candidates: Sequence[Candidate]
    name: str = ""
    """The local name of the extension concept, where an earlier ledger has one."""
    declared: Concept | None = None
    """What a person declared the extension concept as."""

    @property
    def by_person(self) -> bool:
        """Whether a person decided it, by a rule or in the ledger of this or of an earlier filing."""
        return self.confidence >= _PERSON or self.decided_by.startswith("ledger:")

    def settle(self, concept: Concept | None, reason: str) -> None:
        """Accept the concept that figures of the filing prove; nothing, where the taxonomy has no such concept."""
        if concept is not None:
            self.concept, self.status, self.confidence, self.reasons = concept, Status.ACCEPTED, SURE, (reason,)


def decide(
    case: Case, taxonomy: Taxonomy, thresholds: Thresholds, knowledge: Knowledge
) -> tuple[Decision, list[Message]]:
    """The decision for a line by the first authority that has one; without a person's, a doubtful reading is reviewed.

    They are asked in this order: a person on this very line, the user's rules, ledgers (the same caption, then the line
    that this one continues under another caption), curated rules, the model.
    """
    found, messages = _decided(case, taxonomy, thresholds, knowledge)
    if case.line.doubt and found.status in (Status.ACCEPTED, Status.REVIEW) and not found.by_person:
        found.status = Status.REVIEW
        found.confidence = min(found.confidence, DOUBTED)
        found.reasons = (case.line.doubt, *found.reasons)
    return found, messages


def _decided(
    case: Case, taxonomy: Taxonomy, thresholds: Thresholds, knowledge: Knowledge
) -> tuple[Decision, list[Message]]:
    candidates = Deferred(partial(_candidates, case.choice, knowledge))
    messages: list[Message] = []
    if case.here is not None:
        found = _remembered(case.here, _PERSON, candidates, taxonomy)
        if found is not None:
            return found, messages
        messages.append(_unknown(case, case.here.concept, "the ledger of this filing"))
    if case.own:
        rule = case.own[0]
        if len({other.concept for other in case.own}) > 1:
            others = ", ".join(other.id for other in case.own[1:])
            messages.append(
                _message(case, "mapping.rules-disagree", f"rule {rule.id} counts; {others} disagree", rule.concept)
            )
        if case.remembered is not None and case.remembered.concept != rule.concept:
            text = f"rule {rule.id} overrides {case.remembered.concept} of an earlier ledger"
            messages.append(_message(case, "mapping.rule-overrides-ledger", text, rule.concept))
        found = _named(rule.concept, f"rule:{rule.id}", _PERSON, rule.reason, candidates, taxonomy)
        if found is not None:
            return found, messages
        messages.append(_unknown(case, rule.concept, f"rule {rule.id}"))
    if case.remembered is not None:
        found = _remembered(case.remembered, _LEDGER, candidates, taxonomy)
        if found is not None:
            return found, messages
        messages.append(_unknown(case, case.remembered.concept, "an earlier ledger"))
    if case.reworded is not None:
        found = _continued(case.reworded, candidates, taxonomy, thresholds)
        if found is not None:
            return found, messages
    for rule in case.house:
        found = _named(rule.concept, f"rule:{rule.id}", _HOUSE, rule.reason, candidates, taxonomy)
        if found is not None:
            return found, messages
    return _by_model(case, candidates, taxonomy, thresholds, knowledge), messages


def _by_model(
    case: Case, candidates: Sequence[Candidate], taxonomy: Taxonomy, thresholds: Thresholds, knowledge: Knowledge
) -> Decision:
    choice = case.choice
    names = choice.candidates.names
    if case.line.unit is UnitKind.PURE and not names:
        return Decision(None, Status.UNTAGGED, 0.0, "model", ("a ratio that no concept is known for",), ())
    if not names or choice.confidence < thresholds.guess:
        if case.line.generated_label or not choice.line.normal:
            return Decision(None, Status.UNTAGGED, 0.0, "model", (NAMELESS,), candidates)
        reason = "no standard concept comes near this caption"
        return Decision(None, Status.EXTENSION, 1.0 - choice.confidence, "model", (reason,), candidates)
    if case.statement.kind is StatementKind.BALANCE_SHEET and _is_one_issue(case.line.label):
        return Decision(None, Status.EXTENSION, 1.0 - choice.confidence, "model", (ONE_ISSUE,), candidates)
    best = taxonomy.concept(f"us-gaap:{names[0]}")
    reasons = Deferred(partial(_reasons, 0, choice, knowledge))
    if choice.confidence >= thresholds.accept:
        return Decision(best, Status.ACCEPTED, choice.confidence, "model", reasons, candidates)
    if choice.extension >= thresholds.extension and not choice.is_usual:
        reason = f"filers mostly use concepts of their own for such captions ({choice.extension:.0%})"
        because = Deferred(lambda: (reason, *reasons))
        return Decision(None, Status.EXTENSION, choice.extension, "model", because, candidates)
    return Decision(best, Status.REVIEW, choice.confidence, "model", reasons, candidates)


def _is_one_issue(label: str) -> bool:
    return _RATE.search(label) is not None and _WORDS_OF_ISSUES.issuperset(_WORD.findall(label.lower()))


def _remembered(
    decision: Remembered, confidence: float, candidates: Sequence[Candidate], taxonomy: Taxonomy
) -> Decision | None:
    """What a ledger decided; None where it names what is no concept."""
    name, by = decision.concept, decision.decided_by if decision.decided_by.startswith("ledger:") else "ledger"
    if not name:
        return Decision(None, Status.UNTAGGED, confidence, by, (decision.reason,), candidates)
    if ":" in name and not name.startswith("us-gaap:"):
        reason = decision.reason or "the same caption had this extension concept in an earlier ledger of the company"
        local = name.partition(":")[2]
        return Decision(None, Status.EXTENSION, confidence, by, (reason,), candidates, local, decision.extension)
    reason = decision.reason or "the same caption had this concept in an earlier ledger of the company"
    return _named(name, by, confidence, reason, candidates, taxonomy)


def _continued(
    earlier: Reworded, candidates: Sequence[Candidate], taxonomy: Taxonomy, thresholds: Thresholds
) -> Decision | None:
    """What was decided for the line that this one continues, accepted if that is sure enough."""
    name = earlier.decision.concept
    agreed = bool(candidates) and candidates[0].concept == name
    confidence = _REWORDED_AGREED if agreed else _REWORDED
    reason = f"continues the line '{earlier.caption}' of an earlier ledger of the company"
    found = _named(name, "ledger", confidence, reason, candidates, taxonomy)
    if found is not None and confidence < thresholds.accept:
        found.status = Status.REVIEW
    return found


def _named(
    name: str, by: str, confidence: float, reason: str, candidates: Sequence[Candidate], taxonomy: Taxonomy
) -> Decision | None:
    if name == EXTENSION:
        return Decision(None, Status.EXTENSION, confidence, by, (reason,), candidates)
    concept = taxonomy.concept(name)
    if concept is None or concept.abstract:
        return None
    return Decision(concept, Status.ACCEPTED, confidence, by, (reason,), candidates)


def _candidates(choice: Choice, knowledge: Knowledge) -> tuple[Candidate, ...]:
    out: list[Candidate] = []
    sure, names, probabilities = choice.confidence, choice.candidates.names, choice.candidates.probabilities
    # The first carries the calibrated confidence; the others share what is left in proportion.
    left = (1.0 - sure) / max(1e-9, 1.0 - probabilities[0]) if names else 0.0
    for number in range(min(SHOWN, len(names))):
        confidence = sure if number == 0 else min(sure, probabilities[number] * left)
        reasons = Deferred(partial(_reasons, number, choice, knowledge))
        out.append(Candidate(f"us-gaap:{names[number]}", round(confidence, 4), reasons))
    return tuple(out)


def _reasons(place: int, choice: Choice, knowledge: Knowledge) -> tuple[str, ...]:
    each = choice.candidates[place]
    reasons: tuple[str, ...] = (each.note,) if each.note else ()
    number = knowledge.numbers.get(each.name, -1)
    weights = knowledge.model["second"].get(choice.regime, {})
    if number in choice.evidence.concepts.tolist():
        reasons += reasons_for(number, each.name, choice.line, choice.evidence, each.features, weights)
    return reasons


def _message(case: Case, code: str, text: str, concept: str) -> Message:
    return Message(
        code=code,
        severity=Severity.INFO,
        text=f"'{case.line.label}': {text}",
        span=case.line.label_span,
        concept=concept,
    )


def _unknown(case: Case, concept: str, source: str) -> Message:
    return Message(
        code="mapping.unknown-concept",
        severity=Severity.WARNING,
        text=f"'{case.line.label}': {source} names {concept}, which is no concept with values in the taxonomy",
        span=case.line.label_span,
        concept=concept,
    )
