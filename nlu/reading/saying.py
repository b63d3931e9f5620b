"""How options are said: as sizes, in portions, for whom, and what stands around them."""

from functools import cache
from typing import Final

from tournee.nlu.reading.portions import MULTIPLES
from tournee.nlu.reading.readings import Mention
from tournee.nlu.reading.state import FREE, Choice, Last, State
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role


def tells_size(choice: Choice) -> bool:
    """Tell whether an option is a size or the like: 'large', 'iced'."""
    return not _sizes().isdisjoint(choice.mention.keys)


@cache
def _sizes() -> frozenset[str]:
    return frozenset(grammar.stems(Role.QUALITY) - grammar.stems(Role.EXTRA))


def both_tell(one: Choice, other: Choice) -> bool:
    return tells_size(one) and tells_size(other)


def multiple(state: State, mention: Mention) -> int:
    """How many portions 'a double shot' is; 0 where none are counted so."""
    portions = grammar.stems(Role.PORTION).intersection(mention.keys)
    before = state.trail[0].norm if state.trail else ""
    return MULTIPLES.get(before, 0) if portions and state.degree == "++" else 0


def is_whom(state: State) -> bool:
    """Tell whether somebody is meant: 'une margherita pour la petite'."""
    reading, before = state.trail or (None, ())
    article = reading is not None and reading.norm in _ARTICLES
    return article and bool(before) and before[0].norm in _FOR and bool(state.items)


_FOR: Final = frozenset({"pour", "pr", "for", "para"})
_ARTICLES: Final = frozenset({"le", "la", "les", "the", "el", "los", "las"})


def may_begin(state: State) -> bool:
    """Tell whether a thing may begin here: behind 'with' stands what the thing before has."""
    return state.last in FREE and not (state.last is Last.WITH and state.items)


def is_joined(state: State) -> bool:
    """Tell whether 'and a' stands before: 'beer and a large bottle of water'."""
    before = state.trail[1]
    return bool(before) and before[0].role is Role.AND and state.last is Last.QUANTITY
