"""What a driver's conversation looks up in its facts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.driver import geography
from tournee.bot.conversation.driver.replies import Paid, Pickup, RoundShown, StopShown
from tournee.bot.conversation.driver.state import Bag, Run, Visit
from tournee.bot.conversation.model import Facts
from tournee.catalog.hours import Span
from tournee.catalog.model import (
    Keep,
    PlaceKind,
    Product,
    Role,
    Round,
    RoundSlug,
    Shop,
    ShopSlug,
)
from tournee.catalog.quantity import Money
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import tokenize
from tournee.orders.lists import GOING, Stop, stop_name, stops
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate

EXAMPLE: Final = OrderNumber(4821)
"""For help, where no door is shown."""
CARRIED: Final = frozenset(
    {
        OrderStatus.OUT_FOR_DELIVERY,
        OrderStatus.DELIVERED,
        OrderStatus.NOT_DELIVERED,
        OrderStatus.SETTLED,
    }
)


def round_date(facts: Facts, slug: RoundSlug, day: date) -> RoundDate | None:
    return next((r for r in facts.rounds if (r.round, r.date) == (slug, day)), None)


def orders_of(facts: Facts, run: Run) -> tuple[Order, ...]:
    """Return what goes with a run, or has gone, so far as it is this driver's."""
    found = (o for o in facts.orders if (o.round, o.date) == (run.round, run.date))
    return tuple(o for o in found if run.share is None or o.number in run.share)


def stops_of(facts: Facts, run: Run) -> tuple[Stop, ...]:
    going = [o for o in orders_of(facts, run) if o.status in GOING]
    return stops(going, facts.people, facts.village)


def visits(facts: Facts, run: Run) -> tuple[Visit, ...]:
    """Return the doors of a run that has left: only what is on the van."""
    out = [o for o in orders_of(facts, run) if o.status is OrderStatus.OUT_FOR_DELIVERY]
    return tuple(
        replace(visit_of(facts, stop), bags=_bags(out, stop))
        for stop in stops(out, facts.people, facts.village)
    )


def _bags(orders: Iterable[Order], stop: Stop) -> tuple[Bag, ...]:
    mine = (o for o in orders if o.number in stop.numbers and o.live_lines)
    return tuple(Bag(number=o.number, shop=o.shop) for o in mine)


def visit_of(facts: Facts, stop: Stop) -> Visit:
    orderer = next((p for p in facts.people if p.slug == stop.resident), None)
    called = stop.person if stop.person and stop.person.phone else orderer
    own = stop.person is not None and stop.place in {None, stop.person.place}
    return Visit(
        numbers=stop.numbers,
        name=stop_name(stop),
        resident=stop.resident,
        place=stop.place,
        address=(stop.person.address or "") if stop.person else "",
        phone=(called.phone or "") if called else "",
        note=(stop.person.note or "") if stop.person else "",
        lat=stop.person.lat if own and stop.person else None,
        lon=stop.person.lon if own and stop.person else None,
        hours=(stop.person.hours or "") if own and stop.person else "",
    )


def shop(facts: Facts, slug: ShopSlug) -> Shop:
    return facts.village.shop_by_slug[slug]


def template(facts: Facts, run: Run) -> Round | None:
    return next((r for r in facts.village.rounds if r.slug == run.round), None)


def round_card(facts: Facts, run: Run) -> RoundShown:
    date_of = round_date(facts, run.round, run.date)
    known = template(facts, run)
    return RoundShown(
        name=known.name if known else run.round,
        date=run.date,
        departs=date_of.departs if date_of else None,
        stops=len(run.visits) if run.departed else len(stops_of(facts, run)),
        pickups=pickups(facts, run),
        metres=run.metres,
        ends=run.ends,
        departed=run.departed is not None,
        shared_with=run.others,
        can_share=run.share is None and _other_drivers(facts),
        unmet=_unmet(facts, run),
        later=named(facts, run, run.later),
        off_map=() if run.departed else off_map(facts, run),
    )


def _other_drivers(facts: Facts) -> bool:
    return sum(p.role is Role.DRIVER for p in facts.village.people) > 1


def _unmet(facts: Facts, run: Run) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    """Return who is not at home when the round comes, and when they are."""
    if run.departed or not run.unmet:
        return ()
    doors = (visit_of(facts, stop) for stop in stops_of(facts, run))
    return tuple(
        (v.name, geography.home_times(facts, run, v))
        for v in doors
        if set(v.numbers) & set(run.unmet)
    )


def named(facts: Facts, run: Run, numbers: tuple[OrderNumber, ...]) -> tuple[str, ...]:
    """Return the doors of some orders by name, before departure."""
    if run.departed or not numbers:
        return ()
    doors = (visit_of(facts, stop) for stop in stops_of(facts, run))
    return tuple(v.name for v in doors if set(v.numbers) & set(numbers))


def off_map(facts: Facts, run: Run) -> tuple[str, ...]:
    """Return the names of the doors that the map does not know."""
    doors = (visit_of(facts, stop) for stop in stops_of(facts, run))
    return tuple(v.name for v in doors if geography.door_of(facts.village, v) is None)


def pickups(facts: Facts, run: Run) -> tuple[Pickup, ...]:
    """Return the bags by shop, in the order in which to collect, else the village's."""
    going = [o for o in orders_of(facts, run) if o.status in GOING and o.live_lines]
    rank = {slug: place for place, slug in enumerate(run.shops)}
    shops = sorted(facts.village.shops, key=lambda s: rank.get(s.slug, len(rank)))
    return tuple(
        Pickup(
            shop=s,
            bags=len(mine),
            ready=sum(o.status is OrderStatus.PACKED for o in mine),
            collected=s.slug in run.collected,
            unanswered=tuple(o.number for o in mine if o.status is OrderStatus.PLACED),
        )
        for s in shops
        if (mine := [o for o in going if o.shop == s.slug])
    )


def stop_card(facts: Facts, run: Run, place: int) -> StopShown:
    """Return the card of a door: what to hand over, or what came of it."""
    visit = run.visits[place]
    carried = on_van(facts, visit)
    known = facts.village.product_by_sku
    goods = [
        known[x.standing.sku] for o in carried for x in o.live_lines if x.standing.sku in known
    ]
    return StopShown(
        place=place + 1,
        of=len(run.visits),
        name=visit.name,
        address=where(facts, visit),
        phone=visit.phone,
        note=visit.note,
        home=geography.home_times(facts, run, visit),
        never_home=bool(visit.hours) and not geography.home_times(facts, run, visit),
        numbers=visit.numbers,
        bags=len(carried),
        shops=tuple(s for s in facts.village.shops if s.slug in {o.shop for o in carried}),
        due=facts.books.to_collect(carried, facts.village.settings.currency),
        age_check=any(p.age_restricted for p in goods),
        chilled=any(kept(p) is Keep.CHILLED for p in goods),
        frozen=any(kept(p) is Keep.FROZEN for p in goods),
        result=visit.result,
        paid=paid(facts, visit),
        pickup_points=pickup_points(facts) if visit.result == "absent" else (),
    )


def paid(facts: Facts, visit: Visit) -> Paid:
    """Return what a door has paid, and what went on tabs."""
    nothing = Money(amount=Decimal("0.00"), currency=facts.village.settings.currency)
    return Paid(
        cash=sum((t.cash for t in visit.settled if t.cash), nothing),
        cheque=sum((t.cheque for t in visit.settled if t.cheque), nothing),
        on_tab=sum((t.on_tab for t in visit.settled if t.on_tab), nothing),
        back=tuple(
            shop(facts, t.shop).name
            for t in visit.settled
            if t.result in {"absent", "refused_at_door"} and t.shop in facts.village.shop_by_slug
        ),
    )


def pickup_points(facts: Facts) -> tuple[str, ...]:
    """Return the names of places where bags may wait for people."""
    return tuple(p.name for p in facts.village.places if p.kind is PlaceKind.PICKUP)[:2]


def where(facts: Facts, visit: Visit) -> str:
    """Return the address, with its place where it does not name it."""
    place = facts.village.place_by_slug.get(visit.place) if visit.place else None
    if place is None or place.name.casefold() in visit.address.casefold():
        return visit.address
    return ", ".join(part for part in (visit.address, place.name) if part)


def kept(product: Product) -> Keep:
    """Return how a product is kept: as the catalogue says, else by its category."""
    if product.keep is not None:
        return product.keep
    return Keep.CHILLED if _is_chilled(product.category) else Keep.DRY


@lru_cache(maxsize=1024)
def _is_chilled(category: str) -> bool:
    words = {stem(t.norm) for t in tokenize(category.replace("-", " "))}
    return bool(words & _chilled_words())


@lru_cache(maxsize=1)
def _chilled_words() -> frozenset[str]:
    words = (word for locale in LOCALES for word in load_words(locale, "roles")["chilled"])
    return frozenset(stem(t.norm) for word in words for t in tokenize(word))


def on_van(facts: Facts, visit: Visit) -> tuple[Order, ...]:
    """Return the bags of a door that left with the round; what no shop has accepted did not."""
    bags = {(bag.number, bag.shop) for bag in visit.bags}
    return tuple(
        o
        for o in facts.orders
        if (o.number, o.shop) in bags and o.status in CARRIED and o.live_lines
    )
