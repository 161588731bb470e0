"""The desk: the filings that people review at the moment, and everything that they may ask or do about them.

It knows nothing of HTTP. Threads may share it: what is read is replaced whole, and what is written is locked.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from converter.errors import ConverterError, InputError, MemoryUnusable
from converter.pipeline import LEDGER, SOURCE
from converter.review.decisions import NotPossible
from converter.review.folder import (
    Request,
    Stale,
    Stored,
    decide_in,
    line_of,
    read_source,
    read_stored,
    tag_of,
    write_stored,
    written,
)
from converter.review.lock import locked
from converter.review.marks import text_view
from converter.review.opened import signed
from converter.review.overview import Overview, named_trust
from converter.review.rebuild import pending
from converter.review.shelf import Shelf
from converter.review.view import filing_view, line_detail, line_view
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
from converter.write.ledger import load_ledger, parse_ledger
from converter.write.package import write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from converter.model import RenderedFile
    from converter.review.memory import Memory
    from converter.review.opened import Text
    from converter.taxonomy.release import Taxonomy

_KEPT = 12
"""Texts that are kept in memory, the latest used."""


class NoSuchFiling(Exception):  # noqa: N818  the name says the condition
    """There is no filing, line or file of this name."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """The filings of a shelf, with the memory of their companies."""

    shelf: Shelf
    memory: Memory
    definitions: Mapping[str, str] = field(default_factory=dict)
    _texts: OrderedDict[tuple[str, int, int], Text] = field(default_factory=OrderedDict)
    _synced: dict[str, str] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _overview: Overview = field(init=False)

    def __post_init__(self) -> None:
        self._overview = Overview(self._remember)

    def folder(self, name: str) -> Path:
        """The folder of a filing. Raises NoSuchFiling."""
        folder = self.shelf.find(name)
        if folder is None:
            raise NoSuchFiling(f"there is no filing {name[:80]!r}")
        return folder

    def stored(self, name: str) -> Stored:
        """The ledger of a filing."""
        return read_stored(self.folder(name))

    def _remember(self, ledger: Mapping[str, Any]) -> str:
        """Empty, or why the decisions of a ledger are not remembered: they are in the ledger all the same."""
        try:
            self.memory.remember(ledger)
        except MemoryUnusable as error:
            return error.said
        return ""

    def text(self, name: str, ledger: Mapping[str, Any]) -> Text:
        """The text of a filing, read once. Raises InputError where it is missing or another one."""
        folder = self.folder(name)
        try:
            state = (folder / SOURCE).stat()
        except OSError:
            raise InputError(f"{SOURCE} is missing beside the ledger; convert the filing again") from None
        key = (name, state.st_mtime_ns, state.st_size)
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
        if found is None:
            _, found = read_source(folder, ledger)
            with self._lock:
                self._texts[key] = found
                while len(self._texts) > _KEPT:
                    self._texts.popitem(last=False)
        if (digest := ledger.get("submission", {}).get("sha256")) and digest != found.digest:
            raise InputError(f"{SOURCE} is not the text that the ledger was made of; convert the filing again")
        return found

    @staticmethod
    def taxonomy(ledger: Mapping[str, Any]) -> Taxonomy:
        """The taxonomy release of a ledger."""
        return load_taxonomy(ledger.get("taxonomy") or DEFAULT_RELEASE)

    def view(self, name: str) -> dict[str, Any]:
        """The filing as the review page shows it, its decisions remembered: those too that somebody else wrote."""
        stored = self.stored(name)
        unremembered = "" if self._synced.get(name) == stored.tag else self._remember(stored.content)
        if not unremembered:
            self._synced[name] = stored.tag
        view = filing_view(name, stored, self.text(name, stored.content), self.taxonomy(stored.content))
        pages = [file for file in self.files(name) if file.endswith(".htm")]
        return {**view, "unremembered": unremembered, "pages": pages}

    def text_view(self, name: str) -> dict[str, Any]:
        """The text of a filing with its marks."""
        ledger = self.stored(name).content
        return text_view(ledger, self.text(name, ledger))

    def line(self, name: str, line: str) -> dict[str, Any]:
        """One line in detail. Raises NoSuchFiling."""
        ledger = self.stored(name).content
        place = line_of(ledger, line)
        if place is None:
            raise NoSuchFiling(f"there is no line {line[:20]!r}")
        return line_detail(ledger, place, self.text(name, ledger), self.taxonomy(ledger), self.definitions)

    def decide(self, name: str, requests: Sequence[Request]) -> dict[str, Any]:
        """The changed lines, after all decisions are on the disk. Raises Stale and NotPossible.

        `unremembered` says why the company's next filing will not follow them; it is empty where it will.
        """
        ledger = self.stored(name).content
        text, taxonomy = self.text(name, ledger), self.taxonomy(ledger)
        stored, lines = decide_in(self.folder(name), requests, text, taxonomy)
        unremembered = self._remember(stored.content)
        if not unremembered:
            self._synced[name] = stored.tag
        statements = {int(line.partition("-")[0]) for line, _ in lines}
        return {
            "tag": stored.tag,
            "pending": pending(stored.content),
            "unremembered": unremembered,
            # The sign of a line follows from its whole statement, so that all of its lines may have changed.
            "lines": [
                line_view(f"{number}-{index}", line, text, taxonomy)
                for number in sorted(statements)
                for index, line in enumerate(stored.content["statements"][number]["lines"])
            ],
        }

    def replace(self, name: str, data: bytes, tag: str) -> Stored:
        """The ledger that took the place of the one with this tag.

        Raises Stale where it is another one by now, RuleFileError where `data` is no ledger, and NotPossible where it
        is that of another text or lacks decisions that the present one holds.
        """
        folder = self.folder(name)
        ledger = parse_ledger(data, folder.relative_to(self.shelf.folder) / LEDGER)
        with locked(folder):
            before = read_stored(folder)
            if before.tag != tag:
                raise Stale(())
            _check_replacement(before.content, ledger)
            text, taxonomy = self.text(name, before.content), self.taxonomy(ledger)
            ledger["statements"] = [signed(statement, text, taxonomy) for statement in ledger["statements"]]
            stored = write_stored(folder, ledger)
        self._remember(stored.content)
        return stored

    def trust(self, name: str) -> dict[str, Any]:
        """The picture of trust of one filing."""
        return named_trust(name, self.stored(name).content, self.folder(name))

    def overview(self, *, after: str = "", limit: int = 0) -> dict[str, Any]:
        """The pictures of trust of the filings after a name, at most `limit` (0: all), added up: see `Overview`."""
        folders = {name: self.shelf.folder / name for name in self.shelf.names()}
        return self._overview.of(folders, after=after, limit=limit)

    def files(self, name: str) -> tuple[str, ...]:
        """The names of the files of a filing, sorted."""
        return tuple(
            sorted(path.name for path in self.folder(name).iterdir() if path.is_file() and path.name[0] != ".")
        )

    def file(self, name: str, file: str) -> Path:
        """The path of one file of a filing. Raises NoSuchFiling for every name that is not one of its files."""
        if file not in self.files(name):
            raise NoSuchFiling(f"there is no file {file[:80]!r}")
        return self.folder(name) / file

    def same_text(self, digest: str, *, everywhere: bool = False) -> str | None:
        """The name of the filing that was made of the text with this digest; `everywhere`: among all in the folder."""
        shelf = Shelf(folder=self.shelf.folder) if everywhere else self.shelf
        for name in shelf.names():
            path = shelf.folder / name / LEDGER
            try:
                data = path.read_bytes()
                if digest.encode() in data and load_ledger(data, path)["submission"]["sha256"] == digest:
                    read_stored(path.parent)
                    return name
            except (ConverterError, OSError, LookupError, TypeError):
                continue  # it is no ledger, or is gone
        return None

    def adopt(self, base: str, files: Sequence[RenderedFile]) -> str:
        """The name of a new filing after its files are written; another name is taken where the base is in use."""
        with self._lock:
            name, number = base, 1
            while (self.shelf.folder / name).exists():
                number += 1
                name = f"{base}-{number}"
            write_files(files, self.shelf.folder / name)
            for file in files:
                if file.path == LEDGER:
                    written(file.content)
            self.shelf.add(name)
        return name

    def tag(self, name: str) -> str:
        """The tag of the ledger that lies on the disk now: the quickest way to see that something changed."""
        return tag_of((self.folder(name) / LEDGER).read_bytes())


def _check_replacement(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if after.get("submission", {}).get("sha256") != before.get("submission", {}).get("sha256"):
        raise NotPossible("this is the ledger of another text")
    shapes = [[len(statement["lines"]) for statement in ledger["statements"]] for ledger in (before, after)]
    if shapes[0] != shapes[1]:
        raise NotPossible("this ledger has other lines")
    for old, new in zip(before["statements"], after["statements"], strict=True):
        for was, line in zip(old["lines"], new["lines"], strict=True):
            if line.get("span") != was.get("span") or line["label"] != was["label"]:
                raise NotPossible(f"this ledger has another line in the place of '{was['label'][:80]}'")
            kept = was.get("decisions", [])
            if line.get("decisions", [])[: len(kept)] != kept:
                raise NotPossible(f"decisions on '{was['label'][:80]}' are missing")
