"""What all tests share: real databases, each test with one of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from tests import servers
from tournee.storage import schema
from tournee.storage.engine import connect

SERVERS = pytest.StashKey[ExitStack]()
NUMBERS = count()

# On a busy computer an example may take any time: that says nothing of what it tests.
settings.register_profile(
    "unhurried", settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-dialogues",
        action="store_true",
        help="write what the bot says now into the golden dialogues",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.stash[SERVERS] = ExitStack()
        config.stash[SERVERS].enter_context(servers.session())


def pytest_unconfigure(config: pytest.Config) -> None:
    if SERVERS in config.stash:
        config.stash[SERVERS].close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with every table, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """The engine of `database_url`."""
    yield from _engine(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Engine]:
    yield from _engine(sqlite_url)


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Engine]:
    yield from _engine(postgresql_url)


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A Redis that all tests share: each takes keys of its own."""
    return servers.redis()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    file = shutil.copy(sqlite_template, tmp_path / "tournee.sqlite3")
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(worker_database: tuple[psycopg.Connection, str]) -> Iterator[str]:
    """The worker's own database, emptied after each test: ten times as fast as a new one."""
    connection, url = worker_database
    yield url
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    connection.execute("TRUNCATE villages CASCADE")  # every row belongs to a village


@pytest.fixture
def empty_postgresql_url() -> Iterator[str]:
    """A database without a single table."""
    name = f"empty_{os.getpid()}_{next(NUMBERS)}"
    with _administering() as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield servers.postgresql().format(name=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = connect(f"sqlite:///{file}")
    schema.create(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def worker_database() -> Iterator[tuple[psycopg.Connection, str]]:
    """A database with every table for one worker's tests, with a connection to it, and its URL."""
    name = f"worker_{os.getpid()}"
    with _administering() as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = servers.postgresql().format(name=name)
    engine = connect(url)
    schema.create(engine)
    engine.dispose()
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection, url


def _engine(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


@contextmanager
def _administering() -> Iterator[psycopg.Connection]:
    with psycopg.connect(servers.postgresql().format(name="postgres"), autocommit=True) as found:
        yield found
