"""The coming runs of a village's rounds, and the right one for an order.

A template's days and times of day are the village's; every instant here is aware and UTC. A time
that a clock change skips counts as if the clock had not changed yet, one that it repeats is the
first of both.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from tournee.catalog.model import Cutoff, PlaceSlug, Round, RoundSlug, Village
from tournee.orders.errors import (
    NotServedError,
    RoundCancelledError,
    RoundClosedError,
    RoundFullError,
    UnknownRoundError,
)
from tournee.orders.model import DayPart, Order, RoundDate

NOON: Final = time(12)
EVENING: Final = time(17)
ALTERNATIVES: Final = 3
_NONE: Final[Mapping[str, int]] = MappingProxyType({})

Reason = Literal[
    "asked",  # the day, or part of the day, that was wished for
    "next",  # nothing was wished for: the next one
    "closed",  # past the cut-off
    "full",
    "cancelled",
    "other_part",  # it runs that day, at another time of day
    "no_round_that_day",
    "past",  # the day wished for is over, by the date of `now`
    "too_far",  # beyond the days that are planned
    "not_served",  # no round comes to the place
    "none",  # the village has no round
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Which round to take, and why it is not the one that was wished for."""

    round: RoundDate | None
    reason: Reason
    alternatives: tuple[RoundDate, ...] = ()
    """Other open ones, the soonest first."""

    @property
    def as_wished(self) -> bool:
        return self.reason in {"asked", "next"}


def round_date(village: Village, slug: RoundSlug, day: date) -> RoundDate:
    """Return one day's run as its template says.

    Raises:
        UnknownRoundError: no such round, or not on that weekday.
    """
    template = next((r for r in village.rounds if r.slug == slug), None)
    if template is None or day.weekday() not in {d.number for d in template.days}:
        raise UnknownRoundError(name=f"{slug}:{day.isoformat()}")
    return _run(template, day, village.settings.zone)


def upcoming(
    village: Village,
    now: datetime,
    days: int = 14,
    *,
    taken: Mapping[str, int] = _NONE,
    cancelled: Collection[str] = (),
) -> tuple[RoundDate, ...]:
    """Return the runs of today and the coming `days` that are not over, the soonest first.

    Closed, full and cancelled ones are among them; `choose` passes over those.

    Args:
        village: whose rounds.
        now: aware.
        days: how many days after today.
        taken: stops promised, by `RoundDate.key`.
        cancelled: keys of the runs that do not take place.
    """
    zone = village.settings.zone
    today = now.astimezone(zone).date()
    runs = [
        _run(template, day, zone)
        for day in (today + timedelta(days=n) for n in range(-1, days + 1))
        for template in village.rounds
        if day.weekday() in {d.number for d in template.days}
    ]
    coming = [
        replace(r, taken=taken.get(r.key, 0), cancelled=r.key in cancelled)
        for r in runs
        if r.ends > now
    ]
    return tuple(sorted(coming, key=lambda r: (r.departs, r.round)))


def choose(
    rounds: tuple[RoundDate, ...],
    place: PlaceSlug | None,
    wish_day: date | None,
    wish_part: str | None,
    now: datetime,
    *,
    mine: Collection[str] = (),
) -> Offer:
    """Return the round for an order without asking, or what to propose and why.

    Args:
        rounds: as `upcoming` returns them.
        place: where to; None where it is not known yet: any round will do.
        wish_day: the village's day that was named.
        wish_part: `morning`, `afternoon` or `evening`, if one was named.
        now: aware.
        mine: keys of runs that stop at this door already: they are never full for it.
    """
    serving = [r for r in rounds if place is None or place in r.places]
    if not serving:
        return Offer(round=None, reason="not_served" if rounds else "none")
    free = [r for r in serving if _obstacle(r, now, mine) is None]
    wished = [r for r in serving if _suits(r, wish_day, wish_part)]
    if wish_day is None and wish_part is None:
        reason: Reason = "next" if free else _obstacle(serving[0], now, mine) or "closed"
        return _offer(free[0] if free else None, reason, free)
    if fit := next((r for r in wished if r in free), None):
        return _offer(fit, "asked", free)
    return _offer(_nearest(free, wish_day), _why_not(serving, wished, wish_day, now, mine), free)


def check_open(run: RoundDate, place: PlaceSlug | None, now: datetime) -> None:
    """Refuse a run that an order cannot join; whether it is full is the store's to say.

    Raises:
        RoundCancelledError: it does not take place.
        RoundClosedError: past its cut-off.
        NotServedError: it does not come to `place`.
    """
    if run.cancelled:
        raise RoundCancelledError(name=run.key)
    if now >= run.cutoff:
        raise RoundClosedError(name=run.key)
    if place is not None and place not in run.places:
        raise NotServedError(name=run.key)


def check_room(run: RoundDate, doors: Collection[str], door: str) -> None:
    """Refuse a door that would be one stop too many.

    Raises:
        RoundFullError: with the capacity as its limit.
    """
    if run.capacity is not None and door not in doors and len(doors) >= run.capacity:
        raise RoundFullError(name=run.key, limit=Decimal(run.capacity))


def door(order: Order) -> str:
    """Return what counts as one stop: the person for whom it is, at the place where they live."""
    whom = order.beneficiary
    name = f"{whom.person or whom.name.casefold()}" if whom else order.resident
    return f"{name}@{order.place or ''}"


def _run(template: Round, day: date, zone: ZoneInfo) -> RoundDate:
    departs = _instant(day, template.departs, zone)
    ends = _instant(day, template.ends, zone)
    if ends <= departs:
        ends = _instant(day + timedelta(days=1), template.ends, zone)
    return RoundDate(
        round=template.slug,
        name=template.name,
        date=day,
        departs=departs,
        ends=ends,
        cutoff=_cutoff(template.cutoff, day, departs, zone),
        places=template.places,
        capacity=template.capacity,
        part=_part(template.departs),
    )


def _cutoff(cutoff: Cutoff, day: date, departs: datetime, zone: ZoneInfo) -> datetime:
    if cutoff.weekday is None:
        return _instant(day - timedelta(days=cutoff.days_before), cutoff.at, zone)
    that_day = day - timedelta(days=(day.weekday() - cutoff.weekday.number) % 7)
    moment = _instant(that_day, cutoff.at, zone)
    if moment >= departs:
        return _instant(that_day - timedelta(days=7), cutoff.at, zone)
    return moment


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _part(departs: time) -> DayPart:
    if departs < NOON:
        return "morning"
    return "afternoon" if departs < EVENING else "evening"


def _suits(run: RoundDate, day: date | None, part: str | None) -> bool:
    return (day is None or run.date == day) and (part is None or run.part == part)


def _obstacle(run: RoundDate, now: datetime, mine: Collection[str]) -> Reason | None:
    if run.cancelled:
        return "cancelled"
    if now >= run.cutoff:
        return "closed"
    return "full" if run.full and run.key not in mine else None


def _nearest(free: list[RoundDate], day: date | None) -> RoundDate | None:
    """Return the first from the wished day on, else the last before it."""
    if day is None:
        return free[0] if free else None
    after = [r for r in free if r.date >= day]
    return after[0] if after else (free[-1] if free else None)


def _why_not(
    serving: list[RoundDate],
    wished: list[RoundDate],
    day: date | None,
    now: datetime,
    mine: Collection[str],
) -> Reason:
    if wished:
        obstacles = [_obstacle(r, now, mine) for r in wished]
        return next((o for o in ("full", "cancelled") if o in obstacles), "closed")
    if day is None:
        return "other_part"
    that_day = [r for r in serving if r.date == day]
    if any(_obstacle(r, now, mine) is None for r in that_day):
        return "other_part"
    if that_day:
        return "closed"
    if day < min(r.date for r in serving):
        return "past" if day < now.date() else "closed"
    return "too_far" if day > max(r.date for r in serving) else "no_round_that_day"


def _offer(run: RoundDate | None, reason: Reason, free: list[RoundDate]) -> Offer:
    others = tuple(r for r in free if r is not run)
    return Offer(round=run, reason=reason, alternatives=others[:ALTERNATIVES])
