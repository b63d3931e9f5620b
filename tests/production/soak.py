"""Many residents write to several processes that are killed at random; afterwards, books are kept.

What was sent in and what arrived is recorded here, apart from the bot; `faults` compares that with
its database. A plan's `seed` decides who writes what, and which process is killed when.
"""

import asyncio
import json
import os
import random
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import httpx
import psycopg

from tests.bot.flow import MONDAY, village
from tests.production.loopback import Pace
from tests.production.test_deployment import free_port
from tournee.bot.app import build
from tournee.catalog.model import Person, PersonSlug, Role, Sku, Village, VillageSlug
from tournee.storage.schema import open_database

ROOT = Path(__file__).parents[2]
SPEED = 10.0
"""A relay's lease of a minute ends after six seconds."""
PLENTY, SCARCE = Sku("croissant"), Sku("croissant-amandes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    villages: int
    residents: int
    """In each village."""
    processes: int
    kills: int
    cuts: int = 1
    """How often every connection to PostgreSQL and to Redis is cut."""
    writers: int = 8
    """Residents who write at the same time."""
    seed: int = 1


@dataclass(slots=True)
class Record:
    """What happened, as the world outside saw it."""

    accepted: dict[str, str] = field(default_factory=dict)
    """Message id to village."""
    delivered: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    """By village and party: the numbers of what arrived, as it arrived."""
    unavailable: int = 0
    repeated: int = 0
    kills: int = 0


def scene(index: int, plan: Plan) -> Village:
    """A village with residents who need no introduction and too few of one pastry."""
    base = village()
    people = tuple(
        Person(
            slug=PersonSlug(f"r{n}"),
            role=Role.RESIDENT,
            name=f"Voisin {n}",
            phone=phone(n),
            place=base.people[0].place or base.places[0].slug,
            locale="fr",
        )
        for n in range(plan.residents)
    )
    stock = Decimal(max(1, plan.residents // 8))
    return replace(
        base,
        settings=replace(base.settings, slug=VillageSlug(f"v{index}")),
        rounds=tuple(replace(r, capacity=None) for r in base.rounds),
        products=tuple(replace(p, stock=stock) if p.sku == SCARCE else p for p in base.products),
        people=(*people, *(p for p in base.people if p.role is not Role.RESIDENT)),
    )


def phone(number: int) -> str:
    return f"+336399{number:05}"


def wanted(number: int) -> int:
    return number % 7 + 1


def is_greedy(number: int) -> bool:
    """Whether a resident wants one of what there is too little of."""
    return number % 4 == 0


def words(number: int) -> tuple[str, ...]:
    if is_greedy(number):
        return ("bonjour", "1 croissant aux amandes pour mardi", "oui")
    return ("bonjour", f"{wanted(number)} croissants pour mardi", "oui", "merci")


class Api:
    """The channel's own server: takes messages, and is as unreliable as the real ones."""

    def __init__(self, record: Record, chance: random.Random | None = None) -> None:
        """Fail as `chance` has it; never without one."""
        self._record = record
        self._chance = chance
        self._server: asyncio.Server | None = None
        self.url = ""

    def behave(self) -> None:
        """Fail no more."""
        self._chance = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                if not await self._answer(json.loads(await reader.readexactly(length)), writer):
                    break
        writer.close()

    async def _answer(self, told: dict[str, str | int], writer: asyncio.StreamWriter) -> bool:
        fate = 1.0 if self._chance is None else self._chance.random()
        if fate < 0.06:
            status = b"429 Too Many Requests" if fate < 0.03 else b"500 Internal Server Error"
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % status)
            await writer.drain()
            return True
        chat = (str(told["village"]), str(told["party"]))
        self._record.delivered[chat].append(int(told["number"]))
        if fate < 0.08:
            return False  # it arrived, but nobody knows
        if fate < 0.09:
            await asyncio.sleep(2)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nid")
        await writer.drain()
        return True


class Bots:
    """The processes; one that is killed is started again, as Compose does."""

    def __init__(self, plan: Plan, told: dict[str, str]) -> None:
        self.ports = [free_port() for _ in range(plan.processes)]
        self._told = told
        self._running: dict[int, Process] = {}

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._running.values()]

    async def start(self, port: int) -> None:
        self._running[port] = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.production.loopback", str(port),
            env=self._told, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL,
        )  # fmt: skip

    async def kill(self, port: int) -> None:
        self._running[port].kill()
        await self._running[port].wait()
        await self.start(port)

    async def stop(self) -> list[int]:
        """Ask all to end; their exit codes."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        codes = []
        for process in self._running.values():
            try:
                codes.append(await asyncio.wait_for(process.wait(), 30))
            except TimeoutError:
                process.kill()
                codes.append(await process.wait())
        return codes


class World:
    """The residents' telephones: each message is sent until a process has accepted it."""

    def __init__(self, plan: Plan, bots: Bots, record: Record, chance: random.Random) -> None:
        self._plan = plan
        self._bots = bots
        self._record = record
        self._chance = chance
        self._client = httpx.AsyncClient(timeout=20, limits=httpx.Limits(max_connections=64))
        self._late: list[dict[str, str]] = []

    async def play(self) -> None:
        residents = [
            (v, n) for n in range(self._plan.residents) for v in range(self._plan.villages)
        ]
        queue = iter(residents)
        await asyncio.gather(*(self._write(queue) for _ in range(self._plan.writers)))
        for message in self._late:
            await self._send(message)
        await self._client.aclose()

    async def _write(self, queue: Iterator[tuple[int, int]]) -> None:
        for where, number in queue:
            for index, text in enumerate(words(number)):
                message = {
                    "id": f"m{where}-{number}-{index}",
                    "village": f"v{where}",
                    "sender": phone(number),
                    "text": text,
                }
                fate = self._chance.random()
                if fate < 0.1:  # twice at the same moment
                    self._record.repeated += 1
                    await asyncio.gather(self._send(message), self._send(message))
                else:
                    await self._send(message)
                if fate > 0.9:
                    self._record.repeated += 1
                    self._late.append(message)

    async def _send(self, message: dict[str, str]) -> None:
        while True:
            port = self._chance.choice(self._bots.ports)
            with suppress(httpx.TransportError):
                answer = await self._client.post(f"http://127.0.0.1:{port}/in", json=message)
                if answer.status_code == 200:
                    self._record.accepted[message["id"]] = message["village"]
                    return
            self._record.unavailable += 1
            await asyncio.sleep(0.1)


async def harm(plan: Plan, bots: Bots, record: Record, urls: tuple[str, str]) -> None:
    """Kill processes and cut connections, one after the other, in the order the seed gives."""
    chance = random.Random(plan.seed + 1)  # noqa: S311 - a plan is repeatable
    deeds = ["kill"] * plan.kills + ["cut"] * plan.cuts
    chance.shuffle(deeds)
    for deed in deeds:
        await asyncio.sleep(chance.uniform(0.5, 2.0))
        if deed == "kill":
            port = chance.choice(bots.ports)
            await ready(port)
            await bots.kill(port)
            record.kills += 1
        else:
            await asyncio.to_thread(cut, *urls)


def cut(database: str, redis_url: str) -> None:
    """Cut everybody's connection to both servers."""
    import redis  # noqa: PLC0415

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with redis.Redis.from_url(redis_url) as client:
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")


async def ready(port: int, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    async with httpx.AsyncClient(timeout=5) as client:
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(port)


async def soak(plan: Plan, database: str, redis_url: str) -> tuple[Record, list[str], float]:
    """Play a plan on an empty database: the record, the faults, how many seconds it took."""
    engine = open_database(database)
    tournee = build(engine, {})
    for index in range(plan.villages):
        tournee.workspaces.create_village(scene(index, plan), by="soak", at=MONDAY)
    engine.dispose()
    record = Record()
    chance = random.Random(plan.seed)  # noqa: S311 - as above
    api = Api(record, chance)
    await api.start()
    pace = Pace(began=time.time(), speed=SPEED)
    told = {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")} | {
        "TOURNEE_DATABASE_URL": database,
        "TOURNEE_REDIS_URL": redis_url,
        "TOURNEE_THREADS": "4",
        "LOOPBACK_OUT": api.url,
        "LOOPBACK_BEGAN": str(pace.began),
        "LOOPBACK_SPEED": str(pace.speed),
    }
    bots = Bots(plan, told)
    began = time.monotonic()
    for port in bots.ports:
        await bots.start(port)
    await asyncio.gather(*(ready(port) for port in bots.ports))
    world = World(plan, bots, record, chance)
    await asyncio.gather(world.play(), harm(plan, bots, record, (database, redis_url)))
    api.behave()
    await asyncio.gather(*(ready(port) for port in bots.ports))
    seconds = time.monotonic() - began
    await until_sent(database, pace)
    codes = await bots.stop()
    await api.stop()
    found = faults(plan, record, database)
    found += [f"a process ended with {code}" for code in codes if code not in {0, -signal.SIGTERM}]
    return record, found, seconds


async def until_sent(database: str, pace: Pace, seconds: float = 90) -> None:
    """Wait until no message is on its way any more."""
    deadline = time.monotonic() + seconds
    waiting = "SELECT count(*) FROM outgoing_messages WHERE status IN ('pending', 'sending')"
    untold = "SELECT count(*) FROM news WHERE due_at <= %s"
    with psycopg.connect(database, autocommit=True) as connection:
        while time.monotonic() < deadline:
            left = [
                connection.execute(waiting).fetchone(),
                connection.execute(untold, [pace.now()]).fetchone(),
            ]
            if left == [(0,), (0,)]:
                return
            await asyncio.sleep(0.3)


def faults(plan: Plan, record: Record, database: str) -> list[str]:
    """Where the database and the record disagree."""
    with psycopg.connect(database, autocommit=True) as connection:
        return [
            *_lost_messages(plan, record, connection),
            *_wrong_orders(plan, connection),
            *_oversold(plan, connection),
            *_wrong_deliveries(record, connection),
        ]


def _lost_messages(plan: Plan, record: Record, connection: psycopg.Connection) -> Iterator[str]:
    seen = {r[0] for r in connection.execute("SELECT message_id FROM inbound_messages")}
    meant = plan.villages * sum(len(words(n)) for n in range(plan.residents))
    if len(record.accepted) != meant:
        yield f"{len(record.accepted)} messages were accepted, not {meant}"
    yield from (
        f"message {lost} was accepted and is lost" for lost in record.accepted.keys() - seen
    )


def _wrong_orders(plan: Plan, connection: psycopg.Connection) -> Iterator[str]:
    found = defaultdict(list)
    for where, resident, sku, thousandths in connection.execute(
        "SELECT o.village, o.resident, l.sku, l.quantity FROM orders o JOIN order_lines l"
        " USING (village, number, shop)"
    ):
        found[where, resident].append((sku, thousandths))
    for where in range(plan.villages):
        for number in range(plan.residents):
            lines = found.pop((f"v{where}", f"r{number}"), [])
            one = [(SCARCE, 1000)]
            right = ([], one) if is_greedy(number) else ([(PLENTY, 1000 * wanted(number))],)
            if lines not in right:
                yield f"v{where} r{number}: ordered {lines}, not {right[-1]}"
    yield from (f"an order of nobody: {key}" for key in found)


def _oversold(plan: Plan, connection: psycopg.Connection) -> Iterator[str]:
    begun = 1000 * max(1, plan.residents // 8)
    for where, left, sold in connection.execute(
        "SELECT p.village, p.stock, coalesce((SELECT sum(quantity) FROM order_lines l"
        " WHERE l.village = p.village AND l.sku = p.sku), 0)"
        " FROM products p WHERE p.sku = %s AND p.village LIKE 'v%%'",
        [SCARCE],
    ):
        if left < 0 or left + sold != begun:
            yield f"{where}: {left} left and {sold} sold of {begun}"


def _wrong_deliveries(record: Record, connection: psycopg.Connection) -> Iterator[str]:
    chats = defaultdict(list)
    for where, party, number, status, unsure in connection.execute(
        "SELECT village, party, number, status, unsure FROM outgoing_messages ORDER BY 1, 2, 3"
    ):
        chats[where, party].append(number)
        arrived = record.delivered[where, party].count(number)
        if status != "sent":
            yield f"{where} {party} {number}: {status}"
        if arrived == 0:
            yield f"{where} {party} {number}: never arrived"
        if arrived > 1 and not unsure:
            yield f"{where} {party} {number}: arrived {arrived} times, unmarked"
    for chat, numbers in chats.items():
        first = list(dict.fromkeys(record.delivered[chat]))
        if first != numbers:
            yield f"{chat}: arrived as {first}"
