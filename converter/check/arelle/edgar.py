"""The EDGAR plug-in of Arelle, where the user has it: the EDGAR Filer Manual and the rules of the DQC as it has them.

The plug-in is code of its publisher, is shipped neither here nor with Arelle, and asks what EDGAR asks of a filing of
today, such as a cover page as of 2019. So it runs beside the validation and not in its place.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from converter.check.arelle.client import ArelleWorker, result_of
from converter.check.staging import staged
from converter.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from converter.messages import Span
    from converter.model import RenderedFile, ValidationReport

ENGINE: Final = "EDGAR plug-in"
REPOSITORY: Final = "EDGAR"
"""The name by which the parts of the repository import each other."""
RULE_SETS: Final = ("EDGAR Filer Manual (plug-in)", "Data Quality Committee (plug-in)")


def plugin_at(path: Path) -> Path:
    """The module of the plug-in: the path itself, or `validate` in the folder that EDGAR's repository is.

    Raises `InputError` where there is none, or where its parts would not find each other.
    """
    for module in (path / "validate", path):
        if (module / "__init__.py").is_file() or (module.suffix == ".py" and module.is_file()):
            break
    else:
        raise InputError(
            f"{path} is no plug-in of Arelle: it has neither __init__.py nor validate/__init__.py "
            "(the EDGAR plug-in does not come with Arelle: get its repository, github.com/Arelle/EDGAR, and name that)"
        )
    module = module.absolute()
    if (module.parent / "transform").is_dir() and module.parent.name != REPOSITORY:
        raise InputError(
            f"the folder {module.parent} must be called {REPOSITORY}: the parts of the plug-in import each other by it"
        )
    return module


def run_edgar(
    filing: Path | Sequence[RenderedFile],
    packages: Sequence[Path],
    plugin: Path,
    known: ValidationReport,
    *,
    spans: Mapping[str, Span] | None = None,
    worker: ArelleWorker | None = None,
    document_set: bool = False,
) -> ValidationReport:
    """What the plug-in says of a filing, without what Arelle said already (`known`).

    The other arguments are those of `run_arelle`. Raises `InputError` where there is no plug-in or nothing to validate,
    and `EngineError` where Arelle cannot be started.
    """
    module = plugin_at(plugin)
    with contextlib.ExitStack() as stack:
        files, root = stack.enter_context(staged(filing))
        worker = worker or stack.enter_context(ArelleWorker())
        reply = worker.validate(files, packages, document_set=document_set or len(files) > 1, plugin=module)
        report = result_of(reply, spans or {}, root, packages).report
    said = {(message.code, message.text, message.where) for message in known.messages}
    more = tuple(each for each in report.messages if (each.code, each.text, each.where) not in said)
    return replace(report, engine=ENGINE, rule_sets=RULE_SETS, messages=more)
