"""The residents' golden dialogues by SMS and WhatsApp, over HTTP in both directions.

Every message of the resident is a signed webhook, every answer is what the fake Twilio was posted
by the real client. The transcript has to be the one that the same dialogue has without any wire.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.dialogues import script
from tests.twilio.fake import ACCOUNT, TOKEN, FakeTwilio, buttons, running, shown
from tests.twilio.house import PUBLIC, Clock, Unlimited, serving, settings, sms, whatsapp
from tests.twilio.signing import sign
from tournee.bot.app import build
from tournee.bot.budgets import MOST
from tournee.bot.channels.twilio import TwilioAdapter
from tournee.bot.delivery import numbered
from tournee.bot.gsm7 import is_plain, segments
from tournee.bot.messages import Outgoing
from tournee.bot.outbox import Sender
from tournee.bot.service import Service
from tournee.bot.simulate import EPOCH, Json, Recorder, Simulation, instant
from tournee.catalog.model import Channel, Village
from tournee.storage.engine import MEMORY, connect
from tournee.storage.schema import create

BY_PHONE = frozenset({"sms", "whatsapp"})
WHATSAPP_DIALOGUES = ("01-", "02-", "04-", "12-", "14-")
"""Those in which something is tapped, chosen or corrected."""


class Tee:
    """Sends by the adapter and keeps what a simulation keeps."""

    def __init__(self, recorder: Recorder, adapter: TwilioAdapter, fake: FakeTwilio) -> None:
        self._recorder, self._adapter, self._fake = recorder, adapter, fake

    async def send(self, message: Outgoing) -> str | None:
        await self._recorder.send(message)
        sid = await self._adapter.send(message)
        (sent,) = (m for m in self._fake.messages if m["sid"] == sid)  # others go out meanwhile
        body = shown(sent)
        assert body in {message.draft.text, numbered(message.draft)}
        if message.draft.channel is Channel.SMS:
            assert is_plain(body)
            assert segments(body) <= MOST
        return sid


class OverTwilio(Simulation):
    """A simulation whose residents' telephones are the fake Twilio's."""

    def __init__(self, village: Village, fake: FakeTwilio) -> None:
        super().__init__(village)
        self._fake, self._clock = fake, Clock()
        self._path = f"/twilio/{village.settings.slug}/messages"
        self.adapter = TwilioAdapter.of(
            settings(fake), ACCOUNT, TOKEN, clock=self._clock, limits=Unlimited()
        )
        engine = connect(MEMORY)
        create(engine)
        tee = Tee(self._recorder, self.adapter, fake)
        senders: dict[Channel, Sender] = {
            Channel.TELEGRAM: self._recorder,
            Channel.SMS: tee,
            Channel.WHATSAPP: tee,
        }
        self._app = build(engine, senders)
        self._app.workspaces.create_village(village, by="simulate", at=EPOCH)
        self.service = Service(self._app, self._clock)
        self.base = ""

    async def play(self, event: Json) -> list[Json]:
        if event.get("via") not in BY_PHONE:
            return await super().play(event)
        at = instant(event)
        self._clock.now = at
        quiet = {"at": (at - timedelta(milliseconds=1)).isoformat()}
        said = await super().play(quiet)
        await asyncio.to_thread(self._post, event)
        return [*said, *await super().play({"at": at.isoformat()})]

    def _post(self, event: Json) -> None:
        form = self._form(event)
        signature = {"X-Twilio-Signature": sign(TOKEN, PUBLIC + self._path, form)}
        with httpx.Client(trust_env=False, timeout=60) as http:
            answer = http.post(f"{self.base}{self._path}", data=form, headers=signature)
        assert answer.status_code == 200

    def _form(self, event: Json) -> dict[str, str]:
        sender, text = str(event["from"]), str(event.get("text", ""))
        if event["via"] == "sms":
            return sms(text, sender)
        if "press" not in event:
            return whatsapp(text, sender)
        return whatsapp("tapped", sender, ButtonPayload=self._payload(event))

    def _payload(self, event: Json) -> str:
        """The id of the newest button with that action."""
        shown = self._recorder.newest[str(event["from"])]
        actions = [b.action for row in shown.draft.buttons for b in row]
        newest = next(m for m in reversed(self._fake.messages) if "ContentSid" in m)
        return buttons(newest, self._fake)[actions.index(event["press"])][1]


@contextmanager
def over_twilio(village: Village) -> Iterator[OverTwilio]:
    with running() as fake:
        simulation = OverTwilio(village, fake)
        with serving(simulation.service, simulation.adapter) as base:
            simulation.base = base
            yield simulation
        asyncio.run(simulation.adapter.stop())


def resident_dialogues(via: str) -> list[Any]:
    found = [path for path in script.files() if script.load(path).given["via"] in BY_PHONE]
    if via == "whatsapp":
        found = [p for p in found if p.name.startswith(WHATSAPP_DIALOGUES)]
    return [pytest.param(p, id=f"{p.parent.name}/{p.stem}") for p in found]


def replayed(path: Path, via: str) -> None:
    written = script.load(path)
    written = replace(written, given=written.given | {"via": via})
    with over_twilio(script.village_of(written)) as simulation:
        wired = script.play(written, simulation)
    assert script.dump(wired) == script.dump(script.play(written))


@pytest.mark.parametrize("path", resident_dialogues("sms"))
def test_the_dialogue_by_sms_is_the_same_over_http(path: Path) -> None:
    replayed(path, "sms")


@pytest.mark.parametrize("path", resident_dialogues("whatsapp"))
def test_the_dialogue_by_whatsapp_is_the_same_over_http(path: Path) -> None:
    replayed(path, "whatsapp")
