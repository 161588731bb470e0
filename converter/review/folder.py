"""The folder of a filing under review: its ledger is read whole and replaced whole, its source text is checked."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from converter.errors import InputError, RuleFileError
from converter.model import RenderedFile
from converter.pipeline import LEDGER, SOURCE
from converter.review.decisions import Decision, NotPossible, decide
from converter.review.lock import locked
from converter.review.opened import check, read_text, signed
from converter.write.ledger import parse_ledger
from converter.write.package import replace_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from converter.review.opened import Text
    from converter.taxonomy.release import Taxonomy


_TAGS = 20_000
"""Tags that are kept: more than a folder has filings, or each look at all of them would check all of them anew."""
_guard = threading.Lock()
_checked: dict[str, None] = {}
"""Tags of ledgers that satisfy the published schema."""


class Stale(Exception):  # noqa: N818  the name says the condition
    """Somebody else decided in the meantime; nothing was written. `lines` are the lines that changed."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("somebody else decided on this in the meantime")
        self.lines = tuple(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A ledger as it is on the disk."""

    content: dict[str, Any]
    tag: str
    """Changes with every byte of the file: an entity tag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A decision that is asked for: on which line, and which version of the line the person saw."""

    line: str
    version: int
    decision: Decision


def read_stored(folder: Path) -> Stored:
    """The ledger of a folder. Raises RuleFileError where it is none."""
    path = folder / LEDGER
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleFileError(f"cannot be read: {error.strerror}", path) from error
    tag = tag_of(data)
    # What was checked, or written here, is not checked again: that takes longer than all the rest of a decision.
    content = json.loads(data) if tag in _checked else parse_ledger(data, path)
    _remember(tag)
    return Stored(content=content, tag=tag)


def written(data: bytes) -> str:
    """The tag of a ledger that was written here: it satisfies the schema and is not checked again."""
    tag = tag_of(data)
    _remember(tag)
    return tag


def _remember(tag: str) -> None:
    with _guard:
        _checked[tag] = None
        while len(_checked) > _TAGS:
            del _checked[next(iter(_checked))]


def tag_of(data: bytes) -> str:
    """The entity tag of the content of a ledger."""
    return hashlib.sha256(data).hexdigest()[:24]


def serialise(ledger: Mapping[str, Any]) -> bytes:
    """The bytes of a ledger, in the form in which a conversion writes it."""
    return json.dumps(ledger, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def write_stored(folder: Path, ledger: Mapping[str, Any]) -> Stored:
    """The ledger after it has replaced the one in the folder, and is on the disk."""
    data = serialise(ledger)
    replace_files((RenderedFile(path=LEDGER, media_type="application/json", content=data),), folder)
    return Stored(content=dict(ledger), tag=written(data))


def read_source(folder: Path, ledger: Mapping[str, Any]) -> tuple[bytes, Text]:
    """The bytes that the filing was converted from, and its text.

    Raises InputError where they are not there, or are not those that the ledger speaks of.
    """
    try:
        data = (folder / SOURCE).read_bytes()
    except OSError:
        raise InputError(f"{SOURCE} is missing beside the ledger; convert the filing again") from None
    text = read_text(data)
    digest = ledger.get("submission", {}).get("sha256")
    if digest and digest != text.digest:
        raise InputError(f"{SOURCE} is not the text that the ledger was made of; convert the filing again")
    return data, text


def line_of(ledger: Mapping[str, Any], name: str) -> tuple[int, int] | None:
    """Where a line stands in a ledger: `2-17` is line 17 of statement 2, both counted from 0."""
    first, _, second = name.partition("-")
    if not (first.isascii() and first.isdigit() and second.isascii() and second.isdigit()) or len(name) > 12:
        return None
    statement, line = int(first), int(second)
    statements = ledger["statements"]
    if statement >= len(statements) or line >= len(statements[statement]["lines"]):
        return None
    return statement, line


def version_of(line: Mapping[str, Any]) -> int:
    """The version of a line: how many decisions were ever made on it."""
    return len(line.get("decisions", ()))


def decide_in(
    folder: Path, requests: Sequence[Request], text: Text, taxonomy: Taxonomy
) -> tuple[Stored, tuple[tuple[str, dict[str, Any]], ...]]:
    """The ledger with all of the decisions, on the disk, and each line that was decided on, under its name.

    Either all of them are written or none. Raises Stale where a line was decided on after the person saw it, and
    NotPossible where a decision cannot be made.
    """
    with locked(folder):
        ledger = read_stored(folder).content
        statements = [dict(each, lines=list(each["lines"])) for each in ledger["statements"]]
        ledger = {**ledger, "statements": statements}
        stale: list[str] = []
        touched: dict[str, tuple[int, int]] = {}
        for request in requests:
            place = line_of(ledger, request.line)
            if place is None:
                raise NotPossible(f"there is no line {request.line[:20]!r}")
            statement = statements[place[0]]
            line = statement["lines"][place[1]]
            if version_of(line) != request.version:
                stale.append(request.line)
                continue
            if request.decision.action == "choose" and request.decision.concept:
                check(line, statement["kind"], request.decision.concept, taxonomy)
            statement["lines"][place[1]] = decide(line, request.decision)
            touched[request.line] = place
        if stale:
            raise Stale(stale)
        for number in {place[0] for place in touched.values()}:
            statements[number] = signed(statements[number], text, taxonomy)
        stored = write_stored(folder, ledger)
    return stored, tuple((name, statements[at]["lines"][line]) for name, (at, line) in touched.items())
