"""What is paid: at the door to the driver, at the shop, and what goes on the shop's tab.

The driver carries a shop's money in an envelope of the round's day. An order is settled once its
shop has all of it: the envelope is handed over, and nothing of the order stands on the tab.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import ledger
from tournee.orders.errors import PaymentTooLargeError
from tournee.orders.events import MoneyEvent, OrderDelivered, TabLimited, TabPaid
from tournee.orders.life import OrderStep
from tournee.orders.model import Order, OrderNumber
from tournee.orders.payment import IN_CASH, MOST_OVER, Bill, Payment, share
from tournee.orders.pricing import order_price
from tournee.orders.receipts import Draft, ReceiptKind, lines_of
from tournee.orders.services.work import (
    Ports,
    Work,
    for_shop,
    moved,
    note,
    save,
)
from tournee.orders.tabs import Movement, Tab, by_order, unpaid

# --- tabs ----------------------------------------------------------------------------------------


def tab(
    ports: Ports, resident: PersonSlug, shop: ShopSlug, without: OrderNumber | None = None
) -> Tab:
    """Return what stands on a shop's tab for a resident, and how much may.

    `without` leaves out what one order has put on it, or paid off it.
    """
    zone = ports.village.settings.zone
    booked = ports.ledger.movements(ledger.tab_account(resident, shop))
    movements = by_order(
        Movement(day=b.at.astimezone(zone).date(), minor=b.minor, number=b.number)
        for b in booked
        if without is None or b.number != without
    )
    return Tab(
        resident=resident,
        shop=shop,
        minor=sum(m.minor for m in movements),
        limit=_limit(ports, resident, shop),
        left=unpaid(movements),
    )


def _limit(ports: Ports, resident: PersonSlug, shop: ShopSlug) -> int | None:
    """The shop's word on this resident counts first, then its own rule, then the village's."""
    said = ports.tabs.limit(resident, shop)
    if said is not None:
        return said
    known = ports.village.shop_by_slug.get(shop)
    rule = known.tab_limit if known is not None else None
    rule = rule if rule is not None else ports.village.settings.tab_limit
    return None if rule is None else rule.minor


def today(work: Work) -> date:
    return work.now.astimezone(work.village.settings.zone).date()


def limit_tab(
    work: Work, resident: PersonSlug, shop: ShopSlug, limit: Money
) -> tuple[MoneyEvent, ...]:
    """Say how much may stand on a resident's tab; nothing is no tab. What stands on it stays.

    Raises:
        NotAllowedError: another shop's people.
    """
    for_shop(work, shop)
    work.ports.tabs.put(resident, shop, limit.minor, by=work.actor.name, at=work.now)
    return (TabLimited(resident=resident, shop=shop, limit=limit),)


def pay_tab(
    work: Work, resident: PersonSlug, shop: ShopSlug, amount: Money | None = None
) -> tuple[MoneyEvent, ...]:
    """Book what a resident has paid at the shop; all that stands on the tab where it is not said.

    Raises:
        NotAllowedError: another shop's people.
        PaymentTooLargeError: far more than stands on it, or nothing does; with what does.
    """
    for_shop(work, shop)
    owed = max(0, tab(work.ports, resident, shop).minor)
    minor = owed if amount is None else amount.minor
    if minor <= 0 or not owed or minor > owed + MOST_OVER:
        limit = Money.of_minor(owed, work.currency).amount
        raise PaymentTooLargeError(shop=shop, limit=limit)
    sum_ = Money.of_minor(minor, work.currency)
    receipt = work.ports.receipts.issue(
        Draft(
            shop=shop,
            resident=resident,
            at=work.now,
            kind=ReceiptKind.PAYMENT,
            cash=sum_.amount,
            on_tab=-sum_.amount,
        )
    )
    key = f"{shop}:{receipt.number}"
    work.ports.ledger.post(ledger.tab_paid(resident, shop, sum_, work.now, key=key))
    settle_paid(work, shop, resident)
    told = TabPaid(
        resident=resident, shop=shop, amount=sum_, receipt=receipt.number, by=work.actor.name
    )
    return (told,)


# --- at the door ---------------------------------------------------------------------------------


def hand_over(
    work: Work, orders: Sequence[Order], payments: Iterable[Payment] = IN_CASH
) -> tuple[OrderDelivered, ...]:
    """Book that these orders' bags are delivered, share what was paid among their shops.

    Raises:
        PaymentTooSmallError, PaymentTooLargeError, ChequeSharedError: as `payment.share` does.
    """
    dues = {key_of(o): order_price((o,), work.currency).total.minor for o in orders}
    groups = by_tab(orders)
    bills = share(bills_of(work, groups, dues), payments, today(work))
    paid = paid_parts(groups, bills, dues)
    return tuple(_delivered(work, order, *paid[key_of(order)]) for order in orders)


def by_tab(orders: Iterable[Order]) -> Mapping[tuple[PersonSlug, ShopSlug], list[Order]]:
    """Orders that share a tab, the oldest first."""
    groups: dict[tuple[PersonSlug, ShopSlug], list[Order]] = {}
    for order in sorted(orders, key=lambda o: (o.placed_at, o.number, o.shop)):
        groups.setdefault((order.resident, order.shop), []).append(order)
    return groups


def bills_of(
    work: Work,
    groups: Mapping[tuple[PersonSlug, ShopSlug], list[Order]],
    dues: Mapping[tuple[OrderNumber, ShopSlug], int],
    without: OrderNumber | None = None,
) -> tuple[Bill, ...]:
    return tuple(
        Bill(tab=tab(work.ports, *who, without), due=sum(dues[key_of(o)] for o in mine))
        for who, mine in groups.items()
    )


def paid_parts(
    groups: Mapping[tuple[PersonSlug, ShopSlug], list[Order]],
    bills: Iterable[Bill],
    dues: Mapping[tuple[OrderNumber, ShopSlug], int],
) -> Mapping[tuple[OrderNumber, ShopSlug], tuple[int, int]]:
    """Part what each bill got in cash and by cheque among its orders, the last takes the rest."""
    parts = {}
    for mine, bill in zip(groups.values(), bills, strict=True):
        cash, cheque = bill.cash, bill.cheque
        for order in mine:
            last, due = order is mine[-1], dues[key_of(order)]
            in_cash = cash if last else min(cash, due)
            by_cheque = cheque if last else min(cheque, due - in_cash)
            parts[key_of(order)] = (in_cash, by_cheque)
            cash, cheque = cash - in_cash, cheque - by_cheque
    return parts


def _delivered(work: Work, order: Order, cash: int, cheque: int) -> OrderDelivered:
    price = order_price((order,), work.currency)
    nothing = Money.of_minor(0, work.currency)
    deposit = price.deposit or nothing
    after = moved(order, OrderStep.DELIVER)
    save(work, order, after)
    if price.total:
        work.ports.ledger.post(ledger.due(order, price.total, deposit, work.now))
    before = max(0, tab(work.ports, order.resident, order.shop).minor)
    money = book_paid(work, order, cash, cheque)
    owed = max(0, tab(work.ports, order.resident, order.shop).minor) - before
    on_tab = price.total - money[0] - money[1]
    draft = Draft(
        shop=order.shop,
        resident=order.resident,
        at=work.now,
        order=order.number,
        lines=lines_of(order),
        deposit=deposit.amount,
        cash=money[0].amount,
        cheque=money[1].amount,
        on_tab=on_tab.amount,
    )
    receipt = work.ports.receipts.issue(draft)
    note(work, order, "delivered", why=how_paid(draft))
    return OrderDelivered(
        number=order.number,
        shop=order.shop,
        resident=order.resident,
        paid=owed <= 0,
        cash=money[0],
        cheque=money[1],
        on_tab=on_tab,
        owed=Money.of_minor(max(0, owed), work.currency),
        receipt=receipt.number,
    )


def book_paid(
    work: Work, order: Order, cash: int, cheque: int, again: str = ""
) -> tuple[Money, Money]:
    """Book what one order got in cash and by cheque, and the rest on the tab."""
    received = (Money.of_minor(cash, work.currency), Money.of_minor(cheque, work.currency))
    due = order_price((order,), work.currency).total
    rest = due - received[0] - received[1]
    if received[0] or received[1]:
        booked = ledger.paid(order, *received, work.now)
        work.ports.ledger.post(replace(booked, key=booked.key + again))
    if rest:
        booked = ledger.on_tab(order, rest, work.now)
        work.ports.ledger.post(replace(booked, key=booked.key + again))
    return received


def how_paid(draft: Draft) -> str:
    return f"cash={draft.cash} cheque={draft.cheque} on_tab={draft.on_tab}"


def key_of(order: Order) -> tuple[OrderNumber, ShopSlug]:
    return order.number, order.shop


# --- settled -------------------------------------------------------------------------------------


def settle_paid(work: Work, shop: ShopSlug, resident: PersonSlug | None = None) -> None:
    """Settle the delivered orders of which the shop has all the money."""
    tabs: dict[PersonSlug, frozenset[OrderNumber | None]] = {}
    for order in work.ports.orders.delivered(shop, resident):
        who = order.resident
        if who not in tabs:
            tabs[who] = frozenset(m.number for m in tab(work.ports, who, shop).left)
        if order.number in tabs[who] or _carried(work, order):
            continue
        save(work, order, moved(order, OrderStep.SETTLE))
        note(work, order, "settled")


def _carried(work: Work, order: Order) -> bool:
    """Tell whether the driver still has the shop's envelope of the order's round."""
    run = (order.round, order.date, order.shop)
    accounts = (ledger.cash_account(*run), ledger.cheque_account(*run))
    return any(work.ports.ledger.balance(account) for account in accounts)
