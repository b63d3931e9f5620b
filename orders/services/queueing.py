"""Waiting for a stop on a round that is full, and who is asked when one comes free."""

from dataclasses import replace
from datetime import date

from tournee.catalog.model import PersonSlug, RoundSlug
from tournee.orders import rounds
from tournee.orders.basket import standing_items
from tournee.orders.errors import RoundFullError, WrongStateError
from tournee.orders.events import DomainEvent, StopFreed, WaitMoved
from tournee.orders.model import OrderNumber, RoundDate
from tournee.orders.services.work import Work, for_resident, held, note_round
from tournee.orders.waiting import HELD_FOR, MOST_WAITING, Waiting, first_in_line


def wait(
    work: Work, resident: PersonSlug, number: OrderNumber, slug: RoundSlug, day: date
) -> tuple[DomainEvent, ...]:
    """Put a resident's order in line for a stop; it stays where it is until there is one.

    Raises:
        UnknownOrderError: there is no such order.
        NotAllowedError: it is another resident's.
        UnknownRoundError: no such round runs that day.
        RoundFullError: the line is too long.
        WrongStateError: nothing of the order is open.
    """
    orders = held(work, number)
    for_resident(work, orders)
    if not any(order.is_open for order in orders):
        raise WrongStateError(number=number, status=orders[0].status)
    run = work.ports.rounds.run(slug, day)
    if len(work.ports.waiting.of(slug, day)) >= MOST_WAITING:
        raise RoundFullError(name=run.key)
    work.ports.waiting.put(
        Waiting(round=slug, date=day, resident=resident, number=number, since=work.now)
    )
    note_round(work, run.key, "waits_for_stop")
    return ()


def leave(work: Work, resident: PersonSlug, slug: RoundSlug, day: date) -> tuple[DomainEvent, ...]:
    """Take a resident out of the line; whoever is next is asked by `offer_stop`."""
    work.ports.waiting.drop(slug, day, resident)
    return ()


def move_line(
    work: Work, slug: RoundSlug, day: date, to: date | None, reason: str = ""
) -> tuple[WaitMoved, ...]:
    """Let all who wait for a round's day wait for the day on which it goes instead, if any."""
    if to == day:
        return ()
    events = []
    for waiting in work.ports.waiting.of(slug, day):
        work.ports.waiting.drop(slug, day, waiting.resident)
        if to is not None:
            work.ports.waiting.put(replace(waiting, date=to, held_until=None))
        events.append(
            WaitMoved(
                resident=waiting.resident,
                number=waiting.number,
                round=slug,
                date=day,
                to=to,
                reason=reason,
            )
        )
    return tuple(events)


def offer_stop(work: Work, slug: RoundSlug, day: date) -> tuple[StopFreed, ...]:
    """Keep a stop that is free for the next in line; nothing where there is none, or nobody waits.

    Whoever did not answer in time is no longer in line.

    Raises:
        UnknownRoundError: no such round runs that day.
    """
    run = work.ports.rounds.run(slug, day)
    doors = work.ports.rounds.hold(run)
    waiting = _still_waiting(work, run)
    if run.cancelled or work.now >= run.cutoff:
        return ()
    kept = sum(w.holds(work.now) for w in waiting)
    if run.capacity is not None and len(doors) + kept >= run.capacity:
        return ()
    following = first_in_line(tuple(w for w in waiting if _fits(work, run, w)))
    if following is None:
        return ()
    until = min(work.now + HELD_FOR, run.cutoff)
    work.ports.waiting.put(replace(following, held_until=until))
    return (
        StopFreed(
            resident=following.resident, number=following.number, round=slug, date=day, until=until
        ),
    )


def _fits(work: Work, run: RoundDate, waiting: Waiting) -> bool:
    """Tell whether what somebody waits with goes into the vehicle that a stop is left of."""
    if run.crates is None:
        return True
    orders = work.ports.orders.of_number(waiting.number)
    needs = rounds.needs_of(standing_items(orders), work.village)
    return rounds.has_room(replace(run, loaded=work.ports.rounds.loaded(run)), needs.crates)


def _still_waiting(work: Work, run: RoundDate) -> tuple[Waiting, ...]:
    waiting = work.ports.waiting.of(run.round, run.date)
    for passed in (w for w in waiting if w.held_until is not None and not w.holds(work.now)):
        work.ports.waiting.drop(run.round, run.date, passed.resident)
    return tuple(w for w in waiting if w.held_until is None or w.holds(work.now))
