"""Buttons on WhatsApp: Twilio's Content API keeps a layout, each message fills in its text.

Three short labels are quick replies; up to ten choices a list, whose rows show a long label in full
below its first words. What fits neither is written as a numbered list.
"""

import threading
from collections import OrderedDict
from hashlib import blake2b
from typing import Any, Final

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from tournee.bot.channels.twilio.inbound import payload
from tournee.bot.messages import Outgoing
from tournee.bot.render.voice import Button

MOST_REPLIES: Final = 3
LONGEST_REPLY: Final = 20
MOST_ROWS: Final = 10
LONGEST_ROW: Final = 24
LONGEST_DESCRIPTION: Final = 72
LONGEST_BODY: Final = 1024
LIST_BUTTON: Final = "Menu"
MOST_KEPT: Final = 1000
"""Layouts whose ids are remembered; the one used longest ago makes room."""

Layout = dict[str, Any]


def layout(buttons: tuple[tuple[Button, ...], ...]) -> Layout | None:
    """Return the `types` of a content resource; None where the buttons do not fit.

    Ids are places among the buttons: the message's own number comes with its variables.
    """
    labels = [button.label for row in buttons for button in row]
    if not labels or len(labels) > MOST_ROWS:
        return None
    if len(labels) <= MOST_REPLIES and all(len(label) <= LONGEST_REPLY for label in labels):
        actions = [
            {"type": "QUICK_REPLY", "title": label, "id": _id(place)}
            for place, label in enumerate(labels)
        ]
        return {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}
    items = [_row(label, place) for place, label in enumerate(labels)]
    return {"twilio/list-picker": {"body": "{{1}}", "button": LIST_BUTTON, "items": items}}


def variables(message: Outgoing) -> dict[str, str]:
    """What fills a layout for one message."""
    return {"1": message.draft.text, "2": str(message.id.number)}


def _id(place: int) -> str:
    return payload("{{2}}", place)


def _row(label: str, place: int) -> dict[str, str]:
    row = {"item": label, "id": _id(place)}
    if len(label) > LONGEST_ROW:
        row["item"] = f"{label[: LONGEST_ROW - 1].rstrip()}…"
        row["description"] = label[:LONGEST_DESCRIPTION]
    return row


class Layouts:
    """Content resources by what they show: made once, then reused."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def sid(self, message: Outgoing) -> str | None:
        """The content that shows a message's buttons; None where they do not fit.

        Raises what the client raises.
        """
        shown = layout(message.draft.buttons)
        if shown is None or len(message.draft.text) > LONGEST_BODY:
            return None
        name = f"tournee-{blake2b(repr(shown).encode(), digest_size=12).hexdigest()}"
        with self._lock:
            known = self._known.get(name)
            if known is not None:
                self._known.move_to_end(name)
                return known
        return self._keep(name, self._create(name, shown))

    def _create(self, name: str, shown: Layout) -> str:
        request = ContentList.ContentCreateRequest(
            {
                "friendly_name": name,
                "language": "fr",
                "variables": {"1": "…", "2": "1"},
                "types": shown,
            }
        )
        sid = self._client.content.v1.contents.create(request).sid
        if sid is None:
            raise ValueError(name)
        return str(sid)

    def _keep(self, name: str, sid: str) -> str:
        with self._lock:
            self._known[name] = sid
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return sid
