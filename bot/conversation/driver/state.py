"""What a driver's conversation remembers between two messages. The defaults are no round at all."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tournee.catalog.model import PersonSlug, PlaceSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber

Deed = Literal["delivered", "on_tab", "absent", "refused_at_door"]
"""What a driver reports of a door."""
Result = Literal["delivered", "on_tab", "part_paid", "partly", "absent", "refused_at_door", "left"]
"""What came of it: `part_paid` has the rest on the tab, `partly` some bags come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bag:
    number: OrderNumber
    shop: ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What came of one shop's bag at a door."""

    number: OrderNumber
    shop: ShopSlug
    result: Deed | Literal["left"]
    cash: Money | None = None
    cheque: Money | None = None
    on_tab: Money | None = None
    """Negative where more was paid than was due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """When a resident was told that the driver comes."""

    at: datetime
    """The expected moment, of which the window was made."""
    earliest: datetime
    latest: datetime
    corrected: bool = False
    """Told a second time: there is no third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One door of a round, in the order in which the driver comes to it."""

    numbers: tuple[OrderNumber, ...]
    name: str
    resident: PersonSlug
    place: PlaceSlug | None = None
    address: str = ""
    phone: str = ""
    """Of who is at the door, else of who ordered."""
    note: str = ""
    """For whoever stands at the door."""
    lat: float | None = None
    """Of the door itself, where that is known."""
    lon: float | None = None
    hours: str = ""
    """When somebody is there, as `Person.hours`; empty is any time."""
    bags: tuple[Bag, ...] = ()
    """On the van; empty before departure."""
    settled: tuple[Taking, ...] = ()
    promised: Promised | None = None
    given_to: str = ""
    """The driver who took this door over, by name."""

    @property
    def key(self) -> str:
        return str(self.numbers[0])

    @property
    def done(self) -> bool:
        return bool(self.given_to) or bool(self.bags and not self.left)

    @property
    def left(self) -> tuple[Bag, ...]:
        """Bags still on the van."""
        settled = {(t.number, t.shop) for t in self.settled}
        return tuple(bag for bag in self.bags if (bag.number, bag.shop) not in settled)

    @property
    def result(self) -> Result | None:
        """None while something is left, or where another driver has it."""
        if self.left or not self.settled:
            return None
        came = {t.result in {"delivered", "on_tab", "left"} for t in self.settled}
        if came == {True, False}:
            return "partly"
        if came == {False}:
            return self.settled[-1].result
        if any(t.result == "left" for t in self.settled):
            return "left"
        on_tab = any(t.on_tab and t.on_tab.minor > 0 for t in self.settled)
        paid = any(t.cash or t.cheque for t in self.settled)
        return "delivered" if not on_tab else "part_paid" if paid else "on_tab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """How long the way to a door is from the one before it, as it was planned."""

    before: str
    """A door's key; empty for the round's start, or the last shop."""
    to: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One day's run of a round; `visits` is empty until it departs."""

    round: RoundSlug
    date: date
    collected: tuple[ShopSlug, ...] = ()
    shops: tuple[ShopSlug, ...] = ()
    """In the order in which to collect."""
    order: tuple[OrderNumber, ...] = ()
    """One number of each door, as planned before departure."""
    legs: tuple[Leg, ...] = ()
    chains: tuple[tuple[OrderNumber, ...], ...] = ()
    """Doors that the driver wants one right after the other."""
    first: tuple[OrderNumber, ...] = ()
    last: tuple[OrderNumber, ...] = ()
    unmet: tuple[OrderNumber, ...] = ()
    """One number of each door whose people will not be there, as planned."""
    later: tuple[OrderNumber, ...] = ()
    """One number of each door for which the driver comes back to load."""
    metres: int = 0
    leaves: datetime | None = None
    """When the doors would begin, and end, as planned."""
    ends: datetime | None = None
    share: tuple[OrderNumber, ...] | None = None
    """The orders that are this driver's; None: all of the round."""
    others: tuple[str, ...] = ()
    """Names of the drivers who share it."""
    departed: datetime | None = None
    visits: tuple[Visit, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.round}:{self.date.isoformat()}"

    @property
    def over(self) -> bool:
        return self.departed is not None and all(v.done for v in self.visits)

    @property
    def next_stop(self) -> int | None:
        """The place in `visits` of the first door that is not done."""
        return next((i for i, v in enumerate(self.visits) if not v.done), None)

    def stop_of(self, number: OrderNumber) -> int | None:
        return next((i for i, v in enumerate(self.visits) if number in v.numbers), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskWhich:
    """Which door is meant: what was written is done once that is known."""

    text: str
    options: tuple[OrderNumber, ...]
    kind: Literal["which"] = "which"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNeighbour:
    """Who keeps the bags of a closed door?"""

    number: OrderNumber
    kind: Literal["neighbour"] = "neighbour"


Ask = AskWhich | AskNeighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    runs: tuple[Run, ...] = ()
    """Those that have closed and are not over, the soonest first."""
    at: OrderNumber | None = None
    """An order of the door that the driver was shown last."""
    shown: datetime | None = None
    """Since when."""
    typed: datetime | None = None
    """When a door was last reported in words that did not say which."""
    closed: OrderNumber | None = None
    """An order of the door that was found closed last, until another door is reported."""
    asks: tuple[Ask, ...] = ()
    """Questions to the driver, the one that was asked first."""
    here: tuple[float, float] | None = None
    """The position that the driver shared after the last door, in degrees."""

    @property
    def under_way(self) -> Run | None:
        return next((r for r in self.runs if r.departed is not None and not r.over), None)

    @property
    def waiting(self) -> Run | None:
        return next((r for r in self.runs if r.departed is None), None)

    def of(self, slug: RoundSlug, day: date) -> Run | None:
        return next((r for r in self.runs if (r.round, r.date) == (slug, day)), None)
