"""Standing orders, waiting for a stop, substitutes, reminders, collecting, being watched."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies.basket import LineShown
from tournee.catalog.model import Place, Product, Shop
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber, Price, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingShown:
    """Standing orders of the same goods as they are now: one for each weekday."""

    lines: tuple[LineShown, ...]
    days: tuple[date, ...]
    """A day of each: it names the weekday."""
    weeks: int
    next: date | None
    """The next day it is to be ordered for; None while it is paused without an end."""
    collect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAsked(Reply):
    """The recap whose yes orders from now on."""

    shown: StandingShown
    total: Price
    ceiling: Money
    """Above it each order is asked about."""
    round: RoundDate | None
    """The first that it comes with, where all come at the same hours."""
    place: Place | None
    shops: tuple[Shop, ...] = ()
    """Where it is collected, if no round brings it."""
    without: tuple[date, ...] = ()
    """Days of weekdays that were named and that no round comes on."""
    beneficiary: str = ""
    replaces: bool = False
    """There is one for that day already, which this one takes the place of."""
    settled: bool = False
    """Past: it no longer asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNoted(Reply):
    """A regular order is kept from now on."""

    shown: StandingShown


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingTold(Reply):
    """All standing orders; none if there are none."""

    orders: tuple[StandingShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingPlaced(Reply):
    """The reminder: ordered for the next round, and still easily changed."""

    number: OrderNumber
    lines: tuple[LineShown, ...]
    total: Price
    round: RoundDate | None
    cutoff: datetime | None
    day: date | None = None
    """When it is collected, where no round brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingUnsure(Reply):
    """It was not ordered by itself: the recap that follows asks."""

    day: date
    why: Literal["dearer", "round", "goods"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingMissed(Reply):
    """It could not be ordered, and there is nothing to ask."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChanged(Reply):
    """Skipped, paused, resumed or ended."""

    what: Literal["skipped", "paused", "resumed", "ended"]
    days: tuple[date, ...]
    """The days that are skipped, or one of each standing order."""
    next: date | None = None
    cancelled: OrderNumber | None = None
    """What was ordered for that day already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAtATime(Reply):
    """Two weekdays with goods of their own were named; one regular order is noted at a time."""

    also: date
    """A day of the weekday that is left for another regular order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichStanding(Reply):
    """Several, and the message does not say which."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShifted(Reply):
    """The round goes another time, and the order with it."""

    number: OrderNumber
    day: date
    round: RoundDate
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitAsked(Reply):
    """The round is full: shall we write when it has a stop again?"""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitNoted(Reply):
    """The resident is in line for a stop of that day's round."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOffered(Reply):
    """A stop that was waited for is free: does the order go there?"""

    number: OrderNumber
    round: RoundDate
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitShifted(Reply):
    """The full round that somebody waits for goes another time, or not at all."""

    number: OrderNumber
    """Their order on another round; it stays there."""
    day: date
    """On which it would have gone."""
    to: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOnRound(Reply):
    """No other round was wanted for an order: it stays, and can be cancelled."""

    number: OrderNumber
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class StopGone(Reply):
    """The stop that was offered is taken; the order stays where it is."""

    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersSet(Reply):
    """Whether a message comes the evening before each round."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteNoted(Reply):
    """What the resident takes when something is missing is kept from now on."""

    product: Product | None
    """None: whatever is missing."""
    substitute: Product | None
    """None: nothing in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteUnclear(Reply):
    """What to put in whose place was not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutesForgotten(Reply):
    """The resident is asked each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchAsked(Reply):
    """Is the resident sure to be watched over, and by whom?"""

    who: str
    relative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSet(Reply):
    """Whether somebody is told if something seems unusual."""

    on: bool
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookIn(Reply):
    """To a relative: somebody should look in on the one whom they care for."""

    name: str
    phone: str
    why: Literal["absent", "no_order"]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectAsked(Reply):
    """The recap of goods that are collected at their shops."""

    lines: tuple[LineShown, ...]
    total: Price
    at: tuple[tuple[Shop, datetime | None], ...]
    """Each shop, with the opening from which its goods should be ready."""
    beneficiary: str = ""
    alcohol: bool = False
    settled: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyToCollect(Reply):
    """All of an order that is fetched is packed."""

    number: OrderNumber
    where: str
    """A shop, or the point where the round has left it."""
    total: Price
    hours: tuple[tuple[datetime, datetime], ...] = ()
    """When it is open, on the day of the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightAgreed(Reply):
    """Taken at the weight that was asked about, while others are still to come."""

    number: OrderNumber
    product: Product
    weight: Decimal
    total: Money


HabitReply = (
    StandingAsked
    | StandingNoted
    | StandingTold
    | StandingPlaced
    | StandingUnsure
    | StandingMissed
    | StandingChanged
    | WhichStanding
    | OneAtATime
    | RoundShifted
    | WaitAsked
    | WaitNoted
    | StopOffered
    | StopGone
    | WaitShifted
    | KeptOnRound
    | RemindersSet
    | SubstituteNoted
    | SubstituteUnclear
    | SubstitutesForgotten
    | WatchAsked
    | WatchSet
    | LookIn
    | CollectAsked
    | ReadyToCollect
    | WeightAgreed
)
