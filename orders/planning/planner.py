"""From a problem to a plan: chains become one node each, a solver finds routes, times are added.

Where not all windows can be kept, they are opened step by step until a plan exists: it is then as
little late as that finds, and says by how much. Where there is no solver, the nearest task is next.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from tournee.orders.planning.greedy import Nearest
from tournee.orders.planning.model import Aim, Plan, Point, Problem, Route, Task, Vehicle, Visit
from tournee.orders.planning.ports import (
    FORBIDDEN,
    Effort,
    Network,
    Node,
    NoRoutesError,
    Solver,
    TravelTimes,
    Van,
    Ways,
)

SLACK: Final = (0, 1800)
"""Seconds by which windows are opened, one after the other, before they are ignored."""
SHARES: Final = (1.15, 1.4, 1.7)
"""How much longer a shared route may be than an equal part of one driver's."""
MOST_TRIPS: Final = 4
LOADING: Final = 600
"""Seconds to load between two trips."""
VILLAGE: Final = 50
"""Nodes of a big village's round."""
VILLAGE_ROUNDS: Final = 200
TOWN_ROUNDS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    travel: TravelTimes
    solver: Solver
    effort: Effort | None = None
    """None: by the number of tasks, well under a second for a village's round."""

    def plan(self, problem: Problem) -> Plan:
        """Return the best plan that was found; never fails, whatever the problem."""
        plan = self._whole(problem)
        if hurried := _too_early(problem, plan):
            tasks = tuple(replace(t, earliest=0) if t.key in hurried else t for t in problem.tasks)
            plan = self._whole(replace(problem, tasks=tasks))
        for trip in range(1, MOST_TRIPS):
            again = _next_trip(problem, plan)
            if again is None:
                break
            plan = _joined(plan, self._whole(again), trip)
        return plan

    def _whole(self, problem: Problem) -> Plan:
        if problem.evenly and len(problem.vehicles) > 1 and problem.tasks:
            return self._shared(problem)
        return self._plan(problem)

    def _shared(self, problem: Problem) -> Plan:
        """Let no route be longer than its share of all, and a little more with every try."""
        alone = self._plan(replace(problem, vehicles=problem.vehicles[:1]))
        whole = max(alone.routes[0].ends - alone.routes[0].departs, 1)
        plan = alone
        for share in SHARES:
            longest = round(whole * share / len(problem.vehicles))
            vehicles = tuple(replace(v, longest=longest) for v in problem.vehicles)
            plan = self._plan(replace(problem, vehicles=vehicles))
            if all(route.ends - route.departs <= longest for route in plan.routes):
                break
        return plan

    def _plan(self, problem: Problem) -> Plan:
        survey = _surveyed(problem, self.travel)
        if not problem.vehicles or not problem.tasks:
            return _without_work(problem)
        groups, fleets = _groups(problem), _fleets(problem.vehicles)
        found = self._found(problem, groups, fleets, survey)
        return _plan(problem, groups, fleets, survey, found)

    def _found(
        self,
        problem: Problem,
        groups: Sequence["_Group"],
        fleets: Sequence["_Fleet"],
        survey: "_Survey",
    ) -> "_Found":
        if len(groups) == len(problem.vehicles) == 1:
            room = problem.vehicles[0].capacity
            fits = room is None or sum(task.load for task in groups[0]) <= room
            return ((0, (0,)),) if fits else ()
        effort = self.effort or usual_effort(len(groups))
        for slack in (*SLACK, None):
            network = _network(groups, fleets, survey, problem.aim, slack)
            with suppress(NoRoutesError):
                return self.solver.solve(network, effort)
        return Nearest().solve(_network(groups, fleets, survey, problem.aim, None), effort)


_Found = tuple[tuple[int, tuple[int, ...]], ...]
_Group = tuple[Task, ...]
_Fleet = tuple[Vehicle, ...]


def _too_early(problem: Problem, plan: Plan) -> frozenset[str]:
    """Return the tasks at which a vehicle would wait for longer than its driver does."""
    waits = {v.key: v.starts - v.arrives for route in plan.routes for v in route.visits}
    return frozenset(
        task.key
        for task in problem.tasks
        if task.patience is not None and waits.get(task.key, 0) > task.patience
    )


def _next_trip(problem: Problem, plan: Plan) -> Problem | None:
    """Return what is left to do with vehicles that come back; None where nothing more fits."""
    room = [v.capacity for v in problem.vehicles if v.end is not None and v.capacity is not None]
    if not room or len(room) < len(problem.vehicles):
        return None
    left = set(plan.left_out)
    tasks = tuple(t for t in problem.tasks if t.key in left)
    if not any(task.load <= max(room) for task in tasks):
        return None
    vehicles = tuple(
        replace(
            v, start=v.end or v.start, departs=route.ends + LOADING if route.visits else v.departs
        )
        for v, route in zip(problem.vehicles, plan.routes, strict=True)
    )
    load = {t.key: t.load for t in tasks}
    chains = tuple(
        chain
        for chain in problem.chains
        if set(chain) <= set(load) and sum(load[key] for key in chain) <= max(room)
    )
    return replace(problem, tasks=tasks, vehicles=vehicles, chains=chains)


def _joined(plan: Plan, more: Plan, trip: int) -> Plan:
    """Return a plan whose routes go on with those of another trip."""
    routes = zip(plan.routes, more.routes, strict=True)
    return Plan(
        routes=tuple(_longer(one, other, trip) for one, other in routes), left_out=more.left_out
    )


def _longer(route: Route, more: Route, trip: int) -> Route:
    if not more.visits:
        return route
    first, *others = (replace(visit, trip=trip) for visit in more.visits)
    if route.visits:
        first = replace(first, leg=first.arrives - route.visits[-1].leaves)
    return replace(
        route,
        visits=(*route.visits, first, *others),
        ends=more.ends,
        metres=route.metres + more.metres,
    )


def usual_effort(nodes: int) -> Effort:
    """Return an effort of about half a second up to 50 nodes, of two seconds for 300."""
    return Effort(rounds=VILLAGE_ROUNDS if nodes <= VILLAGE else TOWN_ROUNDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Survey:
    """All points of a problem, each once, and the ways between them."""

    place: Mapping[Point, int]
    ways: Ways

    def seconds(self, one: Point, other: Point) -> int:
        return self.ways.seconds[self.place[one]][self.place[other]]

    def metres(self, one: Point, other: Point) -> int:
        return self.ways.metres[self.place[one]][self.place[other]]


def _surveyed(problem: Problem, travel: TravelTimes) -> _Survey:
    ends = (p for v in problem.vehicles for p in (v.start, v.end) if p is not None)
    points = tuple(dict.fromkeys((*ends, *(task.point for task in problem.tasks))))
    return _Survey(place={p: i for i, p in enumerate(points)}, ways=travel.between(points))


def _groups(problem: Problem) -> tuple[_Group, ...]:
    """Return the tasks, those of a chain together in the chain's order and at its stage."""
    tasks = {task.key: task for task in problem.tasks}
    chains = (tuple(tasks[key] for key in chain if key in tasks) for chain in problem.chains)
    heads = {chain[0].key: chain for chain in chains if chain}
    inside = {task.key for chain in heads.values() for task in chain[1:]}
    return tuple(heads.get(key, (task,)) for key, task in tasks.items() if key not in inside)


def _fleets(vehicles: Iterable[Vehicle]) -> tuple[_Fleet, ...]:
    """Return the vehicles, those that differ in nothing but their key together."""
    fleets: dict[Vehicle, list[Vehicle]] = {}
    for vehicle in vehicles:
        fleets.setdefault(replace(vehicle, key=""), []).append(vehicle)
    return tuple(tuple(fleet) for fleet in fleets.values())


# --- to the solver -------------------------------------------------------------------------------


def _network(
    groups: Sequence[_Group],
    fleets: Sequence[_Fleet],
    survey: _Survey,
    aim: Aim,
    slack: int | None,
) -> Network:
    depots = tuple(dict.fromkeys((fleet[0].start, fleet[0].end) for fleet in fleets))
    place = {depot: 2 * i for i, depot in enumerate(depots)}
    vans = (_van(fleet, place[fleet[0].start, fleet[0].end], slack) for fleet in fleets)
    return Network(
        depots=2 * len(depots),
        nodes=tuple(_node(group, survey, slack) for group in groups),
        vans=tuple(vans),
        seconds=_matrix(depots, groups, survey),
        aim=aim,
    )


def _van(fleet: _Fleet, place: int, slack: int | None) -> Van:
    return Van(
        start=place,
        end=place + 1,
        departs=fleet[0].departs,
        back=_opened(fleet[0].back, slack),
        capacity=fleet[0].capacity,
        longest=_opened(fleet[0].longest, slack),
        count=len(fleet),
    )


def _opened(latest: int | None, slack: int | None) -> int | None:
    return None if latest is None or slack is None else latest + slack


def _matrix(
    depots: Sequence[tuple[Point, Point | None]], groups: Sequence[_Group], survey: _Survey
) -> tuple[tuple[int, ...], ...]:
    """Return the seconds between starts, ends and groups; no way leads to an earlier stage."""
    starts = [start for start, _ in depots]
    ends = [end for _, end in depots]
    into = [*(p for pair in zip(starts, ends, strict=True) for p in pair)]
    first = [*into, *(group[0].point for group in groups)]
    last = [*into, *(group[-1].point for group in groups)]
    stage = [*(-1 for _ in into), *(group[0].stage for group in groups)]
    rows = []
    for i, here in enumerate(last):
        row = []
        for j, there in enumerate(first):
            if here is None or there is None or i == j:
                row.append(0)
            elif -1 < stage[j] < stage[i]:
                row.append(FORBIDDEN)
            else:
                row.append(survey.seconds(here, there))
        rows.append(tuple(row))
    return tuple(rows)


def _node(group: _Group, survey: _Survey, slack: int | None) -> Node:
    """Join tasks that follow each other, as route segments are joined (Vidal et al. 2013)."""
    head = group[0]
    length, earliest, latest = head.service, head.earliest, _latest(head, slack)
    before = head
    for task in group[1:]:
        shift = length + survey.seconds(before.point, task.point)
        until = _latest(task, slack)
        wait = max(task.earliest - shift - latest, 0)
        late = max(earliest + shift - until, 0)
        length = shift + task.service + wait
        earliest, latest = (
            max(task.earliest - shift, earliest) - wait,
            min(until - shift, latest) + late,
        )
        before = task
    return Node(
        service=length,
        earliest=max(earliest, 0),
        latest=None if latest >= FORBIDDEN else max(latest, earliest, 0),
        load=sum(task.load for task in group),
        stage=head.stage,
    )


def _latest(task: Task, slack: int | None) -> int:
    opened = _opened(task.latest, slack)
    return 2 * FORBIDDEN if opened is None else opened


# --- from the solver -----------------------------------------------------------------------------


def _plan(
    problem: Problem,
    groups: Sequence[_Group],
    fleets: Sequence[_Fleet],
    survey: _Survey,
    found: _Found,
) -> Plan:
    """Give each route to a vehicle of the fleet that it was found for, and add the times."""
    free = [list(fleet) for fleet in fleets]
    given = {
        free[fleet].pop(0).key: tuple(task for node in nodes for task in groups[node])
        for fleet, nodes in found
    }
    routes = tuple(scheduled(v, given.get(v.key, ()), survey) for v in problem.vehicles)
    done = {visit.key for route in routes for visit in route.visits}
    return Plan(routes=routes, left_out=tuple(t.key for t in problem.tasks if t.key not in done))


def scheduled(vehicle: Vehicle, tasks: Iterable[Task], survey: _Survey) -> Route:
    """Return the times of a route that leaves as early as it may."""
    here, now, metres = vehicle.start, vehicle.departs, 0
    visits = []
    for task in tasks:
        leg = survey.seconds(here, task.point)
        metres += survey.metres(here, task.point)
        starts = max(now + leg, task.earliest)
        late = max(starts - task.latest, 0) if task.latest is not None else 0
        leaves = starts + task.service
        visits.append(
            Visit(key=task.key, leg=leg, arrives=now + leg, starts=starts, leaves=leaves, late=late)
        )
        here, now = task.point, leaves
    if vehicle.end is not None and visits:
        now += survey.seconds(here, vehicle.end)
        metres += survey.metres(here, vehicle.end)
    return Route(
        vehicle=vehicle.key, visits=tuple(visits), departs=vehicle.departs, ends=now, metres=metres
    )


def _without_work(problem: Problem) -> Plan:
    routes = tuple(
        Route(vehicle=v.key, visits=(), departs=v.departs, ends=v.departs, metres=0)
        for v in problem.vehicles
    )
    return Plan(routes=routes, left_out=tuple(task.key for task in problem.tasks))
