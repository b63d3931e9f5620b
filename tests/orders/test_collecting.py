"""Goods collected at the shop: handed out once, paid into the till, and the books balance."""

import pytest

from tests.orders.market import MARDI, Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER_MAN,
    DURAND,
    GRANGES,
    MRS_DURAND,
    item,
)
from tournee.orders import services
from tournee.orders.errors import NotAllowedError, WrongStateError
from tournee.orders.events import OrderDelivered
from tournee.orders.ledger import cash_account, due_account, till_account
from tournee.orders.model import OrderNumber, OrderStatus
from tournee.orders.services.collecting import hand_out


def _ordered(market: Market) -> OrderNumber:
    events = market.do(MRS_DURAND, services.place, DURAND, [item("baguette", "2")], None)
    return events[0].number


def test_a_collected_order_is_paid_to_the_shop_and_settled(market: Market) -> None:
    number = _ordered(market)
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BAKER, services.pack, number, BAKERY)
    (told,) = market.do(BAKER, hand_out, number, BAKERY)
    assert isinstance(told, OrderDelivered)
    assert market.status(number) is OrderStatus.SETTLED
    balances = market.look(
        lambda p: [
            p.ledger.balance(account)
            for account in (
                till_account(BAKERY),
                due_account(DURAND, BAKERY),
                cash_account(None, None, BAKERY),
            )
        ]
    )
    assert balances == [220, 0, 0]


def test_it_is_handed_out_once_and_only_by_its_shop(market: Market) -> None:
    number = _ordered(market)
    with pytest.raises(WrongStateError):
        market.do(BAKER, hand_out, number, BAKERY)
    market.do(BAKER, services.accept, number, BAKERY)
    with pytest.raises(NotAllowedError):
        market.do(BUTCHER_MAN, hand_out, number, BAKERY)
    market.do(BAKER, hand_out, number, BAKERY)
    with pytest.raises(WrongStateError):
        market.do(BAKER, hand_out, number, BAKERY)


def test_what_goes_with_a_round_is_not_handed_out(market: Market) -> None:
    events = market.do(
        MRS_DURAND, services.place, DURAND, [item("baguette", "1")], MARDI, place=GRANGES
    )
    market.do(BAKER, services.accept, events[0].number, BAKERY)
    with pytest.raises(WrongStateError):
        market.do(BAKER, hand_out, events[0].number, BAKERY)
