"""A round's day, and what shops sell today."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.orders.market import MARDI, Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DRIVER,
    DURAND,
    MRS_DURAND,
    OPERATOR,
    TUESDAY,
    TUESDAY_24,
    euros,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import errors, services
from tournee.orders.events import (
    EnvelopeReady,
    OrderDelivered,
    OrderLeftBehind,
    OrderNotDelivered,
    OrderPacked,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
)
from tournee.orders.ledger import due_account, sales_account, tab_account, till_account
from tournee.orders.model import OrderNumber, OrderStatus
from tournee.orders.payment import ON_TAB


@pytest.fixture
def number(market: Market) -> OrderNumber:
    """Order 2.20 of the bakery and a roast of 14.28 of the butcher, both accepted."""
    number = market.place(item("baguette", "2"), item("roti-porc", "1.2"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BUTCHER_MAN, services.accept, number, BUTCHER)
    return number


def test_a_shop_packs_what_it_has_accepted(market: Market, number: OrderNumber) -> None:
    assert market.do(BAKER, services.pack, number, BAKERY) == (
        OrderPacked(number=number, shop=BAKERY, resident=DURAND),
    )
    with pytest.raises(errors.WrongStateError):
        market.do(BAKER, services.pack, number, BAKERY)
    unanswered = market.place(item("tradition", "1"))
    with pytest.raises(errors.WrongStateError):
        market.do(BAKER, services.pack, unanswered, BAKERY)


def test_a_round_closes_once(market: Market) -> None:
    assert market.do(OPERATOR, services.close_round, *MARDI) == (
        RoundClosed(round=TUESDAY, date=TUESDAY_24),
    )
    assert market.do(OPERATOR, services.close_round, *MARDI) == ()


def test_a_round_leaves_with_all_that_is_accepted_packed_or_not(
    market: Market, number: OrderNumber
) -> None:
    market.do(BAKER, services.pack, number, BAKERY)
    unanswered = market.place(item("tradition", "1"))
    assert market.do(DRIVER, services.depart, *MARDI) == (
        RoundDeparted(round=TUESDAY, date=TUESDAY_24),
        OrderLeftBehind(number=unanswered, shop=BAKERY, resident=DURAND),
    )
    assert market.status(number, BAKERY) == "out_for_delivery"
    assert market.status(number, BUTCHER) == "out_for_delivery"
    assert market.status(unanswered) == "refused"


def test_a_round_leaves_once_and_only_drivers_send_it(market: Market, number: OrderNumber) -> None:
    with pytest.raises(errors.NotAllowedError):
        market.do(BAKER, services.depart, *MARDI)
    market.do(DRIVER, services.depart, *MARDI)
    with pytest.raises(errors.WrongStateError) as refused:
        market.do(DRIVER, services.depart, *MARDI)
    assert refused.value.status is OrderStatus.OUT_FOR_DELIVERY
    with pytest.raises(errors.WrongStateError):
        market.do(OPERATOR, services.cancel_round, *MARDI)
    assert market.status(number) == "out_for_delivery"


def test_questions_left_open_at_departure_cost_nobody_more(
    market: Market, number: OrderNumber
) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, Sku("baguette"), Sku("tradition"))
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, Sku("roti-porc"), Decimal(2))
    market.do(DRIVER, services.depart, *MARDI)
    assert market.line(number, 1).status == "missing"
    roast = market.line(number, 1, BUTCHER)
    assert (roast.status, roast.price.total) == ("weighed", roast.price.ceiling)


def test_bags_paid_at_the_door_are_the_drivers_to_carry(
    market: Market, number: OrderNumber
) -> None:
    market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, Sku("roti-porc"), Decimal("1.25"))
    market.do(DRIVER, services.depart, *MARDI)
    events = market.do(DRIVER, services.deliver, (number,))
    assert events[:2] == tuple(
        OrderDelivered(
            number=number,
            shop=shop,
            resident=DURAND,
            cash=euros(cash),
            cheque=euros("0.00"),
            on_tab=euros("0.00"),
            owed=euros("0.00"),
            receipt=1,
        )
        for shop, cash in ((BUTCHER, "14.88"), (BAKERY, "2.20"))
    )
    assert events[2:] == tuple(
        EnvelopeReady(round=TUESDAY, date=TUESDAY_24, shop=shop, amount=euros(cash))
        for shop, cash in ((BAKERY, "2.20"), (BUTCHER, "14.88"))
    )
    ledger = market.owed(DURAND)
    assert ledger == {}
    cash = market.look(lambda p: p.ledger.cash_of_round(*MARDI))
    assert cash == {BAKERY: 220, BUTCHER: 1488}
    market.do(BAKER, services.receive_envelope, MARDI, BAKERY)
    assert market.look(lambda p: p.ledger.cash_of_round(*MARDI)) == {BUTCHER: 1488}
    assert market.look(lambda p: p.ledger.balance(till_account(BAKERY))) == 220
    assert market.look(lambda p: p.ledger.balance(sales_account(BAKERY))) == -220
    assert market.status(number) == "settled"


def test_bags_on_the_tab_are_owed_to_each_shop(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.depart, *MARDI)
    market.do(DRIVER, services.deliver, (number,), ON_TAB)
    assert market.owed(DURAND) == {BAKERY: 220, BUTCHER: 1428}
    assert market.look(lambda p: p.ledger.balance(due_account(DURAND, BAKERY))) == 0
    assert market.look(lambda p: p.ledger.balance(tab_account(DURAND, BAKERY))) == 220
    assert market.look(lambda p: p.ledger.cash_of_round(*MARDI)) == {}
    market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER)
    assert market.owed(DURAND) == {BAKERY: 220}
    assert market.status(number, BUTCHER) == "settled"
    with pytest.raises(errors.PaymentTooLargeError):
        market.do(BUTCHER_MAN, services.pay_tab, DURAND, BUTCHER)


def test_nothing_is_delivered_twice_or_before_the_round_has_left(
    market: Market, number: OrderNumber
) -> None:
    with pytest.raises(errors.WrongStateError) as refused:
        market.do(DRIVER, services.deliver, (number,))
    assert refused.value.status is OrderStatus.ACCEPTED
    market.do(DRIVER, services.depart, *MARDI)
    with pytest.raises(errors.NotAllowedError):
        market.do(MRS_DURAND, services.deliver, (number,))
    market.do(DRIVER, services.deliver, (number,))
    with pytest.raises(errors.WrongStateError):
        market.do(DRIVER, services.deliver, (number,), ON_TAB)
    with pytest.raises(errors.WrongStateError):
        market.do(DRIVER, services.not_deliver, number, "absent")
    assert market.look(lambda p: p.ledger.cash_of_round(*MARDI)) == {BAKERY: 220, BUTCHER: 1428}


def test_nobody_at_the_door_owes_nothing(market: Market, number: OrderNumber) -> None:
    market.do(DRIVER, services.depart, *MARDI)
    events = market.do(DRIVER, services.not_deliver, number, "absent")
    assert OrderNotDelivered(number=number, shop=BAKERY, resident=DURAND, reason="absent") in events
    assert market.owed(DURAND) == {}
    with pytest.raises(errors.NothingToCloseError):
        market.do(BAKER, services.receive_envelope, MARDI, BAKERY)
    assert market.look(lambda p: p.ledger.balance(till_account(BAKERY))) == 0


def test_a_cancelled_round_keeps_its_orders_until_they_are_moved(
    market: Market, number: OrderNumber
) -> None:
    with pytest.raises(errors.NotAllowedError):
        market.do(DRIVER, services.cancel_round, *MARDI)
    assert market.do(OPERATOR, services.cancel_round, *MARDI, "neige") == (
        RoundCancelled(round=TUESDAY, date=TUESDAY_24, reason="neige"),
    )
    assert market.status(number) == "accepted"
    assert market.do(OPERATOR, services.close_round, *MARDI) == ()
    for service in (services.cancel_round, services.depart):
        with pytest.raises(errors.RoundCancelledError):
            market.do(OPERATOR, service, *MARDI)
    with pytest.raises(errors.RoundCancelledError):
        market.place(item("tradition", "1"))
    market.now += timedelta(days=2)
    market.do(MRS_DURAND, services.cancel, number)
