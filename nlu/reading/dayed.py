"""What a day says of the amounts beside it."""

from collections.abc import Sequence

from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import NOTHING, Act, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words.tokens import Token


def on_another_day(state: State, reading: Reading) -> State | None:
    """Read a number between two days as more of a thing: '2 pains mardi et 3 vendredi'."""
    current, pending, day = state.current, state.pending, reading.day
    before, told = state.days[-1] if state.days else (None, True)
    if current is None or before is None or day is None or not (before.day and day.day):
        return None
    if told or current.told:
        return None
    plain = pending.number is not None and not (pending.pack or state.corrects)
    if not (plain and current.owners and current.end <= before.start < pending.start):
        return None
    item = current._replace(amount=pending, start=pending.start, end=reading.start)
    score = state.score + WEIGHTS.counted
    return state.to(items=(*state.items, item), pending=NOTHING, score=score)


def is_new_amount(state: State, reading: Reading, tokens: Sequence[Token]) -> bool:
    """Tell whether an hour is rather how many there shall be: 'montez les croissants à 8'."""
    hour = reading.day is not None and reading.day.day is None
    figures = tokens[reading.end - 1].is_number
    return hour and figures and state.act is Act.CHANGE and state.last is Last.THING
