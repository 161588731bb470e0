"""The files of a filing: a document with what lies beside it, a folder, or a package, read within limits.

Everything in a filing is hostile: an archive may claim to be small and unpack to terabytes, a name may climb out of its
folder, a link may point anywhere. Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import posixpath
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from converter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from converter.model import RenderedFile

MAX_FILES: Final = 2_000
MAX_FILE: Final = 64 * 1024**2
"""Bytes of one file; the largest inline documents on EDGAR have about 50 million."""
MAX_TOTAL: Final = 256 * 1024**2
MAX_NAME: Final = 255
MAX_RATIO: Final = 200
"""How many times its packed size a file may have; markup packs ten to thirty times."""
PACKAGES: Final = frozenset({".xbri", ".zip"})
INLINE: Final = frozenset({".htm", ".html", ".xhtml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files of one filing by their paths, which have `/` between their parts."""

    name: str
    documents: tuple[str, ...]
    """Every file that may be an inline document, sorted."""
    names: frozenset[str]
    read: Callable[[str], bytes]
    """The content of one of the `names`. Raises `InputError` beyond a limit."""


def open_bundle(path: Path) -> Bundle:
    """The files at a path: a package, a folder, or one inline document with what lies in its folder.

    Raises `InputError` where there is nothing to read, or too much of it.
    """
    try:
        if path.is_dir():
            return _folder(path, path.name or str(path), None)
        if not path.is_file():
            raise InputError(f"{path} does not exist")
        if path.suffix.lower() in PACKAGES:
            return _package(path)
        if path.suffix.lower() in INLINE:
            return _folder(path.parent, path.name, path.name)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    raise InputError(f"{path} is no inline XBRL document (.htm, .html, .xhtml) and no package (.zip, .xbri)")


def bundle_of(files: Sequence[RenderedFile]) -> Bundle:
    """The files of a conversion, which are in memory."""
    contents = {file.path: file.content for file in files}
    names = frozenset(contents)
    return Bundle(name="conversion", documents=_inline(names), names=names, read=contents.__getitem__)


def resolve(document: str, href: str) -> str | None:
    """The path within the bundle that a reference leads to, or None where it leads to the web or nowhere.

    Raises `InputError` where it leads to this machine outside of the filing.
    """
    target = href.partition("#")[0].strip()
    if not target:
        return document
    target = unquote(target)
    scheme, colon, _ = target.partition(":")
    if colon and "/" not in scheme and scheme.lower() in {"http", "https", "urn"}:
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(document), target))
    if colon or "\\" in target or "\0" in target or found.startswith(("/", "../")) or found == "..":
        raise InputError(f"{document} refers to {target[:120]!r}, which is outside of the filing")
    return found


def _inline(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in names if posixpath.splitext(name)[1].lower() in INLINE))


def _folder(folder: Path, name: str, only: str | None) -> Bundle:
    root = folder.resolve()
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        # What a filing needs lies beside it; a link may point to anything.
        if path.is_file() and path.resolve().is_relative_to(root):
            found[path.name] = path
        if len(found) > MAX_FILES and only is None:
            raise InputError(f"{folder} holds more than {MAX_FILES} files")
    spent = [0]

    def read(wanted: str) -> bytes:
        path = found[wanted]
        size = path.stat().st_size
        _spend(spent, wanted, size)
        return path.read_bytes()

    names = frozenset(found)
    return Bundle(name=name, documents=(only,) if only else _inline(names), names=names, read=read)


def _package(path: Path) -> Bundle:
    try:
        with zipfile.ZipFile(path) as archive:
            members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
            count = len(archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(f"{path} is no zip archive: {error}") from error
    if count > MAX_FILES:
        raise InputError(f"{path} holds {count} files, more than {MAX_FILES}")
    total = 0
    for member in members.values():
        _check_member(path, member)
        total += member.file_size
    if total > MAX_TOTAL:
        raise InputError(f"{path} unpacks to {total} bytes, more than {MAX_TOTAL}")

    def read(wanted: str) -> bytes:
        try:
            # A reader of zipfile never gives more than the member claims, and the claims are checked above.
            with zipfile.ZipFile(path) as archive, archive.open(members[wanted]) as stream:
                return stream.read()
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"{wanted} in {path.name} is damaged: {error}") from error

    names = frozenset(members)
    return Bundle(name=path.name, documents=_inline(names), names=names, read=read)


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename
    parts = name.split("/")
    if len(name) > MAX_NAME or "\\" in name or ":" in parts[0] or name.startswith("/") or ".." in parts:
        raise InputError(f"{path} holds a file with the unsafe name {name[:80]!r}")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputError(f"{path} holds the link {name[:80]!r}")
    if member.flag_bits & 0x1:
        raise InputError(f"{path} holds the encrypted file {name[:80]!r}")
    if member.file_size > MAX_FILE or member.file_size > max(member.compress_size, 1) * MAX_RATIO + 65_536:
        raise InputError(f"{path} holds {name[:80]!r}, which unpacks to {member.file_size} bytes")


def _spend(spent: list[int], name: str, size: int) -> None:
    spent[0] += size
    if size > MAX_FILE or spent[0] > MAX_TOTAL:
        raise InputError(f"{name} has {size} bytes, more than is read of one filing")
