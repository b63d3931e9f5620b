"""What a resident's conversation looks up in its facts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident.replies import LineShown
from tournee.bot.conversation.resident.state import State
from tournee.catalog.model import Place, PlaceKind, PlaceSlug, Product, Role, Shop, ShopSlug, Sku
from tournee.catalog.quantity import Money, Unit
from tournee.orders import pricing
from tournee.orders.basket import standing_items
from tournee.orders.habits import usual_skus
from tournee.orders.model import Item, Order, OrderNumber, OrderStatus, Price, RoundDate
from tournee.orders.rounds import door

CHANGEABLE = frozenset({OrderStatus.PLACED, OrderStatus.ACCEPTED, OrderStatus.PARTLY_ACCEPTED})
TITLES = ("mme", "mlle", "madame", "monsieur", "mr", "m.", "mrs", "ms", "sra", "señor", "señora")
EXAMPLES = 2
SECOND_THOUGHTS: Final = timedelta(minutes=15)
"""How long after 'annulez tout' what was in the basket can come back."""
AFTERTHOUGHT: Final = timedelta(hours=1)
"""How long after an order more goods are taken to be for the same day."""


def today(facts: Facts) -> date:
    return local(facts, facts.now).date()


def local(facts: Facts, moment: datetime) -> datetime:
    return moment.astimezone(facts.village.settings.zone)


def was_dropped(state: State, facts: Facts) -> bool:
    """Tell whether the basket was just emptied, so that words may still be about it."""
    changed = state.changed_at
    return bool(
        state.former and not state.wants and changed and facts.now - changed < SECOND_THOUGHTS
    )


def product(facts: Facts, sku: Sku) -> Product:
    """Return a product; one that has left the catalogue as orders remember it, off sale."""
    return facts.village.product_by_sku.get(sku) or _remembered(facts, sku)


def _remembered(facts: Facts, sku: Sku) -> Product:
    lines = (line for order in facts.orders for line in order.lines)
    line = next((x for x in lines if sku in {x.item.sku, x.substitute}), None)
    if line is not None:
        name, price, unit = line.name, line.unit_price, line.unit
    else:
        name, unit = sku.replace("-", " ").capitalize(), Unit.PIECE
        price = Money(amount=Decimal(0), currency=currency(facts))
    return Product(shop=ShopSlug(""), sku=sku, name=name, price=price, unit=unit, available=False)


def products(facts: Facts, skus: Iterable[Sku]) -> tuple[Product, ...]:
    known = facts.village.product_by_sku
    return tuple(known[sku] for sku in skus if sku in known)


def shop(facts: Facts, slug: str) -> Shop:
    return facts.village.shop_by_slug[slug]


def currency(facts: Facts) -> str:
    return facts.village.settings.currency


def operator_name(facts: Facts) -> str:
    people = facts.village.people
    return next((p.name for p in people if p.role is Role.OPERATOR), "")


def greeting_name(facts: Facts, state: State) -> str:
    """Return a name to greet by: one with its title, as people sign; others would sound odd."""
    name = state.name or (facts.me.name if facts.me else "")
    return name if name.lower().startswith(TITLES) else ""


def name_of(facts: Facts, state: State) -> str:
    """Return how the resident is called; empty for someone who has not said so yet."""
    return state.name or (facts.me.name if facts.me else "")


def proper(name: str) -> str:
    """Write a name as on a letter: 'mme durand', 'MME DURAND', 'mme Durand' are Mme Durand."""
    words = name.split()
    if name.islower() or name.isupper():
        words = [word.capitalize() for word in words]
    called = " ".join(words)
    return called[:1].upper() + called[1:]


def place_of(facts: Facts, state: State) -> PlaceSlug | None:
    """Return where the basket goes: for somebody else to nobody's place but their own."""
    if state.whom:
        return None
    if state.beneficiary and (state.beneficiary.place or state.beneficiary.name):
        return state.beneficiary.place
    return state.place or (facts.me.place if facts.me else None)


def place(facts: Facts, slug: PlaceSlug | None) -> Place | None:
    return facts.village.place_by_slug.get(slug) if slug else None


def served(facts: Facts) -> tuple[Place, ...]:
    """Return the places at whose doors some round stops, in the village's order."""
    reached = {slug for r in facts.village.rounds for slug in r.places}
    homes = (p for p in facts.village.places if p.kind is PlaceKind.PLACE)
    return tuple(p for p in homes if p.slug in reached)


# --- orders --------------------------------------------------------------------------------------


def of_number(facts: Facts, number: OrderNumber) -> tuple[Order, ...]:
    """Return its parts in the order of the village's shops."""
    shops = [s.slug for s in facts.village.shops]
    return tuple(
        sorted((o for o in facts.orders if o.number == number), key=lambda o: shops.index(o.shop))
    )


def day_of(facts: Facts, number: OrderNumber) -> date:
    """The day of an order; today, where it has none."""
    return of_number(facts, number)[0].date or today(facts)


def open_numbers(facts: Facts) -> tuple[OrderNumber, ...]:
    """Newest first."""
    return tuple(dict.fromkeys(o.number for o in facts.orders if o.is_open))


def passed_cutoff(facts: Facts, number: OrderNumber) -> datetime | None:
    """Return until when an order could be changed; None where its shop has only been quicker."""
    cutoffs = (order.cutoff for order in of_number(facts, number))
    return next((at for at in cutoffs if at is not None and at <= facts.now), None)


def changeable(facts: Facts, number: OrderNumber) -> bool:
    """Tell whether a message still changes it: before its cut-off, and nothing packed."""
    live = [o for o in of_number(facts, number) if o.is_open]
    return bool(live) and all(
        o.status in CHANGEABLE and (o.cutoff is None or facts.now < o.cutoff) for o in live
    )


def newest_changeable(facts: Facts, holding: frozenset[Sku] = frozenset()) -> OrderNumber | None:
    """Return the newest order that can be changed: rather one that holds any of these."""
    numbers = [n for n in open_numbers(facts) if changeable(facts, n)]
    held = (n for n in numbers if holding & {item.sku for item in items_of(facts, n)})
    return next(held, next(iter(numbers), None))


def just_ordered(facts: Facts) -> RoundDate | None:
    """Return the round of what was ordered within the hour: what else comes to mind joins it."""
    newest = next((o for o in facts.orders if o.is_open), None)
    if newest is None or facts.now - newest.placed_at > AFTERTHOUGHT:
        return None
    run = round_date(facts, newest)
    return run if run and facts.now < run.cutoff and not run.cancelled else None


def items_of(facts: Facts, number: OrderNumber) -> tuple[Item, ...]:
    """Return what the resident gets with this number, over all its shops."""
    return standing_items(of_number(facts, number))


def due(facts: Facts, number: OrderNumber) -> Price:
    """Return what is to be paid; what a shop never answered stays behind when the round leaves.

    Of bags that came to the door, those that went back are not to be paid.
    """
    return pricing.order_price(_to_pay(facts, number), currency(facts))


def due_at_door(facts: Facts, numbers: Iterable[OrderNumber]) -> Price:
    """Return what the driver will ask for all of these: a credit with a shop has paid first."""
    orders = [order for number in numbers for order in _to_pay(facts, number)]
    return facts.books.to_collect(orders, currency(facts))


def _to_pay(facts: Facts, number: OrderNumber) -> list[Order]:
    standing = [o for o in of_number(facts, number) if o.status not in _GONE]
    carried = [o for o in standing if o.status in _CARRIED]
    kept = [o for o in carried if o.status is not OrderStatus.NOT_DELIVERED]
    return kept or carried or standing


def same_door(facts: Facts, number: OrderNumber) -> tuple[OrderNumber, ...]:
    """Return the orders that come to one door with this one, the first that was placed first."""
    own = of_number(facts, number)
    if not own or own[0].round is None:
        return (number,)
    head = own[0]
    coming = (
        o
        for o in facts.orders
        if (o.round, o.date, door(o)) == (head.round, head.date, door(head))
        and (o.is_open or o.status is OrderStatus.OUT_FOR_DELIVERY)
    )
    placed = sorted(coming, key=lambda o: (o.placed_at, o.number))
    return tuple(dict.fromkeys((*(o.number for o in placed), number)))


_GONE = frozenset({OrderStatus.REFUSED, OrderStatus.CANCELLED})
_CARRIED = frozenset(
    {
        OrderStatus.OUT_FOR_DELIVERY,
        OrderStatus.DELIVERED,
        OrderStatus.NOT_DELIVERED,
        OrderStatus.SETTLED,
    }
)


def round_date(facts: Facts, order: Order) -> RoundDate | None:
    return next((r for r in facts.rounds if (r.round, r.date) == (order.round, order.date)), None)


def usual(facts: Facts) -> tuple[Sku, ...]:
    """Return the products of past orders, the most frequent first."""
    return usual_skus(facts.orders)


# --- prices --------------------------------------------------------------------------------------


def shown(facts: Facts, items: Iterable[Item]) -> tuple[LineShown, ...]:
    known = facts.village.product_by_sku
    return tuple(
        LineShown(product=p, item=item, price=pricing.price(p, item))
        for item in items
        if (p := known.get(item.sku)) is not None
    )


def shown_order(facts: Facts, number: OrderNumber) -> tuple[LineShown, ...]:
    """The lines of an order that still stand, with real weights and substitutes."""
    known = facts.village.product_by_sku
    orders = [o for o in of_number(facts, number) if o.status not in _GONE]
    lines = sorted(
        (line for o in orders for line in o.lines if line.live), key=lambda line: line.position
    )
    return tuple(
        LineShown(
            product=known[item.sku],
            item=item,
            price=pricing.line_price(line),
            weight=None if line.too_heavy else line.weight,
        )
        for line in lines
        if (item := line.standing).sku in known
    )


def total(facts: Facts, items: Iterable[Item]) -> Price:
    return pricing.total((line.price for line in shown(facts, items)), currency(facts))


def examples(facts: Facts) -> tuple[Product, ...]:
    """Return products to show how to write: what this person orders, else what is usual to buy."""
    known = facts.village.product_by_sku
    mine = [known[sku] for sku in usual(facts) if sku in known]
    plain = [p for p in facts.village.products if p.available and not p.required_groups]
    first_of_shop = {p.shop: p for p in reversed(plain) if not p.age_restricted}
    ordered = [first_of_shop[s.slug] for s in facts.village.shops if s.slug in first_of_shop]
    return tuple(dict.fromkeys([*mine, *ordered]))[:EXAMPLES]
