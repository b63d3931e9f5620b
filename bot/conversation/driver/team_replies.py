"""What a driver is told of others: the operators, who takes over, who shares a round."""

from dataclasses import dataclass
from datetime import date

from tournee.bot.conversation.model import Reply
from tournee.catalog.model import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpCalled(Reply):
    """The operators know of what the driver worries about."""

    operator: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopsLate(Reply):
    """The operators know that a shop is not ready; how to call it."""

    operator: str
    shops: tuple[Shop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BagMissed(Reply):
    """The operators know of a bag that was not there."""

    operator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped(Reply):
    """The driver can't finish: the operators know, other drivers are asked."""

    operator: str
    stops: int
    asked: tuple[str, ...]
    """Other drivers, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverOffered(Reply):
    """Another driver can't finish."""

    name: str
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver(Reply):
    """Another driver has the doors that were left."""

    name: str
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsReceived(Reply):
    """Doors of another driver's are this one's now; none: somebody was faster."""

    name: str
    stops: int
    phone: str = ""
    """Of the other driver, where the bags are in their vehicle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundShared(Reply):
    """Another driver has parted a round that nobody has left with yet."""

    name: str
    date: date
    stops: int
    """This one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTaken(Reply):
    """Another driver has left with the round."""

    name: str
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyToShare(Reply):
    """The village knows one driver."""


TeamReply = (
    HelpCalled
    | BagMissed
    | ShopsLate
    | Stopped
    | TakeOverOffered
    | TakenOver
    | StopsReceived
    | RoundShared
    | RoundTaken
    | NobodyToShare
)
