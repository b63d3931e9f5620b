"""What all tests share: real databases, each test with one of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests import servers
from tournee.storage import schema
from tournee.storage.engine import connect

SERVERS = pytest.StashKey[ExitStack]()
TEMPLATE = "template_tournee"
NUMBERS = count()


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
def postgresql_url(postgresql_template: str) -> Iterator[str]:
    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    yield servers.postgresql().format(name=name)
    _administer(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    engine = connect(f"sqlite:///{file}")
    schema.create(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_template() -> str:
    """A database to copy, one a worker; copying it takes a tenth of making the tables."""
    name = f"{TEMPLATE}_{os.getpid()}"
    _administer(f"CREATE DATABASE {name}")
    engine = connect(servers.postgresql().format(name=name))
    schema.create(engine)
    engine.dispose()
    return name


def _engine(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


def _administer(statement: str) -> None:
    engine = connect(servers.postgresql().format(name="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
