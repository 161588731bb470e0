"""Blocks: what a document is made of, with nothing left out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.model import BlockKind, Document, Header, Submission
from converter.read.blocks import read_blocks
from converter.read.dump_blocks import dump_blocks
from converter.read.statements import read_statements
from converter.read.submission import read_submission
from tests.corpus_reader import read_cases

if TYPE_CHECKING:
    from tests.corpus_reader import Case

LAYOUTS = [case for stage in ("tables", "heads", "statements") for case in read_cases(stage)]


def bare(text: str) -> Submission:
    return Submission(header=Header(), documents=(Document(type="", text=text, first_line=1),), text=text)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in read_cases("blocks")])
def test_corpus(case: Case) -> None:
    assert dump_blocks(read_blocks(bare(case.given), 0)) == case.expected


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["", "   ", "<PAGE>", "\f", "\fACME", "- 4 -", "  12", "-----   -----"]),
            st.sampled_from(["<TABLE>", "</TABLE>", "<S>   <C>"]),
            st.sampled_from(["Cash      1,204    987", "CONSOLIDATED BALANCE SHEETS", "ASSETS", "   1995   1994"]),
            st.text(alphabet="ab AB.,$(-)19\t", max_size=90),
        ),
        max_size=60,
    ),
    st.booleans(),
)
def test_the_blocks_joined_are_the_document(lines: list[str], ended: bool) -> None:
    text = "\n".join(lines) + ("\n" if ended else "")
    blocks = read_blocks(bare(text), 0)
    assert "".join(block.text for block in blocks) == text
    assert all(below.span.first_line == above.span.last_line + 1 for above, below in pairwise(blocks))
    assert all(
        below.kind is not above.kind or below.kind is BlockKind.PAGE_BREAK or "\f" in below.text
        for above, below in pairwise(blocks)
    )


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in LAYOUTS])
def test_every_figure_of_a_statement_stands_in_a_table(case: Case) -> None:
    submission, _ = read_submission(case.given.encode("utf-8"))
    kinds = {
        line: block.kind
        for index in range(len(submission.documents))
        for block in read_blocks(submission, index)
        for line in range(block.span.first_line, block.span.last_line + 1)
    }
    statements, _ = read_statements(submission)
    outside = [
        str(cell.span)
        for statement in statements
        for line in statement.lines
        for cell in line.cells
        if cell is not None and kinds[cell.span.first_line] is not BlockKind.TABLE
    ]
    assert not outside
