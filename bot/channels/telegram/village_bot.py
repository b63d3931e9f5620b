"""One village's bot: says who it is, sets its menus, takes updates in, sends."""

import asyncio
import contextlib
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram import menus
from tournee.bot.channels.telegram.intake import UPDATES, Intake
from tournee.bot.channels.telegram.sending import Telegrams, asked_wait
from tournee.bot.channels.telegram.updates import WANTED, Reader
from tournee.bot.limits import Limiter
from tournee.bot.logs import log
from tournee.bot.messages import Outgoing
from tournee.bot.outbox import TryLaterError
from tournee.bot.service import Service
from tournee.catalog.model import Village
from tournee.storage.errors import StorageError

POLL_SECONDS: Final = 25
"""How long Telegram holds a question for updates open."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0
CONNECTIONS: Final = 20
MOST_TRIES: Final = 3


class VillageBot:
    def __init__(
        self,
        village: Village,
        token: str,
        *,
        api: str,
        address: str | None,
        directory: Directory,
        limiter: Limiter,
        clock: Callable[[], datetime],
    ) -> None:
        """`address` is where Telegram reaches our webhook; None for long polling."""
        self._village = village
        self._address = address
        self._directory = directory
        self._clock = clock
        self._polling: BaseRequest = HTTPXRequest(read_timeout=POLL_SECONDS + 10)
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=HTTPXRequest(connection_pool_size=CONNECTIONS, read_timeout=15),
            get_updates_request=self._polling,
        )
        self._telegrams = Telegrams(
            bot=self._bot,
            village=village.settings.slug,
            directory=directory,
            limiter=limiter,
            clock=clock,
        )
        self._intake: Intake | None = None
        self._task: asyncio.Task[None] | None = None
        self.secret: Final = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
        """What Telegram shows with each update: every process of ours knows it from the token."""

    async def start(self, service: Service) -> None:
        """Begin; a Telegram that is out of reach is tried until it answers."""
        name = f"telegram {self._village.settings.slug}"
        self._task = asyncio.create_task(self._run(service), name=name)

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    async def send(self, message: Outgoing) -> str:
        if self._intake is None:
            raise TryLaterError("starting", tried=False)
        return await self._telegrams.send(message)

    async def take(self, update: Any) -> None:
        """Deal with an update. Raises StorageError where it has to come again."""
        if self._intake is None:
            raise StorageError("starting")
        await self._intake.take(update)

    async def _run(self, service: Service) -> None:
        await self._persist(lambda: self._introduce(service))
        await self._persist(self._set_menus)
        if self._address is not None:
            await self._persist(self._register)
            return
        await self._persist(self._bot.delete_webhook)
        await self._poll()

    async def _persist(self, work: Callable[[], Any]) -> None:
        """Try until it is done; a wrong token is said loudly and tried slowly."""
        wait = FIRST_WAIT
        while True:
            try:
                await work()
            except InvalidToken:
                log.exception("telegram_token_refused", village=self._village.settings.slug)
                wait = LONGEST_WAIT
            except RetryAfter as error:
                wait = asked_wait(error).total_seconds()
            except (TelegramError, StorageError) as error:
                log.warning("telegram_unreachable", error=str(error))
            else:
                return
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _introduce(self, service: Service) -> None:
        await self._bot.initialize()
        self._intake = Intake(
            bot=self._bot,
            reader=Reader(
                village=self._village.settings.slug,
                bot_id=self._bot.id,
                username=self._bot.username,
            ),
            service=service,
            clock=self._clock,
        )

    async def _set_menus(self) -> None:
        slug = self._village.settings.slug
        groups = await asyncio.to_thread(self._directory.room, slug, "operators")
        wanted = menus.of(self._village, groups)
        known = await asyncio.to_thread(self._directory.menus, slug)
        done = await menus.set_changed(self._bot, wanted, known)
        if done != known:
            await asyncio.to_thread(self._directory.set_menus, slug, done)

    async def _register(self) -> None:
        await self._bot.set_webhook(
            self._address or "", secret_token=self.secret, allowed_updates=list(WANTED)
        )

    # --- long polling ----------------------------------------------------------------------------

    async def _poll(self) -> None:
        """Ask for updates for ever; asking for the next one acknowledges those before it."""
        offset: int | None = None
        wait = FIRST_WAIT
        while True:
            try:
                for update in await self._updates(offset):
                    await self._take_at_last(update)
                    offset = int(update["update_id"]) + 1
                wait = FIRST_WAIT
            except (TelegramError, StorageError) as error:
                log.warning("telegram_polling_failed", error=str(error))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    async def _take_at_last(self, update: dict[str, Any]) -> None:
        """Deal with an update; one that our code fails on holds up the others only so long."""
        for tried in range(1, MOST_TRIES + 1):
            try:
                return await self.take(update)
            except StorageError:
                raise
            except Exception:
                log.exception("telegram_update_failed", tried=tried)
                await asyncio.sleep(FIRST_WAIT)
        UPDATES.labels("failed").inc()
        return None

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Fetch raw updates: one that the library cannot read must not hold up the others."""
        asked: dict[str, str | int] = {
            "timeout": POLL_SECONDS,
            "allowed_updates": json.dumps(WANTED),
        }
        if offset is not None:
            asked["offset"] = offset
        found = await self._polling.post(f"{self._bot.base_url}/getUpdates?{urlencode(asked)}")
        return list(found) if isinstance(found, list) else []
