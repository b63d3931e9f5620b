"""What is done to a soak's processes and servers while people write."""

import asyncio
import random

import psycopg
import redis

from tests import servers
from tests.production.bots import Bots
from tests.production.plan import Plan, Record

LOOKS = 0.1
"""Seconds between two looks at how far the plan is."""


class Harm:
    """Deeds in the order that the seed gives, spread evenly over the messages of the plan."""

    def __init__(self, plan: Plan, bots: Bots, record: Record, urls: tuple[str, str]) -> None:
        """`urls` lead to PostgreSQL and to Redis."""
        self._chance = random.Random(plan.seed + 1)  # noqa: S311 - a plan is repeatable
        self._bots = bots
        self._record = record
        self._urls = urls
        self._deeds = ["kill"] * plan.kills + ["cut"] * plan.cuts
        self._deeds += ["postgresql", "redis"] * plan.restarts
        self._chance.shuffle(self._deeds)

    async def do(self, messages: int, done: asyncio.Event) -> None:
        """Do all of it while so many messages come in; what is left when they are `done`, then."""
        for number, deed in enumerate(self._deeds, start=1):
            due = messages * number / (len(self._deeds) + 1)
            while len(self._record.accepted) < due and not done.is_set():  # noqa: ASYNC110
                await asyncio.sleep(LOOKS)
            await self._do(deed)

    async def _do(self, deed: str) -> None:
        match deed:
            case "kill":
                port = self._chance.choice(self._bots.ports)
                await self._bots.ready(port)
                await self._bots.kill(port)
                self._record.kills += 1
            case "cut":
                await asyncio.to_thread(cut, *self._urls)
                self._record.cuts += 1
            case server:
                await asyncio.to_thread(servers.restart, server)
                self._record.restarts += 1


def cut(database: str, redis_url: str) -> None:
    """Cut everybody's connection to both servers."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with redis.Redis.from_url(redis_url) as client:
        client.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
