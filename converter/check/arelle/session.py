"""One validation by Arelle, from a job to plain data.

With `base` it is all that imports Arelle, and it runs inside the worker process. Arelle keeps its plug-ins and packages
in global state and allows one `Session` per process at a time, so both are reset before and after each run.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final

from converter.check.arelle.plain import fact, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


DISCLOSURE_SYSTEM: Final = "efm-pragmatic-all-years"
"""The rules of EDGAR as the plug-in names them: those that EDGAR itself applies, to releases of every year.

`efm-pragmatic` knows the releases of today alone: it refuses to load an older one, and then no fact has a concept."""


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
    from arelle import ValidateXbrl, Version, XhtmlValidate  # noqa: F401  imported to be loaded
    from arelle.api import Session  # noqa: F401  as above

    return str(Version.__version__)


def validate(job: Mapping[str, Any]) -> dict[str, Any]:
    """The log, the facts and the version of one run.

    The job names `files` (paths, in order; several form one inline document set), `document_set` (whether several
    inline documents make one report, perhaps inside of a package), `packages` (paths of taxonomy packages) and `cache`
    (an empty folder for what Arelle would like to keep). With `oim` the file is xBRL-JSON or the metadata of xBRL-CSV,
    and its facts are read and no more; with `viewer` (a folder) the filing is read and the iXBRL viewer written there.
    With `plugin` (the path of a plug-in that brings the disclosure system of EDGAR) its rules are applied too.
    """
    from arelle import PackageManager, PluginManager
    from arelle.api.Session import Session

    keeper = LogKeeper()
    with Session() as session:
        session.run(options(job), logHandler=keeper)
        reply = outcome(session.get_models(), keeper)
    logging.getLogger("arelle").removeHandler(keeper)
    PackageManager.getInstance().close()
    PluginManager.getInstance().close()
    return reply


def outcome(models: Iterable[Any], keeper: LogKeeper) -> dict[str, Any]:
    """The log, the facts and the version of a run that is over."""
    from arelle import Version

    loaded = [model for model in models if model.modelDocument is not None]
    return {
        "version": str(Version.__version__),
        "loaded": bool(loaded),
        "shared": False,
        "log": keeper.entries,
        "dropped": keeper.dropped,
        "facts": [fact(item) for model in loaded for item in in_order(model.facts)],
    }


def options(job: Mapping[str, Any]) -> Any:
    """The options of a run. Whatever could change a result is stated, so that no default of Arelle decides it.

    A job without files only brings Arelle into the state in which it would open them.
    """
    from arelle.RuntimeOptions import RuntimeOptions

    files: Sequence[str] = job.get("files", ())
    # As JSON, because a plain string is split at every vertical bar.
    entry = [{"file": files[0]}] if len(files) == 1 else [{"ixds": [{"file": file} for file in files]}]
    oim, viewer = bool(job.get("oim")), str(job.get("viewer") or "")
    plugin = str(job.get("plugin") or "")
    plugins = {
        "inlineXbrlDocumentSet": job["document_set"],
        "loadFromOIM": oim,
        "ixbrl-viewer": viewer,
        plugin: plugin,
    }
    return RuntimeOptions(
        entrypointFile=json.dumps(entry) if files else None,
        plugins="|".join(name for name, wanted in plugins.items() if wanted),
        pluginOptions={**VIEWER, "saveViewerDest": viewer} if viewer else None,
        disclosureSystemName=DISCLOSURE_SYSTEM if plugin else None,
        packages=list(job["packages"]),
        validate=bool(files) and not oim and not viewer,
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
