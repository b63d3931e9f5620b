"""What crosses the border to the channels: messages that came in, messages to send."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple

from tournee.bot.conversation.events import (
    Dropped,
    Located,
    OptedOut,
    Pressed,
    Said,
    Unreadable,
)
from tournee.bot.render.voice import Button
from tournee.catalog.model import Channel, VillageSlug
from tournee.orders.model import OrderNumber

if TYPE_CHECKING:
    from tournee.bot.attachments import Attachment, MadeFile


class OutgoingId(NamedTuple):
    """A conversation counts what it sends: unique within the village."""

    party: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A group as its channel knows it."""

    chat: str
    topic: int = 0
    """A forum's topic; 0 where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """A button, by where it sits: what it does is looked up, never taken from the wire."""

    message: int
    """`OutgoingId.number` in the conversation of the chat."""
    button: int
    """Its place among the message's buttons, from 0."""
    kind: Literal["tapped"] = "tapped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leafed:
    """Another page of a keyboard with too many buttons."""

    message: int
    page: int
    kind: Literal["leafed"] = "leafed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Someone came by a link with a one-time code."""

    code: str
    kind: Literal["started"] = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactShared:
    """The sender's own number, as the channel vouches for it."""

    phone: str
    """E.164."""
    kind: Literal["contact"] = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomMoved:
    """The channel gave a group another id."""

    to: str
    kind: Literal["room_moved"] = "room_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLeft:
    """The bot was taken out of a group."""

    kind: Literal["room_left"] = "room_left"


Content = (
    Said
    | Pressed
    | Unreadable
    | Dropped
    | Located
    | Tapped
    | Leafed
    | Started
    | ContactShared
    | RoomMoved
    | RoomLeft
    | OptedOut
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message as a channel adapter hands it over. It knows nothing of orders."""

    village: VillageSlug
    channel: Channel
    message_id: str
    """The channel's own id, unique for the village and channel: a second one is dropped."""
    sender: str
    """E.164 number, or Telegram's numeric user id."""
    chat: str | None = None
    """None for the private chat, `shop:SLUG` for a shop's group, `operators` for theirs."""
    room: Room | None = None
    """The group that it was written in; whose group that is, the village knows."""
    sender_name: str = ""
    language: str = ""
    """What the sender's own app speaks ('fr'), where the channel tells: a guess, no more."""
    content: Content
    at: datetime
    """When it reached us; aware."""
    reply_to: str | None = None
    """The channel's id of the message of ours that it replies to."""
    corrects: str | None = None
    """The channel's id of the message that this one is the new wording of."""
    album: str | None = None
    """Names the pictures that it is sent with: those without words need no answer of their own."""

    @property
    def words(self) -> str | None:
        """A digest of what may be edited later; None where nothing can be."""
        if not self.channel.has_edits or not isinstance(self.content, Said):
            return None
        return blake2b(self.content.text.encode(errors="replace"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a message."""

    handled: bool
    """False where it was dealt with before or is nobody's to send."""
    notice: str = ""
    """A short sentence for whoever tapped a button, or meant us in a group that is not theirs.

    It is no part of any conversation: lost, if the channel can't show it at once.
    """
    taken: "Outgoing | None" = None
    """An answer that is this process's to send, before anybody claims what waits."""
    to_send: bool = False
    """Whether it left other messages to be sent."""
    to_tell: bool = False
    """Whether it left news for others, or for later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message that a conversation wants sent."""

    channel: Channel
    to: str
    """E.164 number, Telegram id, `shop:SLUG` or `operators`."""
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    card: str | None = None
    order: OrderNumber | None = None
    """The order that the message's buttons are about."""
    facts: tuple[tuple[str, str], ...] = ()
    """What it says, by name, where it may have to go as an approved template."""
    kind: str = "reply"
    """What the message is, for budgets and figures: the reply's name."""
    attachment: "Attachment | None" = None
    """A picture or file, made when the message is sent, where the channel takes such."""
    page: int = 0
    """Of the buttons, where the channel can't show all at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A draft that the outbox holds, on its way."""

    id: OutgoingId
    village: VillageSlug
    draft: Draft
    created_at: datetime
    attempts: int = 0
    edits: str | None = None
    """The channel's id of the message of the same card that this one replaces."""
    cause: str | None = None
    """The id of the message that led to it."""
    mark: str = ""
    """Ours, secret and new for each way that the message is sent: reports on it name it."""
    in_window: bool = True
    """Whether the person wrote so lately that the channel lets us write freely."""
    known: frozenset[str] = frozenset()
    """At a second try: the channel's ids of this chat's other messages."""
    followed: bool = False
    """Whether more waits behind it in its chat."""
    file: "MadeFile | None" = None
    """The draft's attachment, made for sending."""


class Fate(StrEnum):
    """What becomes of a message that a channel could not deliver."""

    AGAIN = "again"
    """Later, by the same channel."""
    GIVEN_UP = "given_up"
    """Never; operators are told."""
    UNREACHABLE = "unreachable"
    """Never, nor anything else to this address until its owner writes; operators are told."""
    STOPPED = "stopped"
    """The person wants no messages: as if they had written STOP."""
    ELSEWHERE = "elsewhere"
    """Outside the channel's window: by template, else by another channel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a channel says later of a message that it took."""

    village: VillageSlug
    mark: str
    channel_id: str
    status: Literal["queued", "sent", "delivered", "undelivered", "failed"]
    code: str | None = None
    fate: Fate | None = None
    at: datetime
