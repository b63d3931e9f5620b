"""Where the doors and shops of a round are, as far as the village's map tells."""

from datetime import datetime, timedelta
from statistics import median
from typing import Final

from tournee.bot.conversation.driver.state import Run, State, Visit
from tournee.bot.conversation.model import Facts
from tournee.catalog.model import PlaceSlug, Village
from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import ByRoad, line_km

AT_DOOR: Final = 240
"""Seconds to hand over bags and take the money."""
AT_SHOP: Final = 300
EARLY: Final = timedelta(minutes=10)
LATE: Final = timedelta(minutes=20)
STEP: Final = 5
"""Minutes to which a window is rounded."""
STRAY_KM: Final = 150.0
"""A place farther from the others than this is a slip in the map."""
_ROADS: Final = ByRoad()


def point_of(village: Village, place: PlaceSlug | None) -> Point | None:
    """Return where a place is; None where the map does not tell, or says what can't be."""
    known = village.place_by_slug.get(place) if place else None
    if known is None or known.lat is None or known.lon is None:
        return None
    point, middle = Point(known.lat, known.lon), _middle(village)
    return None if middle and line_km(point, middle) > STRAY_KM else point


def start_of(facts: Facts, run: Run) -> Point:
    """Return where a round begins: as it says, else in the middle of the village."""
    template = next((r for r in facts.village.rounds if r.slug == run.round), None)
    known = point_of(facts.village, template.start) if template else None
    return known or _middle(facts.village) or Point(0.0, 0.0)


def door(facts: Facts, run: Run, visit: Visit) -> Point:
    """Return where a door is: at its place, else where the round begins."""
    return point_of(facts.village, visit.place) or start_of(facts, run)


def here(state: State, facts: Facts, run: Run) -> Point:
    """Return where the driver is: as shared, else at the last door, else at the start."""
    if state.here is not None:
        return Point(*state.here)
    done = [v for v in run.visits if v.settled]
    return door(facts, run, done[-1]) if done else start_of(facts, run)


def arrivals(
    state: State, facts: Facts, run: Run, at: datetime, doors: tuple[Visit, ...]
) -> tuple[datetime, ...]:
    """Return when the driver should be at each door, setting off at `at` from where they are."""
    done = [v for v in run.visits if v.settled]
    before, point = (done[-1].key if done else ""), here(state, facts, run)
    planned = {(leg.before, leg.to): leg.seconds for leg in run.legs}
    times: list[datetime] = []
    for visit in doors:
        to = door(facts, run, visit)
        straight = _ROADS.way(point, to)
        seconds = straight if state.here and not times else planned.get((before, visit.key))
        at += timedelta(seconds=straight if seconds is None else seconds)
        times.append(at)
        at += timedelta(seconds=AT_DOOR)
        before, point = visit.key, to
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


def _middle(village: Village) -> Point | None:
    known = [(p.lat, p.lon) for p in village.places if p.lat is not None and p.lon is not None]
    if not known:
        return None
    return Point(median(lat for lat, _ in known), median(lon for _, lon in known))
