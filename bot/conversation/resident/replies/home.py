"""Where somebody's door is, and when they open it."""

from dataclasses import dataclass
from datetime import date

from tournee.bot.conversation.model import Reply
from tournee.catalog.hours import Span
from tournee.catalog.model import Place
from tournee.orders.model import RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorNoted(Reply):
    """The position that was shared is the person's door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorTooFar(Reply):
    """The position that was shared can't be their door: nothing was noted."""

    km: int
    place: Place | None = None
    """Where they live; None: it is far from the whole village."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHomeNoted(Reply):
    """When somebody is at home is kept, for the driver."""

    spans: tuple[Span, ...] = ()
    """Of a day; empty is any time."""
    day: date | None = None
    """The only day that it holds for."""
    missed: RoundDate | None = None
    """The next round that comes at another time."""


HomeReply = DoorNoted | DoorTooFar | AtHomeNoted
