#!/usr/bin/env python3
"""Print what one validation by Arelle costs: cold, in a session of its own, and beside others of the same taxonomy.

    python bench/validation.py FILING.txt

Cold runs of Arelle's own command line alternate with runs through the worker, on one package, so that a busy machine
slows both alike. Process time (user and system) of all processes counts where the system tells it, else the time on the
wall. Then 500 validations in a row show whether the memory stays flat. Exit status 1 where a limit is passed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from converter.check.arelle import ArelleWorker, run_arelle
from converter.pipeline import Settings, convert
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for
from converter.write.package import write_files
from converter.write.schema import base_schemas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARE = 0.1
"""Of a cold run, what a validation may cost."""
GROWTH = 1.05
"""How many times the memory of the worker after 50 validations it may be after all of them."""
COLD_RUNS = 5
PER_ROUND = 5
MANY = 500
PROC = Path("/proc")


def family(number: int) -> Iterator[int]:
    """A process, and all that came from it and are alive."""
    yield number
    for child in (PROC / f"{number}/task/{number}/children").read_text(encoding="ascii").split():
        yield from family(int(child))


def spent(number: int) -> float:
    """Seconds of process time of a process and all of its children, those that are gone too."""
    if not (PROC / "self/task").is_dir():
        return time.perf_counter()
    ticks = 0
    for each in family(number):
        fields = (PROC / f"{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(number: int) -> float:
    """Megabytes that a process and its living children have for themselves; 0 where the system does not tell."""
    if not (PROC / "self/task").is_dir():
        return 0.0
    pages = 0
    for each in family(number):
        status = (PROC / f"{each}/status").read_text(encoding="ascii")
        pages += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith(("RssAnon", "VmSwap")))
    return pages / 1024


def cold(package: Path, packages: list[Path], home: Path) -> float:
    """Seconds of process time of Arelle's command line on the package, from nothing."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "arelle.CntlrCmdLine", "--file", str(package), "--validate",
         "--packages", *map(str, packages), "--internetConnectivity", "offline", "--xdgConfigHome", str(home)],
        check=True, capture_output=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("filing", type=Path)
    data = parser.parse_args().filing.read_bytes()
    with tempfile.TemporaryDirectory() as name, ArelleWorker() as worker:
        os.environ["LEGACY_XBRL_HOME"] = f"{name}/home"
        conversion = convert(data, Settings(validate=False))
        files = write_files(conversion.files, Path(name) / "out")
        package = next(Path(name) / "out" / file for file in files if str(file).endswith(".xbri"))
        taxonomy = load_taxonomy(conversion.report.taxonomy)
        packages = list(packages_for(taxonomy))
        measure(package, packages, worker, base_schemas(taxonomy), Path(name) / "arelle")


def measure(package: Path, packages: list[Path], worker: ArelleWorker, base: frozenset[str], home: Path) -> None:
    """Prints the table; ends the process with status 1 where a limit is passed."""

    def validate(*, shared: bool) -> None:
        result = run_arelle(package, packages, worker=worker, base=base if shared else ())
        if not result.report.valid or result.shared != shared:
            sys.exit(f"not as expected: {result.report.messages or 'the base was not shared'}")

    validate(shared=True)  # the worker is started, and the base loaded
    assert worker.process is not None  # noqa: S101  for the type checker
    number = worker.process

    def per_filing(work: Callable[[], None], times: int) -> float:
        before = spent(number)
        for _ in range(times):
            work()
        return (spent(number) - before) / times

    colds, fresh, shared = [], [], []
    for _ in range(COLD_RUNS):
        colds.append(cold(package, packages, home))
        fresh.append(per_filing(lambda: validate(shared=False), 1))
        shared.append(per_filing(lambda: validate(shared=True), PER_ROUND))
    base_line = statistics.median(colds)
    ratio = statistics.median(shared) / base_line
    print(f"{'one validation, process time, median':<52}{'':>11}{'cold = 1':>14}")
    for title, seconds in (
        ("arelleCmdLine, cold", base_line),
        ("worker, a session of its own", statistics.median(fresh)),
        ("worker, base taxonomy loaded", statistics.median(shared)),
    ):
        print(f"{title:<52}{seconds:>9.3f} s{seconds / base_line:>14.3f}")
    print(
        f"{'a tenth of a cold run':<52}{base_line * SHARE:>9.3f} s   {'within' if ratio <= SHARE else 'OVER'} the limit"
    )
    sizes = {}
    for done in range(1, MANY + 1):
        validate(shared=True)
        if done in (50, MANY):
            sizes[done] = memory(number)
    flat = sizes[MANY] <= sizes[50] * GROWTH
    print(f"memory of the worker after 50 and {MANY} validations: {sizes[50]:.0f} MB, {sizes[MANY]:.0f} MB   "
          f"{'flat' if flat else 'GROWS'}")  # fmt: skip
    sys.exit(0 if flat and ratio <= SHARE else 1)


if __name__ == "__main__":
    main()
