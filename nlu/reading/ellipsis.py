"""What a mention leaves out, as what stands before it says: '2 escalopes de veau et 3 de poulet'.

some of = number 'de' THING       the head of the thing before, or its unit, is left out
with    = 'avec' number THING     rather an option of the thing before
dish    = unknown THING           a word of a name behind goods that no name says
"""

from collections.abc import Iterator
from typing import Any

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import Amount, Last, State
from tournee.nlu.words.grammar import Role

_OF = frozenset({"de", "d'", "of"})
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
