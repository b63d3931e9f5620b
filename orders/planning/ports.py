"""What planning needs from outside: how long ways take, and who finds good routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tournee.orders.planning.model import Aim, Point, Stage

Matrix = tuple[tuple[int, ...], ...]
"""From each row's point to each column's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How long and how far it is between all points."""

    seconds: Matrix
    metres: Matrix


class TravelTimes(Protocol):
    def between(self, points: Sequence[Point]) -> Ways:
        """Return the ways between any two of the points, each given once; never fails.

        From a point to itself is the way between two doors there.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look for better routes: the same number of rounds finds the same routes."""

    rounds: int | None = None
    seconds: float | None = None
    """Of the processor; what is found then depends on the machine."""
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One or several tasks that are done in one go."""

    service: int
    earliest: int
    latest: int | None
    load: int
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Van:
    """Vehicles that differ in nothing."""

    start: int
    """A place in the network's matrix."""
    end: int
    departs: int
    back: int | None
    capacity: int | None
    longest: int | None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A vehicle routing problem with time windows, over the places of one matrix.

    The first places are where vans start or end, the others the nodes in their order.
    """

    depots: int
    nodes: tuple[Node, ...]
    vans: tuple[Van, ...]
    seconds: Matrix
    """Not symmetric: ways that are not to be taken are `FORBIDDEN` long."""
    aim: Aim


FORBIDDEN = 10_000_000
"""Seconds, four months: dearer than any detour."""


class Solver(Protocol):
    def solve(self, network: Network, effort: Effort) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Return good routes as pairs of a van and the nodes in their order, each node once.

        Nodes may be missing only where the vans have no room for all of them. No van is in more
        pairs than it counts. Windows are kept where that is possible.

        Raises:
            NoRoutesError: nothing that keeps all windows was found.
        """
        ...


class NoRoutesError(Exception):
    """The windows, or the room, can't all be kept."""
