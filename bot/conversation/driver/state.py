"""What a driver's conversation remembers between two messages. The defaults are no round at all."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tournee.catalog.model import PersonSlug, PlaceSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber

Result = Literal["delivered", "on_tab", "absent", "refused_at_door"]


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
    results: tuple[tuple[OrderNumber, Result], ...] = ()

    @property
    def done(self) -> bool:
        return len(self.results) == len(self.numbers)

    @property
    def left(self) -> tuple[OrderNumber, ...]:
        """Numbers whose bags are still in the van."""
        settled = {number for number, _ in self.results}
        return tuple(n for n in self.numbers if n not in settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What came of one shop's bag at a door."""

    number: OrderNumber
    shop: ShopSlug
    name: str
    amount: Money
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One day's run of a round; `visits` is empty until it departs."""

    round: RoundSlug
    date: date
    collected: tuple[ShopSlug, ...] = ()
    departed: datetime | None = None
    visits: tuple[Visit, ...] = ()
    takings: tuple[Taking, ...] = ()

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
class State:
    runs: tuple[Run, ...] = ()
    """Those that have closed and are not over, the soonest first."""
    at: OrderNumber | None = None
    """An order of the door that the driver was shown last."""

    @property
    def under_way(self) -> Run | None:
        return next((r for r in self.runs if r.departed is not None and not r.over), None)

    @property
    def waiting(self) -> Run | None:
        return next((r for r in self.runs if r.departed is None), None)
