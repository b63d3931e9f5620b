"""Sends what conversations wrote down: claims, sends outside any transaction, notes the result."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from tournee.bot.delivery import MOST_ATTEMPTS, back_off
from tournee.bot.logs import caused_by, log
from tournee.bot.messages import Fate, Outgoing
from tournee.bot.meter import Meter
from tournee.bot.workspaces import Taken, Workspaces
from tournee.catalog.model import Channel
from tournee.storage.errors import StorageError

BATCH = 50
MOST_ON_THE_WAY = 100
"""Messages that channels are taking at the same moment, each to another chat."""
NOTE_SECONDS = 0.05
"""How long what was taken may wait for company before it is noted."""
LOOK_SECONDS = 1.0
"""How often to look for what has come due while something is on its way."""
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


class Relay:
    """Any number of relays may run: rows are claimed with locks that others skip."""

    def __init__(
        self, workspaces: Workspaces, senders: Mapping[Channel, Sender], meter: Meter
    ) -> None:
        self._workspaces = workspaces
        self._senders = senders
        self._meter = meter
        self._on_the_way: set[asyncio.Task[None]] = set()
        self._taken: list[Taken] = []
        """What channels have taken and is not noted yet."""
        self._errors: list[BaseException] = []
        self._looks = True
        """Whether more may be due than was claimed."""
        self._stirred = asyncio.Event()

    @property
    def channels(self) -> frozenset[Channel]:
        """Those that can send."""
        return frozenset(self._senders)

    @property
    def has_room(self) -> bool:
        """Whether channels are fast enough that more can be sent at once."""
        return len(self._on_the_way) < MOST_ON_THE_WAY

    def take(self, message: Outgoing, now: datetime) -> None:
        """Send what was written down as ours; what a channel took is noted by `send_all`."""
        task = asyncio.create_task(self._send(message, now))
        self._on_the_way.add(task)
        task.add_done_callback(self._ended)

    def look(self) -> None:
        """Something may have come due."""
        self._looks = True
        self._stirred.set()

    async def send_due(self, now: datetime) -> int:
        """Send one batch of what is due; returns how many messages were claimed."""
        self._looks = True
        claimed = await self._turn(now, BATCH)
        if self._on_the_way:
            await asyncio.wait(self._on_the_way)
        await self._turn(now, 0)
        self._fail_as_they_did()
        return claimed

    async def send_all(
        self,
        clock: Callable[[], datetime],
        ask_for_help: Callable[[], None],
        *,
        patient: bool = False,
    ) -> None:
        """Send until nothing is due nor on its way; a slow chat holds up itself alone.

        `ask_for_help` is called while more is due than one process claims at once. A `patient`
        relay lets what was taken wait for company before it is noted.
        """
        self._stirred = asyncio.Event()
        while self._looks or self._taken or self._on_the_way:
            if patient and self._taken:
                await self._company()
            self._stirred.clear()
            free = max(0, MOST_ON_THE_WAY - len(self._on_the_way))
            room = min(BATCH, free) if self._looks else 0
            claimed = await self._turn(clock(), room) if room or self._taken else 0
            if claimed and claimed == room:
                self._looks = True
                ask_for_help()
            elif self._on_the_way:
                await self._something()
            self._fail_as_they_did()

    async def _company(self) -> None:
        """Let more be taken, while nobody waits for what follows."""
        with suppress(TimeoutError):
            async with asyncio.timeout(NOTE_SECONDS):
                while not (self._looks or any(message.followed for message, _ in self._taken)):
                    self._stirred.clear()
                    await self._stirred.wait()

    async def _something(self) -> None:
        """Wait until a message is taken or another may be due."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._stirred.wait()
        except TimeoutError:
            self._looks = True

    async def _turn(self, now: datetime, room: int) -> int:
        """In one transaction, note what was taken and claim what is due; returns how much."""
        taken, self._taken = self._taken, []
        self._looks = self._looks and not room
        try:
            claimed = await self._workspaces.note_and_claim(taken, now, room)
        except StorageError:
            self._taken = taken + self._taken
            self._looks = True
            raise
        for message, _ in taken:
            self._looks = self._looks or message.followed
            self._tell_sent(message)
        for message in claimed:
            self.take(message, now)
        return len(claimed)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._on_the_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._errors.append(error)
        self._stirred.set()

    def _fail_as_they_did(self) -> None:
        if self._errors:
            errors, self._errors = self._errors, []
            raise errors[0]

    async def _send(self, message: Outgoing, now: datetime) -> None:
        with caused_by(message.cause):
            if await self._deliver(message, now):
                return
        self._looks = True  # another way, or what stood behind it

    async def _deliver(self, message: Outgoing, now: datetime) -> bool:
        """Send; True where the channel took it."""
        channel = message.draft.channel
        try:
            async with asyncio.timeout(SEND_SECONDS):
                channel_id = await self._senders[channel].send(await self._with_file(message))
        except TimeoutError:
            self._tell_failed(channel, "timeout")
            at = now + back_off(message.attempts)
            await self._workspaces.note_retry(message, at, "timeout", unsure=True)
        except UndeliverableError as error:
            self._tell_failed(channel, error.code)
            await self._fail(message, error.fate, error.code, now)
        except TryLaterError as error:
            await self._try_later(message, error, now)
        else:
            self._taken.append((message, channel_id))
            return True
        return False

    async def _try_later(self, message: Outgoing, error: TryLaterError, now: datetime) -> None:
        if error.tried:
            self._tell_failed(message.draft.channel, error.code)
        if error.tried and message.attempts >= MOST_ATTEMPTS:
            await self._fail(message, Fate.GIVEN_UP, error.code, now)
            return
        at = now + (error.after or back_off(message.attempts))
        await self._workspaces.note_retry(
            message, at, error.code, tried=error.tried, unsure=error.unsure
        )
        if error.code in {NO_GROUP, SHUT_OUT}:
            shut_out = error.code == SHUT_OUT
            await self._workspaces.note_unlinked(message, now, shut_out=shut_out)

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

    def _tell_failed(self, channel: Channel, code: str) -> None:
        self._meter.failed(channel, code)
        log.warning("send_failed", channel=channel, code=code)

    def _tell_sent(self, message: Outgoing) -> None:
        channel, kind = message.draft.channel, message.draft.kind
        self._meter.sent(channel, kind)
        with caused_by(message.cause):
            log.info("message_sent", channel=channel, kind=kind)
