"""Placing, changing, moving and cancelling orders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.orders.market import MARDI, FakeMarket, Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BOURG,
    BUTCHER,
    BUTCHER_MAN,
    CROIX,
    DURAND,
    FRIDAY,
    FRIDAY_27,
    GRANGES,
    MARTIN,
    MONDAY_NIGHT,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    PIZZA,
    TUESDAY,
    TUESDAY_24,
    VILLAGE,
    euros,
    item,
)
from tournee.catalog.model import Sku
from tournee.orders import errors, services
from tournee.orders.basket import standing_items
from tournee.orders.events import OrderAmended, OrderCancelled, OrderPlaced
from tournee.orders.model import Beneficiary, Item, LineStatus, Order, OrderNumber, OrderStatus
from tournee.orders.rounds import round_date
from tournee.orders.services.work import save

BAGUETTE, TRADITION = Sku("baguette"), Sku("tradition")


def test_a_basket_becomes_one_number_and_one_order_for_each_shop(market: Market) -> None:
    items = (item("baguette", "2"), item("roti-porc", "1.2"), item("baguette", "1"))
    events = market.do(MRS_DURAND, services.place, DURAND, items, MARDI, place=GRANGES)
    number = events[0].number
    assert events == (
        OrderPlaced(number=number, shop=BAKERY, resident=DURAND),
        OrderPlaced(number=number, shop=BUTCHER, resident=DURAND),
    )
    order = market.order(number)
    assert (order.status, order.place, order.placed_at) == ("placed", GRANGES, market.now)
    assert order.cutoff == round_date(VILLAGE, *MARDI).cutoff
    assert [(x.position, x.name, x.quantity, x.price.total) for x in order.lines] == [
        (1, "Baguette", Decimal(3), euros("3.30"))
    ]
    roast = market.line(number, 1, BUTCHER)
    assert (roast.price.weighed, roast.price.ceiling) == (True, euros("16.00"))


def test_lines_remember_the_order_in_which_things_were_said(market: Market) -> None:
    number = market.place(item("roti-porc", "1"), item("baguette", "1"), item("jambon", count="2"))
    content = (item("roti-porc", "1"), item("baguette", "1"), item("vin", "1"), item("tourte", "1"))
    market.do(MRS_DURAND, services.amend, number, content)
    orders = market.look(lambda p: p.orders.of_number(number))
    lines = sorted((line.position, line.item.sku) for o in orders for line in o.live_lines)
    assert lines == [(1, "roti-porc"), (2, "baguette"), (4, "vin"), (5, "tourte")]


def test_numbers_have_four_digits_and_do_not_count_upwards(market: Market) -> None:
    numbers = [market.place(item("baguette", "1")) for _ in range(4)]
    assert len(set(numbers)) == 4
    assert all(1000 <= n <= 9999 for n in numbers)
    assert numbers[0] == 4821
    assert sorted(numbers) != numbers


def test_the_audit_trail_says_who_and_when(market: Market) -> None:
    number = market.place(item("baguette", "1"))
    market.now += timedelta(minutes=5)
    market.do(OPERATOR, services.cancel, number)
    trail = market.look(lambda p: p.audit.of_number(number))
    assert [(e.what, e.actor.name, e.at) for e in trail] == [
        ("placed", "durand", market.now - timedelta(minutes=5)),
        ("cancelled", "Claire", market.now),
    ]


def test_an_order_without_a_round_has_no_cutoff(market: Market) -> None:
    events = market.do(MRS_DURAND, services.place, DURAND, [item("baguette", "1")], None)
    assert market.order(events[0].number).cutoff is None


def test_a_resident_orders_in_their_own_name_only(market: Market) -> None:
    with pytest.raises(errors.NotAllowedError):
        market.do(MR_MARTIN, services.place, DURAND, [item("baguette", "1")], MARDI)
    market.do(OPERATOR, services.place, DURAND, [item("baguette", "1")], MARDI)


def test_an_order_for_someone_else_goes_to_their_door(market: Market) -> None:
    mother = Beneficiary(name="Odette Martin", place=GRANGES)
    basket = [item("baguette", "1")]
    events = market.do(
        MR_MARTIN, services.place, MARTIN, basket, MARDI, place=CROIX, beneficiary=mother
    )
    order = market.order(events[0].number)
    assert (order.place, order.beneficiary, order.resident) == (GRANGES, mother, MARTIN)


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "empty_order"),
        ((item("piles", "1"),), "unknown_product"),
        ((item("baguette", "5000"),), "too_many"),
        ((item("brioche", "1"),), "not_available"),
        ((item("margherita", "1"),), "option_missing"),
        ((item("baguette", "1"), item("tourte", "4")), "out_of_stock"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    market: Market, items: tuple[Item, ...], code: str
) -> None:
    with pytest.raises(errors.OrderError) as refused:
        market.do(MRS_DURAND, services.place, DURAND, items, MARDI, place=GRANGES)
    assert refused.value.code == code
    assert market.left("tourte") == 3
    assert market.place(item("baguette", "1")) == 4821


def test_past_the_cutoff_a_round_takes_no_orders(market: Market) -> None:
    market.now = MONDAY_NIGHT
    with pytest.raises(errors.RoundClosedError):
        market.place(item("baguette", "1"))


def test_a_place_that_the_round_does_not_serve_is_refused(market: Market) -> None:
    with pytest.raises(errors.NotServedError):
        market.do(MRS_DURAND, services.place, DURAND, [item("baguette", "1")], MARDI, place=CROIX)


def test_a_full_round_takes_more_from_a_door_it_stops_at_and_from_no_other(market: Market) -> None:
    first = market.place(item("baguette", "1"))
    for_two = [Beneficiary(name=name, place=GRANGES) for name in ("Odette", "Paul")]
    basket = [item("tradition", "1")]
    market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, beneficiary=for_two[0])
    with pytest.raises(errors.RoundFullError):
        market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, beneficiary=for_two[1])
    market.place(item("tradition", "1"))
    market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, beneficiary=for_two[0])
    for number in {first, *(o.number for o in _open(market))}:
        market.do(OPERATOR, services.cancel, number)
    market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, beneficiary=for_two[1])


def _open(market: Market) -> list[Order]:
    return [o for o in market.look(lambda p: p.orders.of_round(*MARDI)) if o.is_open]


def test_stock_is_set_aside_and_comes_back_when_cancelled(market: Market) -> None:
    number = market.place(item("tourte", "2"), item("viande-hachee", "1.5"))
    assert market.left("tourte") == 1
    assert market.left("viande-hachee") == 1
    with pytest.raises(errors.OutOfStockError) as refused:
        market.place(item("viande-hachee", "0.5"), item("tourte", "2"))
    assert refused.value.sku == "tourte"
    assert refused.value.limit == 1
    assert market.left("viande-hachee") == 1
    market.do(MRS_DURAND, services.cancel, number)
    assert market.left("tourte") == 3
    assert market.left("viande-hachee") == Decimal("2.5")


def test_someone_who_was_first_is_told_apart_from_a_mistake() -> None:
    market = FakeMarket()
    number = market.place(item("baguette", "1"))
    late = market.order(number)
    market.do(BAKER, services.accept, number, BAKERY)
    cancelled = replace(late, status=OrderStatus.CANCELLED)
    with pytest.raises(errors.WrongStateError) as refused:
        market.do(MRS_DURAND, save, late, cancelled)
    assert refused.value.status is OrderStatus.ACCEPTED


def test_an_order_without_a_round_is_cancelled_until_it_is_packed(market: Market) -> None:
    events = market.do(MRS_DURAND, services.place, DURAND, [item("baguette", "1")], None)
    market.do(MRS_DURAND, services.cancel, events[0].number)
    assert market.status(events[0].number) == "cancelled"


# --- amending ------------------------------------------------------------------------------------


def test_a_change_reaches_only_the_shops_that_it_concerns(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("roti-porc", "1.2"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BUTCHER_MAN, services.accept, number, BUTCHER)
    content = (item("baguette", "3"), item("tradition", "1"), item("roti-porc", "1.2"))
    events = market.do(MRS_DURAND, services.amend, number, content)
    assert events == (
        OrderAmended(
            number=number, shop=BAKERY, resident=DURAND, added=(TRADITION,), changed=(BAGUETTE,)
        ),
    )
    assert market.status(number, BAKERY) == "placed"
    assert market.status(number, BUTCHER) == "accepted"
    assert [(x.position, str(x.item.qty), str(x.status)) for x in market.order(number).lines] == [
        (1, "3", "asked"),
        (3, "1", "asked"),
    ]
    assert market.order(number).answered_by is None


def test_lines_that_stay_keep_the_shops_answer(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("tradition", "1"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(MRS_DURAND, services.amend, number, (item("baguette", "2"), item("tourte", "1")))
    assert [x.status for x in market.order(number).lines] == ["accepted", "removed", "asked"]
    market.do(BAKER, services.accept, number, BAKERY)
    assert market.status(number) == "accepted"


def test_a_new_shop_joins_under_the_same_number_and_an_emptied_one_leaves(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    events = market.do(MRS_DURAND, services.amend, number, [item("roti-porc", "1")])
    assert events == (
        OrderCancelled(number=number, shop=BAKERY, resident=DURAND),
        OrderPlaced(number=number, shop=BUTCHER, resident=DURAND),
    )
    assert (market.order(number, BUTCHER).round, market.order(number, BUTCHER).date) == MARDI
    events = market.do(
        MRS_DURAND, services.amend, number, [item("roti-porc", "1"), item("tradition", "1")]
    )
    assert events == (OrderPlaced(number=number, shop=BAKERY, resident=DURAND),)
    assert [(x.item.sku, x.status) for x in market.order(number).lines] == [
        ("baguette", "removed"),
        ("tradition", "asked"),
    ]


def test_the_same_content_changes_nothing(market: Market) -> None:
    number = market.place(item("baguette", "2", "+bien-cuit"), item("roti-porc", "1.2"))
    orders = market.look(lambda p: p.orders.of_number(number))
    assert market.do(MRS_DURAND, services.amend, number, standing_items(orders)) == ()
    assert market.look(lambda p: p.orders.of_number(number)) == orders


def test_an_empty_content_cancels(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    events = market.do(MRS_DURAND, services.amend, number, ())
    assert events == (OrderCancelled(number=number, shop=BAKERY, resident=DURAND),)
    with pytest.raises(errors.WrongStateError) as refused:
        market.do(MRS_DURAND, services.cancel, number)
    assert refused.value.status is OrderStatus.CANCELLED


def test_a_change_moves_stock_by_the_difference(market: Market) -> None:
    number = market.place(item("tourte", "2"))
    market.do(MRS_DURAND, services.amend, number, [item("tourte", "3")])
    assert market.left("tourte") == 0
    with pytest.raises(errors.OutOfStockError):
        market.do(MRS_DURAND, services.amend, number, [item("tourte", "4")])
    assert market.line(number, 1).quantity == 3
    market.do(MRS_DURAND, services.amend, number, [item("tourte", "1")])
    assert market.left("tourte") == 2
    market.do(MRS_DURAND, services.amend, number, [item("baguette", "1")])
    assert market.left("tourte") == 3


def test_a_standing_substitute_is_changed_as_itself(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("tourte", "1"))
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    content = standing_items(market.look(lambda p: p.orders.of_number(number)))
    assert content == (item("tradition", "2"), item("tourte", "1"))
    market.do(MRS_DURAND, services.amend, number, content[:1])
    assert market.line(number, 1).status is LineStatus.SUBSTITUTED
    market.do(MRS_DURAND, services.amend, number, [item("tradition", "3")])
    line = market.line(number, 1)
    assert (line.item.sku, line.status, line.substitute) == ("tradition", "asked", None)


def test_a_substitute_beside_its_own_product_stays_a_line_of_its_own(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("tradition", "1"), item("roti-porc", "1"))
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE, TRADITION)
    market.do(MRS_DURAND, services.answer_substitute, number, BAKERY, BAGUETTE, accepted=True)
    content = standing_items(market.look(lambda p: p.orders.of_number(number)))
    kept = tuple(i for i in content if i.sku != "roti-porc")
    events = market.do(MRS_DURAND, services.amend, number, (*kept, item("roti-porc", "2")))
    assert [event.shop for event in events] == [BUTCHER]
    assert [str(x.status) for x in market.order(number).lines] == ["substituted", "accepted"]


def test_what_is_missing_may_be_asked_again(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("tradition", "1"))
    market.do(BAKER, services.report_missing, number, BAKERY, BAGUETTE)
    market.do(MRS_DURAND, services.amend, number, [item("tradition", "1"), item("baguette", "1")])
    assert [(x.item.sku, x.status) for x in market.order(number).lines] == [
        ("baguette", "missing"),
        ("tradition", "accepted"),
        ("baguette", "asked"),
    ]
    market.do(BAKER, services.accept, number, BAKERY)
    assert market.status(number) == "partly_accepted"


def test_only_the_one_who_ordered_and_operators_change_an_order(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    for service in (services.cancel, lambda w, n: services.amend(w, n, [item("tradition", "1")])):
        with pytest.raises(errors.NotAllowedError):
            market.do(MR_MARTIN, service, number)
        with pytest.raises(errors.NotAllowedError):
            market.do(BAKER, service, number)
    market.do(OPERATOR, services.amend, number, [item("tradition", "1")])


def test_after_the_cutoff_only_operators_change_an_order(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    market.now = MONDAY_NIGHT
    for service in (services.cancel, lambda w, n: services.amend(w, n, [item("tradition", "1")])):
        with pytest.raises(errors.RoundClosedError) as refused:
            market.do(MRS_DURAND, service, number)
        assert refused.value.number == number
    market.do(OPERATOR, services.cancel, number)


def test_what_a_shop_has_packed_stays_and_the_others_may_change(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("roti-porc", "1"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(BAKER, services.pack, number, BAKERY)
    market.do(MRS_DURAND, services.amend, number, [item("baguette", "2"), item("roti-porc", "2")])
    for content in ([item("baguette", "3"), item("roti-porc", "2")], [item("roti-porc", "2")]):
        with pytest.raises(errors.WrongStateError) as refused:
            market.do(MRS_DURAND, services.amend, number, content)
        assert refused.value.status is OrderStatus.PACKED
    with pytest.raises(errors.WrongStateError):
        market.do(MRS_DURAND, services.cancel, number)
    assert market.status(number, BUTCHER) == "placed"


def test_an_unknown_number_is_unknown(market: Market) -> None:
    with pytest.raises(errors.UnknownOrderError):
        market.do(MRS_DURAND, services.cancel, OrderNumber(1))


# --- moving --------------------------------------------------------------------------------------


def test_an_order_moves_to_another_round_and_every_shop_answers_again(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("margherita", "1", "+grande"))
    market.do(BAKER, services.accept, number, BAKERY)
    events = market.do(MRS_DURAND, services.move, number, FRIDAY, FRIDAY_27)
    assert [(e.kind, e.shop, e.moved) for e in events] == [
        ("order_amended", BAKERY, True),
        ("order_amended", PIZZA, True),
    ]
    order = market.order(number)
    assert (order.round, order.date, order.status) == (FRIDAY, FRIDAY_27, "placed")
    assert order.cutoff == round_date(VILLAGE, FRIDAY, FRIDAY_27).cutoff


def test_past_the_cutoff_an_order_moves_only_off_a_cancelled_round(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    market.now = MONDAY_NIGHT
    with pytest.raises(errors.RoundClosedError):
        market.do(MRS_DURAND, services.move, number, FRIDAY, FRIDAY_27)
    market.do(OPERATOR, services.cancel_round, TUESDAY, TUESDAY_24, "neige")
    market.do(MRS_DURAND, services.move, number, FRIDAY, FRIDAY_27)
    with pytest.raises(errors.RoundCancelledError):
        market.do(MRS_DURAND, services.move, number, TUESDAY, TUESDAY_24)


def test_an_order_cannot_move_to_a_day_without_that_round(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    with pytest.raises(errors.UnknownRoundError):
        market.do(MRS_DURAND, services.move, number, FRIDAY, TUESDAY_24)


def test_an_order_takes_no_more_crates_than_its_round_has_left(market: Market) -> None:
    """A piece of unknown weight fills a twentieth of a crate; the van takes three crates."""
    vendredi = (FRIDAY, FRIDAY_27)
    mine = market.do(
        MRS_DURAND, services.place, DURAND, [item("tradition", "40")], vendredi, place=GRANGES
    )[0].number
    his = market.do(
        MR_MARTIN, services.place, MARTIN, [item("tradition", "10")], vendredi, place=BOURG
    )[0].number
    with pytest.raises(errors.RoundFullError) as refused:
        market.do(MRS_DURAND, services.amend, mine, [item("tradition", "60")])
    assert refused.value.limit == 3
    assert market.line(mine, 1).quantity == 40
    with pytest.raises(errors.RoundFullError):
        market.do(OPERATOR, services.amend, his, [item("tradition", "10"), item("vin", "11")])
    market.do(MRS_DURAND, services.amend, mine, [item("tradition", "50")])
    market.do(MRS_DURAND, services.amend, mine, [item("tradition", "5")])
    market.do(MR_MARTIN, services.amend, his, [item("tradition", "55")])
    assert market.line(his, 1).quantity == 55
