"""What an update of the Bot API is to the inbox: the wire's shapes end here."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from tournee.bot.channels.telegram.keyboard import meaning
from tournee.bot.conversation.events import Dropped, Located, Said, Unreadable
from tournee.bot.messages import (
    ContactShared,
    Content,
    Inbound,
    Room,
    RoomLeft,
    RoomMoved,
    Started,
    Tapped,
)
from tournee.catalog.model import Channel, VillageSlug
from tournee.catalog.sheets.grid import MOST_BYTES

WANTED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
GROUPS: Final = frozenset({Chat.GROUP, Chat.SUPERGROUP})
SHEETS: Final = (".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods")
"""Names of files that are fetched."""
GONE: Final = frozenset({"left", "kicked"})
LONGEST_NAME: Final = 64
JOINER: Final = "\u200d"
"""Makes one sign of several, in emoji."""
UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Unicode's categories of what has no shape of its own, or turns the direction of writing."""
BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters of no shape, with which people hide their name."""
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?=\s|$)\s*(.*)", re.DOTALL)
NO_BUTTON: Final = Tapped(message=0, button=0)
"""What data that is not of our making means: messages are numbered from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads the updates of one village's bot."""

    village: VillageSlug
    bot_id: int
    username: str

    def read(self, update: Update, at: datetime) -> Inbound | None:
        """Return what an update says; None where it is nothing to us."""
        if update.message is not None:
            return self._message(update.message, at)
        if update.edited_message is not None:
            return self._edited(update.edited_message, at)
        if update.callback_query is not None:
            return self._tap(update.callback_query, at)
        if update.my_chat_member is not None:
            return self._membership(update.my_chat_member, update.update_id, at)
        return None

    def _message(self, message: Message, at: datetime) -> Inbound | None:
        if (moved := _moved(message)) is not None:
            old, new = moved
            name = f"moved:{old}:{message.chat.id}"
            return self._inbound(name, old, RoomMoved(to=new), at, room=Room(chat=old))
        content = self._content(message)
        if content is None:
            return None
        return self._written(message, content, at)

    def _edited(self, message: Message, at: datetime) -> Inbound | None:
        """New wording; a live position or a changed picture is nothing new."""
        content = self._content(message)
        if not isinstance(content, Said) or message.edit_date is None:
            return None
        found = self._written(message, content, at)
        if found is None:
            return None
        name = f"{found.message_id}:{int(message.edit_date.timestamp())}"
        return replace(found, message_id=name, corrects=found.message_id)

    def _written(self, message: Message, content: Content, at: datetime) -> Inbound | None:
        writer = _writer(message)
        if writer is None or message.chat.type not in {Chat.PRIVATE, *GROUPS}:
            return None
        sender, name = writer
        found = self._inbound(_named(message, content), sender, content, at)
        return replace(
            found,
            sender_name=name,
            language=_language(message.from_user),
            room=_room(message),
            reply_to=self._replied_to(message),
            album=_album(message) if isinstance(content, Said) else None,
        )

    def _content(self, message: Message) -> Content | None:
        if (dropped := _dropped(message)) is not None:
            return dropped
        text = message.text or message.caption
        if text is not None:
            return self._said(text)
        if message.contact is not None:
            return _contact(message)
        if message.location is not None:
            return Located(lat=message.location.latitude, lon=message.location.longitude)
        return _unreadable(message)

    def _said(self, text: str) -> Content | None:
        """A command for another bot is nothing to us; ours is written without our name."""
        command = _COMMAND.match(text)
        if command is None:
            return Said(text=text)
        name, to, rest = command[1], command[2], command[3].strip()
        if to is not None and to.lower() != self.username.lower():
            return None
        if name.lower() in {"start", "startgroup"} and rest:
            return Started(code=rest)
        return Said(text=f"/{name} {rest}".rstrip())

    def _replied_to(self, message: Message) -> str | None:
        replied = message.reply_to_message
        if replied is None or replied.from_user is None or replied.from_user.id != self.bot_id:
            return None
        return channel_id(message.chat.id, replied.message_id)

    def _tap(self, query: CallbackQuery, at: datetime) -> Inbound | None:
        if query.message is None:
            return None
        content = meaning(query.data) or NO_BUTTON
        found = self._inbound(f"tap:{query.id}", str(query.from_user.id), content, at)
        room = None
        if query.message.chat.type in GROUPS:
            room = (
                _room(query.message)
                if isinstance(query.message, Message)
                else Room(chat=str(query.message.chat.id))
            )
        name, language = _called(query.from_user), _language(query.from_user)
        return replace(found, sender_name=name, language=language, room=room)

    def _membership(
        self, change: ChatMemberUpdated, update_id: int, at: datetime
    ) -> Inbound | None:
        """Only that the bot was taken out of a group is news: it comes by a link's command."""
        if change.chat.type not in GROUPS or change.new_chat_member.status not in GONE:
            return None
        return self._inbound(
            f"left:{change.chat.id}:{update_id}",
            str(change.from_user.id),
            RoomLeft(),
            at,
            room=Room(chat=str(change.chat.id)),
        )

    def _inbound(
        self, name: str, sender: str, content: Content, at: datetime, room: Room | None = None
    ) -> Inbound:
        return Inbound(
            village=self.village,
            channel=Channel.TELEGRAM,
            message_id=name,
            sender=sender,
            content=content,
            at=at,
            room=room,
        )


def channel_id(chat: int | str, message: int) -> str:
    """How a message is named: its number counts within its chat."""
    return f"{chat}:{message}"


def _named(message: Message, content: Content) -> str:
    """The pictures of an album that have no words are one message: one answer is enough."""
    if isinstance(content, Unreadable) and (album := _album(message)) is not None:
        return album
    return channel_id(message.chat.id, message.message_id)


def _album(message: Message) -> str | None:
    album = message.media_group_id
    return f"album:{message.chat.id}:{album}" if album is not None else None


def _moved(message: Message) -> tuple[str, str] | None:
    """Both the old group and the new one say that the group has another id now."""
    if message.migrate_to_chat_id is not None:
        return str(message.chat.id), str(message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return str(message.migrate_from_chat_id), str(message.chat.id)
    return None


def _writer(message: Message) -> tuple[str, str] | None:
    """Who wrote, and by what name; an admin who hides writes as the group. None for bots."""
    behind = message.sender_chat
    if behind is not None:
        if behind.id != message.chat.id:
            return None
        return str(behind.id), shown_name(message.author_signature or behind.title or "")
    if message.from_user is None or message.from_user.is_bot:
        return None
    return str(message.from_user.id), _called(message.from_user)


def _called(user: User) -> str:
    """By which name somebody goes; one who shows none by their user name."""
    names = (shown_name(name or "") for name in (user.first_name, user.last_name, user.username))
    return next((name for name in names if name), "")


def _language(user: User | None) -> str:
    """What somebody's app speaks, without its country: 'pt' of 'pt-br'."""
    code = user.language_code if user else None
    return code.partition("-")[0].lower() if code else ""


def shown_name(name: str) -> str:
    """A name on one line, without signs that turn or hide what stands beside it."""
    seen = "".join(c for c in name if c not in BLANK and (_has_shape(c) or c.isspace()))
    return " ".join(seen.split())[:LONGEST_NAME].strip(JOINER).strip()


def _has_shape(char: str) -> bool:
    return char == JOINER or unicodedata.category(char) not in UNSEEN


def _room(message: Message) -> Room | None:
    if message.chat.type not in GROUPS:
        return None
    topic = message.message_thread_id if message.is_topic_message else None
    return Room(chat=str(message.chat.id), topic=topic or 0)


def _contact(message: Message) -> Content:
    """Only the sender's own contact says who they are."""
    contact, sender = message.contact, message.from_user
    digits = re.sub(r"\D", "", contact.phone_number) if contact else ""
    if contact is None or sender is None or contact.user_id != sender.id or not digits:
        return Unreadable(what="other")
    return ContactShared(phone=f"+{digits}")


def _dropped(message: Message) -> Dropped | None:
    """A document that may be a sheet, not fetched yet."""
    document = message.document
    name = (document.file_name or "").strip() if document else ""
    if document is None or not name.lower().endswith(SHEETS):
        return None
    too_large = (document.file_size or 0) > MOST_BYTES
    return Dropped(name=name, caption=message.caption or "", too_large=too_large)


def _unreadable(message: Message) -> Unreadable | None:
    """What has no words; None for what Telegram itself writes (a member came, a name changed)."""
    if message.voice or message.audio or message.video_note:
        return Unreadable(what="voice")
    if message.photo or message.video or message.animation or message.document:
        return Unreadable(what="picture")
    if message.paid_media:
        return Unreadable(what="picture")
    if message.sticker:
        return Unreadable(what="sticker")
    if message.poll or message.dice or message.story or message.game or message.checklist:
        return Unreadable(what="other")
    return None
