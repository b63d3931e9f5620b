"""What a door pays, and how one sum is shared among the shops whose bags it pays for.

What one resident owes one shop at one door is a *bill*. A credit with the shop is used first. Of a
sum that is less than all bills, each shop whose tab can't take the rest gets what it must have;
then the bills are paid one after another, the oldest order first; what is left of them goes on each
shop's tab. Of a sum that is more, what stands on these shops' tabs is paid, the oldest first; what
is still left is a credit with the shop of the largest bill. A cheque is made out to one shop.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from tournee.catalog.model import ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.errors import (
    ChequeSharedError,
    PaymentTooLargeError,
    PaymentTooSmallError,
)
from tournee.orders.tabs import Tab

MOST_OVER: Final = 10_000
"""Minor units beyond what is owed: more is a slip of the finger."""


class Means(StrEnum):
    CASH = "cash"
    CHEQUE = "cheque"
    TAB = "tab"
    """Nothing is paid now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What changed hands for an order, and how."""

    means: Means = Means.CASH
    amount: Money | None = None
    """What was handed over; None is exactly what is to be paid. With `TAB`, None."""
    shop: ShopSlug | None = None
    """For this shop alone; None is for all whose bags are handed over."""


IN_CASH: Final = (Payment(),)
ON_TAB: Final = (Payment(means=Means.TAB),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What one resident owes one shop at a door, in minor units."""

    tab: Tab
    """As it stands before."""
    due: int
    cash: int = 0
    cheque: int = 0

    @property
    def shop(self) -> ShopSlug:
        return self.tab.shop

    @property
    def received(self) -> int:
        return self.cash + self.cheque

    @property
    def asked(self) -> int:
        """What is to be collected: a credit pays first."""
        return max(0, self.due - self.tab.credit)

    @property
    def left(self) -> int:
        """What of that is not paid yet."""
        return max(0, self.asked - self.received)

    @property
    def on_tab(self) -> int:
        """What the tab changes by; negative pays it off or is a credit."""
        return self.due - self.received

    def least(self, today: date) -> int:
        """What must be paid now, since the tab can't take it."""
        room = self.tab.room(today)
        return 0 if room is None else max(0, self.due - room)

    def paid(self, means: Means, minor: int) -> "Bill":
        if means is Means.CHEQUE:
            return replace(self, cheque=self.cheque + minor)
        return replace(self, cash=self.cash + minor)


def share(bills: Sequence[Bill], payments: Iterable[Payment], today: date) -> tuple[Bill, ...]:
    """Return the bills with what each shop gets, in the same order.

    Args:
        bills: the oldest order's first; one for each resident and shop.
        payments: those for one shop are counted first.
        today: the village's day, for the age of tabs.

    Raises:
        PaymentTooSmallError: a shop's tab can't take the rest.
        PaymentTooLargeError: far more than is owed.
        ChequeSharedError: one cheque for several shops.
    """
    paid = list(bills)
    for payment in sorted(payments, key=lambda p: p.shop is None):
        _pay(paid, payment, today)
    for bill in paid:
        if bill.received < bill.least(today):
            raise _too_little(paid, bill, today)
    return tuple(paid)


def _pay(bills: list[Bill], payment: Payment, today: date) -> None:
    """Count one payment towards the bills that it is for, in place."""
    if payment.means is Means.TAB:
        return
    meant = [i for i, b in enumerate(bills) if payment.shop in {None, b.shop}]
    left = sum(bills[i].left for i in meant)
    rest = left if payment.amount is None else payment.amount.minor
    _check(bills, meant, payment, rest)
    for wanted in (Bill.least, _wholly):
        for i in meant:
            part = min(rest, max(0, wanted(bills[i], today) - bills[i].received))
            bills[i] = bills[i].paid(payment.means, part)
            rest -= part
    if rest:
        _overpay(bills, meant, payment.means, rest)


def _wholly(bill: Bill, _today: date) -> int:
    return bill.asked


def _check(bills: list[Bill], meant: list[int], payment: Payment, minor: int) -> None:
    owed = sum(bills[i].left + max(0, bills[i].tab.minor) for i in meant)
    if not meant or minor < 0 or minor > owed + MOST_OVER:
        left = Decimal(sum(bills[i].left for i in meant)).scaleb(-2)
        raise PaymentTooLargeError(shop=payment.shop, limit=left)
    if payment.means is Means.CHEQUE and len({bills[i].shop for i in meant if bills[i].left}) > 1:
        raise ChequeSharedError


def _overpay(bills: list[Bill], meant: list[int], means: Means, rest: int) -> None:
    """Pay off these shops' tabs, the oldest first; what is left is a credit at the largest bill."""
    aged = (i for i in meant if bills[i].tab.since is not None)
    for i in sorted(aged, key=lambda i: (bills[i].tab.since or date.max, i)):
        part = min(rest, max(0, bills[i].tab.minor + bills[i].on_tab))
        bills[i] = bills[i].paid(means, part)
        rest -= part
    largest = max(meant, key=lambda i: (bills[i].due, -i))
    bills[largest] = bills[largest].paid(means, rest)


def _too_little(bills: Iterable[Bill], bill: Bill, today: date) -> PaymentTooSmallError:
    least = Decimal(sum(b.least(today) for b in bills)).scaleb(-2)
    why: Literal["no_tab", "tab_old", "tab_full"] = (
        "no_tab" if bill.tab.limit == 0 else "tab_old" if bill.tab.stopped(today) else "tab_full"
    )
    return PaymentTooSmallError(shop=bill.shop, limit=least, name=why)
