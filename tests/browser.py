"""A headless Chromium for tests of pages, spoken to over a pipe; what needs it is skipped where there is none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Page:
    """One page of the browser."""

    def __init__(self, writing: int, reading: int) -> None:
        self._writing, self._reading = writing, reading
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._buffer:
                got = os.read(self._reading, 1 << 16)
                assert got, "the browser is gone"
                self._buffer += got
            answer, _, self._buffer = self._buffer.partition(b"\0")
            reply = json.loads(answer)
            if reply.get("id") == self._number:
                assert "error" not in reply, reply
                found: dict[str, Any] = reply["result"]
                return found

    def open(self, path: Path) -> None:
        self.call("Page.navigate", url=path.resolve().as_uri())

    def evaluate(self, expression: str) -> Any:
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 60) -> Any:
        """The value of the expression as soon as it is true."""
        for _ in range(int(seconds * 5)):
            if value := self.evaluate(expression):
                return value
            time.sleep(0.2)
        raise AssertionError(f"{expression} did not become true within {seconds} seconds")


def _place(to_browser: int, from_browser: int) -> None:
    """The browser reads descriptor 3 and writes descriptor 4."""
    spare = os.dup(from_browser)  # it may be number 3 itself
    os.dup2(to_browser, 3)
    os.dup2(spare, 4)


@contextmanager
def browser(width: int = 1280, height: int = 900) -> Iterator[Page]:
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium is installed")
    to_browser, our_end = os.pipe()
    our_start, from_browser = os.pipe()
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-pipe",
        f"--window-size={width},{height}",
    )
    process = subprocess.Popen(
        [program, *flags, "about:blank"],
        pass_fds=(3, 4),
        preexec_fn=lambda: _place(to_browser, from_browser),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(from_browser)
    try:
        yield Page(our_end, our_start)
    finally:
        process.kill()
        process.wait()
        os.close(our_end)
        os.close(our_start)
