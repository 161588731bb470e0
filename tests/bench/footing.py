"""Print which primary consolidated statements foot completely, and of each other one the lines that do not.

    python -m tests.bench.footing FOLDER

Exit status 0 whatever the share is, 2 if there is no such folder.
"""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from converter.errors import InputError
from converter.pipeline import Track, read
from tests.bench.filings import filings, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.model import FootingTree, Statement

KINDS = ("balance_sheet", "income_statement", "cash_flow")
FAULTS = {
    "unfooted": "no sum gives this total",
    "broken": "the sum fails in a column",
    "loose": "takes part in no sum",
}


def faults(statement: Statement, tree: FootingTree) -> Iterator[tuple[str, str]]:
    """The reason and the line, `12: label`, for every line that keeps a statement from being complete."""
    lines = {line.index: line for line in statement.lines}
    for fault in FAULTS:
        for index in getattr(tree, fault):
            line = lines[index]
            yield fault, f"{line.span.first_line}: {line.label or '(no label)'}"


def main() -> None:
    """Measures the folder and prints the list and the shares."""
    counts: Counter[tuple[str, bool]] = Counter()
    reasons: Counter[str] = Counter()
    refused: list[str] = []
    out = sys.stdout.write
    for name, data in filings(folder_of("Which statements foot completely, and why the others do not.")):
        try:
            footed = read(data, Track()).footed
        except InputError as error:
            refused.append(f"{name}: {error}")
            continue
        for statement, tree in footed:
            if statement.kind.value not in KINDS or (tree.complete and not tree.footings):
                continue  # amounts in captions add up to nothing
            counts[statement.kind.value, tree.complete] += 1
            if tree.complete:
                continue
            found = list(faults(statement, tree))
            reasons["+".join(fault for fault in FAULTS if getattr(tree, fault))] += 1
            out(f"{name}:{statement.span.first_line}  {statement.kind.value}, {len(tree.footings)} sums, incomplete\n")
            for fault, place in found:
                out(f"    {name}:{place[:110]}  [{fault}: {FAULTS[fault]}]\n")
    out(f"\n{'statement':18}{'complete':>10}{'of':>8}{'share':>9}\n")
    for kind in KINDS:
        share(kind, counts[kind, True], counts[kind, True] + counts[kind, False])
    complete = sum(count for (_, whole), count in counts.items() if whole)
    share("all", complete, counts.total())
    out(f"\nincomplete because of  {', '.join(f'{reason} {count:,}' for reason, count in reasons.most_common())}\n")
    out(f"refused  {len(refused):,}\n")
    for line in refused:
        out(f"    {line}\n")


def share(kind: str, complete: int, total: int) -> None:
    """Prints one line of the table."""
    sys.stdout.write(f"{kind:18}{complete:>10,}{total:>8,}{complete / total if total else 0:>9.1%}\n")


if __name__ == "__main__":
    main()
