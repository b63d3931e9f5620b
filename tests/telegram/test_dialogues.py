"""The golden dialogues, over HTTP through the strict fake: all that is said by Telegram in them.

Where the resident writes by SMS, what the shops, the operators and the drivers write and read is by
Telegram all the same. What a script answers to a button that its card offers no more is a toast here: a real chat shows
the card as it stands, where a script can only tell.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bot.flow import village
from tests.dialogues import script
from tests.dialogues.script import Codes, Script, Turn
from tests.telegram.chats import Json
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import CLAIRE, KARIM, OPERATORS_GROUP, SAINT_AUBIN, Scene, scene
from tournee.bot.conversation.events import Said
from tournee.bot.messages import Inbound
from tournee.catalog.model import Channel, Person

AT_WORK = ("Shop", "Operators", "Driver")


def held_here(path: Path) -> bool:
    """Whether somebody speaks by Telegram, and nobody taps elsewhere; in the sample village."""
    found = script.load(path)
    if "village" in found.given:
        return False
    if found.given["via"] == "telegram":
        return True
    taps = any(who.startswith("Resident") and what.startswith("[") for who, what in found.turns)
    return not taps and any(who.startswith(AT_WORK) for who, _ in found.turns)


BY_TELEGRAM = [path for path in script.files() if held_here(path)]


@dataclass(slots=True)
class Stage:
    """Plays a script on a scene and writes down what arrives, as the script does."""

    scene: Scene
    script: Script
    heard: int = 0
    codes: Codes = field(default_factory=Codes)

    @property
    def _resident(self) -> int | None:
        """Their account; None where they have a telephone only."""
        told = str(self.script.given["from"])
        return int(told) if self.script.given["via"] == "telegram" else None

    async def play(self) -> None:
        """Check what arrives after each thing that somebody says."""
        at = datetime.fromisoformat(str(self.script.given["at"]))
        self.scene.clock.now = at
        if self._resident and self._resident not in self.scene.fake.chats.people:
            self.scene.fake.chats.person(self._resident, "Camille")
        for (who, what), answers in _exchanges(self.script.turns):
            at += script.pause(what) if who == "Wait" else timedelta(minutes=1)
            await self.scene.pass_time(at)
            toast = "" if who == "Wait" else await self._act(who, self.codes.real(what))
            arrived = [turn for turn in self._arrived() if self._is_listened_to(turn[0])]
            expected = [turn for turn in answers if self._is_listened_to(turn[0])]
            if not toast:
                assert _by_chat(arrived) == _by_chat(expected), (who, what)

    async def _act(self, who: str, what: str) -> str:
        """Returns the toast, where a button was tapped that is offered no more."""
        if who.startswith("Resident") and self._resident is None:
            await self._writes_by_phone(who, what)
            return ""
        person, chat = self._speaker(who)
        if what.startswith("["):
            return await self.scene.taps(person, what[1:-1], chat)
        if what.startswith(script.FILE):
            await self.scene.drops(person, *script.dropped(what), chat)
            return ""
        await self.scene.says(person, what, chat)
        return ""

    async def _writes_by_phone(self, who: str, what: str) -> None:
        _, _, slug = who.partition(" ")
        number = _person(slug).phone if slug else str(self.script.given["from"])
        message = Inbound(
            village=SAINT_AUBIN,
            channel=Channel(self.script.given["via"]),
            message_id=f"phone-{self.scene.clock()}",
            sender=number or "",
            content=Said(text=what),
            at=self.scene.clock(),
        )
        await asyncio.to_thread(self.scene.app.inbox.receive, message)
        await self.scene.settle()

    def _speaker(self, who: str) -> tuple[int, int]:
        match who.split():
            case ["Shop", slug]:
                chat = self.scene.groups[f"shop:{slug}"]
                return min(self.scene.fake.chats.groups[chat].members), chat
            case ["Operators"]:
                return CLAIRE, OPERATORS_GROUP
            case ["Driver"]:
                return KARIM, KARIM
            case [_, slug]:
                account = _person(slug).telegram or 0
                return account, account
        return self._resident or 0, self._resident or 0

    def _arrived(self) -> list[Turn]:
        calls = self.scene.fake.calls[self.heard :]
        self.heard = len(self.scene.fake.calls)
        return [self.codes.masked(self._turn(name, sent)) for name, sent in calls]

    def _turn(self, name: str, sent: Json) -> Turn:
        names = {chat: key for key, chat in self.scene.groups.items()}
        chat = int(sent["chat_id"])
        who = "Bot" if chat == self._resident else f"Bot to {names.get(chat, chat)}"
        who = f"{who} edits" if name.startswith("edit") else who
        markup = sent.get("reply_markup") or {}
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        labels = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
        file = [f"{script.FILE}{sent['file_name']}"] if "file_name" in sent else []
        text = sent["text"] if "text" in sent else sent.get("caption", "")
        return who, "\n".join([text, *file, *labels])

    def _is_listened_to(self, who: str) -> bool:
        names = (name for name, _ in self.script.turns if not name.startswith("Bot"))
        speaking = {self._chat_name(name) for name in names}
        return who.removesuffix(" edits") in speaking

    def _chat_name(self, who: str) -> str:
        match who.split():
            case ["Shop", slug]:
                return f"Bot to shop:{slug}"
            case ["Operators"]:
                return "Bot to operators"
            case ["Driver"]:
                return f"Bot to {KARIM}"
            case [_, slug] if self._resident or who.startswith("Driver"):
                return f"Bot to {_person(slug).telegram}"
        return "Bot" if self._resident else ""


def _person(slug: str) -> Person:
    return next(person for person in village().people if person.slug == slug)


def _by_chat(turns: list[Turn]) -> dict[str, list[Turn]]:
    """Chats are written to side by side; in each the order counts."""
    found: dict[str, list[Turn]] = {}
    for turn in turns:
        found.setdefault(turn[0].removesuffix(" edits"), []).append(turn)
    return found


def _exchanges(turns: tuple[Turn, ...]) -> list[tuple[Turn, list[Turn]]]:
    """Each thing that somebody says, with what the bot says to it."""
    found: list[tuple[Turn, list[Turn]]] = []
    for turn in turns:
        if turn[0].startswith("Bot"):
            found[-1][1].append(turn)
        else:
            found.append((turn, []))
    return found


@pytest.mark.parametrize("path", BY_TELEGRAM, ids=lambda path: path.stem)
def test_a_golden_dialogue_goes_as_written_over_http(
    path: Path, sqlite_database: Engine, fake: FakeBotApi
) -> None:
    written = script.load(path)

    async def play() -> None:
        async with scene(sqlite_database, fake) as made:
            await Stage(made, written).play()

    asyncio.run(play())
    assert [refused for refused in fake.refusals if "not modified" not in refused] == []
