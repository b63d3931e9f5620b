from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from tests import servers
from tournee.storage import schema
from tournee.storage.__main__ import main
from tournee.storage.base import Base
from tournee.storage.engine import MEMORY, connect
from tournee.storage.errors import StorageError


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database that only the migrations made."""
    sqlite = request.param == "sqlite"
    url: str = (
        f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        if sqlite
        else request.getfixturevalue("empty_postgresql_url")
    )
    engine = schema.open_database(url)
    yield engine
    engine.dispose()


def test_models_and_migrations_agree(migrated: Engine) -> None:
    assert schema.differences(migrated) == []


def test_migrating_again_does_nothing(migrated: Engine) -> None:
    schema.upgrade(migrated)
    assert "villages" in inspect(migrated).get_table_names()


def test_every_primary_key_starts_with_the_village() -> None:
    keys = {
        table.name: next(iter(table.primary_key.columns)).name
        for table in schema.metadata().sorted_tables
    }
    assert set(keys.values()) == {"village"}, keys


def test_no_amount_is_a_float() -> None:
    floats = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is float
    }
    assert floats == {"places.lat", "places.lon", "people.lat", "people.lon"}


def test_the_check_of_the_migrations_says_nothing_when_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().err == ""
    assert main([]) == 2


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "not a database URL"),
        ("postgresql://postgres@127.0.0.1:1/tournee", "refused"),
        ("oracle+nothing://x/y", "not a database URL"),
    ],
)
def test_a_database_that_cannot_be_opened_says_why_in_a_line(url: str, says: str) -> None:
    with pytest.raises(StorageError, match=says) as caught:
        schema.open_database(url)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, " * 100)
    with pytest.raises(StorageError, match="not a database"):
        schema.open_database(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    engine = schema.open_database(f"sqlite:///{tmp_path / 'data' / 'tournee.sqlite3'}")
    engine.dispose()
    assert (tmp_path / "data" / "tournee.sqlite3").exists()


def test_tables_in_memory_are_there_for_every_connection() -> None:
    engine = connect(MEMORY)
    schema.create(engine)
    assert "villages" in inspect(engine).get_table_names()
    engine.dispose()


def test_the_short_name_of_postgresql_means_psycopg() -> None:
    url = servers.postgresql().format(name="postgres").replace("postgresql:", "postgres:")
    engine = connect(url)
    assert engine.dialect.driver == "psycopg"
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
