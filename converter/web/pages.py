"""The pages, and the scripts and styles that they load: all of them come with the package."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from converter import resources
from converter.web.problems import Problem
from converter.web.routes import server_of
from converter.write.environment import render

router = APIRouter(include_in_schema=False)
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
Name = Annotated[str, Path(max_length=200)]


def _page(request: Request, template: str, name: str = "") -> HTMLResponse:
    return HTMLResponse(
        render(f"review/{template}.html.j2", name=name, reviewer=server_of(request).reviewer).decode("ascii")
    )


@router.get("/")
def shelf(request: Request) -> HTMLResponse:
    """The page of all filings."""
    return _page(request, "shelf")


@router.get("/filings/{name}")
def filing(request: Request, name: Name) -> HTMLResponse:
    """The review page of a filing."""
    server_of(request).desk.folder(name)
    return _page(request, "filing", name)


@router.get("/filings/{name}/summary")
def summary(request: Request, name: Name) -> HTMLResponse:
    """The picture of trust of a filing."""
    server_of(request).desk.folder(name)
    return _page(request, "summary", name)


@router.get("/memory")
def memory(request: Request) -> HTMLResponse:
    """What is remembered of each company."""
    return _page(request, "memory")


@router.get("/static/{file}")
def static(file: Annotated[str, Path(max_length=80)]) -> Response:
    """A script, style or picture of the pages."""
    folder = resources.templates() / "review" / "static"
    found = {path.name: path for path in folder.iterdir() if path.suffix in _TYPES}
    if file not in found:
        raise Problem(404, "there is no such file")
    path = found[file]
    return Response(path.read_bytes(), media_type=_TYPES[path.suffix], headers={"cache-control": "no-cache"})
