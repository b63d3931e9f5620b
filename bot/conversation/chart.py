"""What a picture of a village's figures shows: kept as this, and drawn when it is sent."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One value of a panel, with the words beside it."""

    label: str
    value: float
    told: str
    """What is written at its end."""
    of: float | None = None
    """What would be full, drawn behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Bars that can be compared: they share one scale."""

    title: str
    bars: tuple[Bar, ...]
    upright: bool = False
    """Columns from left to right, for days; else rows from top to bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A page of panels, as numbers: nothing is drawn yet."""

    title: str
    summary: str
    panels: tuple[Panel, ...]
    """At most four, read as a page: left to right, then down."""
    kind: Literal["chart"] = "chart"
