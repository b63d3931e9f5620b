"""Ordering for each other, announcements, and what operators do in a resident's stead."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies.basket import LineShown
from tournee.orders.model import OrderNumber, Price, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpQuestion(Reply):
    """May the one who asks order for the reader, or shall the reader order for them?"""

    name: str
    helps: bool
    """Whether the reader would be the helper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAsked(Reply):
    """By which number can the other one be asked?"""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTold(Reply):
    """What became of a proposal or a link."""

    name: str
    helps: bool
    what: Literal["asked", "agreed", "refused", "ended", "exists", "unreachable", "too_many"]
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleShown(Reply):
    """Who orders for whom, and how to end it."""

    helps: tuple[str, ...]
    helped_by: tuple[str, ...]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForYou(Reply):
    """Somebody ordered for the reader, or changed or cancelled that."""

    number: OrderNumber
    by: str
    what: Literal["placed", "changed", "cancelled"]
    lines: tuple[LineShown, ...]
    total: Price
    round: RoundDate | None
    own: bool
    """The order stands in the reader's own name: they may change and cancel it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementRead(Reply):
    """The operators' words, to somebody who agreed to hear them."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMessage(Reply):
    """An operator's own words to the customers of a round."""

    day: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementsAsked(Reply):
    """Would the reader like announcements? Asked once, for that purpose alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTaken(Reply):
    """The resident's word on announcements is written down."""

    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred(Reply):
    """The operators take no orders from the reader here."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRead(Reply):
    """A link to the reader's own account on Telegram."""

    by: str
    code: str


CircleReply = (
    HelpQuestion
    | NumberAsked
    | HelpTold
    | CircleShown
    | ForYou
    | AnnouncementRead
    | RoundMessage
    | AnnouncementsAsked
    | ConsentTaken
    | Barred
    | InvitationRead
)
