"""How far 'not', 'without' and 'hold the' reach: which of the words behind them they leave out."""

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Kind, Reading
from tournee.nlu.reading.state import Item, Last, State
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem

_EXCEPT = frozenset({"except", "excluding", "but"})
_NO = frozenset({"no"})
_JUST = frozenset({"just", "only"})
_NOT = frozenset({"not"})
_THE = frozenset({"the"})
_WITHOUT = frozenset({"sans", "without", "sin"})


def listed_away(state: State) -> int:
    """How many options stand between the first that is not wanted and 'or': 'no a b or c'."""
    said, trail = 0, state.trail
    while trail and trail[0].kind is Kind.OPTION:
        said, trail = said + 1, trail[1]
    return said - 1 if trail and trail[0].role is Role.NEG else 0


def carried(state: State, reading: Reading) -> str:
    """Give the sign that goes on behind 'with' or 'and': 'but not with ham', 'except a and b'."""
    before: Reading | None = state.trail[0] if state.trail else None
    if before is None:
        return ""
    if reading.role is Role.WITH:
        return state.sign if before.role is Role.NEG and before.norm in _NOT else ""
    return "-" if reading.role is Role.AND and _is_excepted(state) else ""


def _is_excepted(state: State) -> bool:
    """Tell whether only options stand behind 'except': 'everything except olives and ..'."""
    trail = state.trail
    options = 0
    while trail and (trail[0].kind is Kind.OPTION or trail[0].role is Role.DET):
        options, trail = options + (trail[0].kind is Kind.OPTION), trail[1]
    return bool(options and trail) and trail[0].role is Role.NEG and trail[0].norm in _EXCEPT


def left_out(state: State, item: Item) -> bool:
    """Tell whether goods are what the thing before is to be without: 'a pancake without cheese'."""
    if not (item.negated and state.items) or state.items[-1].negated:
        return False
    trail = state.trail
    while trail and trail[0].role is Role.DET:
        trail = trail[1]
    return bool(trail) and trail[0].role is Role.NEG and trail[0].norm in _WITHOUT


def holds_too(state: State, reading: Reading) -> bool:
    """Tell whether one more is to be left out: 'hold the pickles and the onions'."""
    if state.last is not Last.AND or reading.norm not in _THE or not state.trail[1]:
        return False
    option, before = state.trail[1]
    away: Reading | None = before[0] if before else None
    long = away is not None and away.role is Role.NEG and away.end > away.start + 1
    return long and option.kind is Kind.OPTION


def stops_at(lexicon: Lexicon, norm: str) -> bool:
    """Tell whether a word says what options are, so that 'no' stops at it: 'no bun'."""
    word = stem(norm)
    found = lexicon.choices.hold((word,))
    return bool(lexicon.choices.kind(word) or (found and found.tailed))


def puts_right(state: State, reading: Reading) -> bool:
    """Tell whether 'no' takes nothing out: 'a medium no a large pizza', 'no just mustard'."""
    before: Reading | None = state.trail[0] if state.trail else None
    no = before is not None and before.role is Role.NEG and before.norm in _NO
    article = reading.number is not None and reading.number.indefinite
    return no and (article or reading.norm in _JUST)
