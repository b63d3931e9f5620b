"""Sending by Twilio's REST API, one try at a time; what a refusal means is in `errors`."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tournee.bot.channels.twilio.content import Layouts, variables
from tournee.bot.channels.twilio.errors import BROKEN, BUSY, LOCKED_OUT, fate_of
from tournee.bot.channels.twilio.numbers import address
from tournee.bot.channels.twilio.templates import Template
from tournee.bot.delivery import numbered
from tournee.bot.logs import log
from tournee.bot.messages import Fate, Outgoing
from tournee.bot.outbox import SendError, TryLaterError, UndeliverableError
from tournee.catalog.model import Channel

SECONDS: Final = 10.0
"""How long Twilio may take to answer."""
LOOKED_AT: Final = 50
"""The newest messages to a number among which one is looked for whose answer was lost."""
CLOCKS: Final = timedelta(minutes=2)
"""By how much Twilio's clock and ours may differ."""
OUT_OF_WINDOW: Final = "63016"
FAILED: Final = frozenset({"failed", "undelivered", "canceled"})


def client(account: str, token: str, api: str | None) -> Client:
    """Make a client; `api` is another base URL than Twilio's own."""
    made = Client(account, token, http_client=TwilioHttpClient(timeout=SECONDS))
    if api is not None:
        made.api.base_url = made.content.base_url = api.rstrip("/")
    return made


class Courier:
    """Sends one message; every method waits for the network."""

    def __init__(self, client: Client, templates: Mapping[str, Template]) -> None:
        self._client = client
        self._layouts = Layouts(client)
        self._templates = templates

    def close(self) -> None:
        session = self._client.http_client.session
        if session is not None:
            session.close()

    def send(self, message: Outgoing, from_: str, status_callback: str | None) -> str | None:
        """Return Twilio's id of the message. Raises SendError."""
        try:
            sent = self._found(message, from_) if message.attempts > 1 else None
            return sent or self._send(message, from_, status_callback)
        except TwilioRestException as error:
            raise refusal(error) from error
        except (RequestException, TwilioException, ValueError) as error:
            raise TryLaterError("no_answer") from error

    def _found(self, message: Outgoing, from_: str) -> str | None:
        """Look for a message that Twilio took although its answer never reached us."""
        draft = message.draft
        listed = self._client.messages.list(
            to=address(draft.channel, draft.to),
            from_=address(draft.channel, from_),
            limit=LOOKED_AT,
        )
        since = message.created_at - CLOCKS
        return next(
            (
                found.sid
                for found in listed
                if self._is(found.body, message)
                and found.sid not in message.known
                and str(found.status) not in FAILED
                and (found.date_created is None or found.date_created >= since)
            ),
            None,
        )

    def _is(self, body: str | None, message: Outgoing) -> bool:
        """Whether a message that Twilio has is this one; a template's own words are not ours."""
        draft = message.draft
        if body is None or body in {draft.text, numbered(draft)}:
            return body is not None
        template = self._templates.get(draft.kind)
        if draft.channel is not Channel.WHATSAPP or message.in_window or template is None:
            return False
        return all(value in body for value in template.filled(draft, message.village).values())

    def _send(self, message: Outgoing, from_: str, status_callback: str | None) -> str | None:
        draft = message.draft
        fields = {
            "to": address(draft.channel, draft.to),
            "from_": address(draft.channel, from_),
            **({"status_callback": status_callback} if status_callback else {}),
        }
        if draft.channel is not Channel.WHATSAPP:
            return self._create(fields | {"body": draft.text})
        if not message.in_window:
            return self._create(fields | self._template(message))
        with_buttons = self._with_buttons(message)
        if with_buttons is not None:
            try:
                return self._create(fields | with_buttons)
            except TwilioRestException as error:
                if not _is_about_content(error):
                    raise
                log.warning("twilio_buttons_refused", code=error.code)
        return self._create(fields | {"body": numbered(draft)})

    def _create(self, fields: Mapping[str, str]) -> str | None:
        sent = self._client.messages.create(**fields)
        return str(sent.sid) if sent.sid else None

    def _template(self, message: Outgoing) -> dict[str, str]:
        """The approved template for this kind of message, filled in."""
        template = self._templates.get(message.draft.kind)
        if template is None:
            raise UndeliverableError(OUT_OF_WINDOW, Fate.ELSEWHERE)
        filled = template.filled(message.draft, message.village)
        return {"content_sid": template.sid, "content_variables": json.dumps(filled)}

    def _with_buttons(self, message: Outgoing) -> dict[str, str] | None:
        try:
            sid = self._layouts.sid(message)
        except TwilioRestException as error:
            if error.status in BUSY or error.status >= BROKEN or error.status in LOCKED_OUT:
                raise
            log.warning("twilio_content_refused", code=error.code)
            return None
        if sid is None:
            return None
        return {"content_sid": sid, "content_variables": json.dumps(variables(message))}


def refusal(error: TwilioRestException) -> SendError:
    """Translate what Twilio refused."""
    code = str(error.code or error.status)
    if error.status in BUSY or error.status >= BROKEN:
        return TryLaterError(code)
    if error.status in LOCKED_OUT:
        log.error("twilio_locked_out", code=code)
        return TryLaterError(code)
    fate = fate_of(error.code)
    return TryLaterError(code) if fate is Fate.AGAIN else UndeliverableError(code, fate)


def _is_about_content(error: TwilioRestException) -> bool:
    """Without a rule of its own, a refusal of a message with buttons is blamed on them."""
    return (
        error.status not in BUSY | LOCKED_OUT
        and error.status < BROKEN
        and (fate_of(error.code) is Fate.GIVEN_UP)
    )
