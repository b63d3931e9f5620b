"""Positions that were typed, or pasted as a map's link."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.bot.conversation import positions
from tournee.catalog.model import Village


@pytest.mark.parametrize(
    "text",
    [
        "46.8893, 3.4311",
        "46.8893 3.4311",
        "46,8893 3,4311",
        "46,8893, 3,4311",
        "3.4311, 46.8893",
        "geo:46.8893,3.4311",
        "https://www.openstreetmap.org/?mlat=46.8893&mlon=3.4311#map=17/46.1/3.1",
        "https://www.openstreetmap.org/#map=17/46.8893/3.4311",
        "https://www.google.com/maps/place/X/@46.1,3.1,17z/data=!3d46.8893!4d3.4311",
        "https://www.google.com/maps/@46.8893,3.4311,17z",
        "https://maps.google.com/?q=46.8893,3.4311",
        "https://maps.apple.com/?ll=46.8893,3.4311&z=16",
        "https://waze.com/ul?ll=46.8893%2C3.4311&navigate=yes",
        "c'est ici : 46.8893,3.4311 merci",
    ],
)
def test_a_position_is_read_however_it_is_written(text: str, saint_aubin: Village) -> None:
    here = positions.read(text, saint_aubin)
    assert here is not None
    assert (here.point.lat, here.point.lon) == (46.8893, 3.4311)
    assert here.near is not None
    assert (here.near.slug, here.far) == ("les-granges", False)


@pytest.mark.parametrize(
    "text", ["", "derrière l'église", "06 39 98 00 01", "12 rue des Lilas", "3,50", "99.12, 200.13"]
)
def test_what_is_no_position_is_none(text: str, saint_aubin: Village) -> None:
    assert positions.read(text, saint_aubin) is None


def test_a_position_far_away_is_told_as_such(saint_aubin: Village) -> None:
    paris = positions.read("48.8566, 2.3522", saint_aubin)
    assert paris is not None
    assert paris.far
    assert 200 < paris.km < 260


def test_without_a_map_nothing_is_too_far(saint_aubin: Village) -> None:
    unmapped = replace(
        saint_aubin,
        places=tuple(replace(p, lat=None, lon=None) for p in saint_aubin.places),
    )
    here = positions.read("48.8566, 2.3522", unmapped)
    assert here is not None
    assert not here.far


@given(st.text(max_size=200))
def test_no_text_breaks_it(saint_aubin: Village, text: str) -> None:
    here = positions.read(text, saint_aubin)
    assert here is None or -90 <= here.point.lat <= 90
