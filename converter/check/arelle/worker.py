"""The worker process: reads a job from each line of standard input and answers each with a line of JSON.

Started as `python -m converter.check.arelle.worker`. It imports Arelle once. Where the system can fork, each job
runs in a child of its own: memory stays flat, nothing is left over from one filing to the next, and a filing
that brings Arelle down takes only its own child along. Jobs that name a `base` run in a child of a process that has
that base taxonomy loaded already; there are few of these, the one that was used last stays longest.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_BASES: Final = 2
"""Processes with a base taxonomy; each holds some hundred megabytes."""


def serve() -> int:
    """The exit status, after the last job was answered."""
    # Whatever Arelle or a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from converter.check.arelle import session

    try:
        answer(answers, {"ready": session.warm_up()})
    except ImportError as error:
        answer(answers, {"error": str(error)})
        return 1
    if not hasattr(os, "fork"):
        for line in sys.stdin:
            job = json.loads(line)
            if not job.get("prepare"):
                answer(answers, run(job))
        return 0
    gc.freeze()
    bases = Bases((answers.fileno(), sys.stdin.fileno()))
    for line in sys.stdin:
        job = json.loads(line)
        if job.get("prepare"):
            bases.prepare(job)
        else:
            answer(answers, bases.validate(job) or in_child(run, job))
    bases.close()
    return 0


def answer(answers: IO[str], reply: dict[str, Any]) -> None:
    """Nothing is returned; the reply is one line."""
    answers.write(json.dumps(reply, ensure_ascii=True) + "\n")
    answers.flush()


def run(job: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of a job in a session of its own, or the traceback of what went wrong inside Arelle."""
    from converter.check.arelle import session

    return guarded(session.validate, job)


def guarded(validate: Callable[[Mapping[str, Any]], dict[str, Any]], job: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of a job within the memory that it may take."""
    try:
        limit_memory(job.get("memory", 0))
        return validate(job)
    except MemoryError:
        return {"error": "out of memory"}
    except Exception:  # noqa: BLE001  a plug-in or a hostile filing can make Arelle raise anything
        return {"error": traceback.format_exc(limit=-8)}


def limit_memory(limit: int) -> None:
    """Nothing is returned; the process may not grow beyond `limit` bytes, where the system can enforce it."""
    if not limit:
        return
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def in_child(work: Callable[[Mapping[str, Any]], dict[str, Any]], job: Mapping[str, Any]) -> dict[str, Any]:
    """The outcome of a job that runs in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                pipe.write(json.dumps(work(job), ensure_ascii=True))
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not text:
        return {"error": f"the validating process ended with status {os.waitstatus_to_exitcode(status)}"}
    reply: dict[str, Any] = json.loads(text)
    return reply


class BaseProcess:
    """A process that has a base taxonomy loaded and validates filings in forks of itself."""

    def __init__(self, job: Mapping[str, Any], foreign: tuple[int, ...]) -> None:
        """`foreign` are the open files of this process that are none of the new one's business."""
        jobs_in, jobs_out = os.pipe()
        replies_in, replies_out = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                for number in (*foreign, jobs_out, replies_in):
                    os.close(number)
                _serve_base(job, jobs_in, replies_out)
                status = 0
            finally:
                os._exit(status)
        os.close(jobs_in)
        os.close(replies_out)
        self._jobs = os.fdopen(jobs_out, "w", encoding="utf-8")
        self._replies = os.fdopen(replies_in, encoding="utf-8")

    @property
    def files(self) -> tuple[int, int]:
        """The open files that belong to this process."""
        return self._jobs.fileno(), self._replies.fileno()

    def validate(self, job: Mapping[str, Any]) -> dict[str, Any] | None:
        """The outcome of a job; None where the process is gone."""
        try:
            answer(self._jobs, dict(job))
            reply: dict[str, Any] = json.loads(self._replies.readline())
        except (OSError, ValueError):
            return None
        return reply

    def close(self) -> None:
        """Nothing is returned; the process is gone."""
        for file in (self._jobs, self._replies):
            try:
                file.close()
            except OSError:
                continue  # what was not written yet has nobody to read it
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _serve_base(job: Mapping[str, Any], jobs: int, replies: int) -> None:
    """Nothing is returned; every job is answered, until there are no more."""
    from converter.check.arelle import base

    limit_memory(job.get("memory", 0))
    loaded = base.load(job)
    validate = None if loaded is None else partial(guarded, loaded.validate)
    with os.fdopen(jobs, encoding="utf-8") as lines, os.fdopen(replies, "w", encoding="utf-8") as answers:
        for line in lines:
            alone = {"unreached": "the base taxonomy cannot be loaded without the filing"}
            answer(answers, alone if validate is None else in_child(validate, json.loads(line)))


class Bases:
    """The processes with base taxonomies, by what they were loaded from."""

    def __init__(self, foreign: tuple[int, ...]) -> None:
        self._foreign = foreign
        self._running: dict[str, BaseProcess] = {}

    def prepare(self, job: Mapping[str, Any]) -> BaseProcess | None:
        """The process that has the base of a job loaded, or is about to have; None where a package is not there."""
        try:
            key = _key(job)
        except OSError:
            return None
        process = self._running.pop(key, None)
        if process is None:
            while len(self._running) >= MAX_BASES:
                self._running.pop(next(iter(self._running))).close()
            foreign = (*self._foreign, *(number for other in self._running.values() for number in other.files))
            process = BaseProcess(job, foreign)
        self._running[key] = process
        return process

    def validate(self, job: Mapping[str, Any]) -> dict[str, Any] | None:
        """The outcome of a job; None where it has to run in a session of its own."""
        process = self.prepare(job) if job.get("base") else None
        if process is None:
            return None
        reply = process.validate(job)
        if reply is None:
            self._running = {key: each for key, each in self._running.items() if each is not process}
            process.close()
        return None if reply is None or "unreached" in reply else reply

    def close(self) -> None:
        """Nothing is returned; all processes are gone."""
        for process in self._running.values():
            process.close()


def _key(job: Mapping[str, Any]) -> str:
    """What a loaded base depends on, as text: a package that was replaced on disk is another one."""
    packages = [(path, (found := Path(path).stat()).st_mtime_ns, found.st_size) for path in job["packages"]]
    return json.dumps([packages, job["base"], job["document_set"], job.get("memory", 0)])


if __name__ == "__main__":
    sys.exit(serve())
