"""What Telegram refuses: read by aiogram's model of the Bot API, and by what models do not say."""

import json
from typing import Any

from aiogram import methods
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from tests.telegram.chats import Json

LONGEST_CAPTION = 1024
LONGEST_TEXT = 4096
LONGEST_DATA = 64
MOST_BUTTONS = 100
LONGEST_ANSWER = 200
DEPRECATED = frozenset(
    {"disable_web_page_preview", "reply_to_message_id", "allow_sending_without_reply"}
)
STRINGS = frozenset(
    {
        "text",
        "caption",
        "callback_query_id",
        "url",
        "secret_token",
        "description",
        "short_description",
        "language_code",
        "ip_address",
    }
)
SUPPORTED: dict[str, type[Any]] = {
    name: getattr(methods, name[0].upper() + name[1:])
    for name in (
        "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage",
        "sendPhoto", "sendDocument", "getFile", "editMessageText", "editMessageReplyMarkup",
        "answerCallbackQuery", "setMyCommands",
        "setMyDescription", "setMyShortDescription", "getChat", "createForumTopic",
    )
}  # fmt: skip


class RefusedError(Exception):
    """What Telegram answers when it does not do something."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> Json:
        found = {"ok": False, "error_code": self.code, "description": self.description}
        return found | ({"parameters": self.parameters} if self.parameters else {})


async def parameters_of(request: Request) -> tuple[Json, str | None]:
    """What was asked, and the name of the file that came with it."""
    if "json" in request.headers.get("content-type", ""):
        told: Json = await request.json()
        return told, None
    file_name = None
    found: Json = dict(request.query_params)
    files: dict[str, bytes] = {}
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
                file_name = value.filename
            else:
                found[name] = str(value)
    attached = {f"attach://{name}": content for name, content in files.items()}
    parameters = {name: _value(name, text) for name, text in found.items()}
    if not attached.keys() & found.values():
        return {**parameters, **files}, file_name
    parameters = {name: attached.get(found[name], value) for name, value in parameters.items()}
    return parameters, file_name


def _value(name: str, text: str) -> Any:
    if name in STRINGS:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def checked(name: str, parameters: Json) -> Any:
    """Read a call by aiogram's model of the method; refuse what it does not know."""
    model = SUPPORTED.get(name)
    if model is None:
        raise RefusedError(404, "Not Found")
    parameters = {k: "a file" if isinstance(v, bytes) else v for k, v in parameters.items()}
    unknown = set(parameters) - (set(model.model_fields) - DEPRECATED)
    if unknown:
        raise RefusedError(400, f"Bad Request: unknown parameters {sorted(unknown)}")
    try:
        return model.model_validate(parameters)
    except ValidationError as error:
        raise RefusedError(
            400, f"Bad Request: {error.errors()[0]['loc']} {error.errors()[0]['msg']}"
        ) from error


def check_text(text: str) -> None:
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise RefusedError(400, "Bad Request: message is too long")


def check_keyboard(markup: Json | None) -> None:
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise RefusedError(400, "Bad Request: reply markup is too long")
    for button in (button for row in rows for button in row):
        data = button.get("callback_data", "")
        if not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button.get("text", "").strip():
            raise RefusedError(400, "Bad Request: inline keyboard button text must be non-empty")


def check_command(command: Json) -> None:
    name = command["command"]
    valid = 1 <= len(name) <= 32 and name.isascii() and name == name.lower()
    if not valid or not name.replace("_", "").isalnum():
        raise RefusedError(400, "Bad Request: BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise RefusedError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def shown_markup(parameters: Json) -> Json | None:
    """A keyboard without buttons is none."""
    markup: Json | None = parameters.get("reply_markup")
    return markup if markup and markup.get("inline_keyboard") else None


def with_markup(message: Json, markup: Json | None) -> Json:
    message.pop("reply_markup", None)
    if markup is not None:
        message["reply_markup"] = markup
    return message


def short_enough(text: str, longest: int) -> bool:
    if len(text) > longest:
        raise RefusedError(400, "Bad Request: description is too long")
    return True


def not_modified() -> RefusedError:
    return RefusedError(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message",
    )
