"""What the catalogue lacks: goods that no name says, and other sorts of what it has."""

from tournee.nlu.reading.purpose import composes
from tournee.nlu.reading.readings import Level, Reading
from tournee.nlu.reading.state import NOTHING, Act, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words.grammar import Role


def is_asked_for(state: State) -> bool:
    """Tell whether what follows is wanted, whatever it is: 'du rhum', 'goûter la fourme'."""
    if state.telling or state.last is not Last.DET or not state.trail[1]:
        return state.last is Last.PARTITIVE and not state.telling
    return state.trail[1][0].role is Role.ORDER


def lacking(state: State, reading: Reading) -> State:
    """Read a word as something that the catalogue lacks."""
    weight = WEIGHTS.unknown if state.pending else WEIGHTS.unknown_some
    weight += reading.score + WEIGHTS.unknown_told * state.telling
    weight += (0.0, WEIGHTS.goods, WEIGHTS.no_goods)[reading.goods]
    item = Item(
        (), None, (), state.pending, (), state.act,
        state.pending.start if state.pending.start >= 0 else reading.start,
        reading.end, state.breaks, told=state.telling,
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
    exact = thing.level is Level.EXACT
    worth = WEIGHTS.exact_variety if exact else WEIGHTS.variety
    worth += WEIGHTS.made * composes(state) * (1.0 if exact else 2.0)
    return state.to(
        reading,
        items=state.with_current(thing._replace(owners=(), end=reading.end)),
        last=Last.UNKNOWN,
        unknown=thing.start,
        score=state.score + worth,
    )
