"""How much a mention is worth by itself, whatever stands around it."""

from tournee.nlu.reading.readings import Kind, Level
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search.names import Grown


def worth(kind: Kind, level: Level, length: int, grown: Grown) -> float:
    """How well a mention of so many tokens says what it may mean."""
    words = max(1, len(grown.keys) + grown.kinds)
    score = (words - 1) * WEIGHTS.phrase
    if level is Level.EXACT:
        score = words * WEIGHTS.exact + score + WEIGHTS.whole
    else:
        score += words * (WEIGHTS.headed if level is Level.HEADED else WEIGHTS.held)
    if kind is Kind.OPTION and level is Level.HELD:
        score *= WEIGHTS.held_option
    score += WEIGHTS.covered * max(0, length - words)
    return score - WEIGHTS.misspelled * grown.cost
