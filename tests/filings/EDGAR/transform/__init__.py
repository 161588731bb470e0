"""A stand-in for the part of EDGAR's repository that its `validate` imports."""

from __future__ import annotations

from typing import Any


def start(val: Any, *_: object, **__: object) -> None:
    """Notes that it was loaded."""
    val.modelXbrl.transformed = True


__pluginInfo__ = {
    "name": "Stand-in for the transformations of EDGAR",
    "version": "1",
    "description": "Nothing but the import",
    "license": "none",
    "author": "the tests",
    "Validate.XBRL.Start": start,
}
