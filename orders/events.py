"""What has happened to orders and rounds: the outcome of a service, and the news that others get.

Each is a small immutable value that can wait in the database as JSON until the party that it
concerns is told; the order itself is looked up again then, so that nobody reads stale news.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money
from tournee.orders.model import Day, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfOrder:
    """What happened to one shop's part of an order."""

    number: OrderNumber
    shop: ShopSlug
    resident: PersonSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced(_OfOrder):
    """It was confirmed: the shop has yet to answer."""

    kind: Literal["order_placed"] = "order_placed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAmended(_OfOrder):
    """The resident has changed it before the cut-off; the shop answers again."""

    added: tuple[Sku, ...] = ()
    changed: tuple[Sku, ...] = ()
    removed: tuple[Sku, ...] = ()
    moved: bool = False
    """It goes with another round now; its content is as it was."""
    left: str = ""
    """The run that it went with before, as `RoundDate.key`, where it moved."""
    kind: Literal["order_amended"] = "order_amended"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(_OfOrder):
    """Its resident, or an operator, called it off."""

    kind: Literal["order_cancelled"] = "order_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAccepted(_OfOrder):
    """The shop has promised all of it."""

    by: str = ""
    kind: Literal["order_accepted"] = "order_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefused(_OfOrder):
    """The shop declines all of it."""

    by: str = ""
    reason: str = ""
    kind: Literal["order_refused"] = "order_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineMissing(_OfOrder):
    """Nothing can stand in its place."""

    sku: Sku
    by: str = ""
    kind: Literal["line_missing"] = "line_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShort(_OfOrder):
    """The shop has only a part of what was asked; the line is reduced to that."""

    sku: Sku
    left: Decimal
    """In the product's unit."""
    wanted: Decimal
    """As much was asked; `left` is all of it where the shop has found the rest."""
    by: str = ""
    kind: Literal["line_short"] = "line_short"

    @property
    def made_good(self) -> bool:
        """There is all of it after all."""
        return self.left == self.wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class RestDeclined(_OfOrder):
    """The resident does not want the part that its shop has: the line is out of the order."""

    sku: Sku
    left: Decimal
    """In the product's unit: the shop keeps it."""
    kind: Literal["rest_declined"] = "rest_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteOffered(_OfOrder):
    """The shop lacks a product and offers another one."""

    sku: Sku
    substitute: Sku
    by: str = ""
    kind: Literal["substitute_offered"] = "substitute_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteAnswered(_OfOrder):
    """The resident takes what was offered, or goes without."""

    sku: Sku
    substitute: Sku
    accepted: bool
    wished: bool = False
    """The resident had asked for it beforehand: nobody had to be asked."""
    kind: Literal["substitute_answered"] = "substitute_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWeighed(_OfOrder):
    """The shop has told a line's real weight."""

    sku: Sku
    weight: Decimal
    total: Money
    above_ceiling: bool = False
    """The resident is asked before it counts."""
    declined: bool = False
    """The resident does not want it at that weight: the shop weighs again, or it is missing."""
    kind: Literal["line_weighed"] = "line_weighed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPacked(_OfOrder):
    """It waits for the driver, or to be fetched."""

    kind: Literal["order_packed"] = "order_packed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLeftBehind(_OfOrder):
    """The round has left, and the shop never answered: it does not come."""

    kind: Literal["order_left_behind"] = "order_left_behind"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDelivered(_OfOrder):
    """It was handed over, or fetched."""

    paid: bool = True
    """Nothing more is owed than before."""
    cash: Money | None = None
    """What the driver received for this shop; more than was due is a credit."""
    cheque: Money | None = None
    on_tab: Money | None = None
    """What the tab changed by; negative paid it off, or is a credit."""
    owed: Money | None = None
    """What is owed more than before: a credit pays first."""
    receipt: int | None = None
    """Its number at this shop."""
    left_with: str = ""
    """Who keeps it for the resident, who was not at home."""
    kind: Literal["order_delivered"] = "order_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNotDelivered(_OfOrder):
    """It came back from the door."""

    reason: str = ""
    kind: Literal["order_not_delivered"] = "order_not_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfRound:
    """What happened to one day's run of a round."""

    round: RoundSlug
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundClosed(_OfRound):
    """Its cut-off has passed: shops get their picking lists, the driver the stops."""

    kind: Literal["round_closed"] = "round_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDeparted(_OfRound):
    """The driver has set out."""

    kind: Literal["round_departed"] = "round_departed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCancelled(_OfRound):
    """It does not run that day."""

    reason: str = ""
    kind: Literal["round_cancelled"] = "round_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMoved(_OfRound):
    """It goes at another time; its orders go along."""

    to: date
    """The same day where only its hours have changed."""
    reason: str = ""
    kind: Literal["round_moved"] = "round_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAdded(_OfRound):
    """It runs on a day on which it would not."""

    kind: Literal["round_added"] = "round_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingSaved:
    """A standing order was set up or changed: for the resident whose it is."""

    resident: PersonSlug
    standing: int
    """`StandingOrder.number`."""
    kind: Literal["standing_saved"] = "standing_saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFreed:
    """A round that was full has a stop again, kept for this resident until `until`."""

    resident: PersonSlug
    number: OrderNumber
    """Their order that could come with it."""
    round: RoundSlug
    date: date
    until: datetime
    kind: Literal["stop_freed"] = "stop_freed"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitMoved:
    """The full round that a resident waits for goes another time, or not at all."""

    resident: PersonSlug
    number: OrderNumber
    """Their order on another round; it stays there."""
    round: RoundSlug
    date: date
    to: Day | None = None
    """They wait for that day now; None where it is called off."""
    reason: str = ""
    kind: Literal["wait_moved"] = "wait_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfTab:
    """What happened to a resident's tab at a shop."""

    resident: PersonSlug
    shop: ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class TabPaid(_OfTab):
    """A resident has paid at the shop; what stands on the tab is looked up when it is told."""

    amount: Money
    receipt: int
    by: str = ""
    kind: Literal["tab_paid"] = "tab_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class TabLimited(_OfTab):
    """The shop has said how much may stand on a resident's tab; nothing is no tab."""

    limit: Money
    kind: Literal["tab_limited"] = "tab_limited"


@dataclass(frozen=True, slots=True, kw_only=True)
class TabAged(_OfTab):
    """Something has stood on a tab for 40 days, or for 50: then nothing more goes on it."""

    amount: Money
    since: date
    stopped: bool = False
    kind: Literal["tab_aged"] = "tab_aged"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositReturned(_OfTab):
    """Bottles or crates came back: their deposit is a credit."""

    count: int
    amount: Money
    receipt: int
    kind: Literal["deposit_returned"] = "deposit_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCorrected(_OfOrder):
    """How an order was paid was put right, by a reversal and a new booking."""

    cash: Money
    cheque: Money
    on_tab: Money
    by: str = ""
    kind: Literal["payment_corrected"] = "payment_corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeReady(_OfRound):
    """The driver has counted a shop's money of a round, and brings it."""

    shop: ShopSlug
    amount: Money
    kind: Literal["envelope_ready"] = "envelope_ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeReceived(_OfRound):
    """A shop has its money of a round; `received` may differ from `expected`."""

    shop: ShopSlug
    expected: Money
    received: Money
    by: str = ""
    why: str = ""
    kind: Literal["envelope_received"] = "envelope_received"


OrderEvent = (
    OrderPlaced
    | OrderAmended
    | OrderCancelled
    | OrderAccepted
    | OrderRefused
    | LineMissing
    | LineShort
    | RestDeclined
    | SubstituteOffered
    | SubstituteAnswered
    | LineWeighed
    | OrderPacked
    | OrderLeftBehind
    | OrderDelivered
    | OrderNotDelivered
)
RoundEvent = RoundClosed | RoundDeparted | RoundCancelled | RoundMoved | RoundAdded
TabEvent = TabPaid | TabLimited | TabAged | DepositReturned
MoneyEvent = TabEvent | PaymentCorrected | EnvelopeReady | EnvelopeReceived
DomainEvent = OrderEvent | RoundEvent | StandingSaved | StopFreed | WaitMoved | MoneyEvent
