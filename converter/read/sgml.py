"""The SGML of a submission, of every era: the header's fields and the documents' places in the text.

    -----BEGIN PRIVACY-ENHANCED MESSAGE-----        <SUBMISSION>
    <IMS-HEADER> or <SEC-HEADER>                    <TYPE>10-K
    COMPANY CONFORMED NAME:     ACME INC            <FILER> <CONFORMED-NAME>ACME INC
    <DOCUMENT>
    <TYPE>10-K
    <TEXT>
    ...
    </TEXT>
    </DOCUMENT>

Tags count at the start of a line only and in either case; end tags may be missing.
"""

from __future__ import annotations

import datetime as dt
import re
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from converter.model import Header

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DOCUMENTS = 5000
"""Documents of one file; real submissions have up to a few hundred."""

_LONGEST_HEADER = 200_000
_LONGEST_DOCUMENT_HEAD = 5000

# Each pattern starts with a character that is rare in prose: the search jumps to it.
_TAG = re.compile(r"<(/?)(?i:(DOCUMENT|TEXT|SEC-DOCUMENT|IMS-DOCUMENT|SEC-HEADER|IMS-HEADER|SUBMISSION))>")
_MAIL_END = re.compile(r"-----(?i:END PRIV)")
_DOCUMENT_FIELD = re.compile(r"<(TYPE|SEQUENCE|FILENAME|DESCRIPTION)>([^\n<]*)", re.IGNORECASE)
_DOCUMENT_HEAD = re.compile(
    r"[ \t]*<DOCUMENT>[^\n]*(?:\n[ \t]*<(?:TYPE|SEQUENCE|FILENAME|DESCRIPTION)>[^\n]*)*", re.IGNORECASE
)
_ESCAPED = re.compile(r"\n- (?:- ){0,8}(?=-(?:-|[ \t]+[^\s-]))")
_HEADER_FIELD = re.compile(
    r"^[ \t]*(?:([A-Z][A-Z0-9 -]{1,60}):|<([A-Z][A-Z0-9-]{1,40})>)[ \t]*([^\n]*)", re.MULTILINE | re.I
)
_HEADER_MARK = re.compile(
    r"<(?:SEC|IMS)-HEADER>|<SUBMISSION>|^CONFORMED SUBMISSION TYPE:", re.MULTILINE | re.IGNORECASE
)
_HEADER_END = re.compile(r"</(?:SEC|IMS)-HEADER>[^\n]*\n?", re.IGNORECASE)

_FIELDS = {
    "ACCESSION NUMBER": "accession",
    "CONFORMED SUBMISSION TYPE": "form",
    "SUBMISSION TYPE": "form",
    "TYPE": "form",
    "FORM TYPE": "form",
    "COMPANY CONFORMED NAME": "company",
    "CONFORMED NAME": "company",
    "CENTRAL INDEX KEY": "cik",
    "CIK": "cik",
    "STANDARD INDUSTRIAL CLASSIFICATION": "sic",
    "ASSIGNED SIC": "sic",
    "IRS NUMBER": "ein",
    "SEC FILE NUMBER": "file_number",
    "FILE NUMBER": "file_number",
    "STATE OF INCORPORATION": "state",
    "FISCAL YEAR END": "fiscal_year_end",
    "CONFORMED PERIOD OF REPORT": "period",
    "PERIOD": "period",
    "FILED AS OF DATE": "filed",
    "FILING DATE": "filed",
}
"""What the header calls a field (hyphens as blanks) and what `Header` calls it."""


class Part(NamedTuple):
    """Where a document stands in the text."""

    type: str
    sequence: int
    description: str
    filename: str
    start: int
    """Offset of the first character of its text."""
    end: int
    submission: int
    """0 for documents of the first submission in the file, 1 for those of a second one appended to it."""
    closed: bool
    """Whether the end tags are there."""


class HeaderField(NamedTuple):
    """A field of the header as printed, with the offset of its value."""

    value: str
    start: int


def undo_dash_escapes(text: str) -> str:
    """The text without the `- ` that privacy-enhanced mail puts before each line that begins with a dash.

    It came to stand several times where a document had been wrapped more than once, and stayed where the wrapping was
    cut off afterwards: there it shows in that no line of the file begins with two dashes.
    """
    wrapped = text.startswith("-----BEGIN PRIVACY-ENHANCED")
    if "\n- -" in text and (wrapped or ("\n--" not in text and _HEADER_MARK.search(text, 0, _LONGEST_HEADER))):
        return _ESCAPED.sub("\n", text)
    return text


def find_documents(text: str) -> list[Part]:
    """The documents in the text, in order; none in a text without SGML; at most one more than `MAX_DOCUMENTS`."""
    parts: list[Part] = []
    opened = body = end = None  # offsets of <DOCUMENT>, of the text after <TEXT>, and of </TEXT>
    submission = 0
    for at, match in _tags(text):
        name, closing = (match[2].upper(), bool(match[1])) if match.re is _TAG else ("", True)
        if name == "TEXT" and closing:
            if body is not None and end is None:
                end = at
            continue
        if name == "TEXT":
            if body is None:
                opened = at if opened is None else opened
                body = match.end()
            continue
        if opened is not None and (end is None or closing or name == "DOCUMENT"):
            parts.append(_part(text, opened, body, at if end is None else end, submission, len(parts), closed=closing))
            opened = body = end = None
            if len(parts) > MAX_DOCUMENTS:
                return parts
        if name == "DOCUMENT" and not closing:
            opened = at
        elif name.endswith("-DOCUMENT") and not closing and parts:
            submission += 1
    if opened is not None:
        parts.append(_part(text, opened, body, len(text) if end is None else end, submission, len(parts), closed=False))
    return parts


def _tags(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Each tag that stands first on its line, with the offset of the line."""
    for match in merge(_TAG.finditer(text), _MAIL_END.finditer(text), key=re.Match.start):
        at = match.start()
        while at and text[at - 1] in " \t":
            at -= 1
        if not at or text[at - 1] == "\n":
            yield at, match


def _part(text: str, opened: int, body: int | None, end: int, submission: int, index: int, *, closed: bool) -> Part:
    head_end = body
    if body is None:
        head = _DOCUMENT_HEAD.match(text, opened)
        head_end = body = head.end() if head else opened
    fields: dict[str, str] = {}
    for match in _DOCUMENT_FIELD.finditer(text, opened, min(head_end or 0, opened + _LONGEST_DOCUMENT_HEAD)):
        fields.setdefault(match[1].upper(), match[2].strip())
    line_end = text.find("\n", body, end)
    if line_end >= 0 and not text[body:line_end].strip():
        body = line_end + 1
    sequence = fields.get("SEQUENCE", "")
    return Part(
        type=fields.get("TYPE", "").upper(),
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 6 else index + 1,
        description=fields.get("DESCRIPTION", ""),
        filename=fields.get("FILENAME", ""),
        start=min(body, end),
        end=end,
        submission=submission,
        closed=closed,
    )


def header_end(text: str, parts: list[Part]) -> int:
    """The offset behind the header; zero where the file has none."""
    limit = min(parts[0].start if parts else len(text), _LONGEST_HEADER)
    if not parts and not _HEADER_MARK.search(text, 0, min(limit, 5000)):
        return 0
    if match := _HEADER_END.search(text, 0, limit):
        return match.end()
    return limit if parts else 0


def header_fields(text: str, end: int) -> dict[str, HeaderField]:
    """The fields of the header in `text[:end]` by their name in `Header`; the first of each counts."""
    fields: dict[str, HeaderField] = {}
    document = re.compile(r"^[ \t]*<DOCUMENT>", re.MULTILINE | re.IGNORECASE).search(text, 0, end)
    for match in _HEADER_FIELD.finditer(text, 0, document.start() if document else end):
        name = _FIELDS.get((match[1] or match[2]).replace("-", " ").upper())
        value = match[3].strip()
        if name and value and name not in fields:
            fields[name] = HeaderField(value, match.start(3))
    return fields


def read_header(text: str, end: int) -> Header:
    """The header in `text[:end]`; a value that is not of its form is left out."""
    fields = {name: field.value for name, field in header_fields(text, end).items()}
    sic = re.search(r"\[?([0-9]{4})\]?$", fields.get("sic", ""))
    year_end = fields.get("fiscal_year_end", "")
    cik = fields.get("cik", "")
    filers = len(re.findall(r"^[ \t]*(?:FILER:|<FILER>)", text[:end], re.MULTILINE | re.IGNORECASE))
    return Header(
        form=fields.get("form", "").upper(),
        accession=fields.get("accession", ""),
        company=fields.get("company", ""),
        cik=cik if re.fullmatch(r"[0-9]{1,10}", cik) else "",
        sic=sic[1] if sic else "",
        ein=fields.get("ein", ""),
        file_number=fields.get("file_number", ""),
        state=fields.get("state", ""),
        fiscal_year_end=year_end if re.fullmatch(r"(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])", year_end) else "",
        period=_date(fields.get("period", "")),
        filed=_date(fields.get("filed", "")),
        filers=filers or (1 if fields.get("company") else 0),
    )


def _date(printed: str) -> dt.date | None:
    match = re.fullmatch(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", printed)
    if match:
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([0-9]{2})[/-]([0-9]{2})[/-]((?:19|20)[0-9]{2}|[0-9]{2})", printed):
        month, day, year = match.groups()
        if len(year) == 2:
            year = ("19" if year >= "50" else "20") + year
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
