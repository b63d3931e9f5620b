"""How many messages a second the service takes, and how long each takes to its commit.

`python -m benchmarks.load [--beside floor rasa] [--processes 1 2] [--villages N] [--rates R ...]
[--history N] [--newcomers]`; the whole table with its bars: `benchmarks.load_table`.

A generator posts to web processes on loopback, with a PostgreSQL and a Redis of their own on the
same computer. Before anything is measured, each resident has written once, as in a village nearly
everybody has; with `--newcomers` nobody has. Then first as fast as `--writers` connections can
(saturation, until the last answer has been sent), then at fixed rates, where a message's time
counts from the moment it was due, so that waiting shows. The generator, PostgreSQL and the
processes share the processors: a dedicated server does better.

What stands beside takes the same messages in the same run: see `contestants`.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from itertools import count

import psycopg

from benchmarks.contestants import Contestant, Floor, Rasa, Told, Tournee
from benchmarks.filling import copy_villages, remember, row_bytes
from tests import servers
from tests.production.plan import phone

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

    def __init__(self, contestant: Contestant, port: int) -> None:
        self._contestant = contestant
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, told: Told) -> None:
        try:
            await self._post(told)
        except (asyncio.IncompleteReadError, ConnectionError):  # idle for too long
            self._streams = None
            await self._post(told)

    async def _post(self, told: Told) -> None:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        path, body = self._contestant.request(told)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in answer.partition(b"\r\n")[0]:
            raise RuntimeError(answer)
        length = int(answer.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        await reader.readexactly(length)


def messages(villages: int, residents: int) -> Iterator[Told]:
    """Each resident in turn, so that nobody is a flood; every text as often at any time."""
    number = count()
    for turn in count():
        for resident in range(residents):
            for where in range(villages):
                yield {
                    "id": f"load-{next(number)}",
                    "village": f"v{where}",
                    "sender": phone(resident),
                    "text": TEXTS[(turn + resident + where) % len(TEXTS)],
                }


class Measuring:
    """One contestant that runs."""

    def __init__(self, contestant: Contestant, told: Iterator[Told], seconds: float) -> None:
        self._contestant = contestant
        self._told = told
        self._seconds = seconds

    async def saturated(self, writers: int) -> tuple[list[float], float]:
        """Post without a pause; how long each message took, and all until the last was sent."""
        times: list[float] = []
        begun = time.monotonic()
        ports = self._contestant.ports

        async def write(port: int) -> None:
            line = Line(self._contestant, port)
            while (start := time.monotonic()) < begun + self._seconds:
                await line.post(next(self._told))
                times.append(time.monotonic() - start)

        await asyncio.gather(*(write(ports[n % len(ports)]) for n in range(writers)))
        await self._contestant.settled()
        return times, time.monotonic() - begun

    async def at_rate(self, rate: float) -> tuple[list[float], float]:
        """Post at a fixed rate; how long after it was due each message was committed, and all."""
        free: asyncio.Queue[Line] = asyncio.Queue()
        ports = self._contestant.ports
        for n in range(64):
            free.put_nowait(Line(self._contestant, ports[n % len(ports)]))
        times: list[float] = []

        async def write(due: float) -> None:
            line = await free.get()
            await line.post(next(self._told))
            times.append(time.monotonic() - due)
            free.put_nowait(line)

        begun = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for n in range(int(rate * self._seconds)):
                due = begun + n / rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                group.create_task(write(due))
        seconds = time.monotonic() - begun
        await self._contestant.settled()
        return times, seconds

    async def meet(self, people: int, writers: int) -> None:
        """Let so many write, each once: nobody is new to the contestant any more."""
        ports = self._contestant.ports
        lines = [Line(self._contestant, ports[n % len(ports)]) for n in range(writers)]
        waiting = iter(range(people))

        async def write(line: Line) -> None:
            for _ in waiting:
                await line.post(next(self._told))

        await asyncio.gather(*map(write, lines))
        await self._contestant.settled()

    async def warm(self, villages: int) -> None:
        """Let each process build each village's lexicon."""

        async def hear(port: int) -> None:
            line = Line(self._contestant, port)
            for index in range(villages):
                for _ in TEXTS:
                    await line.post(next(self._told) | {"village": f"v{index}"})

        await asyncio.gather(*map(hear, self._contestant.ports))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one contestant did under one load; processor times are for a message, in ms."""

    who: str
    processes: int
    load: str
    """`saturated`, or messages a second."""
    rate: float
    """Messages a second."""
    p50: float
    p95: float
    p99: float
    """ms."""
    own: float
    database: float
    generator: float
    memory: tuple[int, ...]
    """Of each process, MB."""

    def __str__(self) -> str:
        memory = ", ".join(map(str, self.memory))
        figures = f"{self.rate:.0f} | {self.p50:.0f} | {self.p95:.0f} | {self.p99:.0f}"
        times = f"{self.own:.1f} | {self.database:.1f} | {self.generator:.1f}"
        return f"| {self.who} | {self.processes} | {self.load} | {figures} | {times} | {memory} |"


HEAD = """\
| | processes | load | messages/s | p50 ms | p95 ms | p99 ms | own processor ms | PostgreSQL's \
| generator's | memory MB |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is measured of one contestant."""

    stored: int = 10
    """Villages in the database."""
    written: int = 10
    """Villages that are written to."""
    residents: int = 200
    """In each village."""
    history: int = 0
    """Messages of earlier days."""
    seconds: float = 10
    """Each load is kept up for so long."""
    writers: int = 16
    rates: tuple[float, ...] = ()
    newcomers: bool = False
    """Nobody has written before."""
    label: str = ""


async def measure(contestant: Contestant, load: Load) -> list[Row]:
    """Start a contestant with servers of its own, put it under load, end it."""
    with servers.session():
        admin = servers.postgresql().format(name="postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE load")
        database = servers.postgresql().format(name="load")
        try:
            await contestant.start(database, servers.redis())
            if isinstance(contestant, Tournee):
                copy_villages(database, contestant.villages, load.stored)
                if load.history:
                    remember(database, load.stored * load.residents, load.history)
            return [row async for row in _under(contestant, load, database)]
        finally:
            await contestant.stop()


async def _under(contestant: Contestant, load: Load, database: str) -> AsyncIterator[Row]:
    told = messages(load.written, load.residents)
    measuring = Measuring(contestant, told, load.seconds)
    await measuring.warm(load.written)
    if not load.newcomers:
        await measuring.meet(load.written * load.residents, load.writers)
    for rate in (None, *load.rates):
        before = _used(contestant)
        if rate is None:
            found, seconds = await measuring.saturated(load.writers)
        else:
            found, seconds = await measuring.at_rate(rate)
        used = [1000 * (b - a) / len(found) for a, b in zip(before, _used(contestant), strict=True)]
        ordered = sorted(found)
        p50, p95, p99 = (1000 * ordered[int(len(ordered) * q)] for q in (0.5, 0.95, 0.99))
        row = Row(
            who=f"{contestant.name}{load.label}",
            processes=len(contestant.ports),
            load="saturated" if rate is None else f"{rate:g}/s",
            rate=len(found) / seconds,
            **dict(zip(("p50", "p95", "p99"), (p50, p95, p99), strict=True)),
            **dict(zip(("own", "database", "generator"), used, strict=True)),
            memory=tuple(contestant.memory()),
        )
        print(row, flush=True)
        yield row
    if isinstance(contestant, Tournee):
        print(f"\n{row_bytes(database)}\n", file=sys.stderr)


def _used(contestant: Contestant) -> tuple[float, float, float]:
    """Processor seconds so far: of the contestant, of PostgreSQL, of this generator."""
    return contestant.processor_seconds(), servers.processor_seconds(), time.process_time()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", choices=("floor", "rasa"), nargs="*", default=["floor"])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--villages", type=int, default=10)
    parser.add_argument("--stored", type=int, default=0, help="villages that nobody writes to too")
    parser.add_argument("--residents", type=int, default=200, help="in each village")
    parser.add_argument("--history", type=int, default=0, help="messages of earlier days")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--rates", type=float, nargs="*", default=[10, 50, 100])
    parser.add_argument("--newcomers", action="store_true", help="nobody has written before")
    args = parser.parse_args()
    load = Load(
        stored=max(args.stored, args.villages),
        written=args.villages,
        residents=args.residents,
        history=args.history,
        seconds=args.seconds,
        writers=args.writers,
        rates=tuple(args.rates),
        newcomers=args.newcomers,
    )
    print(HEAD)
    for processes in args.processes:
        contestants: list[Contestant] = [Tournee(processes, min(10, args.villages), args.residents)]
        if "floor" in args.beside:
            contestants.append(Floor(processes))
        for contestant in contestants:
            asyncio.run(measure(contestant, load))
    if "rasa" in args.beside:
        asyncio.run(measure(Rasa(1), load))


if __name__ == "__main__":
    main()
