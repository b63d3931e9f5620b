"""The coming runs of a village's rounds, and the right one for an order.

`orders.calendar` says on which days a round runs. Instants are aware and UTC, days the village's.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from tournee.catalog.model import PlaceSlug, Product, RoundSlug, ShopSlug, Village
from tournee.catalog.quantity import Unit
from tournee.orders import calendar
from tournee.orders.calendar import Mark
from tournee.orders.errors import (
    NotServedError,
    RoundCancelledError,
    RoundClosedError,
    RoundFullError,
    ShortNoticeError,
    UnknownRoundError,
)
from tournee.orders.model import Item, Order, RoundDate
from tournee.orders.pricing import expected_quantity
from tournee.orders.readying import Packing, packing

ALTERNATIVES: Final = 3
CRATE_KILOS: Final = Decimal(12)
"""What goes into a crate of groceries."""
CRATE_OF_A_PIECE: Final = Decimal("0.05")
"""The part of a crate that something fills whose weight the catalogue does not tell."""
THOUSANDTH: Final = Decimal("0.001")
_NONE: Final[Mapping[str, int]] = MappingProxyType({})
_UNLOADED: Final[Mapping[str, Decimal]] = MappingProxyType({})
_UNMARKED: Final[Mapping[str, Mark]] = MappingProxyType({})

Reason = Literal[
    "asked",  # the day, or part of the day, that was wished for
    "next",  # nothing was wished for: the next one
    "closed",  # past the cut-off
    "full",
    "cancelled",
    "holiday",
    "short_notice",  # a shop needs more time than is left
    "shop_closed",  # a shop is not open in time to pack its goods
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
    missed: date | None = None
    """The day of the run that would have been taken if all shops were open in time for it."""
    closed: tuple[ShopSlug, ...] = ()
    """Those that are not."""

    @property
    def as_wished(self) -> bool:
        return self.reason in {"asked", "next"}


def round_date(village: Village, slug: RoundSlug, day: date, mark: Mark | None = None) -> RoundDate:
    """Return one day's run as its template says, and what was decided about that day.

    Raises:
        UnknownRoundError: no such round, or not on that day.
    """
    run = calendar.run_on(village, slug, day, mark)
    if run is None:
        raise UnknownRoundError(name=f"{slug}:{day.isoformat()}")
    return run


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a basket asks of a round beside its stop."""

    lead: timedelta = timedelta(0)
    """How long before departure its shops must know."""
    crates: Decimal = Decimal(0)
    shops: tuple[Packing, ...] = ()

    def closed_for(self, run: RoundDate, now: datetime) -> tuple[ShopSlug, ...]:
        """Return the shops that can't pack what is ordered `now` before the run leaves."""
        return tuple(p.shop for p in self.shops if not p.ready_for(run, now))


NOTHING: Final = Needs()


def needs_of(items: Iterable[Item], village: Village) -> Needs:
    """Return what items ask of a round; those that the village does not sell ask nothing."""
    lead, crates = 0, Decimal(0)
    shops: dict[ShopSlug, Packing] = {}
    for item in items:
        product = village.product_by_sku.get(item.sku)
        if product is None:
            continue
        shop = village.shop_by_slug.get(product.shop)
        lead = max(lead, product.lead or (shop.lead if shop else None) or 0)
        crates += expected_quantity(product, item) * _crate(product)
        if shop is not None:
            shops[shop.slug] = packing(shop, village.settings.zone)
    return Needs(
        lead=timedelta(hours=lead),
        crates=crates.quantize(THOUSANDTH),
        shops=tuple(shops.values()),
    )


def _crate(product: Product) -> Decimal:
    if product.crate is not None:
        return product.crate
    kilos = product.weight if product.unit is Unit.PIECE else Decimal(1)
    return CRATE_OF_A_PIECE if kilos is None else kilos / CRATE_KILOS


def upcoming(
    village: Village,
    now: datetime,
    days: int = 14,
    *,
    taken: Mapping[str, int] = _NONE,
    loaded: Mapping[str, Decimal] = _UNLOADED,
    marks: Mapping[str, Mark] = _UNMARKED,
) -> tuple[RoundDate, ...]:
    """Return the runs of today and the coming `days` that are not over, the soonest first.

    Closed, full and cancelled ones are among them; `choose` passes over those.

    Args:
        village: whose rounds.
        now: aware.
        days: how many days after today.
        taken: stops promised, by `RoundDate.key`.
        loaded: crates promised room, by the same.
        marks: what was decided about single days, by the same.
    """
    today = now.astimezone(village.settings.zone).date()
    runs = calendar.runs(village, today - calendar.DAY, today + calendar.DAY * days, marks)
    coming = [
        replace(r, taken=taken.get(r.key, 0), loaded=loaded.get(r.key, Decimal(0)))
        if r.key in taken or r.key in loaded
        else r
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
    needs: Needs = NOTHING,
) -> Offer:
    """Return the round for an order without asking, or what to propose and why.

    Args:
        rounds: as `upcoming` returns them.
        place: where to; None where it is not known yet: any round will do.
        wish_day: the village's day that was named.
        wish_part: `morning`, `afternoon` or `evening`, if one was named.
        now: aware.
        mine: keys of runs that stop at this door already: they have a stop for it.
        needs: what the goods ask of it.
    """
    serving = [r for r in rounds if place is None or place in r.places]
    if not serving:
        return Offer(round=None, reason="not_served" if rounds else "none")
    basket = _Basket(now=now, mine=mine, needs=needs)
    free = [r for r in serving if basket.obstacle(r) is None]
    wished = [r for r in serving if _suits(r, wish_day, wish_part)]
    if wish_day is None and wish_part is None:
        missed = basket.first_missed(serving, free)
        reason: Reason = "next" if free else basket.obstacle(serving[0]) or "closed"
        return basket.offer(free[0] if free else None, reason, free, missed)
    if fit := next((r for r in wished if r in free), None):
        return basket.offer(fit, "asked", free)
    nearest = _instead_of_holiday(free, wished) or _nearest(free, wish_day)
    why = _why_not(serving, wished, wish_day, basket)
    missed = next((r for r in wished if basket.obstacle(r) == "shop_closed"), None)
    return basket.offer(nearest, why, free, missed if why == "shop_closed" else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basket:
    """What an order asks of the run that is to bring it."""

    now: datetime
    mine: Collection[str]
    needs: Needs

    def obstacle(self, run: RoundDate) -> Reason | None:
        if run.cancelled:
            return "holiday" if run.holiday else "cancelled"
        if self.now >= run.cutoff:
            return "closed"
        if self.now > run.departs - self.needs.lead:
            return "short_notice"
        if self.needs.closed_for(run, self.now):
            return "shop_closed"
        full = run.full and run.key not in self.mine
        return "full" if full or not has_room(run, self.needs.crates) else None

    def first_missed(self, serving: list[RoundDate], free: list[RoundDate]) -> RoundDate | None:
        """Return the run that would come first if a closed shop did not keep it away."""
        before = (r for r in serving if not free or r.departs < free[0].departs)
        return next((r for r in before if self.obstacle(r) == "shop_closed"), None)

    def offer(
        self,
        run: RoundDate | None,
        reason: Reason,
        free: list[RoundDate],
        missed: RoundDate | None = None,
    ) -> Offer:
        others = tuple(r for r in free if r is not run)
        return Offer(
            round=run,
            reason=reason,
            alternatives=others[:ALTERNATIVES],
            missed=missed.date if missed else None,
            closed=self.needs.closed_for(missed, self.now) if missed else (),
        )


def has_room(run: RoundDate, crates: Decimal) -> bool:
    """Tell whether so many crates still go into the vehicle."""
    return run.crates is None or run.loaded + crates <= run.crates


def check_ready(run: RoundDate, needs: Needs, now: datetime) -> None:
    """Refuse a run that leaves before the shops can have the goods ready.

    Raises:
        ShortNoticeError: with the hours that the slowest of them needs as its limit; without
            where one of them is not open in time.
    """
    if needs.closed_for(run, now):
        raise ShortNoticeError(name=run.key)
    if now > run.departs - needs.lead:
        hours = Decimal(int(needs.lead.total_seconds()) // 3600)
        raise ShortNoticeError(name=run.key, limit=hours)


def check_load(run: RoundDate, crates: Decimal) -> None:
    """Refuse more crates than the vehicle holds.

    Raises:
        RoundFullError: with what it holds as its limit.
    """
    if not has_room(run, crates):
        raise RoundFullError(name=run.key, limit=Decimal(run.crates or 0))


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


def _suits(run: RoundDate, day: date | None, part: str | None) -> bool:
    return (day is None or run.date == day) and (part is None or run.part == part)


def _instead_of_holiday(free: list[RoundDate], wished: list[RoundDate]) -> RoundDate | None:
    """Return the run that a round makes the day before or after a public holiday."""
    for off in (r for r in wished if r.holiday):
        for run in free:
            if run.round == off.round and abs(run.date - off.date) == calendar.DAY:
                return run
    return None


def _nearest(free: list[RoundDate], day: date | None) -> RoundDate | None:
    """Return the first from the wished day on, else the last before it."""
    if day is None:
        return free[0] if free else None
    after = [r for r in free if r.date >= day]
    return after[0] if after else (free[-1] if free else None)


_TOLD_FIRST: Final[tuple[Reason, ...]] = (
    "full",
    "cancelled",
    "holiday",
    "short_notice",
    "shop_closed",
)


def _why_not(
    serving: list[RoundDate],
    wished: list[RoundDate],
    day: date | None,
    basket: _Basket,
) -> Reason:
    if wished:
        obstacles = [basket.obstacle(r) for r in wished]
        return next((o for o in _TOLD_FIRST if o in obstacles), "closed")
    if day is None:
        return "other_part"
    that_day = [r for r in serving if r.date == day]
    if any(basket.obstacle(r) is None for r in that_day):
        return "other_part"
    if that_day:
        return "closed"
    if day < min(r.date for r in serving):
        return "past" if day < basket.now.date() else "closed"
    return "too_far" if day > max(r.date for r in serving) else "no_round_that_day"
