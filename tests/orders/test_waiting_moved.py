"""Who waits for a full round that goes another time, or not at all."""

from datetime import date, time

from tests.orders.market import FakeMarket
from tests.orders.village import DURAND, FRIDAY, FRIDAY_27, GRANGES, MRS_DURAND, OPERATOR, item
from tournee.orders.calendar import When
from tournee.orders.events import RoundMoved, WaitMoved
from tournee.orders.model import OrderNumber
from tournee.orders.services import delivering, queueing, shifting

SATURDAY = date(2026, 11, 28)


def _waiting() -> tuple[FakeMarket, OrderNumber]:
    market = FakeMarket()
    number = market.place(item("baguette", "1"))
    market.do(MRS_DURAND, queueing.wait, DURAND, number, FRIDAY, FRIDAY_27)
    return market, number


def test_the_line_goes_along_with_its_round_and_hears_of_it() -> None:
    market, number = _waiting()
    events = market.do(
        OPERATOR, shifting.move_round, FRIDAY, FRIDAY_27, When(day=SATURDAY, departs=time(17))
    )
    told = WaitMoved(
        resident=DURAND,
        number=number,
        round=FRIDAY,
        date=FRIDAY_27,
        to=SATURDAY,
    )
    assert isinstance(events[0], RoundMoved)
    assert events[1:] == (told,)
    assert market.look(lambda p: p.waiting.of(FRIDAY, FRIDAY_27)) == ()
    (waiting,) = market.look(lambda p: p.waiting.of(FRIDAY, SATURDAY))
    assert (waiting.resident, waiting.number, waiting.held_until) == (DURAND, number, None)


def test_another_hour_of_the_same_day_moves_nobody() -> None:
    market, _ = _waiting()
    events = market.do(
        OPERATOR, shifting.move_round, FRIDAY, FRIDAY_27, When(day=FRIDAY_27, departs=time(20))
    )
    assert len(events) == 1
    assert len(market.look(lambda p: p.waiting.of(FRIDAY, FRIDAY_27))) == 1


def test_a_round_that_is_called_off_keeps_nobody_waiting() -> None:
    market, number = _waiting()
    events = market.do(OPERATOR, delivering.cancel_round, FRIDAY, FRIDAY_27, "neige")
    (told,) = (e for e in events if isinstance(e, WaitMoved))
    assert (told.number, told.to, told.reason) == (number, None, "neige")
    assert market.look(lambda p: p.waiting.of(FRIDAY, FRIDAY_27)) == ()
    assert market.order(number).is_open
    assert market.order(number).place == GRANGES
