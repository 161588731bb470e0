"""Broken lines: a mail program folded the lines of a table, so that figures stand on the line below their row.

::

                                                        1995
      1994                   1993
      Cash and cash equivalents (Notes 1 and 2)         $  20,400
            $   3,576

Others cut lines that are too long, in the middle of a figure. Where the blanks at the fold are still there, the lines
are joined again, and the figures must line up in columns then.
Else which column they belong to is not printed any more.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.read.columns import assign, find_bands
from converter.read.lines import LineKind, read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.read.lines import PhysicalLine

_LEAST = 3
_SHARE = 5
"""One of five lines of figures is a rest; totals without a label stand below the figures of the other rows."""
_LEAST_CUTS = 2
"""Figures that the end of a line cuts behind a comma: none is by chance."""
_WIDEST = 90
"""Characters of a line that a mail program folds at, and more."""
_LEFT = 12
"""Positions by which a rest of a line stands further left than the figures of the rows."""
_YEARS = re.compile(r"\s*(?:19|20)\d\d(?:\s+(?:19|20)\d\d){0,8}\s*")
_NO_AMOUNT = re.compile(r"\s*(?:[\d.,/-]+\s?%|(?:19|20)\d\d)\s*")
"""Rates of interest, and the years in which bonds are due."""
_ALIGNED = 0.9
"""Share of the figures of joined lines that must end where those of their column do."""
_NEAR = 2
"""Positions."""
_SHORTER = 4
"""Characters by which a line may be folded earlier, where its rest begins with a figure."""
_CUT = re.compile(r"\d,$|\($")
_CUT_ENDS = (",", "(")
_REST = re.compile(r"\d{1,3}(?!\d)")
_GOES_ON = re.compile(r"[a-z]{2}|[\d,.(]\d|\d[,.]")
"""The last character of a cut line and the first of its rest."""
_LONE = re.compile(r"\s+\(\d{1,3}\)\s*")
_TAGS = ("<PAGE", "<TABLE", "</TABLE", "\f", "\t")
_WRITTEN = (LineKind.TEXT, LineKind.VALUES)


def are_broken(lines: Sequence[PhysicalLine], raw: Sequence[str]) -> bool:
    """Whether the lines of a statement must have been folded, and the figures of its rows or its years with them.

    `lines` are the lines of the statement in order, `raw` all lines of its document.
    """
    if _has_cut_figures(lines, raw):
        return True
    width = _width(lines, raw)
    if width > _WIDEST:
        return False
    starts = [line.label_end for line in lines if line.kind is LineKind.VALUES and _has_label(line)]
    left = median(starts) - _LEFT if starts else 0
    values = sum(line.kind is LineKind.VALUES for line in lines)
    rests = split = 0
    years = False
    for before, line in pairwise(lines):
        if line.kind not in _WRITTEN or before.kind not in _WRITTEN or line.at != before.at + 1:
            continue
        folded = _is_folded(raw[before.at], line.text, width)
        years = years or (folded and bool(_YEARS.fullmatch(before.text) and _YEARS.fullmatch(line.text)))
        if line.kind is not LineKind.VALUES or _has_label(line):
            continue
        to_the_left = _has_label(before) and len(line.text) - len(line.text.lstrip()) < left
        if folded or (before.tokens and to_the_left):
            rests += 1
            split += bool(before.tokens)
    count = rests if years else split
    return count >= _LEAST and count * _SHARE >= values


def join_folded(pages: Sequence[Sequence[PhysicalLine]], raw: Sequence[str]) -> list[list[PhysicalLine]] | None:
    """The pages with the lines joined that were folded between two words, or None where no columns come of it."""
    cut = _cut_width([line for page in pages for line in page], raw)
    widths = [len(raw[line.at]) for page in pages for line in page if raw[line.at].endswith(" ")]
    joined = [_joined(page, raw, cut or max(widths, default=0), cut=cut > 0) for page in pages]
    lines = [line for page in joined for line in page]
    return joined if not are_broken(lines, raw) and _lines_up(lines) else None


def _joined(page: Sequence[PhysicalLine], raw: Sequence[str], width: int, *, cut: bool) -> list[PhysicalLine]:
    result: list[PhysicalLine] = []
    index = 0
    while index < len(page):
        last = page[index].at
        text, folds = raw[last], []
        index += 1
        # The rest of a line may be `(627)` alone, which was taken for the number of a page.
        while (
            last + 1 < len(raw)
            and ((index < len(page) and page[index].at == last + 1) or _LONE.fullmatch(raw[last + 1]))
            and not any(tag in line.upper() for line in raw[last : last + 2] for tag in _TAGS)
            and raw[last + 1].strip()
            and (len(raw[last]) == width if cut else _goes_on(raw[last], raw[last + 1], width))
        ):
            last += 1
            folds.append(len(text))
            text += raw[last]
            index += index < len(page) and page[index].at == last
        line = page[index - 1] if not folds else replace(read_line(last - len(folds), text), folds=tuple(folds))
        result.append(line)
    return result


def _width(lines: Sequence[PhysicalLine], raw: Sequence[str]) -> int:
    """The characters of the longest line; the tags that head the columns may stand further right."""
    return max((len(raw[line.at]) for line in lines if not raw[line.at].startswith("<")), default=0)


def _cut_width(lines: Sequence[PhysicalLine], raw: Sequence[str]) -> int:
    """The width at which all lines are cut, whatever stands there; 0 where they are not.

    A word or a figure goes on in the next line: `Augu` over `st 28, 1993`, `$2,384,` over `919   $1,864,082`.
    """
    width = _width(lines, raw)
    cut = any(
        line.at == before.at + 1
        and len(raw[before.at]) == width
        and _GOES_ON.fullmatch(raw[before.at][-1:] + raw[line.at][:1])
        for before, line in pairwise(lines)
    )
    return width if cut else 0


def _has_cut_figures(lines: Sequence[PhysicalLine], raw: Sequence[str]) -> bool:
    """Whether several figures are cut behind a comma or a parenthesis."""
    cuts = sum(
        raw[before.at].endswith(_CUT_ENDS)  # few lines do
        and line.at == before.at + 1
        and _CUT.search(raw[before.at][-2:]) is not None
        and _REST.match(raw[line.at]) is not None
        for before, line in pairwise(lines)
    )
    return cuts >= _LEAST_CUTS


def _goes_on(above: str, below: str, width: int) -> bool:
    """Whether the line below is the rest of the one above, whose blanks at the fold are still there."""
    if above.endswith("$"):
        return below[:1] in "(0123456789"  # a currency sign has its figure on the next line
    if below[:1] in "(0123456789" and _is_folded(above, below, width - _SHORTER):
        return True  # labels are indented, or begin with a letter
    # A dash at the beginning of a line may have been escaped by another one, which took up its room.
    return _is_folded(above, below, width - 2 if below.startswith("-") else width)


def _lines_up(lines: Sequence[PhysicalLine]) -> bool:
    """Whether the figures of the joined lines end in columns."""
    rows = [
        [token for token in line.tokens if token.number and not token.loose and not _NO_AMOUNT.fullmatch(token.text)]
        for line in lines
    ]
    rows = [row for row in rows if row and any("," in token.text or "." in token.text for token in row)]
    bands = find_bands(rows)
    placed = [(bands[column], token) for row in rows for column, token in assign(row, bands)[0]]
    near = sum(abs(token.right - band.right) <= _NEAR for band, token in placed)
    return len(bands) > 1 and near >= _ALIGNED * sum(map(len, rows))


def _is_folded(above: str, below: str, width: int) -> bool:
    """Whether a line ends in the blank before a word that was too long for it."""
    word = len(below) - len(below.lstrip()) + len(below.split(None, 1)[0])
    return above.endswith(" ") and len(above) + word > width


def _has_label(line: PhysicalLine) -> bool:
    label = line.text[: line.label_end].lstrip()
    return label[:1].isalpha() or any(map(str.isalpha, label))
