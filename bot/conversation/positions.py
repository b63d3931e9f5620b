"""Where somebody's door is: a position that was shared, typed, or pasted as a map's link.

    position = LAT sep LON              '46.8893, 3.4311', '46,8893 3,4311'
             | a link that holds one    of OpenStreetMap, Google Maps, Apple Maps, Waze; geo:

A link's own marker goes before the middle of its map. Latitude and longitude the wrong way round
are turned where only that lies near the village. Degrees; no link is ever opened.
"""

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from tournee.catalog.model import Place, Village
from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import line_km

FAR_KM: Final = 40.0
"""No door of a village's rounds is so far from all its places."""
_FIGURE: Final = r"(-?\d{1,3}[.,]\d{2,12})"
_SEP: Final = r"(?:\s*(?:,|;|/|%2C|%20|\+|\s)\s*)"
_LINKED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"mlat=(-?[\d.]+)&(?:amp;)?mlon=(-?[\d.]+)",
        r"!3d(-?[\d.]+)!4d(-?[\d.]+)",
        r"geo:(-?[\d.]+),(-?[\d.]+)",
        r"[?&](?:q|ll|query|destination|daddr|to|coordinate)=(-?[\d.]+)(?:,|%2C)(-?[\d.]+)",
        r"[@/](-?\d+\.\d+),(-?\d+\.\d+)",
        r"#map=[\d.]+/(-?[\d.]+)/(-?[\d.]+)",
    )
)
_PLAIN: Final = re.compile(rf"(?<![\d.,]){_FIGURE}{_SEP}{_FIGURE}(?![\d])")
LONGEST: Final = 1000
"""Characters that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A position, and the village's place that is nearest; no place where the map tells none."""

    point: Point
    near: Place | None
    km: float
    """As the crow flies; 0 where there is no place."""

    @property
    def far(self) -> bool:
        """Whether it can't be a door that a round comes to."""
        return self.near is not None and self.km > FAR_KM


def read(text: str, village: Village) -> Located | None:
    """Return the position that a text tells; None where it tells none."""
    text = text[:LONGEST]
    for pattern in (*_LINKED, _PLAIN):
        found = pattern.search(text)
        point = _point(found[1], found[2]) if found else None
        if point is not None:
            here = located(point, village)
            turned = located(Point(point.lon, point.lat), village)
            may_turn = here.far and abs(point.lon) <= 90  # noqa: PLR2004 - a latitude's limit
            return turned if may_turn and not turned.far else here
    return None


def _point(lat: str, lon: str) -> Point | None:
    try:
        point = Point(float(lat.replace(",", ".")), float(lon.replace(",", ".")))
    except ValueError:
        return None
    return point if abs(point.lat) <= 90 and abs(point.lon) <= 180 else None  # noqa: PLR2004


def located(point: Point, village: Village) -> Located:
    """Return a position with the place that is nearest to it."""
    known = [
        (p, Point(p.lat, p.lon)) for p in village.places if p.lat is not None and p.lon is not None
    ]
    if not known:
        return Located(point=point, near=None, km=0.0)
    near, there = min(known, key=lambda pair: line_km(point, pair[1]))
    return Located(point=point, near=near, km=line_km(point, there))


def middle(village: Village) -> Point | None:
    """Return the middle of the village's places; None where the map tells none of them."""
    known = [(p.lat, p.lon) for p in village.places if p.lat is not None and p.lon is not None]
    if not known:
        return None
    return Point(median(lat for lat, _ in known), median(lon for _, lon in known))
