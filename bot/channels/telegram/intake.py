"""Takes raw updates in: reads them, lets the service deal with them, answers taps."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from prometheus_client import Counter
from telegram import Bot, Update
from telegram.error import TelegramError

from tournee.bot.channels.telegram.updates import Reader
from tournee.bot.conversation.events import Dropped, Said, Unreadable
from tournee.bot.logs import log
from tournee.bot.messages import Inbound, Receipt, Room
from tournee.bot.service import Service

ANSWER_SECONDS: Final = 5.0
"""A tap is answered within this time, even where the database is slow; its deed goes on."""
MOST_WORDED: Final = 10_000
"""Messages whose words are known again in an edit; a few hundred bytes each."""
UPDATES = Counter("tournee_telegram_updates", "Updates of Telegram's", ["result"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    bot: Bot
    reader: Reader
    service: Service
    clock: Callable[[], datetime]
    tell: Callable[[Room, str], Awaitable[None]]
    worded: dict[str, int] = field(default_factory=dict)
    """Hashes of the words of messages that came lately."""

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
        if self._says_the_same(message):
            UPDATES.labels("ignored").inc()
            return
        receipt = await self.service.receive(message)
        self._note_words(message)
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

    def _says_the_same(self, message: Inbound) -> bool:
        """Telegram tells of an edit where something else than the words has changed, too."""
        content = message.content
        return (
            message.corrects is not None
            and isinstance(content, Said)
            and self.worded.get(message.corrects) == hash(content.text)
        )

    def _note_words(self, message: Inbound) -> None:
        if isinstance(message.content, Said):
            self.worded[message.corrects or message.message_id] = hash(message.content.text)
        if len(self.worded) > MOST_WORDED:
            del self.worded[next(iter(self.worded))]

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
