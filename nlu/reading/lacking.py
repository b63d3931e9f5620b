"""What the catalogue lacks: goods that no name says, and other sorts of what it has."""

from tournee.nlu.reading.marks import DEGREES
from tournee.nlu.reading.purpose import composes, is_behind_purpose
from tournee.nlu.reading.readings import Kind, Level, Reading
from tournee.nlu.reading.state import NOTHING, Act, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words import everyday
from tournee.nlu.words.grammar import Role


def is_asked_for(state: State) -> bool:
    """Tell whether what follows is wanted, whatever it is: 'du rhum', 'goûter la fourme'."""
    if state.telling or state.last is not Last.DET or not state.trail[1]:
        return state.last is Last.PARTITIVE and not state.telling
    return state.trail[1][0].role is Role.ORDER


_LISTING = frozenset({Last.START, Last.BREAK, Last.COMMA, Last.AND, Last.VERB})
"""What goods that the catalogue lacks may stand behind without a number."""


def lists(state: State, reading: Reading) -> bool:
    """Tell whether a word for goods stands where a list has one: 'tomates, basilic, ail'."""
    free = state.last in _LISTING or is_counted_behind(state) or _goes_with(state)
    return free and state.act is not Act.REMOVE and reading.goods > 0 and not state.telling


def _goes_with(state: State) -> bool:
    """Tell whether 'et ses' stands before: 'un gigot et ses flageolets'."""
    if state.last is not Last.POSS or not (state.items and state.trail[1]):
        return False
    before: Reading = state.trail[1][0]
    return before.role is Role.AND


def names_more(state: State, reading: Reading) -> bool:
    """Tell whether an unknown word makes goods of an everyday one: 'un gratin dauphinois'.

    They have to stand where a list has them, so that 'il a eu un souci' or 'quelle journée
    ensoleillée' name none.
    """
    if reading.goods or not state.trail or state.telling:
        return False
    word, before = state.trail
    if word.kind is not Kind.WORD or word.goods >= 0 or word.end != reading.start or not before:
        return False
    amount, ahead = before
    counts = amount.kind in {Kind.NUMBER, Kind.AMOUNT} or amount.role in _SOME
    return counts and (not ahead or ahead[0].kind is Kind.BREAK or ahead[0].role in _AHEAD)


_SOME = frozenset({Role.PARTITIVE, Role.DET})
_AHEAD = frozenset({Role.AND, Role.ADD, Role.ORDER, Role.MORE})


def is_counted_behind(state: State) -> bool:
    """Tell whether the thing before has just got its number: 'farine 2 sucre 1'."""
    before: Reading | None = state.trail[0] if state.trail else None
    if before is None or state.pending or (before.number is None and before.amount is None):
        return False
    said = before.number or before.amount
    return said is not None and not said.indefinite


def is_graded(state: State) -> bool:
    """Tell whether a word of degree stands before, so that what follows says how: 'bien faits'."""
    return bool(state.trail) and state.trail[0].norm in DEGREES


def lacking(state: State, reading: Reading) -> State:
    """Read a word as something that the catalogue lacks."""
    told = state.telling and not is_behind_purpose(state)
    weight = WEIGHTS.unknown if state.pending else WEIGHTS.unknown_some
    weight += reading.score + WEIGHTS.unknown_told * told
    weight += (0.0, WEIGHTS.goods, WEIGHTS.no_goods)[reading.goods]
    item = Item(
        (), None, (), state.pending, (), state.act,
        state.pending.start if state.pending.start >= 0 else reading.start,
        reading.end, state.breaks, told=told,
    )  # fmt: skip
    if state.sign == "-":
        item = item._replace(act=Act.REMOVE)
    return state.to(
        reading,
        items=(*state.items, item),
        pending=NOTHING,
        held=(),
        sign="",
        last=Last.UNKNOWN,
        unknown=reading.start,
        score=state.score + weight + WEIGHTS.lost_option * len(state.held),
    )


def lacking_variety(state: State, reading: Reading, thing: Item) -> State:
    """Make of the newest thing another one, which the catalogue lacks."""
    exact = thing.level is Level.EXACT and not _is_dish(state, reading)
    worth = WEIGHTS.exact_variety if exact else WEIGHTS.variety
    worth += WEIGHTS.made * composes(state) * (1.0 if exact else 2.0)
    if len(thing.owners) > 1 and reading.goods < 0 and not everyday.describes(reading.norm):
        worth += WEIGHTS.variety  # 'une rallonge électrique' may be any of them
    return state.to(
        reading,
        items=state.with_current(thing._replace(owners=(), end=reading.end)),
        last=Last.UNKNOWN,
        unknown=thing.start,
        score=state.score + worth,
    )


def _is_dish(state: State, reading: Reading) -> bool:
    """Tell whether a word stands behind one that no name has: 'un hachis parmentier'."""
    before: Reading = state.trail[0]
    return before.mention is not None and before.mention.meant and reading.goods >= 0
