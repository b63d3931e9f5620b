"""An OSRM server that answers, one that is away, one that answers nonsense."""

from collections.abc import Callable

import httpx
import pytest

from tests.planning.strict_osrm import StrictOsrm, serving
from tournee.orders.planning.model import Point, Problem, Task, Vehicle
from tournee.orders.planning.osrm import LARGEST, MOST, STOPPING, Osrm
from tournee.orders.planning.planner import Planner
from tournee.orders.planning.ports import Effort
from tournee.orders.planning.pyvrp_solver import PyVrp
from tournee.orders.planning.travel import NEXT_DOOR, ByRoad, line_km

HERE, THERE = Point(46.871, 3.402), Point(46.8893, 3.4311)
TABLE = {
    "code": "Ok",
    "durations": [[0, 250.4], [260.6, 0]],
    "distances": [[0, 3100.2], [3200.0, 0]],
}

Answer = Callable[[httpx.Request], httpx.Response]


def osrm(answer: Answer) -> Osrm:
    client = httpx.Client(transport=httpx.MockTransport(answer))
    return Osrm(url="http://osrm.example/", otherwise=ByRoad(), client=client)


def test_its_table_is_asked_for_in_longitude_and_latitude() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=TABLE)

    ways = osrm(answer).between((HERE, THERE))
    assert ways.seconds == ((NEXT_DOOR, 250 + STOPPING), (261 + STOPPING, NEXT_DOOR))
    assert ways.metres == ((0, 3100), (3200, 0))
    assert asked[0].url.path == "/table/v1/driving/3.402000,46.871000;3.431100,46.889300"
    assert asked[0].url.params["annotations"] == "duration,distance"


def test_a_way_that_it_does_not_know_is_the_straight_line() -> None:
    table = {**TABLE, "durations": [[0, None], [260.6, 0]]}
    ways = osrm(lambda _: httpx.Response(200, json=table)).between((HERE, THERE))
    assert ways.seconds[0][1] == ByRoad().way(HERE, THERE)


def away(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize(
    "answer",
    [
        away,
        lambda _: httpx.Response(503),
        lambda _: httpx.Response(200, text="<html>"),
        lambda _: httpx.Response(200, json={"code": "NoTable"}),
        lambda _: httpx.Response(200, json={**TABLE, "durations": [[0]]}),
        lambda _: httpx.Response(200, json=[]),
    ],
    ids=["away", "error", "no json", "no table", "too small", "a list"],
)
def test_a_server_at_a_loss_is_replaced_and_logged_once(
    answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    server = osrm(answer)
    for _ in range(2):
        assert server.between((HERE, THERE)) == ByRoad().between((HERE, THERE))
    assert len(caplog.records) == 1


# --- a server on the loopback --------------------------------------------------------------------


def _points(count: int) -> tuple[Point, ...]:
    """Points on a slope beside the village, no two alike."""
    return tuple(
        Point(round(46.8 + n * 0.0007, 6), round(3.4 + (n % 17) * 0.003, 6)) for n in range(count)
    )


@pytest.mark.parametrize(
    ("count", "requests"), [(2, 1), (MOST, 1), (MOST + 1, 3), (150, 3), (151, 6), (300, 15)]
)
def test_a_large_table_is_asked_for_in_blocks_that_the_server_takes(
    count: int, requests: int
) -> None:
    points = _points(count)
    with serving(StrictOsrm()) as server:
        ways = Osrm(url=server.url, otherwise=ByRoad()).between(points)
    assert server.refused == []
    assert len(server.sizes) == requests
    for i in range(0, count, 7):
        for j in range(0, count, 11):
            km = line_km(points[i], points[j])
            if i != j:
                assert abs(ways.seconds[i][j] - km * 90 - STOPPING) < 1
            assert abs(ways.metres[i][j] - km * 1300) < 1


def test_a_server_that_goes_away_between_two_blocks_leaves_no_half_table() -> None:
    points = _points(150)
    with serving(StrictOsrm(dies_after=2)) as server:
        ways = Osrm(url=server.url, otherwise=ByRoad()).between(points)
    assert len(server.sizes) == 2
    assert ways == ByRoad().between(points)


def test_more_points_than_can_be_asked_for_in_time_go_by_the_straight_line() -> None:
    points = _points(LARGEST + 1)
    with serving(StrictOsrm()) as server:
        ways = Osrm(url=server.url, otherwise=ByRoad()).between(points)
    assert server.sizes == []
    assert len(ways.seconds) == LARGEST + 1


def test_a_round_of_120_doors_is_planned_with_the_servers_ways() -> None:
    doors = _points(120)
    problem = Problem(
        tasks=tuple(Task(key=f"k{n}", point=point, service=240) for n, point in enumerate(doors)),
        vehicles=(Vehicle(key="v", start=Point(46.871, 3.402)),),
    )
    with serving(StrictOsrm()) as server:
        travel = Osrm(url=server.url, otherwise=ByRoad())
        planner = Planner(travel=travel, solver=PyVrp(), effort=Effort(rounds=20))
        plan = planner.plan(problem)
    assert server.refused == []
    assert sorted(plan.routes[0].keys) == sorted(task.key for task in problem.tasks)
