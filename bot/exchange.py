"""One conversation's part in one transaction: events, turns, commands and their outcomes."""

from collections import deque
from dataclasses import replace
from datetime import datetime

from tournee.bot import linking, news
from tournee.bot.conversation import resident
from tournee.bot.conversation.commands import (
    Command,
    Forget,
    Invite,
    Post,
    Schedule,
    Teach,
    Unbind,
    Unschedule,
    UpdatePerson,
)
from tournee.bot.conversation.events import Due, Event, Rejected, Said
from tournee.bot.conversation.model import Say
from tournee.bot.conversation.party import VILLAGE, Channel, Party, PartyKind
from tournee.bot.dispatch import ServiceCommand, carry_out
from tournee.bot.messages import EVENTS, Draft
from tournee.bot.privacy import FORGET
from tournee.bot.roles import role_of
from tournee.bot.speech import compose
from tournee.bot.storage import STOPPED, News
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Person, PersonSlug
from tournee.nlu.model import Intent
from tournee.orders.errors import OrderError
from tournee.orders.events import DomainEvent, OrderPlaced, RoundClosed
from tournee.orders.model import Actor
from tournee.orders.services import Work

MOST_STEPS = 500
"""Outcomes lead to turns, turns to commands: more than this is a loop in our own code."""

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
        conversation = workspace.conversations.lock(party)
        self._me = workspace.person_of(party) or me  # as the lock's last holder left them
        self._state = self._role.load(conversation.state)
        if conversation.channel and conversation.address:
            self._channel, self._address = conversation.channel, conversation.address
        else:
            self._channel, self._address = workspace.address_of(party)
        self._home = (self._channel, self._address)
        self._conversation = conversation
        self._last_message: str | None = None
        self._before: str | None = None
        self._says: list[Say] = []

    def reach_by(self, channel: Channel, address: str) -> None:
        """Answer where the party was heard; a person is written to there from now on.

        A group's news goes to the group, wherever one of its people asked something.
        """
        self._channel, self._address = channel, address
        if self._party.kind in {PartyKind.RESIDENT, PartyKind.DRIVER}:
            self._home = (channel, address)

    def remember(self, message_id: str) -> None:
        """Keep the state as it is before a message, so that its writer may reword it."""
        self._last_message = message_id
        self._before = self._role.dump(self._state)

    def take_back(self, message_id: str) -> bool:
        """Forget a resident's last message; False where something has followed from it."""
        before = self._conversation.before
        if self._party.kind is not PartyKind.RESIDENT or before is None:
            return False
        if self._conversation.last_message != message_id:
            return False
        self._state = resident.taken_back(self._role.load(before), self._state)
        self._last_message, self._before = message_id, before
        return True

    def notify(self, text: str) -> None:
        """Say something that is about the channel, beside the conversation."""
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
        if self._party.kind is PartyKind.RESIDENT and isinstance(event, Said):
            parse = self._workspace.parse(event.text, resident.context(self._state, facts))
            if event.correction and parse.intent in REWORDED:
                parse = replace(parse, intent=Intent.CHANGE)
            event = replace(event, parse=parse)
        turn = self._role.step(self._state, event, facts)
        self._state = turn.state
        self._says.extend(turn.says)
        return [outcome for command in turn.commands for outcome in self._carry_out(command)]

    def _carry_out(self, command: Command) -> list[Event]:
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
                        event=EVENTS.dump_json(command.event).decode(),
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
            case _:
                return self._order(command)
        return []

    def _order(self, command: ServiceCommand) -> list[Event]:
        self._last_message = self._before = None
        work = Work(ports=self._workspace.ports, actor=self._actor, now=self._now)
        try:
            with self._workspace.savepoint():
                outcomes = carry_out(command, work, PersonSlug(self._party.slug))
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
            self._spread(event)
        return list(outcomes)

    def _spread(self, event: DomainEvent) -> None:
        """Tell the others concerned, and let a round that has its first order close in time."""
        if isinstance(event, OrderPlaced):
            self._close_in_time(event)
        on_round = self._workspace.orders_of_round(event)
        for party in news.audience(event, self._workspace.village, on_round):
            if party != self._party:
                self._post(party, event)

    def _close_in_time(self, event: OrderPlaced) -> None:
        order = self._workspace.order(event.number, event.shop)
        if order.round is None or order.date is None or order.cutoff is None:
            return
        self._workspace.mailbox.post(
            News(
                village=self._workspace.slug,
                key=f"round-closed/{order.round}/{order.date}",
                party=VILLAGE,
                event=EVENTS.dump_json(RoundClosed(round=order.round, date=order.date)).decode(),
                due_at=order.cutoff,
            )
        )

    def _post(self, party: Party, event: Event) -> None:
        number = self._workspace.conversations.number(self._party)
        self._workspace.mailbox.post(
            News(
                village=self._workspace.slug,
                key=f"news/{self._party.key}/{number:08}",
                party=party,
                event=EVENTS.dump_json(event).decode(),
                due_at=self._now,
            )
        )

    def _speak(self) -> None:
        if not self._says:
            return
        voice = self._workspace.voice(self._party, self._me, self._channel)
        for draft in compose(self._says, self._role.render, voice, self._address):
            self._put(draft)

    def _put(self, draft: Draft) -> None:
        number = self._workspace.conversations.number(self._party)
        self._workspace.outbox.put(self._workspace.slug, self._party, number, draft, self._now)
