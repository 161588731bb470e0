"""Tables under the words of a title that print no period over any column, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.messages import Message, Severity
from converter.model import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converter.model import Statement
    from converter.read.titles import Title

_LEFT_OUT = "statements.column-left-out"


def is_undated(messages: Sequence[Message]) -> bool:
    """Whether a table gave no statement because columns of it have no period."""
    return any(message.code == _LEFT_OUT for message in messages)


def said_of_undated(
    tables: Sequence[tuple[Title, Sequence[Message]]], statements: Sequence[Statement]
) -> Iterator[Message]:
    """The messages about such tables: little is said where another of their kind is a statement.

    Schedules and summaries have words of a title in their first lines: `AMOUNT SHOWN IN THE BALANCE SHEET`.
    """
    read = {each.kind for each in statements if each.scope is Scope.CONSOLIDATED}
    for title, messages in tables:
        if title.kind not in read:
            yield from messages
            continue
        text = f"{title.text!r} prints no period over its columns and gives no facts; another of its kind is read"
        span = next(message.span for message in messages if message.code == _LEFT_OUT)
        yield Message(code="statements.set-apart", severity=Severity.INFO, text=text, span=span)
