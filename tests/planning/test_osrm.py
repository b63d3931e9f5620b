"""An OSRM server that answers, one that is away, one that answers nonsense."""

from collections.abc import Callable

import httpx
import pytest

from tournee.orders.planning.model import Point
from tournee.orders.planning.osrm import STOPPING, Osrm
from tournee.orders.planning.travel import NEXT_DOOR, ByRoad

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
