"""Everything the bot says to a driver, as a closed union of values."""

from dataclasses import dataclass
from datetime import date, datetime

from tournee.bot.conversation.driver.state import Result
from tournee.bot.conversation.driver.team_replies import TeamReply
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.sketch import Sketch
from tournee.catalog.hours import Span
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import Day, OrderNumber, Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """What to collect at one shop."""

    shop: Shop
    bags: int
    ready: int = 0
    """Of these, how many the shop has packed."""
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
    metres: int = 0
    """0 where it is not planned yet."""
    ends: datetime | None = None
    """When it should be over."""
    departed: bool = False
    shared_with: tuple[str, ...] = ()
    """Names of other drivers."""
    can_share: bool = False
    off_map: tuple[str, ...] = ()
    """Doors whose place is not on the map, by name."""
    unmet: tuple[tuple[str, tuple[Span, ...]], ...] = ()
    """Who will not be at home when the round comes, and when they are."""
    later: tuple[str, ...] = ()
    """For whom the driver comes back to load, by name."""


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
    changed: bool = False
    """The driver has just put them in another order."""
    late: tuple[str, ...] = ()
    """Who was told an earlier time than that order allows, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What a door has paid."""

    cash: Money
    cheque: Money
    on_tab: Money
    """Negative where more was paid than was due."""
    back: tuple[str, ...] = ()
    """Shops whose bags come back, by name."""


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
    bags: int
    shops: tuple[Shop, ...]
    """Of the bags."""
    due: Price
    age_check: bool
    chilled: bool
    frozen: bool = False
    note: str = ""
    """For whoever stands at the door."""
    home: tuple[Span, ...] = ()
    """When somebody is there on that day; empty is any time."""
    never_home: bool = False
    """They have said that nobody is, on such a day."""
    result: Result | None = None
    paid: Paid | None = None
    pickup_points: tuple[str, ...] = ()
    """Where bags may wait for somebody who was not at home."""


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
    cheques: Money
    """Worth of the cheques that go with it."""
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
    result: Result | None
    """None: another driver has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownStop(Reply):
    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Reply):
    """A service refused a command; nothing was changed."""

    code: str
    number: OrderNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichStop(Reply):
    """It is not certain which door is meant: nothing was changed yet."""

    doors: tuple[tuple[int, str], ...]
    """Each with its place on the round, counted from 1, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUnknown(Reply):
    """Nobody of that name is on the round: nothing was changed."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchBag(Reply):
    """No door that is left has a bag of the shop that was named: nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreShown(Reply):
    """What else may happen at a door."""

    name: str
    number: OrderNumber
    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourAsked(Reply):
    name: str
    """Of the door that nobody opened."""
    paid: bool = False
    """A sum was told in place of the neighbour's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefused(Reply):
    """A payment that can't be booked: nothing was changed."""

    code: str
    shop: Shop | None
    limit: Money | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShifted(Reply):
    """The round goes on another day."""

    date: Day
    to: Day
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderKept(Reply):
    """The doors stay in the order in which they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HereNoted(Reply):
    """The driver's position counts for the next door's time."""

    name: str
    expected: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDrawn(Reply):
    """A picture of the way, for channels that show pictures."""

    date: date
    sketch: Sketch


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
    | WhichStop
    | NameUnknown
    | NoSuchBag
    | MoreShown
    | NeighbourAsked
    | PaymentRefused
    | RoundShifted
    | TeamReply
    | OrderKept
    | HereNoted
    | RouteDrawn
    | HelpGiven
)
