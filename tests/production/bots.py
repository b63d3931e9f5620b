"""The processes of a soak, and the channel that they send through."""

import asyncio
import json
import os
import random
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from contextlib import suppress
from pathlib import Path

import httpx

from tests.production.plan import Plan, Record
from tests.production.test_deployment import free_port

ROOT = Path(__file__).parents[2]
LOOKS = 2.0
"""Seconds after which a process that does not answer is looked at."""
MOST_LOOKS = 60
STOPS_WITHIN = 90.0
"""Seconds: requests, then what was accepted, are finished first."""


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
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                    if not await self._answer(json.loads(await reader.readexactly(length)), writer):
                        break
        finally:  # also where the loop ends while a process keeps its connection open
            writer.transport.abort()

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

    def __init__(self, plan: Plan, told: dict[str, str], log: Path = Path(os.devnull)) -> None:
        """Start with `told` as their environment; all write to one `log`."""
        self.ports = [free_port() for _ in range(plan.processes)]
        self.told = told
        """Their environment, from the next start on."""
        self._log = log
        self._running: dict[int, Process] = {}

    @property
    def pids(self) -> list[int]:
        return [process.pid for process in self._running.values()]

    async def start(self, port: int) -> None:
        with self._log.open("ab") as log:
            self._running[port] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.production.loopback", str(port),
                env=self.told, cwd=ROOT, stdout=DEVNULL, stderr=log,
            )  # fmt: skip

    async def start_all(self) -> None:
        """Start all; returns when they are ready."""
        for port in self.ports:
            await self.start(port)
        await self.all_ready()

    async def all_ready(self) -> None:
        await asyncio.gather(*(self.ready(port) for port in self.ports))

    async def ready(self, port: int) -> None:
        """Wait until a process serves; one that has ended meanwhile is started again."""
        for _ in range(MOST_LOOKS):
            with suppress(TimeoutError):
                return await ready(port, LOOKS)
            if self._running[port].returncode is not None:
                await self.start(port)
        raise TimeoutError(port)

    async def kill(self, port: int) -> None:
        with suppress(ProcessLookupError):
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
                codes.append(await asyncio.wait_for(process.wait(), STOPS_WITHIN))
            except TimeoutError:
                process.kill()
                codes.append(await process.wait())
        return codes


async def ready(port: int, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    async with httpx.AsyncClient(timeout=5) as client:
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if (await client.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(port)
