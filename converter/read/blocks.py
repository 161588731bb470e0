"""Blocks: a document as page breaks, running heads, headings, paragraphs, tables and blanks, with nothing left out.

The statement reader goes by titles and reads its own stretches of lines; blocks show a person the whole document, cut
by the same physical lines. Joined in order, the blocks are the text of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from converter.messages import Span
from converter.model import Block, BlockKind
from converter.read.lines import LineKind, is_bare_number, read_line
from converter.read.table_lines import find_tables, has_figures, is_prose
from converter.read.titles import find_titles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Submission
    from converter.read.lines import PhysicalLine

_TAGS = (LineKind.TABLE, LineKind.TABLE_END, LineKind.HEAD_END)
_EDGE = 3
"""Lines at each end of a page that may be running heads."""
_RECURRING = 3
"""Pages that must show the same line at the same end."""
_LONGEST_HEADING = 90
_HEADING_LINES = 4
_CENTRED = 10
_DIGITS = re.compile(r"[0-9]+")
_NUMBERED = re.compile(r"(?:part|item|note|article|section|exhibit|schedule)\s+[0-9ivx]{1,5}[a-z]?\b", re.IGNORECASE)
_SMALL_WORDS = frozenset({"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to"})


def read_blocks(submission: Submission, document_index: int) -> tuple[Block, ...]:
    """The blocks of one document, in order; none for a document without text."""
    document = submission.documents[document_index]
    raw = document.text.split("\n")
    starts = list(accumulate((len(text) + 1 for text in raw), initial=0))
    titled = {
        index
        for title in find_titles(document.text.lower(), raw)
        if title.primary
        for index in range(title.line, title.last_line + 1)
    }
    if not raw[-1]:
        raw.pop()
    lines = [read_line(index, text) for index, text in enumerate(raw)]
    kinds = _kinds(lines, frozenset(titled))
    blocks = []
    first = 0
    for index in range(1, len(kinds) + 1):
        if index < len(kinds) and kinds[index] is kinds[first] and not _opens_page(kinds[index], raw[index]):
            continue
        span = Span(
            first_line=document.first_line + first,
            first_column=1,
            last_line=document.first_line + index - 1,
            last_column=max(1, len(raw[index - 1])),
        )
        blocks.append(Block(kind=kinds[first], span=span, text=document.text[starts[first] : starts[index]]))
        first = index
    return tuple(blocks)


def _opens_page(kind: BlockKind, text: str) -> bool:
    """Whether a block begins with the line even where the one before it is of its kind."""
    return kind is BlockKind.PAGE_BREAK or "\f" in text


def _kinds(lines: Sequence[PhysicalLine], titles: frozenset[int]) -> list[BlockKind]:
    """What each line is part of."""
    breaks = [index for index, line in enumerate(lines) if line.kind is LineKind.PAGE]
    heads = _running_heads(lines, breaks, titles)
    apart = [line.kind is LineKind.PAGE or index in heads for index, line in enumerate(lines)]
    tables = find_tables(lines, titles, apart)
    kinds = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.PAGE:
            kinds.append(BlockKind.PAGE_BREAK)
        elif index in heads:
            kinds.append(BlockKind.RUNNING_HEAD)
        elif tables[index] or line.kind in _TAGS:
            kinds.append(BlockKind.TABLE)
        elif line.kind is LineKind.BLANK:
            kinds.append(BlockKind.BLANK)
        else:
            kinds.append(BlockKind.PARAGRAPH)
    for first, last in _stretches(kinds, BlockKind.PARAGRAPH):
        for part_first, part_last in _cut(range(first, last), titles):
            if _is_heading(lines[part_first:part_last]) or part_first in titles:
                kinds[part_first:part_last] = [BlockKind.HEADING] * (part_last - part_first)
    return kinds


def _stretches(kinds: Sequence[BlockKind], wanted: BlockKind) -> list[tuple[int, int]]:
    """First line and end of each run of lines of a kind."""
    found = []
    first = -1
    for index in range(len(kinds) + 1):
        inside = index < len(kinds) and kinds[index] is wanted
        if inside and first < 0:
            first = index
        elif not inside and first >= 0:
            found.append((first, index))
            first = -1
    return found


def _cut(lines: range, titles: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The stretch in parts, so that a title stands apart from the lines printed right above and below it."""
    first = lines.start
    for index in lines[1:]:
        if (index in titles) is not (index - 1 in titles):
            yield first, index
            first = index
    yield first, lines.stop


def _running_heads(lines: Sequence[PhysicalLine], breaks: Sequence[int], titles: frozenset[int]) -> set[int]:
    """The indexes of page numbers, and of lines that stand at the same end of page after page."""
    heads = {index for index, line in enumerate(lines) if line.kind is LineKind.FOOT and not _is_enclosed(lines, index)}
    tops: list[list[int]] = []
    bottoms: list[list[int]] = []
    # A page number is the edge of a page as well: press releases have no other.
    edges = sorted({*breaks, *heads})
    for page_first, page_end in pairwise([-1, *edges, len(lines)]):
        filled = [i for i in range(page_first + 1, page_end) if lines[i].kind in (LineKind.TEXT, LineKind.VALUES)]
        tops.append(filled[:_EDGE])
        bottoms.append(filled[: -_EDGE - 1 : -1])
    for ends in (tops, bottoms):
        seen = Counter(key for edge in ends for key in {_key(lines[index]) for index in edge})
        for edge in ends:
            for index in edge:
                bare = bool(breaks) and is_bare_number(lines[index])
                recurs = seen[_key(lines[index])] >= _RECURRING and _ends_in_page(lines[index])
                if index not in heads and (index in titles or not (bare or recurs)):
                    break
                heads.add(index)
    return heads


def _is_enclosed(lines: Sequence[PhysicalLine], index: int) -> bool:
    """Whether figures stand right above and right below: `(627)` on a line of its own is a figure of a folded row."""
    around = (lines[index - 1 : index], lines[index + 1 : index + 2])
    return all(beside and has_figures(beside[0]) for beside in around)


def _ends_in_page(line: PhysicalLine) -> bool:
    """Whether a line ends in words or in the number of a page: `ACME CORPORATION       12`."""
    return not line.tokens or (len(line.tokens) == 1 and line.tokens[0].text.strip().isdigit())


def _key(line: PhysicalLine) -> str:
    return _DIGITS.sub("#", " ".join(line.text.lower().split()))


def _is_heading(lines: Sequence[PhysicalLine]) -> bool:
    """Whether a few lines between blanks are a heading: short, and centred, in capitals or numbered."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    if not texts or len(texts) > _HEADING_LINES or any(has_figures(line) for line in lines):
        return False
    if any(len(text) > _LONGEST_HEADING or "   " in text for text in texts) or any(is_prose(line) for line in lines):
        return False
    if _NUMBERED.match(texts[0]):
        return True
    if texts[-1].endswith((".", ";", ",")) and not texts[-1].lower().endswith(("inc.", "co.", "corp.", "ltd.", "l.p.")):
        return False
    return all(
        len(line.text) - len(line.text.lstrip()) >= _CENTRED or text.isupper() or _is_named(text)
        for line, text in zip(lines, texts, strict=False)
    )


def _is_named(text: str) -> bool:
    """Whether every word but the small ones begins with a capital."""
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", text) if word.lower() not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)
