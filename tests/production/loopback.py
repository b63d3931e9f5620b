"""A channel of our own: a process of the bot whose messages come and go as JSON over HTTP.

`python -m tests.production.loopback PORT` serves with the database and the Redis of the usual
variables. Time may run faster, so that leases and back-off end soon.
"""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import uvicorn
from aiohttp import ClientError, ClientSession, ClientTimeout
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from tests.bot.flow import MONDAY
from tournee.bot import collector, logs
from tournee.bot.app import build
from tournee.bot.conversation.events import Said
from tournee.bot.messages import Inbound, Outgoing
from tournee.bot.outbox import TryLaterError
from tournee.bot.service import Service
from tournee.bot.settings import Settings
from tournee.bot.wakeups import WakeUps
from tournee.bot.web import web
from tournee.catalog.model import Channel, VillageSlug
from tournee.storage.schema import open_migrated

BUSY = timedelta(seconds=5)
SEND_SECONDS = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """A clock that began on a Monday morning and runs `speed` times as fast as time."""

    began: float
    speed: float

    def now(self) -> datetime:
        return MONDAY + timedelta(seconds=(time.time() - self.began) * self.speed)


class Loopback:
    """Every channel at once: takes messages at `/in` and posts what is sent to `out`."""

    channels: Sequence[Channel] = tuple(Channel)

    def __init__(self, out: str, now: Callable[[], datetime]) -> None:
        self._out = out
        self._now = now
        self._client: ClientSession | None = None
        self._service: Service | None = None

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/in", self._take, methods=["POST"])]

    async def start(self, service: Service) -> None:
        self._service = service

    async def stop_intake(self) -> None:
        """Requests have ended with the server."""

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.close()

    async def send(self, message: Outgoing) -> str | None:
        told = {
            "village": message.village,
            "party": message.id.party,
            "number": message.id.number,
            "text": message.draft.text,
        }
        if self._client is None:
            self._client = ClientSession(timeout=ClientTimeout(total=SEND_SECONDS))
        try:
            async with self._client.post(self._out, json=told) as answer:
                if answer.status != 200:
                    raise TryLaterError(str(answer.status), BUSY)
                return await answer.text()
        except (ClientError, OSError, TimeoutError) as error:
            raise TryLaterError(type(error).__name__, BUSY, unsure=True) from error

    async def _take(self, request: Request) -> Response:
        told = await request.json()
        message = Inbound(
            village=VillageSlug(told["village"]),
            channel=Channel.SMS,
            message_id=told["id"],
            sender=told["sender"],
            content=Said(text=told["text"]),
            at=self._now(),
        )
        if self._service is None:
            return Response(status_code=503)
        await asyncio.sleep(told.get("wait", 0))
        receipt = await self._service.receive(message)
        return JSONResponse({"new": receipt.handled})


def main(port: int) -> None:
    settings = Settings.from_environment()
    pace = Pace(
        began=float(os.environ["LOOPBACK_BEGAN"]), speed=float(os.environ["LOOPBACK_SPEED"])
    )
    logs.configure()
    collector.start()
    channel = Loopback(os.environ["LOOPBACK_OUT"], pace.now)
    app = build(
        open_migrated(settings.database_url, settings.threads), dict.fromkeys(Channel, channel)
    )
    service = Service(
        app,
        pace.now,
        wake_ups=WakeUps(settings.redis_url) if settings.redis_url else None,
        threads=settings.threads,
    )
    uvicorn.run(
        web(service, [channel]),
        host="127.0.0.1",
        port=port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=20,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
