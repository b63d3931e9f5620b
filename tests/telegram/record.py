"""Keeps real updates as fixtures, without the people in them: `... | python -m tests.telegram.record`.

Reads an answer of `getUpdates`, and writes each update into updates/recorded/. Ids, names, numbers,
places and files are replaced; letters in texts become x, so that lengths, entities and shapes stay.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.telegram.chats import Json
from tests.telegram.fixtures import RECORDED, updates_of

KEPT_IDS = frozenset({777000, 1087968824, 136817688})
"""Telegram's own: itself, an admin who hides, somebody who writes as a channel."""
IDS = frozenset(
    {"id", "user_id", "chat_id", "user_chat_id", "migrate_to_chat_id", "migrate_from_chat_id"}
)
NAMES = frozenset({"first_name", "last_name", "title", "forward_sender_name", "sender_user_name"})
NAMES_OF_ACCOUNTS = frozenset({"username", "active_usernames"})
KEPT = frozenset(
    {
        *("type", "status", "state", "source", "chat_type", "mime_type", "language_code", "emoji"),
        *("id", "chat_instance", "media_group_id", "custom_emoji_id", "data", "callback_data"),
        *("currency", "country_code"),
    }
)
"""Strings that say nothing of anybody."""
FILES = frozenset({"file_id", "file_unique_id"})
PLACE = {"latitude": 46.871204, "longitude": 3.402118}
_COMMAND = re.compile(r"/\w+(@\w+)?")


@dataclass(slots=True)
class Masks:
    """Who stands for whom, over all updates of one recording."""

    ids: dict[int, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def update(self, told: Any, key: str = "") -> Any:
        """Replace whatever says who or where somebody is."""
        match told:
            case dict():
                return {name: self.update(value, name) for name, value in told.items()}
            case list():
                return [self.update(value, key) for value in told]
            case int() if key in IDS and not isinstance(told, bool):
                return self._id(told)
            case float() if key in PLACE:
                return PLACE[key]
            case str():
                return self._text(told, key)
        return told

    def _id(self, real: int) -> int:
        if real in KEPT_IDS:
            return real
        start = 7001 if real > 0 else -1_001_000_000_000 if real < -(10**12) else -4001
        step = 1 if real > 0 else -1
        return self.ids.setdefault(real, start + step * len(self.ids))

    def _text(self, real: str, key: str) -> str:
        if key in NAMES:
            return self.names.setdefault(real, f"Personne {len(self.names) + 1}")
        if key in NAMES_OF_ACCOUNTS:
            bot = "_bot" if real.lower().endswith("bot") else ""
            return self.names.setdefault(real, f"personne_{len(self.names) + 1}{bot}")
        if key == "phone_number":
            return re.sub(r"\d", "0", real)
        if key in KEPT:
            return real
        return "x" if key in FILES else _without_words(real)


def _without_words(text: str) -> str:
    """Commands stay what they are."""
    command = _COMMAND.match(text)
    kept = command[0].partition("@")[0] if command else ""
    return kept + re.sub(r"\w", "x", text[len(kept) :])


def write(answer: Json, folder: Path) -> list[Path]:
    """Write each update of an answer into a file of its own, named by its kind and number."""
    masks = Masks()
    written = []
    for update in updates_of(answer):
        kind = next(key for key in update if key != "update_id")
        path = folder / f"{kind}-{update['update_id']}.json"
        text = json.dumps(masks.update(update), ensure_ascii=False, indent=1)
        path.write_text(f"{text}\n", encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    for each in write(json.load(sys.stdin), RECORDED):
        print(each)
