from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.catalog.hours import Hours, HoursError, country_of, holidays

PARIS = ZoneInfo("Europe/Paris")
BAKERY = "Tu-Sa 07:00-13:00,16:00-19:00; Su 07:00-12:30; PH off"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def hours(text: str = BAKERY) -> Hours:
    return Hours.parse(text, PARIS)


@pytest.mark.parametrize(
    ("text", "moment", "is_open"),
    [
        (BAKERY, "2026-11-24 07:00", True),
        (BAKERY, "2026-11-24 06:59", False),
        (BAKERY, "2026-11-24 13:00", False),
        (BAKERY, "2026-11-24 16:00", True),
        (BAKERY, "2026-11-23 10:00", False),
        (BAKERY, "2026-12-25 10:00", False),
        (BAKERY, "2026-07-14 10:00", False),
        ("24/7", "2026-12-25 03:00", True),
        ("off", "2026-11-24 10:00", False),
        ("Mo-Su 00:00-24:00", "2026-11-24 23:59", True),
        ("Mo,We,Fr 08:00-12:00", "2026-11-25 08:00", True),
        ("Mo,We,Fr 08:00-12:00", "2026-11-26 08:00", False),
        ("Mo-Fr 08:00-12:00; Dec 24 08:00-16:00", "2026-12-24 15:00", True),
        ("Jul-Aug Mo-Sa 08:00-12:00", "2026-07-15 09:00", True),
        ("Jul-Aug Mo-Sa 08:00-12:00", "2026-09-15 09:00", False),
        ("Tu-Sa 08:00-12:00; Jul 20-Aug 10 off", "2026-08-04 09:00", False),
        ("Fr-Sa 18:00-02:00", "2026-11-29 01:00", True),
        ("week 01-53/2 Fr 10:00-12:00", "2026-12-04 11:00", True),
        ("Su[1] 10:00-12:00", "2026-12-06 11:00", True),
        ("Su[1] 10:00-12:00", "2026-12-13 11:00", False),
    ],
)
def test_a_shop_is_open_when_its_hours_say_so(text: str, moment: str, is_open: bool) -> None:  # noqa: FBT001
    assert hours(text).is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("text", "position"),
    [("Lu-Ve 08:00-12:00", 1), ("Tu-Sa 8h", 7), ("Tu 07:00-25:90", 13), ("", 1)],
)
def test_what_is_not_the_syntax_says_where(text: str, position: int) -> None:
    with pytest.raises(HoursError) as caught:
        hours(text)
    assert caught.value.position == position


def test_a_moment_of_any_zone_will_do_but_it_needs_one() -> None:
    assert hours().is_open(datetime(2026, 11, 24, 6, 0, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        hours().is_open(datetime(2026, 11, 24, 8, 0))  # noqa: DTZ001


def test_the_next_opening_is_after_the_break_or_on_another_day() -> None:
    assert hours().next_opening(at("2026-11-24 08:00")) == at("2026-11-24 16:00")
    assert hours().next_opening(at("2026-11-24 13:00")) == at("2026-11-24 16:00")
    assert hours().next_opening(at("2026-11-22 12:30")) == at("2026-11-24 07:00")


def test_the_first_opening_of_a_day_may_be_on_a_later_one() -> None:
    assert hours().first_opening(date(2026, 11, 25)) == at("2026-11-25 07:00")
    assert hours().first_opening(date(2026, 12, 25)) == at("2026-12-26 07:00")


def test_a_shop_that_never_opens_has_no_next_opening() -> None:
    assert hours("off").next_opening(at("2026-11-24 08:00")) is None
    assert hours("off").first_opening(date(2026, 11, 24)) is None
    assert hours("off").after_open_minutes(at("2026-11-24 08:00"), 1) is None


def test_closing_time_is_only_that_of_an_open_shop() -> None:
    assert hours().closes(at("2026-11-24 08:00")) == at("2026-11-24 13:00")
    assert hours().closes(at("2026-11-24 14:00")) is None
    assert hours("24/7").closes(at("2026-11-24 14:00")) is None


def test_the_spans_of_a_day_are_its_openings() -> None:
    spans = [(span.start, span.end) for span in hours().spans(date(2026, 11, 24))]
    assert spans == [
        (at("2026-11-24 07:00"), at("2026-11-24 13:00")),
        (at("2026-11-24 16:00"), at("2026-11-24 19:00")),
    ]
    assert hours().spans(date(2026, 11, 23)) == ()


def test_thirty_minutes_of_opening_hours_leave_out_the_break() -> None:
    assert hours().after_open_minutes(at("2026-11-24 12:50"), 30) == at("2026-11-24 16:20")
    assert hours().after_open_minutes(at("2026-11-24 10:00"), 30) == at("2026-11-24 10:30")
    assert hours().after_open_minutes(at("2026-11-22 12:20"), 30) == at("2026-11-24 07:20")


def test_an_hour_that_daylight_saving_skips_does_not_count() -> None:
    night = hours("Mo-Su 01:00-05:00")
    assert night.after_open_minutes(at("2027-03-28 01:00"), 90) == at("2027-03-28 03:30")


def test_an_hour_that_daylight_saving_repeats_counts_twice() -> None:
    night = hours("Mo-Su 01:00-05:00")
    assert night.after_open_minutes(at("2026-10-25 01:00"), 180) == at("2026-10-25 03:00")


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001
    first=st.integers(0, 600),
    second=st.integers(0, 600),
)
def test_open_minutes_add_up(start: datetime, first: int, second: int) -> None:
    moment = start.replace(tzinfo=UTC)
    middle = hours().after_open_minutes(moment, first)
    assert middle is not None
    end = hours().after_open_minutes(middle, second)
    assert end == hours().after_open_minutes(moment, first + second)
    assert end is not None
    assert end - moment >= timedelta(minutes=first + second)


def test_a_zone_tells_whose_holidays_hold() -> None:
    assert country_of(PARIS) == "FR"
    assert country_of(ZoneInfo("UTC")) is None


def test_a_country_without_known_holidays_keeps_its_hours() -> None:
    troll = ZoneInfo("Antarctica/Troll")
    assert country_of(troll) == "AQ"
    assert Hours.parse("Mo-Su 08:00-12:00; PH off", troll).is_open(
        datetime(2026, 12, 25, 9, tzinfo=troll)
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tu-Sa 07:00-13:00", []),
        ("Tu-Sa 07:00-13:00; 2026 Dec 02-2026 Dec 04 off", [2, 3, 4]),
        ("Tu-Sa 07:00-13:00; 2026 Dec 02-2026 Dec 04 off; 2026 Dec 03 08:00-12:00", [2, 4]),
        ("Tu-Sa 07:00-13:00; 2026 Dec 05 off", [5]),
        ("Tu-Sa 07:00-13:00; PH off; Aug off", []),
    ],
)
def test_holidays_are_the_dated_days_that_are_off(text: str, days: list[int]) -> None:
    found = holidays(text, PARIS)
    assert sorted(day.day for day in found) == days
