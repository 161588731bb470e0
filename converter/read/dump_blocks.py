"""The dump of the blocks of a document: what `inspect --stage blocks` shows and the corpus tests compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.model import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converter.model import Block

_WIDTH = 72


def dump_blocks(blocks: Sequence[Block]) -> str:
    """One text line for each block: its lines, its kind, and its first words.

    ::

           1      heading       BRAMBLE HILL POTTERIES, INC.
           2      blank
           3-14   table         Cash                      $  1,204    $    987
    """
    return "\n".join(_dump(block) for block in blocks)


def _dump(block: Block) -> str:
    span = block.span
    lines = f"-{span.last_line}" if span.last_line > span.first_line else ""
    words = next((line for line in block.text.split("\n") if line.strip()), "")
    if block.kind in (BlockKind.BLANK, BlockKind.PAGE_BREAK):
        words = ""
    words = " ".join(words.split())
    if len(words) > _WIDTH:
        words = words[: _WIDTH - 3].rstrip() + "..."
    return f"{span.first_line:>6}{lines:<7} {block.kind:<12}  {words}".rstrip()
