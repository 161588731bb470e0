"""The validation of a filing by Arelle, seen from outside: starts the worker, hands it jobs, outlives it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from converter.check.arelle.log import breakdown, messages_of
from converter.check.arelle.result import ArelleFact, ArelleResult
from converter.check.staging import staged
from converter.child import Child
from converter.errors import EngineError
from converter.messages import Message, Severity
from converter.model import ValidationReport

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import TracebackType

    from converter.messages import Span
    from converter.model import RenderedFile

RULE_SETS: Final = (
    "XBRL 2.1",
    "XBRL Dimensions 1.0",
    "Inline XBRL 1.1",
    "Calculations 1.1 (round to nearest)",
    "Units Registry 1.0",
    "Duplicate facts (inconsistent)",
    "Report Packages 1.0",
)
START_TIMEOUT: Final = 60
"""Seconds that the import of Arelle may take on a busy machine."""
TIMEOUT: Final = 120
"""Seconds that one filing may take."""
MEMORY: Final = 6 * 1024**3
"""Bytes of address space that one filing may take, several times what the largest known filings need."""


class ArelleWorker:
    """A worker process, started at once so that Arelle loads while other work goes on; replaced when it fails."""

    def __init__(self, *, timeout: float = TIMEOUT, memory: int = MEMORY) -> None:
        self._timeout = timeout
        self._memory = memory
        self._home = tempfile.TemporaryDirectory(prefix="arelle-")
        self._ready = False
        self._child: Child | None = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the worker process; None where none runs."""
        return None if self._child is None else self._child.process.pid

    def prepare(self, packages: Sequence[Path], base: Collection[str], *, document_set: bool = False) -> None:
        """Nothing is returned, at once; the worker loads the schemas at the URLs `base` for the filings to come."""
        child = self._running()
        with contextlib.suppress(OSError):  # a worker that is gone is replaced when a filing comes
            child.send(self._job((), packages, base, document_set=document_set) | {"prepare": True})

    def validate(
        self,
        files: Sequence[Path],
        packages: Sequence[Path],
        *,
        base: Collection[str] = (),
        document_set: bool = False,
        oim: bool = False,
        viewer: Path | None = None,
        plugin: Path | None = None,
    ) -> dict[str, Any]:
        """The answer of the worker; it has the key `error` where the worker broke down.

        `base` are the URLs of what the filing imports from the packages: they are loaded once for all filings that
        import the same. With `oim` or a folder for the `viewer` the files are read and not validated; with the module
        of a `plugin` its rules are applied too (see `session.validate`).

        Raises `EngineError` where Arelle cannot be started at all.
        """
        child = self._running()
        if not self._ready:
            self._wait_until_ready(child)
        try:
            job = self._job(files, packages, base, document_set=document_set)
            child.send(
                job
                | {
                    "oim": oim,
                    "viewer": str(viewer.resolve()) if viewer else "",
                    "plugin": str(plugin.absolute()) if plugin else "",
                }
            )
            line = child.answers.get(timeout=self._timeout)
        except queue.Empty:
            self._stop()
            return {"error": f"no answer within {self._timeout:g} seconds"}
        except OSError:
            line = ""
        if not line:
            self._stop()
            return {"error": "the worker process ended"}
        reply: dict[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """Nothing is returned; the process is gone and so is its folder."""
        self._stop()
        self._home.cleanup()

    def _job(
        self, files: Sequence[Path], packages: Sequence[Path], base: Collection[str], *, document_set: bool
    ) -> dict[str, Any]:
        return {
            "files": [str(file.resolve()) for file in files],
            "packages": [str(package.resolve()) for package in packages],
            "base": sorted(base),
            "document_set": document_set,
            "cache": str(Path(self._home.name) / "cache"),
            "memory": self._memory,
        }

    def _running(self) -> Child:
        if self._child is None:
            self._child = self._started()
        return self._child

    def _started(self) -> Child:
        self._ready = False
        return Child(
            "converter.check.arelle.worker",
            flags=("-W", "ignore"),
            # Arelle walks through sets; with a fixed seed it does so in the same order each time.
            environment={"PYTHONHASHSEED": "0", "XDG_CONFIG_HOME": self._home.name},
            quiet=True,
        )

    def _wait_until_ready(self, child: Child) -> None:
        try:
            line = child.answers.get(timeout=START_TIMEOUT)
        except queue.Empty:
            line = ""
        if not line or "error" in (reply := json.loads(line)):
            self._stop()
            reason = f": {reply['error']}" if line else ""
            raise EngineError(f"Arelle cannot be started; is arelle-release installed in this environment?{reason}")
        self._ready = True

    def _stop(self) -> None:
        child, self._child, self._ready = self._child, None, False
        if child is not None:
            child.stop()


def run_arelle(
    filing: Path | Sequence[RenderedFile],
    packages: Sequence[Path],
    *,
    spans: Mapping[str, Span] | None = None,
    worker: ArelleWorker | None = None,
    base: Collection[str] = (),
    document_set: bool = False,
) -> ArelleResult:
    """What Arelle says about a filing, and the facts that it reads out of it.

    `filing` is an inline document, a report package, a zip, a folder, or the files of a conversion; `packages` are
    taxonomy packages that hold the base taxonomies, since nothing is ever fetched. `spans` lead from the id of a fact
    to its place in the source text. A `worker` can be used again; without one, it is started for this filing alone.
    `base` are the URLs that the filing imports from the packages, which are then loaded only once.
    `document_set` says that a package holds one report in several inline documents.

    Raises `InputError` where there is nothing to validate, and `EngineError` where Arelle cannot be started.
    """
    with contextlib.ExitStack() as stack:
        files, root = stack.enter_context(staged(filing))
        worker = worker or stack.enter_context(ArelleWorker())
        reply = worker.validate(files, packages, base=base, document_set=document_set or len(files) > 1)
        return result_of(reply, spans or {}, root, packages)


def result_of(
    reply: Mapping[str, Any], spans: Mapping[str, Span], root: Path, packages: Sequence[Path]
) -> ArelleResult:
    """The result that an answer of the worker stands for; a breakdown is a report that did not run."""
    hidden = [(f"{root.resolve()}{os.sep}", ""), *((str(path.resolve()), path.name) for path in packages)]
    if "error" in reply:
        report = _report("", (_broken(str(reply["error"]).strip().splitlines()[-1]),), ran=False)
        return ArelleResult(report=report, facts=(), log=())
    concepts = {fact["id"]: fact["concept"] for fact in reply["facts"] if fact["id"]}
    messages = messages_of(reply["log"], spans, concepts, hidden)
    if reply["dropped"]:
        more = f"Arelle said {reply['dropped']} more than is kept here"
        messages += (Message(code="arelle.truncated", severity=Severity.WARNING, text=more),)
    # Arelle catches what goes wrong in its own code and goes on; what it says afterwards is no result.
    if said := breakdown(reply["log"]):
        messages += (_broken(said),)
    report = _report(reply["version"], messages, ran=reply["loaded"] and not said)
    return ArelleResult(
        report=report, facts=tuple(map(_fact, reply["facts"])), log=tuple(reply["log"]), shared=reply["shared"]
    )


def _broken(said: str) -> Message:
    text = f"Arelle broke down on this filing: {said}"
    return Message(code="arelle.broken", severity=Severity.ERROR, text=text)


def _report(version: str, messages: tuple[Message, ...], *, ran: bool) -> ValidationReport:
    return ValidationReport(engine="Arelle", version=version, rule_sets=RULE_SETS, messages=messages, ran=ran)


def _fact(entry: Mapping[str, Any]) -> ArelleFact:
    return ArelleFact(
        id=entry["id"],
        namespace=entry["namespace"],
        concept=entry["concept"],
        value=entry["value"],
        scheme=entry["scheme"],
        identifier=entry["identifier"],
        start=entry["start"],
        end=entry["end"],
        numerator=tuple(entry["numerator"]),
        denominator=tuple(entry["denominator"]),
        decimals=entry["decimals"],
        dimensions=tuple((dimension, member) for dimension, member in entry["dimensions"]),
    )
