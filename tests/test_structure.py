"""The house stays a house: data flows one way, and what is dangerous or heavy lives in one room."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Lowest first. Rooms on one line may not import each other, except the modules of the ground floor.
FLOORS = (
    {"model", "messages", "errors", "amounts", "periods", "resources", "child"},
    {"taxonomy", "read"},
    {"footing"},
    {"mapping"},
    {"write"},
    {"narrative"},
    {"check"},
    {"pipeline"},
    {"batch"},
    {"review"},
    {"web"},
    {"cli"},
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted((ROOT / "converter").rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imported(name: str) -> Iterator[tuple[str, int]]:
    """Every module that `name` imports at any depth, for types only as well, with the line."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} imports relatively"
            module = node.module or ""
            for alias in node.names:
                full = f"{module}.{alias.name}"
                yield (full if full in MODULES else module), node.lineno


def room(name: str) -> str:
    """The second part of a module's name: `converter.read.tables` is in `read`."""
    return name.split(".")[1] if "." in name else ""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """The name of what is called, without what stands before the last dot, and the call."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def test_every_room_has_a_floor() -> None:
    assert {room(name) for name in MODULES} - {""} <= LEVEL.keys()


def test_no_import_goes_upwards_or_sideways() -> None:
    wrong = []
    for name in MODULES:
        if not room(name):
            continue  # the package itself is the public API, which reaches everything lazily
        for target, line in imported(name):
            if not target.startswith("converter.") or room(target) == room(name):
                continue
            here, there = LEVEL[room(name)], LEVEL[room(target)]
            if there > here or (there == here and here > 0):
                wrong.append(f"{name}:{line} imports {target}")
    assert not wrong


def test_no_import_goes_in_a_circle() -> None:
    graph = {
        name: {target for target, _ in imported(name) if target in MODULES and target != name and target != "converter"}
        for name in MODULES
        if name != "converter"
    }
    tuple(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_only_what_runs_in_the_worker_imports_arelle() -> None:
    importers = {name for name in MODULES for target, _ in imported(name) if target.split(".")[0] == "arelle"}
    assert importers == {"converter.check.arelle.session", "converter.check.arelle.base"}


def test_reading_opens_no_file() -> None:
    opening = {"open", "read_text", "read_bytes", "iterdir", "glob", "rglob", "urlopen", "listdir", "walk_files"}
    wrong = [
        f"{name}:{node.lineno} calls {called}"
        for name in MODULES
        if room(name) == "read"
        for called, node in calls(name)
        if called in opening
    ]
    assert not wrong


WRITERS = {
    "converter.write.package": "the results of a conversion",
    "converter.taxonomy.package": "the temporary taxonomy package for the validator",
    "converter.check.staging": "the temporary copy of a filing that the validator reads",
    "converter.taxonomy.bake": "baked facts, which are part of the program and not a result",
    "converter.review.memory": "the folder of the database of decisions",
    "converter.web.uploads": "the temporary files of a server",
    "converter.mapping.knowledge": "what `mapping train` learned, which is part of the program and not a result",
}


def test_only_named_modules_write_to_disk() -> None:
    writing = {"write_text", "write_bytes", "mkdir", "makedirs", "rename", "unlink", "rmtree", "NamedTemporaryFile"}
    wrong = [
        f"{name}:{node.lineno} calls {called}"
        for name in MODULES
        if not any(name == writer or name.startswith(f"{writer}.") for writer in WRITERS)
        for called, node in calls(name)
        if called in writing
    ]
    assert not wrong


FORBIDDEN = {
    "random": "the same bytes in give the same bytes out",
    "uuid": "the same bytes in give the same bytes out",
    "secrets": "the same bytes in give the same bytes out",
    "urllib.request": "there is no network at run time",
    "http.client": "there is no network at run time",
    "socket": "there is no network at run time",
    "pickle": "what is read is hostile",
}


def test_nothing_random_no_network_and_no_pickle() -> None:
    wrong = [
        f"{name}:{line} imports {target}: {FORBIDDEN[target]}"
        for name in MODULES
        if room(name) != "web"
        for target, line in imported(name)
        if target in FORBIDDEN
    ]
    assert not wrong


def test_no_clock_but_the_one_that_measures() -> None:
    wrong = [
        f"{name}:{node.lineno} calls {called}"
        for name in MODULES
        if room(name) not in {"web", "cli", "batch"}
        for called, node in calls(name)
        if called in {"today", "now", "utcnow", "time_ns", "localtime", "gmtime"}
    ]
    assert not wrong


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_is_one_thing(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{name} has {lines} lines: it is two things, split it"


def test_no_module_of_the_tests_is_too_long_to_read() -> None:
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in (ROOT / "tests").rglob("*.py")}
    assert not {path.name: count for path, count in lengths.items() if count > 400}


def test_importing_the_package_is_cheap() -> None:
    at_import = {
        target.split(".")[0]
        for node in TREES["converter"].body
        for target in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not at_import & {"arelle", "lxml", "jinja2", "jsonschema", "rich", "typer", "converter"}
