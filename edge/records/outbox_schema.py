"""The tables of the outbox, and how its file is opened."""

import sqlite3
from typing import Final

from edge.records.errors import OutboxError

VERSION: Final = 1
_SCHEMA: Final = """
CREATE TABLE machine (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE session (
    session_id TEXT PRIMARY KEY,
    head TEXT NOT NULL,
    settled INTEGER NOT NULL CHECK (settled IN (0, 1))
) STRICT;
CREATE TABLE fact (
    session_id TEXT NOT NULL REFERENCES session,
    exercise INTEGER NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    noted_ms INTEGER NOT NULL,
    PRIMARY KEY (session_id, exercise, number)
) STRICT;
CREATE TABLE record (
    session_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body BLOB,
    sha256 TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_ms INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'stored', 'known', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session_id, revision)
) STRICT;
CREATE TABLE words (
    message_id TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    about_pain INTEGER NOT NULL CHECK (about_pain IN (0, 1)),
    written_ms INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    next_try_ms INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'stored', 'refused')),
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE answer (
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'message')),
    seq INTEGER NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('accepted', 'refused')),
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    content TEXT NOT NULL,
    came_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, seq)
) STRICT;
"""


def prepare(connection: sqlite3.Connection) -> None:
    """Set a connection up, and make the tables where there are none.

    Every transaction is on the disk when it is committed, and what is deleted is overwritten.

    Raises:
        OutboxError: the file was written by a later version of this program.
    """
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:  # nobody has made them meanwhile
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
            version = VERSION
        connection.execute("COMMIT")
    if version != VERSION:
        raise OutboxError(
            f"the outbox is of version {version}, and this program knows version {VERSION}",
            remedy="use the newer program",
        )
