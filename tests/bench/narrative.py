"""Print what the amounts in the press releases of a folder of filings are, and every contradiction with both places.

    python -m tests.bench.narrative FOLDER

Exit status 0 whatever is found, 2 if there is no such folder.
"""

from __future__ import annotations

import sys
from collections import Counter

from converter.errors import ConverterError
from converter.narrative.outcome import Tie
from converter.pipeline import Settings, Track, map_reading, read, tie
from converter.write.report import build_report
from tests.bench.filings import filings, folder_of


def main() -> None:
    """Measures the folder and prints the list and the shares."""
    settings = Settings(validate=False)
    out = sys.stdout.write
    counts: Counter[Tie] = Counter()
    releases = 0
    spent = 0.0
    for name, data in filings(folder_of("What the amounts in press releases are, beside the statements.")):
        if b"8-K" not in data[:20_000]:
            continue
        try:
            reading = read(data, Track())
            taxonomy, mapped = map_reading(reading, settings, Track())
            report, _ = build_report(reading.submission, reading.cover, mapped, taxonomy, settings.report)
        except ConverterError:
            continue
        track = Track()
        found, messages = tie(reading, report, track)
        spent += track.timings["narrative"]
        if found is None or not found.amounts:
            continue
        releases += 1
        counts.update(each.tie for each in found.amounts)
        out(f"{name}: {found.count(Tie.RESTATES)} of {len(found.amounts)} amounts restate a fact\n")
        for message in messages:
            out(f"    {message.severity} {message.code} {message.span} {message.also or ''} {message.text}\n")
    total = counts.total()
    out(f"\n{releases:,} filings with press releases, {total:,} amounts, {spent:.2f} s\n")
    for each in Tie:
        out(f"{each.value:12}{counts[each]:>7,}{counts[each] / total if total else 0:>9.1%}\n")


if __name__ == "__main__":
    main()
