"""The whole bot behind a real web server, with the fake Twilio on its other side."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import httpx
import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from tests.bot.flow import JEANNE, MONDAY, Wire, village
from tests.twilio.fake import ACCOUNT, OURS, TOKEN, FakeTwilio, running
from tests.twilio.signing import sign
from tournee.bot.app import App, build
from tournee.bot.channels.twilio import TwilioAdapter
from tournee.bot.outbox import Sender
from tournee.bot.service import Service
from tournee.bot.settings import Settings
from tournee.catalog.model import Channel, Village

PUBLIC = "https://commandes.example"
SLUG = "saint-aubin"
MESSAGES = f"/twilio/{SLUG}/messages"

_NUMBERS = count(1)


@dataclass(slots=True)
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


class Unlimited:
    """A limiter that never is one."""

    async def wait(self, _key: str, *, every: float, burst: int = 1) -> float:
        return 0.0 * every * burst

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(slots=True)
class House:
    app: App
    service: Service
    fake: FakeTwilio
    clock: Clock
    base: str
    wire: Wire
    """Where Telegram would be."""
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, trust_env=False))

    def post(
        self,
        path: str,
        form: dict[str, str],
        *,
        signature: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """Post a form as Twilio does; signed for the public address unless told otherwise."""
        if signature is None:
            signature = sign(TOKEN, f"{PUBLIC}{path}", form)
        told = {"X-Twilio-Signature": signature} | (headers or {})
        return self.http.post(f"{self.base}{path}", data=form, headers=told)

    def text(self, body: str, **fields: str) -> httpx.Response:
        """Let Jeanne write by SMS."""
        return self.post(MESSAGES, sms(body) | fields)

    def send(self) -> None:
        """Tell and send all that is due."""

        async def run() -> None:
            now = self.clock()
            for _ in range(500):
                told = self.app.inbox.tell_next(now)
                sent = await self.app.relay.send_due(now)
                if not told and not sent:
                    return

        asyncio.run(run())

    def report(
        self, message: dict[str, Any], status: str, code: int | None = None
    ) -> httpx.Response:
        """Let Twilio report on a message that it took."""
        path = message["StatusCallback"].removeprefix(PUBLIC)
        form = {
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            "From": message["From"],
            "MessageSid": message["sid"],
            "MessageStatus": status,
            "SmsSid": message["sid"],
            "SmsStatus": status,
            "To": message["To"],
        }
        message["status"] = status
        return self.post(path, form | ({"ErrorCode": str(code)} if code else {}))


def sms(body: str, sender: str = JEANNE) -> dict[str, str]:
    """The shape of an inbound SMS."""
    sid = f"SM{next(_NUMBERS):032x}"
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "Body": body,
        "From": sender,
        "FromCity": "",
        "FromCountry": "FR",
        "FromState": "",
        "FromZip": "",
        "MessageSid": sid,
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": OURS,
        "ToCity": "",
        "ToCountry": "FR",
    }


def whatsapp(body: str, sender: str = JEANNE, **fields: str) -> dict[str, str]:
    """The shape of an inbound WhatsApp message."""
    sid = f"SM{next(_NUMBERS):032x}"
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "Body": body,
        "ChannelMetadata": '{"type":"whatsapp","data":{}}',
        "From": f"whatsapp:{sender}",
        "MessageSid": sid,
        "MessageType": "text",
        "NumMedia": "0",
        "NumSegments": "1",
        "ProfileName": "Jeanne",
        "ReferralNumMedia": "0",
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": f"whatsapp:{OURS}",
        "WaId": sender.removeprefix("+"),
    } | fields


def settings(
    fake: FakeTwilio, *, whatsapp_too: bool = True, templates: str | None = None
) -> Settings:
    return Settings(
        twilio_account_sid=ACCOUNT,
        twilio_auth_token=TOKEN,
        twilio_api=fake.base,
        twilio_sms_from=OURS,
        twilio_whatsapp_from=OURS if whatsapp_too else None,
        twilio_templates=templates,
        public_url=PUBLIC,
    )


@contextmanager
def house(
    engine: Engine, *, templates: str | None = None, known: Village | None = None
) -> Iterator[House]:
    """Serve on the loopback; the service's own worker rests, tests send when they say so."""
    with running() as fake:
        clock, wire = Clock(), Wire()
        fake.clock = clock
        told = settings(fake, templates=templates)
        adapter = TwilioAdapter.of(told, ACCOUNT, TOKEN, clock=clock, limits=Unlimited())
        senders: dict[Channel, Sender] = {
            Channel.TELEGRAM: wire,
            Channel.SMS: adapter,
            Channel.WHATSAPP: adapter,
        }
        app = build(engine, senders)
        app.workspaces.create_village(known or village(), by="test", at=MONDAY)
        service = Service(app, clock)
        with serving(service, adapter) as base:
            built = House(app=app, service=service, fake=fake, clock=clock, base=base, wire=wire)
            with built.http:
                yield built
        asyncio.run(adapter.stop())


@contextmanager
def serving(service: Service, adapter: TwilioAdapter) -> Iterator[str]:
    """Run the adapter's routes in a real server."""
    adapter._webhooks.service = service
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        Starlette(routes=list(adapter.routes)), log_config=None, access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
