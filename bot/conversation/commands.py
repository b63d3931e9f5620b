"""What a conversation wants done: each is carried out by a service, in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from tournee.bot.conversation.catalogue_commands import CatalogueCommand
from tournee.bot.conversation.driver_commands import DriverCommand
from tournee.bot.conversation.events import Event
from tournee.bot.conversation.money_commands import MoneyCommand
from tournee.bot.conversation.party import Party
from tournee.bot.conversation.round_commands import RoundCommand
from tournee.bot.conversation.townhall_commands import TownhallCommand
from tournee.catalog.model import PersonSlug, PlaceSlug, RoundSlug, ShopSlug, Sku
from tournee.orders.model import Beneficiary, Item, OrderNumber
from tournee.orders.payment import IN_CASH, Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """Make orders of a confirmed basket, one a shop, under one number."""

    items: tuple[Item, ...]
    round: RoundSlug | None
    date: str | None
    """ISO date of the round's day, or of the day it is collected."""
    place: PlaceSlug | None = None
    beneficiary: Beneficiary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendOrder:
    """The whole new content of an order that can still be changed, over all its shops."""

    number: OrderNumber
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOrder:
    """Let another round bring all of an order."""

    number: OrderNumber
    round: RoundSlug
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelOrder:
    """Call all of an order off, in the resident's name."""

    number: OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSubstitute:
    """Take what a shop offers in place of a line, or go without."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineRest:
    """The resident does not want the part of a line that its shop has."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWeight:
    """The resident takes a line that came out above its ceiling, or does not."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOrder:
    """Promise, as a shop, all of its part of an order."""

    number: OrderNumber
    shop: ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOrder:
    """Decline, as a shop, all of its part of an order."""

    number: OrderNumber
    shop: ShopSlug
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMissing:
    """Say that a line can't be had, and what the shop offers instead."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    substitute: Sku | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLeft:
    """Say how much of a line there is, where that is not all of it, or is after all."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    left: Decimal
    """In the product's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighLine:
    """Write down what a line really weighs."""

    number: OrderNumber
    shop: ShopSlug
    sku: Sku
    weight: Decimal
    """In the product's unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartRound:
    """Set out: what is packed is on its way from now on."""

    round: RoundSlug
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverOrder:
    """All shops' bags of these numbers, handed over at one door, and what was paid for them."""

    numbers: tuple[OrderNumber, ...]
    payments: tuple[Payment, ...] = IN_CASH
    """In cash exactly what is due, where nothing is said; see `orders.payment`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotDelivered:
    """Bring bags back from a door that did not take them."""

    number: OrderNumber
    reason: Literal["absent", "refused_at_door"]
    shops: tuple[ShopSlug, ...] = ()
    """Whose bags come back; none named: all that are still out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRound:
    """Call one day's run off; its orders are told."""

    round: RoundSlug
    date: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePerson:
    """What a resident told of themselves; None leaves a field as it is."""

    name: str | None = None
    place: PlaceSlug | None = None
    address: str | None = None
    locale: str | None = None
    stopped: bool | None = None
    lat: float | None = None
    lon: float | None = None
    """Of their door, together with `lat`."""
    hours: str | None = None
    """When somebody is at home; empty is any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """Make a one-time code for a shop's or the operators' group, or for a person."""

    subject: str
    """`shop:SLUG`, `operators` or `person:SLUG`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbind:
    """A group is no longer a shop's, or the operators'."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teach:
    """The person settled what a phrase means."""

    phrase: str
    """Folded."""
    sku: Sku


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """News for another party, told in a transaction of its own right after this one."""

    to: Party
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """The resident who speaks wants to be forgotten; done once the answer has been sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Tell this conversation of `event` at `at`; a second one under the same key replaces it."""

    key: str
    at: datetime
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Unschedule:
    """Drop what `Schedule` set under the same key, if it is still to come."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """An operator does in a resident's stead what that resident's conversation asks for."""

    resident: PersonSlug
    command: "PlaceOrder | AmendOrder | MoveOrder | CancelOrder | UpdatePerson"


Command = (
    DriverCommand
    | MoneyCommand
    | RoundCommand
    | PlaceOrder
    | AmendOrder
    | MoveOrder
    | CancelOrder
    | AnswerSubstitute
    | AnswerWeight
    | DeclineRest
    | AcceptOrder
    | RefuseOrder
    | ReportMissing
    | ReportLeft
    | WeighLine
    | DepartRound
    | DeliverOrder
    | ReportNotDelivered
    | CancelRound
    | UpdatePerson
    | Invite
    | Unbind
    | Teach
    | Post
    | Forget
    | Schedule
    | Unschedule
    | OnBehalf
    | TownhallCommand
    | CatalogueCommand
)
