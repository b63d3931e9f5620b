"""What a live channel is to the service, and which ones the environment configures."""

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from tournee.bot.conversation.model import Channel
from tournee.bot.outbox import Sender
from tournee.bot.service import Service
from tournee.bot.settings import Settings


class Adapter(Sender, Protocol):
    """Takes messages in, by its routes or by itself, and sends."""

    @property
    def channels(self) -> Sequence[Channel]: ...

    @property
    def routes(self) -> Sequence[BaseRoute]: ...

    async def start(self, service: Service) -> None:
        """Begin to take messages in."""
        ...

    async def stop(self) -> None: ...


def configured(settings: Settings) -> tuple[Adapter, ...]:  # noqa: ARG001
    """The channels that the settings name."""
    return ()
