"""What a shop's conversation looks up in its facts: only its own orders, never an address."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.quiet import waking, woken
from tournee.bot.conversation.shop.replies import Bag, Customer, Instead
from tournee.catalog.hours import Hours
from tournee.catalog.model import Product, ShopSlug, Sku
from tournee.catalog.quantity import Unit
from tournee.nlu.search.index import Entry, Index
from tournee.nlu.words.tokens import tokenize
from tournee.orders.habits import SubstituteWish, wish_for
from tournee.orders.life import ORDER_LIFE, OrderStep
from tournee.orders.model import Order, OrderLine, OrderNumber, OrderStatus, RoundDate
from tournee.orders.pricing import GRAM

MOST_SUBSTITUTES: Final = 4
_SHORT: Final = 2
_STEPS: Final = (Decimal("0.05"), Decimal("0.01"))
"""Of a kilo: a part that is offered to tap is a multiple of the first that fits into it."""
MISSABLE: Final = frozenset(ORDER_LIFE[OrderStep.ACCEPT_PARTLY])
"""States in which a line may still be reported missing."""
TIME_TO_PACK: Final = timedelta(hours=1)
"""Before departure; an answer that comes later is of no use."""
OVERNIGHT: Final = timedelta(hours=12)
WAKING: Final = (time(9), time(19, 30))
WEIGHABLE: Final = frozenset(ORDER_LIFE[OrderStep.WEIGH])


def shop_of(facts: Facts) -> ShopSlug:
    if facts.party is None:
        raise LookupError("a shop's conversation needs its party")
    return ShopSlug(facts.party.slug)


def order(facts: Facts, number: OrderNumber) -> Order | None:
    return next((o for o in facts.orders if o.number == number and o.shop == shop_of(facts)), None)


def open_orders(facts: Facts) -> tuple[Order, ...]:
    """Those that the shop still works on, by number.

    Those of a day gone by are not, nor those whose round was called off: they wait for their
    customers to choose another.
    """
    mine = undelivered(facts)
    off = {(r.round, r.date) for r in facts.rounds if r.cancelled} if mine else set()
    return tuple(o for o in mine if (o.round, o.date) not in off)


def undelivered(facts: Facts) -> tuple[Order, ...]:
    """Those whose day is not over, by number, whether their round goes or not."""
    today = facts.now.astimezone(facts.village.settings.zone).date()
    mine = [
        o
        for o in facts.orders
        if o.shop == shop_of(facts)
        and o.status in WEIGHABLE
        and (o.date is None or o.date >= today)
    ]
    return tuple(sorted(mine, key=lambda o: o.number))


def is_called_off(facts: Facts, day: date | None) -> bool:
    """Whether orders of a day stand still because no round of it goes."""
    runs = [r for r in facts.rounds if r.date == day]
    return bool(runs) and all(r.cancelled for r in runs)


def waiting(facts: Facts) -> tuple[Order, ...]:
    return tuple(o for o in open_orders(facts) if o.status is OrderStatus.PLACED)


def customer(facts: Facts, order: Order) -> Customer:
    person = next((p for p in facts.people if p.slug == order.resident), None)
    name = order.beneficiary.name if order.beneficiary else person.name if person else ""
    slug = order.place or (order.beneficiary.place if order.beneficiary else None)
    if slug is None and person is not None:
        slug = person.place
    place = facts.village.place_by_slug.get(slug) if slug else None
    return Customer(name=name, place=place.name if place else "")


def name_words(facts: Facts, order: Order) -> frozenset[str]:
    """Return the folded words of a customer's name by which the shop may call an order."""
    words = (t.norm for t in tokenize(customer(facts, order).name))
    return frozenset(w for w in words if len(w) > _SHORT)


def bag(facts: Facts, order: Order) -> Bag:
    return Bag(order=order, customer=customer(facts, order))


def product(facts: Facts, sku: Sku) -> Product | None:
    return facts.village.product_by_sku.get(sku)


def products(facts: Facts, skus: Iterable[Sku]) -> tuple[Product, ...]:
    return tuple(p for sku in skus if (p := product(facts, sku)) is not None)


def own_products(facts: Facts) -> tuple[Product, ...]:
    return tuple(p for p in facts.village.products if p.shop == shop_of(facts) and p.available)


def round_date(facts: Facts, order: Order) -> RoundDate | None:
    return next((r for r in facts.rounds if (r.round, r.date) == (order.round, order.date)), None)


def line_of(order: Order, sku: Sku) -> OrderLine | None:
    """Return the live line of a product, or that of its substitute."""
    return next((line for line in order.live_lines if sku in skus_of(line)), None)


def skus_of(line: OrderLine) -> frozenset[Sku]:
    """Return what the shop may call a line by."""
    stands = {line.item.sku} if line.offered or line.substitute is None else {line.substitute}
    return frozenset(stands)


def to_weigh(order: Order) -> tuple[OrderLine, ...]:
    """Return the lines whose weight the shop has not entered yet."""
    if order.status not in WEIGHABLE:
        return ()
    return tuple(
        line
        for line in order.live_lines
        if line.price.weighed and line.weight is None and not line.offered
    )


def lefts(line: OrderLine) -> tuple[Decimal, ...]:
    """Return how much there may be of a line where that is not what it holds, the least first."""
    whole, pieces = line.whole, _pieces(line)
    if pieces is None:
        step = next((s for s in _STEPS if whole >= 4 * s), GRAM)
        some = {(whole * n / 4 / step).to_integral_value(ROUND_DOWN) * step for n in (1, 2, 3)}
    else:
        near = {pieces - 1, pieces - 2, pieces - 3, pieces // 2, Decimal(1)}
        some = {whole * n / pieces for n in near if 0 < n < pieces}
    some |= {whole} if line.short else set()
    return tuple(sorted(some - {line.quantity}))


def _pieces(line: OrderLine) -> Decimal | None:
    """Return how many pieces were asked, of goods sold by weight too; None for a weight."""
    if line.unit is Unit.PIECE:
        return line.whole
    return line.item.count if line.substitute is None or line.offered else None


def substitutes(facts: Facts, missing: Product) -> tuple[Product, ...]:
    """Return what the shop may offer instead: of the same kind, the nearest in price first."""
    alike = [
        p
        for p in own_products(facts)
        if p.category == missing.category
        and p.sku != missing.sku
        and p.unit is missing.unit
        and not p.required_groups
        and p.on_sale(facts.now)
        and (p.stock is None or p.stock > 0)
    ]
    alike.sort(key=lambda p: abs(p.price.amount - missing.price.amount))
    return tuple(alike[:MOST_SUBSTITUTES])


def index(facts: Facts) -> Index:
    return _index(tuple(Entry(key=p.sku, forms=(p.name, *p.aliases)) for p in own_products(facts)))


@lru_cache(maxsize=128)
def _index(entries: tuple[Entry, ...]) -> Index:
    return Index.build(entries)


def hours(facts: Facts) -> Hours:
    shop = facts.village.shop_by_slug[shop_of(facts)]
    return Hours.parse(shop.hours, facts.village.settings.zone)


def wish(facts: Facts, order: Order, sku: Sku) -> SubstituteWish | None:
    """Return what the customer takes where a line can't be had; None where they are asked."""
    return wish_for(facts.wishes, order.resident, sku)


def wishes(facts: Facts, order: Order) -> tuple[Instead, ...]:
    """Return what the customer has said of each line that still may be missing."""
    found = []
    for line in order.live_lines if order.status in MISSABLE else ():
        said = wish(facts, order, line.item.sku)
        if said is None or line.substitute is not None:
            continue
        instead = product(facts, said.substitute) if said.substitute else None
        if instead is not None or said.substitute is None:
            found.append(Instead(sku=line.item.sku, name=line.name, product=instead))
    return tuple(found)


def reminder_at(facts: Facts, order: Order, minutes: int) -> datetime:
    """Return when to ask for an answer: after so much of the shop's open time.

    A shop that stays closed until the round leaves is asked the evening before it does, or at
    once where that is past.
    """
    moment, run = after_open_minutes(facts, minutes), round_date(facts, order)
    if run is None or moment < run.departs - TIME_TO_PACK:
        return moment
    settings = facts.village.settings
    soon = facts.now + timedelta(minutes=minutes)
    evening = woken(run.departs - OVERNIGHT, settings, *WAKING)
    eve = evening if evening > soon else waking(soon, settings)
    return eve if eve < run.departs else soon


def after_open_minutes(facts: Facts, minutes: int) -> datetime:
    """Return when the shop has been open for so long; where it never opens, by the clock."""
    moment = hours(facts).after_open_minutes(facts.now, minutes)
    return moment or facts.now + timedelta(minutes=minutes)
