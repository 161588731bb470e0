"""What the user decides about the written report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSettings:
    """How a report is identified, and how much of the mapping becomes facts."""

    cik: str = ""
    """Central Index Key of the registrant, up to ten digits, for a document that does not print it."""
    only_accepted: bool = False
    """Leave lines with the status `review` untagged. As a rule they are tagged, and marked as such."""
    slug: str = ""
    """First part of the file names; as a rule the trading symbol, or else the first words of the name."""
