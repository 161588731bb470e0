"""The one Jinja environment: everything that a template prints is escaped, and nothing undefined is ever empty.

What comes from a filing is hostile. Besides the escaping of markup, each text loses the characters that XML cannot
hold, and the rendered file is ASCII: everything else becomes a numeric character reference (EFM 5.02.01.01).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from converter import resources
from converter.errors import RenderError

if TYPE_CHECKING:
    from jinja2 import Environment

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|\r")
_PICTURES = 0x2400
_REPLACEMENT = "\ufffd"


def xml_text(text: str) -> str:
    """The text with the characters that XML 1.0 cannot hold replaced, one for one.

    A control character becomes its picture: a form feed, which starts a page in old filings, is U+240C. So nothing
    moves, and the original can be restored. A carriage return is treated alike, as XML would turn it into a line feed.
    """
    return _FORBIDDEN.sub(_picture, text) if _FORBIDDEN.search(text) else text


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(_PICTURES + code) if code < 0x20 else _REPLACEMENT


def render(template: str, **values: object) -> bytes:
    """The rendered template in ASCII. Raises RenderError where the template is missing, wrong or lacks a value."""
    from jinja2 import TemplateError

    try:
        text = _environment().get_template(template).render(**values)
    except TemplateError as error:
        raise RenderError(str(error) or type(error).__name__, template) from error
    return text.encode("ascii", "xmlcharrefreplace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def _finalize(value: object) -> object:
    # Markup is a template's own output, whose parts went through here already.
    return xml_text(value) if type(value) is str else value
