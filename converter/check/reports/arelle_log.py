"""The log of Arelle as it wrote it, in the shape of its own JSON log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.check.reports.subject import Subject


def arelle_log(subject: Subject) -> bytes:
    """The content of `arelle.log.json`: `{"log": [{"code", "level", "message": {"text"}, "refs"}]}`, in ASCII.

    Texts are verbatim, with the times and folders that Arelle speaks of; the list is empty where Arelle did not run.
    """
    entries = [
        {
            "code": entry["code"],
            "level": str(entry["level"]).lower(),
            "message": {"text": entry["text"]},
            "refs": _refs(entry["refs"]),
        }
        for entry in subject.validation.log
    ]
    return json.dumps({"log": entries}, indent=1, ensure_ascii=True).encode("ascii") + b"\n"


def _refs(refs: object) -> list[dict[str, object]]:
    if not isinstance(refs, list):
        return []
    return [
        {"href": ref["href"], **({"sourceLine": ref["line"]} if ref.get("line") else {})}
        for ref in refs
        if isinstance(ref, dict)
    ]
