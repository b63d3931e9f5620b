"""A strict Bot API server on loopback: it refuses what Telegram refuses.

Parameters are checked against aiogram's model of the Bot API, unknown ones are refused, and every
answer and update that it makes is read back by that model. What models do not say is checked here:
lengths, callback data, edits that change nothing, groups that the bot is not in, flood limits.
"""

import asyncio
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from aiogram import types
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.api_rules import (
    LONGEST_ANSWER,
    LONGEST_CAPTION,
    RefusedError,
    check_command,
    check_keyboard,
    check_text,
    checked,
    not_modified,
    parameters_of,
    short_enough,
    shown_markup,
    with_markup,
)
from tests.telegram.chats import Chats, Group, Json
from tests.telegram.loopback import serving

TOKEN = "4711:FAKE-token-of-the-sample-village"


class FakeBotApi:
    """One bot's Telegram. What people do are methods; the bot reaches it at `url`."""

    def __init__(
        self,
        *,
        limited: bool = False,
        clock: Callable[[], float] = time.monotonic,
        token: str = TOKEN,
        username: str = "saint_aubin_bot",
    ) -> None:
        self.token = token
        self.chats = Chats(
            bot={"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Bot", "username": username,
                 "can_join_groups": True, "can_read_all_group_messages": False,
                 "supports_inline_queries": False}
        )  # fmt: skip
        self.url = ""
        self.calls: list[tuple[str, Json]] = []
        """Every request that was let through, also one that changed nothing."""
        self.refusals: list[str] = []
        self.answers: dict[str, str] = {}
        """What each tap was answered with."""
        self.faults: deque[RefusedError] = deque()
        """What the next sends are refused with."""
        self.faults_of: dict[int, RefusedError] = {}
        """What all that is sent to a chat is refused with."""
        self.menu_faults: deque[RefusedError | None] = deque()
        """What the next menus are refused with; None where one is taken."""
        self.webhook: Json = {}
        self.files: dict[str, bytes] = {}
        """What people dropped, by its id."""
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.topics = 700
        """The number of the newest topic."""
        self.most_a_second = 30
        """Messages over all chats."""
        self.allowed: list[str] = []
        """The kinds of updates that were asked for last: kept until they are asked for anew."""
        self.polled: list[int | None] = []
        """The offset of each question for updates."""
        self._questions = 0
        self._open = False
        self._limited = limited
        self._clock = clock
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._updates: deque[Json] = deque()
        self._count = 9000
        self._queries: dict[str, float] = {}
        self._lock = threading.RLock()

    # --- what people do --------------------------------------------------------------------------

    def say(self, chat: int, who: int, text: str, **content: Any) -> int:
        """Somebody writes; returns the update's number."""
        first = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        if first:
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(first)}]
        return self.send(chat, who, text=text, **content)

    def send(self, chat: int, who: int, **content: Any) -> int:
        """Somebody sends whatever a message may hold."""
        with self._lock:
            message = self.chats.new_message(chat, self.chats.people[who], **content)
            return self.update(message=message)

    def drop(self, chat: int, who: int, name: str, data: bytes, caption: str | None = None) -> int:
        """Somebody drops a file into a chat."""
        file = f"file-{len(self.files)}"
        self.files[file] = data
        document = {
            "file_id": file,
            "file_unique_id": file,
            "file_name": name,
            "file_size": len(data),
        }
        return self.send(chat, who, document=document, caption=caption)

    def reword(self, chat: int, message: int, text: str) -> int:
        with self._lock:
            found = self.chats.messages[chat, message]
            edited = int(found.get("edit_date") or found["date"]) + 5
            found |= {"text": text, "edit_date": edited}
            return self.update(edited_message=found)

    def tap(self, chat: int, who: int, message: int, data: str) -> int:
        with self._lock:
            query = f"{self._count}{who}"
            self._queries[query] = self._clock()
            return self.update(
                callback_query={
                    "id": query,
                    "from": self.chats.people[who],
                    "message": self.chats.messages[chat, message],
                    "chat_instance": str(chat),
                    "data": data,
                }
            )

    def move_group(self, old: int, new: int) -> int:
        """A group becomes a supergroup: another id, and both say so."""
        with self._lock:
            group = self.chats.groups[old]
            self.chats.groups[new] = Group(group.title, group.members)
            group.moved_to = new
            sender = self.chats.people[next(iter(group.members))]
            told = self.chats.new_message(old, sender, migrate_to_chat_id=new)
            self.update(message=told)
            told = self.chats.new_message(new, sender, migrate_from_chat_id=old)
            return self.update(message=told)

    def remove_bot(self, chat: int, by: int) -> int:
        with self._lock:
            self.chats.groups[chat].has_bot = False
            return self.update(my_chat_member=self._membership(chat, by, "member", "left"))

    def _membership(self, chat: int, by: int, before: str, after: str) -> Json:
        return {
            "chat": self.chats.chat(chat),
            "from": self.chats.people[by],
            "date": int(time.time()),
            "old_chat_member": {"user": self.chats.bot, "status": before},
            "new_chat_member": {"user": self.chats.bot, "status": after},
        }

    def update(self, **content: Any) -> int:
        """Put an update in the queue, if it is of a kind that the bot asked for."""
        with self._lock:
            self._count += 1
            if self.allowed and not set(content) & set(self.allowed):
                return self._count
            update = json.loads(json.dumps({"update_id": self._count, **content}))
            types.Update.model_validate(update)
            self._updates.append(update)
            return self._count

    def forget_updates(self) -> None:
        """Lose what waits, as after a day without asking."""
        with self._lock:
            self._updates.clear()

    def raw_update(self, update: Json) -> None:
        """Put in what no Telegram would send."""
        with self._lock:
            self._updates.append(update)

    def is_acknowledged(self, number: int) -> bool:
        with self._lock:
            return all(update["update_id"] > number for update in self._updates)

    @property
    def waiting(self) -> list[Json]:
        return list(self._updates)

    def deliver(self, client: httpx.Client, path: str | None = None) -> int:
        """Send the webhook what waits, in order; stops at what is not taken. Returns the status."""
        status = 200
        while self._updates and status == 200:
            response = client.post(
                path or self.webhook["url"],
                json=self._updates[0],
                headers={"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"]},
            )
            status = response.status_code
            if status == 200:
                self._updates.popleft()
        return status

    # --- HTTP ------------------------------------------------------------------------------------

    @contextmanager
    def running(self) -> Iterator["FakeBotApi"]:
        """Serve on a free port of the loopback address."""
        app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self.endpoint, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path}", self.file),
            ]
        )
        self._open = True
        with serving(app) as self.url:
            try:
                yield self
            finally:
                self._open = False

    def open(self) -> None:
        """Let questions for updates wait for some."""
        self._open = True

    async def endpoint(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            self._check_token(request.path_params["token"])
            parameters, file_name = await parameters_of(request)
            call = checked(name, parameters)
            if file_name is not None:
                parameters["file_name"] = file_name
            if name == "getUpdates":
                result: Any = await self._get_updates(parameters)
            else:
                with self._lock:
                    result = getattr(self, f"_{name}")(parameters)
        except RefusedError as error:
            self.refusals.append(f"{name}: {error.description}")
            return JSONResponse(error.body, error.code)
        types_of_result = call.__returning__
        if types_of_result is types.Message or types_of_result is types.User:
            types_of_result.model_validate(result)
        return JSONResponse({"ok": True, "result": result})

    async def file(self, request: Request) -> Response:
        """What people dropped, by the path that `getFile` told."""
        self._check_token(request.path_params["token"])
        data = self.files.get(request.path_params["path"])
        return Response(data) if data is not None else Response(status_code=404)

    async def _get_updates(self, parameters: Json) -> list[Json]:
        if self.webhook.get("url"):
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
                " to delete the webhook first",
            )
        self._questions += 1
        mine = self._questions
        self.allowed = parameters.get("allowed_updates", self.allowed)
        offset = parameters.get("offset")
        self.polled.append(offset)
        deadline = time.monotonic() + min(parameters.get("timeout", 0), 25)
        while True:
            with self._lock:
                while (
                    offset is not None and self._updates and self._updates[0]["update_id"] < offset
                ):
                    self._updates.popleft()
                if self._updates or time.monotonic() >= deadline or not self._open:
                    return list(self._updates)[:100]
            if mine != self._questions:
                raise RefusedError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot"
                    " instance is running",
                )
            await asyncio.sleep(0.01)

    # --- methods ---------------------------------------------------------------------------------

    def _getMe(self, _: Json) -> Json:  # noqa: N802 - Telegram's name
        return self.chats.bot

    def _setWebhook(self, parameters: Json) -> bool:  # noqa: N802
        if not parameters["url"].startswith("https://"):
            raise RefusedError(
                400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            )
        self.webhook = parameters
        self.allowed = parameters.get("allowed_updates", self.allowed)
        return True

    def _deleteWebhook(self, _: Json) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    def _getWebhookInfo(self, _: Json) -> Json:  # noqa: N802
        return {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }

    def _sendMessage(self, parameters: Json) -> Json:  # noqa: N802
        chat = self._reach(parameters)
        check_text(parameters["text"])
        check_keyboard(parameters.get("reply_markup"))
        topic = parameters.get("message_thread_id")
        self._check_rights(chat)
        self._take_turn(chat)
        self.calls.append(("sendMessage", parameters))
        return self.chats.new_message(
            chat,
            self.chats.bot,
            text=parameters["text"],
            reply_markup=shown_markup(parameters),
            message_thread_id=topic,
            is_topic_message=True if topic else None,
        )

    def _getChat(self, parameters: Json) -> Json:  # noqa: N802
        found = self.chats.chat(int(parameters["chat_id"]))
        if found is None:
            raise RefusedError(400, "Bad Request: chat not found")
        gifts = {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        }
        return found | {
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": gifts,
        }

    def _createForumTopic(self, parameters: Json) -> Json:  # noqa: N802
        chat = int(parameters["chat_id"])
        group = self.chats.groups.get(chat)
        if group is None or not group.forum:
            raise RefusedError(400, "Bad Request: the chat is not a forum")
        self.topics += 1
        group.topics.add(self.topics)
        return {
            "message_thread_id": self.topics,
            "name": parameters["name"],
            "icon_color": 7322096,
        }

    def _sendPhoto(self, parameters: Json) -> Json:  # noqa: N802
        chat = self._reach(parameters)
        if not parameters["photo"].startswith(b"\x89PNG"):
            raise RefusedError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        if len(parameters.get("caption", "")) > LONGEST_CAPTION:
            raise RefusedError(400, "Bad Request: message caption is too long")
        self._check_rights(chat, media="photos")
        self._take_turn(chat)
        self.calls.append(("sendPhoto", parameters))
        size = {"file_id": "1", "file_unique_id": "1", "width": 864, "height": 864}
        return self.chats.new_message(
            chat, self.chats.bot, photo=[size], caption=parameters.get("caption")
        )

    def _sendDocument(self, parameters: Json) -> Json:  # noqa: N802
        chat = self._reach(parameters)
        if not parameters["document"]:
            raise RefusedError(400, "Bad Request: file must be non-empty")
        if len(parameters.get("caption", "")) > LONGEST_CAPTION:
            raise RefusedError(400, "Bad Request: message caption is too long")
        self._check_rights(chat, media="documents")
        self._take_turn(chat)
        self.calls.append(("sendDocument", parameters))
        document = {"file_id": "1", "file_unique_id": "1"}
        return self.chats.new_message(
            chat, self.chats.bot, document=document, caption=parameters.get("caption")
        )

    def _getFile(self, parameters: Json) -> Json:  # noqa: N802
        file = parameters["file_id"]
        if file not in self.files:
            raise RefusedError(
                400, "Bad Request: wrong file_id or the file is temporarily unavailable"
            )
        return {"file_id": file, "file_unique_id": file, "file_path": file}

    def _editMessageText(self, parameters: Json) -> Json:  # noqa: N802
        chat = self._reach(parameters)
        check_text(parameters["text"])
        check_keyboard(parameters.get("reply_markup"))
        message = self._own_message(chat, parameters["message_id"])
        if "text" not in message:
            raise RefusedError(400, "Bad Request: there is no text in the message to edit")
        self._take_turn(chat)
        self.calls.append(("editMessageText", parameters))
        markup = shown_markup(parameters)
        if (message["text"], message.get("reply_markup")) == (parameters["text"].strip(), markup):
            raise not_modified()
        message["text"] = parameters["text"].strip()
        return with_markup(message, markup)

    def _editMessageReplyMarkup(self, parameters: Json) -> Json:  # noqa: N802
        message = self._own_message(self._reach(parameters), parameters["message_id"])
        check_keyboard(parameters.get("reply_markup"))
        markup = shown_markup(parameters)
        if message.get("reply_markup") == markup:
            raise not_modified()
        self.calls.append(("editMessageReplyMarkup", parameters))
        return with_markup(message, markup)

    def _answerCallbackQuery(self, parameters: Json) -> bool:  # noqa: N802
        query, text = parameters["callback_query_id"], parameters.get("text", "")
        if len(text) > LONGEST_ANSWER:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        asked = self._queries.pop(query, None)
        if asked is None or self._clock() - asked > 15:
            raise RefusedError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self.answers[query] = text
        return True

    def _setMyCommands(self, parameters: Json) -> bool:  # noqa: N802
        if self.menu_faults and (fault := self.menu_faults.popleft()) is not None:
            raise fault
        scope = parameters.get("scope") or {"type": "default"}
        if scope["type"] == "chat" and self.chats.chat(scope["chat_id"]) is None:
            raise RefusedError(400, "Bad Request: chat not found")
        group = self.chats.groups.get(int(scope.get("chat_id", 0)))
        if group is not None and not group.has_bot:
            raise RefusedError(403, "Forbidden: bot was kicked from the group chat")
        for command in parameters["commands"]:
            check_command(command)
        if len(parameters["commands"]) > 100:
            raise RefusedError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        key = f"{scope['type']}:{scope.get('chat_id', '')}"
        self.menus[key, parameters.get("language_code", "")] = parameters["commands"]
        return True

    def _setMyDescription(self, parameters: Json) -> bool:  # noqa: N802
        return short_enough(parameters.get("description", ""), 512)

    def _setMyShortDescription(self, parameters: Json) -> bool:  # noqa: N802
        return short_enough(parameters.get("short_description", ""), 120)

    # --- rules -----------------------------------------------------------------------------------

    def _check_token(self, token: str) -> None:
        if token != self.token:
            raise RefusedError(401, "Unauthorized")

    def _reach(self, parameters: Json) -> int:
        if self.faults:
            raise self.faults.popleft()
        chat = int(parameters["chat_id"])
        if chat in self.faults_of:
            raise self.faults_of[chat]
        group = self.chats.groups.get(chat)
        if group is not None and group.moved_to is not None:
            raise RefusedError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=group.moved_to,
            )
        if group is not None and not group.has_bot:
            raise RefusedError(403, "Forbidden: bot was kicked from the group chat")
        if self.chats.chat(chat) is None:
            raise RefusedError(400, "Bad Request: chat not found")
        topic = parameters.get("message_thread_id")
        if topic is not None and (group is None or topic not in group.topics):
            raise RefusedError(400, "Bad Request: message thread not found")
        if topic is None and group is not None and group.closed:
            raise RefusedError(400, "Bad Request: TOPIC_CLOSED")
        if chat in self.chats.blocked_by:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _check_rights(self, chat: int, *, media: str = "text messages") -> None:
        group = self.chats.groups.get(chat)
        if group is not None and (group.muted or (group.no_media and media != "text messages")):
            told = f"Bad Request: not enough rights to send {media} to the chat"
            raise RefusedError(400, told)

    def _own_message(self, chat: int, number: int) -> Json:
        message = self.chats.messages.get((chat, number))
        if message is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        if message["from"]["id"] != self.chats.bot["id"]:
            raise RefusedError(400, "Bad Request: message can't be edited")
        return message

    def _take_turn(self, chat: int) -> None:
        """One a second in a chat, twenty a minute in a group, thirty a second over all."""
        if not self._limited:
            return
        now = self._clock()
        windows = [(chat, 1, 0.95), (0, self.most_a_second, 1.0)]
        if chat < 0:
            windows.append((chat * 10, 20, 60.0))
        for key, most, seconds in windows:
            sent = self._sent[key]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= most:
                wait = max(1, int(sent[0] + seconds - now) + 1)
                raise RefusedError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key, _, _ in windows:
            self._sent[key].append(now)
