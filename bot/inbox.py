"""One message, one transaction: dedupe, lock, load, converse, write down what follows.

A message or a piece of news reaches one conversation. Its turns, the commands they ask for, the
outcomes that these have, what is to be sent and what others are to hear are committed together: a
crash at any point loses nothing and doubles nothing. Nothing is sent in here.
"""

from dataclasses import replace
from datetime import datetime

import structlog

from tournee.bot import news
from tournee.bot.conversation.model import (
    Event,
    OptedOut,
    Party,
    PartyKind,
    Said,
    Unreadable,
)
from tournee.bot.conversation.resident.people import is_stop
from tournee.bot.exchange import EVENTS, Exchange
from tournee.bot.messages import Content, Inbound
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace, Workspaces
from tournee.catalog.model import Person, Role, ShopSlug
from tournee.orders.events import DomainEvent, RoundClosed
from tournee.orders.model import Actor
from tournee.orders.services import Work, close_round
from tournee.storage.errors import StorageError
from tournee.storage.unit_of_work import contested

log = structlog.get_logger()

SYSTEM = Actor(role=Role.OPERATOR, name="tournee")
"""On whose behalf a conversation acts that was told news, not spoken to."""


MOST_LATELY = 20
"""Messages of one person in a minute or so: more is a flood."""
PRIVATE = frozenset({PartyKind.RESIDENT, PartyKind.DRIVER})
"""Parties of one person; a group of people may well write a lot."""


class Inbox:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def receive(self, message: Inbound) -> bool:
        """Deal with a message; False where it was dealt with before or is nobody's to send.

        Where our own code fails, nothing of the message is kept, its sender gets an apology and
        the operators its thread.

        Raises:
            StorageError: the database is away; the channel has to deliver the message again.
        """
        try:
            return self._receive(message)
        except StorageError:
            raise
        except Exception:
            log.exception("message_failed", message=message.message_id)
            return self._receive(replace(message, content=Unreadable(what="failed")))

    @contested
    def _receive(self, message: Inbound) -> bool:
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
            lately = workspace.conversations.hear(party, message.at)
            content = _unless_flood(message, party, lately)
            if content is not None:
                exchange.hear(content)
            workspace.commit()
            return True

    @contested
    def tell_next(self, now: datetime) -> bool:
        """Tell the piece of news that is due first; False where there is none.

        Where our own code fails, it is told again later, and given up after some tries.
        """
        item: News | None = None
        try:
            with self._workspaces.open_next_news(now) as taken:
                if taken is None:
                    return False
                workspace, item = taken
                self._tell(workspace, item, now)
                workspace.commit()
        except StorageError:
            raise
        except Exception:
            log.exception("news_failed", key=item.key if item else None)
            if item is None:
                raise
            self._workspaces.tell_later(item, now)
        return True

    def next_due(self) -> datetime | None:
        """When the next piece of news is due."""
        return self._workspaces.next_due()

    def _tell(self, workspace: Workspace, item: News, now: datetime) -> None:
        event = EVENTS.validate_json(item.event)
        if item.party.kind is not PartyKind.VILLAGE:
            me = workspace.person_of(item.party)
            Exchange(workspace, item.party, SYSTEM, me, now).hear(event)
            return
        for happened in self._act(workspace, event, now):
            on_round = workspace.orders_of_round(happened)
            for party in news.audience(happened, workspace.village, on_round):
                workspace.mailbox.post(replace(item, key=f"{item.key}/{party.key}", party=party))

    def _act(self, workspace: Workspace, event: Event, now: datetime) -> tuple[DomainEvent, ...]:
        """Do what is the village's own to do when a time has come."""
        if isinstance(event, RoundClosed):
            work = Work(ports=workspace.ports, actor=SYSTEM, now=now)
            return close_round(work, event.round, event.date)
        return ()


def _unless_flood(message: Inbound, party: Party, lately: int) -> Content | None:
    """To a flood: one polite sentence, then silence until it has run off. STOP is always heard."""
    content = message.content
    if lately <= MOST_LATELY or party.kind not in PRIVATE or isinstance(content, OptedOut):
        return content
    if isinstance(content, Said) and is_stop(content.text, message.channel):
        return content
    return Unreadable(what="flood") if lately == MOST_LATELY + 1 else None


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
