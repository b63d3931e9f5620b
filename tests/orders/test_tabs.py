"""What stands on a tab, since when, and how much more may."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.orders.village import BAKERY, DURAND
from tournee.orders.model import OrderNumber
from tournee.orders.tabs import Movement, Tab, unpaid

DAY = date(2026, 10, 1)


def on(days: int, minor: int, number: int | None = None) -> Movement:
    order = None if number is None else OrderNumber(number)
    return Movement(day=DAY + timedelta(days=days), minor=minor, number=order)


def tab(*movements: Movement, limit: int | None = None) -> Tab:
    return Tab(
        resident=DURAND,
        shop=BAKERY,
        minor=sum(m.minor for m in movements),
        limit=limit,
        left=unpaid(movements),
    )


def test_payments_settle_the_oldest_first() -> None:
    movements = (on(0, 500, 1), on(3, 700, 2), on(5, -600))
    assert unpaid(movements) == (on(3, 600, 2),)
    assert unpaid((*movements, on(9, -600))) == ()


def test_what_was_paid_in_advance_counts_too() -> None:
    assert unpaid((on(0, -500), on(3, 700, 2))) == (on(3, 200, 2),)


def test_a_tab_is_warned_after_forty_days_and_stopped_after_fifty() -> None:
    old = tab(on(0, 500), limit=8000)
    for days, warned, stopped in ((39, False, False), (40, True, False), (50, True, True)):
        day = DAY + timedelta(days=days)
        assert (old.warned(day), old.stopped(day)) == (warned, stopped)
    assert old.room(DAY + timedelta(days=49)) == 7500
    assert old.room(DAY + timedelta(days=50)) == 0


def test_notices_come_on_the_fortieth_and_the_fiftieth_day() -> None:
    old = tab(on(0, 500))
    assert old.next_notice(DAY) == DAY + timedelta(days=40)
    assert old.next_notice(DAY + timedelta(days=40)) == DAY + timedelta(days=50)
    assert old.next_notice(DAY + timedelta(days=50)) is None
    assert tab(on(0, 500), on(1, -500)).next_notice(DAY) is None


def test_a_day_of_twenty_five_hours_is_one_day_of_age() -> None:
    """The clocks went back on 25 October 2026: days are the village's, not 24 hours each."""
    paris = ZoneInfo("Europe/Paris")
    late = datetime(2026, 10, 24, 23, 30, tzinfo=paris)
    evening = datetime(2026, 12, 2, 23, 30, tzinfo=paris)
    assert evening - late == timedelta(days=39)
    assert evening.astimezone(UTC) - late.astimezone(UTC) > timedelta(days=39)
    old = tab(Movement(day=late.date(), minor=500))
    assert not old.warned(evening.date())
    assert old.warned(evening.date() + timedelta(days=1))


def test_a_credit_is_room_even_without_a_tab() -> None:
    assert tab(on(0, -360), limit=0).room(DAY) == 360
    assert tab(limit=0).room(DAY) == 0
    assert tab(on(0, 500)).room(DAY) is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(-2000, 2000).filter(bool))))
def test_what_is_left_of_a_tab_is_what_is_owed(found: list[tuple[int, int]]) -> None:
    movements = tuple(on(days, minor) for days, minor in sorted(found))
    owed = sum(m.minor for m in movements)
    assert sum(m.minor for m in unpaid(movements)) == max(0, owed)
