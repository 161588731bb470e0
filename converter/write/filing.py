"""The files of a filing: its inline XBRL documents, extension taxonomy, the OIM forms and the report package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.model import RenderedFile
from converter.write.archive import report_package
from converter.write.facsimile import facsimile
from converter.write.ixbrl import MEDIA_TYPE
from converter.write.linkbases import linkbases
from converter.write.oim import xbrl_json
from converter.write.oim_csv import METADATA_SUFFIX, TABLE_SUFFIX, xbrl_csv
from converter.write.parts import parts_of
from converter.write.schema import schema
from converter.write.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import MappedStatement, Report, Submission
    from converter.taxonomy.release import Taxonomy

LOOKS = ("statements", "facsimile")
"""The looks of the inline XBRL document; the first is the default shown to people."""


def render_filing(
    report: Report,
    submission: Submission,
    taxonomy: Taxonomy,
    look: str = "statements",
    mapped: Sequence[MappedStatement] = (),
) -> tuple[RenderedFile, ...]:
    """The files, each named after the report: `.htm`, `.xsd`, linkbases, `.json`, `_csv.json`, `.csv` and `.xbri`.

    Statements in another document than the cover make a set of inline documents: `.htm`, `_d2.htm` and so on.
    `mapped` gives the statements look the reasons of each line. Raises RenderError where a template fails.
    """
    if look not in LOOKS:
        raise ValueError(f"no look {look!r}: there are {', '.join(LOOKS)}")
    base = report.base
    parts = parts_of(report, submission)
    documents = facsimile(report, submission, parts) if look == "facsimile" else statements(report, parts, mapped)
    filing = [
        RenderedFile(path=f"{base}{part.suffix}", media_type=MEDIA_TYPE, content=document)
        for part, document in zip(parts, documents, strict=True)
    ]
    filing.append(RenderedFile(path=f"{base}.xsd", media_type="application/xml", content=schema(report, taxonomy)))
    for suffix, content in linkbases(report, taxonomy):
        filing.append(RenderedFile(path=f"{base}{suffix}", media_type="application/xml", content=content))
    metadata, table = xbrl_csv(report)
    return (
        *filing,
        RenderedFile(path=f"{base}.json", media_type="application/json", content=xbrl_json(report)),
        RenderedFile(path=f"{base}{METADATA_SUFFIX}", media_type="application/json", content=metadata),
        RenderedFile(path=f"{base}{TABLE_SUFFIX}", media_type="text/csv", content=table),
        RenderedFile(path=f"{base}.xbri", media_type="application/vnd.xbrl+xbri", content=report_package(base, filing)),
    )
