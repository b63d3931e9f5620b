"""The whole application with a village, on Telegram's side of which stands the fake server.

Time stands where the test puts it. What people do goes to the fake; `settle` waits until the bot has
taken it in and told everybody.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from tests.bot.flow import Wire, village
from tests.telegram.fake_bot_api import TOKEN, FakeBotApi
from tournee.bot.app import App, build
from tournee.bot.channels.storage import Directory
from tournee.bot.channels.telegram import TelegramAdapter
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.limits import Limiter
from tournee.bot.messages import Room
from tournee.bot.service import Service
from tournee.bot.simulate import EPOCH
from tournee.bot.storage import party_of_key
from tournee.catalog.model import Channel, Role, VillageSlug

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SAINT_AUBIN = VillageSlug("saint-aubin")
OPERATORS_GROUP = -900
JEANNE, MARIE, CLAIRE, KARIM = 5001, 1001, 9001, 9101
STRANGER = 7777


FORGED = "b:99999:0"


class NoLimit:
    """For tests that are about something else than limits."""

    async def wait(self, key: str, *, every: float, burst: int = 1) -> float:  # noqa: ARG002
        return 0.0

    async def close(self) -> None:
        pass


@dataclass(slots=True)
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass(slots=True)
class Scene:
    fake: FakeBotApi
    app: App
    service: Service
    adapter: TelegramAdapter
    directory: Directory
    clock: Clock
    groups: dict[str, int] = field(default_factory=dict)
    """Ids of groups by the keys of their parties."""

    async def settle(self, number: int | None = None) -> None:
        """Wait until an update is acknowledged; then all that is due is told and sent."""
        if number is not None:
            async with asyncio.timeout(60):
                while not self.fake.is_acknowledged(number):  # noqa: ASYNC110 - another thread's
                    await asyncio.sleep(0.005)
        await self.service.settle()

    async def pass_time(self, until: datetime) -> None:
        """Let all happen that is due on the way."""
        while (due := self.app.inbox.next_due()) is not None and due <= until:
            self.clock.now = max(due, self.clock.now)
            await self.settle()
        self.clock.now = until
        await self.settle()

    async def later(self, **amount: float) -> None:
        await self.pass_time(self.clock.now + timedelta(**amount))

    async def says(self, who: int, text: str, chat: int | None = None) -> None:
        await self.settle(self.fake.say(chat or who, who, text))

    async def drops(self, who: int, name: str, content: str, chat: int | None = None) -> None:
        await self.settle(self.fake.drop(chat or who, who, name, content.encode()))

    async def taps(self, who: int, action: str, chat: int | None = None) -> str:
        """Tap the newest button that does `action`, else one that did; returns the toast."""
        where = chat or who
        try:
            message, data = self.button(where, action)
        except LookupError:  # never offered: only made-up data can ask for it
            message, data = self.fake.chats.of_chat(where)[-1]["message_id"], FORGED
        return await self.taps_data(who, where, message, data)

    async def taps_data(self, who: int, where: int, message: int, data: str) -> str:
        number = self.fake.tap(where, who, message, data)
        await self.settle(number)
        return self.fake.answers.get(f"{number - 1}{who}", "unanswered")

    def button(self, chat: int, action: str) -> tuple[int, str]:
        """The message and the data of the newest button with that action."""
        offered = [
            (message["message_id"], button["callback_data"])
            for message in reversed(self.fake.chats.of_chat(chat))
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        ]
        found = [offer for offer in offered if self.action(chat, offer[1]) == action]
        return found[0] if found else self._past(chat, action)

    def _past(self, chat: int, action: str) -> tuple[int, str]:
        """A button that was shown once."""
        last: int = self.fake.chats.of_chat(chat)[-1]["message_id"]
        for _, sent in reversed(self.fake.calls):
            rows = (sent.get("reply_markup") or {}).get("inline_keyboard", [])
            for button in (b for row in rows for b in row):
                if int(sent["chat_id"]) != chat:
                    continue
                if self.action(chat, button["callback_data"]) == action:
                    return int(sent.get("message_id", last)), str(button["callback_data"])
        raise LookupError(action)

    def action(self, chat: int, data: str) -> str:
        """What a button does, as the database has it."""
        kind, message, place = data.split(":")
        party = self.party(chat)
        with self.app.workspaces.open(SAINT_AUBIN) as workspace:
            shown = workspace.chats.shown(party, int(message))
            if shown is None or kind == "p":
                return ""
            return [b for row in shown.draft.buttons for b in row][int(place)].action

    def party(self, chat: int) -> Party:
        for key, group in self.groups.items():
            if group == chat:
                return party_of_key(key)
        with self.app.workspaces.open(SAINT_AUBIN) as workspace:
            person = workspace.people.find(Channel.TELEGRAM, str(chat))
            assert person is not None, chat
        if person.role is Role.OPERATOR:
            return Party(kind=PartyKind.OPERATORS)
        kind = PartyKind.DRIVER if person.role is Role.DRIVER else PartyKind.RESIDENT
        return Party(kind=kind, slug=person.slug)

    async def link(self, subject: str, chat: int, who: int) -> None:
        """Bind a group by a one-time code."""
        code = self.directory.invite(SAINT_AUBIN, subject, "test", self.clock())
        await self.settle(self.fake.say(chat, who, f"/start@saint_aubin_bot {code}"))
        self.groups[subject] = chat

    def texts(self, chat: int) -> list[str]:
        return [message["text"] for message in self.fake.chats.of_chat(chat)]


@asynccontextmanager
async def scene(
    database: Engine, fake: FakeBotApi, *, limiter: Limiter | None = None, groups: bool = True
) -> AsyncIterator[Scene]:
    """The sample village with all its people on Telegram and, with `groups`, every group linked."""
    found = village()
    clock = Clock()
    directory = Directory(database, Channel.TELEGRAM)
    adapter = TelegramAdapter(
        {SAINT_AUBIN: (TOKEN, found)},
        api=fake.url,
        public_url=None,
        directory=directory,
        limiter=limiter or NoLimit(),
        clock=clock,
    )
    app = build(
        database, {Channel.TELEGRAM: adapter, Channel.SMS: Wire(), Channel.WHATSAPP: Wire()}
    )
    app.workspaces.create_village(found, by="simulate", at=EPOCH)
    for person in found.people:
        if person.telegram is not None:
            fake.chats.person(person.telegram, person.name.split()[0])
    service = Service(app, clock)
    made = Scene(
        fake=fake, app=app, service=service, adapter=adapter, directory=directory, clock=clock
    )
    await adapter.start(service)
    try:
        if groups:
            link_all(made)
        yield made
    finally:
        await adapter.stop_intake()
        await adapter.stop()


async def order(made: Scene) -> None:
    """Jeanne orders two baguettes for Tuesday."""
    await made.says(JEANNE, "2 baguettes pour mardi")
    await made.taps(JEANNE, "confirm")


def link_all(made: Scene) -> None:
    """Each shop's people and the operators have their group."""
    found = village()
    made.fake.chats.group(OPERATORS_GROUP, "Opérateurs", {CLAIRE})
    made.groups["operators"] = OPERATORS_GROUP
    for place, shop in enumerate(found.shops):
        keepers = {p.telegram for p in found.people if p.shop == shop.slug and p.telegram}
        made.fake.chats.group(-100 - place, shop.name, keepers)
        made.groups[f"shop:{shop.slug}"] = -100 - place
    with made.app.workspaces.open(SAINT_AUBIN) as workspace:
        for key, chat in made.groups.items():
            room = Room(chat=str(chat))
            workspace.chats.bind(Channel.TELEGRAM, room, party_of_key(key), "test", MONDAY)
        workspace.commit()
