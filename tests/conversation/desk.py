"""A shop's, the operators' or a driver's chat with real services on fake ports."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from tests.catalog.shelf import Shelf
from tests.conversation.room import Room
from tests.orders.fakes import fake_ports
from tournee.bot.conversation import driver, operator, shop
from tournee.bot.conversation.catalogue_commands import (
    CatalogueCommand,
    EditCatalogue,
    ReadHistory,
    UndoEdit,
)
from tournee.bot.conversation.commands import Command, Post, Schedule, Unschedule
from tournee.bot.conversation.driver_events import PlanWanted, RoutePlanned
from tournee.bot.conversation.events import Event, Pressed, Rejected, Said
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.bot.deeds.dispatch import carry_out
from tournee.bot.deeds.planning import planner
from tournee.bot.render import driver as driver_words
from tournee.bot.render import operator as operator_words
from tournee.bot.render import shop as shop_words
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.model import (
    Channel,
    Person,
    PersonSlug,
    Role,
    RoundSlug,
    ShopSlug,
    Sku,
    Village,
)
from tournee.orders import rounds, services
from tournee.orders.errors import OrderError
from tournee.orders.events import DomainEvent
from tournee.orders.model import Actor, Item, Order, OrderNumber
from tournee.orders.services import Work

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine o'clock in the village; the baker is open from Tuesday to Sunday."""
TUESDAY = date(2026, 11, 24)
ROUND = RoundSlug("mardi-matin")


@dataclass
class Desk:
    """A village's orders, and who does what with them."""

    village: Village
    now: datetime = MONDAY

    def __post_init__(self) -> None:
        self.ports = fake_ports(self.village)
        self.room = Room(catalogue=Shelf(self.village), ports=self.ports)

    def edit(self, command: CatalogueCommand, actor: Actor) -> Iterable[Event]:
        """Edit the catalogue; all chats go on with what it is then."""
        events = self.room.carry_out(command, actor, self.now)
        self.village = self.room.village
        self.ports = replace(self.ports, village=self.village)
        return events

    @property
    def orders(self) -> tuple[Order, ...]:
        held = self.ports.orders.orders.values()  # type: ignore[attr-defined]
        return tuple(held)

    def order(self, number: OrderNumber, slug: str) -> Order:
        return next(o for o in self.orders if (o.number, o.shop) == (number, slug))

    def place(self, resident: str, **goods: str) -> OrderNumber:
        """Order for Tuesday; underscores of a sku stand for hyphens, 'x' counts pieces."""
        who = PersonSlug(resident)
        items = [_item(sku.replace("_", "-"), amount) for sku, amount in goods.items()]
        actor = Actor(role=Role.RESIDENT, person=who, name=resident)
        place = next(p.place for p in self.village.people if p.slug == who)
        work = Work(ports=self.ports, actor=actor, now=self.now)
        events = services.place(work, who, items, (ROUND, TUESDAY), place=place)
        return events[0].number

    def does(self, role: Role, service: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Let somebody do something elsewhere; returns the events."""
        name = {Role.RESIDENT: "durand", Role.DRIVER: "livreur"}.get(role, "x")
        actor = Actor(role=role, person=PersonSlug(name), name=name, shop=more.pop("at", None))
        return service(Work(ports=self.ports, actor=actor, now=self.now), *args, **more)


def _item(sku: str, amount: str) -> Item:
    if amount.endswith("x"):
        return Item(sku=Sku(sku), count=Decimal(amount[:-1]))
    return Item(sku=Sku(sku), qty=Decimal(amount))


@dataclass
class Chat:
    """One conversation at the desk; state goes through JSON between any two events."""

    desk: Desk
    party: Party
    me: Person | None
    role: Any
    words: Callable[..., Rendered]
    state: Any = None
    says: list[Say] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = self.state or self.role.State()
        self._states = TypeAdapter(self.role.State)

    def types(self, text: str, **more: Any) -> str:
        self.desk.now += timedelta(minutes=1)
        return self.hears(Said(text=text, **more))

    def taps(self, action: str, order: int | None = None, **more: Any) -> str:
        self.desk.now += timedelta(minutes=1)
        number = OrderNumber(order) if order is not None else None
        return self.hears(Pressed(action=action, order=number, **more))

    def hears(self, *events: Event) -> str:
        """Let it hear events and everything that comes of them; returns what is said."""
        self.says, self.commands = [], []
        waiting = deque(events)
        for _ in range(40):
            if not waiting:
                break
            turn: Turn[Any] = self.role.step(self.state, waiting.popleft(), self.facts)
            self.state = self._states.validate_json(self._states.dump_json(turn.state))
            self.says += turn.says
            self.commands += turn.commands
            for command in turn.commands:
                waiting.extend(self._carry_out(command))
        assert not waiting
        for locale in ("en", "es"):
            for say in self.says:
                self.render(say.reply, locale)
        return "\n".join(self.render(say.reply).text for say in self.says)

    def render(self, reply: Reply, locale: str = "fr") -> Rendered:
        voice = Voice(locale=locale, channel=Channel.TELEGRAM, village=self.desk.village)
        return self.words(reply, voice)

    @property
    def buttons(self) -> list[str]:
        """The actions on what was said last with buttons."""
        shown = [self.render(say.reply).buttons for say in self.says]
        rows = next((rows for rows in reversed(shown) if rows), ())
        return [button.action for row in rows for button in row]

    @property
    def cards(self) -> list[str | None]:
        return [say.card for say in self.says]

    def posted(self, kind: type[Any]) -> list[Post]:
        return [c for c in self.commands if isinstance(c, Post) and isinstance(c.event, kind)]

    @property
    def facts(self) -> Facts:
        own = self.party.kind is PartyKind.SHOP
        orders = [o for o in self.desk.orders if not own or o.shop == self.party.slug]
        return Facts(
            now=self.desk.now,
            village=self.desk.village,
            channel=Channel.TELEGRAM,
            party=self.party,
            me=self.me,
            orders=tuple(reversed(orders)),
            rounds=rounds.upcoming(self.desk.village, self.desk.now),
            people=self.desk.village.people,
        )

    def _carry_out(self, command: Command) -> Iterable[Event]:
        if isinstance(command, Post) and isinstance(command.event, PlanWanted):
            return (_planned(command.event),)
        if isinstance(command, Post | Schedule | Unschedule):
            return ()
        role = Role.SHOPKEEPER if self.party.kind is PartyKind.SHOP else _role(self.me)
        actor = Actor(
            role=role,
            person=self.me.slug if self.me else None,
            name=self.me.name if self.me else "",
            shop=ShopSlug(self.party.slug) if self.party.kind is PartyKind.SHOP else None,
        )
        if isinstance(command, EditCatalogue | UndoEdit | ReadHistory):
            return self.desk.edit(command, actor)
        work = Work(ports=self.desk.ports, actor=actor, now=self.desk.now)
        try:
            events: tuple[DomainEvent, ...] = carry_out(command, work, PersonSlug(""))  # type: ignore[arg-type]
        except OrderError as error:
            return (Rejected(code=error.code, sku=error.sku, number=error.number),)
        return events


def _planned(wanted: PlanWanted) -> RoutePlanned:
    return RoutePlanned(
        why=wanted.why,
        round=wanted.round,
        date=wanted.date,
        at=wanted.at,
        plan=planner()(wanted.problem),
    )


def _role(me: Person | None) -> Role:
    return me.role if me else Role.OPERATOR


def _first(desk: Desk, role: Role, shop_slug: str | None = None) -> Person:
    return next(p for p in desk.village.people if p.role is role and p.shop == shop_slug)


def shop_chat(desk: Desk, slug: str) -> Chat:
    return Chat(
        desk=desk,
        party=Party(kind=PartyKind.SHOP, slug=slug),
        me=_first(desk, Role.SHOPKEEPER, slug),
        role=shop,
        words=shop_words.render,
    )


def operators_chat(desk: Desk) -> Chat:
    me = _first(desk, Role.OPERATOR)
    return Chat(desk=desk, party=OPERATORS, me=me, role=operator, words=operator_words.render)


def driver_chat(desk: Desk) -> Chat:
    me = _first(desk, Role.DRIVER)
    return Chat(
        desk=desk,
        party=Party(kind=PartyKind.DRIVER, slug=me.slug),
        me=me,
        role=driver,
        words=driver_words.render,
    )


def other(chat: Chat, slug: str) -> Chat:
    """The same chat, in which another person speaks."""
    me = next(p for p in chat.desk.village.people if p.slug == slug)
    return replace(chat, me=me)
