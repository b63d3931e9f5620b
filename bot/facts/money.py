"""Looks up what a conversation may know of money when it hears an event."""

from datetime import datetime, timedelta
from typing import Final

from tournee.bot.accounting import period
from tournee.bot.conversation import money_words
from tournee.bot.conversation.books import Books
from tournee.bot.conversation.events import ArrivalExpected, Due, Event, Pressed, Rejected, Said
from tournee.bot.conversation.party import Party, PartyKind
from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.orders import services
from tournee.orders.events import (
    EnvelopeReady,
    EnvelopeReceived,
    MoneyEvent,
    OrderDelivered,
)
from tournee.orders.model import Order, OrderStatus
from tournee.orders.services import Ports

LATELY: Final = timedelta(days=7)
MOST_RECEIPTS: Final = 12


def books(
    ports: Ports, party: Party, event: Event, orders: tuple[Order, ...], now: datetime
) -> Books:
    """Return the books as far as this party may read them and this event may need them."""
    match party.kind:
        case PartyKind.RESIDENT:
            return _residents(ports, PersonSlug(party.slug), event)
        case PartyKind.SHOP:
            return _shops(ports, ShopSlug(party.slug), event, now)
        case PartyKind.DRIVER:
            return _drivers(ports, orders, event, now)
        case PartyKind.OPERATORS:
            return _operators(ports, event, now)
        case _:
            return Books()


def _residents(ports: Ports, resident: PersonSlug, event: Event) -> Books:
    if isinstance(event, OrderDelivered):
        shops = {o.shop for o in ports.orders.of_number(event.number)}
        made = (r for shop in sorted(shops) for r in ports.receipts.of_order(event.number, shop))
        return Books(tabs=services.tabs_of_resident(ports, resident), receipts=tuple(made))
    if isinstance(event, MoneyEvent | ArrivalExpected | Due):
        return Books(tabs=services.tabs_of_resident(ports, resident))
    if not isinstance(event, Said) or not (
        money_words.is_asked(event.text) or money_words.withdraws(event.text)
    ):
        return Books()
    return Books(
        tabs=services.tabs_of_resident(ports, resident),
        receipts=ports.receipts.of_resident(resident, MOST_RECEIPTS),
    )


def _shops(ports: Ports, shop: ShopSlug, event: Event, now: datetime) -> Books:
    from tournee.bot.conversation.shop import week  # noqa: PLC0415 - loaded with the role

    asked = isinstance(event, Said) and (
        money_words.is_said(event.text) or week.asked(event.text) is not None
    )
    pressed = isinstance(event, Pressed) and event.action.startswith("envelope")
    if not (asked or pressed or isinstance(event, MoneyEvent)):
        return Books()
    lately = ports.closings.between(now - LATELY, now + LATELY)
    return Books(
        tabs=services.tabs_of_shop(ports, shop),
        envelopes=services.envelopes(ports, shop),
        limits=tuple(ports.tabs.of_shop(shop).items()),
        closings=tuple(c for c in lately if c.shop == shop),
    )


def _drivers(ports: Ports, orders: tuple[Order, ...], event: Event, now: datetime) -> Books:
    carried = {OrderStatus.OUT_FOR_DELIVERY, OrderStatus.DELIVERED}
    doors = dict.fromkeys((o.resident, o.shop) for o in orders if o.status in carried)
    from tournee.bot.conversation.driver import asking  # noqa: PLC0415 - loaded with the role

    asked = isinstance(event, Said) and (
        money_words.is_said(event.text) or asking.is_of_purse(event.text)
    )
    counted = asked or isinstance(event, Rejected)
    return Books(
        tabs=services.tabs_among(ports, doors),
        envelopes=services.envelopes(ports) if counted else (),
        closings=ports.closings.between(now - LATELY, now + LATELY) if counted else (),
    )


def _operators(ports: Ports, event: Event, now: datetime) -> Books:
    asked = isinstance(event, Said) and event.text.lstrip().startswith("/")
    if not asked and not isinstance(event, EnvelopeReady | EnvelopeReceived):
        return Books()
    zone = ports.village.settings.zone
    text = event.text if isinstance(event, Said) else ""
    month = money_words.asked_month(text, now.astimezone(zone)) if text else None
    return Books(
        envelopes=services.envelopes(ports),
        closings=ports.closings.between(now - LATELY, now + LATELY),
        receipts=ports.receipts.between(*period(*month, zone)) if month else (),
    )
