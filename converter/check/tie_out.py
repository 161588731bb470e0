"""The tie-out of a press release as one more engine of the validation: a contradiction is an error of the filing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converter.messages import Message, Severity
from converter.model import ValidationReport
from converter.narrative.outcome import Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.narrative.outcome import TieOut

ENGINE: Final = "Tie-out"
VERSION: Final = "1"
"""Of the rules: raised when an amount may be judged otherwise than before."""
RULE_SETS: Final = ("Amounts in the narrative of a press release agree with the statements",)
_NAMES: Final = {
    Tie.DERIVED: "derived",
    Tie.NON_GAAP: "non-GAAP",
    Tie.GUIDANCE: "guidance",
    Tie.CONTRADICTS: "contradict one",
    Tie.UNMATCHED: "unmatched",
}


def tie_out_report(found: TieOut, messages: Sequence[Message]) -> ValidationReport:
    """The report of the tie-out: its messages, and a note that counts the amounts of each class."""
    counts = [f"{found.count(tie)} {name}" for tie, name in _NAMES.items() if found.count(tie)]
    text = ", ".join((f"{found.count(Tie.RESTATES)} of {len(found.amounts)} amounts restate a fact", *counts))
    note = Message(code="narrative.tied", severity=Severity.INFO, text=text)
    return ValidationReport(engine=ENGINE, version=VERSION, rule_sets=RULE_SETS, messages=(*messages, note), ran=True)
