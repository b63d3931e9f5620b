"""Everything the bot says to a driver, as a closed union of values."""

from dataclasses import dataclass
from datetime import date, datetime

from tournee.bot.conversation.driver.state import Result
from tournee.bot.conversation.model import Reply
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber, Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """What to collect at one shop."""

    shop: Shop
    bags: int
    collected: bool = False
    unanswered: tuple[OrderNumber, ...] = ()
    """Orders that the shop has not answered: their bags may not be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShown(Reply):
    """The card of a round: how much there is to do, what to collect first."""

    name: str
    date: date
    departs: datetime | None
    stops: int
    pickups: tuple[Pickup, ...]
    departed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    place: int
    """Counts from 1."""
    name: str
    address: str
    numbers: tuple[OrderNumber, ...]
    due: Price
    bags: int
    done: bool = False
    expected: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsListed(Reply):
    date: date
    stops: tuple[StopLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopShown(Reply):
    """The door that comes next, or one that was dealt with."""

    place: int
    of: int
    name: str
    address: str
    phone: str
    """To call from the road; empty where it is not known."""
    numbers: tuple[OrderNumber, ...]
    shops: tuple[Shop, ...]
    """A bag of each."""
    due: Price
    age_check: bool
    chilled: bool
    result: Result | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown(Reply):
    """Where a door is."""

    name: str
    address: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateTold(Reply):
    """The remaining stops have been told."""

    stops: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopMoney:
    shop: Shop
    cash: Money
    """To put into its envelope."""
    bags: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    name: str
    shop: Shop
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A bag that goes back to its shop."""

    number: OrderNumber
    name: str
    shop: Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOver(Reply):
    date: date
    cash: tuple[ShopMoney, ...]
    owed: tuple[Owed, ...]
    returned: tuple[Returned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundGone(Reply):
    date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRound(Reply):
    """Nothing to drive at the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDeparted(Reply):
    """A door was reported before the round has left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyGone(Reply):
    """The round has left before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyDone(Reply):
    """A second tap on a door: nothing was changed."""

    name: str
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownStop(Reply):
    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Reply):
    """A service refused a command; nothing was changed."""

    code: str
    number: OrderNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGiven(Reply):
    """What a driver can write."""

    number: OrderNumber


DriverReply = (
    RoundShown
    | StopsListed
    | StopShown
    | WayShown
    | LateTold
    | RoundOver
    | RoundGone
    | NoRound
    | NotDeparted
    | AlreadyGone
    | AlreadyDone
    | UnknownStop
    | Refused
    | HelpGiven
)
