"""What crosses the border to the channels: messages that came in, messages to send."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tournee.bot.conversation.model import Channel, Located, Pressed, Said, Unreadable
from tournee.bot.render.voice import Button
from tournee.catalog.model import VillageSlug
from tournee.orders.model import OrderNumber


class OutgoingId(NamedTuple):
    """A conversation counts what it sends: unique within the village."""

    party: str
    number: int


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
    sender_name: str = ""
    content: Said | Pressed | Unreadable | Located
    at: datetime
    """When it reached us; aware."""


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
    kind: str = "reply"
    """What the message is, for budgets and figures: the reply's name."""


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
