"""The form of the memory, version by version. A step that was released is never changed: a new one is added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converter.errors import ConverterError

if TYPE_CHECKING:
    import sqlite3

STEPS: tuple[str, ...] = (
    # 1: decisions by company, statement, section and caption.
    """
    CREATE TABLE company (
        key TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE decision (
        id TEXT PRIMARY KEY,
        company TEXT NOT NULL REFERENCES company (key),
        statement TEXT NOT NULL,
        section TEXT NOT NULL,
        caption TEXT NOT NULL,
        unit TEXT NOT NULL,
        occurrence INTEGER NOT NULL,
        label TEXT NOT NULL,
        concept TEXT,
        extension TEXT,
        status TEXT NOT NULL,
        reviewer TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        comment TEXT NOT NULL,
        filing TEXT NOT NULL,
        taxonomy TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decision_by_company ON decision (company, statement, caption);
    """,
    # 2: a decision that was undone is kept, and does not count.
    """
    ALTER TABLE decision ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX decision_by_filing ON decision (filing);
    """,
    # 3: a company is known by its Central Index Key in one filing and by its tax number in another.
    """
    CREATE TABLE alias (
        key TEXT PRIMARY KEY,
        company TEXT NOT NULL REFERENCES company (key)
    ) STRICT;
    INSERT INTO alias SELECT key, key FROM company;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Nothing is returned; the database has the newest form. Raises ConverterError where a newer program made it."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(STEPS):
        raise ConverterError(
            f"the memory has form {version}, which a newer legacy-xbrl made; this one knows {len(STEPS)}"
        )
    if version == len(STEPS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster while this one waited.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for number, step in enumerate(STEPS[version:], version + 1):
            for statement in filter(str.strip, step.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
