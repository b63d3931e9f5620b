"""Redis: tells the other processes that something waits, so that none has to ask often.

What waits stands in the database. A wake-up that is lost costs the time until the next look, so
with Redis away everything goes on, later by up to a tick (docs/adr: what Redis is for).
"""

import asyncio
import secrets
from collections.abc import Callable

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from tournee.bot import metrics
from tournee.bot.logs import log

CHANNEL = "tournee:wake"
ANSWER_SECONDS = 1.0
"""A Redis that takes longer is away."""
AGAIN_SECONDS = 1.0
"""How long to leave a Redis alone that is away."""
HEARTBEAT_SECONDS = 5.0
CANCEL_SECONDS = 0.1
PAUSE_SECONDS = 0.05
"""Between two rings: whoever was woken looks for all that waits."""


class WakeUps:
    """One process's part: rings for the others and listens to them."""

    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=HEARTBEAT_SECONDS + ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._rung = asyncio.Event()
        self._own = secrets.token_bytes(8)
        """What this process rings with: it need not hear itself."""
        self._up = False

    @property
    def up(self) -> bool:
        """Whether Redis answers, as far as is known."""
        return self._up

    async def start(self, heard: Callable[[], None]) -> None:
        """Call `heard` whenever a process rings, and after each time that Redis was away."""
        self._tasks = [
            asyncio.create_task(self._listen(heard), name="wake-ups"),
            asyncio.create_task(self._publish(), name="ring"),
        ]

    async def stop(self) -> None:
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()
            # Again and again: the client may take a cancellation for a time limit of its own.
            await asyncio.wait(running, timeout=CANCEL_SECONDS)
        await self._redis.aclose()

    def ring(self) -> None:
        """Wake the other processes soon; nothing happens while Redis is away."""
        self._rung.set()

    async def _publish(self) -> None:
        """Ring at once, then no more often than every `PAUSE_SECONDS`, however much is asked."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            if self._up:
                try:
                    async with asyncio.timeout(ANSWER_SECONDS):
                        await self._redis.publish(CHANNEL, self._own)
                except (RedisError, OSError, TimeoutError):
                    self._is(up=False)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _listen(self, heard: Callable[[], None]) -> None:
        while True:
            try:
                await self._listen_while_up(heard)
            except (RedisError, OSError, TimeoutError) as error:
                self._is(up=False, why=type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen_while_up(self, heard: Callable[[], None]) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(CHANNEL)
            self._is(up=True)
            heard()
            while True:
                rung = await subscription.get_message(
                    ignore_subscribe_messages=True, timeout=HEARTBEAT_SECONDS
                )
                if rung is not None:
                    if rung["data"] != self._own:
                        heard()
                elif not self._up:
                    await self._redis.ping()
                    self._is(up=True)

    def _is(self, *, up: bool, why: str = "") -> None:
        metrics.REDIS.set(up)
        if up != self._up:
            self._up = up
            log.warning("redis_is_back" if up else "redis_is_away", why=why)
