"""Whole conversations through the real inbox, services and outbox, on a clock that events set.

The format of events and outputs is the interchange contract's: see docs/formats.md.
"""

import asyncio
import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from tournee.bot.account import account
from tournee.bot.app import App, build
from tournee.bot.conversation.events import Dropped, Pressed, Said, Unreadable
from tournee.bot.gsm7 import segments
from tournee.bot.messages import Inbound, Outgoing, Started
from tournee.bot.meter import Unmetered
from tournee.catalog.model import Channel, Village
from tournee.orders.model import OrderNumber
from tournee.storage.engine import MEMORY, connect
from tournee.storage.schema import create

Json = dict[str, Any]
EPOCH = datetime.fromtimestamp(0, UTC)
OPENED = "/start "
"""What Telegram writes for whoever opens a link, before its code."""
Media = Literal["voice", "picture", "sticker", "empty", "other"]
MEDIA: Final[dict[str, Media]] = {
    "voice": "voice",
    "picture": "picture",
    "image": "picture",
    "photo": "picture",
    "sticker": "sticker",
    "empty": "empty",
}
"""What an event may call a message without words; anything else is `other`."""


class EventError(ValueError):
    """An event that does not follow the format; its text says what was expected."""


@dataclass(slots=True)
class Recorder:
    """The sending half of every channel: keeps what would have been sent."""

    zone: ZoneInfo
    now: datetime | None = None
    fresh: list[Json] = field(default_factory=list)
    newest: dict[str, Outgoing] = field(default_factory=dict)
    """The newest message with buttons of each chat, and of each order in it."""

    async def send(self, message: Outgoing) -> str:
        draft = message.draft
        where = "chat" if is_group(draft.to) else "to"
        output: Json = {
            "at": (self.now or message.created_at).astimezone(self.zone).isoformat(),
            "via": str(draft.channel),
            where: draft.to,
            "text": draft.text,
            "buttons": [
                [{"label": b.label, "action": b.action} for b in row] for row in draft.buttons
            ],
        }
        if draft.channel is Channel.SMS:
            output["segments"] = segments(draft.text)
        if message.file is not None:
            output["file"] = message.file.name
        if message.edits:
            output["edits"] = message.edits
        self.fresh.append(output)
        if draft.buttons or draft.order is not None:
            self.newest[draft.to] = message
            self.newest[f"{draft.to}#{draft.order}"] = message
        return f"{message.id.party}#{message.id.number}"

    def notice(self, via: Channel, chat: str, text: str) -> None:
        """Keep what is said to somebody who has no say in a group."""
        at = (self.now or EPOCH).astimezone(self.zone).isoformat()
        self.fresh.append({"at": at, "via": str(via), "chat": chat, "text": text, "buttons": []})

    def take(self) -> list[Json]:
        fresh, self.fresh = self.fresh, []
        return fresh


class Simulation:
    """One village on a fresh in-memory database."""

    def __init__(self, village: Village, recorder: Recorder | None = None) -> None:
        self._village = village
        self._recorder = recorder or Recorder(village.settings.zone)
        engine = connect(MEMORY)
        create(engine)
        self._app: App = build(engine, dict.fromkeys(Channel, self._recorder), meter=Unmetered())
        self._app.workspaces.create_village(village, by="simulate", at=EPOCH)
        self._count = 0
        self._now: datetime | None = None

    async def play(self, event: Json) -> list[Json]:
        """Play one event after all that was due before it; returns what is sent."""
        at = instant(event)
        await self._pass_time(at)
        self._set(at)
        if "from" in event:
            inbound = self._inbound(event, at)
            receipt = self._app.inbox.receive(inbound)
            if receipt.notice and inbound.chat and is_group(inbound.chat):
                self._recorder.notice(inbound.channel, inbound.chat, receipt.notice)
        await self._settle(at)
        return self._recorder.take()

    def final(self) -> Json:
        """The last line of a run: every order and every basket."""
        with self._app.workspaces.open(self._village.settings.slug) as workspace:
            return {"final": account(workspace)}

    async def _pass_time(self, until: datetime) -> None:
        while (due := self._app.inbox.next_due()) is not None and due <= until:
            self._set(max(due, self._now or due))
            await self._settle(due)

    async def _settle(self, now: datetime) -> None:
        while self._app.inbox.tell_next(now):
            pass
        while await self._app.relay.send_due(now):
            pass

    def _set(self, now: datetime) -> None:
        self._now = self._recorder.now = now

    def _inbound(self, event: Json, at: datetime) -> Inbound:
        self._count += 1
        channel = channel_of(event)
        sender = str(event["from"])
        chat = event.get("chat")
        return Inbound(
            village=self._village.settings.slug,
            channel=channel,
            message_id=str(event.get("id", self._count)),
            sender=sender,
            chat=chat,
            sender_name=str(event.get("name", "")),
            content=self._content(event, chat or sender),
            at=at,
        )

    def _content(self, event: Json, chat: str) -> Said | Pressed | Dropped | Unreadable | Started:
        named = event.get("order")
        number = OrderNumber(int(named)) if named is not None else None
        if "press" in event:
            newest = self._recorder.newest.get(f"{chat}#{number}" if number else chat)
            draft = newest.draft if newest else None
            return Pressed(
                action=str(event["press"]),
                order=number or (draft.order if draft else None),
                card=draft.card if draft else None,
            )
        text = str(event.get("text", ""))
        if "file" in event:
            return _dropped(event["file"], text)
        if not text.strip():
            return Unreadable(what=MEDIA.get(str(event.get("media", "empty")), "other"))
        if text.startswith(OPENED) and event["via"] == Channel.TELEGRAM:
            return Started(code=text.removeprefix(OPENED).strip())
        return Said(text=text, about=number)


def simulate(village: Village, events: Iterable[Json]) -> list[Json]:
    """Play all events; returns what the bot sends and, last, the final account."""

    async def run() -> list[Json]:
        simulation = Simulation(village)
        sent = [output for event in events for output in await simulation.play(event)]
        return [*sent, simulation.final()]

    return asyncio.run(run())


def _dropped(told: Json, caption: str) -> Dropped:
    """`{"name", "text"}`, or `{"name", "data"}` in base64. Raises EventError."""
    try:
        if "data" in told:
            data = base64.b64decode(told["data"], validate=True)
        else:
            data = told["text"].encode()
        return Dropped(name=str(told["name"]), data=data, caption=caption)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise EventError('"file" must have a name, and text or data in base64') from error


def is_group(address: str) -> bool:
    return address == "operators" or address.startswith("shop:")


def instant(event: Json) -> datetime:
    """The event's time as an aware instant. Raises EventError."""
    try:
        at = datetime.fromisoformat(event["at"])
    except (KeyError, TypeError, ValueError) as error:
        raise EventError('"at" must be an ISO date and time with its offset') from error
    if at.tzinfo is None:
        raise EventError(f'"at" needs an offset from UTC: {event["at"]!r}')
    return at.astimezone(UTC)


def channel_of(event: Json) -> Channel:
    try:
        return Channel(event.get("via", "telegram"))
    except ValueError as error:
        raise EventError(
            f'"via" must be sms, whatsapp or telegram, not {event["via"]!r}'
        ) from error
