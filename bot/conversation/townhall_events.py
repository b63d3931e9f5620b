"""What is heard of the operators' work with people, announcements and the village itself."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tournee.bot.conversation.circle import Announcement
from tournee.catalog.errors import Fault
from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.orders.model import OrderNumber

Values = tuple[tuple[str, str | None], ...]
"""Fields of a person with their values, as the folder writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged:
    """Fields of a person were set."""

    person: PersonSlug
    before: Values
    after: Values
    number: int = 0
    """By which it can be undone; 0 where nothing differs."""
    kind: Literal["person_changed"] = "person_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded:
    """The village knows somebody new."""

    person: PersonSlug
    number: int = 0
    """By which it can be undone."""
    kind: Literal["person_added"] = "person_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleJoined:
    """Two entries were one person: all of `gone` is `kept`'s now."""

    gone: str
    """Their name, since the entry is no more."""
    kept: PersonSlug
    orders: int
    number: int
    """By which it can be undone."""
    kind: Literal["people_joined"] = "people_joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleParted:
    """Two people who had been made one are two again."""

    gone: PersonSlug
    kept: PersonSlug
    number: int
    """Of the merge that was taken back."""
    by: str
    kind: Literal["people_parted"] = "people_parted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased:
    """Somebody is forgotten."""

    kind: Literal["person_erased"] = "person_erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """A value that a field can't hold, by the rules of the village folder."""

    field: str
    value: str
    expected: str = ""
    kind: Literal["unfit"] = "unfit"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """Another resident proposes that one of the two orders for the other."""

    by: PersonSlug
    name: str
    helps: bool
    """Whether the one who is asked shall be the helper."""
    kind: Literal["help_asked"] = "help_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSettled:
    """What became of a proposal, or of a link: told to both."""

    other: PersonSlug
    name: str
    helps: bool
    """Whether the one who hears it is the helper."""
    what: Literal["asked", "agreed", "refused", "ended", "exists", "unreachable", "too_many"]
    mine: bool = False
    """The one who hears it did it."""
    kind: Literal["help_settled"] = "help_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedForYou:
    """Somebody ordered in a resident's stead, or changed or cancelled what was ordered so."""

    number: OrderNumber
    by: str
    what: Literal["placed", "changed", "cancelled"]
    kind: Literal["ordered_for_you"] = "ordered_for_you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """An announcement reaches one of those who agreed to them."""

    number: int
    text: str
    round_of: date | None = None
    """The day of the round whose customers it is for: it needs no consent."""
    kind: Literal["announced"] = "announced"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementMoved:
    """How far an announcement is."""

    announcement: Announcement
    kind: Literal["announcement_moved"] = "announcement_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNoted:
    """A person's word on announcements is written down."""

    person: PersonSlug
    given: bool
    kind: Literal["consent_noted"] = "consent_noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageChanged:
    """Something of the village was added or set."""

    what: Literal["village", "place", "shop", "round", "person"]
    slug: str
    name: str
    kind: Literal["village_changed"] = "village_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageFaulty:
    """What was asked for breaks a rule of the village folder; nothing was changed."""

    faults: tuple[Fault, ...]
    kind: Literal["village_faulty"] = "village_faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopUnlinked:
    """An order waits for a shop that has no group: the operators have to tell it."""

    shop: ShopSlug
    number: OrderNumber | None = None
    shut_out: bool = False
    """It has one, in which the bot may not write."""
    kind: Literal["shop_unlinked"] = "shop_unlinked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """An operator answers from now on: the bot keeps quiet."""

    name: str
    kind: Literal["taken_over"] = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedByMessage:
    """A one-time code that links an account of Telegram's, sent to its owner."""

    person: PersonSlug
    code: str
    by: str
    kind: Literal["invited_by_message"] = "invited_by_message"


TownhallEvent = (
    PersonChanged
    | PersonAdded
    | PeopleJoined
    | PeopleParted
    | PersonErased
    | Unfit
    | HelpAsked
    | HelpSettled
    | OrderedForYou
    | Announced
    | AnnouncementMoved
    | ConsentNoted
    | VillageChanged
    | VillageFaulty
    | ShopUnlinked
    | TakenOver
    | InvitedByMessage
)
