"""The web process: what it refuses, what it says of itself, how it bears losses and how it ends."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import ParamSpec, cast

import httpx
import psycopg
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests import servers
from tests.bot.flow import JEANNE, MONDAY, Wire, sms, village
from tests.production.bots import Api, Bots, ready
from tests.production.loopback import Loopback
from tests.production.plan import Plan, Record
from tournee.bot import web as web_module
from tournee.bot.app import build
from tournee.bot.inbox import Inbox
from tournee.bot.messages import Outgoing
from tournee.bot.service import Service
from tournee.bot.storage import LEASE, NewsRow, OutgoingRow
from tournee.bot.wakeups import WakeUps
from tournee.bot.web import MOST_BYTES, web
from tournee.catalog.model import Channel
from tournee.storage.schema import open_database

P = ParamSpec("P")
HELLO = {"id": "SM1", "village": "saint-aubin", "sender": JEANNE, "text": "2 baguettes pour mardi"}


def in_a_loop(test: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """Run an asynchronous test."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@asynccontextmanager
async def serving(
    engine: Engine, wake_ups: WakeUps | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """The application on a database, with a channel whose sends stay here."""
    tournee = build(engine, dict.fromkeys(Channel, Wire()))
    tournee.workspaces.create_village(village(), by="test", at=MONDAY)
    channel = Loopback("http://127.0.0.1:1/", lambda: MONDAY)
    app = web(Service(tournee, lambda: MONDAY, wake_ups=wake_ups, threads=4), [channel])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://bot", timeout=30) as client,
    ):
        yield client


async def eventually(client: httpx.AsyncClient, path: str, text: str, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while (found := (await client.get(path)).text) != text:
        assert time.monotonic() < deadline, found
        await asyncio.sleep(0.1)


@in_a_loop
async def test_a_body_that_is_too_large_is_refused(sqlite_database: Engine) -> None:
    async with serving(sqlite_database) as client:
        assert (await client.post("/in", content=b"x" * (MOST_BYTES + 1))).status_code == 413

        async def pieces() -> AsyncIterator[bytes]:  # without saying how many
            for _ in range(8):
                yield b"x" * 65536

        assert (await client.post("/in", content=pieces())).status_code == 413


def test_a_body_that_does_not_come_is_not_waited_for(
    sqlite_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_module, "BODY_SECONDS", 0.05)
    sent: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        raise AssertionError

    async def keep(message: dict[str, object]) -> None:
        sent.append(message)

    tournee = build(sqlite_database, {})
    app = web(Service(tournee), [Loopback("http://127.0.0.1:1/", lambda: MONDAY)])
    scope = {
        "type": "http", "method": "POST", "path": "/in", "raw_path": b"/in", "root_path": "",
        "scheme": "http", "query_string": b"", "headers": [], "http_version": "1.1",
    }  # fmt: skip
    asyncio.run(app(scope, never, keep))  # type: ignore[arg-type]
    assert sent[0]["status"] == 408


@in_a_loop
async def test_figures_count_messages_and_name_nobody(sqlite_database: Engine) -> None:
    async with serving(sqlite_database) as client:
        assert (await client.post("/in", json=HELLO)).json() == {"new": True}
        assert (await client.post("/in", json=HELLO)).json() == {"new": False}
        sent = 'tournee_sent_total{channel="sms",kind="RecapShown"}'
        async with asyncio.timeout(60):
            while sent not in (figures := (await client.get("/metrics")).text):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    assert 'tournee_messages_total{channel="sms",kind="Said"}' in figures
    assert 'tournee_messages_total{channel="sms",kind="repeated"}' in figures
    assert "tournee_parse_seconds_bucket" in figures
    assert 'tournee_open_orders{state="placed"} 0.0' in figures
    assert JEANNE not in figures
    assert JEANNE[1:] not in figures


@in_a_loop
async def test_what_a_message_causes_carries_its_id(sqlite_database: Engine) -> None:
    async with serving(sqlite_database) as client:
        await client.post("/in", json=HELLO)
        await client.post("/in", json=HELLO | {"id": "SM2", "text": "oui"})
    with Session(sqlite_database) as session:
        caused = set(session.scalars(select(OutgoingRow.cause)))
        waiting = set(session.scalars(select(NewsRow.cause)))
    assert caused == {"SM1", "SM2"}
    assert waiting == {"SM2"}


class EndlessNews:
    """An inbox that has something more to tell until it is switched off."""

    def __init__(self) -> None:
        self.told = 0
        self.on = True

    def tell_next(self, _now: datetime) -> bool:
        self.told += 1
        time.sleep(0.005)
        return self.on


@in_a_loop
async def test_news_that_never_end_hold_up_no_message(sqlite_database: Engine) -> None:
    wire = Wire()
    tournee = build(sqlite_database, dict.fromkeys(Channel, wire))
    tournee.workspaces.create_village(village(), by="test", at=MONDAY)
    tournee.inbox.receive(sms("bonjour"))
    news = EndlessNews()
    service = Service(replace(tournee, inbox=cast("Inbox", news)), lambda: MONDAY, threads=4)
    await service.start()
    async with asyncio.timeout(60):
        while not wire.delivered:  # noqa: ASYNC110 - another thread's
            await asyncio.sleep(0.01)
    assert news.told > 0
    news.on = False
    await service.stop()


@in_a_loop
async def test_a_lease_begins_when_its_message_is_claimed_however_long_sending_goes_on(
    sqlite_database: Engine,
) -> None:
    moment = MONDAY
    ends: list[timedelta] = []

    class Slow(Wire):
        async def send(self, message: Outgoing) -> str:
            nonlocal moment
            with Session(sqlite_database) as session:
                row = session.get_one(OutgoingRow, (message.village, *message.id))
                ends.append(row.due_at - moment)
            moment += timedelta(seconds=40)
            return await super().send(message)

    tournee = build(sqlite_database, dict.fromkeys(Channel, Slow()))
    tournee.workspaces.create_village(village(), by="test", at=MONDAY)
    for text in ("bonjour", "2 baguettes", "6 oeufs"):
        tournee.inbox.receive(sms(text))
    await Service(tournee, lambda: moment).settle()
    assert ends == [LEASE] * 3


@contextmanager
def closed(url: str) -> Iterator[None]:
    """A database that nobody can connect to for a while."""
    name = url.partition("/@/")[2] or url.rpartition("?")[0].rpartition("/")[2]
    admin = servers.postgresql().format(name="postgres")

    def allow(allowed: str) -> None:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}".encode())
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    allow("false")
    try:
        yield
    finally:
        allow("true")


@in_a_loop
async def test_a_database_that_is_away_is_503_and_is_found_again(empty_postgresql_url: str) -> None:
    engine = open_database(empty_postgresql_url)
    async with serving(engine) as client:
        assert (await client.get("/readyz")).text == "ready"
        with closed(empty_postgresql_url):
            refused = await client.post("/in", json=HELLO)
            assert refused.status_code == 503
            assert int(refused.headers["retry-after"]) > 0
            assert (await client.get("/readyz")).status_code == 503
            assert (await client.get("/healthz")).status_code == 200
        assert (await client.post("/in", json=HELLO)).json() == {"new": True}
        await eventually(client, "/readyz", "ready")
    engine.dispose()


@in_a_loop
async def test_without_redis_all_goes_on_and_health_says_so_until_it_is_back(
    sqlite_database: Engine, tmp_path: Path
) -> None:
    url = f"unix://{tmp_path / 'own.sock'}"
    async with serving(sqlite_database, WakeUps(url)) as client:
        with servers.private_redis(tmp_path):
            await eventually(client, "/readyz", "ready, redis")
        await eventually(client, "/readyz", "ready, no redis")
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.post("/in", json=HELLO)).json() == {"new": True}
        with servers.private_redis(tmp_path):
            await eventually(client, "/readyz", "ready, redis")


def test_a_wake_up_reaches_the_other_processes(redis_url: str) -> None:
    async def run() -> bool:
        heard = asyncio.Event()
        one, other = WakeUps(redis_url), WakeUps(redis_url)
        await one.start(lambda: None)
        await other.start(heard.set)
        async with asyncio.timeout(60):
            while not (one.up and other.up):  # noqa: ASYNC110 - what they know has no event
                await asyncio.sleep(0.01)
        heard.clear()
        one.ring()
        async with asyncio.timeout(60):
            await heard.wait()
        await one.stop()
        await other.stop()
        return heard.is_set()

    assert asyncio.run(run())


def test_a_client_that_takes_a_cancellation_for_its_own_keeps_no_process(redis_url: str) -> None:
    async def run() -> None:
        for number in range(40):
            one = WakeUps(redis_url)
            await one.start(lambda: None)
            await asyncio.sleep(number % 8 / 1000)
            one.ring()
            async with asyncio.timeout(60):
                await one.stop()

    asyncio.run(run())


class LastMoment(Loopback):
    """A channel on which somebody writes just as the process is told to end."""

    def __init__(self, engine: Engine) -> None:
        super().__init__("http://127.0.0.1:1/", lambda: MONDAY)
        self.told: list[str] = []
        tournee = build(engine, dict.fromkeys(Channel, self))
        tournee.workspaces.create_village(village(), by="test", at=MONDAY)
        self.service = Service(tournee, lambda: MONDAY)

    async def stop_intake(self) -> None:
        await self.service.receive(sms("2 baguettes pour mardi"))

    async def send(self, message: Outgoing) -> str | None:
        self.told.append(message.draft.kind)
        return "id"

    async def stop(self) -> None:
        self.told.append("stopped")


@in_a_loop
async def test_what_is_accepted_last_is_sent_before_the_channel_ends(
    sqlite_database: Engine,
) -> None:
    channel = LastMoment(sqlite_database)
    app = web(channel.service, [channel])
    async with app.router.lifespan_context(app):
        pass
    assert channel.told == ["RecapShown", "stopped"]


def test_sigterm_finishes_what_was_accepted(empty_postgresql_url: str, redis_url: str) -> None:
    async def run() -> tuple[int, list[int], Record]:
        engine = open_database(empty_postgresql_url)
        build(engine, {}).workspaces.create_village(village(), by="test", at=MONDAY)
        engine.dispose()
        record = Record()
        api = Api(record)
        await api.start()
        bots = Bots(
            Plan(villages=1, residents=1, processes=1, kills=0),
            {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")}
            | {
                "TOURNEE_DATABASE_URL": empty_postgresql_url,
                "TOURNEE_REDIS_URL": redis_url,
                "LOOPBACK_OUT": api.url,
                "LOOPBACK_BEGAN": str(time.time()),
                "LOOPBACK_SPEED": "1",
            },
        )
        (port,) = bots.ports
        await bots.start(port)
        await ready(port)
        async with httpx.AsyncClient(timeout=20) as client:
            asked = asyncio.create_task(
                client.post(f"http://127.0.0.1:{port}/in", json=HELLO | {"wait": 3})
            )
            await asyncio.sleep(1.5)  # it is under way
            codes = await bots.stop()
            answer = await asked
        await api.stop()
        return answer.status_code, codes, record

    status, codes, record = asyncio.run(run())
    assert status == 200
    assert codes[0] in {0, -signal.SIGTERM}
    assert sum(map(len, record.delivered.values())) == 1
