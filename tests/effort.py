"""What work costs, without a clock: how many calls it takes, and whether it comes to an end at all.

Seconds depend on what else a machine does, so no test asserts them; `make bench` compares seconds side by side. Calls
are the same on every machine and show a loop inside a loop. What they cannot see, a pattern that tries over and over
within one call, runs into the bound of `ends`.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAR_TOO_LONG = 60.0
"""Seconds of process time, some hundred times of what the slowest of these works needs: it hangs."""


@contextmanager
def ends() -> Iterator[None]:
    """Fails the test where the work within hangs. Process time counts, so that a busy machine is no failure."""

    def give_up(*_: object) -> None:
        pytest.fail(f"no end after {FAR_TOO_LONG:.0f} seconds of process time")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, FAR_TOO_LONG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, in Python or in C, until the work is done."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def in_step(work: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether twice the size takes about twice the calls; `work` makes ready what is then counted."""
    small, large = calls(work(size)), calls(work(2 * size))
    return large <= 2.3 * small + 1_000
