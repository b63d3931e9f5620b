"""Where places and doors are: the commonest mistake is to turn latitude and longitude round."""

from collections.abc import Iterator, Sequence
from statistics import median

from tournee.catalog.model import Person, Place

FAR = 3.0
"""Degrees. No village's places lie 300 km apart."""
EUROPE = ((27.0, 82.0), (-32.0, 70.0))
"""Latitudes and longitudes that the tz database's `Europe/` zones lie within."""


def swapped(
    found: Sequence[Place | Person], places: Sequence[Place], timezone: str
) -> Iterator[int]:
    """Positions of those found whose latitude and longitude are the other way round."""
    centre = _centre(places)
    for n, known in enumerate(found):
        if known.lat is None or known.lon is None:
            continue
        here, other = (known.lat, known.lon), (known.lon, known.lat)
        if (timezone.startswith("Europe/") and _in_europe(other) and not _in_europe(here)) or (
            centre and _far(here, centre) and not _far(other, centre)
        ):
            yield n


def _centre(places: Sequence[Place]) -> tuple[float, float] | None:
    """The middle of the places, where there are enough to tell the odd one out."""
    known = [(p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None]
    if len(known) < 3:  # noqa: PLR2004 - two places can't outvote each other
        return None
    return median(lat for lat, _ in known), median(lon for _, lon in known)


def _far(point: tuple[float, float], centre: tuple[float, float]) -> bool:
    return max(abs(point[0] - centre[0]), abs(point[1] - centre[1])) > FAR


def _in_europe(point: tuple[float, float]) -> bool:
    return all(low <= x <= high for x, (low, high) in zip(point, EUROPE, strict=True))
