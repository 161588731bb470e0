"""The memory of a company's decisions: an SQLite database that several processes can use at once.

A decision is remembered by company, statement, innermost heading, caption and unit, and counts for the company's next
filings until somebody decides otherwise. Nothing is ever deleted: what was undone is marked, and what two people
decided differently stays side by side.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from converter.errors import MemoryUnusable
from converter.mapping.labels import loose, normalise
from converter.review.decisions import standing, status_of
from converter.review.migrations import migrate
from converter.taxonomy.folders import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_WAIT = 10.0
"""Seconds that a writer waits for another, which needs milliseconds."""
_HELP = {
    sqlite3.SQLITE_BUSY: "another program holds it; end that program, or try again when it is done",
    sqlite3.SQLITE_READONLY: "see to it that you may write to the file and its folder, or name another with --memory",
    sqlite3.SQLITE_CANTOPEN: "see to it that you may write to the file and its folder, or name another with --memory",
    sqlite3.SQLITE_FULL: "make room on the disk",
    sqlite3.SQLITE_CORRUPT: "it is damaged: move it away, and take an export over with `memory import`; decisions in "
    "ledgers are remembered again when their filings are opened",
}
_HELP[sqlite3.SQLITE_NOTADB] = _HELP[sqlite3.SQLITE_CORRUPT]
IN_MEMORY = ":memory:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """One decision about a caption of a company."""

    id: str
    company: str
    """The key of the company: see `company_keys`."""
    company_name: str
    statement: str
    section: str
    """The innermost heading, normalised."""
    caption: str
    """The label, normalised, without regard to order and plurals."""
    unit: str
    occurrence: int
    """How many lines with the same section, caption and unit stand before it in the statement."""
    label: str
    """As printed."""
    concept: str | None
    extension: str | None
    """What an extension concept is declared as, as JSON."""
    status: str
    reviewer: str
    decided_at: str
    comment: str
    filing: str
    """The SHA-256 of the filing's text."""
    taxonomy: str
    undone: int = 0

    @property
    def key(self) -> tuple[str, str, str, str, str, int]:
        """What the decision is about."""
        return (self.company, self.statement, self.section, self.caption, self.unit, self.occurrence)


FIELDS = tuple(field.name for field in fields(Remembered))
_STORED = tuple(name for name in FIELDS if name != "company_name")


def memory_path() -> Path:
    """Where the memory of the person who runs the program lies."""
    return data_folder() / "memory.sqlite3"


def company_keys(company: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells a company apart: its Central Index Key and its tax number, the surest first; else its name."""
    keys = []
    if cik := str(company.get("cik") or "").lstrip("0"):
        keys.append(f"cik:{cik}")
    ein = "".join(filter(str.isdigit, str(company.get("ein") or "")))
    if len(ein) == 9 and len(set(ein)) > 1:  # many headers print 00-0000000, which is nobody's number
        keys.append(f"ein:{ein}")
    letters = "".join(each if each.isalnum() else " " for each in str(company.get("name") or "").lower())
    name = " ".join(letters.split())
    return tuple(keys) or ((f"name:{name}",) if name else ())


class Memory:
    """The memory in one file; every method is a transaction of its own, and threads may share it."""

    def __init__(self, path: Path | str) -> None:
        """Raises MemoryUnusable where the file cannot be opened or is no memory, as every method does.

        Raises ConverterError where a newer program made it.
        """
        self._lock = threading.RLock()
        self._path = path
        with self._told():
            if not isinstance(path, str):
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(str(path), timeout=_WAIT, isolation_level=None, check_same_thread=False)
            try:
                self._connection.row_factory = sqlite3.Row
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = FULL")
                self._connection.execute("PRAGMA foreign_keys = ON")
                migrate(self._connection)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Nothing is returned; the file is closed."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What becomes of the file while it is used is told to a person; a statement that is wrong stays a bug."""
        try:
            yield
        except OSError as error:
            raise MemoryUnusable(error.strerror or type(error).__name__, self._path) from error
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise
        except sqlite3.DatabaseError as error:
            hint = _HELP.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the primary code, without its refinement
            raise MemoryUnusable(f"{error}; {hint}" if hint else str(error), self._path) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._told():
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk has ended it already
                    connection.execute("ROLLBACK")
                raise

    def remember(self, ledger: Mapping[str, Any]) -> int:
        """How many decisions of a ledger are new; a company without number and name is not remembered."""
        decisions = of_ledger(ledger)
        keys = company_keys(ledger.get("company", {}))
        if not keys or not decisions:
            return 0
        with self._writing() as connection:
            company = _known_as(connection, keys) or keys[0]
            new = _add(connection, [replace(each, company=company) for each in decisions])
            connection.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", [(key, company) for key in keys])
        return new

    def recall(self, company: Mapping[str, Any]) -> dict[str, Any] | None:
        """What is remembered of a company, in the form of a ledger that a conversion can follow; None for nothing."""
        with self._reading() as connection:
            key = _known_as(connection, company_keys(company))
        return ledger_for(self.all(key)) if key else None

    def add(self, decisions: Iterable[Remembered]) -> int:
        """How many decisions are new. One that is known gets the mark `undone` of the one that is added."""
        with self._writing() as connection:
            return _add(connection, decisions)

    def all(self, company: str = "") -> tuple[Remembered, ...]:
        """The decisions of a company, or of all, the oldest first."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT decision.*, company.name AS company_name FROM decision JOIN company ON company.key = company"
                " WHERE ? IN ('', company) ORDER BY decided_at, decision.id",
                (company,),
            ).fetchall()
        return tuple(Remembered(**{name: row[name] for name in FIELDS}) for row in rows)

    def companies(self) -> tuple[tuple[str, str, int], ...]:
        """Key, name and number of decisions of each company, sorted by name."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT key, name, count(decision.id) FROM company LEFT JOIN decision ON company = key AND undone = 0"
                " GROUP BY key ORDER BY name, key"
            ).fetchall()
        return tuple((row[0], row[1], row[2]) for row in rows)


def _known_as(connection: sqlite3.Connection, keys: Sequence[str]) -> str | None:
    """The company that is known under one of the keys, the surest first.

    One that has another Central Index Key is another company: a subsidiary may file under its parent's tax number.
    """
    for key in keys:
        row = connection.execute("SELECT company FROM alias WHERE key = ?", (key,)).fetchone()
        if row is None:
            continue
        numbers = connection.execute("SELECT key FROM alias WHERE company = ? AND key LIKE 'cik:%'", (row[0],))
        if not keys[0].startswith("cik:") or {each[0] for each in numbers} <= {keys[0]}:
            return str(row[0])
    return None


def _add(connection: sqlite3.Connection, decisions: Iterable[Remembered]) -> int:
    new = 0
    for each in decisions:
        connection.execute(
            "INSERT INTO company VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name"
            " WHERE excluded.name <> ''",
            (each.company, each.company_name),
        )
        connection.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (each.company, each.company))
        row = asdict(each)
        known = connection.execute("SELECT 1 FROM decision WHERE id = ?", (each.id,)).fetchone()
        new += known is None
        places = ", ".join("?" * len(_STORED))
        connection.execute(
            f"INSERT INTO decision ({', '.join(_STORED)}) VALUES ({places})"  # noqa: S608  names of our own
            " ON CONFLICT (id) DO UPDATE SET undone = max(undone, excluded.undone)",
            [row[name] for name in _STORED],
        )
    return new


def current(decisions: Sequence[Remembered]) -> dict[tuple[str, str, str, str, str, int], tuple[Remembered, ...]]:
    """For each caption the last decision of each person that stands, the latest last: more than one is a conflict."""
    found: dict[tuple[str, str, str, str, str, int], dict[str, Remembered]] = {}
    for each in decisions:
        if not each.undone:
            people = found.setdefault(each.key, {})
            people.pop(each.reviewer, None)
            people[each.reviewer] = each
    return {key: tuple(people.values()) for key, people in found.items()}


def differ(decisions: Sequence[Remembered]) -> bool:
    """Whether people decided differently about one caption."""
    return len({(each.concept, each.extension) for each in decisions}) > 1


def ledger_for(decisions: Sequence[Remembered]) -> dict[str, Any] | None:
    """The decisions of one company in the form of a ledger that a conversion can follow; None where there are none."""
    statements: dict[str, list[dict[str, Any]]] = {}
    for (_, statement, section, _, unit, occurrence), people in sorted(current(decisions).items()):
        last = people[-1]
        line: dict[str, Any] = {"label": last.label, "section": [section], "unit": unit}
        # Lines with the same caption stand before it: they keep its place without deciding anything.
        lines = statements.setdefault(statement, [])
        same = (loose(normalise(last.label)), section, unit)
        before = sum(each["_same"] == same for each in lines)
        lines += [{**line, "concept": None, "status": "review", "_same": same}] * max(0, occurrence - before)
        comment = last.comment
        if differ(people):
            comment = f"{comment}; " if comment else ""
            others = ", ".join(f"{each.reviewer} chose {each.concept or 'no tag'}" for each in people[:-1])
            comment += f"others decided differently: {others}"
        lines.append(
            {
                **line,
                "concept": last.concept,
                "extension": json.loads(last.extension) if last.extension else None,
                "status": last.status,
                "decided_by": f"ledger:{last.reviewer}",
                "decided_at": last.decided_at,
                "comment": comment,
                "_same": same,
            }
        )
    if not statements:
        return None
    for lines in statements.values():
        for line in lines:
            del line["_same"]
    return {
        "version": 1,
        "statements": [{"kind": kind, "lines": lines} for kind, lines in sorted(statements.items())],
    }


def of_ledger(ledger: Mapping[str, Any]) -> tuple[Remembered, ...]:
    """Every decision in a ledger that the memory keeps; comments alone are none, and lines without a caption no key."""
    company = next(iter(company_keys(ledger.get("company", {}))), "")
    filing = str(ledger.get("submission", {}).get("sha256", ""))
    found: list[Remembered] = []
    for statement in ledger["statements"]:
        times: Counter[tuple[str, str, str]] = Counter()
        for line in statement["lines"]:
            sections = line.get("section") or []
            section = normalise(str(sections[-1])) if sections else ""
            caption, unit = loose(normalise(line["label"])), str(line.get("unit", ""))
            occurrence = times[section, caption, unit]
            times[section, caption, unit] += 1
            entries = line.get("decisions", ())
            stands = set(standing(entries))
            for index, entry in enumerate(entries):
                if entry["action"] in ("comment", "undo") or not caption:
                    continue
                extension = entry.get("extension")
                place = (filing, statement["kind"], *line.get("span", ()), index, entry["by"], entry["at"])
                found.append(
                    Remembered(
                        id=hashlib.sha256("\0".join(map(str, place)).encode()).hexdigest()[:32],
                        company=company,
                        company_name=str(ledger.get("company", {}).get("name", "")),
                        statement=statement["kind"],
                        section=section,
                        caption=caption,
                        unit=unit,
                        occurrence=occurrence,
                        label=line["label"],
                        concept=entry.get("concept"),
                        extension=json.dumps(extension, sort_keys=True) if extension else None,
                        status=status_of(entry.get("concept")),
                        reviewer=entry["by"],
                        decided_at=entry["at"],
                        comment=entry.get("comment", ""),
                        filing=filing,
                        taxonomy=str(ledger.get("taxonomy", "")),
                        undone=int(index not in stands),
                    )
                )
    return tuple(found)
