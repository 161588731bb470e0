"""Tagged filings read from a table of statement lines (needs pandas and pyarrow)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.mapping.labels import normalise
from converter.mapping.lines import POOLS, MappingLine, Sheet
from converter.mapping.tables import TaggedFiling, TaggedSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from converter.taxonomy.release import Taxonomy

_STATEMENTS = {"BS": "BS", "IS": "IS", "CF": "CF", "EQ": "EQ", "CI": "EQ"}
_NUMERIC = ("monetaryItemType", "sharesItemType", "perShareItemType")


def read_filings(path: Path, taxonomy: Taxonomy) -> list[TaggedFiling]:
    """The filings of a Parquet file with the columns of `statement_lines`, less concepts that the taxonomy lacks."""
    import pandas as pd

    table = pd.read_parquet(path)
    table = table[~table.parenthetical & table.stmt.isin(list(_STATEMENTS))].sort_values(["file", "report", "line"])
    filings: list[TaggedFiling] = []
    for name, rows in table.groupby("file", sort=True):
        first = rows.iloc[0]
        sheets = [
            _sheet(_STATEMENTS[str(kind)], int(report), lines, taxonomy)
            for (report, kind), lines in rows.groupby(["report", "stmt"], sort=False)
        ]
        filings.append(
            TaggedFiling(
                name=str(name),
                company=str(first.cik),
                fold=int(first.fold),
                industry="" if pd.isna(first.sic) else f"{int(first.sic):04d}",
                sheets=tuple(sheets),
                form=str(first.form),
                source=str(first.source),
            )
        )
    return filings


def _sheet(pool: str, report: int, lines: object, taxonomy: Taxonomy) -> TaggedSheet:
    import pandas as pd

    assert isinstance(lines, pd.DataFrame)  # noqa: S101  tells the type checker what groupby yields
    mapped: list[MappingLine] = []
    concepts: list[str] = []
    for row in lines.itertuples():
        mapped.append(
            MappingLine(
                index=int(row.line),
                label=str(row.label),
                normal=normalise(str(row.label)),
                variant="",
                headings=(),
                unit=None,
                gap=bool(row.gap_before and row.gap_before > 0),
                total=False,
            )
        )
        name = str(row.concept)
        usable = not row.is_extension and name.startswith("us-gaap:") and taxonomy.concept(name) is not None
        concepts.append(name.removeprefix("us-gaap:") if usable else "")
    return TaggedSheet(sheet=Sheet(pool=pool, lines=tuple(mapped)), concepts=tuple(concepts), report=report)


def standard_words(taxonomy: Taxonomy) -> dict[str, dict[str, str]]:
    """For each pool of statements, the normalised standard labels of the concepts in the roles of the taxonomy."""
    found: dict[str, dict[str, str]] = {}
    for kind, pool in POOLS.items():
        for role in taxonomy.statement_roles(kind):
            for name in taxonomy.presentation(role.uri).concepts:
                concept = taxonomy.concept(name)
                if concept is None or concept.abstract or not concept.type.endswith(_NUMERIC):
                    continue
                if name.startswith("us-gaap:"):
                    found.setdefault(pool, {})[name.removeprefix("us-gaap:")] = normalise(concept.label)
    return found


def one_per_company(filings: Sequence[TaggedFiling]) -> list[TaggedFiling]:
    """One filing of each company: an annual report where there is one, then the latest.

    Only those count that have lines to be measured: of some annual reports the data have little but parentheses.
    """
    best: dict[str, TaggedFiling] = {}
    for filing in filings:
        if "linkbase" in filing.source or "2025" in filing.source or not _is_measured(filing):
            continue
        held = best.get(filing.company)
        if held is None or _worth(filing) > _worth(held):
            best[filing.company] = filing
    return [best[company] for company in sorted(best)]


def another_per_company(filings: Sequence[TaggedFiling]) -> list[TaggedFiling]:
    """Of each company with several filings the earliest that `one_per_company` did not choose."""
    chosen = {filing.company: filing.name for filing in one_per_company(filings)}
    first: dict[str, TaggedFiling] = {}
    for filing in filings:
        if "linkbase" in filing.source or "2025" in filing.source or chosen.get(filing.company) == filing.name:
            continue
        held = first.get(filing.company)
        if held is None or (filing.source, filing.name) < (held.source, held.name):
            first[filing.company] = filing
    return [first[company] for company in sorted(first)]


def _is_measured(filing: TaggedFiling) -> bool:
    """Whether a standard concept stands on a line of a balance sheet, an income statement or a cash flow."""
    return any(any(tagged.concepts) for tagged in filing.sheets if tagged.sheet.pool != "EQ")


def _worth(filing: TaggedFiling) -> tuple[int, str, str]:
    rank = 2 if filing.form.startswith(("10-K", "20-F")) else 0 if not filing.form.startswith("10-Q") else 1
    return rank, filing.source, filing.name
