"""Sends and edits messages within the limits of the Bot API, and says what each fault means.

Texts go as they are, without a parse mode: nothing in a name can be taken for markup.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from telegram import Bot, InlineKeyboardMarkup, InputFile, ReplyKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from tournee.bot.attachments import MadeFile
from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram.keyboard import Markup, keyboard
from tournee.bot.channels.telegram.text import length, parts
from tournee.bot.channels.telegram.updates import channel_id
from tournee.bot.conversation.party import OPERATORS
from tournee.bot.limits import Limiter
from tournee.bot.logs import log
from tournee.bot.messages import Fate, Outgoing, Room
from tournee.bot.outbox import NO_GROUP, SHUT_OUT, TryLaterError, UndeliverableError
from tournee.catalog.model import VillageSlug

EVERYWHERE: Final = 1 / 30
"""Seconds between two messages of a bot."""
A_CHAT: Final = 1.0
"""Seconds between two messages in one chat."""
A_GROUP: Final = 4.0
GROUP_BURST: Final = 5
"""Five at once and one every four seconds make at most twenty in any minute."""
UNLINKED_WAIT: Final = timedelta(minutes=15)
UNLINKED_FOR: Final = timedelta(days=2)
"""How long messages wait for a group that is not linked yet, or closed to the bot; linking it sends
them at once."""
LONGEST_CAPTION: Final = 1024
THREAD: Final = re.compile(r"thread:\d+")
NO_FORUM_FOR: Final = timedelta(hours=1)
"""How long a group counts as one without topics: somebody may switch them on."""
LONGEST_TOPIC: Final = 128
"""Characters of a topic's name."""
NOT_MODIFIED: Final = "message is not modified"
NO_CHAT: Final = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "channel_private",
    "chat_id_invalid",
)
GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
NO_TOPIC: Final = ("message thread not found", "topic_closed", "topic_deleted")
MUTED: Final = (
    "not enough rights",
    "have no rights to send",
    "need administrator rights",
    "chat_admin_required",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_restricted",
    "user_banned_in_channel",
)
NO_TOKEN_WAIT: Final = timedelta(minutes=1)
"""A token that was revoked is replaced by whoever did it: what is to be sent waits for that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telegrams:
    """The sending half of one village's bot."""

    bot: Bot
    village: VillageSlug
    directory: Directory
    limiter: Limiter
    clock: Callable[[], datetime]
    no_forums: dict[str, datetime] = field(default_factory=dict)
    """Groups in which topics can't be made, and when that was tried."""

    async def send(self, message: Outgoing) -> str:
        """Send or edit; returns the message's name. Raises SendError."""
        room = await self._room(message)
        chat = int(room.chat)
        await self._turn(chat)
        try:
            return await self._send_in_topic(message, room)
        except ChatMigrated as error:
            to = str(error.new_chat_id)
            await asyncio.to_thread(self.directory.move, self.village, room.chat, to)
            raise TryLaterError("migrated", timedelta(seconds=1)) from error
        except TelegramError as error:
            if chat < 0 and is_shut_out(error):
                return await self._past_the_group(message, error)
            raise fault(error) from error

    async def tell(self, room: Room, text: str) -> None:
        """Say something in passing, if the chat's turn is free: it may get lost."""
        try:
            await self._turn(int(room.chat))
            await self._write(room, text, None)
        except (TelegramError, TryLaterError) as error:
            log.info("telegram_notice_lost", error=str(error))

    async def _past_the_group(self, message: Outgoing, shut_out: TelegramError) -> str:
        """What a group shuts out waits; the operators' goes to the first of them meanwhile."""
        room = None
        if message.draft.to == OPERATORS.key:
            room = await asyncio.to_thread(self.directory.first_operator, self.village)
        if room is None:
            raise self._waits(message, SHUT_OUT) from shut_out
        try:
            return await self._send(message, room)
        except TelegramError as error:
            raise fault(error) from error

    async def _send_in_topic(self, message: Outgoing, room: Room) -> str:
        """Send; where the topic was closed or deleted, in the group without one."""
        try:
            return await self._send(message, room)
        except BadRequest as error:
            if not room.topic or not _says(error, NO_TOPIC):
                raise
        return await self._send(message, Room(chat=room.chat))

    async def _room(self, message: Outgoing) -> Room:
        to = message.draft.to
        if to.lstrip("-").isdigit():
            return Room(chat=to)
        room = await asyncio.to_thread(self.directory.room, self.village, to)
        if room is not None:
            return await self._in_topic(room, message)
        raise self._waits(message, NO_GROUP)

    def _waits(self, message: Outgoing, code: str) -> TryLaterError | UndeliverableError:
        """What is for a group that is not linked, or shuts the bot out, waits for a while."""
        if self.clock() - message.created_at > UNLINKED_FOR:
            return UndeliverableError(code)
        return TryLaterError(code, UNLINKED_WAIT, tried=False)

    async def _in_topic(self, room: Room, message: Outgoing) -> Room:
        """Where a forum is the operators', each thread has a topic of its own; made when it opens.

        Without the right to make topics everything stays in the group.
        """
        thread = THREAD.match(message.draft.card or "")
        if thread is None or message.draft.to != OPERATORS.key or not room.chat.startswith("-"):
            return room
        known = await asyncio.to_thread(
            self.directory.topic, self.village, OPERATORS.key, thread[0], room.chat
        )
        if known is not None:
            return Room(chat=room.chat, topic=known)
        tried = self.no_forums.get(room.chat)
        if tried is not None and self.clock() - tried < NO_FORUM_FOR:
            return room
        topic = await self._new_topic(room.chat, message.draft.text.split("\n")[0])
        if topic is None:
            return room
        found = Room(chat=room.chat, topic=topic)
        await asyncio.to_thread(
            self.directory.keep_topic,
            self.village,
            OPERATORS.key,
            thread[0],
            found,
            self.clock(),
        )
        return found

    async def _new_topic(self, chat: str, name: str) -> int | None:
        try:
            if (await self.bot.get_chat(int(chat))).is_forum:
                made = await self.bot.create_forum_topic(int(chat), name[:LONGEST_TOPIC])
                return made.message_thread_id
        except (BadRequest, Forbidden) as error:
            log.info("telegram_topic_refused", error=error.message)
        except TelegramError:
            return None
        self.no_forums[chat] = self.clock()
        return None

    async def _turn(self, chat: int) -> None:
        """Take the chat's turn, or come back for it; the bot's own turn is never far."""
        key = f"telegram:{self.village}"
        wait = await self.limiter.wait(f"{key}:{chat}", every=A_CHAT)
        if not wait and chat < 0:
            group = f"{key}:{chat}:group"
            wait = await self.limiter.wait(group, every=A_GROUP, burst=GROUP_BURST)
        if wait:
            raise TryLaterError("turn", timedelta(seconds=wait), tried=False)
        while wait := await self.limiter.wait(key, every=EVERYWHERE):  # noqa: ASYNC110 - others take turns too
            await asyncio.sleep(wait)

    async def _send(self, message: Outgoing, room: Room) -> str:
        draft = message.draft
        texts = parts(draft.text)
        buttons = keyboard(message.id.number, draft.buttons, draft.page)
        if message.file is not None:
            sent = await self._send_file(message.file, texts, buttons, room)
            if sent is not None:
                return channel_id(room.chat, sent)
        shown = _shown(message.edits, room)
        if (
            shown is not None
            and not isinstance(buttons, ReplyKeyboardMarkup)
            and len(texts) == 1
            and await self._edit(room, shown, texts[0], buttons)
        ):
            return channel_id(room.chat, shown)
        if shown is not None:
            await self._disarm(room, shown)
        for text in texts[:-1]:
            await self._write(room, text, None)
            await asyncio.sleep(A_CHAT)
        return channel_id(room.chat, await self._write(room, texts[-1], buttons))

    async def _write(self, room: Room, text: str, buttons: Markup | None) -> int:
        sent = await self.bot.send_message(
            chat_id=int(room.chat),
            text=text,
            message_thread_id=room.topic or None,
            reply_markup=buttons,
            disable_web_page_preview=True,
        )
        return sent.message_id

    async def _send_file(
        self, file: MadeFile, texts: Sequence[str], buttons: Markup | None, room: Room
    ) -> int | None:
        """Send a file with its text: before it, where that is too long for a caption.

        None where Telegram takes no such file there: its words then go alone.
        """
        caption = texts[-1] if length(texts[-1]) <= LONGEST_CAPTION else ""
        for text in texts[:-1] if caption else texts:
            await self._write(room, text, None)
            await asyncio.sleep(A_CHAT)
        send = self._photo if file.is_picture else self._document
        try:
            return await send(room, InputFile(file.data, filename=file.name), caption, buttons)
        except BadRequest as error:
            if _says(error, (*NO_TOPIC, *NO_CHAT)):
                raise
            log.warning("telegram_file_refused", error=error.message)
            return None

    async def _photo(
        self, room: Room, file: InputFile, caption: str, buttons: Markup | None
    ) -> int:
        sent = await self.bot.send_photo(
            chat_id=int(room.chat),
            photo=file,
            caption=caption,
            message_thread_id=room.topic or None,
            reply_markup=buttons,
        )
        return sent.message_id

    async def _document(
        self, room: Room, file: InputFile, caption: str, buttons: Markup | None
    ) -> int:
        sent = await self.bot.send_document(
            chat_id=int(room.chat),
            document=file,
            caption=caption,
            message_thread_id=room.topic or None,
            reply_markup=buttons,
        )
        return sent.message_id

    async def _edit(
        self, room: Room, shown: int, text: str, buttons: InlineKeyboardMarkup | None
    ) -> bool:
        """Edit in place; False where the message is gone and a new one has to be sent."""
        try:
            await self.bot.edit_message_text(
                text,
                chat_id=int(room.chat),
                message_id=shown,
                reply_markup=buttons,
                disable_web_page_preview=True,
            )
        except BadRequest as error:
            if _says(error, (*GONE, *NO_TOPIC)):
                return False
            if not _says(error, (NOT_MODIFIED,)):
                raise
        return True

    async def _disarm(self, room: Room, shown: int) -> None:
        """Take the buttons from a message that another one follows."""
        try:
            await self.bot.edit_message_reply_markup(chat_id=int(room.chat), message_id=shown)
        except BadRequest:
            return


def is_shut_out(error: TelegramError) -> bool:
    """Whether a group is closed to the bot: it was removed, may not write, or the group is gone.

    So is a forum whose General topic is closed, where a topic's messages go as a last resort.
    """
    return isinstance(error, Forbidden) or _says(error, (*MUTED, *NO_CHAT, *NO_TOPIC))


def fault(error: TelegramError) -> TryLaterError | UndeliverableError:
    """What follows from an error of the Bot API."""
    match error:
        case RetryAfter():
            return TryLaterError("429", asked_wait(error), tried=False)
        case InvalidToken():
            return TryLaterError("token", NO_TOKEN_WAIT, tried=False)
        case Forbidden():
            return UndeliverableError("403", Fate.UNREACHABLE)
        case BadRequest() if _says(error, NO_CHAT):
            return UndeliverableError("no_chat", Fate.UNREACHABLE)
        case BadRequest():
            return UndeliverableError("400")
    return TryLaterError("network", unsure=True)


def asked_wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    return any(phrase in error.message.lower() for phrase in phrases)


def _shown(edits: str | None, room: Room) -> int | None:
    """The message to edit, if it stands in the chat where the party is now."""
    chat, _, message = (edits or "").partition(":")
    return int(message) if chat == room.chat and message.isdigit() else None
