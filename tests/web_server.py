"""A server for tests: in a thread of this process, or in a process of its own that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from converter.web.limits import Limits
    from converter.web.serve import Running

TEXT = {"content-type": "text/plain"}


class Client(httpx.Client):
    """A client with the token of a server."""

    url: str = ""
    running: Running
    """The server, where it is in this process."""

    def finished(self, job: dict[str, Any], seconds: float = 90) -> dict[str, Any]:
        """The job once it is over."""
        end = time.monotonic() + seconds
        while job["state"] not in ("done", "failed"):
            assert time.monotonic() < end, f"the job is still {job['state']}"
            time.sleep(0.05)
            job = self.get(f"/api/jobs/{job['id']}").json()
        return job

    def convert(self, data: bytes, **query: str) -> str:
        """The name of the filing that a text was converted to."""
        asked = self.post("/api/conversions", content=data, headers=TEXT, params=query)
        assert asked.status_code == 202, asked.text
        job = self.finished(asked.json())
        assert job["state"] == "done", job["problem"]
        return str(job["result"]["filing"])

    def line(self, filing: str, label: str, which: int = 0) -> dict[str, Any]:
        """The line with a label as the page shows it."""
        view = self.get(f"/api/filings/{filing}").json()
        found = [line for each in view["statements"] for line in each["lines"] if line["label"] == label]
        line: dict[str, Any] = found[which]
        return line

    def decide(self, filing: str, by: str, line: dict[str, Any], action: str, **more: object) -> httpx.Response:
        """The answer to one decision."""
        decision = {"line": line["id"], "version": line["version"], "action": action, **more}
        return self.post(f"/api/filings/{filing}/decisions", json={"by": by, "decisions": [decision]})


@contextmanager
def serving(folder: Path, memory: Path | None = None, limits: Limits | None = None, **wishes: Any) -> Iterator[Client]:
    """A client of a server in this process with the filings in `folder`."""
    from converter.review.shelf import open_shelf
    from converter.web.limits import Limits
    from converter.web.serve import Running, Wishes

    running = Running(
        Wishes(shelf=open_shelf(folder), memory=memory, limits=limits or Limits(), reviewer="ann", **wishes)
    )
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    with Client(
        base_url=running.address, headers={"authorization": f"Bearer {running.token}"}, timeout=60, trust_env=False
    ) as client:
        client.url = running.url()
        client.running = running
        try:
            yield client
        finally:
            running.stop()
            thread.join(20)


@contextmanager
def process(*arguments: object, home: Path, errors: bool = False) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that runs the command line, and the address that it printed; with `errors` what it says can be read."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.web_server", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if errors else None,
        text=True,
        env={**os.environ, "LEGACY_XBRL_HOME": str(home)},
    )
    try:
        assert started.stdout is not None
        yield started, started.stdout.readline().strip()
    finally:
        started.kill()
        started.wait()
        for stream in (started.stdout, started.stderr):
            if stream is not None:
                stream.close()


if __name__ == "__main__":
    from converter.cli import main

    main(sys.argv[1:])
