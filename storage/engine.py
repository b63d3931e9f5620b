"""Connections: an SQLite file by default, PostgreSQL for many villages, the same code on both.

SQLite allows one writer. Each transaction says when it begins that it will write (`BEGIN
IMMEDIATE`), so that it waits for its turn there rather than failing half-way; a transaction
whose connection has the execution option `read_only` begins without.
"""

import time
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from sqlite3 import DatabaseError

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, QueuePool, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

MEMORY = "sqlite://"
LOCK_MS = 10_000
"""How long one waits for another's transaction."""
IDLE_MS = 60_000
"""How long a transaction may do nothing: a process that hangs holds up nobody for ever."""
CONNECT_SECONDS = 5
REST_SECONDS = 2.0
"""A connection that nobody used for so long may have been cut."""
RESTS_SINCE = "rests_since"
THREADS = 8
"""Each thread works in one transaction at a time and needs one connection for it."""
PRAGMAS = (
    "foreign_keys = ON",
    f"busy_timeout = {LOCK_MS}",
    "journal_mode = WAL",
    "synchronous = FULL",  # a power cut loses no order
)


def connect(url: str, threads: int = THREADS) -> Engine:
    """Build the engine for a database URL, for so many threads; nothing is opened yet."""
    parsed = _with_driver(make_url(url))
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    engine = sqlalchemy.create_engine(
        parsed,
        hide_parameters=True,  # an error's words hold no person's
        pool_size=threads,
        max_overflow=2,
        pool_timeout=LOCK_MS / 1000,
        connect_args={"connect_timeout": CONNECT_SECONDS},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", _wake)
    return engine


def _with_driver(url: URL) -> URL:
    """`postgres://` and `postgresql://` mean psycopg 3."""
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _sqlite(url: URL) -> Engine:
    if url.database in {None, "", ":memory:"}:
        engine = sqlalchemy.create_engine(
            url,
            hide_parameters=True,
            poolclass=QueuePool,
            pool_size=1,  # the one connection is the database: a second thread waits for it
            max_overflow=0,
            connect_args={"check_same_thread": False},
        )
    else:
        Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
        engine = sqlalchemy.create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SQLiteConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # no BEGIN of its own
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except DatabaseError:
        connection.close()  # no pool has it yet
        raise


def _prepare_postgresql(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    with closing(connection.cursor()) as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_MS}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_MS}")
    connection.commit()


def _note_rest(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[RESTS_SINCE] = time.monotonic()


def _wake(
    connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: PoolProxiedConnection
) -> None:
    """Ask a connection that has rested whether it still leads anywhere; if not, a new one is made.

    One that breaks while it is busy is noticed by its transaction, which is done again.
    """
    if time.monotonic() - record.info.get(RESTS_SINCE, 0) < REST_SECONDS:
        return
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError from error


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
