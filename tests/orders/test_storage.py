"""Orders in the database: they come back as they were, and races have one winner."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

import pytest
from sqlalchemy import Engine

from tests.orders.market import MARDI, StoredMarket
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    BUTCHER_MAN,
    DRIVER,
    DURAND,
    FRIDAY,
    FRIDAY_27,
    GRANGES,
    MARTIN,
    MONDAY_MORNING,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    VILLAGE,
    item,
    resident,
)
from tournee.catalog.model import PersonSlug, Sku, VillageSlug
from tournee.catalog.storage import StoredCatalogue
from tournee.orders import errors, services
from tournee.orders.model import Beneficiary, Item, Order, OrderNumber, OrderStatus
from tournee.orders.services import Ports
from tournee.orders.storage import StoredOrders, ports
from tournee.storage.unit_of_work import UnitOfWork

R = TypeVar("R")
VENDREDI = (FRIDAY, FRIDAY_27)


@pytest.fixture
def market(database: Engine) -> StoredMarket:
    return StoredMarket(database)


def _read(market: StoredMarket, read: Callable[[StoredOrders], R]) -> R:
    def through(found: Ports) -> R:
        assert isinstance(found.orders, StoredOrders)
        return read(found.orders)

    return market.look(through)


def _numbers(orders: Iterable[Order]) -> list[OrderNumber]:
    return list(dict.fromkeys(order.number for order in orders))


def test_an_order_comes_back_as_it_was_placed(market: StoredMarket) -> None:
    basket = [
        item("margherita", "2", "+grande", "-oignons", "++fromage"),
        item("roti-porc", "1.234"),
        item("courgette", count="3"),
        item("viande-hachee", amount="7.50"),
    ]
    mother = Beneficiary(name="Odette Martin", place=GRANGES, person=DURAND)
    (first, *_) = market.do(MR_MARTIN, services.place, MARTIN, basket, MARDI, beneficiary=mother)
    orders = market.look(lambda p: p.orders.of_number(first.number))
    assert [line.item for o in orders for line in o.lines] == [*basket[1:], basket[0]]
    assert {(o.beneficiary, o.place, o.placed_at) for o in orders} == {
        (mother, GRANGES, MONDAY_MORNING)
    }
    assert orders == market.look(lambda p: p.orders.hold(first.number))


def test_a_save_over_a_newer_one_is_refused(market: StoredMarket) -> None:
    number = market.place(item("baguette", "1"))
    order = market.order(number)
    market.do(BAKER, services.accept, number, BAKERY)
    late = replace(order, status=OrderStatus.CANCELLED)
    assert not market.look(lambda p: p.orders.save(late, was=order.status))
    same_status = replace(market.order(number), version=0)
    assert not market.look(lambda p: p.orders.save(same_status, was=OrderStatus.ACCEPTED))
    assert market.status(number) == "accepted"


def test_a_resident_sees_open_orders_and_the_last_of_the_others(market: StoredMarket) -> None:
    kept = market.place(item("baguette", "1"), item("roti-porc", "1"))
    past = []
    for _ in range(4):
        market.now += timedelta(minutes=1)
        past.append(market.place(item("tradition", "1"), item("roti-porc", "1")))
        market.do(MRS_DURAND, services.cancel, past[-1])
    market.do(MR_MARTIN, services.place, MARTIN, [item("baguette", "1")], MARDI)
    found = _read(market, lambda store: store.of_resident(DURAND, others=3))
    assert _numbers(found) == [*reversed(past[-3:]), kept]


def test_shops_and_operators_see_what_is_open(market: StoredMarket) -> None:
    both = market.place(item("baguette", "1"), item("roti-porc", "1"))
    market.now += timedelta(minutes=1)
    later = market.place(item("baguette", "1"))
    market.do(BUTCHER_MAN, services.refuse, both, BUTCHER)
    assert _numbers(_read(market, lambda store: store.of_shop(BAKERY))) == [later, both]
    assert _read(market, lambda store: store.of_shop(BUTCHER)) == ()
    assert len(_read(market, StoredOrders.open_orders)) == 2
    assert len(_read(market, StoredOrders.every_order)) == 3


def test_coming_rounds_know_their_stops_and_what_is_called_off(market: StoredMarket) -> None:
    market.place(item("baguette", "1"), item("roti-porc", "1"))
    market.place(item("tradition", "1"))
    market.do(MR_MARTIN, services.place, MARTIN, [item("baguette", "1")], MARDI)
    cancelled = market.do(MR_MARTIN, services.place, MARTIN, [item("baguette", "1")], VENDREDI)
    market.do(MR_MARTIN, services.cancel, cancelled[0].number)
    market.do(OPERATOR, services.cancel_round, *VENDREDI)
    found = _read(market, lambda store: store.upcoming(market.now))
    assert [(run.key, run.taken, run.cancelled) for run in found[:3]] == [
        ("mardi:2026-11-24", 2, False),
        ("vendredi:2026-11-27", 0, True),
        ("mardi:2026-12-01", 0, False),
    ]


def test_villages_see_only_their_own(market: StoredMarket, database: Engine) -> None:
    number = market.place(item("baguette", "1"))
    elsewhere = replace(VILLAGE, settings=replace(VILLAGE.settings, slug=VillageSlug("ailleurs")))
    with UnitOfWork(database) as work:
        StoredCatalogue(work.session).replace(elsewhere, by="test", at=MONDAY_MORNING)
        theirs = ports(work.session, elsewhere)
        assert theirs.orders.of_number(number) == ()
        assert theirs.orders.of_round(*MARDI) == ()
        assert theirs.orders.next_number() == number
        assert theirs.audit.of_number(number) == ()


# --- at the same time ----------------------------------------------------------------------------


def _all_at_once(deeds: list[Callable[[], object]]) -> list[str]:
    """Do all at the same time; return what came of each: `done`, or the code of its error."""

    def outcome(deed: Callable[[], object]) -> str:
        try:
            deed()
        except errors.OrderError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(outcome, deeds))


def _place(market: StoredMarket, name: str, *items: Item) -> Callable[[], object]:
    who = PersonSlug(name)
    return lambda: market.do(resident(who), services.place, who, items, MARDI, place=GRANGES)


def test_the_last_stops_are_promised_once(market: StoredMarket) -> None:
    names = ["anne", "bob", "chloe", "denis", "emma"]
    outcomes = _all_at_once([_place(market, name, item("baguette", "1")) for name in names])
    assert outcomes == ["done", "done", "round_full", "round_full", "round_full"]
    numbers = {o.number for o in market.look(lambda p: p.orders.of_round(*MARDI))}
    assert len(numbers) == 2


def test_the_last_loaf_is_sold_once(market: StoredMarket) -> None:
    outcomes = _all_at_once([_place(market, "anne", item("tourte", "1")) for _ in range(5)])
    assert outcomes == ["done", "done", "done", "out_of_stock", "out_of_stock"]
    assert market.left("tourte") == 0


def test_a_double_tap_is_one_acceptance(market: StoredMarket) -> None:
    number = market.place(item("baguette", "1"))
    tap = lambda: market.do(BAKER, services.accept, number, BAKERY)  # noqa: E731
    assert _all_at_once([tap] * 4) == ["done", "wrong_state", "wrong_state", "wrong_state"]
    trail = market.look(lambda p: p.audit.of_number(number))
    assert [entry.what for entry in trail] == ["placed", "accepted"]


def test_accepting_and_cancelling_at_once_leave_one_story(market: StoredMarket) -> None:
    number = market.place(item("tourte", "2"))
    _all_at_once(
        [
            lambda: market.do(BAKER, services.accept, number, BAKERY),
            lambda: market.do(MRS_DURAND, services.cancel, number),
            lambda: market.do(BAKER, services.report_missing, number, BAKERY, Sku("tourte")),
        ]
    )
    status = market.status(number)
    assert status in {"cancelled", "refused"}
    assert market.left("tourte") == (3 if status == "cancelled" else 1)


def test_a_shop_that_has_less_and_a_resident_who_wants_less_leave_one_story(
    market: StoredMarket,
) -> None:
    number = market.place(item("tourte", "3"))
    shop, sku = BAKERY, Sku("tourte")
    outcomes = _all_at_once(
        [
            lambda: market.do(BAKER, services.report_left, number, shop, sku, Decimal(2)),
            lambda: market.do(BAKER, services.report_left, number, shop, sku, Decimal(2)),
            lambda: market.do(MRS_DURAND, services.amend, number, [item("tourte", "1")]),
        ]
    )
    assert "done" in outcomes
    line = market.line(number, 1)
    assert (line.short, line.quantity) in {(True, Decimal(2)), (False, Decimal(1))}
    assert market.left("tourte") in {Decimal(0), Decimal(1), Decimal(2)}


def test_a_delivery_tapped_twice_is_booked_once(market: StoredMarket) -> None:
    number = market.place(item("baguette", "2"))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(DRIVER, services.depart, *MARDI)
    outcomes = _all_at_once(
        [
            lambda: market.do(DRIVER, services.deliver, (number,)),
            lambda: market.do(DRIVER, services.deliver, (number,)),
        ]
    )
    assert outcomes == ["done", "wrong_state"]
    assert market.look(lambda p: p.ledger.cash_of_round(*MARDI)) == {BAKERY: 220}
