"""Problem responses after RFC 9457. None of them tells where a file lies on the server."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from converter.errors import (
    ConverterError,
    EngineError,
    InputError,
    MemoryUnusable,
    OutputError,
    OutputExists,
    RuleFileError,
)
from converter.review.decisions import NotPossible
from converter.review.desk import NoSuchFiling
from converter.review.folder import Stale

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"


class Problem(HTTPException):
    """A refusal: its status, one sentence for a person, and what a program may need beside it."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.members = members


def respond(status: int, detail: str, headers: Mapping[str, str] | None = None, **members: object) -> JSONResponse:
    """The response for a problem."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **members,
    }
    return JSONResponse(content, status, dict(headers or {}), MEDIA_TYPE)


def problem_of(error: Exception) -> Problem:
    """The problem that an error of the program is to a caller."""
    if isinstance(error, Stale):
        return Problem(409, str(error), lines=list(error.lines))
    if isinstance(error, NoSuchFiling):
        return Problem(404, str(error))
    if isinstance(error, NotPossible):
        return Problem(422, str(error))
    if isinstance(error, InputError):
        return Problem(422, str(error), span=str(error.span)) if error.span else Problem(422, str(error))
    if isinstance(error, RuleFileError):
        # Its text begins with the path of the file, which is no business of the caller.
        said = str(error).removeprefix(str(error.path)).lstrip(": ")
        return Problem(422, f"the ledger or rule file: {said}")
    if isinstance(error, OutputExists):
        return Problem(409, "there is such a filing already")
    if isinstance(error, OutputError):
        return Problem(507, "the result cannot be written")
    if isinstance(error, MemoryUnusable):
        return Problem(503, f"the memory of decisions cannot be used: {error.said}")
    if isinstance(error, EngineError):
        return Problem(503, "the validation engine broke down")
    if isinstance(error, ConverterError):
        return Problem(422, "this cannot be done with the configuration of the server")
    return Problem(500, "a bug in legacy-xbrl; its traceback is in the log of the server")
