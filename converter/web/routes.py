"""The part of the API that is common to all filings: conversions, validations, jobs, concepts, memory, health."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from converter.mapping.choose import possible
from converter.mapping.knowledge import load_knowledge
from converter.mapping.settings import thresholds_of
from converter.mapping.table import map_rows
from converter.model import StatementKind, UnitKind
from converter.pipeline import SOURCE
from converter.review.exchange import from_csv, from_json, to_csv, to_json
from converter.review.memory import current, differ
from converter.review.places import describe, place_of
from converter.review.search import index_of
from converter.taxonomy.release import Taxonomy, baked_releases, load_taxonomy
from converter.web.forms import CaptionForm, Health, Imported, JobView, ProblemDetail
from converter.web.problems import Problem
from converter.web.state import Server
from converter.web.uploads import named_by_content, receive_file

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDetail, "description": text, "content": {"application/problem+json": {}}}
    for status, text in {
        400: "the request makes no sense",
        401: "no token",
        403: "the wrong token, host or origin",
        404: "there is no such thing",
        408: "the body came too slowly",
        409: "somebody else was faster",
        412: "the ledger is another one by now",
        413: "too large",
        415: "another media type is needed",
        422: "it cannot be done, and why",
        428: "the tag of the ledger is missing",
        503: "too busy",
    }.items()
}
router = APIRouter(prefix="/api", responses=ERRORS)
Release = Annotated[str, Query(max_length=64, description="Taxonomy release; that of the server where it is empty.")]
_TEXT = {"text/plain", "application/octet-stream"}
_FILING = {"application/octet-stream", "application/zip", "application/xhtml+xml", "text/html"}
_SHORT = {
    "balance_sheet": "BS",
    "income_statement": "IS",
    "cash_flow": "CF",
    "equity": "EQ",
    "comprehensive_income": "CI",
}
_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def server_of(request: Request) -> Server:
    """The state of the server that a request came to."""
    server: Server = request.app.state.server
    return server


def media_type(request: Request, allowed: set[str]) -> str:
    """The media type of the body. Raises Problem where it is none of those that are allowed."""
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in allowed:
        raise Problem(415, f"the body must be {' or '.join(sorted(allowed))}")
    return found


def _taxonomy(server: Server, release: str) -> Taxonomy:
    name = release or server.taxonomy
    if name not in baked_releases():
        raise Problem(422, "there is no such taxonomy release on the server")
    return load_taxonomy(name)


@router.get("/health")
def health(request: Request) -> Health:
    """Whether the server can work."""
    from importlib.metadata import version

    return Health(
        status="ok",
        version=version("legacy-xbrl"),
        taxonomies=list(baked_releases()),
        jobs=server_of(request).jobs.counts,
    )


@router.post("/conversions", status_code=202, openapi_extra=_UPLOAD)
async def convert(
    request: Request,
    response: Response,
    name: Annotated[str, Query(max_length=200, description="What you call the filing; never used as a path.")] = "",
    look: Annotated[Literal["", "statements", "facsimile"], Query()] = "",
    taxonomy: Release = "",
    cik: Annotated[str, Query(pattern=r"^[0-9]{0,10}$")] = "",
    validation: Annotated[bool, Query(description="Whether Arelle runs.")] = True,  # noqa: FBT002  a query parameter
) -> JobView:
    """Convert a plain-text filing, the bytes of which are the body: a job that can be asked for its progress.

    What people decided in earlier filings of the company is followed.
    """
    from anyio.to_thread import run_sync

    server = server_of(request)
    media_type(request, _TEXT)
    server.jobs.room()
    folder = server.room.new()
    try:
        await receive_file(request.stream(), folder / SOURCE)
        job = await run_sync(
            lambda: server.convert(folder, name, look=look, taxonomy=taxonomy, cik=cik, validate=validation)
        )
    except BaseException:
        server.room.remove(folder)
        raise
    response.headers["location"] = f"/api/jobs/{job.id}"
    return JobView(**job.view())


@router.post("/validations", status_code=202, openapi_extra=_UPLOAD)
async def validate(
    request: Request,
    response: Response,
    name: Annotated[str, Query(max_length=200, description="What you call the filing.")] = "",
) -> JobView:
    """Validate an inline XBRL filing: a document, a zip of its files or a report package."""
    server = server_of(request)
    media_type(request, _FILING)
    server.jobs.room()
    folder = server.room.new()
    try:
        await receive_file(request.stream(), folder / "filing")
        job = server.validate(folder, name, named_by_content(folder / "filing"))
    except BaseException:
        server.room.remove(folder)
        raise
    response.headers["location"] = f"/api/jobs/{job.id}"
    return JobView(**job.view())


@router.get("/jobs/{job}")
def job(request: Request, job: Annotated[str, Path(max_length=20)]) -> JobView:
    """A job: how far it is, and its result once it is done."""
    return JobView(**server_of(request).jobs.get(job).view())


@router.post("/candidates")
def candidates(request: Request, form: CaptionForm) -> list[dict[str, Any]]:
    """The concepts that fit a caption best, with their confidence; the first carries the status of the line."""
    taxonomy = _taxonomy(server_of(request), form.taxonomy)
    row = {
        "file": "", "stmt": _SHORT[form.statement], "report": "", "line": "1", "label": form.label,
        "parent_label": form.section,
    }  # fmt: skip
    found = []
    for each in map_rows([row], load_knowledge(taxonomy.release), thresholds_of(taxonomy.release)):
        concept = taxonomy.concept(each["concept"])
        if concept is not None and possible(concept, form.statement, form.unit):
            about = describe(taxonomy, concept.name, {}) or {}
            found.append({**about, "confidence": float(each["confidence"]), "status": each["status"]})
    return found


@router.get("/concepts")
def concepts(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="Name, label or beginnings of words.")] = "",
    statement: Annotated[StatementKind | None, Query()] = None,
    unit: Annotated[UnitKind | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 40,
    taxonomy: Release = "",
) -> list[dict[str, Any]]:
    """The concepts with all of the words, the best first; `fits` tells whether one can stand on such a line."""
    found = index_of(_taxonomy(server_of(request), taxonomy)).find(q, kind=statement, unit=unit, limit=limit)
    return [
        {
            "concept": hit.concept.name,
            "label": hit.concept.label,
            "type": hit.concept.type.rpartition(":")[2],
            "period_type": hit.concept.period_type,
            "balance": hit.concept.balance,
            "deprecated": hit.concept.deprecated,
            "fits": hit.fits,
        }
        for hit in found
    ]


@router.get("/concepts/{name}")
def concept(
    request: Request,
    name: Annotated[str, Path(max_length=400)],
    statement: Annotated[StatementKind, Query()] = StatementKind.BALANCE_SHEET,
    taxonomy: Release = "",
) -> dict[str, Any]:
    """What is known of a concept, and its place in statements of a kind."""
    server = server_of(request)
    release = _taxonomy(server, taxonomy)
    found = describe(release, name, server.desk.definitions)
    if found is None:
        raise Problem(404, "there is no such concept")
    return {**found, "place": place_of(release, name, statement.value)}


@router.get("/memory")
def memory(request: Request, company: Annotated[str, Query(max_length=400)] = "") -> dict[str, Any]:
    """What is remembered, of one company or of all: each caption with the last decision of every person."""
    server = server_of(request)
    decisions = server.desk.memory.all(company)
    return {
        "companies": [
            {"key": key, "name": name, "decisions": count} for key, name, count in server.desk.memory.companies()
        ],
        "captions": [
            {
                "company": people[-1].company,
                "company_name": people[-1].company_name,
                "statement": people[-1].statement,
                "section": people[-1].section,
                "label": people[-1].label,
                "conflict": differ(people),
                "decisions": [
                    {
                        "concept": each.concept,
                        "status": each.status,
                        "by": each.reviewer,
                        "at": each.decided_at,
                        "comment": each.comment,
                    }
                    for each in people
                ],
            }
            for people in current(decisions).values()
        ],
    }


@router.get("/memory/export", response_class=Response)
def export_memory(
    request: Request,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
    company: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """Every remembered decision, undone ones too, as a file that can be imported elsewhere."""
    decisions = server_of(request).desk.memory.all(company)
    content = to_json(decisions) if form == "json" else to_csv(decisions)
    kind = "application/json" if form == "json" else "text/csv; charset=utf-8"
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="memory.{form}"'})


@router.post(
    "/memory/import",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}, "text/csv": {"schema": {"type": "string"}}},
        }
    },
)
async def import_memory(request: Request) -> Imported:
    """Take over decisions from an exported file. Those that are known stay; nothing is overwritten."""
    from anyio.to_thread import run_sync

    found = media_type(request, {"application/json", "text/csv"})
    data = await request.body()
    decisions = await run_sync(from_json if found == "application/json" else from_csv, data)
    new = await run_sync(server_of(request).desk.memory.add, decisions)
    return Imported(read=len(decisions), new=new)
