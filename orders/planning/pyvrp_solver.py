"""Routes by PyVRP, whose iterated local search is among the best for time windows: see docs/adr.

Importing this takes a third of a second: import it where a route is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from time import process_time
from typing import Any, Final

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Route, Solution, VehicleType, solve
from pyvrp.stop import MaxIterations, MultipleCriteria

from tournee.orders.planning.greedy import Nearest
from tournee.orders.planning.model import Aim
from tournee.orders.planning.ports import FORBIDDEN, Effort, Network, NoRoutesError, Van

EVER: Final = np.iinfo(np.int64).max
LEFT_OUT: Final = 4 * FORBIDDEN
"""What it costs to leave a node out, where the vans have no room for all."""


@dataclass(frozen=True, slots=True)
class PyVrp:
    """An iterated local search, the same for the same seed and number of rounds."""

    def solve(self, network: Network, effort: Effort) -> tuple[tuple[int, tuple[int, ...]], ...]:
        data = _data(network)
        result = solve(
            data,
            stop=_until(effort),
            seed=effort.seed,
            collect_stats=False,
            display=False,
            initial_solution=_first(data, network, effort),
        )
        if not result.is_feasible() or _goes_back(network, result.best):
            raise NoRoutesError
        return tuple(_routes(result.best))


@dataclass(slots=True)
class Spent:
    """Stops after so many seconds of the processor, whoever else uses the machine."""

    seconds: float
    began: float | None = None

    def __call__(self, best_cost: int) -> bool:  # noqa: ARG002 - PyVRP's criteria are told it
        if self.began is None:
            self.began = process_time()
        return process_time() - self.began > self.seconds


def _first(data: ProblemData, network: Network, effort: Effort) -> Solution:
    """Begin where the nearest is always next: a short search gets further than from dice."""
    routes = Nearest().solve(network, effort)
    return Solution(data, [Route(data, list(nodes), vehicle_type=van) for van, nodes in routes])


def _until(effort: Effort) -> MultipleCriteria:
    rounds = [MaxIterations(effort.rounds)] if effort.rounds is not None else []
    seconds = [Spent(effort.seconds)] if effort.seconds is not None else []
    return MultipleCriteria([*rounds, *seconds])


def _data(network: Network) -> ProblemData:
    matrix: Any = np.array(network.seconds, dtype=np.int64)
    roomy = _is_roomy(network)
    clients = [
        Client(
            location=network.depots + number,
            delivery=[node.load],
            service_duration=node.service,
            tw_early=node.earliest,
            tw_late=EVER if node.latest is None else node.latest,
            required=roomy,
            prize=0 if roomy else LEFT_OUT,
        )
        for number, node in enumerate(network.nodes)
    ]
    return ProblemData(
        locations=[Location(0, 0) for _ in network.seconds],
        clients=clients,
        depots=[Depot(location=number) for number in range(network.depots)],
        vehicle_types=[_vehicle(van, network.aim) for van in network.vans],
        distance_matrices=[matrix],
        duration_matrices=[matrix],
    )


def _vehicle(van: Van, aim: Aim) -> VehicleType:
    timed = aim is Aim.TIME
    return VehicleType(
        num_available=van.count,
        capacity=[EVER if van.capacity is None else van.capacity],
        start_depot=van.start,
        end_depot=van.end,
        tw_early=van.departs,
        tw_late=EVER if van.back is None else van.back,
        shift_duration=EVER if van.longest is None else van.longest,
        unit_distance_cost=1,
        unit_duration_cost=1 if timed else 0,
        start_late=van.departs if timed else None,
    )


def _is_roomy(network: Network) -> bool:
    """Whether the vans surely hold everything together."""
    capacities = [van.capacity for van in network.vans for _ in range(van.count)]
    if any(capacity is None for capacity in capacities):
        return True
    biggest = max((node.load for node in network.nodes), default=0)
    room = sum(max(c - biggest, 0) for c in capacities if c is not None)
    return sum(node.load for node in network.nodes) <= room


def _goes_back(network: Network, found: Solution) -> bool:
    """Whether a route takes a forbidden way after all."""
    return bool(found.distance() >= FORBIDDEN) and any(
        network.seconds[network.depots + one][network.depots + other] >= FORBIDDEN
        for _, nodes in _routes(found)
        for one, other in pairwise(nodes)
    )


def _routes(found: Solution) -> Iterator[tuple[int, tuple[int, ...]]]:
    for route in found.routes():
        nodes = tuple(step.idx for step in route if step.is_client())
        yield route.vehicle_type(), nodes
