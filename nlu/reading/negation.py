"""How far 'not', 'without' and 'hold the' reach: which of the words behind them they leave out."""

from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Last, State
from tournee.nlu.words.grammar import Role

_NO = frozenset({"no"})
_JUST = frozenset({"just", "only"})
_NOT = frozenset({"not"})
_THE = frozenset({"the"})


def listed_away(state: State) -> int:
    """How many options stand between the first that is not wanted and 'or': 'no a b or c'."""
    said, trail = 0, state.trail
    while trail and trail[0].kind is Kind.OPTION:
        said, trail = said + 1, trail[1]
    return said - 1 if trail and trail[0].role is Role.NEG else 0


def is_not_with(state: State, reading: Reading) -> bool:
    """Tell whether 'with' stands right behind 'not': 'but not with thick crust'."""
    before: Reading | None = state.trail[0] if state.trail else None
    negated = before is not None and before.role is Role.NEG and before.norm in _NOT
    return negated and reading.role is Role.WITH


def holds_too(state: State, reading: Reading) -> bool:
    """Tell whether one more is to be left out: 'hold the pickles and the onions'."""
    if state.last is not Last.AND or reading.norm not in _THE or not state.trail[1]:
        return False
    option, before = state.trail[1]
    away: Reading | None = before[0] if before else None
    long = away is not None and away.role is Role.NEG and away.end > away.start + 1
    return long and option.kind is Kind.OPTION


def puts_right(state: State, reading: Reading) -> bool:
    """Tell whether 'no' takes nothing out: 'a medium no a large pizza', 'no just mustard'."""
    before: Reading | None = state.trail[0] if state.trail else None
    no = before is not None and before.role is Role.NEG and before.norm in _NO
    article = reading.number is not None and reading.number.indefinite
    return no and (article or reading.norm in _JUST)
