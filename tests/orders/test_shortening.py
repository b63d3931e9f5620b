"""A shop that has a part of what was asked, and residents who take it or do not."""

from dataclasses import replace
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
    MONDAY_NIGHT,
    MR_MARTIN,
    MRS_DURAND,
    VILLAGE,
    euros,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import errors, services
from tournee.orders.basket import standing_items
from tournee.orders.events import LineShort, OrderCancelled, RestDeclined
from tournee.orders.habits import last_items
from tournee.orders.model import OrderNumber, Price
from tournee.orders.pricing import order_price, part_price
from tournee.orders.receipts import lines_of
from tournee.orders.services.lines import new_line

ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)
BAGUETTE, TOURTE, ROAST = Sku("baguette"), Sku("tourte"), Sku("roti-porc")


@pytest.fixture
def number(market: Market) -> OrderNumber:
    return market.place(item("baguette", "3"), item("tourte", "3"), item("roti-porc", "1"))


def _say(market: Market, number: OrderNumber, sku: str, left: str) -> LineShort:
    butchers = sku in {"roti-porc", "jambon", "courgette", "viande-hachee"}
    actor, shop = (BUTCHER_MAN, BUTCHER) if butchers else (BAKER, BAKERY)
    (told,) = market.do(actor, services.report_left, number, shop, Sku(sku), Decimal(left))
    assert isinstance(told, LineShort)
    return told


def test_a_line_is_reduced_to_what_there_is(market: Market, number: OrderNumber) -> None:
    told = _say(market, number, "baguette", "2")
    assert (told.left, told.wanted, told.by, told.made_good) == (TWO, THREE, "Marie", False)
    line = market.line(number, 1)
    assert (line.short, line.quantity, line.whole, line.status) == (True, TWO, THREE, "accepted")
    assert (line.item.qty, line.standing.qty) == (THREE, TWO)
    assert line.price == Price(total=euros("2.20"), ceiling=euros("2.20"))
    order = market.order(number)
    assert order_price((order,), "EUR").total == euros("19.90")
    assert [str(line.status) for line in order.lines] == ["accepted", "accepted"]
    assert (order.status, order.answered_by) == ("partly_accepted", "Marie")


def test_what_there_is_not_is_gone_from_stock(market: Market, number: OrderNumber) -> None:
    _say(market, number, "tourte", "1")
    assert market.left("tourte") == 0
    market.do(MRS_DURAND, services.cancel, number)
    assert market.left("tourte") == 1


@pytest.mark.parametrize("left", ["0", "-1", "1.5", "NaN"])
def test_none_of_it_and_a_broken_piece_are_refused(
    market: Market, number: OrderNumber, left: str
) -> None:
    with pytest.raises(errors.QuantityImpossibleError):
        _say(market, number, "baguette", left)
    assert market.order(number).version == 0


def test_more_than_was_asked_is_refused_with_what_was(market: Market, number: OrderNumber) -> None:
    with pytest.raises(errors.TooManyError) as refused:
        _say(market, number, "baguette", "4")
    assert refused.value.limit == 3
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "baguette", "3")


def test_said_twice_it_is_done_once(market: Market, number: OrderNumber) -> None:
    _say(market, number, "baguette", "2")
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "baguette", "2")
    assert market.order(number).version == 1


def test_there_is_all_of_it_after_all(market: Market, number: OrderNumber) -> None:
    before = market.line(number, 1).price
    _say(market, number, "baguette", "1")
    assert _say(market, number, "baguette", "2").wanted == 3
    assert _say(market, number, "baguette", "3").made_good
    line = market.line(number, 1)
    assert (line.short, line.quantity, line.wanted, line.price) == (False, THREE, None, before)
    assert market.status(number) == "accepted"
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "baguette", "3")


def test_with_something_else_missing_it_stays_partly_accepted(
    market: Market, number: OrderNumber
) -> None:
    _say(market, number, "baguette", "1")
    market.do(BAKER, services.report_missing, number, BAKERY, TOURTE)
    _say(market, number, "baguette", "3")
    assert market.status(number) == "partly_accepted"


def test_then_none_of_it_is_missing_whole(market: Market, number: OrderNumber) -> None:
    _say(market, number, "tourte", "1")
    market.do(BAKER, services.report_missing, number, BAKERY, TOURTE)
    line = market.line(number, 2)
    assert (line.status, line.quantity, line.wanted) == ("missing", THREE, None)
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "tourte", "1")


def test_what_was_offered_in_its_place_is_taken_back(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, Sku("tradition"))
    _say(market, number, "baguette", "2")
    line = market.line(number, 1)
    assert (line.offered, line.substitute, line.quantity) == (False, None, TWO)
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, Sku("tradition"))
    assert (market.line(number, 1).quantity, market.line(number, 1).short) == (THREE, False)
    market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    _say(market, number, "tradition", "1")
    line = market.line(number, 1)
    assert (line.status, line.standing, line.whole) == (
        "substituted",
        item("tradition", "1"),
        THREE,
    )
    assert line.price.total == euros("1.30")


def test_less_by_weight_has_a_lower_ceiling_and_is_weighed(
    market: Market, number: OrderNumber
) -> None:
    _say(market, number, "roti-porc", "0.4")
    line = market.line(number, 1, BUTCHER)
    assert line.price == Price(total=euros("4.76"), ceiling=euros("5.50"), weighed=True)
    (weighed,) = market.do(BUTCHER_MAN, services.weigh, number, BUTCHER, ROAST, Decimal("0.42"))
    assert (weighed.total, weighed.above_ceiling) == (euros("5.00"), False)
    _say(market, number, "roti-porc", "0.3")
    line = market.line(number, 1, BUTCHER)
    assert (line.status, line.weight, line.quantity) == ("accepted", None, Decimal("0.3"))


def test_pieces_by_weight_stay_pieces_and_money_is_never_passed(market: Market) -> None:
    meat = item("viande-hachee", amount="20")
    number = market.place(item("courgette", count="5"), meat, item("jambon", count="6"))
    before = [line.price for line in market.order(number, BUTCHER).lines]
    _say(market, number, "courgette", "0.6")
    _say(market, number, "viande-hachee", "1")
    _say(market, number, "jambon", "0.2")
    courgette, minced, ham = market.order(number, BUTCHER).lines
    assert courgette.standing == item("courgette", count="3")
    assert minced.standing == item("viande-hachee", "1")
    assert ham.standing == item("jambon", "0.2")
    assert minced.price.ceiling == euros("17")
    _say(market, number, "viande-hachee", "1.3")
    assert market.line(number, 2, BUTCHER).price.ceiling == euros("20")
    for line in (courgette, minced, ham):
        _say(market, number, line.item.sku, str(line.whole))
    assert [line.price for line in market.order(number, BUTCHER).lines] == before


def test_the_deposit_follows() -> None:
    wine = replace(VILLAGE.product_by_sku["vin"], deposit=euros("0.20"))
    line = new_line(wine, item("vin", "6"), 1)
    part = part_price(VILLAGE, line, Decimal(4))
    assert (part.deposit, part.total) == (euros("0.80"), euros("30.20"))


def test_the_receipt_and_the_envelope_are_of_what_was_brought(
    market: Market, number: OrderNumber
) -> None:
    _say(market, number, "baguette", "2")
    _say(market, number, "roti-porc", "0.4")
    market.do(DRIVER, services.depart, *MARDI)
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "baguette", "1")
    market.do(DRIVER, services.deliver, [number])
    assert [line.quantity for line in lines_of(market.order(number))] == [2, 3]
    carried = market.look(lambda p: p.ledger.cash_of_round(*MARDI))
    assert carried[BAKERY] == 1990


def test_packed_it_is_as_it_is(market: Market, number: OrderNumber) -> None:
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BAKER, services.pack, number, BAKERY)
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "baguette", "2")


def test_only_the_shop_says_so(market: Market, number: OrderNumber) -> None:
    for actor in (BUTCHER_MAN, MRS_DURAND):
        with pytest.raises(errors.NotAllowedError):
            market.do(actor, services.report_left, number, BAKERY, BAGUETTE, Decimal(2))


# --- the resident --------------------------------------------------------------------------------


def test_the_rest_is_declined_after_the_cut_off_too(market: Market, number: OrderNumber) -> None:
    _say(market, number, "tourte", "1")
    market.now = MONDAY_NIGHT
    told = market.do(MRS_DURAND, services.decline_rest, number, BAKERY, TOURTE)
    assert told == (
        RestDeclined(number=number, shop=BAKERY, resident=DURAND, sku=TOURTE, left=Decimal(1)),
    )
    assert (market.line(number, 2).status, market.left("tourte")) == ("missing", ONE)
    assert market.status(number) == "partly_accepted"
    with pytest.raises(errors.WrongStateError):
        market.do(MRS_DURAND, services.decline_rest, number, BAKERY, TOURTE)
    with pytest.raises(errors.WrongStateError):
        _say(market, number, "tourte", "3")


def test_whoever_declines_all_that_is_left_has_no_order(market: Market) -> None:
    number = market.place(item("tourte", "3"))
    _say(market, number, "tourte", "2")
    market.do(BAKER, services.pack, number, BAKERY)
    told = market.do(MRS_DURAND, services.decline_rest, number, BAKERY, TOURTE)
    assert told == (OrderCancelled(number=number, shop=BAKERY, resident=DURAND),)
    assert (market.status(number), market.left("tourte")) == ("cancelled", TWO)


def test_nobody_declines_what_is_whole_or_another_persons(
    market: Market, number: OrderNumber
) -> None:
    with pytest.raises(errors.WrongStateError):
        market.do(MRS_DURAND, services.decline_rest, number, BAKERY, BAGUETTE)
    _say(market, number, "baguette", "2")
    with pytest.raises(errors.NotAllowedError):
        market.do(MR_MARTIN, services.decline_rest, number, BAKERY, BAGUETTE)


def test_a_change_beside_it_keeps_the_part(market: Market, number: OrderNumber) -> None:
    _say(market, number, "baguette", "2")
    held = standing_items([market.order(number), market.order(number, BUTCHER)])
    market.do(MRS_DURAND, services.amend, number, [*held, item("tradition", "1")])
    line = market.line(number, 1)
    assert (line.short, line.quantity, line.status) == (True, TWO, "accepted")
    market.do(BAKER, services.accept, number, BAKERY)
    assert market.status(number) == "partly_accepted"


def test_a_change_of_it_is_a_new_wish(market: Market, number: OrderNumber) -> None:
    _say(market, number, "baguette", "2")
    market.do(MRS_DURAND, services.amend, number, [item("baguette", "1"), item("tourte", "3")])
    line = market.line(number, 1)
    assert (line.short, line.quantity, line.status) == (False, ONE, "asked")
    with pytest.raises(errors.TooManyError):
        _say(market, number, "baguette", "2")


def test_the_usual_is_what_was_asked(market: Market, number: OrderNumber) -> None:
    _say(market, number, "baguette", "2")
    _say(market, number, "tourte", "2")
    market.do(MRS_DURAND, services.decline_rest, number, BAKERY, TOURTE)
    usual = last_items([market.order(number), market.order(number, BUTCHER)], VILLAGE)
    assert usual[:2] == (item("baguette", "3"), item("tourte", "3"))
