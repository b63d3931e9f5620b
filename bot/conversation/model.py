"""What every role's conversation shares: parties, events, facts, commands and turns."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from tournee.catalog.model import Person, PersonSlug, PlaceSlug, RoundSlug, ShopSlug, Sku, Village
from tournee.nlu.model import Parse
from tournee.orders.events import DomainEvent
from tournee.orders.model import Beneficiary, Item, Order, OrderNumber, RoundDate


class Channel(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"

    @property
    def has_buttons(self) -> bool:
        return self is not Channel.SMS

    @property
    def has_edits(self) -> bool:
        """Whether people can reword what they have sent, and the bot too."""
        return self is Channel.TELEGRAM


class PartyKind(StrEnum):
    RESIDENT = "resident"
    SHOP = "shop"
    OPERATORS = "operators"
    DRIVER = "driver"
    VILLAGE = "village"
    """Hears what concerns everybody, a round's cut-off say, and passes it on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """With whom a conversation is: a resident or driver by person, a shop by its group."""

    kind: PartyKind
    slug: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slug}" if self.slug else str(self.kind)


OPERATORS = Party(kind=PartyKind.OPERATORS)
VILLAGE = Party(kind=PartyKind.VILLAGE)


# --- events: what a conversation hears -----------------------------------------------------------


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
        "asked", "not_understood", "complaint", "stopped", "too_late", "unreachable", "landline"
    ]
    texts: tuple[str, ...] = ()
    kind: Literal["help_wanted"] = "help_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut:
    """The channel says that this person takes no more messages: not even a confirmation arrives."""

    kind: Literal["opted_out"] = "opted_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChanged:
    """A group or a person was invited to a channel, came, or left: for the operators."""

    what: Literal["invited", "bound", "unbound", "unknown"]
    subject: str
    """`shop:SLUG`, `operators`, or `person:SLUG`; as it was typed where it is unknown."""
    code: str = ""
    """Of an invitation; used once."""
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
    kind: Literal["arrival_expected"] = "arrival_expected"


Event = (
    Said
    | Pressed
    | Unreadable
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
    | DomainEvent
)


# --- facts: what a conversation may know ---------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSpent:
    """The SMS of one kind on one day of the village's."""

    day: date
    kind: str
    """The reply's name."""
    messages: int
    segments: int
    """What is paid, once each time that a message was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    """Aware, UTC."""
    village: Village
    channel: Channel
    party: Party | None = None
    """With whom this conversation is."""
    me: Person | None = None
    """Who speaks; None for the operators' or a shop's conversation that hears news."""
    orders: tuple[Order, ...] = ()
    """Newest first. A resident's: all open ones and the last ten others; a shop's, the operators'
    and a driver's: the open ones that concern them, and any that the event names."""
    rounds: tuple[RoundDate, ...] = ()
    """The coming fourteen days, the soonest departure first, with stops taken."""
    people: tuple[Person, ...] = ()
    """Residents of `orders`."""
    sms: tuple["SmsSpent", ...] = ()
    """What SMS cost lately, the newest day first; only for the operators."""
    taught: tuple[tuple[str, Sku], ...] = ()
    """Phrases that `me` has settled before (folded), with what they picked."""


# --- commands: what a conversation wants done, each through a service -----------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    items: tuple[Item, ...]
    round: RoundSlug | None
    date: str | None
    """ISO date of the round's day."""
    place: PlaceSlug | None = None
    beneficiary: Beneficiary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrder:
    """The whole new content of an order that can still be changed, over all its shops."""

    number: OrderNumber
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrder:
    number: OrderNumber
    round: RoundSlug
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSubstitute:
    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWeight:
    """The resident takes a line that came out above its ceiling, or does not."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOrder:
    number: OrderNumber
    shop: ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOrder:
    number: OrderNumber
    shop: ShopSlug
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMissing:
    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    substitute: Sku | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighLine:
    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    weight: Decimal
    """In the product's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOffSale:
    shop: ShopSlug
    sku: Sku
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnSale:
    shop: ShopSlug
    sku: Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartRound:
    round: RoundSlug
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverOrder:
    """All shops' bags of one number, at one door."""

    number: OrderNumber
    paid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotDelivered:
    number: OrderNumber
    reason: Literal["absent", "refused_at_door"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRound:
    round: RoundSlug
    date: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePerson:
    """What a resident told of themselves; None leaves a field as it is."""

    name: str | None = None
    place: PlaceSlug | None = None
    address: str | None = None
    locale: str | None = None
    stopped: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Make a one-time code for a shop's or the operators' group, or for a person."""

    subject: str
    """`shop:SLUG`, `operators` or `person:SLUG`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbind:
    """A group is no longer a shop's, or the operators'."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach:
    """The person settled what a phrase means."""

    phrase: str
    """Folded."""
    sku: Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """News for another party, told in a transaction of its own right after this one."""

    to: Party
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """The resident who speaks wants to be forgotten; done once the answer has been sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Tell this conversation of `event` at `at`; a second one under the same key replaces it."""

    key: str
    at: datetime
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Unschedule:
    key: str


Command = (
    PlaceOrder
    | AmendOrder
    | MoveOrder
    | CancelOrder
    | AnswerSubstitute
    | AnswerWeight
    | AcceptOrder
    | RefuseOrder
    | ReportMissing
    | WeighLine
    | TakeOffSale
    | PutOnSale
    | DepartRound
    | DeliverOrder
    | ReportNotDelivered
    | CancelRound
    | UpdatePerson
    | Invite
    | Unbind
    | Teach
    | Post
    | Forget
    | Schedule
    | Unschedule
)


# --- turns: what a conversation answers ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Base of everything the bot says: which sentence with which arguments, never the words.

    `bot.render` chooses words and buttons for the reader's locale and channel.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    reply: Reply
    card: str | None = None
    """A message that is edited in place by the next one with the same card in the same chat."""


State = TypeVar("State")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Generic[State]):
    state: State
    says: tuple[Say, ...] = ()
    commands: tuple[Command, ...] = ()
    """Carried out in order; each outcome (a domain event or `Rejected`) is a next event of the same
    conversation, in the same transaction."""
