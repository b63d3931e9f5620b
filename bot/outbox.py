"""Sends what conversations wrote down: claims, sends outside any transaction, notes the result."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from tournee.bot import metrics
from tournee.bot.delivery import MOST_ATTEMPTS, back_off
from tournee.bot.logs import caused_by, log
from tournee.bot.messages import Fate, Outgoing
from tournee.bot.workspaces import Workspaces
from tournee.catalog.model import Channel

BATCH = 50
SEND_SECONDS = 30.0
"""After that a message is taken back, well before its lease runs out."""

NO_GROUP = "no_group"
"""The code for a party that has no chat of its own yet."""
SHUT_OUT = "shut_out"
"""The code for one whose chat lets us write nothing."""


class SendError(Exception):
    """A channel could not deliver; base of what `Sender.send` raises."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TryLaterError(SendError):
    """The channel is busy, limited or out of reach: the same message may go through later."""

    def __init__(
        self,
        code: str,
        after: timedelta | None = None,
        *,
        tried: bool = True,
        unsure: bool = False,
    ) -> None:
        super().__init__(code)
        self.unsure = unsure
        """Whether it may have arrived all the same: no answer came, or none that tells."""
        self.after = after
        """What the channel asks for ('retry after'); None leaves it to our own back-off."""
        self.tried = tried
        """False where nothing was sent: the message only waits for its turn."""


class UndeliverableError(SendError):
    """The message will not arrive this way: blocked, no such number, no such chat."""

    def __init__(self, code: str, fate: Fate = Fate.GIVEN_UP) -> None:
        super().__init__(code)
        self.fate = fate


class Sender(Protocol):
    """The sending half of a channel adapter."""

    async def send(self, message: Outgoing) -> str | None:
        """Send or edit; returns the channel's id of the message. Raises SendError."""
        ...


class _Batch:
    """What is to be written together."""

    def __init__(self) -> None:
        self.sent: list[tuple[Outgoing, str | None]] = []
        self.begun = False
        self.error: Exception | None = None


class _Notes:
    """Notes what was sent: all that was sent while the last transaction ran, in the next one."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._turn = asyncio.Lock()
        self._batch = _Batch()

    async def sent(self, message: Outgoing, channel_id: str | None) -> None:
        """Return once it is committed."""
        batch = self._batch
        batch.sent.append((message, channel_id))
        async with self._turn:
            if not batch.begun:
                batch.begun, self._batch = True, _Batch()
                try:
                    await asyncio.to_thread(self._workspaces.note_sent, batch.sent)
                except Exception as error:  # noqa: BLE001 - all who wait for it get it
                    batch.error = error
        if batch.error is not None:
            raise batch.error


class Relay:
    """Any number of relays may run: rows are claimed with locks that others skip."""

    def __init__(self, workspaces: Workspaces, senders: Mapping[Channel, Sender]) -> None:
        self._workspaces = workspaces
        self._senders = senders

    @property
    def channels(self) -> frozenset[Channel]:
        """Those that can send."""
        return frozenset(self._senders)

    async def send_due(self, now: datetime) -> int:
        """Send one batch of what is due; returns how many messages were claimed."""
        messages = await self._workspaces.claim_outgoing(now, BATCH)
        notes = _Notes(self._workspaces)
        sending = (self._send(message, notes, now) for message in messages)  # each to another chat
        for result in await asyncio.gather(*sending, return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        return len(messages)

    async def _send(self, message: Outgoing, notes: _Notes, now: datetime) -> None:
        with caused_by(message.cause):
            await self._deliver(message, notes, now)

    async def _deliver(self, message: Outgoing, notes: _Notes, now: datetime) -> None:
        channel = message.draft.channel
        try:
            async with asyncio.timeout(SEND_SECONDS):
                channel_id = await self._senders[channel].send(await self._with_file(message))
        except TimeoutError:
            failed(channel, "timeout")
            at = now + back_off(message.attempts)
            await self._workspaces.note_retry(message, at, "timeout", unsure=True)
        except UndeliverableError as error:
            failed(channel, error.code)
            await self._fail(message, error.fate, error.code, now)
        except TryLaterError as error:
            if error.tried:
                failed(channel, error.code)
            if error.tried and message.attempts >= MOST_ATTEMPTS:
                await self._fail(message, Fate.GIVEN_UP, error.code, now)
            else:
                at = now + (error.after or back_off(message.attempts))
                await self._workspaces.note_retry(
                    message, at, error.code, tried=error.tried, unsure=error.unsure
                )
                if error.code in {NO_GROUP, SHUT_OUT}:
                    shut_out = error.code == SHUT_OUT
                    await self._workspaces.note_unlinked(message, now, shut_out=shut_out)
        else:
            await notes.sent(message, channel_id)
            metrics.SENT.labels(channel, message.draft.kind).inc()
            log.info("message_sent", channel=channel, kind=message.draft.kind)

    async def _with_file(self, message: Outgoing) -> Outgoing:
        """Make what goes with a message; where our own code fails, its words go alone."""
        attachment = message.draft.attachment
        if attachment is None or not message.draft.channel.has_files:
            return message
        try:
            made = await asyncio.to_thread(self._workspaces.make_file, message.village, attachment)
        except Exception:
            log.exception("file_failed", kind=attachment.kind)
            return message
        return replace(message, file=made)

    async def _fail(self, message: Outgoing, fate: Fate, code: str, now: datetime) -> None:
        await self._workspaces.note_failed(message, fate, code, now=now, ways=self.channels)


def failed(channel: Channel, code: str) -> None:
    metrics.FAILURES.labels(channel, code).inc()
    log.warning("send_failed", channel=channel, code=code)
