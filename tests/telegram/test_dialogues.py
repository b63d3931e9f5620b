"""The golden dialogues that are held by Telegram, over HTTP through the strict fake.

What a script answers to a button that its card offers no more is a toast here: a real chat shows
the card as it stands, where a script can only tell.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dialogues import script
from tests.dialogues.script import Script, Turn
from tests.telegram.chats import Json
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.scene import CLAIRE, KARIM, OPERATORS_GROUP, Scene, scene

BY_TELEGRAM = [p for p in script.files() if script.load(p).given["via"] == "telegram"]


@dataclass(slots=True)
class Stage:
    """Plays a script on a scene and writes down what arrives, as the script does."""

    scene: Scene
    script: Script
    heard: int = 0

    @property
    def _resident(self) -> int:
        return int(str(self.script.given["from"]))

    async def play(self) -> None:
        """Check what arrives after each thing that somebody says."""
        at = datetime.fromisoformat(str(self.script.given["at"]))
        self.scene.clock.now = at
        for (who, what), answers in _exchanges(self.script.turns):
            at += script.pause(what) if who == "Wait" else timedelta(minutes=1)
            await self.scene.pass_time(at)
            toast = "" if who == "Wait" else await self._act(who, what)
            arrived = [turn for turn in self._arrived() if self._is_listened_to(turn[0])]
            if not toast:
                assert _by_chat(arrived) == _by_chat(answers), (who, what)

    async def _act(self, who: str, what: str) -> str:
        """Returns the toast, where a button was tapped that is offered no more."""
        person, chat = self._speaker(who)
        if what.startswith("["):
            return await self.scene.taps(person, what[1:-1], chat)
        if what.startswith(script.FILE):
            await self.scene.drops(person, *script.dropped(what), chat)
            return ""
        await self.scene.says(person, what, chat)
        return ""

    def _speaker(self, who: str) -> tuple[int, int]:
        match who.split():
            case ["Shop", slug]:
                chat = self.scene.groups[f"shop:{slug}"]
                return min(self.scene.fake.chats.groups[chat].members), chat
            case ["Operators"]:
                return CLAIRE, OPERATORS_GROUP
            case ["Driver"]:
                return KARIM, KARIM
        return self._resident, self._resident

    def _arrived(self) -> list[Turn]:
        calls = self.scene.fake.calls[self.heard :]
        self.heard = len(self.scene.fake.calls)
        return [self._turn(name, sent) for name, sent in calls]

    def _turn(self, name: str, sent: Json) -> Turn:
        names = {chat: key for key, chat in self.scene.groups.items()}
        chat = int(sent["chat_id"])
        who = "Bot" if chat == self._resident else f"Bot to {names.get(chat, chat)}"
        who = f"{who} edits" if name.startswith("edit") else who
        rows = (sent.get("reply_markup") or {}).get("inline_keyboard", [])
        labels = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
        file = [f"{script.FILE}{sent['file_name']}"] if "file_name" in sent else []
        text = sent["text"] if "text" in sent else sent.get("caption", "")
        return who, "\n".join([text, *file, *labels])

    def _is_listened_to(self, who: str) -> bool:
        speaking = {self._chat_name(name) for name, _ in self.script.turns}
        return who.removesuffix(" edits") in speaking

    def _chat_name(self, who: str) -> str:
        match who.split():
            case ["Shop", slug]:
                return f"Bot to shop:{slug}"
            case ["Operators"]:
                return "Bot to operators"
            case ["Driver"]:
                return f"Bot to {KARIM}"
        return "Bot"


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
