"""The people, groups and messages of a made-up Telegram, as its server knows them."""

import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
HIDDEN_ADMIN = 1087968824
"""As whom an admin writes who remains anonymous."""


@dataclass(slots=True)
class Group:
    title: str
    members: set[int]
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    """Of a forum; General is none of them."""
    closed: bool = False
    """Of a forum: nobody may write in its General topic."""
    has_bot: bool = True
    muted: bool = False
    """Members may not write; nor may the bot."""
    no_media: bool = False
    moved_to: int | None = None


@dataclass(slots=True)
class Chats:
    """Whose messages stand where. Ids of groups are negative, a person's chat has their id."""

    bot: Json
    people: dict[int, Json] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    blocked_by: set[int] = field(default_factory=set)
    _last: int = 100

    def person(self, number: int, name: str, language: str = "fr") -> Json:
        """Let a person open the bot's chat."""
        self.people[number] = {
            "id": number, "is_bot": False, "first_name": name, "language_code": language,
        }  # fmt: skip
        return self.people[number]

    def group(self, number: int, title: str, members: set[int], *, forum: bool = False) -> Group:
        self.groups[number] = Group(title, members, forum=forum)
        return self.groups[number]

    def chat(self, number: int) -> Json | None:
        """The chat as updates and answers show it."""
        if number in self.people:
            return {
                "id": number,
                "type": "private",
                "first_name": self.people[number]["first_name"],
            }
        group = self.groups.get(number)
        if group is None:
            return None
        kind = "supergroup" if number < -1_000_000_000_000 else "group"
        found = {"id": number, "type": kind, "title": group.title}
        return found | ({"is_forum": True} if group.forum else {})

    @property
    def last(self) -> int:
        """The newest message's number, over all chats."""
        return self._last

    def new_message(self, chat: int, sender: Json, **content: Any) -> Json:
        self._last += 1
        message = {
            "message_id": self._last,
            "date": int(time.time()),
            "chat": self.chat(chat),
            "from": sender,
            **({"sender_chat": self.chat(chat)} if sender["id"] == HIDDEN_ADMIN else {}),
            **{key: value for key, value in content.items() if value is not None},
        }
        self.messages[chat, self._last] = message
        topic = content.get("message_thread_id")
        if topic is not None and chat in self.groups and sender["id"] != self.bot["id"]:
            self.groups[chat].topics.add(topic)
        return message

    def of_chat(self, chat: int) -> list[Json]:
        """The bot's messages in a chat, the newest last."""
        return [
            message
            for (where, _), message in sorted(self.messages.items())
            if where == chat and message["from"]["id"] == self.bot["id"]
        ]
