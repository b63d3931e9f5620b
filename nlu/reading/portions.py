"""Portions that a word before a thing says: 'a triple espresso', 'half a sandwich'."""

from decimal import Decimal
from typing import Final

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.state import NOTHING, Choice, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search.wording import words_of
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem

MULTIPLES: Final = {"double": 2, "triple": 3, "quadruple": 4, "quad": 4}


def unnamed(lexicon: Lexicon, state: State, owners: tuple[int, ...]) -> tuple[Choice, ...]:
    """Read 'triple' before a thing as so many of the one option that it is counted by."""
    before = state.trail[0].norm if state.trail else ""
    if state.degree != "++" or before not in MULTIPLES or len(owners) != 1:
        return ()
    everything = range(len(lexicon.options))
    codes = tuple(o for o in lexicon.admitted(everything, owners) if _is_portion(lexicon, o))
    if len(codes) != 1:
        return ()
    mention = Mention(codes, Level.EXACT, (), 0.0)
    return (Choice("", "", mention, MULTIPLES[before], 0.0, before=True),)


def halved(lexicon: Lexicon, state: State, owners: tuple[int, ...]) -> State:
    """Read 'half a' before a thing as the option that is called so: half a sandwich is sold."""
    if state.pending.number != _HALF or len(owners) != 1:
        return state
    everything = range(len(lexicon.options))
    halves = tuple(o for o in lexicon.admitted(everything, owners) if _is_half(lexicon, o))
    if not halves:
        return state
    choice = Choice("", "", Mention(halves, Level.EXACT, (), 0.0), 1, 0.0, before=True)
    return state.to(pending=state.pending._replace(number=Decimal(1)), held=(*state.held, choice))


def of_option(state: State, reading: Reading) -> State | None:
    """Count an option by the portions behind it: 'with vanilla, two pumps'."""
    number, current = state.pending.number, state.current
    if not (number and current and current.choices) or state.last is not Last.QUANTITY:
        return None
    before = state.trail[1]
    if not before or before[0].kind is not Kind.OPTION or number % 1:
        return None
    choice = current.choices[-1]._replace(times=int(number))
    item = current._replace(choices=(*current.choices[:-1], choice), end=reading.end)
    score = state.score + WEIGHTS.counted
    return state.to(items=state.with_current(item), pending=NOTHING, last=Last.OPTION, score=score)


def _is_half(lexicon: Lexicon, number: int) -> bool:
    return any(name in _HALVES for name in lexicon.options[number].option.aliases)


_HALF: Final = Decimal("0.5")
_HALVES: Final = frozenset({"half", "demi", "moitié", "medio", "media"})


def _is_portion(lexicon: Lexicon, number: int) -> bool:
    """Tell whether an option is called by nothing but a word for portions: 'shot'."""
    said = grammar.stems(Role.PORTION)
    names = lexicon.options[number].option.aliases
    return any(len(words := words_of(name)) == 1 and stem(words[0]) in said for name in names)
