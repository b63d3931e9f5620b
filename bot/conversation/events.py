"""What a conversation hears: a person's words, a button, a time that has come, news of others."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.catalogue_events import CatalogueEvent, PhraseMissed, ShopWrote
from tournee.bot.conversation.driver_events import DriverEvent
from tournee.bot.conversation.habit_events import HabitEvent
from tournee.bot.conversation.townhall_events import TownhallEvent
from tournee.catalog.model import PersonSlug, ShopSlug, Sku
from tournee.nlu.model import Parse
from tournee.orders.events import DomainEvent
from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A person wrote something; `parse` is how it was understood (residents only)."""

    text: str
    parse: Parse | None = None
    about: OrderNumber | None = None
    """The order whose card the message replies to, where the channel tells."""
    card: str | None = None
    """The card that the message replies to (`Say.card`), where the channel tells."""
    correction: bool = False
    """The new wording of a message that was heard before."""
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button, by its action name (`confirm`, `choose:2`, `line:baguette`)."""

    action: str
    order: OrderNumber | None = None
    """The order of the card that the button sits on."""
    card: str | None = None
    """The card that the button sits on (`Say.card`), where the channel tells."""
    kind: Literal["pressed"] = "pressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Something without words: a voice message, a picture, a sticker, an empty message."""

    what: Literal["voice", "picture", "sticker", "empty", "other", "flood", "failed"]
    """`flood` is one message too many in too short a time; `failed` one that we could not take."""
    kind: Literal["unreadable"] = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file that may be a sheet, dropped into a chat."""

    name: str
    data: bytes = b""
    caption: str = ""
    too_large: bool = False
    """It was not even fetched."""
    kind: Literal["dropped"] = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The person shared a position."""

    lat: float
    lon: float
    kind: Literal["located"] = "located"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A command of this turn could not be carried out; nothing was changed by it."""

    code: str
    """The code of the error (`orders.errors`), for instance `round_closed` or `out_of_stock`."""
    sku: Sku | None = None
    number: OrderNumber | None = None
    shop: ShopSlug | None = None
    limit: Decimal | None = None
    """The most, or least, that would have been possible (`OrderError.limit`)."""
    name: str | None = None
    """`OrderError.name`: for instance `no_tab`, `tab_full`, `tab_old` of a payment too small."""
    kind: Literal["rejected"] = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A time that this conversation asked to be told of has come."""

    what: str
    """For instance `shop_reminder` or `shop_escalation`."""
    number: OrderNumber | None = None
    round: str | None = None
    """A `RoundDate.key`."""
    kind: Literal["due"] = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSilent:
    """A shop has not answered an order in time: the operators should phone."""

    number: OrderNumber
    shop: ShopSlug
    kind: Literal["shop_silent"] = "shop_silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpWanted:
    """A resident asks for a person, or has not been understood twice, or has stopped messages."""

    resident: PersonSlug
    why: Literal[
        "asked",
        "not_understood",
        "complaint",
        "angry",
        "stopped",
        "too_late",
        "unreachable",
        "landline",
        "absent",
        "no_order",
        "not_delivered",
        "withdrawal",
    ]
    texts: tuple[str, ...] = ()
    """What they wrote, the last of it; the newest is why."""
    at: datetime | None = None
    """When they wrote the last of it."""
    kind: Literal["help_wanted"] = "help_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut:
    """The channel says that this person takes no more messages: not even a confirmation arrives."""

    kind: Literal["opted_out"] = "opted_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged:
    """A group or a person was invited to a channel, came, or left: for the operators."""

    what: Literal["invited", "bound", "unbound", "apart", "unknown"]
    """`apart`: it has no group that could be let go."""
    subject: str
    """`shop:SLUG`, `operators`, or `person:SLUG`; as it was typed where it is unknown."""
    code: str = ""
    """Of an invitation; used once."""
    figures: str = ""
    """Of a person's invitation: what somebody without Telegram types instead."""
    by: str = ""
    kind: Literal["link_changed"] = "link_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorWrote:
    """What an operator answers in a resident's thread."""

    name: str
    text: str
    kind: Literal["operator_wrote"] = "operator_wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack:
    """The operator gives the conversation back to the bot."""

    kind: Literal["handed_back"] = "handed_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalExpected:
    """When the driver should be at the resident's door: told at departure, and when it is late."""

    number: OrderNumber
    earliest: datetime
    latest: datetime
    late: bool = False
    sooner: bool = False
    """Earlier than they were told before."""
    kind: Literal["arrival_expected"] = "arrival_expected"


Event = (
    Said
    | Pressed
    | Unreadable
    | Dropped
    | Located
    | Rejected
    | Due
    | ShopSilent
    | HelpWanted
    | OptedOut
    | OperatorWrote
    | HandedBack
    | ArrivalExpected
    | LinkChanged
    | TownhallEvent
    | CatalogueEvent
    | ShopWrote
    | PhraseMissed
    | HabitEvent
    | DriverEvent
    | DomainEvent
)
