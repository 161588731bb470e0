"""A person's decision on a line of a ledger, and what the line becomes by it. Nothing here reads a file or a clock.

A line keeps every decision that was ever made on it, in its list `decisions`; an undo is an entry too. What stands is
found by reading the list from the start, so that nothing is lost and every state can be explained.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Action = Literal["accept", "choose", "extend", "untag", "comment", "undo"]
PERSON = "ledger:"
"""Stands before the name of a person in `decided_by`."""


class NotPossible(Exception):  # noqa: N818  the name says the condition
    """A decision that cannot be made on this line; the text says why, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of one person."""

    action: Action
    by: str
    at: str
    """ISO 8601 in UTC."""
    concept: str | None = None
    """The concept of `accept` and `choose`, and the name of an extension concept with the prefix `ext`."""
    extension: Mapping[str, str] | None = None
    """Type, period type, balance and label of an extension concept."""
    comment: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a person wants a line to be."""

    concept: str | None
    status: str
    by: str
    at: str
    extension: Mapping[str, str] | None = None


def decide(line: Mapping[str, Any], decision: Decision) -> dict[str, Any]:
    """The line with one more decision, and the state that follows from it. Raises NotPossible."""
    entries = list(line.get("decisions", ()))
    decision = _completed(line, entries, decision)
    entry: dict[str, Any] = {"action": decision.action, "by": decision.by, "at": decision.at}
    if decision.action in ("accept", "choose", "extend"):
        entry["concept"] = decision.concept
        entry["extension"] = dict(decision.extension) if decision.extension else None
    if decision.action == "untag":
        entry["concept"], entry["extension"] = None, None
    if decision.comment:
        entry["comment"] = decision.comment
    if decision.undoes is not None:
        entry["undoes"] = decision.undoes
    new = dict(line)
    new.setdefault("proposed", proposed(line))
    new["decisions"] = [*entries, entry]
    return settled(new)


def proposed(line: Mapping[str, Any]) -> dict[str, Any]:
    """What the program says about a line that nobody has decided on."""
    return {
        "concept": line.get("concept"),
        "extension": line.get("extension"),
        "status": line.get("status", "review"),
        "confidence": line.get("confidence", 0.0),
        "decided_by": line.get("decided_by", "model"),
        "reasons": list(line.get("reasons", ())),
    }


def settled(line: Mapping[str, Any]) -> dict[str, Any]:
    """The line as its standing decisions have it; as the program proposed it where none stands."""
    new = dict(line)
    entries = [line["decisions"][index] for index in standing(line.get("decisions", ()))]
    comments = [entry["comment"] for entry in entries if entry.get("comment") or entry["action"] == "comment"]
    new["comment"] = comments[-1] if comments else ""
    deciding = [entry for entry in entries if entry["action"] != "comment"]
    if not deciding:
        new |= line.get("proposed", {})
        new["decided_at"] = None
        return new
    last = deciding[-1]
    why = f": {new['comment']}" if new["comment"] else ""
    new |= {
        "concept": last.get("concept"),
        "extension": last.get("extension"),
        "status": status_of(last.get("concept")),
        "confidence": 1.0,
        "decided_by": f"{PERSON}{last['by']}",
        "decided_at": last["at"],
        "reasons": [f"{last['by']} decided this on {last['at'][:10]}{why}"],
    }
    return new


def standing(entries: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    """The positions of the decisions that stand: those that no undo took back."""
    undone = {entry.get("undoes") for entry in entries if entry["action"] == "undo"}
    return tuple(index for index, entry in enumerate(entries) if entry["action"] != "undo" and index not in undone)


def status_of(concept: str | None) -> str:
    """The status of a line that a person gave this concept."""
    if concept is None:
        return "untagged"
    return "accepted" if concept.startswith(("us-gaap:", "dei:")) else "extension"


def outcomes(line: Mapping[str, Any]) -> tuple[Outcome, ...]:
    """The last standing outcome of each person, in the order in which they were decided."""
    found: dict[str, Outcome] = {}
    for index in standing(line.get("decisions", ())):
        entry = line["decisions"][index]
        if entry["action"] == "comment":
            continue
        concept = entry.get("concept")
        found.pop(entry["by"], None)
        found[entry["by"]] = Outcome(
            concept=concept,
            status=status_of(concept),
            by=entry["by"],
            at=entry["at"],
            extension=entry.get("extension"),
        )
    return tuple(found.values())


def in_conflict(line: Mapping[str, Any]) -> bool:
    """Whether people want different things of the line; it is settled when one of them decides as the other did."""
    return len({(each.concept, str(each.extension)) for each in outcomes(line)}) > 1


def count(ledger: Mapping[str, Any]) -> int:
    """How many decisions a ledger holds that change what is filed: comments do not."""
    return sum(
        entry["action"] != "comment"
        for statement in ledger["statements"]
        for line in statement["lines"]
        for entry in line.get("decisions", ())
    )


def _completed(line: Mapping[str, Any], entries: Sequence[Mapping[str, Any]], decision: Decision) -> Decision:
    """The decision with what follows from the line: what is accepted, what is undone."""
    if decision.action == "accept":
        if line.get("concept") is None:
            raise NotPossible("the line has no concept that could be accepted")
        return Decision(
            action="accept",
            by=decision.by,
            at=decision.at,
            concept=line["concept"],
            extension=line.get("extension"),
            comment=decision.comment,
        )
    if decision.action in ("choose", "extend") and not decision.concept:
        raise NotPossible("a concept must be named")
    if decision.action == "extend" and not decision.extension:
        raise NotPossible("an extension concept needs a label, a balance and a period type")
    if decision.action == "undo":
        own = [index for index in standing(entries) if entries[index]["by"] == decision.by]
        if not own:
            raise NotPossible(f"there is no decision of {decision.by} on this line that could be undone")
        return Decision(action="undo", by=decision.by, at=decision.at, undoes=own[-1])
    return decision
