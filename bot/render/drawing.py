"""Draws a way as a picture: no map is fetched for it, north is up, one scale in both directions.

Importing this takes half a second: import it where a picture is sent.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from math import cos, radians
from typing import Any, Final, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from tournee.bot.conversation.sketch import Mark, Sketch
from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import line_km

INCHES: Final = (7.2, 7.2)
FLAT: Final = (10.5, 3.7)
"""For what is left of a page."""
DOTS: Final = 120
"""To the inch: 864 points wide, as a telephone shows it."""
SHOP: Final = "#b45309"
DOOR: Final = "#1d4ed8"
DONE: Final = "#9ca3af"
WAY: Final = "#64748b"
PAPER: Final = "#fbfaf7"
LONGEST: Final = 18
"""Letters of a name."""
MOST_NAMES: Final = 4
"""Names at one point; the others are counted."""
NICE_KM: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)


def draw(
    sketch: Sketch,
    form: Literal["png", "svg"] = "png",
    inches: tuple[float, float] = INCHES,
) -> bytes:
    """Return a PNG for a chat, or an SVG for paper, with names of one size whatever its own."""
    figure = Figure(figsize=inches, dpi=DOTS, facecolor=PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    axes.set_axis_off()
    marks = (sketch.start, *sketch.shops, *sketch.doors)
    _frame(axes, marks)
    _way(axes, (sketch.start, *sketch.shops, *sketch.doors))
    _start(axes, sketch.start)
    for point, shops in _together(sketch.shops):
        _dots(axes, point, SHOP, "s")
        _names(axes, point, [s.name for _, s in shops], SHOP, below=True)
    collected = {(s.lon, s.lat) for s in sketch.shops}
    before = (sketch.start, *sketch.doors)
    for point, doors in _together(sketch.doors):
        from_above = before[doors[0][0] - 1].lat > point[1]
        _doors(axes, point, doors, below=from_above and point not in collected)
    _scale(axes, marks)
    made = BytesIO()
    figure.savefig(made, format=form, facecolor=PAPER if form == "png" else "white")
    return made.getvalue()


Spot = tuple[float, float]
"""Longitude and latitude, as a picture has them: right and up."""


def _together(marks: Sequence[Mark]) -> list[tuple[Spot, list[tuple[int, Mark]]]]:
    """Return marks by where they are, each with its place in the row."""
    spots: dict[Spot, list[tuple[int, Mark]]] = {}
    for place, mark in enumerate(marks, 1):
        spots.setdefault((mark.lon, mark.lat), []).append((place, mark))
    return list(spots.items())


def _frame(axes: Any, marks: Sequence[Mark]) -> None:
    """Leave room for names at the edges; a single point gets some land about it."""
    lats, lons = [m.lat for m in marks], [m.lon for m in marks]
    high = max(max(lats) - min(lats), (max(lons) - min(lons)) * _narrow(marks), 0.004)
    wide = high / _narrow(marks)
    lat, lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    axes.set_xlim(lon - wide * 0.72, lon + wide * 0.72)
    axes.set_ylim(lat - high * 0.68, lat + high * 0.68)
    axes.set_aspect(1 / _narrow(marks))


def _narrow(marks: Sequence[Mark]) -> float:
    """Return how much shorter a degree of longitude is than one of latitude here."""
    return max(cos(radians(marks[0].lat)), 0.05)


def _way(axes: Any, marks: Sequence[Mark]) -> None:
    for one, other in pairwise(marks):
        if (one.lon, one.lat) == (other.lon, other.lat):
            continue
        arrow = {
            "arrowstyle": "-|>",
            "color": DONE if other.done else WAY,
            "linewidth": 1.8,
            "shrinkA": 11,
            "shrinkB": 12,
            "mutation_scale": 13,
            "connectionstyle": "arc3,rad=0.07",
        }
        axes.annotate(
            "", xy=(other.lon, other.lat), xytext=(one.lon, one.lat), arrowprops=arrow, zorder=1
        )


def _start(axes: Any, start: Mark) -> None:
    axes.plot(start.lon, start.lat, "o", color=PAPER, markersize=25, mec=WAY, mew=1.5, zorder=2)


def _dots(axes: Any, spot: Spot, colour: str, shape: str) -> None:
    axes.plot(*spot, shape, color=colour, markersize=19, mec="white", mew=1.5, zorder=3)


def _doors(axes: Any, spot: Spot, doors: Sequence[tuple[int, Mark]], *, below: bool) -> None:
    """Draw the doors of one point; their names stand where the way does not come from."""
    left = [(place, mark) for place, mark in doors if not mark.done]
    shown = left or list(doors)
    colour = DOOR if left else DONE
    _dots(axes, spot, colour, "o")
    label = _numbers([place for place, _ in shown])
    size = 10 if len(label) < 3 else 8 if len(label) < 5 else 6  # noqa: PLR2004 - letters
    axes.text(*spot, label, color="white", ha="center", va="center", size=size, zorder=4)
    names = [f"{place} {mark.name}" for place, mark in shown]
    _names(axes, spot, names, colour, below=below)


def _numbers(places: Sequence[int]) -> str:
    """Return '3', '3-5' for a row without a gap, else '3…'."""
    if len(places) == 1:
        return str(places[0])
    whole = places[-1] - places[0] == len(places) - 1
    return f"{places[0]}-{places[-1]}" if whole else f"{places[0]}…"


def _names(
    axes: Any, spot: Spot, names: Sequence[str], colour: str, *, below: bool = False
) -> None:
    lines = [n if len(n) <= LONGEST else f"{n[: LONGEST - 1].rstrip()}…" for n in names]
    if len(lines) > MOST_NAMES:
        lines = [*lines[: MOST_NAMES - 1], f"+ {len(lines) - MOST_NAMES + 1}"]
    axes.annotate(
        "\n".join(lines),
        xy=spot,
        xytext=(0, -14 if below else 14),
        textcoords="offset points",
        ha="center",
        va="top" if below else "bottom",
        color=colour,
        size=9.5,
        bbox={"boxstyle": "round,pad=0.25", "fc": PAPER, "ec": "none", "alpha": 0.85},
        zorder=5,
    )


def _scale(axes: Any, marks: Sequence[Mark]) -> None:
    """A bar of a round number of kilometres."""
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    lat = marks[0].lat
    whole = line_km(Point(lat, left), Point(lat, right))
    km = max((k for k in NICE_KM if k < whole / 3), default=NICE_KM[0])
    length = (right - left) * km / whole
    x, y = right - (right - left) * 0.04 - length, low + (high - low) * 0.035
    axes.plot([x, x + length], [y, y], color=WAY, linewidth=2.5, solid_capstyle="butt")
    axes.text(x + length / 2, y + (high - low) * 0.01, f"{km:g} km", ha="center", size=9, color=WAY)
    axes.annotate(
        "N",
        xy=(0.035, 0.97),
        xytext=(0.035, 0.915),
        xycoords="axes fraction",
        textcoords="axes fraction",
        ha="center",
        color=WAY,
        arrowprops={"arrowstyle": "-|>", "color": WAY},
    )
