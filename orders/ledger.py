"""What is owed and paid, in double entry: append-only, each transaction adds up to nothing.

Residents pay each shop; the driver only carries the money. Accounts, by who holds what:

    due:RESIDENT/SHOP      what a resident owes a shop at the door; nothing once it is shut
    tab:RESIDENT/SHOP      what a resident has on a shop's tab (ardoise); negative is a credit
    cash:ROUND:DATE/SHOP   a shop's notes and coins in the driver's envelope of a round's day
    cheque:ROUND:DATE/SHOP the cheques made out to it, likewise
    till:SHOP              money that the shop has received
    lost:SHOP              what an envelope held less than it should (negative: more)
    sales:SHOP             what the shop has sold, VAT included (runs negative, as income does)
    deposits:SHOP          deposits that the shop owes back for bottles and crates (negative)

An entry's amount is in integer minor units; positive is a debit. A transaction's key says what it
is about, so that the same thing is never booked twice. A mistake is taken back by a transaction of
the opposite entries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.closing import Closing
from tournee.orders.errors import UnbalancedError
from tournee.orders.model import Order, OrderNumber

Account = NewType("Account", str)


class TransactionKind(StrEnum):
    DUE = "due"
    """Delivered: the goods are owed for."""
    PAID = "paid"
    """At the door, to the driver, in cash or by cheque."""
    ON_TAB = "on_tab"
    """What was not paid at the door; negative where more was paid, or a credit was used."""
    TAB_PAID = "tab_paid"
    """Paid to the shop itself, off the tab."""
    GIVEN_BACK = "given_back"
    """Bottles or crates came back: their deposit is a credit."""
    HANDED_OVER = "handed_over"
    """The driver's envelope has reached the shop."""
    REVERSED = "reversed"
    """Takes back another transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What one account changes by, in minor units."""

    account: Account
    minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One entry of an account, with the transaction that it is part of."""

    key: str
    kind: "TransactionKind"
    at: datetime
    minor: int
    number: OrderNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Entries that belong together: their sum is nothing."""

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


def cheque_account(slug: RoundSlug | None, day: date | None, shop: ShopSlug) -> Account:
    return Account(f"cheque:{slug or ''}:{day.isoformat() if day else ''}/{shop}")


def till_account(shop: ShopSlug) -> Account:
    return Account(f"till:{shop}")


def lost_account(shop: ShopSlug) -> Account:
    return Account(f"lost:{shop}")


def sales_account(shop: ShopSlug) -> Account:
    return Account(f"sales:{shop}")


def deposits_account(shop: ShopSlug) -> Account:
    return Account(f"deposits:{shop}")


def due(order: Order, amount: Money, deposit: Money, at: datetime) -> Transaction:
    """Book that a delivered order is owed for; `deposit` is part of its `amount`."""
    entries = (
        (due_account(order.resident, order.shop), amount),
        (sales_account(order.shop), deposit - amount),
        (deposits_account(order.shop), -deposit),
    )
    return _of_order(TransactionKind.DUE, order, entries, at)


def paid(order: Order, cash: Money, cheque: Money, at: datetime) -> Transaction:
    """Book what the driver has received at the door."""
    entries = (
        (cash_account(order.round, order.date, order.shop), cash),
        (cheque_account(order.round, order.date, order.shop), cheque),
        (due_account(order.resident, order.shop), -cash - cheque),
    )
    return _of_order(TransactionKind.PAID, order, entries, at)


def on_tab(order: Order, amount: Money, at: datetime) -> Transaction:
    """Book what was not paid at the door; negative is a credit."""
    entries = (
        (tab_account(order.resident, order.shop), amount),
        (due_account(order.resident, order.shop), -amount),
    )
    return _of_order(TransactionKind.ON_TAB, order, entries, at)


def tab_paid(
    resident: PersonSlug, shop: ShopSlug, amount: Money, at: datetime, *, key: str
) -> Transaction:
    """Book what a resident has paid to the shop itself; `key` tells it from all others."""
    return Transaction(
        key=f"{TransactionKind.TAB_PAID}:{key}",
        kind=TransactionKind.TAB_PAID,
        at=at,
        entries=_entries(((till_account(shop), amount), (tab_account(resident, shop), -amount))),
        currency=amount.currency,
        shop=shop,
    )


def given_back(
    resident: PersonSlug, shop: ShopSlug, deposit: Money, at: datetime, *, key: str
) -> Transaction:
    """Book the deposit of what came back as a credit; `key` tells it from all others."""
    return Transaction(
        key=f"{TransactionKind.GIVEN_BACK}:{key}",
        kind=TransactionKind.GIVEN_BACK,
        at=at,
        entries=_entries(
            ((deposits_account(shop), deposit), (tab_account(resident, shop), -deposit))
        ),
        currency=deposit.currency,
        shop=shop,
    )


def handed_over(closing: Closing, at: datetime) -> Transaction:
    """Book that a shop has its envelope, and what it held less than it should."""
    shop, run = closing.shop, (closing.round, closing.date)
    entries = (
        (till_account(shop), closing.received),
        (lost_account(shop), -closing.difference),
        (cash_account(*run, shop), -closing.cash),
        (cheque_account(*run, shop), -closing.cheques),
    )
    return Transaction(
        key=f"{TransactionKind.HANDED_OVER}:{closing.key}",
        kind=TransactionKind.HANDED_OVER,
        at=at,
        entries=_entries(entries),
        currency=closing.received.currency,
        shop=shop,
    )


def over_counter(order: Order, cash: Money, at: datetime) -> Transaction:
    """Put what was paid for a collected order into the shop's till at once."""
    received = cash_account(order.round, order.date, order.shop)
    return _of_order(
        TransactionKind.HANDED_OVER,
        order,
        ((till_account(order.shop), cash), (received, -cash)),
        at,
    )


def reversed_one(booked: Transaction, at: datetime) -> Transaction:
    """Take a transaction back: the same entries the other way round."""
    entries = tuple(LedgerEntry(account=e.account, minor=-e.minor) for e in booked.entries)
    key = f"{TransactionKind.REVERSED}:{booked.key}"
    return replace(booked, key=key, kind=TransactionKind.REVERSED, at=at, entries=entries)


def _of_order(
    kind: TransactionKind, order: Order, entries: Iterable[tuple[Account, Money]], at: datetime
) -> Transaction:
    booked = tuple(entries)
    return Transaction(
        key=f"{kind}:{order.number}:{order.shop}",
        kind=kind,
        at=at,
        entries=_entries(booked),
        currency=booked[0][1].currency,
        number=order.number,
        shop=order.shop,
    )


def _entries(entries: Iterable[tuple[Account, Money]]) -> tuple[LedgerEntry, ...]:
    return tuple(LedgerEntry(account=name, minor=sum_.minor) for name, sum_ in entries if sum_)
