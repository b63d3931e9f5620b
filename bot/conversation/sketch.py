"""What a picture of a way shows: it is kept as this, and drawn when it is sent."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point in degrees, and what is written beside it."""

    lat: float
    lon: float
    name: str
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A route as points on paper: nothing is drawn yet."""

    start: Mark
    shops: tuple[Mark, ...] = ()
    """In the order in which to collect."""
    doors: tuple[Mark, ...] = ()
    """In the order in which to drive; they are numbered from 1."""
    kind: Literal["sketch"] = "sketch"
