#!/usr/bin/env python3
"""Print what start-up and a conversion cost, in seconds of process time and as multiples of known work.

    python bench/speed.py FILING.txt

All runs are processes of their own, and what is compared runs in turn, so that a busy machine slows both alike. Each
figure is the median of several runs. Process time (user and system) of the children counts, not the time on the wall.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

START_UP_LIMIT = 0.4
CONVERSION_LIMIT = 0.5
LOADING_LIMIT = 0.3
MAPPING_LIMIT = 0.08
RUNS = 5

MAIN = "from converter.cli import main; main()"
CONVERT = """
import sys, time
import converter.check.validation, converter.footing.dump, converter.mapping.choose, converter.pipeline
import converter.read.cover, converter.read.statements, converter.write.filing, converter.write.ledger
data = open(sys.argv[1], "rb").read()
settings = converter.pipeline.Settings(validate=False)
for _ in range(2):
    start = time.process_time()
    conversion = converter.pipeline.convert(data, settings)
    spent = time.process_time() - start
    print(spent, conversion.timings["taxonomy"], conversion.timings["mapping"])
print(*(f"{name}={seconds:.4f}" for name, seconds in conversion.timings.items()))
"""
READ = """
import re, sys, time
from converter.batch import collected_between
from converter.pipeline import Track, read
data = open(sys.argv[1], "rb").read()
gap = re.compile(r"\\s{2,}")
def split():
    return sum(len(gap.split(line)) for line in data.decode("latin-1").splitlines())
least = {}
with collected_between():
    for _ in range(20):
        for name, work in (("known", split), ("reading", lambda: read(data, Track()))):
            start = time.process_time()
            work()
            least[name] = min(time.process_time() - start, least.get(name, 9.0))
print(least["known"], least["reading"])
"""
"""The known work is what a tool does that finds no cell: every line is split where two blanks part its columns."""


def cost(*arguments: str) -> tuple[float, str]:
    """Seconds of process time of a child and all of its children, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run((sys.executable, *arguments), capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)[:200]}\n{done.stderr}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def row(name: str, seconds: float, base: float, limit: float | None = None) -> None:
    """Prints one line of the table."""
    verdict = "" if limit is None else f"{'within' if seconds < limit else 'OVER'} {limit} s"
    print(f"{name:<52}{seconds:>9.3f} s{seconds / base:>9.1f} x   {verdict}".rstrip())


def main() -> None:
    """Measures and prints; the exit status is 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filing", type=Path)
    arguments = parser.parse_args()
    filing = str(arguments.filing.resolve())
    nothing, helped, first, second, known, reading = [], [], [], [], [], []
    loading, mapping, mapping_again = [], [], []
    stages = ""
    for _ in range(RUNS):
        nothing.append(cost("-c", "pass")[0])
        helped.append(cost("-c", MAIN, "--help")[0])
        cold, warm, stages = cost("-c", CONVERT, filing)[1].splitlines()
        for figures, printed in (((first, loading, mapping), cold), ((second, [], mapping_again), warm)):
            for figure, seconds in zip(figures, printed.split(), strict=True):
                figure.append(float(seconds))  # CPU time, no amount
        split, read = cost("-c", READ, filing)[1].split()
        known.append(float(split))
        reading.append(float(read))
    with tempfile.TemporaryDirectory() as name:
        os.environ["LEGACY_XBRL_HOME"] = f"{name}/home"
        cost("-c", MAIN, "convert", filing, "--output", f"{name}/warm", "--json")
        with_arelle = cost("-c", MAIN, "convert", filing, "--output", f"{name}/out", "--json")[0]
        (package,) = Path(name).glob("out/*/*.xbri")
        (base_taxonomy,) = Path(name).glob("home/cache/*.zip")
        arelle = cost(
            "-m", "arelle.CntlrCmdLine", "--file", str(package), "--packages", str(base_taxonomy), "--validate",
            "--internetConnectivity", "offline", "--xdgConfigHome", f"{name}/arelle",
        )[0]  # fmt: skip
    base = statistics.median(nothing)
    print(f"{'process time, median of ' + str(RUNS):<52}{'':>11}{'python -c pass = 1':>20}")
    row("python -c pass", base, base)
    row("start-up: legacy-xbrl --help", statistics.median(helped), base, START_UP_LIMIT)
    row("one conversion without Arelle, first in its process", statistics.median(first), base, CONVERSION_LIMIT)
    row("  of it, loading taxonomy, knowledge and rules", statistics.median(loading), base, LOADING_LIMIT)
    row("  of it, mapping all statements", statistics.median(mapping), base, MAPPING_LIMIT)
    row("one conversion without Arelle, second", statistics.median(second), base)
    row("  of it, mapping all statements", statistics.median(mapping_again), base, MAPPING_LIMIT)
    row("legacy-xbrl convert with Arelle, whole process", with_arelle, base)
    row("arelleCmdLine on the same package, cold", arelle, base)
    print(f"stages of the second: {stages}")
    split_once, read_once = statistics.median(known), statistics.median(reading)
    print(f"reading with footing, warm: {read_once:.4f} s, {read_once / split_once:.1f} x splitting its lines at gaps")
    over = statistics.median(helped) >= START_UP_LIMIT or statistics.median(first) >= CONVERSION_LIMIT
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
