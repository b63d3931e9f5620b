"""The schema goes up and down with data in it, and `serve` says what is wrong with it."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, select, table, text

from tests.bot.flow import MONDAY, Wire, sms, village
from tournee.bot.app import build
from tournee.bot.cli import main
from tournee.bot.conversation.party import Channel
from tournee.storage import schema
from tournee.storage.engine import connect
from tournee.storage.errors import StorageError


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
    found: str = request.getfixturevalue("empty_postgresql_url")
    return found


@pytest.fixture
def inhabited(url: str) -> Iterator[Engine]:
    """A migrated database in which an order was placed."""
    engine = schema.open_database(url)
    tournee = build(engine, dict.fromkeys(Channel, Wire()))
    tournee.workspaces.create_village(village(), by="test", at=MONDAY)
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    tournee.inbox.receive(sms("oui", minutes=1))
    yield engine
    engine.dispose()


def contents(engine: Engine, known: Collection[str] = ()) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table: of what newer revisions have added, nothing.

    `known` are the columns of the first revision, as 'table.column'; all where none are given.
    """
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        found = {}
        for name in sorted(set(names) - {"alembic_version"}):
            rows = connection.execute(select(text("*")).select_from(table(name))).mappings()
            kept = [
                tuple(str(v) for k, v in sorted(row.items()) if not known or f"{name}.{k}" in known)
                for row in rows
            ]
            if not known or any(column.startswith(f"{name}.") for column in known):
                found[name] = sorted(kept)
        return found


def columns(engine: Engine) -> set[str]:
    inspector = inspect(engine)
    return {
        f"{name}.{column['name']}"
        for name in inspector.get_table_names()
        for column in inspector.get_columns(name)
    }


def test_data_survives_going_down_and_up_again(inhabited: Engine) -> None:
    everything = contents(inhabited)
    assert everything["orders"]
    schema.downgrade(inhabited, "0001")
    known = columns(inhabited)
    assert "news.cause" not in known
    below = contents(inhabited, known)
    schema.upgrade(inhabited)
    assert contents(inhabited, known) == below
    assert {name: len(rows) for name, rows in contents(inhabited).items() if rows} == {
        name: len(rows) for name, rows in everything.items() if rows
    }
    assert schema.differences(inhabited) == []


def test_going_down_to_the_start_leaves_no_table(inhabited: Engine) -> None:
    schema.downgrade(inhabited, "base")
    assert set(inspect(inhabited).get_table_names()) <= {"alembic_version"}
    schema.upgrade(inhabited)
    assert schema.differences(inhabited) == []


def set_revision(url: str, revision: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
    engine.dispose()


def test_a_schema_that_is_newer_than_the_program_is_left_alone(url: str) -> None:
    schema.open_database(url).dispose()
    set_revision(url, "9999")
    for opening in (schema.open_database, schema.open_migrated):
        with pytest.raises(StorageError, match="9999, newer than this program"):
            opening(url)


def test_an_old_schema_on_postgresql_asks_for_a_migration(empty_postgresql_url: str) -> None:
    engine = schema.open_database(empty_postgresql_url)
    schema.downgrade(engine, "0001")
    engine.dispose()
    with pytest.raises(StorageError, match="run `tournee migrate`"):
        schema.open_migrated(empty_postgresql_url)


def test_an_sqlite_file_brings_itself_up_to_date(tmp_path: Path) -> None:
    engine = schema.open_migrated(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert schema.differences(engine) == []
    engine.dispose()


def test_a_user_without_rights_is_told_on_which_tables(empty_postgresql_url: str) -> None:
    engine = schema.open_database(empty_postgresql_url)
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    try:
        as_reader = empty_postgresql_url.replace("postgres@", "reader@")
        with pytest.raises(StorageError, match=r"may not write to .*audit_entries, "):
            schema.open_migrated(as_reader)
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP OWNED BY reader"))
            connection.execute(text("DROP ROLE reader"))
        engine.dispose()


def test_the_command_goes_up_and_down_and_names_a_revision_it_does_not_know(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOURNEE_DATABASE_URL", url)
    assert main(["migrate"]) == 0
    assert main(["migrate", "--down-to", "0001"]) == 0
    assert main(["migrate", "--down-to", "7777"]) == 1
    error = capsys.readouterr().err
    assert "7777" in error
    assert error.count("\n") == 1
