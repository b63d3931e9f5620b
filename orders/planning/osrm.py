"""Travel times of an OSRM server's table service: https://project-osrm.org/docs/v5.24.0/api/#table-service.

More points than one request may hold are asked for in blocks, two at a time. Where the server is
away, slow or at a loss, the ways are those of the default; that is logged once until it answers
again.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

import httpx

from tournee.orders.planning.model import Point
from tournee.orders.planning.ports import Matrix, TravelTimes, Ways

SECONDS: Final = 2.0
"""How long to wait for a table."""
MOST: Final = 100
"""Points in one request: the limit of a server's own default settings (`--max-table-size`)."""
LARGEST: Final = 400
"""Points of a problem that are asked for at all: 28 requests, each of 2 s at most, fit the minute
for which a plan is leased."""
STOPPING: Final = 60
"""Seconds to park and set off again, which OSRM does not count."""

_log = logging.getLogger(__name__)


class _NoTableError(Exception):
    """The answer is none that can be used; its text says why."""


@dataclass(slots=True, kw_only=True)
class Osrm:
    url: str
    """Of the server, with its profile where that is not `driving`: `http://host:5000`."""
    otherwise: TravelTimes
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=SECONDS))
    silent: bool = False
    """It was away at the last try: that has been logged."""

    def between(self, points: Sequence[Point]) -> Ways:
        if len(points) < 2 or len(points) > LARGEST:  # noqa: PLR2004 - one point has no ways
            return self.otherwise.between(points)
        try:
            ways = self._whole(points)
        except (httpx.HTTPError, _NoTableError, ValueError) as error:
            if not self.silent:
                why = f"{type(error).__name__}: {error}"[:200]
                _log.warning("OSRM is away, distances are straight lines: %s", why)
            self.silent = True
            return self.otherwise.between(points)
        self.silent = False
        return ways

    def _whole(self, points: Sequence[Point]) -> Ways:
        """Put the tables of any two blocks together: each pair of points is in one of them."""
        seconds = [[0] * len(points) for _ in points]
        metres = [[0] * len(points) for _ in points]
        for places in _requests(len(points)):
            part = self._table([points[place] for place in places])
            for row, i in enumerate(places):
                for column, j in enumerate(places):
                    seconds[i][j] = part.seconds[row][column]
                    metres[i][j] = part.metres[row][column]
        return Ways(seconds=tuple(map(tuple, seconds)), metres=tuple(map(tuple, metres)))

    def _table(self, points: Sequence[Point]) -> Ways:
        path = ";".join(f"{p.lon:.6f},{p.lat:.6f}" for p in points)
        answer = self.client.get(
            f"{self.url.rstrip('/')}/table/v1/driving/{path}",
            params={"annotations": "duration,distance"},
        )
        answer.raise_for_status()
        table: Any = answer.json()
        if not isinstance(table, dict) or table.get("code") != "Ok":
            raise _NoTableError("no table")
        default = self.otherwise.between(points)
        return Ways(
            seconds=_matrix(table.get("durations"), default.seconds, STOPPING),
            metres=_matrix(table.get("distances"), default.metres, 0),
        )


def _requests(points: int) -> Iterator[tuple[int, ...]]:
    """Return the places of points that are asked for together, at most `MOST` of them."""
    places = range(points)
    if points <= MOST:
        yield tuple(places)
        return
    half = MOST // 2
    blocks = [places[start : start + half] for start in range(0, points, half)]
    for one, other in combinations(blocks, 2):
        yield (*one, *other)


def _matrix(rows: Any, default: Matrix, more: int) -> Matrix:
    """Return whole numbers; where the server knows no way (null), the default's."""
    size = len(default)
    if not isinstance(rows, list) or [len(row) for row in rows] != [size] * size:
        raise _NoTableError("a table of another size")
    return tuple(
        tuple(default[i][j] if x is None or i == j else round(x) + more for j, x in enumerate(row))
        for i, row in enumerate(rows)
    )
