"""Concepts, of a base taxonomy or of the extension of a filing."""

from __future__ import annotations

from msgspec import Struct


class Concept(Struct, frozen=True, kw_only=True):
    """A concept of a base taxonomy, or of the filing's own extension."""

    name: str
    """The prefixed name."""
    type: str
    """The prefixed name of the item type, such as `xbrli:monetaryItemType`."""
    period_type: str
    """`instant` or `duration`."""
    balance: str
    """`debit`, `credit` or empty."""
    abstract: bool
    substitution_group: str
    label: str
    """The standard label where known, else the words of the name."""
    deprecated: bool = False
    nillable: bool = True
