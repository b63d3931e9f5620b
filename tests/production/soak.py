"""Many residents write to several processes that are killed at random; afterwards, books are kept.

What was sent in and what arrived is recorded apart from the bot; `books.faults` compares that with
its database. A plan's `seed` decides who writes what, and which process is killed when.
"""

import asyncio
import json
import os
import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg

from tests.bot.flow import MONDAY
from tests.production.books import faults
from tests.production.bots import Api, Bots
from tests.production.harm import Harm
from tests.production.loopback import Pace
from tests.production.plan import PLENTY, Plan, Record, phone, scene, spoken, words
from tournee.bot.app import App, build
from tournee.catalog.model import PersonSlug, Role, VillageSlug
from tournee.orders.model import Actor, OrderNumber
from tournee.orders.services import Work, accept
from tournee.storage.schema import open_database

SPEED = 10.0
"""A relay's lease of a minute ends after six seconds."""
CLOSING = 8 * 3600.0 / SPEED
"""Seconds after which the round is about to close: whoever begins later can't order any more."""
NEXT_MORNING = 25 * 3600.0
"""Seconds from the Monday morning on which everything begins to the round."""
STILL = 60.0
"""Seconds in which nothing is told, tried or sent: what waits then waits for ever."""
SETTLED_WITHIN = 900.0
"""Seconds for what was accepted to arrive, however much there is of it."""

WAITING = """
SELECT (SELECT count(*) FROM outgoing_messages WHERE status IN ('pending', 'sending')),
       (SELECT coalesce(sum(attempts), 0) FROM outgoing_messages
        WHERE status IN ('pending', 'sending')),
       (SELECT count(*) FROM news WHERE due_at <= %(now)s)
"""
NOTHING_WAITS = (0, 0, 0)

PRIVATE = re.compile(r"336399\d{5}|croissant|bonjour|merci|Voisin", re.IGNORECASE)
"""The residents' numbers, words and names."""

Message = dict[str, str]


class World:
    """The residents' telephones: each message is sent until a process has accepted it."""

    def __init__(self, plan: Plan, bots: Bots, record: Record, chance: random.Random) -> None:
        self._plan = plan
        self._bots = bots
        self._record = record
        self._chance = chance
        self._client = httpx.AsyncClient(timeout=20, limits=httpx.Limits(max_connections=64))
        self._late: set[asyncio.Task[None]] = set()
        self._until = time.monotonic() + min(plan.seconds, CLOSING)

    async def play(self) -> None:
        residents = [
            (v, n) for n in range(self._plan.residents) for v in range(self._plan.villages)
        ]
        queue = iter(residents)
        await asyncio.gather(*(self._write(queue) for _ in range(self._plan.writers)))
        await asyncio.gather(*self._late)

    async def deliver(self, bags: dict[str, list[int]]) -> None:
        """Let each village's driver leave and hand over, in words."""
        await asyncio.gather(*(self._drive(where, bags[where]) for where in bags))
        await asyncio.gather(*self._late)

    async def close(self) -> None:
        await self._client.aclose()

    async def _write(self, queue: Iterator[tuple[int, int]]) -> None:
        for where, number in queue:
            if time.monotonic() > self._until:
                return
            self._record.begun.add((where, number))
            swapped = self._lot(f"v{where} r{number}") < 0.1
            self._record.swapped += swapped
            for index, text in spoken(number, swapped=swapped):
                await self._say(
                    {
                        "id": f"m{where}-{number}-{index}",
                        "village": f"v{where}",
                        "sender": phone(number),
                        "text": text,
                    }
                )

    async def _drive(self, where: str, bags: list[int]) -> None:
        driver = next(p for p in scene(0, self._plan).people if p.role is Role.DRIVER)
        for index, text in enumerate(("je pars", *(f"livré {number}" for number in bags))):
            await self._say(
                {
                    "id": f"d{where}-{index}",
                    "village": where,
                    "sender": driver.phone or "",
                    "text": text,
                }
            )
        self._record.handed_over |= {(where, number) for number in bags}

    async def _say(self, message: Message) -> None:
        """Send a message; as channels do, at times twice at once, or again much later."""
        self._record.meant.add(message["id"])
        fate = self._lot(message["id"])
        if fate < 0.1:
            self._record.repeated += 1
            await asyncio.gather(self._send(message), self._send(message))
        else:
            await self._send(message)
        if fate > 0.9:
            self._record.late += 1
            self._late.add(asyncio.create_task(self._send_again(message)))

    def _lot(self, what: str) -> float:
        """From 0 to 1, the same whenever it is drawn: a plan's harm does not hang on its pace."""
        return random.Random(f"{self._plan.seed} {what}").random()  # noqa: S311 - as in the plan

    async def _send_again(self, message: Message) -> None:
        await asyncio.sleep(self._chance.uniform(0.5, 8))
        await self._send(message)

    async def _send(self, message: Message) -> None:
        while True:
            port = self._chance.choice(self._bots.ports)
            with suppress(httpx.TransportError):
                answer = await self._client.post(f"http://127.0.0.1:{port}/in", json=message)
                if answer.status_code == 200:
                    self._record.accepted[message["id"]] = message["village"]
                    return
            self._record.unavailable += 1
            await asyncio.sleep(0.1)


async def soak(plan: Plan, database: str, redis_url: str) -> tuple[Record, list[str]]:
    """Play a plan on an empty database: the record and the faults."""
    with TemporaryDirectory() as folder:
        return await _soak(plan, database, redis_url, Path(folder) / "log")


async def _soak(plan: Plan, database: str, redis_url: str, log: Path) -> tuple[Record, list[str]]:
    engine = open_database(database)
    tournee = build(engine, {})
    for index in range(plan.villages):
        tournee.workspaces.create_village(scene(index, plan), by="soak", at=MONDAY)
    engine.dispose()
    record = Record()
    chance = random.Random(plan.seed)  # noqa: S311 - a plan is repeatable
    api = Api(record, chance)
    await api.start()
    pace = Pace(began=time.time(), speed=SPEED)
    bots = Bots(plan, _environment(database, redis_url, api.url, pace), log)
    await bots.start_all()
    began = time.monotonic()
    world = World(plan, bots, record, chance)
    harm = Harm(plan, bots, record, (database, redis_url))
    await _played(plan, world, harm)
    record.seconds = time.monotonic() - began
    codes = []
    if plan.deliveries:
        await until_sent(database, pace)
        codes += await bots.stop()
        pace = Pace(began=pace.began - NEXT_MORNING / SPEED, speed=SPEED)
        bots.told = _environment(database, redis_url, api.url, pace)
        bags = {f"v{n}": _ready_bags(tournee, f"v{n}", plan) for n in range(plan.villages)}
        engine.dispose()
        await bots.start_all()
        await until_sent(database, pace)
        harming = asyncio.create_task(bots.kill(bots.ports[0]))
        await world.deliver(bags)
        await harming
        record.kills += 1
    api.behave()
    await bots.all_ready()
    settled = await until_sent(database, pace)
    record.seconds_after = time.monotonic() - began - record.seconds
    codes += await bots.stop()
    await world.close()
    await api.stop()
    found = faults(plan, record, database, settled)
    found += indiscreet(log)
    found += [f"a process ended with {code}" for code in codes if code not in {0, -signal.SIGTERM}]
    return record, found


def indiscreet(log: Path) -> list[str]:
    """Lines of the log that name somebody, hold a text, or do not say what message led to them."""
    lines = log.read_text(errors="replace").splitlines()
    found = [f"the log holds what is private: {line}" for line in lines if PRIVATE.search(line)]
    for line in lines:
        with suppress(json.JSONDecodeError):  # cut off with its process
            told = json.loads(line)
            if told["event"] in {"message_received", "message_sent"} and not told.get("message"):
                found.append(f"nobody knows what led to {line}")
    return found if lines else ["nothing was logged"]


def _environment(database: str, redis_url: str, out: str, pace: Pace) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")} | {
        "TOURNEE_DATABASE_URL": database,
        "TOURNEE_REDIS_URL": redis_url,
        "TOURNEE_THREADS": "4",
        "LOOPBACK_OUT": out,
        "LOOPBACK_BEGAN": str(pace.began),
        "LOOPBACK_SPEED": str(pace.speed),
    }


async def _played(plan: Plan, world: World, harm: Harm) -> None:
    messages = plan.villages * sum(len(words(n)) for n in range(plan.residents))
    done = asyncio.Event()

    async def play() -> None:
        await world.play()
        done.set()

    await asyncio.gather(play(), harm.do(messages, done))


def _ready_bags(tournee: App, where: str, plan: Plan) -> list[int]:
    """Let the bakery accept some of a village's orders; their numbers."""
    with tournee.workspaces.open(VillageSlug(where)) as workspace:
        placed = [
            (order.number, order.shop)
            for n in range(plan.residents)
            for order in workspace.orders.of_resident(PersonSlug(f"r{n}"), others=10)
            if order.lines[0].item.sku == PLENTY
        ][: plan.deliveries]
        keeper = Actor(role=Role.OPERATOR, name="soak")
        for number, shop in placed:
            accept(Work(ports=workspace.ports, actor=keeper, now=MONDAY), number, shop)
        workspace.commit()
    return [OrderNumber(number) for number, _ in placed]


async def until_sent(database: str, pace: Pace) -> datetime:
    """Wait until nothing is on its way and nothing due is untold, or until all of it stands still.

    Returns:
        The moment by which everything should have arrived.
    """
    deadline = moved = time.monotonic()
    deadline += SETTLED_WITHIN
    stood: object = None
    with psycopg.connect(database, autocommit=True) as connection:
        while time.monotonic() < min(deadline, moved + STILL):
            moment = pace.now()
            stands = connection.execute(WAITING, {"now": moment}).fetchone()
            if stands == NOTHING_WAITS:
                return moment
            if stands != stood:
                stood, moved = stands, time.monotonic()
            await asyncio.sleep(0.3)
    return pace.now()
