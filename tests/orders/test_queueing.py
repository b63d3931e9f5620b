"""Waiting for a stop on a full round: first come, first asked, and only for a while."""

from datetime import date, timedelta

import pytest

from tests.orders.market import MARDI, Market
from tests.orders.village import (
    DURAND,
    FRIDAY,
    FRIDAY_27,
    GRANGES,
    MARTIN,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    item,
    resident,
)
from tournee.catalog.model import PersonSlug, RoundSlug
from tournee.orders import services
from tournee.orders.errors import NotAllowedError, RoundFullError
from tournee.orders.model import OrderNumber
from tournee.orders.services.queueing import leave, offer_stop, wait
from tournee.orders.waiting import HELD_FOR

VENDREDI = (FRIDAY, FRIDAY_27)


def _on(market: Market, who: str, run: tuple[RoundSlug, date]) -> OrderNumber:
    slug = PersonSlug(who)
    events = market.do(
        resident(slug), services.place, slug, [item("baguette", "1")], run, place=GRANGES
    )
    return events[0].number


def _full(market: Market) -> OrderNumber:
    """Fill the Tuesday round, which has two stops; returns the first order on it."""
    first = _on(market, "a", MARDI)
    _on(market, "b", MARDI)
    return first


def test_the_one_who_waits_longest_is_asked_first_and_holds_the_stop(market: Market) -> None:
    first = _full(market)
    mine, other = _on(market, DURAND, VENDREDI), _on(market, MARTIN, VENDREDI)
    market.do(MRS_DURAND, wait, DURAND, mine, *MARDI)
    market.now += timedelta(minutes=1)
    market.do(MR_MARTIN, wait, MARTIN, other, *MARDI)
    assert market.do(OPERATOR, offer_stop, *MARDI) == ()
    market.do(resident(PersonSlug("a")), services.cancel, first)
    (freed,) = market.do(OPERATOR, offer_stop, *MARDI)
    assert (freed.resident, freed.number, freed.until) == (DURAND, mine, market.now + HELD_FOR)
    assert market.do(OPERATOR, offer_stop, *MARDI) == ()
    with pytest.raises(RoundFullError):
        market.do(MR_MARTIN, services.move, other, *MARDI)
    market.do(MRS_DURAND, services.move, mine, *MARDI)
    assert [w.resident for w in market.look(lambda p: p.waiting.of(*MARDI))] == [MARTIN]


def test_whoever_does_not_answer_in_time_gives_way_to_the_next(market: Market) -> None:
    first = _full(market)
    mine, other = _on(market, DURAND, VENDREDI), _on(market, MARTIN, VENDREDI)
    market.do(MRS_DURAND, wait, DURAND, mine, *MARDI)
    market.now += timedelta(minutes=1)
    market.do(MR_MARTIN, wait, MARTIN, other, *MARDI)
    market.do(resident(PersonSlug("a")), services.cancel, first)
    market.do(OPERATOR, offer_stop, *MARDI)
    market.now += HELD_FOR
    (freed,) = market.do(OPERATOR, offer_stop, *MARDI)
    assert freed.resident == MARTIN
    with pytest.raises(RoundFullError):
        market.do(MRS_DURAND, services.move, mine, *MARDI)


def test_who_leaves_the_line_is_not_asked(market: Market) -> None:
    first = _full(market)
    mine = _on(market, DURAND, VENDREDI)
    market.do(MRS_DURAND, wait, DURAND, mine, *MARDI)
    market.do(MRS_DURAND, leave, DURAND, *MARDI)
    market.do(resident(PersonSlug("a")), services.cancel, first)
    assert market.do(OPERATOR, offer_stop, *MARDI) == ()


def test_nobody_is_asked_after_the_cutoff_or_for_a_round_that_is_off(market: Market) -> None:
    first = _full(market)
    mine = _on(market, DURAND, VENDREDI)
    market.do(MRS_DURAND, wait, DURAND, mine, *MARDI)
    market.do(OPERATOR, services.cancel, first)
    market.do(OPERATOR, services.cancel_round, *MARDI)
    assert market.do(OPERATOR, offer_stop, *MARDI) == ()


def test_one_waits_with_an_order_of_ones_own(market: Market) -> None:
    _full(market)
    mine = _on(market, DURAND, VENDREDI)
    with pytest.raises(NotAllowedError):
        market.do(MR_MARTIN, wait, MARTIN, mine, *MARDI)


def test_who_brings_more_than_the_van_still_holds_is_passed_over(market: Market) -> None:
    """The Friday van takes three crates, a piece of unknown weight a twentieth of one."""
    load = [item("tradition", "50")]
    market.do(resident(PersonSlug("a")), services.place, PersonSlug("a"), load, VENDREDI)
    much = [item("tradition", "20")]
    mine = market.do(MRS_DURAND, services.place, DURAND, much, MARDI, place=GRANGES)[0].number
    other = _on(market, MARTIN, MARDI)
    market.do(MRS_DURAND, wait, DURAND, mine, *VENDREDI)
    market.now += timedelta(minutes=1)
    market.do(MR_MARTIN, wait, MARTIN, other, *VENDREDI)
    (freed,) = market.do(OPERATOR, offer_stop, *VENDREDI)
    assert freed.resident == MARTIN
