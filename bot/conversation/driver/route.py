"""The order of the doors, and when the driver should be at each: a first, simple estimate.

From the round's start the nearest place comes next; within a place, doors follow their addresses.
Places are joined by straight lines, made longer as roads are.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final

from tournee.bot.conversation.driver.state import Visit
from tournee.catalog.model import PlaceSlug, Village

EARTH_KM: Final = 6371.0
DETOUR: Final = 1.3
"""How much longer a road is than the straight line."""
KM_AN_HOUR: Final = 40.0
AT_DOOR: Final = timedelta(minutes=4)
BETWEEN_DOORS: Final = timedelta(minutes=2)
"""Within one place."""
EARLY: Final = timedelta(minutes=10)
LATE: Final = timedelta(minutes=20)
STEP: Final = 5
"""Minutes to which a window is rounded."""


def ordered(
    visits: Sequence[Visit], village: Village, start: PlaceSlug | None
) -> tuple[Visit, ...]:
    """Return the doors in the order in which to drive."""
    by_place: dict[PlaceSlug | None, list[Visit]] = {}
    for visit in visits:
        by_place.setdefault(visit.place, []).append(visit)
    route: list[Visit] = []
    here = start
    while by_place:
        here = min(by_place, key=lambda place: (_km(village, here, place), str(place)))
        doors = by_place.pop(here)
        route += sorted(doors, key=lambda v: (v.address.casefold(), v.name.casefold()))
    return tuple(route)


def arrivals(
    visits: Sequence[Visit], village: Village, start: PlaceSlug | None, at: datetime
) -> tuple[datetime, ...]:
    """Return when the driver should be at each door that is left, setting off at `at`."""
    times = []
    here = start
    for visit in visits:
        km = _km(village, here, visit.place)
        at += timedelta(hours=km / KM_AN_HOUR) if km else BETWEEN_DOORS
        times.append(at)
        at += AT_DOOR
        here = visit.place
    return tuple(times)


def window(arrival: datetime, now: datetime) -> tuple[datetime, datetime]:
    """Return the two times of day to announce, rounded outward; none has gone by."""
    earliest, latest = max(arrival - EARLY, now), arrival + LATE
    before = earliest.minute % STEP
    after = -latest.minute % STEP
    return (
        (earliest - timedelta(minutes=before)).replace(second=0, microsecond=0),
        (latest + timedelta(minutes=after)).replace(second=0, microsecond=0),
    )


def _km(village: Village, one: PlaceSlug | None, other: PlaceSlug | None) -> float:
    """Return the road between two places; one that is not on the map lies next door."""
    a = village.place_by_slug.get(one) if one else None
    b = village.place_by_slug.get(other) if other else None
    if a is None or b is None or a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    return _line_km(a.lat, a.lon, b.lat, b.lon) * DETOUR


def _line_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great circle's length by the haversine formula."""
    north = radians(other_lat - lat) / 2
    east = radians(other_lon - lon) / 2
    h = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(sqrt(h))
