"""The report package: the inline report and its extension taxonomy in one `.xbri` file (Report Packages 1.0)."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from converter.write.ixbrl import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import RenderedFile

INLINE_PACKAGE = "https://xbrl.org/report-package/2023/xbri"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def report_package(base: str, filing: Sequence[RenderedFile]) -> bytes:
    """The package of an inline report: `BASE/META-INF/reportPackage.json` and `BASE/reports/` with all its files.

    The schema and linkbases stand beside the document, as in the folder that is written, so that its relative
    reference resolves; an `.xbri` holds exactly one report. Several inline documents are one where they are in a folder
    of their own below `reports` (Report Packages 1.0, 3.1). The bytes are the same for the same files: entries have a
    fixed date, and are stored, as compressed bytes depend on the compressing library.
    """
    several = sum(file.media_type == MEDIA_TYPE for file in filing) > 1
    folder = f"{base}/reports/{base}" if several else f"{base}/reports"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        content = json.dumps({"documentInfo": {"documentType": INLINE_PACKAGE}}, indent=1)
        _add(package, f"{base}/META-INF/reportPackage.json", content.encode("ascii"))
        for file in filing:
            _add(package, f"{folder}/{file.path}", file.content)
    return buffer.getvalue()


def _add(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3  # as on Unix wherever it runs, so that the bytes do not tell
    entry.external_attr = 0o644 << 16
    package.writestr(entry, content)
