"""Arelle's log as messages: its codes, our severities, and the place in the source text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from converter.messages import Message, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

T = TypeVar("T")

OBJECT_NUMBER: Final = re.compile(r"\b(model[A-Za-z]{1,40}\[)[0-9]{1,12}, ")
"""Arelle numbers its objects as it makes them: `modelConcept[692, qname: ...]`. What was loaded before decides."""
TRACEBACK: Final = "Traceback (most recent call last):"
SEVERITIES: Final = {
    "CRITICAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "ERROR-SEMANTIC": Severity.ERROR,
    "ASSERTION-NOT-SATISFIED": Severity.ERROR,
    # A calculation that does not add up is an inconsistency and no error to the specification; a filing with
    # one is not valid to Arelle, and not to us.
    "INCONSISTENCY": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "WARNING-SEMANTIC": Severity.WARNING,
}
"""Levels that are not named here say what Arelle does (loaded, validated, took so long), not what it found."""


def messages_of(
    log: Iterable[Mapping[str, Any]],
    spans: Mapping[str, Span] | None = None,
    concepts: Mapping[str, str] | None = None,
    hidden: Sequence[tuple[str, str]] = (),
) -> tuple[Message, ...]:
    """One message for each finding in the log, without repeats, in the order of the source text.

    An entry has `code`, `level`, `text`, `concept` and `refs`. `spans` and `concepts` lead from the id of an element of
    the inline document to its place in the source text and its concept; `hidden` are pairs of text and replacement
    for the folders of this machine, which are no part of a finding.
    """
    known = {name: name for name in concepts or {}}
    found: dict[Message, None] = {}
    for entry in log:
        severity = SEVERITIES.get(str(entry["level"]))
        if severity is None:
            continue
        places = tuple(entry["refs"])
        found[
            Message(
                code=f"arelle.{entry['code'] or 'unnamed'}",
                severity=severity,
                text=clean(str(entry["text"]), hidden),
                span=first_of(places, spans or {}),
                concept=first_of(places, concepts or {}) or str(entry["concept"]) or None,
                where=place(places, hidden),
                fact=first_of(places, known) or "",
            )
        ] = None
    return tuple(sorted(found, key=reading_order))


def breakdown(log: Iterable[Mapping[str, Any]]) -> str:
    """What Arelle says of an error of its own, which it logs and goes on from; empty where there was none."""
    for entry in log:
        if str(entry["code"]).lower().partition(":")[0] == "exception":
            return clean(str(entry["text"]), ())
    return ""


def clean(text: str, hidden: Sequence[tuple[str, str]]) -> str:
    """The text on one line, without what differs from run to run: folders, object numbers, the way to an error."""
    said, traced, way = text.partition(TRACEBACK)
    if traced:
        text = f"{said} {way.strip().splitlines()[-1] if way.strip() else ''}"
    for old, new in hidden:
        text = text.replace(old, new)
    return " ".join(OBJECT_NUMBER.sub(r"\1", text).split())


def first_of(places: Iterable[Mapping[str, Any]], known: Mapping[str, T]) -> T | None:
    """What is known of the first element that anything is known of: in a calculation, of the total."""
    return next((known[name] for ref in places if (name := str(ref["href"]).rpartition("#")[2]) in known), None)


def place(places: Sequence[Mapping[str, Any]], hidden: Sequence[tuple[str, str]]) -> str:
    """The file and line that a finding is about, `name.htm:12`, or empty."""
    for ref in places:
        file = clean(str(ref["href"]).partition("#")[0], hidden)
        if file:
            return f"{file}:{ref['line']}" if ref.get("line") else file
    return ""


def reading_order(message: Message) -> tuple[object, ...]:
    """A key that puts messages in the order of the source, those without a place last."""
    span = message.span
    where = (0, span) if span is not None else (1, Span(first_line=0, first_column=0, last_line=0, last_column=0))
    return (*where, message.code, message.text, message.where)
