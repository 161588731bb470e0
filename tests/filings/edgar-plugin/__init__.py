"""A stand-in for the EDGAR plug-in of Arelle: the same interface, and one rule of each kind."""

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
    "DisclosureSystem.Types": types,
    "DisclosureSystem.ConfigURL": config,
    "Validate.XBRL.Finally": check,
}
