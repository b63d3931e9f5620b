"""Which partial readings of a message go on."""

from collections.abc import Sequence
from operator import attrgetter

from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import State
from tournee.nlu.reading.weights import WEIGHTS

_FEW = 2
_by_score = attrgetter("score")


def width(steps: int) -> int:
    """How many partial readings go on, so that no message takes for ever."""
    if steps < WEIGHTS.many_steps:
        return WEIGHTS.beam
    return WEIGHTS.narrow if 3 * steps < 4 * WEIGHTS.many_steps else 1


def likeliest(at: Sequence[Reading]) -> Sequence[Reading]:
    """Of readings of things and options leave the best, where only one partial reading goes on."""
    scores = sorted((r.score for r in at if r.mention), reverse=True)
    least = scores[min(_FEW, len(scores)) - 1] if scores else 0.0
    return [r for r in at if not r.mention or r.score >= least]


def keep(waiting: dict[object, State], state: State) -> None:
    """Keep the better of the partial readings that nothing ahead can tell apart."""
    items = state.items
    current = items[-1] if items else None
    key = (
        len(items), current and current.owners, current and current.amount,
        current and len(current.choices), state.pending, len(state.held), state.sign,
        state.degree, state.act, state.telling, state.last, state.unknown, state.corrects,
        state.shared,
    )  # fmt: skip
    other = waiting.get(key)
    if other is None or other.score < state.score:
        waiting[key] = state


def survivors(waiting: dict[object, State], floor: float, most: int) -> list[State]:
    """Give the partial readings that go on, the best first; `floor` is what all must reach."""
    near = [state for state in waiting.values() if state.score >= floor]
    return sorted(near, key=_by_score, reverse=True)[:most] if len(near) > 1 else near
