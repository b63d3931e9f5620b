"""What is owed and paid, in double entry: append-only, each transaction adds up to nothing.

Residents pay each shop; the driver only carries the money. Accounts, by who holds what:

    due:RESIDENT/SHOP   what a resident owes a shop for a delivery at the door
    tab:RESIDENT/SHOP   what a resident has on a shop's tab (ardoise)
    cash:ROUND:DATE/SHOP  a shop's money in the driver's envelope of a round's day
    till:SHOP           money that the shop has received
    sales:SHOP          what the shop has sold (runs negative, as income does)

An entry's amount is in integer minor units; positive is a debit. A transaction's key says what it
is about, so that the same thing is never booked twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.errors import UnbalancedError
from tournee.orders.model import Order, OrderNumber

Account = NewType("Account", str)


class TransactionKind(StrEnum):
    DUE = "due"
    """Delivered: the goods are owed for."""
    PAID = "paid"
    """At the door, to the driver."""
    ON_TAB = "on_tab"
    """Put on the shop's tab at the door."""
    TAB_PAID = "tab_paid"
    """The shop has its money for what stood on the tab."""
    HANDED_OVER = "handed_over"
    """The driver's envelope has reached the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    account: Account
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    key: str
    """Unique in its village."""
    kind: TransactionKind
    at: datetime
    entries: tuple[LedgerEntry, ...]
    currency: str = "EUR"
    number: OrderNumber | None = None
    shop: ShopSlug | None = None

    def __post_init__(self) -> None:
        if sum(entry.minor for entry in self.entries) or not self.entries:
            raise UnbalancedError(number=self.number, shop=self.shop)


def due_account(resident: PersonSlug, shop: ShopSlug) -> Account:
    return Account(f"due:{resident}/{shop}")


def tab_account(resident: PersonSlug, shop: ShopSlug) -> Account:
    return Account(f"tab:{resident}/{shop}")


def cash_account(slug: RoundSlug | None, day: date | None, shop: ShopSlug) -> Account:
    return Account(f"cash:{slug or ''}:{day.isoformat() if day else ''}/{shop}")


def till_account(shop: ShopSlug) -> Account:
    return Account(f"till:{shop}")


def sales_account(shop: ShopSlug) -> Account:
    return Account(f"sales:{shop}")


def due(order: Order, amount: Money, at: datetime) -> Transaction:
    """Book that a delivered order is owed for, by its real amount."""
    owes = due_account(order.resident, order.shop)
    return _booked(TransactionKind.DUE, order, amount, at, (owes, sales_account(order.shop)))


def paid(order: Order, amount: Money, at: datetime) -> Transaction:
    """Book what the driver has received at the door."""
    cash = cash_account(order.round, order.date, order.shop)
    owes = due_account(order.resident, order.shop)
    return _booked(TransactionKind.PAID, order, amount, at, (cash, owes))


def on_tab(order: Order, amount: Money, at: datetime) -> Transaction:
    tab = tab_account(order.resident, order.shop)
    owes = due_account(order.resident, order.shop)
    return _booked(TransactionKind.ON_TAB, order, amount, at, (tab, owes))


def tab_paid(order: Order, amount: Money, at: datetime) -> Transaction:
    tab = tab_account(order.resident, order.shop)
    return _booked(TransactionKind.TAB_PAID, order, amount, at, (till_account(order.shop), tab))


def handed_over(order: Order, amount: Money, at: datetime) -> Transaction:
    cash = cash_account(order.round, order.date, order.shop)
    return _booked(TransactionKind.HANDED_OVER, order, amount, at, (till_account(order.shop), cash))


def _booked(
    kind: TransactionKind,
    order: Order,
    amount: Money,
    at: datetime,
    accounts: tuple[Account, Account],
) -> Transaction:
    """Book an amount to the first account's debit and the second one's credit."""
    debit, credit = accounts
    return Transaction(
        key=f"{kind}:{order.number}:{order.shop}",
        kind=kind,
        at=at,
        entries=(
            LedgerEntry(account=debit, minor=amount.minor),
            LedgerEntry(account=credit, minor=-amount.minor),
        ),
        currency=amount.currency,
        number=order.number,
        shop=order.shop,
    )
