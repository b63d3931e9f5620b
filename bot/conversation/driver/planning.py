"""What of a run is to be planned, and what a plan makes of a run.

A round is planned at its cut-off, with the shops first; the order stays as it is at departure.
Under way it is planned again only where the driver asks, or doors come in or go: what residents
were told stays a window, and what the driver has put in order stays so.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from tournee.bot.conversation.commands import Post
from tournee.bot.conversation.driver import geography, look
from tournee.bot.conversation.driver.geography import AT_DOOR, AT_SHOP
from tournee.bot.conversation.driver.state import Leg, Run, State, Visit
from tournee.bot.conversation.driver_events import PlanWanted, RoutePlanned, Why
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.party import Party, PartyKind
from tournee.catalog.hours import Hours, HoursError
from tournee.catalog.model import Person, Role, Shop, ShopSlug
from tournee.orders.model import OrderNumber
from tournee.orders.planning.model import Point, Problem, Stage, Task, Vehicle
from tournee.orders.planning.model import Visit as Planned

SHOP = "shop:"
PARTS: Final = 100
"""Of a crate, in which loads are counted."""
_FIGURES = re.compile(r"\d+")


def wanted(state: State, facts: Facts, run: Run, why: Why) -> Post:
    """Return the news to itself that has the run planned."""
    me = facts.party or Party(kind=PartyKind.DRIVER)
    at = setting_off(facts, run)
    event = PlanWanted(
        why=why, round=run.round, date=run.date, at=at, problem=_problem(state, facts, run, why, at)
    )
    return Post(to=me, event=event)


def setting_off(facts: Facts, run: Run) -> datetime:
    """Return from when a plan counts: now, or early enough to have collected by departure."""
    if run.departed is not None:
        return facts.now
    date_of = look.round_date(facts, run.round, run.date)
    if date_of is None:
        return facts.now
    return date_of.departs - timedelta(seconds=AT_SHOP * (len(_to_collect(facts, run)) + 1))


def doors_of(facts: Facts, run: Run) -> tuple[Visit, ...]:
    """Return the doors of a run before it departs, in the order that was planned."""
    found = [look.visit_of(facts, stop) for stop in look.stops_of(facts, run)]
    place = {number: i for i, number in enumerate(run.order)}
    last = len(place)
    return tuple(sorted(found, key=lambda v: min(place.get(n, last) for n in v.numbers)))


def _problem(state: State, facts: Facts, run: Run, why: Why, at: datetime) -> Problem:
    doors = tuple(v for v in run.visits if not v.done) if run.departed else doors_of(facts, run)
    shops = () if run.departed else tuple(_collecting(facts, run, at))
    tasks = tuple(_door_task(facts, run, visit, at) for visit in doors)
    room, loads = _room(facts, run), [_load(facts, v) for v in doors]
    streets = _next_door(facts, run, doors, tasks) if room is None or sum(loads) <= room else ()
    chains = (*_side_by_side(shops), *_pinned(run, doors), *streets)
    tasks = tuple(replace(t, load=load) for t, load in zip(tasks, loads, strict=True))
    start, base = geography.here(state, facts, run), geography.start_of(facts, run)
    vans = drivers(facts) if why == "shared" else tuple(p for p in (facts.me,) if p)
    return Problem(
        tasks=(*shops, *tasks),
        vehicles=tuple(Vehicle(key=p.slug, start=start, end=base, capacity=room) for p in vans),
        chains=chains,
        evenly=why == "shared",
    )


def _load(facts: Facts, visit: Visit) -> int:
    """Return the parts of crates that a door's bags fill, rounded up."""
    crates = sum((o.crates for o in facts.orders if o.number in visit.numbers), Decimal(0))
    return math.ceil(crates * PARTS)


def _room(facts: Facts, run: Run) -> int | None:
    """Return the parts of crates that a vehicle holds; under way it has been loaded."""
    date_of = look.round_date(facts, run.round, run.date)
    if date_of is None or date_of.crates is None or run.departed is not None:
        return None
    return date_of.crates * PARTS


def drivers(facts: Facts) -> tuple[Person, ...]:
    """Return all drivers of the village, the one who speaks first."""
    found = [p for p in facts.village.people if p.role is Role.DRIVER]
    me = facts.me.slug if facts.me else ""
    return tuple(sorted(found, key=lambda p: p.slug != me))


# --- shops ---------------------------------------------------------------------------------------


def _to_collect(facts: Facts, run: Run) -> tuple[Shop, ...]:
    return tuple(p.shop for p in look.pickups(facts, run) if not p.collected)


def _collecting(facts: Facts, run: Run, at: datetime) -> Iterable[Task]:
    for shop in _to_collect(facts, run):
        point = geography.point_of(facts.village, shop.place) or geography.start_of(facts, run)
        opens = opening(facts, run, shop, at)
        yield Task(
            key=f"{SHOP}{shop.slug}",
            point=point,
            service=AT_SHOP,
            earliest=max(0, _seconds(opens, at)) if opens else 0,
            stage=Stage.COLLECT,
        )


def opening(facts: Facts, run: Run, shop: Shop, at: datetime) -> datetime | None:
    """Return when a shop opens that is closed at `at`, on the run's day; None where it is open."""
    zone = facts.village.settings.zone
    try:
        hours = Hours.parse(shop.hours, zone)
    except HoursError:
        return None
    if hours.is_open(at):
        return None
    spans = [span for span in hours.spans(run.date) if span.start >= at]
    return spans[0].start.astimezone(UTC) if spans else None


def _side_by_side(shops: Iterable[Task]) -> Iterable[tuple[str, ...]]:
    """Let the open shops of one point come in the village's order."""
    points: dict[Point, list[str]] = {}
    for task in shops:
        if not task.earliest:
            points.setdefault(task.point, []).append(task.key)
    return (tuple(keys) for keys in points.values() if len(keys) > 1)


# --- doors ---------------------------------------------------------------------------------------


def _door_task(facts: Facts, run: Run, visit: Visit, at: datetime) -> Task:
    """A window that was told is kept; before that, the time that somebody is at home."""
    task = Task(
        key=visit.key,
        point=geography.door(facts, run, visit),
        service=AT_DOOR,
        stage=_stage(run, visit),
    )
    if visit.promised is not None:
        earliest, latest = visit.promised.earliest, visit.promised.latest
        return replace(task, earliest=_after(earliest, at), latest=_after(latest, at))
    home = geography.at_home(facts, run, visit)
    if home is None:
        return task
    date_of = look.round_date(facts, run.round, run.date)
    ends = date_of is None or home.end < date_of.ends
    return replace(
        task,
        earliest=_after(home.start, at),
        latest=_after(home.end, at) if ends else None,
        patience=round(geography.PATIENCE.total_seconds()),
    )


def _after(moment: datetime, at: datetime) -> int:
    return max(0, _seconds(moment, at))


def _stage(run: Run, visit: Visit) -> Stage:
    if set(visit.numbers) & set(run.first):
        return Stage.FIRST
    return Stage.LAST if set(visit.numbers) & set(run.last) else Stage.DOORS


def _pinned(run: Run, doors: Sequence[Visit]) -> tuple[tuple[str, ...], ...]:
    """Return what the driver wants one after the other, by the keys of doors that are left."""
    key = {number: visit.key for visit in doors for number in visit.numbers}
    wishes = (run.first, *run.chains, run.last)
    found = (tuple(dict.fromkeys(key[n] for n in wish if n in key)) for wish in wishes)
    return tuple(chain for chain in found if len(chain) > 1)


def _next_door(
    facts: Facts, run: Run, doors: Sequence[Visit], tasks: Sequence[Task]
) -> Iterable[tuple[str, ...]]:
    """Let the doors of one point follow their street, where nothing else is asked of them."""
    fixed = {n for wish in (run.first, run.last, *run.chains) for n in wish}
    streets: dict[object, list[Visit]] = {}
    for visit, task in zip(doors, tasks, strict=True):
        timed = task.latest is not None or task.earliest
        if not timed and not fixed & set(visit.numbers):
            streets.setdefault(geography.door(facts, run, visit), []).append(visit)
    for street in streets.values():
        if len(street) > 1:
            yield tuple(v.key for v in sorted(street, key=_house))


def _house(visit: Visit) -> tuple[str, int, str]:
    """Sort '9 rue B' before '12 rue B'."""
    figures = _FIGURES.findall(visit.address)
    street = _FIGURES.sub("", visit.address).strip(" ,").casefold()
    return street, int(figures[0]) if figures else 0, visit.name.casefold()


def _seconds(moment: datetime, since: datetime) -> int:
    return round((moment - since).total_seconds())


# --- a plan has come -----------------------------------------------------------------------------


def planned(run: Run, facts: Facts, event: RoutePlanned) -> Run:
    """Put the doors, and the shops before them, into the order of this driver's route."""
    me = facts.me.slug if facts.me else ""
    route = next((r for r in event.plan.routes if r.vehicle == me), None)
    if route is None:
        return run
    doors = [v for v in route.visits if not v.key.startswith(SHOP)]
    legs, before = [], ""
    for visit in doors:
        legs.append(Leg(before=before, to=visit.key, seconds=visit.leg))
        before = visit.key
    if run.departed is not None and (done := [v for v in run.visits if v.settled]) and legs:
        legs[0] = replace(legs[0], before=done[-1].key)
    run = replace(
        run,
        legs=tuple(legs),
        metres=route.metres,
        leaves=event.at + timedelta(seconds=doors[0].arrives - doors[0].leg) if doors else None,
        ends=event.at + timedelta(seconds=route.ends),
        unmet=tuple(_unmet(run, facts, event, doors)),
        later=(*(_head(v.key) for v in doors if v.trip), *_left_out(event)),
    )
    order = tuple(_head(v.key) for v in doors)
    if run.departed is None:
        shops = (v.key.removeprefix(SHOP) for v in route.visits if v.key.startswith(SHOP))
        return replace(run, order=order, shops=tuple(ShopSlug(s) for s in shops))
    return replace(run, visits=reordered(run.visits, order))


def _left_out(event: RoutePlanned) -> Iterable[OrderNumber]:
    """Return the doors whose bags alone are more than the vehicle holds."""
    if event.why != "shared":
        yield from (_head(key) for key in event.plan.left_out if not key.startswith(SHOP))


def _head(key: str) -> OrderNumber:
    return OrderNumber(int(key))


def _unmet(
    run: Run, facts: Facts, event: RoutePlanned, doors: Sequence[Planned]
) -> Iterable[OrderNumber]:
    """Return the doors, by a number of theirs, whose people will not be there."""
    visits = {v.key: v for v in (run.visits if run.departed else doors_of(facts, run))}
    for planned_visit in doors:
        visit = visits.get(planned_visit.key)
        if visit is not None and visit.hours:
            comes = event.at + timedelta(seconds=planned_visit.starts)
            spans = geography.home_times(facts, run, visit)
            if not any(span.start <= comes <= span.end for span in spans):
                yield visit.numbers[0]


def reordered(visits: tuple[Visit, ...], order: Sequence[OrderNumber]) -> tuple[Visit, ...]:
    """Return the doors that are done, then the others in the order of `order`, then the rest."""
    place = {number: i for i, number in enumerate(order)}
    done = tuple(v for v in visits if v.done)
    left = [v for v in visits if not v.done]
    rank = {v.key: min(place.get(n, len(place)) for n in v.numbers) for v in left}
    return (*done, *sorted(left, key=lambda v: rank[v.key]))
