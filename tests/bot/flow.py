"""The application of one village on a test's database, and messages to put into it."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from tournee.bot.app import App, build
from tournee.bot.conversation.events import Said
from tournee.bot.messages import Inbound, Outgoing
from tournee.bot.outbox import SendError
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Village, VillageSlug

SAINT_AUBIN = Path(__file__).parents[2] / "villages" / "saint-aubin"
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
JEANNE, MARIE, CLAIRE = "+33639980001", "1001", "9001"

_NUMBERS = count(1)


class Wire:
    """The sending half of every channel: keeps what arrives, fails as often as it is told to."""

    def __init__(self) -> None:
        self.delivered: list[Outgoing] = []
        self.faults: list[SendError] = []

    async def send(self, message: Outgoing) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.delivered.append(message)
        return f"wire-{len(self.delivered)}"

    @property
    def texts(self) -> list[str]:
        return [message.draft.text for message in self.delivered]


def village() -> Village:
    return read(SAINT_AUBIN)


def app(database: Engine, wire: Wire) -> App:
    built = build(database, dict.fromkeys(Channel, wire))
    built.workspaces.create_village(village(), by="test", at=MONDAY)
    return built


def sms(text: str, *, minutes: int = 0, sender: str = JEANNE, message_id: str = "") -> Inbound:
    return Inbound(
        village=VillageSlug("saint-aubin"),
        channel=Channel.SMS,
        message_id=message_id or f"SM{next(_NUMBERS)}",
        sender=sender,
        content=Said(text=text),
        at=MONDAY + timedelta(minutes=minutes),
    )
