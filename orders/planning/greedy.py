"""Routes without a solver: from each place to the nearest one that is left."""

from dataclasses import dataclass
from math import ceil, inf

from tournee.orders.planning.ports import Effort, Network


@dataclass(frozen=True, slots=True)
class Nearest:
    """Keeps stages and room, shares the nodes out evenly; windows only by luck."""

    def solve(self, network: Network, effort: Effort) -> tuple[tuple[int, tuple[int, ...]], ...]:  # noqa: ARG002 - the port's
        vans = [number for number, van in enumerate(network.vans) for _ in range(van.count)]
        left = set(range(len(network.nodes)))
        share = ceil(len(left) / len(vans))
        routes = []
        for turn, van in enumerate(vans, 1):
            most = share if turn < len(vans) else len(left)
            routes.append((van, _route(network, van, left, most)))
        return tuple((van, nodes) for van, nodes in routes if nodes)


def _route(network: Network, van: int, left: set[int], most: int) -> tuple[int, ...]:
    """Take up to `most` nodes out of `left`, as they lie."""
    here, room = network.vans[van].start, network.vans[van].capacity
    room_left = inf if room is None else room
    route: list[int] = []
    while len(route) < most:
        fitting = [n for n in left if network.nodes[n].load <= room_left]
        if not fitting:
            break
        nearest = min(fitting, key=lambda n: _farness(network, here, n))
        left.remove(nearest)
        room_left -= network.nodes[nearest].load
        here = network.depots + nearest
        route.append(nearest)
    return tuple(sorted(route, key=lambda n: network.nodes[n].stage))


def _farness(network: Network, here: int, node: int) -> tuple[int, int, int]:
    return (network.nodes[node].stage, network.seconds[here][network.depots + node], node)
