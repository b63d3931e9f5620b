"""On which days rounds run: weekdays, public holidays, clock changes, what operators decide."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.orders.village import FRIDAY, FRIDAY_27, TUESDAY, TUESDAY_24, VILLAGE
from tournee.catalog.model import Cutoff, OnHolidays, Round, Village, Weekday
from tournee.orders.calendar import Mark, is_holiday, run_on, runs
from tournee.orders.model import RoundDate

CHRISTMAS = date(2026, 12, 25)
PARIS = ZoneInfo("Europe/Paris")

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
cutoffs = st.one_of(
    st.builds(Cutoff, at=times, weekday=st.sampled_from(Weekday)),
    st.builds(Cutoff, at=times, days_before=st.integers(1, 6)),
)


def _with(**changes: object) -> Village:
    """Return the village with its Friday round changed."""
    changed = tuple(
        replace(r, **changes) if r.slug == FRIDAY else r  # type: ignore[arg-type]
        for r in VILLAGE.rounds
    )
    return replace(VILLAGE, rounds=changed)


def _run(village: Village, day: date, mark: Mark | None = None) -> RoundDate:
    found = run_on(village, FRIDAY, day, mark)
    assert found is not None
    return found


@settings(deadline=None)  # the first holiday of a year is looked up
@given(day=days, departs=times, length=st.integers(1, 300), cutoff=cutoffs)
def test_every_run_closes_before_it_leaves_and_leaves_on_its_day(
    day: date, departs: time, length: int, cutoff: Cutoff
) -> None:
    ends = (datetime.combine(day, departs) + timedelta(minutes=length)).time()
    template = replace(
        VILLAGE.rounds[0], days=tuple(Weekday), departs=departs, ends=ends, cutoff=cutoff
    )
    run = run_on(replace(VILLAGE, rounds=(template,)), TUESDAY, day)
    assert run is not None
    assert run.departs.tzinfo is UTC
    assert run.cutoff < run.departs < run.ends
    assert run.departs - run.cutoff <= timedelta(days=7, hours=2)
    assert run.ends - run.departs <= timedelta(days=1, hours=1)
    assert abs((run.departs.astimezone(PARIS).date() - day).days) == 0


@settings(deadline=None)  # the first holiday of a year is looked up
@given(first=days)
def test_every_week_has_each_round_once(first: date) -> None:
    village = _with(on_holidays=OnHolidays.RUNS)
    found = [r.round for r in runs(village, first, first + timedelta(days=6), {})]
    assert sorted(found) == sorted(r.slug for r in village.rounds)


@settings(deadline=None)  # the first holiday of a year is looked up
@given(first=days, rule=st.sampled_from(OnHolidays))
def test_holidays_neither_lose_nor_double_a_run(first: date, rule: OnHolidays) -> None:
    village = _with(on_holidays=rule)
    found = [r for r in runs(village, first, first + timedelta(days=20), {}) if r.round == FRIDAY]
    assert len({r.date for r in found}) == len(found)
    for run in found:
        off = is_holiday(run.date, village.settings) and rule is not OnHolidays.RUNS
        assert run.holiday == off
        assert run.cancelled == off
        assert run.cutoff < run.departs


def test_a_round_leaves_public_holidays_out() -> None:
    run = _run(VILLAGE, CHRISTMAS)
    assert (run.cancelled, run.holiday) == (True, True)
    assert not _run(_with(on_holidays=OnHolidays.RUNS), CHRISTMAS).cancelled


@pytest.mark.parametrize(
    ("rule", "day"),
    [(OnHolidays.BEFORE, date(2026, 12, 24)), (OnHolidays.AFTER, date(2026, 12, 26))],
)
def test_a_round_gives_way_to_a_holiday_by_a_day(rule: OnHolidays, day: date) -> None:
    run = _run(_with(on_holidays=rule), day)
    usual = _run(VILLAGE, FRIDAY_27)
    assert not run.cancelled
    assert run.departs - run.cutoff == usual.departs - usual.cutoff
    assert run_on(_with(on_holidays=rule), FRIDAY, day + timedelta(days=21)) is None


def test_the_calendar_is_the_zones_country_unless_the_village_says_otherwise() -> None:
    settings = VILLAGE.settings
    assert is_holiday(date(2026, 11, 11), settings)
    assert not is_holiday(date(2026, 11, 11), replace(settings, holidays="none"))
    assert not is_holiday(date(2026, 12, 26), settings)
    assert is_holiday(date(2026, 12, 26), replace(settings, holidays="FR-57"))
    assert is_holiday(date(2026, 1, 6), replace(settings, timezone="Europe/Madrid"))
    assert not is_holiday(CHRISTMAS, replace(settings, holidays="XX"))


def test_what_was_decided_goes_before_the_template() -> None:
    at = datetime(2026, 11, 29, 9, tzinfo=UTC)
    sunday = date(2026, 11, 29)
    added = Mark(round=FRIDAY, date=sunday, added=True, departs=at, cutoff=at)
    assert run_on(VILLAGE, FRIDAY, sunday) is None
    run = _run(VILLAGE, sunday, added)
    assert (run.departs, run.cutoff, run.part, run.cancelled) == (at, at, "morning", False)
    gone = Mark(round=FRIDAY, date=FRIDAY_27, cancelled=True, moved_to=sunday)
    assert _run(VILLAGE, FRIDAY_27, gone).moved_to == sunday
    kept = Mark(round=FRIDAY, date=CHRISTMAS, added=True)
    assert not _run(VILLAGE, CHRISTMAS, kept).cancelled


def test_a_round_that_is_not_there_has_no_run() -> None:
    assert run_on(VILLAGE, Round.__name__, TUESDAY_24) is None  # type: ignore[arg-type]
