"""A standing order's turn: ordered in time, asked about in doubt, told when it is too late."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.orders.village import BOURG, DURAND, TUESDAY_24, VILLAGE, euros, item
from tournee.bot.conversation.commands import PlaceOrder, Schedule
from tournee.bot.conversation.habit_events import StandingDue
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.regulars import due
from tournee.bot.conversation.resident.replies.habits import StandingMissed, StandingUnsure
from tournee.bot.conversation.resident.state import State
from tournee.bot.conversation.round_commands import SaveStanding
from tournee.catalog.model import Channel, Village
from tournee.orders.calendar import Mark
from tournee.orders.rounds import upcoming
from tournee.orders.standing import StandingOrder

ORDER = StandingOrder(
    resident=DURAND,
    number=1,
    items=(item("baguette", "2"),),
    since=TUESDAY_24,
    ceiling=euros("3"),
    place=BOURG,
)
TURN = StandingDue(standing=1, day=TUESDAY_24)
SUNDAY_EVENING = datetime(2026, 11, 22, 17, tzinfo=UTC)


def _due(
    *,
    now: datetime = SUNDAY_EVENING,
    order: StandingOrder = ORDER,
    village: Village = VILLAGE,
    state: State | None = None,
    marks: tuple[Mark, ...] = (),
) -> Outcome:
    facts = Facts(
        now=now,
        village=village,
        channel=Channel.SMS,
        me=village.people[0],
        rounds=upcoming(village, now, marks={m.key: m for m in marks}),
        standing=(order,),
    )
    return due(state or State(), TURN, facts)


def _saved(outcome: Outcome) -> date | None:
    """Return the day that is noted as dealt with."""
    found = [c.order.last for c in outcome.commands if isinstance(c, SaveStanding)]
    return found[0] if found else None


def _places(outcome: Outcome) -> list[PlaceOrder]:
    return [c for c in outcome.commands if isinstance(c, PlaceOrder)]


def test_in_its_turn_it_is_ordered_noted_and_the_next_one_is_set() -> None:
    outcome = _due()
    (placed,) = _places(outcome)
    assert (placed.items, placed.date) == (ORDER.items, "2026-11-24")
    assert _saved(outcome) == TUESDAY_24
    (later,) = (c for c in outcome.commands if isinstance(c, Schedule))
    assert later.event == StandingDue(standing=1, day=TUESDAY_24 + timedelta(days=7))
    assert later.at == SUNDAY_EVENING + timedelta(days=7)


@pytest.mark.parametrize(
    "order",
    [
        replace(ORDER, last=TUESDAY_24),
        replace(ORDER, skipped=(TUESDAY_24,)),
        replace(ORDER, paused_until=date(2026, 12, 1)),
        replace(ORDER, number=2),
    ],
)
def test_what_is_not_to_come_is_not_ordered(order: StandingOrder) -> None:
    outcome = _due(order=order)
    assert not _places(outcome)
    assert _saved(outcome) is None


def test_too_early_it_only_sets_its_time() -> None:
    outcome = _due(now=SUNDAY_EVENING - timedelta(hours=5))
    assert not _places(outcome)
    (later,) = (c for c in outcome.commands if isinstance(c, Schedule))
    assert later.at == SUNDAY_EVENING


def test_above_the_ceiling_it_is_asked_about() -> None:
    dear = tuple(
        replace(p, price=euros("1.60")) if p.sku == "baguette" else p for p in VILLAGE.products
    )
    outcome = _due(village=replace(VILLAGE, products=dear))
    assert not _places(outcome)
    assert outcome.replies == (StandingUnsure(day=TUESDAY_24, why="dearer"),)
    assert outcome.state.wants == ORDER.items
    assert _saved(outcome) == TUESDAY_24


def test_what_is_short_is_asked_about_with_what_there_is() -> None:
    order = replace(ORDER, items=(item("tourte", "5"),), ceiling=euros("50"))
    outcome = _due(order=order)
    assert not _places(outcome)
    assert outcome.state.wants == (item("tourte", "3"),)
    assert StandingUnsure(day=TUESDAY_24, why="goods") in outcome.replies


def test_a_round_that_is_off_or_closed_is_asked_about() -> None:
    off = Mark(round=VILLAGE.rounds[0].slug, date=TUESDAY_24, cancelled=True)
    for outcome in (
        _due(marks=(off,)),
        _due(now=datetime(2026, 11, 23, 18, tzinfo=UTC)),
    ):
        assert not _places(outcome)
        assert outcome.replies == (StandingUnsure(day=TUESDAY_24, why="round"),)


def test_a_day_that_was_slept_through_is_told_and_not_made_up_for() -> None:
    outcome = _due(now=datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert not _places(outcome)
    assert outcome.replies == (StandingMissed(day=TUESDAY_24),)
    assert _saved(outcome) == TUESDAY_24


def test_who_stopped_messages_is_told_nothing_and_gets_nothing() -> None:
    outcome = _due(state=State(stopped=True))
    assert not _places(outcome)
    assert outcome.replies == ()
    assert _saved(outcome) == TUESDAY_24


def test_a_basket_in_the_making_is_left_alone() -> None:
    basket = (item("roti-porc", "1"),)
    outcome = _due(state=State(wants=basket))
    assert len(_places(outcome)) == 1
    assert outcome.state.wants == basket
    dear = replace(ORDER, ceiling=euros(str(Decimal("0.10"))))
    asked = _due(order=dear, state=State(wants=basket))
    assert asked.state.wants == basket
    assert asked.replies == (StandingMissed(day=TUESDAY_24),)
