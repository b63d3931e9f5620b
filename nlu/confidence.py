"""How sure a reading of a message's goods is, as the share of such readings that are right.

A logistic model of a few features, fitted on labelled messages of a village; wrong readings weigh
four times, since those messages were also developed with.
"""

import math
from collections.abc import Sequence

from tournee.nlu.state import Item, State

_BIAS = 0.8
_MARGIN = 2.7
"""For the distance to the best reading that means something else."""
_MOST_MARGIN = 2.0
_GUESSED = -3.5
"""For the cost of misspellings."""
_TOLD = -2.0
_LACKING = -1.0
_ITEM = -0.06


def certainty(states: Sequence[State]) -> float:
    """The probability that the things of the first of some readings are right, all of them."""
    best = states[0]
    if not best.items:
        return 1.0
    items = best.items
    score = (
        _BIAS
        + _MARGIN * min(_MOST_MARGIN, _margin(states))
        + _GUESSED * min(1.0, sum(item.guessed for item in items))
        + _TOLD * any(item.told for item in items)
        + _LACKING * min(2, sum(not item.owners for item in items))
        + _ITEM * len(items)
    )
    return 1 / (1 + math.exp(-score))


def _margin(states: Sequence[State]) -> float:
    best = states[0]
    meant = _meaning(best.items)
    rivals = (state for state in states[1:] if _meaning(state.items) != meant)
    rival = next(rivals, None)
    return best.score - rival.score if rival else _MOST_MARGIN


def _meaning(items: Sequence[Item]) -> list[tuple[object, ...]]:
    return [(item.owners, item.amount, item.choices, item.act) for item in items]
