"""Facts as inline XBRL elements: which format reads the printed text as the value, and what is left out of it.

Transformations are those of registry 4 (2020-02-12). `$`, `(`, `)` and signs stay outside the element; what stands
inside and is no part of the value (the hyphen of `16-1158413`, the second of two spaces) is enclosed in `ix:exclude`.
A value that no printed text gives by these means is hidden, and the printed text refers to it (EFM 5.02.05.14).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from converter.model import Fact

TRANSFORMATIONS = "http://www.xbrl.org/inlineXBRL/transformation/2020-02-12"
_LONGEST = 2000
"""Characters of the longest printed text that is searched for a value: a cover item is a line or two."""

_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9][0-9, ]*(?:\.[0-9]+)?|\.[0-9]+")
_MONTHS = "January February March April May June July August September October November December"
_MONTH_NUMBERS = {
    form: number
    for number, month in enumerate(_MONTHS.split(), 1)
    for form in (month, month[:3], month.upper(), month[:3].upper())
}
_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_NAMED_DATE = re.compile(rf"\b({_MONTH})[a-zA-Z.,\s]{{1,60}}([0-9]{{1,2}})[a-zA-Z.,\s]{{1,60}}([0-9]{{4}})\b")
_DAY_FIRST = re.compile(rf"\b([0-9]{{1,2}})[,.\s]{{1,60}}({_MONTH})[a-zA-Z.,\s]{{1,60}}([0-9]{{4}})\b")
_NUMBER_DATE = re.compile(r"\b([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\b")
_MONTH_DAY = re.compile(rf"\b({_MONTH})[a-zA-Z.,\s]{{1,60}}([0-9]{{1,2}})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the text inside a tag; what is excluded is shown and no part of the value."""

    text: str
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An inline XBRL element around a part of a printed text."""

    fact: Fact
    before: str
    """What stands before the element in the printed text."""
    pieces: tuple[Piece, ...]
    after: str
    format: str
    wraps: bool = False
    """The format gives the value whatever is inside, so that other tags may stand there."""

    @property
    def element(self) -> str:
        """The local name of the element."""
        return "nonFraction" if self.fact.unit else "nonNumeric"


def tag(fact: Fact, printed: str) -> Tag | None:
    """The tag that reads a printed text as the fact's value; None where no transformation does."""
    if fact.unit:
        return _number(fact, printed)
    if not isinstance(fact.value, str) or not printed.strip() or len(printed) > _LONGEST:
        return None
    if fact.value in ("true", "false") and not fact.language:
        return _whole(fact, printed, f"ixt:fixed-{fact.value}")
    if fact.language:
        return _text(fact, printed)
    return next((found for rule in _DATES if (found := rule(fact, printed))), None) or _text(fact, printed)


def _number(fact: Fact, printed: str) -> Tag | None:
    value = fact.value
    if not isinstance(value, Decimal):
        return None
    if _NUMBER.fullmatch(printed):
        number = Decimal(printed.replace(",", "").replace(" ", ""))
        if number.scaleb(fact.scale) == abs(value):
            return _whole(fact, printed, "ixt:num-dot-decimal", wraps=False)
    if "'" in printed and (whole := _number(fact, printed.replace("'", ","))) is not None:
        parts = re.split("(')", printed)  # 1'234: no format knows the mark, which is left out of the value
        return replace(whole, pieces=tuple(Piece(text=part, excluded=part == "'") for part in parts))
    return None if value or not printed.strip() else _whole(fact, printed, "ixt:fixed-zero")


def _whole(fact: Fact, printed: str, transformation: str, *, wraps: bool = True) -> Tag:
    return Tag(fact=fact, before="", pieces=(Piece(text=printed),), after="", format=transformation, wraps=wraps)


def _part(fact: Fact, printed: str, match: re.Match[str], transformation: str) -> Tag:
    return Tag(
        fact=fact,
        before=printed[: match.start()],
        pieces=_on_one_line(match[0]),
        after=printed[match.end() :],
        format=transformation,
    )


def _on_one_line(text: str) -> tuple[Piece, ...]:
    """The text with one space kept of each run of white space: dates are wrapped, and formats know no line break."""
    pieces: list[Piece] = []
    position = 0
    for run in _SPACES.finditer(text):
        space = run[0].rfind(" ")
        if space < 0 or len(run[0]) == 1:
            continue
        kept = run.start() + space
        pieces.append(Piece(text=text[position : run.start()]))
        pieces.append(Piece(text=text[run.start() : kept], excluded=True))
        pieces.append(Piece(text=text[kept : kept + 1]))
        pieces.append(Piece(text=text[kept + 1 : run.end()], excluded=True))
        position = run.end()
    pieces.append(Piece(text=text[position:]))
    return tuple(piece for piece in pieces if piece.text)


def _dated(
    pattern: re.Pattern[str], transformation: str, read: Callable[[re.Match[str]], str]
) -> Callable[[Fact, str], Tag | None]:
    def rule(fact: Fact, printed: str) -> Tag | None:
        for match in pattern.finditer(printed):
            try:
                value = read(match)
            except ValueError:
                continue
            if value == fact.value:
                return _part(fact, printed, match, transformation)
        return None

    return rule


def _date(year: str, month: int, day: str) -> str:
    return dt.date(int(year), month, int(day)).isoformat()


_DATES = (
    _dated(
        _NAMED_DATE,
        "ixt:date-monthname-day-year-en",
        lambda match: _date(match[3], _MONTH_NUMBERS[match[1]], match[2]),
    ),
    _dated(
        _DAY_FIRST,
        "ixt:date-day-monthname-year-en",
        lambda match: _date(match[3], _MONTH_NUMBERS[match[2]], match[1]),
    ),
    _dated(_NUMBER_DATE, "ixt:date-month-day-year", lambda match: _date(match[3], int(match[1]), match[2])),
    _dated(
        _MONTH_DAY,
        "ixt:date-monthname-day-en",
        lambda match: f"--{_MONTH_NUMBERS[match[1]]:02d}-{int(match[2]):02d}",
    ),
)
"""One rule for each way to print a date: `March 4, 1999`, `4 March 1999`, `3/4/1999`; and `March 4` of any year."""


def _text(fact: Fact, printed: str) -> Tag | None:
    """The tag for a text that is printed with other spacing or punctuation than its value has."""
    value = str(fact.value)
    start = printed.find(value[:1])
    while start >= 0:
        found = _pieces(printed, start, value)
        if found is not None:
            pieces, end = found
            return Tag(fact=fact, before=printed[:start], pieces=pieces, after=printed[end:], format="")
        start = printed.find(value[:1], start + 1)
    return None


def _pieces(printed: str, start: int, value: str) -> tuple[tuple[Piece, ...], int] | None:
    """The pieces of `printed` from `start` on whose kept ones make up the value, and where they end."""
    pieces: list[Piece] = []
    kept = start
    position = start
    for character in value:
        skipped = position
        while position < len(printed) and not _stands_for(printed, position, character):
            if printed[position].isalnum():
                return None
            position += 1
        if position >= len(printed):
            return None
        if position > skipped:
            pieces.extend((Piece(text=printed[kept:skipped]), Piece(text=printed[skipped:position], excluded=True)))
            kept = position
        position += 1
    pieces.append(Piece(text=printed[kept:position]))
    return tuple(piece for piece in pieces if piece.text), position


def _stands_for(printed: str, position: int, character: str) -> bool:
    if printed[position] == character:
        return True
    # A line break stands for a space only where no real space follows: indentation comes after most of them.
    following = printed[position + 1 : position + 2]
    return character == " " and printed[position].isspace() and not following.isspace()
