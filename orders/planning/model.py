"""What a round asks of its drivers, and the plan that answers it, as plain immutable values.

Times are whole seconds from an instant that the caller chooses, lengths whole metres. Nothing in
here knows orders, people or a map: a task is a key, a point and how long it takes.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


@dataclass(frozen=True, slots=True)
class Point:
    """A place on earth, in degrees; longitude grows eastward."""

    lat: float
    lon: float


class Stage(IntEnum):
    """A route never goes back to an earlier stage: bags are collected before doors are rung at."""

    COLLECT = 0
    FIRST = 1
    """Doors that the driver wants before all others."""
    DOORS = 2
    LAST = 3


class Aim(StrEnum):
    """What a good plan keeps small, beside being on time."""

    TIME = "time"
    """Travel, and half as dear each minute of waiting."""
    TRAVEL = "travel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A shop to collect from, or a door."""

    key: str
    point: Point
    service: int = 0
    """Seconds there."""
    earliest: int = 0
    """Not to be begun before."""
    latest: int | None = None
    """Not to be begun after; None is any time."""
    patience: int | None = None
    """Seconds that a vehicle waits there at most, else it comes too early; None is any time."""
    load: int = 0
    """Bags that the vehicle has to hold for it."""
    stage: Stage = Stage.DOORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A driver's car, for one route."""

    key: str
    start: Point
    end: Point | None = None
    """None: the route ends at its last task."""
    departs: int = 0
    back: int | None = None
    """When it should be at its end; None is any time."""
    capacity: int | None = None
    """In `Task.load`, of one trip; None is unlimited. A vehicle with an end comes back for more."""
    longest: int | None = None
    """Seconds that its route may take; None is any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a plan has to find the way through."""

    tasks: tuple[Task, ...]
    """Each key once."""
    vehicles: tuple[Vehicle, ...]
    chains: tuple[tuple[str, ...], ...] = ()
    """Keys that follow one another directly, as the driver wants; no key in two of them."""
    aim: Aim = Aim.TIME
    evenly: bool = False
    """All vehicles drive, none much longer than the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One task as planned."""

    key: str
    leg: int
    """Seconds of driving from the task before it, or from the start."""
    arrives: int
    starts: int
    """After waiting, where it came too early."""
    leaves: int
    late: int = 0
    """Seconds that it starts after its latest time: nobody could have been in time."""
    trip: int = 0
    """How often the vehicle has been back to load before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One vehicle's way, in seconds since the problem's start."""

    vehicle: str
    visits: tuple[Visit, ...]
    departs: int
    ends: int
    """At the vehicle's end, or at the last task where it has none."""
    metres: int

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(visit.key for visit in self.visits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One route for each vehicle, in the problem's order of vehicles; some may be empty."""

    routes: tuple[Route, ...]
    left_out: tuple[str, ...] = ()
    """Tasks that no vehicle has room for, nor comes back for."""

    @property
    def late(self) -> tuple[str, ...]:
        return tuple(v.key for route in self.routes for v in route.visits if v.late)
