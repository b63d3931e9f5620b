"""What the services need from outside, each for the village at hand, inside one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku
from tournee.orders.audit import AuditEntry
from tournee.orders.calendar import Mark
from tournee.orders.closing import Closing
from tournee.orders.habits import SubstituteWish
from tournee.orders.ledger import Account, Booked, Transaction
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate
from tournee.orders.receipts import Draft, Receipt
from tournee.orders.standing import StandingOrder
from tournee.orders.waiting import Waiting


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

    def delivered(self, shop: ShopSlug, resident: PersonSlug | None = None) -> tuple[Order, ...]:
        """Return a shop's orders that are delivered and not settled, the oldest first."""
        ...

    def open_with(self, sku: Sku) -> tuple[Order, ...]:
        """Return the open orders of which a standing line is, or is offered as, this product."""
        ...


class RoundStore(Protocol):
    """What has happened to round dates; one that nothing has happened to is simply not there."""

    def hold(self, run: RoundDate) -> frozenset[str]:
        """Return the doors promised a stop, and keep others from promising more meanwhile."""
        ...

    def run(self, slug: RoundSlug, day: date) -> RoundDate:
        """Return one day's run as it takes place, or would if it were not cancelled.

        Raises:
            UnknownRoundError: no such round runs that day.
        """
        ...

    def loaded(self, run: RoundDate) -> Decimal:
        """Return how many crates are promised room."""
        ...

    def is_cancelled(self, slug: RoundSlug, day: date) -> bool: ...

    def decide(self, mark: Mark, *, at: datetime) -> None:
        """Write down that a round runs on a day, otherwise, or goes another day instead."""
        ...

    def cancel(self, slug: RoundSlug, day: date, *, reason: str, at: datetime) -> bool:
        """Cancel a run; False where it was cancelled before."""
        ...

    def close(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        """Note that the cut-off was acted upon; False where it was before."""
        ...

    def depart(self, slug: RoundSlug, day: date, *, at: datetime) -> bool:
        """Note that the driver has left; False where that was noted before."""
        ...


class StandingStore(Protocol):
    def of(self, resident: PersonSlug) -> tuple[StandingOrder, ...]:
        """Return a resident's standing orders by number."""
        ...

    def add(self, order: StandingOrder) -> StandingOrder:
        """Add one and return it with its number."""
        ...

    def save(self, order: StandingOrder) -> None: ...

    def end(self, order: StandingOrder) -> None: ...


class SubstituteStore(Protocol):
    def of(self, residents: Iterable[PersonSlug]) -> tuple[SubstituteWish, ...]: ...

    def put(self, wish: SubstituteWish, at: datetime) -> None:
        """Keep a wish in place of what was said before of the same product."""
        ...

    def drop(self, resident: PersonSlug) -> None:
        """Forget all that a resident wished."""
        ...


class WaitingStore(Protocol):
    def of(self, slug: RoundSlug, day: date) -> tuple[Waiting, ...]:
        """Return who waits for a round's day, the first to come first."""
        ...

    def put(self, waiting: Waiting) -> None: ...

    def drop(self, slug: RoundSlug, day: date, resident: PersonSlug) -> None: ...


class Stock(Protocol):
    def take(self, sku: Sku, quantity: Decimal) -> bool:
        """Set goods aside; False, and nothing done, where too little is left."""
        ...

    def left(self, sku: Sku) -> Decimal | None:
        """Return how much is left; None where that is unlimited."""
        ...

    def give_back(self, sku: Sku, quantity: Decimal) -> None: ...


class Ledger(Protocol):
    def post(self, transaction: Transaction) -> bool:
        """Book a transaction; False, and nothing done, where its key is booked already."""
        ...

    def is_posted(self, key: str) -> bool: ...

    def balance(self, account: Account) -> int:
        """Return an account's balance in minor units; 0 where nothing is booked."""
        ...

    def cash_of_round(self, slug: RoundSlug, day: date) -> Mapping[ShopSlug, int]:
        """Return what the driver carries for each shop, cheques too, where it is not 0."""
        ...

    def found(self, key: str) -> Transaction | None: ...

    def movements(self, account: Account) -> tuple[Booked, ...]:
        """Return everything that was booked to an account, in the order in which it was."""
        ...

    def balances(self, accounts: Sequence[Account]) -> Mapping[Account, int]:
        """Return the balances of those of these accounts to which something is booked."""
        ...

    def on_tab_of(self, shop: ShopSlug) -> tuple[PersonSlug, ...]:
        """Return who has something on a shop's tab, or a credit, by slug."""
        ...

    def between(self, since: datetime, until: datetime) -> tuple[Transaction, ...]:
        """Return what was booked from `since` on and before `until`, the oldest first."""
        ...

    def accounts(self, prefix: str) -> Mapping[Account, int]:
        """Return the balances that are not 0 of accounts whose names begin so."""
        ...


class TabLimits(Protocol):
    def limit(self, resident: PersonSlug, shop: ShopSlug) -> int | None:
        """Return what a shop allows one resident, in minor units; None where it has not said."""
        ...

    def of_shop(self, shop: ShopSlug) -> Mapping[PersonSlug, int]: ...

    def put(
        self, resident: PersonSlug, shop: ShopSlug, minor: int, *, by: str, at: datetime
    ) -> None: ...


class Receipts(Protocol):
    def issue(self, draft: Draft) -> Receipt:
        """Give a receipt its shop's next number, in this transaction."""
        ...

    def of_order(self, number: OrderNumber, shop: ShopSlug) -> tuple[Receipt, ...]:
        """Return the receipts about one shop's order, the oldest first."""
        ...

    def of_resident(self, resident: PersonSlug, most: int) -> tuple[Receipt, ...]:
        """Return a resident's last receipts, the newest first."""
        ...

    def between(
        self, since: datetime, until: datetime, shop: ShopSlug | None = None
    ) -> tuple[Receipt, ...]:
        """Return those made from `since` on and before `until`, by shop and number."""
        ...


class Closings(Protocol):
    def add(self, closing: Closing) -> None: ...

    def of_round(self, slug: RoundSlug, day: date) -> tuple[Closing, ...]:
        """Return what was handed over of a round's day, the oldest first."""
        ...

    def between(self, since: datetime, until: datetime) -> tuple[Closing, ...]: ...


class AuditTrail(Protocol):
    def record(self, entry: AuditEntry) -> None: ...

    def of_number(self, number: OrderNumber) -> tuple[AuditEntry, ...]:
        """Return an order's history, the oldest entry first."""
        ...
