"""What an operator decides about a round's day: it goes another time, or runs when it would not."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from tournee.catalog.model import RoundSlug
from tournee.orders import calendar
from tournee.orders.calendar import Mark, When
from tournee.orders.errors import (
    RoundClosedError,
    RoundTakenError,
    UnknownRoundError,
    WrongStateError,
)
from tournee.orders.events import DomainEvent, RoundAdded, RoundMoved
from tournee.orders.model import OrderStatus, RoundDate
from tournee.orders.services import queueing
from tournee.orders.services.work import Work, for_operator, note, note_round, save

EVENING_BEFORE: Final = time(18)
LATEST_CUTOFF: Final = timedelta(hours=3)
"""Before departure: the last moment to order for a round that is added at short notice."""
TIME_TO_REACT: Final = timedelta(hours=2)
"""How long those concerned may still change their orders once they are told."""
_LEFT = frozenset({OrderStatus.OUT_FOR_DELIVERY, OrderStatus.DELIVERED, OrderStatus.NOT_DELIVERED})


def move_round(
    work: Work, slug: RoundSlug, day: date, to: When, reason: str = ""
) -> tuple[DomainEvent, ...]:
    """Let a round's day take place at another time; its orders go along as they are.

    Raises:
        UnknownRoundError: no such round runs that day.
        NotAllowedError: anyone but operators.
        RoundTakenError: the round runs on the other day anyway.
        RoundClosedError: the new departure is past.
        WrongStateError: it has left.
    """
    for_operator(work)
    run = work.ports.rounds.run(slug, day)
    _check_not_left(work, run)
    if to.day != day:
        _check_free(work, slug, to.day)
    new = _shifted(work, run, to)
    work.ports.rounds.hold(run)
    if to.day != day:
        gone = Mark(round=slug, date=day, cancelled=True, moved_to=to.day, reason=reason)
        work.ports.rounds.decide(gone, at=work.now)
    decided = replace(new, reason=reason, added=to.day != day)
    work.ports.rounds.decide(decided, at=work.now)
    _take_along(work, run, decided)
    note_round(work, run.key, "round_moved", why=decided.key)
    told = RoundMoved(round=slug, date=day, to=to.day, reason=reason)
    return (told, *queueing.move_line(work, slug, day, to.day, reason))


def add_round(work: Work, slug: RoundSlug, when: When) -> tuple[DomainEvent, ...]:
    """Let a round run on a day that its template leaves out: another day, or a public holiday.

    Raises:
        UnknownRoundError: the village has no such round.
        NotAllowedError: anyone but operators.
        RoundTakenError: it runs that day anyway.
        RoundClosedError: the departure is past.
    """
    for_operator(work)
    _check_free(work, slug, when.day)
    template = next((r for r in work.village.rounds if r.slug == slug), None)
    if template is None:
        raise UnknownRoundError(name=f"{slug}:{when.day.isoformat()}")
    day = datetime.combine(when.day, template.departs)
    length = datetime.combine(when.day, template.ends) - day
    mark = _placed(
        work,
        slug,
        When(day=when.day, departs=when.departs or template.departs, ends=when.ends),
        length,
    )
    work.ports.rounds.decide(mark, at=work.now)
    note_round(work, mark.key, "round_added")
    return (RoundAdded(round=slug, date=when.day),)


def _check_not_left(work: Work, run: RoundDate) -> None:
    orders = work.ports.orders.of_round(run.round, run.date)
    left = next((o for o in orders if o.status in _LEFT), None)
    if left is not None:
        raise WrongStateError(name=run.key, status=left.status)


def _check_free(work: Work, slug: RoundSlug, day: date) -> None:
    try:
        there = work.ports.rounds.run(slug, day)
    except UnknownRoundError:
        return
    if not there.cancelled:
        raise RoundTakenError(name=there.key)


def _shifted(work: Work, run: RoundDate, to: When) -> Mark:
    """Return the new times: as long, and closing as long before, as it would have."""
    usual = run.departs.astimezone(work.village.settings.zone).time()
    at = When(day=to.day, departs=to.departs or usual, ends=to.ends)
    mark = _placed(work, run.round, at, run.ends - run.departs)
    departs = mark.departs or run.departs
    cutoff = max(departs - (run.departs - run.cutoff), work.now + TIME_TO_REACT)
    return replace(mark, cutoff=min(cutoff, departs))


def _placed(work: Work, slug: RoundSlug, when: When, length: timedelta) -> Mark:
    """Return a run at these times; where its end was not said it takes as long as usual."""
    zone = work.village.settings.zone
    start = calendar.instant(when.day, when.departs or time(), zone)
    if start <= work.now:
        raise RoundClosedError(name=f"{slug}:{when.day.isoformat()}")
    said = calendar.instant(when.day, when.ends, zone) if when.ends else start
    end = said if said > start else start + length
    return Mark(
        round=slug,
        date=when.day,
        added=True,
        departs=start,
        ends=end,
        cutoff=_cutoff(work, when.day, start),
    )


def _cutoff(work: Work, day: date, departs: datetime) -> datetime:
    """Return the evening before or, where that is past, a few hours before departure."""
    evening = calendar.instant(day - calendar.DAY, EVENING_BEFORE, work.village.settings.zone)
    return evening if evening > work.now else max(departs - LATEST_CUTOFF, work.now)


def _take_along(work: Work, run: RoundDate, to: Mark) -> None:
    """Put what is open on the new day; shops and residents keep what they have agreed."""
    for order in work.ports.orders.hold_round(run.round, run.date):
        if order.is_open:
            save(work, order, replace(order, date=to.date, cutoff=to.cutoff))
            note(work, order, "moved", why=to.key)
