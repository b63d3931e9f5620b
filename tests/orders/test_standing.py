"""Standing orders: on which days they come, what a yes to them covers, whose they are."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.market import Market
from tests.orders.village import (
    DURAND,
    MR_MARTIN,
    MRS_DURAND,
    OPERATOR,
    TUESDAY_24,
    euros,
    item,
)
from tournee.orders.errors import (
    EmptyOrderError,
    NotAllowedError,
    NotAvailableError,
    TooManyStandingError,
)
from tournee.orders.events import StandingSaved
from tournee.orders.services.standing import end, save
from tournee.orders.standing import FOREVER, MOST_STANDING, StandingOrder, ceiling_of

EVERY_TUESDAY = StandingOrder(
    resident=DURAND,
    items=(item("baguette", "2"), item("roti-porc", "0.5")),
    since=TUESDAY_24,
    ceiling=euros("12"),
)

days = st.dates(date(2026, 1, 1), date(2030, 12, 31))


@given(
    since=days,
    first=days,
    weeks=st.sampled_from([1, 2, 3, 4]),
    skips=st.sets(st.integers(0, 8), max_size=4),
)
def test_days_keep_their_weekday_and_their_distance_whatever_is_skipped(
    since: date, first: date, weeks: int, skips: set[int]
) -> None:
    skipped = tuple(since + timedelta(weeks=weeks * n) for n in skips)
    order = replace(EVERY_TUESDAY, since=since, weeks=weeks, skipped=skipped)
    found = list(order.days(first, 5))
    assert len(found) == 5
    assert found == sorted(set(found))
    for day in found:
        assert day >= max(first, since)
        assert day.weekday() == since.weekday()
        assert (day - since).days % (7 * weeks) == 0
        assert day not in skipped


def test_what_was_dealt_with_is_not_dealt_with_again() -> None:
    done = replace(EVERY_TUESDAY, last=TUESDAY_24)
    assert not done.comes_on(TUESDAY_24)
    assert done.next_day(TUESDAY_24) == TUESDAY_24 + timedelta(days=7)


def test_a_pause_ends_on_its_day_or_never() -> None:
    paused = replace(EVERY_TUESDAY, paused_until=date(2027, 1, 16))
    assert paused.next_day(TUESDAY_24) == date(2027, 1, 19)
    assert replace(EVERY_TUESDAY, paused_until=FOREVER).next_day(TUESDAY_24) is None


@given(st.decimals(Decimal("0.01"), Decimal(500), places=2))
def test_a_yes_covers_a_little_more_and_not_much(total: Decimal) -> None:
    ceiling = ceiling_of(euros(str(total))).amount
    assert total * Decimal("1.2") <= ceiling <= total * Decimal("1.2") + 1


def test_it_is_kept_as_it_was_said(market: Market) -> None:
    told = market.do(MRS_DURAND, save, EVERY_TUESDAY)
    assert told == (StandingSaved(resident=DURAND, standing=1),)
    (kept,) = market.look(lambda p: p.standing.of(DURAND))
    assert kept == replace(EVERY_TUESDAY, number=1)
    changed = replace(kept, weeks=2, skipped=(TUESDAY_24,), paused_until=FOREVER, last=TUESDAY_24)
    assert market.do(MRS_DURAND, save, changed, quietly=True) == ()
    assert market.look(lambda p: p.standing.of(DURAND)) == (changed,)
    market.do(MRS_DURAND, end, changed)
    assert market.look(lambda p: p.standing.of(DURAND)) == ()


def test_numbers_go_on_after_the_highest(market: Market) -> None:
    market.do(MRS_DURAND, save, EVERY_TUESDAY)
    market.do(MRS_DURAND, save, replace(EVERY_TUESDAY, since=TUESDAY_24 + timedelta(days=3)))
    assert [o.number for o in market.look(lambda p: p.standing.of(DURAND))] == [1, 2]


def test_what_is_not_sold_or_nothing_or_too_much_is_refused(market: Market) -> None:
    with pytest.raises(NotAvailableError):
        market.do(MRS_DURAND, save, replace(EVERY_TUESDAY, items=(item("brioche", "1"),)))
    with pytest.raises(EmptyOrderError):
        market.do(MRS_DURAND, save, replace(EVERY_TUESDAY, items=()))
    for n in range(MOST_STANDING):
        market.do(MRS_DURAND, save, replace(EVERY_TUESDAY, since=TUESDAY_24 + timedelta(days=n)))
    with pytest.raises(TooManyStandingError):
        market.do(MRS_DURAND, save, EVERY_TUESDAY)


def test_only_the_one_whose_it_is_and_operators_may_change_it(market: Market) -> None:
    with pytest.raises(NotAllowedError):
        market.do(MR_MARTIN, save, EVERY_TUESDAY)
    market.do(OPERATOR, save, EVERY_TUESDAY)
    (kept,) = market.look(lambda p: p.standing.of(DURAND))
    with pytest.raises(NotAllowedError):
        market.do(MR_MARTIN, end, kept)
