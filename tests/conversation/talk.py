"""A resident's conversation with real services on fake ports, message by message."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from pydantic import TypeAdapter

from tests.orders.fakes import fake_ports
from tournee.bot.conversation import resident
from tournee.bot.conversation.commands import Command, UpdatePerson
from tournee.bot.conversation.events import Event, Pressed, Rejected, Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.resident import State
from tournee.bot.deeds.dispatch import ServiceCommand, carry_out
from tournee.bot.render.resident import render
from tournee.bot.render.voice import Button, Voice
from tournee.catalog.model import (
    Channel,
    Person,
    PersonSlug,
    PlaceSlug,
    Role,
    ShopSlug,
    Sku,
    Village,
)
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Intent, Line, Parse, Reason, Unresolved
from tournee.nlu.parse import parse
from tournee.orders import rounds
from tournee.orders.errors import OrderError
from tournee.orders.events import DomainEvent
from tournee.orders.model import Actor, Order
from tournee.orders.services import Work

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DURAND = Person(
    slug=PersonSlug("durand"),
    role=Role.RESIDENT,
    name="Mme Durand",
    place=PlaceSlug("les-granges"),
    locale="fr",
)
STATES = TypeAdapter(State)


@dataclass
class Talk:
    """One resident talking; state goes through JSON between any two events."""

    village: Village
    lexicon: Lexicon
    me: Person = DURAND
    channel: Channel = Channel.TELEGRAM
    now: datetime = MONDAY
    state: State = field(default_factory=State)
    replies: list[Reply] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)
    buttons: tuple[tuple[Button, ...], ...] = ()

    def __post_init__(self) -> None:
        self.ports = fake_ports(self.village)

    def says(self, text: str, *, after: timedelta = timedelta(minutes=1)) -> str:
        self.now += after
        read = parse(text, self.lexicon, resident.context(self.state, self.facts))
        return self.hears(Said(text=text, parse=read))

    def means(self, text: str, intent: Intent, **read: object) -> str:
        """Say something that is understood as given, whatever the understanding makes of it."""
        self.now += timedelta(minutes=1)
        known = Parse(intent=intent, confidence=1.0, locale=self.me.locale or "fr")
        understood = replace(known, **read)  # type: ignore[arg-type]
        return self.hears(Said(text=text, parse=understood))

    def presses(self, action: str, card: str | None = None) -> str:
        self.now += timedelta(minutes=1)
        return self.hears(Pressed(action=action, card=card))

    def hears(self, *events: Event) -> str:
        """Let it hear events and everything that comes of them; returns what is said."""
        self.replies, self.commands = [], []
        waiting = deque(events)
        for _ in range(20):
            if not waiting:
                break
            turn = resident.step(self.state, waiting.popleft(), self.facts)
            self.state = STATES.validate_json(STATES.dump_json(turn.state))
            self.replies += [say.reply for say in turn.says]
            self.commands += turn.commands
            for command in turn.commands:
                waiting.extend(self._carry_out(command))
        assert not waiting
        return self._rendered()

    def shop(self, slug: str, service: object, *arguments: object, **more: object) -> str:
        """Let a shop do something; returns what the resident is told."""
        actor = Actor(role=Role.SHOPKEEPER, name="Marie", shop=ShopSlug(slug))
        events = self._work(actor, service, *arguments, **more)
        return self.hears(*events)

    def operator(self, service: object, *arguments: object, **more: object) -> str:
        events = self._work(Actor(role=Role.OPERATOR, name="Claire"), service, *arguments, **more)
        return self.hears(*events)

    @property
    def facts(self) -> Facts:
        taken: dict[str, int] = {}
        return Facts(
            now=self.now,
            village=self.village,
            channel=self.channel,
            me=self.me,
            orders=self.orders,
            rounds=rounds.upcoming(self.village, self.now, taken=taken),
        )

    @property
    def orders(self) -> tuple[Order, ...]:
        """Newest first."""
        held = self.ports.orders.orders.values()  # type: ignore[attr-defined]
        return tuple(sorted(held, key=lambda o: o.placed_at, reverse=True))

    @property
    def content(self) -> dict[str, str]:
        """What is ordered, by sku, as it stands."""
        return {line.standing.sku: str(line.quantity) for o in self.orders for line in o.live_lines}

    def _work(
        self, actor: Actor, service: object, *arguments: object, **more: object
    ) -> tuple[DomainEvent, ...]:
        work = Work(ports=self.ports, actor=actor, now=self.now)
        events: tuple[DomainEvent, ...] = service(work, *arguments, **more)  # type: ignore[operator]
        return events

    def _carry_out(self, command: Command) -> tuple[Event, ...]:
        if isinstance(command, UpdatePerson):
            fields = ("name", "place", "address", "locale")
            told = {f: v for f in fields if (v := getattr(command, f)) is not None}
            self.me = replace(self.me, **told)
        if not isinstance(command, ServiceCommand):
            return ()
        actor = Actor(role=Role.RESIDENT, person=self.me.slug, name=self.me.name)
        work = Work(ports=self.ports, actor=actor, now=self.now)
        try:
            return carry_out(command, work, self.me.slug)
        except OrderError as error:
            return (Rejected(code=error.code, sku=error.sku, number=error.number),)

    def _rendered(self) -> str:
        locale = self.me.locale or "fr"
        voice = Voice(locale=locale, channel=self.channel, village=self.village)
        rendered = [render(reply, voice) for reply in self.replies]  # type: ignore[arg-type]
        self.buttons = next((r.buttons for r in reversed(rendered) if r.buttons), ())
        return "\n".join(r.text for r in rendered if r.text)


def line(sku: str, qty: str | None = None, *options: str, **more: object) -> Line:
    """A line of a parse; its text is the sku's words."""
    quantity = None if qty is None else Decimal(qty)
    found = Line(sku=Sku(sku), qty=quantity, options=options, text=sku.replace("-", " "))
    return replace(found, **more)  # type: ignore[arg-type]


def vague(text: str, *skus: str, **more: object) -> Unresolved:
    found = Unresolved(text=text, reason=Reason.AMBIGUOUS, skus=tuple(Sku(s) for s in skus))
    return replace(found, **more)  # type: ignore[arg-type]


def unknown(text: str) -> Unresolved:
    return Unresolved(text=text, reason=Reason.UNKNOWN)
