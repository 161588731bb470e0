"""A statement footed as it stands: what its figures prove, before anything is repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.footing.tree import prove, report

if TYPE_CHECKING:
    from converter.messages import Message
    from converter.model import FootingTree, Statement


def foot(statement: Statement) -> tuple[FootingTree, tuple[Message, ...]]:
    """The sums that the figures prove, and a message for every total or line that they leave unexplained."""
    proof = prove(statement)
    return proof.tree, report(statement, proof)
