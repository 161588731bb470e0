"""A filing made anew after decisions: what the conversion is asked for, and how its ledger keeps what people said."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from converter.errors import OutputError, RuleFileError
from converter.mapping.rules import standard_rules
from converter.messages import Message, Severity
from converter.model import RenderedFile
from converter.pipeline import LEDGER
from converter.review.decisions import NotPossible, count, outcomes, proposed, settled
from converter.review.folder import Stored, read_stored, serialise, version_of, written
from converter.review.lock import locked
from converter.review.opened import signed
from converter.write.package import replace_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from converter.review.opened import Text
    from converter.taxonomy.release import Taxonomy

UNREADABLE = "mapping.unreadable.json"
"""The name of a ledger that had to make room for a new one and could not be read."""


def to_follow(ledger: Mapping[str, Any], rules: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The ledger as a conversion of the same text shall follow it: what the program decides anew, it does not hold.

    People's decisions stay, and so does what came from earlier ledgers or from rules that are not at hand now (`rules`
    are the ids of those that are).
    """
    known = rules | {rule.id for rule in standard_rules(str(ledger.get("taxonomy", ""))).rules}

    def kept(line: Mapping[str, Any]) -> bool:
        kind, _, name = str(line.get("decided_by", "")).partition(":")
        return kind == "ledger" or (kind == "rule" and name not in known)

    return {
        **ledger,
        "statements": [
            {
                **statement,
                "lines": [line if kept(line) else {**line, "status": "review"} for line in statement["lines"]],
            }
            for statement in ledger["statements"]
        ],
    }


def with_history(made: Mapping[str, Any], before: Mapping[str, Any], followed: Mapping[str, Any]) -> dict[str, Any]:
    """A ledger fresh from a conversion, with the decisions that `before`, the ledger that it replaces, holds.

    `followed` is the ledger that the conversion knew. A decision that came later stands as well: the line shows it, and
    the filing lacks it until it is made anew once more. Where a decision had to yield, as two lines cannot have one
    concept with two values, the line has what the conversion made of it.
    """
    spans = {_place(line) for _, line in _lines(made)}
    history = {_place(line): line for _, line in _decided(before) if _place(line) in spans}
    known = {_place(line): version_of(line) for _, line in _decided(followed)}
    moved: defaultdict[_Print, list[Mapping[str, Any]]] = defaultdict(list)
    for kind, line in _decided(before):
        if _place(line) not in spans:
            moved[_print(kind, line)].append(line)
    statements = []
    for statement in made["statements"]:
        lines = []
        for line in statement["lines"]:
            same = moved.get(_print(statement["kind"], line))
            old = history.get(_place(line)) or (same.pop(0) if same else None)
            lines.append(line if old is None else _continued(line, old, known.get(_place(old), 0)))
        statements.append({**statement, "lines": lines})
    for line in (each for lines in moved.values() for each in lines):
        if outcomes(line):
            raise NotPossible(f"a decision on '{line['label'][:80]}' is about what is no line any more: undo it first")
    conversion = {**made.get("conversion", {}), "decisions": count(followed)}
    return {**made, "conversion": conversion, "statements": statements}


_Print = tuple[str, str, str, tuple[str, ...]]


def _lines(ledger: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for statement in ledger["statements"]:
        for line in statement["lines"]:
            yield statement["kind"], line


def _decided(ledger: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((kind, line) for kind, line in _lines(ledger) if line.get("decisions"))


def _place(line: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(line.get("span", ()))


def _print(kind: str, line: Mapping[str, Any]) -> _Print:
    """What a line prints: by this it is known again where a newer program reads it from other columns of the text."""
    return kind, line["label"], str(line.get("unit", "")), tuple(filter(None, line.get("printed", ())))


def _continued(line: Mapping[str, Any], old: Mapping[str, Any], known: int) -> dict[str, Any]:
    """A fresh line with the decisions of the one before it, of which the conversion knew the first `known`."""
    wanted = settled({**line, "decisions": old["decisions"], "proposed": old.get("proposed", proposed(line))})
    if wanted["decided_at"] is None and version_of(old) == known:
        return {**line, "decisions": old["decisions"], "proposed": proposed(line), "comment": wanted["comment"]}
    if version_of(old) > known or line.get("concept") == wanted["concept"]:
        return wanted
    kept = {name: wanted[name] for name in ("decisions", "proposed", "comment", "decided_at")}
    return {**line, **kept}


def pending(ledger: Mapping[str, Any]) -> int:
    """How many decisions the files beside the ledger do not follow yet."""
    return max(0, count(ledger) - int(ledger.get("conversion", {}).get("decisions", 0)))


def keep_decisions(
    files: Sequence[RenderedFile], folder: Path, followed: Sequence[Mapping[str, Any]] = ()
) -> tuple[tuple[RenderedFile, ...], tuple[Message, ...]]:
    """The files of a conversion that replaces the one in a folder, with what people decided in its ledger.

    `followed` are the ledgers that the conversion knew. A ledger there that cannot be read gets another name, which the
    message says. Raises OutputError where the decisions there are about another text, or about a line that is none any
    more: they would be lost.
    """
    made = next(json.loads(file.content) for file in files if file.path == LEDGER)
    if not os.path.lexists(folder / LEDGER):
        return tuple(files), ()
    try:
        before = read_stored(folder).content
    except RuleFileError as error:
        return _set_aside(files, folder, error)
    if not any(line.get("decisions") for statement in before["statements"] for line in statement["lines"]):
        return tuple(files), ()
    digest = made["submission"]["sha256"]
    if before.get("submission", {}).get("sha256") != digest:
        raise OutputError("holds decisions of people about another text; move it away first", folder)
    own = [ledger for ledger in followed if ledger.get("submission", {}).get("sha256") == digest]
    known = own[-1] if own else {"statements": []}
    try:
        content = serialise(with_history(made, before, known))
    except NotPossible as error:
        raise OutputError(str(error), folder) from None
    return tuple(replace(file, content=content) if file.path == LEDGER else file for file in files), ()


def _set_aside(
    files: Sequence[RenderedFile], folder: Path, error: RuleFileError
) -> tuple[tuple[RenderedFile, ...], tuple[Message, ...]]:
    """The files with the unreadable ledger of the folder under a name that says so; nothing that has it is replaced."""
    try:
        content = (folder / LEDGER).read_bytes()
        number, name = 1, UNREADABLE
        while os.path.lexists(folder / name) and (folder / name).read_bytes() != content:
            number += 1
            name = UNREADABLE.replace(".", f"-{number}.", 1)
    except OSError as failed:
        raise OutputError(
            f"{LEDGER} cannot be read ({failed.strerror}), so that what people decided in it would be lost; "
            "move it away first",
            folder,
        ) from failed
    text = (
        f"the {LEDGER} that stood there is no ledger that can be read ({str(error).removeprefix(f'{error.path}: ')}); "
        f"it is kept as {name}, and what people decided in it is not followed"
    )
    said = Message(
        code="write.ledger-set-aside",
        severity=Severity.WARNING,
        text=text,
        hint=f"put it right, and give it to the next conversion with --mapping {folder / name}",
    )
    return (*files, RenderedFile(path=name, media_type="application/json", content=content)), (said,)


def finish(
    folder: Path, files: Sequence[RenderedFile], followed: Mapping[str, Any], text: Text, taxonomy: Taxonomy
) -> Stored:
    """The ledger after the files of a conversion took their places in the folder, the ledger last of all.

    `followed` is the ledger that the conversion knew. A file of the earlier filing that the new one does not have is
    gone. Raises RuleFileError where the conversion left no ledger, and NotPossible where it would lose a decision.
    """
    made = next((json.loads(file.content) for file in files if file.path == LEDGER), None)
    if made is None:
        raise RuleFileError("is missing from the conversion", folder / LEDGER)
    with locked(folder):
        ledger = with_history(made, read_stored(folder).content, followed)
        ledger["statements"] = [signed(statement, text, taxonomy) for statement in ledger["statements"]]
        own = RenderedFile(path=LEDGER, media_type="application/json", content=serialise(ledger))
        others = [file for file in files if file.path != LEDGER]
        base = next((file.path.removesuffix(".xsd") for file in others if file.path.endswith(".xsd")), None)
        fresh = {file.path for file in others}
        stale = [
            path.name
            for path in sorted(folder.iterdir())
            if base and path.is_file() and path.name.startswith((f"{base}.", f"{base}_")) and path.name not in fresh
        ]
        replace_files((*others, own), folder, stale)
        return Stored(content=ledger, tag=written(own.content))
