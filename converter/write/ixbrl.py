"""What both looks of the inline XBRL report have in common: the header with contexts and units, and hidden facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.write.environment import render
from converter.write.oim import oim_value
from converter.write.tags import TRANSFORMATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Fact, Report
    from converter.write.parts import Part

MEDIA_TYPE = "application/xhtml+xml"
_NAMESPACES = {
    "ix": "http://www.xbrl.org/2013/inlineXBRL",
    "ixt": TRANSFORMATIONS,
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xbrli": "http://www.xbrl.org/2003/instance",
    "xlink": "http://www.w3.org/1999/xlink",
}


def page(template: str, report: Report, hidden: Sequence[Fact], part: Part, **values: object) -> bytes:
    """An inline XBRL document from the template of a look; contexts and units are in the first of a set."""
    return render(
        f"report/{template}",
        report=report,
        part=part,
        namespaces={**_NAMESPACES, **report.namespaces},
        hidden=[{"fact": fact, "value": oim_value(fact) or ""} for fact in hidden],
        **values,
    )
