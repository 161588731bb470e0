"""Print how often two filings of a company say the same of the same period: a truth that nobody had to label.

    python -m tests.bench.years FOLDER

A later filing prints the earlier years once more. Where it restates them the values differ for good reason; an opposite
sign, or a value that stands under another concept there, is an error of one of the two readings. Exit status 0 whatever
the shares are, 2 if there is no such folder.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from converter.errors import InputError
from converter.pipeline import extract
from tests.bench.filings import filings, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converter.model import Report

Key = tuple[str, str, str]
"""Concept, period and unit."""
SAME = "the same value"
TURNED = "the opposite sign"
ELSEWHERE = "the value under another concept"
DIFFERENT = "a value that the other filing does not have: restated, or another line"
SHOWN = (TURNED, ELSEWHERE)


def values(report: Report) -> dict[Key, Decimal]:
    """The numbers of a report."""
    return {
        (fact.concept, str(fact.period), fact.unit): fact.value
        for fact in report.facts
        if fact.unit and isinstance(fact.value, Decimal)
    }


def compared(earlier: Mapping[Key, Decimal], later: Mapping[Key, Decimal]) -> Iterator[tuple[str, Key]]:
    """What becomes of each fact that both filings have, by its concept, period and unit."""
    sizes = [{(period, unit, abs(value)) for (_, period, unit), value in each.items()} for each in (earlier, later)]
    for key in sorted(earlier.keys() & later.keys()):
        first, second = earlier[key], later[key]
        moved = (*key[1:], abs(first)) in sizes[1] or (*key[1:], abs(second)) in sizes[0]
        if first == second:
            yield SAME, key
        elif first == -second:
            yield TURNED, key
        else:
            yield (ELSEWHERE if moved and first and second else DIFFERENT), key


def main() -> None:
    """Measures the folder and prints the doubtful facts and the shares."""
    companies: defaultdict[str, list[tuple[str, dict[Key, Decimal]]]] = defaultdict(list)
    out = sys.stdout.write
    for name, data in filings(folder_of("How often two filings of a company say the same of the same period.")):
        try:
            report = extract(data)[0]
        except InputError:
            continue
        companies[report.entity].append((name, values(report)))
    counts: Counter[str] = Counter()
    for group in companies.values():
        for (first, earlier), (second, later) in combinations(group, 2):
            for outcome, key in compared(earlier, later):
                counts[outcome] += 1
                if outcome in SHOWN:
                    out(f"{outcome}: {key[0]} {key[1]}  {earlier[key]} in {first}, {later[key]} in {second}\n")
    total = counts.total()
    several = sum(len(group) > 1 for group in companies.values())
    out(f"\n{several} companies with several filings, {total:,} facts in two\n")
    for outcome in (SAME, *SHOWN, DIFFERENT):
        out(f"{counts[outcome]:7,} {counts[outcome] / max(1, total):7.2%}  {outcome}\n")


if __name__ == "__main__":
    main()
