"""Labels: which lines of text belong to the row below, to the row above, or stand alone as a heading.

Labels wrap before their figures, around them and after them::

    Accounts receivable, less allowances of          Trade receivables less allowance     95,336
      $574,000 in 1995 and $251,000   13,168           for losses of $3,527 and $3,306
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from converter.read.lines import LineKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.read.lines import PhysicalLine

_OPEN_END = re.compile(
    r"(?:,|&|/|\b(?:of|and|or|the|to|in|on|for|from|by|with|at|less|before|after|than|its|under|(?:of|in|for|to|from)\s+a|of\s+series\s+[a-z]|an|per|as|into"
    r"|including|excluding|due|held|used|available|provided|between|upon|over|if|that|which|not|any|such|common|accounting"
    r"|before\s+(?:federal\s+)?income|accumulated|cumulative|cash\s+equivalents?\s+and|stockholders'?|shareholders'?|stockholder's|shareholder's))$",
    re.IGNORECASE,
)
_OPEN_WORDS = frozenset(
    {
        *("of", "and", "or", "the", "to", "in", "on", "for", "from", "by", "with", "at", "less", "before"),
        *("after", "than", "its", "under", "an", "per", "as", "into", "including", "excluding", "due", "held"),
        *("used", "available", "provided", "between", "upon", "over", "if", "that", "which", "not", "any"),
        *("such", "common", "accounting", "accumulated", "cumulative", "stockholders", "shareholders"),
    }
)
"""The single words among them: looked up many times faster than the pattern finds them."""
_WEAK_ENDS = (" accounting", " common", " used", " held", " due")
"""Words that the next line may go on with, but not in a capital where they have none: `in accounting` over `Income`."""
_OPEN_MARKS = tuple(",&/'")
_MAYBE_OPEN = frozenset({"a", "income"})
_CLOSED_END = re.compile(r"(?::|--+|[a-z)]\s+-|\.{3,}|\bactivities)$", re.IGNORECASE)
_CLOSED = (":", "-", "...", "activities")
_GOES_ON = re.compile(r"(?:of|and|or|in|for|to|by|with|on|at|the|than|as)\s", re.IGNORECASE)
"""How the rest of a label begins in capitals as well: `CASH AND CASH EQUIVALENTS AT END` over `OF YEAR`."""
_STAGE = re.compile(r"(?:before|after|from)\s", re.IGNORECASE)
_PER_SHARE = re.compile(r"\bper\b.{0,20}\bshare|\bshare", re.IGNORECASE)
_NEW_LABEL = re.compile(r"\((?!note|see\b|un)[A-Za-z]{3,15}\)[\s/]{0,2}[A-Za-z]", re.IGNORECASE)
"""`(Increase) decrease in` begins a label, though most parentheses go on with the one above."""
_OPENING = re.compile(r"[A-Z]|\([A-Z][a-z]{2,9} (?:of|in|on|from)\) [a-z]")
"""How a label begins that the next line goes on with: `(Cost of) proceeds from disposals of property,`."""
_CONTINUED = re.compile(r"\(?continued\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"\w{1,2}\)")
_TOTAL = re.compile(r"(?:Total|TOTAL)\s")
_NO_FIGURES = re.compile(r"commitments|contingen", re.IGNORECASE)
"""Captions that have no figures by their nature: what stands alone below them is a total without a label."""
_ISSUED = re.compile(r"(?:shares\s+)?(?:issued|authorized|outstanding)\b", re.IGNORECASE)
_STOCK = re.compile(r"(?:common|preferred|preference|capital|class\s+\w)\b.{0,60}(?:stock|shares)\b", re.IGNORECASE)
"""`Common stock, $1 par value:` over `Issued 4,120,000 shares`, which alone would name no class of stock."""
_LEADERS = " ._-\t\xa0"
_LEADER = re.compile(r"(?:\.\s?){2,}\s*$|\s+\.\s*$|[\s_.]*_{2,}[\s_.]*$|-{3,}$")
_BESIDE = re.compile(r"\s{3,}(?:\(?\d{1,2}(?:[,&-]\d{1,2}){0,3}\)?|[A-Z](?:, ?[A-Z]){0,3})$")
"""A reference to a note in a column of its own, between label and figures."""
_TYPED = re.compile(r"\s{2,}\$?\s{0,3}\(?(?=[\d.,]{0,12}[lOI])[\dlOI]{1,3}[.,][\dlOI.,]{3,20}\)?$")
"""A figure with a letter for a digit, `l,950`: reported as damaged, and no word of the label."""
_SUM_WORD = re.compile(
    r"(?:total|net|income|loss|earnings|increase|decrease|cash|cumulative|excess|balance|provision)\b", re.IGNORECASE
)
_REST_OF_WORD = re.compile(
    r"(?:c?ia|[nr]?iza|za|tiza|ora|era|mula)?tion(?:s|al)?\b|(?:sion|ment|ing|able|ible|ance|ence|lent|est|pense|nue|ty|ity|ties|holder|dend)s?\b"
    r"|(?:t?ra)?tive\b|(?:posal|chase|quipment|sidiar(?:y|ies)|poration)s?\b|(?:ities|erty|erties|[nr]?i?zed|izing|ated|ating|ed|ly|come|ries)\b",
    re.IGNORECASE,
)
"""How a line begins that ends the word of the line above: none of these is a word that a hyphen goes before."""
_APART = re.compile(
    r"(?:net|less|and|or|including|excluding|principally|see|at|of|in|to|from|by|with|for(?!-))\b", re.IGNORECASE
)
"""How a line begins that a dash parts from the line above."""
_LEAST_LETTERS = 4
_WIDE_GAP = re.compile(r"\s{2,}")
_WRITTEN = (LineKind.TEXT, LineKind.VALUES)
_LABELLED = (LineKind.TEXT, LineKind.VALUES, LineKind.HEAD_END)
MAX_WRAP = 9
"""Lines of one label: par values and authorized shares of several classes run to eight."""


@dataclass(slots=True)
class LabelledRow:
    """A row in the making: the lines of its label, and the line that holds its figures (None: a heading)."""

    parts: list[PhysicalLine] = field(default_factory=list)
    values: PhysicalLine | None = None
    rule_below: str = ""

    @property
    def indent(self) -> int:
        """The column (from 0) in which the label starts; the figures' for a row without label."""
        for part in self.parts:
            text = part.text[: part.label_end]
            if text.strip():
                return len(text) - len(text.lstrip())
        return 0


def part_text(part: PhysicalLine) -> str:
    """The text of the label on one line, without leaders and without the figures."""
    return _label(part.text, part.label_end)


@lru_cache(maxsize=4096)
def _label(line: str, end: int) -> str:
    # Each line is asked about several times while its neighbours are looked at.
    text = line[:end].rstrip().rstrip("$").rstrip()
    if text and text[-1] in "._-":
        leader = _LEADER.search(text, len(text.rstrip(_LEADERS)))
        text = text[: leader.start()] if leader else text
    elif text and end < len(line) and (text[-1] in "0123456789)" or text[-2:-1] in " ,") and _WIDE_GAP.search(text):
        text = _TYPED.sub("", _BESIDE.sub("", text))
    text = text.strip()
    return _closed_up(text) if text[1:2] == " " and text[3:4] == " " else text


def _closed_up(text: str) -> str:
    """The text with letters that were spaced out in one piece: `N E T   I N C O M E` is `NET INCOME`."""
    letters = text.split()
    if len(letters) < _LEAST_LETTERS or any(len(letter) > 1 for letter in letters[:_LEAST_LETTERS]):
        return text
    return " ".join("".join(word.split()) for word in _WIDE_GAP.split(text))


def join_parts(parts: Sequence[PhysicalLine]) -> str:
    """The label of a row: its parts joined by single blanks, and without one where a line ends within a word.

    `Deprecia-` over `tion` is one word, `Long-` over `term debt` keeps its hyphen. `&amp;` is `&`, `&#10;` a blank.
    """
    label = ""
    for part in parts:
        text = " ".join(part_text(part).split())
        if label[-1:] == "-" and _is_one_word(label[-2:-1], text):
            label = f"{label[:-1] if _REST_OF_WORD.match(text) else label}{text}"
        elif text:
            label = f"{label} {text}" if label else text
    return " ".join(unescape(label).split()) if "&" in label and ";" in label else label


def _is_one_word(last: str, text: str) -> bool:
    """Whether the letter before a hyphen and a line below it, in letters of one kind, are of one word."""
    alike = text[:1].islower() or (text[:1].isupper() and text[1:2].isupper() and last.isupper())
    return last.isalpha() and alike and _APART.match(text) is None


def _is_open(text: str) -> bool:
    """Whether a label ends in a word or mark that needs another word behind it."""
    last = text.rpartition(" ")[2].lower()
    if last.isalpha() and len(last) > 1 and last not in _MAYBE_OPEN:
        return last in _OPEN_WORDS
    return (last[-1:].isalpha() or last[-1:] in _OPEN_MARKS) and _OPEN_END.search(text) is not None


def _is_closed(text: str) -> bool:
    """Whether a label ends as a heading or a row of its own does."""
    return text.lower().endswith(_CLOSED) and _CLOSED_END.search(text) is not None


def _open_parenthesis(text: str) -> bool:
    return text.count("(") > text.count(")")


def _closes_parenthesis(text: str) -> bool:
    """Whether a label closes a parenthesis that a line above it opens; `a)` and `1)` are marks of a list."""
    return text.count(")") > text.count("(") and _LIST_MARK.match(text) is None


def _indent(line: PhysicalLine) -> int:
    return len(line.text) - len(line.text.lstrip())


def wraps(upper: PhysicalLine, lower: PhysicalLine, after: PhysicalLine | None, width: int) -> bool:
    """Whether the text line `upper` is the beginning of the label that `lower` goes on with.

    `after` is the next labelled line below `lower`, `width` the usual length of the labels. A heading is followed by
    rows of one indentation; a label that wraps is followed by a row that returns to its own.
    """
    text, below = part_text(upper), part_text(lower)
    if not text or not below:
        return False
    if _open_parenthesis(text) or _closes_parenthesis(below):
        return True
    if _TOTAL.match(below) and not _is_open(text):
        return False  # "Commitments and contingencies" over "Total liabilities and equity"
    if _ISSUED.match(below) and (_STOCK.match(text) or _ISSUED.match(text)):
        return True
    low = below[0].islower() or below[0] in "(&" or _goes_on(text, below)
    if _is_closed(text):
        # "Cash and cash equivalents -" over "end of year"; under a heading all rows would begin so.
        next_label = part_text(after) if after is not None else ""
        return text[-1] == "-" and below[0].islower() and not next_label[:1].islower()
    upper_indent, lower_indent = _indent(upper), _indent(lower)
    if lower_indent < upper_indent - 2 and not low and not _is_open(text):
        return False
    if low:
        return True
    if _is_open(text):
        return True
    if below[0] in "$" or below[0].isdigit():
        return True
    if text.isupper() and not below.isupper():
        return False
    if lower_indent <= upper_indent:
        return False
    long = len(text) >= max(26, width * 0.62)
    if not (long or _SUM_WORD.match(text)):
        return False
    if after is None:
        return True
    return _indent(after) < lower_indent


def _adds_to(row: LabelledRow, line: PhysicalLine, below: PhysicalLine | None) -> bool:
    """Whether a line of text right below a row of figures goes on with its label; `below` is the label behind it."""
    text, label = part_text(line), join_parts(row.parts)
    torn = _open_parenthesis(label)
    return (
        len(row.parts) < MAX_WRAP
        and not _CONTINUED.match(text)
        and not (not torn and text[:1].isupper() and label.endswith(_WEAK_ENDS))
        and (torn or text[0].islower() or text[0] in "(&" or _is_open(label))
        and (torn or _indent(line) >= row.indent or text[0] == "$")
        and not _begins_label(text, below, row)
    )


def _labels_above(heading: PhysicalLine, line: PhysicalLine, below: PhysicalLine | None) -> bool:
    """Whether a line of text is the label of the figures above it, the first ones under a heading: no sum of rows.

    ::

        Current liabilities:
                                             $  95.2   $  49.4
          Notes payable
    """
    text = part_text(line)
    return (
        below is not None
        and bool(below.tokens)
        and not line.rule
        and part_text(heading).endswith(":")
        and _indent(heading) < _indent(line) == _indent(below)
        and text[:1].isupper()
        and part_text(below)[:1].isupper()
        and not (_is_open(text) or _is_closed(text) or _open_parenthesis(text))
    )


def _begins_label(text: str, below: PhysicalLine | None, last: LabelledRow) -> bool:
    """Whether a line of text below a row of figures begins a label of its own, which the next row goes on with."""
    if _NEW_LABEL.match(text):
        return True
    if below is None or not below.tokens:
        return False
    rest = part_text(below)[:1]
    if not rest.islower():
        return rest != "" and rest in "($0123456789" and text[:1].isupper()
    return _OPENING.match(text) is not None or (text[0].islower() and not last.parts[-1].tokens)


def _goes_on(text: str, below: str) -> bool:
    """Whether the first word of a line needs what stands above it: `BEFORE INCOME TAXES` under `INCOME`."""
    if not (_is_capitals(text) and _is_capitals(below)):
        return False  # "In service" is a row under "Utility plant"
    # "BEFORE EXTRAORDINARY ITEM" under "EARNINGS PER SHARE" is a row of its own.
    return bool(_GOES_ON.match(below) or (_STAGE.match(below) and not _PER_SHARE.search(text)))


def _is_capitals(text: str) -> bool:
    """Whether a label begins in capitals: what stands in parentheses behind it may not."""
    words = text.split()
    return all(word.isupper() for word in words[:2] if word[0] != "(")


def join_labels(lines: Sequence[PhysicalLine]) -> list[LabelledRow]:
    """The rows and headings of the body of a table, wrapped labels joined."""
    texts = [part_text(line) for line in lines]
    widths = sorted(len(text) for line, text in zip(lines, texts, strict=True) if line.tokens)
    width = widths[len(widths) * 3 // 4] if widths else 0
    labelled = [line for line, text in zip(lines, texts, strict=True) if text and line.kind in _LABELLED]
    following = {line.at: labelled[i + 1] if i + 1 < len(labelled) else None for i, line in enumerate(labelled)}
    rows: list[LabelledRow] = []
    pending: list[PhysicalLine] = []
    blank = rule = False  # since the last line of text or values
    over: PhysicalLine | None = None  # the text right above figures without a label that are the last row

    def flush(keep: int = 0) -> None:
        """Turn the pending lines, except the last `keep`, into headings."""
        heads = pending[: len(pending) - keep]
        while heads:
            count = 1
            while count < len(heads) and wraps(heads[count - 1], heads[count], _behind(heads[count], following), width):
                count += 1
            rows.append(LabelledRow(parts=heads[:count]))
            heads = heads[count:]
        del pending[: len(pending) - keep]

    def wrapped(uppers: Sequence[PhysicalLine], below: PhysicalLine, *, apart: bool = False) -> int:
        """How many of the lines above a line begin its label; a blank line stands between where they are `apart`."""
        count = 0
        for upper in reversed(uppers):
            joins = wraps_strongly(upper, below) if apart else wraps(upper, below, _behind(below, following), width)
            if not joins:
                break
            count += 1
            below, apart = upper, False
        return count

    for line, text in zip(lines, texts, strict=True):
        if line.kind not in _WRITTEN:
            if line.kind is LineKind.BLANK:
                blank = True
                continue
            if line.kind is LineKind.RULE:
                if not pending and rows:
                    rows[-1].rule_below = "=" if line.rule == "=" else rows[-1].rule_below or "-"
                rule = True
                continue
            if not line.text.strip():
                continue
        if not line.tokens:
            if not text:
                continue
            last = rows[-1] if rows else None
            under = last if last is not None and last.values is not None and not (pending or blank or rule) else None
            if under is not None and not under.parts and line.rule and line.text.endswith("."):
                # The label stands beside the rule below its figures: "Primary . . . . .   ======   ======".
                under.parts.append(line)
                under.rule_below = line.rule
                rule = True
                continue
            if under is not None and under.parts and _adds_to(under, line, following.get(line.at)):
                under.parts.append(line)
                continue
            if under is not None and not under.parts and over and _labels_above(over, line, following.get(line.at)):
                under.parts.append(line)
                continue
            if pending and (blank or len(pending) >= MAX_WRAP) and not wraps_strongly(pending[-1], line):
                flush()
            pending.append(line)
            blank = rule = False
            continue
        row = LabelledRow(values=line)
        over = pending[-1] if pending and not (text or blank or rule) else None
        if text:
            if pending:
                flush(wrapped(pending, line, apart=blank))
            row.parts = [*pending, line]
        elif pending and not blank and not rule and not _is_closed(part_text(pending[-1])):
            # The figures may stand alone on the line below their label.
            label = pending[-1 - wrapped(pending[:-1], pending[-1]) :]
            named = not _NO_FIGURES.match(part_text(label[0])) and (
                not part_text(label[-1]).isupper() or len(pending) == 1
            )
            flush(len(label) if named else 0)
            row.parts = list(pending)
        elif pending:
            flush()
        pending.clear()
        rows.append(row)
        blank = rule = False
        if line.rule == "=":
            row.rule_below = "="
    flush()
    return rows


def _behind(line: PhysicalLine, following: Mapping[int, PhysicalLine | None]) -> PhysicalLine | None:
    """The labelled line behind a line, or behind the row that its words go on to.

    ::

        Earnings (Loss) Before Fresh-Start
             Revaluation, Income Taxes,
             and Extraordinary Items                47,820         34,746
        Income Taxes                                16,737         12,161
    """
    after = following.get(line.at)
    while not line.tokens and after is not None and _indent(after) == _indent(line) and _is_open(part_text(line)):
        line, after = after, following.get(after.at)
    return after


def wraps_strongly(upper: PhysicalLine, lower: PhysicalLine) -> bool:
    """Whether a label goes on even over a blank line: only where the words leave no doubt."""
    text, below = part_text(upper), part_text(lower)
    if not text or not below or _is_closed(text):
        return False
    if below[0].islower() and not text.isupper() and not below.isupper():
        return True
    return _open_parenthesis(text) or (
        _is_open(text) and not text.isupper() and (below[0].islower() or below[0] in "($")
    )
