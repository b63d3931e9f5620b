"""How sure a reading of a message's goods is: the share of readings like it that are right.

What it goes by has no words of its own, so that it serves any catalogue. The weights are data
(`models/confidence.json`), fitted to noisy messages whose meaning is known from their making
(`benchmarks/calibrate.py`).
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from tournee.nlu.reading.readings import Kind
from tournee.nlu.reading.state import Item, State, path
from tournee.nlu.reading.weights import WEIGHTS

FILE = "confidence.json"
_MOST_ITEMS = 10


def certainty(states: Sequence[State]) -> float:
    """Of the readings of a message, the best first, how likely the first is right."""
    if not states[0].items:
        return 1.0
    weights = _weights()
    logit = weights["bias"] + sum(weights[name] * x for name, x in features(states).items())
    return 1 / (1 + math.exp(-logit))


def features(states: Sequence[State]) -> Mapping[str, float]:
    """Give what certainty goes by; each is about from 0 to 1."""
    best = states[0]
    readings = path(best)
    words = sum(reading.kind is Kind.WORD for reading in readings)
    return {
        "margin": _margin(states) / WEIGHTS.margin,
        "words": words / max(1, len(readings)),
        "told": float(any(item.told for item in best.items)),
        "items": min(len(best.items), _MOST_ITEMS) / _MOST_ITEMS,
    }


def _margin(states: Sequence[State]) -> float:
    """How much worse the first reading is that means something else."""
    best = states[0]
    meant = _meaning(best.items)
    for state in states[1:]:
        if _meaning(state.items) != meant:
            return min(best.score - state.score, WEIGHTS.margin)
    return WEIGHTS.margin


def _meaning(items: Sequence[Item]) -> list[tuple[object, ...]]:
    return [(item.owners, item.amount, item.choices, item.act) for item in items]


@cache
def _weights() -> Mapping[str, float]:
    text = (resources.files("tournee.nlu") / "models" / FILE).read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights
