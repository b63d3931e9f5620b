"""Which rounds a shop can be on: it is open in time to pack, and does not work on days off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.fakes import fake_ports
from tests.orders.village import (
    BAKERY,
    DURAND,
    FRIDAY_27,
    GRANGES,
    MONDAY_MORNING,
    MRS_DURAND,
    OPERATOR,
    PIZZA,
    TUESDAY,
    TUESDAY_24,
    VILLAGE,
    item,
)
from tournee.catalog.model import Village
from tournee.orders import services
from tournee.orders.errors import ShortNoticeError
from tournee.orders.readying import PACKED_BEFORE, Packing
from tournee.orders.rounds import Needs, choose, needs_of, upcoming
from tournee.orders.services import Work

ZONE = VILLAGE.settings.zone
ROUNDS = upcoming(VILLAGE, MONDAY_MORNING)
TUESDAY_MORNING, FRIDAY_EVENING = ROUNDS[0], ROUNDS[1]


def _packs(hours: str) -> Packing:
    return Packing(shop=PIZZA, hours=hours, zone=ZONE)


@pytest.mark.parametrize(
    ("hours", "ready"),
    [
        ("Tu 07:00-13:00", True),
        ("Tu 17:00-21:30", False),
        ("Mo 17:00-21:30", True),
        ("We-Su 17:00-21:30", False),
        ("Mo 07:00-09:00", False),
        ("Tu 09:29-12:00", True),
        ("Tu 09:30-12:00", False),
        ("", True),
    ],
)
def test_a_shop_is_on_a_round_if_it_is_open_within_the_day_before(
    hours: str,
    *,
    ready: bool,
) -> None:
    assert _packs(hours).ready_for(TUESDAY_MORNING, MONDAY_MORNING) is ready


def test_what_is_ordered_after_the_last_closing_can_not_be_packed_any_more() -> None:
    sunday_morning = replace(TUESDAY_MORNING, departs=datetime(2026, 11, 29, 8, 30, tzinfo=UTC))
    butcher = _packs("Mo-Sa 08:00-19:00")
    assert butcher.ready_for(sunday_morning, datetime(2026, 11, 28, 17, tzinfo=UTC))
    assert not butcher.ready_for(sunday_morning, datetime(2026, 11, 28, 18, tzinfo=UTC))


def test_nobody_hands_bags_out_on_a_day_that_a_shop_takes_off() -> None:
    assert not _packs("Mo-Sa 08:00-19:00; 2026 Nov 24 off").ready_for(
        TUESDAY_MORNING, MONDAY_MORNING
    )


@given(
    opens=st.integers(0, 23),
    day=st.sampled_from(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")),
    minutes=st.integers(-3 * 1440, 3 * 1440),
)
def test_later_never_makes_a_shop_ready_that_was_not(opens: int, day: str, minutes: int) -> None:
    shop = _packs(f"{day} {opens:02}:00-{opens + 1:02}:00")
    now = TUESDAY_MORNING.departs + timedelta(minutes=minutes)
    ready = shop.ready_for(TUESDAY_MORNING, now)
    assert ready <= shop.ready_for(TUESDAY_MORNING, now - PACKED_BEFORE)
    assert not (ready and now >= TUESDAY_MORNING.departs)


# --- choosing ------------------------------------------------------------------------------------


def _needs(pizza: str = "We-Su 17:00-21:30", *others: str) -> Needs:
    shops = [_packs(pizza), *(replace(_packs(hours), shop=BAKERY) for hours in others)]
    return Needs(shops=tuple(shops))


def test_a_wish_for_a_day_on_which_a_shop_is_closed_is_answered_with_the_next_for_all() -> None:
    needs = _needs("We-Su 17:00-21:30", "Mo-Sa 07:00-19:00")
    offer = choose(ROUNDS, None, TUESDAY_24, None, MONDAY_MORNING, needs=needs)
    assert (offer.reason, offer.round) == ("shop_closed", FRIDAY_EVENING)
    assert (offer.missed, offer.closed) == (TUESDAY_24, (PIZZA,))


def test_without_a_wish_the_offer_still_tells_which_round_was_missed() -> None:
    offer = choose(ROUNDS, None, None, None, MONDAY_MORNING, needs=_needs())
    assert (offer.reason, offer.round, offer.missed) == ("next", FRIDAY_EVENING, TUESDAY_24)


def test_a_round_that_was_not_missed_for_a_shop_is_not_told() -> None:
    offer = choose(ROUNDS, None, FRIDAY_27, None, MONDAY_MORNING, needs=_needs())
    assert (offer.reason, offer.missed, offer.closed) == ("asked", None, ())


def test_shops_that_are_never_open_together_have_no_round() -> None:
    needs = _needs("Tu 07:00-08:00", "Fr 07:00-08:00")
    offer = choose(ROUNDS, None, None, None, MONDAY_MORNING, needs=needs)
    assert (offer.round, offer.missed, offer.closed) == (None, TUESDAY_24, (BAKERY,))


# --- the services --------------------------------------------------------------------------------


def _pizza_shut() -> Village:
    shops = tuple(
        replace(s, hours="We-Su 17:00-21:30") if s.slug == PIZZA else s for s in VILLAGE.shops
    )
    return replace(VILLAGE, shops=shops)


PIZZA_ITEM = item("margherita", "1", "+petite")


def test_items_name_the_shops_that_pack_them() -> None:
    assert [p.shop for p in needs_of((item("baguette", "1"), PIZZA_ITEM), VILLAGE).shops] == [
        BAKERY,
        PIZZA,
    ]
    assert Decimal(0) < needs_of((item("baguette", "1"),), VILLAGE).crates


def test_the_services_refuse_a_round_for_which_a_shop_is_shut_but_not_to_operators() -> None:
    ports = fake_ports(_pizza_shut())
    resident = Work(ports=ports, actor=MRS_DURAND, now=MONDAY_MORNING)
    operator = Work(ports=ports, actor=OPERATOR, now=MONDAY_MORNING)
    bread, run = item("baguette", "1"), (TUESDAY, TUESDAY_24)
    with pytest.raises(ShortNoticeError):
        services.place(resident, DURAND, (PIZZA_ITEM,), run, place=GRANGES)
    (placed,) = services.place(resident, DURAND, (bread,), run, place=GRANGES)
    with pytest.raises(ShortNoticeError):
        services.amend(resident, placed.number, (bread, PIZZA_ITEM))
    assert len(services.amend(operator, placed.number, (bread, PIZZA_ITEM))) == 1
