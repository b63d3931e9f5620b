"""What a thing is made with, or is for: 'tarte aux pommes', 'de la crème pour une quiche'."""

from collections.abc import Callable, Sequence

from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Last, State
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_MADE_WITH = frozenset({"a", "au", "aux", "en"})
_THE = frozenset({"la", "l'"})
_FOR = frozenset({"pour", "pr", "for", "para"})
_ARTICLES = frozenset({Role.DET, Role.PARTITIVE, Role.POSS})
_MADE = frozenset({Last.PREP, Last.DET})
_ORDERED = frozenset({Kind.THING, Kind.OPTION})


def composes(state: State) -> bool:
    """Tell whether what follows is what the thing before is made with: 'tarte aux ...'."""
    if state.last not in _MADE:
        return False
    reading, before = state.trail
    if reading.role is Role.DET and before:
        reading, before = before
    made = reading.role is Role.PREP and reading.norm in _MADE_WITH
    return made and bool(before) and before[0].kind is Kind.THING


def composes_another(state: State) -> bool:
    """Tell whether it is what more of the thing before are made with: 'et 3 à la fraise'."""
    if not (state.trail and state.pending and state.items):
        return False
    reading, before = state.trail
    if reading.norm in _THE and before:
        reading, before = before
    made = reading.role is Role.PREP and reading.norm in _MADE_WITH
    return made and bool(before) and before[0].number is not None


def is_for_somebody(tokens: Sequence[Token], state: State) -> bool:
    """Tell whether it is said whom the rest is for: '... c'est pour les vendangeurs'."""
    if not state.items or not state.trail or state.trail[0].role is not Role.DET:
        return False
    return tokens[state.trail[0].start - 1].norm in _FOR


def is_for_the_rest(tokens: Sequence[Token], state: State) -> bool:
    """Tell whether what lacks is what the rest is for: '... c'est pour une ratatouille'."""
    start = state.pending.start
    before = tokens[start - 1].norm if start > 0 else ""
    return bool(state.items) and state.pending.indefinite and before in _FOR


def is_purpose(state: State) -> bool:
    """Tell whether what follows is what the thing before is for: 'de la crème pour une quiche'."""
    if not state.trail or not state.items:
        return False
    reading, before = state.trail
    article = reading.role in _ARTICLES or reading.norm == "la"  # read as 'là' as well
    if not (article or reading.number) or not before:
        return False
    counted = not article and not (reading.number and reading.number.indefinite)
    reading, before = before
    does = reading.kind is Kind.WORD  # 'pour faire deux quiches'
    if (counted or state.telling) and not does:
        return False
    if reading.role is Role.ORDER or does:
        reading, before = before or (reading, before)
    if reading.norm not in _FOR or not before:
        return False
    return before[0].kind in _ORDERED or not state.items[-1].owners  # 'des graines pour les ...'


def is_behind_purpose(state: State) -> bool:
    """Tell whether another thing is counted behind a purpose: 'piles pour ma lampe et une ...'."""
    trail = state.trail
    for fits in _BACK_TO_PURPOSE:
        if not trail or not fits(trail[0]):
            return False
        trail = trail[1]
    return bool(trail) and trail[0].kind is Kind.THING


_BACK_TO_PURPOSE: Sequence[Callable[[Reading], bool]] = (
    lambda reading: reading.number is not None,
    lambda reading: reading.role is Role.AND,
    lambda reading: reading.kind is Kind.WORD,
    lambda reading: reading.role in _ARTICLES,
    lambda reading: reading.norm in _FOR,
)
"""What the readings are, from the newest to the oldest."""
