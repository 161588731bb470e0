"""Cases of a corpus file: a title behind `==== `, the text in, a line `----`, the text out."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Title, input and expected output of every case of `tests/corpus/NAME.txt`."""
    found = []
    for case in re.split(r"^==== ", (FOLDER / f"{name}.txt").read_text(encoding="ascii"), flags=re.MULTILINE)[1:]:
        title, text = case.split("\n", 1)
        given, expected = re.split(r"^----\n", text, flags=re.MULTILINE)
        found.append((title, given, expected.rstrip("\n")))
    return found
