"""What a mention leaves out, as what stands before it says: '2 escalopes de veau et 3 de poulet'.

some of = number 'de' THING       the head of the thing before, or its unit, is left out
with    = 'avec' number THING     rather an option of the thing before
dish    = unknown THING           a word of a name behind goods that no name says
"""

from collections.abc import Iterator
from typing import Any

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.state import Amount, Item, Last, State
from tournee.nlu.words import everyday
from tournee.nlu.words.grammar import Role

_OF = frozenset({"de", "d'", "of"})
_POINTING = frozenset({"those", "these", "that", "this"})
_FEW = 20
"""A number from here on that stands alone after kilos is no kilos."""


def is_some_of(state: State) -> bool:
    """Tell whether a number and 'de' stand before: '3 de poulet', 'un de poires'."""
    number = state.pending.number
    if not state.items or number is None or number >= _FEW or state.pending.pack:
        return False
    reading, before = state.trail
    return reading.norm in _OF and bool(before) and before[0].number is not None


def comes_with(state: State) -> bool:
    """Tell whether 'with' and a number stand before: 'une pizza avec un oeuf'."""
    before: tuple[Any, ...] = state.trail[1] if state.trail else ()
    return bool(before) and before[0].role is Role.WITH and state.last is Last.QUANTITY


def names_unknown(state: State) -> bool:
    """Tell whether goods that no name says stand right before, counted: 'un couscous royal'."""
    if state.last is not Last.UNKNOWN or not state.items or state.items[-1].owners:
        return False
    if state.items[-1].amount:
        return True
    return any(
        reading.role is Role.PARTITIVE for reading in _trail(state) if reading.end == state.unknown
    )


def makes_dish(state: State) -> bool:
    """Tell whether an everyday word and 'de' stand before, first of all: 'un gratin de crozets'."""
    if state.unknown < 0 or not state.trail or state.trail[0].norm not in _OF:
        return False
    words = [reading for reading in _trail(state) if reading.start >= state.unknown]
    counted: Item = state.items[-1]
    return len(words) == _DISH and words[-1].goods < 0 and counted.start == 0


_DISH = 2


def is_said_of(state: State, mention: Mention) -> bool:
    """Tell whether a word rather says how the thing before it is: 'un poulet rôti'."""
    current = state.current
    if current is None or state.last is not Last.THING or not current.amount.indefinite:
        return False
    return mention.level is Level.HEADED and len(mention.keys) == 1


def _trail(state: State) -> Iterator[Reading]:
    trail = state.trail
    while trail and trail[0].end >= state.unknown:
        yield trail[0]
        trail = trail[1]


def in_its_unit(lexicon: Lexicon, state: State, owners: tuple[int, ...]) -> Amount:
    """Give the number before 'de' the kilos of the thing before: '2 kg de pommes, un de poires'."""
    amount, said = state.pending, state.items[-1].amount
    number = amount.number
    if number is None or amount.measure is not None or said.measure is None or said.measure < 1:
        return amount
    if not any(_is_sold_by(lexicon, owner, said.unit) for owner in owners):
        return amount
    return Amount(measure=number, unit=said.unit, start=amount.start)


def _is_sold_by(lexicon: Lexicon, owner: int, unit: str) -> bool:
    size = lexicon.sizes[owner].weight if unit == "kg" else lexicon.sizes[owner].volume
    return bool(size) or lexicon.products[owner].unit.value == unit


def of_a_thing(state: State) -> bool:
    """Tell whether only 'de' stands between the last thing and the next."""
    reading, before = state.trail or (None, ())
    return (
        reading is not None
        and reading.norm in _OF
        and reading.end == reading.start + 1
        and bool(before)
        and before[0].kind is Kind.THING
    )


def points_back(state: State) -> bool:
    """Tell whether 'those' stands before: 'on all of those pizzas'."""
    return state.last is Last.DET and state.trail[0].norm in _POINTING


def describes(reading: Reading) -> bool:
    """Tell whether it is one word that says how things are."""
    return reading.end == reading.start + 1 and everyday.describes(reading.norm)
