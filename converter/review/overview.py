"""The figures of many filings: each ledger is counted once, and again when it changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from converter.check.validation import FILE_NAME
from converter.errors import RuleFileError
from converter.pipeline import LEDGER
from converter.review.trust import together, trust_of
from converter.write.ledger import check_ledger, load_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_State = tuple[tuple[int, int, int] | None, ...]
_UNCOUNTABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
"""What counting raises where a ledger or `validation.json` is not of its form: they are not checked for it."""


def named_trust(name: str, ledger: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """The picture of trust of one filing, with its name and whose it is."""
    return {
        "name": name,
        "company": ledger.get("company", {}).get("name", ""),
        "form": ledger.get("submission", {}).get("form", ""),
        "period": ledger.get("submission", {}).get("period"),
        **trust_of(ledger, folder),
    }


class Overview:
    """What the page of all filings shows; threads may share it, as what is kept is replaced whole."""

    def __init__(self, remember: Callable[[Mapping[str, Any]], object]) -> None:
        """`remember` is called with each ledger that people decided on; the lines of its decisions are checked."""
        self._remember = remember
        self._counted: dict[str, tuple[_State, dict[str, Any] | None]] = {}

    def of(self, folders: Mapping[str, Path], *, after: str = "", limit: int = 0) -> dict[str, Any]:
        """The filings whose names come after `after`, at most `limit` of them (0: all), in the order of `folders`.

        `damaged` names those without a ledger that can be counted; `all` adds up everything from the first filing to
        the last of these; `of` is how many there are, and `next` the name to go on after, None at the end.
        """
        names = list(folders)
        begin = sum(name <= after for name in names)
        end = min(len(names), begin + limit) if limit else len(names)
        counted = {name: self._trust(name, folders[name]) for name in names[:end]}
        for name in self._counted.keys() - folders.keys():
            self._counted.pop(name, None)
        return {
            "filings": [found for name in names[begin:end] if (found := counted[name]) is not None],
            "damaged": [name for name in names[begin:end] if counted[name] is None],
            "all": together(found for found in counted.values() if found is not None),
            "of": len(names),
            "next": names[end - 1] if begin < end < len(names) else None,
        }

    def _trust(self, name: str, folder: Path) -> dict[str, Any] | None:
        state = tuple(_state(folder / file) for file in (LEDGER, FILE_NAME))
        known = self._counted.get(name)
        if known is not None and known[0] == state:
            return known[1]
        found = self._count(name, folder)
        self._counted[name] = (state, found)
        return found

    def _count(self, name: str, folder: Path) -> dict[str, Any] | None:
        try:
            ledger = load_ledger((folder / LEDGER).read_bytes(), folder / LEDGER)
            self._remember_decisions(ledger, folder)
            found = named_trust(name, ledger, folder)
            for engine in (found["validation"] or {}).get("engines", ()):
                del engine["messages"]  # the summary of the filing has them
            json.dumps(found, allow_nan=False)
        except (OSError, RuleFileError, *_UNCOUNTABLE):
            return None
        return found

    def _remember_decisions(self, ledger: Mapping[str, Any], folder: Path) -> None:
        # To check a whole ledger against its schema takes thirty times as long as to read it: that is done when the
        # filing is opened. Here only what is remembered is checked.
        decided = [
            {**statement, "lines": lines}
            for statement in ledger["statements"]
            if (lines := [{**line, "candidates": []} for line in statement["lines"] if line.get("decisions")])
        ]
        if decided:
            check_ledger({**ledger, "statements": decided}, folder / LEDGER)
            self._remember(ledger)


def _state(path: Path) -> tuple[int, int, int] | None:
    """Changes with the file; a ledger is replaced whole and never written into."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
