"""Nobody is reminded at night, whatever the zone, the clock change or the village's hours."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orders.village import VILLAGE
from tournee.bot.conversation.quiet import is_quiet, waking, woken

NINE, EVENING = time(9), time(19, 30)
moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
zones = st.sampled_from(["Europe/Paris", "America/Martinique", "Indian/Reunion"])


@given(at=moments, zone=zones)
def test_a_moment_is_put_off_until_the_morning_and_no_further(at: datetime, zone: str) -> None:
    settings = replace(VILLAGE.settings, timezone=zone)
    found = waking(at, settings)
    assert not is_quiet(found, settings)
    assert at <= found <= at + timedelta(hours=12)


@given(at=moments, zone=zones)
def test_a_deadline_is_told_before_it_and_by_day(at: datetime, zone: str) -> None:
    settings = replace(VILLAGE.settings, timezone=zone)
    found = woken(at, settings, NINE, EVENING)
    assert at - timedelta(hours=15) <= found <= at
    assert NINE <= found.astimezone(settings.zone).time() <= EVENING


@pytest.mark.parametrize(
    ("hour", "quiet", "expected"),
    [
        (20, (time(21), time(8)), False),
        (21, (time(21), time(8)), True),
        (3, (time(21), time(8)), True),
        (8, (time(21), time(8)), False),
        (13, (time(13), time(14)), True),
        (14, (time(13), time(14)), False),
    ],
)
def test_quiet_hours_are_the_villages_own(
    hour: int,
    quiet: tuple[time, time],
    expected: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    settings = replace(VILLAGE.settings, quiet=quiet)
    at = datetime(2026, 11, 23, hour, tzinfo=settings.zone)
    assert is_quiet(at, settings) is expected
