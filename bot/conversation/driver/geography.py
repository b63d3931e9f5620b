"""Where the doors and shops of a round are, as far as the map tells, and when doors open."""

from datetime import UTC, datetime, timedelta
from typing import Final

from tournee.bot.conversation.driver.state import Run, State, Visit
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.positions import located, middle
from tournee.catalog.hours import Hours, HoursError, Span
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
PATIENCE: Final = timedelta(minutes=15)
"""A driver waits no longer at a door whose people are not there yet."""
AFTER: Final = timedelta(hours=1)
"""How long after its end a round may still come to somebody."""
_ROADS: Final = ByRoad()


def point_of(village: Village, place: PlaceSlug | None) -> Point | None:
    """Return where a place is; None where the map does not tell, or says what can't be."""
    known = village.place_by_slug.get(place) if place else None
    if known is None or known.lat is None or known.lon is None:
        return None
    point, centre = Point(known.lat, known.lon), middle(village)
    return None if centre and line_km(point, centre) > STRAY_KM else point


def door_of(village: Village, visit: Visit) -> Point | None:
    """Return where a door is: its own point, else its place's; None where neither is known."""
    if visit.lat is not None and visit.lon is not None:
        own = located(Point(visit.lat, visit.lon), village)
        if not own.far:
            return own.point
    return point_of(village, visit.place)


def start_of(facts: Facts, run: Run) -> Point:
    """Return where a round begins: as it says, else in the middle of the village."""
    template = next((r for r in facts.village.rounds if r.slug == run.round), None)
    known = point_of(facts.village, template.start) if template else None
    return known or middle(facts.village) or Point(0.0, 0.0)


def door(facts: Facts, run: Run, visit: Visit) -> Point:
    """Return where a door is, as far as is known, else where the round begins."""
    return door_of(facts.village, visit) or start_of(facts, run)


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
        if (home := at_home(facts, run, visit)) and timedelta(0) < home.start - at <= PATIENCE:
            at = home.start
        times.append(at)
        at += timedelta(seconds=AT_DOOR)
        before, point = visit.key, to
    return tuple(times)


def window(arrival: datetime, now: datetime, home: Span | None = None) -> tuple[datetime, datetime]:
    """Return the two times of day to announce, rounded outward; none has gone by.

    Where somebody is at home then, it does not reach beyond the time that they are.
    """
    earliest, latest = max(arrival - EARLY, now), arrival + LATE
    if home is not None and home.start <= arrival < home.end:
        earliest, latest = max(earliest, home.start), min(latest, home.end)
    before = earliest.minute % STEP
    after = -latest.minute % STEP
    return (
        (earliest - timedelta(minutes=before)).replace(second=0, microsecond=0),
        (latest + timedelta(minutes=after)).replace(second=0, microsecond=0),
    )


# --- when somebody is there ----------------------------------------------------------------------


def home_times(facts: Facts, run: Run, visit: Visit) -> tuple[Span, ...]:
    """Return when somebody is at home on a run's day; nothing where that was never told."""
    if not visit.hours:
        return ()
    try:
        return Hours.parse(visit.hours, facts.village.settings.zone).spans(run.date)
    except HoursError:
        return ()


def at_home(facts: Facts, run: Run, visit: Visit) -> Span | None:
    """Return when the round can meet somebody at home; None at any time, or at none."""
    date_of = next((r for r in facts.rounds if r.key == run.key), None)
    for span in home_times(facts, run, visit):
        start, end = span.start.astimezone(UTC), span.end.astimezone(UTC)
        if date_of is None or (start < date_of.ends + AFTER and end > date_of.departs):
            return Span(start=start, end=end)
    return None
