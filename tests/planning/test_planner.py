"""What every plan keeps, whatever is asked: found by Hypothesis, with the solver and without."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tournee.orders.planning.greedy import Nearest
from tournee.orders.planning.model import Plan, Point, Problem, Stage, Task, Vehicle
from tournee.orders.planning.planner import LOADING, Planner
from tournee.orders.planning.ports import Effort, Network, NoRoutesError
from tournee.orders.planning.pyvrp_solver import PyVrp
from tournee.orders.planning.travel import NEXT_DOOR, ByRoad

QUICK = Effort(rounds=15)
SOLVED = Planner(travel=ByRoad(), solver=PyVrp(), effort=QUICK)
UNSOLVED = Planner(travel=ByRoad(), solver=Nearest())
BOURG = Point(46.871, 3.402)
HOUR = 3600

points = st.builds(
    Point,
    st.floats(46.8, 46.95).map(lambda x: round(x, 4)),
    st.floats(3.3, 3.5).map(lambda x: round(x, 4)),
)


@st.composite
def tasks(draw: st.DrawFn, key: str) -> Task:
    earliest = draw(st.sampled_from([0, 0, 1800, HOUR]))
    width = draw(st.sampled_from([None, 900, HOUR]))
    return Task(
        key=key,
        point=draw(st.one_of(points, st.just(BOURG))),
        service=draw(st.integers(0, 600)),
        earliest=earliest,
        latest=None if width is None else earliest + width,
        load=draw(st.integers(0, 4)),
        stage=draw(st.sampled_from([Stage.COLLECT, Stage.DOORS, Stage.DOORS, Stage.LAST])),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    keys = [f"k{n}" for n in range(draw(st.integers(0, 9)))]
    found = tuple(draw(tasks(key)) for key in keys)
    vehicles = tuple(
        Vehicle(
            key=f"v{n}",
            start=draw(st.one_of(st.just(BOURG), points)),
            end=draw(st.one_of(st.just(BOURG), st.none())),
            capacity=draw(st.sampled_from([None, None, 5])),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    doors = [t.key for t in found if t.stage is Stage.DOORS]
    length = draw(st.integers(0, len(doors)))
    chain = tuple(draw(st.permutations(doors))[:length]) if doors else ()
    return Problem(tasks=found, vehicles=vehicles, chains=(chain,) if len(chain) > 1 else ())


def keys_of(plan: Plan) -> list[str]:
    return [key for route in plan.routes for key in route.keys]


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_each_task_is_done_once_or_said_to_be_left_out(planner: Planner, problem: Problem) -> None:
    plan = planner.plan(problem)
    assert sorted([*keys_of(plan), *plan.left_out]) == sorted(t.key for t in problem.tasks)


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_no_route_goes_back_to_an_earlier_stage(planner: Planner, problem: Problem) -> None:
    stage = {t.key: t.stage for t in problem.tasks}
    for route in planner.plan(problem).routes:
        pairs = [(a, b) for a, b in pairwise(route.visits) if a.trip == b.trip]
        assert all(stage[a.key] <= stage[b.key] for a, b in pairs)


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_no_vehicle_holds_more_than_it_can(planner: Planner, problem: Problem) -> None:
    load = {t.key: t.load for t in problem.tasks}
    plan = planner.plan(problem)
    for route, vehicle in zip(plan.routes, problem.vehicles, strict=True):
        for trip in {visit.trip for visit in route.visits} if vehicle.capacity else ():
            held = sum(load[visit.key] for visit in route.visits if visit.trip == trip)
            assert held <= (vehicle.capacity or 0)


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_a_locked_order_is_kept(planner: Planner, problem: Problem) -> None:
    plan = planner.plan(problem)
    load = {t.key: t.load for t in problem.tasks}
    rooms = [v.capacity for v in problem.vehicles]
    for chain in problem.chains:
        if set(chain) <= set(plan.left_out):
            continue
        if None not in rooms and sum(load[k] for k in chain) > max(filter(None, rooms)):
            continue  # more than any trip holds
        route = next(r.keys for r in plan.routes if chain[0] in r.keys)
        at = route.index(chain[0])
        assert route[at : at + len(chain)] == chain


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
def test_one_door_that_does_not_fit_is_left_out_too(planner: Planner) -> None:
    alone = Task(key="k0", point=BOURG, load=6)
    plan = planner.plan(
        Problem(tasks=(alone,), vehicles=(Vehicle(key="v", start=BOURG, capacity=5),))
    )
    assert plan.left_out == ("k0",)


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
def test_what_does_not_fit_is_fetched_by_a_vehicle_that_comes_back(planner: Planner) -> None:
    doors = tuple(
        Task(key=f"k{n}", point=Point(46.88 + n / 100, 3.42), load=3, service=240) for n in range(4)
    )
    van = Vehicle(key="v", start=BOURG, end=BOURG, capacity=6)
    (route,) = planner.plan(Problem(tasks=doors, vehicles=(van,))).routes
    assert sorted(route.keys) == ["k0", "k1", "k2", "k3"]
    assert [visit.trip for visit in route.visits] == [0, 0, 1, 1]
    back = ByRoad().way(next(t.point for t in doors if t.key == route.keys[1]), BOURG)
    out = ByRoad().way(BOURG, next(t.point for t in doors if t.key == route.keys[2]))
    assert route.visits[2].leg == back + LOADING + out


def test_what_shall_follow_each_other_but_never_fits_together_is_taken_apart() -> None:
    doors = tuple(Task(key=f"k{n}", point=Point(46.88, 3.42), load=4) for n in range(2))
    van = Vehicle(key="v", start=BOURG, end=BOURG, capacity=5)
    plan = SOLVED.plan(Problem(tasks=doors, vehicles=(van,), chains=(("k0", "k1"),)))
    assert plan.left_out == ()
    assert {visit.trip for visit in plan.routes[0].visits} == {1, 2}


@pytest.mark.parametrize("planner", [SOLVED, UNSOLVED], ids=["pyvrp", "nearest"])
def test_a_driver_waits_at_a_door_no_longer_than_they_would(planner: Planner) -> None:
    soon = Task(key="soon", point=Point(46.88, 3.42), earliest=900, patience=900)
    later = Task(key="later", point=Point(46.89, 3.43), earliest=5 * HOUR, patience=900)
    plan = planner.plan(Problem(tasks=(soon, later), vehicles=(Vehicle(key="v", start=BOURG),)))
    starts = {v.key: v.starts for v in plan.routes[0].visits}
    assert starts["soon"] >= 900
    assert starts["later"] < HOUR


@given(problem=problems())
@settings(max_examples=60, deadline=None)
def test_times_add_up_and_lateness_is_owned_up_to(problem: Problem) -> None:
    tasks = {t.key: t for t in problem.tasks}
    for route in SOLVED.plan(problem).routes:
        now = route.departs
        for visit in route.visits:
            task = tasks[visit.key]
            assert visit.arrives == now + visit.leg
            assert visit.starts == max(visit.arrives, task.earliest)
            late = 0 if task.latest is None else max(0, visit.starts - task.latest)
            assert visit.late == late
            assert visit.leaves == visit.starts + task.service
            now = visit.leaves


@given(problem=problems())
@settings(max_examples=20, deadline=None)
def test_the_same_problem_has_the_same_plan(problem: Problem) -> None:
    assert SOLVED.plan(problem) == SOLVED.plan(problem)


def door(key: str, point: Point = BOURG, *, earliest: int = 0, latest: int | None = None) -> Task:
    return Task(key=key, point=point, service=180, earliest=earliest, latest=latest)


def one_driver(*tasks: Task, **more: object) -> Problem:
    return Problem(
        tasks=tasks,
        vehicles=(Vehicle(key="v", start=BOURG, end=BOURG),),
        **more,  # type: ignore[arg-type]
    )


def test_a_round_without_stops_is_an_empty_route() -> None:
    plan = SOLVED.plan(one_driver())
    assert keys_of(plan) == []
    assert plan.routes[0].ends == 0


def test_without_a_driver_everything_is_left_out() -> None:
    plan = SOLVED.plan(Problem(tasks=(door("a"),), vehicles=()))
    assert plan.left_out == ("a",)


def test_one_stop_is_driven_to_straight() -> None:
    assert keys_of(SOLVED.plan(one_driver(door("a", Point(46.9, 3.41))))) == ["a"]


def test_stops_at_one_point_each_take_their_time() -> None:
    plan = SOLVED.plan(one_driver(*(door(f"k{n}") for n in range(6))))
    assert len(keys_of(plan)) == 6
    assert plan.routes[0].ends == 6 * 180 + 7 * NEXT_DOOR


def test_what_was_promised_is_kept_by_a_detour() -> None:
    near, far = Point(46.872, 3.402), Point(46.95, 3.402)
    free = SOLVED.plan(one_driver(door("near", near), door("far", far)))
    assert free.routes[0].ends < HOUR
    bound = SOLVED.plan(
        one_driver(door("near", near, earliest=1500), door("far", far, latest=1500))
    )
    assert keys_of(bound) == ["far", "near"]
    assert not bound.late


def test_windows_that_nobody_can_keep_make_a_plan_that_says_so() -> None:
    away = Point(47.5, 3.402)
    plan = SOLVED.plan(one_driver(door("a", away, latest=150), door("b", latest=150)))
    assert sorted(keys_of(plan)) == ["a", "b"]
    assert plan.late == ("a",)


def test_two_drivers_share_what_one_could_not_do_in_time() -> None:
    north, south = Point(46.93, 3.402), Point(46.81, 3.402)
    doors = [door(f"n{n}", north) for n in range(5)] + [door(f"s{n}", south) for n in range(5)]
    vans = tuple(Vehicle(key=k, start=BOURG, end=BOURG, longest=3000) for k in "xy")
    plan = SOLVED.plan(Problem(tasks=tuple(doors), vehicles=vans))
    shares = [{key[0] for key in route.keys} for route in plan.routes]
    assert sorted(shares, key=str) == [{"n"}, {"s"}]


def test_nothing_is_lost_where_the_solver_finds_nothing() -> None:
    class Lost:
        def solve(
            self, network: Network, effort: Effort
        ) -> tuple[tuple[int, tuple[int, ...]], ...]:
            raise NoRoutesError(network, effort)

    planner = Planner(travel=ByRoad(), solver=Lost())
    plan = planner.plan(one_driver(door("b", Point(46.9, 3.4)), door("a")))
    assert keys_of(plan) == ["a", "b"]
