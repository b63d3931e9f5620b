"""Which round comes when, and which one an order joins."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.orders.village import (
    BOURG,
    CROIX,
    FRIDAY,
    FRIDAY_27,
    GRANGES,
    MONDAY_MORNING,
    MONDAY_NIGHT,
    TUESDAY,
    TUESDAY_01,
    TUESDAY_24,
    VILLAGE,
)
from tournee.catalog.model import Cutoff, PlaceSlug, Village, Weekday
from tournee.orders.calendar import Mark
from tournee.orders.errors import (
    NotServedError,
    RoundCancelledError,
    RoundClosedError,
    RoundFullError,
    UnknownRoundError,
)
from tournee.orders.model import RoundDate
from tournee.orders.rounds import check_open, check_room, choose, round_date, upcoming

ROUNDS = upcoming(VILLAGE, MONDAY_MORNING)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def _with_round(**changes: object) -> Village:
    tuesday = replace(VILLAGE.rounds[0], **changes)  # type: ignore[arg-type]
    return replace(VILLAGE, rounds=(tuesday, VILLAGE.rounds[1]))


def _only(rounds: tuple[RoundDate, ...], slug: str) -> list[RoundDate]:
    return [run for run in rounds if run.round == slug]


def test_the_coming_fourteen_days_hold_two_runs_of_each_weekly_round() -> None:
    assert [run.key for run in ROUNDS] == [
        "mardi:2026-11-24",
        "vendredi:2026-11-27",
        "mardi:2026-12-01",
        "vendredi:2026-12-04",
    ]
    assert [run.part for run in ROUNDS[:2]] == ["morning", "evening"]


def test_instants_are_utc_and_the_villages_clock_says_when() -> None:
    tuesday = ROUNDS[0]
    assert tuesday.departs == _utc(2026, 11, 24, 8, 30)
    assert tuesday.ends == _utc(2026, 11, 24, 11)
    assert tuesday.cutoff == _utc(2026, 11, 23, 17)
    assert tuesday.departs.tzinfo is UTC


def test_a_round_stays_listed_until_it_ends() -> None:
    under_way = upcoming(VILLAGE, _utc(2026, 11, 24, 10))
    assert under_way[0].key == "mardi:2026-11-24"
    assert upcoming(VILLAGE, _utc(2026, 11, 24, 11))[0].key == "vendredi:2026-11-27"


def test_stops_taken_and_days_called_off_are_noted() -> None:
    found = upcoming(
        VILLAGE,
        MONDAY_MORNING,
        taken={"mardi:2026-11-24": 2},
        marks={"vendredi:2026-11-27": Mark(round=FRIDAY, date=FRIDAY_27, cancelled=True)},
    )
    assert (found[0].taken, found[0].full, found[1].cancelled) == (2, True, True)


@pytest.mark.parametrize(
    ("day", "cutoff", "departs"),
    [
        (date(2026, 3, 24), _utc(2026, 3, 23, 17), _utc(2026, 3, 24, 8, 30)),
        (date(2026, 3, 31), _utc(2026, 3, 30, 16), _utc(2026, 3, 31, 7, 30)),
        (date(2026, 10, 20), _utc(2026, 10, 19, 16), _utc(2026, 10, 20, 7, 30)),
        (date(2026, 10, 27), _utc(2026, 10, 26, 17), _utc(2026, 10, 27, 8, 30)),
    ],
)
def test_a_clock_change_moves_no_local_time(day: date, cutoff: datetime, departs: datetime) -> None:
    run = round_date(VILLAGE, TUESDAY, day)
    assert (run.cutoff, run.departs) == (cutoff, departs)


def test_a_cutoff_before_a_clock_change_keeps_its_own_hour() -> None:
    village = _with_round(days=(Weekday.SUN,), cutoff=Cutoff(at=time(18), weekday=Weekday.SAT))
    run = round_date(village, TUESDAY, date(2026, 3, 29))
    assert run.cutoff == _utc(2026, 3, 28, 17)
    assert run.departs - run.cutoff == timedelta(hours=14, minutes=30)


def test_a_time_that_the_clock_skips_or_repeats_is_one_instant() -> None:
    village = _with_round(days=(Weekday.SUN,), cutoff=Cutoff(at=time(2, 30), days_before=0))
    assert round_date(village, TUESDAY, date(2026, 3, 29)).cutoff == _utc(2026, 3, 29, 1, 30)
    assert round_date(village, TUESDAY, date(2026, 10, 25)).cutoff == _utc(2026, 10, 25, 0, 30)


def test_a_weekday_cutoff_is_the_latest_such_moment_before_departure() -> None:
    earlier = _with_round(cutoff=Cutoff(at=time(7), weekday=Weekday.TUE))
    assert round_date(earlier, TUESDAY, TUESDAY_24).cutoff == _utc(2026, 11, 24, 6)
    later = _with_round(cutoff=Cutoff(at=time(9, 30), weekday=Weekday.TUE))
    assert round_date(later, TUESDAY, TUESDAY_24).cutoff == _utc(2026, 11, 17, 8, 30)


def test_a_round_past_midnight_ends_the_next_day() -> None:
    village = _with_round(departs=time(22), ends=time(1))
    assert round_date(village, TUESDAY, TUESDAY_24).ends == _utc(2026, 11, 25, 0)


def test_there_is_no_round_on_other_days() -> None:
    with pytest.raises(UnknownRoundError) as refused:
        round_date(VILLAGE, TUESDAY, FRIDAY_27)
    assert refused.value.name == "mardi:2026-11-27"


# --- choosing ------------------------------------------------------------------------------------


def _chosen(
    day: date | None = None,
    part: str | None = None,
    *,
    rounds: tuple[RoundDate, ...] = ROUNDS,
    place: PlaceSlug | None = GRANGES,
    now: datetime = MONDAY_MORNING,
) -> tuple[str, str | None]:
    offer = choose(rounds, place, day, part, now)
    return offer.reason, offer.round.key if offer.round else None


FULL = (replace(ROUNDS[0], taken=2), *ROUNDS[1:])
CALLED_OFF = (replace(ROUNDS[0], cancelled=True), *ROUNDS[1:])


def test_without_a_wish_it_is_the_next_round_of_the_place() -> None:
    assert _chosen() == ("next", "mardi:2026-11-24")
    assert _chosen(place=CROIX) == ("next", "vendredi:2026-11-27")
    assert _chosen(place=None) == ("next", "mardi:2026-11-24")


def test_a_wish_that_can_be_met_is() -> None:
    assert _chosen(FRIDAY_27) == ("asked", "vendredi:2026-11-27")
    assert _chosen(part="evening") == ("asked", "vendredi:2026-11-27")
    assert _chosen(TUESDAY_24, "morning") == ("asked", "mardi:2026-11-24")
    assert choose(ROUNDS, GRANGES, FRIDAY_27, None, MONDAY_MORNING).as_wished


def test_past_the_cutoff_the_next_round_is_offered() -> None:
    assert _chosen(TUESDAY_24, now=MONDAY_NIGHT) == ("closed", "vendredi:2026-11-27")
    assert _chosen(now=MONDAY_NIGHT) == ("next", "vendredi:2026-11-27")


def test_a_full_round_says_so_and_offers_the_next() -> None:
    assert _chosen(TUESDAY_24, rounds=FULL) == ("full", "vendredi:2026-11-27")


def test_who_has_a_stop_already_is_never_one_too_many() -> None:
    offer = choose(FULL, GRANGES, TUESDAY_24, None, MONDAY_MORNING, mine=["mardi:2026-11-24"])
    assert (offer.reason, offer.round) == ("asked", FULL[0])


def test_a_round_that_is_called_off_says_so() -> None:
    assert _chosen(TUESDAY_24, rounds=CALLED_OFF) == ("cancelled", "vendredi:2026-11-27")
    assert _chosen(rounds=CALLED_OFF) == ("next", "vendredi:2026-11-27")


@pytest.mark.parametrize(
    ("day", "part", "outcome"),
    [
        (date(2026, 11, 25), None, ("no_round_that_day", "vendredi:2026-11-27")),
        (TUESDAY_24, "evening", ("other_part", "mardi:2026-11-24")),
        (None, "afternoon", ("other_part", "mardi:2026-11-24")),
        (date(2026, 11, 20), None, ("past", "mardi:2026-11-24")),
        (date(2026, 11, 23), None, ("closed", "mardi:2026-11-24")),
        (date(2027, 1, 5), None, ("too_far", "vendredi:2026-12-04")),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(
    day: date | None, part: str | None, outcome: tuple[str, str]
) -> None:
    assert _chosen(day, part) == outcome


def test_the_wrong_part_of_a_day_that_is_closed_is_closed() -> None:
    assert _chosen(TUESDAY_24, "evening", now=MONDAY_NIGHT) == ("closed", "vendredi:2026-11-27")


def test_a_place_that_no_round_serves_is_told_so() -> None:
    assert _chosen(place=PlaceSlug("paris")) == ("not_served", None)
    assert _chosen(rounds=()) == ("none", None)


def test_with_every_round_closed_there_is_nothing_to_offer() -> None:
    late = _utc(2026, 12, 5)
    assert _chosen(now=late) == ("closed", None)
    assert _chosen(TUESDAY_24, now=late) == ("closed", None)
    assert _chosen(part="evening", now=late) == ("closed", None)


def test_the_alternatives_are_other_open_rounds() -> None:
    offer = choose(ROUNDS, BOURG, FRIDAY_27, None, MONDAY_MORNING)
    assert [run.key for run in offer.alternatives] == [
        "mardi:2026-11-24",
        "mardi:2026-12-01",
        "vendredi:2026-12-04",
    ]


def test_joining_is_refused_for_one_reason_at_a_time() -> None:
    check_open(ROUNDS[0], GRANGES, MONDAY_MORNING)
    with pytest.raises(RoundCancelledError):
        check_open(CALLED_OFF[0], GRANGES, MONDAY_MORNING)
    with pytest.raises(RoundClosedError):
        check_open(ROUNDS[0], GRANGES, ROUNDS[0].cutoff)
    with pytest.raises(NotServedError):
        check_open(ROUNDS[0], CROIX, MONDAY_MORNING)


def test_the_last_stop_is_given_once() -> None:
    check_room(ROUNDS[0], {"a"}, "b")
    check_room(ROUNDS[0], {"a", "b"}, "b")
    check_room(round_date(VILLAGE, FRIDAY, FRIDAY_27), {"a", "b"}, "c")
    with pytest.raises(RoundFullError) as refused:
        check_room(round_date(VILLAGE, TUESDAY, TUESDAY_01), {"a", "b"}, "c")
    assert refused.value.limit == 2
