"""Sizes behind a thing: 'pour 6', '18 mois', and what puts them right: 'non, pour 4'."""

from collections.abc import Callable, Sequence
from typing import Final

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.quantities import length_score
from tournee.nlu.reading.readings import Kind, Level, Mention, Reading
from tournee.nlu.reading.sharing import counts_people
from tournee.nlu.reading.state import NOTHING, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.search.joints import number_word
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem

_GOODS: Final = frozenset({"kg", "l", "piece"})
_FOR: Final = frozenset({"pour", "for", "para"})
_OUT_OF: Final = frozenset({"sur"})
"""'enlevez une baguette sur trois'."""
_PERSONS: Final = stem("personnes")

Together = Callable[[tuple[str, ...]], Mention | None]


def aims(state: State, reading: Reading, lattice: Lattice) -> bool:
    """Tell whether a number counts nothing: 'un rôti pour 4', 'une baguette coupée en 2'."""
    if reading.number and counts_people(lattice.tokens, reading.start, reading.end):
        return True
    if reading.number and _is_out_of(state):
        return True
    money = reading.amount is not None and reading.amount.unit.value not in _GOODS
    if state.last is not Last.PREP or money or not _ends(lattice, reading.end):
        return False
    joint, before = state.trail
    if joint.norm in _FOR:
        return True
    described = bool(before) and before[0].kind in {Kind.OPTION, Kind.WORD}
    return described and joint.norm == "en" and reading.number is not None


def _is_out_of(state: State) -> bool:
    """Tell whether 'sur' stands before, with an article or without: 'une baguette sur les 3'."""
    joint, before = state.trail or (None, ())
    if joint is not None and joint.role is Role.DET and before:
        joint = before[0]
    return joint is not None and joint.norm in _OUT_OF


def for_people(lexicon: Lexicon, state: State, reading: Reading) -> State | None:
    """Read 'non, pour 4' as another size of the thing before."""
    number = reading.number
    if number is None or number.value % 1 or not state.corrects:
        return None
    key = number_word(format(number.value.normalize(), "f"), _PERSONS)
    return resized(lexicon, state, reading, (key,))


def resized(lexicon: Lexicon, state: State, reading: Reading, size: Sequence[str]) -> State | None:
    """Put another size in place of that of the thing before, where it comes in both."""
    current = state.current
    if current is None or not current.owners or state.pending:
        return None
    units = {_unit(key) for key in size}
    kept = tuple(key for key in current.keys if _unit(key) not in units)
    found = lexicon.things.hold((*kept, *size)) if kept else None
    owners = (found.exact or found.headed) if found else ()
    if not owners or owners == current.owners or _unit(size[0]) == "":
        return None
    item = current._replace(
        owners=owners,
        keys=(*kept, *size),
        level=Level.EXACT,
        end=reading.end,
        replaced=state.corrects,
    )
    score = state.score + length_score(reading) + WEIGHTS.exact + WEIGHTS.refine
    return state.to(
        reading,
        items=state.with_current(item),
        pending=NOTHING,
        corrects=False,
        last=Last.THING,
        score=score,
    )


def _unit(key: str) -> str:
    """What a size counts: 'person' of '#6:person'."""
    return key.partition(":")[2] if key[0] == "#" else ""


def _ends(lattice: Lattice, i: int) -> bool:
    """Tell whether nothing stands here that could be counted: 'un rôti pour 4'."""
    if i >= len(lattice.tokens):
        return True
    return any(r.kind is Kind.BREAK or r.role is Role.AND for r in lattice.at[i])
