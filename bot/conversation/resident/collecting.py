"""Goods that a resident collects: at their shops, or where a round leaves them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from tournee.bot.conversation.commands import PlaceOrder
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident import wants as algebra
from tournee.bot.conversation.resident.cues import Habit, has
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.habits import CollectAsked, ReadyToCollect
from tournee.bot.conversation.resident.state import State
from tournee.catalog.hours import Hours
from tournee.catalog.model import PlaceKind, PlaceSlug, Shop
from tournee.orders import pricing
from tournee.orders.events import OrderPacked
from tournee.orders.model import Item, OrderNumber


def is_point(slug: PlaceSlug | None, facts: Facts) -> bool:
    """Tell whether a place is where bags wait for people: a town hall, a café."""
    place = look.place(facts, slug)
    return place is not None and place.kind is PlaceKind.PICKUP


def said(state: State, text: str, place: PlaceSlug | None, facts: Facts) -> State:
    """Note 'je passe le prendre', and 'finalement en livraison'.

    What is collected at a point that rounds go to comes with a round.
    """
    if is_point(place, facts):
        return replace(state, collect=False)
    if has(text, Habit.COLLECT):
        return replace(state, collect=True)
    if state.collect and has(text, Habit.DELIVER):
        return replace(state, collect=False)
    return state


def recap_of(state: State, facts: Facts) -> CollectAsked:
    items = algebra.settled(state.wants, facts.village.product_by_sku)
    lines = look.shown(facts, items)
    shops = dict.fromkeys(line.product.shop for line in lines)
    return CollectAsked(
        lines=lines,
        total=look.total(facts, items),
        at=tuple(_ready(look.shop(facts, slug), items, state, facts) for slug in shops),
        beneficiary=state.beneficiary.name if state.beneficiary else "",
        alcohol=any(line.product.age_restricted for line in lines),
    )


def open_from(shops: Iterable[Shop], day: date, facts: Facts) -> datetime | None:
    """Return when the last of some shops opens on a day; None where one is closed all of it."""
    zone = facts.village.settings.zone
    spans = [Hours.parse(shop.hours, zone).spans(day) for shop in shops]
    return max(found[0].start for found in spans) if spans and all(spans) else None


def _ready(
    shop: Shop, items: tuple[Item, ...], state: State, facts: Facts
) -> tuple[Shop, datetime | None]:
    """Return from when on a shop should have its goods ready: open, and after its lead time."""
    hours = Hours.parse(shop.hours, facts.village.settings.zone)
    known = facts.village.product_by_sku
    leads = [known[i.sku].lead or 0 for i in items if known[i.sku].shop == shop.slug]
    at = facts.now + timedelta(hours=max([*leads, shop.lead or 0]))
    opens = hours.first_opening(state.day) if state.day else None
    if opens is not None and opens > at:
        return shop, opens
    return shop, at if hours.is_open(at) else hours.next_opening(at)


def seal_of(recap: CollectAsked) -> str:
    goods = (
        f"{line.item.sku}{sorted(line.item.options)}{line.item.qty}/{line.item.count}"
        f"/{line.item.amount}={line.price.ceiling.amount}"
        for line in recap.lines
    )
    return "|".join([*goods, "collect", recap.beneficiary])


def place_order(recap: CollectAsked, state: State, facts: Facts) -> PlaceOrder:
    return PlaceOrder(
        items=tuple(line.item for line in recap.lines),
        round=None,
        date=_day(recap, facts).isoformat(),
        beneficiary=state.beneficiary,
    )


def _day(recap: CollectAsked, facts: Facts) -> date:
    """Return the day on which all of it should be ready."""
    zone = facts.village.settings.zone
    days = [opens.astimezone(zone).date() for _, opens in recap.at if opens is not None]
    return max(days, default=look.today(facts))


def ready(state: State, event: OrderPacked, facts: Facts) -> Outcome:
    """Tell somebody who collects that a shop has it ready."""
    orders = look.of_number(facts, event.number)
    order = next((o for o in orders if o.shop == event.shop), None)
    if order is None or order.round is not None:
        return Outcome(state=state, asks=False)
    shop = look.shop(facts, event.shop)
    hours = Hours.parse(shop.hours, facts.village.settings.zone)
    opens = facts.now if hours.is_open(facts.now) else hours.next_opening(facts.now)
    spans = hours.spans(opens.astimezone(facts.village.settings.zone).date()) if opens else ()
    reply = ReadyToCollect(
        number=event.number,
        where=shop.name,
        total=pricing.order_price((order,), look.currency(facts)),
        hours=tuple((s.start, s.end) for s in spans if s.end > facts.now),
    )
    return Outcome(state=state, replies=(reply,), asks=False)


def left_at_point(number: OrderNumber, facts: Facts) -> ReadyToCollect | None:
    """Return what to say of an order that the round has left at a pick-up point."""
    orders = look.of_number(facts, number)
    place = look.place(facts, orders[0].place) if orders else None
    if place is None or not is_point(place.slug, facts):
        return None
    return ReadyToCollect(number=number, where=place.name, total=look.due(facts, number))
