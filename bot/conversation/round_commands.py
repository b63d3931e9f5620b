"""What concerns rounds and habits: rounds that move, stops waited for, standing orders, wishes."""

from dataclasses import dataclass
from datetime import date

from tournee.catalog.model import RoundSlug, ShopSlug, Sku
from tournee.orders.calendar import When
from tournee.orders.model import OrderNumber
from tournee.orders.standing import StandingOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRound:
    """Let one day's run go at another time."""

    round: RoundSlug
    date: date
    to: When
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRound:
    """Let a round run on a day on which it would not."""

    round: RoundSlug
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitForStop:
    """The resident would rather have an order on that day's round, which is full."""

    number: OrderNumber
    round: RoundSlug
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveQueue:
    """No longer wait for a stop of that run."""

    round: RoundSlug
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveStanding:
    """Set a standing order up (its number is 0), or change it."""

    order: StandingOrder
    quietly: bool = False
    """The bot keeps its own books: the resident hears nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStanding:
    """Let a regular order come no more."""

    order: StandingOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSubstitute:
    """What the resident takes where a product is missing; None for `sku` is any of them."""

    sku: Sku | None
    substitute: Sku | None
    said: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSubstitutes:
    """The resident is asked each time again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """A shop hands a collected order over its counter, paid."""

    number: OrderNumber
    shop: ShopSlug


RoundCommand = (
    MoveRound
    | HandOut
    | AddRound
    | WaitForStop
    | LeaveQueue
    | SaveStanding
    | EndStanding
    | NoteSubstitute
    | ForgetSubstitutes
)
"""Each is carried out by a service of `orders.services`."""
