"""From an official taxonomy package to the baked facts of a release."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from converter.errors import TaxonomyError
from converter.taxonomy.archive import PackageArchive
from converter.taxonomy.facts import TaxonomyFacts, dump
from converter.taxonomy.official import read_official

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DEPRECATED = re.compile(r" ?\(Deprecated [0-9-]{1,10}\)$")
_LARGEST_LABELS = 64 * 1024 * 1024


def read_label_table(path: Path) -> dict[str, str]:
    """Local names to standard labels, from a CSV file with the columns `tag` and `tlabel` (and perhaps `version`).

        tag,version,tlabel
        AccountsPayable,us-gaap/2008,Accounts Payable (Deprecated 2009-01-31)

    Where a tag has several versions the last one counts. What the label says of deprecation is left out: it is a
    fact of some later release.

    Raises:
        TaxonomyError: the file cannot be read or lacks the columns.

    """
    try:
        if path.stat().st_size > _LARGEST_LABELS:
            raise TaxonomyError(f"{path} is larger than a table of labels is")
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = sorted(
                (
                    row["tag"] or "",
                    row.get("version") or "",
                    _DEPRECATED.sub("", " ".join((row["tlabel"] or "").split())),
                )
                for row in reader
            )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise TaxonomyError(f"{path} cannot be read: {error}") from None
    except KeyError as error:
        raise TaxonomyError(f"{path} has no column {error}") from None
    return {tag: label for tag, _, label in rows if tag and label}


def _with_labels(facts: TaxonomyFacts, labels: Mapping[str, str]) -> TaxonomyFacts:
    main = facts.schemas[0]
    names = {element.name for element in main.elements}
    known = {name: label for name, label in labels.items() if name in names}
    # The package's own label linkbase, where it has one, speaks for itself.
    return replace(facts, schemas=(replace(main, labels={**known, **main.labels}), *facts.schemas[1:]))


def bake(package: Path, labels: Path | None = None) -> dict[str, bytes]:
    """The files of a baked release, by file name, as `converter.taxonomy.facts` describes them.

    `labels` is a table of standard labels for packages that come without their label linkbase.

    Raises:
        TaxonomyError: the package or the table is not what it should be.

    """
    with PackageArchive(package) as archive:
        facts = read_official(archive)
    return dump(facts if labels is None else _with_labels(facts, read_label_table(labels)))


def release_of(files: Mapping[str, bytes]) -> str:
    """The release that baked files are of: the name of their folder below `taxonomies/`."""
    import json

    return str(json.loads(files["taxonomy.json"])["release"])


def write_baked(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """The paths of the files written; other files in the folder (mapping knowledge, rules) stay as they are.

    Raises:
        TaxonomyError: the folder cannot be written.

    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in [*folder.glob("concepts-*.tsv"), *folder.glob("labels-*.tsv")]:
            if stale.name not in files:
                stale.unlink()
        for name, content in sorted(files.items()):
            path = folder / name
            part = folder / f".{name}.part"
            part.write_bytes(content)
            part.replace(path)
            written.append(path)
    except OSError as error:
        raise TaxonomyError(f"{folder} cannot be written: {error}") from None
    return tuple(written)
