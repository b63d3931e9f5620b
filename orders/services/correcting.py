"""How a delivered order was paid turns out otherwise: reversed and booked anew, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from tournee.catalog.quantity import Money
from tournee.orders import ledger
from tournee.orders.errors import UnknownOrderError, WrongStateError
from tournee.orders.events import MoneyEvent, PaymentCorrected
from tournee.orders.ledger import Transaction, TransactionKind
from tournee.orders.life import OrderStep
from tournee.orders.model import Order, OrderNumber, OrderStatus
from tournee.orders.payment import Payment, share
from tournee.orders.pricing import order_price
from tournee.orders.receipts import Draft, Receipt, ReceiptKind
from tournee.orders.services.closing import envelopes_ready
from tournee.orders.services.paying import (
    bills_of,
    book_paid,
    by_tab,
    how_paid,
    key_of,
    paid_parts,
    settle_paid,
    today,
)
from tournee.orders.services.work import Work, for_driver, held, moved, note, save

PAID = frozenset({OrderStatus.DELIVERED, OrderStatus.SETTLED})
MOST_CORRECTIONS = 100
"""Of one order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Booked:
    """How an order is paid by the books, in minor units."""

    standing: tuple[Transaction, ...]
    """Not reversed."""
    again: str
    """Tells the next booking's keys apart."""
    cash: int
    cheque: int


def correct_payment(
    work: Work, number: OrderNumber, payments: Iterable[Payment]
) -> tuple[MoneyEvent, ...]:
    """Put right how an order was paid at the door; parts that stay as they were are left alone.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: anyone but drivers and operators.
        WrongStateError: nothing of it is delivered.
        PaymentTooSmallError, PaymentTooLargeError, ChequeSharedError: as `payment.share` does.
    """
    for_driver(work)
    orders = held(work, number)
    came = [o for o in orders if o.status in PAID]
    if not came:
        raise WrongStateError(number=number, status=orders[0].status)
    dues = {key_of(o): order_price((o,), work.currency).total.minor for o in came}
    groups = by_tab(came)
    bills = share(bills_of(work, groups, dues, without=number), payments, today(work))
    paid = paid_parts(groups, bills, dues)
    booked = {o.shop: _booked(work, o) for o in came}
    changed = [o for o in came if paid[key_of(o)] != (booked[o.shop].cash, booked[o.shop].cheque)]
    told = tuple(_corrected(work, o, paid[key_of(o)], booked[o.shop]) for o in changed or came)
    return (*told, *envelopes_ready(work, changed))


def _booked(work: Work, order: Order) -> _Booked:
    count = 0
    standing: tuple[Transaction, ...] = ()
    while not standing and count < MOST_CORRECTIONS:
        count += 1
        standing = _standing(work, order, _again(count))
    run = (order.round, order.date, order.shop)
    entries = [entry for booked in standing for entry in booked.entries]
    cash, cheque = ledger.cash_account(*run), ledger.cheque_account(*run)
    return _Booked(
        standing=standing,
        again=_again(count + 1),
        cash=sum(entry.minor for entry in entries if entry.account == cash),
        cheque=sum(entry.minor for entry in entries if entry.account == cheque),
    )


def _again(count: int) -> str:
    return "" if count == 1 else f"#{count}"


def _standing(work: Work, order: Order, again: str) -> tuple[Transaction, ...]:
    keys = (
        f"{kind}:{order.number}:{order.shop}{again}"
        for kind in (TransactionKind.PAID, TransactionKind.ON_TAB)
    )
    books = work.ports.ledger
    found = (books.found(key) for key in keys)
    return tuple(
        booked
        for booked in found
        if booked and not books.is_posted(f"{TransactionKind.REVERSED}:{booked.key}")
    )


def _corrected(
    work: Work, order: Order, paid: tuple[int, int], before: _Booked
) -> PaymentCorrected:
    for booked in before.standing:
        work.ports.ledger.post(ledger.reversed_one(booked, work.now))
    if order.status is OrderStatus.SETTLED:
        save(work, order, moved(order, OrderStep.UNSETTLE))
    cash, cheque = book_paid(work, order, *paid, before.again)
    draft = _paper(work, order, paid, before)
    work.ports.receipts.issue(draft)
    note(work, order, "payment_corrected", why=how_paid(draft))
    settle_paid(work, order.shop, order.resident)
    return PaymentCorrected(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        cash=cash,
        cheque=cheque,
        on_tab=order_price((order,), work.currency).total - cash - cheque,
        by=work.actor.name,
    )


def _paper(work: Work, order: Order, paid: tuple[int, int], before: _Booked) -> Draft:
    """Make the receipt of a correction: by how much each means has changed."""
    cash = Money.of_minor(paid[0] - before.cash).amount
    cheque = Money.of_minor(paid[1] - before.cheque).amount
    return Draft(
        shop=order.shop,
        resident=order.resident,
        at=work.now,
        kind=ReceiptKind.CORRECTION,
        order=order.number,
        cash=cash,
        cheque=cheque,
        on_tab=-cash - cheque,
        corrects=_sale(work, order).number,
    )


def _sale(work: Work, order: Order) -> Receipt:
    found = work.ports.receipts.of_order(order.number, order.shop)
    sale = next((r for r in found if r.draft.kind is ReceiptKind.SALE), None)
    if sale is None:
        raise UnknownOrderError(number=order.number, shop=order.shop)
    return sale
