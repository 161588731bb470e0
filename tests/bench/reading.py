"""Print what reading a folder of filings costs in one process: megabytes per CPU second, and peak memory.

    python -m tests.bench.reading FOLDER

Reading is submission, cover and statements; with footing it is all that happens before the mapping; everything is all
of it up to the xBRL-JSON of the facts. Beside them stands known work over the same filings, done in turn with it:
every line of the text split where two blanks part its columns, which is what a tool does that finds no cell. The ratio
to it tells more than seconds do, as a busy machine slows both. Process time (user and system) counts, not the time on
the wall.
"""

from __future__ import annotations

import re
import resource
import sys
import time
import traceback
from typing import TYPE_CHECKING

from converter.batch import collected_between
from converter.errors import ConverterError
from converter.pipeline import Settings, Track, map_reading, read
from converter.write.oim import xbrl_json
from converter.write.report import build_report
from tests.bench.filings import filings, folder_of

if TYPE_CHECKING:
    from collections.abc import Mapping

READING = ("submission", "cover", "statements")
SPEED = 8.0
MEMORY = 400.0
SPLIT = "known work"
ALL = "all"
_GAP = re.compile(r"\s{2,}")


def peak() -> float:
    """Megabytes of memory that this process has held at most."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3


def split(data: bytes) -> int:
    """How many columns there are in all lines: the known work."""
    return sum(len(_GAP.split(line)) for line in data.decode("latin-1").splitlines())


def main() -> None:
    """Measures the folder and prints the figures beside what is required."""
    settings = Settings(validate=False)
    size, facts, refused, crashed = 0, 0, 0, 0
    spent: dict[str, float] = {}
    with collected_between() as collect:
        for name, data in filings(folder_of("What reading a folder of filings costs.")):
            size += len(data)
            track = Track()
            started = time.process_time()
            try:
                reading = read(data, track)
                taxonomy, mapped = map_reading(reading, settings, track)
                report = track.run(
                    "report", build_report, reading.submission, reading.cover, mapped, taxonomy, settings.report
                )
                track.measure("json", xbrl_json, report)
                facts += len(report.facts)
            except ConverterError:
                refused += 1
            except Exception:  # noqa: BLE001  a bug in one filing is counted and shown, and the others are measured
                crashed += 1
                sys.stderr.write(f"\n{name}\n{traceback.format_exc()}")
            collect()
            track.timings[ALL] = time.process_time() - started
            track.measure(SPLIT, split, data)
            for stage, seconds in track.timings.items():
                spent[stage] = spent.get(stage, 0.0) + seconds
    sys.stdout.write(f"{size / 1e6:,.1f} MB, {facts:,} facts, {refused:,} filings refused, {crashed:,} crashed\n\n")
    show(size / 1e6, spent)


def show(size: float, spent: Mapping[str, float]) -> None:
    """Prints the figures; `size` is in megabytes, `spent` in seconds."""
    out = sys.stdout.write
    for stage, seconds in spent.items():
        if stage not in (SPLIT, ALL):
            out(f"{stage:14}{seconds:>9.1f} s\n")
    known = spent[SPLIT]
    reading = sum(spent.get(stage, 0.0) for stage in READING)
    lines = (
        (SPLIT, known, ""),
        ("reading", reading, ""),
        ("with footing", reading + spent.get("footing", 0.0), ""),
        ("everything", spent[ALL], f" (required: {SPEED:.0f})"),
    )
    out("\n")
    for name, seconds, remark in lines:
        out(f"{name:14}{size / seconds:>9.1f} MB per CPU second, {seconds / known:>6.2f} x known work{remark}\n")
    out(f"{'memory':14}{peak():>9.0f} MB at most (allowed: {MEMORY:.0f})\n")


if __name__ == "__main__":
    main()
