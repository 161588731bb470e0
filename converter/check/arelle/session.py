"""One validation by Arelle, from a job to plain data: the only module that imports Arelle.

It runs inside the worker process. Arelle keeps its plug-ins and packages in global state and allows one `Session` per
process at a time, so both are reset before and after each run.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_RECORDS: Final = 20_000
"""Log records kept of one run: a hostile filing can repeat one mistake a million times."""

VIEWER: Final = {
    "viewerURL": None,
    "viewerNoCopyScript": False,
    "validationMessages": False,
    "useStubViewer": False,
    "viewerBasenameSuffix": "",
    "packageDownloadURL": None,
    "zipViewerOutput": False,
}
"""The options of the viewer plug-in: its script is copied beside the page, so that nothing is fetched."""


class LogKeeper(logging.Handler):
    """Keeps each log record as plain data, and forgets the objects that it speaks of."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[dict[str, Any]] = []
        self.dropped = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Nothing is returned; the record is appended to `entries`."""
        if len(self.entries) >= MAX_RECORDS:
            self.dropped += 1
            return
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):  # a message whose arguments do not fit its text
            text = str(record.msg)
        arguments = record.args if isinstance(record.args, dict) else {}
        concept = next((str(arguments[key]) for key in ("concept", "qname", "sumConcept") if key in arguments), "")
        self.entries.append(
            {
                "code": str(getattr(record, "messageCode", "") or ""),
                "level": record.levelname,
                "text": text,
                "concept": concept,
                "refs": [
                    {"href": str(ref.get("href") or ""), "line": int(ref.get("sourceLine") or 0)}
                    for ref in getattr(record, "refs", ())
                ],
            }
        )


def warm_up() -> str:
    """The version of Arelle, after everything that a validation needs was imported once."""
    from arelle import ValidateXbrl, Version, XhtmlValidate  # noqa: F401
    from arelle.api import Session  # noqa: F401

    return str(Version.__version__)


def validate(job: Mapping[str, Any]) -> dict[str, Any]:
    """The log, the facts and the version of one run.

    The job names `files` (paths, in order; several form one inline document set), `document_set` (whether several
    inline documents make one report, perhaps inside of a package), `packages` (paths of taxonomy packages) and `cache`
    (an empty folder for what Arelle would like to keep). With `oim` the file is xBRL-JSON or the metadata of xBRL-CSV,
    and its facts are read and no more; with `viewer` (a folder) the filing is read and the iXBRL viewer written there.
    """
    from arelle import PackageManager, PluginManager, Version
    from arelle.api.Session import Session

    keeper = LogKeeper()
    with Session() as session:
        completed = session.run(options(job), logHandler=keeper)
        facts = [fact(item) for model in session.get_models() for item in in_order(model.facts)]
        documents = sum(1 for model in session.get_models() if model.modelDocument is not None)
    logging.getLogger("arelle").removeHandler(keeper)
    PackageManager.getInstance().close()
    PluginManager.getInstance().close()
    return {
        "version": str(Version.__version__),
        "completed": bool(completed),
        "loaded": documents > 0,
        "log": keeper.entries,
        "dropped": keeper.dropped,
        "facts": facts,
    }


def options(job: Mapping[str, Any]) -> Any:
    """The options of a run. Whatever could change a result is stated, so that no default of Arelle decides it."""
    from arelle.RuntimeOptions import RuntimeOptions

    files: Sequence[str] = job["files"]
    # As JSON, because a plain string is split at every vertical bar.
    entry = [{"file": files[0]}] if len(files) == 1 else [{"ixds": [{"file": file} for file in files]}]
    oim, viewer = bool(job.get("oim")), str(job.get("viewer") or "")
    plugins = {"inlineXbrlDocumentSet": job["document_set"], "loadFromOIM": oim, "ixbrl-viewer": viewer}
    return RuntimeOptions(
        entrypointFile=json.dumps(entry),
        plugins="|".join(name for name, wanted in plugins.items() if wanted),
        pluginOptions={**VIEWER, "saveViewerDest": viewer} if viewer else None,
        packages=list(job["packages"]),
        validate=not oim and not viewer,
        calcs="c11r",
        utrValidate=True,
        validateDuplicateFacts="inconsistent",
        # The base taxonomy comes from its publisher or from our bake, which has its own proof: checking its
        # fifteen thousand declarations again for each filing takes longer than everything else.
        baseTaxonomyValidationMode="none",
        requireInlineXbrl=not oim,
        formulaAction="none",
        abortOnMajorError=False,
        skipDTS=False,
        validateXmlOim=False,
        internetConnectivity="offline",
        internetRecheck="never",
        cacheDirectory=job["cache"],
        disablePersistentConfig=True,
        keepOpen=True,
        uiLang="en-US",
        labelLang="en-US",
        logLevel="DEBUG",
        logPropagate=False,
        logRefObjectProperties=False,
        collectProfileStats=False,
    )


def in_order(items: Iterable[Any]) -> Iterator[Any]:
    """Every fact in document order, those inside a tuple after it."""
    for item in items:
        if item.isTuple:
            yield from in_order(item.modelTupleFacts)
        else:
            yield item


def fact(item: Any) -> dict[str, Any]:
    """One fact as plain data; what the filing leaves out or gets wrong is empty."""
    context, unit, name = item.context, item.unit, item.qname
    scheme, identifier = context.entityIdentifier if context is not None else ("", "")
    start, end = period(context)
    numerator, denominator = unit.measures if unit is not None else ((), ())
    return {
        "id": item.id or "",
        "namespace": (name.namespaceURI or "") if name is not None else "",
        "concept": str(name) if name is not None else "",
        "value": None if item.isNil else value(item),
        "scheme": scheme or "",
        "identifier": identifier or "",
        "start": start,
        "end": end,
        "numerator": sorted(measure.clarkNotation for measure in numerator),
        "denominator": sorted(measure.clarkNotation for measure in denominator),
        "decimals": item.decimals or "",
        "dimensions": dimensions(context),
    }


def value(item: Any) -> str:
    """The value of a fact, or empty text where it cannot be transformed (the log says why)."""
    try:
        return str(item.value)
    except Exception:  # noqa: BLE001  a transformation raises whatever its function raises
        return ""


def period(context: Any) -> tuple[str, str]:
    """Start and end of a context; an instant has no start, and `forever` has neither."""
    if context is None or context.isForeverPeriod:
        return "", ""
    if context.isInstantPeriod:
        return "", day(context.instantDatetime, ends=True)
    return day(context.startDatetime, ends=False), day(context.endDatetime, ends=True)


def day(moment: dt.datetime | None, *, ends: bool) -> str:
    """The day of a moment: the end of a day is midnight of the next one (XBRL 2.1, 4.7.2)."""
    if moment is None:
        return ""
    if moment.time() != dt.time():
        return moment.isoformat()
    return (moment - dt.timedelta(days=1) if ends else moment).date().isoformat()


def dimensions(context: Any) -> list[list[str]]:
    """Dimension and member of each dimension of a context, sorted."""
    if context is None:
        return []
    found = []
    for dimension, chosen in context.qnameDims.items():
        if chosen.isExplicit:
            member = chosen.memberQname.clarkNotation if chosen.memberQname is not None else ""
        else:
            member = chosen.typedMember.stringValue if chosen.typedMember is not None else ""
        found.append([dimension.clarkNotation, member])
    return sorted(found)
