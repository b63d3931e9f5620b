"""How sure one line is: the share of lines like it whose product is the one that was meant.

What it goes by has no words of its own, as in `nlu.confidence`; its weights are data as well
(`models/lines.json`), fitted by the same program (`benchmarks/calibrate.py --lines`).
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import Item

FILE = "lines.json"
_FAR = 3.0
"""A lead from which on other products hardly count: a well matched word is worth as much."""

INFLECTED = 0.12
"""What plural, gender and accents cost at most: no slips."""


def trust(item: Item) -> float:
    """How likely the product of a thing with one candidate is the one that was meant."""
    weights = _weights()
    logit = weights["bias"] + sum(weights[name] * x for name, x in features(item).items())
    return 1 / (1 + math.exp(-logit))


def features(item: Item) -> Mapping[str, float]:
    """Give what trust goes by; each is from 0 to 1."""
    slipped = min(1.0, item.guessed)
    misspelled = float(slipped > INFLECTED)
    return {
        "slipped": slipped,
        "part": misspelled * (item.level is not Level.EXACT),
        "rivals": misspelled * (1.0 - min(item.lead, _FAR) / _FAR),
        "told": float(item.told),
        "doubtful": float(item.doubtful),
    }


@cache
def _weights() -> Mapping[str, float]:
    text = (resources.files("tournee.nlu") / "models" / FILE).read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights
