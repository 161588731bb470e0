"""The state of one server, and the work that it hands to its jobs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from converter.check.reports.files import FORMATS
from converter.errors import ConverterError, InputError
from converter.mapping.rules import read_rules
from converter.pipeline import SOURCE
from converter.read.submission import read_submission
from converter.review.folder import read_source
from converter.review.rebuild import finish, to_follow
from converter.taxonomy.release import DEFAULT_RELEASE, load_taxonomy
from converter.web.limits import Limits
from converter.web.problems import Problem
from converter.web.uploads import files_of, write_file
from converter.write.ledger import text_digest

if TYPE_CHECKING:
    from pathlib import Path

    from converter.review.desk import Desk
    from converter.web.jobs import Job, Jobs
    from converter.web.uploads import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What every request works with."""

    desk: Desk
    jobs: Jobs
    room: Room
    limits: Limits = field(default_factory=Limits)
    reviewer: str = "reviewer"
    """The name that the page proposes for the person at it."""
    memory_file: Path | None = None
    """Where the memory lies, for the worker; None where nothing is remembered."""
    rules: tuple[Path, ...] = ()
    ledgers: tuple[Path, ...] = ()
    taxonomy: str = DEFAULT_RELEASE
    look: str = "statements"
    cik: str = ""

    def convert(self, folder: Path, name: str, *, look: str, taxonomy: str, cik: str, validate: bool) -> Job:
        """The job that converts the text that was uploaded to a folder of the room.

        A text that is on the shelf already is made anew there, and what people decided about it is kept.
        """
        from converter.write.entity import is_cik

        if cik and not is_cik(cik):
            raise Problem(422, "a Central Index Key has one to ten digits")
        try:
            release = load_taxonomy(taxonomy or self.taxonomy).release
        except ConverterError:
            raise Problem(422, "there is no such taxonomy release on the server") from None
        known = self.desk.same_text(digest_of(folder / SOURCE))
        if known is not None:
            self.room.remove(folder)
            return self.rebuild(known, validate=validate, look=look, taxonomy=release if taxonomy else "", cik=cik)
        work = self._work(folder, look=look or self.look, taxonomy=release, cik=cik or self.cik, validate=validate)

        def done(result: dict[str, Any]) -> dict[str, Any]:
            filing = self.desk.adopt(result["base"], files_of(folder / "out"))
            self.desk.view(filing)  # the page that is opened next finds the text read already
            return {**result, "filing": filing}

        return self.jobs.add("conversion", name, folder, work, done)

    def rebuild(self, name: str, *, validate: bool, look: str = "", taxonomy: str = "", cik: str = "") -> Job:
        """The job that makes a filing anew with what people decided about it, as it was asked for at first.

        `look`, `taxonomy` and `cik` are other wishes.
        """
        self.jobs.room()  # before anything is put into a folder that nobody would remove
        followed = self.desk.stored(name).content
        data, text = read_source(self.desk.folder(name), followed)
        conversion = followed.get("conversion", {})
        known = frozenset(rule.id for path in self.rules for rule in read_rules(path).rules)
        folder = self.room.new()
        write_file(folder / SOURCE, data)
        own = write_file(folder / "own.json", json.dumps(to_follow(followed, known)).encode())
        release = load_taxonomy(taxonomy) if taxonomy else self.desk.taxonomy(followed)
        work = self._work(
            folder,
            look=look or conversion.get("look") or self.look,
            taxonomy=release.release,
            cik=cik or conversion.get("cik") or self.cik,
            validate=validate,
        )
        work["own"] = str(own)
        work |= extras_of(self.desk.folder(name))

        def done(result: dict[str, Any]) -> dict[str, Any]:
            finish(self.desk.folder(name), files_of(folder / "out"), followed, text, release)
            return {**result, "filing": name}

        return self.jobs.add("rebuild", name, folder, work, done)

    def validate(self, folder: Path, name: str, file: Path) -> Job:
        """The job that validates an uploaded filing."""
        work = {"kind": "validation", "source": str(file), "validate": True}
        return self.jobs.add("validation", name, folder, work, lambda result: result)

    def _work(self, folder: Path, *, look: str, taxonomy: str, cik: str, validate: bool) -> dict[str, Any]:
        return {
            "kind": "conversion",
            "source": str(folder / SOURCE),
            "output": str(folder / "out"),
            "look": look,
            "taxonomy": taxonomy,
            "cik": cik,
            "validate": validate,
            "rules": [str(path) for path in self.rules],
            "ledgers": [str(path) for path in self.ledgers],
            "reports": [],
            "parquet": False,
            "viewer": False,
            "memory": str(self.memory_file) if self.memory_file else "",
            "own": "",
        }


def extras_of(folder: Path) -> dict[str, Any]:
    """What was made on request beside a filing: it is made anew with it."""
    reports = [name for name, form in FORMATS.items() if (folder / form.path).is_file()]
    return {
        "reports": reports,
        "parquet": (folder / "facts.parquet").is_file(),
        "viewer": (folder / "viewer").is_dir(),
    }


def convert_now(server: Server, data: bytes, name: str) -> str:
    """The name of the filing that a text is converted to; one that is on the shelf already is left as it is.

    Raises InputError where the text cannot be converted.
    """
    folder = server.room.new()
    path = write_file(folder / SOURCE, data)
    known = server.desk.same_text(digest_of(path), everywhere=True)
    if known is not None:
        server.room.remove(folder)
        server.desk.shelf.add(known)
        return known
    job = server.convert(folder, name, look="", taxonomy="", cik="", validate=True)
    job.over.wait()
    if job.problem is not None:
        raise InputError(str(job.problem["detail"]))
    return str(job.result["filing"])


def digest_of(path: Path) -> str:
    """The digest of the text in a file, as ledgers have it."""
    submission, _ = read_submission(path.read_bytes())
    return text_digest(submission)
