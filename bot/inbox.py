"""One message, one transaction: dedupe, lock, load, converse, write down what follows.

A message or a piece of news reaches one conversation. Its turns, the commands they ask for, the
outcomes that these have, what is to be sent and what others are to hear are committed together: a
crash at any point loses nothing and doubles nothing. Nothing is sent in here.
"""

from dataclasses import replace
from datetime import datetime

from tournee.bot import news
from tournee.bot.conversation.model import Event, Party, PartyKind
from tournee.bot.exchange import EVENTS, Exchange
from tournee.bot.messages import Inbound
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace, Workspaces
from tournee.catalog.model import Person, Role, ShopSlug
from tournee.orders.events import DomainEvent, RoundClosed
from tournee.orders.model import Actor
from tournee.orders.services import Work, close_round

SYSTEM = Actor(role=Role.OPERATOR, name="tournee")
"""On whose behalf a conversation acts that was told news, not spoken to."""


class Inbox:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def receive(self, message: Inbound) -> bool:
        """Deal with a message; False where it was dealt with before or is nobody's to send."""
        with self._workspaces.open(message.village) as workspace:
            if not workspace.seen.first_time(message.channel, message.message_id, message.at):
                return False
            person = workspace.sender(message)
            party = party_of(message, person)
            if party is None:
                workspace.commit()
                return False
            exchange = Exchange(workspace, party, actor_of(person, party), person, message.at)
            exchange.reach_by(message.channel, message.chat or message.sender)
            exchange.hear(message.content)
            workspace.commit()
            return True

    def tell_next(self, now: datetime) -> bool:
        """Tell the piece of news that is due first; False where there is none."""
        with self._workspaces.open_next_news(now) as taken:
            if taken is None:
                return False
            workspace, item = taken
            self._tell(workspace, item)
            workspace.commit()
            return True

    def next_due(self) -> datetime | None:
        """When the next piece of news is due."""
        return self._workspaces.next_due()

    def _tell(self, workspace: Workspace, item: News) -> None:
        event = EVENTS.validate_json(item.event)
        if item.party.kind is not PartyKind.VILLAGE:
            me = workspace.person_of(item.party)
            Exchange(workspace, item.party, SYSTEM, me, item.due_at).hear(event)
            return
        for happened in self._act(workspace, event, item.due_at):
            on_round = workspace.orders_of_round(happened)
            for party in news.audience(happened, workspace.village, on_round):
                workspace.mailbox.post(replace(item, key=f"{item.key}/{party.key}", party=party))

    def _act(self, workspace: Workspace, event: Event, now: datetime) -> tuple[DomainEvent, ...]:
        """Do what is the village's own to do when a time has come."""
        if isinstance(event, RoundClosed):
            work = Work(ports=workspace.ports, actor=SYSTEM, now=now)
            return close_round(work, event.round, event.date)
        return ()


def party_of(message: Inbound, person: Person) -> Party | None:
    """Whose conversation a message belongs to; None where its sender has no say in that chat."""
    match (message.chat or "").split(":", 1):
        case ["shop", slug]:
            belongs = person.role is Role.OPERATOR or person.shop == slug
            return Party(kind=PartyKind.SHOP, slug=slug) if belongs else None
        case ["operators"]:
            return Party(kind=PartyKind.OPERATORS) if person.role is Role.OPERATOR else None
    match person.role:
        case Role.OPERATOR:
            return Party(kind=PartyKind.OPERATORS)
        case Role.DRIVER:
            return Party(kind=PartyKind.DRIVER, slug=person.slug)
        case Role.RESIDENT | Role.SHOPKEEPER:
            return Party(kind=PartyKind.RESIDENT, slug=person.slug)


def actor_of(person: Person, party: Party) -> Actor:
    """A person acts in the role of the chat: a baker who buys cheese is a resident there."""
    if party.kind is PartyKind.SHOP:
        return Actor(
            role=Role.SHOPKEEPER, person=person.slug, name=person.name, shop=ShopSlug(party.slug)
        )
    if party.kind is PartyKind.RESIDENT:
        return Actor(role=Role.RESIDENT, person=person.slug, name=person.name)
    return Actor(role=person.role, person=person.slug, name=person.name)
