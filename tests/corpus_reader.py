"""The corpus notation: cases of text in, text out, one file per stage.

    ==== title
    the input, as it is printed
    ----
    what is right

What cannot be seen is written with a picture of itself: `␉` a tab, `␌` a form feed, `␍` a carriage return.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "corpus"
_PICTURES = str.maketrans({"␉": "\t", "␌": "\f", "␍": "\r"})


class Case(NamedTuple):
    """One case; the input has a line end after every line, the expected text none at its end."""

    title: str
    given: str
    expected: str


def read_cases(stage: str) -> list[Case]:
    """The cases of `corpus/<stage>.txt`, in order. The last line of four dashes ends the input."""
    text = (_FOLDER / f"{stage}.txt").read_text(encoding="utf-8")
    cases = []
    for part in re.split(r"^==== ", text, flags=re.MULTILINE)[1:]:
        title, _, rest = part.partition("\n")
        given, dashes, expected = rest.rpartition("\n----\n")
        assert dashes, f"the case {title!r} of {stage}.txt has no line of four dashes"
        cases.append(Case(title, given.translate(_PICTURES) + "\n", expected.strip("\n")))
    return cases
