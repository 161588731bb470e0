"""Whose report it is, and which day it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.errors import InputError
from converter.messages import Message, Severity
from converter.model import Entity

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from converter.model import Cover, Header, MappedStatement
    from converter.write.settings import ReportSettings

CIK_SCHEME = "http://www.sec.gov/CIK"
EIN_SCHEME = "urn:x-legacy-xbrl:irs-ein"
FILE_NUMBER_SCHEME = "urn:x-legacy-xbrl:sec-file-number"
ACCESSION_SCHEME = "urn:x-legacy-xbrl:edgar-accession-number"
NONE_SCHEME = "urn:x-legacy-xbrl:unidentified"

_CIK_DIGITS = 10
_FILE_NUMBERS = ("dei:EntityFileNumber", "dei:ContainedFileInformationFileNumber")


def identify(header: Header, cover: Cover, settings: ReportSettings) -> tuple[Entity, tuple[Message, ...]]:
    """The entity of all contexts, and a message where no Central Index Key is known.

    The key is what the user gave, else what the SGML header prints (EFM 6.05.01: ten digits). It is never made up:
    without one the employer identification number, the commission file number or the accession number stands in, each
    under a scheme of its own, so that nothing can take it for a key. Raises InputError for a key that is none.
    """
    item = cover.get("dei:EntityRegistrantName")
    name = item.value if item else header.company
    cik = settings.cik.strip()
    if cik and not is_cik(cik):
        raise InputError(f"{cik[:40]!r} is no Central Index Key: it has one to ten digits")
    if not cik:
        printed = cover.get("dei:EntityCentralIndexKey")
        cik = next((each for each in (header.cik, printed.value if printed else "") if is_cik(each)), "")
    if cik:
        return Entity(scheme=CIK_SCHEME, identifier=cik.zfill(_CIK_DIGITS), name=name), ()
    scheme, identifier = _substitute(header, cover)
    message = Message(
        code="write.no-cik",
        severity=Severity.WARNING,
        text=f"no Central Index Key is printed; the entity is identified as {identifier} under {scheme}",
        hint="give the key with --cik; EDGAR accepts no other identifier",
    )
    return Entity(scheme=scheme, identifier=identifier, name=name), (message,)


def is_cik(text: str) -> bool:
    """Whether the text is a Central Index Key: one to ten digits, not all of them zero."""
    return text.isascii() and text.isdigit() and len(text) <= _CIK_DIGITS and int(text) > 0


def _substitute(header: Header, cover: Cover) -> tuple[str, str]:
    tax = cover.get("dei:EntityTaxIdentificationNumber")
    if ein := (tax.text if tax else header.ein):
        return EIN_SCHEME, " ".join(ein.split())
    file_number = next((item for concept in _FILE_NUMBERS if (item := cover.get(concept))), None)
    if number := (file_number.text if file_number else header.file_number):
        return FILE_NUMBER_SCHEME, " ".join(number.split())
    if header.accession:
        return ACCESSION_SCHEME, header.accession
    return NONE_SCHEME, "unidentified"


def report_date(header: Header, cover: Cover, mapped: Sequence[MappedStatement]) -> dt.date:
    """The day that the report is about: the date of an 8-K, the end of the period of a 10-K or 10-Q.

    As printed on the cover, else in the header, else the last day of the latest column of a statement.
    Raises InputError where no date is found at all.
    """
    import datetime as dt

    item = cover.get("dei:DocumentPeriodEndDate")
    if item:
        try:
            return dt.date.fromisoformat(item.value)
        except ValueError:
            pass
    if header.period:
        return header.period
    ends = [column.period.end for each in mapped for column in each.statement.columns]
    if ends:
        return max(ends)
    if header.filed:
        return header.filed
    raise InputError("neither the cover, the header nor a statement prints a date")
