"""Travel times without a server: straight lines, longer as roads are, at a country car's pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from tournee.orders.planning.model import Point
from tournee.orders.planning.ports import Ways

EARTH_KM: Final = 6371.0
DETOUR: Final = 1.3
"""How much longer a country road is than the straight line: 1.2 to 1.4 in most studies."""
KM_AN_HOUR: Final = 40.0
STOPPING: Final = 60
"""Seconds to park and set off again, wherever the next door is."""
NEXT_DOOR: Final = 120
"""Seconds between doors of one point: most often a hamlet, whose doors are not on the map."""


def line_km(one: Point, other: Point) -> float:
    """Return the great circle's length by the haversine formula."""
    north = radians(other.lat - one.lat) / 2
    east = radians(other.lon - one.lon) / 2
    h = sin(north) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRoad:
    """The default of `TravelTimes`."""

    detour: float = DETOUR
    km_an_hour: float = KM_AN_HOUR
    stopping: int = STOPPING

    def between(self, points: Sequence[Point]) -> Ways:
        km = [[line_km(one, other) * self.detour for other in points] for one in points]
        return Ways(
            seconds=tuple(
                tuple(self._seconds(x) if i != j else NEXT_DOOR for j, x in enumerate(row))
                for i, row in enumerate(km)
            ),
            metres=tuple(tuple(round(x * 1000) for x in row) for row in km),
        )

    def way(self, one: Point, other: Point) -> int:
        """Return the seconds from one point to another."""
        if one == other:
            return NEXT_DOOR
        return self._seconds(line_km(one, other) * self.detour)

    def _seconds(self, km: float) -> int:
        return self.stopping + round(km / self.km_an_hour * 3600)
