"""Picking lists, stops and habits."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from tests.orders.market import MARDI, FakeMarket
from tests.orders.village import (
    BAKER,
    BAKERY,
    BOURG,
    BUTCHER,
    DURAND,
    GRANGES,
    MARTIN,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    VILLAGE,
    euros,
    item,
)
from tournee.catalog.model import PersonSlug, Sku
from tournee.orders import services
from tournee.orders.habits import usual_items, usual_skus
from tournee.orders.lists import picking_list, stop_name, stops
from tournee.orders.model import Beneficiary, Order


def _orders(market: FakeMarket) -> tuple[Order, ...]:
    return market.look(lambda p: p.orders.of_round(*MARDI))


def test_a_picking_list_has_totals_by_product_then_bags() -> None:
    market = FakeMarket()
    first = market.place(item("baguette", "2"), item("tourte", "1"))
    market.place(item("baguette", "1"), item("baguette", "1", "+bien-cuit"))
    cancelled = market.place(item("baguette", "7"))
    market.do(MRS_DURAND, services.cancel, cancelled)
    market.do(BAKER, services.report_missing, first, BAKERY, Sku("tourte"), Sku("tradition"))
    found = picking_list(_orders(market))
    assert [(t.name, t.options, int(t.qty)) for t in found.totals] == [
        ("Baguette", (), 3),
        ("Baguette", ("+bien-cuit",), 1),
    ]
    assert [(b.number == first, len(b.lines), b.answered) for b in found.bags] == [
        (True, 2, True),
        (False, 2, False),
    ]
    market.do(MRS_DURAND, services.answer_substitute, first, BAKERY, Sku("tourte"), accepted=True)
    assert [t.sku for t in picking_list(_orders(market)).totals] == [
        "baguette",
        "baguette",
        "tradition",
    ]


def test_goods_by_the_kilo_are_listed_by_weight_piece_and_money() -> None:
    market = FakeMarket()
    market.place(item("courgette", "0.5"), item("courgette", count="3"))
    market.place(item("courgette", amount="2"), item("courgette", "1"))
    (total,) = picking_list(_orders(market)).totals
    assert (total.qty, total.count, total.amounts) == (Decimal("1.5"), Decimal(3), (Decimal(2),))


def test_what_is_weighed_is_listed_with_its_real_weight() -> None:
    market = FakeMarket()
    number = market.place(item("roti-porc", "1.2"))
    for weight, listed in (("1.5", "1.2"), ("1.25", "1.25")):
        market.do(OPERATOR, services.weigh, number, BUTCHER, Sku("roti-porc"), Decimal(weight))
        (total,) = picking_list(_orders(market)).totals
        assert total.qty == Decimal(listed)


def test_stops_are_doors_in_the_order_of_places() -> None:
    market = FakeMarket()
    market.place(item("baguette", "2"), item("roti-porc", "1.2"))
    market.place(item("vin", "1"))
    market.do(MR_MARTIN, services.place, MARTIN, [item("baguette", "1")], MARDI, place=BOURG)
    found = stops(_orders(market), VILLAGE.people, VILLAGE)
    assert [(stop_name(s), s.place, len(s.numbers), s.shops) for s in found] == [
        ("Luc Martin", BOURG, 1, (BAKERY,)),
        ("Jeanne Durand", GRANGES, 2, (BAKERY, BUTCHER)),
    ]
    assert [s.age_check for s in found] == [False, True]
    assert (found[1].due.total, found[1].due.weighed) == (euros("23.83"), True)


def test_a_stop_for_someone_else_bears_their_name() -> None:
    market = FakeMarket()
    basket, unknown = [item("baguette", "1")], Beneficiary(name="Odette", place=GRANGES)
    known = Beneficiary(name="Mme Durand", place=GRANGES, person=DURAND)
    for whom in (unknown, known):
        market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, place=BOURG, beneficiary=whom)
    market.place(item("tradition", "1"))
    found = stops(_orders(market), VILLAGE.people, VILLAGE)
    assert {(stop_name(s), s.person.slug if s.person else None) for s in found} == {
        ("Odette", None),
        ("Mme Durand", DURAND),
    }


def test_a_stop_of_someone_unknown_comes_last_under_what_is_known() -> None:
    market = FakeMarket()
    number = market.place(item("baguette", "1"))
    order = replace(market.order(number), resident=PersonSlug("+33639980009"), place=None)
    (stop,) = stops([order], (), VILLAGE)
    assert (stop_name(stop), stop.place) == ("+33639980009", None)


def _past(market: FakeMarket) -> tuple[Order, ...]:
    return tuple(reversed(_orders(market)))


def test_the_usual_is_what_was_ordered_most_often() -> None:
    market = FakeMarket()
    assert usual_items(_past(market), VILLAGE) == ()
    market.place(item("baguette", "2"), item("roti-porc", "1"))
    market.place(item("tourte", "1"))
    assert usual_items(_past(market), VILLAGE) == (item("tourte", "1"),)
    market.place(item("roti-porc", "1"), item("baguette", "2"))
    assert set(usual_items(_past(market), VILLAGE)) == {
        item("baguette", "2"),
        item("roti-porc", "1"),
    }
    assert usual_skus(_past(market))[-1] == "tourte"


def test_the_usual_is_what_was_asked_and_can_still_be_had() -> None:
    market = FakeMarket()
    number = market.place(item("baguette", "2"), item("tradition", "1"))
    market.do(BAKER, services.report_missing, number, BAKERY, Sku("baguette"))
    cancelled = market.place(item("tourte", "1"))
    market.now += timedelta(minutes=1)
    market.do(OPERATOR, services.cancel, cancelled)
    without = replace(VILLAGE, products=tuple(p for p in VILLAGE.products if p.sku != "tradition"))
    assert usual_items(_past(market), without) == (item("baguette", "2"),)
