"""All tables of all packages, and how a database gets them.

Alembic takes half a second to import and six megabytes, so only what needs it does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from tournee.storage.base import Base
from tournee.storage.engine import THREADS, connect
from tournee.storage.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

PACKAGES = (
    "tournee.catalog.storage",
    "tournee.orders.storage",
    "tournee.bot.storage",
    "tournee.bot.channels.invitations",
    "tournee.bot.channels.storage",
)
MIGRATIONS = Path(__file__).parent / "migrations"
LACKING = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema() AND tablename <> 'alembic_version' AND NOT (
        has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'INSERT')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE')
        AND has_table_privilege(format('%I.%I', schemaname, tablename), 'DELETE'))
    ORDER BY tablename"""
LOCK = 823_547
"""Of PostgreSQL's advisory locks: one process migrates at a time."""


def metadata() -> MetaData:
    """Every package's tables: they are known once its `storage` is imported."""
    for package in PACKAGES:
        if find_spec(package):
            import_module(package)
    return Base.metadata


def create(engine: Engine) -> None:
    """Make all tables in an empty database at once: for tests and simulations."""
    metadata().create_all(engine, checkfirst=False)


def open_database(url: str, threads: int = THREADS) -> Engine:
    """Connect and migrate; StorageError says what is wrong with the database or its URL."""
    return _open(url, threads, upgrade)


def open_migrated(url: str, threads: int = THREADS) -> Engine:
    """Connect to a database that `tournee migrate` looks after; an SQLite file migrates itself.

    StorageError where its schema is older or newer than this program, or its user lacks rights.
    """
    return _open(url, threads, _migrate_or_check)


def _open(url: str, threads: int, prepare: Callable[[Engine], None]) -> Engine:
    engine = None
    try:
        engine = connect(url, threads)
        prepare(engine)
    except ArgumentError:
        raise StorageError("not a database URL, such as sqlite:///data/tournee.sqlite3") from None
    except (DBAPIError, ImportError, OSError, StorageError) as error:
        if engine is not None:
            engine.dispose()
        if isinstance(error, StorageError):
            raise
        cause = getattr(error, "orig", None) or error
        raise StorageError(f"can't open the database: {_first_line(cause)}") from error
    return engine


def _migrate_or_check(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        upgrade(engine)
        return
    with engine.connect() as connection:
        found, newest = _revisions(connection)
        if found != newest:
            raise StorageError(
                f"the database's schema is at revision {found}, this program works with {newest}:"
                " run `tournee migrate`"
            )
        lacking = connection.scalars(text(LACKING)).all()
    if lacking:
        raise StorageError(f"the database's user may not write to {', '.join(lacking)}")


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database to a revision; several processes may ask at the same time."""
    from alembic import command  # noqa: PLC0415

    with _migrating(engine) as connection:
        _revisions(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database back to a revision; `base` drops every table."""
    from alembic import command  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    with _migrating(engine) as connection:
        _revisions(connection)
        try:
            command.downgrade(_config(connection), revision)
        except CommandError as error:
            raise StorageError(_first_line(error)) from error


def step_back(url: str, revision: str) -> None:
    """Open a database and take it back; StorageError says what is wrong."""
    _open(url, THREADS, lambda engine: downgrade(engine, revision)).dispose()


def _revisions(connection: Connection) -> tuple[str | None, str | None]:
    """The database's revision and the newest that this program has.

    Each revision's file begins with its number: whoever only serves needs no Alembic.

    Raises:
        StorageError: a newer program has migrated the database.
    """
    known = sorted(p.name.partition("_")[0] for p in (MIGRATIONS / "versions").glob("*.py"))
    found: str | None = None
    if inspect(connection).has_table("alembic_version"):
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is not None and found not in known:
        raise StorageError(
            f"the database's schema is at revision {found}, newer than this program:"
            " install the version that migrated it"
        )
    return found, known[-1]


def revise(engine: Engine, message: str) -> None:
    """Write a revision with what the models have and this migrated database lacks."""
    from alembic import command  # noqa: PLC0415

    number = 1 + len(list((MIGRATIONS / "versions").glob("*.py")))
    with _migrating(engine) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


def differences(engine: Engine) -> list[object]:
    """What the models and this migrated database do not agree on."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata()))


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction, in which SQLite may copy a table without losing what refers to it."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _switch_foreign_keys(connection, on=False)
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SET LOCAL lock_timeout = 0"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
                yield connection
        finally:
            if sqlite:
                _switch_foreign_keys(connection, on=True)


def _switch_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Only outside a transaction does SQLite obey, so SQLAlchemy must not begin one."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    cursor.close()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
