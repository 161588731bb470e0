"""Print which filings of a folder convert to a valid package, in both looks, and every reason why one does not.

    python -m tests.bench.valid FOLDER

Each filing is converted and validated as `convert` does it: native rules, Arelle, round trip. Exit status 1 where one
that has statements does not come out valid.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, get_args

from converter.check.arelle import ArelleWorker
from converter.check.validation import validate_conversion
from converter.errors import ConverterError, InputError
from converter.messages import Message, Severity
from converter.pipeline import Look, Settings, convert
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for
from converter.write.filing import render_filing
from tests.bench.filings import filings, folder_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converter.model import ValidationReport

LOOKS: Final[tuple[Look, ...]] = get_args(Look)


@dataclass(slots=True, kw_only=True)
class Reasons:
    """What engines said of all filings: by severity and code, how often, of how many filings, and the first example."""

    messages: Counter[tuple[str, str]] = field(default_factory=Counter)
    filings: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, name: str, messages: Iterable[Message]) -> None:
        """Counts the errors and warnings of one filing."""
        found = [message for message in messages if message.severity is not Severity.INFO]
        keys = [(message.severity.value, message.code) for message in found]
        self.messages.update(keys)
        self.filings.update(set(keys))
        for key, message in zip(keys, found, strict=True):
            place = f":{message.span.first_line}" if message.span else ""
            self.examples.setdefault(key, f"{name}{place}  {message.text[:200]}")

    def show(self) -> None:
        """Prints the table, errors first."""
        out = sys.stdout.write
        for severity, code in sorted(self.messages, key=lambda key: (key[0], -self.filings[key], key[1])):
            key = (severity, code)
            out(f"{severity:8}{self.filings[key]:>6,} filings{self.messages[key]:>8,} messages  {code}\n")
            out(f"        {self.examples[key]}\n")


def validations(data: bytes, worker: ArelleWorker) -> Iterator[tuple[Look, Sequence[ValidationReport]]]:
    """What validation says about a filing in each look; it is read only once."""
    conversion = convert(data, Settings(look=LOOKS[0]), worker=worker)
    yield LOOKS[0], conversion.validation
    report, taxonomy = conversion.report, load_taxonomy(conversion.report.taxonomy)
    for look in LOOKS[1:]:
        files = render_filing(report, conversion.submission, taxonomy, look, conversion.statements)
        yield look, validate_conversion(report, files, packages_for(taxonomy), taxonomy, worker=worker).reports


def main() -> None:
    """Converts the folder and prints the shares and the reasons."""
    valid, clean, tried = Counter[str](), Counter[str](), 0
    reasons = Reasons()
    broken: list[str] = []
    refused: list[str] = []
    out = sys.stdout.write
    with ArelleWorker() as worker:
        for name, data in filings(folder_of("Which filings convert to a valid package, and why the others do not.")):
            try:
                results = dict(validations(data, worker))
            except InputError as error:
                refused.append(f"{name}: {error}")
                continue
            except ConverterError as error:
                broken.append(f"{name}: {error}")
                continue
            except Exception:  # noqa: BLE001  a bug in one filing is counted and shown, and the others are measured
                broken.append(f"{name}: {traceback.format_exc()}")
                continue
            finally:
                tried += 1
            for look, reports in results.items():
                messages = [message for report in reports for message in report.messages]
                good = all(report.valid for report in reports)
                valid[look] += good
                clean[look] += good and not any(message.severity is Severity.WARNING for message in messages)
                reasons.add(f"{name} ({look})", messages)
    statements = tried - len(refused)
    out(f"{tried:,} filings, {statements:,} with statements that can be converted\n\n")
    out(f"{'look':14}{'valid':>8}{'of':>8}{'share':>10}{'without a warning':>20}\n")
    for look in LOOKS:
        share = valid[look] / statements if statements else 0
        out(f"{look:14}{valid[look]:>8,}{statements:>8,}{share:>10.2%}{clean[look]:>20,}\n")
    out("\n")
    reasons.show()
    for title, lines in (("broken", broken), ("refused", refused)):
        out(f"\n{title}  {len(lines):,}\n")
        for line in lines:
            out(f"    {line}\n")
    sys.exit(1 if broken or any(valid[look] < statements for look in LOOKS) else 0)


if __name__ == "__main__":
    main()
