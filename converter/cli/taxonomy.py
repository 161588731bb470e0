"""The verbs `taxonomy bake|add|list|diff`: where concepts come from, and the proof that they are the official ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from converter.cli.options import Force, Json
from converter.cli.status import ExitStatus

if TYPE_CHECKING:
    from converter.taxonomy.store import Listing

Package = Annotated[Path, typer.Argument(metavar="PACKAGE.zip", help="An official taxonomy package.")]


def add_to(app: typer.Typer) -> None:
    """Adds the verbs to the application."""
    group = typer.Typer(no_args_is_help=True, help="Taxonomy releases: bake, add, list and diff.")
    group.command("bake")(bake)
    group.command("add")(add)
    group.command("list")(list_all)
    group.command("diff")(diff)
    app.add_typer(group, name="taxonomy")


def bake(
    package: Package,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="The folder of the release; by default one of your own."),
    ] = None,
    labels: Annotated[
        Path | None, typer.Option("--labels", metavar="CSV", help="Standard labels, columns tag and tlabel.")
    ] = None,
    *,
    force: Force = False,
) -> None:
    """Turn an official taxonomy package into baked facts: small, sorted text files that can be compared."""
    from converter.cli.display import console
    from converter.errors import OutputExists
    from converter.taxonomy.bake import bake as bake_package
    from converter.taxonomy.bake import release_of, write_baked
    from converter.taxonomy.folders import data_folder

    files = bake_package(package, labels)
    folder = output or data_folder() / "taxonomies" / release_of(files)
    if not force and (there := next((folder / name for name in sorted(files) if (folder / name).exists()), None)):
        raise OutputExists(there)
    written = write_baked(files, folder)
    console().print(f"{release_of(files)}: {len(written)} files in {folder}/", markup=False)


def add(
    package: Package,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace another package of the same release.")] = False,
    json: Json = False,
) -> None:
    """Let validation use an official package instead of the baked facts, once it is proven to equal them."""
    from converter.taxonomy.store import add_package

    _show((add_package(package, force=force),), json=json)


def list_all(*, json: Json = False) -> None:
    """List the releases that can be converted to, and what validation uses for each."""
    from converter.taxonomy.store import list_releases

    _show(list_releases(), json=json)


def diff(
    package: Package,
    taxonomy: Annotated[
        str, typer.Option("--taxonomy", metavar="RELEASE", help="The baked release; by default that of the package.")
    ] = "",
    *,
    json: Json = False,
) -> None:
    """Show every difference between a baked release and an official package; exit status 1 where there is one."""
    from converter.cli.display import console
    from converter.cli.machine import print_json
    from converter.taxonomy.compare import compare
    from converter.taxonomy.release import load_taxonomy
    from converter.taxonomy.store import release_in

    comparison = compare(package, load_taxonomy(taxonomy or release_in(package)))
    if json:
        print_json(
            {
                "release": comparison.release,
                "compared": dict(comparison.compared),
                "differences": [
                    {"kind": each.kind, "subject": each.subject, "baked": each.baked, "official": each.official}
                    for each in comparison.differences
                ],
            }
        )
    else:
        out = console()
        for each in comparison.differences:
            out.print(str(each), markup=False)
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in comparison.compared.items())
        out.print(f"{comparison.release}: {len(comparison.differences)} differences (compared: {kinds})", markup=False)
    raise typer.Exit(ExitStatus.INVALID if comparison.differences else ExitStatus.DONE)


def _show(listings: tuple[Listing, ...], *, json: bool) -> None:
    from rich import box
    from rich.table import Table

    from converter.cli.display import console
    from converter.cli.machine import print_json

    if json:
        for each in listings:
            print_json(
                {
                    "release": each.release,
                    "default": each.default,
                    "concepts": each.concepts,
                    "folder": each.folder.as_posix(),
                    "added": each.added.as_posix() if each.added else None,
                }
            )
        return
    table = Table(box=box.SIMPLE, pad_edge=False, header_style="dim")
    table.add_column("release", style="bold")
    table.add_column("concepts", justify="right")
    table.add_column("validation uses")
    for each in listings:
        uses = f"the official package {each.added}" if each.added else "the baked facts"
        table.add_row(each.release + (" (default)" if each.default else ""), f"{each.concepts:,}", uses)
    console().print(table)
