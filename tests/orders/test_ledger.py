"""Double entry: nothing appears, nothing vanishes."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orders.fakes import FakeLedger
from tests.orders.market import MARDI, FakeMarket, Market
from tests.orders.village import (
    BAKERY,
    BUTCHER,
    DURAND,
    MONDAY_MORNING,
    OPERATOR,
    TUESDAY,
    TUESDAY_24,
    euros,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import errors, services
from tournee.orders.ledger import (
    Account,
    LedgerEntry,
    Transaction,
    TransactionKind,
    cash_account,
    due,
    paid,
    sales_account,
    tab_account,
    till_account,
)
from tournee.orders.model import Order, OrderNumber, OrderStatus
from tournee.orders.payment import IN_CASH, ON_TAB


def test_a_transaction_that_does_not_add_up_is_refused() -> None:
    entries = (
        LedgerEntry(account=Account("a"), minor=100),
        LedgerEntry(account=Account("b"), minor=-99),
    )
    for wrong in (entries, ()):
        with pytest.raises(errors.UnbalancedError):
            Transaction(key="x", kind=TransactionKind.DUE, at=MONDAY_MORNING, entries=wrong)


def test_the_same_thing_is_booked_once(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    order = market.order(number)
    first = due(order, euros("2.20"), euros("0.00"), market.now)
    again = replace(first, at=market.now + timedelta(hours=1))
    assert market.look(lambda p: p.ledger.post(first))
    assert not market.look(lambda p: p.ledger.post(again))
    assert market.owed(DURAND) == {BAKERY: 220}
    assert market.look(
        lambda p: p.ledger.post(paid(order, euros("2.20"), euros("0.00"), market.now))
    )
    assert market.owed(DURAND) == {}
    assert market.look(lambda p: p.ledger.cash_of_round(TUESDAY, TUESDAY_24)) == {BAKERY: 220}


CAME = {OrderStatus.DELIVERED, OrderStatus.SETTLED}
GONE = {OrderStatus.CANCELLED, OrderStatus.REFUSED}
ORDERING = ("place", "amend", "cancel")
ANSWERING = ("accept", "accept", "missing", "offer", "yes", "no", "weigh", "heavy", "take", "pack")
DELIVERING = ("paid", "tab", "absent", "settle", "settle")
Deed = tuple[str, int]


def _deeds(*names: str) -> st.SearchStrategy[list[Deed]]:
    """Draw deeds, each with which of the orders it is done to."""
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 2)), max_size=15)


DAYS = st.tuples(
    _deeds(*ORDERING, *ANSWERING),
    _deeds(*ANSWERING),
    _deeds("depart", "depart", *DELIVERING, *ORDERING, *ANSWERING),
    _deeds(*DELIVERING),
)


def _deed(market: FakeMarket, deed: str, number: OrderNumber) -> None:
    """Let an operator try something; most of it is refused, at most moments."""
    roast = Sku("roti-porc")
    match deed:
        case "place":
            market.place(item("tourte", "1"), item("roti-porc", "1.2"))
        case "accept":
            market.do(OPERATOR, services.accept, number, BUTCHER)
            market.do(OPERATOR, services.accept, number, BAKERY)
        case "missing":
            market.do(OPERATOR, services.report_missing, number, BAKERY, Sku("tourte"))
        case "offer":
            market.do(
                OPERATOR, services.report_missing, number, BAKERY, Sku("tourte"), Sku("tradition")
            )
        case "yes" | "no":
            market.do(
                OPERATOR,
                services.answer_substitute,
                number,
                BAKERY,
                Sku("tourte"),
                accepted=deed == "yes",
            )
        case "weigh" | "heavy":
            weight = Decimal("1.1" if deed == "weigh" else "2")
            market.do(OPERATOR, services.weigh, number, BUTCHER, roast, weight)
        case "take":
            market.do(OPERATOR, services.answer_weight, number, BUTCHER, roast, accepted=True)
        case "amend":
            market.do(OPERATOR, services.amend, number, [item("tourte", "2")])
        case "cancel":
            market.do(OPERATOR, services.cancel, number)
        case "pack":
            market.do(OPERATOR, services.pack, number, BAKERY)
        case "depart":
            market.do(OPERATOR, services.depart, *MARDI)
        case "paid" | "tab":
            payments = IN_CASH if deed == "paid" else ON_TAB
            market.do(OPERATOR, services.deliver, (number,), payments)
        case "absent":
            market.do(OPERATOR, services.not_deliver, number, "absent")
        case _:
            market.do(OPERATOR, services.receive_envelope, MARDI, BAKERY)


@settings(max_examples=300)
@given(DAYS)
def test_whatever_people_do_the_books_balance_and_no_stock_is_lost(
    day: tuple[list[Deed], ...],
) -> None:
    market = FakeMarket()
    numbers = [market.place(item("tourte", "1"), item("roti-porc", "1.2"))]
    for deed, which in chain.from_iterable(day):
        with suppress(errors.OrderError):
            _deed(market, deed, numbers[which % len(numbers)])
        numbers = sorted({o.number for o in _orders(market)})
    _check_books(market)
    _check_stock(market)


def _orders(market: FakeMarket) -> tuple[Order, ...]:
    return market.look(lambda p: p.orders.of_round(*MARDI))


def _check_books(market: FakeMarket) -> None:
    """Check that what is sold is held by someone, and is what was agreed at the most."""
    ledger = market.look(lambda p: p.ledger)
    assert isinstance(ledger, FakeLedger)
    assert sum(entry.minor for t in ledger.booked.values() for entry in t.entries) == 0
    for shop in (BAKERY, BUTCHER):
        sold = -ledger.balance(sales_account(shop))
        held = (cash_account(*MARDI, shop), tab_account(DURAND, shop), till_account(shop))
        assert sum(map(ledger.balance, held)) == sold
        handed = [o for o in _orders(market) if o.shop == shop and o.status in CAME]
        assert sold <= sum(line.price.ceiling.minor for o in handed for line in o.live_lines)


def _check_stock(market: FakeMarket) -> None:
    """Check that what left the shelf stands in an order, or that the shop had none of it."""
    orders, left = _orders(market), market.left("tourte")
    assert left is not None
    standing = sum(
        line.quantity
        for o in orders
        if o.status not in GONE
        for line in o.live_lines
        if line.standing.sku == "tourte"
    )
    lines = [line for o in orders for line in o.lines if line.item.sku == "tourte"]
    not_there = sum(x.quantity for x in lines if x.status == "missing" or x.substitute)
    assert 0 <= left <= 3
    assert standing <= 3 - left <= standing + not_there
