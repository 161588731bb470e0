"""Statement lines with the concepts chosen for them, and why."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model.concept import Concept
    from converter.model.footing import FootingTree
    from converter.model.statements import Statement


class Status(StrEnum):
    """What became of a line."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    EXTENSION = "extension"
    UNTAGGED = "untagged"


class Candidate(NamedTuple):
    """A concept that a line might have, with the reasons in plain words, most important first."""

    concept: str
    confidence: float
    reasons: Sequence[str]


class MappedLine(Struct, frozen=True, kw_only=True):
    """A statement line with values and the concept chosen for it."""

    line: int
    concept: str | None
    """A base concept, the extension concept's name, or None when untagged. A `review` line has its best guess here."""
    status: Status
    confidence: float
    candidates: Sequence[Candidate]
    reasons: Sequence[str]
    decided_by: str
    """`rule:ID`, `ledger:PERSON`, `model`, `taxonomy`."""
    sign: int = 1
    """Fact value = printed value x scale x sign."""
    label_role: str = ""
    """The preferred label role, its last path segment: empty for standard, `totalLabel`, `negatedLabel`,
    `negatedTotalLabel`, `periodStartLabel`, `periodEndLabel`."""
    extension: Concept | None = None
    """The concept to be declared in the extension schema, when `concept` names one."""


class MappedStatement(Struct, frozen=True, kw_only=True):
    """A statement with its footing tree and a mapped line for every line that has values."""

    statement: Statement
    footing: FootingTree
    lines: tuple[MappedLine, ...]
