"""The table of report formats, and the files that they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from converter.model import RenderedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from converter.check.reports.subject import Subject


class Format(NamedTuple):
    """A report format: the name of its file, its media type, and the function that renders it."""

    path: str
    media_type: str
    render: Callable[[Subject], bytes]


# The modules are loaded when their format is asked for: most runs ask for none.
def _sarif(subject: Subject) -> bytes:
    from converter.check.reports.sarif import sarif

    return sarif(subject)


def _junit(subject: Subject) -> bytes:
    from converter.check.reports.junit import junit

    return junit(subject)


def _html(subject: Subject) -> bytes:
    from converter.check.reports.html import html

    return html(subject)


def _arelle(subject: Subject) -> bytes:
    from converter.check.reports.arelle_log import arelle_log

    return arelle_log(subject)


FORMATS = {
    "sarif": Format("validation.sarif", "application/sarif+json", _sarif),
    "junit": Format("validation.junit.xml", "application/xml", _junit),
    "html": Format("validation.html", "text/html", _html),
    "arelle": Format("arelle.log.json", "application/json", _arelle),
}
"""Every format by the name that the command line gives it."""


def report_files(subject: Subject, formats: Iterable[str]) -> tuple[RenderedFile, ...]:
    """The files of the formats named, each once, in the order of `FORMATS`."""
    wanted = frozenset(formats)
    return tuple(
        RenderedFile(path=each.path, media_type=each.media_type, content=each.render(subject))
        for name, each in FORMATS.items()
        if name in wanted
    )
