"""Print what hostile text costs, and what twice as much of it costs.

    python -m tests.bench.hostile

Long lines and long tables of `tests.hostile` go through everything that reads a text. Each is measured at two sizes in
turn, so that a busy machine slows both. Where twice the text takes more than 2.6 times the time, the line is marked:
the cost grows faster than the text. What is read in next to no time is not judged.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from tests.hostile import LONG_TABLES, SHAPES, TITLE, UNITS, long_line, long_table
from tests.read_checks import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEEP = 2.6
"""Times the cost of half the text; linear is 2."""
AGAIN = 3
"""Times that a steep one is measured: the least of its costs count."""
LEAST = 0.05
"""Seconds; less is not judged."""
CHARACTERS = 200_000
LINES = 10_000
DIGITS = 50_000_000


def seconds(data: bytes) -> float:
    """Process time of reading."""
    started = time.process_time()
    whole(data)
    return time.process_time() - started


def inputs() -> Iterator[tuple[str, Callable[[int], bytes], int]]:
    """The name of each hostile text, what makes it of a size, and the size to begin with."""
    for shape in SHAPES:
        for unit in UNITS:
            yield f"{shape}: {unit!r}", lambda size, shape=shape, unit=unit: long_line(shape, unit, size), CHARACTERS
    for name in LONG_TABLES:
        for where, before in (("", "x\n"), (" under a title", TITLE)):
            yield f"{name}{where}", lambda size, name=name, before=before: long_table(name, before, size), LINES
    yield "digits in one line", lambda size: b"1" * size, DIGITS // 2
    yield "digits in lines", lambda size: (b"1" * 79 + b"\n") * (size // 80), DIGITS // 2


def measured(make: Callable[[int], bytes], size: int) -> tuple[float, float]:
    """Seconds of a text and of one twice as long."""
    small, large = make(size), make(2 * size)
    once, twice = seconds(small), seconds(large)
    for _ in range(AGAIN - 1):
        if twice < LEAST or twice <= STEEP * once:
            break
        once, twice = min(once, seconds(small)), min(twice, seconds(large))
    return once, twice


def main() -> int:
    """Prints one line for each text that takes long enough to be judged; 1 where one is steep."""
    steep = judged = count = 0
    sys.stdout.write(f"{'seconds':>8}{'of twice':>10}{'ratio':>7}\n")
    for name, make, size in inputs():
        count += 1
        once, twice = measured(make, size)
        if twice < LEAST:
            continue
        judged += 1
        is_steep = twice > STEEP * once
        steep += is_steep
        mark = "  <-- grows faster than the text" if is_steep else ""
        sys.stdout.write(f"{once:8.2f}{twice:10.2f}{twice / once:7.2f}  {name}{mark}\n")
        sys.stdout.flush()
    quick = count - judged
    sys.stdout.write(f"\n{count} texts, {quick} of them read in less than {LEAST} s, {steep} steeper than {STEEP}\n")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
