"""Files of all eras and all kinds of damage become a submission or one clear error."""

from __future__ import annotations

import contextlib
import gzip
from typing import TYPE_CHECKING

import pytest
from hypothesis import example as hypothesis_example
from hypothesis import given
from hypothesis import strategies as st

from converter.errors import InputError
from converter.messages import Span
from converter.model import Header
from converter.read.sgml import MAX_DOCUMENTS
from converter.read.submission import read_submission
from converter.read.text import MAX_BYTES, span_of
from tests.corpus_reader import read_cases
from tests.effort import ends

if TYPE_CHECKING:
    from pathlib import Path

    from converter.messages import Message
    from converter.model import Submission

CASES = read_cases("submission")


def dump(submission: Submission, messages: tuple[Message, ...]) -> str:
    lines = []
    for name in Header.__struct_fields__:
        value = getattr(submission.header, name)
        if value:
            lines.append(f"{name} {value}")
    for document in submission.documents:
        head = f"document {document.sequence} {document.type!r}"
        head += f" {document.description!r}" if document.description else ""
        head += f" {document.filename}" if document.filename else ""
        text = document.text.removesuffix("\n")
        last = document.first_line + text.count("\n")
        shown = " | ".join(line.strip() for line in text.split("\n") if line.strip(" \n") and "<PAGE>" not in line)
        lines.append(
            f"{head} lines {document.first_line}-{last}: {shown}"
            if text
            else f"{head} lines {document.first_line}: (empty)"
        )
    lines.extend(f"{message.severity} {message.code} {message.span}: {message.text}" for message in messages)
    return "\n".join(lines)


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_corpus(text: str, expected: str) -> None:
    assert dump(*read_submission(text.encode("ascii"))) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n\f", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"\xff\xfe \x00\n\x00", "the file is empty"),
        (b"\x00\x00\x00", "the file is empty"),
        (b"%PDF-1.4 ...", "this is a PDF file; only plain text is read"),
        (b"PK\x03\x04....", "this is a ZIP archive; only plain text is read"),
        (gzip.compress(b"text", mtime=0), "this is a gzip archive; only plain text is read"),
        (b"\x89PNG\r\n\x1a\n....", "this is a PNG image; only plain text is read"),
        (b"{\\rtf1\\ansi}", "this is an RTF file; only plain text is read"),
        (b"T\x00e\x00x\x00t\x00" * 50, "this is a binary file; only plain text is read"),
        (b"<html><body>x</body></html>", "this is an HTML document; only plain-text filings are read"),
        (b"\n<!DOCTYPE HTML PUBLIC>\n<HTML>", "this is an HTML document; only plain-text filings are read"),
        (
            b"<DOCUMENT>\n<TYPE>8-K\n<TEXT>\n<HTML><BODY>\n</TEXT>\n</DOCUMENT>\n",
            "this is an HTML document; only plain-text filings are read",
        ),
        (b"<DOCUMENT>\n<TYPE>10-K\n<TEXT>\n</TEXT>\n</DOCUMENT>\n", "the file holds no plain-text document"),
        (b"\xff\xfea", "the file begins with the byte order mark of UTF-16 but is not UTF-16"),
        (b"<DOCUMENT>\n" * (MAX_DOCUMENTS + 1), f"the file holds more than {MAX_DOCUMENTS} documents"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_one_clear_error(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        read_submission(data)
    assert str(raised.value) == reason


def test_a_file_over_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(InputError, match="larger than 64 MB"):
        read_submission(b"x" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        (b"caf\xc3\xa9", "caf\xe9"),
        (b"caf\xe9 \x97 5%", "caf\xe9 \u2014 5%"),
        (b"\xef\xbb\xbftext", "text"),
        ("\ufefftext\r\nline".encode("utf-16-le"), "text\nline"),
        ("\ufefftext".encode("utf-16-be"), "text"),
        (b"page\fpage\tcell", "page\fpage\tcell"),
    ],
)
def test_encodings_and_line_ends(data: bytes, text: str) -> None:
    assert read_submission(data)[0].text == text


def test_control_characters_become_blanks_and_columns_stay() -> None:
    submission, messages = read_submission(b"Cash\x00\x00 1,234\x1a\nTotal 1,234\n")
    assert submission.text == "Cash   1,234 \nTotal 1,234\n"
    assert [(message.code, message.text) for message in messages] == [
        ("submission.control-characters", "3 control characters replaced by blanks")
    ]


def test_the_windows_code_page_is_mentioned() -> None:
    _, messages = read_submission(b"caf\xe9 \x97")
    assert [message.code for message in messages] == ["submission.encoding"]


def test_a_bare_text_that_stands_twice_is_read_once() -> None:
    page = "".join(f"Line {number} of the report\n" for number in range(60))
    submission, messages = read_submission((page + page).encode())
    assert submission.documents[0].text == page
    assert [message.code for message in messages] == ["submission.repeated"]


def test_dashes_are_left_alone_outside_privacy_enhanced_mail() -> None:
    text = "- -   a bullet\n- ------\n"
    assert read_submission(text.encode())[0].text == text


def test_escaped_dashes_are_undone_where_the_mail_wrapping_was_cut_off() -> None:
    text = "<SEC-HEADER>\n</SEC-HEADER>\n<DOCUMENT>\n<TEXT>\n- ------\n- - - -\n</TEXT>\n</DOCUMENT>\n"
    assert "\n------\n- - - -\n" in read_submission(text.encode())[0].text


def test_spans_count_lines_and_columns_from_one() -> None:
    text = "ab\ncde\n"
    assert span_of(text, 0, 1) == Span(first_line=1, first_column=1, last_line=1, last_column=1)
    assert span_of(text, 1, 5) == Span(first_line=1, first_column=2, last_line=2, last_column=2)


PIECES = (
    "<SEC-DOCUMENT>x|<SEC-HEADER>|</SEC-HEADER>|<DOCUMENT>|</DOCUMENT>|<TYPE>10-K|<TEXT>|</TEXT>|<SUBMISSION>|"
    "</SEC-DOCUMENT>|-----BEGIN PRIVACY-ENHANCED MESSAGE-----|-----END PRIVACY-ENHANCED|- - -----|FILER:|<HTML>|"
    "CENTRAL INDEX KEY:\t5|begin 644 a|text|| |<text>x|\f|\x00"
)
TAGS = st.sampled_from(PIECES.split("|"))


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode) | st.lists(TAGS).map("\n".join).map(str.encode))
@hypothesis_example(b"<DOCUMENT><TEXT>")
@hypothesis_example(b"<TEXT></TEXT>x")
def test_no_input_raises_anything_but_an_input_error(data: bytes) -> None:
    try:
        submission, messages = read_submission(data)
    except InputError:
        return
    lines = submission.text.split("\n")
    assert "\r" not in submission.text
    assert any(document.text.strip() for document in submission.documents)
    for document in submission.documents:
        for number, line in enumerate(document.text.split("\n") if document.text else (), start=document.first_line):
            assert lines[number - 1].endswith(line.strip(" ")) or line.strip() in lines[number - 1]
    for message in messages:
        assert message.span is None or 1 <= message.span.first_line <= len(lines)


@given(st.binary(max_size=300))
def test_reading_is_deterministic(data: bytes) -> None:
    def read() -> object:
        try:
            return read_submission(data)
        except InputError as error:
            return str(error)

    assert read() == read()


@pytest.mark.parametrize(
    "data",
    [
        b"1" * 50_000_000,
        b"a\n" * 10_000_000,
        b"\t" * 5_000_000 + b"x",
        b"\n" * 5_000_000 + b"x",
        b"<SEC-HEADER>\n" + b"CIK:" * 5_000_000,
        b"-----BEGIN PRIVACY-ENHANCED\n" + b"- " * 10_000_000,
        b"<TEXT>\n" + b"</TEXT>\n" * 400_000 + b"x",
        b"<DOCUMENT>\n" + b"<TYPE>\n" * 400_000 + b"x",
        b"<DOCUMENT>\n<TEXT>\nx\n" * 4_900 + b"x" * 20_000_000,
    ],
    ids=["digits", "lines", "tabs", "blank lines", "header", "escapes", "end tags", "types", "documents"],
)
def test_hostile_files_are_read_or_refused(data: bytes) -> None:
    with ends(), contextlib.suppress(InputError):
        submission, _ = read_submission(data)
        assert len(submission.text) <= len(data)


def test_real_submissions_have_the_documents_that_their_headers_count(real_filings: Path) -> None:
    for path in sorted(real_filings.glob("*/*.txt"))[::20]:
        submission, _ = read_submission(path.read_bytes())
        count = next(line for line in submission.text.split("\n") if line.startswith("PUBLIC DOCUMENT COUNT:"))
        assert len(submission.documents) == int(count.rpartition(":")[2]), path.name
        assert submission.header.cik, path.name
        assert submission.header.period, path.name
