"""Hand-written inline XBRL filings of invented companies, and what it takes to break them one thing at a time."""

from __future__ import annotations

import zipfile
from pathlib import Path

from converter.model import RenderedFile

HERE = Path(__file__).resolve().parent
TIN_LANTERN = HERE / "tinl-20030331"
EDGAR = HERE / "EDGAR"
"""A stand-in for the repository of the EDGAR plug-in of Arelle."""
INLINE = "tinl-20030331.htm"
SCHEMA = "tinl-20030331.xsd"
PRESENTATION = "tinl-20030331_pre.xml"
CALCULATION = "tinl-20030331_cal.xml"
LABELS = "tinl-20030331_lab.xml"
BASE = (
    "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    "http://xbrl.fasb.org/us-gaap/2011/elts/us-gaap-2011-01-31.xsd",
    "http://xbrl.sec.gov/dei/2013/dei-2013-01-31.xsd",
)
"""What the schema of the filing imports."""
MEDIA_TYPES = {".htm": "text/html", ".xsd": "application/xml", ".xml": "application/xml"}


def filing(*edits: tuple[str, str, str], without: str = "") -> tuple[RenderedFile, ...]:
    """The filing of Tin Lantern Works after each edit: a file, a text that stands in it once, and what replaces it."""
    texts = {path.name: path.read_text(encoding="ascii") for path in sorted(TIN_LANTERN.iterdir())}
    for name, old, new in edits:
        assert texts[name].count(old) == 1, f"{old!r} stands {texts[name].count(old)} times in {name}"
        texts[name] = texts[name].replace(old, new)
    return tuple(
        RenderedFile(path=name, media_type=MEDIA_TYPES[Path(name).suffix], content=text.encode("utf-8"))
        for name, text in texts.items()
        if name != without
    )


def base_package(folder: Path) -> Path:
    """A taxonomy package that declares the base concepts of these filings, zipped into the folder."""
    target = folder / "base.zip"
    root = HERE / "base-package"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                package.write(path, f"base/{path.relative_to(root).as_posix()}")
    return target
