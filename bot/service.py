"""The running service: takes messages in, tells news, sends what was written down."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from tournee.bot.app import App
from tournee.bot.messages import Inbound, Receipt, Report

TICK_SECONDS = 1.0
"""How often to look for what has come due when nothing wakes the service."""

log = structlog.get_logger()


def now() -> datetime:
    """The one clock of a running service; everything below is handed the time."""
    return datetime.now(UTC)


class Service:
    """One process. Any number of them share a database: its locks keep them apart."""

    def __init__(self, app: App, clock: Callable[[], datetime] = now) -> None:
        self._app = app
        self.clock = clock
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None

    async def receive(self, message: Inbound) -> Receipt:
        """Deal with a message in one transaction; returns once that is committed.

        What it caused is sent soon after.
        """
        receipt = await asyncio.to_thread(self._app.inbox.receive, message)
        self._wake.set()
        return receipt

    async def report(self, report: Report) -> bool:
        """Note what a channel says of a message that it took; False where that changes nothing."""
        ways = self._app.relay.channels
        moved = await asyncio.to_thread(self._app.workspaces.take_report, report, ways)
        self._wake.set()
        return moved

    def ready(self) -> bool:
        """Whether the database answers."""
        try:
            self._app.inbox.next_due()
        except SQLAlchemyError:
            return False
        return True

    async def start(self) -> None:
        self._worker = asyncio.create_task(self._work(), name="news and outbox")

    async def stop(self) -> None:
        """Send what has been accepted, then end."""
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker
        await self.settle()

    async def settle(self) -> None:
        """Tell all news and send all messages that are due now."""
        moment = self.clock()
        while await asyncio.to_thread(self._app.inbox.tell_next, moment):
            pass
        while await self._app.relay.send_due(moment):
            pass

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self.settle()
            except Exception:  # a database that is away comes back
                log.exception("settle_failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), TICK_SECONDS)
