"""The JSON of `tournee parse`: messages in, parses out (docs/formats.md)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from tournee.nlu.model import Line, Parse, Unresolved


class MessageError(ValueError):
    """A line is no message; its text says why."""

    def __init__(self, reason: str, message_id: object = None) -> None:
        super().__init__(reason)
        self.message_id = message_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: object
    text: str
    now: datetime | None = None
    locale: str | None = None


def read(line: str) -> Message:
    """Read one line; raises MessageError."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        raise MessageError("not JSON") from None
    if not isinstance(data, dict):
        raise MessageError("not a JSON object")
    text, name = data.get("text"), data.get("id")
    if not isinstance(text, str):
        raise MessageError("no text", name)
    return Message(id=name, text=text, now=_instant(data, name), locale=_locale(data))


def _instant(data: Mapping[str, Any], name: object) -> datetime | None:
    if (now := data.get("now")) is None:
        return None
    try:
        return datetime.fromisoformat(now)
    except (TypeError, ValueError):
        raise MessageError("'now' is no ISO 8601 date and time", name) from None


def _locale(data: Mapping[str, Any]) -> str | None:
    locale = data.get("locale")
    return locale if isinstance(locale, str) and locale else None


def number(value: Decimal) -> int | float:
    """Write an exact number as JSON has it: 2, 0.25."""
    return int(value) if value == value.to_integral_value() else float(value)


def write(name: object, parse: Parse) -> str:
    """Write one parse on one line."""
    data: dict[str, Any] = {
        "id": name,
        "intent": parse.intent.value,
        "confidence": round(parse.confidence, 3),
        "locale": parse.locale,
        "lines": [_line(line) for line in parse.lines],
        "unresolved": [_unresolved(mention) for mention in parse.unresolved],
        "day": parse.day.isoformat() if parse.day else None,
        "period": parse.period.value if parse.period else None,
    }
    named = {
        "about": list(parse.about),
        "shops": list(parse.shops),
        "place": parse.place,
        "person": parse.person,
        "beneficiary": parse.beneficiary,
    }
    data.update({key: value for key, value in named.items() if value})
    return json.dumps(data, ensure_ascii=False)


def write_error(error: MessageError) -> str:
    return json.dumps({"id": error.message_id, "error": str(error)}, ensure_ascii=False)


def _line(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {
        "sku": line.sku,
        "qty": None if line.qty is None else number(line.qty),
        "unit": line.unit.value,
        "options": list(line.options),
        "text": line.text,
    }
    if line.amount is not None:
        data["amount_eur"] = number(line.amount)
        del data["qty"]
    if line.count is not None:
        data["count"] = number(line.count)
    if line.day is not None:
        data["day"] = line.day.isoformat()
    return data


def _unresolved(mention: Unresolved) -> dict[str, Any]:
    data: dict[str, Any] = {
        "text": mention.text,
        "reason": mention.reason.value,
        "skus": list(mention.skus),
    }
    if mention.qty is not None:
        data |= {"qty": number(mention.qty), "unit": mention.unit.value}
    if mention.amount is not None:
        data["amount_eur"] = number(mention.amount)
    if mention.options:
        data["options"] = list(mention.options)
    if mention.day is not None:
        data["day"] = mention.day.isoformat()
    return data
