"""Head values: lines that end in years or days over the columns, and no figures of a row."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from converter.read.cut_heads import CUT_YEAR
from converter.read.heads import HEAD_DATE, says_more

if TYPE_CHECKING:
    from converter.read.lines import PhysicalLine

_YEAR = re.compile(r"(?:19|20)\d\d|'\d\d")
_BARS = re.compile(r"/\w/$")
"""The mark of a note behind a year or a figure: `1993/1/`."""
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS_BY_TWO = re.compile(r"(?=.*\d-\d)(?:\s*(?:19|20)\d\d(?:-(?:19|20)?\d\d)?){1,12}\s*")
"""`1996-97     1995-96`: dashes that are no minus, also beside years of their own."""
_LAST_YEAR = re.compile(r"\s*(?:and|&)\s+(?:19|20)\d\d\.?\s*", re.IGNORECASE)
"""`and 1993`: the last word of a title that names three years."""
_YEARS_APART = 9
"""Years between two columns: those of a page that shows the last year and the tenth before it."""
_PLAIN_FIGURE = re.compile(r"\$|\d,\d{3}(?!\d)|\d{5}|\.\d|%|\(")
_IN_LABEL = re.compile(r"[$%]|[.,]\d")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\bended\b", re.IGNORECASE)
_HEAD_WORDS = (
    (
        (
            *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
            *("month", "year", "week", "quarter", "period", "fiscal", "thousand", "million", "unaudited", "restated"),
            *("dollars", "inception", "except", "percent"),
        ),
        re.compile(
            r"\b(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d"
            r"|(?:months?|years?|weeks|quarters?|periods?)\b.{0,24}\bend"
            r"|(?:january|february|march|april|june|july|august|september|october|november|december)\b"
            r"|(?:fiscal|thousands|millions|unaudited|restated|years?\s+ended|dollars\s+in|inception|except\s+per|percent)\b)"
        ),
    ),
    (
        ("000", "19", "20", "/", "-"),
        re.compile(r"(?<![\d,])000'?s?\b|(?:^\s*|\s{3})(?:19|20)\d\d\b|^\W*(?:\d{1,2}([/-])\d{1,2}\1\d\d)"),
    ),
    (("note",), re.compile(r"(?:^\s*|\s\s|(?:^|\s\s)\(\s*)notes?\s*+\)?\s*+$")),
)
"""Words of column heads in lower case, each group with what is found many times faster: parts that one of them has."""
_DATED = re.compile(r"\b(?:19|20)\d\d[.,]?\)?$")
_DATED_LENGTH = 7
"""Characters of the longest of these and one before it."""
_FIGURE = re.compile(r"\d,\d{3}(?!\d)")


@lru_cache(maxsize=8192)
def speaks_of_dates(text: str) -> bool:
    """Whether a line has a word of a column head; each line is asked about several times."""
    lowered = text.lower()
    return any(any(map(lowered.__contains__, parts)) and pattern.search(lowered) for parts, pattern in _HEAD_WORDS)


def is_head_values(line: PhysicalLine) -> bool:
    """Whether the values of the line are years or days: `(In thousands)   1995   1994`, `June 30,1995`."""
    numbers = [token.text for token in line.tokens if token.number]
    if "/" in line.text:
        numbers = [_BARS.sub("", text) for text in numbers]
    if "-" in line.text and _YEARS_BY_TWO.fullmatch(line.text, line.label_end):
        return True
    if any(map(_PLAIN_FIGURE.search, numbers)):
        return False
    if len(numbers) == 1 and _LAST_YEAR.fullmatch(line.text):
        return True
    if not numbers or _FIGURE.search(line.text, 0, line.label_end):
        return False  # "27,303,186 outstanding at December 31, 1994     14     11"
    loose = all(token.loose for token in line.tokens)
    firm = [token for token in line.tokens if not token.loose]
    if (
        firm
        and _DATED.search(line.text[: firm[0].start].rstrip()[-_DATED_LENGTH:])
        and not any(_YEAR.fullmatch(token.text.strip("*(), ")) for token in firm)
    ):
        return False  # "June 30, 1995.     27     28": the rest of a label
    if loose and line.text[: line.label_end].strip() and not _MONTH.search(line.text):
        # "... of $754,504,000 in 1995" goes on in the next line, "Q4 1996    FY 1996" does not.
        several = len(_FULL_YEAR.findall(line.text)) > 1
        return several and not _IN_LABEL.search(line.text) and not says_more(line.text)
    small = [text.strip("*(), ") for text in numbers]
    if len(small) > 1 and CUT_YEAR.fullmatch(small[-1]) and all(map(_FULL_YEAR.fullmatch, small[:-1])):
        return not line.text[: line.label_end].strip() or speaks_of_dates(line.text)
    years = [int(text) for text in small if _FULL_YEAR.fullmatch(text)]
    if any(abs(a - b) > _YEARS_APART for a, b in pairwise(years)):
        return False  # "Accounts payable       2050       1987": filers may leave the commas out
    if not loose and all(_YEAR.fullmatch(text.strip("*() ")) for text in numbers):
        return True
    days = all(text.isdigit() and (_FULL_YEAR.fullmatch(text) or int(text) <= 31) for text in small)
    if days and not line.text[: line.label_end].strip() and any(_YEAR.fullmatch(text) for text in small):
        return True  # "3, 1995" under "November"
    if not speaks_of_dates(line.text):
        return False
    rest = HEAD_DATE.sub(lambda match: " " * len(match[0]), line.text)
    return days or not any(character.isdigit() for character in rest[line.tokens[0].start :])
