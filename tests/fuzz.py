"""Filings damaged in every way that files get damaged, read to the end: `python -m tests.fuzz --rounds 500 FILE...`.

Without files it damages the example and the layouts of the corpus. Everything follows from `--seed`. A filing that
raises anything but `InputError` or breaks a promise of `tests.read_checks` is named with its seed, and the slowest too.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tests.conftest import EXAMPLE
from tests.corpus_reader import read_cases
from tests.read_checks import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DIGITS = b"0123456789"


def _places(data: bytes, chance: random.Random, share: float) -> list[int]:
    return sorted(chance.randrange(len(data)) for _ in range(max(1, int(len(data) * share)))) if data else []


def drop_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for place in reversed(_places(data, chance, 0.002)):
        del out[place : place + chance.choice((1, 1, 2, 30))]
    return bytes(out)


def change_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for place in _places(data, chance, 0.002):
        out[place] = chance.choice(b"0123456789,.$()-=_ \t\r\n\f<>lOI\x97\xe9")
    return bytes(out)


def nulls(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for place in _places(data, chance, 0.001):
        out[place] = 0
    return bytes(out)


def drop_lines(data: bytes, chance: random.Random) -> bytes:
    return b"\n".join(line for line in data.split(b"\n") if chance.random() > 0.05)


def shuffle_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    for start in range(0, len(lines), 40):
        if chance.random() < 0.3:
            window = lines[start : start + 40]
            chance.shuffle(window)
            lines[start : start + 40] = window
    return b"\n".join(lines)


def join_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    return b"".join(line + (b"" if chance.random() < 0.05 else b"\n") for line in lines)


def shift_columns(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    for index, line in enumerate(lines):
        if line and chance.random() < 0.2:
            place = chance.randrange(len(line))
            if chance.random() < 0.5:
                lines[index] = line[:place] + b" " * chance.randrange(1, 20) + line[place:]
            else:
                lines[index] = line[:place] + line[place:].replace(b"    ", b" ", 1)
    return b"\n".join(lines)


def tabs_for_blanks(data: bytes, chance: random.Random) -> bytes:
    width = chance.choice((2, 4, 8))
    return data.replace(b" " * width, b"\t")


def runs_of_digits(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for place in reversed(_places(data, chance, 0.0003)):
        out[place:place] = bytes([chance.choice(_DIGITS)]) * chance.choice((20, 300, 5000))
    return bytes(out)


def repeat_a_part(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(max(1, len(data)))
    part = data[start : start + chance.choice((10, 200, 4000))]
    return data[:start] + part * chance.choice((2, 20)) + data[start:]


def cut_short(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def scatter_tags(data: bytes, chance: random.Random) -> bytes:
    tags = (b"<TABLE>", b"</TABLE>", b"<S>", b"<C>", b"<PAGE>", b"<DOCUMENT>", b"</DOCUMENT>", b"<TEXT>", b"</TEXT>")
    lines = data.split(b"\n")
    for _ in range(max(1, len(lines) // 50)):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(tags))
    return b"\n".join(lines)


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    drop_bytes, change_bytes, nulls, drop_lines, shuffle_lines, join_lines, shift_columns, tabs_for_blanks,
    runs_of_digits, repeat_a_part, cut_short, scatter_tags,
)  # fmt: skip


def damaged(data: bytes, seed: int) -> bytes:
    """The data with up to three damages, all from the seed."""
    chance = random.Random(seed)  # noqa: S311  repeatable, not secret
    for damage in chance.sample(DAMAGES, chance.choice((1, 1, 2, 3))):
        data = damage(data, chance)
    return data


def own_texts() -> list[tuple[str, bytes]]:
    """The example and the layouts of the corpus, by name."""
    cases = [case for stage in ("tables", "heads", "statements") for case in read_cases(stage)]
    return [(EXAMPLE.name, EXAMPLE.read_bytes()), *((case.title, case.given.encode("utf-8")) for case in cases)]


def run(texts: Sequence[tuple[str, bytes]], seeds: range) -> Iterator[tuple[str, int, float, str]]:
    """Name, seed, seconds of process time over 1 + megabytes, and trouble (empty where there is none) for each seed."""
    for seed in seeds:
        name, data = texts[seed % len(texts)]
        bad = damaged(data, seed)
        started = time.process_time()
        trouble = ""
        try:
            read_all(bad)
        except Exception:  # noqa: BLE001  whatever it is, it is to be named
            trouble = traceback.format_exc()
        yield name, seed, (time.process_time() - started) / (1 + len(bad) / 1e6), trouble


def main() -> int:
    """Zero where every damaged filing was read or refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    texts = [(str(path), path.read_bytes()) for path in options.files] or own_texts()
    troubles = 0
    slowest = (0.0, "", 0)
    for count, (name, seed, took, trouble) in enumerate(
        run(texts, range(options.seed, options.seed + options.rounds)), 1
    ):
        slowest = max(slowest, (took, name, seed))
        if trouble:
            troubles += 1
            sys.stdout.write(f"{name}: seed {seed}\n{trouble}\n")
        if count % 50 == 0:
            sys.stderr.write(f"{count} of {options.rounds}\r")
    sys.stdout.write(f"{options.rounds} damaged texts, {troubles} in trouble, slowest {slowest[0]:.2f} s: "
                     f"{slowest[1]}, seed {slowest[2]}\n")  # fmt: skip
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
