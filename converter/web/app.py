"""The application: the API, the pages, and what stands before both."""

from __future__ import annotations

import sys
import traceback
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from converter.errors import ConverterError
from converter.review.decisions import NotPossible
from converter.review.desk import NoSuchFiling
from converter.review.folder import Stale
from converter.web import filings, pages, routes
from converter.web.guard import Guard
from converter.web.problems import Problem, problem_of, respond

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.responses import Response
    from starlette.types import ASGIApp

    from converter.web.state import Server

_ABOUT = """Converts legacy plain-text filings to inline XBRL, and lets people check and correct the mapping.

Every answer that is no success is a problem after RFC 9457. A token goes into `Authorization: Bearer`."""


def application(server: Server, *, token: str, hosts: frozenset[str], cookie: str = "legacy-xbrl") -> ASGIApp:
    """The application of a server. An empty token lets everybody in who can reach it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            yield
        finally:
            server.jobs.close()
            server.room.close()
            server.desk.memory.close()

    app = FastAPI(
        title="legacy-xbrl",
        description=_ABOUT,
        version="1",
        docs_url=None,  # its pages load scripts from another host
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
    )
    app.state.server = server
    app.include_router(routes.router)
    app.include_router(filings.router)
    app.include_router(pages.router)
    for kind in (ConverterError, NotPossible, NoSuchFiling, Stale):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _bug)
    return Guard(app, token=token, hosts=hosts, cookie=cookie, limits=server.limits)


async def _known(_: Request, error: Exception) -> Response:
    problem = problem_of(error)
    return respond(problem.status_code, str(problem.detail), problem.headers, **problem.members)


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  for the type checker: it is registered for this alone
    members = error.members if isinstance(error, Problem) else {}
    return respond(error.status_code, str(error.detail), error.headers, **members)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  as above
    where = [
        {"place": "/".join(str(part)[:80] for part in each["loc"]), "text": str(each["msg"])[:300]}
        for each in error.errors()[:20]
    ]
    said = f"{where[0]['place']}: {where[0]['text']}" if where else "the request is not as the API wants it"
    return respond(422, said, errors=where)


async def _bug(_: Request, error: Exception) -> Response:
    sys.stderr.write("".join(traceback.format_exception(error)))
    problem = problem_of(error)
    return respond(problem.status_code, str(problem.detail))
