"""How many messages a second the service takes, and how long each takes to its commit.

`python -m benchmarks.load [--beside floor rasa] [--processes 1 2] [--villages N] [--rates R ...]
[--history N]`

A generator posts to web processes on loopback, with a PostgreSQL and a Redis of their own on the
same computer. First as fast as `--writers` connections can (saturation, until the last answer has
been sent), then at fixed rates, where a message's time counts from the moment it was due, so that
waiting shows. The generator, PostgreSQL and the processes share the processors: a dedicated server
does better. What stands beside takes the same messages in the same run: see `contestants`.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator
from itertools import count, cycle

import psycopg

from benchmarks.contestants import Contestant, Floor, Rasa, Told, Tournee
from tests import servers
from tests.bot.flow import MONDAY
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
    """Each resident in turn, so that nobody is a flood."""
    number = count()
    for text in cycle(TEXTS):
        for where in range(villages):
            for resident in range(residents):
                yield {
                    "id": f"load-{next(number)}",
                    "village": f"v{where}",
                    "sender": phone(resident),
                    "text": text,
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

    async def at_rate(self, rate: float) -> list[float]:
        """Post at a fixed rate; how long after it was due each message was committed."""
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
        return times

    async def warm(self, villages: int) -> None:
        """Let each process build each village's lexicon."""
        for port in self._contestant.ports:
            line = Line(self._contestant, port)
            for index in range(villages):
                await line.post(next(self._told) | {"village": f"v{index}"})


def quantiles(times: list[float]) -> str:
    ordered = sorted(times)
    parts = (ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.5, 0.95, 0.99))
    return " | ".join(f"{1000 * seconds:.0f}" for seconds in parts)


async def measure(contestant: Contestant, args: argparse.Namespace) -> None:
    with servers.session():
        admin = servers.postgresql().format(name="postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE load")
        database = servers.postgresql().format(name="load")
        await contestant.start(database, servers.redis())
        if args.history and isinstance(contestant, Tournee):
            remember(database, args.villages * args.residents, args.history)
        told = messages(args.villages, args.residents)
        measuring = Measuring(contestant, told, args.seconds)
        await measuring.warm(args.villages)
        used = contestant.processor_seconds()
        found, seconds = await measuring.saturated(args.writers)
        each = 1000 * (contestant.processor_seconds() - used) / len(found)
        who = f"| {contestant.name} | {len(contestant.ports)}"
        print(f"{who} | saturated | {len(found) / seconds:.0f} | {quantiles(found)} | {each:.1f} |")
        for rate in args.rates:
            print(f"{who} | {rate:g}/s | {rate:g} | {quantiles(await measuring.at_rate(rate))} | |")
        print(f"memory of {contestant.name}: {contestant.memory()} MB", flush=True)
        if isinstance(contestant, Tournee):
            print(rows(database))
        await contestant.stop()


HISTORY = (
    (
        "INSERT INTO conversations (village, party, kind, counter, burst)"
        " SELECT village, 'resident:' || slug, 'resident', %(each)s, 0 FROM people"
        " WHERE role = 'resident' AND village LIKE 'v%%'"
    ),
    (
        "INSERT INTO inbound_messages (village, channel, message_id, received_at)"
        " SELECT village, 'sms', party || '-' || n, %(now)s::timestamptz - n * interval '1 day'"
        " FROM conversations, generate_series(1, %(each)s) n"
    ),
    (
        "INSERT INTO outgoing_messages (village, party, number, channel, address, text, buttons,"
        " kind, status, created_at, due_at, attempts, mark, unsure, page, segments)"
        " SELECT village, party, n, 'sms', '+33', repeat('Bonjour ! ', 12), '[]', 'Greeted',"
        " 'sent', t, t, 1, md5(party || n), false, 0, 1"
        " FROM conversations, generate_series(1, %(each)s) n,"
        " LATERAL (SELECT %(now)s::timestamptz - n * interval '1 day' AS t) days"
    ),
    "ANALYZE",
)
"""Messages of earlier days, as many of each resident."""


def remember(database: str, residents: int, number: int) -> None:
    """Put so many messages that came in, and as many answers, into the past."""
    told = {"each": number // residents, "now": MONDAY}
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in HISTORY:
            connection.execute(statement, told if "%(" in statement else None)


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
            number, size = found or (0, 0)
            told.append(f"{table}: {size // max(1, number)} bytes a row")
    return "; ".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", choices=("floor", "rasa"), nargs="*", default=["floor"])
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--villages", type=int, default=10)
    parser.add_argument("--residents", type=int, default=200, help="in each village")
    parser.add_argument("--history", type=int, default=0, help="messages of earlier days")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--rates", type=float, nargs="*", default=[10, 50, 100])
    args = parser.parse_args()
    print("| | processes | load | messages/s | p50 ms | p95 ms | p99 ms | processor ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for processes in args.processes:
        contestants: list[Contestant] = [Tournee(processes, args.villages, args.residents)]
        if "floor" in args.beside:
            contestants.append(Floor(processes))
        for contestant in contestants:
            asyncio.run(measure(contestant, args))
    if "rasa" in args.beside:
        asyncio.run(measure(Rasa(1), args))


if __name__ == "__main__":
    main()
