"""Rounds that go another time, and stops that somebody waits for."""

from dataclasses import replace
from datetime import date

from tournee.bot.conversation.commands import CancelOrder, MoveOrder
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import arriving, look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import Acknowledged
from tournee.bot.conversation.resident.replies.habits import (
    KeptOnRound,
    RoundShifted,
    StopGone,
    StopOffered,
    WaitAsked,
    WaitNoted,
    WaitShifted,
)
from tournee.bot.conversation.resident.state import AskMove, AskStop, AskWait, State, following
from tournee.bot.conversation.round_commands import LeaveQueue, WaitForStop
from tournee.catalog.model import RoundSlug
from tournee.orders import rounds
from tournee.orders.events import RoundMoved, StopFreed, WaitMoved
from tournee.orders.model import OrderNumber, RoundDate


def round_moved(state: State, event: RoundMoved, facts: Facts) -> Outcome:
    """Say of each order on the round when it comes now, and how not to have it."""
    new = _run(facts, event.round, event.to)
    mine = dict.fromkeys(
        o.number for o in facts.orders if o.is_open and (o.round, o.date) == (event.round, event.to)
    )
    if new is None:
        return Outcome(state=state, asks=False)
    replies = tuple(
        RoundShifted(number=number, day=event.date, round=new, reason=event.reason)
        for number in mine
    )
    reminders = tuple(
        command
        for number in mine
        for command in arriving.remind(look.of_number(facts, number)[0], facts)
    )
    moved = _without_old(state, event)
    if mine and event.to != event.date:
        moved = replace(moved, shifted=list(mine)[-1])
    return Outcome(state=moved, replies=replies, commands=reminders, asks=False)


def another(state: State, facts: Facts) -> Outcome | None:
    """After a no to a round that was moved: offer the next one that suits, else how to cancel."""
    number = state.shifted
    state = replace(state, shifted=None)
    if number is None or not look.changeable(facts, number):
        return None
    order = look.of_number(facts, number)[0]
    needs = rounds.needs_of(look.items_of(facts, number), facts.village)
    others = tuple(r for r in facts.rounds if (r.round, r.date) != (order.round, order.date))
    new = rounds.choose(others, order.place, None, None, facts.now, needs=needs).round
    if new is None:
        return Outcome(state=state, replies=_kept(number, facts))
    ask = AskMove(number=number, round=new.round, date=new.date)
    return Outcome(state=replace(state, asides=(ask, *state.asides)))


def not_moved(state: State, ask: AskMove, facts: Facts) -> Outcome:
    """After a no to another round: it stays where it is, or is cancelled with its round."""
    order = next((o for o in look.of_number(facts, ask.number) if o.is_open), None)
    run = look.round_date(facts, order) if order else None
    if order is not None and run is not None and run.cancelled:
        gone = CancelOrder(number=ask.number)
        return Outcome(state=replace(state, pending="cancel"), commands=(gone,), asks=False)
    if order is None or run is None:
        return Outcome(state=state, replies=(Acknowledged(),))
    return Outcome(state=state, replies=_kept(ask.number, facts))


def _kept(number: OrderNumber, facts: Facts) -> tuple[KeptOnRound, ...]:
    day = look.of_number(facts, number)[0].date
    return (KeptOnRound(number=number, day=day),) if day else ()


def _without_old(state: State, event: RoundMoved) -> State:
    """Drop questions about the day on which the round does not go any more."""
    old = (event.round, event.date)
    asides = tuple(
        a
        for a in state.asides
        if not (isinstance(a, AskMove | AskStop | AskWait) and (a.round, a.date) == old)
    )
    asked = state.asked if state.asked in asides or state.asked not in state.asides else None
    return replace(state, asides=asides, asked=asked)


def _run(facts: Facts, slug: RoundSlug, day: date) -> RoundDate | None:
    return next((r for r in facts.rounds if (r.round, r.date) == (slug, day)), None)


# --- waiting -------------------------------------------------------------------------------------


def after_placing(state: State, number: OrderNumber, facts: Facts) -> State:
    """Ask whether to wait for the round that was wished for, if that was full."""
    run = next((r for r in facts.rounds if r.key == state.full), None)
    state = following(state)
    if run is None or run.cancelled or facts.now >= run.cutoff:
        return state
    ask = AskWait(number=number, round=run.round, date=run.date)
    return replace(state, asides=(*state.asides, ask))


def stop_freed(state: State, event: StopFreed, facts: Facts) -> Outcome:
    """Offer the stop; it is kept until `event.until`."""
    parts = [o for o in look.of_number(facts, event.number) if o.is_open]
    if not parts or _run(facts, event.round, event.date) is None:
        leave = LeaveQueue(round=event.round, date=event.date)
        return Outcome(state=state, commands=(leave,), asks=False)
    ask = AskStop(number=event.number, round=event.round, date=event.date, until=event.until)
    return Outcome(state=replace(state, asides=(ask, *state.asides)))


def wait_moved(state: State, event: WaitMoved, facts: Facts) -> Outcome:
    """Tell who waits for a round when it goes now; their order stays where it is."""
    gone = (event.round, event.date)
    asides = tuple(
        a
        for a in state.asides
        if not (isinstance(a, AskStop | AskWait) and (a.round, a.date) == gone)
    )
    asked = state.asked if state.asked in asides or state.asked not in state.asides else None
    state = replace(state, asides=asides, asked=asked)
    if not any(o.is_open for o in look.of_number(facts, event.number)):
        return Outcome(state=state, asks=False)
    reply = WaitShifted(number=event.number, day=event.date, to=event.to, reason=event.reason)
    return Outcome(state=state, replies=(reply,), asks=False)


def question(ask: AskWait | AskStop, facts: Facts) -> Reply:
    if isinstance(ask, AskWait):
        return WaitAsked(day=ask.date)
    run = _run(facts, ask.round, ask.date)
    return (
        StopGone(number=ask.number)
        if run is None
        else StopOffered(number=ask.number, round=run, until=ask.until)
    )


def answered(state: State, ask: AskWait | AskStop, *, yes: bool) -> Outcome:
    """Take the answer; `state` is without the question."""
    if isinstance(ask, AskWait):
        if not yes:
            return Outcome(state=state)
        wait = WaitForStop(number=ask.number, round=ask.round, date=ask.date)
        return Outcome(state=state, replies=(WaitNoted(day=ask.date),), commands=(wait,))
    if not yes:
        leave = LeaveQueue(round=ask.round, date=ask.date)
        return Outcome(state=state, commands=(leave,))
    move = MoveOrder(number=ask.number, round=ask.round, date=ask.date.isoformat())
    return Outcome(state=replace(state, pending="stop"), commands=(move,), asks=False)


def refused(state: State, number: OrderNumber | None) -> Outcome:
    """The stop is gone: the order stays where it is."""
    replies = (StopGone(number=number),) if number is not None else ()
    return Outcome(state=state, replies=replies)
