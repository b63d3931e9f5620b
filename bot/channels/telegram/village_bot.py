"""One village's bot: says who it is, sets its menus, takes updates in, sends."""

import asyncio
import contextlib
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram import menus
from tournee.bot.channels.telegram.intake import UPDATES, Intake
from tournee.bot.channels.telegram.requests import Requests
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
        self._polling = Requests(api, connections=1, read_timeout=POLL_SECONDS + 10)
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=Requests(api, connections=CONNECTIONS, read_timeout=15),
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
        self._failures: dict[str, int] = {}
        """How often our own code failed on an update, by its number."""
        self.secret: Final = hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
        """What Telegram shows with each update: every process of ours knows it from the token."""

    async def start(self, service: Service) -> None:
        """Begin; a Telegram that is out of reach is tried until it answers."""
        name = f"telegram {self._village.settings.slug}"
        self._task = asyncio.create_task(self._run(service), name=name)

    async def stop_intake(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def stop(self) -> None:
        with contextlib.suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()

    async def send(self, message: Outgoing) -> str:
        if self._intake is None:
            raise TryLaterError("starting", tried=False)
        return await self._telegrams.send(message)

    async def take(self, update: Any) -> bool:
        """Deal with an update; False where our own code failed on it and it has to come again.

        After some failures it is given up: it must not hold up what comes after it.

        Raises:
            StorageError: the database is away, or we are not ready; it has to come again.
        """
        if self._intake is None:
            raise StorageError("starting")
        number = str(update.get("update_id")) if isinstance(update, dict) else ""
        try:
            await self._intake.take(update)
        except StorageError:
            raise
        except Exception:
            tried = self._failures[number] = self._failures.get(number, 0) + 1
            log.exception("telegram_update_failed", tried=tried)
            if tried < MOST_TRIES:
                return False
            UPDATES.labels("failed").inc()
        self._failures.pop(number, None)
        return True

    async def _run(self, service: Service) -> None:
        await self._persist(lambda: self._introduce(service))
        async with asyncio.TaskGroup() as work:  # nobody waits for menus
            work.create_task(self._persist(self._set_menus))
            work.create_task(self._persist(self._register) if self._address else self._ask())

    async def _persist(self, work: Callable[[], Any]) -> None:
        """Try until it is done."""
        wait = FIRST_WAIT
        while True:
            try:
                await work()
            except (TelegramError, StorageError) as error:
                await asyncio.sleep(self._setback(error, wait))
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return

    def _setback(self, error: TelegramError | StorageError, wait: float) -> float:
        """Say what went wrong; returns how many seconds to wait before the next try.

        The library's own words for a wrong token quote the token: they are not logged.
        """
        village = self._village.settings.slug
        match error:
            case InvalidToken():
                log.error("telegram_token_refused", village=village)
                return LONGEST_WAIT
            case Conflict():
                log.error("telegram_used_elsewhere", village=village, error=error.message)
            case RetryAfter():
                return asked_wait(error).total_seconds()
            case _:
                log.warning("telegram_unreachable", village=village, error=str(error))
        return wait

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
            tell=self._telegrams.tell,
        )

    async def _set_menus(self) -> None:
        slug = self._village.settings.slug
        groups = await asyncio.to_thread(self._directory.room, slug, "operators")
        wanted = menus.of(self._village, groups)
        known = await asyncio.to_thread(self._directory.menus, slug)
        done: dict[str, str] = {}
        left: Mapping[str, str] = known
        try:
            await menus.set_changed(self._bot, wanted, known, done)
            left = {}
        except BadRequest as error:
            log.warning("telegram_menus_refused", village=slug, error=error.message)
        finally:
            if {**left, **done} != known:
                await asyncio.to_thread(self._directory.set_menus, slug, {**left, **done})

    async def _register(self) -> None:
        await self._bot.set_webhook(
            self._address or "", secret_token=self.secret, allowed_updates=list(WANTED)
        )

    # --- long polling ----------------------------------------------------------------------------

    async def _ask(self) -> None:
        await self._persist(self._bot.delete_webhook)
        await self._poll()

    async def _poll(self) -> None:
        """Ask for updates for ever; asking for the next one acknowledges those before it."""
        offset: int | None = None
        wait = FIRST_WAIT
        while True:
            try:
                for update in await self._updates(offset):
                    while not await self.take(update):  # noqa: ASYNC110 - tried again, not awaited
                        await asyncio.sleep(FIRST_WAIT)
                    offset = int(update["update_id"]) + 1
                wait = FIRST_WAIT
            except (TelegramError, StorageError) as error:
                await asyncio.sleep(self._setback(error, wait))
                wait = min(wait * 2, LONGEST_WAIT)

    async def _updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Fetch raw updates: one that the library cannot read must not hold up the others."""
        asked: dict[str, str | int] = {
            "timeout": POLL_SECONDS,
            "allowed_updates": json.dumps(WANTED),
        }
        if offset is not None:
            asked["offset"] = offset
        found = await self._polling.post(f"{self._bot.base_url}/getUpdates?{urlencode(asked)}")
        updates = found if isinstance(found, list) else []
        return [update for update in updates if "update_id" in update]
