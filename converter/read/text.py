"""Bytes -> the text that every `Span` counts in: decoded, with LF line ends, without control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from converter.errors import InputError
from converter.messages import Message, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read; the largest plain-text submissions of the time have about a quarter of it."""

_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)

_SPACE_FOR_CONTROLS = bytes(
    0x20 if byte == 0x7F or (byte < 0x20 and byte not in b"\t\n\f\r") else byte for byte in range(256)
)
_CONTROL_BYTES = bytes(byte for byte in range(256) if _SPACE_FOR_CONTROLS[byte] != byte)
_UNPRINTABLE = re.compile("[\x80-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
"""What is left of the controls after decoding, what `str.splitlines` breaks at, and what XML cannot hold."""

_BINARY_SHARE = 0.02


def decode(data: bytes) -> tuple[str, tuple[Message, ...]]:
    """The text of a file, with LF line ends; form feeds and tabs stay where they are.

    A byte order mark decides; without one the text is ASCII, UTF-8 or else Windows-1252. NUL and other control
    characters become blanks, so that columns stay in place, and are reported. Raises `InputError` for a file that is
    empty, too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")
    if not data or data.isspace():
        raise InputError("the file is empty")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"this is {name}; only plain text is read")
    text, encoding, controls = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    messages: list[Message] = []
    if encoding == "windows-1252":
        messages.append(
            Message(
                code="submission.encoding",
                severity=Severity.INFO,
                text="the text is neither ASCII nor UTF-8; it is read as Windows-1252",
            )
        )
    if not text.isascii():
        text, found = _UNPRINTABLE.subn(" ", text)
        controls += found
    if not text or text.isspace():
        raise InputError("the file is empty")
    if controls:
        messages.append(
            Message(
                code="submission.control-characters",
                severity=Severity.WARNING,
                text=f"{controls} control character{'s' if controls > 1 else ''} replaced by blanks",
            )
        )
    return text, tuple(messages)


def _decode(data: bytes) -> tuple[str, str, int]:
    # Before anything is decoded, as the 16-bit encodings are full of NUL bytes.
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _utf_16(data, name)
    data = data.removeprefix(b"\xef\xbb\xbf")
    clean = data.translate(_SPACE_FOR_CONTROLS)
    controls = 0
    if clean != data:
        controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
        if controls > len(data) * _BINARY_SHARE + 8:
            raise InputError("this is a binary file; only plain text is read")
    if clean.isascii():
        return clean.decode("ascii"), "ascii", controls
    try:
        return clean.decode("utf-8"), "utf-8", controls
    except UnicodeDecodeError:
        return clean.decode("windows-1252", errors="replace"), "windows-1252", controls


def _utf_16(data: bytes, name: str) -> tuple[str, str, int]:
    try:
        text = data[2:].decode(name)
    except UnicodeDecodeError:
        raise InputError("the file begins with the byte order mark of UTF-16 but is not UTF-16") from None
    clean = text.translate({byte: " " for byte in _CONTROL_BYTES if byte < 0x80})
    controls = 0 if clean == text else sum(1 for old, new in zip(text, clean, strict=True) if old != new)
    return clean, name, controls


def places_of(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text; half of the time that a pattern takes."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def line_indexes(text: str, offsets: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each of the ascending offsets with the index (from 0) of the line that it stands on.

    Counting on from one to the next is one pass over the text, and needs no list of where its lines begin.
    """
    counted = index = 0
    for offset in offsets:
        index += text.count("\n", counted, offset)
        counted = offset
        yield offset, index


def span_of(text: str, start: int, end: int, first_line: int = 1) -> Span:
    """The span of `text[start:end]`, which must not be empty, in a text that begins on the line `first_line`."""
    line = first_line + text.count("\n", 0, start)
    last = max(start, end - 1)
    last_line = line + text.count("\n", start, last)
    return Span(
        first_line=line,
        first_column=start - text.rfind("\n", 0, start),
        last_line=last_line,
        last_column=last - text.rfind("\n", 0, last),
    )
