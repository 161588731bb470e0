"""A stand-in for the EDGAR plug-in of Arelle: its interface and its lists of releases, and one rule of each kind.

As in the repository of the plug-in, `validate` imports `transform` beside it by the name of the repository.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def types(_system: Any) -> tuple[tuple[str, str], ...]:
    return (("EFM", "EFMplugin"),)


def config(_system: Any) -> str:
    return str(Path(__file__).with_name("config.xml"))


def check(val: Any) -> None:
    """An error where the cover has no amendment flag, a warning where assets are negative or large."""
    model = val.modelXbrl
    if not (val.validateDisclosureSystem and val.disclosureSystem.EFMplugin):
        return
    if not getattr(model, "transformed", False):
        model.error("EFM.transform", "EDGAR/transform is not loaded", modelObject=model)
    names = {fact.qname.localName for fact in model.facts}
    if "AmendmentFlag" not in names:
        model.error("EFM.6.05.20.deiItem", "dei:%(name)s is missing", modelObject=model, name="AmendmentFlag")
    for fact in model.facts:
        if fact.qname.localName == "Assets":
            model.warning("DQC.US.0095.9", "%(concept)s is large", modelObject=fact, concept=fact.qname)


__pluginInfo__ = {
    "name": "Stand-in for EDGAR",
    "version": "1",
    "description": "Two rules",
    "license": "none",
    "author": "the tests",
    "import": ("EDGAR/transform",),
    "DisclosureSystem.Types": types,
    "DisclosureSystem.ConfigURL": config,
    "Validate.XBRL.Finally": check,
}
