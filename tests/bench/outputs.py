"""Print whether Arelle reads the facts of real filings back equal, out of inline XBRL, xBRL-JSON and xBRL-CSV.

    python -m tests.bench.outputs FOLDER

Fifty filings are taken, evenly over the folder; each is converted, and its facts as each form gives them are compared
one by one with those of the report. Exit status 1 where a form of any filing differs.
"""

from __future__ import annotations

import sys
from collections import Counter

from converter.check.arelle import ArelleWorker, run_arelle
from converter.check.roundtrip import compare_facts
from converter.errors import InputError
from converter.pipeline import Settings, convert
from converter.taxonomy.release import load_taxonomy
from converter.taxonomy.store import packages_for
from tests.bench.filings import folder_of
from tests.oim import read_oim

SAMPLE = 50
FORMS = ("inline XBRL", "xBRL-JSON", "xBRL-CSV")


def main() -> None:
    """Converts the sample, prints a line for each difference and the table."""
    paths = sorted(folder_of("Whether every form gives the same facts.").rglob("*.txt"))
    out = sys.stdout.write
    packages = packages_for(load_taxonomy())
    equal: Counter[str] = Counter()
    facts = filings = refused = 0
    with ArelleWorker() as worker:
        for path in paths[:: max(1, len(paths) // SAMPLE)]:
            if filings == SAMPLE:
                break
            try:
                conversion = convert(path.read_bytes(), Settings(validate=False))
            except InputError as error:
                refused += 1
                out(f"{path.name}: {error}\n")
                continue
            filings += 1
            base, report = conversion.report.base, conversion.report
            facts += len(report.facts)
            documents = sum(file.path.endswith(".htm") for file in conversion.files)
            results = {
                "inline XBRL": run_arelle(conversion.files, packages, worker=worker, document_set=documents > 1),
                "xBRL-JSON": read_oim(conversion.files, f"{base}.json", packages, worker=worker),
                "xBRL-CSV": read_oim(conversion.files, f"{base}_csv.json", packages, worker=worker),
            }
            for form, result in results.items():
                said = compare_facts(report, result.facts)
                if not result.report.ran:
                    said = (*said, *result.report.messages)
                wrong = [message.text for message in said if message.severity == "error"]
                equal[form] += not wrong
                for text in wrong[:5]:
                    out(f"{path.name}: {form}: {text}\n")
    out(f"\n{filings} filings, {facts:,} facts, {refused} refused\n")
    for form in FORMS:
        out(f"{form:14}{equal[form]:>4} of {filings} filings read back equal\n")
    if any(equal[form] < filings for form in FORMS):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
