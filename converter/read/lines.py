"""Physical lines: what each line of a document is before anybody asks what it means.

Tags that the SGML era left inside tables (`<S>`, `<C>`, `<CAPTION>`) are blanked, so that every column keeps its place.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from converter.read.cells import Token, find_tokens

MAX_COLUMNS = 400
"""Characters of a line that are looked at: the widest real table has about 250."""

_TAG = re.compile(r"</?(?:s|c|caption|fn|f\d+|table|page|text|b|i|u|r|btb|btc)\b[^>\n]{0,40}>", re.IGNORECASE)
_PAGE_TAG = re.compile(r"<page>", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_HEAD_TAG = re.compile(r"<s>|<c>", re.IGNORECASE)
_RULE_ONLY = re.compile(r"[\s\-=_*~+|.:$]+")
_RULE_END = frozenset("-=_*~+|.:$")
_RULE_STROKES = re.compile(r"(?:[-=_~]\s?){3}")
_RULE_RUN = re.compile(r"[-_=~]{4,}|[_=~]{3}|(?:[-_=] ){3,}")
"""`---` is a zero: years have rules of four dashes below them."""
_PAGE_NUMBER = re.compile(
    r"\s*+(?:-+\s*[a-z]?-?\d{1,3}\s*-+|page\s+[a-z]?-?\d{1,3}(?:\s+of\s+\d{1,3})?\.?|[a-z]-\d{1,3}"
    r"|(?:\d{1,3} )?\(\d{1,3}\))\s*",
    re.IGNORECASE,
)
_PAGE_NUMBER_END = frozenset("0123456789-.)")
_PAGE_NUMBER_START = frozenset("0123456789-(pP")
_APOSTROPHES = re.compile(r"(?<![\w'])\d{1,3}(?:'\d{3})+(?![\w'])")
"""`1'234'567`: commas as the Swiss write them."""
_ANGLED = re.compile(
    r"(?:(?<=\s\s)|(?<=\d)|(?<=\d\s)|(?<=\$)|(?<=\$\s)|(?<=\s)(?=.\s{0,3}\$?\s{0,3}\d[\d,]{2}))[<{](\s{0,6}(?:\$\s{0,6})?(?:\d[\d,]*(?:\.\d+)?|\.\d+)\s{0,3})[>}](?=\s|$)"
)
"""`<1,234>` and `{1,234}`: parentheses as some word processors wrote them."""
_BARE_NUMBER = re.compile(r"\s*\d{1,3}\s*")


class LineKind(Enum):
    """What stands on a physical line."""

    BLANK = "blank"
    TEXT = "text"
    VALUES = "values"
    """A label, or none, and values."""
    RULE = "rule"
    PAGE = "page"
    """A page break."""
    FOOT = "foot"
    """A page number."""
    TABLE = "table"
    TABLE_END = "table-end"
    HEAD_END = "head-end"
    """`<S> <C>`: the rows of the table start below."""


class PhysicalLine(Struct, frozen=True):
    """One line: its index in the document, tabs expanded, and the values that end it."""

    at: int
    kind: LineKind
    text: str
    tokens: list[Token]
    tabbed: bool = False
    rule: str = ""
    """What a rule on the line is drawn with: `=`, as it stands under a final total, or `-`."""
    folds: tuple[int, ...] = ()
    """Positions in the text where a mail program folded the line: what follows stands on the next line of the text."""
    moves: tuple[tuple[int, int], ...] = ()
    """Positions in the text from which on it stands so many positions further right than in the document."""

    @property
    def label_end(self) -> int:
        """The position behind the label."""
        return self.tokens[0].start if self.tokens else len(self.text)


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _begins_page_number(text: str) -> bool:
    """Whether a line may be the number of a page by its first characters; those of few rows are."""
    return text[0] in _PAGE_NUMBER_START or text[1:2] == "-"


def read_line(index: int, raw: str, *, parted: bool = False) -> PhysicalLine:
    """The physical line of a raw one; in a `parted` one a single blank stands between two columns, not in a figure."""
    if not raw:
        return PhysicalLine(index, LineKind.BLANK, "", [])
    tabbed = "\t" in raw
    text = raw[:MAX_COLUMNS].expandtabs(8) if tabbed else raw[:MAX_COLUMNS]
    kind = None
    if "\f" in text:
        text = text.replace("\f", " ")
        if not text.strip():
            return PhysicalLine(index, LineKind.PAGE, "", [], tabbed)
    if "<" in text:
        if _PAGE_TAG.search(text):
            return PhysicalLine(index, LineKind.PAGE, "", [], tabbed)
        table = _TABLE_TAG.search(text)
        if table:
            kind = LineKind.TABLE_END if table.group(1) else LineKind.TABLE
        elif _HEAD_TAG.search(text):
            kind = LineKind.HEAD_END
        text = _TAG.sub(_blanks, text)
    if ">" in text or "}" in text:
        text = _ANGLED.sub(r"(\1)", text)
    parted = parted or tabbed
    if "|" in text:
        text = text.replace("|", " ")
        parted = True  # a bar between two columns is no blank that tears a figure apart
    if "'" in text and _APOSTROPHES.search(text):
        text = _APOSTROPHES.sub(lambda match: match[0].replace("'", ","), text)
    text = text.rstrip()
    if not text:
        return PhysicalLine(index, kind or LineKind.BLANK, "", [], tabbed)
    last = text[-1]
    if last in _RULE_END and _RULE_ONLY.fullmatch(text) and _RULE_STROKES.search(text):
        return PhysicalLine(index, LineKind.RULE, text, [], tabbed, "=" if "=" in text else "-")
    if last in _PAGE_NUMBER_END and _begins_page_number(text.lstrip()) and _PAGE_NUMBER.fullmatch(text):
        return PhysicalLine(index, LineKind.FOOT, text, [], tabbed)
    stops = _stops(raw) if tabbed else ()
    tokens = find_tokens(text, parted=parted, stops=stops)
    rule = ""
    if "--" in text or "__" in text or "==" in text or "- -" in text:
        # Some filers put the rule of the column heads on the line of the first heading: "ASSETS      ----    ----".
        cleaned = _RULE_RUN.sub(_blanks, text)
        if cleaned.strip() and cleaned != text:
            rule = "=" if "==" in text else "-"
            if "_" in text or "==" in text or not any(token.number for token in tokens):
                text = cleaned.rstrip()
                tokens = find_tokens(text, parted=parted, stops=stops)
    if not tokens:
        return PhysicalLine(index, LineKind.TEXT, text, [], tabbed, rule)
    return PhysicalLine(index, LineKind.VALUES, text, tokens, tabbed, rule)


def _stops(raw: str) -> set[int]:
    """The positions, in a line with tabs expanded, of what stands behind a tab."""
    stops = set()
    position = 0
    for part in raw[:MAX_COLUMNS].split("\t")[:-1]:
        position = (position + len(part)) // 8 * 8 + 8
        stops.add(position)
    return stops


def is_bare_number(line: PhysicalLine) -> bool:
    """Whether the line holds nothing but a small number: a page number, if a page ends there."""
    return len(line.tokens) == 1 and _BARE_NUMBER.fullmatch(line.text) is not None


def original_column(raw: str, position: int) -> int:
    """The column (from 1) in the original line of a position (from 0) in the line with tabs expanded."""
    expanded = 0
    for column, character in enumerate(raw, 1):
        expanded = (expanded // 8 + 1) * 8 if character == "\t" else expanded + 1
        if expanded > position:
            return column
    return len(raw)
