"""Small words that speak of things named before: 'de plus', 'de chaque', 'l'autre'."""

from collections.abc import Iterator, Sequence

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading import reference
from tournee.nlu.reading.quantities import merge
from tournee.nlu.reading.readings import Reading
from tournee.nlu.reading.state import NOTHING, Act, Amount, Item, Last, State
from tournee.nlu.reading.weights import WEIGHTS
from tournee.nlu.words.grammar import Role

REFERRING = frozenset({Role.AGAIN, Role.MORE, Role.LESS, Role.EACH, Role.THE_OTHER})


def refer(
    lexicon: Lexicon, state: State, reading: Reading, before: Sequence[Item]
) -> Iterator[State]:
    """Read 'de plus', 'de moins', 'de chaque' as about things named before."""
    score = state.score + reading.score + WEIGHTS.counted
    items: tuple[Item, ...] = ()
    if reading.role is Role.EACH:
        yield from _each(state, reading, before)
        return
    if reading.role is Role.AGAIN:
        if (current := state.current) and current.owners and state.pending.number:
            start = state.pending.start
            again = current._replace(amount=state.pending, start=start, end=reading.end)
            items = (*state.items, again)
            yield state.to(reading, items=items, pending=NOTHING, last=Last.THING, score=score)
        return
    if reading.role is Role.THE_OTHER:
        if other := reference.the_other(state, before):
            items = (*state.items, other._replace(choices=state.held, end=reading.end))
            score += WEIGHTS.counted * bool(state.held)
            yield state.to(
                reading, items=items, pending=NOTHING, held=(), last=Last.THING, score=score
            )
        return
    if not state.pending:
        current = state.current
        if reading.role is Role.MORE and current and state.last is Last.THING:
            more = state.with_current(current._replace(act=Act.ADD))
            yield state.to(reading, items=more, last=Last.OTHER, score=score)
        return
    if reading.role is Role.MORE:
        item = reference.with_amount(lexicon, state, before, Act.ADD)
    else:
        item = reference.fewer(state, before)
    if item is not None:
        items = (*state.items, item._replace(end=reading.end))
        yield state.to(reading, items=items, pending=NOTHING, last=Last.OTHER, score=score)


def _each(state: State, reading: Reading, before: Sequence[Item]) -> Iterator[State]:
    """'1 de chaque': the amount is that of all things without one."""
    amount, current = state.pending, state.current
    if not amount:
        return
    if current and amount.number and state.trail[0].role is Role.PORTION:
        yield from _portions_each(state, reading, current, int(amount.number))
        return
    each = merge(current.amount, amount) if current and amount.measure else None
    if current and each and each.number:
        item = current._replace(amount=each)
        score = state.score + reading.score + 2 * WEIGHTS.counted
        yield state.to(
            reading, items=state.with_current(item), pending=NOTHING, last=Last.THING, score=score
        )
        return
    items = tuple(
        i if _has_its_own(i, amount, corrects=state.corrects) else i._replace(amount=amount)
        for i in state.items
    )
    items = items or reference.each(state, before)
    if items:
        score = state.score + reading.score + WEIGHTS.counted
        yield state.to(reading, items=items, pending=NOTHING, last=Last.OTHER, score=score)


def _has_its_own(item: Item, amount: Amount, *, corrects: bool) -> bool:
    """Tell whether a thing keeps its amount: not in '5 merguez 5 chipos, non 8 de chaque'."""
    said = item.amount
    alike = corrects and (said.number is None) == (amount.number is None)
    return not alike and (said.number is not None or said.measure is not None)


def _portions_each(state: State, reading: Reading, item: Item, times: int) -> Iterator[State]:
    """'vanilla and caramel, two pumps each': so many of each option behind the thing."""
    counted = tuple(
        c if c.before or c.sign or c.degree or c.times > 1 else c._replace(times=times)
        for c in item.choices
    )
    if counted != item.choices:
        items = state.with_current(item._replace(choices=counted))
        score = state.score + reading.score + WEIGHTS.counted
        yield state.to(reading, items=items, pending=NOTHING, last=Last.OPTION, score=score)
