"""How many messages a second the service takes, and how long each takes to its commit.

`python -m benchmarks.load [--processes 1 2] [--villages N] [--seconds S] [--rates R ...]`

A generator posts to web processes on loopback, with a PostgreSQL and a Redis of their own on the
same computer. First as fast as `--writers` connections can (saturation), then at fixed rates,
where a message's time counts from the moment it was due, so that waiting shows. The generator,
PostgreSQL and the processes share the processors: a dedicated server does better.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

import psycopg

from tests import servers
from tests.bot.flow import MONDAY
from tests.production.soak import Api, Bots, Plan, Record, phone, ready, scene
from tournee.bot.app import build
from tournee.storage.schema import open_database

TEXTS = (
    "bonjour",
    "2 baguettes et 4 croissants pour mardi",
    "c'est combien le comté ?",
    "une douzaine d'oeufs, 1 kg de pommes",
    "merci",
    "vous livrez quand ?",
)


class Line:
    """One connection that posts messages and waits for each answer."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, told: dict[str, str]) -> None:
        try:
            await self._post(told)
        except (asyncio.IncompleteReadError, ConnectionError):  # idle for too long
            self._streams = None
            await self._post(told)

    async def _post(self, told: dict[str, str]) -> None:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = json.dumps(told).encode()
        head = f"POST /in HTTP/1.1\r\nHost: bot\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in answer.partition(b"\r\n")[0]:
            raise RuntimeError(answer)
        length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)


def messages(plan: Plan) -> Iterator[dict[str, str]]:
    """Each resident in turn, so that nobody is a flood."""
    number = count()
    for text in cycle(TEXTS):
        for where in range(plan.villages):
            for resident in range(plan.residents):
                yield {
                    "id": f"load-{next(number)}",
                    "village": f"v{where}",
                    "sender": phone(resident),
                    "text": text,
                }


async def saturated(
    ports: list[int], told: Iterator[dict[str, str]], args: argparse.Namespace
) -> list[float]:
    """Post without a pause; how long each message took."""
    times: list[float] = []
    end = time.monotonic() + args.seconds

    async def write(port: int) -> None:
        line = Line(port)
        while (begun := time.monotonic()) < end:
            await line.post(next(told))
            times.append(time.monotonic() - begun)

    await asyncio.gather(*(write(ports[n % len(ports)]) for n in range(args.writers)))
    return times


async def at_rate(
    ports: list[int], told: Iterator[dict[str, str]], rate: float, args: argparse.Namespace
) -> list[float]:
    """Post at a fixed rate; how long after it was due each message was committed."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    for n in range(64):
        free.put_nowait(Line(ports[n % len(ports)]))
    times: list[float] = []

    async def write(due: float) -> None:
        line = await free.get()
        await line.post(next(told))
        times.append(time.monotonic() - due)
        free.put_nowait(line)

    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for n in range(int(rate * args.seconds)):
            due = begun + n / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            group.create_task(write(due))
    return times


def quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    parts = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.95, 0.99))
    return " | ".join(f"{1000 * seconds:.0f}" for seconds in parts)


def memory(bots: Bots) -> str:
    """The processes' resident memory, MB."""
    sizes = []
    for pid in bots.pids:
        status = Path(f"/proc/{pid}/status").read_text()
        sizes.append(int(status.partition("VmRSS:")[2].split()[0]) // 1024)
    return " ".join(map(str, sizes))


def processor_seconds(bots: Bots) -> float:
    """What the processes have used so far: not spoilt by what else the computer does."""
    ticks = 0
    for pid in bots.pids:
        ticks += sum(
            map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])
        )
    return ticks / os.sysconf("SC_CLK_TCK")


async def measure(processes: int, database: str, redis: str, args: argparse.Namespace) -> None:
    plan = Plan(villages=args.villages, residents=args.residents, processes=processes, kills=0)
    engine = open_database(database)
    tournee = build(engine, {})
    for index in range(plan.villages):
        tournee.workspaces.create_village(scene(index, plan), by="load", at=MONDAY)
    engine.dispose()
    record = Record()
    api = Api(record)
    await api.start()
    bots = Bots(
        plan,
        {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")}
        | {
            "TOURNEE_DATABASE_URL": database,
            "TOURNEE_REDIS_URL": redis,
            "LOOPBACK_OUT": api.url,
            "LOOPBACK_BEGAN": str(time.time()),
            "LOOPBACK_SPEED": "1",
        },
    )
    for port in bots.ports:
        await bots.start(port)
    for port in bots.ports:
        await ready(port)
    told = messages(plan)
    for port in bots.ports:  # builds each village's lexicon
        line = Line(port)
        for index in range(plan.villages):
            await line.post(next(told) | {"village": f"v{index}"})
    used = processor_seconds(bots)
    found = await saturated(bots.ports, told, args)
    each = 1000 * (processor_seconds(bots) - used) / len(found)
    print(f"| {processes} | saturated | {len(found) / args.seconds:.0f} | {quantiles(found)} |")
    for rate in args.rates:
        found = await at_rate(bots.ports, told, rate, args)
        print(f"| {processes} | {rate:g}/s | {rate:g} | {quantiles(found)} |")
    print(f"processor time of the processes: {each:.1f} ms a message (sending included)")
    print(f"memory: {memory(bots)} MB; sent {sum(map(len, record.delivered.values()))}")
    await bots.stop()
    await api.stop()
    print(rows(database))


def rows(database: str) -> str:
    """What a message takes on disk: its own row, its answers, indexes included."""
    tables = ("inbound_messages", "outgoing_messages")
    told = []
    with psycopg.connect(database, autocommit=True) as connection:
        for table in tables:
            found = connection.execute(
                "SELECT n_live_tup, pg_total_relation_size(relid) FROM pg_stat_user_tables"
                " WHERE relname = %s",
                [table],
            ).fetchone()
            count, size = found or (0, 0)
            told.append(f"{table}: {size // max(1, count)} bytes a row")
    return "; ".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--villages", type=int, default=10)
    parser.add_argument("--residents", type=int, default=200, help="in each village")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--rates", type=float, nargs="*", default=[10, 25, 50])
    args = parser.parse_args()
    print("| processes | load | messages/s | p50 ms | p95 ms | p99 ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for processes in args.processes:
        with servers.session():
            admin = servers.postgresql().format(name="postgres")
            with psycopg.connect(admin, autocommit=True) as connection:
                connection.execute("CREATE DATABASE load")
            database = servers.postgresql().format(name="load")
            asyncio.run(measure(processes, database, servers.redis(), args))


if __name__ == "__main__":
    main()
