"""The taxonomy releases at hand: baked ones, official packages that a person added, and which of them is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converter.errors import OutputExists, TaxonomyError
from converter.taxonomy.archive import PackageArchive
from converter.taxonomy.folders import cache_folder, data_folder
from converter.taxonomy.official import main_schema
from converter.taxonomy.package import copy_package, write_taxonomy_package
from converter.taxonomy.release import DEFAULT_RELEASE, baked_releases, load_taxonomy

if TYPE_CHECKING:
    from pathlib import Path

    from converter.taxonomy.release import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One release of `taxonomy list`."""

    release: str
    default: bool
    concepts: int
    folder: Path
    """Where its baked facts lie."""
    added: Path | None
    """The official package that was added for it."""

    @property
    def used(self) -> str:
        """What the validator uses: `official` where a package was added, else `baked`."""
        return "baked" if self.added is None else "official"


def _place(release: str) -> Path:
    return data_folder() / "packages" / f"{release}.zip"


def added_package(release: str) -> Path | None:
    """The official package that was added for a release, or None."""
    path = _place(release)
    return path if path.is_file() else None


def release_in(package: Path) -> str:
    """The name of the us-gaap release in a taxonomy package.

    Raises:
        TaxonomyError: it is no taxonomy package of a us-gaap release.

    """
    with PackageArchive(package) as archive:
        return main_schema(archive)[1]


def add_package(package: Path, *, force: bool = False) -> Listing:
    """The release of an official package that from now on stands in for the baked facts at validation.

    Only a package that agrees with the baked facts is taken: a validator that saw other concepts than the mapping did
    would prove nothing.

    Raises:
        TaxonomyError: it is no taxonomy package, of no baked release, or differs from the baked facts.
        OutputExists: another package was added for that release, and `force` does not say to replace it.

    """
    from converter.taxonomy.compare import compare

    release = release_in(package)
    taxonomy = load_taxonomy(release)
    differences = compare(package, taxonomy).differences
    if differences:
        raise TaxonomyError(
            f"{package} differs from the baked facts of {release} in {len(differences)} places, "
            f"the first: {differences[0]}"
        )
    target = _place(release)
    if target.exists() and not force and target.read_bytes() != package.read_bytes():
        raise OutputExists(target)
    copy_package(package, target)
    return _listing(release)


def _listing(release: str) -> Listing:
    taxonomy = load_taxonomy(release)
    return Listing(
        release=release,
        default=release == DEFAULT_RELEASE,
        concepts=len(taxonomy.concepts),
        folder=taxonomy.folder,
        added=added_package(release),
    )


def list_releases() -> tuple[Listing, ...]:
    """Every release that can be converted to, sorted by name."""
    return tuple(_listing(release) for release in baked_releases())


def packages_for(taxonomy: Taxonomy, folder: Path | None = None) -> tuple[Path, ...]:
    """The taxonomy packages that a validator needs for a release: the one that was added, else the one that is written.

    `folder` is where it is written; the user's cache folder unless given.

    Raises:
        TaxonomyError: the folder cannot be written.

    """
    added = added_package(taxonomy.release)
    return (added or write_taxonomy_package(taxonomy, folder or cache_folder()),)
