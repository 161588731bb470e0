"""Outline: headings, depth and sections of the rows of a statement, from indentation, capitals and totals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from converter.model import LineRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Row

_TOTAL = re.compile(
    r"(?:sub)?-?totals?\b|net\s+(?:cash|increase|decrease|income|loss|earnings|\(decrease|\(increase|\(loss)",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?:total\s+)?(?:assets|liabilities|capitalization)(?:$|\s*(?:,|and|&)\s*.{0,70})"
    r"|(?:cash\s+flows?\s+(?:provided\s+|used\s+)?(?:\(.{0,20}\)\s+)?(?:from|by|in|for)\s+)?(?:operating|investing|financing|investment)\s+activit(?:ies|y).{0,30}",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"assets|liabilities\s*(?:,|and|&)\s*.{3,70}|capitalization\s+and\s+liabilities|equity\s+and\s+liabilities",
    re.IGNORECASE,
)
"""The two halves of a balance sheet: their headings hold until the other half, at whatever margin the rows stand."""
_CONTINUED = re.compile(r"\s*+\(?\bcont(?:inued|'d|\.)\)?\s*+:?$", re.IGNORECASE)
_CLOSING = re.compile(r"\s*+(?::|-++)\s*+:?$")
_CLOSING_MARKS = (":", "-")
_WORD = re.compile(r"[a-z]+")
_TOTAL_WITHIN = 9
"""Characters from the beginning of a label: `Sub-total`."""
_TOTAL_OF = re.compile(r"(?:sub)?-?totals?\s*-?\s*(.*)", re.IGNORECASE)


class Outlined(Struct, frozen=True):
    """Where one row stands: indexes refer to the rows that were handed in."""

    depth: int
    parent: int | None
    section: tuple[str, ...]
    role: LineRole


@dataclass(slots=True)
class _Open:
    """A heading under which rows are being collected."""

    row: int
    indent: int
    section: tuple[str, ...]
    """The labels of the headings above it and its own."""
    flush: bool = False
    """Rows at the heading's own indentation belong to it, until a total closes it."""
    centred: bool = False
    children: int = 0
    closed: bool = field(default=False)

    @property
    def label(self) -> str:
        """Its own label."""
        return self.section[-1]


def clean_heading(label: str) -> str:
    """A heading without the colon or dashes that end it, and without `(continued)`."""
    text = _CONTINUED.sub("", label) if "cont" in label.lower() else label
    text = text.strip()
    return _CLOSING.sub("", text).strip() if text.endswith(_CLOSING_MARKS) else text


def outline(rows: Sequence[Row]) -> list[Outlined]:
    """For each row its depth, the heading it stands under, the labels of all headings above it, and its role.

    Headings are found by indentation where the filer indented. Where everything is printed at one margin, a heading
    holds until a total or the next heading::

        CURRENT ASSETS
        Cash                        $ 1,234
        Total current assets          5,678
        PROPERTY                      9,012
    """
    normal = min((row.indent for row in rows if row.cells and row.label), default=0)
    stack: list[_Open] = []
    result: list[Outlined] = []
    for index, row in enumerate(rows):
        if not row.cells and _is_empty_item(rows, index, stack):
            result.append(_outlined(stack, LineRole.ITEM))
            continue
        if not row.cells:
            label = clean_heading(row.label)
            top = bool(_TOP.fullmatch(label))
            centred = row.indent > normal + 10 and (row.label.isupper() or top)
            half = bool(_HALF.fullmatch(label)) and row.indent <= normal + 4
            if centred or half or (top and row.label.isupper()):
                stack.clear()
            else:
                while (
                    stack
                    and not stack[-1].centred
                    and (
                        stack[-1].indent >= row.indent
                        or stack[-1].closed
                        or (stack[-1].flush and stack[-1].indent >= row.indent)
                    )
                ):
                    # Of two headings at one margin the second stands below the first, if that is a top one.
                    if (
                        stack[-1].children == 0
                        and not stack[-1].closed
                        and stack[-1].indent == row.indent
                        and _TOP.fullmatch(stack[-1].label)
                    ):
                        break
                    stack.pop()
            place = _outlined(stack, LineRole.HEADING)
            result.append(place)
            if stack:
                stack[-1].children += 1
            stays = centred or half
            section = (*place.section, label)
            stack.append(_Open(row=index, indent=-1 if stays else row.indent, section=section, centred=stays))
            continue
        total = bool(_TOTAL.match(row.label)) or not row.label
        while stack and not stack[-1].centred:
            open_ = stack[-1]
            if (open_.closed and row.indent <= open_.indent) or (row.label and row.indent < open_.indent):
                stack.pop()
            elif row.label and row.indent == open_.indent and not open_.flush:
                if open_.children == 0 and open_.row == index - 1 and not _names_total(row.label, open_.label):
                    open_.flush = True
                elif open_.children == 0 or (total and _names_total(row.label, open_.label)):
                    break
                else:
                    stack.pop()
            else:
                break
        # "Total current assets" at the margin of "Current assets:" closes it, and stands under it.
        role = _role(row, total=total)
        result.append(_outlined(stack, role))
        if stack:
            stack[-1].children += 1
            named = _names_total(row.label, stack[-1].label)
            # "Net loss" right below "Operating activities" opens the section, though it reads like a result.
            if total and row.label and (named or (stack[-1].flush and stack[-1].children > 1)):
                stack[-1].closed = True
    return result


def _is_empty_item(rows: Sequence[Row], index: int, stack: Sequence[_Open]) -> bool:
    """Whether a row without figures is an item with nothing to report: `Preferred stock` above `Common stock`."""
    row = rows[index]
    if row.label.endswith((":", "-")) or row.label.isupper() or not stack or stack[-1].centred:
        return False
    below = rows[index + 1] if index + 1 < len(rows) else None
    return stack[-1].indent < row.indent and below is not None and bool(below.cells) and below.indent == row.indent


def _outlined(stack: Sequence[_Open], role: LineRole) -> Outlined:
    return Outlined(
        depth=len(stack),
        parent=stack[-1].row if stack else None,
        section=stack[-1].section if stack else (),
        role=role,
    )


def _names_total(label: str, heading: str) -> bool:
    match = _TOTAL_OF.match(label) if "total" in label[:_TOTAL_WITHIN].lower() else None
    if match is None:
        return False
    named = " ".join(_WORD.findall(match.group(1).lower()))
    words = " ".join(_WORD.findall(heading.lower()))
    return not named or named in words or words in named


def _role(row: Row, *, total: bool) -> LineRole:
    if row.rule_below == "=" and total:
        return LineRole.TOTAL
    if total:
        return LineRole.SUBTOTAL
    return LineRole.ITEM
