"""The schema goes up and down with data in it, and `serve` says what is wrong with it."""

import asyncio
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, delete, insert, inspect, select, table, text
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, SAINT_AUBIN, Wire, sms, village
from tournee.bot.app import build
from tournee.bot.cli import main
from tournee.catalog.model import Channel
from tournee.orders.storage.rows import OrderRow
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


Rows = dict[str, list[tuple[tuple[str, str], ...]]]


def contents(engine: Engine, columns: Mapping[str, Collection[str]] | None = None) -> Rows:
    """Every row of every table, or of those named with the columns named."""
    columns = columns or schema_of(engine)
    found = {}
    with engine.connect() as connection:
        for name in columns:
            rows = connection.execute(select(text("*")).select_from(table(name))).mappings()
            found[name] = sorted(
                tuple((str(k), str(v)) for k, v in sorted(row.items()) if k in columns[name])
                for row in rows
            )
    return found


def schema_of(engine: Engine) -> dict[str, dict[str, ReflectedColumn]]:
    """Columns by table, as the database describes them."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        return {
            name: {column["name"]: column for column in inspector.get_columns(name)}
            for name in sorted(set(inspector.get_table_names()) - {"alembic_version"})
        }


def test_data_survives_going_down_and_up_again(inhabited: Engine) -> None:
    before = contents(inhabited)
    assert before["orders"]
    schema.downgrade(inhabited, "0001")
    kept = schema_of(inhabited)
    assert "cause" not in kept["news"]
    old = {name: before[name] and contents_of(before[name], kept[name]) for name in kept}
    assert contents(inhabited) == old
    schema.upgrade(inhabited)
    assert contents(inhabited, kept) == old
    assert schema.differences(inhabited) == []


def contents_of(
    rows: list[tuple[tuple[str, str], ...]], columns: Collection[str]
) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple((k, v) for k, v in row if k in columns) for row in rows)


REVISIONS = sorted(file.name[:4] for file in (schema.MIGRATIONS / "versions").glob("0*.py"))


def test_no_revision_takes_away_what_the_program_before_it_reads_or_must_be_told(url: str) -> None:
    engine = connect(url)
    for before, after in pairwise(REVISIONS):
        schema.upgrade(engine, before)
        old = schema_of(engine)
        schema.upgrade(engine, after)
        new = schema_of(engine)
        assert old.keys() <= new.keys(), after
        for name, columns in old.items():
            assert columns.keys() <= new[name].keys(), f"{after} {name}"
            required = [
                column
                for column in new[name].keys() - columns.keys()
                if not new[name][column]["nullable"] and new[name][column]["default"] is None
            ]
            assert required == [], f"{after} {name}"
    engine.dispose()


def test_the_program_before_writes_into_the_new_schema_and_the_new_one_reads_it(
    inhabited: Engine,
) -> None:
    schema.downgrade(inhabited, REVISIONS[-2])
    old = MetaData()
    with inhabited.begin() as connection:  # the old program's tables, and what it wrote
        old.reflect(connection)
        rows = {t: connection.execute(select(t)).mappings().all() for t in old.sorted_tables}
    schema.upgrade(inhabited)
    with inhabited.begin() as connection:
        connection.execute(delete(table("villages")))
        for written, values in rows.items():
            if values and written.name != "alembic_version":
                connection.execute(insert(written), [dict(row) for row in values])
    wire = Wire()
    again = build(inhabited, dict.fromkeys(Channel, wire))
    assert again.inbox.receive(sms("mes commandes ?", minutes=2)).handled
    while asyncio.run(again.relay.send_due(MONDAY + timedelta(minutes=3))):
        pass
    with Session(inhabited) as session:
        numbers = set(session.scalars(select(OrderRow.number)))
    assert any(str(number) in found for number in numbers for found in wire.texts)


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


@pytest.fixture
def reader(empty_postgresql_url: str) -> Iterator[str]:
    """A migrated database's URL for a user who may read it and no more."""
    name = f"reader_{os.getpid()}"
    engine = schema.open_database(empty_postgresql_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}"))
    yield empty_postgresql_url.replace("postgres@", f"{name}@")
    with engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()


def test_a_user_without_rights_is_told_on_which_tables(reader: str) -> None:
    with pytest.raises(StorageError, match=r"may not write to .*audit_entries, "):
        schema.open_migrated(reader)


@pytest.mark.parametrize(
    "command",
    [
        ["village", "import", str(SAINT_AUBIN)],
        ["privacy", "expire"],
        ["migrate", "--down-to", "0001"],
        ["serve"],
    ],
    ids=" ".join,
)
def test_whatever_a_user_without_rights_asks_for_is_refused_in_one_line(
    reader: str,
    command: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TOURNEE_DATABASE_URL", reader)
    assert main(command) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "may not write to" in error or "permission denied" in error or "must be owner" in error


def test_a_user_who_may_make_no_tables_is_told_so(
    empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"guest_{os.getpid()}"
    engine = connect(empty_postgresql_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    monkeypatch.setenv(
        "TOURNEE_DATABASE_URL", empty_postgresql_url.replace("postgres@", f"{name}@")
    )
    assert main(["migrate"]) == 1
    error = capsys.readouterr().err
    assert "permission denied for schema public" in error
    assert error.count("\n") == 1
    with engine.begin() as connection:
        connection.execute(text(f"DROP ROLE {name}"))
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
