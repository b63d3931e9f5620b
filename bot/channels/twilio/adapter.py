"""The Twilio channel as the service sees it: webhooks in, the REST API out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Self
from urllib.parse import quote

from starlette.routing import BaseRoute

from tournee.bot.channels.twilio.numbers import OwnNumbers
from tournee.bot.channels.twilio.sending import Courier, client
from tournee.bot.channels.twilio.templates import templates
from tournee.bot.channels.twilio.webhooks import Webhooks
from tournee.bot.limits import Limiter, limiter
from tournee.bot.messages import Outgoing
from tournee.bot.outbox import TryLaterError, UndeliverableError
from tournee.bot.service import Service, now
from tournee.bot.settings import TWILIO_API, Settings, SettingsError
from tournee.catalog.model import Channel

EVERY: Final[Mapping[Channel, float]] = {Channel.SMS: 0.1, Channel.WHATSAPP: 1 / 80}
"""Seconds between two messages of one sender: what Twilio gives a French number, and WhatsApp."""
BURST: Final = 5


class TwilioAdapter:
    def __init__(
        self,
        *,
        courier: Courier,
        webhooks: Webhooks,
        numbers: Mapping[Channel, OwnNumbers],
        limits: Limiter,
        public_url: str | None,
    ) -> None:
        self._courier = courier
        self._webhooks = webhooks
        self._numbers = numbers
        self._limits = limits
        self._public_url = public_url.rstrip("/") if public_url else None

    @classmethod
    def of(
        cls,
        settings: Settings,
        account: str,
        token: str,
        *,
        clock: Callable[[], datetime] = now,
        limits: Limiter | None = None,
    ) -> Self:
        """Build the channel that the settings describe.

        Raises:
            SettingsError: a template is filled with facts that no message has.
        """
        try:
            approved = templates(settings.twilio_templates)
        except ValueError as error:
            raise SettingsError((f"TOURNEE_TWILIO_TEMPLATES: no such fact: {error}",)) from error
        numbers = {
            Channel.SMS: OwnNumbers.read(settings.twilio_sms_from),
            Channel.WHATSAPP: OwnNumbers.read(settings.twilio_whatsapp_from),
        }
        return cls(
            courier=Courier(
                client(
                    account,
                    token,
                    None if settings.twilio_api == TWILIO_API else settings.twilio_api,
                ),
                approved,
            ),
            webhooks=Webhooks(
                account=account, token=token, public_url=settings.public_url, clock=clock
            ),
            numbers={channel: own for channel, own in numbers.items() if own},
            limits=limits or limiter(settings.redis_url),
            public_url=settings.public_url,
        )

    @property
    def channels(self) -> Sequence[Channel]:
        return tuple(self._numbers)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return self._webhooks.routes

    async def start(self, service: Service) -> None:
        self._webhooks.service = service

    async def stop_intake(self) -> None:
        """Webhooks have ended with the server."""

    async def stop(self) -> None:
        self._courier.close()
        await self._limits.close()

    async def send(self, message: Outgoing) -> str | None:
        """Send when the sender's number may; see `Courier.send`."""
        channel = message.draft.channel
        from_ = self._numbers[channel].of(message.village)
        if from_ is None:
            raise UndeliverableError("no_number")
        wait = await self._limits.wait(
            f"twilio:{channel}:{from_}", every=EVERY[channel], burst=BURST
        )
        if wait > 0:
            raise TryLaterError("limited", timedelta(seconds=wait), tried=False)
        return await asyncio.to_thread(
            self._courier.send, message, from_, self._status_callback(message)
        )

    def _status_callback(self, message: Outgoing) -> str | None:
        if self._public_url is None:
            return None
        return f"{self._public_url}/twilio/{quote(message.village)}/status/{message.mark}"
