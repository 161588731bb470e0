"""A Python process of our own that is given jobs: each a line of JSON, as every answer to it is."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ENDING = 5.0
"""Seconds that a process that was killed may take to be gone."""


class Child:
    """A running module of this package, in a session of its own so that its own children end with it."""

    def __init__(
        self,
        module: str,
        *,
        flags: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> None:
        """`flags` are those of the interpreter; `quiet` drops what the process writes to standard error."""
        package_root = str(Path(__file__).resolve().parents[1])
        self.answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        """The lines that it has written; an empty one at the end."""
        self.process = subprocess.Popen(  # noqa: S603  a module of this package, named by its own code
            # Nothing that happens to lie in the present folder is imported (-P), but this package, as it is here.
            [sys.executable, "-P", *flags, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, (package_root, os.environ.get("PYTHONPATH", "")))),
                **(environment or {}),
            },
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=_forward, args=(self.process.stdout, self.answers), daemon=True).start()

    @property
    def runs(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def send(self, job: Mapping[str, object]) -> None:
        """Nothing is returned; the process has the job. Raises OSError where it has ended."""
        assert self.process.stdin is not None  # noqa: S101  for the type checker: it was started with a pipe
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        """Nothing is returned; the process and its own children are gone."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
            self.process.communicate(timeout=_ENDING)


def _forward(lines: IO[str], answers: queue.SimpleQueue[str]) -> None:
    with contextlib.suppress(ValueError, OSError):  # closed under the reader's hands while the process is stopped
        for line in lines:
            answers.put(line)
    answers.put("")
