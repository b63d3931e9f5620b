"""What every role's conversation shares: the facts it may know, and the turns it answers with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from tournee.bot.conversation.books import Books
from tournee.bot.conversation.circle import Consent, Link, Reached, Undelivered
from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.party import Party
from tournee.bot.conversation.planned import PlannedRun
from tournee.catalog.model import Channel, Person, Sku, Village
from tournee.nlu.model import Parse
from tournee.orders.figures import Figures
from tournee.orders.habits import SubstituteWish
from tournee.orders.model import Order, RoundDate
from tournee.orders.standing import StandingOrder


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
    """What a conversation may know when it hears an event; nothing else reaches it."""

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
    and a driver's: the open ones that concern them, and any that the event names. A shop that
    hears of one order, or is reminded of it, is shown that one alone."""
    rounds: tuple[RoundDate, ...] = ()
    """The coming fourteen days, the soonest departure first, with stops taken."""
    people: tuple[Person, ...] = ()
    """Residents of `orders`; everybody, for the operators."""
    links: tuple[Link, ...] = ()
    """Who orders for whom: those of `me`; all of them for the operators."""
    consents: tuple[Consent, ...] = ()
    """On announcements: `me`'s own; everybody's for the operators."""
    announces: bool = False
    """Whether the village makes announcements, so that residents may be asked."""
    reached: tuple[Reached, ...] = ()
    """By which channel residents are written to; only for the operators."""
    undelivered: tuple[Undelivered, ...] = ()
    """What did not arrive in the last day; only for the operators."""
    answered: tuple[str, ...] = ()
    """What the bot said last to the resident whom the event is about, the newest last."""
    customer: "Facts | None" = None
    """What the conversation of the resident may know for whom an operator orders."""
    heard: Parse | None = None
    """How the goods were understood that an operator's command names."""
    figures: Figures | None = None
    """Of the days that an operator asks for."""
    heard_by: tuple[tuple[Channel, int], ...] = ()
    """Messages of those days by channel, the most first."""
    sms: tuple["SmsSpent", ...] = ()
    """What SMS cost lately, the newest day first; only for the operators."""
    books: Books = field(default_factory=Books)
    """What this party may know of money, as far as the event may need it."""
    standing: tuple[StandingOrder, ...] = ()
    """The resident's standing orders."""
    wishes: tuple[SubstituteWish, ...] = ()
    """What the residents of `orders` take in place of something; only for shops."""
    weeks: tuple[Order, ...] = ()
    """A shop's own orders for the days of this week and the last, whatever became of them."""
    planned: tuple[PlannedRun, ...] = ()
    """What drivers have planned, where an operator asks for it on paper."""
    taught: tuple[tuple[str, Sku], ...] = ()
    """Phrases that `me` has settled before (folded), with what they picked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Base of everything the bot says: which sentence with which arguments, never the words.

    `bot.render` chooses words and buttons for the reader's locale and channel.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One reply, and the card that it is shown on."""

    reply: Reply
    card: str | None = None
    """A message that is edited in place by the next one with the same card in the same chat."""


State = TypeVar("State")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Generic[State]):
    """What hearing one event comes to."""

    state: State
    says: tuple[Say, ...] = ()
    commands: tuple[Command, ...] = ()
    """Carried out in order; each outcome (a domain event or `Rejected`) is a next event of the same
    conversation, in the same transaction."""
