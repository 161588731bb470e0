"""Labels: which lines of text belong to the row below, to the row above, or stand alone as a heading.

Labels wrap before their figures, around them and after them::

    Accounts receivable, less allowances of          Trade receivables less allowance     95,336
      $574,000 in 1995 and $251,000   13,168           for losses of $3,527 and $3,306
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from converter.read.label_text import join_parts, part_text
from converter.read.lines import LineKind
from converter.read.wrapping import indent_of, is_closed, is_open, opens_parenthesis, wraps, wraps_strongly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converter.read.lines import PhysicalLine

_WEAK_ENDS = (" accounting", " common", " used", " held", " due")
"""Words that the next line may go on with, but not in a capital where they have none: `in accounting` over `Income`."""
_NEW_LABEL = re.compile(r"\((?!note|see\b|un)[A-Za-z]{3,15}\)[\s/]{0,2}[A-Za-z]", re.IGNORECASE)
"""`(Increase) decrease in` begins a label, though most parentheses go on with the one above."""
_OPENING = re.compile(r"[A-Z]|\([A-Z][a-z]{2,9} (?:of|in|on|from)\) [a-z]")
"""How a label begins that the next line goes on with: `(Cost of) proceeds from disposals of property,`."""
_CONTINUED = re.compile(r"\(?continued\b", re.IGNORECASE)
_NO_FIGURES = re.compile(r"commitments|contingen", re.IGNORECASE)
"""Captions that have no figures by their nature: what stands alone below them is a total without a label."""
_WRITTEN = (LineKind.TEXT, LineKind.VALUES)
_LABELLED = (LineKind.TEXT, LineKind.VALUES, LineKind.HEAD_END)
MAX_WRAP = 9
"""Lines of one label: par values and authorized shares of several classes run to eight."""


class LabelledRow(Struct):
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


def _adds_to(row: LabelledRow, line: PhysicalLine, below: PhysicalLine | None) -> bool:
    """Whether a line of text right below a row of figures goes on with its label; `below` is the label behind it."""
    text, label = part_text(line), join_parts(row.parts)
    torn = opens_parenthesis(label)
    return (
        len(row.parts) < MAX_WRAP
        and not _CONTINUED.match(text)
        and not (not torn and text[:1].isupper() and label.endswith(_WEAK_ENDS))
        and (torn or text[0].islower() or text[0] in "(&" or is_open(label))
        and (torn or indent_of(line) >= row.indent or text[0] == "$")
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
        and indent_of(heading) < indent_of(line) == indent_of(below)
        and text[:1].isupper()
        and part_text(below)[:1].isupper()
        and not (is_open(text) or is_closed(text) or opens_parenthesis(text))
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


def join_labels(lines: Sequence[PhysicalLine]) -> list[LabelledRow]:
    """The rows and headings of the body of a table, wrapped labels joined."""
    texts = ["" if line.kind is LineKind.RULE else part_text(line) for line in lines]
    widths = sorted(len(text) for line, text in zip(lines, texts, strict=True) if line.tokens)
    width = widths[len(widths) * 3 // 4] if widths else 0
    labelled = [line for line, text in zip(lines, texts, strict=True) if text and line.kind in _LABELLED]
    following = {line.at: labelled[i + 1] if i + 1 < len(labelled) else None for i, line in enumerate(labelled)}
    rows: list[LabelledRow] = []
    pending: list[PhysicalLine] = []
    blank = rule = False  # since the last line of text or values
    over: PhysicalLine | None = None  # the text right above figures without a label that are the last row

    known: dict[int, PhysicalLine | None] = {}

    def behind(line: PhysicalLine) -> PhysicalLine | None:
        return _behind(line, following, known)

    def flush(keep: int = 0) -> None:
        """Turn the pending lines, except the last `keep`, into headings."""
        heads = pending[: len(pending) - keep]
        while heads:
            count = 1
            while count < len(heads) and wraps(heads[count - 1], heads[count], behind(heads[count]), width):
                count += 1
            rows.append(LabelledRow(parts=heads[:count]))
            heads = heads[count:]
        del pending[: len(pending) - keep]

    def wrapped(uppers: Sequence[PhysicalLine], below: PhysicalLine, *, apart: bool = False) -> int:
        """How many of the lines above a line begin its label; a blank line stands between where they are `apart`."""
        count = 0
        for upper in reversed(uppers):
            joins = wraps_strongly(upper, below) if apart else wraps(upper, below, behind(below), width)
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
        elif pending and not blank and not rule and not is_closed(part_text(pending[-1])):
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


def _behind(
    line: PhysicalLine,
    following: Mapping[int, PhysicalLine | None],
    known: dict[int, PhysicalLine | None],
) -> PhysicalLine | None:
    """The labelled line behind a line, or behind the row that its words go on to.

    ::

        Earnings (Loss) Before Fresh-Start
             Revaluation, Income Taxes,
             and Extraordinary Items                47,820         34,746
        Income Taxes                                16,737         12,161
    """
    passed: list[int] = []
    while True:
        passed.append(line.at)
        if line.at in known:
            after = known[line.at]
            break
        after = following.get(line.at)
        if line.tokens or after is None or indent_of(after) != indent_of(line) or not is_open(part_text(line)):
            break
        line = after
    known.update(dict.fromkeys(passed, after))
    return after
