"""A disk that is full, a file that is no database, a clock that jumps: nothing lost, in words."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, Wire, app, sms
from tests.production.test_web import HELLO, in_a_loop, serving
from tournee.bot.app import App
from tournee.bot.messages import Inbound
from tournee.bot.storage import InboundRow, NewsRow
from tournee.orders.storage.rows import OrderRow
from tournee.storage.errors import StorageError
from tournee.storage.schema import open_database

PARIS = ZoneInfo("Europe/Paris")
CLOSING = "À préparer pour"
"""How the message begins that the bakery gets once, when the round closes."""


FULL = """
CREATE FUNCTION no_room() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$ LANGUAGE plpgsql;
CREATE TRIGGER full_disk BEFORE INSERT ON outgoing_messages
FOR EACH ROW EXECUTE FUNCTION no_room();
"""
"""What PostgreSQL answers when its disk is full, halfway through a message."""


# --- disks ---------------------------------------------------------------------------------------


def fill(engine: Engine) -> Callable[[], None]:
    """Let the database grow no more; returns what makes room again."""
    full = True

    def limit(connection: object, *_: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages if full else 1_000_000}")

    def make_room() -> None:
        nonlocal full
        full = False
        engine.dispose()

    engine.dispose()
    event.listen(engine, "connect", limit)
    return make_room


def filling(number: int) -> Inbound:
    text = f"bonjour {number}" + " et merci" * 20
    return sms(text, minutes=1 + number, message_id=f"SM-full-{number}")


def count_of(engine: Engine) -> int:
    """How many messages were taken."""
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(InboundRow)) or 0


def test_on_a_full_disk_a_message_is_refused_whole_and_taken_once_there_is_room(
    sqlite_database: Engine,
) -> None:
    tournee = app(sqlite_database, Wire())
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    make_room = fill(sqlite_database)
    messages = iter(map(filling, range(200)))

    def receive_all() -> None:  # free pages are used up first
        for message in messages:
            tournee.inbox.receive(message)

    with pytest.raises(StorageError, match="disk is full"):
        receive_all()
    refused = filling(count_of(sqlite_database) - 1)
    make_room()
    assert tournee.inbox.receive(refused).handled
    assert not tournee.inbox.receive(refused).handled


@in_a_loop
async def test_on_a_full_disk_webhooks_answer_503_until_there_is_room(
    sqlite_database: Engine,
) -> None:
    async with serving(sqlite_database) as client:
        make_room = fill(sqlite_database)
        status, n = 200, 0
        while status == 200:
            assert n < 200
            n += 1
            status = (await client.post("/in", json=HELLO | {"id": f"SM-{n}"})).status_code
        assert status == 503
        make_room()
        again = await client.post("/in", json=HELLO | {"id": f"SM-{n}"})
        assert again.json() == {"new": True}


@in_a_loop
async def test_when_postgresqls_disk_is_full_webhooks_answer_503_until_there_is_room(
    empty_postgresql_url: str,
) -> None:
    engine = open_database(empty_postgresql_url)
    async with serving(engine) as client:
        with engine.begin() as connection:
            connection.execute(text(FULL))
        refused = await client.post("/in", json=HELLO)
        assert refused.status_code == 503
        with Session(engine) as session:
            assert session.scalars(select(InboundRow)).all() == []
        with engine.begin() as connection:
            connection.execute(text("DROP TRIGGER full_disk ON outgoing_messages"))
        assert (await client.post("/in", json=HELLO)).json() == {"new": True}
    engine.dispose()


@in_a_loop
async def test_when_a_right_is_taken_away_webhooks_answer_503_until_it_is_back(
    empty_postgresql_url: str,
) -> None:
    engine = open_database(empty_postgresql_url)
    async with serving(engine) as client:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE conversations RENAME TO hidden"))
        assert (await client.post("/in", json=HELLO)).status_code == 503
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO conversations"))
        assert (await client.post("/in", json=HELLO)).json() == {"new": True}
    engine.dispose()


def test_a_start_on_a_full_disk_says_so_in_one_line(tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = subprocess.run(
        [sys.executable, "-m", "tournee", "migrate"],
        env={
            "TOURNEE_DATABASE_URL": f"sqlite:///{tmp_path / 'tournee.sqlite3'}",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "can't open the database" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, command: str) -> None:
    file = tmp_path / "tournee.sqlite3"
    file.write_text("a shopping list, not a database\n" * 100)
    before = file.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "tournee", command],
        env={"TOURNEE_DATABASE_URL": f"sqlite:///{file}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "not a database" in done.stderr
    assert done.stderr.count("\n") == 1
    assert file.read_bytes() == before


# --- clocks --------------------------------------------------------------------------------------


def work(tournee: App, now: datetime) -> None:
    """What a service does at a moment: tells what is due, sends what is due."""

    async def run() -> None:
        while tournee.inbox.tell_next(now):
            pass
        while await tournee.relay.send_due(now):
            pass

    asyncio.run(run())


def closings(wire: Wire) -> int:
    return sum(CLOSING in found for found in wire.texts)


def test_a_clock_that_jumps_back_and_forth_fires_each_timer_once_and_loses_none(
    database: Engine,
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("2 baguettes pour mardi"))
    tournee.inbox.receive(sms("oui", minutes=1))
    hours = (0.1, 5, 1, 9.5, 2, 9.6, -3, 12, 8, 26)  # the round closes 9 hours after MONDAY
    for hour in hours:
        work(tournee, MONDAY + timedelta(hours=hour))
        assert closings(wire) == (1 if max(hours[: hours.index(hour) + 1]) >= 9 else 0)


def test_what_was_written_while_the_clock_was_ahead_is_sent_when_time_has_caught_up(
    database: Engine,
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    tournee.inbox.receive(sms("bonjour", minutes=60))
    work(tournee, MONDAY)
    assert wire.delivered == []
    tournee.inbox.receive(sms("2 baguettes pour mardi", minutes=2))
    work(tournee, MONDAY + timedelta(minutes=61))
    assert len(wire.delivered) == 2
    work(tournee, MONDAY)
    work(tournee, MONDAY + timedelta(minutes=62))
    assert len(wire.delivered) == 2


@pytest.mark.parametrize(
    ("ordered", "closes"),
    [
        (datetime(2026, 10, 24, 20, 0, tzinfo=PARIS), datetime(2026, 10, 26, 17, 0, tzinfo=UTC)),
        (datetime(2027, 3, 27, 20, 0, tzinfo=PARIS), datetime(2027, 3, 29, 16, 0, tzinfo=UTC)),
    ],
    ids=["the night with 25 hours", "the night with 23 hours"],
)
def test_a_round_closes_at_six_in_the_evening_whatever_the_night_before_did(
    database: Engine, ordered: datetime, closes: datetime
) -> None:
    wire = Wire()
    tournee = app(database, wire)
    for minute, words in enumerate(("2 baguettes pour mardi", "oui")):
        at = ordered + timedelta(minutes=minute)
        tournee.inbox.receive(replace(sms(words), at=at))
    with Session(database) as session:
        due = session.scalars(
            select(NewsRow.due_at).where(NewsRow.key.startswith("round-closed/"))
        ).one()
        assert session.scalars(select(OrderRow.cutoff)).one() == closes
    assert due == closes
    moment = ordered.astimezone(UTC)
    while moment < closes + timedelta(hours=3):  # every half an hour, the doubled one too
        work(tournee, moment)
        assert closings(wire) == (1 if moment >= closes else 0)
        moment += timedelta(minutes=30)
