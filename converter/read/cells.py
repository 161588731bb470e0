"""Cells: the printed values at the end of a physical line, found by geometry.

A value stands in a column of its own: two blanks, a dollar sign, a leader or another value before it, and nothing but
values after it. Numbers inside a label do not::

    Accounts receivable, less allowances of
      $574,000 in 1995 and $251,000 in 1994     13,168,000     10,211,000
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection

_VALUE_SOURCE = r"""
    (?= [\d$(\[\-_*unUN\u2014\u2013\x97\x96] | \.\d )
    (?: (?: (?<![\w-]) -(?i:US)?\$ [ ]{0,3}
      | (?i:US)?\$ [ ]{0,24} [(\[] [ ]{0,6} \$? [ ]{0,6} | [(\[] [ ]{0,6} (?:\$ [ ]{0,24})?
      | (?i:US)?\$ [ ]{0,24} | ) -?
    (?P<number> (?<![\w,/]) \d[\d,]* (?:\.\d+)? | (?<![\w.,]) \.\d+ )
    (?: [ ]{0,3}+ %? [ ]{0,2}+ [)\]] (?:[ ]?%)? | [ ]? % | - (?![\w-]) MARKS | )
    (?: [ ]? \( (?:(?i:[a-z])|\d{1,2}) \) (?!\d) | [ ]? \*{1,3} | /(?i:[a-z0-9])/ (?![\w/]) | )
    | (?: \$ [ ]{0,20} )?
      (?P<dash> (?<![\w-])
        (?:-[ ]?0[ ]?-|-(?:[ ]-){1,2}|-{1,4}|_{1,2}|[\u2014\u2013\x97\x96]+) (?![\w-])
        | \( [ ]{0,6} -{1,4} [ ]{0,6} \) )
      (?: [ ]? % )?
    | (?<=[ ][ ]) (?P<word> (?i:none|nil|n/a|na|n\.a\.|n/m|nm)|\*{1,2} ) (?=[ ]{2}|[ ]?$) )
    """
# Letters of either case where they may stand, and nowhere else: each character is compared many times faster so.
_VALUE = re.compile(_VALUE_SOURCE.replace("MARKS", ""), re.VERBOSE)
_MARKED_VALUE = re.compile(_VALUE_SOURCE.replace("MARKS", r"| [ ]{0,2} (?i:CR|DR) (?![A-Za-z])"), re.VERBOSE)
_MARK = re.compile(r"(?<=\d) {0,2}(?:CR|DR)(?![A-Za-z])", re.IGNORECASE)
"""`1,234 CR`: few lines have one, and only these are looked at for it."""

_LABEL = re.compile(r".*[A-Za-z][b-df-hjkp-rt-zB-DF-HJKP-RT-Z]")
"""Up to the last two letters that no value has side by side: the values that end the line stand behind them."""
_END = frozenset("0123456789)]%-_*/$. \x97\x96\u2014\u2013")
_WORDS = ("none", "nil", "n/a", "na", "n/m", "nm", "cr", "dr")
"""How a line with values ends."""
_TELEPHONE = re.compile(r"(?<!\d)\(?\d{3}\)?[ -]{1,3}\d{3}-\d{4}$")
_TELEPHONE_LENGTH = 18
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENED = re.compile(r"(?:\$ {0,24})?(?:\( {0,3})?\d[\d, ]*")
_CLOSED = re.compile(r"[\d, ]+\)? ?")
_ZEROS = frozenset({"000", "000,000"})
"""Captions over columns, not figures: `($000)`."""
_MARKED = re.compile(r"[,.(]\d")
_DATE = re.compile(r"(?<![\d-])\d{1,2}-\d{1,2}-(?:(?:19|20)\d\d|\d\d)(?![\d,-])")
"""`12-31-96`: a day, and no figures below zero."""
_DATE_HINT = re.compile(r"\d-\d{1,2}-\d")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})*|[1-9]\d*")


class Token(Struct, frozen=True):
    """A value on a line: character positions from 0 in the line with tabs expanded.

    `start` and `end` enclose all that belongs to it, `left` and `right` the digits (or the dash) alone.
    """

    start: int
    end: int
    left: int
    right: int
    text: str
    number: bool
    loose: bool = False
    """Only one blank stands before it, so that it may be the end of the label."""


def _is_gap(line: str, token: Token, between: str, *, behind: bool) -> bool:
    """Whether what stands behind a value is a gap; a leader ends the label, so that a number before it belongs to it.

    So does a year with a point: `at October 31, 1994.      86      85`. A value may have leaders on both sides:
    `Net sales..... 24,318..... 22,105`; with blanks before it, `24,318   22,105.....  310`, it is of no label.
    """
    if between.strip(" ."):
        return False
    before = line[: token.start]
    if behind or before.rstrip(" ").endswith("..") or (before.endswith("  ") and _is_whole(before, token)):
        return True
    return ".." not in between and not (between[0:1] == "." and _YEAR.fullmatch(line, token.end - 4, token.end))


def _is_whole(before: str, token: Token) -> bool:
    """Whether a value behind other text is an amount, and not the end of a caption: `  $522,529; 1994, $305,466)`."""
    text = token.text
    return bool(before.strip()) and text.count("(") == text.count(")") and _MARKED.search(text) is not None


def _mended(line: str, run: list[Token]) -> list[Token]:
    """The run with figures that a single blank tore apart in one piece: `5 31,020`, `342,2 00`, and `8 220` for 8,220.

    Filers who write a blank for the comma write `$263 197` and `(2 388)` as well.

    A piece is never joined by guess: what is no amount in one piece is reported as damaged. A year before a figure,
    `... and $3,964 in 1993 188,672`, ends the label.
    """
    joined: list[Token] = []
    for token in run:
        last = joined[-1] if joined else None
        if (
            last is not None
            and token.start - last.end == 1
            and _OPENED.fullmatch(last.text)
            and last.text[-1] != ","
            and _CLOSED.fullmatch(token.text)
            and (")" not in token.text or "(" in last.text)
            and not (
                ("," in last.text or ("," in token.text and _YEAR.fullmatch(last.text)))
                and _WHOLE.fullmatch(last.text.lstrip("$( "))
                and _WHOLE.fullmatch(token.text.rstrip(") "))
            )
        ):
            text = line[last.start : token.end]
            joined[-1] = Token(last.start, token.end, last.left, token.right, text, number=True, loose=last.loose)
        else:
            joined.append(token)
    return joined


def find_tokens(line: str, *, parted: bool = False, stops: Collection[int] = ()) -> list[Token]:
    """The run of values that ends the line, from left to right; empty for a line of text.

    `parted` is a line with tabs or bars: the single blank that they may come to parts two columns. `stops` are the
    positions behind its tabs: what begins there stands in a column.
    """
    if not line or (line[-1] not in _END and not line[-4:].lower().endswith(_WORDS)):
        return []
    if line[-5:-4] == "-" and _TELEPHONE.search(line, max(0, len(line) - _TELEPHONE_LENGTH)):
        return []
    if line[-1] == "$":
        line = line[:-1].rstrip()  # the currency sign of a blank cell
    tokens: list[Token] = []
    pattern, unmarked = _VALUE, line
    if "CR" in line or "DR" in line or "Cr" in line or "Dr" in line:
        unmarked = _MARK.sub(lambda match: "0" * len(match[0]), line)
        pattern = _VALUE if unmarked == line else _MARKED_VALUE
    label = _LABEL.match(unmarked)
    for match in pattern.finditer(line, label.end() if label else 0):
        start, end = match.span()
        left, right = match.span(match.lastindex or 0)
        tokens.append(Token(start, end, left, right, match[0], match.lastgroup == "number"))
    if tokens and _DATE_HINT.search(line):
        days = [match.span() for match in _DATE.finditer(line)]
        tokens = [token for token in tokens if all(token.end <= start or end <= token.start for start, end in days)]
    # Only the values that end the line count: walk back while nothing but blanks stands between them.
    limit = len(line)
    first = len(tokens)
    torn = False
    while first:
        between = line[tokens[first - 1].end : limit]
        if between.strip(" ") and not _is_gap(line, tokens[first - 1], between, behind=first == len(tokens)):
            break
        torn = torn or len(between) == 1
        first -= 1
        limit = tokens[first].start
    run = tokens[first:]
    if torn and not parted:
        run = _mended(line, run)
    if "000" in line:
        run = [token for token in run if token.text.strip("US$( )") not in _ZEROS]
    while run:
        head = run[0]
        if line.startswith("  ", max(0, head.start - 2), head.start):
            break
        text = line[: head.start].rstrip(" ")
        gap = head.start - len(text)
        if gap >= 2 or not text or text[-1] in ".$" or head.start in stops:
            break
        if not head.number or (gap == 0 and head.text[0] != "$"):
            # A hyphen that joins two parts of a label, or a number that is part of a word, is no value.
            run = run[1:]
            continue
        if head.text.count(")") > head.text.count("(") and text.count("(") > text.count(")"):
            # The end of a parenthesis: "Commitments (Note 16)", and "... of $91 ($87 in 1995)1,496" before its figure.
            run = run[1:]
            if run and run[0].start - head.end == 1:
                continue
            break
        run[0] = replace(head, loose=True)
        for index in range(1, len(run)):  # "allowance of $574 (1995)": what is one blank further is as loose
            if run[index].start - run[index - 1].end > 1 or line[run[index - 1].end - 1] == " ":
                break
            run[index] = replace(run[index], loose=True)
        break
    return run
