"""Sends what conversations wrote down: claims, sends outside any transaction, notes the result."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from tournee.bot.conversation.model import Channel
from tournee.bot.messages import Outgoing
from tournee.bot.workspace import Workspaces

BATCH = 50
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
MOST_ATTEMPTS = 12


class SendError(Exception):
    """A channel could not deliver; base of what `Sender.send` raises."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLaterError(SendError):
    """The channel is busy, limited or out of reach: the same message may go through later."""

    def __init__(self, code: str, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.after = after
        """What the channel asks for ('retry after'); None leaves it to our own back-off."""


class UndeliverableError(SendError):
    """The message will never arrive: blocked, no such number, no such chat."""


class Sender(Protocol):
    """The sending half of a channel adapter."""

    async def send(self, message: Outgoing) -> str | None:
        """Send or edit; returns the channel's id of the message. Raises SendError."""
        ...


class Relay:
    """Any number of relays may run: rows are claimed with locks that others skip."""

    def __init__(self, workspaces: Workspaces, senders: Mapping[Channel, Sender]) -> None:
        self._workspaces = workspaces
        self._senders = senders

    async def send_due(self, now: datetime) -> int:
        """Send one batch of what is due; returns how many messages were claimed."""
        messages = await self._workspaces.claim_outgoing(now, BATCH)
        for message in messages:
            await self._send(message, now)
        return len(messages)

    async def _send(self, message: Outgoing, now: datetime) -> None:
        try:
            channel_id = await self._senders[message.draft.channel].send(message)
        except UndeliverableError as error:
            await self._workspaces.note_failed(message, error.code)
        except TryLaterError as error:
            if message.attempts >= MOST_ATTEMPTS:
                await self._workspaces.note_failed(message, error.code)
            else:
                at = now + (error.after or back_off(message.attempts))
                await self._workspaces.note_retry(message, at, error.code)
        else:
            await self._workspaces.note_sent(message, channel_id)


def back_off(attempts: int) -> timedelta:
    """Doubles from five seconds to a quarter of an hour; `attempts` counts from 1."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
