"""Draws a village's figures as a picture for a chat, legible on a telephone."""

import io
from typing import TYPE_CHECKING, Final

from tournee.bot.conversation.chart import Chart, Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#22312b"
ACCENT: Final = "#b5432a"
SOFT: Final = "#e9dfcd"
QUIET: Final = "#6b746f"
SIZE: Final = (9.0, 9.6)
"""Inches; at 120 dots an inch a picture that a chat shows whole."""
DPI: Final = 120
ROOM: Final = 1.16
"""Of the longest bar, so that what is written at its end fits."""


def draw(chart: Chart) -> bytes:
    """Return a PNG. No display is needed, nothing global is touched."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - seldom needed
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.layout_engine import ConstrainedLayoutEngine  # noqa: PLC0415

    layout = ConstrainedLayoutEngine(rect=(0.015, 0.01, 0.97, 0.89), h_pad=0.12)
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white", layout=layout)
    FigureCanvasAgg(figure)
    figure.text(0.025, 0.965, chart.title, fontsize=18, fontweight="bold", color=ACCENT)
    figure.text(0.025, 0.925, chart.summary, fontsize=12.5, color=INK)
    upright = [panel for panel in chart.panels if panel.upright]
    beside = [panel for panel in chart.panels if not panel.upright]
    pairs = [beside[n : n + 2] for n in range(0, len(beside), 2)]
    longest = [max(len(panel.bars) for panel in pair) for pair in pairs]
    heights = [*(2.0 for _ in upright), *(0.34 * rows + 0.4 for rows in longest)]
    grid = figure.add_gridspec(max(1, len(heights)), 2, height_ratios=heights or None)
    for n, panel in enumerate(upright):
        _columns(_axes(figure.add_subplot(grid[n, :]), panel), panel)
    for n, (pair, rows) in enumerate(zip(pairs, longest, strict=True), start=len(upright)):
        for side, panel in enumerate(pair):
            _rows(_axes(figure.add_subplot(grid[n, side]), panel), panel, rows)
    kept = io.BytesIO()
    figure.savefig(kept, format="png")
    return kept.getvalue()


def _axes(axes: "Axes", panel: Panel) -> "Axes":
    axes.set_title(panel.title, fontsize=13, fontweight="bold", color=INK, loc="left")
    for side in ("top", "right", "left" if panel.upright else "bottom"):
        axes.spines[side].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(SOFT)
    axes.tick_params(length=0)
    return axes


def _columns(axes: "Axes", panel: Panel) -> None:
    places = range(len(panel.bars))
    values = [bar.value for bar in panel.bars]
    axes.bar(places, values, color=ACCENT, width=0.72)
    axes.set_yticks([])
    axes.set_ylim(0, max([*values, 1]) * ROOM)
    axes.set_xticks(list(places), [bar.label for bar in panel.bars], fontsize=10, color=QUIET)
    for place, bar in zip(places, panel.bars, strict=True):
        if bar.value:
            axes.annotate(
                bar.told,
                (place, bar.value),
                (0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=10,
                color=INK,
            )


def _rows(axes: "Axes", panel: Panel, rows: int) -> None:
    """Draw as if there were `rows` bars: those of panels side by side are equally thick."""
    places = range(len(panel.bars))
    longest = max([1.0, *(max(bar.value, bar.of or 0) for bar in panel.bars)])
    axes.barh(places, [bar.of or 0 for bar in panel.bars], color=SOFT, height=0.62)
    axes.barh(places, [bar.value for bar in panel.bars], color=ACCENT, height=0.62)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xticks([])
    axes.set_xlim(0, longest * 1.5)
    axes.set_yticks(list(places), [bar.label for bar in panel.bars], fontsize=10, color=INK)
    for place, bar in zip(places, panel.bars, strict=True):
        axes.annotate(
            bar.told,
            (max(bar.value, bar.of or 0), place),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=10,
            color=QUIET,
        )
