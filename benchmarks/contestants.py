"""Whom the load benchmark measures: the bot, the least that a bot can do, and a Rasa server.

Each is started as processes on loopback, with the same PostgreSQL, and takes the same messages in
its own form.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from asyncio.subprocess import DEVNULL, Process
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import httpx
import psycopg
import sqlalchemy
import yaml

from benchmarks.floor import HEARD
from tests.bot.flow import MONDAY
from tests.production.bots import Api
from tests.production.plan import Plan as SoakPlan
from tests.production.plan import Record, scene
from tests.production.test_deployment import free_port
from tournee.bot.app import build
from tournee.nlu.model import Intent
from tournee.nlu.rasa.export import export
from tournee.storage.schema import open_database

ROOT = Path(__file__).parents[1]
RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
RASA_PROJECT = ROOT / ".rasa" / "load"
RASA_MODEL = RASA_PROJECT / "models" / "load.tar.gz"
RASA_CACHE = ROOT / ".rasa" / "project" / "cache"
"""That of `make rasa`: what it has trained of the same messages is not trained again."""
STARTED_WITHIN = 600.0
"""Seconds."""
LAST_WORDS = 20
"""Lines that are told of a process which ended at once."""

Told = dict[str, str]
"""A message: `id`, `village`, `sender` (a phone number) and `text`."""


class Contestant(ABC):
    """Processes that take messages by HTTP."""

    name: str
    ready: str
    """The path that answers 200 once the process takes messages."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self.ports: list[int] = []
        """Of the processes that run."""
        self._running: list[Process] = []

    @abstractmethod
    def command(self, port: int) -> list[str]: ...

    @abstractmethod
    def environment(self) -> dict[str, str]: ...

    @abstractmethod
    def request(self, told: Told) -> tuple[str, bytes]:
        """Return the path and the body that carry a message."""

    @abstractmethod
    async def prepare(self, database: str, redis: str) -> None:
        """Make tables and whatever else must be there before the processes start."""

    async def start(self, database: str, redis: str) -> None:
        """Start the processes, and wait until all take messages.

        Raises:
            RuntimeError: one ended; its last words are in it.
        """
        await self.prepare(database, redis)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TOURNEE_")}
        with ExitStack() as files:
            words = [files.enter_context(TemporaryFile()) for _ in range(self._processes)]
            for said in words:
                port = free_port()
                process = await asyncio.create_subprocess_exec(
                    *self.command(port), env=kept | self.environment(), cwd=ROOT,
                    stdout=DEVNULL, stderr=said,
                )  # fmt: skip
                self.ports.append(port)
                self._running.append(process)
            for port, process, said in zip(self.ports, self._running, words, strict=True):
                await self._answering(port, process, said)

    async def stop(self) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):  # it ended by itself
                process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                await asyncio.wait_for(process.wait(), 30)
            except TimeoutError:
                process.kill()
                await process.wait()

    @abstractmethod
    async def settled(self) -> None:
        """Wait until every answer has been sent."""

    async def _answering(self, port: int, process: Process, said: IO[bytes]) -> None:
        deadline = time.monotonic() + STARTED_WITHIN
        async with httpx.AsyncClient(timeout=5) as client:
            while time.monotonic() < deadline:
                if process.returncode is not None:
                    ended = f"{self.name} ended with {process.returncode}"
                    raise RuntimeError(f"{ended}:\n{_last_words(said)}")
                with suppress(httpx.TransportError):
                    answer = await client.get(f"http://127.0.0.1:{port}{self.ready}")
                    if answer.status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(0.1)
        raise TimeoutError(self.name)

    def memory(self) -> list[int]:
        """The processes' resident memory, MB."""
        return [
            int(Path(f"/proc/{p.pid}/status").read_text().partition("VmRSS:")[2].split()[0]) // 1024
            for p in self._running
        ]

    def processor_seconds(self) -> float:
        """What the processes have used so far: not spoilt by what else the computer does."""
        ticks = 0
        for process in self._running:
            stat = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, stat[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    return "\n".join(said.read().decode(errors="replace").splitlines()[-LAST_WORDS:])


class Tournee(Contestant):
    name = "tournee"
    ready = "/readyz"

    def __init__(self, processes: int, villages: int, residents: int) -> None:
        super().__init__(processes)
        self.villages = villages
        self._plan = SoakPlan(villages=villages, residents=residents, processes=processes, kills=0)
        self._api = Api(Record())
        self._told: dict[str, str] = {}
        self._database = ""

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "tests.production.loopback", str(port)]

    def environment(self) -> dict[str, str]:
        return self._told

    async def prepare(self, database: str, redis: str) -> None:
        engine = open_database(database)
        tournee = build(engine, {})
        for index in range(self._plan.villages):
            tournee.workspaces.create_village(scene(index, self._plan), by="load", at=MONDAY)
        engine.dispose()
        await self._api.start()
        self._database = database
        self._told = {
            "TOURNEE_DATABASE_URL": database,
            "TOURNEE_REDIS_URL": redis,
            "LOOPBACK_OUT": self._api.url,
            "LOOPBACK_BEGAN": str(time.time()),
            "LOOPBACK_SPEED": "1",
        }

    async def stop(self) -> None:
        await super().stop()
        await self._api.stop()

    async def settled(self) -> None:
        waiting = "SELECT count(*) FROM outgoing_messages WHERE status IN ('pending', 'sending')"
        with psycopg.connect(self._database, autocommit=True) as connection:
            while connection.execute(waiting).fetchone() != (0,):  # noqa: ASYNC110 - others do it
                await asyncio.sleep(0.05)

    def request(self, told: Told) -> tuple[str, bytes]:
        return "/in", json.dumps(told).encode()


class Floor(Contestant):
    """python-telegram-bot, one insert, an echo."""

    name = "floor"
    ready = "/readyz"

    def __init__(self, processes: int) -> None:
        super().__init__(processes)
        self._api = BotApi()
        self._updates = count(1)
        self._database = ""

    def command(self, port: int) -> list[str]:
        return [sys.executable, "-m", "benchmarks.floor", str(port)]

    def environment(self) -> dict[str, str]:
        return {"FLOOR_DATABASE": self._url, "FLOOR_API": self._api.url}

    @property
    def _url(self) -> str:
        """The database, as SQLAlchemy names it."""
        return self._database.replace("postgresql://", "postgresql+psycopg://")

    async def prepare(self, database: str, redis: str) -> None:  # noqa: ARG002 - it needs none
        self._database = database
        engine = sqlalchemy.create_engine(self._url)
        HEARD.create(engine)  # once: two processes that make it at the same moment fail
        engine.dispose()
        await self._api.start()

    async def stop(self) -> None:
        await super().stop()
        await self._api.stop()

    async def settled(self) -> None:
        heard = "SELECT count(*) FROM heard"
        with psycopg.connect(self._database, autocommit=True) as connection:
            while connection.execute(heard).fetchone() != (self._api.sent,):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    def request(self, told: Told) -> tuple[str, bytes]:
        person = int(told["sender"][1:])
        message = {
            "message_id": 1,
            "date": 1795420800,
            "chat": {"id": person, "type": "private", "first_name": "Voisin"},
            "from": {"id": person, "is_bot": False, "first_name": "Voisin"},
            "text": told["text"],
        }
        return "/in", json.dumps({"update_id": next(self._updates), "message": message}).encode()


class BotApi:
    """A Bot API server that takes everything."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self.sent = 0
        self.url = ""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/bot"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
                await reader.readexactly(int(length or 0))
                result = json.dumps({"ok": True, "result": self._result(head)}).encode()
                kind = b"Content-Type: application/json"
                size = b"Content-Length: %d" % len(result)
                writer.write(b"\r\n".join((b"HTTP/1.1 200 OK", kind, size, b"", result)))
                await writer.drain()

    def _result(self, head: bytes) -> dict[str, object]:
        if b"sendMessage" not in head.partition(b"\r\n")[0]:
            return {"id": 1, "is_bot": True, "first_name": "Floor", "username": "floor_bot"}
        self.sent += 1
        chat = {"id": 1, "type": "private", "first_name": "Voisin"}
        return {"message_id": self.sent, "date": 1795420800, "chat": chat, "text": "ok"}


class Rasa(Contestant):
    """A Rasa server with its REST channel, a rule for each intent, its tracker in PostgreSQL."""

    name = "rasa"
    ready = "/"

    def command(self, port: int) -> list[str]:
        project = RASA_PROJECT
        return [
            str(RASA), "run", "--interface", "127.0.0.1", "--port", str(port),
            "--model", str(RASA_MODEL),
            "--endpoints", str(project / "endpoints.yml"),
            "--credentials", str(project / "credentials.yml"),
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return RASA_QUIET

    async def prepare(self, database: str, redis: str) -> None:  # noqa: ARG002 - it needs none
        await asyncio.to_thread(trained)
        store = {"type": "SQL", "dialect": "postgresql", "url": database}
        _write("endpoints.yml", {"tracker_store": store})
        _write("credentials.yml", {"rest": None})

    async def settled(self) -> None:
        """Its answers come with the request's."""

    def request(self, told: Told) -> tuple[str, bytes]:
        body = {"sender": f"{told['village']}{told['sender']}", "message": told["text"]}
        return "/webhooks/rest/webhook", json.dumps(body).encode()


RASA_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_WORKERS": "1",
}


def trained() -> None:
    """Train the messages of `tournee nlu export-rasa` with one answer to each intent, once."""
    if RASA_MODEL.exists():
        return
    export(RASA_PROJECT)
    config = yaml.safe_load((RASA_PROJECT / "config.yml").read_text())
    _write("config.yml", config | {"policies": [{"name": "RulePolicy"}]})
    domain = yaml.safe_load((RASA_PROJECT / "domain.yml").read_text())
    names = [str(intent) for intent in Intent]
    answers = {f"utter_{name}": [{"text": name}] for name in names}
    _write("domain.yml", domain | {"responses": answers})
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": f"utter_{name}"}]} for name in names
    ]
    _write("data/rules.yml", {"version": "3.1", "rules": rules})
    subprocess.run(
        [RASA, "train", "--fixed-model-name", "load"],
        cwd=RASA_PROJECT,
        env=os.environ | RASA_QUIET | {"RASA_CACHE_DIRECTORY": str(RASA_CACHE)},
        check=True,
    )


def _write(name: str, content: object) -> None:
    (RASA_PROJECT / name).write_text(yaml.safe_dump(content), encoding="utf-8")
