"""A taxonomy package zip, read with distrust: no path of it is ever followed, and no size of it believed.

Implements what the Taxonomy Packages 1.0 specification says of the folder layout (section 3) and of the catalog
(section 4); only `rewriteURI` exists there.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin

from converter.errors import TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

CATALOG_NAMESPACE = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
PACKAGE_NAMESPACE = "http://xbrl.org/2016/taxonomy-package"

LONGEST_PATH = 400
MOST_FILES = 20_000
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_PACKAGE = 512 * 1024 * 1024
"""The complete us-gaap releases have some 1,200 files, of which the largest takes 20 MB; all of them, 60 MB."""


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of an XML file; no entity, no document type, no network.

    Raises:
        TaxonomyError: the file is not well-formed, or declares a document type.

    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise TaxonomyError(f"{name} is not well-formed XML: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise TaxonomyError(f"{name} declares a document type, which no taxonomy file needs")
    return root


def required(node: Any, attribute: str) -> str:
    """The value of an attribute that an element cannot do without.

    Raises:
        TaxonomyError: it is missing.

    """
    value = node.get(attribute)
    if value is None:
        name = attribute.rpartition("}")[2]
        raise TaxonomyError(f"line {node.sourceline}: {str(node.tag).rpartition('}')[2]} has no attribute {name}")
    return str(value)


class PackageArchive:
    """The files of a taxonomy package, by their path below its top folder and by their URL.

    Raises:
        TaxonomyError: the file is no zip, no taxonomy package, or not one that a careful reader opens.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise TaxonomyError(f"{path} cannot be read: {error.strerror or error}") from None
        except zipfile.BadZipFile as error:
            raise TaxonomyError(f"{path} is not a readable zip file: {error}") from None
        try:
            self._members = self._admit()
            self._rewrites = self._read_catalog()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def _refuse(self, why: str) -> TaxonomyError:
        return TaxonomyError(f"{self.path}: {why}")

    def _admit(self) -> dict[str, zipfile.ZipInfo]:
        """The members by their path below the folder that holds `META-INF`."""
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            raise self._refuse(f"{len(infos)} files are more than a taxonomy package has")
        if sum(info.file_size for info in infos) > LARGEST_PACKAGE:
            raise self._refuse("unpacked, it is larger than a taxonomy package is")
        seen: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename
            parts = name.rstrip("/").split("/")
            # zipfile turns a NUL and, on Windows, a backslash into something else: orig_filename is what was stored.
            if len(name) > LONGEST_PATH or "\\" in info.orig_filename or "\0" in info.orig_filename or ":" in parts[0]:
                raise self._refuse(f"the path {info.orig_filename!r} is not one of a taxonomy package")
            if any(part in {"", ".", ".."} for part in parts):
                raise self._refuse(f"the path {name!r} leads out of the package")
            if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise self._refuse(f"{name} is compressed in a way that taxonomy packages do not use")
            if info.file_size > LARGEST_FILE:
                raise self._refuse(f"{name} is larger than a taxonomy file is")
            if info.flag_bits & 0x1:
                raise self._refuse(f"{name} is encrypted")
            if (info.external_attr >> 16) & 0o170000 == 0o120000:
                raise self._refuse(f"{name} is a symbolic link")
            if name in seen:
                raise self._refuse(f"{name} occurs twice")
            seen[name] = info
        tops = {name.split("/", 1)[0] for name in seen}
        if len(tops) != 1:
            raise self._refuse("a taxonomy package has one folder at its top")
        top = tops.pop() + "/"
        members = {
            name.removeprefix(top): info for name, info in seen.items() if not info.is_dir() and name.startswith(top)
        }
        for name in ("META-INF/taxonomyPackage.xml", "META-INF/catalog.xml"):
            if name not in members:
                raise self._refuse(f"{name} is missing, so it is no taxonomy package that can be used offline")
        return members

    def _read_catalog(self) -> tuple[tuple[str, str], ...]:
        root = self.parse("META-INF/catalog.xml")
        rewrites = []
        for element in root.iterfind(f"{{{CATALOG_NAMESPACE}}}rewriteURI"):
            start, prefix = element.get("uriStartString"), element.get("rewritePrefix")
            if not start or prefix is None:
                raise self._refuse("a rewriteURI of the catalog is incomplete")
            folder = posixpath.normpath(posixpath.join("META-INF", prefix)) + "/"
            if ":" not in prefix and not folder.startswith(("../", "/")):
                rewrites.append((start, "" if folder == "./" else folder))
        return tuple(rewrites)

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all files below the top folder, sorted."""
        return tuple(sorted(self._members))

    @property
    def rewrites(self) -> Mapping[str, str]:
        """The catalog: start of a URL -> folder in the package."""
        return dict(self._rewrites)

    def read(self, name: str) -> bytes:
        """The content of a file; its size is limited whatever the zip directory says of it."""
        info = self._members.get(name)
        if info is None:
            raise self._refuse(f"{name} is missing")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(LARGEST_FILE + 1)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise self._refuse(f"{name} cannot be read: {error}") from None
        if len(data) > LARGEST_FILE:
            raise self._refuse(f"{name} is larger than a taxonomy file is")
        return data

    def parse(self, name: str) -> Any:
        """The root element of an XML file of the package."""
        return parse_xml(self.read(name), f"{self.path}: {name}")

    def url(self, name: str) -> str | None:
        """The URL under which the catalog publishes a file: the first that the catalog lists."""
        best = max((len(folder) for _, folder in self._rewrites if name.startswith(folder)), default=-1)
        for start, folder in self._rewrites:
            if len(folder) == best and name.startswith(folder):
                return start + name[len(folder) :]
        return None

    def locate(self, url: str) -> str | None:
        """The path of the file that the catalog gives for a URL (without its fragment), or None."""
        url = url.partition("#")[0]
        matches = [(start, folder) for start, folder in self._rewrites if url.startswith(start)]
        for start, folder in sorted(matches, key=lambda match: -len(match[0])):
            name = posixpath.normpath(folder + url[len(start) :])
            if name in self._members:
                return name
        return None

    def resolve(self, name: str, reference: str) -> tuple[str, str | None]:
        """The absolute URL that a file means by a reference, and the path of that file if the package has it."""
        base = self.url(name)
        if base is None:
            raise self._refuse(f"the catalog gives no URL for {name}")
        try:
            url = urljoin(base, reference)
        except ValueError:
            raise self._refuse(f"{name} refers to {reference!r}, which is no URL") from None
        return url, self.locate(url)
