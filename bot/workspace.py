"""What one transaction works with: the repositories and a snapshot of one village."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import SessionTransaction

from tournee.bot import eventcodec, storage
from tournee.bot.channels.invitations import Invitations
from tournee.bot.channels.storage import Chats
from tournee.bot.conversation.books import Books
from tournee.bot.conversation.circle import Link
from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import Due, Event, Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.townhall_events import Announced
from tournee.bot.facts import money as money_facts
from tournee.bot.facts.lookup import LookedUp
from tournee.bot.people import People, first_address
from tournee.bot.render.voice import Voice
from tournee.bot.storage.merging import Merging
from tournee.bot.storage.parting import Parting
from tournee.bot.storage.privacy import Privacy
from tournee.bot.understanding import Understanding
from tournee.catalog.model import Channel, Person, PersonSlug, ShopSlug, Sku, Village
from tournee.catalog.storage import StoredCatalogue
from tournee.nlu.model import Context, Parse
from tournee.orders.events import (
    OrderDelivered,
    OrderEvent,
    RoundCancelled,
    RoundClosed,
    RoundDeparted,
    RoundMoved,
)
from tournee.orders.figures import Figures
from tournee.orders.habits import SubstituteWish
from tournee.orders.model import Order, OrderNumber
from tournee.orders.services import Ports
from tournee.orders.standing import StandingOrder
from tournee.orders.storage import (
    StoredOrders,
    StoredStanding,
    StoredSubstitutes,
    StoredWaiting,
    ports,
)
from tournee.orders.storage.figures import figures
from tournee.storage.unit_of_work import UnitOfWork

MOST_NAMED = 10
"""Orders that one typed message may name."""
_FIGURE = re.compile(r"(?<![\d.,])\d{3,7}(?![\d.,]\d)")


class Workspace:
    """One village inside one transaction; nothing is kept before `commit`."""

    def __init__(self, work: UnitOfWork, village: Village, understanding: Understanding) -> None:
        session, slug = work.session, village.settings.slug
        self._work = work
        self._understanding = understanding
        self._catalogue = StoredCatalogue(session)
        self.village = village
        self.slug = slug
        self.seen = storage.Seen(session, slug)
        self.conversations = storage.Conversations(session, slug)
        self.taught = storage.Taught(session, slug)
        self.mailbox = storage.Mailbox(session)
        self.outbox = storage.Outbox(session)
        self.chats = Chats(session, slug)
        self.invitations = Invitations(session, slug)
        self.senders = storage.Senders(session, slug)
        self.people = People(self._catalogue, self.senders, self.chats, slug)
        self.privacy = Privacy(session, slug)
        self.merging = Merging(session, slug)
        self.parting = Parting(session, slug)
        self.registry = storage.Registry(session, slug)
        self.lookback = storage.Lookback(session, slug)
        self.announcements = storage.Announcements(session, slug)
        self.catalogue = self._catalogue
        self.orders = StoredOrders(session, village)
        self.ports: Ports = ports(session, village)

    def reload(self) -> None:
        """Go on with the village as an edit of this transaction has left it."""
        session = self._work.session
        self.village = self._catalogue.load(self.slug)
        self.orders = StoredOrders(session, self.village)
        self.ports = ports(session, self.village)

    def hand_over_habits(self, gone: PersonSlug, kept: PersonSlug) -> None:
        """Let one person have what another wanted regularly, wished and waited for."""
        for store in (
            StoredStanding(self._work.session, self.village),
            StoredSubstitutes(self._work.session, self.slug),
            StoredWaiting(self._work.session, self.slug),
        ):
            store.hand_over(gone, kept)

    def commit(self) -> None:
        self.conversations.write()
        self._work.commit()

    def savepoint(self) -> SessionTransaction:
        """A context: what is done in it is undone if it raises, the rest of the work stays."""
        return self._work.session.begin_nested()

    def tell(self, party: Party, event: Event, key: str, now: datetime) -> None:
        """Put news in for a party, to be told right after this transaction."""
        self.mailbox.post(
            storage.News(
                village=self.slug,
                key=key,
                party=party,
                event=eventcodec.dump(event),
                due_at=now,
            )
        )

    def person_of(self, party: Party) -> Person | None:
        """The person behind a private conversation; None for a group's."""
        if party.kind not in {PartyKind.RESIDENT, PartyKind.DRIVER}:
            return None
        return self._catalogue.person(self.slug, PersonSlug(party.slug))

    def update_person(self, slug: str, told: UpdatePerson) -> Person:
        person = self._catalogue.person(self.slug, PersonSlug(slug))
        if person is None:
            raise LookupError(slug)
        fields = ("name", "place", "address", "locale", "lat", "lon", "hours")
        changed = {f: getattr(told, f) for f in fields if getattr(told, f) is not None}
        if told.hours == "":
            changed["hours"] = None
        person = replace(person, **changed)
        self._catalogue.save_person(self.slug, person)
        return person

    def address_of(self, party: Party) -> tuple[Channel, str]:
        """Where to write to a party that has not written yet."""
        match party.kind:
            case PartyKind.SHOP | PartyKind.OPERATORS:
                return Channel.TELEGRAM, party.key
            case _:
                person = self.person_of(party)
                if person is None:
                    raise LookupError(party.key)
                return first_address(person)

    def has_address(self, party: Party) -> bool:
        """Whether there is any way to write to a party."""
        try:
            self.address_of(party)
        except LookupError:
            return False
        return True

    def voice(self, party: Party, me: Person | None, channel: Channel) -> Voice:
        """A group reads the village's first language, a person their own."""
        locales = self.village.settings.locales
        private = party.kind in {PartyKind.RESIDENT, PartyKind.DRIVER}
        locale = me.locale if private and me and me.locale in locales else locales[0]
        return Voice(locale=locale or locales[0], channel=channel, village=self.village)

    def parse(self, text: str, context: Context) -> Parse:
        return self._understanding.parse(self.village, text, context)

    def facts(
        self, party: Party, me: Person | None, channel: Channel, event: Event, now: datetime
    ) -> Facts:
        """Look up what the conversation of a party may know when it hears an event."""
        near = isinstance(event, OrderDelivered | Announced)
        known = Facts(
            now=now,
            village=self.village,
            channel=channel,
            party=party,
            me=me,
            consents=self.registry.consents(me.slug) if near and me else (),
            announces=near and self.announcements.any(),
        )
        looks: dict[str, Callable[[Facts], object]] = {
            "orders": lambda _: self._orders_for(party, event, now),
            "rounds": lambda _: self.orders.upcoming(now),
            "people": lambda found: self._people_of(found.orders, found.books, found.links),
            "books": lambda found: money_facts.books(self.ports, party, event, found.orders, now),
            "standing": lambda _: self._standing(party),
            "wishes": lambda found: self._wishes(party, found.orders),
            "weeks": lambda _: self._weeks(party, now),
            "taught": lambda _: self._taught(me),
            "links": lambda _: self.registry.links(me.slug) if me else (),
        }
        return LookedUp.of(known, looks)

    def _taught(self, me: Person | None) -> tuple[tuple[str, Sku], ...]:
        if me is None or not self.senders.may_have(me.slug, storage.Kind.TAUGHT):
            return ()
        return self.taught.of(me.slug)

    def _standing(self, party: Party) -> tuple[StandingOrder, ...]:
        if party.kind is not PartyKind.RESIDENT:
            return ()
        if not self.senders.may_have(party.slug, storage.Kind.STANDING):
            return ()
        return self.ports.standing.of(PersonSlug(party.slug))

    def _weeks(self, party: Party, now: datetime) -> tuple[Order, ...]:
        """A shop's orders from the Monday of last week to the Sunday of this one."""
        if party.kind is not PartyKind.SHOP:
            return ()
        today = now.astimezone(self.village.settings.zone).date()
        first = today - timedelta(days=today.weekday() + 7)
        last = first + timedelta(days=13)
        return self.orders.of_shop_between(ShopSlug(party.slug), first, last)

    def _wishes(self, party: Party, orders: tuple[Order, ...]) -> tuple[SubstituteWish, ...]:
        """What shops put in place of what they lack."""
        if party.kind is not PartyKind.SHOP:
            return ()
        return self.ports.substitutes.of(o.resident for o in orders)

    def figures(self, first: date, last: date) -> Figures:
        """Add up the orders for the days from `first` to `last`."""
        return figures(self._work.session, self.village, first, last)

    def order(self, number: OrderNumber, shop: str) -> Order:
        return next(o for o in self.ports.orders.of_number(number) if o.shop == shop)

    def orders_of_round(self, event: Event) -> tuple[Order, ...]:
        """The orders that an event of a round concerns; none for any other event."""
        match event:
            case RoundClosed() | RoundDeparted() | RoundCancelled():
                return self.ports.orders.of_round(event.round, event.date)
            case RoundMoved():
                return self.ports.orders.of_round(event.round, event.to)
        return ()

    def _orders_for(self, party: Party, event: Event, now: datetime) -> tuple[Order, ...]:
        named = tuple(
            order for n in numbers_in(event, party) for order in self.ports.orders.of_number(n)
        )
        match party.kind:
            case PartyKind.RESIDENT:
                if not self.senders.may_have(party.slug, storage.Kind.ORDERS):
                    return named
                return _merged(self.orders.of_resident(PersonSlug(party.slug)), named)
            case PartyKind.SHOP:
                concerned = (*named, *self.orders_of_round(event))
                theirs = tuple(o for o in concerned if o.shop == party.slug)
                if isinstance(event, OrderEvent | Due):  # however many more are open
                    return theirs
                return _merged(self.orders.of_shop(ShopSlug(party.slug)), theirs)
            case PartyKind.DRIVER:
                today = now.astimezone(self.village.settings.zone).date()
                running = [
                    order
                    for template in self.village.rounds
                    for order in self.ports.orders.of_round(template.slug, today)
                ]
                on_round = (*self.orders_of_round(event), *running)
                return _merged((*on_round, *self.orders.open_orders()), named)
            case _:
                return _merged(self.orders.open_orders(), named)

    def _people_of(
        self, orders: tuple[Order, ...], books: Books, links: tuple[Link, ...]
    ) -> tuple[Person, ...]:
        """Who ordered, and for whom, and who is linked, as far as the village knows them."""
        residents = [order.resident for order in orders]
        others = [o.beneficiary.person for o in orders if o.beneficiary and o.beneficiary.person]
        tabs = [tab.resident for tab in books.tabs]
        linked = [slug for link in links for slug in (link.helper, link.helped)]
        wanted = dict.fromkeys([*residents, *others, *tabs, *linked])
        return self._catalogue.people_named(self.slug, tuple(wanted))


def _merged(*groups: tuple[Order, ...]) -> tuple[Order, ...]:
    return tuple({(o.number, o.shop): o for group in groups for o in group}.values())


def numbers_in(event: Event, party: Party) -> tuple[OrderNumber, ...]:
    """Return the orders that an event names: its own, that of a card, figures that shops type."""
    named = (getattr(event, field, None) for field in ("number", "order", "about"))
    typed = event.text if isinstance(event, Said) and party.kind is not PartyKind.RESIDENT else ""
    figures = _FIGURE.findall(typed)[:MOST_NAMED]
    found = (*(n for n in named if isinstance(n, int)), *(int(f) for f in figures))
    return tuple(dict.fromkeys(OrderNumber(n) for n in found))
