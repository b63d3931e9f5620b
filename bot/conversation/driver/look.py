"""What a driver's conversation looks up in its facts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.driver.replies import Pickup, RoundShown, StopShown
from tournee.bot.conversation.driver.state import Result, Run, Visit
from tournee.bot.conversation.model import Facts
from tournee.catalog.model import PlaceSlug, RoundSlug, Shop, ShopSlug
from tournee.nlu.inflection import stem
from tournee.nlu.phrases import LOCALES, load_words
from tournee.nlu.text import tokenize
from tournee.orders.lists import Stop, stop_name, stops
from tournee.orders.model import Order, OrderNumber, OrderStatus, RoundDate
from tournee.orders.pricing import order_price

GOING: Final = frozenset(
    {
        OrderStatus.PLACED,
        OrderStatus.ACCEPTED,
        OrderStatus.PARTLY_ACCEPTED,
        OrderStatus.PACKED,
        OrderStatus.OUT_FOR_DELIVERY,
    }
)
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
    """Return what goes with a run, or has gone, as far as the facts tell."""
    return tuple(o for o in facts.orders if (o.round, o.date) == (run.round, run.date))


def stops_of(facts: Facts, run: Run) -> tuple[Stop, ...]:
    going = [o for o in orders_of(facts, run) if o.status in GOING]
    return stops(going, facts.people, facts.village)


def visits(facts: Facts, run: Run) -> tuple[Visit, ...]:
    """Return the doors of a run that has left: only what is on the van."""
    out = [o for o in orders_of(facts, run) if o.status is OrderStatus.OUT_FOR_DELIVERY]
    return tuple(visit_of(facts, stop) for stop in stops(out, facts.people, facts.village))


def visit_of(facts: Facts, stop: Stop) -> Visit:
    orderer = next((p for p in facts.people if p.slug == stop.resident), None)
    called = stop.person if stop.person and stop.person.phone else orderer
    return Visit(
        numbers=stop.numbers,
        name=stop_name(stop),
        resident=stop.resident,
        place=stop.place,
        address=(stop.person.address or "") if stop.person else "",
        phone=(called.phone or "") if called else "",
    )


def start_of(facts: Facts, run: Run) -> PlaceSlug | None:
    return next((r.start for r in facts.village.rounds if r.slug == run.round), None)


def shop(facts: Facts, slug: ShopSlug) -> Shop:
    return facts.village.shop_by_slug[slug]


def round_card(facts: Facts, run: Run) -> RoundShown:
    date_of = round_date(facts, run.round, run.date)
    name = next((r.name for r in facts.village.rounds if r.slug == run.round), run.round)
    return RoundShown(
        name=name,
        date=run.date,
        departs=date_of.departs if date_of else None,
        stops=len(run.visits) if run.departed else len(stops_of(facts, run)),
        pickups=pickups(facts, run),
        departed=run.departed is not None,
    )


def pickups(facts: Facts, run: Run) -> tuple[Pickup, ...]:
    """Return the bags by shop, in the village's order of shops."""
    going = [o for o in orders_of(facts, run) if o.status in GOING and o.live_lines]
    return tuple(
        Pickup(
            shop=s,
            bags=len(mine),
            collected=s.slug in run.collected,
            unanswered=tuple(o.number for o in mine if o.status is OrderStatus.PLACED),
        )
        for s in facts.village.shops
        if (mine := [o for o in going if o.shop == s.slug])
    )


def stop_card(facts: Facts, run: Run, place: int, result: Result | None = None) -> StopShown:
    visit = run.visits[place]
    carried = on_van(facts, visit.numbers)
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
        numbers=visit.numbers,
        shops=tuple(s for s in facts.village.shops if s.slug in {o.shop for o in carried}),
        due=order_price(carried, facts.village.settings.currency),
        age_check=any(p.age_restricted for p in goods),
        chilled=any(_is_chilled(p.category) for p in goods),
        result=result,
    )


def where(facts: Facts, visit: Visit) -> str:
    """Return the address, with its place where it does not name it."""
    place = facts.village.place_by_slug.get(visit.place) if visit.place else None
    if place is None or place.name.casefold() in visit.address.casefold():
        return visit.address
    return ", ".join(part for part in (visit.address, place.name) if part)


@lru_cache(maxsize=1024)
def _is_chilled(category: str) -> bool:
    words = {stem(t.norm) for t in tokenize(category.replace("-", " "))}
    return bool(words & _chilled_words())


@lru_cache(maxsize=1)
def _chilled_words() -> frozenset[str]:
    words = (word for locale in LOCALES for word in load_words(locale, "roles")["chilled"])
    return frozenset(stem(t.norm) for word in words for t in tokenize(word))


def on_van(facts: Facts, numbers: Iterable[OrderNumber]) -> tuple[Order, ...]:
    """Return the bags of a door that left with the round; what no shop has accepted did not."""
    wanted = frozenset(numbers)
    return tuple(
        o for o in facts.orders if o.number in wanted and o.status in CARRIED and o.live_lines
    )
