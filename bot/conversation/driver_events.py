"""What drivers hear of routes and of each other, and what operators hear of drivers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tournee.catalog.model import PersonSlug, RoundSlug
from tournee.orders.model import OrderNumber
from tournee.orders.planning.model import Plan, Problem

Why = Literal["closed", "departed", "again", "shared"]
"""What a route was planned for: the cut-off, the departure, a driver who asked, two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWanted:
    """News to oneself: planned outside any transaction, then `RoutePlanned` is heard."""

    why: Why
    round: RoundSlug
    date: date
    at: datetime
    """From when the problem's seconds count."""
    problem: Problem
    kind: Literal["plan_wanted"] = "plan_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePlanned:
    """A route that `PlanWanted` asked for is ready."""

    why: Why
    round: RoundSlug
    date: date
    at: datetime
    plan: Plan
    """Its keys are `shop:SLUG` and doors' first order numbers, its vehicles drivers."""
    kind: Literal["route_planned"] = "route_planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a resident was told of when the driver comes."""

    number: OrderNumber
    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsOffered:
    """Another driver can't finish: who will take over?"""

    round: RoundSlug
    date: date
    by: PersonSlug
    name: str
    stops: int
    kind: Literal["stops_offered"] = "stops_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsAsked:
    """A driver would take the stops that this one offered."""

    round: RoundSlug
    date: date
    by: PersonSlug
    name: str
    kind: Literal["stops_asked"] = "stops_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsGiven:
    """These doors are this driver's now; none: somebody else was faster."""

    round: RoundSlug
    date: date
    by: PersonSlug
    name: str
    """Of the driver who gave them."""
    numbers: tuple[OrderNumber, ...]
    """All orders of those doors, in the order in which to drive."""
    under_way: bool
    phone: str = ""
    """Of the driver who gave them: the bags are in their vehicle."""
    promises: tuple[Promise, ...] = ()
    kind: Literal["stops_given"] = "stops_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTaken:
    """Another driver has left with a round that was offered to all of them."""

    round: RoundSlug
    date: date
    name: str
    kind: Literal["run_taken"] = "run_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverAlert:
    """What operators have to know of a driver at once."""

    what: Literal["worried", "stopped", "taken", "missing", "waits", "two_trips"]
    """About a resident; can't finish; another took over; a bag was not at its shop; a shop
    is not ready or shut; the van holds less than was ordered."""
    name: str
    """The driver's."""
    phone: str = ""
    resident: PersonSlug | None = None
    about: str = ""
    """Whom or what it is about, in a word or two: a door, a shop, the driver who took over."""
    text: str = ""
    """What the driver wrote."""
    numbers: tuple[OrderNumber, ...] = ()
    """Orders that are still on the van, or that the bag belongs to."""
    doors: tuple[str, ...] = ()
    """Who still waits, with address and phone."""
    day: date | None = None
    """Of the round that makes two trips."""
    ends: datetime | None = None
    """When it should be over then."""
    kind: Literal["driver_alert"] = "driver_alert"


DriverEvent = (
    PlanWanted | RoutePlanned | StopsOffered | StopsAsked | StopsGiven | RunTaken | DriverAlert
)
