"""An evaluation as one HTML page with its plots drawn as SVG: nothing else is loaded."""

from collections.abc import Iterator
from html import escape

from tournee.nlu.evaluation.evaluate import Report, Share
from tournee.nlu.model import Intent

_SIDE = 320
"""Pixels of the reliability plot, without its margin."""
_MARGIN = 56
_CELL = 24
_LABELS = 130
_BAR = 220

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #8884; }
td:first-child, th:first-child { text-align: left; }
.figures td, .figures th { white-space: nowrap; }
svg { font: 12px system-ui, sans-serif; fill: currentColor; max-width: 100%; height: auto; }
.bar { fill: #2a78b8; } .rail { fill: #8883; } .line { stroke: #666; stroke-dasharray: 4; }
.words td, .words th { text-align: left; vertical-align: top; }
@media (max-width: 40rem) { td, th { padding: .2rem .4rem; } td svg { display: none; } }
@media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } }
"""


def render(report: Report, title: str) -> str:
    return "".join(_page(report, escape(title)))


def _page(report: Report, title: str) -> Iterator[str]:
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
    yield f"<h1>{title}</h1><p>{len(report.outcomes)} messages</p>"
    shares = {"intent": report.intent, **report.slots, "entirely right": report.entire}
    yield _table(
        ("", "right", "", ""),
        [(name, _percent(s), f"{s.right} of {s.of}", _bar(s)) for name, s in shares.items()],
    )
    yield "<h2>Intents</h2>"
    yield _table(
        ("intent", "cases", "precision", "recall", ""),
        [
            (s.intent, s.gold, _percent(s.precision), _percent(s.recall), _bar(s.recall))
            for s in report.intents
        ],
    )
    yield "<h2>Confusion</h2><p>Rows are what was meant, columns what was understood.</p>"
    yield _confusion(report)
    yield f"<h2>Confidence</h2><p>Expected calibration error {report.calibration_error:.3f}. "
    yield "On the diagonal, confidence is honest; the area of a point is its number of cases.</p>"
    yield _reliability(report)
    yield "<h2>Locales and styles</h2>"
    yield _table(
        ("", "cases", "intent", "entirely right", ""),
        [
            (group, intent.of, _percent(intent), _percent(entire), _bar(entire))
            for group, (intent, entire) in report.groups.items()
        ],
    )
    yield "<h2>Not entirely right</h2>"
    yield _table(
        ("message", "meant", "understood", "wrong"),
        [
            (o.text, o.gold, o.predicted, ", ".join(s for s, c in o.slots.items() if c[False]))
            for o in report.outcomes
            if not o.right
        ],
        kind="words",
    )
    yield "</body></html>\n"


class _Drawing(str):
    """SVG, which is not to be escaped."""

    __slots__ = ()


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]], kind: str = "figures") -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{_cell(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f'<table class="{kind}"><tr>{top}</tr>{body}</table>'


def _cell(value: object) -> str:
    return value if isinstance(value, _Drawing) else escape(str(value))


def _bar(share: Share) -> _Drawing:
    if not share.of:
        return _Drawing()
    return _Drawing(
        f'{_svg(_BAR, 12)}><rect class="rail" width="{_BAR}" height="12"/>'
        f'<rect class="bar" width="{_BAR * share.value:.0f}" height="12"/></svg>'
    )


def _confusion(report: Report) -> str:
    counts = dict(report.confusion)
    for outcome in report.outcomes:
        if outcome.intent_right:
            pair = (outcome.gold, outcome.gold)
            counts[pair] = counts.get(pair, 0) + 1
    shown = [i for i in Intent if any(i in pair for pair in counts)]
    side = _LABELS + _CELL * len(shown)
    parts = [f'{_svg(side, side)} role="img" aria-label="Confusion matrix">']
    for row, gold in enumerate(shown):
        middle = _LABELS + row * _CELL + _CELL // 2
        parts.append(
            f'<text x="{_LABELS - 6}" y="{middle + 4}" text-anchor="end">{gold}</text>'
            f'<text transform="translate({middle + 4} {_LABELS - 6}) rotate(-90)">{gold}</text>'
        )
        total = sum(counts.get((gold, other), 0) for other in shown)
        parts += [
            _square(row, column, counts[gold, other], total)
            for column, other in enumerate(shown)
            if counts.get((gold, other))
        ]
    return "".join([*parts, "</svg>"])


def _square(row: int, column: int, count: int, total: int) -> str:
    x, y = _LABELS + column * _CELL, _LABELS + row * _CELL
    colour = "#2a78b8" if row == column else "#c8501e"
    return (
        f'<rect x="{x}" y="{y}" width="{_CELL - 1}" height="{_CELL - 1}" fill="{colour}" '
        f'fill-opacity="{0.2 + 0.6 * count / total:.2f}"/>'
        f'<text x="{x + _CELL // 2}" y="{y + 16}" text-anchor="middle">{count}</text>'
    )


def _reliability(report: Report) -> str:
    whole = _SIDE + 2 * _MARGIN
    parts = [
        f'{_svg(whole, whole)} role="img" aria-label="Reliability">',
        f'<rect class="rail" x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}"/>',
        f'<path class="line" d="M{_MARGIN} {whole - _MARGIN} {whole - _MARGIN} {_MARGIN}"/>',
        f'<text x="{whole / 2}" y="{whole - 14}" text-anchor="middle">confidence</text>',
        f'<text transform="translate(14 {whole / 2}) rotate(-90)">right</text>',
    ]
    for tick in (0, 0.5, 1):
        at = _MARGIN + _SIDE * tick
        parts.append(f'<text x="{at}" y="{whole - 36}" text-anchor="middle">{tick}</text>')
        parts.append(
            f'<text x="{_MARGIN - 6}" y="{whole - at + 4}" text-anchor="end">{tick}</text>'
        )
    for tenth in report.bins:
        x = _MARGIN + _SIDE * tenth.confidence
        y = whole - _MARGIN - _SIDE * tenth.right.value
        radius = 3 + 20 * (tenth.right.of / len(report.outcomes)) ** 0.5
        parts.append(
            f'<circle class="bar" fill-opacity=".6" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
            f"<title>{tenth.right.right} of {tenth.right.of} right</title></circle>"
        )
    return "".join([*parts, "</svg>"])


def _svg(width: int, height: int) -> str:
    """Begin a drawing that a narrow page makes smaller."""
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}"'


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} %" if share.of else "\N{EN DASH}"
