"""Print what reading a folder of filings costs in one process: megabytes per CPU second, and peak memory.

    python -m tests.bench.reading FOLDER

Reading is submission, cover, statements and footing; everything is all of it up to the facts. Process time (user and
system) counts, not the time on the wall. The folder is read in one process from the first to the last filing.
"""

from __future__ import annotations

import resource
import sys
import time
import traceback
from typing import TYPE_CHECKING

from converter.errors import ConverterError
from converter.pipeline import Settings, Track, map_reading, read
from converter.taxonomy.release import load_taxonomy
from converter.write.report import build_report
from tests.bench.filings import filings, folder_of

if TYPE_CHECKING:
    from collections.abc import Mapping

READING = ("submission", "cover", "statements", "footing")
SPEED = 8.0
MEMORY = 400.0


def peak() -> float:
    """Megabytes of memory that this process has held at most."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3


def main() -> None:
    """Measures the folder and prints the figures beside what is required."""
    settings = Settings(validate=False)
    load_taxonomy(settings.taxonomy)
    size, facts, refused, crashed = 0, 0, 0, 0
    spent: dict[str, float] = {}
    before = time.process_time()
    for name, data in filings(folder_of("What reading a folder of filings costs.")):
        size += len(data)
        track = Track()
        try:
            reading = read(data, track)
            taxonomy, mapped = map_reading(reading, settings, track)
            report = track.run(
                "report", build_report, reading.submission, reading.cover, mapped, taxonomy, settings.report
            )
            facts += len(report.facts)
        except ConverterError:
            refused += 1
        except Exception:  # noqa: BLE001  a bug in one filing is counted and shown, and the others are measured
            crashed += 1
            sys.stderr.write(f"\n{name}\n{traceback.format_exc()}")
        for stage, seconds in track.timings.items():
            spent[stage] = spent.get(stage, 0.0) + seconds
    show(size / 1e6, spent, time.process_time() - before, facts, refused, crashed)


def show(size: float, spent: Mapping[str, float], whole: float, facts: int, refused: int, crashed: int) -> None:
    """Prints the figures."""
    out = sys.stdout.write
    reading = sum(spent.get(stage, 0.0) for stage in READING)
    out(f"{size:,.1f} MB, {facts:,} facts, {refused:,} filings refused, {crashed:,} crashed\n\n")
    for stage, seconds in spent.items():
        out(f"{stage:12}{seconds:>9.1f} s\n")
    out(f"\nreading      {size / reading:>8.1f} MB per CPU second\n")
    out(f"everything   {size / whole:>8.1f} MB per CPU second (required: {SPEED:.0f})\n")
    out(f"memory       {peak():>8.0f} MB at most (allowed: {MEMORY:.0f})\n")


if __name__ == "__main__":
    main()
