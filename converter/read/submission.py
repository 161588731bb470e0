"""Bytes -> `Submission`: the header and the documents of one input file."""

from __future__ import annotations

import re

from converter.errors import InputError
from converter.messages import Message, Severity, Span
from converter.model import Document, Header, Submission
from converter.read.sgml import MAX_DOCUMENTS, Part, find_documents, header_end, read_header, undo_dash_escapes
from converter.read.text import decode, span_of

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta)\b", re.IGNORECASE)
_FOREIGN = re.compile(r"\s*(?:begin [0-7]{3} |<PDF>|%PDF|<\?xml|<XBRL>|<XML>)", re.IGNORECASE)
_HTML_WITHIN = 1500
"""Characters from the start of a document within which an HTML document shows its first tags."""

_NOT_A_STATEMENT = ("GRAPHIC", "ZIP", "EXCEL", "PDF", "XML")


def read_submission(data: bytes) -> tuple[Submission, tuple[Message, ...]]:
    """The submission in a file: an SGML submission of any era, or a bare text as a submission of one document.

    Documents that are no plain text (HTML, uuencoded, PDF) stay in place with an empty text, and a message names
    them. Of several submissions in one file the first is read. Raises `InputError` for a file without plain text.
    """
    text, found = decode(data)
    messages = list(found)
    text = undo_dash_escapes(text)
    parts = find_documents(text)
    if len(parts) > MAX_DOCUMENTS:
        raise InputError(f"the file holds more than {MAX_DOCUMENTS} documents")
    end = header_end(text, parts)
    header = read_header(text, end) if end else Header()
    if not parts:
        parts = [_bare_part(text, end, messages)]
    parts = _first_submission(text, parts, messages)
    documents: list[Document] = []
    line, counted = 1, 0
    for part in parts:
        line += text.count("\n", counted, part.start)
        counted = part.start
        plain = _is_plain(text, part)
        messages.extend(_remarks(part, line, plain=plain, last=part is parts[-1]))
        documents.append(
            Document(
                type=part.type,
                text=_body(text, part) if plain else "",
                first_line=line,
                sequence=part.sequence,
                description=part.description,
                filename=part.filename,
                closed=part.closed,
            )
        )
    if not any(document.text and not document.text.isspace() for document in documents):
        raise InputError(_why_nothing(text, parts))
    return Submission(header=header, documents=tuple(documents), text=text), tuple(messages)


def _bare_part(text: str, start: int, messages: list[Message]) -> Part:
    end = len(text)
    # Saved pages and print queues sometimes hold the same document twice.
    opening = text[:400]
    again = text.find(opening, 400) if opening.strip() else -1
    if again > 0 and text[again:].rstrip() == text[:again].rstrip():
        messages.append(_repeated(text, again))
        end = again
    return Part("", 1, "", "", start, end, 0, closed=True)


def _first_submission(text: str, parts: list[Part], messages: list[Message]) -> list[Part]:
    first = [part for part in parts if part.submission == parts[0].submission]
    rest = parts[len(first) :]
    if rest:
        bodies = {text[part.start : part.end].rstrip() for part in first}
        if all(text[part.start : part.end].rstrip() in bodies for part in rest):
            messages.append(_repeated(text, rest[0].start))
        else:
            messages.append(
                Message(
                    code="submission.several",
                    severity=Severity.WARNING,
                    text="another submission follows in the same file; only the first is read",
                    span=span_of(text, rest[0].start, rest[0].start + 1),
                    hint="split the file and convert each submission",
                )
            )
    return first


def _repeated(text: str, offset: int) -> Message:
    return Message(
        code="submission.repeated",
        severity=Severity.INFO,
        text="the file holds the same text a second time; the copy is left out",
        span=span_of(text, offset, offset + 1),
    )


def _is_plain(text: str, part: Part) -> bool:
    return not (
        part.type in _NOT_A_STATEMENT
        or _FOREIGN.match(text, part.start, part.end)
        or _HTML.search(text, part.start, min(part.end, part.start + _HTML_WITHIN))
    )


def _remarks(part: Part, line: int, *, plain: bool, last: bool) -> list[Message]:
    name = f"document {part.type or part.sequence}"
    span = Span(first_line=line, first_column=1, last_line=line, last_column=1)
    remarks = []
    if not part.closed:
        ends = "the file ends in it and may be incomplete" if last else "it ends where the next one begins"
        remarks.append(
            Message(
                code="submission.unclosed-document",
                severity=Severity.WARNING,
                text=f"{name} has no end tag; {ends}",
                span=span,
            )
        )
    if not plain:
        remarks.append(
            Message(
                code="submission.skipped-document",
                severity=Severity.INFO,
                text=f"{name} is no plain text; it is skipped",
                span=span,
            )
        )
    return remarks


def _body(text: str, part: Part) -> str:
    # Text that follows its tag on the same line keeps its columns.
    column = part.start - text.rfind("\n", 0, part.start) - 1
    return " " * column + text[part.start : part.end]


def _why_nothing(text: str, parts: list[Part]) -> str:
    if any(_HTML.search(text, part.start, min(part.end, part.start + _HTML_WITHIN)) for part in parts):
        return "this is an HTML document; only plain-text filings are read"
    return "the file holds no plain-text document"
