"""Rounds that operators move and add: orders go along, nothing is doubled."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.orders.market import MARDI, Market
from tests.orders.village import (
    BAKER,
    BAKERY,
    BUTCHER,
    DURAND,
    FRIDAY,
    FRIDAY_27,
    GRANGES,
    MRS_DURAND,
    OPERATOR,
    TUESDAY,
    TUESDAY_24,
    item,
)
from tournee.orders import services
from tournee.orders.calendar import When
from tournee.orders.errors import (
    NotAllowedError,
    RoundClosedError,
    RoundTakenError,
    UnknownRoundError,
    WrongStateError,
)
from tournee.orders.events import RoundAdded, RoundMoved
from tournee.orders.model import OrderStatus
from tournee.orders.services.shifting import add_round, move_round

WEDNESDAY = date(2026, 11, 25)


def test_a_round_moves_with_its_orders_as_the_shops_have_answered_them(market: Market) -> None:
    number = market.place(item("baguette", "2"), item("roti-porc", "1"))
    market.do(BAKER, services.accept, number, BAKERY)
    told = market.do(OPERATOR, move_round, *MARDI, When(day=WEDNESDAY, departs=time(10)), "verglas")
    assert told == (RoundMoved(round=TUESDAY, date=TUESDAY_24, to=WEDNESDAY, reason="verglas"),)
    accepted, placed = market.order(number), market.order(number, BUTCHER)
    assert (accepted.date, accepted.status) == (WEDNESDAY, OrderStatus.ACCEPTED)
    assert (placed.date, placed.status) == (WEDNESDAY, OrderStatus.PLACED)
    run = market.look(lambda p: p.rounds.run(TUESDAY, WEDNESDAY))
    assert run.departs == datetime(2026, 11, 25, 9, tzinfo=UTC)
    assert run.ends - run.departs == timedelta(hours=2, minutes=30)
    assert accepted.cutoff == run.cutoff
    assert market.look(lambda p: p.rounds.run(*MARDI)).cancelled


def test_only_the_hours_may_move(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    market.do(OPERATOR, move_round, *MARDI, When(day=TUESDAY_24, departs=time(14)))
    run = market.look(lambda p: p.rounds.run(*MARDI))
    assert run.departs == datetime(2026, 11, 24, 13, tzinfo=UTC)
    assert (run.cancelled, run.part) == (False, "afternoon")
    assert market.order(number).date == TUESDAY_24


def test_those_who_are_told_have_time_to_change_their_orders(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    market.now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    market.do(OPERATOR, move_round, *MARDI, When(day=TUESDAY_24, departs=time(16)))
    market.now += timedelta(hours=1)
    market.do(MRS_DURAND, services.cancel, number)
    assert market.status(number) is OrderStatus.CANCELLED


def test_new_orders_join_the_round_at_its_new_time(market: Market) -> None:
    market.do(OPERATOR, move_round, *MARDI, When(day=WEDNESDAY))
    events = market.do(
        MRS_DURAND, services.place, DURAND, [item("baguette", "1")], (TUESDAY, WEDNESDAY),
        place=GRANGES,
    )  # fmt: skip
    assert market.order(events[0].number).date == WEDNESDAY
    with pytest.raises(Exception, match="round_cancelled"):
        market.place(item("baguette", "1"))


def test_a_round_is_added_where_the_template_has_none(market: Market) -> None:
    with pytest.raises(UnknownRoundError):
        market.look(lambda p: p.rounds.run(TUESDAY, WEDNESDAY))
    when = When(day=WEDNESDAY, departs=time(15), ends=time(16))
    told = market.do(OPERATOR, add_round, TUESDAY, when)
    assert told == (RoundAdded(round=TUESDAY, date=WEDNESDAY),)
    run = market.look(lambda p: p.rounds.run(TUESDAY, WEDNESDAY))
    assert run.ends == datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert run.cutoff == datetime(2026, 11, 24, 17, tzinfo=UTC)
    with pytest.raises(RoundTakenError):
        market.do(OPERATOR, add_round, TUESDAY, when)


def test_a_round_is_kept_on_a_public_holiday(market: Market) -> None:
    christmas = date(2026, 12, 25)
    assert market.look(lambda p: p.rounds.run(FRIDAY, christmas)).holiday
    market.do(OPERATOR, add_round, FRIDAY, When(day=christmas))
    run = market.look(lambda p: p.rounds.run(FRIDAY, christmas))
    assert (run.cancelled, run.holiday) == (False, False)


def test_what_cannot_be_moved_is_refused(market: Market) -> None:
    number = market.place(item("baguette", "2"))
    with pytest.raises(NotAllowedError):
        market.do(MRS_DURAND, move_round, *MARDI, When(day=WEDNESDAY))
    with pytest.raises(RoundClosedError):
        market.do(OPERATOR, move_round, *MARDI, When(day=date(2026, 11, 20)))
    with pytest.raises(UnknownRoundError):
        market.do(OPERATOR, move_round, TUESDAY, FRIDAY_27, When(day=WEDNESDAY))
    market.do(OPERATOR, add_round, TUESDAY, When(day=WEDNESDAY))
    with pytest.raises(RoundTakenError):
        market.do(OPERATOR, move_round, *MARDI, When(day=WEDNESDAY))
    market.do(BAKER, services.accept, number, BAKERY)
    market.do(OPERATOR, services.depart, *MARDI)
    with pytest.raises(WrongStateError):
        market.do(OPERATOR, move_round, *MARDI, When(day=date(2026, 11, 26)))
    assert market.order(number).date == TUESDAY_24
