"""All villages' bots: one process, each with its own token and its own address."""

import asyncio
import contextlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final, Self

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram.intake import UPDATES
from tournee.bot.channels.telegram.village_bot import VillageBot
from tournee.bot.limits import Limiter, limiter
from tournee.bot.messages import Outgoing
from tournee.bot.outbox import UndeliverableError
from tournee.bot.service import Service
from tournee.bot.settings import Settings, SettingsError
from tournee.catalog.model import Channel, Village, VillageSlug
from tournee.storage.errors import StorageError

LARGEST: Final = 250 * 1024
"""Bytes of a body. A long message that answers a long one, each letter six bytes, is under half."""
PATIENCE: Final = 10.0
"""Seconds in which a body must have arrived."""
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name


def now() -> datetime:
    return datetime.now(UTC)


class TelegramAdapter:
    """Takes messages in for every village that has a bot, and sends."""

    channels = (Channel.TELEGRAM,)

    def __init__(
        self,
        bots: Mapping[VillageSlug, tuple[str, Village]],
        *,
        api: str,
        public_url: str | None,
        directory: Directory,
        limiter: Limiter,
        clock: Callable[[], datetime] = now,
    ) -> None:
        """`bots` are the villages with their tokens."""
        self._limiter = limiter
        self._bots = {
            slug: VillageBot(
                village,
                token,
                api=api.rstrip("/"),
                address=f"{public_url.rstrip('/')}/telegram/{slug}" if public_url else None,
                directory=directory,
                limiter=limiter,
                clock=clock,
            )
            for slug, (token, village) in bots.items()
        }

    @classmethod
    def of(cls, settings: Settings, directory: Directory) -> Self:
        """Give each village its bot: its own, else the one that the environment names.

        Raises:
            SettingsError: the environment's token is for no village, or for several.
        """
        tokens = directory.tokens()
        without = [slug for slug, own in tokens.items() if own is None]
        if settings.telegram_token and len(without) != 1:
            raise SettingsError((_for_whom(without),))
        found = {slug: own or settings.telegram_token for slug, own in tokens.items()}
        return cls(
            {slug: (t, directory.village(slug)) for slug, t in found.items() if t is not None},
            api=settings.telegram_api,
            public_url=settings.public_url,
            directory=directory,
            limiter=limiter(settings.redis_url),
        )

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return (Route("/telegram/{village}", self._webhook, methods=["POST"]),)

    async def start(self, service: Service) -> None:
        for bot in self._bots.values():
            await bot.start(service)

    async def stop_intake(self) -> None:
        await asyncio.gather(*(bot.stop_intake() for bot in self._bots.values()))

    async def stop(self) -> None:
        await asyncio.gather(*(bot.stop() for bot in self._bots.values()))
        await self._limiter.close()

    async def send(self, message: Outgoing) -> str:
        bot = self._bots.get(message.village)
        if bot is None:
            raise UndeliverableError("no_bot")
        return await bot.send(message)

    async def _webhook(self, request: Request) -> Response:
        """Answer 200 once the update's transaction is committed, 503 where it has to come again."""
        bot = self._bots.get(VillageSlug(request.path_params["village"]))
        given = request.headers.get(SECRET_HEADER, "")
        if bot is None or not hmac.compare_digest(given.encode(), bot.secret.encode()):
            return _refused(403, "secret")
        body = await _body(request)
        if body is None:
            return _refused(413, "body")
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return _refused(400, "json")
        try:
            taken = await bot.take(update)
        except StorageError:
            return _refused(503, "database")
        return PlainTextResponse("ok") if taken else _refused(500, "failing")


def _for_whom(without: list[VillageSlug]) -> str:
    if not without:
        return "TOURNEE_TELEGRAM_TOKEN is for no village: run `tournee village import DIR` first"
    villages = ", ".join(without)
    return (
        f"TOURNEE_TELEGRAM_TOKEN is one bot's, but several villages have none: {villages}; "
        "run `tournee telegram token VILLAGE` for all but one"
    )


def _refused(status: int, why: str) -> Response:
    UPDATES.labels(f"refused_{why}").inc()
    return PlainTextResponse(why, status)


async def _body(request: Request) -> bytes | None:
    """Read a body that is not too large and arrives in time."""
    length = request.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > LARGEST:
        return None
    found = b""
    with contextlib.suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                found += chunk
                if len(found) > LARGEST:
                    return None
            return found
    return None
