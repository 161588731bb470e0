"""Strays: figures that end a line of a table but are no amounts of its columns.

::

                                               Notes        1995         1994
    Deferred charges                             7                      5,500
    Common stock, no par value, authorized 28,902,923
      shares, outstanding 24,361,586 shares               465,994      465,994
    Held to maturity (fair value                               --           --
      $33,386 and $41,196)                                 32,890       41,522
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from converter.read.columns import REFERENCE, assign
from converter.read.label_text import part_text
from converter.read.lines import LineKind
from converter.read.wrapping import is_open

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.read.cells import Token
    from converter.read.columns import Band, Placed
    from converter.read.lines import PhysicalLine

_NOTE_HEAD = re.compile(r"(?:^|\s{2})\(?(notes?|ref\.?)(?:\s+(?:no\.?|nos\.?|ref\.?))?\)?(?=\s{2}|$)", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTE_HINTS = ("note", "ref")
_UNDER = 3
"""Positions by which a reference stands beside the head of its column."""
_JUSTIFIED = 3
"""Blanks between two words of justified text."""
_LABEL = 20
"""Positions of the narrowest label: a head further left stands over no column."""


def without_strays(
    head: Sequence[PhysicalLine], body: Sequence[PhysicalLine], bands: Sequence[Band]
) -> tuple[list[PhysicalLine], dict[int, Placed]]:
    """The lines of a body without the values that stand in none of its columns; they are part of the label then.

    `head` are the lines above the body, `bands` its columns. A line that keeps no value is one of text. Second: where
    the values of lines that keep all of theirs stand, by the index of the line.
    """
    notes = [
        place
        for line in head
        if any(map(line.text.lower().__contains__, _NOTE_HINTS))
        for match in _NOTE_HEAD.finditer(line.text)
        if (place := match.span(1))[0] >= _LABEL and not any(_is_under(band, place) for band in bands)
    ]
    result: list[PhysicalLine] = []
    known: dict[int, Placed] = {}
    for index, printed in enumerate(body):
        line = _without_references(printed, bands, notes) if notes and printed.tokens else printed
        if not line.tokens or not bands:
            result.append(line)
            continue
        below = body[index + 1] if index + 1 < len(body) and body[index + 1].at == line.at + 1 else None
        line = _without_words(line, below, bands)
        if not line.tokens:
            result.append(line)
            continue
        placed = assign(line.tokens, bands)
        cleared = _cleared(line, [token for _, token in placed[0]], below, len(bands))
        if cleared is line:
            known[line.at] = placed
        result.append(cleared)
    return result, known


def _is_under(figure: Token | Band, head: tuple[int, int]) -> bool:
    return head[0] - _UNDER <= figure.left and figure.right <= head[1] + _UNDER


def _without_references(line: PhysicalLine, bands: Sequence[Band], notes: Sequence[tuple[int, int]]) -> PhysicalLine:
    references = list(_references(line.tokens, bands, notes))
    if not references:
        return line
    rest = [token for token in line.tokens if token not in references]
    if not rest:
        return replace(line, tokens=[], text=line.text[: line.label_end].rstrip(), kind=LineKind.TEXT)
    return replace(line, tokens=rest)


def _without_words(line: PhysicalLine, below: PhysicalLine | None, bands: Sequence[Band]) -> PhysicalLine:
    """The line without a first number that its label needs, where justified text has several blanks before it.

    ::

        Trade accounts receivable, less allowance for losses of  3,768
          and  3,527                                               105,847      95,336
    """
    first, *rest = line.tokens
    label = line.text[: first.start].rstrip()
    if (
        not first.number
        or first.start - len(label) > _JUSTIFIED
        or any(abs(first.right - band.right) <= 1 for band in bands)
        or not is_open(label)
    ):
        return line
    if not rest and len(bands) > 1 and below is not None and part_text(below)[:1].islower():
        return replace(line, tokens=[], kind=LineKind.TEXT)
    filled = len(rest) == len(bands) and all(
        abs(token.right - band.right) <= 1 for token, band in zip(rest, bands, strict=True)
    )
    return replace(line, tokens=rest) if filled else line


def _cleared(line: PhysicalLine, tokens: list[Token], below: PhysicalLine | None, count: int) -> PhysicalLine:
    """The line without the values that are not among `tokens`, those that stand in one of the `count` columns."""
    if _is_inside_label(line, tokens, below, count):
        if not tokens[0].number:
            line = replace(line, text=line.text[: tokens[0].start].rstrip())  # the dashes are no words of the label
        return replace(line, tokens=[], kind=LineKind.TEXT)
    if len(tokens) == len(line.tokens):
        return line
    lost = [token for token in line.tokens if token not in tokens]
    if tokens and all(token.loose or token.end <= tokens[0].start for token in lost):
        return replace(line, tokens=tokens)
    if tokens or sum(token.number and not token.loose for token in line.tokens) > 1:
        return line  # figures of another table are no words of the label below
    return replace(line, tokens=[], kind=LineKind.TEXT)


def _references(tokens: Sequence[Token], bands: Sequence[Band], notes: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The values that stand under the head of a column of references, which has too few of them to be a column."""
    for token in tokens:
        if (
            any(_is_under(token, head) for head in notes)
            and REFERENCE.fullmatch(token.text.strip())
            and all(abs(token.right - band.right) > 1 for band in bands)
        ):
            yield token


def _is_inside_label(line: PhysicalLine, tokens: Sequence[Token], below: PhysicalLine | None, count: int) -> bool:
    """Whether the values of a line are words of a label that goes on below.

    That is a number behind a single blank where other columns are blank, a year there in any case, and dashes within a
    parenthesis that the next line closes before its figures.
    """
    if len(tokens) == 1 and count > 1 and tokens[0].loose and _YEAR.fullmatch(tokens[0].text.strip()):
        return True
    if below is None:
        return False
    if len(tokens) == 1 and count > 1 and tokens[0].loose and tokens[0].number:
        return below.text.lstrip()[:1].islower()
    if not tokens or any(token.number for token in tokens):
        return False
    label = line.text[: tokens[0].start]
    return (
        label.count("(") > label.count(")")
        and below.text.count(")") > below.text.count("(")
        and sum(token.number for token in below.tokens) >= len(tokens)
    )
