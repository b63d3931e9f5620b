"""Meeting, helping, and the people behind the bot."""

from dataclasses import dataclass

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import PersonSlug, Product
from tournee.orders.model import OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced(Reply):
    """First contact: a robot answers, what it keeps, how to stop it."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeted(Reply):
    """An answer to 'bonjour', with what one might write next."""

    examples: tuple[Product, ...] = ()
    name: str = ""
    called: bool = False
    """They asked whether anybody is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanked(Reply):
    """The person said thank you."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged(Reply):
    """A yes or no with nothing pending: harmless."""

    order: OrderNumber | None = None
    """An order that is already on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Reply):
    """What one can write here."""

    examples: tuple[Product, ...]
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn(Reply):
    """A note or a complaint went to a person."""

    person: str
    sorry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Reply):
    """A person of the team takes over."""

    person: str
    sorry: bool = False
    """Somebody is angry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSays(Reply):
    """What somebody of the team wrote, word for word."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackAgain(Reply):
    """The bot answers again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Reply):
    """Nothing more is sent to the resident."""

    person: str
    orders: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted(Reply):
    """START after STOP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTold(Reply):
    """Everything that is held of the person who asks."""

    resident: PersonSlug
    name: str
    addresses: tuple[str, ...]
    """Numbers and accounts."""
    place: str
    orders: tuple[OrderNumber, ...]
    taught: tuple[str, ...]
    """Their words for products."""
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten(Reply):
    """The last message to somebody who is forgotten after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLater(Reply):
    """Nobody is forgotten while an order of theirs is open."""

    orders: tuple[OrderNumber, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOffered(Reply):
    """Once, where the channel knows no number: sharing it makes one basket of two channels."""


PeopleReply = (
    Introduced
    | Greeted
    | Thanked
    | Acknowledged
    | HelpGiven
    | PassedOn
    | HandedOver
    | OperatorSays
    | BackAgain
    | Stopped
    | Restarted
    | DataTold
    | Forgotten
    | ForgetLater
    | ContactOffered
)
