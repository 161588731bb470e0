"""`tie-out.json`: every amount of the narrative, what it is, and the facts that it restates.

The form is published as `schemas/tie-out.schema.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from converter.messages import span_object
from converter.model import RenderedFile
from converter.narrative.outcome import Tie

if TYPE_CHECKING:
    from converter.model import Report
    from converter.narrative.outcome import TiedAmount, TieOut

FILE_NAME: Final = "tie-out.json"
FORMAT: Final = "https://legacy-xbrl.example/schemas/tie-out-1.json"
SCHEMA: Final = Path(__file__).with_name("schemas") / "tie-out.schema.json"


def tie_out_file(found: TieOut, report: Report) -> RenderedFile:
    """The file, in ASCII, amounts in the order of the text."""
    facts = {fact.id: fact for fact in report.facts}
    document = {
        "format": FORMAT,
        "filing": report.base,
        "counts": {tie.value: found.count(tie) for tie in Tie},
        "amounts": [
            {
                **_amount(each),
                "facts": [
                    {
                        "id": name,
                        "concept": facts[name].concept,
                        "period": str(facts[name].period),
                        "value": f"{facts[name].value:f}",
                        "span": span_object(facts[name].span),
                    }
                    for name in each.facts
                ],
            }
            for each in found.amounts
        ],
    }
    content = json.dumps(document, indent=1, ensure_ascii=True).encode("ascii") + b"\n"
    return RenderedFile(path=FILE_NAME, media_type="application/json", content=content)


def _amount(tied: TiedAmount) -> dict[str, Any]:
    amount = tied.amount
    return {
        "kind": amount.kind.value,
        "printed": amount.text,
        "value": f"{amount.value:f}",
        "decimals": amount.decimals,
        "span": span_object(amount.span),
        "class": tied.tie.value,
        "reason": tied.reason,
        "sentence": tied.sentence,
    }
