"""What the services need from outside, each for the village at hand, inside one transaction."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku
from tournee.orders.audit import AuditEntry
from tournee.orders.ledger import Account, Transaction
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate


class OrderStore(Protocol):
    def next_number(self) -> OrderNumber:
        """Return a number that no order of the village has."""
        ...

    def add(self, order: Order) -> None:
        """Add one shop's order under its number; that number and shop must be new."""
        ...

    def save(self, order: Order, *, was: OrderStatus) -> bool:
        """Write an order over the version it was read at; False where another came first."""
        ...

    def hold(self, number: OrderNumber) -> tuple[Order, ...]:
        """Return every shop's order of a number and keep others from changing them meanwhile."""
        ...

    def of_number(self, number: OrderNumber) -> tuple[Order, ...]:
        """Return every shop's order of a number, as `hold` without keeping others out."""
        ...

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Order, ...]:
        """Return the orders of a round's day, cancelled and refused ones too, by number."""
        ...

    def hold_round(self, slug: RoundSlug, day: date) -> tuple[Order, ...]:
        """Return the same as `of_round` and keep others from changing them meanwhile."""
        ...

    def open_with(self, sku: Sku) -> tuple[Order, ...]:
        """Return the open orders of which a standing line is, or is offered as, this product."""
        ...


class RoundStore(Protocol):
    """What has happened to round dates; one that nothing has happened to is simply not there."""

    def hold(self, run: RoundDate) -> frozenset[str]:
        """Return the doors promised a stop, and keep others from promising more meanwhile."""
        ...

    def is_cancelled(self, slug: RoundSlug, day: date) -> bool: ...

    def cancel(self, slug: RoundSlug, day: date, *, reason: str, at: datetime) -> bool:
        """Cancel a run; False where it was cancelled before."""
        ...

    def close(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        """Note that the cut-off was acted upon; False where it was before."""
        ...

    def depart(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        """Note that the driver has left; False where that was noted before."""
        ...


class Stock(Protocol):
    def take(self, sku: Sku, quantity: Decimal) -> bool:
        """Set goods aside; False, and nothing done, where too little is left."""
        ...

    def left(self, sku: Sku) -> Decimal | None:
        """Return how much is left; None where that is unlimited."""
        ...

    def give_back(self, sku: Sku, quantity: Decimal) -> None: ...


class Sale(Protocol):
    def take_off(self, sku: Sku, *, until: datetime, by: str, at: datetime) -> None: ...

    def put_on(self, sku: Sku, *, by: str, at: datetime) -> None: ...


class Ledger(Protocol):
    def post(self, transaction: Transaction) -> bool:
        """Book a transaction; False, and nothing done, where its key is booked already."""
        ...

    def is_posted(self, key: str) -> bool: ...

    def balance(self, account: Account) -> int:
        """Return an account's balance in minor units; 0 where nothing is booked."""
        ...

    def owed_by(self, resident: PersonSlug) -> Mapping[ShopSlug, int]:
        """Return what a resident owes each shop, at the door and on its tab, where it is not 0."""
        ...

    def cash_of_round(self, slug: RoundSlug, day: date) -> Mapping[ShopSlug, int]:
        """Return what the driver carries for each shop, where it is not 0."""
        ...


class AuditTrail(Protocol):
    def record(self, entry: AuditEntry) -> None: ...

    def of_number(self, number: OrderNumber) -> tuple[AuditEntry, ...]:
        """Return an order's history, the oldest entry first."""
        ...
