"""The column types and the unit of work, on a table of their own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tournee.catalog.model import Weekday
from tournee.storage.base import Amount, Moment, Word
from tournee.storage.engine import connect
from tournee.storage.errors import StorageError
from tournee.storage.unit_of_work import UnitOfWork

NOON = datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=UTC)


class Tables(DeclarativeBase):
    pass


class Thing(Tables):
    __tablename__ = "things"

    id: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Amount | None]
    moment: Mapped[Moment | None]
    day: Mapped[Weekday | None] = mapped_column(Word(Weekday))


@pytest.fixture
def things(database: Engine) -> Iterator[Engine]:
    Tables.metadata.create_all(database)
    yield database
    Tables.metadata.drop_all(database)


def stored(engine: Engine, thing: Thing) -> Thing:
    with UnitOfWork(engine) as work:
        work.session.add(thing)
        work.commit()
    with UnitOfWork(engine, read_only=True) as work:
        return work.session.scalars(select(Thing)).one()


@pytest.mark.parametrize("amount", ["0", "0.001", "1.12", "20", "100", "-3.5", "9999999.999"])
def test_an_amount_comes_back_exactly(things: Engine, amount: str) -> None:
    found = stored(things, Thing(amount=Decimal(amount))).amount
    assert found == Decimal(amount)
    assert f"{found:f}" == f"{found}"


def test_amounts_compare_by_size(things: Engine) -> None:
    stored(things, Thing(amount=Decimal(10)))
    with UnitOfWork(things) as work:
        assert work.session.scalars(select(Thing).where(Thing.amount > Decimal("9.5"))).one()


@pytest.mark.parametrize("amount", [1.5, Decimal("0.0001")])
def test_an_inexact_amount_is_refused(things: Engine, amount: object) -> None:
    with pytest.raises(StatementError):
        stored(things, Thing(amount=amount))


def test_a_moment_comes_back_in_utc(things: Engine) -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    found = stored(things, Thing(moment=paris)).moment
    assert found == NOON
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(things: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"):
        stored(things, Thing(moment=NOON.replace(tzinfo=None)))


def test_a_word_comes_back_as_its_member(things: Engine) -> None:
    assert stored(things, Thing(day=Weekday.TUE)).day is Weekday.TUE


def test_a_word_that_is_none_of_them_is_refused(things: Engine) -> None:
    with pytest.raises(StatementError):
        stored(things, Thing(day="mardi"))


def test_leaving_by_an_error_keeps_nothing(things: Engine) -> None:
    def fail() -> None:
        with UnitOfWork(things) as work:
            work.session.add(Thing())
            work.session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with UnitOfWork(things) as work:
        assert work.session.scalars(select(Thing)).all() == []


def test_a_writer_on_sqlite_waits_for_the_other(sqlite_database: Engine) -> None:
    Tables.metadata.create_all(sqlite_database)

    def write() -> None:
        with UnitOfWork(sqlite_database) as work:
            count = len(work.session.scalars(select(Thing)).all())
            sleep(0.01)
            work.session.add(Thing(id=count + 1))
            work.commit()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with UnitOfWork(sqlite_database) as work:
        assert work.session.scalars(select(Thing.id).order_by(Thing.id)).all() == [1, 2, 3, 4]


def test_a_reader_on_sqlite_does_not_wait_for_a_writer(sqlite_database: Engine) -> None:
    with UnitOfWork(sqlite_database) as writer:
        writer.session.execute(text("SELECT 1"))
        with UnitOfWork(sqlite_database, read_only=True) as reader:
            assert reader.session.execute(text("SELECT 1")).scalar_one() == 1


def test_a_database_that_stays_locked_is_a_readable_error(sqlite_url: str) -> None:
    first, second = connect(sqlite_url), connect(sqlite_url)
    with UnitOfWork(first) as holder:
        holder.session.execute(text("SELECT 1"))
        with second.connect().execution_options(read_only=True) as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        with pytest.raises(StorageError, match="locked"), UnitOfWork(second) as work:
            work.session.execute(text("SELECT 1"))
    first.dispose()
    second.dispose()


def test_a_lock_that_stays_taken_on_postgresql_is_a_readable_error(
    postgresql_database: Engine,
) -> None:
    take = text("SELECT pg_advisory_xact_lock(1)")
    with UnitOfWork(postgresql_database) as holder:
        holder.session.execute(take)

        def wait() -> None:
            with UnitOfWork(postgresql_database) as work:
                work.session.execute(text("SET LOCAL lock_timeout = 50"))
                work.session.execute(take)

        with pytest.raises(StorageError, match="lock timeout"):
            wait()
