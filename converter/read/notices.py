"""Notices: what a person should know of a statement that is read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.read.regions import MAX_LINES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converter.messages import Span
    from converter.read.candidates import Candidate


def notices(candidate: Candidate, span: Span) -> Iterator[Message]:
    """A message where no title stands over a statement, where it is a summary, and where it is not read to its end."""
    title = candidate.title
    if candidate.untitled:
        text = f"no title stands over this {title.text.lower()}; its rows tell what it is"
        yield Message(code="statements.untitled", severity=Severity.WARNING, text=text, span=span)
    if title.summary:
        text = f"{title.text!r} is a summary, and read as the filing has no other statement of its kind"
        yield Message(code="statements.summary", severity=Severity.WARNING, text=text, span=span)
    if any(region.cut for region in candidate.regions):
        text = f"{title.text!r} goes on for more than {MAX_LINES:,} lines; what follows is not read"
        yield Message(code="statements.cut", severity=Severity.WARNING, text=text, span=span)


def unclear_scale(title: str, span: Span) -> Message:
    """The message that nothing tells whether `$M` are thousands or millions."""
    text = f"the M over {title!r} may be thousands or millions, and nothing tells which; no fact is made of it"
    return Message(code="statements.unclear-scale", severity=Severity.WARNING, text=text, span=span)
