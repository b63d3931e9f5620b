"""What a small word does to a partial reading of a message."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from tournee.nlu import reference
from tournee.nlu.grammar import Role
from tournee.nlu.lattice import Reading
from tournee.nlu.state import NOTHING, Act, Amount, Item, Last, State
from tournee.nlu.weights import WEIGHTS

_ACTS = {
    Role.ORDER: Act.ORDER,
    Role.ADD: Act.ADD,
    Role.REMOVE: Act.REMOVE,
    Role.CHANGE: Act.CHANGE,
}
_LAST = {
    Role.AND: Last.AND,
    Role.OR: Last.AND,
    Role.WITH: Last.WITH,
    Role.DET: Last.DET,
    Role.PARTITIVE: Last.PARTITIVE,
    Role.PREP: Last.PREP,
    Role.POSS: Last.POSS,
    Role.INTRO: Last.NAME,
    Role.TITLE: Last.NAME,
}


def step(state: State, reading: Reading, flush: Callable[[State], State]) -> Iterator[State]:
    """Read one small phrase."""
    role = reading.role
    assert role is not None  # noqa: S101 (a reading of this kind has one)
    score = state.score + reading.score
    if state.unknown >= 0:
        if role in {Role.DET, Role.PARTITIVE, Role.PREP, Role.QUALITY, Role.PACK}:
            yield state.to(reading, last=Last.UNKNOWN, score=state.score)
            return
        state = state.to(unknown=-1)
    if role in _ACTS:
        state = flush(state)
        yield state.to(
            reading,
            act=_ACTS[role],
            telling=False,
            sign="",
            last=Last.VERB,
            corrects=state.corrects,
            score=state.score + reading.score,
        )
    elif role is Role.NEG:
        state = flush(state)
        score = state.score + reading.score
        yield state.to(reading, sign="-", telling=False, last=Last.DET, score=score)
    elif role is Role.ASIDE:
        gain = WEIGHTS.aside if state.last is Last.THING else -WEIGHTS.aside
        yield state.to(reading, last=Last.OTHER, score=score + gain)
    elif role is Role.NOR:
        current = state.current
        if current and current.choices and current.choices[-1].sign == "-":
            yield state.to(reading, sign="-", last=Last.DET, score=score)
    elif role in {Role.EXTRA, Role.LIGHT}:
        degree = "++" if role is Role.EXTRA else "~"
        yield state.to(reading, degree=degree, last=Last.QUALITY, score=score)
    elif role is Role.CORR:
        state = flush(state)
        yield state.to(
            reading,
            corrects=True,
            telling=False,
            last=Last.CORR,
            score=state.score + reading.score,
        )
    elif role is Role.SWAP:
        state = flush(state)
        yield state.to(reading, act=Act.SWAP, last=Last.DET, score=state.score + reading.score)
    elif role is Role.ANOTHER and not state.pending:
        one = Amount(number=Decimal(1), indefinite=True, start=reading.start)
        yield state.to(reading, pending=one, last=Last.QUANTITY, score=score)
    elif role is Role.BOTH:
        yield from _both(state, reading)
    elif role is Role.SAME:
        yield state.to(reading, same=True, last=Last.QUANTITY, score=score)
    elif role is Role.TOTAL:
        yield state.to(reading, corrects=True, last=Last.OTHER, score=score)
    elif role is Role.CHAT:
        state = (
            state.to(pending=NOTHING, score=state.score - 0.3) if state.pending else flush(state)
        )
        yield state.to(
            reading, telling=True, last=Last.WORD, score=state.score + 0.3 * reading.score
        )
    elif role is Role.DELIVER:
        state = flush(state)
        yield state.to(reading, telling=False, score=state.score + reading.score)
    elif role is Role.PACK:
        yield state.to(reading, last=Last.PACK, score=state.score + 0.5)
    elif role is Role.QUALITY:
        last = Last.THING if state.last is Last.THING else Last.QUALITY
        yield state.to(reading, last=last, score=state.score + 0.3 * reading.score)
    elif role in {Role.ENOUGH, Role.NONE}:
        yield state.to(reading, last=Last.OTHER, score=score + WEIGHTS.counted)
    elif role in _LAST:
        yield from _joint(state, reading, role, flush)
    else:
        last = state.last if role is Role.FILLER else Last.OTHER
        yield state.to(reading, last=last, score=state.score + 0.6 * reading.score)


def _joint(
    state: State, reading: Reading, role: Role, flush: Callable[[State], State]
) -> Iterator[State]:
    last = _LAST[role]
    current = state.current
    if current and current.act is Act.CHANGE and reading.norm in _BY and not current.amount:
        state = state.to(items=state.with_current(current._replace(act=Act.SWAP)))
    if role in {Role.AND, Role.OR, Role.WITH}:
        if role is Role.WITH or not state.held:
            state = flush(state) if not state.held else state
        yield state.to(
            reading,
            last=last,
            sign="",
            degree="",
            shared=False,
            corrects=False,
            score=state.score + reading.score,
        )
        return
    if last is Last.DET and (state.pending or state.degree):
        last = state.last
    name = last is Last.NAME
    yield state.to(
        reading,
        last=last,
        telling=state.telling or name,
        score=state.score
        + (0.5 if name or last in {Last.POSS, Last.PREP} else 0.8) * reading.score,
    )


_BY = frozenset({"par", "with", "by", "por"})
"""'remplacez le beurre par ...'."""
REFERRING = frozenset({Role.MORE, Role.LESS, Role.EACH})


def refer(state: State, reading: Reading, before: Sequence[Item]) -> Iterator[State]:
    """Read 'de plus', 'de moins', 'de chaque' as about things named before."""
    score = state.score + reading.score + WEIGHTS.counted
    items: tuple[Item, ...] = ()
    if reading.role is Role.EACH:
        yield from _each(state, reading, before)
        return
    if not state.pending:
        current = state.current
        if reading.role is Role.MORE and current and state.last is Last.THING:
            more = state.with_current(current._replace(act=Act.ADD))
            yield state.to(reading, items=more, last=Last.OTHER, score=score)
        return
    if reading.role is Role.MORE:
        item = reference.with_amount(state, before, Act.ADD)
    else:
        item = reference.fewer(state, before)
    if item is not None:
        items = (*state.items, item._replace(end=reading.end))
        yield state.to(reading, items=items, pending=NOTHING, last=Last.OTHER, score=score)


def _each(state: State, reading: Reading, before: Sequence[Item]) -> Iterator[State]:
    """'1 de chaque': the amount is that of all things without one."""
    amount = state.pending
    if not amount:
        return
    items = tuple(
        i if i.amount.number is not None or i.amount.measure else i._replace(amount=amount)
        for i in state.items
    )
    items = items or reference.each(state, before)
    if items:
        score = state.score + reading.score + WEIGHTS.counted
        yield state.to(reading, items=items, pending=NOTHING, last=Last.OTHER, score=score)


def _both(state: State, reading: Reading) -> Iterator[State]:
    """'tranchés tous les deux': the newest option is for all things; 'les deux en moyenne'."""
    current = state.current
    if current and current.choices and len(state.items) > 1:
        newest = current.choices[-1]
        items = tuple(
            i if not i.owners or newest in i.choices else i._replace(choices=(*i.choices, newest))
            for i in state.items
        )
        yield state.to(reading, items=items, last=Last.OTHER, score=state.score + reading.score)
    yield state.to(reading, shared=True, last=Last.OTHER, score=state.score + 0.5 * reading.score)
