"""What operators are told of rounds that go another time."""

from dataclasses import dataclass
from datetime import date

from tournee.bot.conversation.model import Reply
from tournee.orders.model import OrderNumber, RoundDate


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRearranged(Reply):
    """A round was moved, or added."""

    day: date
    to: date
    round: RoundDate | None
    """As it goes now; None beyond the days that are planned."""
    moved: bool
    residents: int = 0
    """How many were told."""
    shut: tuple[tuple[str, tuple[OrderNumber, ...]], ...] = ()
    """Shops that are not open in time for it, by name, with the orders that went along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenAsked(Reply):
    """When shall it go instead?"""

    round: RoundDate


RoundReply = RoundRearranged | WhenAsked
