"""What an input file holds: header, documents, blocks of lines, and the cover page."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import datetime as dt

    from converter.messages import Span


class Header(Struct, frozen=True, kw_only=True):
    """What the SGML header of a submission says; every field is empty where it does not."""

    form: str = ""
    """The submission type, such as `10-K405`."""
    accession: str = ""
    company: str = ""
    """The conformed name of the (first) filer."""
    cik: str = ""
    """Digits as printed."""
    sic: str = ""
    """The four digits."""
    ein: str = ""
    file_number: str = ""
    state: str = ""
    """State of incorporation."""
    fiscal_year_end: str = ""
    """Month and day, `MMDD`."""
    period: dt.date | None = None
    filed: dt.date | None = None
    filers: int = 0
    """How many filers the header names."""


class Document(Struct, frozen=True, kw_only=True):
    """One document of a submission: its text without the SGML tags around it."""

    type: str
    """Such as `10-K`, `EX-13`, `EX-27`; empty for a bare document."""
    text: str
    """With LF line ends; line 1 of it is line `first_line` of the submission."""
    first_line: int
    sequence: int = 1
    description: str = ""
    filename: str = ""
    closed: bool = True
    """Whether its end tags are there. The last document of a file whose transfer was cut off has none."""


class Submission(Struct, frozen=True, kw_only=True):
    """A whole input file. A bare document without SGML is a submission of one document."""

    header: Header
    documents: tuple[Document, ...]
    text: str
    """The whole decoded text with LF line ends: what every `Span` counts in."""


class BlockKind(StrEnum):
    """What a stretch of whole lines is."""

    PAGE_BREAK = "page_break"
    RUNNING_HEAD = "running_head"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    BLANK = "blank"


class Block(Struct, frozen=True, kw_only=True):
    """A stretch of whole lines of a document. Joined in order, the blocks are the document."""

    kind: BlockKind
    span: Span
    text: str


class CoverItem(Struct, frozen=True, kw_only=True):
    """One item of the cover page or header: a dei concept and its printed text."""

    concept: str
    """Such as `dei:EntityRegistrantName`."""
    text: str
    """As printed, white space folded."""
    value: str
    """The value of the fact: the text, or for a date its ISO form."""
    span: Span


class Cover(Struct, frozen=True, kw_only=True):
    """The cover page: what is printed there, and nothing else."""

    form: str
    """The form type, `8-K`, or empty."""
    items: tuple[CoverItem, ...]

    def get(self, concept: str) -> CoverItem | None:
        """The item of a concept, or None."""
        return next((item for item in self.items if item.concept == concept), None)
