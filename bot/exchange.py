"""One conversation's part in one transaction: events, turns, commands and their outcomes."""

from collections import deque
from dataclasses import replace
from datetime import datetime
from typing import Literal

from tournee.bot import eventcodec, news, timers
from tournee.bot.conversation import resident
from tournee.bot.conversation.catalogue_commands import (
    CatalogueCommand,
    EditCatalogue,
    ReadHistory,
    UndoEdit,
)
from tournee.bot.conversation.catalogue_events import PhraseMissed
from tournee.bot.conversation.commands import (
    Command,
    Forget,
    Invite,
    OnBehalf,
    Post,
    Schedule,
    Teach,
    Unbind,
    Unschedule,
    UpdatePerson,
)
from tournee.bot.conversation.events import Due, Event, Rejected, Said
from tournee.bot.conversation.model import Facts, Say
from tournee.bot.conversation.party import OPERATORS, VILLAGE, Party, PartyKind
from tournee.bot.conversation.townhall_commands import TownhallCommand
from tournee.bot.conversation.townhall_events import OrderedForYou
from tournee.bot.deeds import catalogue as cataloguing
from tournee.bot.deeds import linking
from tournee.bot.deeds.dispatch import ServiceCommand, carry_out
from tournee.bot.gsm7 import plain
from tournee.bot.messages import Draft
from tournee.bot.privacy import FORGET
from tournee.bot.roles import role_of
from tournee.bot.speech import compose
from tournee.bot.storage import STOPPED, News
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, PersonSlug
from tournee.nlu.model import Intent
from tournee.orders.errors import OrderError
from tournee.orders.events import DomainEvent, OrderAmended, OrderCancelled, OrderPlaced
from tournee.orders.model import Actor
from tournee.orders.services import Work

MOST_STEPS = 500
"""Outcomes lead to turns, turns to commands: more than this is a loop in our own code."""

ORDERED = "ordered:"
"""Before the id of a last message from which an order has followed."""

REWORDED = frozenset({Intent.ORDER, Intent.ADD})
"""What a corrected message says is what shall be, not what shall be added."""


class EndlessExchangeError(RuntimeError):
    """A conversation kept giving itself work; the transaction is rolled back."""


class Exchange:
    """Lets one locked conversation hear events and writes down all that follows."""

    def __init__(
        self, workspace: Workspace, party: Party, actor: Actor, me: Person | None, now: datetime
    ) -> None:
        self._workspace = workspace
        self._party = party
        self._actor = actor
        self._now = now
        self._role = role_of(party.kind)
        held = workspace.conversations.is_locked(party)
        self._next = held and workspace.senders.awaits_nothing(party)
        """Whether what is said next need not wait for anything in its chat."""
        if not held:
            workspace.senders.forget()
        conversation = workspace.conversations.lock(party)
        self._me = (me if held else None) or workspace.person_of(party) or me
        # Who was read before the lock is read again: as the lock's last holder left them.
        self._state = self._role.load(conversation.state)
        if conversation.channel and conversation.address:
            self._channel, self._address = conversation.channel, conversation.address
        else:
            self._channel, self._address = workspace.address_of(party)
        self._home = (self._channel, self._address)
        self._language: str | None = None
        self._conversation = conversation
        self._last_message, self._before = self._ordered_before()
        self._reworded: str | None = None
        self._says: list[Say] = []

    def _ordered_before(self) -> tuple[str | None, str | None]:
        """The message that an order followed from can be reworded while the order may change."""
        message = self._conversation.last_message or ""
        if message.startswith(ORDERED):
            return message, self._conversation.before
        return None, None

    def reach_by(self, channel: Channel, address: str) -> None:
        """Answer where the party was heard; a person is written to there from now on.

        A group's news goes to the group, wherever one of its people asked something.
        """
        self._channel, self._address = channel, address
        if self._party.kind in {PartyKind.RESIDENT, PartyKind.DRIVER}:
            self._home = (channel, address)

    def guess_language(self, language: str) -> None:
        """Speak what the writer's app speaks, until something that they write tells better."""
        if language in self._workspace.village.settings.locales:
            self._language = language

    def remember(self, message_id: str) -> None:
        """Keep the state as it is before a message, so that its writer may reword it."""
        self._last_message = message_id
        self._before = self._role.dump(self._state)

    def take_back(self, message_id: str) -> bool:
        """Forget a resident's last message; False where something has followed from it."""
        before = self._conversation.before
        if self._party.kind is not PartyKind.RESIDENT or before is None:
            return False
        if self._conversation.last_message == f"{ORDERED}{message_id}":
            self._reworded = before
            return False
        if self._conversation.last_message != message_id:
            return False
        self._state = resident.taken_back(self._role.load(before), self._state)
        self._last_message, self._before = message_id, before
        return True

    def notify(self, text: str) -> None:
        """Say something that is about the channel, beside the conversation."""
        text = plain(text) if self._channel is Channel.SMS else text
        self._put(Draft(channel=self._channel, to=self._address, text=text, kind="notice"))
        self._save()

    def show(self, draft: Draft) -> None:
        """Show a message once more."""
        self._put(replace(draft, channel=self._channel, to=self._address))
        self._save()

    def hear(self, event: Event) -> None:
        """Let the conversation hear an event and everything that comes of it, then save it."""
        waiting = deque([event])
        for _ in range(MOST_STEPS):
            if not waiting:
                break
            waiting.extend(self._step(waiting.popleft()))
        else:
            raise EndlessExchangeError(self._party.key)
        self._speak()
        self._save()

    def _save(self) -> None:
        self._workspace.conversations.save(
            replace(
                self._conversation,
                state=self._role.dump(self._state),
                channel=self._home[0],
                address=self._home[1],
                last_message=self._last_message,
                before=self._before,
            )
        )

    def _step(self, event: Event) -> list[Event]:
        facts = self._workspace.facts(self._party, self._me, self._channel, event, self._now)
        if self._party.kind is PartyKind.OPERATORS:
            facts, event = self._at_desk(facts, event)
        if self._party.kind is PartyKind.RESIDENT and isinstance(event, Said):
            said = resident.plain(event.text)
            parse = self._workspace.parse(said, resident.context(self._state, facts))
            if event.correction and parse.intent in REWORDED:
                parse = replace(parse, intent=Intent.CHANGE)
                if self._reworded is not None:
                    parse = resident.corrected(self._role.load(self._reworded), parse, facts)
            event = replace(event, parse=parse)
            for text in cataloguing.missed(parse):
                self._post(OPERATORS, PhraseMissed(text=text))
        turn = self._role.step(self._state, event, facts)
        self._state = turn.state
        self._says.extend(turn.says)
        return [outcome for command in turn.commands for outcome in self._carry_out(command)]

    def _at_desk(self, facts: Facts, event: Event) -> tuple[Facts, Event]:
        """Add what operators may know, and what an order in a resident's stead takes."""
        from tournee.bot.deeds import counter  # noqa: PLC0415 - residents do without
        from tournee.bot.facts import desk as desk_facts  # noqa: PLC0415 - residents do without

        facts = desk_facts.with_desk(facts, self._workspace, event)
        return counter.prepared(self._workspace, self._state, event, facts)

    def _carry_out(self, command: Command) -> list[Event]:
        self._workspace.senders.forget()
        if isinstance(command, TownhallCommand):
            return self._at_townhall(command)
        match command:
            case Post():
                self._post(command.to, command.event)
            case Forget():
                key = f"{FORGET}{self._party.slug}"
                self._workspace.tell(VILLAGE, Due(what="forget"), key, self._now)
            case Schedule():
                self._workspace.mailbox.post(
                    News(
                        village=self._workspace.slug,
                        key=f"{self._party.key}/{command.key}",
                        party=self._party,
                        event=eventcodec.dump(command.event),
                        due_at=command.at,
                    )
                )
            case Unschedule():
                self._workspace.mailbox.drop(
                    self._workspace.slug, f"{self._party.key}/{command.key}"
                )
            case Teach():
                self._workspace.taught.learn(self._party.slug, command.phrase, command.sku)
            case UpdatePerson():
                if command.stopped is not None:
                    self._workspace.conversations.block(self._party, STOPPED, on=command.stopped)
                self._me = self._workspace.update_person(self._party.slug, command)
            case Invite(subject=subject):
                return [linking.invited(self._workspace, subject, self._actor, self._now)]
            case Unbind(subject=subject):
                return [linking.unbound(self._workspace, subject, self._actor)]
            case OnBehalf():
                return self._on_behalf(command)
            case EditCatalogue() | UndoEdit() | ReadHistory():
                return self._edit(command)
            case _:
                return self._order(command)
        return []

    def _on_behalf(self, told: OnBehalf) -> list[Event]:
        """Do what an operator ordered, or learned, in a resident's stead."""
        if isinstance(told.command, UpdatePerson):
            self._workspace.update_person(told.resident, told.command)
            return []
        return self._order(told.command, for_whom=told.resident)

    def _at_townhall(self, command: TownhallCommand) -> list[Event]:
        from tournee.bot.deeds import townhall  # noqa: PLC0415 - most messages do without

        me = self._me
        return list(townhall.carry_out(command, self._workspace, self._actor, me, self._now))

    def _edit(self, command: CatalogueCommand) -> list[Event]:
        self._last_message = self._before = None
        outcomes = cataloguing.carry_out(command, self._workspace, self._actor, self._now)
        for event in outcomes:
            village = self._workspace.village
            for party, told in cataloguing.audience(event, self._party, village):
                self._post(party, told)
        return list(outcomes)

    def _order(self, command: ServiceCommand, for_whom: PersonSlug | None = None) -> list[Event]:
        self._remember_ordered()
        work = Work(ports=self._workspace.ports, actor=self._actor, now=self._now)
        try:
            with self._workspace.savepoint():
                outcomes = carry_out(command, work, for_whom or PersonSlug(self._party.slug))
        except OrderError as error:
            return [
                Rejected(
                    code=error.code,
                    sku=error.sku,
                    number=error.number,
                    shop=error.shop,
                    limit=error.limit,
                    name=error.name,
                )
            ]
        for event in outcomes:
            self._spread(event, for_whom)
        return list(outcomes)

    def _remember_ordered(self) -> None:
        """An order follows: not from the yes, but from the message before it."""
        message = self._conversation.last_message
        if message is None:
            self._last_message = self._before = None
            return
        self._last_message = f"{ORDERED}{message.removeprefix(ORDERED)}"
        self._before = self._conversation.before

    def _spread(self, event: DomainEvent, for_whom: PersonSlug | None = None) -> None:
        """Tell the others concerned, and have the village do later what follows."""
        timers.follow(self._workspace, event, self._now)
        on_round = self._workspace.orders_of_round(event)
        for party in news.audience(event, self._workspace.village, on_round):
            if party != self._party:
                self._post(party, self._as_told(event, party, for_whom))

    def _as_told(self, event: DomainEvent, party: Party, for_whom: PersonSlug | None) -> Event:
        """Let a resident in whose stead somebody ordered know who it was."""
        if for_whom is None or party != news.resident(for_whom):
            return event
        what: Literal["placed", "changed", "cancelled"]
        match event:
            case OrderPlaced():
                what = "placed"
            case OrderAmended():
                what = "changed"
            case OrderCancelled():
                what = "cancelled"
            case _:
                return event
        return OrderedForYou(number=event.number, by=self._actor.name, what=what)

    def _post(self, party: Party, event: Event) -> None:
        number = self._workspace.conversations.number(self._party)
        self._workspace.mailbox.post(
            News(
                village=self._workspace.slug,
                key=f"news/{self._party.key}/{number:08}",
                party=party,
                event=eventcodec.dump(event),
                due_at=self._now,
            )
        )

    def _speak(self) -> None:
        if not self._says:
            return
        me = self._me
        if me is not None and me.locale is None:
            me = replace(me, locale=self._language)
        voice = self._workspace.voice(self._party, me, self._channel)
        for draft in compose(self._says, self._role.render, voice, self._address):
            self._put(draft)

    def _put(self, draft: Draft) -> None:
        number = self._workspace.conversations.number(self._party)
        free = self._next and not self._workspace.conversations.blocked(self._party)
        self._next = False
        self._workspace.outbox.put(
            self._workspace.slug, self._party, number, draft, self._now, free=free
        )
