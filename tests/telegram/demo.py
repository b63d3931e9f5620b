"""`tournee serve` on a made-up Telegram, with the sample village and its groups.

    jeanne: 2 baguettes pour mardi      writes in her private chat
    jeanne: [1]                         taps the first button of the newest message with buttons
    marie: ok                           writes in her bakery's group; claire in the operators'

Without a terminal it plays a short order by itself.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.telegram.chats import Json
from tests.telegram.fake_bot_api import TOKEN, FakeBotApi

VILLAGE = Path(__file__).parents[2] / "villages" / "saint-aubin"
PEOPLE = {"jeanne": 5001, "marie": 1001, "claire": 9001, "karim": 9101}
CHATS = {"jeanne": 5001, "marie": -100, "claire": -200, "karim": 9101}
GROUPS = {"boulangerie": ("marie", -100), "operators": ("claire", -200)}
SHORT_ORDER = ("jeanne: 2 baguettes", "jeanne: [1]", "marie: [1]", "claire: /jour", "karim: /aide")
QUIET_SECONDS = 3.0
EXPECTED = ("setMyCommands: Bad Request: chat not found",)
"""Refused because somebody who works in the village has not opened the bot's chat yet."""


class Demo:
    def __init__(self, fake: FakeBotApi, environment: dict[str, str]) -> None:
        self._fake = fake
        self._environment = environment
        self._printed = 0

    def tournee(self, *arguments: str) -> str:
        """Run a command of the real program."""
        command = [sys.executable, "-m", "tournee.bot.cli", *arguments]
        done = subprocess.run(
            command, env=self._environment, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def link_groups(self) -> None:
        for subject, (owner, chat) in GROUPS.items():
            self._fake.chats.group(chat, subject, {PEOPLE[owner]})
            code = self.tournee("telegram", "link", "saint-aubin", subject).split("=")[1]
            self._fake.say(chat, PEOPLE[owner], f"/start@saint_aubin_bot {code}")

    def act(self, line: str) -> None:
        who, _, text = line.partition(":")
        person, chat, text = PEOPLE[who.strip()], CHATS[who.strip()], text.strip()
        if text.startswith("[") and text.endswith("]"):
            message, data = self._button(chat, int(text[1:-1]))
            self._fake.tap(chat, person, message, data)
        else:
            self._fake.say(chat, person, text)

    def listen(self) -> None:
        """Print what the bot does until it has been quiet for a while."""
        last = time.monotonic()
        while time.monotonic() - last < QUIET_SECONDS:
            calls = self._fake.calls[self._printed :]
            if calls:
                last = time.monotonic()
            self._printed += len(calls)
            for name, sent in calls:
                print(_shown(name, sent), flush=True)
            time.sleep(0.1)

    def _button(self, chat: int, place: int) -> tuple[int, str]:
        for message in reversed(self._fake.chats.of_chat(chat)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            buttons = [button for row in rows for button in row]
            if len(buttons) >= place:
                return message["message_id"], buttons[place - 1]["callback_data"]
        raise LookupError(place)


def _shown(name: str, sent: Json) -> str:
    names = {number: f"{who} (in private)" for who, number in PEOPLE.items()}
    names |= {chat: who for who, chat in CHATS.items()}
    rows = (sent.get("reply_markup") or {}).get("inline_keyboard", [])
    labels = "  ".join(f"[{button['text']}]" for row in rows for button in row)
    sign = "✎" if name.startswith("edit") else "→"
    text = "\n    ".join([*str(sent.get("text", "")).split("\n"), *([labels] if labels else [])])
    return f"{sign} {names.get(int(sent['chat_id']), sent['chat_id'])}: {text}"


def _lines() -> Iterable[str]:
    return sys.stdin if sys.stdin.isatty() else SHORT_ORDER


def main() -> int:
    with FakeBotApi(limited=True).running() as fake, tempfile.TemporaryDirectory() as folder:
        for name, number in PEOPLE.items():
            fake.chats.person(number, name.capitalize())
        environment = os.environ | {
            "TOURNEE_DATABASE_URL": f"sqlite:///{folder}/tournee.sqlite3",
            "TOURNEE_TELEGRAM_TOKEN": TOKEN,
            "TOURNEE_TELEGRAM_API": fake.url,
        }
        demo = Demo(fake, environment)
        demo.tournee("village", "import", str(VILLAGE))
        command = [sys.executable, "-m", "tournee.bot.cli", "serve", "--port", "0"]
        with subprocess.Popen(
            command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        ) as served:
            demo.link_groups()
            demo.listen()
            for line in _lines():
                print(f"\n{line.strip()}", flush=True)
                try:
                    demo.act(line)
                except (KeyError, LookupError, ValueError):
                    print("jeanne, marie, claire or karim, a colon, and words or [1]")
                demo.listen()
            served.terminate()
        refused = [refusal for refusal in fake.refusals if refusal not in EXPECTED]
        print(f"\nRefused by Telegram: {refused or 'nothing'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
