"""What Arelle hands back: its report, and every fact that it reads out of the filing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converter.model import ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ArelleFact:
    """One fact as Arelle reads it, transformed, scaled and signed; every field is text, as it was read."""

    id: str
    namespace: str
    """The namespace of the concept."""
    concept: str
    """The concept under the prefix that the filing uses: `us-gaap:Assets`."""
    value: str | None
    """The value; None where the fact is nil."""
    scheme: str
    identifier: str
    start: str
    """The first day of a duration, ISO; empty for an instant."""
    end: str
    """The instant, or the last day of the duration; a time of day is kept where it is not midnight."""
    numerator: tuple[str, ...]
    """Measures as `{namespace}name`, sorted; empty for text."""
    denominator: tuple[str, ...]
    decimals: str
    """As written, or empty."""
    dimensions: tuple[tuple[str, str], ...]
    """Dimension and member as `{namespace}name`; a typed member is its text."""

    @property
    def local_name(self) -> str:
        """The concept without its prefix."""
        return self.concept.rpartition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArelleResult:
    """What one run found, the facts that it read, and its log as Arelle wrote it."""

    report: ValidationReport
    facts: tuple[ArelleFact, ...]
    log: tuple[Mapping[str, object], ...]
    """The entries of Arelle's log: `code`, `level`, `text`, `refs` (each with `href` and perhaps `line`)."""
    shared: bool = False
    """Whether the base taxonomy was loaded already, for other filings too."""
