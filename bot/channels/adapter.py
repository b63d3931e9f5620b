"""What a live channel is to the service, and which ones the environment configures."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Engine
from starlette.routing import BaseRoute

from tournee.bot.channels.storage import Directory
from tournee.bot.outbox import Sender
from tournee.bot.service import Service
from tournee.bot.settings import Settings
from tournee.catalog.model import Channel


class Adapter(Sender, Protocol):
    """Takes messages in, by its routes or by itself, and sends."""

    @property
    def channels(self) -> Sequence[Channel]: ...

    @property
    def routes(self) -> Sequence[BaseRoute]: ...

    async def start(self, service: Service) -> None:
        """Begin to take messages in."""
        ...

    async def stop_intake(self) -> None:
        """Take in no more of its own accord; what was accepted is still sent."""
        ...

    async def stop(self) -> None:
        """Let go of its connections, once all is sent."""
        ...


def configured(settings: Settings, engine: Engine) -> tuple[Adapter, ...]:
    """The channels that the settings name, and villages' own bots; each is imported only then.

    Raises:
        SettingsError: a token without a village that it is for.
    """
    adapters: list[Adapter] = []
    if settings.twilio_account_sid and settings.twilio_auth_token:
        from tournee.bot.channels.twilio import TwilioAdapter  # noqa: PLC0415

        account, token = settings.twilio_account_sid, settings.twilio_auth_token
        adapters.append(TwilioAdapter.of(settings, account, token))
    directory = Directory(engine, Channel.TELEGRAM)
    if settings.telegram_token or any(directory.tokens().values()):
        from tournee.bot.channels.telegram import TelegramAdapter  # noqa: PLC0415

        adapters.append(TelegramAdapter.of(settings, directory))
    return tuple(adapters)
