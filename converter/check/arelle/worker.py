"""The worker process: reads a job from each line of standard input and answers each with a line of JSON.

Started as `python -m converter.check.arelle.worker`. It imports Arelle once. Where the system can fork, each job
runs in a child of its own: memory stays flat, nothing is left over from one filing to the next, and a filing
that brings Arelle down takes only its own child along.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import IO, Any


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
    for line in sys.stdin:
        answer(answers, in_child(json.loads(line)) if hasattr(os, "fork") else run(json.loads(line)))
    return 0


def answer(answers: IO[str], reply: dict[str, Any]) -> None:
    """Nothing is returned; the reply is one line."""
    answers.write(json.dumps(reply, ensure_ascii=True) + "\n")
    answers.flush()


def run(job: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a job, or the traceback of what went wrong inside Arelle."""
    from converter.check.arelle import session

    try:
        limit_memory(job.get("memory", 0))
        return session.validate(job)
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
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def in_child(job: dict[str, Any]) -> dict[str, Any]:
    """The outcome of a job that runs in a fork of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                pipe.write(json.dumps(run(job), ensure_ascii=True))
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


if __name__ == "__main__":
    sys.exit(serve())
