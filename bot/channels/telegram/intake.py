"""Takes raw updates in: reads them, lets the service deal with them, answers taps."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from prometheus_client import Counter
from telegram import Bot, Update
from telegram.error import TelegramError

from tournee.bot.channels.telegram.updates import Reader
from tournee.bot.conversation.events import Dropped, Unreadable
from tournee.bot.logs import log
from tournee.bot.messages import Inbound, Receipt, Room
from tournee.bot.service import Service

ANSWER_SECONDS: Final = 5.0
"""A tap is answered within this time, even where the database is slow; its deed goes on."""
UPDATES = Counter("tournee_telegram_updates", "Updates of Telegram's", ["result"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    bot: Bot
    reader: Reader
    service: Service
    clock: Callable[[], datetime]
    tell: Callable[[Room, str], Awaitable[None]]

    async def take(self, raw: Any) -> None:
        """Deal with an update; on return it may be acknowledged.

        Raises:
            StorageError: the database is away; the update has to come again.
        """
        try:
            update = Update.de_json(raw, self.bot)
            message = self.reader.read(update, self.clock())
        except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError):
            UPDATES.labels("malformed").inc()
            log.warning("telegram_update_malformed", village=self.reader.village)
            return
        if message is not None:
            message = await self._with_file(message, update)
        query = update.callback_query
        if message is None:
            UPDATES.labels("ignored").inc()
            if query is not None:
                await self._answer(query.id, "")
            return
        if query is not None:
            await self._take_tap(message, query.id)
            return
        receipt = await self.service.receive(message)
        _count(receipt)
        if receipt.notice and message.room is not None:
            await self.tell(message.room, receipt.notice)

    async def _with_file(self, message: Inbound, update: Update) -> Inbound:
        """Fetch a dropped sheet; one that cannot be had is told like a message that failed."""
        found = update.effective_message
        content = message.content
        if not isinstance(content, Dropped) or content.too_large:
            return message
        if found is None or found.document is None:
            return message
        try:
            file = await found.document.get_file()
            data = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            log.warning("telegram_file_failed", error=error.message)
            return replace(message, content=Unreadable(what="failed"))
        return replace(message, content=replace(content, data=data))

    async def _take_tap(self, message: Inbound, query: str) -> None:
        work = asyncio.ensure_future(self.service.receive(message))
        await asyncio.wait({work}, timeout=ANSWER_SECONDS)
        done = work.done() and work.exception() is None
        await self._answer(query, work.result().notice if done else "")
        _count(await work)

    async def _answer(self, query: str, notice: str) -> None:
        """A query that is too old, or a network that is away, takes nothing back."""
        try:
            await self.bot.answer_callback_query(query, text=notice[:200] or None)
        except TelegramError as error:
            log.info("telegram_answer_failed", error=error.message)


def _count(receipt: Receipt) -> None:
    UPDATES.labels("taken" if receipt.handled else "dropped").inc()
