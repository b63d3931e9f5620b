"""The order of the doors, as it is listed, changed by hand, kept, or planned again."""

from collections.abc import Sequence
from dataclasses import replace

from tournee.bot.conversation.driver import geography, look, planning, times
from tournee.bot.conversation.driver.doing import changed, none_here, say
from tournee.bot.conversation.driver.replies import (
    NoRound,
    OrderKept,
    RouteDrawn,
    StopLine,
    StopsListed,
)
from tournee.bot.conversation.driver.state import Run, State, Visit
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.phrases import Cue
from tournee.bot.conversation.sketch import Mark, Sketch
from tournee.orders.model import OrderNumber
from tournee.orders.planning.model import Point


def list_stops(
    state: State, facts: Facts, run: Run | None, *, changed: bool = False
) -> Turn[State]:
    if run is None:
        return say(state, NoRound())
    lines = _planned(facts, run) if run.departed is None else _on_the_way(state, facts, run)
    late = _kept_waiting(state, facts, run) if changed else ()
    return say(state, StopsListed(date=run.date, stops=lines, changed=changed, late=late))


def _planned(facts: Facts, run: Run) -> tuple[StopLine, ...]:
    """The doors as they will come, of all that has been ordered."""
    found = {stop.numbers: stop for stop in look.stops_of(facts, run)}
    return tuple(
        StopLine(
            place=place,
            name=door.name,
            address=look.where(facts, door),
            numbers=door.numbers,
            due=found[door.numbers].due,
            bags=found[door.numbers].bags,
        )
        for place, door in enumerate(planning.doors_of(facts, run), 1)
    )


def _on_the_way(state: State, facts: Facts, run: Run) -> tuple[StopLine, ...]:
    expected = times.expected(state, facts, run)
    lines = []
    for place, door in enumerate(run.visits, 1):
        orders = look.on_van(facts, door)
        lines.append(
            StopLine(
                place=place,
                name=door.name,
                address=look.where(facts, door),
                numbers=door.numbers,
                due=facts.books.to_collect(orders, facts.village.settings.currency),
                bags=len(orders),
                done=door.done,
                expected=expected.get(door.key),
            )
        )
    return tuple(lines)


def _kept_waiting(state: State, facts: Facts, run: Run) -> tuple[str, ...]:
    """Return who was told an earlier time than the driver will be there."""
    if run.departed is None:
        return ()
    expected = times.expected(state, facts, run)
    return tuple(
        v.name
        for v in times.left(run)
        if v.promised is not None and expected[v.key] > v.promised.latest
    )


# --- by hand -------------------------------------------------------------------------------------


def move(state: State, facts: Facts, cue: Cue, numbers: Sequence[OrderNumber]) -> Turn[State]:
    """Put doors where the driver wants them, and keep them there.

    Args:
        state: of the conversation.
        facts: what it may know.
        cue: `FIRST`, `LAST`; with two doors `BEFORE` and `AFTER`.
        numbers: an order of each door, as they were named.
    """
    run = state.under_way or state.waiting
    if run is None:
        return none_here(state)
    order = [v.numbers[0] for v in _open_doors(facts, run)]
    named = [n for n in dict.fromkeys(_head(facts, run, n) for n in numbers) if n in order]
    if not named or (cue in {Cue.BEFORE, Cue.AFTER} and len(named) < 2):  # noqa: PLR2004
        return list_stops(state, facts, run)
    order = [n for n in order if n not in _moved(cue, named)]
    order[_where(cue, named, order) : 0] = _moved(cue, named)
    run = _locked(_in_order(run, order), cue, named)
    turn = list_stops(changed(state, run), facts, run, changed=True)
    if run.departed is None:
        return turn
    state, posts = times.corrected(turn.state, facts, run)
    return replace(turn, state=state, commands=posts)


def _moved(cue: Cue, named: list[OrderNumber]) -> list[OrderNumber]:
    return named if cue in {Cue.FIRST, Cue.LAST} else named[:1]


def _where(cue: Cue, named: list[OrderNumber], order: list[OrderNumber]) -> int:
    match cue:
        case Cue.FIRST:
            return 0
        case Cue.BEFORE:
            return order.index(named[1])
        case Cue.AFTER:
            return order.index(named[1]) + 1
    return len(order)


def _locked(run: Run, cue: Cue, named: list[OrderNumber]) -> Run:
    """Let later plans keep what was said; a door's newest wish replaces its older ones."""
    moved = set(_moved(cue, named))
    first = tuple(n for n in run.first if n not in moved)
    last = tuple(n for n in run.last if n not in moved)
    chains = tuple(tuple(n for n in chain if n not in moved) for chain in run.chains)
    chains = tuple(chain for chain in chains if len(chain) > 1)
    match cue:
        case Cue.FIRST:
            first = (*named, *first)
        case Cue.LAST:
            last = (*last, *named)
        case _:
            pair = named[:2] if cue is Cue.BEFORE else named[1::-1]
            return replace(run, first=first, last=last, chains=_joined(chains, *pair))
    return replace(run, first=first, last=last, chains=chains)


def _joined(
    chains: tuple[tuple[OrderNumber, ...], ...], before: OrderNumber, after: OrderNumber
) -> tuple[tuple[OrderNumber, ...], ...]:
    """Put two doors one after the other, in the chain that one of them is in already."""
    for i, chain in enumerate(chains):
        anchor = after if after in chain else before if before in chain else None
        if anchor is not None:
            at = chain.index(anchor) + (anchor == before)
            other = before if anchor == after else after
            grown = (*chain[:at], other, *chain[at:])
            return (*chains[:i], grown, *chains[i + 1 :])
    return (*chains, (before, after))


def _open_doors(facts: Facts, run: Run) -> tuple[Visit, ...]:
    return times.left(run) if run.departed else planning.doors_of(facts, run)


def _head(facts: Facts, run: Run, number: OrderNumber) -> OrderNumber:
    doors = _open_doors(facts, run)
    return next((v.numbers[0] for v in doors if number in v.numbers), number)


def _in_order(run: Run, order: Sequence[OrderNumber]) -> Run:
    if run.departed is None:
        return replace(run, order=tuple(order))
    return replace(run, visits=planning.reordered(run.visits, order))


def lock(state: State, facts: Facts) -> Turn[State]:
    """Keep the order of all doors that are left."""
    run = state.under_way or state.waiting
    if run is None:
        return none_here(state)
    doors = tuple(v.numbers[0] for v in _open_doors(facts, run))
    run = replace(run, first=(), last=(), chains=(doors,))
    return say(changed(state, run), OrderKept())


def again(state: State, facts: Facts) -> Turn[State]:
    """Have what is left planned again: what was locked or promised stays."""
    run = state.under_way or state.waiting
    if run is None:
        return none_here(state)
    return Turn(state=state, commands=(planning.wanted(state, facts, run, "again"),))


# --- drawn ---------------------------------------------------------------------------------------


def draw(state: State, facts: Facts, run: Run | None) -> Turn[State]:
    if run is None:
        return say(state, NoRound())
    doors = run.visits if run.departed else planning.doors_of(facts, run)
    start = geography.start_of(facts, run)
    shops = (p.shop for p in look.pickups(facts, run) if run.departed is None)
    sketch = Sketch(
        start=_mark(start, ""),
        shops=tuple(
            _mark(geography.point_of(facts.village, s.place) or start, s.name) for s in shops
        ),
        doors=tuple(_mark(geography.door(facts, run, v), v.name, done=v.done) for v in doors),
    )
    return say(state, RouteDrawn(date=run.date, sketch=sketch))


def _mark(point: Point, name: str, *, done: bool = False) -> Mark:
    return Mark(lat=point.lat, lon=point.lon, name=name, done=done)
