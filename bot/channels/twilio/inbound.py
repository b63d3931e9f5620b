"""Twilio's webhook forms as messages and reports.

Long texts come in one piece (Twilio joins the parts); every field may be missing.
"""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from tournee.bot.channels.twilio.errors import fate_of
from tournee.bot.channels.twilio.numbers import WHATSAPP, e164
from tournee.bot.conversation.events import Located, OptedOut, Said, Unreadable
from tournee.bot.messages import Content, Inbound, Report, Tapped
from tournee.catalog.model import Channel, VillageSlug

Form = Mapping[str, str]
Status = Literal["queued", "sent", "delivered", "undelivered", "failed"]

STATUSES: Final[Mapping[str, Status]] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
LOST: Final = frozenset({"undelivered", "failed"})
LONGEST: Final = 5000
"""Characters kept of a text: the conversation refuses fewer than these."""
_PAYLOAD = re.compile(r"(\d{1,9}):(\d{1,3})")


def message(form: Form, village: VillageSlug, at: datetime) -> Inbound | None:
    """Read an inbound message; None where its sender is nobody who can be answered."""
    sender, sid = e164(form.get("From", "")), form.get("MessageSid") or form.get("SmsMessageSid")
    if sender is None or not sid:
        return None
    by_whatsapp = form["From"].startswith(WHATSAPP)
    return Inbound(
        village=village,
        channel=Channel.WHATSAPP if by_whatsapp else Channel.SMS,
        message_id=sid,
        sender=sender,
        sender_name=form.get("ProfileName", ""),
        content=_content(form),
        at=at,
    )


def payload(number: int | str, button: int) -> str:
    """What a button carries: the message's number in its conversation and the button's place."""
    return f"{number}:{button}"


def _content(form: Form) -> Content:
    match form.get("OptOutType", "").upper():
        case "STOP":
            return OptedOut()
        case "START":
            return Said(text="START")
    pressed = _PAYLOAD.fullmatch(form.get("ButtonPayload") or form.get("ListId") or "")
    if pressed:
        return Tapped(message=int(pressed[1]), button=int(pressed[2]))
    position = _position(form)
    if position is not None:
        return position
    text = (form.get("Body") or form.get("ButtonText") or form.get("ListTitle") or "")[:LONGEST]
    if text.strip():
        return Said(text=text)
    if form.get("NumMedia", "0") not in {"", "0"}:
        return Unreadable(what=_media(form.get("MediaContentType0", "")))
    return Unreadable(what="empty")


def _position(form: Form) -> Located | None:
    try:
        lat, lon = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004
        return None
    return Located(lat=lat, lon=lon)


def _media(kind: str) -> Literal["voice", "picture", "sticker", "other"]:
    if kind == "image/webp":
        return "sticker"
    match kind.partition("/")[0]:
        case "audio":
            return "voice"
        case "image" | "video":
            return "picture"
    return "other"


def report(form: Form, village: VillageSlug, mark: str, at: datetime) -> Report | None:
    """Read a status callback; None for a status that says nothing."""
    status = STATUSES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").lower())
    sid = form.get("MessageSid") or form.get("SmsSid")
    if status is None or not sid:
        return None
    code = form.get("ErrorCode", "")
    number = int(code) if code.isascii() and code.isdecimal() else None
    return Report(
        village=village,
        mark=mark,
        channel_id=sid,
        status=status,
        code=code or None,
        fate=fate_of(number) if status in LOST else None,
        at=at,
    )
