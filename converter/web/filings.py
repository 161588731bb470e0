"""The part of the API that is about one filing: its facts, ledger, lines, decisions, files and validation."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import FileResponse

from converter.mapping.extensions import TYPES
from converter.model import UnitKind
from converter.review.decisions import Decision
from converter.review.folder import Request as Asked
from converter.review.folder import line_of, serialise
from converter.review.trust import validation_of
from converter.web.forms import DecisionForm, DecisionsForm, JobView, LedgerTag, RebuildForm, Saved
from converter.web.problems import Problem
from converter.web.routes import ERRORS, media_type, server_of

router = APIRouter(prefix="/api", responses=ERRORS)
Name = Annotated[str, Path(max_length=200, description="The name of the filing: that of its folder.")]

_TYPES = {
    ".htm": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".xsd": "application/xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".xbri": "application/zip",
}
# A filing may be opened in the browser; nothing in it may run or lead anywhere.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@router.get("/filings")
def filings(
    request: Request,
    after: Annotated[str, Query(max_length=200, description="The name to go on after, as `next` said.")] = "",
    limit: Annotated[int, Query(ge=0, le=10_000, description="How many at most; 0 for all.")] = 0,
) -> dict[str, Any]:
    """All filings with their figures, or a part of them; `all` adds up from the first to the last of these."""
    return server_of(request).desk.overview(after=after, limit=limit)


@router.get("/filings/{name}")
def filing(request: Request, name: Name) -> dict[str, Any]:
    """A filing: its statements with all lines."""
    return server_of(request).desk.view(name)


@router.get("/filings/{name}/tag")
def tag(request: Request, name: Name) -> LedgerTag:
    """The entity tag of the ledger: another one means that somebody decided something."""
    return LedgerTag(tag=server_of(request).desk.tag(name))


@router.get("/filings/{name}/text")
def text(request: Request, name: Name) -> dict[str, Any]:
    """The text that was read, and where each figure of a ledger line stands: line, first and last column, line id."""
    return server_of(request).desk.text_view(name)


@router.get("/filings/{name}/summary")
def summary(request: Request, name: Name) -> dict[str, Any]:
    """The picture of trust: coverage, statuses, footing, confidence, validation."""
    return server_of(request).desk.trust(name)


@router.get("/filings/{name}/lines/{line}")
def line(request: Request, name: Name, line: Annotated[str, Path(max_length=20)]) -> dict[str, Any]:
    """One line in detail: candidates, reasons, sums, place in the taxonomy, other uses, history."""
    return server_of(request).desk.line(name, line)


@router.post("/filings/{name}/decisions")
def decide(request: Request, name: Name, form: DecisionsForm) -> Saved:
    """Decide on lines. When this answers, the decisions are on the disk; `unremembered` says why only there."""
    desk = server_of(request).desk
    at = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ledger = desk.stored(name).content
    return Saved(**desk.decide(name, [_asked(each, form.by, at, ledger) for each in form.decisions]))


def _asked(form: DecisionForm, by: str, at: str, ledger: dict[str, Any]) -> Asked:
    concept, declared = form.concept, None
    if form.action == "extend" and form.extension is not None:
        place = line_of(ledger, form.line)
        unit = ledger["statements"][place[0]]["lines"][place[1]].get("unit", "money") if place else "money"
        concept = f"ext:{form.extension.name}"
        declared = {
            "type": TYPES[UnitKind(unit)],
            "period_type": form.extension.period_type,
            "balance": form.extension.balance if unit == "money" else "",
            "label": form.extension.label,
        }
    decision = Decision(
        action=form.action, by=by, at=at, concept=concept, extension=declared, comment=form.comment.strip()
    )
    return Asked(line=form.line, version=form.version, decision=decision)


@router.post("/filings/{name}/rebuild", status_code=202)
def rebuild(request: Request, response: Response, name: Name, form: RebuildForm) -> JobView:
    """Make the filing anew with all decisions: files, linkbases and validation."""
    job = server_of(request).rebuild(name, validate=form.validation)
    response.headers["location"] = f"/api/jobs/{job.id}"
    return JobView(**job.view())


@router.get("/filings/{name}/ledger", response_class=Response)
def ledger(request: Request, name: Name) -> Response:
    """The ledger as it is on the disk, with its entity tag."""
    stored = server_of(request).desk.stored(name)
    return Response(serialise(stored.content), media_type="application/json", headers={"etag": f'"{stored.tag}"'})


@router.put(
    "/filings/{name}/ledger",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}},
)
async def put_ledger(
    request: Request,
    name: Name,
    if_match: Annotated[str, Header(max_length=200, description="The entity tag of the ledger you changed.")] = "",
) -> LedgerTag:
    """Replace the ledger by a changed one of the same text. Decisions that it holds may not be taken out."""
    from anyio.to_thread import run_sync

    from converter.review.folder import Stale

    media_type(request, {"application/json"})
    wanted = if_match.strip().removeprefix("W/").strip('"')
    if not wanted:
        raise Problem(428, "say with If-Match which ledger you changed")
    data = await request.body()
    desk = server_of(request).desk
    try:
        stored = await run_sync(desk.replace, name, data, wanted)
    except Stale:
        raise Problem(412, "the ledger is another one by now; nothing was written") from None
    return LedgerTag(tag=stored.tag)


@router.get("/filings/{name}/facts", response_class=Response)
def facts(request: Request, name: Name) -> Response:
    """The facts of the filing as xBRL-JSON."""
    desk = server_of(request).desk
    bases = [each.removesuffix(".xsd") for each in desk.files(name) if each.endswith(".xsd")]
    if not bases:
        raise Problem(404, "the filing has no facts yet: make it anew")
    return Response(desk.file(name, f"{bases[0]}.json").read_bytes(), media_type="application/json")


@router.get("/filings/{name}/validation")
def validation(request: Request, name: Name) -> dict[str, Any]:
    """What was checked, by what, and what it said."""
    found = validation_of(server_of(request).desk.folder(name))
    if found is None:
        raise Problem(404, "the filing was not validated")
    return found


@router.get("/filings/{name}/files")
def files(request: Request, name: Name) -> list[str]:
    """The names of the files of the filing."""
    return list(server_of(request).desk.files(name))


@router.get("/filings/{name}/files/{file}", response_class=FileResponse)
def file(request: Request, name: Name, file: Annotated[str, Path(max_length=200)]) -> FileResponse:
    """One file of the filing."""
    path = server_of(request).desk.file(name, file)
    shown = path.suffix in {".htm", ".txt", ".json"}
    return FileResponse(
        path,
        media_type=_TYPES.get(path.suffix, "application/octet-stream"),
        filename=path.name,
        content_disposition_type="inline" if shown else "attachment",
        headers={"content-security-policy": _SANDBOX},
    )
