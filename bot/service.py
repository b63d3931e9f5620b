"""The running service: takes messages in, tells news, sends what was written down."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from tournee.bot import metrics
from tournee.bot.app import App
from tournee.bot.logs import caused_by, log
from tournee.bot.messages import Inbound, Receipt, Report
from tournee.bot.wakeups import WakeUps
from tournee.storage.errors import StorageError

TICK_SECONDS = 1.0
"""How often to look for what has come due when nothing wakes the service."""
MANY_NEWS = 10
"""After so many at a stretch the other processes are asked to help."""
STOP_SECONDS = 15.0
"""How long sending goes on after the signal to stop; the rest waits in the database."""


def now() -> datetime:
    """The one clock of a running service; everything below is handed the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    database: bool
    redis: bool | None
    """None where none is configured."""


class Service:
    """One process. Any number of them share a database: its locks keep them apart."""

    def __init__(
        self,
        app: App,
        clock: Callable[[], datetime] = now,
        *,
        wake_ups: WakeUps | None = None,
        threads: int | None = None,
    ) -> None:
        self._app = app
        self._clock = clock
        self._wake_ups = wake_ups
        self._threads = threads
        self._stopping = asyncio.Event()
        self._to_tell, self._to_send = asyncio.Event(), asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []
        self._telling, self._sending = asyncio.Lock(), asyncio.Lock()

    async def receive(self, message: Inbound) -> Receipt:
        """Deal with a message in one transaction; returns once that is committed.

        What it caused is sent soon after.

        Raises:
            StorageError: the database is away; the channel has to deliver the message again.
        """
        kind = type(message.content).__name__
        with caused_by(message.message_id), metrics.MESSAGE_SECONDS.time():
            sends = bool(self._workers) and self._app.relay.has_room  # else it waits to be claimed
            receipt = await asyncio.to_thread(self._app.inbox.receive, message, taking=sends)
            log.info("message_received", channel=message.channel, kind=kind, new=receipt.handled)
        metrics.MESSAGES.labels(message.channel, kind if receipt.handled else "repeated").inc()
        if receipt.taken is not None:
            self._app.relay.take(receipt.taken, self._clock())
            self._to_send.set()
        self._ring(to_send=receipt.to_send, to_tell=receipt.to_tell)
        return receipt

    async def report(self, report: Report) -> bool:
        """Note what a channel says of a message that it took; False where that changes nothing."""
        ways = self._app.relay.channels
        moved = await asyncio.to_thread(self._app.workspaces.take_report, report, ways)
        if moved:
            self._ring()
        return moved

    async def health(self) -> Health:
        """Ask the database; also brings the gauges up to date."""
        redis = self._wake_ups.up if self._wake_ups is not None else None
        try:
            backlog = await asyncio.to_thread(self._app.workspaces.backlog)
        except StorageError as error:
            log.warning("database_away", why=str(error))
            return Health(database=False, redis=redis)
        moment = self._clock()
        metrics.OUTBOX.set(backlog.unsent)
        metrics.OUTBOX_AGE.set(_age(backlog.oldest_unsent, moment))
        for state, count in backlog.open_orders.items():
            metrics.ORDERS.labels(state).set(count)
        metrics.NEWS_AGE.set(_age(backlog.next_news, moment))
        return Health(database=True, redis=redis)

    async def start(self) -> None:
        if self._threads is not None:
            pool = ThreadPoolExecutor(self._threads, thread_name_prefix="message")
            asyncio.get_running_loop().set_default_executor(pool)
        # Apart: neither waits for the other's last item.
        for work, wake in ((self._tell, self._to_tell), (self._send, self._to_send)):
            task = asyncio.create_task(self._repeat(work, wake), name=work.__name__)
            self._workers.append(task)
        if self._wake_ups is not None:
            await self._wake_ups.start(self._wake)

    async def stop(self) -> None:
        """Send what has been accepted, then end; what a channel keeps waiting is left."""
        self._stopping.set()
        self._wake()
        if self._wake_ups is not None:
            await self._wake_ups.stop()
        if self._workers:
            with contextlib.suppress(TimeoutError, StorageError):
                async with asyncio.timeout(STOP_SECONDS):
                    await asyncio.shield(asyncio.gather(*self._workers))
                    await self.settle()
        log.info("stopped")

    async def settle(self) -> None:
        """Tell all news and send all messages that are due now."""
        await self._tell()
        self._app.relay.look()
        await self._send(patient=False)

    async def _tell(self) -> None:
        async with self._telling:
            told = 0
            while await asyncio.to_thread(self._app.inbox.tell_next, self._clock()):
                self._look()
                told += 1
                if told % MANY_NEWS == 0:
                    self._ask_for_help()

    async def _send(self, *, patient: bool = True) -> None:
        async with self._sending:
            await self._app.relay.send_all(self._clock, self._ask_for_help, patient=patient)

    def _wake(self) -> None:
        self._to_tell.set()
        self._look()

    def _look(self) -> None:
        self._to_send.set()
        self._app.relay.look()

    def _ring(self, *, to_send: bool = True, to_tell: bool = True) -> None:
        """Something waits: wake whoever tells and sends here."""
        if to_send:
            self._look()
        if to_tell:
            self._to_tell.set()

    def _ask_for_help(self) -> None:
        """More waits than this process does at once: wake the others."""
        if self._wake_ups is not None:
            self._wake_ups.ring()

    async def _repeat(self, work: Callable[[], Awaitable[None]], wake: asyncio.Event) -> None:
        while not self._stopping.is_set():
            wake.clear()
            try:
                await work()
            except StorageError as error:  # comes back
                log.warning("database_away", why=str(error))
                await asyncio.sleep(TICK_SECONDS)
            except Exception:
                log.exception("work_failed", work=work.__name__)
                await asyncio.sleep(TICK_SECONDS)
            try:
                await asyncio.wait_for(wake.wait(), TICK_SECONDS)
            except TimeoutError:
                self._look()


def _age(since: datetime | None, moment: datetime) -> float:
    return 0.0 if since is None else max(0.0, (moment - since).total_seconds())
